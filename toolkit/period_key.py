"""The month or year of a day, to group rows by."""

from typing import Any

from django.db.models import CharField, F, Func


class PeriodKey(Func):
    """The month of a day, "2024-03", or its year, "2024".

    For Django's TruncMonth and ExtractYear SQLite calls Python for each row; this one it computes itself.
    """

    output_field = CharField()

    def __init__(self, day: str, form: str = "YYYY-MM") -> None:
        super().__init__(F(day))
        self.form = form

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = f"SUBSTR(%(expressions)s, 1, {len(self.form)})"
        return super().as_sql(compiler, connection, template=template, **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = f"TO_CHAR(%(expressions)s, '{self.form}')"
        return super().as_sql(compiler, connection, template=template, **context)
