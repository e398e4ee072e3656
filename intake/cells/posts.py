"""What comes after a name: a title, an organisation, or an office with the organisation in it. Pure."""

import re
import unicodedata

from stakeholders.vocabulary import DEPUTIES, HEADS, ORGANISATION_WORDS, POST_WORDS
from toolkit.text import fold, without_genitive

# What an office says about the organisation it is held in: "Mayor of Kukës" speaks for the municipality.
DEPUTY = rf"(?:(?:{'|'.join(DEPUTIES)})\.?[- ]?)?"


def _office(post: str, albanian: tuple[str, ...]) -> str:
    """Return the pattern of an office. Of "kryetar i bashkise", the unit is left to be read as a place."""
    forms = [post.replace(" ", "[- ]")]
    for form in albanian:
        word, _space, of_unit = form.partition(" ")
        forms.append(rf"{word}(?= {of_unit.removesuffix('se')})" if of_unit else word)
    return (DEPUTY + rf"(?:{'|'.join(forms)})").replace("e", "[eë]")


OFFICES = [(_office(post, albanian), body.title()) for post, (body, albanian) in HEADS.items()]
LINK = r"(of|for|i|e|t[eë]|s[eë])\s+(?:the\s+)?"
UNIT = re.compile(r"(?:(?:municipality|county|city)|bashki\w*|qark\w*)(?:\s+|$)", re.I)
UNIT_BEHIND = re.compile(r"\s+(?:municipality|county)$", re.I)
IN_ALBANIA = re.compile(
    r"(?:^|\s+)(?:to|in|në|ne)\s+(?:the\s+)?(?:republic of\s+)?(?:albania|shqip[eë]ri(?:a|në|së)?)$",
    re.I,
)
SMALL = {"&", "of", "and", "the", "dhe", "e", "i", "të", "te", "së", "se"}
NO_PLACE = {"eu", "european union", "un", "united nations", "osce", "nato", "council of europe"}
OF_COUNTRIES = {"kosovo", "state"}  # the Embassy of Kosovo, of the State of Kuwait
PLAIN = {"kukes", "durres"}  # these end like a genitive and are none
# "Germany to Kosovo", "Council of Kukës": more than a place, or none.
NOT_IN_PLACES = (ORGANISATION_WORDS - OF_COUNTRIES) | POST_WORDS | {"to", "in", "ne", "for", "per"}


def post_of(text: str, is_organisation: bool) -> tuple[str, str]:
    """Return (title, organisation) of what comes after a name."""
    organisation = _of_office(text)
    if organisation is not None:
        return text, organisation
    # "Minister Counsellor" begins with an office: it is not an organisation, even in brackets.
    if any(re.match(rf"(?:{words})(?=\s|$)", text, re.I) for words, _body in OFFICES):
        is_organisation = False
    held = re.match(r"(.+?)\s+(?:of|at|for|from|në|prane)\s+(?:the\s+)?(.+)", text, re.I)
    # "Head of Unit" names no organisation.
    is_named = held is not None and (len(held[2].split()) > 1 or held[2].isupper())
    if held and is_named and not is_organisation and _is_post(held[1]):
        return text, held[2]
    return ("", text) if is_organisation or not _is_post(text) else (text, "")


def _of_office(text: str) -> str | None:
    """Return the organisation of "Mayor of Kukës": empty when it isn't certain, None when it is no such office."""
    text = unicodedata.normalize("NFC", " ".join(text.split()))
    for words, body in OFFICES:
        if re.fullmatch(rf"(?:{words}){IN_ALBANIA.pattern}", text, re.I):
            return ""
        found = re.match(rf"(?:{words})\s+{LINK}(.+)", text, re.I)
        if found:
            link, place = found[1].lower(), IN_ALBANIA.sub("", found[2])
            if body == "Ministry":
                return f"{body} {link} {place}" if _is_of_ministry(link, place) else ""
            place = _place(link, place) if link != "for" else ""
            return f"{body} of {place}" if place else ""
    return None


def _is_of_ministry(link: str, text: str) -> bool:
    """Whether a ministry may be called so: a Minister of State has none, a country is none."""
    words = fold(text).split()
    is_country = (
        bool({"albania", "shqiperi", "shqiperise"} & set(words[:1] + words[2:3])) and len(words) < 4
    )
    is_named = bool(words) and link in ("of", "for") and words[0] != "state"
    return is_named and not is_country and not POST_WORDS & set(words)


def _place(link: str, text: str) -> str:
    """Return the place that "the Municipality of Kukës" or, after "i", "Bashkisë së Kukësit" means; else nothing."""
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
    """Return the plain form of a place after an Albanian "of": Kukësit is Kukës, Vlorës is Vlorë."""
    if fold(word) in PLAIN:
        return word
    plain = without_genitive(f"e {word}")[2:]
    return f"{plain}ë" if word[len(plain) :].lower() in ("ës", "es") else plain


def _is_post(text: str) -> bool:
    return bool(POST_WORDS & set(fold(text).split()))
