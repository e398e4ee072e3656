"""Who uses the site, and in which roles."""

import secrets
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core import signing
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import roles
from accounts.invitations import Invitation as Invitation
from toolkit.spelling import fold

FEED_SIGNER = signing.Signer(salt="accounts.calendar-feed", sep=".")
EMAIL_SIGNER = signing.Signer(salt="accounts.stop-emails", sep=".")
LARGEST_VERSION = 2**31 - 1


class UserQuerySet(models.QuerySet):
    def colleagues(self) -> "UserQuerySet":
        """Active users who can take part in meetings: staff and heads of office, by name."""
        names = (roles.STAFF, roles.HEAD_OF_OFFICE)
        return self.filter(is_active=True, groups__name__in=names).distinct().order_by("full_name")

    def in_office(self) -> "UserQuerySet":
        return self.filter(is_active=True, groups__name__in=roles.ALL).distinct()

    def data_managers(self) -> "UserQuerySet":
        return self.filter(is_active=True, groups__name=roles.DATA_MANAGER)

    def heads_of_office(self) -> "UserQuerySet":
        return self.filter(is_active=True, groups__name=roles.HEAD_OF_OFFICE)

    def with_feed_key(self, key: str) -> "UserQuerySet":
        """The active user whose calendar address has this key; nobody when it is forged or was given up."""
        try:
            pk, version = FEED_SIGNER.unsign_object(key)
        except (signing.BadSignature, ValueError):
            return self.none()
        return self.filter(pk=pk, feed_version=version, is_active=True).exclude(feed_version=0)

    def with_email_key(self, key: str) -> "UserQuerySet":
        try:
            pk = EMAIL_SIGNER.unsign_object(key)
        except (signing.BadSignature, ValueError):
            return self.none()
        return self.filter(pk=pk)

    def without_email_called(self, name: str) -> list["User"]:
        """Return those of that name, accents or not, who never signed in and have no email."""
        wanted = fold(name)
        rows: Any = self.filter(email="", is_active=True, is_superuser=False) if wanted else ()
        return [user for user in rows if user.waits_for_password and fold(user.full_name) == wanted]

    def reached_by_email(self) -> "UserQuerySet":
        """Those who may read the site, have an email and did not stop emails, by name."""
        in_office = models.Q(is_superuser=True) | models.Q(groups__name__in=roles.ALL)
        rows = self.filter(in_office, is_active=True, emails=True).exclude(email="")
        return rows.distinct().order_by("full_name", "pk")


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc] # django-stubs knows no base made so
    def create_user(self, username: str, password: str | None = None, **fields) -> "User":
        fields["email"] = self.normalize_email(fields.get("email", ""))
        user = self.model(username=self.model.normalize_username(username), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username: str, password: str | None = None, **fields) -> "User":
        return self.create_user(username, password, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in, or a colleague who takes part in meetings and cannot sign in."""

    username = models.CharField(
        _("sign-in name"), max_length=150, unique=True, validators=[UnicodeUsernameValidator()]
    )
    full_name = models.CharField(_("full name"), max_length=200)
    honorific = models.CharField(_("honorific"), max_length=40, blank=True)
    job_title = models.CharField(_("job title"), max_length=200, blank=True)
    email = models.EmailField(_("email"), blank=True)
    is_active = models.BooleanField(
        _("active"),
        default=True,
        help_text=_("Untick for a colleague who left. Their records stay."),
    )
    shortcuts = models.BooleanField(
        _("keyboard shortcuts"),
        default=True,
        help_text=_("Single keys that open pages. Untick if they get in the way."),
    )
    emails = models.BooleanField(
        _("emails about action points that are due, and about the month"),
        default=True,
        help_text=_("Untick to get none. You will still get emails about your password."),
    )
    feed_version = models.PositiveIntegerField(
        default=0,
        editable=False,
        help_text="Drawn anew with every calendar address given out, so only the last works; 0 is none.",
    )
    date_joined = models.DateTimeField(_("joined"), auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ["full_name", "pk"]
        constraints = [
            models.UniqueConstraint(Lower("username"), name="user_username_any_case"),
            models.UniqueConstraint(
                Lower("email"), name="user_email_once", condition=~models.Q(email="")
            ),
        ]

    def __str__(self) -> str:
        return self.full_name or self.username

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)

    @property
    def waits_for_password(self) -> bool:
        """Whether this is a colleague in the record who never signed in, and may be invited."""
        return self.is_active and not self.is_superuser and not self.has_usable_password()

    @property
    def initials(self) -> str:
        words = str(self).split()
        return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()

    @cached_property
    def roles(self) -> set[str]:
        return set(self.groups.values_list("name", flat=True))

    @property
    def has_role(self) -> bool:
        return self.is_superuser or bool(self.roles & set(roles.ALL))

    @property
    def is_colleague(self) -> bool:
        return bool(self.roles & {roles.STAFF, roles.HEAD_OF_OFFICE})

    @property
    def is_head_of_office(self) -> bool:
        return roles.HEAD_OF_OFFICE in self.roles

    @property
    def is_data_manager(self) -> bool:
        return roles.DATA_MANAGER in self.roles

    @property
    def reads_internal_notes(self) -> bool:
        return self.is_colleague or self.is_data_manager

    @property
    def feed_key(self) -> str:
        """The secret part of the user's calendar address; empty when there is none."""
        return FEED_SIGNER.sign_object([self.pk, self.feed_version]) if self.feed_version else ""

    @property
    def email_key(self) -> str:
        return EMAIL_SIGNER.sign_object(self.pk)

    def stop_emails(self) -> None:
        self.emails = False
        self.save(update_fields=["emails"])

    def renew_feed(self) -> None:
        self.feed_version = secrets.randbelow(LARGEST_VERSION) + 1
        self.save(update_fields=["feed_version"])

    def revoke_feed(self) -> None:
        self.feed_version = 0
        self.save(update_fields=["feed_version"])

    @property
    def is_staff(self) -> bool:
        """Whether the user may enter the admin; Django's admin asks under this name."""
        return self.is_superuser or self.is_data_manager


class ExportRecord(models.Model):
    """A download: who took what out, when, how much of it. What was in it is not kept."""

    user = models.ForeignKey(
        User, models.PROTECT, related_name="exports", verbose_name=_("downloaded by")
    )
    what = models.CharField(_("what"), max_length=200)
    file_format = models.CharField(_("format"), max_length=10)
    filters = models.CharField(_("filters"), max_length=500, blank=True)
    row_count = models.PositiveIntegerField(_("rows"))
    created_at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name = _("download")
        verbose_name_plural = _("downloads")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.what} ({self.file_format})"


class EmailRecordQuerySet(models.QuerySet["EmailRecord"]):
    def claim(self, user: User, kind: str, day: date) -> "EmailRecord | None":
        """Return the record of an email that the caller now has to send.

        None when it was sent, or when another run took it up within `EmailRecord.LEASE`.
        """
        record, _is_new = self.get_or_create(user=user, kind=kind, day=day)
        now = timezone.now()
        free = self.filter(pk=record.pk, sent_at=None)
        free = free.exclude(claimed_at__gt=now - EmailRecord.LEASE)
        return record if free.update(claimed_at=now) else None


class EmailRecord(models.Model):
    """An email of a kind that goes to a user once for a day. What was in it is not kept."""

    # Longer than a mail server may take (EMAIL_TIMEOUT), shorter than until systemd tries again.
    LEASE = timedelta(minutes=10)

    class Kind(models.TextChoices):
        ACTIONS = "actions", _("Action points due")
        MONTH = "month", _("Month in review")

    user = models.ForeignKey(
        User, models.CASCADE, related_name="email_records", verbose_name=_("recipient")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    day = models.DateField(_("day"))
    claimed_at = models.DateTimeField(_("begun"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)

    objects = EmailRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("email")
        verbose_name_plural = _("emails")
        ordering = ["-day", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "kind", "day"], name="email_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.day}"

    def release(self) -> None:
        self.claimed_at = None
        self.save(update_fields=["claimed_at"])

    def mark_sent(self) -> None:
        self.sent_at = timezone.now()
        self.save(update_fields=["sent_at"])


class SetupStep(models.Model):
    """A line of the checklist of the first day that somebody looked at or put off; the rest is computed."""

    class Code(models.TextChoices):
        OFFICE = "office", _("Name and country")
        DIRECTORY = "directory", _("Directory")
        LISTS = "lists", _("Areas and kinds")

    code = models.CharField(_("step"), max_length=20, choices=Code, unique=True)
    is_put_off = models.BooleanField(_("not now"), default=False)

    class Meta:
        verbose_name = _("step of the set-up")
        verbose_name_plural = _("steps of the set-up")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="setup_step_known",
                condition=models.Q(code__in=["office", "directory", "lists"]),
            ),
        ]

    def __str__(self) -> str:
        return self.get_code_display()
