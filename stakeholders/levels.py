"""What the office's country calls its two administrative levels: "county" and "counties", "Municipality"."""

from django.conf import settings
from django.utils.functional import lazy

from countries.pack import Level


def first_level() -> Level:
    return settings.COUNTRY.first


def second_level() -> Level:
    return settings.COUNTRY.second


# Labels of columns and fields, which are read when a page is made.
FIRST_LEVEL = lazy(lambda: first_level().heading, str)()
FIRST_LEVEL_IN_TEXT = lazy(lambda: first_level().singular, str)()
SECOND_LEVEL = lazy(lambda: second_level().heading, str)()
OFFICE_SEAT = lazy(lambda: settings.OFFICE_SEAT, str)()
SECOND_LEVELS = lazy(lambda: second_level().headings, str)()
