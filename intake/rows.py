"""The rows of one meeting in a register to what the browser's form would send, with remarks by row and column."""

from dataclasses import asdict, dataclass, field

from django.utils.translation import gettext as _

from engagements.forms.pressed import MOST_ROWS
from engagements.forms.who import likely_kind
from engagements.models import Meeting
from intake.columns import BY_NAME, MANY
from intake.dates import read_when
from intake.people import Named, read_parties, read_person, split_cell
from stakeholders.names import fold

ERROR, WARNING, ASK = "error", "warning", "ask"
LONGEST_TITLE = 200
ONLINE = {"online", "zoom", "teams", "ms teams", "webex", "remote", "virtual", "skype", "videoconference",
          "video conference", "video call", "vtc", "on line", "web"}  # fmt: skip
PHONE = {"phone", "by phone", "call", "telephone", "phone call", "telefon", "me telefon"}


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


class Reader:
    """Reads rows of one register; `lists` are the names that its cells may choose from."""

    def __init__(self, columns, options, lists, directory):
        self.columns, self.options, self.lists, self.directory = columns, options, lists, directory

    def read(self, rows):
        """Return the Reading of `rows`, (number, cells) each, that are one meeting."""
        reading, cells = Reading(), self._by_field(rows)
        self._when(reading, cells)
        self._kind_and_channel(reading, cells)
        self._place(reading, cells)
        self._who(reading, cells)
        for name in ("areas", "staff"):
            self._choices(reading, cells, name)
        self._texts(reading, cells)
        self._rows_of_form(reading, cells)
        return reading

    def _by_field(self, rows):
        """Return {field: Cells that are not blank}, each text once."""
        found = {}
        for number, cells in rows:
            for at, plan in enumerate(self.columns):
                text = cells[at] if plan.field and at < len(cells) else ""
                known = found.setdefault(plan.field, [])
                if text and all((text, plan.heading) != (cell.text, cell.column) for cell in known):
                    known.append(Cell(number, plan.heading, text, plan.how))
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

    def _who(self, reading, cells):
        """Collect who took part; people of a column of their own speak for the organisations beside them."""
        for name in ("organisations", "who"):
            for cell in cells.get(name, []):
                for named in read_parties(cell.text, cell.how, name == "who"):
                    reading.parties.append((named, cell))
        organisations = [named.organisation for named, _cell in reading.parties if not named.name]
        people = [
            (read_person(text), cell)
            for cell in cells.get("people", [])
            for text in split_cell(cell.text, cell.how)
        ]
        roles = [cell.text for cell in cells.get("role", [])]
        if people and len(organisations) == 1:
            reading.parties = [pair for pair in reading.parties if pair[0].name]
        for at, (named, cell) in enumerate(people):
            beside = organisations[min(at, len(organisations) - 1)] if organisations else ""
            role = roles[min(at, len(roles) - 1)] if roles else ""
            whole = Named(named.name, named.title or role, named.organisation or beside)
            reading.parties.append((whole, cell))
        reading.parties = self._each_once(reading.parties)
        if len(people) > 1 and 1 < len(organisations) != len(people):
            said = _("It is not said who spoke for which organisation: taken in their order.")
            reading.remark(WARNING, people[0][1], said)

    def _each_once(self, parties):
        """Leave out who is named again: an organisation by another of its names, a person twice."""
        spoken = {self._print(named.organisation) for named, _cell in parties if named.name}
        kept, seen = [], set()
        for named, cell in parties:
            if named.name:
                prints = {(fold(named.name), self._print(named.organisation))}
            else:
                prints = {self._print(named.organisation)}
            if prints & seen or (not named.name and prints & spoken):
                continue
            seen |= prints
            kept.append((named, cell))
        return kept

    def _print(self, text):
        """Return what tells an organisation apart: its record when it is known, else its folded name."""
        found = self.directory.organisations(text) if text else []
        return found[0].pk if len(found) == 1 else fold(text)

    def _rows_of_form(self, reading, cells):
        """Write the parties as the rows of the form; whoever is not known is said to be new."""
        data, parties = reading.data, reading.parties
        if len(parties) > MOST_ROWS:
            said = _("Names %(count)s organisations or people; a meeting has room for %(most)s.")
            reading.remark(ERROR, parties[0][1], said % {"count": len(parties), "most": MOST_ROWS})
            parties = reading.parties = []
        for number, (named, _cell) in enumerate(parties):
            data |= {f"with-{number}-{box}": value for box, value in self._boxes(named).items()}
        for cell in cells.get("people_count", [])[:1]:
            data["with-0-people_count"] = cell.text
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


def channel_of(text):
    """Return the channel that a cell names, or an empty text."""
    folded = fold(text)
    if folded in ONLINE:
        return Meeting.Channel.ONLINE
    return Meeting.Channel.PHONE if folded in PHONE else ""


def may_repeat(field_name):
    """Whether several columns may have this meaning."""
    return not field_name or field_name in MANY
