"""What stands behind a name: a title, an organisation, or an office that tells its organisation. Pure."""

import re
import unicodedata

from toolkit.text import fold, without_genitive

# What an office says about the organisation it is held in: "Mayor of Kukës" speaks for the municipality.
MUNICIPALITY, EMBASSY, MINISTRY = "Municipality of {}", "Embassy of {}", "Ministry {} {}"
OFFICES = (
    (r"(?:deputy |vice[- ])?mayor", MUNICIPALITY),
    (
        r"(?:nën|nen|zv\.? ?|z[eë]vend[eë]s[- ]?)?kryetar(?:i|e|ja)?(?= [ie] bashki)|kryebashkiak(?:u|e|ja)?",
        MUNICIPALITY,
    ),
    (r"(?:deputy )?ambassador", EMBASSY),
    (r"consul[- ]general", "Consulate General of {}"),
    (r"(?:deputy |vice[- ])?consul", "Consulate of {}"),
    (r"(?:deputy )?minister", MINISTRY),
    (r"(?:deputy |sub-?)?prefect|(?:nën|nen)?prefekt(?:i|ja)?", "Prefecture of {}"),
)
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
POST_WORDS = {
    "director", "head", "chief", "officer", "manager", "coordinator", "president", "chair", "secretary",
    "adviser", "advisor", "specialist", "representative", "commissioner", "deputy", "minister", "mayor",
    "ambassador", "prefect", "consul", "counsellor", "attache", "drejtor", "drejtore", "kryetar", "shef",
    "koordinator", "administrator", "inspector", "judge", "professor", "member", "ceo",
    "kryetari", "kryetare", "kryetarja", "nenkryetar", "nenkryetari", "kryebashkiak", "kryebashkiaku", "prefekt",
    "prefekti", "drejtori", "drejtoresha", "koordinatori", "koordinatore", "shefi", "daffaires",
    "zevendeskryetar", "zevendeskryetari",
}  # fmt: skip
ORGANISATION_WORDS = {
    "agency", "aid", "albania", "albanian", "alliance", "assembly", "association", "authority", "bank", "board",
    "bureau", "caritas", "center", "centre", "chamber", "church", "club", "college", "commission", "committee",
    "company", "council", "cross", "delegation", "department", "directorate", "embassy", "european", "federation",
    "force", "forum", "foundation", "fund", "group", "hospital", "inc", "initiative", "institute",
    "institution", "international", "kosovo", "league", "ltd", "ministry", "mission", "movement", "municipality",
    "national", "nations", "network", "office", "organisation", "organization", "parliament", "partners",
    "partnership", "party", "platform", "police", "prefecture", "programme", "program", "project", "red", "refugee",
    "regional", "relief", "school", "secretariat", "service", "services", "society", "state", "team", "trust",
    "union", "unit", "university", "vision", "women", "world", "youth",
    "agjencia", "ambasada", "banka", "bashkia", "bashkiak", "drejtoria", "dega", "fakulteti", "federata",
    "fondacioni", "forumi", "instituti", "keshilli", "keshillit", "klubi", "komiteti", "kryqi", "kuvendi", "ministria",
    "ndermarrja", "njesia", "organizata", "policia", "prefektura", "qarku", "qendra", "rrjeti", "shkolla", "shoqata",
    "shoqeria", "shqiperi", "shqiperia", "shqiptar", "shqiptare", "spitali", "universiteti", "zyra",
}  # fmt: skip

# "Germany to Kosovo", "Council of Kukës": more than a place, or none.
NOT_IN_PLACES = (ORGANISATION_WORDS - OF_COUNTRIES) | POST_WORDS | {"to", "in", "ne", "for", "per"}


def post_of(text, is_organisation):
    """Return (title, organisation) of what stands behind a name."""
    organisation = _of_office(text)
    if organisation is not None:
        return text, organisation
    is_organisation = is_organisation and not _begins_with_office(text)
    held = re.match(r"(.+?)\s+(?:of|at|for|from|në|prane)\s+(?:the\s+)?(.+)", text, re.I)
    if held and not is_organisation and _is_post(held[1]) and _is_whole(held[2]):
        return text, held[2]
    return ("", text) if is_organisation or not _is_post(text) else (text, "")


def _begins_with_office(text):
    """Whether an office is named first: "Minister Counsellor" is no organisation, also in brackets."""
    return any(re.match(rf"(?:{words})(?=\s|$)", text, re.I) for words, _organisation in OFFICES)


def _of_office(text):
    """Return the organisation of "Mayor of Kukës": empty when it isn't certain, None when it is no such office."""
    text = unicodedata.normalize("NFC", " ".join(text.split()))
    for words, organisation in OFFICES:
        if re.fullmatch(rf"(?:{words}){IN_ALBANIA.pattern}", text, re.I):
            return ""
        found = re.match(rf"(?:{words})\s+{LINK}(.+)", text, re.I)
        if found:
            link, place = found[1].lower(), IN_ALBANIA.sub("", found[2])
            if organisation == MINISTRY:
                return organisation.format(link, place) if _is_of_ministry(link, place) else ""
            place = _place(link, place) if link != "for" else ""
            return organisation.format(place) if place else ""
    return None


def _is_of_ministry(link, text):
    """Whether a ministry may be called so: a Minister of State has none, a country is none."""
    words = fold(text).split()
    is_country = (
        bool({"albania", "shqiperi", "shqiperise"} & set(words[:1] + words[2:3])) and len(words) < 4
    )
    is_named = bool(words) and link in ("of", "for") and words[0] != "state"
    return is_named and not is_country and not POST_WORDS & set(words)


def _place(link, text):
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


def _nominative(word):
    """Return the plain form of a place after an Albanian "of": Kukësit is Kukës, Vlorës is Vlorë."""
    if fold(word) in PLAIN:
        return word
    plain = without_genitive(f"e {word}")[2:]
    return f"{plain}ë" if word[len(plain) :].lower() in ("ës", "es") else plain


def _is_whole(text):
    """Whether this may be an organisation: "Head of Unit" names none."""
    return len(text.split()) > 1 or text.isupper()


def _is_post(text):
    return bool(POST_WORDS & set(fold(text).split()))
