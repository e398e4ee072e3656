"""Who is meant by a row of the meeting form: a suggestion that was picked, or a name that was typed."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from stakeholders.models import Location, Organisation, OrganisationKind, Person
from stakeholders.names import fold, fold_place, split_honorific

PICK = re.compile(
    r"(?:o(?P<alone>\d{1,18})|p(?P<person>\d{1,18})(?:\.(?P<organisation>\d{1,18}))?)"
)

# What a name says about the kind of a new organisation; the first that fits.
KIND_WORDS = (
    (OrganisationKind.LOCAL, ("municipality", "bashki", "county", "qark", "prefecture")),
    ("embassy", ("embassy", "ambasad", "consulate")),
    ("central-government", ("ministry", "ministri", "directorate", "police", "agency")),
    ("private-sector", ("chamber", "company", "ltd", "shpk", "bank")),
    ("academia", ("university", "universitet", "faculty")),
    ("civil-society", ("committee", "association", "foundation", "ngo", "shoqata", "centre")),
)


def likely_kind(text):
    """Return the code of the kind that the name of a new organisation tells, or an empty text."""
    folded = fold(text)
    for code, words in KIND_WORDS:
        if any(word in folded for word in words):
            return code
    return ""


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
