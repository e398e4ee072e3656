"""The kinds of what needs detail or looks wrong: which rows, and which form puts one right."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from engagements.event_names import to_name
from engagements.models import Meeting
from engagements.models.gaps import GAPS, GapKind, incomplete
from engagements.models.meeting import MeetingQuerySet
from iomtracker.data_quality import forms, implausible
from stakeholders.levels import FIRST_LEVEL_IN_TEXT, SECOND_LEVEL
from stakeholders.models import Appointment, LikelyPair, Organisation, Person
from stakeholders.models.appointment import AppointmentQuerySet
from stakeholders.models.likely_pair import LikelyPairQuerySet
from stakeholders.models.organisation import OrganisationQuerySet
from stakeholders.models.person import PersonQuerySet
from stakeholders.suggestions import MODELS
from toolkit.joint_counts import count_together
from toolkit.months import months_before

CONFIRMED_MONTHS = 24
MOST = 1000  # what is more of a kind is said to be 1,000+
INCOMPLETE = "incomplete"
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


def logged(user: User) -> MeetingQuerySet:
    return Meeting.objects.visible_to(user).logged()


def contacts(user: User) -> PersonQuerySet:
    return Person.objects.current().filter(HAS_CONTACT)


def _kind(
    code: str,
    label: Promise,
    why: Promise,
    form: type,
    condition: Callable[[date], Q],
    rows: Callable[[User], QuerySet] = logged,
) -> Kind:
    """Return a kind of meetings, or of the people that `rows(user)` returns, by a condition on a row."""

    def find(user: User, today: date) -> QuerySet:
        return rows(user).filter(condition(today))

    return Kind(code, label, why, find, form, MEETING if rows is logged else PERSON)


def _gap_kind(gap: GapKind) -> Kind:
    form = GAP_FORMS[gap.code]
    return _kind(gap.code, gap.label, gap.text, form, lambda _today: gap.condition)


def is_not_confirmed(today: date) -> Q:
    """Of people whose contact data nobody confirmed for 24 months, or whose day of that is still to come."""
    long_ago = months_before(today, CONFIRMED_MONTHS)
    return Q(last_confirmed=None) | Q(last_confirmed__lt=long_ago) | Q(last_confirmed__gt=today)


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


GROUPS = (
    (
        _("Missing in meetings"),
        (
            *(_gap_kind(gap) for gap in GAPS),
            _kind(
                "place-in-words",
                _("Places as text"),
                _("This place was written in words, so the meeting counts for no place."),
                forms.PlaceForm,
                lambda _today: ~Q(place_text=""),
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
            _kind(
                "contacts",
                _("Contact data not confirmed for 24 months"),
                _("Nobody has confirmed these for 24 months."),
                forms.ConfirmedForm,
                is_not_confirmed,
                contacts,
            ),
            _kind(
                "source",
                _("Contact data without a source"),
                _("Where these come from is not recorded."),
                forms.SourceForm,
                lambda _today: Q(source=""),
                contacts,
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
            _kind(
                "future",
                _("Meeting in the future"),
                _("A meeting is logged after it took place; this date is in the future."),
                forms.DateForm,
                lambda today: Q(date__gt=today),
            ),
            Kind(
                "year",
                _("Year before our records"),
                _("The office kept no records in this year: perhaps a digit is wrong."),
                implausible.before_records,
                forms.DateForm,
                MEETING,
            ),
            _kind(
                "long",
                _("Meeting of more than 30 days"),
                _("Its last day is more than 30 days after the first."),
                forms.LastDayForm,
                implausible.is_too_long,
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


def count_each(
    user: User, today: date, others: Mapping[str, QuerySet], *, with_incomplete: bool = False
) -> dict[str, int]:
    """Return {code of a kind: how many there are}, and so for `others`; three queries.

    Of meetings MOST + 1 are counted at most. Under INCOMPLETE those with any gap, if asked for.
    """
    counts = implausible.count_posts(today)
    kinds = {code: kind for code, kind in KINDS.items() if code not in counts}
    rows = {code: kind.find(user, today).order_by() for code, kind in kinds.items()}
    if with_incomplete:
        rows[INCOMPLETE] = logged(user).filter(incomplete())
    cut = {
        code: found[: MOST + 1] if found.model is Meeting else found for code, found in rows.items()
    }
    return counts | count_together({**cut, **others})


def pairs_to_look_at() -> dict[str, LikelyPairQuerySet]:
    """Return {kind of stakeholder: the pairs of rows that are likely the same}."""
    return {kind: LikelyPair.objects.open().of_rows(model) for kind, model in MODELS.items()}


def added(counts: Iterable[int]) -> str:
    """Return the sum of counts in words; "1,200+" where one of them is more than MOST."""
    counts = list(counts)
    total = sum(min(number, MOST) for number in counts)
    return f"{total:,}+" if any(number > MOST for number in counts) else str(total)
