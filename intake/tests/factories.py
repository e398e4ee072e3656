"""Registers and imports for tests."""

import io

import xlsxwriter
from django.core.files.base import ContentFile

from accounts.tests.factories import make_user
from engagements.tests.factories import make_kind
from intake.registers.check import check_some
from intake.registers.columns import ColumnPlan
from intake.registers.questions import Question
from intake.registers.steps import DEFAULTS, begin, use_columns
from stakeholders.tests import factories as stakeholders


def box_of(name):
    """Return the name of the box in which a page asks who is meant by a name."""
    return Question(name, [], 1, 1).box


def make_lists():
    """Make the entries of lists that an import falls back on."""
    make_kind()
    stakeholders.make_kind()
    stakeholders.make_kind("other", "Other")


def csv_bytes(*rows, separator=","):
    """Return a CSV file of rows of texts."""
    return "\n".join(separator.join(row) for row in rows).encode()


def xlsx_bytes(*sheets):
    """Return a workbook; each sheet is (name, rows), or (name, function that writes it)."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        for name, rows in sheets:
            sheet = book.add_worksheet(name)
            if callable(rows):
                rows(sheet, book)
                continue
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return file.getvalue()


def make_import(data, user=None, name="register.csv"):
    """Upload a register."""
    file = ContentFile(data, name=name)
    return begin(file, user or make_user("data manager"))


def checked(data, *plans, user=None, today, name="register.csv", **options):
    """Upload a register, match its columns and check all rows; `plans` are (heading, field, how, fill)."""
    source = make_import(data, user, name)
    columns = [ColumnPlan(*plan) for plan in plans]
    use_columns(source, columns, {**DEFAULTS, **options})
    check_all(source, today)
    return source


def check_all(source, today):
    """Check until no row waits."""
    while check_some(source, today):
        pass
    source.refresh_from_db()


def states(source):
    """Return {number: state} of the rows."""
    return dict(source.rows.values_list("number", "state"))


def remarks(source, number):
    """Return the remarks on a row as (level, column, text)."""
    found = source.rows.get(number=number).remarks
    return [(remark["level"], remark["column"], remark["text"]) for remark in found]


def press_import(client, source, **more):
    """Open the page of an import and press its button Import; return the answer."""
    shown = client.get(source.get_absolute_url()).context["print"]
    return client.post(f"{source.get_absolute_url()}store/", {"print": shown}, **more)
