"""Names that match nothing or several: a question in the row itself, and what its answer makes of the row."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from engagements.forms.action_points import ActionPointRowForm
from engagements.forms.counterparts import NO_ORGANISATION, CounterpartRowForm
from engagements.forms.typed_people import name_left, seat_of, write_person
from stakeholders.directory import DATABASE, PICK, likely_kind, row_of
from stakeholders.honorifics import split_honorific
from stakeholders.models import Organisation, OrganisationKind, Person
from stakeholders.suggestions import (
    Suggestion,
    lines_of,
    look_alikes,
    organisation_line,
    suggest,
    with_posts,
)
from toolkit.spelling import fold

MOST = 6
# The boxes of a question: what they hold is about the page that asked it, nothing to keep.
ANSWER = re.compile(r"-(asked|answer)(_\w+)?$")
LEAVE, NEW_ORGANISATION, NEW_PERSON = "leave", "organisation", "person"
NEW_HERE = "n:"  # before the name of an organisation that is new in this form
# The boxes of a row that name somebody: all are emptied when it is left out.
NAMING = (
    "who", "picked", "honorific", "person", "role", "people_count", "organisation", "kind", "new_person",
)  # fmt: skip


@dataclass(frozen=True)
class Question:
    """A name that one row leaves open: `field` is the box it is about, `text` what was typed there."""

    prefix: str
    field: str
    heading: str
    reason: str
    text: str
    options: list[Suggestion]
    kinds: QuerySet[OrganisationKind]
    kind: int | None
    organisation: str
    chosen: str
    is_again: bool
    person: str  # who is named in the row beside the name asked about

    @property
    def box_id(self) -> str:
        return f"{self.prefix}-question"

    @property
    def is_promise(self) -> bool:
        return self.prefix.startswith("promise")

    @property
    def may_be_person(self) -> bool:
        return self.field == "person" or (self.field == "who" and not self.person)

    @property
    def may_be_organisation(self) -> bool:
        return self.field == "who" or (self.field == "organisation" and bool(self.text))

    @property
    def may_be_nobody(self) -> bool:
        is_organisation = self.field == "organisation" or bool(self.person)
        return is_organisation and not self.is_promise


def question_of(row: CounterpartRowForm | ActionPointRowForm, day: date | None) -> Question | None:
    """Return what must be asked about a row, on the day of its meeting; None when it leaves no name open."""
    for field, errors in row.errors.as_data().items():
        if errors[0].code == "who":
            return _question(row, field, errors[0], day)
    return None


def _question(row: Any, field: str, error: ValidationError, day: date | None) -> Question:
    typed, is_promise = row[field].data or "", isinstance(row, ActionPointRowForm)
    name = (error.params or {}).get("text", "")
    text = typed if field == "organisation" else name
    holding, alike = _options(field, text, row, day, is_promise)
    is_named = bool(text)
    code = likely_kind(text) or "other"
    kinds = OrganisationKind.objects.filter(is_active=True)
    is_same = fold(_sent(row, "asked_for")) == fold(text)
    was_asked, answer = _sent(row, "asked") == field and is_same, _sent(row, "answer")
    return Question(
        prefix=row.prefix,
        field=field,
        heading=_("Who did you mean by “%s”?") % name if is_named else error.messages[0],
        reason=error.messages[0] if is_named else "",
        text=text,
        options=[*holding, *alike][:MOST],
        kinds=kinds,
        kind=next((kind.pk for kind in kinds if kind.code == code), None),
        organisation=_sent(row, "answer_of"),
        chosen=answer if was_asked else _likely(field, text, holding or alike),
        is_again=was_asked and not answer,
        person=_sent(row, "person") if field == "who" else "",
    )


def _sent(row: Any, name: str) -> str:
    return row.data.get(f"{row.prefix}-{name}", "")


def _likely(field: str, text: str, options: list[Suggestion]) -> str:
    """Return the answer that is chosen beforehand: the only one there is.

    A seat comes before its organisation, and an organisation before its units.
    """
    first = options[0] if options else None
    if first and all(
        line.value == first.value or line.label.endswith(f", {first.label}") for line in options
    ):
        return first.answer
    if options or not text:
        return ""
    if field == "organisation" or (field == "who" and likely_kind(text)):
        return NEW_ORGANISATION
    is_titled = bool(split_honorific(text)[0])
    return NEW_PERSON if field == "person" or is_titled else ""


def _options(
    field: str, text: str, row: Any, day: date | None, is_promise: bool
) -> tuple[list[Suggestion], list[Suggestion]]:
    """Return whom the text may mean: those who hold all its words, then those it looks like."""
    if not text:
        return [], _those_met(row) if is_promise else _posts(row, day)
    model = {"organisation": "o", "person": "p"}.get(field, "")
    lines = suggest(text, day) if day else []
    lines = [line for line in lines if line.value.startswith(model)]
    people = with_posts(Person.objects.current(), day) if day else Person.objects.none()
    alike = look_alikes(split_honorific(text)[1] or text, MOST, people)
    if not (lines or alike):
        alike = look_alikes(max(text.split(), key=len), MOST, people)
    known = {line.answer for line in lines}
    others = [line for line in lines_of(alike) if line.value.startswith(model)]
    return lines, [line for line in others if line.answer not in known]


def _those_met(row: ActionPointRowForm) -> list[Suggestion]:
    lines = []
    for met in row.counterparts.met():
        text, organisation = met.cleaned_data["organisation"]
        if organisation:
            lines.append(organisation_line(organisation))
        else:
            name = text or met.cleaned_data["person"]
            lines.append(Suggestion(f"{NEW_HERE}{name}", name, _("new in this form")))
    return lines


def _posts(row: CounterpartRowForm, day: date | None) -> list[Suggestion]:
    """Return the organisations for which the person of a row may have spoken."""
    person = row.cleaned_data.get("found_person")
    if not person or not day:
        return []
    rows = Organisation.objects.current().select_related("parent__location", "kind", "location")
    posts = person.appointments.on(day).values("organisation")
    return [organisation_line(one) for one in rows.filter(pk__in=posts)]


def apply_answers(data: Any) -> QueryDict | None:
    """Write the answers to the questions of rows into `data`, as if they had been picked; return it.

    An answer counts for the name it was asked about: what was typed since is looked at anew.
    """
    for prefix in [name.removesuffix("-asked") for name in data or () if name.endswith("-asked")]:
        asked, answer = data[f"{prefix}-asked"], data.get(f"{prefix}-answer", "")
        about = data.get(f"{prefix}-asked_for", "")
        if fold(about) != fold(data.get(f"{prefix}-{asked}", "")):
            continue
        parts = PICK.fullmatch(answer.partition("|")[0])
        if answer == LEAVE:
            _leave_out(data, prefix, asked)
        elif answer == NEW_ORGANISATION:
            data[f"{prefix}-kind"] = data.get(f"{prefix}-answer_kind", "")
            if asked == "who":
                data[f"{prefix}-new_person"] = ""
        elif answer == NEW_PERSON:
            data[f"{prefix}-new_person"] = "on"
            if asked == "who":
                data[f"{prefix}-organisation"] = data.get(f"{prefix}-answer_of", "")
        elif answer.startswith(NEW_HERE):
            data[f"{prefix}-organisation"] = answer.removeprefix(NEW_HERE)
        elif parts:
            _pick(data, prefix, answer, parts)
    return data


def _leave_out(data: QueryDict, prefix: str, asked: str) -> None:
    if asked == "who" and data.get(f"{prefix}-person"):
        # Only the organisation is left out: whoever is named beside it stays.
        data[f"{prefix}-who"] = data.get(f"{prefix}-person") or ""
        data[f"{prefix}-person"] = ""
        data[f"{prefix}-picked"] = data[f"{prefix}-kind"] = ""
    elif asked == "who":
        for name in NAMING:
            data[f"{prefix}-{name}"] = ""
    elif asked == "person":
        data[f"{prefix}-person"] = data[f"{prefix}-new_person"] = ""
    else:
        data[f"{prefix}-organisation"] = data[f"{prefix}-kind"] = ""
        parts = PICK.fullmatch(data.get(f"{prefix}-picked", ""))
        people = DATABASE.people(data.get(f"{prefix}-who") or "")
        number = (parts and parts["person"]) or (people[0].pk if len(people) == 1 else None)
        if number:
            data[f"{prefix}-picked"] = f"p{number}.{NO_ORGANISATION}"


def _pick(data: QueryDict, prefix: str, answer: str, parts: re.Match[str]) -> None:
    answer, _bar, seat = answer.partition("|")
    organisation = row_of(Organisation, parts["alone"] or parts["organisation"])
    person = row_of(Person, parts["person"])
    asked = data[f"{prefix}-asked"]
    if asked == "organisation" and organisation and not person:
        data[f"{prefix}-organisation"] = str(organisation)
        return
    if person and asked == "person":
        # The box `who` names the organisation that the person spoke for, or a seat of it.
        who = data.get(f"{prefix}-who") or ""
        title, _comma, tail = who.partition(", ")
        known = DATABASE.organisations(who)
        if not known and (known := DATABASE.organisations(tail)):
            data[f"{prefix}-role"] = data.get(f"{prefix}-role") or title
        organisation = known[0] if len(known) == 1 else organisation
    if person and organisation:
        data[f"{prefix}-organisation"] = str(organisation)
        answer = f"p{person.pk}.{organisation.pk}"
    typed = data.get(f"{prefix}-who") or ""
    if person or organisation:
        data[f"{prefix}-who"], data[f"{prefix}-picked"] = str(person or organisation), answer
        data[f"{prefix}-kind"] = ""
        if person:
            data[f"{prefix}-person"] = ""
    if organisation and seat:
        data[f"{prefix}-role"] = seat
    if asked == "who" and organisation and not person:
        _keep_person(data, prefix, typed, organisation)


def _keep_person(data: QueryDict, prefix: str, typed: str, organisation: Organisation) -> None:
    """Put whom the typed text names beside the chosen organisation in the boxes of the row."""
    left = None if data.get(f"{prefix}-person") else name_left(typed, organisation)
    if left:
        write_person(data, prefix, left)
    if role := data.get(f"{prefix}-role"):
        data[f"{prefix}-role"] = seat_of(role, organisation)
