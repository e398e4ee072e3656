"""Of which form the words of a line are, and how they stand in a sentence. Pure."""

import re
from dataclasses import dataclass

from reviews.article.grammar import clean, finish, join
from reviews.article.known_names import KnownNames
from reviews.article.word_classes import (
    FINITE,
    NOUNS,
    Word,
    classes_of,
    is_english,
    keeps_capital,
    tagged,
)

SHORTENED = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|St|No|Nr|Art|approx|vs|etc|incl|dept|govt|min|Jan|Feb|Mar|Apr|Jun|Jul"
    r"|Aug|Sept?|Oct|Nov|Dec)|\b[A-Z]|\be\.g|\bi\.e|H\.E)\.$"
)
STOP = re.compile(r"(?<=[.!?…])[\"”’)]*\s+(?=[^\W_])|(?<=[a-z]{3}[.!?])(?=[A-Z][a-z])")
SEPARATOR = re.compile(
    r"\s*;\s*|\s+[-–—]+\s+|\s*[•·|]\s*|\s+/\s+|\s+\+\s+|\s*\n\s*|…\s+|\s*\.{2,}\s*"
)
LABEL = re.compile(
    r"^(?:topics?|agenda|subjects?|themes?|re|about|discussion|discussed|points?|main points?|purpose|issues?|aob)"
    r"(?: discussed)?\s*:\s*",
    re.I,
)
ON_TOPIC = re.compile(
    r"^(?:(?:an?|the)\s+)?(?:(?:further|initial|brief|general|follow-up|introductory|productive|constructive|fruitful"
    r"|good|useful)\s+)*"
    r"(?:meeting|discussions?|talks?|exchange|conversations?|consultations?)(?: of views)?"
    r"\s+(?:on|about|regarding|concerning|around)\s+(?=\w)",
    re.I,
)
AND_SO_ON = re.compile(r"[\s,]*\b(?:etc|and so on|and so forth|a\.?o)\b\.?\s*$", re.I)
ADDED = re.compile(
    r"^(?:including|incl\.|such as|especially|in particular|particularly|notably|with|for|where|which|who|as well as"
    r"|and|or|but|also|e\.g\.|i\.e\.|namely|from|in|at|on|by|to|of|while|after|before|since|until)\b",
    re.I,
)
INFINITIVES = frozenset(["VVI", "VBI", "VHI", "VDI"])
RELATIVE = frozenset(["DTQ", "PNQ", "CJT", "AVQ", "CJS"])
DETERMINERS = frozenset(["AT0", "DPS", "DT0", "CRD", "PNP", "ORD"])
OBJECTS = DETERMINERS | NOUNS | {"AJ0", "NP0"}


@dataclass(frozen=True)
class Shape:
    form: str
    text: str = ""
    sentences: tuple[str, ...] = ()


def shape(body: str, names: KnownNames) -> Shape:
    """Return the form of a line, its words for the middle of a sentence, and its whole sentences."""
    fragments: list[tuple[str, str]] = []
    sentences: list[str] = []
    for part in split_sentences(body):
        part = clean(LABEL.sub("", part))
        if not any(map(str.isalnum, part)):
            continue
        for form, text in _read(part, names):
            if form == "sentences":
                sentences.append(finish(text))
            else:
                fragments.append((form, text))
    if not fragments:
        return Shape("sentences", "", tuple(sentences)) if sentences else Shape("nothing")
    return _joined(fragments, sentences)


def split_sentences(text: str) -> list[str]:
    parts: list[str] = []
    start = 0
    for stop in STOP.finditer(text):
        if SHORTENED.search(text[: stop.start()]):
            continue
        parts.append(text[start : stop.start()])
        start = stop.end()
    return [*parts, text[start:]]


def _joined(fragments: list[tuple[str, str]], sentences: list[str]) -> Shape:
    forms = [form for form, _text in fragments]
    texts = [text for _form, text in fragments]
    if len(set(forms)) == 1:
        return Shape(forms[0], join_items(texts), tuple(sentences))
    nominal = [text for form, text in fragments if form in ("phrase", "gerund")]
    rest = [(form, text) for form, text in fragments if form not in ("phrase", "gerund")]
    if not nominal:
        return Shape(forms[0], join_items(texts), tuple(sentences))
    told = tuple(finish(_as_sentence(form, text)) for form, text in rest)
    return Shape("phrase", join_items(nominal), (*told, *sentences))


def _as_sentence(form: str, text: str) -> str:
    if form == "infinitive":
        return f"The aim was {text}"
    if text.startswith(("agreed to ", "agreed that ", "decided to ", "decided that ")):
        return f"It was {text}"
    return f"IOM {text}"


def join_items(items: list[str]) -> str:
    return join(items) if items else ""


def _read(part: str, names: KnownNames) -> list[tuple[str, str]]:
    """Return [(form, text)] of one sentence or fragment."""
    words = tagged(part)
    if finite_verb(words) is not None and not _is_headless(words):
        return [("sentences", _with_article(part, words, names))]
    items = [item for item in SEPARATOR.split(part.rstrip(" .!?;:,…")) if item and item.strip()]
    read: list[tuple[str, str]] = []
    for item in items:
        item = clean(AND_SO_ON.sub("", ON_TOPIC.sub("", LABEL.sub("", item)))).rstrip(".!?…:")
        if any(map(str.isalnum, item)):
            read += _fragments(item, names)
    return read


def _fragments(item: str, names: KnownNames) -> list[tuple[str, str]]:
    """Return the forms of the pieces between commas, those that only add to one before joined to it."""
    pieces: list[str] = []
    for piece in _at_commas(item):
        if pieces and (ADDED.match(piece) or not _stands_alone(piece)):
            glue = " " if re.match(r"(?:and|or)\b", piece) else ", "
            pieces[-1] += glue + piece
        else:
            pieces.append(piece)
    if len(pieces) > 1 and " and " in pieces[-1] and not _has_verb_first(pieces[0]):
        pieces = [item]
    return [_fragment(piece, names) for piece in pieces]


def _at_commas(text: str) -> list[str]:
    parts, depth, start = [], 0, 0
    for at, char in enumerate(text):
        depth += (char in "([{“") - (char in ")]}”")
        if char == "," and depth <= 0 and not text[at + 1 : at + 2].isdigit():
            parts.append(text[start:at])
            start = at + 1
    return [part.strip() for part in (*parts, text[start:]) if part.strip()]


def _stands_alone(piece: str) -> bool:
    return bool(piece) and any(word.is_noun or word.tag.startswith("V") for word in tagged(piece))


def _has_verb_first(piece: str) -> bool:
    return tagged(piece)[0].tag in ("VVD", "VVN")


def _fragment(piece: str, names: KnownNames) -> tuple[str, str]:
    words = tagged(piece)
    form = form_of(words)
    if form == "infinitive" and words[0].tag != "TO0" and words[0].text.lower() != "to":
        return form, "to " + piece[:1].lower() + piece[1:]
    if form in ("infinitive", "past", "gerund"):
        return form, piece[:1].lower() + piece[1:]
    return "phrase", with_the(lowered(piece, names))


def form_of(words: tuple[Word, ...]) -> str:
    """Return the form of words without a finite verb and its subject."""
    first = words[0]
    after = words[1] if len(words) > 1 else None
    classes = classes_of(first.text)
    if (
        first.text.lower() == "to"
        and after
        and any(c in ("VVI", "VBI", "VHI", "VDI") for c in (*classes_of(after.text), after.tag))
    ):
        return "infinitive"
    if _is_past(first, after, classes):
        return "past"
    if _is_gerund(first, after, classes):
        return "gerund"
    if _is_bare_verb(first, after, classes):
        return "infinitive"
    return "phrase"


def _is_past(first: Word, after: Word | None, classes: tuple[str, ...]) -> bool:
    if not {"VVD", "VVN"} & {*classes[:3], first.tag} or {"NN1", "VVI"} & set(classes[:1]):
        return False
    if after is None:
        return False
    if after.tag in DETERMINERS | {"TO0", "AVP", "CJT", "AVQ"}:
        return True
    if first.tag == "AJ0" or classes[:1] == ("AJ0",):
        return False
    if after.tag in ("PRP", "PRF"):
        return after.text.lower() != "by" and "VVD" in classes
    if after.tag in OBJECTS:
        return "AJ0" not in classes or first.tag == "VVD"
    return False


def _is_gerund(first: Word, after: Word | None, classes: tuple[str, ...]) -> bool:
    if "VVG" not in (*classes, first.tag) or after is None:
        return False
    if first.tag == "VVG":
        return after.tag != "PRF" and not ("NN1" in classes and after.tag == "PRP")
    return after.tag in ("AT0", "DPS", "CRD")


def _is_bare_verb(first: Word, after: Word | None, classes: tuple[str, ...]) -> bool:
    if after is None or not {"VVI", "VVB"} & set(classes):
        return False
    if set(classes) <= {"VVI", "VVB", "VVD", "VVN"}:
        return after.tag not in ("VVN", "VVD")
    return after.tag in ("AT0", "DPS", "PNP")


def _is_headless(words: tuple[Word, ...]) -> bool:
    """Say whether a fragment's first word leads a question: "how the shelter works"."""
    return words[0].tag in ("AVQ", "DTQ", "PNQ") or words[0].text.lower() in (
        "whether",
        "how",
        "why",
    )


def finite_verb(words: tuple[Word, ...]) -> int | None:
    """Return where the verb of the main clause stands, None where there is none."""
    is_relative = False
    for at, word in enumerate(words):
        if at and word.tag in RELATIVE:
            is_relative = True
        elif at and (word.tag in FINITE or _is_verb_here(words, at)):
            if not is_relative:
                return at
            is_relative = False
        elif at == 0 and word.tag in FINITE and len(words) > 2:
            return at
    return None


def _is_verb_here(words: tuple[Word, ...], at: int) -> bool:
    word, before = words[at], words[at - 1]
    after = words[at + 1] if at + 1 < len(words) else None
    if before.tag == "AV0" and at > 1:
        before = words[at - 2]
    if not (before.is_noun or before.tag in ("PNP", "DT0", "CRD", "PNI")):
        return False
    classes = classes_of(word.text)
    takes_object = after is not None and after.tag in ("AT0", "DPS", "CRD", "DT0", "PNP")
    if word.tag == "VVD":
        return True
    if word.tag == "VVN":
        return (
            after is not None
            and after.tag in OBJECTS - {"ORD"}
            and not _is_after_preposition(words, at)
        )
    is_noun_too = bool(NOUNS & set(classes))
    if word.tag == "VVZ":
        is_subject = words[0].tag in DETERMINERS and after is not None and after.tag == "AJ0"
        return takes_object or not is_noun_too or is_subject
    if word.tag == "VVB":
        return before.tag in ("NN2", "PNP", "NN0") and (
            takes_object or not is_noun_too or before.tag == "PNP"
        )
    if word.tag == "NN2" and "VVZ" in classes:
        return takes_object and words[0].tag in DETERMINERS
    return False


def _is_after_preposition(words: tuple[Word, ...], at: int) -> bool:
    return any(word.tag in ("PRP", "PRF") for word in words[:at])


def lowered(text: str, names: KnownNames) -> str:
    """Return the text with its first word in small letters, unless it is a name or begins one."""
    found = re.match(r"[^\W_]+(?:[-'’&][^\W_]+)*", text)
    if not found or not text[:1].isupper():
        return text
    word = found.group()
    following = re.match(r"\s+([^\W\d_]+)", text[found.end() :])
    head = re.split(r"[-'’&]", word)[0]
    if len(word) > 1 and (keeps_capital(head) or (head in names and not is_english(head.lower()))):
        return text
    if word not in ("A", "An", "The") and following and _continues_name(head, following[1]):
        return text
    return text[:1].lower() + text[1:]


def _continues_name(word: str, following: str) -> bool:
    """Say whether two words with capitals are one name: "Green Card", not "Possible EU funding"."""
    if not following[:1].isupper() or not following[1:].islower():
        return False
    is_plain_adjective = classes_of(word)[:1] in (("AJ0",), ("VVN",), ("VVG",), ("AJC",))
    return not (is_plain_adjective and keeps_capital(following))


def with_the(text: str) -> str:
    """Return "the situation of minors" for "situation of minors": one thing, and whose it is."""
    words = tagged(text)
    of = next((at for at, word in enumerate(words) if word.text == "of"), None)
    if of is None or of == 0 or words[of - 1].tag not in ("NN1", "NN0"):
        return text
    before = words[:of]
    if any(
        word.tag not in ("NN1", "NN0", "AJ0", "VVN", "VVG", "ORD", "AV0", "NN2") for word in before
    ):
        return text
    if before[-1].text.lower().endswith("s") and before[-1].tag == "NN0":
        return text
    return f"the {text}"


def _with_article(part: str, words: tuple[Word, ...], names: KnownNames) -> str:
    """Return "The Mayor asked ..." for "Mayor asked ...": one that the meeting was with."""
    first = words[0]
    follows = words[1].tag if len(words) > 1 else ""
    is_met = first.text.lower() in names.met and bool(NOUNS & set(classes_of(first.text)[:1]))
    if is_met and first.tag in ("NN1", "NP0") and not (follows == "NP0" or follows in NOUNS):
        return f"The {part[:1].upper()}{part[1:]}"
    return part
