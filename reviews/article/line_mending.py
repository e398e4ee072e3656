"""What an editor takes out of a public line before reading it: signs, capitals, addresses, "we". Pure."""

import html
import re
import unicodedata

from simplemma import is_known

from reviews.article.known_names import KnownNames, folded_words
from reviews.article.word_classes import classes_of, is_english, keeps_capital, lemma, tagged

TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<!--.*?-->", re.S)
MARKDOWN_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*\)")
EMPHASIS = re.compile(r"(\*\*|__|\*|_|`+|~~)(?=\S)(.+?)(?<=\S)\1(?!\w)")
HEADING = re.compile(r"^\s{0,3}(?:#{1,6}|>+|=+)\s+", re.M)
BULLET = re.compile(r"^\s*(?:[-*•·–—▪●◦‣o✓✔➢]|\(?\d{1,2}[.)]|[a-z]\))\s+")
INLINE_BULLET = re.compile(r"\s+[•▪●◦‣➢]\s*|\s+(?=\(?[2-9][.)]\s)")
ADDRESS = re.compile(
    r"(?:\bhttps?://|\bwww\.)[^\s<>]+|\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\b[\w-]+(?:\.[\w-]+)*\.(?:org|com|net|int|gov|eu|al)"
    r"(?:/[^\s<>]*)?(?!\w)",
    re.I,
)
SHORT_WORDS = frozenset(["w", "o", "and", "the", "for", "of"])
ENDS = ("w/o ", "without "), ("w/ ", "with "), (" & ", " and "), (" @ ", " at ")
ORDINALS = {"1st": "first", "2nd": "second", "3rd": "third", "4th": "fourth", "5th": "fifth"}


def plain_text(text: str) -> str:
    """Return the text without tags, marks of Markdown and pictures; lines stay lines."""
    text = html.unescape(text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", ""))
    text = TAG.sub(" ", text)
    text = MARKDOWN_LINK.sub(r"\1", text)
    text = HEADING.sub("", text)
    text = EMPHASIS.sub(r"\2", text)
    text = "".join(c for c in text if unicodedata.category(c) not in ("So", "Cs", "Co", "Cn", "Sk"))
    text = re.sub(r"[\u200b\ufe0f\u200d]", "", text)
    for short, full in ENDS:
        text = re.sub(rf"(?<!\S){re.escape(short.strip())}\s*(?=\w)", full.strip() + " ", text)
    text = re.sub(r"\b(?:1st|2nd|3rd|4th|5th)\b", lambda found: ORDINALS[found.group()], text)
    return re.sub(r"[^\S\n]+", " ", text).strip()


def is_foreign(text: str, names: KnownNames) -> bool:
    """Say whether the words are not English; names in another language are no finding."""
    letters = [c for c in text if c.isalpha()]
    latin = sum("LATIN" in unicodedata.name(c, "") for c in letters)
    if not letters or latin < len(letters) * 0.6:
        return bool(letters)
    shouted = text.isupper()
    words = re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", ADDRESS.sub(" ", text))
    plain = [
        word
        for at, word in enumerate(words)
        if (at == 0 or shouted or word[0].islower()) and word not in names
    ]
    if at_most_names := [
        w for w in plain if len(w) > 1 and not any(map(str.isupper, w[1:])) or shouted
    ]:
        plain = at_most_names
    elif not shouted:
        return False
    strange = [word for word in plain if not _is_english(word)]
    if len(words) == 1:
        return False
    return len(strange) * 2 > len(plain) or (
        len(strange) * 5 >= len(plain) * 2 and _particles(plain)
    )


def _is_english(word: str) -> bool:
    parts = re.split(r"['’-]", word)
    return all(_is_english_part(part) for part in parts if part)


def _is_english_part(word: str) -> bool:
    classes = classes_of(word)
    if len(word) <= 3 and word.islower():
        return bool(classes) and classes[0] not in ("NP0", "ITJ", "ZZ0")
    if word[0].islower() and classes and classes[0] == "NP0":
        return False
    return is_english(word)


def _particles(words: list[str]) -> bool:
    """Say whether small words of other languages are among these."""
    return any(len(word) <= 3 and not _is_english_part(word) for word in words)


def is_shouted(text: str) -> bool:
    letters = [c for c in text if c.isalpha() and c.lower() != c.upper()]
    words = [w for w in re.findall(r"[^\W\d_]{4,}", text) if w.isupper() and is_english(w.lower())]
    return bool(words) and sum(map(str.isupper, letters)) > len(letters) * 0.6


def in_small_letters(text: str, names: KnownNames) -> str:
    """Return a line with its words in capitals lowered; names and abbreviations keep theirs."""
    shouted = is_shouted(text)

    def lower(found: re.Match[str]) -> str:
        word = found.group()
        if not word.isupper() or (len(word) < 5 and not shouted) or len(word) == 1:
            return word.lower() if shouted and word == "A" else word
        folded = folded_words(word)
        spelt = [names.spelt.get(one) for one in folded]
        common = is_english(word.lower()) and not keeps_capital(word.title())
        if all(spelt) and not common:
            return "-".join(str(one) for one in spelt)
        if shouted and keeps_capital(word.title()) and is_known(word.title(), "en"):
            return word.title()
        return word.lower() if common else word

    return re.sub(r"[^\W\d_]+(?:-[^\W\d_]+)*", lower, text)


def without_bullets(text: str) -> str | None:
    """Return a list as parts with semicolons between them; None where it is no list."""
    text = INLINE_BULLET.sub("\n", text)
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
    parts = re.split(r"(\s*[;\n]\s*|(?<=[.!?])\s+|\s+[-–—]\s+)", text)
    kept: list[str] = []
    for part in parts:
        if not ADDRESS.search(part):
            kept.append(part)
            continue
        if "@" in ADDRESS.search(part).group():
            before = re.split(r",\s", part[: ADDRESS.search(part).start()])[:-1]
            kept.append(", ".join(before))
            continue
        bare = re.sub(
            rf"[(\[<]?\s*(?:\b(?:on|at|in|see|via|under|here|link|from|through|available)\b\s*:?\s*)*(?:{ADDRESS.pattern})"
            r"\s*[)\]>]?",
            "",
            part,
            flags=re.I,
        )
        kept.append(bare if any(map(str.isalpha, bare)) else "")
    return re.sub(r"^[\s;,–—-]+|[\s;,:–—-]+$", "", "".join(kept))


FIRST = re.compile(
    r"\b(?:I(?![.\w’'-])|I['’]\w+|[Ww]e|[Ww]e['’]\w+|us|[Oo]ur|[Oo]urs|[Mm]y|me|mine)\b"
)
LEADING = re.compile(r"^(?:I|[Ww]e)\s+(?:also\s+|then\s+|have\s+)?(?P<rest>\w+.*)$", re.S)


def without_first_person(text: str) -> tuple[str, bool]:
    """Return the line without "I" and "we", and whether what is left is safe to print."""
    sentences = re.split(r"(?<=[.!?])\s+", text)
    if not any(_first(one) for one in sentences):
        return text, True
    made, safe = [], True
    for sentence in sentences:
        leading = LEADING.match(sentence)
        if leading and tagged("they " + leading["rest"])[1].tag in ("VVD", "VVN"):
            sentence = leading["rest"]
            sentence = sentence[:1].upper() + sentence[1:]
        sentence = re.sub(r"\b[Oo]ur\b", "IOM's", sentence)
        sentence = re.sub(r"(?<=\w )us\b", "IOM", sentence)
        sentence = re.sub(r"\b[Ww]e (?:are|['’]re)\b|\bwe['’]re\b", "IOM is", sentence)
        sentence = re.sub(r"\b[Ww]e have\b|\b[Ww]e['’]ve\b", "IOM has", sentence)
        sentence = re.sub(r"\b[Ww]e['’]ll\b", "IOM will", sentence)
        sentence = re.sub(
            r"\b[Ww]e (?=will|can|could|would|should|may|might|must|shall)", "IOM ", sentence
        )
        sentence = re.sub(
            r"\b[Ww]e (\w+)\b",
            lambda found: (
                f"IOM {found[1]}"
                if tagged(f"they {found[1]}")[1].tag in ("VVD",)
                else found.group()
            ),
            sentence,
        )
        safe = (
            safe and not _first(sentence) and not re.search(r"\b(?:he|she|they)\b", sentence, re.I)
        )
        made.append(sentence)
    return " ".join(made), safe


def _first(text: str) -> bool:
    return FIRST.search(text) is not None


SMALL = frozenset(
    [
        "a",
        "an",
        "and",
        "at",
        "by",
        "for",
        "from",
        "his",
        "her",
        "in",
        "its",
        "met",
        "mr",
        "ms",
        "mrs",
        "dr",
        "the",
        "of",
        "on",
        "to",
        "with",
        "new",
        "iom",
        "our",
        "he",
        "excellency",
        "staff",
        "representatives",
        "team",
        "office",
        "honourable",
    ]
)
MEETING = (
    r"(?:(?:an?|the)\s+)?(?:[\w-]+\s+){0,2}?(?:meeting|visit|call|discussions?|talks?|exchange|consultations?|conversation"
    r"|lunch|training|workshop|session)\s+(?:with|to|of|between|for)\s+"
)
MET = r"(?:[\w.,’' ]{0,60}?\b)?(?:met|meeting|visited|spoke|talked|discussed)\s+(?:with\s+)?"
ON = (
    r"(?:\s*[,:;–-]?\s*(?:on|about|regarding|concerning|re:?|to discuss|to talk about|discussing|and discussed"
    r"|in order to discuss|where (?:they|we) discussed)\s+|\s*[,:;]\s+|\s+[-–—]\s+)"
)


def without_repetition(text: str, names: KnownNames) -> str | None:
    """Return what a line says beyond who was met; None where it does not say that."""
    for lead in (MEETING, MET):
        start = re.match(lead, text, re.I)
        if not start:
            continue
        rest = text[start.end() :]
        for cut in (*re.finditer(ON, rest), None):
            who = rest[: cut.start()] if cut else rest
            if _is_met(who, names):
                return rest[cut.end() :] if cut else ""
    return None


def _is_met(who: str, names: KnownNames) -> bool:
    words = [word for word in folded_words(who) if word not in SMALL]
    return bool(words) and all(word in names.met for word in words)


def infinitive(gerund: str) -> str:
    """Return "to explore cooperation" of "exploring cooperation"."""
    first, _space, rest = gerund.partition(" ")
    return f"to {lemma(first)} {rest}".strip()
