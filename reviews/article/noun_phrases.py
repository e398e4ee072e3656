"""A noun phrase as it stands in a sentence: its capital, its article, its numbers in words. Pure."""

import re

from reviews.article.clauses import INFINITIVES, MEETINGS
from reviews.article.grammar import ENGLISH, number_in_words, with_a
from reviews.article.known_names import KnownNames
from reviews.article.word_classes import (
    FORMED,
    MONTHS,
    NOUNS,
    Word,
    classes_of,
    is_countable,
    is_english,
    keeps_capital,
    tagged,
)
from toolkit.spelling import fold

# Adjectives that speak of one thing among others: "a joint assessment", "the planned visit".
ONE_OF_SEVERAL = frozenset(["joint", "new", "possible", "draft"])
THE_ONE = frozenset(["planned", "proposed", "upcoming", "forthcoming", "latest", "current"])
OF_ONE = re.compile(r"\b(of) ((?:new|acting|current) (?:[A-Z]\w+|[a-z]+[^s\W])(?![\w-]))", re.A)
# Nouns that English does not count, or names bare, where this office speaks of them.
MASS = frozenset(
    """abuse age aid asylum building business capital care change communication conflict content credit crime
    culture data debt demand development disability discrimination disease employment energy engagement
    exchange exploitation food force gas growth hate history home hospital hygiene income independence
    internet investment justice labour land law life literacy medicine movement police media part place
    nature oil order outreach police power practice press prison progress reform research response
    return right risk school search sector service slavery society soil space sport staff stock supply
    support technology time trade transport travel university use violence wage waste water work youth""".split()  # noqa: SIM905
)
# Nouns that an office counts although English seldom does, or is too young for.
COUNTED = frozenset(
    """ambulance audit booklet boat compact curriculum delegation desk extension forum framework handover helpdesk
    helpline hotline hub inspection licence list opening portal proposal situation strategy taskforce tender treaty
    visa""".split()  # noqa: SIM905
)
GENITIVE = ("'", "’", "s")
# Prepositions that no such idioms begin with as "in writing", and nouns that stay bare after these.
LINKS = frozenset(["at", "for", "from", "of", "to", "with"])
IDIOMS = frozenset(
    """autumn birth chance country course day departure example family future hand home instance last level marriage
    month night origin person phone present prison risk role season sea spring summer talk town transit winter
    year""".split()  # noqa: SIM905
)
# What a title in capitals ends with where it takes the article: "the Local Action Plan".
TITLED = frozenset(
    """act agreement commission compact convention framework fund law plan platform policy programme project
    protocol strategy""".split()  # noqa: SIM905
)


def masked(text: str) -> str:
    """Return the text with what is quoted or in brackets out of the way, every place kept."""
    text = re.sub(r"\([^()]*\)", lambda found: " " * len(found.group()), text)
    return re.sub(r"[“\"«][^”\"»]+[”\"»]", lambda found: "Quoted".ljust(len(found.group())), text)


def lowered(text: str, names: KnownNames) -> str:
    """Return the text with its first word in small letters, unless it is a name or begins one."""
    found = re.match(r"[^\W_]+(?:[-'’&][^\W_]+)*", text)
    if not found or not text[:1].isupper():
        return text
    word = found.group()
    following = re.match(r"\s+([^\W\d_]+)", text[found.end() :])
    head = re.split(r"[-'’&]", word)[0]
    rest = text[found.end() :]
    is_numbered = re.match(r"\s+(?:\d|[IVX]+\b)", rest) and classes_of(word)[:1] == ("NN1",)
    if re.match(r"/[^\W\d_]*[A-Z]", rest):
        return text
    if "&" in word or fold(word) in names.places or is_numbered:
        return text
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


def in_small_case(text: str, names: KnownNames) -> str:
    """Lower a plural with a capital of its own amid small letters: "training for Returnees"."""

    def lower(found: re.Match[str]) -> str:
        word = found.group()
        is_plural = classes_of(word)[:1] == ("NN2",) or (
            not classes_of(word) and word.endswith("s")
        )
        if word in names or not is_plural or keeps_capital(word) or not is_english(word.lower()):
            return word
        return word.lower()

    return re.sub(r"(?<=[a-z] )[A-Z][a-z]+s\b(?! [A-Z])", lower, text)


# Countries that go by their letters: "from Germany and UK".
BY_LETTERS = {
    "UK": "the United Kingdom",
    "US": "the United States",
    "USA": "the United States",
    "UAE": "the United Arab Emirates",
    "EU": "the EU",
    "UN": "the UN",
}
AFTER_LINK = re.compile(
    r"\b(from|in|to|of|and|with|by|for|between) (UK|USA?|UAE|EU|UN)(?![\w/’'-]| [A-Za-z])"
    r"|\b(from|in|to|between) (UK|USA?|UAE|EU)(?= (?:and|or|to|in|on|for)\b)"
)


def _countries(found: re.Match[str]) -> str:
    link, letters = filter(None, found.groups())
    return f"{link} {BY_LETTERS[letters]}"


def in_words(text: str) -> str:
    """Return "in five camps" of "in 5 camps"; what counts nothing stays: "round 5", "annex 2"."""
    text = AFTER_LINK.sub(_countries, text)
    text = re.sub(
        r"(?<=including )[2-9](?= (?:from|to|of|in|at)\b)",
        lambda n: number_in_words(int(n[0])),
        text,
    )
    if not re.search(r"(?<![\w.,:/–-])[2-9] [a-z]", text):
        return text
    words = tagged(text)
    for at in reversed(range(len(words) - 1)):
        word, after = words[at], words[at + 1 : at + 3]
        numbers = at and not _counts_after(words[at - 1])
        is_counted = after[0].tag == "NN2" or (after[0].tag == "AJ0" and after[-1].tag == "NN2")
        if re.fullmatch("[2-9]", word.text) and is_counted and not numbers:
            said = number_in_words(int(word.text))
            said = said.capitalize() if at == 0 and text[-1:] == "." else said
            text = text[: word.start] + said + text[word.start + 1 :]
    return text


def begun_in_words(sentence: str) -> str:
    """Return "Thirty-one officers learned ..." of "31 officers learned ..."."""
    found = re.match(r"([1-9]\d?)(?= [a-z])", sentence)
    if not found:
        return sentence
    return f"{ENGLISH.number_to_words(found[1]).capitalize()}{sentence[found.end() :]}"


def _counts_after(word: Word) -> bool:
    """Say whether a figure after the word counts: "trained 5 officers"; not in "round 5 results"."""
    is_link = word.tag in ("PRP", "PRF", "AV0", "AT0", "CJT", "TO0") or word.tag.startswith("V")
    return is_link and "NN1" not in classes_of(word.text)


def with_article(text: str) -> str:
    """Return "the situation of minors", "a joint assessment", "gender markers and the hotline"."""
    words = tagged(masked(text))
    for at in reversed(range(2, len(words))):
        is_after_plural = words[at - 2].tag in ("NN2", "NP0")
        if words[at - 1].text == "and" and is_after_plural and words[at].is_letters:
            begun = next((i for i in range(at - 2, -1, -1) if not _in_group(words[i])), None)
            if begun is not None and words[begun].tag in ("AT0", "DPS", "DT0"):
                continue  # "the rights and dignity"
            start = words[at].start
            text = text[:start] + _with_article_at_head(text[start:])
    return _with_article_at_head(text)


def with_articles_after_links(text: str) -> str:
    """Return "the situation at the border", "support to the shelter"; idioms stay: "at risk", "for winter"."""
    words = tagged(masked(text))
    for at in reversed(range(1, len(words) - 1)):
        if words[at].text not in LINKS or not words[at + 1].is_letters:
            continue
        group = _group_of(words[at + 1 :])
        head = group[-1].text if group else ""
        is_small = all(word.text.islower() or word.text.isupper() for word in group)
        is_one = bool(group) and group[-1].tag == "NN1" and classes_of(head)[:1] == ("NN1",)
        if is_one and is_small and len(group) < 4 and head not in IDIOMS and takes_article(head):
            if group[0].tag in ("VVN", "VVG") or not is_countable(head):
                continue
            start = words[at + 1].start
            text = f"{text[:start]}the {text[start:]}"
    return text


def _group_of(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """Return the words of the noun phrase that begins here, where nothing after it goes with its head."""
    end = next((i for i, w in enumerate(words) if not w.is_letters or not _in_group(w)), len(words))
    is_closed = end == len(words) or not words[end].is_letters or words[end].tag in ("PRP", "PRF")
    return words[:end] if is_closed else ()


def with_article_of_object(text: str) -> str:
    """Return "to pilot the TellTrue campaign" for "to pilot TellTrue campaign"."""
    words = tagged(masked(text))
    at = 2 if words and words[0].text.lower() == "to" else 1
    if (
        len(words) <= at
        or words[at].tag in ("PRP", "TO0", "AVP", "AV0", "CJT")
        or "ing " in text[:20]
    ):
        return text
    start = words[at].start
    return text[:start] + _with_article_at_head(text[start:])


def _with_article_at_head(text: str) -> str:
    words = tagged(masked(text))
    end = next(
        (
            i
            for i, w in enumerate(words)
            if (not w.is_letters and w.text not in GENITIVE)
            or w.tag in ("PRP", "PRF", "TO0", "CJC", "CJS", "AVQ")
            or w.text == "and"
        ),
        len(words),
    )
    group = words[:end]
    if not group or any(not _in_group(w) for w in group):
        return text
    head = group[-1].text
    is_title = head[:1].isupper() and head.lower() in TITLED and len(group) > 1
    if is_title and all(word.text[:1].isupper() for word in group):
        return f"the {text}"
    if group[-1].tag not in ("NN1", "NN0") and not _is_noun_after_name(group):
        return text
    if end < len(words) and words[end].text == "of":
        is_plural = group[-1].tag == "NN0" and head.endswith("s")
        return text if is_plural else f"the {text}"
    first = group[0].text.lower()
    if head[:1].isupper() and not head.isupper():
        return text
    is_event = INFINITIVES & set(classes_of(head)) and head.lower() not in MASS
    if is_event and end < len(words) and words[end].tag == "PRP" and is_countable(head):
        return with_a(text) if first not in THE_ONE else f"the {text}"
    is_one = "-" in first and is_countable(head) or takes_article(head, is_alone=len(group) < 2)
    if head.isupper() or not is_one:
        return text
    if len(group) > 1 and first in ONE_OF_SEVERAL or first == "no-cost":
        return with_a(text)
    if head.lower() in MEETINGS and first not in THE_ONE:
        return text
    return f"the {text}"


def takes_article(noun: str, *, is_alone: bool = False) -> bool:
    """Say whether a bare noun needs an article: "budget", not "support"."""
    word = noun.lower().rsplit("-", 1)[-1]
    if word in COUNTED:
        return True
    if word in MASS or not is_countable(word) and not _has_plural(word):
        return False
    is_general = word in ("diaspora", "integration", "identity")
    return not is_alone or not is_general and classes_of(word)[:1] == ("NN1",)


def _has_plural(noun: str) -> bool:
    classes = classes_of(noun)
    return (
        classes[:1] == ("NN1",)
        and "NN2" in classes_of(ENGLISH.plural_noun(noun))
        and not FORMED.search(noun)
    )


def _is_noun_after_name(group: tuple[Word, ...]) -> bool:
    """Say whether a noun is taken for something else after an abbreviation: "TellTrue campaign"."""
    return (
        len(group) > 1 and classes_of(group[-1].text)[:1] == ("NN1",) and group[-1].text.islower()
    )


def _in_group(word: Word) -> bool:
    is_describing = word.tag in ("NP0", "AJ0", "VVN", "VVG", "ORD", "UNC")
    is_adverb = word.tag == "AV0" and word.text.lower() not in ("how", "also", "only", "then")
    is_described = is_describing or is_adverb or word.text in GENITIVE or "-" in word.text
    return word.tag in NOUNS or is_described


def with_article_of_subject(
    part: str, words: tuple[Word, ...], verb: int, names: KnownNames
) -> str:
    """Return "The new law enters ..." for "New law enters ...": a subject that is one thing."""
    subject = words[:verb]
    while subject and subject[-1].tag == "AV0":
        subject = subject[:-1]
    if not subject or len(subject) > 3 or subject[0].text in MONTHS:
        return part
    head = subject[-1]
    is_one = head.tag in ("NN1", "NP0") and bool(NOUNS & set(classes_of(head.text)[:1]))
    is_plain = all(word.tag in ("NN1", "AJ0", "NP0") for word in subject)
    is_name = any(word.text[1:] != word.text[1:].lower() for word in subject) or any(
        word.text[:1].isupper() for word in subject[1:]
    )
    is_known = is_countable(head.text) or fold(head.text) in names.met
    if is_one and is_plain and not is_name and is_known and not keeps_capital(subject[0].text):
        is_post = fold(subject[0].text) in names.met
        return f"The {part if is_post else part[:1].lower() + part[1:]}"
    return part
