"""Text that is found whatever its accents: one folded, indexed column."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from toolkit.text import fold, spellings


def holds(word, *columns):
    """Return the condition that one of the folded `columns` holds a spelling of the folded `word`."""
    condition = models.Q()
    for column in columns:
        for spelling in sorted(spellings(word)):
            condition |= models.Q(**{f"{column}__contains": spelling})
    return condition


class SearchQuerySet(models.QuerySet):
    """Rows found by words, accents and case ignored."""

    def matching(self, text):
        """Keep the rows whose searched text holds every word of `text`, in a spelling of it."""
        rows = self
        for word in fold(text).split():
            rows = rows.filter(holds(word, "search"))
        return rows


class Searchable(models.Model):
    """A row with a folded copy of its searched fields; both databases find it the same way."""

    search = models.TextField(_("searched text"), editable=False, default="")

    search_fields = ()

    class Meta:
        abstract = True

    def folded(self):
        """Return the folded text of the fields named in `search_fields`."""
        return fold(" ".join(str(getattr(self, name) or "") for name in self.search_fields))

    def refold(self):
        """Renew the searched text; what stores rows in bulk calls this before."""
        self.search = self.folded()

    def save(self, **kwargs):
        """Store the row with its searched text renewed."""
        self.refold()
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "search"}
        super().save(**kwargs)


def unique_slug(model, text, pk=None, taken=None):
    """Return a slug made of `text` that no other row of `model` has, with -2, -3 ... when needed.

    `taken` are all slugs in use, when the caller has read them already.
    """
    base = fold(text).replace(" ", "-")[:80] or "unnamed"
    if taken is None:
        rows = model.objects.filter(slug__startswith=base).exclude(pk=pk)
        taken = set(rows.values_list("slug", flat=True))
    number, slug = 1, base
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug
