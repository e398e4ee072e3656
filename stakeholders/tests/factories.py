"""Places, organisations, people and posts for tests."""

from stakeholders.models import Appointment, Location, Organisation, OrganisationKind, Person
from toolkit.search import unique_slug
from toolkit.spelling import fold


def make_location(name="Kukës", level="municipality", **fields):
    """Make a place; what it is in, when not given, is made with it."""
    parent_levels = {"county": "country", "municipality": "county"}
    if "parent" not in fields and level != "country":
        fields["parent"] = make_parent(parent_levels.get(level, "municipality"))
    text = name if level != "county" else f"{name} county"
    fields.setdefault("slug", unique_slug(Location, text))
    return Location.objects.create(name=name, level=level, **fields)


def make_parent(level):
    """Return one place of `level` for others to be in."""
    names = {"country": "Albania", "county": "Kukës", "municipality": "Kukës"}
    return Location.objects.filter(level=level).first() or make_location(names[level], level)


def make_kind(code="local-government", name="Local government", **fields):
    """Make a kind of organisation, or return the one with this code."""
    fields.setdefault("name_plural", name)
    return OrganisationKind.objects.get_or_create(code=code, defaults={"name": name, **fields})[0]


def make_organisation(name="Municipality of Kukës", **fields):
    """Make an organisation, a local government unless `kind` says otherwise."""
    if "kind" not in fields:
        fields["kind"] = make_kind()
    return Organisation.objects.create(name=name, **fields)


def make_organisations(names, **fields):
    """Make organisations all at once: without their history and a look for duplicates, both slow for many."""
    if "kind" not in fields:
        fields["kind"] = make_kind()
    rows = [Organisation(name=name, slug=fold(name).replace(" ", "-"), **fields) for name in names]
    for row in rows:
        row.refold()
    return Organisation.objects.bulk_create(rows)


def make_person(full_name="Albert Halilaj", **fields):
    """Make a person."""
    return Person.objects.create(full_name=full_name, **fields)


def make_appointment(person=None, organisation=None, title="Mayor of Kukës Municipality", **fields):
    """Make a post that a person holds in an organisation."""
    fields["person"] = person or make_person()
    fields["organisation"] = organisation or make_organisation()
    return Appointment.objects.create(title=title, **fields)
