"""What is kept of a merge: the steps as JSON, and a line in the history of every record it touched."""

from simple_history.utils import get_history_manager_for_model

BATCH = 500


def stored(step):
    """Return a step as JSON keeps it: what undo needs, and no more of what a meeting says than that.

    "old" holds a removed row whole; of a changed one, the changed columns and what it belongs to.
    """
    fields = step.row._meta.concrete_fields
    kept = step.old.keys()
    if step.new is not None:
        kept = {*step.new, *(field.attname for field in fields if field.is_relation)}
    return {
        "model": step.row._meta.label_lower,
        "pk": step.old[step.row._meta.pk.attname],
        "old": _plain({column: step.old[column] for column in step.old if column in kept}),
        "new": None if step.new is None else _plain(step.new),
        "twin": step.twin,
    }


def _plain(values):
    return {column: _as_json(value) for column, value in values.items()}


def _as_json(value):
    if value is None or isinstance(value, bool | int | float | str | list | dict):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def restored(model, values):
    """Return {column: value} of a stored row or part of it, in the types of its fields."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    return {column: fields[column].to_python(value) for column, value in values.items()}


def has_history(model):
    """Whether changes of `model` are recorded."""
    return hasattr(model._meta, "simple_history_manager_attribute")


def record_changes(rows, by, reason, is_new=False):
    """Write into the history what `rows` are by now."""
    by_model = {}
    for row in rows:
        by_model.setdefault(type(row), {})[row.pk] = row
    for model, found in by_model.items():
        if has_history(model):
            _record(model, list(found.values()), by, reason, is_new)


def _record(model, rows, by, reason, is_new=False):
    manager = get_history_manager_for_model(model)
    records = manager.bulk_history_create(
        rows,
        batch_size=BATCH,
        update=not is_new,
        default_user=by,
        default_change_reason=reason,
    )
    for field in records[0]._history_m2m_fields:
        _record_list(field, {row.pk: record for row, record in zip(rows, records, strict=True)})


def _record_list(field, records):
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


def record_lists(rows, by, reason):
    """Write into the history of their owners what happened to rows of join tables."""
    owners = {}
    for row in rows:
        owner = row._meta.auto_created
        if owner and has_history(owner):
            for field in row._meta.concrete_fields:
                if field.related_model is owner:
                    owners.setdefault(owner, set()).add(getattr(row, field.attname))
    for owner, pks in owners.items():
        rows = list(owner._base_manager.filter(pk__in=pks).order_by("pk"))
        if rows:
            _record(owner, rows, by, reason)
