"""The tables of a month, column by column: what the spreadsheet and the CSV file hold. Report in, values out."""

import io
from dataclasses import dataclass
from datetime import datetime, time

from django.utils.translation import gettext as _

from reviews.documents.content import review_title, status_line
from toolkit.spreadsheets import Column, csv_lines, open_workbook, write_sheet


@dataclass(frozen=True)
class Table:
    """A table: its name, its columns, and the rows that they read."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple


def all_tables(report):
    """Return every table of a month, in the order of the spreadsheet."""
    return (
        figures(report),
        records(report),
        matrix(report.summary.matrix),
        action_points(report.promises),
        coverage(report.not_visited),
    )


def figures(report):
    """The figures of the month, each with how it stands to earlier months."""
    counts = report.summary.counts
    lines = [
        (figure.label, figure.value, figure.beside, *map(str, figure.comparisons))
        for figure in report.summary.figures
    ]
    lines += [
        (_("Action points closed"), counts.closed, "", "", ""),
        (_("Action points open"), counts.open, "", "", ""),
        (_("Action points overdue"), counts.overdue, "", "", ""),
        (_("Status of the review"), status_line(report), "", "", ""),
    ]
    columns = (
        Column(_("Figure"), lambda line: line[0], 26),
        Column(report.name, lambda line: line[1], 20),
        Column(_("Note"), lambda line: line[2], 14),
        Column(_("Against the month before"), lambda line: line[3], 30),
        Column(_("Against a year earlier"), lambda line: line[4], 30),
    )
    return Table(_("Figures"), columns, tuple(lines))


def records(report):
    """The meetings of the month, one a row."""
    columns = (
        Column(_("Reference"), lambda record: record.reference, 13),
        Column(_("Date"), lambda record: record.day, 11),
        Column(_("Day recorded"), lambda record: _yes(not record.is_month_only), 13),
        Column(_("Last day"), lambda record: record.end_day, 11),
        Column(_("Kind"), lambda record: record.kind, 18),
        Column(_("Title"), lambda record: record.title, 50),
        Column(_("Place"), lambda record: record.place and record.place.name, 18),
        Column(_("Municipality"), lambda record: record.place and record.place.municipality, 16),
        Column(_("County"), lambda record: record.place and record.place.county, 16),
        Column(
            _("Organisations"), lambda record: _joined(p.organisation for p in record.parties), 40
        ),
        Column(_("People"), lambda record: _joined(_people(record)), 40),
        Column(_("From IOM"), lambda record: _joined(c.name for c in record.colleagues), 24),
        Column(_("Thematic areas"), lambda record: _joined(a.name for a in record.areas), 28),
        Column(_("Public line"), lambda record: record.public_line, 60),
    )
    return Table(_("Records"), columns, report.records)


def matrix(table):
    """Meetings by thematic area and place; the heading says which places."""
    by_county = table.by == "county"
    first = _("Thematic area, by county") if by_county else _("Thematic area, by municipality")
    places = [
        Column(name, lambda row, at=at: row.cells[at].value, max(8, min(len(name) + 2, 24)))
        for at, name in enumerate(table.columns)
    ]
    columns = (
        Column(first, lambda row: row.name, 32),
        *places,
        Column(_("All"), lambda row: row.total.value, 8),
    )
    return Table(_("Matrix"), columns, table.rows)


def action_points(promises):
    """Action points made in the month, then older ones that are still open."""
    columns = (
        Column(_("Meeting"), lambda line: line.reference, 13),
        Column(_("Made"), lambda line: line.made, 11),
        Column(_("Title of the meeting"), lambda line: line.meeting, 40),
        Column(
            _("Promised by"), lambda line: _("us") if line.promised_by == "us" else _("them"), 12
        ),
        Column(_("Action point"), lambda line: line.text, 50),
        Column(_("Who"), lambda line: line.who, 30),
        Column(_("Due"), lambda line: line.due, 11),
        Column(_("Status"), lambda line: line.label, 11),
        Column(_("Closed"), lambda line: line.closed_on, 11),
        Column(_("What was done"), lambda line: line.outcome, 50),
    )
    return Table(_("Action points"), columns, promises.made + promises.older)


def coverage(not_visited):
    """Every municipality, with when it was last visited."""
    squares = tuple(square for county in not_visited.rows for square in county.squares)
    return Table(_("Coverage"), tuple(coverage_columns()), squares)


def coverage_columns():
    """Return the columns of municipalities; a last meeting known to the month is dated its first."""
    statuses = {"met": _("In the period"), "earlier": _("Earlier"), "never": _("Never")}
    return [
        Column(_("Municipality"), lambda square: square.name, 20),
        Column(_("County"), lambda square: square.county, 16),
        Column(_("P-code"), lambda square: square.pcode, 10),
        Column(_("Met"), lambda square: statuses[square.status], 14),
        Column(_("Last meeting"), lambda square: square.last, 13),
        Column(
            _("Day recorded"), lambda square: square.last and _yes(not square.is_month_only), 13
        ),
        Column(_("Days since"), lambda square: square.days, 11),
        Column(_("Meetings in the period"), lambda square: square.meetings, 22),
    ]


def speakers_of(party):
    """Yield who spoke for an organisation: names with their titles, then those without a name."""
    for speaker in party.speakers:
        yield f"{speaker}, {speaker.title}" if speaker.title else str(speaker)
    if party.group:
        unnamed = (party.head_count or 0) - len(party.speakers)
        yield f"{party.group} ({unnamed})" if unnamed > 1 else party.group


def _people(record):
    return [name for party in record.parties for name in speakers_of(party)]


def _yes(value):
    return _("Yes") if value else _("No")


def _joined(texts):
    return "; ".join(texts)


def render_csv(report):
    """Return the meetings of a Report as a CSV file, one a row; none of its cells can run as a formula."""
    table = records(report)
    return "".join(csv_lines(table.columns, table.rows)).encode()


def render_xlsx(report, today):
    """Return the Excel file of a Report made on `today`, the same bytes for the same values."""
    file, header = io.BytesIO(), _header(report)
    with open_workbook(file) as book:
        book.set_properties(
            {
                "title": review_title(report),
                "author": report.office,
                "created": datetime.combine(today, time()),
            }
        )
        for table in all_tables(report):
            sheet = write_sheet(book, table.columns, table.rows, name=table.name)
            sheet.set_landscape()
            sheet.set_header(header)
    return file.getvalue()


def _header(report):
    """Return what stands above each printed page; an & would be read as a sign of Excel's."""
    left, right = f"{report.office} · {review_title(report)}", status_line(report)
    return f"&L{left[:100].replace('&', '&&')}&R{right[:100].replace('&', '&&')}"
