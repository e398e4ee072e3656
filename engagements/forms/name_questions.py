"""The page "Who did you mean?": a question for each name that matches nothing or several, and the answers."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict

from engagements.forms.counterparts import CounterpartRowForm
from stakeholders.directory import DATABASE, PICK, likely_kind, row_of
from stakeholders.models import Organisation, OrganisationKind, Person
from stakeholders.suggestions import Suggestion, lines_of, look_alikes, suggest, with_posts
from stakeholders.vocabulary import split_honorific

MOST = 6


@dataclass(frozen=True)
class Question:
    """A name that one row leaves open: `field` is the box it is about, `text` what was typed there."""

    prefix: str | None
    number: int
    field: str
    message: str
    text: str
    options: list[Suggestion]
    kinds: QuerySet[OrganisationKind]
    kind: int | None
    organisation: str
    chosen: str
    is_again: bool

    @property
    def may_be_person(self) -> bool:
        return self.field in ("who", "person")

    @property
    def may_be_organisation(self) -> bool:
        return self.field == "who" or (self.field == "organisation" and bool(self.text))

    @property
    def needs_organisation(self) -> bool:
        return self.field == "organisation" and not self.text

    def boxes(self) -> set[str]:
        """Return the names of the boxes that the page itself shows, or fills from the answer."""
        names = ["asked", "answer"]
        names += ["kind"] if self.may_be_organisation else []
        names += ["new_person"] if self.may_be_person else []
        names += ["organisation"] if self.field == "who" or self.needs_organisation else []
        return {f"{self.prefix}-{name}" for name in names}


def questions_of(rows: Iterable[CounterpartRowForm]) -> list[Question]:
    """Return the Questions of the rows; [] when a row has any other error."""
    questions = []
    # Read at the first question, once for all; most forms leave none open.
    kinds = OrganisationKind.objects.filter(is_active=True)
    for number, row in enumerate(rows, 1):
        for field, errors in row.errors.as_data().items():
            if any(error.code != "who" for error in errors):
                return []
            questions.append(_question(number, row, field, errors[0], kinds))
    return questions


def _question(
    number: int, row: CounterpartRowForm, field: str, error: ValidationError, kinds: QuerySet
) -> Question:
    typed = row["organisation"].data or ""
    text = typed if field == "organisation" else (error.params or {}).get("text", "")
    code = likely_kind(text) or "other"
    was_asked, answer = _sent(row, "asked") == field, _sent(row, "answer")
    return Question(
        prefix=row.prefix,
        number=number,
        field=field,
        message=error.messages[0],
        text=text,
        options=_options(field, text, row),
        kinds=kinds,
        kind=next((kind.pk for kind in kinds if kind.code == code), None),
        organisation=typed,
        chosen=answer if was_asked else "",
        is_again=was_asked and not answer,
    )


def _sent(row: CounterpartRowForm, name: str) -> str:
    return row.data.get(f"{row.prefix}-{name}", "")


def _options(field: str, text: str, row: CounterpartRowForm) -> list[Suggestion]:
    day = row.meeting.date
    lines = suggest(text, day)
    people = with_posts(Person.objects.current(), day)
    alike = look_alikes(split_honorific(text)[1] or text, MOST, people) if text else []
    if text and not (lines or alike):
        alike = look_alikes(max(text.split(), key=len), MOST, people)
    unique = {line.value: line for line in [*lines, *lines_of(alike)]}.values()
    model = {"organisation": "o", "person": "p"}.get(field, "")
    return [line for line in unique if line.value.startswith(model)][:MOST]


def apply_answers(data: Any) -> QueryDict | None:
    """Write the answers of the page into the rows of `data`, as if they had been picked in the form; return it."""
    prefixes = [name.removesuffix("-asked") for name in data or () if name.endswith("-asked")]
    for prefix in prefixes:
        answer, asked = data.get(f"{prefix}-answer", ""), data[f"{prefix}-asked"]
        if asked != "person" and answer != "organisation":
            data[f"{prefix}-kind"] = ""
        if asked != "organisation":
            data[f"{prefix}-new_person"] = "on" if answer == "person" else ""
        parts = PICK.fullmatch(answer)
        if parts:
            _pick(data, prefix, answer, parts)
    return data


def _pick(data: QueryDict, prefix: str, answer: str, parts: re.Match[str]) -> None:
    organisation = row_of(Organisation, parts["alone"] or parts["organisation"])
    person = row_of(Person, parts["person"])
    if data[f"{prefix}-asked"] == "organisation" and organisation and not person:
        data[f"{prefix}-organisation"] = str(organisation)
        return
    if person and not organisation and data[f"{prefix}-asked"] == "person":
        # The box `who` names the organisation that the person spoke for.
        known = DATABASE.organisations(data.get(f"{prefix}-who") or "")
        organisation = known[0] if len(known) == 1 else None
    if person and organisation:
        data[f"{prefix}-organisation"] = str(organisation)
        answer = f"p{person.pk}.{organisation.pk}"
    if person or organisation:
        data[f"{prefix}-who"], data[f"{prefix}-picked"] = str(person or organisation), answer
        data[f"{prefix}-person"] = ""
