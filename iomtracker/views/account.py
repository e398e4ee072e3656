"""One's own settings."""

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import User


class SettingsForm(forms.ModelForm):
    """What users set for themselves; names and roles are kept by the data manager."""

    class Meta:
        model = User
        fields = ["shortcuts"]


@require_http_methods(["GET", "HEAD", "POST"])
def settings_page(request):
    """Keyboard shortcuts on or off, the calendar feed, the password."""
    form = SettingsForm(request.POST if request.method == "POST" else None, instance=request.user)
    if form.is_valid():
        form.save()
        messages.success(request, _("Settings saved."))
        return redirect("account_settings")
    return render(request, "account/settings.html", {"section": "settings", "form": form})
