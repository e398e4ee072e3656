"""Cells that say with whom: several names in one, and a name with its title and organisation. Pure."""

import re
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from intake.cells.dates import DAY_FIRST, MONTH_FIRST, read_when
from intake.cells.posts import SMALL, post_of
from stakeholders.vocabulary import HONORIFICS, ORGANISATION_WORDS, split_honorific
from toolkit.dates import parse_month
from toolkit.text import fold

ONE, SEMICOLON, COMMA, SLASH, LINE, AND = "one", "semicolon", "comma", "slash", "line", "and"
MARKS = {
    SEMICOLON: r"[;\n]",
    COMMA: r"[,;\n]",
    SLASH: r"\s*/\s*|[;\n]",
    LINE: r"\n",
    AND: r"[,;\n]|\s+(?:and|dhe|&)\s+",
}
NAME_WORD = re.compile(r"[^\W\d_](?:\.|(?:[^\W\d_]|['’-])*)")
# What in brackets is nobody's organisation: "Tjetër Vizion (NGO)".
NO_EMPLOYER = {"ngo", "ojf", "ojq", "cso", "albania", "shqiperi", "shqiperia"}
# A piece that begins so goes on with the one before: "ACT, the App Association", "Norsk Hydro, Inc."
GOES_ON = re.compile(
    r"(?:an?|the|of|und|et|for)\s|(?:inc|ltd|llc|plc|gmbh|s\.?a\.?|sh\.?p\.?k|e\.? ?v|n\.?v)\b\.?",
    re.I,
)
BRACKET = re.compile(r"(.+?)\s*\(([^()]+)\)")
NOBODY = {"", "n a", "na", "none", "nil", "various", "tbc", "tbd", "unknown", "asnje"}
NIL = {
    "nil",
    "nil return",
    "no meetings",
    "no meeting",
    "none",
    "nothing to report",
    "nothing to declare",
    "nuk ka",
    "nuk ka takime",
    "nuk ka pasur takime",
    "nuk pati takime",
    "asnje",
    "asnje takim",
    "ska",
    "ska takime",
    "pa takime",
}


@dataclass(frozen=True)
class Named:
    """Somebody in a cell: a name with its honorific, a title, an organisation; each may be empty."""

    name: str
    title: str = ""
    organisation: str = ""


def split_cell(text, how):
    """Return the names in a cell, each once, as `how` says they are parted."""
    if how == ONE or how not in MARKS:
        return [" ".join(text.split())] if fold(text) not in NOBODY else []
    pieces = []
    for piece in _outside_brackets(text, MARKS[how]):
        piece = " ".join(piece.split()).strip(" ,;")
        if pieces and how in (COMMA, AND) and GOES_ON.match(piece):
            pieces[-1] = f"{pieces[-1]}, {piece}"
        elif fold(piece) not in NOBODY:
            pieces.append(piece)
    once = {}
    for piece in pieces:
        once.setdefault(fold(piece), piece)
    return list(once.values())


def _outside_brackets(text, mark):
    """Split `text` at `mark`, but not inside (brackets)."""
    hidden = re.sub(r"\([^()]*\)", lambda found: "\0" * len(found[0]), text)
    start, pieces = 0, []
    for found in re.finditer(mark, hidden):
        pieces.append(text[start : found.start()])
        start = found.end()
    return [*pieces, text[start:]]


def likely_split(texts):
    """Return how the names in these cells are parted, by what is in many of them."""
    cells = [text for text in texts if text]
    enough = max(1, len(cells) // 20)
    for how, mark in ((SEMICOLON, ";"), (LINE, "\n"), (COMMA, ", "), (SLASH, " / ")):
        if sum(mark in text for text in cells) >= enough:
            return how
    return ONE


def is_person(text):
    """Whether a name announces a person: it begins with an honorific."""
    return bool(split_honorific(text)[0])


def read_person(text):
    """Return the Named of "Mr. Albert Halilaj, Mayor of Kukës", "Ana Prifti (UNHCR)", "Ana Prifti - UNHCR"."""
    text = " ".join(text.split())
    bracket = BRACKET.fullmatch(text)
    parts = [bracket[1], bracket[2]] if bracket else re.split(r"\s*,\s*|\s+[-–—|]\s+", text)
    parts = [part for part in parts if part]
    name, rest = (parts[0], parts[1:]) if parts else ("", [])
    # "Ana Prifti (UNHCR), Director"
    if len(rest) == 1 and _is_person_in_full(name) and post_of(rest[0], False)[0]:
        bracket = BRACKET.fullmatch(name)
        return Named(bracket[1], rest[0], bracket[2])
    if len(rest) >= 2:
        return Named(name, rest[0], ", ".join(rest[1:]))
    return Named(name, *post_of(rest[0], bool(bracket))) if rest else Named(name)


def is_nil(cells):
    """Whether a row says that there was nothing: "nil return", alone or with a date, a month or a number."""
    texts = {fold(cell): cell for cell in cells if fold(cell)}
    others = [cell for text, cell in texts.items() if text not in NIL]
    return len(others) < len(texts) and all(_is_when_or_number(cell) for cell in others)


def _is_when_or_number(text):
    if fold(text).isdigit() or parse_month(text.strip(" .,:")):
        return True
    for order in (DAY_FIRST, MONTH_FIRST):
        try:
            return bool(read_when(text, order))
        except ValueError:
            continue
    return False


def honorific_only(text):
    """Whether nothing but a form of address is left of a name."""
    return all(word.lower() in HONORIFICS for word in text.split())


def read_parties(text, how, with_titles):
    """Return the Named of a cell with organisations and people; one without a name is an organisation.

    `with_titles`: each piece may be a name with its title and organisation. Otherwise a piece is an
    organisation, or, with an honorific, somebody who speaks for the organisation before it. A person's
    name with an organisation in brackets is understood everywhere.
    """
    found = []
    for piece in split_cell(text, how):
        if _is_organisation_in_full(piece):
            found.append(Named("", "", piece))
        elif _is_person_in_full(piece):
            found.append(read_person(piece))
        elif with_titles and (is_person(piece) or how in (ONE, SEMICOLON, LINE)):
            found.append(_whole(read_person(piece)))
        elif is_person(piece):
            named = read_person(piece)
            before = found[-1].organisation if found and not named.organisation else ""
            found.append(Named(named.name, named.title, named.organisation or before))
        elif with_titles and found and _goes_behind(piece, found[-1]):
            last = found[-1]
            title, organisation = post_of(piece, False)
            found[-1] = Named(last.name, last.title or title, last.organisation or organisation)
        else:
            found.append(Named("", "", piece))
    return _without_repeats(found)


def _goes_behind(piece, last):
    """Whether a piece after a comma tells the organisation, or the title, of the person before it."""
    if not last.organisation:
        return bool(last.name)
    return bool(last.name) and not last.title and bool(post_of(piece, False)[0])


def _is_organisation_in_full(piece):
    """Whether this is an organisation with something in brackets: "Danish Refugee Council (DRC)"."""
    bracket = BRACKET.fullmatch(piece)
    if not bracket or is_person(piece):
        return False
    words = fold(bracket[1]).split()
    return bool(ORGANISATION_WORDS & set(words)) or _is_acronym(fold(bracket[2]), words)


def _is_acronym(text, words):
    """Whether `text` has the initials of `words`; "sh", "gj" and the like may count as one or two letters."""
    initials = "".join(f"{w[0]}{w[1]}?" if w[1:2] in ("h", "j") else w[0] for w in words)
    big = "".join(
        f"{w[0]}{w[1]}?" if w[1:2] in ("h", "j") else w[0] for w in words if w not in SMALL
    )
    return bool(re.fullmatch(f"(?:{initials}|{big})", text.replace(" ", "")))


def _is_person_in_full(piece):
    """Whether this is "Name (organisation)": two to four words before the brackets, written as names are."""
    bracket = BRACKET.fullmatch(piece)
    if not bracket or is_person(piece):
        return False
    words = bracket[1].split()
    is_name = 2 <= len(words) <= 4 and all(map(_is_of_a_name, words))
    return is_name and fold(bracket[2]) not in NO_EMPLOYER


def _is_of_a_name(word):
    """Whether a word is written as in a person's name: "O'Brien", "B.", but not "UNHCR"."""
    return bool(NAME_WORD.fullmatch(word)) and word[0].isupper() and not word[1:].isupper()


def _whole(named):
    """Take a name that nothing says is a person's for an organisation."""
    is_bare = not (named.title or named.organisation or is_person(named.name))
    return Named("", "", named.name) if is_bare else named


def _without_repeats(found):
    """Leave out an organisation that stands for itself where somebody speaks for it."""
    spoken = {fold(named.organisation) for named in found if named.name}
    return [named for named in found if named.name or fold(named.organisation) not in spoken]


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
