"""Cells that say with whom: several names in one, and a name with its title and organisation. Pure."""

import re
from dataclasses import dataclass

from stakeholders.names import HONORIFICS, fold, split_honorific

ONE, SEMICOLON, COMMA, SLASH, LINE, AND = "one", "semicolon", "comma", "slash", "line", "and"
MARKS = {
    SEMICOLON: r"[;\n]",
    COMMA: r"[,;\n]",
    SLASH: r"\s*/\s*|[;\n]",
    LINE: r"\n",
    AND: r"[,;\n]|\s+(?:and|dhe|&)\s+",
}
# A piece that begins so goes on with the one before: "ACT, the App Association", "Norsk Hydro, Inc."
GOES_ON = re.compile(
    r"(?:an?|the|of|und|et|for)\s|(?:inc|ltd|llc|plc|gmbh|s\.?a\.?|sh\.?p\.?k|e\.? ?v|n\.?v)\b\.?",
    re.I,
)
NOBODY = {"", "n a", "na", "none", "nil", "various", "tbc", "tbd", "unknown", "asnje"}
NIL = {
    "nil",
    "nil return",
    "no meetings",
    "no meeting",
    "none",
    "nothing to report",
    "nothing to declare",
}
# What a post says about the organisation it is held in: "Mayor of Kukës" speaks for the municipality.
POSTS = (
    (r"(?:deputy |vice )?mayor|kryetar(?:i|e|ja)?(?: i| e)?(?: bashkise)?", "Municipality of {}"),
    (r"(?:deputy )?ambassador|consul", "Embassy of {}"),
    (r"(?:deputy )?minister", "Ministry of {}"),
    (r"prefect|prefekt(?:i)?", "Prefecture of {}"),
)


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
    bracket = re.fullmatch(r"(.+?)\s*\(([^()]+)\)", text)
    parts = [bracket[1], bracket[2]] if bracket else re.split(r"\s*,\s*|\s+[-–—|]\s+", text)
    parts = [part for part in parts if part]
    name, rest = (parts[0], parts[1:]) if parts else ("", [])
    if len(rest) >= 2:
        return Named(name, rest[0], ", ".join(rest[1:]))
    return Named(name, *_post(rest[0], bool(bracket))) if rest else Named(name)


def _post(text, is_organisation):
    """Return (title, organisation) of what stands behind a name."""
    for words, organisation in POSTS:
        found = re.match(rf"(?:{words})\s+(?:of|to|i|e|per)?\s*(?:the )?(.+)", fold(text))
        if found:
            place = " ".join(text.split()[-len(found[1].split()) :])
            return text, organisation.format(place)
    held = re.match(r"(.+?)\s+(?:of|at|for|from|në|prane)\s+(?:the\s+)?(.+)", text, re.I)
    if held and not is_organisation and _is_post(held[1]) and _is_whole(held[2]):
        return text, held[2]
    return ("", text) if is_organisation or not _is_post(text) else (text, "")


POST_WORDS = {
    "director", "head", "chief", "officer", "manager", "coordinator", "president", "chair", "secretary",
    "adviser", "advisor", "specialist", "representative", "commissioner", "deputy", "minister", "mayor",
    "ambassador", "prefect", "consul", "counsellor", "attache", "drejtor", "drejtore", "kryetar", "shef",
    "koordinator", "administrator", "inspector", "judge", "professor", "member", "ceo",
}  # fmt: skip


def _is_whole(text):
    """Whether this may be an organisation: "Head of Unit" names none."""
    return len(text.split()) > 1 or text.isupper()


def _is_post(text):
    return bool(POST_WORDS & set(fold(text).split()))


def is_nil(cells):
    """Whether a row says that there was nothing: "nil return", "no meetings"."""
    texts = [fold(cell) for cell in cells if fold(cell)]
    return any(text in NIL for text in texts) and len(texts) <= 3


def honorific_only(text):
    """Whether nothing but a form of address is left of a name."""
    return all(word.lower() in HONORIFICS for word in text.split())


def read_parties(text, how, with_titles):
    """Return the Named of a cell with organisations and people; one without a name is an organisation.

    `with_titles`: each piece may be a name with its title and organisation. Otherwise a piece is an
    organisation, or, with an honorific, somebody who speaks for the organisation before it.
    """
    found = []
    for piece in split_cell(text, how):
        if with_titles and (is_person(piece) or how in (ONE, SEMICOLON, LINE)):
            found.append(_whole(read_person(piece)))
        elif is_person(piece):
            named = read_person(piece)
            before = found[-1].organisation if found and not named.organisation else ""
            found.append(Named(named.name, named.title, named.organisation or before))
        elif with_titles and found and found[-1].name and not found[-1].organisation:
            last = found[-1]
            title, organisation = _post(piece, False)
            found[-1] = Named(last.name, last.title or title, organisation)
        else:
            found.append(Named("", "", piece))
    return _without_repeats(found)


def _whole(named):
    """Take a name that nothing says is a person's for an organisation."""
    is_bare = not (named.title or named.organisation or is_person(named.name))
    return Named("", "", named.name) if is_bare else named


def _without_repeats(found):
    """Leave out an organisation that stands for itself where somebody speaks for it."""
    spoken = {fold(named.organisation) for named in found if named.name}
    return [named for named in found if named.name or fold(named.organisation) not in spoken]
