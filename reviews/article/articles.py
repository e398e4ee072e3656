"""The article before a noun that needs one: "the opening of the youth hub", "to finalise the SOP". Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from simplemma import lemmatize

from reviews.article.clauses import INFINITIVES, MEETINGS
from reviews.article.grammar import ENGLISH, with_a
from reviews.article.nouns import DATA, is_countable, is_mass, kinds_of, main_kind, mark_of
from reviews.article.word_classes import (
    NOUNS,
    OCCASIONS,
    Word,
    classes_of,
    is_english,
    keeps_capital,
    tagged,
)
from stakeholders.vocabulary import POST_WORDS
from toolkit.spelling import fold

# Words that say which one is meant, or how many: no article beside them.
DETERMINED = frozenset(["AT0", "DPS", "DT0", "CRD", "DTQ", "PNI", "POS"])
DETERMINERS = frozenset(
    [
        "no",
        "such",
        "another",
        "own",
        "via",
        "per",
        "as",
        "like",
        "than",
        "versus",
        "next",
        "last",
        "same",
        "less",
        "more",
    ]
)
# Adjectives that speak of one thing among others: "a joint assessment"; and of the one: "the planned visit".
ONE_OF_SEVERAL = frozenset(["joint", "possible", "separate", "similar", "single-page"])
ONE_OF_A_NUMBER = re.compile(r"(?:\d+|no|one|two|three|four|five|six|half|full|multi)-[a-z]+", re.I)
# Nouns of people by what befell them: "rehabilitation of the injured".
THE_PEOPLE = re.compile(
    r"(?<=\b)(?P<link>among|by|for|from|of|to|with) (?P<who>bereaved|blind|deaf|disabled|displaced|elderly"
    r"|homeless|injured|missing|sick|unemployed|wounded|young)"
    r"(?=[,;.]|$| (?:about|at|from|in|on)\b| and (?P<next>[a-z]+)(?:[,;.]|$| (?:at|for|from|in|of)\b))"
)
# One in a part that others have too: "as a panellist"; a chair or a host is the only one.
TAKING_PART = frozenset(
    """expert facilitator guest lecturer member mentor observer panellist participant partner presenter speaker
    trainer volunteer witness""".split()  # noqa: SIM905
)
# Adjectives that say whose a policy is, or which of them.
OF_ONE = frozenset(
    """current district draft existing federal local municipal national new proposed provincial regional revised state
    updated""".split()  # noqa: SIM905
)
# Undertakings that go by a name: "project PROMIS".
UNDERTAKINGS = frozenset(
    """app campaign database facility fund hotline initiative network platform programme project scheme software system
    tool""".split()  # noqa: SIM905
)
LETTERED_GROUP = re.compile(r"G\d{1,2}\+?")
GIVEN_ON = frozenset(["campaign", "celebration", "collection", "distribution", "donation", "drive"])
THE_ONE = frozenset(["planned", "proposed", "upcoming", "forthcoming", "latest", "current"])
ENDED_BY = frozenset(["PRP", "PRF", "CJC", "CJT", "CJS", "TO0", "AV0", "VM0"])
RANKS = frozenset(["Acting", "Assistant", "General", "Deputy", "Prime", "Vice"])
WANTED = frozenset(["call", "demand", "need", "plan", "plans", "proposal", "request", "requests"])
SHARED = frozenset(["burden", "cost", "data", "information", "job", "skills"])
WITH_PARTICLE = ("-down", "-in", "-off", "-on", "-out", "-over", "-up")
TITLE_LINKS = ("on", "of", "for", "against")
OF_ACTS = ("tion", "sion", "ment", "val", "return", "rescue", "release", "use")
GENITIVE = ("'", "’", "s")
# What makes something that was not there before: "set up a hub", "sign an agreement".
MADE = frozenset(
    """ask buy create deliver donate establish found give have hand install launch need open organise plan propose
    provide purchase receive request set sign want""".split()  # noqa: SIM905
)
SEEN = frozenset(["inspect", "see", "tour", "visit"])
PARTICLES = frozenset(["for", "over", "up"])


@dataclass(frozen=True)
class NounPhrase:
    """Words that go together up to their noun, and what stands before and after them."""

    words: tuple[Word, ...]
    before: tuple[Word, ...]
    after: tuple[Word, ...]

    @property
    def head(self) -> Word:
        return self.words[-1]

    @property
    def first(self) -> str:
        return self.words[0].text.lower()

    @property
    def said(self) -> str:
        return " ".join(word.text for word in self.words)


MARKS = frozenset('(“"«')
IN_BRACKETS = re.compile(r"\([^()]*\)")
IN_QUOTES = re.compile(r"[“\"«][^”\"»]+[”\"»]")


@cache
def _idioms() -> dict[str, frozenset[str]]:
    lines = (DATA / "idioms.txt").read_text("utf-8").splitlines()
    return {line.split()[0]: frozenset(line.split()[1:]) for line in lines if line[:1] != "#"}


def masked(text: str) -> str:
    """Return the text with what is quoted or in brackets out of the way, every place kept."""
    if MARKS.isdisjoint(text):
        return text
    text = IN_BRACKETS.sub(lambda found: " " * len(found.group()), text)
    return IN_QUOTES.sub(lambda found: "Quoted".ljust(n := len(found.group()))[:n], text)


@lru_cache(maxsize=2048)
def with_articles(text: str, *, begins: str = "phrase", met: frozenset[str] = frozenset()) -> str:
    """Return the text with the articles that its writer left out.

    `begins` says what the text begins with: "phrase", "verb" (its own: "signed agreement"), "sentence" or "rest".
    A sentence's first word keeps its capital after the article where it is one of those `met`.
    """
    text = THE_PEOPLE.sub(_the_people, text)
    words = tagged(masked(text))
    if (
        begins == "phrase"
        and words
        and (words[0].tag in ("VVI", "VVB") or words[0].text.lower() == "briefing")
    ):  # it is a noun here
        words = (replace(words[0], tag="NN1"), *words[1:])
    if begins == "verb" and words and not words[0].tag.startswith("V"):
        words = (replace(words[0], tag="VVD"), *words[1:])
    for phrase in reversed([*noun_phrases(words, begins=begins)]):
        start, end = phrase.words[0].start, phrase.head.start + len(phrase.head.text)
        text = text[:start] + _printed(phrase, text[start:end], begins, met) + text[end:]
    return text


def _the_people(found: re.Match[str]) -> str:
    if found["who"] == "young":
        return f"{found['link']} young people"
    following = found["next"]
    is_of_others = following and classes_of(following)[:1] not in (("NN2",), ())
    return found.group() if is_of_others else f"{found['link']} the {found['who']}"


def noun_phrases(words: tuple[Word, ...], *, begins: str) -> Iterator[NounPhrase]:
    """Return the noun phrases of the words, from the left."""
    at = 1 if begins == "verb" else 0
    if begins == "verb" and words[0].text.lower() == "to":
        at = 2
    while at < len(words):
        end = at
        while end < len(words) and _goes_on(words, at, end):
            end += 1
        while end > at and words[end - 1].text in GENITIVE:
            end -= 1
        if end > at:
            yield NounPhrase(words[at:end], words[:at], words[end:])
        at = max(end, at + 1)


def _goes_on(words: tuple[Word, ...], start: int, at: int) -> bool:
    """Say whether the word belongs to the noun phrase that begins at `start`."""
    word, before = words[at], words[at - 1] if at > start else None
    following = words[at + 1] if at + 1 < len(words) else None
    if word.text in GENITIVE:
        return bool(before and before.is_noun)
    if _is_joining(words, start, at):
        return True
    is_left_out = before is not None and word.text in DETERMINERS
    is_done_by = following and following.text == "by" and "VVN" in classes_of(word.text) and at
    if not word.is_letters or is_left_out or is_done_by:
        return False
    if word.tag in ("VVN", "VVG", "VVD") and "-" not in word.text:
        return _is_participle_before_noun(word, before, following)
    if word.tag in ("AV0", "AJS") and before is None:
        return "-" in word.text or (word.tag == "AJS" and bool(following and following.is_noun))
    if word.tag in ("AJ0", "ORD", "AJC", "AJS") and before and before.is_noun:
        return following is not None and following.is_noun
    return word.tag in NOUNS or word.tag in ("NP0", "AJ0", "ORD", "UNC") or "-" in word.text


def _is_participle_before_noun(word: Word, before: Word | None, following: Word | None) -> bool:
    """Say whether it describes or ends the phrase: "planned visit", "flow monitoring"; not "returned from"."""
    if word.tag == "VVG" and before and before.tag in ("NN0", "NN1") and is_mass(word.text):
        return True
    if word.tag == "VVG" and before and before.text.lower() in SHARED:  # "data sharing agreement"
        return bool(following and following.tag == "NN1")
    is_at_end = following is None or not _describes_on(following)
    return not is_at_end and word.tag != "VVD" and (before is None or not before.is_noun)


def _is_joining(words: tuple[Word, ...], start: int, at: int) -> bool:
    """Say whether "and" joins two nouns before a third: "search and rescue centre"."""
    if words[at].text not in ("and", "or") or at != start + 1 or at + 2 >= len(words):
        return False
    one, other, head = words[start], words[at + 1], words[at + 2]
    is_one = one.tag == other.tag == head.tag == "NN1" and is_mass(one.text) and is_mass(other.text)
    return is_one and is_countable(head.text) and mark_of(f"{other.text}_{head.text}") == "-"


def _describes_on(word: Word) -> bool:
    return word.is_noun or word.tag in ("AJ0", "VVG", "UNC")


def _printed(phrase: NounPhrase, said: str, begins: str, met: frozenset[str]) -> str:
    if _is_determined(phrase):
        return said
    if place := _placed(phrase):
        return place
    if phrase.head.text == "draft" and len(phrase.words) > 1:
        said = f"draft {said.removesuffix(' draft')}"
    is_topic = begins == "phrase" and not phrase.before
    article = _article(phrase, is_topic=is_topic)
    if begins in ("sentence", "verb") and _is_of_row(phrase):
        return said
    if is_topic and mark_of(phrase.head.text) == "t" and "VVG" in classes_of(phrase.first):
        verb, _, rest = said.partition(" ")  # "engaging diaspora"
        return f"{verb} the {rest}" if rest else said
    if article == "s" and _is_abbreviation(phrase.head.text):
        return f"{said}s"
    if article == "s":
        return f"{said[: -len(phrase.head.text)]}{ENGLISH.plural_noun(phrase.head.text)}"
    if begins == "sentence" and not phrase.before and _is_note(phrase):
        return said
    if begins == "sentence" and not phrase.before and article:
        is_name = all(word.text[:1].isupper() for word in phrase.words)
        keeps = _is_post(phrase) or (is_name and fold(phrase.words[0].text) in met)
        keeps |= any(map(str.isupper, said.split(" ")[0][1:]))  # "MoU"
        return f"The {said if keeps else said[:1].lower() + said[1:]}"
    return with_a(said) if article == "a" else f"{article} {said}".strip()


def _is_determined(phrase: NounPhrase) -> bool:
    """Say whether the phrase has what stands in the article's place, or nothing that could take one."""
    before = phrase.before[-1] if phrase.before else None
    if before and before.text == "as" and phrase.head.text in TAKING_PART:
        return phrase.words[0].tag in DETERMINED
    if before and (before.tag in DETERMINED or before.text.lower() in DETERMINERS):
        return True
    if before and before.tag.startswith("V") and before.text[:1].isupper():
        return True  # a name, such as the municipality of Has
    if before and _goes_on_naming(phrase):
        return True
    if phrase.first == "next" and phrase.head.tag == "NN1" and len(phrase.words) > 1:
        return main_kind(phrase.head.text) == "time"
    if phrase.first in DETERMINERS or phrase.words[0].tag in DETERMINED:
        return True
    if phrase.after and phrase.after[0].text in GENITIVE:
        return True
    if before and before.text in GENITIVE:
        return True
    if before and before.tag == "CJC" and _goes_with_one_determined(phrase.before[:-1]):
        return not (_is_post(phrase) or _is_title(phrase))
    texts = [word.text for word in phrase.words]
    owned = next((at for at, one in enumerate(texts) if one in GENITIVE[:2]), None)
    is_title = phrase.head.text[:1].isupper()
    return owned is not None and phrase.words[owned - 1].text[:1].isupper() and not is_title


def _goes_with_one_determined(words: tuple[Word, ...]) -> bool:
    """Say whether these end with a phrase that has its determiner: "the rights and dignity"."""
    at = len(words)
    while at and (words[at - 1].tag in NOUNS or words[at - 1].tag in ("AJ0", "NP0")):
        at -= 1
    return 0 < at < len(words) and words[at - 1].tag in ("AT0", "DPS", "DT0")


def _goes_on_naming(phrase: NounPhrase) -> bool:
    """Say whether the words are part of a name: "the UN Network on Migration work plan", "Mr. X, Vice-Prefect"."""
    link = phrase.before[-1]
    if not phrase.words[0].text[:1].isupper() or link.tag not in ("PRP", "PRF", "CJC", "PUN"):
        return False
    if link.tag == "PUN":
        is_apposed = _is_of_post(phrase.head) and phrase.before[0].text[:1].isupper()
        return link.text == ":" or (link.text == "," and is_apposed)
    named = phrase.before[-2:-1]
    is_name = bool(named) and named[0].text[:1].isupper()
    return is_name and (len(phrase.before) > 2 or link.tag != "PRP")


def _is_of_row(phrase: NounPhrase) -> bool:
    """Say whether it only goes on in a row: "asked for date, place and budget"; not "and director agreed"."""
    is_led = bool(phrase.before) and phrase.before[-1].text in (",", "and", "or")
    is_subject = bool(phrase.after) and phrase.after[0].tag.startswith("V")
    return is_led and not is_subject and not _is_post(phrase) and not _is_title(phrase)


def _is_note(phrase: NounPhrase) -> bool:
    """Say whether all the rest is a participle: "Meeting postponed", which is asked about as it is."""
    rest = [word for word in phrase.after if word.is_letters]
    return len(rest) == 1 and rest[0].tag == "VVN"


def _placed(phrase: NounPhrase) -> str:
    """Return "the Benapole land port" of "land port Benapole"."""
    names = len(phrase.words)
    while names and _is_name(phrase.words[names - 1]):
        names -= 1
    common, name = phrase.words[:names], phrase.words[names:]
    if not common or not 0 < len(name) < 3 or any(word.text[:1].isupper() for word in common[1:]):
        return ""
    if common[-1].text in UNDERTAKINGS:
        kind = " ".join(word.text for word in common)
        return f"the {' '.join(word.text for word in name)} {kind[:1].lower()}{kind[1:]}"
    is_place = (
        main_kind(common[-1].text) in ("location", "artifact") or mark_of(common[-1].text) == "l"
    )
    if (
        not is_place
        or common[-1].tag != "NN1"
        or name[0].text.isupper()
        or not is_countable(common[-1].text)
    ):
        return ""
    kind = " ".join(word.text for word in common)
    return f"the {' '.join(word.text for word in name)} {kind[:1].lower()}{kind[1:]}"


def _is_name(word: Word) -> bool:
    return word.tag == "NP0" and word.text[:1].isupper()


def _article(phrase: NounPhrase, *, is_topic: bool) -> str:
    """Return "the", "a", "s" for a plural, or nothing."""
    noun, after = phrase.head.text, phrase.after[:1]
    follows, follow_tag = (after[0].text, after[0].tag) if after else ("", "")
    if _is_one_of_a_name(phrase):
        return "the"
    if phrase.before and phrase.before[-1].text == "as" and noun in TAKING_PART:
        return "a"
    if phrase.first in ONE_OF_SEVERAL and _is_abbreviation(noun) and len(phrase.words) > 1:
        return "a"
    if _is_bare(phrase):
        return ""
    if mark_of(noun) == "t":
        return "the"
    if follows == "of":
        return "" if _is_free_to_be_bare(phrase) else "the"
    if not takes_article(phrase):
        return ""
    if mark_of(noun) == "s":
        return "s" if follow_tag in ("", "PUN", "CJC", "PRP") else ""
    return _article_of_one(phrase, is_topic=is_topic)


def _is_one_of_a_name(phrase: NounPhrase) -> bool:
    """Say whether a name makes it one: "Quito Process", "and Ambassador said", "G20", "Eid distribution"."""
    noun, is_pair = phrase.head.text, len(phrase.words) == 2
    if _is_title(phrase) or _is_post(phrase) or _is_body(phrase) or mark_of(_pair(phrase)) == "t":
        return True
    if noun == "Day" and phrase.after and phrase.after[0].text in TITLE_LINKS:
        return True
    is_group = LETTERED_GROUP.fullmatch(noun) and len(phrase.words) == 1
    return bool(is_group) or is_pair and phrase.words[0].text in OCCASIONS and noun in GIVEN_ON


def _is_bare(phrase: NounPhrase) -> bool:
    """Say whether no article can stand here: a name, a plural, "at risk", "round 5", "will be host"."""
    head, before, after = phrase.head, phrase.before[-1:], phrase.after[:1]
    noun = head.text
    if noun[:-1].isupper() and noun[-1] == "s" and mark_of(noun) != "t":  # "NGOs"
        return True
    is_begun = not phrase.before and len(phrase.words) == 1 and not keeps_capital(noun)
    is_name = noun[:1].isupper() and not is_begun
    if is_name and not (_is_abbreviation(noun) and mark_of(noun) in "cst"):
        return True
    if before and (before[0].tag.startswith(("VB", "VM")) or _is_idiom(before[0], phrase)):
        return True
    is_one = head.tag == "NN1" or (head.tag == "NN0" and not noun.endswith("s"))
    is_one = is_one or mark_of(noun) == "t" or (head.tag in ("NP0", "UNC") and _is_noun(noun))
    return not is_one or (bool(after) and _names_it(phrase.after, noun))


def _names_it(after: tuple[Word, ...], noun: str) -> bool:
    """Say whether the word after a noun says which one: "round 5", "typhoon No. 13"; "DTM round" is one name."""
    word = after[0]
    is_name = word.tag == "NP0" and word.is_letters
    is_verb = word.tag.startswith(("VB", "VH", "VVD"))
    is_noun = bool({"NN1", "NN2"} & set(classes_of(word.text)))
    goes_on = (
        noun.isupper() and word.is_letters and (is_noun or not (word.tag in ENDED_BY or is_verb))
    )
    is_plural = word.tag == "VVZ" and "NN2" in classes_of(word.text)  # "entry bans to the EU"
    is_plural = is_plural and (not after[1:] or after[1].tag in ("PRP", "PRF", "PUN"))
    return is_name or goes_on or is_plural or word.tag == "CRD" or word.text.lower() in ("no", "nr")


def _is_idiom(before: Word, phrase: NounPhrase) -> bool:
    return len(phrase.words) == 1 and phrase.head.text in _bare_after(before)


def _bare_after(word: Word) -> frozenset[str]:
    return _idioms().get(lemmatize(word.text.lower(), "en"), frozenset())


def _article_of_one(phrase: NounPhrase, *, is_topic: bool) -> str:
    noun, before = phrase.head.text.lower(), phrase.before[-1] if phrase.before else None
    follow_tag = phrase.after[0].tag if phrase.after else ""
    if before and before.text.lower() == "by" and len(phrase.words) == 1:
        return ""
    if phrase.first == "next":
        return "the"
    if is_topic and phrase.first in ("draft", "new") and len(phrase.words) > 1:
        return "a"
    if phrase.first in ONE_OF_SEVERAL or ONE_OF_A_NUMBER.fullmatch(phrase.first):
        return "a"
    is_event = noun.endswith((*WITH_PARTICLE, "briefing")) or (
        INFINITIVES & set(classes_of(noun)) and kinds_of(noun) & {"act", "communication"}
    )
    if is_topic and follow_tag == "PRP" and is_event and phrase.first not in THE_ONE:
        return "a"
    if is_topic and noun in MEETINGS and len(phrase.words) == 1:
        return ""
    return "a" if _is_made(phrase) else "the"


def _is_made(phrase: NounPhrase) -> bool:
    """Say whether its verb makes it, gives it or wants it: one that nobody has spoken of before."""
    leading = [word for word in phrase.before[-2:] if word.text not in PARTICLES]
    verb = leading[-1] if leading else None
    said = lemmatize(verb.text.lower(), "en") if verb and verb.tag not in NOUNS else ""
    is_placed = bool(phrase.after) and phrase.after[0].text in ("in", "at", "near")
    return said in MADE or (said in SEEN and (is_placed or phrase.first == "new"))


def takes_article(phrase: NounPhrase) -> bool:
    """Say whether a bare noun needs an article: "budget", not "support"; "Pemba airport" is a name."""
    if phrase.head.text in _idioms()["named"] and all(
        _is_name(word) and not word.text.isupper() for word in phrase.words[:-1]
    ):
        return len(phrase.words) == 1
    pair = mark_of(_pair(phrase))
    if mark_of(phrase.head.text) == "m" and phrase.first in OF_ONE and len(phrase.words) > 2:
        return True  # "new asylum law"
    if mark_of(phrase.head.text) == "w" and _only_names_a_field(phrase):
        return False
    if mark_of(phrase.head.text) == "m" and len(phrase.words) == 1:
        before = phrase.before[-1:]
        is_in = bool(before) and before[0].text in ("at", "in", "near")
        is_in &= main_kind(phrase.head.text) == "artifact"
        return is_in or bool(before) and before[0].tag.startswith("VV")
    return is_countable(phrase.head.text) if pair == "-" else pair == "c"


def _only_names_a_field(phrase: NounPhrase) -> bool:
    """Say whether it stands in a row or alone with nothing behind it: "visa policy and fees"."""
    before, after = phrase.before[-1:], phrase.after[:1]
    is_in_row = not before or before[0].tag in ("PUN", "CJC")
    is_last = not after or after[0].tag in ("PUN", "CJC")
    return is_in_row and is_last and phrase.first not in OF_ONE


def _pair(phrase: NounPhrase) -> str:
    """Return the last two words as the data have them: "climate_change"."""
    return (
        "_".join(word.text.lower() for word in phrase.words[-2:]) if len(phrase.words) > 1 else ""
    )


def _is_noun(noun: str) -> bool:
    return noun[:1].islower() and classes_of(noun)[:1] == ("NN1",) or _is_abbreviation(noun)


def _is_abbreviation(noun: str) -> bool:
    return any(map(str.isupper, noun[1:]))


def _is_free_to_be_bare(phrase: NounPhrase) -> bool:
    """Say whether it may be said bare within a phrase: "the right to freedom of movement"."""
    is_object = bool(phrase.before) and phrase.before[-1].tag.startswith("VV")
    is_wanted = any(word.text.lower() in WANTED for word in phrase.before[-2:-1])
    is_verbal = phrase.first in ONE_OF_SEVERAL or "VVG" in classes_of(phrase.first)[:1]
    if _is_act_done(phrase) and not is_verbal and not is_wanted and _tag_of(phrase.before) == "PRP":
        return False
    return is_mass(phrase.head.text) and bool(phrase.before) and (is_verbal or not is_object)


def _tag_of(before: tuple[Word, ...]) -> str:
    return before[-1].tag if before else ""


def _is_act_done(phrase: NounPhrase) -> bool:
    """Say whether it names what is done to what follows: "on the recognition of diplomas"."""
    noun, others = phrase.head.text, phrase.words[:-1]
    is_act = noun.endswith(OF_ACTS) and main_kind(noun) in ("act", "cognition", "process", "state")
    return is_act and not any(word.is_noun for word in others)


def _is_title(phrase: NounPhrase) -> bool:
    """Say whether words in capitals are the title of a text or an undertaking: "Local Action Plan"."""
    head = phrase.head.text
    if not head[:1].isupper() or head.isupper() or not is_titled(head):
        return False
    capital = [word for word in phrase.words if word.text[:1].isupper()]
    links = phrase.after[0].text if phrase.after else ""
    return len(capital) > 1 or (links in TITLE_LINKS and bool(phrase.before or capital))


def _is_body(phrase: NounPhrase) -> bool:
    """Say whether words of the language in capitals name a body: "Border Liaison Office"."""
    *others, head = phrase.words
    is_kind = head.text.istitle() and head.text.lower() in _idioms()["bodies"]
    return (
        is_kind
        and bool(others)
        and all(word.text.istitle() and is_english(word.text.lower()) for word in others)
    )


def is_titled(noun: str) -> bool:
    """Say whether what the noun names goes by a title in capitals."""
    return noun.lower() in _idioms()["titled"]


def _is_post(phrase: NounPhrase) -> bool:
    """Say whether a capital alone makes it the one that was met: "and Ambassador confirmed"."""
    name = [word for word in phrase.words if word.text[:1].isupper()]
    if (
        not name
        or not all(_is_of_post(word) for word in name)
        or phrase.words[-len(name) :] != (*name,)
    ):
        return False
    before, follows = phrase.before[-1:], phrase.after[:1]
    is_subject = bool(follows) and (follows[0].tag.startswith("V") or follows[0].text == "of")
    if not before or before[0].tag in ("CJC", "CJT", "CJS"):
        return is_subject
    is_object = before[0].tag in ("PRP", "PRF") or before[0].tag.startswith("VV")
    return is_object and not (follows and follows[0].tag == "NP0")


def _is_of_post(word: Word) -> bool:
    is_person = word.tag == "NN1" and main_kind(word.text) == "person"
    is_title = bool(set(fold(word.text).split()) & POST_WORDS)
    return is_person or is_title or word.text in RANKS
