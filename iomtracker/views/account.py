"""One's own settings."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.models import User


class SettingsForm(forms.ModelForm):
    """What users set for themselves; names and roles are kept by the data manager."""

    class Meta:
        model = User
        fields = ["shortcuts", "emails"]


@require_http_methods(["GET", "HEAD", "POST"])
def settings_page(request):
    """Keyboard shortcuts and emails on or off, the calendar feed, the password."""
    form = SettingsForm(request.POST if request.method == "POST" else None, instance=request.user)
    if form.is_valid():
        form.save()
        messages.success(request, _("Settings saved."))
        return redirect("account_settings")
    return render(request, "account/settings.html", {"section": "settings", "form": form})


@csrf_exempt  # A mail program presses the button by itself (RFC 8058), without a page and its token: the key is proof.
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def emails_stop(request, key):
    """Ask whether to stop the emails of the user whose key this is; a press stops them, and names nobody.

    The answer to the press is the page itself: mail programs follow no redirect.
    """
    user = get_object_or_404(User.objects.with_email_key(key))
    stopped = request.method == "POST"
    if stopped:
        user.stop_emails()
    return render(request, "account/emails_stop.html", {"stopped": stopped})
