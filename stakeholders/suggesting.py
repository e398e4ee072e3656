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


def lines_of(rows):
    """Return the suggestions of organisations, then of people that `with_posts` annotated; no query."""
    lines = [organisation_line(row) for row in rows if isinstance(row, Organisation)]
    return lines + [person_line(row) for row in rows if isinstance(row, Person)]


def with_posts(people, day):
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


def _people(words, day):
    rows = with_posts(Person.objects.current(), day)
    columns = ("search", "post__search", "post__organisation__search")
    for word in words:
        rows = rows.filter(holds(word, *columns))
    return [person_line(row) for row in rows.order_by(_begins(words), "full_name")[: LIMIT * 3]]


def person_line(row):
    """Return the suggestion of a person that `with_posts` annotated."""
    if row.post_in is None:
        return Suggestion(f"p{row.pk}", str(row), "")
    title = row.post_title
    whole = f"{row.post_name}, {row.post_parent}" if row.post_parent else row.post_name
    detail = title if fold(whole) in fold(title) else f"{title}, {whole}"
    town = row.post_place if row.post_level != Location.Level.COUNTY else None
    return Suggestion(f"p{row.pk}.{row.post_in}", str(row), detail, title, whole, town or "")
