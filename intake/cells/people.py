"""Names in cells: several in one, and a name with its title and organisation; in English and as the country writes."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings

from intake.cells.dates import DAY_FIRST, MONTH_FIRST, read_date
from stakeholders.levels import first_level, second_level
from stakeholders.vocabulary import (
    DEPUTIES,
    HEADS,
    KIND_OF,
    ORGANISATION_WORDS,
    POST_WORDS,
    pack_lines,
    pack_words,
    split_honorific,
)
from toolkit.dates import parse_month
from toolkit.spelling import fold, loose, without_genitive

COUNTRY = settings.COUNTRY
COUNTRY_NAMES = {fold(COUNTRY.name_en), fold(COUNTRY.name), *pack_words("country_names")}


def _any(words: Iterable[str]) -> str:
    """Return the pattern of one of some words, with or without their accents."""
    return "|".join(loose(word).replace(" ", r"\s+") for word in words)


ONE, SEMICOLON, COMMA, SLASH, LINE, AND = "one", "semicolon", "comma", "slash", "line", "and"
MARKS = {
    SEMICOLON: r"[;\n]",
    COMMA: r"[,;\n]",
    SLASH: r"\s*/\s*|[;\n]",
    LINE: r"\n",
    AND: rf"[,;\n]|\s+(?:{_any(('and', '&', *pack_words('and_words')))})\s+",
}
NAME_WORD = re.compile(r"[^\W\d_](?:\.|(?:[^\W\d_]|['’-])*)")
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
    return bracket if 2 <= len(words) <= 4 and all(map(_is_of_a_name, words)) else None


def _is_of_a_name(word: str) -> bool:
    """Whether a word is written as in a person's name: "O'Brien", "B.", but not "UNHCR"."""
    return bool(NAME_WORD.fullmatch(word)) and word[0].isupper() and not word[1:].isupper()


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


# An office that implies its organisation: "Mayor of Kukës" speaks for the municipality.
DEPUTY = rf"(?:(?:{_any(DEPUTIES)})\.?[- ]?)?"


def _office(post: str, local: tuple[str, ...]) -> str:
    """Return the pattern of an office. Of "mayor of the municipality", the unit is left to be read as a place."""
    forms = [post.replace(" ", "[- ]")]
    units = sorted(map(fold, second_level().words), key=len)
    for form in local:
        word, _space, of_unit = form.partition(" ")
        before, space, last = of_unit.rpartition(" ")
        of_unit = before + space + next((unit for unit in units if last.startswith(unit)), last)
        forms.append(rf"{loose(word)}(?= {loose(of_unit)})" if of_unit else loose(word))
    return DEPUTY + rf"(?:{'|'.join(forms)})"


OFFICES = [(_office(post, local), body.title()) for post, (body, local) in HEADS.items()]
OF_WORDS = ("of", "for", *COUNTRY.language.of_words)
LINK = rf"({_any(OF_WORDS)})\s+(?:the\s+)?"
LOCAL_UNITS = [
    rf"{loose(word)}\w*"
    for level in (second_level(), first_level())
    for word in level.words
    if word not in (level.singular, level.plural)
]
UNITS = "|".join(
    dict.fromkeys((*map(re.escape, (second_level().singular, first_level().singular)), "city"))
)
UNIT = re.compile(rf"(?:{'|'.join((f'(?:{UNITS})', *LOCAL_UNITS))})(?:\s+|$)", re.I)
UNIT_BEHIND = re.compile(rf"\s+(?:{second_level().singular}|{first_level().singular})$", re.I)
IN_WORDS = pack_words("in_words")
IN_COUNTRY = re.compile(
    rf"(?:^|\s+)(?:{_any(('to', 'in', *IN_WORDS))})\s+(?:the\s+)?(?:republic of\s+)?(?:{_any(COUNTRY_NAMES)})$",
    re.I,
)
AT = _any(("of", "at", "for", "from", *IN_WORDS))
SMALL = {"&", "of", "and", "the", *pack_words("and_words"), *COUNTRY.language.of_words}
NO_PLACE = {"eu", "european union", "un", "united nations", "osce", "nato", "council of europe"}
OF_COUNTRIES = {"kosovo", "state"}  # the Embassy of Kosovo, of the State of Kuwait
PLAIN = {fold(name) for name in COUNTRY.language.no_endings}
# "Germany to Kosovo", "Council of Kukës": more than a place, or none.
NOT_IN_PLACES = (
    (ORGANISATION_WORDS - OF_COUNTRIES) | POST_WORDS | {"to", "in", "for", *map(fold, IN_WORDS)}
)


def post_of(text: str, is_organisation: bool) -> tuple[str, str]:
    """Return (title, organisation) of what comes after a name."""
    organisation = _of_office(text)
    if organisation is not None:
        return text, organisation
    # "Minister Counsellor" begins with an office: it is not an organisation, even in brackets.
    if any(re.match(rf"(?:{words})(?=\s|$)", text, re.I) for words, _body in OFFICES):
        is_organisation = False
    held = re.match(rf"(.+?)\s+(?:{AT})\s+(?:the\s+)?(.+)", text, re.I)
    # "Head of Unit" names no organisation.
    is_named = held is not None and (len(held[2].split()) > 1 or held[2].isupper())
    if held and is_named and not is_organisation and _is_post(held[1]):
        return text, held[2]
    return ("", text) if is_organisation or not _is_post(text) else (text, "")


def _of_office(text: str) -> str | None:
    """Return the organisation of "Mayor of Kukës": empty when it isn't certain, None when it is no such office."""
    text = unicodedata.normalize("NFC", " ".join(text.split()))
    for words, body in OFFICES:
        if re.fullmatch(rf"(?:{words}){IN_COUNTRY.pattern}", text, re.I):
            return ""
        found = re.match(rf"(?:{words})\s+{LINK}(.+)", text, re.I)
        if found:
            link, place = found[1].lower(), IN_COUNTRY.sub("", found[2])
            if body == "Ministry":
                return f"{body} {link} {place}" if _is_of_ministry(link, place) else ""
            place = _place(link, place) if link != "for" else ""
            return f"{body} of {place}" if place else ""
    return None


def _is_of_ministry(link: str, text: str) -> bool:
    """Whether a ministry may be called so: a Minister of State has none, a country is none."""
    words = fold(text).split()
    is_country = bool(COUNTRY_NAMES & set(words[:1] + words[2:3])) and len(words) < 4
    is_named = bool(words) and link in ("of", "for") and words[0] != "state"
    return is_named and not is_country and not POST_WORDS & set(words)


def _place(link: str, text: str) -> str:
    """Return the place that "the Municipality of Kukës" means, put in its plain case after a local "of"; else ""."""
    unit = UNIT.match(text)
    if unit:
        text = text[unit.end() :]
        linked = re.match(LINK, text, re.I)
        link, text = (linked[1].lower(), text[linked.end() :]) if linked else ("", text)
    text = UNIT_BEHIND.sub("", text)
    words = text.split()
    is_certain = 0 < len(words) <= 5 and all(w[0].isupper() or w in SMALL for w in words)
    is_certain = is_certain and words[0] not in SMALL and fold(text) not in NO_PLACE
    if not is_certain or NOT_IN_PLACES & set(fold(text).split()):
        return ""
    return text if link in ("", "of") else " ".join([_nominative(words[0]), *words[1:]])


def _nominative(word: str) -> str:
    """Return the plain form of a place after an "of" of the country's language: Kukësit is Kukës, Vlorës is Vlorë."""
    language = COUNTRY.language
    if fold(word) in PLAIN or not language.of_words:
        return word
    linked = f"{language.of_words[0]} {word}"
    plain = without_genitive(linked)
    ending = linked[len(plain) :].lower()
    return plain[len(linked) - len(word) :] + dict(language.of_endings).get(ending, "")


def _is_post(text: str) -> bool:
    return bool(POST_WORDS & set(fold(text).split()))
