"""The periods of coverage: a month, or some months that end with it, or all that is on record. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from reviews.month.charts import list_query
from reviews.month.headlines import month_name
from toolkit.months import month_end, month_range, months_before, year_range

MONTH, EVER = "month", "ever"
LENGTHS = {MONTH: 1, "3": 3, "12": 12}


@dataclass(frozen=True)
class Period:
    """Half-open: from `first`, None for as long as there are records, to before `after`."""

    code: str
    first: date | None
    after: date
    today: date

    @property
    def month(self) -> date:
        """The first day of its last month."""
        return (self.after - timedelta(days=1)).replace(day=1)

    @property
    def name(self) -> str:
        return month_name(self.month.year, self.month.month)

    @property
    def as_of(self) -> date:
        """The day from which days are counted: its last, today while it is not over."""
        return min(month_end(self.month), self.today)

    @property
    def is_to_come(self) -> bool:
        return self.month > self.today

    @property
    def when(self) -> str:
        """The period as written beside a name: "March 2024", "3 months to March 2024"."""
        if self.code == MONTH:
            return self.name
        if self.code == EVER:
            return _("all records to %(month)s") % {"month": self.name}
        return _("%(n)s months to %(month)s") % {"n": LENGTHS[self.code], "month": self.name}


def make_period(year: int, month: int, today: date, code: str = MONTH) -> Period:
    after = month_range(year, month)[1]
    if code == EVER:
        return Period(code, None, after, today)
    return Period(code, months_before(after, LENGTHS[code]), after, today)


def labels() -> dict[str, str]:
    return {MONTH: _("One month"), "3": _("3 months"), "12": _("12 months"), EVER: _("Ever")}


@dataclass(frozen=True)
class Span:
    """A month; a whole year where `month` is 0."""

    year: int
    month: int = 0

    @property
    def name(self) -> str:
        return month_name(self.year, self.month) if self.month else str(self.year)

    @property
    def months(self) -> list[tuple[int, int]]:
        return [(self.year, month) for month in ([self.month] if self.month else range(1, 13))]

    @property
    def spans(self) -> "list[Span]":
        return [Span(*key) for key in self.months]

    @property
    def days(self) -> tuple[date, date]:
        return month_range(self.year, self.month) if self.month else year_range(self.year)

    def query(self, **filters) -> str:
        if self.month:
            return list_query(self.year, self.month, **filters)
        return urlencode({"year": f"{self.year:04d}", "restricted": "no"} | filters, doseq=True)

    def get_absolute_url(self) -> str:
        return self._reverse("detail")

    def list_url(self, what: str, **filters) -> str:
        """Return the address of the list behind a number; `what` is the name of its figure."""
        if what == "meetings":
            return f"{reverse('meeting_list')}?{self.query(**filters)}"
        address = self._reverse("rows", what=what.replace("_", "-"))
        return f"{address}?{urlencode(filters)}" if filters else address

    def _reverse(self, page: str, **kwargs) -> str:
        kwargs["year"] = self.year
        if self.month:
            return reverse(f"month_{page}", kwargs={**kwargs, "month": self.month})
        return reverse(f"year_{page}", kwargs=kwargs)
