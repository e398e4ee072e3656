"""Names in a register to known records: read once, then asked thousands of times.

What a name means is decided by the same rules as in the browser's form (stakeholders/directory.py);
here they are answered from memory, with the answers that the data manager gave.
"""

import re
from collections import defaultdict

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from rapidfuzz import fuzz

from stakeholders.models import Appointment, Location, Organisation, Person
from stakeholders.models.location import most_local
from stakeholders.vocabulary import IN_ENGLISH, KIND_OF, KINDS, split_honorific
from toolkit.text import fold, fold_place, likeness, without_genitive

PICK = re.compile(
    r"(?:o(?P<alone>\d{1,18})|p(?P<person>\d{1,18})(?:\.(?P<organisation>\d{1,18}))?)"
)


def likely_kind(text):
    """Return the code of the kind that the name of a new organisation tells, or an empty text."""
    told = [KIND_OF[word] for word in fold(text).split() if word in KIND_OF]
    return min(told, key=KINDS.index, default="")


def picked(value, text, kept):
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
    if named is None or fold(text) not in {fold(str(named)), *named.folded_names()}:
        return None
    return _usable(organisation, "o", kept), _usable(person, "p", kept)


def row_of(model, pk):
    """Return the record of a suggestion's number, a text of digits; None without one."""
    related = ("parent", "kind") if model is Organisation else ()
    return model.objects.filter(pk=int(pk)).select_related(*related).first() if pk else None


def _usable(row, letter, kept):
    if row is None or f"{letter}{row.pk}" in kept:
        return row
    for _step in range(20):
        if row.merged_into is None:
            break
        row = row.merged_into
    if not type(row).objects.current().filter(pk=row.pk).exists():
        raise ValidationError(_("This name can no longer be chosen. Choose another."))
    return row


class Directory:
    """Where a form finds whom its names mean; this one asks the database each time."""

    def organisations(self, text):
        """Return the current organisations that `text` names."""
        return organisations_named(text)

    def people(self, text, organisation=None):
        """Return the current people whom `text` names; when several, those of the organisation."""
        return people_named(text, organisation)

    def places(self, text):
        """Return the places that `text` names."""
        return Location.objects.named(text)

    def choices(self, queryset):
        """Return where a choice among the rows of `queryset` is looked up."""
        return queryset


DATABASE = Directory()


def organisations_named(text):
    """Return the current organisations that `text` names; the Albanian ending of a place does not matter."""
    found = Organisation.objects.named(text)
    if found or not fold(text):
        return found
    stem, tail = fold_place(text), fold(text).split()[-1][:4]
    rows = Organisation.objects.current().select_related("parent", "kind")
    alike = [row for row in rows.filter(search__contains=tail) if fold_place(str(row)) == stem]
    return alike if len(alike) == 1 else []


def people_named(text, organisation=None):
    """Return the current people whom `text` names; when several, those who hold a post in `organisation`."""
    found = Person.objects.named(split_honorific(text)[1])
    if len(found) > 1 and organisation:
        held = [p for p in found if p.appointments.filter(organisation=organisation).exists()]
        return held or found
    return found


def organisations_of(person, day):
    """Return the current organisations in which `person` holds a post on `day`."""
    rows = Organisation.objects.current().select_related("parent", "kind")
    posts = person.appointments.on(day) if day else person.appointments.all()
    return list(rows.filter(pk__in=posts.values("organisation")))


ASKED_FROM = 90  # likeness from which a new name is asked about
MOST_OPTIONS = 5
COMMON = 200  # a word that begins more names than this tells nothing apart
NEW = "new"


class Remembered(Directory):
    """All current organisations, people and places, by their folded names; `answers` come first.

    `answers` are {folded name: "o12", "p34" or "new"}.
    """

    def __init__(self, answers=None):
        rows = Organisation.objects.current().select_related("parent", "kind", "location")
        self.by_key = {f"o{row.pk}": row for row in rows}
        self.by_key |= {f"p{row.pk}": row for row in Person.objects.current()}
        # An answer that leads to nobody any more is none: it is asked again.
        self.answers = {
            name: key for name, key in (answers or {}).items() if key in self.by_key or key == NEW
        }
        self.names, self.stems = defaultdict(list), defaultdict(list)
        self.beginnings = defaultdict(set)
        for key, row in self.by_key.items():
            self._remember(key, row)
        self.posts = defaultdict(set)
        for person, organisation in Appointment.objects.values_list("person", "organisation"):
            self.posts[person].add(organisation)
        whole = Organisation.objects.filter(merged_into=None, parent=None)
        self.taken = set(whole.values_list("name", flat=True))  # retired ones too
        self._read_places()
        self.chosen = {}

    def _remember(self, key, row):
        letter = key[0]
        for name in row.folded_names():
            self.names[letter, name].append(row)
            for word in name.split():
                self.beginnings[word[:4]].add(key)
        if letter == "o":
            self.stems[fold_place(str(row))].append(row)

    def _read_places(self):
        self.places_by_name, self.places_by_stem = defaultdict(list), defaultdict(list)
        for place in Location.objects.current().select_related("parent"):
            for name in place.folded_names():
                self.places_by_name[name].append(place)
            for stem in place.folded_names(fold_place):
                self.places_by_stem[stem].append(place)

    def organisations(self, text):
        """Return the current organisations that `text` names, or the one that was answered."""
        wanted = fold(text)
        answer = self.answers.get(answer_key(text))
        if answer:
            row = self.by_key.get(answer)
            return [row] if isinstance(row, Organisation) else []
        found = self.names.get(("o", wanted), [])
        if found or not wanted:
            return found
        alike = self.stems.get(fold_place(text), [])
        return alike if len(alike) == 1 else []

    def people(self, text, organisation=None):
        """Return the current people whom `text` names, or the one that was answered."""
        wanted = answer_key(text)
        answer = self.answers.get(wanted)
        if answer:
            row = self.by_key.get(answer)
            return [row] if isinstance(row, Person) else []
        found = self.names.get(("p", wanted), []) if wanted else []
        if len(found) > 1 and organisation:
            return [one for one in found if organisation.pk in self.posts[one.pk]] or found
        return found

    def places(self, text):
        """Return the places that `text` names."""
        found = self.places_by_name.get(fold(text)) or self.places_by_stem.get(fold_place(text), [])
        return most_local(found)

    def choices(self, queryset):
        """Return the rows of `queryset`, read once, that answer a form's choice as it would."""
        if queryset.model not in self.chosen:
            self.chosen[queryset.model] = ReadOnce(queryset)
        return self.chosen[queryset.model]

    def is_known(self, text):
        """Whether `text` names somebody here, or was answered."""
        is_answered = answer_key(text) in self.answers
        return bool(is_answered or self.organisations(text) or self.people(text))

    def why(self, text, row):
        """Return, in words, why `text` was taken for `row`."""
        folded = fold(text)
        if answer_key(text) in self.answers:
            return _("as you answered")
        if folded in (fold(str(row)), fold(getattr(row, "full_name", ""))):
            return _("same name")
        return _("also written so") if folded in row.folded_names() else _("same name of a place")

    def options(self, text):
        """Return the keys of those whom `text` may mean: all of that name, or those it looks like."""
        exact = [*self.organisations(text), *self.people(text)]
        return [key_of(row) for row in exact] or self.alike(text)

    def alike(self, text):
        """Return the keys of the records whose names look much like `text`, best first."""
        plain = answer_key(without_genitive(text))
        english = " ".join(IN_ENGLISH.get(word, word) for word in plain.split())
        scores = {}
        for spelling in {plain, english}:
            for key in self._near(spelling):
                scores[key] = max(scores.get(key, 0), self._score(spelling, key))
        best = sorted((-score, key) for key, score in scores.items() if score >= ASKED_FROM)
        return [key for _negative, key in best[:MOST_OPTIONS]]

    def _near(self, folded):
        """Return the keys of the records with a name that has a word beginning like the rarest of `folded`."""
        near = [self.beginnings.get(word[:4], ()) for word in folded.split() if len(word) > 2]
        return min((keys for keys in near if 0 < len(keys) <= COMMON), key=len, default=())

    def _score(self, folded, key):
        names = self.by_key[key].folded_names()
        close = [name for name in names if fuzz.token_sort_ratio(folded, name) >= 75]
        return max(
            (min(likeness(folded, name), likeness(name, folded)) for name in close), default=0
        )


def answer_key(text):
    """Return under what the answer to a name is kept: the name folded, without its honorific."""
    return fold(split_honorific(text)[1])


class ReadOnce:
    """The rows of a queryset that answer `get` from memory, for the choice fields of many forms."""

    def __init__(self, queryset):
        self.model, self.queryset = queryset.model, queryset
        self.rows = {str(row.pk): row for row in queryset}

    def all(self):
        """Return itself: a form's field takes a copy of its queryset."""
        return self

    def get(self, **lookup):
        """Return the row of the key, by whatever name it is asked for. Raises the model's DoesNotExist."""
        (key,) = lookup.values()
        try:
            return self.rows[str(key)]
        except KeyError:
            raise self.model.DoesNotExist from None

    def __iter__(self):
        return iter(self.rows.values())


def key_of(row):
    """Return the key of a record: "o12" or "p34"."""
    return f"{'o' if isinstance(row, Organisation) else 'p'}{row.pk}"
