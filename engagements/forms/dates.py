"""The date of a meeting in the form: a day, several days, or only a month."""

from datetime import date, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from engagements.models import Meeting
from stakeholders.forms import text_input
from toolkit.dates import make_day, parse_month


def _part(label, size: int, max_length: int, **attrs):
    widget = text_input(f"input--{size}", **attrs)
    return forms.CharField(label=label, required=False, max_length=max_length, widget=widget)


class WhenFields(forms.Form):
    """Today, yesterday, another day or a month only, for a form of a meeting."""

    instance: Meeting
    today: date

    WHEN = [
        ("today", _("Today")),
        ("yesterday", _("Yesterday")),
        ("day", _("Another day")),
        ("month", _("Month only")),
    ]

    when = forms.ChoiceField(label=_("When?"), choices=WHEN, widget=forms.RadioSelect)
    day = _part(_("Day"), 2, 2, inputmode="numeric")
    month = _part(_("Month"), 6, 20)
    year = _part(_("Year"), 4, 4, inputmode="numeric")
    end_day = _part(_("Day"), 2, 2, inputmode="numeric")
    end_month = _part(_("Month"), 6, 20)
    end_year = _part(_("Year"), 4, 4, inputmode="numeric")

    def _clean_when(self, cleaned) -> None:
        when = cleaned.get("when")
        self.instance.date_precision = (
            Meeting.Precision.MONTH if when == "month" else Meeting.Precision.DAY
        )
        if when in ("today", "yesterday"):
            self.instance.date = self.today - timedelta(days=when == "yesterday")
            return
        if when is None:
            return
        try:
            day = "1" if when == "month" else cleaned.get("day", "")
            self.instance.date = make_day(day, cleaned.get("month", ""), cleaned.get("year", ""))
        except ValueError:
            self._refuse_day(when, cleaned)
            return
        if self.instance.date > self.today:
            self.add_error(
                "day" if when == "day" else "month", _("Date must be today or in the past.")
            )

    def _refuse_day(self, when: str, cleaned: dict[str, str]) -> None:
        if when == "month":
            message = _("Enter a month and a year, like 3 2024.")
            self.add_error(
                "month" if parse_month(cleaned.get("month")) is None else "year", message
            )
        elif not cleaned.get("day"):
            self.add_error("day", _("Enter a day, or choose Month only."))
        else:
            self.add_error("day", _("Date must be a real date, like 6 3 2024."))

    def _clean_end(self, cleaned) -> None:
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
        if self.instance.date and self.instance.end_date < self.instance.date:
            self.add_error("end_day", _("The last day can’t be before the first."))
            self.instance.end_date = None
