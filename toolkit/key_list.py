"""Many keys in a condition as one parameter: Django's own list takes a parameter and a microsecond for each."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Func, TextField, Value


class KeyList(Func):
    """The keys as a subquery, to be asked for with `in`: `filter(pk__in=KeyList(keys))`."""

    template = "(SELECT value FROM json_each('[' || %(expressions)s || ']'))"

    def __init__(self, keys: Iterable[int] = ()) -> None:
        text = ",".join(map(str, keys))
        super().__init__(Value(text, output_field=TextField()))

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = "(SELECT unnest(string_to_array(%(expressions)s, ',')::bigint[]))"
        return self.as_sql(compiler, connection, template=template, **context)
