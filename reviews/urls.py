"""Addresses of months, coverage and places: /months/2024-03/, /coverage/, /places/kukes/."""

from django.urls import path, register_converter

from reviews.views import coverage, months, places, rows, years


class YearConverter:
    """Four digits, from the first year to the last that has a year on both sides."""

    regex = "[0-9]{4}"
    first, last = 2, 9998

    def to_python(self, value):
        """Return the year; refuse one that the calendar has no room for."""
        if not self.first <= int(value) <= self.last:
            raise ValueError
        return int(value)

    def to_url(self, value):
        """Return the year with four digits."""
        self.to_python(value)
        return f"{int(value):04d}"


class MonthConverter:
    """Two digits, 01 to 12."""

    regex = "0[1-9]|1[0-2]"

    def to_python(self, value):
        """Return the month as a number."""
        return int(value)

    def to_url(self, value):
        """Return the month with two digits."""
        return f"{int(value):02d}"


class FigureConverter:
    """The name of a list behind a figure; no other page of a month is taken for one."""

    regex = "organisations|people|municipalities|action-points"

    def to_python(self, value):
        """Return the name as it stands in the address."""
        return value

    def to_url(self, value):
        """Return the name as it is."""
        return value


register_converter(FigureConverter, "figure")
register_converter(YearConverter, "year")
register_converter(MonthConverter, "month")

urlpatterns = [
    path("coverage/", coverage.coverage, name="coverage"),
    path(
        "coverage/download/<str:file_format>/", coverage.coverage_download, name="coverage_download"
    ),
    path("places/<slug:slug>/", places.place_detail, name="place_detail"),
    path("months/", months.month_list, name="month_list"),
    path("months/<year:year>-<month:month>/", months.month_detail, name="month_detail"),
    path("years/<year:year>/", years.year_detail, name="year_detail"),
    path("months/<year:year>-<month:month>/<figure:what>/", rows.period_rows, name="month_rows"),
    path("years/<year:year>/<figure:what>/", rows.period_rows, name="year_rows"),
]
