"""Boxes of the forms: places and organisations by name, the date of a meeting, a file."""

from datetime import date, timedelta
from pathlib import PurePath
from typing import Any

import puremagic
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from engagements.models import Attachment, Meeting
from stakeholders.directory import DATABASE
from stakeholders.forms import text_input
from stakeholders.models import Location
from toolkit.dates import make_day, parse_month


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


class PlaceField(forms.CharField):
    """A place by any of its spellings; the cleaned value is a Location or None."""

    directory = DATABASE

    def clean(self, value: str | None) -> Location | None:
        text = super().clean(value)
        if not text:
            return None
        places = self.directory.places(text)
        if len(places) == 1:
            return places[0]
        if places:
            names = "; ".join(f"{place} ({place.parent})" for place in places)
            raise ValidationError(_("Several places have this name: %s. Write it out.") % names)
        raise ValidationError(_("Choose a place from the list, or leave this empty."))


class OrganisationField(forms.CharField):
    """An organisation by name; the cleaned value is (text, Organisation or None)."""

    def clean(self, value: str | None) -> tuple:
        text = " ".join(super().clean(value).split())
        found = DATABASE.organisations(text)
        if len(found) > 1:
            names = "; ".join(str(organisation) for organisation in found)
            error = _("Several organisations have this name: %s. Write it out.")
            raise ValidationError(error % names)
        return text, (found[0] if found else None)


OFFICE = "application/vnd.openxmlformats-officedocument"
# extension -> (media type stored, what the first bytes may be; empty for plain text)
ALLOWED = {
    "pdf": ("application/pdf", {".pdf", ".ai"}),
    "png": ("image/png", {".png"}),
    "jpg": ("image/jpeg", {".jpg", ".jpeg", ".jfif", ".jpe"}),
    "jpeg": ("image/jpeg", {".jpg", ".jpeg", ".jfif", ".jpe"}),
    "docx": (f"{OFFICE}.wordprocessingml.document", {".docx", ".zip"}),
    "xlsx": (f"{OFFICE}.spreadsheetml.sheet", {".xlsx", ".zip"}),
    "pptx": (f"{OFFICE}.presentationml.presentation", {".pptx", ".zip"}),
    "odt": ("application/vnd.oasis.opendocument.text", {".odt", ".zip"}),
    "txt": ("text/plain", set()),
    "csv": ("text/csv", set()),
}


def extension(upload: Any) -> str:
    return PurePath(upload.name).suffix.lower().lstrip(".")


def check_upload(upload: Any) -> None:
    """Raise ValidationError when the file is too large, or not of an allowed type inside and out."""
    if upload.size > settings.UPLOAD_LIMIT_BYTES:
        limit = filesizeformat(settings.UPLOAD_LIMIT_BYTES)
        raise ValidationError(_("This file is too large. Choose one of %s or less.") % limit)
    if extension(upload) not in ALLOWED:
        kinds = ", ".join(sorted(ALLOWED))
        raise ValidationError(_("This type of file can’t be added. Choose one of: %s.") % kinds)
    head = upload.read(8192)
    upload.seek(0)
    if not _is_what_it_says(head, ALLOWED[extension(upload)][1]):
        raise ValidationError(_("This file is not what its name says. Open it and save it again."))


def _is_what_it_says(head: bytes, wanted: set[str]) -> bool:
    if not wanted:
        return b"\0" not in head
    try:
        found = {match.extension for match in puremagic.magic_string(head)}
    except puremagic.PureError:
        return False
    return bool(found & wanted)


def store_upload(meeting: Meeting, upload: Any, user: User) -> Attachment:
    return Attachment.objects.create(
        meeting=meeting,
        file=upload,
        original_name=PurePath(upload.name.replace("\\", "/")).name,
        size=upload.size,
        content_type=ALLOWED[extension(upload)][0],
        uploaded_by=user,
    )


def _part(label, size: int, max_length: int, **attrs) -> forms.CharField:
    widget = text_input(f"input--{size}", **attrs)
    return forms.CharField(label=label, required=False, max_length=max_length, widget=widget)


class DateFields(forms.Form):
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

    def _clean_when(self, cleaned: dict) -> None:
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
        if self.instance.date and self.instance.end_date < self.instance.date:
            self.add_error("end_day", _("The last day can’t be before the first."))
            self.instance.end_date = None
