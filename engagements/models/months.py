"""Months: half-open ranges, and the numbers that references take from them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MonthCounter(models.Model):
    """The last number given in a month; numbers are never reused, not even after a draft is deleted."""

    month = models.DateField(_("month"), unique=True)
    last = models.PositiveIntegerField(_("last number"), default=0)

    class Meta:
        verbose_name = _("reference counter")
        verbose_name_plural = _("reference counters")

    def __str__(self):
        return f"{self.month:%Y-%m}: {self.last}"

    @classmethod
    def next_reference(cls, day):
        """Return the next free reference of `day`'s month, like "2024-03-005". Call inside a transaction."""
        return cls.next_references(day, 1)[0]

    @classmethod
    def next_references(cls, day, count):
        """Return the next `count` free references of `day`'s month, in their order. Call inside a transaction."""
        counter, _created = cls.objects.select_for_update().get_or_create(month=day.replace(day=1))
        first = counter.last + 1
        counter.last += count
        counter.save(update_fields=["last"])
        return [f"{day:%Y-%m}-{number:03d}" for number in range(first, first + count)]
