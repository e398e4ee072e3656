"""Organisations and people whose names look like what was typed: offered before something is made twice."""

from django.db.models import Q

from stakeholders.models import Organisation, Person
from stakeholders.names import fold, likeness

ENOUGH = 70


def look_alikes(text, limit=5, people=None):
    """Return the current organisations and people whose names look like `text`, best first; two queries.

    `people` is a queryset to look in instead, such as one with their posts.
    """
    organisations = Organisation.objects.current().select_related(
        "parent__location", "kind", "location"
    )
    people = Person.objects.current() if people is None else people
    found = [*alike(organisations, text), *alike(people, text)]
    found.sort(key=lambda pair: (-pair[0], str(pair[1])))
    return [row for _score, row in found[:limit]]


def alike(queryset, text):
    """Return (likeness, row) of the rows of `queryset` with a name like `text`, in no order; one query."""
    pieces = _pieces(text)
    if not pieces:
        return []
    shared = Q()
    for piece in pieces:
        shared |= Q(search__contains=piece)
    scored = ((_best(text, row), row) for row in queryset.filter(shared))
    return [(score, row) for score, row in scored if score >= ENOUGH]


def _best(text, row):
    return max((likeness(text, name) for name in row.folded_names()), default=0)


def _pieces(text):
    """Return what a look-alike has at least one of: how a word begins, or three letters of it in a row."""
    pieces = set()
    for word in fold(text).split()[:6]:
        if len(word) > 2:
            pieces.add(word[:2])
            pieces.update(word[at : at + 3] for at in range(1, min(len(word) - 2, 12)))
    return sorted(pieces)
