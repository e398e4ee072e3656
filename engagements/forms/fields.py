"""Boxes of the forms: places and organisations by name, the date of a meeting."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from engagements.models import Meeting
from stakeholders.directory import DATABASE
from stakeholders.forms import text_input
from stakeholders.models import Location
from toolkit.dates import is_plausible, likely_day, make_day, parse_month, read_day


def text_area(**attrs) -> forms.Textarea:
    return forms.Textarea(attrs={"class": "input", **attrs})


def select(**attrs) -> forms.Select:
    return forms.Select(attrs={"class": "input", **attrs})


class KindSelect(forms.Select):
    """A list of kinds with the code of each in its option, for the script that suggests one."""

    def create_option(self, name: str, value: Any, *args, **kwargs) -> dict:
        option = super().create_option(name, value, *args, **kwargs)
        if hasattr(value, "instance"):
            option["attrs"]["data-code"] = value.instance.code
        return option


class RowsField(forms.ModelMultipleChoiceField):
    """Rows by their keys; a number too long for a key is no choice, where SQLite would fail on it."""

    def clean(self, value: Any) -> Any:
        for key in value or ():
            if len(str(key)) > 18:
                message = self.error_messages["invalid_choice"]
                raise ValidationError(message, code="invalid_choice", params={"value": key})
        return super().clean(value)


class PlaceField(forms.CharField):
    """A place by any of its spellings; the cleaned value is a Location, or None.

    With `keeps_text`, a place that is not in the list is its text.
    """

    directory = DATABASE
    keeps_text = False

    def clean(self, value: str | None) -> Location | str | None:
        text = super().clean(value)
        if not text:
            return None
        places = self.directory.places(text)
        if len(places) == 1:
            return places[0]
        if places:
            names = "; ".join(f"{place} ({place.parent})" for place in places)
            raise ValidationError(_("Several places have this name: %s. Write it out.") % names)
        if self.keeps_text:
            return " ".join(text.split())
        raise ValidationError(_("Choose a place from the list, or leave this empty."))


def _part(label, size: int, max_length: int, **attrs) -> forms.CharField:
    widget = text_input(f"input--{size}", **attrs)
    return forms.CharField(label=label, required=False, max_length=max_length, widget=widget)


class DateFields(forms.Form):
    """A day in three boxes, or a month only, for a form of a meeting; the last of several days."""

    instance: Meeting
    today: date

    WHEN: list[tuple[str, Any]] = [("day", _("Day")), ("month", _("Month only"))]

    when = forms.ChoiceField(label=_("When?"), choices=WHEN, widget=forms.RadioSelect)
    day = _part(_("Day"), 2, 2, inputmode="numeric")
    month = _part(_("Month"), 6, 20)
    year = _part(_("Year"), 4, 4, inputmode="numeric")
    end_day = _part(_("Day"), 2, 2, inputmode="numeric")
    end_month = _part(_("Month"), 6, 20)
    end_year = _part(_("Year"), 4, 4, inputmode="numeric")
    # What was likely meant by a day that can't be: "2024-03-06", or "2024-03" of a month.
    likely: str = ""

    def _clean_when(self, cleaned: dict) -> None:
        when = cleaned.get("when")
        is_month = when == "month"
        self.instance.date_precision = (
            Meeting.Precision.MONTH if is_month else Meeting.Precision.DAY
        )
        if when is None:
            return
        try:
            day = self._month(cleaned) if is_month else self._day(when, cleaned)
        except ValueError:
            self._refuse_day(is_month, cleaned)
            return
        self.instance.date = day
        if is_plausible(day, self.today) and day <= self.today:
            return
        likely = likely_day(day, self.today)
        self.likely = f"{likely:%Y-%m}" if is_month else likely.isoformat()
        if is_plausible(day, self.today):
            error = _("Date must be today or in the past.")
            self.add_error("month" if is_month else "day", error)
            return
        self.instance.date = likely
        error = _("Which year? Only days from 1990 to today can be stored.")
        self.add_error("year" if is_month else "day", error)

    @staticmethod
    def _month(cleaned: dict[str, str]) -> date:
        return make_day("1", cleaned.get("month", ""), cleaned.get("year", ""))

    def _day(self, when: str, cleaned: dict[str, str]) -> date:
        return make_day(*(cleaned.get(name, "") for name in ("day", "month", "year")))

    def _refuse_day(self, is_month: bool, cleaned: dict[str, str]) -> None:
        if is_month:
            message = _("Enter a month and a year, like 3 2024.")
            self.add_error(
                "month" if parse_month(cleaned.get("month")) is None else "year", message
            )
        elif not cleaned.get("day"):
            self.add_error("day", _("Enter a day, or choose Month only."))
        else:
            self.add_error("day", _("Date must be a real date, like 6 3 2024."))

    def _clean_end(self, cleaned: dict) -> None:
        parts = [cleaned.get(name, "") for name in ("end_day", "end_month", "end_year")]
        self.instance.end_date = None
        if not any(parts):
            return
        if cleaned.get("when") == "month":
            self.add_error("end_day", _("Leave the last day empty when only the month is known."))
            return
        try:
            self.instance.end_date = make_day(*parts)
        except ValueError:
            self.add_error("end_day", _("The last day must be a real date, like 7 3 2024."))
            return
        if not is_plausible(self.instance.end_date, self.today):
            self.add_error("end_day", _("Which year? The last day can’t be over a year ahead."))
            self.instance.end_date = None
            return
        if self.instance.date and self.instance.end_date < self.instance.date:
            self.add_error("end_day", _("The last day can’t be before the first."))
            self.instance.end_date = None


SHOWN_DAYS = 14
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
# The boxes that say the day of a meeting, apart from the last of several.
DAY_BOXES = ("when", "opened", "recent_day", "day", "month", "year")


@dataclass(frozen=True)
class ShownDay:
    """One of the last days, as a radio button; `month` where another begins."""

    day: date
    is_weekend: bool
    month: bool
    is_chosen: bool


class TypedDateFields(DateFields):
    """Today, yesterday, one of the last 14 days, a day as people write it, or a month only.

    The first two are sent as dates: those of the day on which the form was opened, however late it
    arrives. `opened` is that day; what is typed ("last Thursday") is seen from it. Without it, `day`,
    `month` and `year` are three parts of one day, as imports and older forms send them.
    """

    data: QueryDict
    fields: dict[str, Any]
    when = forms.ChoiceField(label=_("When?"), widget=forms.RadioSelect)
    opened = forms.CharField(widget=forms.HiddenInput, required=False)
    recent_day = forms.ChoiceField(
        label=_("One of the last 14 days"), required=False, widget=forms.RadioSelect
    )
    day = _part(
        format_lazy(
            _("Or write it: “last Thursday”, “5 {month}”, “20 12 2023”"),
            month=(settings.COUNTRY.language.months or ("", "", "March"))[2],
        ),
        14,
        60,
        autocomplete="off",
    )

    def _offer_days(self) -> None:
        """Give the boxes the days of opening, once the form is made."""
        self.yesterday = self.today - timedelta(days=1)
        self.fields["when"].choices = [
            (self.today.isoformat(), _("Today")),
            (self.yesterday.isoformat(), _("Yesterday")),
            ("day", _("Another day")),
            ("month", _("Month only")),
        ]
        days = (self.today - timedelta(days=back) for back in range(SHOWN_DAYS - 1, -1, -1))
        self.fields["recent_day"].choices = [(day.isoformat(), day) for day in days]

    @property
    def time_zone(self) -> str:
        return settings.TIME_ZONE

    @property
    def weekdays(self) -> list[date]:
        """Seven days, Monday first, for the head of the last days."""
        monday = self.today - timedelta(days=self.today.weekday())
        return [monday + timedelta(days=number) for number in range(7)]

    @property
    def typed_day(self) -> str:
        """What was typed, for the question what was meant."""
        names = ("month", "year") if self["when"].value() == "month" else ("day",)
        return " ".join(str(self[name].value() or "") for name in names)

    @property
    def likely_text(self) -> str:
        if len(self.likely) == len("2024-03"):
            return date_format(date.fromisoformat(f"{self.likely}-01"), "F Y")
        return date_format(date.fromisoformat(self.likely), "j F Y")

    @property
    def last_days(self) -> list[ShownDay | None]:
        """The last 14 days in weeks; None for a day before them in the first week."""
        days = [day for _value, day in self.fields["recent_day"].choices]
        chosen = self["recent_day"].value()
        shown = [
            ShownDay(
                day, day.weekday() > 4, day.day == 1 or day == days[0], day.isoformat() == chosen
            )
            for day in days
        ]
        return [None] * days[0].weekday() + shown

    def _day(self, when: str, cleaned: dict[str, str]) -> date:
        if when != "day":
            return date.fromisoformat(when)
        text, chosen = cleaned.get("day", ""), cleaned.get("recent_day", "")
        written = read_day(text, self.today) if text or not chosen else None
        if written and chosen and written.isoformat() != chosen:
            raise ValueError("two days")
        return written or date.fromisoformat(chosen)

    def _refuse_day(self, is_month: bool, cleaned: dict[str, str]) -> None:
        if not is_month and cleaned.get("day") and cleaned.get("recent_day"):
            chosen = date.fromisoformat(cleaned["recent_day"])
            error = _("You chose %s and wrote another day below. Empty the box, or choose none.")
            self.add_error("day", error % date_format(chosen, "j F"))
        else:
            super()._refuse_day(is_month, cleaned)


def day_boxes(day: date, today: date) -> dict[str, str]:
    """Return the boxes of a form opened `today` that say `day`."""
    boxes = {"opened": today.isoformat(), "when": "day", "recent_day": "", "day": ""}
    back = (today - day).days
    if back in (0, 1):
        return boxes | {"when": day.isoformat()}
    if 1 < back < SHOWN_DAYS:
        return boxes | {"recent_day": day.isoformat()}
    return boxes | {"day": date_format(day, "j F Y") if day.year > 999 else day.isoformat()}


def sent_day(data: Any, today: date) -> date | None:
    """Return the day that the boxes in `data` say; None for a month only, or where no day can be read."""
    opened = _iso(data.get("opened"))
    # Days are counted back from it: before the first year of the calendar there are none.
    if opened is None or not is_plausible(opened, today):
        opened = today
    when = str(data.get("when") or "")
    back = {"today": 0, "yesterday": 1}.get(when)
    if back is not None:
        return opened - timedelta(days=back)
    if when != "day":
        return _iso(when)
    text = str(data.get("day") or "")
    try:
        if not data.get("opened"):
            return make_day(text, str(data.get("month") or ""), str(data.get("year") or ""))
        chosen = _iso(data.get("recent_day"))
        return None if text and chosen else chosen or read_day(text, opened)
    except ValueError:
        return None


def settle_day(data: Any, today: date) -> None:
    """Change `data`, sent by a form opened on any day, so that it says the same in one opened `today`."""
    is_day, opened = data.get("when") == "day", data.get("opened")
    # What was written into a form of today stays as it was written.
    day = None if is_day and opened == today.isoformat() else sent_day(data, today)
    if day:
        for name, value in day_boxes(day, today).items():
            data[name] = value
    elif is_day and not opened and data.get("day"):
        parts = (str(data.get(name) or "") for name in ("day", "month", "year"))
        data["day"] = " ".join(filter(None, parts))
    data["opened"] = today.isoformat()


def _iso(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None
