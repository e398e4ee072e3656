"""The items of a public line put together for one sentence, and what is told in others. Pure."""

import re
from collections.abc import Sequence

from reviews.article.clauses import gerund_of
from reviews.article.grammar import finish
from reviews.article.line_fragments import Fragment
from reviews.article.noun_phrases import begun_in_words, in_words
from reviews.article.nouns import main_kind
from reviews.article.word_classes import Word, tagged

JOINED = frozenset(["phrase", "gerund", "infinitive", "past"])
# Verbs under which a line goes on naming what was talked of.
OF_TALKING = re.compile(
    r"(?:addressed|considered|covered|discussed|raised|(?:talked|spoke) (?:about|on|of)"
    r"|to (?:address|consider|cover|discuss|raise|(?:talk|speak) (?:about|on|of)))\b"
)


def put_together(items: list[Fragment]) -> tuple[str, str, tuple[str, ...]]:
    """Return the form, the words for the middle of a sentence, and the whole sentences of items."""
    fragments = [
        ("phrase" if form == "unsure" else form, in_words(text))
        for form, text in items
        if form in JOINED or form == "unsure"
    ]
    sentences = [begun_in_words(in_words(text)) for form, text in items if form == "sentences"]
    if not fragments:
        return "sentences" if sentences else "nothing", "", tuple(sentences)
    form, text, told_by_it = _joined(fragments)
    return form, text, (*told_by_it, *sentences)


def _joined(fragments: list[Fragment]) -> tuple[str, str, tuple[str, ...]]:
    forms = [form for form, _text in fragments]
    texts = [text for _form, text in fragments]
    if set(forms) == {"infinitive"}:
        return "infinitive", join_items([texts[0], *(text[3:] for text in texts[1:])]), ()
    if len(set(forms)) == 1:
        return forms[0], (_join_done if forms[0] == "past" else join_items)(texts), ()
    if forms[0] == "infinitive" and OF_TALKING.match(texts[0]) and "past" not in forms:
        return "infinitive", join_items(texts), ()
    past = [text for form, text in fragments if form == "past"]
    nominal = [
        gerund_of(text) if form == "infinitive" else text
        for form, text in fragments
        if form != "past"
    ]
    if forms[0] == "past" and OF_TALKING.match(texts[0]) and forms[1:2] != ["past"]:
        return "past", join_items([texts[0], *nominal, *past[1:]]), ()
    if forms[0] == "past":
        return "past", _join_done(past), (finish(f"IOM also discussed {join_items(nominal)}"),)
    told = tuple(finish(_with_subject(text)) for text in past)
    return "phrase", join_items(nominal), told


def _with_subject(past: str) -> str:
    verb = past.split(" ")[0]
    return f"It was {past}" if verb in ("agreed", "decided") else f"IOM {past}"


def join_items(items: Sequence[str]) -> str:
    """Return "a, b and c"; a comma before the "and" where an item has one of its own."""
    *before, last = items
    if not before:
        return last
    if any("," in item for item in before) and len(items) > 2:
        return f"{'; '.join(before)}; and {last}"
    has_and = any(" and " in item for item in items)
    return f"{', '.join(before)}{',' if has_and else ''} and {last}"


def _join_done(texts: list[str]) -> str:
    """Return "met A, saw B and asked for C" also where the last of them holds the "and"."""
    ends_in_row = len(texts) > 1 and re.search(r" and [a-z]{3,}ed [a-z]", texts[-1])
    return ", ".join(texts) if ends_in_row else join_items(texts)


def join_row(texts: list[str]) -> str:
    """Return "a, b and c" of "a", "b", "c" as of "a", "b and c"."""
    if len(texts) > 1 and " and " in texts[-1] and not has_whole_and(texts[-1]):
        return ", ".join(texts)
    return join_items(texts)


def _join_alike(before: tuple[Word, ...], after: tuple[Word, ...]) -> bool:
    """Say whether "and" joins two names behind a preposition, or two kinds of people at the head of a phrase.

    "in Lviv and Odesa", "for TB and malaria"; "women and men at work".
    """
    if not (before and after):
        return False
    one, other = before[-1], after[0]
    are_names = one.text.isupper() or (one.text[:1].isupper() and other.text[:1].isupper())
    is_behind = len(before) > 1 and before[-2].tag in ("PRP", "PRF")
    is_placed = are_names and is_behind and len(after) == 1
    are_people = {main_kind(one.text), main_kind(other.text)} == {"person"}
    goes_on = len(after) > 2 and after[1].tag == "PRP"
    return is_placed or (are_people and len(before) == 1 and goes_on)


def has_whole_and(piece: str) -> bool:
    """Say whether the "and" of a piece belongs within it: "search and rescue at sea"."""
    before, after = piece.rsplit(" and ", 1)
    if _join_alike(tagged(before), tagged(after)):
        return True
    return len(after.split()) > 3 and len(piece.split(" and ")[0].split()) > 3
