"""Words of names that are spelt almost as somebody typed them, so that a slip still finds its name.

The names of all current rows are read once, as text, and compared in memory: no more than two queries and a
tenth of a second for 20,000 names. It is done only where nothing is spelt as typed.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from toolkit.spelling import spellings

NEAREST = 6  # words that one typed word may have been meant as
LEAST_RATIO = 55
MOST_WORDS = 12
LONGEST_WORD = 40


class NameWords:
    """The words in the folded names of some rows, with the rows that have them."""

    def __init__(self, queryset: QuerySet) -> None:
        self.rows: dict[str, list[Any]] = defaultdict(list)
        for pk, text in set(queryset.order_by().values_list("pk", "search")):
            for word in set(text.split()):
                self.rows[word].append(pk)

    def best_rows(self, folded: str, limit: int) -> list[Any]:
        """Return the keys of the rows with words most like those of `folded`, longer words counting more."""
        points: dict[Any, float] = defaultdict(float)
        for typed in set(folded.split()[:MOST_WORDS]):
            best: dict[Any, float] = {}
            near = process.extract(
                typed, self.rows.keys(), scorer=fuzz.ratio, score_cutoff=LEAST_RATIO, limit=None
            )
            for word, ratio, _at in reversed(near):  # best last
                best.update(dict.fromkeys(self.rows[word], ratio))
            for pk, ratio in best.items():
                points[pk] += ratio * len(typed)
        return sorted(points, key=lambda pk: (-points[pk], pk))[:limit]


def respelled(words: list[tuple[str, ...]], known: Iterable[str]) -> list[list[str]] | None:
    """Return the words with those that no text holds replaced by the nearest of `known`; None where nothing is near.

    Each of `words` is a tuple of what a typed word may stand for, the typed one first. The last may be unfinished.
    """
    known = list(dict.fromkeys(known))
    text = "\n".join(known)
    found: list[list[str]] = []
    for number, word in enumerate(words, 1):
        if any(spelling in text for form in word for spelling in spellings(form)):
            found.append(list(word))
            continue
        near = nearest(word[0], known)
        if not near and number == len(words):
            near = nearest(word[0], {one[: len(word[0])] for one in known})
        if not near:
            return None
        found.append(near)
    return found


def nearest(typed: str, known: Iterable[str]) -> list[str]:
    """Return those of `known` that a slip makes of `typed`, best first: letters left out, added, wrong or swapped."""
    if len(typed) > LONGEST_WORD:
        return []
    slips = 0 if len(typed) < 4 else 1 if len(typed) < 7 else 2
    if not slips:
        return []
    near = process.extract(
        typed,
        known,
        scorer=OSA.distance,  # type: ignore[arg-type] # rapidfuzz types scorers that give a share
        score_cutoff=slips,
        limit=NEAREST * 4,
    )
    ranked = sorted(near, key=lambda one: (one[1], one[0][:1] != typed[:1], one[0]))
    # One slip is likelier than two.
    return [word for word, distance, _at in ranked if distance <= ranked[0][1]][:NEAREST]
