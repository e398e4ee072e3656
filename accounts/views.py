"""Inviting colleagues, and what the invited find behind their link."""

from datetime import date, datetime

from allauth.account.utils import perform_login
from allauth.decorators import rate_limit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import SignedInRequest, accounts_only
from accounts.forms import ChoosePasswordForm, InvitationForm
from accounts.invitations import SECOND_TAP, Invitation, accept
from accounts.mail import send_text
from accounts.models import User

ACCOUNTS_SHOWN = 20
GONE = 410


@accounts_only
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limit(action="invite")
def invite(request: SignedInRequest) -> HttpResponse:
    """The form for a new invitation; beside it who has not answered, and who has an account."""
    wanted = request.GET.get("role", "")
    role = wanted if wanted in Invitation.Role.values else Invitation.Role.STAFF
    form = InvitationForm(request.POST or None, initial={"role": role})
    if form.is_valid():
        form.instance.invited_by = request.user
        form.add_email()
        _send(request, form.instance)
        return redirect("colleague_invite")
    if form.is_bound and form.repeats(request.user, timezone.now() - SECOND_TAP):
        return redirect("colleague_invite")
    return render(request, "account/invite.html", {"form": form, **_beside()})


@accounts_only
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limit(action="invite")
def invitation_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """The same form for an invitation that could not be delivered: another address, sent anew."""
    invitation = get_object_or_404(Invitation, pk=pk)
    if not invitation.is_open:
        return _closed(request, invitation)
    name = invitation.name  # a form that is refused writes into the row all the same
    form = InvitationForm(request.POST or None, instance=invitation)
    if form.is_valid():
        form.add_email()
        _send(request, form.instance)
        return redirect("colleague_invite")
    return render(request, "account/invite.html", {"form": form, "invited": name, **_beside()})


@accounts_only
@require_POST
@rate_limit(action="invite")
def invitation_send(request: SignedInRequest, pk: int) -> HttpResponse:
    """Send an invitation again: a new link, and the old one stops working."""
    invitation = get_object_or_404(Invitation, pk=pk)
    if not invitation.is_open:
        return _closed(request, invitation)
    _send(request, invitation)
    return redirect("colleague_invite")


@accounts_only
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_take_back(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask whether to take an invitation back, then do it."""
    invitation = get_object_or_404(Invitation, pk=pk)
    if not invitation.is_open:
        return _closed(request, invitation)
    if request.method != "POST":
        return render(request, "account/invitation_take_back.html", {"invitation": invitation})
    if not invitation.take_back(now=timezone.now()):
        return _closed(request, invitation)
    messages.success(request, _("The invitation of %s is taken back.") % invitation)
    return redirect("colleague_invite")


def _closed(request: SignedInRequest, invitation: Invitation) -> HttpResponse:
    """Say on the page of invitations that this one was answered or taken back before."""
    messages.warning(request, _("The invitation of %s was answered or taken back.") % invitation)
    return redirect("colleague_invite")


def _beside() -> dict:
    """Return what stands beside the form."""
    colleagues = list(User.objects.in_office().prefetch_related("groups")[: ACCOUNTS_SHOWN + 1])
    return {
        "section": "colleagues",
        "waiting": Invitation.objects.open(),
        "today": timezone.localdate(),
        "colleagues": colleagues[:ACCOUNTS_SHOWN],
        "more_colleagues": len(colleagues) > ACCOUNTS_SHOWN,
    }


def _send(request: SignedInRequest, invitation: Invitation) -> None:
    """Store the invitation with a new link, send that, and tell the user what became of it."""
    problem = _renew(invitation)
    if not problem:
        problem = send_text(
            invitation.email,
            _("Your invitation to %s") % settings.SITE_NAME,
            "emails/invitation",
            {
                "invitation": invitation,
                "link": request.build_absolute_uri(invitation.get_absolute_url()),
            },
        )
        if problem:
            invitation.note_problem(problem)
    if problem:
        text = _("The invitation of %(name)s was not sent. %(problem)s")
        messages.error(request, text % {"name": invitation, "problem": problem})
        return
    text = _("Sent to %(name)s. The link works once, until %(day)s.")
    day = date_format(invitation.last_day, "j F Y")
    messages.success(request, text % {"name": invitation, "day": day})


def _renew(invitation: Invitation) -> str:
    """Give the invitation a new link; return "", or in words why it can't have one."""
    if invitation.has_account():
        return _("This address has an account already.")
    try:
        with transaction.atomic():
            if invitation.renew(now=timezone.now()):
                return ""
    except IntegrityError:
        return _("This address is invited already.")
    return _("It was answered or taken back meanwhile.")


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limit(action="welcome")
def welcome(request: HttpRequest, key: str) -> HttpResponse:
    """Where the link of an invitation leads: choose a password, and be signed in."""
    found = Invitation.objects.with_key(key).select_related("invited_by", "user")
    invitation, now = found.first(), timezone.now()
    if again := _second_tap(request, invitation, now):
        return again
    ended = _ended_page(invitation, timezone.localdate(now))
    if ended or invitation is None:
        return _render_outside(request, ended, {"invitation": invitation, "key": key}, GONE)
    form = ChoosePasswordForm(request.POST or None, user=invitation.future_user())
    if not form.is_valid():
        context = {"form": form, "invitation": invitation}
        return _render_outside(request, "account/welcome.html", context)
    user = accept(invitation, password=form.cleaned_data["password"], now=now)
    if user is None:
        again = _second_tap(request, found.first(), now)
        return again or _render_outside(request, "account/welcome_used.html", {}, GONE)
    return perform_login(request, user, redirect_url=reverse("home"))


def _second_tap(
    request: HttpRequest, invitation: Invitation | None, now: datetime
) -> HttpResponse | None:
    """Lead whoever has just used the link home: they tapped twice, or went back."""
    if invitation is None or invitation.user is None:
        return None
    if request.user == invitation.user:
        return redirect("home")
    user = invitation.just_accepted_with(request.POST.get("password", ""), now=now)
    return perform_login(request, user, redirect_url=reverse("home")) if user else None


@login_not_required
@never_cache
@require_POST
@rate_limit(action="welcome")
def welcome_ask(request: HttpRequest, key: str) -> HttpResponse:
    """Tell the data managers, once a link, that a new one is wanted. The answer tells nothing of it."""
    invitation = Invitation.objects.open().behind_key(key).first()
    if invitation and invitation.ask_for_link(now=timezone.now()):
        link = request.build_absolute_uri(reverse("colleague_invite"))
        for user in User.objects.data_managers().exclude(email=""):
            send_text(
                user.email,
                _("A new link is wanted"),
                "emails/new_link_wanted",
                {"invitation": invitation, "link": link},
            )
    return _render_outside(request, "account/welcome_asked.html", {})


def _ended_page(invitation: Invitation | None, today: date) -> str:
    """Return the template that says why the link does not work; empty when it does."""
    if invitation is None:
        return "account/welcome_ended.html"
    if invitation.taken_back_at:
        return "account/welcome_taken_back.html"
    if invitation.accepted_at or invitation.has_account():
        return "account/welcome_used.html"
    return "account/welcome_ended.html" if invitation.has_ended(today) else ""


def _render_outside(
    request: HttpRequest, template: str, context: dict, status: int = 200
) -> HttpResponse:
    """Render a page without navigation, whoever is signed in in this browser."""
    return render(request, template, {**context, "user": AnonymousUser()}, status=status)
