"""Tables of the admin as files, out and in again: a dry run with what would change, then all rows or none.

`Table` is a model's columns (django-import-export): rows are known by natural keys, never by ids, and go
through the model's own rules. `TableAdmin` gives them pages.
"""

import io
import re
import zipfile
from typing import Any, NoReturn

import openpyxl
import tablib
from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import escape, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from import_export import resources, widgets
from import_export.admin import ImportMixin
from import_export.fields import Field
from import_export.formats import base_formats
from import_export.forms import ImportForm
from import_export.tmp_storages import CacheStorage

from accounts.access import SignedInRequest
from accounts.downloads import FORMATS, download
from toolkit.search import store
from toolkit.spreadsheets import RISKY, Column

LARGEST_FILE = 5 * 2**20
LARGEST_UNPACKED = 100 * 2**20
MOST_ROWS = 2_000  # a row takes some milliseconds, twice; more are for the import of registers
MOST_COLUMNS = 100


class CsvFile(base_formats.CSV):
    """CSV in UTF-8; Excel writes semicolons where the comma is in decimals."""

    def create_dataset(self, in_stream: bytes, **kwargs) -> Any:
        text = in_stream.decode(self.encoding) if isinstance(in_stream, bytes) else in_stream
        first = text.partition("\n")[0]
        separator = ";" if first.count(";") > first.count(",") else ","
        return _tidy(tablib.import_set(text, format="csv", delimiter=separator))


class XlsxFile(base_formats.XLSX):
    """The first sheet of an Excel file, as far as it has rows, whatever size it claims."""

    def create_dataset(self, in_stream: bytes) -> Any:
        book = openpyxl.load_workbook(io.BytesIO(in_stream), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        most = 2 * MOST_ROWS  # with empty ones between
        rows = sheet.iter_rows(max_row=most, max_col=MOST_COLUMNS, values_only=True)
        headers = [value for value in next(rows, ()) if value is not None]
        dataset = tablib.Dataset(headers=headers)
        for row in rows:
            cells = [*row, *[None] * len(headers)][: len(headers)]
            dataset.append(["" if value is None else value for value in cells])
        return _tidy(dataset)


def _tidy(dataset):
    """Return the dataset without empty rows. Raises ValidationError when it is too long."""
    found = tablib.Dataset(headers=dataset.headers)
    for row in dataset:
        if any(value not in (None, "") for value in row):
            found.append(row)
    if len(found) > MOST_ROWS:
        raise ValidationError(_("Import %d rows or fewer at a time.") % MOST_ROWS)
    return found


class TableForm(ImportForm):
    import_file = forms.FileField(
        label=_("File to import"),
        help_text=_(
            "CSV (UTF-8) or Excel, 5 MB or less, with the headings above in its first row."
        ),
    )

    def clean_import_file(self) -> Any:
        file = self.cleaned_data["import_file"]
        if file.size > LARGEST_FILE:
            raise ValidationError(_("Choose a file of 5 MB or less."))
        if zipfile.is_zipfile(file):
            _check_zip(file)
        file.seek(0)
        return file


def _check_zip(file) -> None:
    try:
        with zipfile.ZipFile(file) as archive:
            size = sum(member.file_size for member in archive.infolist())
    except zipfile.BadZipFile:
        return  # whoever reads it says that it can't be read
    if size > LARGEST_UNPACKED:
        raise ValidationError(_("This file is too large once unpacked."))


# A text that a download marked with a ' for what follows could run as a formula, or that began so by itself.
QUOTED = re.compile(rf"'+(?:{RISKY.pattern})")


class Difference(resources.Diff):
    """What would change in a row, old and new, without the inline styles of the library's own."""

    def as_html(self) -> list[str]:
        pairs = zip(self.left, self.right, strict=True)
        return [_changed("" if self.new else str(old), str(new)) for old, new in pairs]


def _changed(old: str, new: str) -> str:
    if old == new:
        return escape(new)
    texts = [(tag, text, tag) for tag, text in (("del", old), ("ins", new)) if text]
    return format_html_join(" ", "<{}>{}</{}>", texts)


class Table(resources.ModelResource):
    class Meta:
        clean_model_instances = True
        skip_unchanged = True
        use_transactions = True

    def get_diff_class(self) -> type:
        return Difference

    def before_import(self, dataset: Any, **kwargs) -> None:
        headers = [str(header or "") for header in dataset.headers or []]
        known = [field.column_name for field in self.get_import_fields()]
        strange = [header for header in headers if header not in known]
        if strange:
            text = _("Unknown columns: %(names)s. The columns are: %(known)s.")
            raise ValidationError(text % {"names": ", ".join(strange), "known": ", ".join(known)})
        if len(set(headers)) < len(headers):
            raise ValidationError(_("A column appears twice."))

    def before_import_row(self, row: Any, **kwargs) -> None:
        """Read a cell as the download wrote it: without the ' before what looks like a formula."""
        for name, value in row.items():
            if isinstance(value, str) and "\0" in value:
                raise ValidationError({name: gettext("This contains a character that isn’t text.")})
            if isinstance(value, str) and QUOTED.match(value):
                row[name] = value[1:]

    def import_field(
        self, field: Any, instance: Any, row: Any, is_m2m: bool = False, **kwargs
    ) -> None:
        """Read one cell. Raises ValueError when it is none of its kind."""
        try:
            super().import_field(field, instance, row, is_m2m, **kwargs)
        except ArithmeticError:
            raise ValueError(gettext("Enter a number.")) from None

    def before_save_instance(self, instance: Any, row: Any, **kwargs) -> None:
        instance._change_reason = gettext("Imported from a table")

    def do_instance_save(self, instance: Any, is_create: bool) -> None:
        store(instance)

    def columns(self) -> list[Column]:
        """Return the columns of the download; the import knows them by the same headings."""
        return [_column(field) for field in self.get_export_fields()]


def _column(field: Field) -> Column:
    def value(row):
        text = field.export(row)
        return f"'{text}" if isinstance(text, str) and QUOTED.match(text) else text

    return Column(field.column_name, value)


class Named(widgets.ForeignKeyWidget):
    """A column that names a row of another table by one of `keys`, each unique where it is not empty."""

    def __init__(self, model: type[Model], *keys) -> None:
        super().__init__(model, keys[0])
        self.keys = keys

    def clean(self, value: str, row: Any = None, **kwargs) -> Any:
        """Return the row named, None for an empty cell. Raises ValueError when there is none."""
        text = str(value if value is not None else "").strip()
        return self.find(text) if text else None

    def find(self, text: str) -> Any:
        for key in self.keys:
            found = self.model.objects.filter(**{key: text})[:2]
            if len(found) == 1:
                return found[0]
        return self.nobody(text)

    def nobody(self, text: str) -> NoReturn:
        values = {"what": capfirst(self.model._meta.verbose_name), "text": text}
        raise ValueError(gettext("%(what)s “%(text)s” is not known.") % values)


class TableAdmin(ImportMixin):
    """An admin whose list can be downloaded, and filled or changed from a file, by whoever may change it."""

    import_export_change_list_template = "admin/table_change_list.html"
    import_template_name = "admin/table_import.html"
    import_form_class = TableForm
    tmp_storage_class = CacheStorage

    def get_import_formats(self) -> list:
        return [CsvFile, XlsxFile]

    def get_resource_index(self, form: Any) -> int:
        return 0

    def has_import_permission(self, request: HttpRequest) -> bool:
        return self.has_add_permission(request) and self.has_change_permission(request)

    def add_data_read_fail_error_to_form(self, form: TableForm, e: Any) -> None:
        if not isinstance(e, ValidationError):
            e = gettext("This can’t be read. Choose its format: CSV in UTF-8, or Excel (xlsx).")
        form.add_error("import_file", e)

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(self.download_view)
        name = f"{self.opts.app_label}_{self.opts.model_name}_download"
        return [path("download/", view, name=name), *super().get_urls()]

    def get_import_data_kwargs(self, **kwargs) -> dict[str, HttpRequest | bool]:
        """Store all rows or none, also when one went wrong since the dry run."""
        return {**super().get_import_data_kwargs(**kwargs), "rollback_on_validation_errors": True}

    def process_import(self, request: HttpRequest, **kwargs) -> HttpResponse:
        if not self.has_import_permission(request):
            raise PermissionDenied
        form = self.create_confirm_form(request)
        formats = map(str, range(len(self.get_import_formats())))
        sound = form.is_valid() and form.cleaned_data["format"] in formats
        if not sound or not CacheStorage(name=form.cleaned_data["import_file_name"]).read():
            messages.error(request, gettext("Choose the file again: it was not kept."))
            return redirect(self._address("import"))
        return super().process_import(request, **kwargs)

    def process_result(self, result: Any, request: HttpRequest) -> HttpResponse:
        if result.has_errors() or result.has_validation_errors():
            text = gettext("Something changed since the preview. Nothing was imported: try again.")
            messages.error(request, text)
            return redirect(self._address("import"))
        return super().process_result(result, request)

    def _address(self, page: str) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}")

    def download_view(self, request: SignedInRequest) -> HttpResponseBase:
        """Ask for the format; a press takes the rows of the list, filtered as it is, and is on record."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            changelist = self.get_changelist_instance(request)
        except admin.options.IncorrectLookupParameters:
            return redirect(self._address("changelist"))
        rows = changelist.get_queryset(request)
        if request.method == "POST" and request.POST.get("format") in FORMATS:
            return self._download(request, changelist, rows)
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Download"),
            "opts": self.opts,
            "count": rows.count(),
            "columns": [column.heading for column in self.resource_classes[0]().columns()],
        }
        return TemplateResponse(request, "admin/table_download.html", context)

    def _download(self, request: SignedInRequest, changelist, rows) -> HttpResponseBase:
        return download(
            request.user,
            request.POST["format"],
            name=self.opts.model_name,
            what=f"{capfirst(self.opts.verbose_name_plural)}, {gettext('table of the admin')}",
            columns=self.resource_classes[0]().columns(),
            rows=rows.iterator(2000),
            count=rows.count(),
            filters=", ".join(sorted(changelist.params)),
        )
