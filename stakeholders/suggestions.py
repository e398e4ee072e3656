"""Whom somebody may mean while typing: organisations and people of a day, in two queries."""

from dataclasses import dataclass
from datetime import date

from django.db.models import (
    Case,
    Exists,
    F,
    FilteredRelation,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)

from stakeholders.models import Kind, Location, NameKey, Organisation, Person
from stakeholders.models.appointment import held
from stakeholders.models.likely_pair import Comparable, likely_among, rows_that_meet
from stakeholders.models.person import PersonQuerySet
from stakeholders.name_matching import LIKELY, OrganisationNames, compare_organisations
from stakeholders.name_matching.blocking_keys import meeting
from stakeholders.name_matching.people import compare_names, read_person
from stakeholders.name_matching.records import OrganisationRecord, PersonRecord
from stakeholders.vocabulary import split_honorific
from toolkit.search import holds
from toolkit.text import fold, likeness

LIMIT = 8
MOST_WORDS = 20


@dataclass(frozen=True)
class Suggestion:
    """One line of a suggestion box; `value` is "o12", "p34" or "p34.12" (a person for an organisation)."""

    value: str
    label: str
    detail: str
    role: str = ""
    organisation: str = ""
    place: str = ""


def suggest(text: str, day: date) -> list[Suggestion]:
    """Return the organisations and people that hold every word of `text`, in names or titles of `day`."""
    words = fold(split_honorific(text)[1]).split()[:MOST_WORDS]
    if not words:
        return []
    found = [*_organisations(words), *_people(words, day)]
    found.sort(key=lambda one: _rank(words, one))
    return found[:LIMIT]


def _rank(words: list[str], one: Suggestion) -> tuple:
    """Sort by: typed words begin words of it, begins as typed, organisations first, whole ones first, name."""
    shown = fold(f"{one.label} {one.role}").split()
    begins = all(any(part.startswith(word) for part in shown) for word in words)
    first = fold(one.role or one.label).startswith(words[0]) or shown[0].startswith(words[0])
    is_person = one.value.startswith("p")
    return not begins, not first, is_person, ", " in one.label, one.label


def _begins(words: list[str]):
    begins = When(search__startswith=words[0], then=Value(0))
    return Case(begins, default=Value(1), output_field=IntegerField())


def _organisations(words: list[str]) -> list[Suggestion]:
    rows = Organisation.objects.current().select_related("parent__location", "kind", "location")
    for word in words:
        rows = rows.filter(holds(word, "search"))
    return [organisation_line(row) for row in rows.order_by(_begins(words), "name")[: LIMIT * 3]]


def organisation_line(row: Organisation) -> Suggestion:
    place = row.location or (row.parent.location if row.parent else None)
    return Suggestion(f"o{row.pk}", str(row), str(row.kind), place=str(place or ""))


def lines_of(rows: list[Organisation | Person]) -> list[Suggestion]:
    """Return the suggestions of organisations, then of people that `with_posts` annotated; no query."""
    lines = [organisation_line(row) for row in rows if isinstance(row, Organisation)]
    return lines + [person_line(row) for row in rows if isinstance(row, Person)]


def with_posts(people: PersonQuerySet, day: date) -> PersonQuerySet:
    """Return the people with the posts they held on `day`: a row for each post, in one query."""
    usable = Q(post__organisation__is_active=True, post__organisation__merged_into__isnull=True)
    post = FilteredRelation("appointments", condition=held(day, "appointments__"))
    return people.annotate(post=post).annotate(
        post_in=Case(When(usable, then=F("post__organisation_id")), default=None),
        post_title=F("post__title"),
        post_name=F("post__organisation__name"),
        post_parent=F("post__organisation__parent__name"),
        post_place=F("post__organisation__location__name"),
        post_level=F("post__organisation__location__level"),
    )


def _people(words: list[str], day: date) -> list[Suggestion]:
    rows = with_posts(Person.objects.current(), day)
    columns = ("search", "post__search", "post__organisation__search")
    for word in words:
        rows = rows.filter(holds(word, *columns))
    return [person_line(row) for row in rows.order_by(_begins(words), "full_name")[: LIMIT * 3]]


def person_line(row) -> Suggestion:
    if row.post_in is None:
        return Suggestion(f"p{row.pk}", str(row), "")
    title = row.post_title
    whole = f"{row.post_name}, {row.post_parent}" if row.post_parent else row.post_name
    detail = title if fold(whole) in fold(title) else f"{title}, {whole}"
    town = row.post_place if row.post_level != Location.Level.COUNTY else None
    return Suggestion(f"p{row.pk}.{row.post_in}", str(row), detail, title, whole, town or "")


ENOUGH = 70
MODELS = {Kind.ORGANISATION: Organisation, Kind.PERSON: Person}


def likely(name: str, kind, limit: int = 8, email: str = "") -> list:
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


def _record(name: str, kind: Kind, email: str = "") -> OrganisationRecord | PersonRecord:
    if kind == Kind.PERSON:
        return PersonRecord(pk=None, names=(read_person(name),), email=email.lower())
    names = OrganisationNames(name)
    return OrganisationRecord(pk=None, own=names, whole=names)


def look_alikes(text: str, limit: int = 5, people: PersonQuerySet | None = None) -> list:
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


def alike(queryset, text: str) -> list:
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


def _meeting(model, text: str) -> QuerySet:
    """Return the keys of rows that meet a name, not yet asked for: an acronym shares no letters in a row."""
    if not issubclass(model, Comparable):
        return NameKey.objects.none()
    keys = model.keys_of(_record(text, model.PAIR_KIND))
    asked = sorted(meeting(key) for key in keys)
    return NameKey.objects.filter(kind=model.PAIR_KIND, key__in=asked)


def _best(text: str, row) -> int:
    """Return how much a row looks like `text`: as a piece of one of its names, or as the queue compares them."""
    typed = max((likeness(text, name) for name in row.folded_names()), default=0)
    whole = _as_in_the_queue(text, row) if row.meets else 0
    return max(typed, whole if whole >= LIKELY else 0)


def _as_in_the_queue(text: str, row: Organisation | Person) -> int:
    if isinstance(row, Organisation):
        return compare_organisations(OrganisationNames(text), row.whole_names()).score
    names = (compare_names(read_person(text), name).score for name in row.compared_names())
    return max(names, default=0)


def _pieces(text: str) -> list[str]:
    """Return what a look-alike has at least one of: how a word begins, or three letters of it in a row."""
    pieces = set()
    for word in fold(text).split()[:6]:
        if len(word) > 2:
            pieces.add(word[:2])
            pieces.update(word[at : at + 3] for at in range(1, min(len(word) - 2, 12)))
    return sorted(pieces)
