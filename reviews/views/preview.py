"""How a meeting that is being written will read in the article of its month."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import SignedInRequest
from engagements.forms import MeetingForm
from engagements.forms.counterparts import (
    CounterpartRowForm,
    PersonEntry,
    counterpart_entries,
    new_organisation,
    new_person,
)
from engagements.forms.fields import DAY_BOXES
from engagements.forms.meeting import first_name, written_title
from engagements.models import Meeting
from reviews.build_report import describe_meeting
from reviews.month.meetings import (
    CounterpartFacts,
    MeetingFacts,
    Speaker,
    counterpart_facts,
    make_speaker,
    meeting_facts,
    meeting_facts_with,
    with_details,
)
from stakeholders.directory import DATABASE
from stakeholders.models import Location, Organisation, Person


@dataclass(frozen=True)
class Preview:
    """The text in the article, the title that would be proposed, and what there is to say beside them."""

    text: str
    title: str
    remark: str


@require_POST
def meeting_preview(request: SignedInRequest) -> HttpResponse:
    """Return a piece of a page with the Preview of the form that was sent; nothing is stored.

    `?meeting=2024-03-005` names the meeting that is being changed.
    """
    if not request.user.is_colleague:
        raise PermissionDenied
    data = request.POST.copy()
    data["promise-TOTAL_FORMS"] = data["promise-INITIAL_FORMS"] = "0"
    reference = request.GET.get("meeting", "")
    editable = Meeting.objects.editable_by(request.user)
    meeting = editable.filter(reference=reference).first() if reference.isprintable() else None
    today = timezone.localdate()
    form = MeetingForm(data, user=request.user, today=today, instance=meeting, draft=True)
    return render(request, "engagements/_preview.html", {"reading": make_preview(form)})


def make_preview(form: MeetingForm) -> Preview:
    """Return the Preview of a bound MeetingForm, complete or not: what is wrong or missing is left out."""
    form.is_valid()
    cleaned = getattr(form, "cleaned_data", {})
    rows, place, kind = form.counterparts.filled(), cleaned.get("place"), cleaned.get("kind")
    title = written_title(kind, first_name(rows), place) if kind else ""
    return Preview(
        text=_describe(form, cleaned.get("title") or title, rows) if kind else "",
        title=title,
        remark=_("A restricted meeting does not appear in the review.")
        if cleaned.get("restricted")
        else "",
    )


def _describe(form: MeetingForm, title: str, rows: list[CounterpartRowForm]) -> str:
    meeting = form.instance
    has_day = meeting.date and not form.errors.keys() & set(DAY_BOXES)
    meeting.title, meeting.date = title, meeting.date if has_day else form.today
    # The next reference is not given yet; it would be the last of its month.
    meeting.reference = meeting.reference or f"{meeting.date:%Y-%m}-new"
    cleaned = form.cleaned_data
    facts = meeting_facts_with(
        meeting,
        _counterparts(rows, meeting, cleaned.get("place")),
        cleaned.get("staff") or [],
        cleaned.get("thematic_areas") or [],
    )
    return describe_meeting(facts, _with_others(facts, meeting) if has_day else None)


def _with_others(facts: MeetingFacts, meeting: Meeting) -> tuple[MeetingFacts, ...]:
    """Return the facts of the month's meetings with those of this one among them, in order."""
    month = Meeting.objects.in_month(meeting.date.year, meeting.date.month)
    others = list(with_details(month.exclude(pk=meeting.pk)))
    at = sum((m.date, m.pk) < (meeting.date, meeting.pk or m.pk + 1) for m in others)
    return (*map(meeting_facts, others[:at]), facts, *map(meeting_facts, others[at:]))


def _counterparts(
    rows: list[CounterpartRowForm], meeting: Meeting, place: Location | None
) -> Iterator[CounterpartFacts]:
    """Yield the facts of the filled rows of counterparts; new organisations and people are made, not stored."""
    for row in rows:  # a box that is wrong counts as empty
        empty = {name: getattr(box, "empty_value", None) for name, box in row.fields.items()}
        row.cleaned_data = empty | row.cleaned_data
    numbers = count(1)
    for entry in counterpart_entries(rows):
        organisation = entry.organisation or new_organisation(
            entry.name, entry.kind, place, DATABASE.organisations
        )
        organisation.slug = organisation.slug or f"new-{next(numbers)}"
        speakers = [_speaker(one, organisation, meeting, -next(numbers)) for one in entry.people]
        yield counterpart_facts(organisation, speakers, entry.group_label, entry.people_count)


def _speaker(
    one: PersonEntry, organisation: Organisation, meeting: Meeting, number: int
) -> Speaker:
    """Return who spoke for an organisation; a new person is known by `number`."""
    person = one.found or new_person(one.name, meeting.reference)
    title = one.role
    if not title and person.pk and organisation.pk:
        title = _title_before(person, organisation, meeting)
    return make_speaker(person, person.pk or number, title)


def _title_before(person: Person, organisation: Organisation, meeting: Meeting) -> str:
    """Return the title that is kept, or looked up, where the box of the role is empty."""
    known = meeting.pk and person.attendances.filter(
        meeting=meeting.pk, counterpart__organisation=organisation
    )
    row = known and known.first()
    return row.title if row else person.title_in(organisation, meeting.date)
