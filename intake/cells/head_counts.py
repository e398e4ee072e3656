"""How many people of each organisation took part, added up over the rows of one meeting."""

import re

from django.utils.translation import gettext as _

from engagements.models import Meeting
from toolkit.text import fold

MOST = 30_000
WHOLE = re.compile(r"(\d{1,5})(?:[.,]0+)?")


class HeadCounts:
    """Reads the head counts of the rows of one meeting; what can't be used is said in `reading`."""

    def __init__(self, reading, print_of):
        """`print_of` returns what tells an organisation apart."""
        self.reading, self.print_of = reading, print_of

    def read(self, rows, lines, parties):
        """Return {place in `parties`: head count to send} so that each organisation has the sum of its rows.

        `rows` are {field: Cells} each, `lines` the (Named, Cell) of each. A form row that names
        somebody and says no count is counted as one.
        """
        given = self._given(rows, lines, parties)
        counts = {}
        for key, cells in given.items():
            places = [at for at, (named, _cell) in enumerate(parties) if self._key(named) == key]
            rest = sum(self._is_besides(parties[at], cells) for at in places)
            total = sum(number for _cell, number in cells) + rest
            if not places:
                continue
            self._warn_of_repeats(cells, total)
            if total < len(places):
                said = _("Fewer than the people who are named (%s): these are counted.")
                self.reading.warn(cells[0][0], said % len(places))
            else:
                counts[places[0]] = total - len(places) + 1
        return counts

    def _warn_of_repeats(self, cells, total):
        """Say that a number of several rows of one organisation was added: it may be one cell over all of them."""
        numbers = [number for _cell, number in cells]
        for cell, number in cells[1:]:
            if number > 1 and numbers.count(number) > 1:
                said = _("The same number in several rows of one organisation: added up to %s.")
                self.reading.warn(cell, said % total)
                return

    @staticmethod
    def _is_besides(party, cells):
        """Whether a party is somebody named in a row that gives no count."""
        named, where = party
        return bool(named.name) and where.row not in {cell.row for cell, _number in cells}

    def _given(self, rows, lines, parties):
        """Return {organisation: [(Cell, number)]}; a count of nobody or of several is kept in the note."""
        all_keys = {self._key(named) for named, _cell in parties}
        given = {}
        for row, line in zip(rows, lines, strict=True):
            for cell in row.get("people_count", []):
                number = self._number(cell)
                keys = {self._key(named) for named, _cell in line} or all_keys
                if number and len(keys) == 1:
                    given.setdefault(keys.pop(), []).append((cell, number))
                elif number:
                    self.reading.notes.append(f"{cell.column}: {cell.text}")
                    said = _("It is not said of which organisation. It is kept in the note.")
                    self.reading.warn(cell, said)
        return given

    def _number(self, cell):
        """Return the number in a cell; None for one that says nothing, or is no number, which is an error."""
        if not fold(cell.text):
            return None
        found = WHOLE.fullmatch(cell.text)
        number = int(found[1]) if found else 0
        if 0 < number <= MOST:
            return number
        said = _("‘%(text)s’ is no head count. Write one whole number from 1 to %(most)s, like 12.")
        self.reading.refuse(cell, said % {"text": cell.text[:60], "most": MOST})
        return None

    def _key(self, named):
        """Return what tells apart for whom somebody is counted: the organisation, else the name."""
        return self.print_of(named.organisation) if named.organisation else fold(named.name)


ONLINE = {"online", "zoom", "teams", "ms teams", "webex", "remote", "virtual", "skype", "videoconference",
          "video conference", "video call", "vtc", "on line", "web"}  # fmt: skip
PHONE = {"phone", "by phone", "call", "telephone", "phone call", "telefon", "me telefon"}


def channel_of(text):
    """Return the channel that a cell names, or an empty text."""
    folded = fold(text)
    if folded in ONLINE:
        return Meeting.Channel.ONLINE
    return Meeting.Channel.PHONE if folded in PHONE else ""
