"""Pages of long lists by key: "what follows row 123", never "skip 5,000 rows"; nothing is counted.

The address holds only the number of the row at the edge of the page (`?after=123`), no name.
"""

from dataclasses import dataclass

from django.db.models import Q
from django.http import QueryDict

SIZE = 50


@dataclass(frozen=True)
class Page:
    """Some rows of a list, with the keys of its neighbours; an empty key where there is none."""

    rows: list
    before: str = ""
    after: str = ""

    @property
    def has_others(self) -> bool:
        """Whether there is a page before or after this one."""
        return bool(self.before or self.after)


def page_of(queryset, params: QueryDict | dict[str, str], *, order, size=SIZE) -> Page:
    """Return the Page of `queryset` that `params` (the address) asks for.

    `order` is a tuple of field names ("-" for descending) without empty values, ending in a unique
    one. A key that is not a row of `queryset` leads to the first page.
    """
    key, backwards = _asked(params)
    edge = _edge(queryset, key, order)
    if edge is None:
        backwards = False
    else:
        queryset = queryset.filter(_beyond(order, edge, backwards))
    wanted = [_reversed(field) for field in order] if backwards else order
    rows = list(queryset.order_by(*wanted)[: size + 1])
    has_more, rows = len(rows) > size, rows[:size]
    if backwards:
        rows.reverse()
    has_before, has_after = (has_more, True) if backwards else (edge is not None, has_more)
    return Page(
        rows=rows,
        before=str(rows[0].pk) if rows and has_before else "",
        after=str(rows[-1].pk) if rows and has_after else "",
    )


def _asked(params: QueryDict | dict[str, str]):
    """Return (key, whether it asks for what comes before the key)."""
    if params.get("after"):
        return params["after"], False
    return params.get("before", ""), True


def _edge(queryset, key: str, order: tuple) -> tuple | None:
    """Return the values of the row `key` in the fields of `order`, or None."""
    if not (key.isascii() and key.isdecimal() and len(key) < 19):
        return None
    fields = [field.removeprefix("-") for field in order]
    return queryset.order_by().filter(pk=int(key)).values_list(*fields).first()


def _beyond(order: tuple, edge: tuple, backwards: bool) -> Q:
    """Return the condition for rows that stand after `edge` in `order`, or before it."""
    condition = Q()
    same: dict = {}
    for field, value in zip(order, edge, strict=True):
        name = field.removeprefix("-")
        descending = field.startswith("-") != backwards
        condition |= Q(**same, **{f"{name}__{'lt' if descending else 'gt'}": value})
        same[name] = value
    return condition


def _reversed(field: str) -> str:
    return field.removeprefix("-") if field.startswith("-") else f"-{field}"
