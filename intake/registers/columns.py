"""What a column of a register may mean, and what its heading proposes."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from intake.cells import dates, people
from intake.models import Import, Mapping
from stakeholders.levels import second_level
from stakeholders.vocabulary import pack_phrases, pack_words
from toolkit.spelling import fold

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

DATES, NAMES = "dates", "names"
NUMBER_WORDS = {"number", "nr", "no", "count", "total"} | pack_words("number_columns")
PEOPLE_WORDS = {"people", "persons", "participants", "attendees"} | pack_words("people_columns")
NAME_WORDS = {"name", "names"} | pack_words("name_columns")
LOCAL_WORDS = {
    **pack_phrases("columns"),
    "place": (*pack_phrases("columns").get("place", ()), *map(fold, second_level().words)),
}


@dataclass(frozen=True)
class Field:
    """One meaning of a column; `words` are the folded headings that propose it, `holds` what its cells hold."""

    name: str
    label: StrOrPromise
    english: tuple[str, ...] = ()
    holds: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        return (*self.english, *LOCAL_WORDS.get(self.name, ()))


FIELDS = (
    Field("date", _("Date"), ("date", "day", "when", "datum", "start date", "month"), DATES),
    Field("end_date", _("Last day"), ("end date", "last day", "to date", "until"), DATES),
    Field("title", _("Title"), ("title", "subject", "topic", "purpose", "meeting")),
    Field("event_name", _("Name of the event (may be printed)"), ("name of the event", "event name")),
    Field("kind", _("Kind of meeting"), ("kind", "type", "category", "meeting type", "type of meeting")),
    Field("channel", _("How (in person, online, by phone)"), ("channel", "how", "format")),
    Field("place", _("Place"), ("place", "location", "venue")),
    Field(
        "organisations", _("Organisations"),
        ("organisation", "organization", "organisations", "organizations", "institution",
         "with whom", "counterpart", "counterparts", "stakeholder", "stakeholders",
         "partner", "partners", "lobbyists", "entity"), NAMES,
    ),
    Field(
        "people", _("People of the organisation in this row"),
        ("person", "people", "name", "names", "contact", "full name", "participants"), NAMES,
    ),
    Field(
        "who", _("People with title and organisation in one cell"),
        ("met with", "who", "interlocutor", "interlocutors"), NAMES,
    ),
    Field("role", _("Title of the person"), ("position", "post", "function", "job title")),
    Field("people_count", _("How many people"), ("number of people", "headcount", "people count")),
    Field(
        "areas", _("Thematic areas"),
        ("thematic area", "thematic areas", "theme", "area", "areas"), NAMES,
    ),
    Field("staff", _("Colleagues from IOM"), ("staff", "iom staff", "from iom", "colleagues"), NAMES),
    Field("public_line", _("What can be said publicly"), ("summary", "public line")),
    Field("internal_note", _("Internal note"), ("notes", "note", "remarks", "comments", "internal note")),
    Field("reference", _("Number in the register"), ("reference", "ref", "no", "nr", "number", "id")),
)  # fmt: skip
BY_NAME = {field.name: field for field in FIELDS}
MANY = {"internal_note", "organisations", "who"}  # what several columns may hold together
REPORT_COLUMNS = ("Sheet row", "What is wrong")  # what the download of rows left out adds


@dataclass(frozen=True)
class ColumnPlan:
    """What is done with one column: its meaning (empty: left out), how its cells are written, filled down."""

    heading: str
    field: str = ""
    how: str = ""
    fill: bool = False


def plans_of(source: Import | Mapping) -> list[ColumnPlan]:
    return [ColumnPlan(**plan) for plan in source.columns]


def propose(
    headings: Iterable[str], rows: list[list[str]], known: Collection[ColumnPlan] = ()
) -> list[ColumnPlan]:
    """Return a ColumnPlan for each heading: as in the mapping `known`, else by the words of the heading.

    `rows` are the first rows under the headings; they show how dates and names are written.
    """
    before = {fold(plan.heading): plan for plan in known}
    plans: list[ColumnPlan] = []
    for at, heading in enumerate(headings):
        plan = before.get(fold(heading))
        if plan is None:
            field = "" if known else _meaning(heading, {plan.field for plan in plans})
            cells = [row[at] for row in rows if at < len(row)]
            plan = ColumnPlan(heading, field, likely_how(field, cells))
        plans.append(replace(plan, heading=heading))
    return plans


def _meaning(heading: str, used: set[str]) -> str:
    """Return the field that a heading names: in whole first, else by one of its words."""
    if heading in REPORT_COLUMNS:
        return ""
    folded = fold(heading)
    words = set(folded.split())
    free = [field for field in FIELDS if field.name not in used]
    for field in free:
        if folded in field.words:
            return field.name
    # "Number of participants" holds no names.
    is_number = bool(words & NUMBER_WORDS) or "how many" in folded
    if is_number and words & PEOPLE_WORDS and not words & NAME_WORDS:
        return "" if "people_count" in used else "people_count"
    for field in free:
        if words & {word for word in field.words if len(word) > 3}:
            return field.name
    return ""


def likely_how(field: str, cells: list[str]) -> str:
    holds = BY_NAME[field].holds if field else ""
    if holds == DATES:
        return dates.likely_order(cells)
    return people.likely_split(cells) if holds == NAMES else ""


def likely_header(rows: list[tuple[int, list[str]]]) -> int | None:
    """Return the number of the row that looks most like headings, of (number, cells); None without rows."""
    words = {word for field in FIELDS for word in field.words}
    best, best_score = None, -1
    for at, (number, cells) in enumerate(rows[:20]):
        texts = [fold(cell) for cell in cells if cell]
        known = sum(text in words for text in texts)
        wordy = sum(bool(text) and not text.replace(" ", "").isdigit() for text in texts)
        score = known * 10 + wordy - at
        if score > best_score and len(texts) > 1:
            best, best_score = number, score
    return best if best is not None else (rows[0][0] if rows else None)
