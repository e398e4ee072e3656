"""The kinds of what needs detail or looks wrong: which rows, and which form puts one right."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from engagements.event_names import to_name
from engagements.models import Meeting
from engagements.models.gaps import GAPS, GapKind
from iomtracker.data_quality import forms, implausible
from stakeholders.levels import FIRST_LEVEL_IN_TEXT, SECOND_LEVEL
from stakeholders.models import Appointment, Organisation, Person
from stakeholders.models.appointment import AppointmentQuerySet
from stakeholders.models.organisation import OrganisationQuerySet
from stakeholders.models.person import PersonQuerySet
from toolkit.months import months_before

CONFIRMED_MONTHS = 24
HAS_CONTACT = ~Q(email="") | ~Q(phone="")


@dataclass(frozen=True)
class Kind:
    """One kind. `find(user, today)` returns its rows, `form` puts one right; `why` says what is wrong.

    `shown` is the template that says what a row is.
    """

    code: str
    label: Promise
    why: Promise
    find: Callable
    form: type
    shown: str

    def queue(self, user: User, today: date) -> QuerySet:
        return self.find(user, today).order_by("-pk")


MEETING, POST, PERSON = "quality/_meeting.html", "quality/_post.html", "quality/_person.html"

GAP_FORMS = {
    "staff": forms.StaffForm,
    "day": forms.DayForm,
    "area": forms.AreasForm,
    "counterpart": forms.CounterpartForm,
    "line": forms.LineForm,
}


def _gap_kind(gap: GapKind) -> Kind:
    def find(user: User, today: date) -> QuerySet:
        return Meeting.objects.visible_to(user).logged().filter(gap.condition)

    return Kind(gap.code, gap.label, gap.text, find, GAP_FORMS[gap.code], MEETING)


def not_confirmed(user: User, today: date) -> PersonQuerySet:
    """People whose contact data nobody confirmed for 24 months, or whose day of that is still to come."""
    long_ago = months_before(today, CONFIRMED_MONTHS)
    old = Q(last_confirmed=None) | Q(last_confirmed__lt=long_ago) | Q(last_confirmed__gt=today)
    return Person.objects.current().filter(HAS_CONTACT, old)


def without_source(user: User, today: date) -> PersonQuerySet:
    return Person.objects.current().filter(HAS_CONTACT, source="")


def to_confirm(user: User, today: date) -> AppointmentQuerySet:
    """Posts that are held by what we know, but nobody said since when."""
    held = Appointment.objects.filter(started=None, ended=None, organisation__is_active=True)
    # By joins: SQLite would ask each current person for a post in each organisation.
    current = {"person__merged_into": None, "person__anonymised_at": None}
    return held.filter(**current, organisation__merged_into=None)


def organisations_to_confirm(user: User, today: date) -> OrganisationQuerySet:
    """Organisations of which something is not certain, such as those that came with the country pack."""
    return Organisation.objects.current().select_related("kind", "location").exclude(to_confirm="")


def events_to_name(user: User, today: date) -> QuerySet:
    return to_name(Meeting.objects.visible_to(user).logged())


def places_in_words(user: User, today: date) -> QuerySet:
    return Meeting.objects.visible_to(user).logged().exclude(place_text="")


GROUPS = (
    (
        _("Missing in meetings"),
        (
            *(_gap_kind(gap) for gap in GAPS),
            Kind(
                "place-in-words",
                _("Places as text"),
                _("This place was written in words, so the meeting counts for no place."),
                places_in_words,
                forms.PlaceForm,
                MEETING,
            ),
            Kind(
                "event-name",
                _("Names of events in titles"),
                _(
                    "A title is for colleagues and never printed. If it names the event, the name may be."
                ),
                events_to_name,
                forms.EventNameForm,
                MEETING,
            ),
        ),
    ),
    (
        _("People and their posts"),
        (
            Kind(
                "contacts",
                _("Contact data not confirmed for 24 months"),
                _("Nobody has confirmed these for 24 months."),
                not_confirmed,
                forms.ConfirmedForm,
                PERSON,
            ),
            Kind(
                "source",
                _("Contact data without a source"),
                _("Where these come from is not recorded."),
                without_source,
                forms.SourceForm,
                PERSON,
            ),
            Kind(
                "posts",
                _("Appointments to confirm"),
                _("When this post began is not recorded."),
                to_confirm,
                forms.BegunForm,
                POST,
            ),
            Kind(
                "two-places",
                _("Mayor or ambassador in two places at once"),
                _("Nobody can hold both of these at once: one must have ended."),
                implausible.two_places,
                forms.OverForm,
                POST,
            ),
            Kind(
                "two-holders",
                _("Two holders of one post"),
                _("Only one person holds this post at a time: one must have left."),
                implausible.two_holders,
                forms.OverForm,
                POST,
            ),
        ),
    ),
    (
        _("Organisations"),
        (
            Kind(
                "organisations",
                _("Organisations to confirm"),
                _("This came from a list and nobody has said that it is right."),
                organisations_to_confirm,
                forms.OrganisationForm,
                "quality/_organisation.html",
            ),
        ),
    ),
    (
        _("Odd dates and places"),
        (
            Kind(
                "future",
                _("Meeting in the future"),
                _("A meeting is logged after it took place; this date is in the future."),
                implausible.in_future,
                forms.DateForm,
                MEETING,
            ),
            Kind(
                "year",
                _("Year before our records"),
                _("The office kept no records in this year: perhaps a digit is wrong."),
                implausible.before_records,
                forms.DateForm,
                MEETING,
            ),
            Kind(
                "long",
                _("Meeting of more than 30 days"),
                _("Its last day is more than 30 days after the first."),
                implausible.too_long,
                forms.LastDayForm,
                MEETING,
            ),
            Kind(
                "due",
                _("Action point due before its meeting"),
                _("It is due before the meeting in which it was promised."),
                implausible.due_too_early,
                forms.DueForm,
                "quality/_action_point.html",
            ),
            Kind(
                "county",
                format_lazy(
                    _("{second} outside its {first}"),
                    second=SECOND_LEVEL,
                    first=FIRST_LEVEL_IN_TEXT,
                ),
                format_lazy(
                    _("Its P-code begins with that of another {first}, or it is in no {first}."),
                    first=FIRST_LEVEL_IN_TEXT,
                ),
                implausible.outside_county,
                forms.CountyForm,
                "quality/_place.html",
            ),
        ),
    ),
)

KINDS = {kind.code: kind for _label, kinds in GROUPS for kind in kinds}
