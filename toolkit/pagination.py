"""Pages of long lists by key: "what follows row 123", never "skip 5,000 rows"; nothing is counted.

The address holds only the number of the row at the edge of the page (`?after=123`), no name. Lists
that are put in order in memory have pages by number.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
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
        return bool(self.before or self.after)


def page_of(
    queryset: QuerySet,
    params: QueryDict | dict[str, str],
    *,
    order: tuple[str, ...],
    size: int = SIZE,
) -> Page:
    """Return the Page of `queryset` that `params` (the address) asks for.

    `order` is a tuple of field names ("-" for descending) without empty values, ending in a unique
    one. A key that is not a row of `queryset` leads to the first page.
    """
    backwards = not params.get("after")
    edge = _edge(queryset, params.get("before" if backwards else "after", ""), order)
    if edge is None:
        backwards = False
    else:
        queryset = queryset.filter(_beyond(order, edge, backwards))
    ordered = queryset.order_by(*order)
    rows = list((ordered.reverse() if backwards else ordered)[: size + 1])
    has_more, rows = len(rows) > size, rows[:size]
    if backwards:
        rows.reverse()
    has_before, has_after = (has_more, True) if backwards else (edge is not None, has_more)
    return Page(
        rows=rows,
        before=str(rows[0].pk) if rows and has_before else "",
        after=str(rows[-1].pk) if rows and has_after else "",
    )


def _edge(queryset: QuerySet, key: str, order: tuple[str, ...]) -> tuple[Any, ...] | None:
    """Return the values of the row `key` in the fields of `order`, or None."""
    if not (key.isascii() and key.isdecimal() and len(key) < 19):
        return None
    fields = [field.removeprefix("-") for field in order]
    return queryset.order_by().filter(pk=int(key)).values_list(*fields).first()


def _beyond(order: tuple[str, ...], edge: tuple[Any, ...], backwards: bool) -> Q:
    condition = Q()
    same: dict[str, Any] = {}
    for field, value in zip(order, edge, strict=True):
        name = field.removeprefix("-")
        descending = field.startswith("-") != backwards
        condition |= Q(**same, **{f"{name}__{'lt' if descending else 'gt'}": value})
        same[name] = value
    return condition


ROWS = 100


@dataclass(frozen=True)
class NumberedPage:
    """A page of rows that were put in order in memory; `previous` and `next` are what their addresses end in."""

    rows: Sequence[Any]
    number: int
    pages: int
    total: int
    previous: str = ""
    next: str = ""


def numbered_page(
    rows: Sequence[Any], params: QueryDict, *, name: str = "page", size: int = ROWS
) -> NumberedPage:
    """Return the page of `rows` that `params` (the address) asks for by `name`; the nearest there is."""
    page = Paginator(rows, size).get_page(params.get(name))

    def query(number: int) -> str:
        others = params.copy()
        others[name] = str(number)
        return f"?{others.urlencode()}"

    return NumberedPage(
        list(page),
        page.number,
        page.paginator.num_pages,
        page.paginator.count,
        query(page.previous_page_number()) if page.has_previous() else "",
        query(page.next_page_number()) if page.has_next() else "",
    )
