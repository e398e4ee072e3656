"""The tables of a month, column by column: what the spreadsheet and the CSV file hold. Report in, values out."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from engagements.export_columns import group_text, meeting_columns
from reviews.documents.content import review_title, status_line
from reviews.month.charts import Matrix
from reviews.month.meetings import MeetingFacts
from reviews.month.report import ActionPointLists, NotVisited, Report
from stakeholders.levels import first_level, second_level
from toolkit.spreadsheets import Column, csv_lines, joined, open_workbook, write_sheet, yes_or_no


@dataclass(frozen=True)
class Table:
    name: str
    columns: tuple[Column, ...]
    rows: tuple


def figures(report: Report) -> Table:
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


def meetings(report: Report) -> Table:
    columns = meeting_columns(
        reference=lambda meeting: meeting.reference,
        date=lambda meeting: meeting.day,
        day_recorded=lambda meeting: yes_or_no(not meeting.is_month_only),
        last_day=lambda meeting: meeting.end_day,
        kind=lambda meeting: meeting.kind,
        title=lambda meeting: meeting.title,
        event_name=lambda meeting: meeting.event_name,
        place=lambda meeting: meeting.place and meeting.place.full_name,
        municipality=lambda meeting: meeting.place and meeting.place.municipality,
        county=lambda meeting: meeting.place and meeting.place.county,
        organisations=lambda meeting: joined(
            dict.fromkeys(filter(None, (one.organisation for one in meeting.parties)))
        ),
        people=lambda meeting: joined(_people(meeting)),
        staff=lambda meeting: joined(colleague.name for colleague in meeting.colleagues),
        thematic_areas=lambda meeting: joined(area.name for area in meeting.areas),
        public_line=lambda meeting: meeting.public_line,
    )
    return Table(_("Records"), columns, report.records)


def matrix(table: Matrix) -> Table:
    level = first_level() if table.by == "county" else second_level()
    first = _("Thematic area, by %(level)s") % {"level": level.singular}
    columns = (
        Column(first, lambda row: row.name, 32),
        *(_place_column(at, name) for at, name in enumerate(table.columns)),
        Column(_("All"), lambda row: row.total.value, 8),
    )
    return Table(_("Matrix"), columns, table.rows)


def _place_column(at: int, name: str) -> Column:
    return Column(name, lambda row: row.cells[at].value, max(8, min(len(name) + 2, 24)))


def action_points(promises: ActionPointLists) -> Table:
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


def coverage(not_visited: NotVisited) -> Table:
    squares = tuple(square for county in not_visited.rows for square in county.squares)
    return Table(_("Coverage"), tuple(coverage_columns()), squares)


def coverage_columns() -> list[Column]:
    """Return the columns of municipalities; a last meeting known to the month is dated its first."""
    statuses = {"met": _("In the period"), "earlier": _("Earlier"), "never": _("Never")}
    return [
        Column(second_level().heading, lambda square: square.name, 20),
        Column(first_level().heading, lambda square: square.county, 16),
        Column(_("P-code"), lambda square: square.pcode, 10),
        Column(_("Met"), lambda square: statuses[square.status], 14),
        Column(_("Last meeting"), lambda square: square.last, 13),
        Column(
            _("Day recorded"),
            lambda square: square.last and yes_or_no(not square.is_month_only),
            13,
        ),
        Column(_("Days since"), lambda square: square.days, 11),
        Column(_("Meetings in the period"), lambda square: square.meetings, 22),
    ]


def _people(meeting: MeetingFacts) -> Iterator[str]:
    for one in meeting.parties:
        yield from one.people
        if one.group:
            yield group_text(one.group, (one.head_count or 0) - len(one.speakers))


def render_csv(report: Report) -> bytes:
    """Return the meetings of a Report as a CSV file, one a row; none of its cells can run as a formula."""
    table = meetings(report)
    return "".join(csv_lines(table.columns, table.rows)).encode()


def render_xlsx(report: Report, today: date) -> bytes:
    """Return the Excel file of a Report made on `today`, the same bytes for the same values."""
    file, header = io.BytesIO(), _header(report)
    with open_workbook(file) as book:
        book.set_properties(
            {
                "title": f"{review_title(report)}, {report.office}",
                "subject": status_line(report),
                "author": report.office,
                "company": report.office,
                "created": datetime.combine(today, time()),
            }
        )
        book.set_custom_property("Language", get_language().partition("-")[0])
        for table in (
            figures(report),
            meetings(report),
            matrix(report.summary.matrix),
            action_points(report.promises),
            coverage(report.not_visited),
        ):
            sheet = write_sheet(book, table.columns, table.rows, name=table.name)
            sheet.set_landscape()
            sheet.set_header(header)
    return file.getvalue()


def _header(report: Report) -> str:
    """Return what stands above each printed page; an & would be read as a sign of Excel's."""
    left, right = f"{report.office} · {review_title(report)}", status_line(report)
    return f"&L{left[:100].replace('&', '&&')}&R{right[:100].replace('&', '&&')}"
