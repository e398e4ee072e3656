"""Who is meant by a name: one set of rules, asked of the database or of rows read once into memory."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from rapidfuzz import fuzz

from stakeholders.honorifics import split_honorific
from stakeholders.models import Appointment, Location, Organisation, Person
from stakeholders.models.location import PlaceNames
from stakeholders.models.organisation import OrganisationQuerySet
from stakeholders.models.person import PersonQuerySet
from stakeholders.vocabulary import IN_ENGLISH, KIND_OF, KINDS
from toolkit.spelling import fold, fold_place, likeness, without_genitive

Row = TypeVar("Row", Organisation, Person)
PICK = re.compile(
    r"(?:o(?P<alone>\d{1,18})|p(?P<person>\d{1,18})(?:\.(?P<organisation>\d{1,18}))?)"
)


def likely_kind(text: str) -> str:
    """Return the code of the kind that the name of a new organisation suggests, or an empty text."""
    kinds = [KIND_OF[word] for word in fold(text).split() if word in KIND_OF]
    return min(kinds, key=KINDS.index, default="")


def picked(
    value: str | None, text: str, kept: frozenset[str]
) -> tuple[Organisation | None, Person | None] | None:
    """Return (organisation, person) of the suggestion `value`, or None when `text` says another name by now.

    A merged record leads to the one it was merged into. `kept` are the records that the meeting
    has already, as "o12" and "p34": these stay, though nobody new may choose them.
    Raises ValidationError when the record can no longer be chosen.
    """
    parts = PICK.fullmatch(value or "")
    if not parts:
        return None
    person = row_of(Person, parts["person"])
    organisation = row_of(Organisation, parts["alone"] or parts["organisation"])
    named = person if parts["person"] else organisation
    texts = {fold(text), answer_key(text)} if person else {fold(text)}
    if named is None or not texts & {fold(str(named)), *named.folded_names()}:
        return None
    return _usable(organisation, "o", kept), _usable(person, "p", kept)


def row_of(model: type[Row], pk: str | None) -> Row | None:
    """Return the record of a suggestion's number, a text of digits; None without one."""
    related = ("parent", "kind") if model is Organisation else ()
    return model.objects.filter(pk=int(pk)).select_related(*related).first() if pk else None


def _usable(row: Row | None, letter: str, kept: frozenset[str]) -> Row | None:
    if row is None or f"{letter}{row.pk}" in kept:
        return row
    for _step in range(20):
        if row.merged_into is None:
            break
        row = row.merged_into
    if not type(row).objects.current().filter(pk=row.pk).exists():
        raise ValidationError(_("This name can no longer be chosen. Choose another."))
    return row


def answer_key(text: str) -> str:
    """Return under what the answer to a name is kept: the name folded, without its honorific."""
    return fold(split_honorific(text or "")[1])


def key_of(row: Organisation | Person) -> str:
    """Return the key of a record: "o12" or "p34"."""
    return f"{'o' if isinstance(row, Organisation) else 'p'}{row.pk}"


def organisations_of(person: Person, day: date | None) -> list[Organisation]:
    rows = Organisation.objects.current().select_related("parent", "kind")
    posts = person.appointments.on(day) if day else person.appointments.all()
    return list(rows.filter(pk__in=posts.values_list("organisation_id", flat=True)))


class Directory:
    """The rules by which a name leads to current organisations, people and places.

    Where the rows come from is left to `DatabaseDirectory` and `Remembered`. `answers` are
    {answer key of a name: "o12", "p34" or "new"}: what the data manager said comes first.
    """

    answers: dict[str, str] = {}

    def organisations(self, text: str) -> list[Organisation]:
        """Return those that `text` names; "Unit, Parent" names a unit.

        The ending that the language gives a place does not matter, where only one is left then.
        """
        key, name = answer_key(text), fold(text)
        if key in self.answers:
            return self._answered(key, Organisation)
        if not name:
            return []
        if found := self._organisations_called(name):
            return found
        alike = self._organisations_like(text)
        return alike if len(alike) == 1 else []

    def people(self, text: str, organisation: Organisation | None = None) -> list[Person]:
        """Return those whom `text` names, with or without honorific, else in another order: "Doe, John" is John Doe.

        When they are several, only those who hold a post in `organisation`, if any does.
        """
        name = answer_key(text)
        if name in self.answers:
            return self._answered(name, Person)
        turned = self._people_of_words(name) if name else []
        found = [row for row in turned if name in row.folded_names()] or turned
        if len(found) > 1 and organisation:
            return [row for row in found if self._holds_post(row, organisation)] or found
        return found

    def places(self, text: str) -> list[Location]:
        return self.place_names.named(text)

    def choices(self, queryset: QuerySet) -> QuerySet | ReadOnce:
        """Return where a choice among the rows of `queryset` is looked up."""
        return queryset

    def _answered(self, key: str, model: type[Row]) -> list[Row]:
        return []

    def _organisations_called(self, folded: str) -> list[Organisation]:
        raise NotImplementedError

    def _organisations_like(self, text: str) -> list[Organisation]:
        raise NotImplementedError

    def _people_of_words(self, folded: str) -> list[Person]:
        raise NotImplementedError

    def _holds_post(self, person: Person, organisation: Organisation) -> bool:
        raise NotImplementedError

    @property
    def place_names(self) -> PlaceNames:
        return PlaceNames(Location.objects.current())


class DatabaseDirectory(Directory):
    def _organisations_called(self, folded: str) -> list[Organisation]:
        rows = Organisation.objects.current().select_related("parent", "kind").matching(folded)
        return [row for row in rows if folded in row.folded_names()]

    def _organisations_like(self, text: str) -> list[Organisation]:
        rows = Organisation.objects.current().select_related("parent", "kind")
        near = rows.filter(search__contains=fold(text).split()[-1][:4])
        return [row for row in near if fold_place(str(row)) == fold_place(text)]

    def _people_of_words(self, folded: str) -> list[Person]:
        rows = Person.objects.current().matching(folded)
        return [row for row in rows if words_of(folded) in map(words_of, row.folded_names())]

    def _holds_post(self, person: Person, organisation: Organisation) -> bool:
        return person.appointments.filter(organisation=organisation).exists()


DATABASE = DatabaseDirectory()


def words_of(folded: str) -> tuple[str, ...]:
    """Return the words of a folded name, the same for each order of them."""
    return tuple(sorted(folded.split()))


ASKED_FROM = 90  # likeness from which a new name is asked about
MOST_OPTIONS = 5
COMMON = 200  # a word that begins more names than this distinguishes nothing
NEW = "new"


class Remembered(Directory):
    """All current organisations, people and places, or some of them, read once and asked thousands of times."""

    def __init__(
        self,
        answers: dict[str, str] | None = None,
        organisations: OrganisationQuerySet | None = None,
        people: PersonQuerySet | None = None,
    ) -> None:
        """`organisations` and `people` are querysets of those to read; all current ones when None."""
        if organisations is None:
            organisations = Organisation.objects.current()
        self.people_read = list(Person.objects.current() if people is None else people)
        rows = organisations.select_related("parent", "kind", "location")
        self.by_key = {key_of(row): row for row in [*rows, *self.people_read]}
        # An answer that leads to nobody any more is none: it is asked again.
        self.answers = {
            name: key for name, key in (answers or {}).items() if key in self.by_key or key == NEW
        }
        self.named: defaultdict[str, list[Organisation]] = defaultdict(list)
        self.stems: defaultdict[str, list[Organisation]] = defaultdict(list)
        self.people_by_words: defaultdict[tuple[str, ...], list[Person]] = defaultdict(list)
        self.beginnings: defaultdict[str, set[str]] = defaultdict(set)
        for key, row in self.by_key.items():
            self._remember(key, row)
        self.chosen: dict[type[Model], ReadOnce] = {}

    def _remember(self, key: str, row: Organisation | Person) -> None:
        names = row.folded_names()
        for word in {word[:4] for name in names for word in name.split()}:
            self.beginnings[word].add(key)
        if isinstance(row, Person):
            for words in set(map(words_of, names)):
                self.people_by_words[words].append(row)
            return
        for name in names:
            self.named[name].append(row)
        self.stems[fold_place(str(row))].append(row)

    @cached_property
    def posts(self) -> set[tuple[int, int]]:
        """All (person, organisation) that ever went together."""
        return set(Appointment.objects.values_list("person", "organisation"))

    @cached_property
    def taken(self) -> set[str]:
        """The names that a new organisation may not have: those of retired ones too."""
        whole = Organisation.objects.filter(merged_into=None, parent=None)
        return set(whole.values_list("name", flat=True))

    @cached_property
    def place_names(self) -> PlaceNames:
        return PlaceNames(Location.objects.current())

    def _answered(self, key: str, model: type[Row]) -> list[Row]:
        row = self.by_key.get(self.answers[key])
        return [row] if isinstance(row, model) else []

    def _organisations_called(self, folded: str) -> list[Organisation]:
        return self.named.get(folded, [])

    def _organisations_like(self, text: str) -> list[Organisation]:
        return self.stems.get(fold_place(text), [])

    def _people_of_words(self, folded: str) -> list[Person]:
        return self.people_by_words.get(words_of(folded), [])

    def _holds_post(self, person: Person, organisation: Organisation) -> bool:
        return (person.pk, organisation.pk) in self.posts

    def choices(self, queryset: QuerySet) -> ReadOnce:
        """Return the rows of `queryset`, read once, that answer a form's choice as it would."""
        if queryset.model not in self.chosen:
            self.chosen[queryset.model] = ReadOnce(queryset)
        return self.chosen[queryset.model]

    def is_known(self, text: str) -> bool:
        is_answered = answer_key(text) in self.answers
        return bool(is_answered or self.organisations(text) or self.people(text))

    def why(self, text: str, row: Organisation | Person) -> str:
        folded = fold(text)
        if answer_key(text) in self.answers:
            return _("as you answered")
        if folded in (fold(str(row)), fold(getattr(row, "full_name", ""))):
            return _("same name")
        return (
            _("also written this way")
            if folded in row.folded_names()
            else _("same name of a place")
        )

    def options(self, text: str) -> list[str]:
        """Return the keys of those whom `text` may mean: all of that name, or those it looks like."""
        exact: list[Organisation | Person] = [*self.organisations(text), *self.people(text)]
        return [key_of(row) for row in exact] or self.alike(text)

    def alike(self, text: str) -> list[str]:
        plain = answer_key(without_genitive(text))
        english = " ".join(IN_ENGLISH.get(word, word) for word in plain.split())
        scores: dict[str, int] = {}
        for spelling in {plain, english}:
            for key in self._near(spelling):
                scores[key] = max(scores.get(key, 0), self._score(spelling, key))
        best = sorted((-score, key) for key, score in scores.items() if score >= ASKED_FROM)
        return [key for _negative, key in best[:MOST_OPTIONS]]

    def _near(self, folded: str) -> set[str] | tuple:
        """Return the keys of the records with a name that has a word beginning like the rarest of `folded`."""
        near = [self.beginnings.get(word[:4], ()) for word in folded.split() if len(word) > 2]
        return min((keys for keys in near if 0 < len(keys) <= COMMON), key=len, default=())

    def _score(self, folded: str, key: str) -> int:
        names = self.by_key[key].folded_names()
        close = [name for name in names if fuzz.token_sort_ratio(folded, name) >= 75]
        return max(
            (min(likeness(folded, name), likeness(name, folded)) for name in close), default=0
        )


class ReadOnce:
    """The rows of a queryset that answer `get` from memory, for the choice fields of many forms."""

    def __init__(self, queryset: QuerySet) -> None:
        self.model, self.queryset = queryset.model, queryset
        self.rows = {str(row.pk): row for row in queryset}

    def all(self) -> ReadOnce:
        """Return itself: a form's field takes a copy of its queryset."""
        return self

    def get(self, **lookup: Any) -> Model:
        """Return the row of the key, by whatever name it is asked for. Raises the model's DoesNotExist."""
        (key,) = lookup.values()
        try:
            return self.rows[str(key)]
        except KeyError:
            raise self.model.DoesNotExist from None

    def __iter__(self) -> Iterator[Model]:
        return iter(self.rows.values())
