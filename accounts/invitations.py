"""Invitations: by its link an invited colleague chooses a password, and has an account with a role.

The link holds a signature over the invitation's id and its nonce. The nonce is drawn anew with each
sending, so only the last link works; neither alone is enough, and the link itself is stored nowhere.
"""

import re
import secrets
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Optional, Self

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core import signing
from django.db import models, transaction
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import roles

if TYPE_CHECKING:
    from accounts.models import User

SIGNER = signing.Signer(salt="accounts.invitation", sep=".")
LARGEST_NONCE = 2**31 - 1
KEPT = timedelta(days=30)  # after it was used or ended
SECOND_TAP = timedelta(minutes=1)
SENT_ANEW = ("name", "email", "role", "nonce", "sent_at", "asked_at", "problem")
NOT_IN_SIGN_IN_NAMES = re.compile(r"[^\w.+-]+")


class InvitationQuerySet(models.QuerySet):
    """Invitations, by their state and by their link."""

    def open(self) -> Self:
        """Those without an answer, which nobody took back; their link may have ended."""
        return self.filter(accepted_at=None, taken_back_at=None)

    def outlived(self, now: datetime) -> Self:
        """Those used or taken back over 30 days ago, or whose link ended by then: nobody needs them."""
        long_ago = now - KEPT
        ended = models.Q(
            accepted_at=None,
            taken_back_at=None,
            sent_at__lt=long_ago - timedelta(days=Invitation.DAYS + 1),
        )
        closed = models.Q(accepted_at__lt=long_ago) | models.Q(taken_back_at__lt=long_ago)
        return self.filter(closed | ended)

    def for_email(self, email: str) -> Self:
        """Those sent to an address, whatever the case."""
        return self.filter(email__iexact=email)

    def with_key(self, key: str) -> Self:
        """The invitation of which this is the last link; none when it is forged or an earlier one."""
        pk, nonce = _read(key)
        return self.filter(pk=pk, nonce=nonce).exclude(nonce=0)

    def behind_key(self, key: str) -> Self:
        """The invitation of which this is a link, an earlier one too; none when it is forged."""
        pk, _nonce = _read(key)
        return self.filter(pk=pk)


def _read(key: str) -> tuple[int | None, int]:
    try:
        pk, nonce = SIGNER.unsign_object(key)
    except (signing.BadSignature, ValueError):
        return None, 0
    return pk, nonce


class Invitation(models.Model):
    """A colleague who was asked to choose a password; afterwards, how their account came about."""

    DAYS = 7  # after the day on which it was sent

    class Role(models.TextChoices):
        STAFF = roles.STAFF, _("Staff")
        HEAD_OF_OFFICE = roles.HEAD_OF_OFFICE, _("Head of office")
        DATA_MANAGER = roles.DATA_MANAGER, _("Data manager")
        VIEWER = roles.VIEWER, _("Viewer")

    name = models.CharField(_("name"), max_length=200)
    email = models.EmailField(_("email at work"))
    role = models.CharField(_("role"), max_length=20, choices=Role)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="invitations_sent",
        verbose_name=_("invited by"),
        help_text=_("Nobody: by whoever runs the server."),
    )
    nonce = models.PositiveIntegerField(
        default=0, editable=False, help_text="Drawn anew with each sending; 0 is none."
    )
    sent_at = models.DateTimeField(_("sent"))
    problem = models.CharField(_("not delivered because"), max_length=300, blank=True)
    asked_at = models.DateTimeField(_("asked for a new link"), null=True, blank=True)
    taken_back_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="invitations_accepted",
        verbose_name=_("account"),
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invited colleague")
        verbose_name_plural = _("invited colleagues")
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="invitation_open_once",
                condition=models.Q(accepted_at=None, taken_back_at=None),
            ),
            models.CheckConstraint(
                name="invitation_known_role", condition=models.Q(role__in=roles.ALL)
            ),
            models.CheckConstraint(
                name="invitation_has_name_and_email",
                condition=~models.Q(name="") & ~models.Q(email=""),
            ),
            models.CheckConstraint(
                name="invitation_accepted_with_account",
                condition=models.Q(accepted_at=None, user=None)
                | models.Q(accepted_at__isnull=False, user__isnull=False),
            ),
            models.CheckConstraint(
                name="invitation_accepted_or_taken_back",
                condition=models.Q(accepted_at=None) | models.Q(taken_back_at=None),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def key(self) -> str:
        """The secret part of the link."""
        return SIGNER.sign_object([self.pk, self.nonce])

    def get_absolute_url(self) -> str:
        """Return the address of the page on which the invited one chooses a password."""
        return reverse("welcome", args=[self.key])

    @property
    def is_open(self) -> bool:
        return self.accepted_at is None and self.taken_back_at is None

    @property
    def sent_on(self) -> date:
        """The day of the last sending, in the time of the office."""
        return timezone.localdate(self.sent_at)

    @property
    def last_day(self) -> date:
        """The last day on which the link works."""
        return self.sent_on + timedelta(days=self.DAYS)

    def has_ended(self, today: date) -> bool:
        return today > self.last_day

    def has_ended_today(self) -> bool:
        return self.has_ended(timezone.localdate())

    def has_account(self) -> bool:
        """Whether somebody signs in with the address by now."""
        return any(not user.waits_for_password for user in self.holders())

    def holders(self):
        """Return the users with the address: one at most."""
        return get_user_model().objects.filter(email__iexact=self.email)

    @property
    def sign_in_name(self) -> str:
        """The sign-in name to be had with the address: the part before the @, with a number if need be."""
        own = get_user_model().normalize_username(self.email.partition("@")[0])
        wanted = NOT_IN_SIGN_IN_NAMES.sub("", own)[:140] or "colleague"
        users = get_user_model().objects.filter(username__istartswith=wanted)
        taken = {name.lower() for name in users.values_list("username", flat=True)}
        name, number = wanted, 1
        while name.lower() in taken:
            number += 1
            name = f"{wanted}{number}"
        return name

    def just_accepted_with(self, password: str, *, now: datetime) -> Optional["User"]:
        """Return who accepted it a moment ago with this very password: a second tap is theirs too."""
        is_recent = self.accepted_at and now - self.accepted_at < SECOND_TAP
        if self.user and is_recent and self.user.is_active and self.user.check_password(password):
            return self.user
        return None

    def future_user(self) -> "User":
        """Return the account as it will be, not stored: a password must not resemble it."""
        held = self.holders().first()
        name = {"full_name": self.name, "email": self.email}
        return held or get_user_model()(username=self.sign_in_name, **name)

    def renew(self, *, now: datetime) -> bool:
        """Store the invitation with a new link, from now on the only one that works.

        False when it was accepted or taken back meanwhile. Raises IntegrityError when another
        invitation to the address is open.
        """
        self.nonce = secrets.randbelow(LARGEST_NONCE) + 1
        self.sent_at, self.asked_at, self.problem = now, None, ""
        if self._state.adding:
            self.save()
            return True
        values = {name: getattr(self, name) for name in SENT_ANEW}
        return bool(Invitation.objects.open().filter(pk=self.pk).update(**values))

    def note_problem(self, problem: str) -> None:
        """Keep why the last link was not delivered."""
        self.problem = problem[:300]
        rows = Invitation.objects.filter(pk=self.pk, nonce=self.nonce)
        rows.update(problem=self.problem)

    def take_back(self, *, now: datetime) -> bool:
        """End the invitation; return whether it was still open."""
        rows = Invitation.objects.open().filter(pk=self.pk)
        return bool(rows.update(taken_back_at=now))

    def ask_for_link(self, *, now: datetime) -> bool:
        """Keep that a new link was asked for; return whether this is the first time since the last."""
        rows = Invitation.objects.open().filter(pk=self.pk, asked_at=None)
        return bool(rows.update(asked_at=now))


@transaction.atomic
def accept(invitation: Invitation, *, password: str, now: datetime) -> Optional["User"]:
    """Give the invited one an account with the password; None when somebody was quicker.

    A colleague who was in the record without ever signing in keeps their user.
    """
    rows = Invitation.objects.select_for_update().open()
    row = rows.filter(pk=invitation.pk, nonce=invitation.nonce).first()
    if row is None or row.has_account():
        return None
    user = row.future_user()
    user.set_password(password)
    user.save()
    user.groups.add(Group.objects.get(name=row.role))
    row.accepted_at, row.user = now, user
    row.save(update_fields=["accepted_at", "user"])
    return user
