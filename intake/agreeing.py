"""Rows of one meeting that contradict each other: another date, title, place, kind or channel is an error."""

from django.utils.translation import gettext as _

from intake.channels import channel_of
from intake.dates import read_when
from stakeholders.names import fold

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
