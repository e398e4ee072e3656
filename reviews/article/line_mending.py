"""What an editor takes out of a public line before reading it: signs, capitals, addresses, "we". Pure."""

import calendar
import html
import re
import unicodedata
from functools import lru_cache

from simplemma import is_known, lemmatize

from reviews.article.grammar import ENGLISH
from reviews.article.known_names import KnownNames, folded_words
from reviews.article.noun_phrases import with_capitals
from reviews.article.nouns import kinds_of, main_kind
from reviews.article.word_classes import MONTHS, classes_of, is_english, keeps_capital, tagged
from toolkit.spelling import fold

TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<!--.*?-->", re.S)
MARKDOWN_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*\)")
EMPHASIS = re.compile(r"(\*\*|__|\*|_|`+|~~)(?=\S)(.+?)(?<=\S)\1(?!\w)")
HEADING = re.compile(r"^\s{0,3}(?:#{1,6}|>+|=+)\s+", re.M)
BULLET = re.compile(r"^\s*(?:[-*•·–—▪●◦‣o✓✔➢]|\(?\d{1,2}[.)]|[a-z]\))\s+")
INLINE_BULLET = re.compile(r"\s+[•▪●◦‣➢]\s*")
NUMBERED = re.compile(r"(^|\s|:)\s*\(?([1-9])[.)]\s+")
LETTERED = re.compile(r"(^|\s|:)\s*\(?([a-h])\)\s+")
ADDRESS = re.compile(
    r"(?:\bhttps?://|\bwww\.)[^\s<>]*[^\s<>.,;:!?)]|\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\b[\w-]+(?:\.[\w-]+)*\.(?:org|com|net|int|gov|eu|al)"
    r"(?:/[^\s<>]*)?(?!\w)",
    re.I,
)
MAIL = re.compile(r"\w@\w")
LED_TO = re.compile(
    r"[(\[<]?\s*(?:\b(?:on|at|in|see|via|under|here|link|from|through|available|more|info)\b\s*:?\s*)*"
    rf"(?:{ADDRESS.pattern})\s*[)\]>]?",
    re.I,
)
# What stands at an address and is nothing without it.
IS_POSTED = re.compile(
    r"(?:(?:full|the|more|our|a) )?(?:agenda|article|details|info(?:rmation)?|link|live ?stream|minutes|photos?"
    r"|pictures|post|press release|recordings?|registration|slides|stream|videos?)?",
    re.I,
)
DATED = "|".join(
    rf"(?<={before} )" for before in (r"\d", "in", "by", "until", "from", "since", "to", ":")
)
# Everyday words cut short, in small letters alone.
CLIPPED = {
    "accomm?": "accommodation",
    "add['’]l": "additional",
    "agri(?= [a-z])": "agricultural",
    "asap": "as soon as possible",
    "assoc": "association",
    "benefs?": "beneficiaries",
    "biz": "business",
    "certs": "certificates",
    "comms": "communications",
    "coop(?= (?:between|in|on|with))": "cooperation",
    r"coord\.?(?= (?:group|in|mechanism|meeting|of|on|structure|with))": "coordination",
    "(?<=[a-z] )dev": "development",
    "dev(?= (?:goals|of|partners?|plan|project|strategy))": "development",
    "edu": "education",
    "evac": "evacuation",
    "fams": "families",
    r"(?<=\d )HH": "households",
    "HHs": "households",
    "int['’]l": "international",
    "intro(?= (?:of|to))": "introduction",
    "intro(?= (?:call|meeting|visit))": "introductory",
    "kids['’](?= )": "children's",
    "kids(?!['’])": "children",
    "(?<=birth )reg": "registration",
    "(?<=civil )reg": "registration",
    "(?<=voter )reg": "registration",
    "mkt": "market",
    "nat['’]l": "national",
    r"nr\.?(?= of)": "number",
    "orgs": "organisations",
    "(?<=[a-z] )org": "organisation",
    "panelist": "panellist",
    "panelists": "panellists",
    "prelim": "preliminary",
    "recs": "recommendations",
    "rep(?= (?:from|of))": "representative",
    "reqs": "requirements",
    "tech(?= (?:assistance|level|meeting|support|team|working))": "technical",
    "temp(?= (?:accommodation|housing|protection|shelter|work))": "temporary",
    "uni": "university",
    "unis": "universities",
    "vax": "vaccination",
    "x-?mas": "Christmas",
    "yr": "year",
}
# Kinds of places cut short behind a name: "Sumy reg".
PLACES_CUT = {
    "dist": "district",
    "distr": "district",
    "mun": "municipality",
    "obl": "oblast",
    "prov": "province",
    "reg": "region",
}
PLACE_CUT = re.compile(rf"(?<=\w )(?P<kind>{'|'.join(PLACES_CUT)})\b(?! [A-Z])\.?")
ONWARDS = re.compile(r"\b(journeys?|movements?|transport|travel) onwards?\b")
# Shortenings of everyday English that an editor writes out.
WRITTEN_OUT = {
    r"w/o(?:ut)?": "without",
    r"w/": "with",
    r"incl\.?": "including",
    r"excl\.?": "excluding",
    r"esp\.?": "especially",
    r"approx\.?": "approximately",
    r"gov(?:t|'t)\.?": "government",
    r"dept\.?": "department",
    r"dir\.": "director",
    r"btw\.?": "between",
    r"wk": "week",
    r"yrs": "years",
    r"pax": "people",
    r"ppl": "people",
    r"abt\.?": "about",
    r"docs": "documents",
    r"pts": "points",
    r"mths?": "months",
    r"mgmt\.?": "management",
    r"reps": "representatives",
    r"intl\.?": "international",
    r"hrs": "hours",
    r"thru": "through",
    r"b/w": "between",
    r"info(?= [a-z])": "information",
    r"mtgs?": "meeting",
    r"(?<=[a-z] )prep": "preparations",
    r"prep(?= (?:for|of)\b)": "preparation",
    **{rf"(?-i:{day[:3]})\.": day for day in calendar.day_name},
    r"(?<=\w )re:": "on",
    r"(?<=[a-z] )(?-i:re)(?= \w)": "on",
    **{rf"(?-i:{short})": full for short, full in CLIPPED.items()},
    r"(?<=\w )w(?= \w)": "with",
    r"e\.g\.": "for example",
    r"i\.e\.": "that is",
    r"1st": "first",
    r"2nd": "second",
    r"3rd": "third",
    **{
        rf"(?:(?:{DATED}){month[:3]}t?\.?|{month[:3]}t?(?:\.|(?=\.?\s\d)))": month
        for month in calendar.month_name
        if len(month) > 4
    },
}
WRITE_OUT = re.compile(
    rf"(?<![\w/])(?:{'|'.join(rf'(?P<s{at}>{short})' for at, short in enumerate(WRITTEN_OUT))})(?![\w/])",
    re.I,
)
# Words that go with a hyphen before a noun.
HYPHENATED = re.compile(
    r"\b(?:(short|long|medium) (term)|(cross) (border)|(pre) (arrival|departure|deployment|employment|migration|return)"
    r"|(one) (stop)"
    r"|(victim|survivor|child|people|women) (centred|friendly|sensitive)"
    r"|(area|community|evidence|gender|home|needs|rights|school) (based)"
    r"|(follow) (up)(?= (?:visit|call|meeting)))(?= [a-z])",
    re.I,
)
# Two words run into one where a verb is meant: "to handover kits".
RUN_ON = re.compile(
    r"\b(to|will|can|must) (back|build|follow|hand|kick|roll|scale|set|sign|take|wrap)(off|on|out|over|up)(?= [a-z0-9])"
    r"(?! (?:of|ceremony)\b)",
    re.I,
)
# Words of one kind that go before a noun as one: "flood affected families", "women led groups".
COMPOUND = re.compile(
    r"\b(?P<of>[a-z]{4,}) (?P<done>affected|induced|led|prone|related)"
    r"(?= (?!(?:from|with)\b)[a-z]{4,})"
)
BEFORE_WORD = re.compile(
    r"\b(anti|non|pre|semi|socio) (?=[a-z]{4,})|\b(counter) (?=(?:trafficking|smuggling|terrorism)\b)",
    re.I,
)
SMILEY = re.compile(r"(?<!\w)[:;]['’]?-?[)(DPp](?!\w)")


def plain_text(text: str) -> str:
    """Return the text without tags, marks of Markdown and pictures; lines stay lines."""
    text = html.unescape(text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", ""))
    text = TAG.sub(" ", text)
    text = MARKDOWN_LINK.sub(r"\1", text)
    text = HEADING.sub("", text)
    text = EMPHASIS.sub(r"\2", text)
    text = "".join(c for c in text if not _is_picture(c))
    text = re.sub(r"[\u200b\ufe0f\u200d]", "", text)
    text = re.sub(r"(?<!\S)(w/(?:o(?:ut)?\b)?)\s*(?=\w)", r"\1 ", text)
    text = WRITE_OUT.sub(_written_out, text)
    text = re.sub(r"(?<=\d) ?(?:mio|mln)\b\.?", " million", text)
    text = ONWARDS.sub(r"onward \1", PLACE_CUT.sub(_place_in_full, text))
    text = HYPHENATED.sub(lambda found: "-".join(filter(None, found.groups())), text)
    text = COMPOUND.sub(_as_one, BEFORE_WORD.sub(lambda one: f"{one[0].strip()}-", text))
    text = RUN_ON.sub(r"\1 \2 \3", text)
    text = re.sub(r"(?<!\w)#(?=\d)", "No. ", text)
    text = re.sub(
        r"(?<=\w )(?<!was )(?<!were )(?<!been )(?<!is )(?:informed|notified) that\b",
        "reported that",
        text,
    )
    text = with_capitals(re.sub(r"[^\S\n]+", " ", SMILEY.sub("", text)).strip())
    return re.sub(r"(?<=[\w)”\"]) & (?=[\w(“\"])", " and ", text)


def _as_one(found: re.Match[str]) -> str:
    is_thing = classes_of(found["of"])[:1] == ("NN1",) and main_kind(found["of"]) != "person"
    is_many = found["of"] in ("women", "youth")
    return f"{found['of']}-{found['done']}" if is_thing or is_many else found.group()


def _place_in_full(found: re.Match[str]) -> str:
    name = found.string[: found.start()].split()[-1]
    is_name = name[:1].isupper() and keeps_capital(name)
    return PLACES_CUT[found["kind"]] if is_name else found.group()


def _is_picture(character: str) -> bool:
    kind = unicodedata.category(character)
    is_sign = kind == "So" and character > "\u218f"
    return is_sign or kind in ("Cs", "Co", "Cn") or "\U0001f3fb" <= character <= "\U0001f3ff"


def _written_out(found: re.Match[str]) -> str:
    full = tuple(WRITTEN_OUT.values())[int((found.lastgroup or "s0")[1:])]
    return full.capitalize() if found.group()[:1].isupper() else full


def is_foreign(text: str, names: KnownNames) -> bool:
    """Say whether the words are not English; names in another language are no finding."""
    letters = [c for c in text if c.isalpha()]
    latin = sum("LATIN" in unicodedata.name(c, "") for c in letters)
    if not letters or latin < len(letters) * 0.6:
        return bool(letters)
    shouted = text.isupper() and any(len(part.split()) > 1 for part in re.split(r"[,;/+]", text))
    words = re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", ADDRESS.sub(" ", text))
    plain = [
        word
        for at, word in enumerate(words)
        if word not in names and (shouted or (_is_small(word) and (at == 0 or word[0].islower())))
    ]
    strange = [word for word in plain if not _is_english(word)]
    if len(words) == 1:
        return len(words[0]) > 2 and words[0].islower() and bool(strange)
    if len(plain) < 2:
        return False
    return len(strange) * 2 > len(plain) or (
        len(strange) * 5 >= len(plain) * 2 and _particles(plain)
    )


def _is_small(word: str) -> bool:
    return len(word) > 1 and not any(map(str.isupper, word[1:]))


@lru_cache(maxsize=4096)
def _is_english(word: str) -> bool:
    parts = re.split(r"['’-]", word)
    return all(_is_english_part(part) for part in parts if len(part) > 1)


def _is_english_part(word: str) -> bool:
    if len(word) > 9 and word.endswith(("isation", "ization")):
        return True
    if word.islower() and kinds_of(word):
        return True
    classes = classes_of(word)
    if len(word) <= 3 and word.islower():
        return bool(classes) and classes[0] not in ("NP0", "ITJ", "ZZ0")
    if word.islower() and classes and classes[0] == "NP0":
        return False
    is_name = word.islower() and not classes and lemmatize(word.title(), "en")[:1].isupper()
    return is_english(word) and not (is_name and lemmatize(word, "en") != word)


def _particles(words: list[str]) -> bool:
    """Say whether small words of other languages are among these."""
    return any(len(word) <= 3 and not _is_english_part(word) for word in words)


# After a word in capitals that is a name: "the HARMONY project".
NAMED = re.compile(
    r"(?:[ -]?(?:\d+|[IVX]+))?"
    r" (?:app|campaign|fund|initiative|network|platform|portal|programme|project|scheme|tool)\b",
    re.I,
)


def is_shouted(text: str) -> bool:
    letters = [c for c in text if c.isalpha() and c.lower() != c.upper()]
    words = [w for w in re.findall(r"[^\W\d_]{4,}", text) if w.isupper() and is_english(w.lower())]
    return len(words) > 1 and sum(map(str.isupper, letters)) > len(letters) * 0.6


def in_small_letters(text: str, names: KnownNames) -> str:
    """Return a line with its words in capitals lowered; names and abbreviations keep theirs."""
    shouted = is_shouted(text)

    def lower(found: re.Match[str]) -> str:
        word = found.group()
        if not word.isupper() or len(word) == 1:
            return word.lower() if shouted and word == "A" else word
        if not shouted and len(word) < 4 and classes_of(word)[:1] in ((), ("NN1",), ("NP0",)):
            return word  # "COL, PAN", countries by their letters
        is_alone = not shouted and not _is_beside_capitals(text, found)
        if is_alone and (len(word) < 7 or NAMED.match(text[found.end() :])):
            return word
        common = all(
            is_english(one.lower()) and not keeps_capital(one.title()) for one in word.split("-")
        )
        spelt = [names.spelt.get(one) for one in folded_words(word)]
        if all(spelt) and not common:
            return "-".join(str(one) for one in spelt)
        if shouted and keeps_capital(word.title()) and is_known(word.title(), "en"):
            return word.title()
        return word.lower() if common else word

    return re.sub(r"[^\W\d_]+(?:-[^\W\d_]+)*", lower, text)


def _is_beside_capitals(text: str, found: re.Match[str]) -> bool:
    """Say whether a word of the language in capitals has another beside it."""
    before = re.search(r"([^\W\d_]+)\W{1,2}$", text[: found.start()])
    after = re.match(r"\W{1,2}([^\W\d_]+)", text[found.end() :])
    beside = [one[1] for one in (before, after) if one and one[1].isupper() and len(one[1]) > 1]
    return any(is_english(word.lower()) and "NP0" not in classes_of(word)[:1] for word in beside)


def without_bullets(text: str) -> str | None:
    """Return a list as parts with semicolons between them; None where it is no list."""
    text = INLINE_BULLET.sub("\n", text)
    numbers = [int(number) for _before, number in NUMBERED.findall(text)]
    if len(numbers) > 1 and numbers == [*range(1, len(numbers) + 1)]:
        text = NUMBERED.sub(r"\1\n- ", text)
    letters = [letter for _before, letter in LETTERED.findall(text)]
    if len(letters) > 1 and letters == list("abcdefgh")[: len(letters)]:
        text = LETTERED.sub(r"\1\n- ", text)
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    items = [BULLET.sub("", line).strip() for line in lines]
    marked = sum(item != line for item, line in zip(items, lines, strict=True))
    if len(lines) == 1:
        return items[0] if marked and lines[0][:1] in "-*•·▪●◦‣➢–—" else None
    if not marked and any(re.search(r"[.!?]$", line) for line in lines):
        return None
    items = [item.rstrip(" ;,.") if not item.endswith("…") else item for item in items]
    if len(items) > 1 and items[0].endswith(":") and marked < len(items):
        return f"{items[0]} {'; '.join(items[1:])}"
    return "; ".join(filter(None, items))


def without_addresses(text: str) -> str | None:
    """Return the line without links and e-mail addresses and what only leads to them."""
    if not ADDRESS.search(text):
        return None
    kept: list[str] = []
    for part in re.split(r"(\s*[;,\n]\s+|\s+;\s*|(?<=[.!?])\s+|\s+[-–—]\s+)", text):
        if MAIL.search(part):
            if kept and not any(map(str.isalnum, kept[-1])):
                kept.pop()
            continue
        rest = LED_TO.sub("", part) if ADDRESS.search(part) else part
        kept.append("" if rest != part and IS_POSTED.fullmatch(rest.strip(" .:")) else rest)
    return re.sub(r"^[\s;,–—-]+|[\s;,:–—-]+$", "", "".join(kept))


FIRST = re.compile(
    r"\b(?:I(?=\s+[a-z])|I['’](?:m|ve|ll|d)\b|[Ww]e|[Ww]e['’]\w+|us|[Oo]urs?|[Oo]urselves|[Mm]y|myself|me"
    r"|(?<=of )mine)\b"
)
LEADING = re.compile(r"^(?:I|[Ww]e)\s+(?:(?:also|then|both|all)\s+)?(?P<rest>\w+\s.*)$", re.S)
# What a writer says of what is to come is no promise of the office.
PROMISE = re.compile(
    r"\bI(?:['’]ll| (?:\w+ly )?(?:will|shall|should|would|could|can|must|may|might|hope|think|believe|try|promised?))\b"
    r"|\bI['’]d\b|\b[Ww]e (?:\w+ly )?promised?\b|\band (?:I|we) promised?\b"
)
# A second statement, not what was agreed "that": then the first keeps its subject too.
AGAIN = re.compile(r"(?:(?!\bthat\b).)*?\b(?:and|but)\s+(?:we|I)\b", re.S)
OTHERS = re.compile(r"\b(?:he|she|they)\b", re.I)
# "we" and what follows, as it is said of IOM.
OF_IOM = (
    (r"\b(?:us|IOM) (?:if|whether) we\b", "IOM whether it"),
    (r"\b[Oo]urs?\b", "IOM's"),
    (r"\bus\b", "IOM"),
    (r"\b[Ww]e(?: are|['’]re)\b", "IOM is"),
    (r"\b[Ww]e(?: have|['’]ve)\b", "IOM has"),
    (r"\b[Ww]e were\b", "IOM was"),
    (r"\b[Ww]e['’]ll\b", "IOM will"),
)
WE = re.compile(r"\b(?:[Ww]e|I)\s+(?P<adverb>(?:only|also|still|now|then)\s+)?(?P<verb>[a-z]+)\b")


def without_first_person(text: str) -> tuple[str, bool]:
    """Return the line without "I" and "we", and whether what is left is safe to print."""
    if not FIRST.search(text):
        return text, True
    made = [_of_iom(sentence) for sentence in re.split(r"(?<=[.!?])\s+", text)]
    better = " ".join(made)
    is_quoted = any(FIRST.search(quoted) for quoted in re.findall(r"[“\"][^”\"]+[”\"]", text))
    is_safe = (
        not is_quoted
        and not FIRST.search(better)
        and not OTHERS.search(text)
        and not PROMISE.search(text)
    )
    return better, is_safe


def _of_iom(sentence: str) -> str:
    leading = LEADING.match(sentence)
    is_said_once = leading and not AGAIN.match(leading["rest"])
    if leading and is_said_once and _tag_after_they(leading["rest"]) in ("VVD", "VVN"):
        sentence = leading["rest"][:1].upper() + leading["rest"][1:]
    for said, of_iom in OF_IOM:
        sentence = re.sub(said, of_iom, sentence)
    return re.sub(r", IOM (?=\w+ed\b)", " and IOM ", WE.sub(_iom_does, sentence))


def _iom_does(found: re.Match[str]) -> str:
    tag = _tag_after_they(found["verb"])
    if tag not in ("VVD", "VM0", "VVB", "VHD", "VDD", "VDB", "VVN"):
        return found.group()
    verb = found["verb"]
    if tag in ("VVB", "VDB"):
        verb = "does" if verb == "do" else ENGLISH.plural_noun(verb)
    return f"IOM {found['adverb'] or ''}{verb}"


def _tag_after_they(text: str) -> str:
    words = tagged(f"they {text}")
    return words[1].tag if len(words) > 1 else ""


# Words of "the Deputy Mayor, H.E. Mr. X, and his staff" that name nobody.
SMALL = frozenset(
    """a an and at by for from his her in its met mr ms mrs dr h e the of on to with new iom our he she
    excellency staff representatives team office honourable prof col jan feb mar apr jun jul aug sep
    sept oct nov dec""".split()  # noqa: SIM905
) | {month.lower() for month in calendar.month_name}
MEETING = re.compile(
    r"(?:(?:an?|the)\s+)?(?:[\w-]+\s+){0,2}?(?:meeting|visit|call|discussions?|talks?|exchange|consultations?"
    r"|conversation|lunch|training|workshop|session)\s+(?:with|to|of|between|for|on)\s+",
    re.I,
)
TAUGHT = re.compile(r"\b(?:session|training|workshop)\b", re.I)
MET = re.compile(
    r"(?:[\w.,’' ]{0,60}?\b)?(?:met|meeting|visited|spoke|talked|called)\s+(?:(?:up\s+)?(?:with|to|on)\s+)?",
    re.I,
)
ON = re.compile(
    r"\s*[,:;–-]?\s*\b(?:on|about|regarding|concerning|re:?|(?:in order )?to discuss|to talk about|discussing"
    r"|where (?:they|we) discussed)\s+|\s*[,:;]\s+|\s+[-–—]\s+|\s+and\s+(?=\w+(?:ed|ke|ve|eld)\b)"
)
# "The Ambassador received IOM in his office to discuss ..."
HOSTED = re.compile(
    r"(?P<who>(?:H\. ?E\.|(?:Mrs?|Ms|Dr|Prof|Hon|Eng|Col|Gen)\.|[^.;:]){3,120}?),? (?:received|welcomed|hosted|met)"
    r"(?: with)? (?:IOM|us|me|the (?:Chief of Mission|Head of Office|team))"
    r"(?: (?:in|at) (?:his|her|the|their) [\w ]{3,30}?)?(?=[.,;:]| (?:to|on|about|for|and)\b|$)"
)
LED_ON = re.compile(
    r"^[\s.,;:–-]*(?:(?:and|to) (?:discuss(?:ed)?|talk(?:ed)? about)|on|about|topics?:|agenda:)?\s*",
    re.I,
)
DISCUSSED = re.compile(r"^(?:discussed|talked about|spoke about|exchanged views on)\s+", re.I)


# "Met the Regional Minister, who thanked IOM for the borehole"
MET_WHO = re.compile(
    r"(?:(?:IOM|we) )?met (?:with )?(?:the )?(?P<who>[^,;:]{3,90}),? who (?P<did>[a-z]+ed .+)",
    re.I | re.S,
)


def without_repetition(text: str, names: KnownNames) -> str | None:
    """Return what a line says beyond who was met and where; None where it says neither."""
    if (found := MET_WHO.fullmatch(text)) and _is_met(found["who"], names):
        return f"The {found['who']} {found['did']}"
    if fold(text) in names.here:
        return ""
    if (start := re.match(r"([^,;:–—]{3,60}?)(?:[,;:]\s+|\s+[-–—]\s+)(?=\w)", text)) and (
        fold(start[1]) in names.here
    ):
        return text[start.end() :]
    if (host := HOSTED.match(text)) and _is_met(host["who"], names):
        return LED_ON.sub("", text[host.end() :])
    for lead in (MEETING, MET):
        if (start := lead.match(text)) and (
            beyond := _beyond(text[start.end() :], names)
        ) is not None:
            return DISCUSSED.sub("", beyond)
    return None


def _beyond(rest: str, names: KnownNames) -> str | None:
    """Return what follows those who were met, their titles included; None where it begins with others."""
    found = None
    for cut in (*ON.finditer(rest), None):
        is_comma = cut is not None and cut.group().strip() == ","
        if cut and is_comma and _is_names(rest[cut.end() :]):
            continue
        who = rest[: cut.start()] if cut else rest.rstrip(" .!")
        beyond = rest[cut.end() :] if cut else ""
        if not _is_met(who, names) or _begins_with_date(beyond):
            continue
        if not (is_comma and beyond[:1].isupper()):
            return beyond
        found = beyond if found is None else found
    return found


def _is_met(who: str, names: KnownNames) -> bool:
    words = [w for w in folded_words(who) if w not in SMALL and not w.isdigit()]
    known = all(word in names.met or word in names.spelt for word in words)
    return known and any(word in names.met for word in words)


def _is_names(text: str) -> bool:
    return all(word[:1].isupper() or word == "and" for word in text.strip(" .").split())


def _begins_with_date(text: str) -> bool:
    return text[:1].isdigit() or text.split(" ")[0] in MONTHS


# Words that praise, and what a line of praise speaks of besides.
PRAISE = frozenset(
    """amazing appreciated brilliant constructive cordial excellent fantastic friendly fruitful good
    grateful great helpful inspiring interesting lovely nice pleasant pleasure positive productive successful
    thank thanks useful valuable warm welcoming wonderful""".split()  # noqa: SIM905
)
PRAISED = frozenset(
    """atmosphere call conversation cooperation collaboration day discussion event exchange host
    hospitality meeting partner pleasure reception session talk time training view visit welcome workshop
    work colleague team""".split()  # noqa: SIM905
)


def without_praise(text: str, names: KnownNames) -> str | None:
    """Return the line without what only says how it went; None where nothing does."""
    parts = re.split(r"((?<=[.!?;])\s+|,\s+|\s+[-–—]\s+|\n)", text)
    notes, marks = parts[::2], [*parts[1::2], ""]
    praises = [is_praise(note, names) for note in notes]
    if not any(praises):
        return None
    kept = [
        note + mark
        for at, (note, mark) in enumerate(zip(notes, marks, strict=True))
        if not praises[at] and not (_is_aside(note) and any(praises[max(at - 1, 0) : at + 2]))
    ]
    return "".join(kept).rstrip(" ,;-–—\n")


def _is_aside(text: str) -> bool:
    """Say whether words beside praise name nothing: "as usual", "again"."""
    return not any(word.is_noun or word.tag == "UNC" for word in tagged(text.rstrip(" .!")))


def is_praise(text: str, names: KnownNames) -> bool:
    """Say whether the words judge a meeting without a word on what it was about."""
    said = folded_words(text)
    if said[:1] in (("thanks",), ("thank",)) or said[1:2] == ("thanks",):
        return True
    if not PRAISE.intersection(said):
        return False
    words = [word for word in tagged(text) if word.is_letters]
    topics = [
        word.text.lower()
        for word in words
        if word.is_noun
        and not {word.text.lower(), word.text.lower().rstrip("s")} & (PRAISED | PRAISE)
    ]
    return len(words) < 15 and all(
        word in names.spelt for topic in topics for word in folded_words(topic)
    )
