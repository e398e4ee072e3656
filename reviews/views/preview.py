"""How a meeting that is being written will read in the article of its month, and what to remark on in its boxes."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
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
from engagements.forms.meeting import apply_button, first_name, written_title
from engagements.models import Meeting
from engagements.models.text_answers import BOXES, with_answers
from engagements.views.meeting_form import show_as_typed
from reviews.article.box_remarks import BoxRemark, box_remarks, typed_parts
from reviews.article.known_names import known_names
from reviews.article.own_words import Run, own_words
from reviews.build_report import describe_meeting
from reviews.month.meetings import (
    CounterpartFacts,
    MeetingFacts,
    Speaker,
    counterpart_facts,
    make_speaker,
    meeting_facts_with,
)
from reviews.names_on_record import names_on_record
from stakeholders.directory import DATABASE
from stakeholders.honorifics import split_honorific
from stakeholders.models import Location, Organisation, Person


@dataclass(frozen=True)
class Preview:
    """The text in the article and what there is to say of it; what to remark on, by box; the proposed title."""

    runs: list[Run]
    note: str
    remarks: dict[str, BoxRemark]
    title: str

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@require_POST
def meeting_preview(request: SignedInRequest) -> HttpResponse:
    """Return a piece of a page with the Preview of the form that was sent; nothing is stored.

    Without scripts, a button of the form leads here: then it is the page of the form, with all that was typed.
    `?meeting=2024-03-005` names the meeting that is being changed.
    """
    if not request.user.is_colleague:
        raise PermissionDenied
    data = request.POST.copy()
    is_page = apply_button(data)
    data["promise-TOTAL_FORMS"] = data["promise-INITIAL_FORMS"] = "0"
    today = timezone.localdate()
    form = MeetingForm(data, user=request.user, today=today, instance=_meeting(request), draft=True)
    preview = make_preview(form)
    if is_page:
        return show_as_typed(request, _meeting(request), reading=preview)
    return render(request, "engagements/_preview.html", {"reading": preview, "form": form})


def _meeting(request: SignedInRequest) -> Meeting | None:
    reference = request.GET.get("meeting", "")
    editable = Meeting.objects.editable_by(request.user)
    return editable.filter(reference=reference).first() if reference.isprintable() else None


def make_preview(form: MeetingForm) -> Preview:
    """Return the Preview of a bound MeetingForm, complete or not: what is wrong or missing is left out."""
    form.is_valid()
    cleaned = getattr(form, "cleaned_data", {})
    rows, place, kind = form.counterparts.filled(), cleaned.get("place"), cleaned.get("kind")
    title = written_title(kind, first_name(rows), place) if kind else ""
    texts = {box: str(cleaned.get(box) or "") for box in BOXES}
    _take_answers(form, texts)
    facts = _facts(form, rows) if kind else None
    known = known_names((facts,) if facts else ())
    on_record = names_on_record(texts.values(), known)
    facts = facts and replace(facts, names_on_record=on_record)
    names = known_names((facts,) if facts else (), on_record)
    answers = form.instance.text_answers
    remarks = box_remarks(texts, answers, names, facts)
    if cleaned.get("restricted"):
        runs = [Run(_("This meeting will not be in the article."), False)]
        note = _("It is restricted: no page of the month shows it to those who may not read it.")
        return Preview(runs, note, remarks, title)
    is_told = rows or any((place, form.instance.place_text, texts["event_name"]))
    if facts is None or not (is_told or texts["public_line"]):
        empty = _("Choose the kind and say who it was with, and the sentence appears here.")
        return Preview([Run(empty, False)], "", remarks, title)
    has_day = form.instance.date and not form.errors.keys() & set(DAY_BOXES)
    text = describe_meeting(facts, (facts,) if has_day else None)
    runs = own_words(text, typed_parts(facts, names))
    return Preview(runs, _note(texts, runs, remarks), remarks, title)


def _take_answers(form: MeetingForm, texts: dict[str, str]) -> None:
    """Give the meeting the answers that the form holds, as saving it would."""
    form.instance.text_answers = with_answers(
        form.instance.text_answers,
        form.data.get("answers", ""),
        texts,
        by=str(form.user),
        at=timezone.now(),
    )


def _note(texts: dict[str, str], runs: list[Run], remarks: dict[str, BoxRemark]) -> str:
    remark = remarks.get("public_line")
    if remark and remark.is_grave:
        return _(
            "Until it is answered the line is not printed. The head of office sees it under"
            " “Not in the text, and why”."
        )
    if not texts["public_line"].strip():
        return _("No line yet. A few words on what it was about would make this worth reading.")
    if not any(run.is_own for run in runs):
        return ""
    return _(
        "Underlined: your words. The rest comes from kind, date, place and with whom. In the month"
        " the opening words may differ, so that no two sentences begin alike."
    )


def _facts(form: MeetingForm, rows: list[CounterpartRowForm]) -> MeetingFacts:
    meeting = form.instance
    cleaned = form.cleaned_data
    has_day = meeting.date and not form.errors.keys() & set(DAY_BOXES)
    meeting.date = meeting.date if has_day else form.today
    # The next reference is not given yet; it would be the last of its month.
    meeting.reference = meeting.reference or f"{meeting.date:%Y-%m}-new"
    return meeting_facts_with(
        meeting,
        _counterparts(rows, meeting, cleaned.get("place")),
        cleaned.get("staff") or [],
        cleaned.get("thematic_areas") or [],
    )


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
    honorific = split_honorific(one.name)[0] or person.honorific
    return make_speaker(person, person.pk or number, title, honorific)


def _title_before(person: Person, organisation: Organisation, meeting: Meeting) -> str:
    """Return the title that is kept, or looked up, where the box of the role is empty."""
    known = meeting.pk and person.attendances.filter(
        meeting=meeting.pk, counterpart__organisation=organisation
    )
    row = known and known.first()
    return row.title if row else person.title_in(organisation, meeting.date)
