"""What points at a record: every foreign key of the site, join tables and hidden ones included."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from simple_history.models import HistoricalChanges

Record = Any  # of any model: merging knows no table by name
Model = type[models.Model]


def mergeable_models() -> dict[str, Any]:
    """Return {name: model} of the models whose records can be merged: those with `merged_into`."""
    return {str(m._meta.model_name): m for m in apps.get_models() if is_mergeable(m)}


def is_mergeable(model: Model) -> bool:
    """Whether a record of `model` stays as a signpost when it is merged; others are removed."""
    fields = {field.name for field in model._meta.concrete_fields}
    return "merged_into" in fields and not is_history(model)


def is_history(model: Model) -> bool:
    """Whether `model` records what was: it is left alone, whatever it points at."""
    return issubclass(model, HistoricalChanges)


@dataclass(frozen=True)
class Relation:
    model: Model
    field: models.Field

    def __str__(self) -> str:
        return f"{self.model._meta.label}.{self.field.name}"

    def rows(self, targets: list[Record], lock: bool = False) -> QuerySet:
        """Return the rows that point at one of `targets`, whatever the model's own manager hides."""
        rows = self.model._base_manager.select_for_update() if lock else self.model._base_manager
        return rows.filter(**{f"{self.field.name}__in": [row.pk for row in targets]}).order_by("pk")


def relations_of(model: Model) -> list[Relation]:
    """Return the Relations that point at `model`, history left out."""
    return [
        Relation(other, field)
        for other in apps.get_models(include_auto_created=True)
        if not is_history(other) and not other._meta.proxy
        for field in other._meta.concrete_fields
        if field.is_relation and field.related_model is model
    ]


def unique_sets(relation: Relation) -> Iterator[tuple[list[Any], models.Q | None]]:
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


def collisions(
    relation: Relation, target: Record, other: Record, lock: bool = False
) -> dict[Any, Record]:
    """Return {pk: existing row} of the rows of `target` that can't move, because `other` has the same already."""
    found: dict[Any, Record] = {}
    for fields, condition in unique_sets(relation):
        only = models.Q() if condition is None else condition
        there = {_key(row, fields): row for row in relation.rows([other], lock).filter(only)}
        there.pop(None, None)
        for row in relation.rows([target]).filter(only) if there else ():
            if _key(row, fields) in there:
                found.setdefault(row.pk, there[_key(row, fields)])
    return found


def _key(row: Record, fields: list[Any]) -> tuple | None:
    """Return what distinguishes a row from others; None when a part is empty, for empty ones never collide."""
    values = tuple(getattr(row, field.attname) for field in fields)
    return None if None in values else values


class MergeError(Exception):
    """A merge or an undo that is refused; its text says why."""


def check(duplicate: Record, kept: Record) -> None:
    reason = _refusal(duplicate, kept)
    if reason:
        raise MergeError(reason)


def _refusal(duplicate: Record, kept: Record) -> str:
    if type(duplicate) is not type(kept):
        names = {"one": duplicate._meta.verbose_name, "other": kept._meta.verbose_name}
        return capfirst(_("%(one)s and %(other)s are different kinds of record.") % names)
    if duplicate.pk == kept.pk:
        return _("These are one and the same record.")
    for row in (duplicate, kept):
        if row.merged_into_id:
            names = {"one": row, "other": row.merged_into}
            return _("%(one)s is already merged into %(other)s.") % names
        if getattr(row, "anonymised_at", None):
            return _("One of the two is anonymised: nothing may be moved to it or from it.")
    return _wrong_place(duplicate, kept) or _retired(duplicate, kept)


def _wrong_place(duplicate: Record, kept: Record) -> str:
    levels = [getattr(row, "level", None) for row in (duplicate, kept)]
    if levels[0] != levels[1]:
        names = {"one": duplicate.get_level_display(), "other": kept.get_level_display()}
        return _("These places are of different levels: %(one)s and %(other)s.") % names
    for inner, outer in ((duplicate, kept), (kept, duplicate)):
        if _is_within(inner, outer):
            return _("%(one)s is a part of %(other)s.") % {"one": inner, "other": outer}
    return ""


def _is_within(inner: Record, outer: Record) -> bool:
    seen = set()
    above = getattr(inner, "parent", None)
    while above is not None and above.pk not in seen:
        if above.pk == outer.pk:
            return True
        seen.add(above.pk)
        above = above.parent
    return False


def _retired(duplicate: Record, kept: Record) -> str:
    if getattr(kept, "is_active", True) or not duplicate.is_active:
        return ""
    return _("%s is no longer in use. Keep the other one, or put it in use again first.") % kept
