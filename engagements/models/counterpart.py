"""Whom a meeting was with: organisations that took part, and the people who spoke for them."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from engagements.models.meeting import Meeting
from stakeholders.honorifics import LONGEST, stored_honorific
from stakeholders.models import Organisation, Person
from stakeholders.models.person import shown_name
from toolkit.search import Storing, StoringQuerySet


class Counterpart(models.Model):
    """An organisation that took part in a meeting; without one, the people who spoke for nobody.

    `people_count` is the head count, those named included; empty is unknown. `group_label` names
    those without a name: "technical staff". Two groups of one organisation are two counterparts.
    """

    meeting = models.ForeignKey(
        Meeting, models.CASCADE, related_name="counterparts", verbose_name=_("meeting")
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="counterparts",
        verbose_name=_("organisation"),
    )
    people_count = models.PositiveSmallIntegerField(_("how many people"), null=True, blank=True)
    group_label = models.CharField(_("role or group"), max_length=120, blank=True)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("counterpart")
        verbose_name_plural = _("counterparts")
        ordering = ["position", "pk"]
        indexes = [
            models.Index(fields=["organisation", "meeting"], name="counterpart_meetings"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "organisation", "group_label"],
                name="counterpart_once_a_meeting",
                violation_error_message=_("This organisation is already in the meeting."),
            ),
            models.UniqueConstraint(
                fields=["meeting"],
                condition=Q(organisation__isnull=True),
                name="counterpart_of_nobody_once",
                violation_error_message=_("Those who speak for nobody are already in the meeting."),
            ),
            models.CheckConstraint(
                condition=Q(people_count__isnull=True) | Q(people_count__gte=1),
                name="counterpart_people_positive",
                violation_error_message=_(
                    "Enter 1 or more, or leave this empty when it is not known."
                ),
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation) if self.organisation else gettext("No organisation")

    def attend(self, person: Person, title: str = "", honorific: str = "") -> "Attendance":
        """Store that `person` spoke for this organisation, as they were that day.

        The title of that day is looked up when not given; the honorific is then the one on record.
        """
        if not title and self.organisation:
            title = person.title_in(self.organisation, self.meeting.date)
        attendance = self.attendance_of(person, title, honorific)
        attendance.store()
        return attendance

    def attendance_of(self, person: Person, title: str, honorific: str = "") -> "Attendance":
        return Attendance(
            counterpart=self,
            meeting_id=self.meeting_id,
            person=person,
            honorific=honorific or person.honorific,
            title=title,
            organisation_name=str(self.organisation or ""),
        )

    def absorb(self, other: "Counterpart") -> None:
        """Take over what the same group of another organisation, merged into this one, has: the larger head count."""
        counts = [count for count in (self.people_count, other.people_count) if count]
        self.people_count = max(counts, default=None)

    @property
    def unnamed_count(self) -> int | None:
        if self.people_count is None:
            return None
        return max(self.people_count - len(self.attendances.all()), 0)


def attendance_text(name: str, title: str) -> str:
    return f"{name}, {title}" if title else name


class Attendance(Storing):
    """A person at a meeting, with honorific, title and organisation as they were that day.

    `meeting` repeats the counterpart's, so that the database itself can refuse the same person
    twice in one meeting.
    """

    counterpart = models.ForeignKey(
        Counterpart, models.CASCADE, related_name="attendances", verbose_name=_("counterpart")
    )
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendances", editable=False)
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="attendances", verbose_name=_("person")
    )
    honorific = models.CharField(_("honorific that day"), max_length=LONGEST, blank=True)
    title = models.CharField(_("title that day"), max_length=200, blank=True)
    organisation_name = models.CharField(_("organisation that day"), max_length=400, blank=True)

    history = HistoricalRecords()
    objects = StoringQuerySet.as_manager()

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["person", "meeting"], name="attendance_meetings"),
            models.Index(fields=["counterpart", "meeting", "person"], name="attendance_people"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "person"],
                name="attendance_once_a_meeting",
                violation_error_message=_("This person is already in the meeting."),
            )
        ]

    def __str__(self) -> str:
        return attendance_text(self.name, self.title)

    @property
    def name(self) -> str:
        """The person's name, as they were addressed that day."""
        return shown_name(self.honorific, self.person.full_name, self.person.anonymised_at)

    def clean(self) -> None:
        self.honorific = stored_honorific(self.honorific)
        if not (self.counterpart_id and self.person_id):
            return
        others = Attendance.objects.filter(
            meeting=self.counterpart.meeting_id, person=self.person_id
        )
        if others.exclude(pk=self.pk).exists():
            raise ValidationError({"person": _("This person is already in the meeting.")})

    def store(self, **kwargs) -> None:
        self.meeting_id = self.counterpart.meeting_id
        super().store(**kwargs)
