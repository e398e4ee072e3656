"""A month or a year: its name, its months, and the addresses of the lists behind its numbers."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from engagements.models.months import month_range
from reviews.tables import list_query
from reviews.words import month_name


@dataclass(frozen=True)
class Span:
    """A month; a whole year where `month` is 0."""

    year: int
    month: int = 0

    @property
    def name(self):
        """Return "March 2024", or "2024"."""
        return month_name(self.year, self.month) if self.month else str(self.year)

    @property
    def months(self):
        """Return the (year, month) of each month, in order."""
        return [(self.year, month) for month in ([self.month] if self.month else range(1, 13))]

    @property
    def days(self):
        """Return (first day, the day after the last): a half-open range."""
        if self.month:
            return month_range(self.year, self.month)
        return date(self.year, 1, 1), date(self.year + 1, 1, 1)

    def query(self, **filters):
        """Return what follows the ? of the meeting list for the meetings that count here."""
        if self.month:
            return list_query(self.year, self.month, **filters)
        return urlencode({"year": f"{self.year:04d}", "restricted": "no"} | filters, doseq=True)

    def get_absolute_url(self):
        """Return the address of the period's page."""
        return self._reverse("detail")

    def list_url(self, what, **filters):
        """Return the address of the list behind a number; `what` is the name of its figure."""
        if what == "meetings":
            return f"{reverse('meeting_list')}?{self.query(**filters)}"
        address = self._reverse("rows", what=what.replace("_", "-"))
        return f"{address}?{urlencode(filters)}" if filters else address

    def _reverse(self, page, **kwargs):
        kwargs["year"] = self.year
        if self.month:
            return reverse(f"month_{page}", kwargs={**kwargs, "month": self.month})
        return reverse(f"year_{page}", kwargs=kwargs)
