"""Files that a table is imported from: CSV with commas or semicolons, and Excel; bounded, whatever they claim."""

import io
import zipfile

import openpyxl
import tablib
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from import_export.formats import base_formats
from import_export.forms import ImportForm

LARGEST_FILE = 5 * 2**20
LARGEST_UNPACKED = 100 * 2**20
MOST_ROWS = 2_000  # a row takes some milliseconds, twice; more are for the import of registers
MOST_COLUMNS = 100


class CsvFile(base_formats.CSV):
    """CSV in UTF-8; Excel writes semicolons where the comma is in decimals."""

    def create_dataset(self, in_stream, **kwargs):
        """Return the rows, without empty ones."""
        text = in_stream.decode(self.encoding) if isinstance(in_stream, bytes) else in_stream
        first = text.partition("\n")[0]
        separator = ";" if first.count(";") > first.count(",") else ","
        return _tidy(tablib.import_set(text, format="csv", delimiter=separator))


class XlsxFile(base_formats.XLSX):
    """The first sheet of an Excel file, as far as it has rows, whatever size it claims."""

    def create_dataset(self, in_stream):
        """Return the rows, without empty ones; of a formula the value that it had."""
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
    """The file to import."""

    import_file = forms.FileField(
        label=_("File to import"),
        help_text=_(
            "CSV (UTF-8) or Excel, 5 MB or less, with the headings above in its first row."
        ),
    )

    def clean_import_file(self):
        """Refuse a file too large, or one that unpacks to far more."""
        file = self.cleaned_data["import_file"]
        if file.size > LARGEST_FILE:
            raise ValidationError(_("Choose a file of 5 MB or less."))
        if zipfile.is_zipfile(file):
            _check_zip(file)
        file.seek(0)
        return file


def _check_zip(file):
    try:
        with zipfile.ZipFile(file) as archive:
            size = sum(member.file_size for member in archive.infolist())
    except zipfile.BadZipFile:
        return  # whoever reads it says that it can't be read
    if size > LARGEST_UNPACKED:
        raise ValidationError(_("This file unpacks to more than such a table can be."))
