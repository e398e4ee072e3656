"""Whom somebody may mean while typing: organisations and people of a day, in two or three queries."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from typing import Any

from django.db.models import (
    Case,
    Exists,
    F,
    FilteredRelation,
    IntegerField,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.utils.translation import gettext as _

from countries.alphabet import sort_key
from stakeholders.honorifics import split_honorific
from stakeholders.models import Appointment, Kind, Location, NameKey, Organisation, Person
from stakeholders.models.appointment import held_on, post_in_full
from stakeholders.models.person import PersonQuerySet
from stakeholders.name_matching.blocking_keys import matching_key, organisation_keys, person_keys
from stakeholders.name_matching.organisations import OrganisationNames, compare_organisations
from stakeholders.name_matching.people import compare_names, read_person
from stakeholders.name_matching.records import PersonRecord
from stakeholders.name_matching.score import LIKELY
from stakeholders.name_words import NameWords, respelled
from stakeholders.vocabulary import (
    HEADS,
    IN_ENGLISH,
    PLACES,
    POST_WORDS,
    STATE_NAMES,
    meanings,
    pack_words,
)
from toolkit.search import either, holds
from toolkit.spelling import fold, likeness, spellings, without_genitive

LIMIT = 8
# Words of bodies, posts and states that a slip may be meant as, beside those of names.
SPELLED_WORDS = (*IN_ENGLISH, *PLACES, *STATE_NAMES, *POST_WORDS)
MOST_WORDS = 20
LINKS = {"of", "the", "and", "for"} | pack_words("links")
# The columns that the line of an organisation is made of.
SHOWN = (
    "name", "short_name", "other_names", "seats", "kind__name", "location__name", "location__level",
    "parent__name", "parent__location__name", "parent__location__level",
)  # fmt: skip


@dataclass(frozen=True)
class Suggestion:
    """One line of a suggestion box; `value` is "o12", "p34" or "p34.12" (a person for an organisation).

    `seat` is the title of a vacant seat of `organisation`, when that is what was typed.
    """

    value: str
    label: str
    detail: str
    role: str = ""
    organisation: str = ""
    place: str = ""
    seat: str = ""

    @property
    def answer(self) -> str:
        """The value, with the seat where one is meant: a form sends it back."""
        return f"{self.value}|{self.seat}" if self.seat else self.value


def suggest(text: str, day: date) -> list[Suggestion]:
    """Return the organisations and people that hold every word of `text`, in names or titles of `day`.

    A word counts in its English form too: "ambasada" finds embassies. When nothing is
    found, a post in the country's language is taken for the English one.
    """
    name = split_honorific(text)[1]
    found = _holding(_wanted(name), day)
    if not found and (english := _in_english(fold(name))) != fold(name):
        found = _holding(_wanted(english), day)
    return found[:LIMIT]


def suggest_nearest(text: str, day: date) -> list[Suggestion]:
    """Return the suggestions for a text of which nothing is spelt so: by words almost as typed, then by likeness."""
    name = split_honorific(text)[1]
    words = _wanted(name)
    if not words:
        return []
    organisations, people = _current(with_posts(Person.objects.current(), day))
    names = [NameWords(organisations), NameWords(people)]
    known = [*names[0].rows, *names[1].rows, *SPELLED_WORDS]
    meant = respelled(words, known)
    spelt = [tuple(form for one in word for form in meanings(one)) for word in meant or ()]
    found = _holding(spelt, day) if spelt != words else []
    alike = lines_of(
        _best_of(
            scored_look_alikes(one, name, by)
            for one, by in zip((organisations, people), names, strict=True)
        )
    )
    return list({line.value: line for line in [*found, *alike]}.values())[:LIMIT]


Word = tuple[str, ...]  # a typed word, then what it may stand for


def _holding(words: list[Word], day: date) -> list[Suggestion]:
    """Return the suggestions for words that all must be there, best first."""
    if not words:
        return []
    found = [*_organisations(words, day), *_people(words, day)]
    spelt = [tuple({way for form in word for way in spellings(form)}) for word in words]
    return sorted(found, key=lambda one: _rank(spelt, one))


def _wanted(text: str) -> list[Word]:
    """Return the words of a text; those that link others are left out, unless there are no others."""
    typed = fold(text).split()
    plain = fold(without_genitive(text)).split()
    if len(plain) != len(typed):
        plain = typed
    pairs = list(zip(typed, plain, strict=True))
    told = [pair for pair in pairs if pair[0] not in LINKS] or pairs
    return [tuple(dict.fromkeys((one, plain, *meanings(one)))) for one, plain in told[:MOST_WORDS]]


def _in_english(folded: str) -> str:
    """Return folded words with the posts among them in English: "ambasadori" gives "ambassador"."""
    for post, (_body, forms) in HEADS.items():
        for form in sorted(forms, key=len, reverse=True):
            folded = re.sub(rf"\b{form}\b", post, folded)
    return folded


def _rank(words: list[Word], one: Suggestion) -> tuple[bool, int, bool, int, bool, str]:
    """Sort by: typed words begin words of it, few only say where it is, begins as typed, what it is, whole, name.

    People come before seats that nobody is known to hold, and both before organisations.
    """
    parts = [f" {fold(part)}" for part in (one.label, one.role, one.organisation) if part]
    shown = "".join(parts)
    # What stands after "in" is the host: of Italy is the Embassy of Italy, not that of Canada in Italy.
    own = "".join(part.partition(" in ")[0] for part in parts)
    hosts = sum(_begins_in(word, shown) and not _begins_in(word, own) for word in words)
    start = parts[: 1 + bool(one.role)]
    begins = all(_begins_in(word, shown) for word in words)
    first = any(part.startswith(f" {form}") for part in start for form in words[0])
    what = 0 if one.value.startswith("p") else 1 if one.seat else 2
    return not begins, hosts, not first, what, ", " in one.label, sort_key(one.label)


def _begins_in(word: Word, padded: str) -> bool:
    """Return whether a form of a word begins a word of a text that has a space before each."""
    return any(f" {form}" in padded for form in word)


def _holds(word: Word, *columns: str) -> Q:
    """Return the condition that one of the columns holds a form of a word."""
    condition = Q()
    for form in word:
        condition |= holds(form, *columns)
    return condition


def _begins(words: list[Word]) -> Case:
    begins = When(search__startswith=words[0][0], then=Value(0))
    return Case(begins, default=Value(1), output_field=IntegerField())


def _organisations(words: list[Word], day: date) -> list[Suggestion]:
    rows = Organisation.objects.current().select_related("parent__location", "kind", "location")
    rows = rows.only(*SHOWN)
    for word in words:
        rows = rows.filter(_holds(word, "search"))
    found = list(rows.order_by(_begins(words), "sort_key")[: LIMIT * 3])
    return _with_seats(found, words, day)


def _with_seats(rows: list[Organisation], words: list[Word], day: date) -> list[Suggestion]:
    """Return the suggestions of organisations; where a word names a vacant seat, that seat too. At most one query."""
    meant = {row.pk: _seat_meant(row, words) for row in rows}
    asked = [pk for pk, title in meant.items() if title]
    posts = Appointment.objects.on(day).filter(organisation__in=asked) if asked else ()
    held: dict[int, list[str]] = {}
    for post in posts:
        held.setdefault(post.organisation_id, []).append(post.title)
    seats = [
        seat_line(row, meant[row.pk])
        for row in rows
        if meant[row.pk] in row.vacant_seats(held.get(row.pk, []))
    ]
    return [*seats, *map(organisation_line, rows)]


def _seat_meant(row: Organisation, words: list[Word]) -> str:
    """Return the title of the seat that a typed word begins, when the name of the organisation has no such word."""
    names = f" {fold(f'{row.name} {row.short_name} {row.other_names}')}"
    for title in row.seat_titles():
        for word in words:
            begins = any(f" {form}" in f" {fold(title)}" for form in word)
            if begins and not any(f" {form}" in names for form in word):
                return title
    return ""


def seat_line(row: Organisation, title: str) -> Suggestion:
    """Return the suggestion of a seat that nobody is known to hold."""
    line = organisation_line(row)
    detail = _("nobody named here yet")
    label = f"{title}, {line.label}"
    return replace(line, label=label, detail=detail, organisation=line.label, seat=title)


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
    post = FilteredRelation("appointments", condition=held_on(day, "appointments__"))
    return people.annotate(post=post).annotate(
        post_in=Case(When(usable, then=F("post__organisation_id")), default=None),
        post_title=F("post__title"),
        post_name=F("post__organisation__name"),
        post_parent=F("post__organisation__parent__name"),
        post_place=F("post__organisation__location__name"),
        post_level=F("post__organisation__location__level"),
    )


def _people(words: list[Word], day: date) -> list[Suggestion]:
    rows, posts = with_posts(Person.objects.current(), day), Appointment.objects.on(day)
    for word in words:
        found = _holds(word, "search")
        bodies = Organisation.objects.filter(found).order_by().values("pk")
        rows = rows.filter(
            pk__in=either(
                Person.objects.filter(found).values("pk"),
                posts.filter(found).values("person"),
                posts.filter(organisation__in=bodies).values("person"),
            )
        )
    return [person_line(row) for row in rows.order_by(_begins(words), "sort_key")[: LIMIT * 3]]


def person_line(row: Any) -> Suggestion:
    if row.post_in is None:
        return Suggestion(f"p{row.pk}", str(row), "")
    title = row.post_title
    whole = f"{row.post_name}, {row.post_parent}" if row.post_parent else row.post_name
    detail = post_in_full(title, whole)
    town = row.post_place if row.post_level != Location.Level.COUNTY else None
    return Suggestion(f"p{row.pk}.{row.post_in}", str(row), detail, title, whole, town or "")


LEAST_LIKENESS = 70
COMPARED = 60  # rows of a kind that are compared name by name, however many there are
MODELS: dict[str, type[Organisation] | type[Person]] = {
    Kind.ORGANISATION: Organisation,
    Kind.PERSON: Person,
}


def look_alikes(
    text: str, limit: int = 5, people: PersonQuerySet | None = None
) -> list[Organisation | Person]:
    """Return the current organisations and people whose names look like `text`, best first; two queries.

    `people` is a queryset to look in instead, such as one with their posts.
    """
    return _best_of(scored_look_alikes(rows, text) for rows in _current(people))[:limit]


def nearest_stakeholders(text: str, limit: int, day: date) -> list[tuple[Any, str]]:
    """Return (row, what it is) of those that `suggest_nearest` finds: a person's post, an organisation's kind."""
    lines = suggest_nearest(text, day)
    keys = [(line.value[0], int(line.value[1:].split(".")[0]), line.detail) for line in lines]
    found = {
        letter: model.objects.in_bulk([pk for kind, pk, _detail in keys if kind == letter])
        for letter, model in (("o", Organisation), ("p", Person))
    }
    rows: dict[Any, str] = {}
    for letter, pk, detail in keys:
        rows.setdefault(found[letter][pk], detail)
    return list(rows.items())[:limit]


def _current(people: PersonQuerySet | None) -> tuple[QuerySet, QuerySet]:
    organisations = Organisation.objects.current().select_related(
        "parent__location", "kind", "location"
    )
    return organisations, Person.objects.current() if people is None else people


def _best_of(scored: Iterable[list[tuple[int, Any]]]) -> list[Any]:
    found = sorted(chain(*scored), key=lambda pair: (-pair[0], pair[1].sort_key))
    return [row for _score, row in found]


def scored_look_alikes(
    queryset: QuerySet, text: str, names: NameWords | None = None
) -> list[tuple[int, Any]]:
    """Return (likeness, row) of the rows of `queryset` with a name like `text`, in no order.

    `names` are those of the rows, when they were read already; else two queries.
    """
    if not fold(text):
        return []
    keys = _matching_keys(queryset.model, text)
    near = (names or NameWords(queryset)).best_rows(fold(text), COMPARED)
    shared = Q(pk__in=near) | Q(pk__in=keys.order_by("row").values("row")[:COMPARED])
    rows = queryset.filter(shared).annotate(shares_key=Exists(keys.filter(row=OuterRef("pk"))))
    scored = ((_best(text, row), row) for row in rows)
    return [(score, row) for score, row in scored if score >= LEAST_LIKENESS]


def _matching_keys(model: type[Model], text: str) -> QuerySet[NameKey]:
    """Return the keys of rows that match a name, as a query: an acronym shares no letters in a row."""
    keys: set[str] = set()
    if issubclass(model, Organisation):
        keys = organisation_keys(OrganisationNames(text))
    elif issubclass(model, Person):
        keys = person_keys(PersonRecord(pk=0, names=(read_person(text),)))
    kind = getattr(model, "PAIR_KIND", "")
    return NameKey.objects.filter(kind=kind, key__in=sorted(map(matching_key, keys)))


def _best(text: str, row: Any) -> int:
    """Return how much a row looks like `text`: as a piece of one of its names, or as likely duplicates are compared."""
    typed = max((likeness(text, name) for name in row.folded_names()), default=0)
    whole = _compared(text, row) if row.shares_key else 0
    return max(typed, whole if whole >= LIKELY else 0)


def _compared(text: str, row: Organisation | Person) -> int:
    if isinstance(row, Organisation):
        return compare_organisations(OrganisationNames(text), row.whole_names()).score
    names = (compare_names(read_person(text), name).score for name in row.compared_names())
    return max(names, default=0)
