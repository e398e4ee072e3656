"""Names in the texts of meetings that are on record, though the meetings themselves don't name them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from django.db.models import Q, QuerySet, Value

from reviews.article.known_names import WORD, KnownNames, folded_words, known_names
from reviews.article.word_classes import is_english
from reviews.month.meetings import MeetingFacts
from stakeholders.models import Location, Organisation, Person
from toolkit.spelling import fold

CAPITALISED = re.compile(r"(?<!\w)[^\W\d_a-zß-ÿ]\w{2,}")
MOST_WORDS, MOST_NAMES = 60, 300
COLUMNS: dict[Any, tuple[Any, ...]] = {
    Location: ("name", "name_local", "other_names"),
    Organisation: ("name", "short_name", "other_names"),
    Person: ("full_name", "other_names", Value("")),  # as many as of the others
}


def with_names_on_record(meetings: Iterable[MeetingFacts]) -> tuple[MeetingFacts, ...]:
    """Return the meetings, each with the names on record that its public line holds; at most one query."""
    rows = tuple(meetings)
    names = names_on_record([row.public_line for row in rows], known_names(rows))
    return tuple(_with_names(row, names) for row in rows) if names else rows


def _with_names(meeting: MeetingFacts, names: tuple[str, ...]) -> MeetingFacts:
    words = set(folded_words(meeting.public_line))
    found = tuple(name for name in names if words.intersection(folded_words(name)))
    return replace(meeting, names_on_record=found)


def names_on_record(texts: Iterable[str], known: KnownNames) -> tuple[str, ...]:
    """Return the words of `texts` with a capital that names of places, organisations and people hold, as spelt there.

    The rest of such a name is nobody's business: what is frozen at a signature can't be taken back.

    Words of the language and those of `known` names are not looked up; without others there is no query.
    """
    words = sorted(set(_unknown_words(texts, known)))[:MOST_WORDS]
    if not words:
        return ()
    condition = Q()
    for word in words:
        condition |= Q(search__contains=word)
    return tuple(dict.fromkeys(_names(condition, set(words))))


def _unknown_words(texts: Iterable[str], known: KnownNames) -> Iterator[str]:
    for text in texts:
        for word in CAPITALISED.findall(text):
            if word not in known and not is_english(word.lower()):
                yield from folded_words(word)


def _names(condition: Q, words: set[str]) -> Iterator[str]:
    first, *others = (
        _texts(number, model, columns, condition)
        for number, (model, columns) in enumerate(COLUMNS.items())
    )
    for _number, _pk, *texts in first.union(*others, all=True).order_by("number", "pk"):
        for name in "\n".join(texts).splitlines():
            yield from (word for word in WORD.findall(name) if fold(word) in words)


def _texts(number: int, model: Any, columns: tuple[Any, ...], condition: Q) -> QuerySet:
    """Return the names of the first rows, as one branch of a query of all."""
    first = model.objects.filter(condition).order_by("pk").values("pk")[:MOST_NAMES]
    rows = model.objects.filter(pk__in=first).order_by().annotate(number=Value(number))
    return rows.values_list("number", "pk", *columns)
