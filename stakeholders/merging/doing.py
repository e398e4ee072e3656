"""Makes the steps of a plan: in one transaction, with the rows locked, each on record in the history."""

from itertools import groupby

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from stakeholders.duplicates import find_again
from stakeholders.merging.planning import Plan
from stakeholders.merging.recording import record_changes, record_lists, stored
from stakeholders.merging.refusing import MergeError, check
from stakeholders.models import MergeRecord

BATCH = 500


def merge(duplicate, *, into, by, choices=None):
    """Merge `duplicate` into the record `into`; return the MergeRecord, from which it can be undone.

    `choices` is {field: "kept" or "duplicate"}; a field left out keeps the kept one's value, or is
    filled when that is empty. Raises MergeError, with nothing changed, when it can't be.
    """
    try:
        with transaction.atomic():
            return _merge(duplicate, into, by, choices)
    except IntegrityError:
        text = _("Somebody changed one of the two at this moment. Look again, then merge.")
        raise MergeError(text) from None


def _merge(duplicate, kept, by, choices):
    check(duplicate, kept)
    duplicate, kept = locked(type(kept), duplicate.pk, kept.pk)
    check(duplicate, kept)
    plan = Plan(duplicate, kept, choices, lock=True)
    reason = _("Merged")
    # The first step frees the name of the duplicate; only then can be said whether the kept one is right.
    make(plan.steps[:1], by, reason)
    _validate(kept)
    make(plan.steps[1:], by, reason)
    record_changes([step.row for step in plan.steps if step.new], by, reason)
    record_lists([step.row for step in plan.steps], by, reason)
    find_again([step.row for step in plan.steps])
    return MergeRecord.objects.create(
        model=kept._meta.label_lower,
        duplicate_pk=duplicate.pk,
        kept_pk=kept.pk,
        merged_by=by,
        steps=[stored(step) for step in plan.steps],
    )


def locked(model, *pks):
    """Return the rows of these keys, in this order, held until the transaction ends."""
    rows = model._base_manager.select_for_update().order_by("pk").in_bulk(pks)
    if len(rows) < len(set(pks)):
        raise MergeError(_("One of the two is no longer there."))
    return [rows[pk] for pk in pks]


def _validate(kept):
    """Refuse choices that together make a record that may not be."""
    try:
        kept.clean()
        kept.validate_constraints()
    except ValidationError as error:
        raise MergeError(" ".join(error.messages)) from None


def make(steps, by, reason):
    """Write the steps, in their order; neighbours of one kind go together."""
    for (model, columns), group in groupby(steps, key=_kind):
        if columns is None:
            for step in group:
                remove(model(**step.old), by, reason)
        else:
            write(model, {step.row.pk: step.new for step in group})


def _kind(step):
    return type(step.row), None if step.new is None else tuple(step.new)


def remove(row, by, reason):
    """Delete a row to which nothing points any more; its history says who and why."""
    row._history_user, row._change_reason = by, reason
    row.delete()


def write(model, values):
    """Store {pk: {column: value}}; all have the same columns."""
    rows = [model(pk=pk, **new) for pk, new in values.items()]
    columns = next(iter(values.values()))
    names = [field.name for field in model._meta.concrete_fields if field.attname in columns]
    model._base_manager.bulk_update(rows, names, batch_size=BATCH)
