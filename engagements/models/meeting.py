"""Meetings: one row for each that took place, whatever its kind; the references they are given."""

import uuid
from datetime import date
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Prefetch, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from engagements.models.gaps import GAPS, MONTH_ONLY
from engagements.models.kinds_and_areas import MeetingKind, ThematicArea
from engagements.models.restricted_meetings import GuardedQuerySet, Sensitivity
from engagements.models.text_answers import BOXES, Answers, holding
from stakeholders.models import Location, Organisation, Person
from toolkit.dates import MEETING_DAY, day_text, is_plausible
from toolkit.history import ListHistory
from toolkit.months import month_range
from toolkit.search import Searchable, either, holds
from toolkit.spelling import fold

NEWEST_FIRST = ("-date", "date_precision", "-pk")


class MonthCounter(models.Model):
    """The last number given in a month; numbers are never reused, not even after a draft is deleted."""

    month = models.DateField(_("month"), unique=True)
    last = models.PositiveIntegerField(_("last number"), default=0)

    class Meta:
        verbose_name = _("reference counter")
        verbose_name_plural = _("reference counters")

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}: {self.last}"

    @classmethod
    def next_references(cls, day: date, count: int) -> list[str]:
        """Return the next `count` references in the month of `day`: "2024-03-005". Call inside a transaction."""
        counter, _created = cls.objects.select_for_update().get_or_create(month=day.replace(day=1))
        first = counter.last + 1
        counter.last += count
        counter.save(update_fields=["last"])
        return [f"{day:%Y-%m}-{number:03d}" for number in range(first, first + count)]


def place_text(place: str, others: str) -> str:
    if not (place and others):
        return place or others
    return gettext("%(place)s, also %(others)s") % {"place": place, "others": others}


def related_rows(path: str, *followed: str) -> Any:
    """Return the rows that meetings have under `path`, with what these lead to in the same query."""
    model: Any = Meeting
    for name in path.split("__"):
        model = model._meta.get_field(name).related_model
    return model.objects.select_related(*followed) if followed else model.objects.all()


class MeetingQuerySet(GuardedQuerySet):
    def logged(self) -> "MeetingQuerySet":
        return self.filter(status=Meeting.Status.LOGGED)

    def listed(self) -> "MeetingQuerySet":
        """What lists may hold: drafts are their writer's own."""
        return self.filter(status__in=(Meeting.Status.LOGGED, Meeting.Status.CANCELLED))

    def drafts_of(self, user: User) -> "MeetingQuerySet":
        return self.filter(status=Meeting.Status.DRAFT, created_by=user).order_by("-updated_at")

    def counted(self) -> "MeetingQuerySet":
        """What enters figures and reviews, the same for every reader: logged, not restricted."""
        return self.logged().unrestricted()

    def in_month(self, year: int, month: int) -> "MeetingQuerySet":
        first, after = month_range(year, month)
        return self.filter(date__gte=first, date__lt=after)

    def newest_first(self) -> "MeetingQuerySet":
        """By day, newest first; month-only meetings come last in their month."""
        return self.order_by(*NEWEST_FIRST)

    def for_list(self) -> "MeetingQuerySet":
        return self.select_related("kind", "location__parent").prefetch_related(
            "thematic_areas",
            Prefetch("counterparts", related_rows("counterparts", "organisation__parent")),
        )

    def for_page(self, user: User) -> "MeetingQuerySet":
        """With all that the page of a meeting shows to `user`, one query a list, and `is_editable`."""
        points = related_rows("action_points").with_closable(user)
        return (
            self.select_related("kind", "location__parent")
            .with_editable(user)
            .prefetch_related(
                "thematic_areas",
                "staff",
                Prefetch("counterparts", related_rows("counterparts", "organisation__parent")),
                Prefetch(
                    "counterparts__attendances",
                    related_rows("counterparts__attendances", "person"),
                ),
                Prefetch(
                    "action_points",
                    points.select_related("owner", "closed_by", "organisation__parent", "person"),
                ),
                Prefetch("attachments", related_rows("attachments", "uploaded_by")),
                "awaited_files",
            )
        )

    def matching(self, text: str, user: User) -> "MeetingQuerySet":
        """Keep those with every word of `text`, in their texts or in a name of where or with whom they were."""
        rows = self
        for word in fold(text).split():
            rows = rows.filter(pk__in=_keys_holding(word, with_notes=user.reads_internal_notes))
        return rows


def _keys_holding(word: str, with_notes: bool) -> Any:
    """Return the keys of the meetings that hold a word."""
    named = holds(word, "search")
    places = Location.objects.filter(named).values("pk")
    bodies = Organisation.objects.filter(named).values("pk")
    people = Person.objects.filter(named).values("pk")
    parts = [
        Meeting.objects.filter(named).values("pk"),
        Meeting.objects.filter(location__in=places).values("pk"),
        Meeting.organisations.through.objects.filter(organisation__in=bodies).values("meeting"),
        Meeting.people.through.objects.filter(person__in=people).values("meeting"),
    ]
    if with_notes:
        parts.append(Meeting.objects.filter(holds(word, "search_note")).values("pk"))
    return either(*parts)


class Meeting(Searchable):
    """A meeting, visit, event or call."""

    class Precision(models.TextChoices):
        DAY = "day", _("Day")
        MONTH = MONTH_ONLY, _("Month only")

    class Channel(models.TextChoices):
        IN_PERSON = "in_person", _("In person")
        ONLINE = "online", _("Online")
        PHONE = "phone", _("By phone")

    Sensitivity = Sensitivity

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        LOGGED = "logged", _("Logged")
        CANCELLED = "cancelled", _("Cancelled")

    reference = models.CharField(_("reference"), max_length=20, unique=True, editable=False)
    token = models.UUIDField(_("one-time token"), unique=True, default=uuid.uuid4, editable=False)
    date = models.DateField(_("date"))
    date_precision = models.CharField(
        _("date known to"), max_length=10, choices=Precision, default=Precision.DAY
    )
    end_date = models.DateField(_("last day"), null=True, blank=True)
    kind = models.ForeignKey(
        MeetingKind, models.PROTECT, related_name="meetings", verbose_name=_("kind")
    )
    channel = models.CharField(_("how"), max_length=10, choices=Channel, default=Channel.IN_PERSON)
    title = models.CharField(_("title"), max_length=200)
    event_name = models.CharField(
        _("name of the event"),
        max_length=200,
        blank=True,
        help_text=_("Of an event or a training, as on the invitation. It may be printed."),
    )
    location = models.ForeignKey(
        Location,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="meetings",
        verbose_name=_("place"),
    )
    place_text = models.CharField(
        _("place in words"),
        max_length=200,
        blank=True,
        help_text=_("As it was written, where no place of the list is meant. Not counted."),
    )
    other_places = models.CharField(
        _("other places"),
        max_length=200,
        blank=True,
        help_text=_("More places of the same visit, in words. Not counted."),
    )
    public_line = models.TextField(_("what can be said publicly"), blank=True, max_length=3000)
    internal_note = models.TextField(_("internal note"), blank=True, max_length=10000)
    text_answers = models.JSONField(
        _("answers to remarks on the texts"), default=dict, blank=True, editable=False
    )
    sensitivity = models.CharField(
        _("who may read it"), max_length=10, choices=Sensitivity, default=Sensitivity.INTERNAL
    )
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.LOGGED)
    thematic_areas = models.ManyToManyField(
        ThematicArea, blank=True, related_name="meetings", verbose_name=_("thematic areas")
    )
    staff = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="attended_meetings",
        verbose_name=_("from IOM"),
    )
    visitors = models.CharField(
        _("others from IOM"),
        max_length=300,
        blank=True,
        help_text=_("Those without an account here, by name."),
    )
    organisations = models.ManyToManyField(
        Organisation, through="engagements.Counterpart", related_name="meetings"
    )
    people = models.ManyToManyField(
        Person,
        through="engagements.Attendance",
        through_fields=("meeting", "person"),
        related_name="meetings",
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="created_meetings",
        verbose_name=_("logged by"),
    )
    created_at = models.DateTimeField(_("logged"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    distinct_from = models.ManyToManyField(
        "self", blank=True, editable=False, verbose_name=_("known to be another meeting than")
    )
    search_note = models.TextField(editable=False, default="")
    is_editable: bool  # of `with_editable`

    history = ListHistory(
        m2m_fields=[thematic_areas, staff], excluded_fields=["search", "search_note", "token"]
    )
    objects = MeetingQuerySet.as_manager()
    search_fields = (
        "reference", "title", "event_name", "place_text", "other_places", "public_line"
    )  # fmt: skip

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = list(NEWEST_FIRST)
        indexes = [
            models.Index(fields=["-date", "date_precision", "-id"], name="meeting_newest_first"),
            models.Index(fields=["status", "-date", "sensitivity", "kind"], name="meeting_listed"),
            models.Index(fields=["created_by", "status"], name="meeting_drafts"),
            models.Index(fields=["status", "kind", "sensitivity", "date"], name="meeting_kinds"),
            # What is counted of a month or year, and the last contact with a place, without a look at the rows.
            models.Index(
                fields=["status", "sensitivity", "date", "location"], name="meeting_counted"
            ),
            models.Index(
                fields=["location", "status", "sensitivity", "date_precision", "date"],
                name="meeting_last_at_place",
            ),
            models.Index(
                fields=["location", "end_date"],
                condition=Q(end_date__isnull=False),
                name="meeting_end_at_place",
            ),
            models.Index(
                fields=["end_date", "date"],
                condition=Q(end_date__isnull=False),
                name="meeting_end",
            ),
            models.Index(
                fields=["kind", "status", "sensitivity"],
                condition=Q(event_name=""),
                name="meeting_event_without_name",
            ),
            models.Index(
                fields=["status", "sensitivity", "id"],
                condition=~Q(place_text=""),
                name="meeting_place_in_words",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(date_precision="month") | Q(date__day=1, end_date__isnull=True),
                name="meeting_month_only_has_no_day",
                violation_error_message=_(
                    "A meeting known to the month only has no day and no last day."
                ),
            ),
            models.CheckConstraint(
                condition=Q(end_date__isnull=True) | Q(end_date__gte=F("date")),
                name="meeting_ends_after_start",
                violation_error_message=_("The last day can’t be before the first."),
            ),
            models.CheckConstraint(
                condition=Q(date__range=MEETING_DAY),
                name="meeting_day_can_be",
                violation_error_message=_("Which year? A meeting is dated from 1990 on."),
            ),
            models.CheckConstraint(
                condition=Q(end_date__isnull=True) | Q(end_date__range=MEETING_DAY),
                name="meeting_last_day_can_be",
                violation_error_message=_("Which year? The last day can’t be over a year ahead."),
            ),
            models.CheckConstraint(
                condition=Q(location__isnull=True) | Q(place_text=""),
                name="meeting_place_once",
                violation_error_message=_("Choose a place, or write one in words, not both."),
            ),
            models.CheckConstraint(condition=~Q(title=""), name="meeting_has_title"),
            models.CheckConstraint(
                condition=~Q(status="logged") | ~Q(reference=""), name="meeting_has_reference"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("meeting_detail", args=[self.reference])

    @property
    def is_month_only(self) -> bool:
        return self.date_precision == self.Precision.MONTH

    @property
    def is_restricted(self) -> bool:
        return self.sensitivity == self.Sensitivity.RESTRICTED

    @property
    def printed_event_name(self) -> str:
        """The name of the event, where the kind is one that is taken part in."""
        is_event = self.kind.described_as == MeetingKind.Description.PARTICIPATION
        return self.event_name if is_event else ""

    def texts(self) -> dict[str, str]:
        """Return the texts that remarks are made on, by the name of their box."""
        return {box: getattr(self, box) for box in BOXES}

    def answered_remarks(self, box: str) -> tuple[str, ...]:
        """Return the codes of the remarks on a text to which somebody said: print it as it is."""
        held: Answers = holding(self.text_answers, {box: getattr(self, box)})
        return tuple(sorted(key.partition(":")[2] for key in held))

    @property
    def is_draft(self) -> bool:
        return self.status == self.Status.DRAFT

    @property
    def is_cancelled(self) -> bool:
        return self.status == self.Status.CANCELLED

    @property
    def when(self) -> str:
        """The date as people read it: "6 March 2024", or "March 2024, day not recorded"."""
        return day_text(self.date, self.end_date, month_only=self.is_month_only)

    def signed_reviews(self) -> list[Any]:
        """Return the signed reviews that count this meeting, newest first; the apps above know them."""
        return [
            review
            for model in apps.get_models()
            if hasattr(model, "touched_by")
            for review in model.touched_by([self])
        ]

    def signed_with(self) -> Any:
        """Return the first signed review that this meeting was in at its signature; None without one."""
        reviews = [one for one in self.signed_reviews() if self.created_at <= one.signed_at]
        return reviews[-1] if reviews else None

    @property
    def where(self) -> str:
        """The place as people read it: "Kukës", "Kukës, also Has", or what was written."""
        return place_text(
            str(self.location) if self.location else self.place_text, self.other_places
        )

    def gaps(self) -> list[str]:
        return [str(gap.text) for gap in GAPS if gap.is_in(self)]

    def clean(self) -> None:
        if not self.date:
            return
        for name in ("date", "end_date"):
            day = getattr(self, name)
            if day and not is_plausible(day, timezone.localdate()):
                raise ValidationError(_("Which year? Choose a day from 1990 to a year ahead."))
        if self.is_month_only and self.date.day != 1:
            raise ValidationError(
                {"date": _("A meeting known to the month only is dated the first of the month.")}
            )
        if self.is_month_only and self.end_date:
            raise ValidationError(
                {"end_date": _("Leave the last day empty when only the month is known.")}
            )
        if self.end_date and self.end_date < self.date:
            raise ValidationError({"end_date": _("The last day can’t be before the first.")})

    derived_columns = ("search", "search_note", "text_answers")
    folded_columns = ("search", "search_note")

    def refold(self) -> None:
        """Fold the note apart from the rest, since not everybody reads it; drop answers about earlier texts."""
        super().refold()
        self.search_note = fold(self.internal_note)
        self.text_answers = holding(self.text_answers, self.texts())

    def store(self, **kwargs) -> None:
        """Store the row, with a reference given once."""
        with transaction.atomic(savepoint=False):
            if not self.reference:
                [self.reference] = MonthCounter.next_references(self.date, 1)
            super().store(**kwargs)

    def set_status(self, status: str) -> None:
        self.status = status
        self.version += 1
        self.store(update_fields=["status", "version", "updated_at"])


def renew(meeting: Meeting) -> None:
    """Store the meeting as a new version, so that whoever has it open in the form learns of the change."""
    meeting.version = Meeting.objects.values_list("version", flat=True).get(pk=meeting.pk) + 1
    meeting.store(update_fields=["version", "updated_at"])
