"""The forms of an import: the file, its sheet, its columns, the choices for all of it, the cells of a row."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from engagements.models import MeetingKind
from intake.cells import dates, people
from intake.models import Import, ImportRow, Mapping
from intake.registers.columns import BY_NAME, DATES, FIELDS, MANY, NAMES, ColumnPlan
from intake.registers.rows import REFERENCE, ROWS, TOGETHER
from intake.registers.steps import DEFAULTS
from intake.safe_reading import TEXTS, WORKBOOKS
from stakeholders.forms import text_input
from stakeholders.models import OrganisationKind

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SELECT = forms.Select({"class": "input"})  # each field copies its widget
HOW = [
    ("", _("As it is")),
    (_("Dates"), [
        (dates.DAY_FIRST, _("Day first: 6/3/2024")),
        (dates.MONTH_FIRST, _("Month first: 3/6/2024")),
    ]),
    (_("Names in a cell"), [
        (people.ONE, _("Only one")),
        (people.SEMICOLON, _("Separated by semicolons or line breaks")),
        (people.COMMA, _("Separated by commas or semicolons")),
        (people.SLASH, _("Separated by slashes")),
        (people.LINE, _("One per line")),
        (people.AND, _("Separated by commas and “and”")),
    ]),
]  # fmt: skip
DATE_WAYS = {dates.DAY_FIRST, dates.MONTH_FIRST}
REFUSED_WAYS = {
    DATES: _("These are dates. Choose which comes first, day or month."),
    NAMES: _("These are names. Choose how they are separated."),
}


class FileForm(forms.Form):
    """A file to import: `endings` are those it may have, `refused` is the message about others."""

    endings: Collection[str] = ()
    refused: StrOrPromise = ""
    token = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def clean_file(self) -> UploadedFile:
        file = self.cleaned_data["file"]
        if file.size > settings.IMPORT_LIMIT_BYTES:
            limit = filesizeformat(settings.IMPORT_LIMIT_BYTES)
            raise ValidationError(_("This file is too large. Choose one of %s or less.") % limit)
        if file.name.rpartition(".")[2].lower() not in self.endings:
            raise ValidationError(self.refused)
        return file


class UploadForm(FileForm):
    endings = WORKBOOKS | TEXTS
    refused = _("Registers can be Excel (xlsx, xlsm, xls), OpenDocument (ods) or CSV files.")

    file = forms.FileField(
        label=_("Register"),
        max_length=255,
        widget=forms.FileInput(
            {"class": "input", "accept": ".xlsx,.xlsm,.xls,.ods,.csv,.tsv,.txt"}
        ),
        help_text=_("Excel, OpenDocument or CSV. Nothing is stored before the last step."),
    )


class TableForm(forms.Form):
    sheet = forms.ChoiceField(label=_("Sheet"), required=False, widget=SELECT)
    header_row = forms.IntegerField(
        label=_("Row of the headings"),
        min_value=1,
        widget=text_input("input--4", inputmode="numeric"),
    )

    fields: dict[str, Any]

    def __init__(self, *args: Any, source: Import, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.source = source
        self.fields["sheet"].choices = [(name, name) for name, _rows in source.tables]
        if not source.tables[0][0]:
            del self.fields["sheet"]

    def clean_header_row(self) -> int:
        rows = self.source.rows_of(self.cleaned_data.get("sheet", ""))
        if self.cleaned_data["header_row"] not in {number for number, _cells in rows}:
            raise ValidationError(_("Choose a row that is shown below and not empty."))
        return self.cleaned_data["header_row"]


class ColumnForm(forms.Form):
    field = forms.ChoiceField(
        label=_("Means"),
        required=False,
        choices=[("", _("Leave out")), *((field.name, field.label) for field in FIELDS)],
        widget=SELECT,
    )
    how = forms.ChoiceField(label=_("Written"), required=False, choices=HOW, widget=SELECT)
    fill = forms.BooleanField(label=_("Blank: as above"), required=False)

    def clean_how(self) -> str:
        """Refuse a way to write dates for names, and the other way round; of other columns it says nothing."""
        how, field = self.cleaned_data["how"], BY_NAME.get(self.cleaned_data.get("field", ""))
        if not how or not field or not field.holds:
            return ""
        if (how in DATE_WAYS) != (field.holds == DATES):
            raise ValidationError(REFUSED_WAYS[field.holds])
        return how


class ColumnFormSet(forms.BaseFormSet):
    def clean(self) -> None:
        used = [form.cleaned_data.get("field") for form in self.forms]
        if "date" not in used:
            text = _("Say which column is the date: without one there is no meeting.")
            raise ValidationError(text)
        for name in sorted({name for name in used if name and used.count(name) > 1} - MANY):
            text = _("Two columns can’t both be “%s”. Leave one out.")
            raise ValidationError(text % BY_NAME[name].label)

    def plans(self, headings: list[str]) -> list[ColumnPlan]:
        return [
            ColumnPlan(heading, *(form.cleaned_data[name] for name in ("field", "how", "fill")))
            for heading, form in zip(headings, self.forms, strict=True)
        ]


def column_forms(plans: list[ColumnPlan], data: QueryDict | None = None) -> ColumnFormSet:
    made = forms.formset_factory(
        ColumnForm, formset=ColumnFormSet, extra=0, max_num=200, absolute_max=200
    )
    form_set = cast(type[ColumnFormSet], made)  # the stubs know only its base
    initial = [{"field": plan.field, "how": plan.how, "fill": plan.fill} for plan in plans]
    if data is not None:
        # How many columns there are is known here; what is sent about it does not count.
        data = data.copy()
        data["c-TOTAL_FORMS"] = data["c-INITIAL_FORMS"] = str(len(plans))
    return form_set(data, initial=initial, prefix="c")


class OptionsForm(forms.Form):
    grouping = forms.ChoiceField(
        label=_("What is one meeting?"),
        choices=[
            (ROWS, _("Each row")),
            (REFERENCE, _("All rows with the same number in the register")),
            (TOGETHER, _("All rows with the same date, title and place")),
        ],
        widget=forms.RadioSelect,
    )
    places = forms.ChoiceField(
        label=_("A place that is not in the list of places"),
        choices=[("note", _("Keep it in the internal note")), ("refuse", _("Is an error"))],
        widget=forms.RadioSelect,
    )
    kind = forms.ChoiceField(label=_("Kind of meeting where none is given"), widget=SELECT)
    organisation_kind = forms.ChoiceField(
        label=_("Kind of a new organisation where its name does not show it"), widget=SELECT
    )
    name = forms.CharField(
        label=_("Keep this mapping as"),
        required=False,
        max_length=80,
        widget=text_input(),
        help_text=_("For the next file of this kind. It replaces a mapping of the same name."),
    )

    fields: dict[str, Any]

    def __init__(self, data: QueryDict | None = None, *, source: Import) -> None:
        name = source.mapping.name if source.mapping else ""
        super().__init__(data, initial={**DEFAULTS, **source.options, "name": name})
        self.fields["kind"].choices = [(k.code, k.name) for k in MeetingKind.objects.current()]
        kinds = OrganisationKind.objects.filter(is_active=True)
        self.fields["organisation_kind"].choices = [(kind.code, kind.name) for kind in kinds]

    def fits(self, plans: list[ColumnPlan]) -> bool:
        """Whether the columns that `plans` use show what one meeting is; else `grouping` is refused."""
        used = {plan.field for plan in plans}
        grouping = self.cleaned_data["grouping"]
        if grouping == REFERENCE and "reference" not in used:
            text = _("Say which column is the number in the register, or choose another answer.")
            self.add_error("grouping", text)
        if grouping == TOGETHER and not used & {"title", "place"}:
            text = _("Say which column is the title or the place, or choose another answer.")
            self.add_error("grouping", text)
        return not self.errors

    def options(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in DEFAULTS}

    def keep(self, plans: list[ColumnPlan], user: User) -> Mapping | None:
        name = self.cleaned_data["name"]
        if not name:
            return None
        values = {"columns": [asdict(plan) for plan in plans], "options": self.options()}
        made = {**values, "created_by": user}
        return Mapping.objects.update_or_create(name=name, defaults=values, create_defaults=made)[0]


class RowForm(forms.Form):
    data: QueryDict

    def __init__(
        self, data: QueryDict | None = None, *, row: ImportRow, plans: list[ColumnPlan]
    ) -> None:
        super().__init__(data and data.copy())
        self.row = row
        for at, plan in enumerate(plans):
            if plan.field:
                text = row.cell(at)
                self.fields[f"cell-{at}"] = forms.CharField(
                    label=f"{plan.heading} ({BY_NAME[plan.field].label})",
                    required=False,
                    initial=text,
                    max_length=32_767,
                    show_hidden_initial=True,  # what was opened, so that only what was changed is stored
                    widget=forms.Textarea({"class": "input input--note", "rows": 1}),
                )
                if data:  # sent without what was opened: what is there now counts as that
                    self.data.setdefault(f"initial-cell-{at}", text)

    def opened(self) -> list[str]:
        """Return the hidden boxes that hold what was in each cell when the page was opened."""
        return [field.as_hidden(only_initial=True) for field in self]

    def save(self) -> None:
        """Keep what was corrected beside what is in the file.

        Boxes that were left as they were opened are passed over: somebody may have corrected them since.
        """
        for name in self.changed_data:
            at, text = int(name.removeprefix("cell-")), self.cleaned_data[name]
            original = self.row.cells[at] if at < len(self.row.cells) else ""
            self.row.fixed.pop(str(at), None)
            if text != original:
                self.row.fixed[str(at)] = text
        self.row.save(update_fields=["fixed"])
