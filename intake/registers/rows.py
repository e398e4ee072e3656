"""The plain rows of a register: which of them are one meeting, and what each meeting says.

`group_rows` puts the rows of a file to their meetings; a `MeetingReading` turns the rows of one meeting into
what the browser's form would send, with remarks by row and column.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, NamedTuple

from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts.models import User, UserQuerySet
from engagements.forms.meeting import MOST_ROWS
from engagements.models import MeetingKind, ThematicArea
from engagements.models.kinds_and_areas import LookUpQuerySet
from intake.cells.channels import IN_PERSON, channel_of
from intake.cells.dates import MeetingDate, read_date
from intake.cells.people import (
    ONE,
    Named,
    is_nil,
    read_counterparts,
    read_person,
    split_cell,
    split_titles,
)
from intake.models import Import, ImportRow
from intake.registers.columns import BY_NAME, REPORT_COLUMNS, ColumnPlan, plans_of
from stakeholders.directory import Remembered, likely_kind
from stakeholders.models import OrganisationKind
from toolkit.spelling import fold

# Which rows are one meeting: each, those of one number in the register, those of one date, title and place.
ROWS, REFERENCE, TOGETHER = "rows", "reference", "same"
TOGETHER_BY = ("date", "title", "place")
State = ImportRow.State


def group_rows(
    rows: Iterable[tuple[int, list[str]]], plans: list[ColumnPlan], grouping: str
) -> Iterator[ImportRow]:
    """Yield an ImportRow, not stored yet, for each (number, cells) under the headings.

    Blanks are filled down where the plan says so. Empty rows and repeated ones are set apart; a later
    row of a meeting is a part of its first row, whose number and token it has.
    """
    numbers: dict[str, int] = {}
    leads: dict[tuple[str, ...], ImportRow] = {}
    years: dict[str, str] = {}
    above: list[str] = []
    for number, cells in rows:
        cells, is_nothing = cells[: len(plans)], is_nil(cells[: len(plans)])
        if not is_nothing:
            cells = above = _filled_down(cells, above, plans)
        key = _fingerprint(cells, plans)
        row = ImportRow(number=number, lead=number, cells=cells, key=key)
        if is_nothing or not key:
            row.state = State.NIL
        elif key in numbers:
            row.state, row.lead = State.DUPLICATE, numbers[key]
        else:
            numbers[key] = number
            meeting = _meeting_key(cells, plans, grouping, years)
            lead = leads.setdefault(meeting, row) if meeting else row
            if lead is not row:
                row.state, row.lead, row.token = State.PART, lead.number, lead.token
        yield row


def _filled_down(cells: list[str], above: list[str], plans: list[ColumnPlan]) -> list[str]:
    cells = cells + [""] * (len(plans) - len(cells))
    for at, plan in enumerate(plans):
        if plan.fill and not cells[at] and at < len(above):
            cells[at] = above[at]
    return cells


def _fingerprint(cells: list[str], plans: list[ColumnPlan]) -> str:
    """Return the same for rows with the same texts in the columns that are used; empty for an empty row."""
    texts = sorted(
        f"{fold(plan.heading)}\0{fold(text) or text}"
        for plan, text in zip(plans, cells, strict=False)
        if plan.field and text and plan.heading not in REPORT_COLUMNS
    )
    return hashlib.sha256("\1".join(texts).encode()).hexdigest() if texts else ""


def _meeting_key(
    cells: list[str], plans: list[ColumnPlan], grouping: str, years: dict[str, str]
) -> tuple[str, ...] | None:
    """Return what the rows of one meeting have in common; None for a row that is a meeting of its own.

    A number in the register counts within its year, as numbers restart. A row without a year belongs
    to the one above with its number, whose year is kept in `years`.
    """
    if grouping == ROWS:
        return None
    texts = {
        plan.field: _comparable(text, plan)
        for plan, text in zip(plans, cells, strict=True)
        if plan.field in ("reference", *TOGETHER_BY)
    }
    if grouping == TOGETHER:
        key = tuple(texts.get(name, "") for name in TOGETHER_BY)
        return key if key[0] and any(key[1:]) else None
    number = texts.get("reference")
    if not number:
        return None
    year = re.search(r"(?<!\d)(?:19|20)\d{2}(?!\d)", texts.get("date", ""))
    before = years.get(number)
    # Where the first row of a number has no year, the later ones go with it.
    years[number] = "" if before == "" else (year[0] if year else before or "")
    return number, years[number]


def _comparable(text: str, plan: ColumnPlan) -> str:
    if plan.field != "date":
        return fold(text)
    try:
        return str(read_date(text, plan.how) or "")
    except ValueError:
        return text


ERROR, WARNING, ASK = "error", "warning", "ask"
LONGEST_TITLE = 200
MOST_PEOPLE = 30_000  # of one organisation
HEAD_COUNT = re.compile(r"(\d{1,5})(?:[.,]0+)?")
# Of all rows of a meeting.
SHARED = ("date", "end_date", "title", "event_name", "place", "kind", "channel")


class Remark(NamedTuple):
    """What there is to say about a cell: "Row 14, date: ‘31 June’ is not a real date."."""

    level: str
    row: int
    column: str
    text: str


class Cell(NamedTuple):
    row: int
    column: str
    text: str
    how: str


Pair = tuple[Named, Cell]  # a name and where it is


class Register:
    """One register as it is read: its columns and choices, and all that its cells may name, read once."""

    def __init__(self, source: Import) -> None:
        self.plans = plans_of(source)
        self.options = source.options
        self.directory = Remembered(source.answers)
        kinds = OrganisationKind.objects.filter(is_active=True)
        self.organisation_kinds = dict(kinds.values_list("code", "pk"))
        meeting_kinds = MeetingKind.objects.current()
        self.names = {
            "kind": _by_names(meeting_kinds, "code", "name", "name_plural"),
            "areas": _by_names(ThematicArea.objects.current(), "code", "name", "description"),
            "staff": _by_names(User.objects.colleagues(), "full_name", "username"),
        }
        first = next((kind.code for kind in meeting_kinds), "")
        self.usual_kind = self.names["kind"].get(fold(self.options["kind"] or first), "")

    def heading(self, field: str) -> str:
        found = (plan.heading for plan in self.plans if plan.field == field)
        return next(found, "") or str(BY_NAME[field].label)

    def identity(self, organisation: str) -> int | str:
        """Return the same for all names of one organisation: its key when it is known, else the folded name."""
        found = self.directory.organisations(organisation) if organisation else []
        return found[0].pk if len(found) == 1 else fold(organisation)


def _by_names(rows: LookUpQuerySet | UserQuerySet, *fields) -> dict[str, int]:
    """Return {folded name: key} of the rows by each of the fields; the first field counts most."""
    return {
        fold(str(getattr(row, name))): row.pk
        for name in reversed(fields)
        for row in rows
        if getattr(row, name)
    }


class MeetingReading:
    """What the rows of one meeting say.

    `data` is what the browser's form would send, `counterparts` the (Named, Cell) of each of its rows,
    `remarks` what there is to say about the cells.
    """

    def __init__(self, register: Register, rows: list[tuple[int, list[str]]]) -> None:
        self.register, self.directory = register, register.directory
        self.rows: list[dict[str, list[Cell]]] = []  # by field, without blanks
        # Those of all rows, each text of a column once.
        self.cells: defaultdict[str, dict[tuple[str, str], Cell]] = defaultdict(dict)
        for row in rows:
            self._read_cells(*row)
        self.data: dict[str, Any] = {"promise-TOTAL_FORMS": 0, "promise-INITIAL_FORMS": 0}
        self.counterparts: list[Pair] = []
        self.remarks: list[Remark] = []
        self.notes: list[str] = []  # what no box of the form holds
        self._refuse_contradictions()
        self._read_days()
        self._read_kind()
        self._read_channel_and_place()
        self._read_counterparts()
        self._read_choices("areas", "thematic_areas")
        self._read_choices("staff", "staff")
        self._read_texts()

    def as_post(self) -> QueryDict:
        post = QueryDict(mutable=True)
        for name, value in self.data.items():
            values = value if isinstance(value, list) else [value]
            post.setlist(name, [str(one) for one in values])
        return post

    def _read_cells(self, number: int, texts: list[str]) -> None:
        row: defaultdict[str, list[Cell]] = defaultdict(list)
        for plan, text in zip(self.register.plans, texts, strict=False):
            if plan.field and text:
                cell = Cell(number, plan.heading, text, plan.how)
                row[plan.field].append(cell)
                self.cells[plan.field].setdefault((text, plan.heading), cell)
        self.rows.append(row)

    def _first(self, field: str) -> Cell | None:
        return next(iter(self.cells[field].values()), None)

    def _remark(self, level: str, cell: Cell, text: str) -> None:
        self.remarks.append(Remark(level, cell.row, cell.column, text))

    def _move_to_note(self, cell: Cell, text: str, warning: str = "") -> None:
        if warning:
            self._remark(WARNING, cell, warning)
        self.notes.append(f"{cell.column}: {text}")

    def _refuse_contradictions(self) -> None:
        """Refuse each cell that says other than the first row of the meeting that is not blank there."""
        for field in SHARED:
            cells = [cell for row in self.rows for cell in row.get(field, [])[:1]]
            cells = [cell for cell in cells if fold(cell.text)]
            for cell in cells[1:]:
                first = cells[0]
                if self._meaning(field, cell) != self._meaning(field, first):
                    text = _(
                        "‘%(text)s’, but row %(row)s of the same meeting says ‘%(first)s’. Write the same, or"
                        " leave this blank. If these are different meetings, change the answer to “What is"
                        " one meeting?”."
                    )
                    texts = {"text": cell.text[:60], "row": first.row, "first": first.text[:60]}
                    self._remark(ERROR, cell, text % texts)

    def _meaning(self, field: str, cell: Cell) -> MeetingDate | int | str | None:
        folded = fold(cell.text)
        if field in ("date", "end_date"):
            try:
                return read_date(cell.text, cell.how)
            except ValueError:
                return cell.text
        if field == "kind":
            return self.register.names["kind"].get(folded, folded)
        if field in ("channel", "place") and channel_of(cell.text):
            return channel_of(cell.text)
        if field == "place":
            found = self.directory.places(cell.text)
            return found[0].pk if len(found) == 1 else folded
        return folded

    def _read_days(self) -> None:
        if self._first("date") is None:
            heading = self.register.heading("date")
            self.remarks.append(Remark(ERROR, 0, heading, _("No date is given.")))
        when = self._date("date")
        if when is None:
            return
        first, until = when.day, self._date("end_date")
        last = until.day if until else when.end
        self.data |= {"when": "month", "month": first.month, "year": f"{first.year:04}"}
        if not when.is_month:
            self.data |= {"when": "day", "day": first.day}
        if last and last != first:
            self.data |= {
                "end_day": last.day,
                "end_month": last.month,
                "end_year": f"{last.year:04}",
            }

    def _date(self, field: str) -> MeetingDate | None:
        cell = self._first(field)
        if cell is None:
            return None
        try:
            return read_date(cell.text, cell.how)
        except ValueError:
            self._remark(ERROR, cell, _("‘%s’ is not a real date.") % cell.text[:60])
            return None

    def _read_kind(self) -> None:
        kinds, cell = self.register.names["kind"], self._first("kind")
        usual = self.register.usual_kind
        self.data["kind"] = kinds.get(fold(cell.text), usual) if cell else usual
        if cell and fold(cell.text) not in kinds:
            text = _("‘%s’ is not one of the kinds of meeting. It is kept in the note.")
            self._move_to_note(cell, cell.text, text % cell.text[:60])

    def _read_channel_and_place(self) -> None:
        place, channel = self._first("place"), self._first("channel")
        channels = [channel_of(cell.text) for cell in (channel, place) if cell]
        self.data["channel"] = next(filter(None, channels), IN_PERSON)
        if place is None or channel_of(place.text):
            return
        if self.directory.places(place.text) or self.register.options["places"] == "refuse":
            self.data["place"] = place.text
        else:
            self._move_to_note(place, place.text)

    def _read_choices(self, field: str, box: str) -> None:
        keys = []
        for cell in self.cells[field].values():
            for text in split_cell(cell.text, cell.how):
                key = self.register.names[field].get(fold(text))
                if key:
                    keys.append(key)
                else:
                    warning = _("‘%s’ is not in the list here. It is kept in the note.")
                    self._move_to_note(cell, text, warning % text[:60])
        if keys:
            self.data[box] = list(dict.fromkeys(keys))

    def _read_texts(self) -> None:
        lines = {name: self._one_line(name) for name in ("title", "event_name")}
        notes = [plan.heading for plan in self.register.plans if plan.field == "internal_note"]
        own = [
            f"{cell.column}: {cell.text}" if len(set(notes)) > 1 else cell.text
            for cell in self.cells["internal_note"].values()
        ]
        public = [cell.text for cell in self.cells["public_line"].values()]
        self.data |= {
            **lines,
            "public_line": "\n".join(public),
            "internal_note": "\n".join([*own, *self.notes]),
        }

    def _one_line(self, field: str) -> str:
        """Return the text of a cell that has to fit one line; what is too long for it is in full in the note."""
        cell = self._first(field)
        text = " ".join(cell.text.split()) if cell else ""
        if cell and len(text) > LONGEST_TITLE:
            warning = _("Longer than %s characters: it is shortened here, and in full in the note.")
            self._move_to_note(cell, text, warning % LONGEST_TITLE)
            text = f"{text[: LONGEST_TITLE - 1].rstrip()}…"
        return text

    def _read_counterparts(self) -> None:
        lines = self._lines()
        found = self._each_once([pair for line in lines for pair in line])
        if len(found) > MOST_ROWS:
            text = _("Names %(count)s organisations or people; a meeting has room for %(most)s.")
            self._remark(ERROR, found[0][1], text % {"count": len(found), "most": MOST_ROWS})
            found, lines = [], []
        self.counterparts = found
        self.data |= {"with-TOTAL_FORMS": len(found), "with-INITIAL_FORMS": 0}
        for number, (named, _cell) in enumerate(found):
            for box, value in self._boxes(named).items():
                self.data[f"with-{number}-{box}"] = value
        self._read_head_counts(lines)

    def _boxes(self, named: Named) -> dict[str, str | int]:
        if not named.organisation:
            # Without an organisation, the form finds the one post that is known, or asks.
            return {"who": named.name, "kind": "", "role": named.title}
        kinds = self.register.organisation_kinds  # the office may have retired the likely one
        kind = kinds.get(likely_kind(named.organisation))
        kind = kind or kinds.get(self.register.options["organisation_kind"])
        boxes: dict[str, str | int] = {"who": named.organisation, "kind": kind or ""}
        if named.name:
            boxes |= {"person": named.name, "new_person": "on", "role": named.title}
        return boxes

    def _lines(self) -> list[list[Pair]]:
        """Return [(Named, Cell)] of each row, in which others may be named again.

        People speak for the organisation of their row; without one, for that of the row above, and
        above the first organisation for that one.
        """
        named = [
            [
                (one, cell)
                for field in ("organisations", "who")
                for cell in row.get(field, ())
                for one in read_counterparts(cell.text, cell.how, field == "who")
            ]
            for row in self.rows
        ]
        own = [self._organisations(line) for line in named]
        are_several = len(set().union(*own)) > 1
        nearest = next((list(one.values())[:1] for one in own if one), [])
        lines = []
        for row, line, organisations in zip(self.rows, named, own, strict=True):
            beside = list(organisations.values())
            nearest = beside[-1:] or nearest
            lines.append(line + self._people(row, beside, nearest, are_several))
        return lines

    def _organisations(self, line: list[Pair]) -> dict[int | str, str]:
        found: dict[int | str, str] = {}
        for named, _cell in line:
            if not named.name:
                found.setdefault(self.register.identity(named.organisation), named.organisation)
        return found

    def _people(
        self, row: dict[str, list[Cell]], own: list[str], nearest: list[str], are_several: bool
    ) -> list[Pair]:
        """Return the people of a row, with title and organisation; `own` are the row's organisations."""
        people = [
            (read_person(text), cell)
            for cell in row.get("people", ())
            for text in split_cell(cell.text, cell.how)
        ]
        titles = self._titles(row, people)
        unclear = next((cell for one, cell in people if not one.organisation), None)
        if unclear and 1 < len(own) != len(people):
            text = _("It is not clear who spoke for which organisation: they are matched in order.")
            self._remark(WARNING, unclear, text)
        if unclear and not own and are_several:
            text = _("The row names no organisation and the meeting has several: ‘%s’ is assumed.")
            self._remark(WARNING, unclear, text % nearest[0][:60])
        beside, found = own or nearest or [""], []
        for number, (one, cell) in enumerate(people):
            organisation = one.organisation or beside[min(number, len(beside) - 1)]
            found.append((Named(one.name, one.title or titles[number], organisation), cell))
        return found

    def _titles(self, row: dict[str, list[Cell]], people: list[Pair]) -> list[str]:
        cell = next(iter(row.get("role", ())), None)
        whole = split_cell(cell.text, ONE) if cell else []
        if cell is None or not whole or len(people) < 2:
            return (whole or [""]) * len(people)
        found = split_titles(cell.text, people[0][1].how, len(people))
        if len(found) == len(people):
            return found
        if len(found) == 1:
            text = _("There is one title for %s people: each of them gets it.")
            self._remark(WARNING, cell, text % len(people))
            return found * len(people)
        text = _("%(titles)s titles for %(people)s people: left out, as they can’t be matched.")
        self._remark(WARNING, cell, text % {"titles": len(found), "people": len(people)})
        return [""] * len(people)

    def _each_once(self, pairs: list[Pair]) -> list[Pair]:
        """Return the pairs without who is named again: an organisation by another of its names, a person twice."""
        identity = self.register.identity
        spoken = {identity(named.organisation) for named, _cell in pairs if named.name}
        kept: dict[tuple[str, int | str], Pair] = {}
        for named, cell in pairs:
            key = (fold(named.name), identity(named.organisation))
            if not named.name and key[1] in spoken:
                continue
            first, where = kept.setdefault(key, (named, cell))
            if named.title and not first.title:
                kept[key] = (replace(first, title=named.title), where)
            elif named.title and fold(named.title) != fold(first.title):
                text = _("‘%s’ was named before with another title, which is kept.")
                self._remark(WARNING, cell, text % named.name)
        return list(kept.values())

    def _read_head_counts(self, lines: list[list[Pair]]) -> None:
        """Write head counts so that each organisation has the sum of its rows.

        A row of the form that names somebody and gives no count counts as one.
        """
        for key, given in self._head_counts(lines).items():
            places = {
                at: pair for at, pair in enumerate(self.counterparts) if self._key(pair[0]) == key
            }
            if not places:
                continue
            rows, numbers = (
                [cell.row for cell, _number in given],
                [number for _cell, number in given],
            )
            total = sum(numbers)
            total += sum(bool(one.name) and cell.row not in rows for one, cell in places.values())
            repeated = [
                cell for cell, number in given[1:] if number > 1 and numbers.count(number) > 1
            ]
            if repeated:  # it may be one cell over several rows
                text = _("The same number in several rows of one organisation: added up to %s.")
                self._remark(WARNING, repeated[0], text % total)
            if total < len(places):
                text = _("Fewer than the people who are named (%s): those are counted.")
                self._remark(WARNING, given[0][0], text % len(places))
            else:
                self.data[f"with-{min(places)}-people_count"] = total - len(places) + 1

    def _head_counts(self, lines: list[list[Pair]]) -> dict[int | str, list[tuple[Cell, int]]]:
        """Return {organisation: [(Cell, number)]}; a count of nobody or of several is kept in the note."""
        everyone = {self._key(named) for named, _cell in self.counterparts}
        given: dict[int | str, list[tuple[Cell, int]]] = {}
        for row, line in zip(self.rows, lines, strict=False):  # too many names leave no lines
            for cell in row.get("people_count", ()):
                number = self._head_count(cell)
                keys = {self._key(named) for named, _cell in line} or everyone
                if number and len(keys) == 1:
                    given.setdefault(keys.pop(), []).append((cell, number))
                elif number:
                    text = _("It is not clear for which organisation. It is kept in the note.")
                    self._move_to_note(cell, cell.text, text)
        return given

    def _head_count(self, cell: Cell) -> int | None:
        """Return the number in a cell, None for a blank one; what is not a number is refused."""
        if not fold(cell.text):
            return None
        found = HEAD_COUNT.fullmatch(cell.text)
        number = int(found[1]) if found else 0
        if 0 < number <= MOST_PEOPLE:
            return number
        text = _(
            "‘%(text)s’ is not a head count. Write one whole number from 1 to %(most)s, like 12."
        )
        self._remark(ERROR, cell, text % {"text": cell.text[:60], "most": MOST_PEOPLE})
        return None

    def _key(self, named: Named) -> int | str:
        """Return the same for all who are counted together: the organisation, else the name."""
        organisation = named.organisation
        return self.register.identity(organisation) if organisation else fold(named.name)
