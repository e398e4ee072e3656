"""Who took part, as the rows of one meeting say: people, titles and organisations paired within each row."""

import re
from dataclasses import replace

from django.utils.translation import gettext as _

from intake.people import MARKS, ONE, Named, read_parties, read_person, split_cell
from stakeholders.names import fold


class WithWhom:
    """Pairs who took part in one meeting; what is unclear is said in `reading`."""

    def __init__(self, reading, directory):
        self.reading, self.directory = reading, directory
        self.are_several = False  # whether the meeting names several organisations

    def read(self, rows):
        """Return [(Named, Cell) of each row] of `rows`, {field: Cells} each; rows may name the same again."""
        named = [self._named(row) for row in rows]
        own = [self._organisations(line) for line in named]
        self.are_several = len({self.print_of(text) for line in own for text in line}) > 1
        nearest = [line[0] for line in own if line][:1]  # for rows above the first that names one
        lines = []
        for row, line, organisations in zip(rows, named, own, strict=True):
            nearest = organisations[-1:] or nearest
            lines.append(line + self._people(row, organisations, nearest))
        return lines

    @staticmethod
    def _named(row):
        """Return the (Named, Cell) of the columns that name organisations, or people with theirs."""
        return [
            (named, cell)
            for name in ("organisations", "who")
            for cell in row.get(name, [])
            for named in read_parties(cell.text, cell.how, name == "who")
        ]

    def _people(self, row, own, nearest):
        """Return the people of a row, with title and organisation; `own` are the row's organisations."""
        people = [
            (read_person(text), cell)
            for cell in row.get("people", [])
            for text in split_cell(cell.text, cell.how)
        ]
        titles = self._titles(row, people)
        self._say_for_whom(people, own, nearest)
        beside = own or nearest or [""]
        found = []
        for number, (one, cell) in enumerate(people):
            organisation = one.organisation or beside[min(number, len(beside) - 1)]
            found.append((Named(one.name, one.title or titles[number], organisation), cell))
        return found

    def _say_for_whom(self, people, own, nearest):
        """Warn when the people of a row may speak for others than they are taken for."""
        cell = next((cell for one, cell in people if not one.organisation), None)
        if cell and 1 < len(own) != len(people):
            said = _("It is not said who spoke for which organisation: taken in their order.")
            self.reading.warn(cell, said)
        if cell and not own and self.are_several:
            said = _("The row names no organisation, the meeting several: taken for ‘%s’.")
            self.reading.warn(cell, said % nearest[0][:60])

    def _organisations(self, line):
        """Return the organisations that a row names by themselves, each once."""
        found = {}
        for named, _cell in line:
            if not named.name:
                found.setdefault(self.print_of(named.organisation), named.organisation)
        return list(found.values())

    def _titles(self, row, people):
        """Return the title of each of the people of a row; empty ones where the row does not tell."""
        cell = next(iter(row.get("role", [])), None)
        whole = split_cell(cell.text, ONE) if cell else []
        if not whole or len(people) < 2:
            return (whole or [""]) * len(people)
        found = split_titles(cell.text, people[0][1].how, len(people))
        if len(found) == len(people):
            return found
        if len(found) == 1:
            said = _("One title for %s people: each gets it.") % len(people)
            self.reading.warn(cell, said)
            return found * len(people)
        said = _("%(titles)s titles for %(people)s people: left out, as nobody can tell whose.")
        self.reading.warn(cell, said % {"titles": len(found), "people": len(people)})
        return [""] * len(people)

    def each_once(self, parties):
        """Return `parties` without who is named again: an organisation by another of its names, a person twice."""
        spoken = {self.print_of(named.organisation) for named, _cell in parties if named.name}
        kept = {}
        for named, cell in parties:
            key = (fold(named.name), self.print_of(named.organisation))
            if not named.name and key[1] in spoken:
                continue
            first, where = kept.setdefault(key, (named, cell))
            if named.title and not first.title:
                kept[key] = (replace(first, title=named.title), where)
            elif named.title and fold(named.title) != fold(first.title):
                said = _("‘%s’ is named before with another title, which is kept.")
                self.reading.warn(cell, said % named.name)
        return list(kept.values())

    def print_of(self, text):
        """Return what tells an organisation apart: its record when it is known, else its folded name."""
        found = self.directory.organisations(text) if text else []
        return found[0].pk if len(found) == 1 else fold(text)


def split_titles(text, how, count):
    """Return the titles in a cell, parted like the names beside it; a blank or repeated one has its place.

    Only where that does not give `count` titles, blank and repeated ones are left out.
    """
    if how not in MARKS:
        return split_cell(text, how)
    titles = [" ".join(piece.split()).strip(" ,;") for piece in re.split(MARKS[how], text)]
    if len(titles) == count:
        return [title if split_cell(title, ONE) else "" for title in titles]
    return split_cell(text, how)
