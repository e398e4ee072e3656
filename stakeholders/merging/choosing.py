"""Which values the kept record has afterwards: chosen field by field, empty ones filled."""

from dataclasses import dataclass

from django.db import models
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

KEPT, DUPLICATE = "kept", "duplicate"
# Each has a rule of its own: names are united, a signpost is out of use, a list keeps its order.
OWN_RULES = {"other_names", "merged_into", "is_active", "position"}
# What places a record among others is not taken over just because it was empty.
NEVER_FILLED = {"parent"}


@dataclass(frozen=True)
class Choice:
    """A field, or several that belong together, in which the two differ."""

    name: str
    label: str
    kept: str
    duplicate: str
    chosen: str


def groups_of(model):
    """Return the lists of fields to choose between; those in `merged_together` of the model are one choice."""
    together = [list(names) for names in getattr(model, "merged_together", ())]
    alone = [[f.name] for f in model._meta.concrete_fields if _can_choose(f)]
    grouped = {name for names in together for name in names}
    names = [names for names in alone if names[0] not in grouped] + together
    return [[model._meta.get_field(name) for name in group] for group in names]


def _can_choose(field):
    return field.editable and not field.unique and field.name not in OWN_RULES


def chosen_fields(duplicate, kept, choices):
    """Return the fields of which the kept record takes the duplicate's values.

    `choices` is {name: "kept" or "duplicate"}; what it does not name, or names otherwise, is by default.
    """
    return [
        field
        for fields in groups_of(type(kept))
        if _differs(duplicate, kept, fields)
        and _chosen(duplicate, kept, fields, choices) == DUPLICATE
        for field in fields
    ]


def choices_between(duplicate, kept, choices):
    """Return the Choices where the two differ."""
    return [
        Choice(
            fields[0].name,
            capfirst(", ".join(str(field.verbose_name) for field in fields)),
            _shown(kept, fields),
            _shown(duplicate, fields),
            _chosen(duplicate, kept, fields, choices),
        )
        for fields in groups_of(type(kept))
        if _differs(duplicate, kept, fields)
    ]


def is_empty(row, field):
    """Whether a record says nothing in a field."""
    return getattr(row, field.attname) in (None, "")


def shown(row, field):
    """Return the value of a field as people read it; empty when there is none."""
    if is_empty(row, field):
        return ""
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")())
    value = getattr(row, field.name)
    if isinstance(field, models.BooleanField):
        return _("yes") if value else _("no")
    return date_format(value, "j F Y") if isinstance(field, models.DateField) else str(value)


def _differs(duplicate, kept, fields):
    return any(getattr(duplicate, f.attname) != getattr(kept, f.attname) for f in fields)


def _chosen(duplicate, kept, fields, choices):
    given = (choices or {}).get(fields[0].name)
    if given in (KEPT, DUPLICATE):
        return given
    fill = is_empty(kept, fields[0]) and not is_empty(duplicate, fields[0])
    return DUPLICATE if fill and fields[0].name not in NEVER_FILLED else KEPT


def _shown(row, fields):
    return ", ".join(text for text in (shown(row, field) for field in fields) if text)


def names_after(kept, duplicate, names_before):
    """Return the other names that the kept record has now: its own, its names until now, the duplicate's."""
    lines = [
        *kept.other_names.splitlines(),
        *names_before,
        *duplicate.own_names(),
        *duplicate.other_names.splitlines(),
    ]
    wanted = dict.fromkeys(line.strip() for line in lines)
    return "\n".join(line for line in wanted if line and line not in kept.own_names())


def fill_empty(row, other):
    """Let `row` say what only `other` says."""
    for field in row._meta.concrete_fields:
        if field.editable and is_empty(row, field) and not is_empty(other, field):
            setattr(row, field.attname, getattr(other, field.attname))


def lost_values(row, twin, but):
    """Return [(label, value)] of what `row` says and its twin says otherwise, in all fields but one; for reading."""
    options = [f for f in row._meta.concrete_fields if _can_choose(f) and f != but]
    fields = [field for field in options if not is_empty(row, field)]
    return [
        (capfirst(str(field.verbose_name)), shown(row, field))
        for field in fields
        if getattr(row, field.attname) != getattr(twin, field.attname)
    ]
