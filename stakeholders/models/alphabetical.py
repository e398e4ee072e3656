"""Rows with a name, listed by the alphabet of the country."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from countries.alphabet import LENGTH, sort_key
from toolkit.search import Searchable

BATCH = 1000


class Alphabetical(Searchable):
    """A row that is found by its folded text and listed by its name; `named_by` is the field of the name."""

    sort_key = models.CharField(
        _("place in the alphabet"), max_length=LENGTH, editable=False, default=""
    )

    named_by = "name"
    derived_columns = ("search", "sort_key")

    class Meta:
        abstract = True

    def refold(self) -> None:
        super().refold()
        self.renew_sort_key()

    def renew_sort_key(self) -> None:
        self.sort_key = sort_key(getattr(self, self.named_by))


def renew_sort_keys(model: type[Alphabetical]) -> int:
    """Bring the keys of all rows in line with the alphabet of the country; return how many were not."""
    rows = model._base_manager.only("pk", "sort_key", model.named_by).order_by("pk")
    stale = []
    for row in rows.iterator(chunk_size=BATCH):
        key = sort_key(getattr(row, model.named_by))
        if row.sort_key != key:
            row.sort_key = key
            stale.append(row)
    model._base_manager.bulk_update(stale, ["sort_key"], batch_size=BATCH)
    return len(stale)
