"""The first record in the history of many rows at once."""

from itertools import islice

from django.db import connections, router
from django.utils import timezone

BATCH = 500


def in_batches(items):
    """Yield lists of so many items as one statement can name."""
    rest = iter(items)
    while batch := list(islice(rest, BATCH)):
        yield batch


def record_first_history(rows, model, user, reason):
    """Record that `user` made these stored `rows`, for `reason`, as saving them one by one would.

    The database copies the columns itself. django-simple-history's own bulk tool makes each record
    in Python, and doubles the time for which an import holds the database.
    """
    history = model.history.model
    connection = connections[router.db_for_write(history)]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in history.tracked_fields)
    about = ("history_date", "history_type", "history_change_reason", "history_user")
    named = ", ".join(quote(history._meta.get_field(name).column) for name in about)
    said = [connection.ops.adapt_datetimefield_value(timezone.now()), "+", reason, user.pk]
    with connection.cursor() as cursor:
        for batch in in_batches(rows):
            keys = [row.pk for row in batch]
            marks = ", ".join(["%s"] * len(keys))
            cursor.execute(
                f"INSERT INTO {quote(history._meta.db_table)} ({columns}, {named})"
                f" SELECT {columns}, %s, %s, %s, %s FROM {quote(model._meta.db_table)}"
                f" WHERE {quote(model._meta.pk.column)} IN ({marks})",
                [*said, *keys],
            )
