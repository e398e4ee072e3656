"""Notes of what happened as whole clauses: "The boilers were delivered", "The Mayor agreed". Pure."""

import re

from reviews.article.articles import masked, with_articles
from reviews.article.clauses import (
    DETERMINERS,
    finite_verb,
    form_of,
)
from reviews.article.grammar import finish
from reviews.article.known_names import KnownNames
from reviews.article.noun_phrases import lowered
from reviews.article.nouns import is_countable, kinds_of
from reviews.article.word_classes import (
    FINITE,
    MONTHS,
    NOUNS,
    Word,
    classes_of,
    tagged,
)
from toolkit.spelling import fold

TOLD = FINITE | {"VVD", "VVN", "VVZ"}  # classes of a verb after its subject
DUE = re.compile(
    rf"^(?P<what>[^,;:.]{{4,60}}?) (?:due )?by (?P<date>\d{{1,2}} (?:{'|'.join(sorted(MONTHS))}))\.?$"
)


def as_told(part: str) -> str:
    """Return "The boilers were delivered" for "Boilers delivered"; nothing where it is no such note."""
    words = tagged(part.rstrip(" ."))
    at = next((i for i, word in enumerate(words) if word.tag == "VVN"), 0)
    if not 0 < at < 4 or finite_verb(words) is not None:
        return ""
    noun, after = words[at - 1], words[at + 1 :]
    if noun.tag not in NOUNS or (after and after[0].tag not in ("PRP", "AVP", "AV0", "CRD")):
        return ""
    subject = part[: words[at].start].strip()
    if words[0].tag not in DETERMINERS:
        is_letter = subject[1:2] == "-" or subject[1:2].isupper()
        subject = f"The {subject if is_letter else subject[:1].lower() + subject[1:]}"
    verb = "were" if noun.tag == "NN2" else "was"
    return f"{subject} {verb} {part[words[at].start :]}"


def as_state(words: tuple[Word, ...], piece: str) -> str:
    """Return "Guards are to be trained" for "guards to be trained", "Beds are needed" for "beds needed"."""
    end = next((i for i, word in enumerate(words) if word.tag in ("PRP", "PRF")), len(words))
    for at in range(1, len(words)):
        word, before = words[at], words[at - 1]
        is_plan = word.text == "to" and len(words) > at + 2 and words[at + 1].text == "be"
        is_plan = is_plan and words[at + 2].tag == "VVN"
        is_state = (
            before.is_noun and (word.text == "needed" or word.tag == "VDN") and at == len(words) - 1
        )
        is_state |= before.is_noun and word.tag == "VDN" and words[at + 1 :][:1] != ()
        if not (is_plan or is_state):
            continue
        head = words[min(at, end) - 1]
        if not all(one.is_letters for one in words[:at]) or not head.is_noun:
            return ""
        are = ("are", "were") if head.tag == "NN2" else ("is", "was")
        return f"{piece[: word.start]}{are[word.tag == 'VDN']} {piece[word.start :]}"
    return ""


def as_due(part: str, names: KnownNames) -> str:
    """Return "A concept note is due by 25 April." for "Concept note by 25 April"."""
    found = DUE.match(part)
    words = tagged(found["what"]) if found else ()
    if not found or not words or form_of(words) != "phrase" or finite_verb(words) is not None:
        return ""
    if any(word.tag in ("VVG", "VVN", "VVI", "TO0") for word in words) or not words[-1].is_noun:
        return ""
    verb = "are" if words[-1].tag == "NN2" else "is"
    return finish(f"{with_articles(lowered(found['what'], names))} {verb} due by {found['date']}")


def as_counted(part: str) -> str:
    """Return "50 kits were handed over" for "50 kits handed over"."""
    words = tagged(part.rstrip(" ."))
    at = next((i for i, word in enumerate(words) if "VVN" in classes_of(word.text)), 0)
    if not 1 < at < 5 or words[0].tag != "CRD" or words[at - 1].tag != "NN2":
        return ""
    is_all = all(word.tag == "AVP" for word in words[at + 1 :])
    if not is_all or words[at].text in ("needed", "returned"):  # nobody says by whom
        return ""
    return f"{part[: words[at].start]}were {part[words[at].start :]}"


def tells_of_one_thing(part: str) -> bool:
    """Say whether a note is closed with a full stop and tells of one thing: "Ambulance donated to a hospital."."""
    words = tagged(part)
    is_one = words[0].tag == "NN1" and is_countable(words[0].text) and words[1].tag == "VVN"
    return part.endswith(".") and is_one


def with_articles_of_posts(text: str, names: KnownNames) -> str:
    """Return "The Mayor of Has wants a school and the Ambassador agreed" of notes without the article."""
    words = tagged(masked(text))
    for at in reversed(range(len(words) - 1)):
        is_first = at == 0 or words[at - 1].text in ("and", "but", "that", ";")
        if not is_first or at and words[at].text.islower():
            continue
        head = at + (
            _is_plain(words[at]) and _is_plain(words[at + 1]) and _is_person(words[at + 1])
        )
        is_of = head + 1 < len(words) and words[head + 1].tag == "PRF"
        end = _end_of_name(words, head) if is_of else head + 1
        verb = words[end] if end < len(words) else None
        goes_on = any(word.is_letters for word in words[end + 1 :])
        is_told = verb is not None and verb.tag in TOLD and goes_on
        is_first_of = at == 0 and is_of and _is_plain(words[head])
        if not (is_first_of or is_told and _is_one_thing(words[head])):
            continue
        is_post = is_of and words[end - 1].text[:1].isupper() or fold(words[head].text) in names.met
        keeps = at or (is_post if head == at else words[head].text[:1].isupper())
        start = words[at].start
        rest = text[start:] if keeps else f"{text[start].lower()}{text[start + 1 :]}"
        text = f"{text[:start]}{'the' if at else 'The'} {rest}"
    return text


def _is_plain(word: Word) -> bool:
    return word.tag in ("NN1", "AJ0", "NP0") and bool(classes_of(word.text))


def _is_person(word: Word) -> bool:
    return "person" in kinds_of(word.text) and word.tag in ("NN1", "AJ0", "NP0")


def _is_one_thing(word: Word) -> bool:
    """Say whether a word names one person, body or place by what it is: "Mayor", "Chamber", "Hotel"."""
    is_noun = classes_of(word.text)[:1] in (("NN1",), ("AJ0",)) and not word.text[1:].isupper()
    is_of_kind = bool(kinds_of(word.text) & {"person", "group", "artifact", "location", "object"})
    return is_noun and is_of_kind and word.tag != "NN2" and is_countable(word.text)


def _end_of_name(words: tuple[Word, ...], at: int) -> int:
    """Return where the words of "Mayor of Soroca" end, those in small letters that link them included."""
    end = at + 1
    while end < len(words) and (
        words[end].text[:1].isupper() or words[end].text in ("of", "for", "and", "the", "on")
    ):
        end += 1
    return end
