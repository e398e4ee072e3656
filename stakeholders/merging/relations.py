"""What points at a record: every foreign key of the site, join tables and hidden ones included."""

from dataclasses import dataclass

from django.apps import apps
from django.db import models
from simple_history.models import HistoricalChanges


def mergeable_models():
    """Return {name: model} of the models whose records can be merged: those with `merged_into`."""
    return {m._meta.model_name: m for m in apps.get_models() if is_mergeable(m)}


def is_mergeable(model):
    """Whether a record of `model` stays as a signpost when it is merged; others are removed."""
    fields = {field.name for field in model._meta.concrete_fields}
    return "merged_into" in fields and not is_history(model)


def is_history(model):
    """Whether `model` tells what was: it is left alone, whatever it points at."""
    return issubclass(model, HistoricalChanges)


@dataclass(frozen=True)
class Relation:
    """A foreign key `field` of `model`."""

    model: type
    field: models.ForeignKey

    def __str__(self):
        return f"{self.model._meta.label}.{self.field.name}"

    def rows(self, targets, lock=False):
        """Return the rows that point at one of `targets`, whatever the model's own manager hides."""
        rows = self.model._base_manager.select_for_update() if lock else self.model._base_manager
        return rows.filter(**{f"{self.field.name}__in": [row.pk for row in targets]}).order_by("pk")


def relations_of(model):
    """Return the Relations that point at `model`, history left out."""
    return [
        Relation(other, field)
        for other in apps.get_models(include_auto_created=True)
        if not is_history(other) and not other._meta.proxy
        for field in other._meta.concrete_fields
        if field.is_relation and field.related_model is model
    ]


def unique_sets(relation):
    """Yield (other fields, condition) of everything that must be unique together with a relation's field."""
    name, options = relation.field.name, relation.model._meta
    if relation.field.unique:
        yield [], None
    for names in options.unique_together:
        if name in names:
            yield [options.get_field(other) for other in names if other != name], None
    for constraint in options.constraints:
        if isinstance(constraint, models.UniqueConstraint) and name in constraint.fields:
            others = [options.get_field(other) for other in constraint.fields if other != name]
            yield others, constraint.condition


def twins(relation, target, other, lock=False):
    """Return {pk: twin} of the rows that can't be moved from `target` to `other`: there each has a twin."""
    found = {}
    for fields, condition in unique_sets(relation):
        only = models.Q() if condition is None else condition
        there = {_key(row, fields): row for row in relation.rows([other], lock).filter(only)}
        there.pop(None, None)
        for row in relation.rows([target]).filter(only) if there else ():
            if _key(row, fields) in there:
                found.setdefault(row.pk, there[_key(row, fields)])
    return found


def _key(row, fields):
    """Return what tells a row from others; None when a part is empty, for empty ones never collide."""
    values = tuple(getattr(row, field.attname) for field in fields)
    return None if None in values else values
