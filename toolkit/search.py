"""Text that is found whatever its accents: one folded, indexed column."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.db.models.lookups import Contains
from django.utils.translation import gettext_lazy as _

from toolkit.spelling import fold, spellings
from toolkit.sqlite.trigrams import TRIGRAM, index_name, trigram_query


@models.TextField.register_lookup
class Holds(Contains):
    """`search__holds="kukes"`: `contains`, for a folded column and a folded word, by the index of trigrams.

    PostgreSQL chooses its index by itself; that of SQLite is a table to be asked.
    """

    lookup_name = "holds"

    def get_rhs_op(self, connection: Any, rhs: str) -> str:
        return connection.operators["contains"] % rhs

    def as_sqlite(self, compiler: Any, connection: Any) -> Any:
        column = self.lhs.target
        query = trigram_query(self.rhs) if column.name in trigram_columns(column.model) else ""
        if not query:
            return super().as_sql(compiler, connection)
        quote, meta = compiler.quote_name_unless_alias, column.model._meta
        index, table = quote(index_name(meta.db_table)), quote(self.lhs.alias)
        sql = (
            f"{table}.{quote(meta.pk.column)} IN (SELECT rowid FROM {index} WHERE {index} MATCH %s)"
        )
        params = [f"{column.column} : ({query})"]
        if len(self.rhs) < TRIGRAM:  # a text of nothing else has no trigram
            sql, params = f"({sql} OR {table}.{quote(column.column)} = %s)", [*params, self.rhs]
        return sql, params


def trigram_columns(model: type[models.Model]) -> tuple[str, ...]:
    """Return the columns of a model that are searched by an index of trigrams."""
    return model.folded_columns if issubclass(model, Searchable) else ()


def holds(word: str, *columns: str) -> Q:
    """Return the condition that one of the folded `columns` holds a spelling of the folded `word`.

    Over one column an index serves. Columns of several tables are asked apart, see `either`.
    """
    found = spellings(word)
    # What holds "podgorica" holds "podgoric": the longer one finds nothing more.
    needed = [one for one in found if not any(other != one and other in one for other in found)]
    condition = Q()
    for column in columns:
        for spelling in sorted(needed):
            condition |= Q(**{f"{column}__holds": spelling})
    return condition


def either(*parts: Any) -> Any:
    """Return the union of querysets of one key each: what an index answers for one, it answers for it alone."""
    first, *others = (part.order_by() for part in parts)
    return first.union(*others)


class StoringQuerySet(models.QuerySet):
    """Rows that are made with what follows from their values."""

    def create(self, **values: Any) -> Any:
        row: Any = self.model(**values)
        row.store(force_insert=True, using=self.db)
        return row


class SearchQuerySet(StoringQuerySet):
    def matching(self, text: str) -> Self:
        """Keep the rows whose searched text holds every word of `text`, in a spelling of it."""
        rows = self
        for word in fold(text).split():
            rows = rows.filter(holds(word, "search"))
        return rows


class Storing(models.Model):
    """A row of which some columns follow from others: `store()` writes it with them."""

    class Meta:
        abstract = True

    def store(self, **kwargs: Any) -> None:
        """Save the row. `kwargs` are those of `save()`."""
        self.save(**kwargs)


class Searchable(Storing):
    """A row with a folded copy of its searched fields; both databases find it the same way.

    Such a row is written by `store()`. What writes in bulk calls `refold()` first.
    """

    search = models.TextField(_("searched text"), editable=False, default="")
    search_fields: tuple[str, ...] = ()
    derived_columns: tuple[str, ...] = ("search",)  # what `refold` writes
    folded_columns: tuple[str, ...] = ("search",)  # of them, those that have an index of trigrams

    class Meta:
        abstract = True

    def folded(self) -> str:
        return fold(" ".join(str(getattr(self, name) or "") for name in self.search_fields))

    def refold(self) -> None:
        self.search = self.folded()

    def store(self, **kwargs: Any) -> None:
        """Save the row with its searched text renewed."""
        self.refold()
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], *self.derived_columns}
        super().store(**kwargs)


def store(row: models.Model) -> None:
    """Save a row of any model, with what follows from its values where the model has such."""
    if isinstance(row, Storing):
        row.store()
    else:
        row.save()


def unique_slug(
    model: type[models.Model], text: str, pk: int | None = None, taken: set[str] | None = None
) -> str:
    """Return a slug made of `text` that no other row of `model` has, with -2, -3 ... when needed.

    `taken` are all slugs in use, when the caller has read them already.
    """
    base = fold(text).replace(" ", "-")[:80] or "unnamed"
    if taken is None:
        rows = model._default_manager.filter(slug__startswith=base).exclude(pk=pk)
        taken = set(rows.values_list("slug", flat=True))
    number, slug = 1, base
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug
