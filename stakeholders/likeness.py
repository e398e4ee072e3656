"""Organisations and people whose names look like what was typed: offered before something is made twice."""

from django.db.models import Exists, OuterRef, Q

from stakeholders.alike import LIKELY, OrganisationNames, compare_organisations
from stakeholders.alike.keys import meeting
from stakeholders.alike.people import compare_names, read_person
from stakeholders.alike.records import OrganisationRecord, PersonRecord
from stakeholders.models import Kind, NameKey, Organisation, Person
from stakeholders.models.comparable import Comparable, likely_among, rows_that_meet
from stakeholders.names import fold, likeness

ENOUGH = 70
MODELS = {Kind.ORGANISATION: Organisation, Kind.PERSON: Person}


def likely(name, kind, limit=8, email=""):
    """Return [(score, reasons, row)] of the current rows of a Kind that are likely what `name` means, best first.

    It is the likeness of the queue of duplicates: two rows that it finds alike would stand there.
    """
    model = MODELS[kind]
    if not fold(name):
        return []
    record = _record(name, kind, email)
    met = rows_that_meet(kind, model.keys_of(record))
    rows = {row.pk: row for row in model.objects.current().comparable().filter(pk__in=met)}
    found = likely_among(record, [row.record() for row in rows.values()])
    best = sorted(found, key=lambda pair: (-pair[0].score, pair[1].pk))[:limit]
    return [(one.score, one.reasons, rows[other.pk]) for one, other in best]


def _record(name, kind, email=""):
    """Return what is compared of a name alone."""
    if kind == Kind.PERSON:
        return PersonRecord(pk=None, names=(read_person(name),), email=email.lower())
    names = OrganisationNames(name)
    return OrganisationRecord(pk=None, own=names, whole=names)


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
    meeting_it = _meeting(queryset.model, text)
    shared = Q(pk__in=meeting_it.values("row"))
    for piece in pieces:
        shared |= Q(search__contains=piece)
    rows = queryset.filter(shared).annotate(meets=Exists(meeting_it.filter(row=OuterRef("pk"))))
    scored = ((_best(text, row), row) for row in rows)
    return [(score, row) for score, row in scored if score >= ENOUGH]


def _meeting(model, text):
    """Return the keys of rows that meet a name, not yet asked for: an acronym shares no letters in a row."""
    if not issubclass(model, Comparable):
        return NameKey.objects.none()
    keys = model.keys_of(_record(text, model.PAIR_KIND))
    asked = sorted(meeting(key) for key in keys)
    return NameKey.objects.filter(kind=model.PAIR_KIND, key__in=asked)


def _best(text, row):
    """Return how much a row looks like `text`: as a piece of one of its names, or as the queue compares them."""
    typed = max((likeness(text, name) for name in row.folded_names()), default=0)
    whole = _as_in_the_queue(text, row) if row.meets else 0
    return max(typed, whole if whole >= LIKELY else 0)


def _as_in_the_queue(text, row):
    if isinstance(row, Organisation):
        return compare_organisations(OrganisationNames(text), row.whole_names()).score
    names = (compare_names(read_person(text), name).score for name in row.compared_names())
    return max(names, default=0)


def _pieces(text):
    """Return what a look-alike has at least one of: how a word begins, or three letters of it in a row."""
    pieces = set()
    for word in fold(text).split()[:6]:
        if len(word) > 2:
            pieces.add(word[:2])
            pieces.update(word[at : at + 3] for at in range(1, min(len(word) - 2, 12)))
    return sorted(pieces)
