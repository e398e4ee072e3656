"""Rows of several kinds counted in one query; where they are cut, no more than so many of each are read."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet


def count_together(rows: Mapping[str, QuerySet]) -> dict[str, int]:
    """Return {name: how many rows a queryset has}; one query at most."""
    counted: dict[str, str] = {}
    values: list[Any] = []
    using = next((found.db for found in rows.values()), "")
    for name, found in rows.items():
        try:
            sql, params = found.values("pk").query.get_compiler(using).as_sql()
        except EmptyResultSet:
            continue
        counted[name] = f"(SELECT COUNT(*) FROM ({sql}) AS counted)"
        values += params
    if not counted:
        return dict.fromkeys(rows, 0)
    with connections[using].cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(counted.values())}", values)
        return dict.fromkeys(rows, 0) | dict(zip(counted, cursor.fetchone(), strict=True))
