"""Names in cells: several in one, and a name with its title and organisation; in English and as the country writes."""

import re
from dataclasses import dataclass

from intake.cells.dates import DAY_FIRST, MONTH_FIRST, read_date
from stakeholders.honorifics import split_honorific
from stakeholders.posts import COUNTRY_NAMES, SMALL, any_of, is_of_a_name, post_of
from stakeholders.vocabulary import KIND_OF, ORGANISATION_WORDS, pack_lines, pack_words
from toolkit.dates import parse_month
from toolkit.spelling import fold

ONE, SEMICOLON, COMMA, SLASH, LINE, AND = "one", "semicolon", "comma", "slash", "line", "and"
MARKS = {
    SEMICOLON: r"[;\n]",
    COMMA: r"[,;\n]",
    SLASH: r"\s*/\s*|[;\n]",
    LINE: r"\n",
    AND: rf"[,;\n]|\s+(?:{any_of(('and', '&', *pack_words('and_words')))})\s+",
}
# What in brackets is nobody's organisation: "Tjetër Vizion (NGO)".
NO_EMPLOYER = {
    "ngo",
    "cso",
    *COUNTRY_NAMES,
    *(word for word, kind in KIND_OF.items() if kind == "civil-society"),
}
# A piece that begins so goes on with the one before: "ACT, the App Association", "Norsk Hydro, Inc."
GOES_ON = re.compile(
    r"(?:an?|the|of|und|et|for)\s|(?:inc|ltd|llc|plc|gmbh|s\.?a\.?|sh\.?p\.?k|e\.? ?v|n\.?v)\b\.?",
    re.I,
)
BRACKET = re.compile(r"(.+?)\s*\(([^()]+)\)")
NOBODY = {"", "n a", "na", "none", "nil", "various", "tbc", "tbd", "unknown"} | pack_words("nobody")
NIL = {
    "nil", "nil return", "no meetings", "no meeting", "none", "nothing to report", "nothing to declare",
    *pack_lines("nil"),
}  # fmt: skip


@dataclass(frozen=True)
class Named:
    """Somebody in a cell: a name with its honorific, a title, an organisation; each may be empty."""

    name: str
    title: str = ""
    organisation: str = ""


def split_cell(text: str, how: str) -> list[str]:
    """Return the names in a cell, each once, separated as `how` says."""
    if how == ONE or how not in MARKS:
        return [" ".join(text.split())] if fold(text) not in NOBODY else []
    pieces: list[str] = []
    for piece in _outside_brackets(text, MARKS[how]):
        piece = " ".join(piece.split()).strip(" ,;")
        if pieces and how in (COMMA, AND) and GOES_ON.match(piece):
            pieces[-1] = f"{pieces[-1]}, {piece}"
        elif fold(piece) not in NOBODY:
            pieces.append(piece)
    once: dict[str, str] = {}
    for piece in pieces:
        once.setdefault(fold(piece), piece)
    return list(once.values())


def _outside_brackets(text: str, mark: str) -> list[str]:
    hidden = re.sub(r"\([^()]*\)", lambda found: "\0" * len(found[0]), text)
    start, pieces = 0, []
    for found in re.finditer(mark, hidden):
        pieces.append(text[start : found.start()])
        start = found.end()
    return [*pieces, text[start:]]


def likely_split(texts: list[str]) -> str:
    cells = [text for text in texts if text]
    enough = max(1, len(cells) // 20)
    for how, mark in ((SEMICOLON, ";"), (LINE, "\n"), (COMMA, ", "), (SLASH, " / ")):
        if sum(mark in text for text in cells) >= enough:
            return how
    return ONE


def is_person(text: str) -> bool:
    return bool(split_honorific(text)[0])


def read_person(text: str) -> Named:
    """Return the Named of "Mr. Albert Halilaj, Mayor of Kukës", "Ana Prifti (UNHCR)", "Ana Prifti - UNHCR"."""
    text = " ".join(text.split())
    bracket = BRACKET.fullmatch(text)
    parts = [bracket[1], bracket[2]] if bracket else re.split(r"\s*,\s*|\s+[-–—|]\s+", text)
    parts = [part for part in parts if part]
    name, rest = (parts[0], parts[1:]) if parts else ("", [])
    in_full = _person_in_full(name)
    if in_full and len(rest) == 1 and post_of(rest[0], False)[0]:  # "Ana Prifti (UNHCR), Director"
        return Named(in_full[1], rest[0], in_full[2])
    if len(rest) >= 2:
        return Named(name, rest[0], ", ".join(rest[1:]))
    return Named(name, *post_of(rest[0], bool(bracket))) if rest else Named(name)


def is_nil(cells: list[str]) -> bool:
    """Whether a row says that there was nothing: "nil return", alone or with a date, a month or a number."""
    texts = {fold(cell): cell for cell in cells if fold(cell)}
    others = [cell for text, cell in texts.items() if text not in NIL]
    return len(others) < len(texts) and all(_is_date_or_number(cell) for cell in others)


def _is_date_or_number(text: str) -> bool:
    if fold(text).isdigit() or parse_month(text.strip(" .,:")):
        return True
    for order in (DAY_FIRST, MONTH_FIRST):
        try:
            return bool(read_date(text, order))
        except ValueError:
            continue
    return False


def read_counterparts(text: str, how: str, with_titles: bool) -> list[Named]:
    """Return the Named of a cell with organisations and people; one without a name is an organisation.

    `with_titles`: each piece may be a name with its title and organisation. Otherwise a piece is an
    organisation, or, with an honorific, somebody who speaks for the organisation before it. A person's
    name with an organisation in brackets is understood everywhere.
    """
    found = []
    for piece in split_cell(text, how):
        if _is_organisation_in_full(piece):
            found.append(Named("", "", piece))
        elif _person_in_full(piece):
            found.append(read_person(piece))
        elif with_titles and (is_person(piece) or how in (ONE, SEMICOLON, LINE)):
            named = read_person(piece)
            is_bare = not (named.title or named.organisation or is_person(named.name))
            found.append(Named("", "", named.name) if is_bare else named)
        elif is_person(piece):
            named = read_person(piece)
            before = found[-1].organisation if found and not named.organisation else ""
            found.append(Named(named.name, named.title, named.organisation or before))
        elif with_titles and found and _continues(found[-1], piece):
            last = found[-1]
            title, organisation = post_of(piece, False)
            found[-1] = Named(last.name, last.title or title, last.organisation or organisation)
        else:
            found.append(Named("", "", piece))
    # An organisation that is named by itself too is left out where somebody speaks for it.
    spoken = {fold(named.organisation) for named in found if named.name}
    return [named for named in found if named.name or fold(named.organisation) not in spoken]


def _continues(last: Named, piece: str) -> bool:
    """Whether a piece after a comma is the organisation, or the title, of the person before it."""
    may_be_title = not last.title and bool(post_of(piece, False)[0])
    return bool(last.name) and (not last.organisation or may_be_title)


def _is_organisation_in_full(piece: str) -> bool:
    """Whether this is an organisation with something in brackets: "Danish Refugee Council (DRC)"."""
    bracket = BRACKET.fullmatch(piece)
    if not bracket or is_person(piece):
        return False
    words = fold(bracket[1]).split()
    return bool(ORGANISATION_WORDS & set(words)) or _is_acronym(fold(bracket[2]), words)


def _is_acronym(text: str, words: list[str]) -> bool:
    """Whether `text` has the initials of `words`; "sh", "gj" and the like may count as one or two letters."""
    initials = "".join(f"{w[0]}{w[1]}?" if w[1:2] in ("h", "j") else w[0] for w in words)
    big = "".join(
        f"{w[0]}{w[1]}?" if w[1:2] in ("h", "j") else w[0] for w in words if w not in SMALL
    )
    return bool(re.fullmatch(f"(?:{initials}|{big})", text.replace(" ", "")))


def _person_in_full(piece: str) -> re.Match[str] | None:
    """Return the match of "Name (organisation)": two to four words before the brackets, written as names are."""
    bracket = BRACKET.fullmatch(piece)
    if not bracket or is_person(piece) or fold(bracket[2]) in NO_EMPLOYER:
        return None
    words = bracket[1].split()
    return bracket if 2 <= len(words) <= 4 and all(map(is_of_a_name, words)) else None


def split_titles(text: str, how: str, count: int) -> list[str]:
    """Return the titles in a cell, separated like the names beside it; a blank or repeated one has its place.

    Only where that does not give `count` titles, blank and repeated ones are left out.
    """
    if how not in MARKS:
        return split_cell(text, how)
    titles = [" ".join(piece.split()).strip(" ,;") for piece in re.split(MARKS[how], text)]
    if len(titles) == count:
        return [title if split_cell(title, ONE) else "" for title in titles]
    return split_cell(text, how)
