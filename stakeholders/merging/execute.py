"""Makes the steps of a plan: in one transaction, with the rows locked, each on record in the history."""

import json
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from simple_history.utils import get_history_manager_for_model

from accounts.models import User
from stakeholders.duplicate_stakeholders import refresh_pairs
from stakeholders.merging.plan import Plan, Step
from stakeholders.merging.rules import MergeError, Model, Record, check
from stakeholders.models import MergeRecord

BATCH = 500


def stored(step: Step) -> dict[str, Any]:
    """Return a step as JSON keeps it: what undo needs, and no more of what a meeting says than that.

    "old" holds a removed row whole; of a changed one, the changed columns and what it belongs to.
    """
    fields = step.row._meta.concrete_fields
    kept = set(step.old)
    if step.new is not None:
        kept = {*step.new, *(field.attname for field in fields if field.is_relation)}
    return {
        "model": step.row._meta.label_lower,
        "pk": step.old[step.row._meta.pk.attname],
        "old": _plain({column: step.old[column] for column in step.old if column in kept}),
        "new": None if step.new is None else _plain(step.new),
        "twin": step.folded_into,
    }


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    """Return values as JSON holds them; Django's own encoder would cut off microseconds."""
    return json.loads(json.dumps(values, default=str))


def restored(model: Model, values: dict[str, Any]) -> dict[str, Any]:
    """Return {column: value} of a stored row or part of it, in the types of its fields."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    return {column: fields[column].to_python(value) for column, value in values.items()}


def has_history(model: Model) -> bool:
    return hasattr(model._meta, "simple_history_manager_attribute")


def record_changes(rows: Iterable[Record], by: User, reason: str, is_new: bool = False) -> None:
    by_model: dict[Model, dict[Any, Record]] = {}
    for row in rows:
        by_model.setdefault(type(row), {})[row.pk] = row
    for model, found in by_model.items():
        if has_history(model):
            _record(model, list(found.values()), by, reason, is_new)


def _record(model: Model, rows: list[Record], by: User, reason: str, is_new: bool = False) -> None:
    manager = get_history_manager_for_model(model)
    records = manager.bulk_history_create(
        rows, batch_size=BATCH, update=not is_new, default_user=by, default_change_reason=reason
    )
    for field in records[0]._history_m2m_fields:
        _record_list(field, {row.pk: record for row, record in zip(rows, records, strict=True)})


def _record_list(field: Any, records: dict[Any, Any]) -> None:
    """Write which rows stand in a list; `records` is {pk of its owner: the history record}."""
    through, owner = field.remote_field.through, field.m2m_column_name()
    history = getattr(type(next(iter(records.values()))), field.name).model
    columns = [column.attname for column in through._meta.concrete_fields]
    rows = through._base_manager.filter(**{f"{field.m2m_field_name()}__in": list(records)})
    history._base_manager.bulk_create(
        [
            history(
                history=records[getattr(row, owner)],
                **{column: getattr(row, column) for column in columns},
            )
            for row in rows
        ],
        batch_size=BATCH,
    )


def record_lists(rows: Iterable[Record], by: User, reason: str) -> None:
    """Write into the history of their owners what happened to rows of join tables."""
    owners: dict[Any, set[Any]] = {}
    for row in rows:
        owner = row._meta.auto_created
        if owner and has_history(owner):
            for field in row._meta.concrete_fields:
                if field.related_model is owner:
                    owners.setdefault(owner, set()).add(getattr(row, field.attname))
    for owner, pks in owners.items():
        found = list(owner._base_manager.filter(pk__in=pks).order_by("pk"))
        if found:
            _record(owner, found, by, reason)


def merge(
    duplicate: Record, *, into: Record, by: User, choices: dict[str, str] | None = None
) -> MergeRecord:
    """Merge `duplicate` into the record `into`; return the MergeRecord, from which it can be undone.

    `choices` is {field: "kept" or "duplicate"}; a field left out keeps the kept one's value, or is
    filled when that is empty. Raises MergeError, with nothing changed, when it can't be.
    """
    try:
        with transaction.atomic():
            return _merge(duplicate, into, by, choices or {})
    except IntegrityError:
        text = _("Somebody has just changed one of the two. Look again, then merge.")
        raise MergeError(text) from None


def _merge(duplicate: Record, kept: Record, by: User, choices: dict[str, str]) -> MergeRecord:
    check(duplicate, kept)
    duplicate, kept = locked(type(kept), duplicate.pk, kept.pk)
    check(duplicate, kept)
    plan = Plan(duplicate, kept, choices, lock=True)
    reason = _("Merged")
    # The first step frees the name of the duplicate: only then can the kept one be validated.
    make(plan.steps[:1], by, reason)
    _validate(kept)
    make(plan.steps[1:], by, reason)
    record_changes([step.row for step in plan.steps if step.new], by, reason)
    record_lists([step.row for step in plan.steps], by, reason)
    refresh_pairs([step.row for step in plan.steps])
    return MergeRecord.objects.create(
        model=kept._meta.label_lower,
        duplicate_pk=duplicate.pk,
        kept_pk=kept.pk,
        merged_by=by,
        steps=[stored(step) for step in plan.steps],
    )


def locked(model: Model, *pks: int) -> list[Any]:
    """Return the rows of these keys, in this order, held until the transaction ends."""
    rows = model._base_manager.select_for_update().order_by("pk").in_bulk(pks)
    if len(rows) < len(set(pks)):
        raise MergeError(_("One of the two is no longer there."))
    return [rows[pk] for pk in pks]


def _validate(kept: Record) -> None:
    try:
        kept.clean()
        kept.validate_constraints()
    except ValidationError as error:
        raise MergeError(" ".join(error.messages)) from None


def make(steps: list[Step], by: User, reason: str) -> None:
    """Write the steps, in their order; neighbours of one kind go together."""
    for (model, columns), group in groupby(steps, key=_kind):
        if columns is None:
            for step in group:
                row: Record = model(**step.old)
                row._history_user, row._change_reason = by, reason
                row.delete()
        else:
            write(model, {step.row.pk: step.new for step in group if step.new})


def _kind(step: Step) -> tuple[Model, tuple[str, ...] | None]:
    return type(step.row), None if step.new is None else tuple(step.new)


def write(model: Model, values: dict[Any, dict[str, Any]]) -> None:
    """Store {pk: {column: value}}; all have the same columns."""
    rows = [model(pk=pk, **new) for pk, new in values.items()]
    columns = next(iter(values.values()))
    names = [field.name for field in model._meta.concrete_fields if field.attname in columns]
    model._base_manager.bulk_update(rows, names, batch_size=BATCH)
