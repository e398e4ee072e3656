"""Offices that imply their organisation: "Mayor of Kukës" speaks for the municipality."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from django.conf import settings

from stakeholders.levels import first_level, second_level
from stakeholders.vocabulary import (
    BODIES,
    DEPUTIES,
    HEADS,
    ORGANISATION_WORDS,
    PLACES,
    POST_WORDS,
    STATE_NAMES,
    meanings,
    pack_words,
)
from toolkit.spelling import fold, loose, without_genitive

COUNTRY = settings.COUNTRY
COUNTRY_NAMES = {fold(COUNTRY.name_en), fold(COUNTRY.name), *pack_words("country_names")}


def any_of(words: Iterable[str]) -> str:
    """Return the pattern of one of some words, with or without their accents."""
    return "|".join(loose(word).replace(" ", r"\s+") for word in words)


NAME_WORD = re.compile(r"[^\W\d_](?:\.|(?:[^\W\d_]|['’-])*)")


def is_of_a_name(word: str) -> bool:
    """Whether a word is written as in a person's name: "O'Brien", "B.", but not "UNHCR"."""
    return bool(NAME_WORD.fullmatch(word)) and word[0].isupper() and not word[1:].isupper()


# An office that implies its organisation: "Mayor of Kukës" speaks for the municipality.
DEPUTY = rf"(?:(?:{any_of(DEPUTIES)})\.?[- ]?)?"


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
LINK = rf"({any_of(OF_WORDS)})\s+(?:the\s+)?"
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
    rf"(?:^|\s+)(?:{any_of(('to', 'in', *IN_WORDS))})\s+(?:the\s+)?(?:republic of\s+)?(?:{any_of(COUNTRY_NAMES)})$",
    re.I,
)
AT = any_of(("of", "at", "for", "from", *IN_WORDS))
SMALL = {"&", "of", "and", "the", *pack_words("and_words"), *COUNTRY.language.of_words}
NO_PLACE = {"eu", "european union", "un", "united nations", "osce", "nato", "council of europe"}
OF_COUNTRIES = {"kosovo", "state"}  # the Embassy of Kosovo, of the State of Kuwait
PLAIN = {fold(name) for name in COUNTRY.language.no_endings}
# "Germany to Kosovo", "Council of Kukës": more than a place, or none.
NOT_IN_PLACES = (
    (ORGANISATION_WORDS - OF_COUNTRIES) | POST_WORDS | {"to", "in", "for", *map(fold, IN_WORDS)}
)


TITLES = sorted(
    ((fold(form).split(), title) for title, forms in COUNTRY.titles.items() for form in forms),
    key=lambda pair: -len(pair[0]),
)
LOCAL_DEPUTIES = re.compile(rf"(?:{'|'.join(map(re.escape, DEPUTIES[3:]))})(?: |(?=[a-z]))")


@lru_cache(maxsize=1024)
def in_english(title: str) -> str:
    """Return "Deputy Mayor of Kukës" of that title in the language of the country; others as they are."""
    words = title.split()
    folded = [fold(word) for word in words]
    bare = " ".join(folded)
    deputy = LOCAL_DEPUTIES.match(bare) if len(DEPUTIES) > 3 else None
    before = "Deputy " if deputy else ""
    tokens = bare[deputy.end() if deputy else 0 :].split()
    for form, english in TITLES:
        if tokens[: len(form)] == form:
            rest = words[len(words) - len(tokens) + len(form) :]
            if not rest:
                return f"{before}{english}"
            link, *behind = rest if fold(rest[0]) in map(fold, OF_WORDS) else ("", *rest)
            where = _place_or_state(english, link, " ".join(behind))
            return f"{before}{english} of {where}" if where else title
    return title


def _place_or_state(post: str, link: str, text: str) -> str:
    """Return the place of a mayor or the state of an ambassador, as English calls it; "" when it isn't certain."""
    if BODIES.get(post.lower()) not in ("embassy", "consulate"):
        return _place(link, text) if BODIES.get(post.lower()) != "ministry" else ""
    found = [one for one in meanings(fold(text)) if one in STATE_NAMES or one in PLACES.values()]
    return found[0].title() if found else ""


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
    return text if link in ("", "of") else " ".join([nominative(words[0]), *words[1:]])


def nominative(word: str) -> str:
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
