"""Whom somebody may mean while typing: organisations and people of a day, in two queries."""

from dataclasses import dataclass

from django.db.models import Case, F, FilteredRelation, IntegerField, Q, Value, When

from stakeholders.models import Location, Organisation, Person
from stakeholders.models.appointment import held
from stakeholders.models.searchable import holds
from stakeholders.names import fold, split_honorific

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


def suggest(text, day):
    """Return the organisations and people that hold every word of `text`, in names or titles of `day`."""
    words = fold(split_honorific(text)[1]).split()[:MOST_WORDS]
    if not words:
        return []
    found = [*_organisations(words), *_people(words, day)]
    found.sort(key=lambda one: _rank(words, one))
    return found[:LIMIT]


def _rank(words, one):
    """Sort by: typed words begin words of it, begins as typed, organisations first, whole ones first, name."""
    shown = fold(f"{one.label} {one.role}").split()
    begins = all(any(part.startswith(word) for part in shown) for word in words)
    first = fold(one.role or one.label).startswith(words[0]) or shown[0].startswith(words[0])
    is_person = one.value.startswith("p")
    return not begins, not first, is_person, ", " in one.label, one.label


def _begins(words):
    """Return what sorts names that begin as typed before the others."""
    begins = When(search__startswith=words[0], then=Value(0))
    return Case(begins, default=Value(1), output_field=IntegerField())


def _organisations(words):
    rows = Organisation.objects.current().select_related("parent__location", "kind", "location")
    for word in words:
        rows = rows.filter(holds(word, "search"))
    return [organisation_line(row) for row in rows.order_by(_begins(words), "name")[: LIMIT * 3]]


def organisation_line(row):
    """Return the suggestion of an organisation."""
    place = row.location or (row.parent.location if row.parent else None)
    return Suggestion(f"o{row.pk}", str(row), str(row.kind), place=str(place or ""))


def lines_of(rows, day):
    """Return the suggestions of organisations, then of people with their posts of `day`; at most one query."""
    people = [row.pk for row in rows if isinstance(row, Person)]
    lines = [organisation_line(row) for row in rows if isinstance(row, Organisation)]
    if people:
        lines += people_lines(Person.objects.filter(pk__in=people).annotate(post=held_on(day)))
    return lines


def held_on(day):
    """Return the posts of a person on `day`, for one join."""
    return FilteredRelation("appointments", condition=held(day, "appointments__"))


def _people(words, day):
    rows = Person.objects.current().annotate(post=held_on(day))
    columns = ("search", "post__search", "post__organisation__search")
    for word in words:
        rows = rows.filter(holds(word, *columns))
    return people_lines(rows.order_by(_begins(words), "full_name")[: LIMIT * 3])


def people_lines(rows):
    """Return the suggestions of people annotated with `post`: one a post held that day; one query."""
    usable = Q(post__organisation__is_active=True, post__organisation__merged_into__isnull=True)
    rows = rows.annotate(
        usable=Case(When(usable, then=F("post__organisation_id")), default=None)
    ).values_list(
        "pk",
        "honorific",
        "full_name",
        "usable",
        "post__title",
        "post__organisation__name",
        "post__organisation__parent__name",
        "post__organisation__location__name",
        "post__organisation__location__level",
    )
    return [_person_line(*row) for row in rows]


def _person_line(pk, honorific, name, organisation, title, unit, parent, place, level):
    label = f"{honorific} {name}".strip()
    if organisation is None:
        return Suggestion(f"p{pk}", label, "")
    whole = f"{unit}, {parent}" if parent else unit
    detail = title if fold(whole) in fold(title) else f"{title}, {whole}"
    town = place if place and level != Location.Level.COUNTY else ""
    return Suggestion(f"p{pk}.{organisation}", label, detail, title, whole, town)
