"""The rows of one meeting in a register to what the browser's form would send, with remarks by row and column."""

from dataclasses import asdict, dataclass, field

from django.utils.translation import gettext as _

from engagements.forms.meeting import MOST_ROWS
from engagements.models import Meeting
from intake.cells.dates import read_when
from intake.cells.head_counts import HeadCounts, channel_of
from intake.cells.people import WithWhom, split_cell
from intake.registers.columns import BY_NAME, MANY
from stakeholders.directory import likely_kind
from toolkit.text import fold

SHARED = ("date", "end_date", "title", "place", "kind", "channel")


class Agreement:
    """Compares the rows of one meeting; `kinds` are the names of kinds of meeting by which they are known."""

    def __init__(self, kinds, directory):
        self.kinds, self.directory = kinds, directory

    def check(self, reading, rows):
        """Refuse, in `reading`, each cell of `rows` that says other than the first row that says anything."""
        for name in SHARED:
            cells = [cell for row in rows for cell in row.get(name, [])[:1] if fold(cell.text)]
            for cell in cells[1:]:
                if self._meant(name, cell) != self._meant(name, cells[0]):
                    self._refuse(reading, cell, cells[0])

    @staticmethod
    def _refuse(reading, cell, first):
        said = _(
            "‘%(text)s’, but row %(row)s of the same meeting says ‘%(first)s’. Write the same, or"
            " leave this blank; rows of different meetings need another choice of what is one meeting."
        )
        values = {"text": cell.text[:60], "row": first.row, "first": first.text[:60]}
        reading.refuse(cell, said % values)

    def _meant(self, name, cell):
        """Return what a cell means, for comparing, however it is written."""
        if name in ("date", "end_date"):
            return _day(cell)
        if name == "kind":
            return self.kinds.get(fold(cell.text), fold(cell.text))
        if name == "title":
            return fold(cell.text)
        channel = channel_of(cell.text)
        if channel or name == "channel":
            return channel or fold(cell.text)
        found = self.directory.places(cell.text)
        return found[0].pk if len(found) == 1 else fold(cell.text)


def _day(cell):
    try:
        return read_when(cell.text, cell.how)
    except ValueError:
        return cell.text


ERROR, WARNING, ASK = "error", "warning", "ask"
LONGEST_TITLE = 200


@dataclass(frozen=True)
class Remark:
    """What there is to say about a cell: "Row 14, date: ‘31 June’ is not a real date."""

    level: str
    row: int
    column: str
    text: str

    def as_dict(self):
        """Return it for the database."""
        return asdict(self)


@dataclass(frozen=True)
class Cell:
    """One cell that says something, with where it stands."""

    row: int
    column: str
    text: str
    how: str


@dataclass
class Reading:
    """What the rows of a meeting say: `data` for the form, `parties` with the Cell of each, and remarks."""

    data: dict = field(default_factory=dict)
    parties: list = field(default_factory=list)
    remarks: list = field(default_factory=list)
    notes: list = field(default_factory=list)

    def remark(self, level, cell, text):
        """Add a remark about `cell`."""
        self.remarks.append(Remark(level, cell.row, cell.column, text))

    def warn(self, cell, text):
        """Add a warning about `cell`."""
        self.remark(WARNING, cell, text)

    def refuse(self, cell, text):
        """Add an error about `cell`: the meeting is not stored."""
        self.remark(ERROR, cell, text)


class Reader:
    """Reads rows of one register; `lists` are the names that its cells may choose from."""

    def __init__(self, columns, options, lists, directory):
        self.columns, self.options, self.lists, self.directory = columns, options, lists, directory

    def read(self, rows):
        """Return the Reading of `rows`, (number, cells) each, that are one meeting."""
        reading, by_row = Reading(), [self._by_field(*row) for row in rows]
        cells = _together(by_row)
        Agreement(self.lists["kind"], self.directory).check(reading, by_row)
        self._when(reading, cells)
        self._kind_and_channel(reading, cells)
        self._place(reading, cells)
        counts = self._who(reading, by_row)
        for name in ("areas", "staff"):
            self._choices(reading, cells, name)
        self._texts(reading, cells)
        self._rows_of_form(reading, counts)
        return reading

    def _by_field(self, number, cells):
        """Return {field: Cells that are not blank} of one row."""
        found = {}
        for plan, text in zip(self.columns, cells, strict=False):
            if plan.field and text:
                cell = Cell(number, plan.heading, text, plan.how)
                found.setdefault(plan.field, []).append(cell)
        return found

    def _when(self, reading, cells):
        """Write the day, the days or the month; without a date in the file there is no meeting."""
        first = next(iter(cells.get("date", [])), None)
        when = self._date(reading, first)
        if first is None:
            reading.remarks.append(Remark(ERROR, 0, self.heading("date"), _("No date is given.")))
        if when is None:
            return
        day = when.day
        reading.data |= {
            "when": "month" if when.is_month else "day",
            "month": day.month,
            "year": day.year,
        }
        reading.data |= {} if when.is_month else {"day": day.day}
        last = next(iter(cells.get("end_date", [])), None)
        end = self._date(reading, last)
        end = end.day if end else when.end
        if end and end != day:
            reading.data |= {"end_day": end.day, "end_month": end.month, "end_year": end.year}

    @staticmethod
    def _date(reading, cell):
        try:
            return read_when(cell.text, cell.how) if cell else None
        except ValueError:
            reading.remark(ERROR, cell, _("‘%s’ is not a real date.") % cell.text[:60])
            return None

    def _kind_and_channel(self, reading, cells):
        reading.data["kind"] = self.lists["kind"].get(fold(self.options["kind"]), "")
        for cell in cells.get("kind", [])[:1]:
            found = self.lists["kind"].get(fold(cell.text))
            reading.data["kind"] = found or reading.data["kind"]
            if not found:
                text = (
                    _("‘%s’ is no kind of meeting here. It is kept in the note.") % cell.text[:60]
                )
                reading.remark(WARNING, cell, text)
                reading.notes.append(f"{cell.column}: {cell.text}")
        reading.data["channel"] = Meeting.Channel.IN_PERSON
        for cell in [*cells.get("place", [])[:1], *cells.get("channel", [])[:1]]:
            reading.data["channel"] = channel_of(cell.text) or reading.data["channel"]

    def _place(self, reading, cells):
        for cell in cells.get("place", [])[:1]:
            if channel_of(cell.text):
                continue
            if self.directory.places(cell.text) or self.options["places"] == "refuse":
                reading.data["place"] = cell.text
            else:
                reading.notes.append(f"{cell.column}: {cell.text}")

    def _choices(self, reading, cells, name):
        """Tick what the cells name; what is not in the list is kept in the note, and said."""
        keys = []
        for cell in cells.get(name, []):
            for text in split_cell(cell.text, cell.how):
                key = self.lists[name].get(fold(text))
                if key:
                    keys.append(key)
                else:
                    said = _("‘%s’ is not in the list here. It is kept in the note.") % text[:60]
                    reading.remark(WARNING, cell, said)
                    reading.notes.append(f"{cell.column}: {text}")
        if keys:
            reading.data["thematic_areas" if name == "areas" else name] = list(dict.fromkeys(keys))

    def _texts(self, reading, cells):
        title = next(iter(cells.get("title", [])), None)
        text = " ".join(title.text.split()) if title else ""
        if len(text) > LONGEST_TITLE:
            reading.notes.append(f"{title.column}: {text}")
            said = _("Longer than %s characters: cut, and kept whole in the note.") % LONGEST_TITLE
            reading.remark(WARNING, title, said)
            text = f"{text[: LONGEST_TITLE - 1].rstrip()}…"
        reading.data["title"] = text
        reading.data["public_line"] = "\n".join(c.text for c in cells.get("public_line", []))
        notes = cells.get("internal_note", [])
        named = len({plan.heading for plan in self.columns if plan.field == "internal_note"}) > 1
        own = [f"{cell.column}: {cell.text}" if named else cell.text for cell in notes]
        reading.data["internal_note"] = "\n".join([*own, *reading.notes])

    def _who(self, reading, rows):
        """Collect who took part, paired row by row; return {place among the parties: head count}."""
        with_whom = WithWhom(reading, self.directory)
        lines = with_whom.read(rows)
        reading.parties = with_whom.each_once([pair for line in lines for pair in line])
        if len(reading.parties) > MOST_ROWS:  # refused anyway, see _rows_of_form
            return {}
        return HeadCounts(reading, with_whom.print_of).read(rows, lines, reading.parties)

    def _rows_of_form(self, reading, counts):
        """Write the parties as the rows of the form; whoever is not known is said to be new."""
        data, parties = reading.data, reading.parties
        if len(parties) > MOST_ROWS:
            said = _("Names %(count)s organisations or people; a meeting has room for %(most)s.")
            reading.remark(ERROR, parties[0][1], said % {"count": len(parties), "most": MOST_ROWS})
            parties = reading.parties = []
        for number, (named, _cell) in enumerate(parties):
            data |= {f"with-{number}-{box}": value for box, value in self._boxes(named).items()}
            if number in counts:
                data[f"with-{number}-people_count"] = counts[number]
        data |= {"with-TOTAL_FORMS": len(parties), "with-INITIAL_FORMS": 0}
        data |= {"promise-TOTAL_FORMS": 0, "promise-INITIAL_FORMS": 0}

    def _boxes(self, named):
        kinds = self.lists["new"]
        kind = kinds.get(likely_kind(named.organisation))  # the office may have retired that one
        kind = kind or kinds.get(self.options["organisation_kind"], "")
        boxes = {"who": named.organisation or named.name, "kind": kind}
        if named.organisation and named.name:
            boxes |= {"person": named.name, "new_person": "on", "role": named.title}
        elif named.name:
            # Nothing says for whom: the form finds the one post that is known, or asks.
            boxes |= {"kind": "", "role": named.title}
        return boxes

    def heading(self, field_name):
        """Return the heading of the column with this meaning, or the meaning itself."""
        found = [plan.heading for plan in self.columns if plan.field == field_name]
        return found[0] if found else str(BY_NAME[field_name].label)


def _together(rows):
    """Return {field: Cells} of all `rows`, each text of a column once."""
    found = {}
    for row in rows:
        for name, cells in row.items():
            known = found.setdefault(name, {})
            for cell in cells:
                known.setdefault((cell.text, cell.column), cell)
    return {name: list(cells.values()) for name, cells in found.items()}


def may_repeat(field_name):
    """Whether several columns may have this meaning."""
    return not field_name or field_name in MANY
