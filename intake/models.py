"""Imports of registers and contacts: their rows, what became of each, what was made; and of invitations."""

import uuid
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from engagements.models import Meeting
from toolkit.files import RandomNameFileField


class Mapping(models.Model):
    """What the columns of a kind of register mean, kept under a name to be used again."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    columns = models.JSONField(_("columns"), help_text="A ColumnPlan each, found by its heading.")
    options = models.JSONField(_("choices for the whole register"), default=dict)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="import_mappings",
        verbose_name=_("made by"),
    )
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("mapping of columns")
        verbose_name_plural = _("mappings of columns")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Import(models.Model):
    """One register or file of contacts, from its upload to its rows in the record, and back when it is undone."""

    class Kind(models.TextChoices):
        REGISTER = "register", _("Register")
        CONTACTS = "contacts", _("Contacts")

    class Status(models.TextChoices):
        UPLOADED = "uploaded", _("Columns not matched yet")
        CHECKING = "checking", _("Being checked")
        CHECKED = "checked", _("Ready to import")
        DONE = "done", _("Imported")
        UNDONE = "undone", _("Undone")

    OPEN = (Status.UPLOADED, Status.CHECKING, Status.CHECKED)

    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.REGISTER)
    name = models.CharField(_("file name"), max_length=255)
    extension = models.CharField(_("type"), max_length=10)
    size = models.PositiveIntegerField(_("size in bytes"))
    file = RandomNameFileField(_("file"), upload_to="imports", blank=True)
    tables = models.JSONField(_("first rows of each sheet"), default=list)
    sheet = models.CharField(_("sheet"), max_length=255, blank=True)
    header_row = models.PositiveIntegerField(_("row of the headings"), null=True, blank=True)
    columns = models.JSONField(_("columns"), default=list)
    options = models.JSONField(_("choices for the whole register"), default=dict)
    answers = models.JSONField(_("answers about names"), default=dict)
    mapping = models.ForeignKey(
        Mapping,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="imports",
        verbose_name=_("mapping of columns"),
    )
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.UPLOADED)
    result = models.JSONField(_("result"), default=dict)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="imports", verbose_name=_("by")
    )
    created_at = models.DateTimeField(_("uploaded"), auto_now_add=True)
    busy_until = models.DateTimeField(null=True, blank=True, editable=False)
    stored_at = models.DateTimeField(_("imported"), null=True, blank=True)
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("contacts_detail" if self.is_contacts else "import_detail", args=[self.pk])

    @property
    def is_contacts(self) -> bool:
        return self.kind == self.Kind.CONTACTS

    @property
    def is_open(self) -> bool:
        return self.status in self.OPEN

    def rows_of(self, sheet: str) -> list[tuple[int, list[str]]]:
        """Return the first rows of a sheet as (number, cells)."""
        return next((rows for name, rows in self.tables if name == sheet), [])

    def counts(self, user: User | None = None) -> dict[str, int]:
        """Return how many rows are in each state, of those that exist for `user`; one query."""
        rows = self.rows.visible_to(user) if user else self.rows
        counted = rows.order_by().values_list("state").annotate(models.Count("pk"))
        return dict.fromkeys(ImportRow.State.values, 0) | dict(counted)

    def claim(self, span: timedelta) -> bool:
        """Take the import to work on it for `span` at most; return whether nobody else does."""
        now = timezone.now()
        free = Import.objects.filter(pk=self.pk).exclude(busy_until__gt=now)
        return bool(free.update(busy_until=now + span))

    def release(self) -> None:
        Import.objects.filter(pk=self.pk).update(busy_until=None)

    @property
    def is_busy(self) -> bool:
        return self.busy_until is not None and self.busy_until > timezone.now()


class ImportRowQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "ImportRowQuerySet":
        """Those that became no meeting, or one that exists for `user`: it may have been restricted since."""
        seen = models.Q(meeting__in=Meeting.objects.visible_to(user))
        return self.filter(models.Q(meeting=None) | seen)

    def forget(self) -> int:
        """Drop what was in the rows: the record has it now, and can be corrected and anonymised there."""
        return self.update(cells=[], fixed={}, remarks=[], outcome=None)


class ImportRow(models.Model):
    """One row of a register. The first row of a meeting (`lead` is its own number) speaks for the others."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Not checked yet")
        READY = "ready", _("Ready")
        ASKED = "asked", _("Needs an answer")
        WRONG = "wrong", _("Has an error")
        PART = "part", _("Part of the row above")
        HERE = "here", _("Here already")
        DUPLICATE = "twin", _("Same as another row")
        NIL = "nil", _("Nothing to import")

    TO_LOOK_AT = (State.WAITING, State.ASKED, State.WRONG)

    source = models.ForeignKey(
        Import, models.CASCADE, related_name="rows", verbose_name=_("import")
    )
    number = models.PositiveIntegerField(_("row in the sheet"))
    lead = models.PositiveIntegerField(_("first row of the same meeting"))
    cells = models.JSONField(
        _("cells"), help_text="As in the file, blanks filled down if so chosen."
    )
    fixed = models.JSONField(_("corrected cells"), default=dict)
    key = models.CharField(_("digest of its contents"), max_length=64, db_index=True)
    token = models.UUIDField(_("one-time token of the meeting"), default=uuid.uuid4, db_index=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    remarks = models.JSONField(_("remarks"), default=list)
    outcome: "models.JSONField[Any, Any]" = models.JSONField(
        _("what it becomes"), null=True, blank=True
    )
    meeting = models.ForeignKey(
        Meeting,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="import_rows",
        verbose_name=_("meeting"),
    )

    objects = ImportRowQuerySet.as_manager()

    class Meta:
        verbose_name = _("row of an import")
        verbose_name_plural = _("rows of imports")
        ordering = ["number"]
        indexes = [models.Index(fields=["source", "state", "number"], name="import_row_by_state")]
        constraints = [
            models.UniqueConstraint(fields=["source", "number"], name="import_row_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.source}, {self.number}"

    def cell(self, at: int) -> str:
        """Return the text of a cell, as corrected; empty beyond the last one."""
        return self.fixed.get(str(at), self.cells[at] if at < len(self.cells) else "")

    def current_cells(self) -> list[str]:
        width = max([len(self.cells), *(int(at) + 1 for at in self.fixed)])
        return [self.cell(at) for at in range(width)]


class Made(models.Model):
    """A record that an import made: what its undoing takes back."""

    source = models.ForeignKey(
        Import, models.CASCADE, related_name="made", verbose_name=_("import")
    )
    label = models.CharField(_("kind of record"), max_length=60)
    row_id = models.BigIntegerField(_("its key"))

    class Meta:
        verbose_name = _("record made by an import")
        verbose_name_plural = _("records made by imports")
        constraints = [
            models.UniqueConstraint(fields=["source", "label", "row_id"], name="made_once")
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.row_id}"


class CalendarFile(models.Model):
    """What was in the .ics file that somebody chose last: kept until they choose one of its dates.

    Only its reader ever sees it, and the next file takes its place.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="calendar_file",
        verbose_name=_("chosen by"),
    )
    name = models.CharField(_("file name"), max_length=255)
    events = models.JSONField(_("meetings in it"))
    total = models.PositiveIntegerField(_("how many there are"))
    unread = models.JSONField(_("what could not be read"), default=list)
    updated_at = models.DateTimeField(_("chosen"), auto_now=True)

    class Meta:
        verbose_name = _("calendar file")
        verbose_name_plural = _("calendar files")

    def __str__(self) -> str:
        return self.name


class Invitation(models.Model):
    """An invitation that became an unfinished form, known again by its UID and date.

    `token` is that of the form, and of the meeting that it becomes. `prints` are digests that show which
    parts of the form are still as the invitation wrote them; no text of it is kept here.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="invitations",
        verbose_name=_("imported by"),
    )
    uid = models.CharField(_("UID"), max_length=255)
    recurrence = models.CharField(_("date of the series"), max_length=40, blank=True)
    sequence = models.PositiveIntegerField(_("version"), default=0)
    content = models.CharField(_("digest of its contents"), max_length=64)
    prints = models.JSONField(_("digest of each part of the form"))
    token = models.UUIDField(_("one-time token of the form"), db_index=True)
    updated_at = models.DateTimeField(_("read"), auto_now=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        indexes = [models.Index(fields=["uid"], name="invitation_uid")]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "uid", "recurrence"], name="invitation_once_a_reader"
            )
        ]

    def __str__(self) -> str:
        return f"{self.uid} {self.recurrence}".strip()
