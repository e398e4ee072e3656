"""A month as the words, lines and drawings of a document: Word and PDF print the same. Report in, values out."""

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from reviews.documents.article import Block, Run, read_article
from reviews.documents.charts import Picture, draw_bars, draw_map
from reviews.words import join_names

STEPS = {"": 0, "m1": 1, "m2": 2, "m3": 3, "m5": 5}


@dataclass(frozen=True)
class FigureLine:
    """A figure of the month, and the lines under it."""

    label: str
    value: str
    beside: str
    under: tuple[str, ...]


@dataclass(frozen=True)
class MatrixCell:
    """A number of the matrix; `step` is its place on the scale of colours, 0 for none."""

    text: str
    step: int


@dataclass(frozen=True)
class MatrixLine:
    """A row of the matrix; `is_gap` for the meetings without a thematic area."""

    name: str
    cells: tuple[MatrixCell, ...]
    total: str
    is_gap: bool


@dataclass(frozen=True)
class Matrix:
    """Meetings by thematic area and place."""

    title: str
    columns: tuple[str, ...]
    lines: tuple[MatrixLine, ...]
    note: str


@dataclass(frozen=True)
class RecordLine:
    """A meeting of the month; what it lacks is said in words."""

    reference: str
    when: str
    title: str
    about: str
    public_line: str
    who: str
    colleagues: str
    areas: str


@dataclass(frozen=True)
class PromiseLine:
    """An action point."""

    text: str
    meeting: str
    who: str
    due: str
    status: str
    is_overdue: bool


@dataclass(frozen=True)
class Pair:
    """Two texts of a line: what, and what is said of it."""

    name: str
    said: str


@dataclass(frozen=True)
class CountyLine:
    """A county, with its municipalities by when they were visited."""

    name: str
    met: str
    earlier: str
    never: str


@dataclass(frozen=True)
class Content:
    """All that a document of a month prints, ready to print."""

    language: str
    office: str
    month: str
    title: str
    status: str
    is_draft: bool
    printed: str
    article: tuple[Block, ...]
    headline: str
    figures: tuple[FigureLine, ...]
    matrix: Matrix
    map: Picture
    where: tuple[Picture, ...]
    with_whom: tuple[Picture, ...]
    records_title: str
    records: tuple[RecordLine, ...]
    promises_title: str
    promises: tuple[PromiseLine, ...]
    older: tuple[PromiseLine, ...]
    not_visited_title: str
    not_visited_note: str
    counties: tuple[CountyLine, ...]
    seats: tuple[Pair, ...]
    gaps_title: str
    gaps: tuple[Pair, ...]


def make_content(report, today):
    """Return the Content of a Report that is printed on `today`."""
    summary = report.summary
    return Content(
        language=get_language().partition("-")[0],
        office=report.office,
        month=report.name,
        title=review_title(report),
        status=status_line(report),
        is_draft=not report.is_signed,
        printed=_("Printed on %s") % _day(today),
        article=article_of(report),
        headline=summary.headline,
        figures=tuple(_figure(figure, summary.counts) for figure in summary.figures),
        matrix=_matrix(summary),
        map=draw_map(report.map),
        where=draw_bars(summary.places),
        with_whom=draw_bars(summary.organisations) + draw_bars(summary.kinds),
        records_title=summary.days_title,
        records=_records(report),
        **_promises(report.promises),
        **_not_visited(report.not_visited),
        gaps_title=report.gaps.title,
        gaps=tuple(Pair(gap.label, ", ".join(sorted(gap.references))) for gap in report.gaps.gaps),
    )


def review_title(report):
    """Return "March 2024 in review"."""
    return _("%(month)s in review") % {"month": report.name}


def status_line(report):
    """Return "Draft, not signed", or by whom it was signed and when, with its issue from the second on."""
    if not report.is_signed:
        return _("Draft, not signed")
    said = {"name": report.signed_by, "day": _day(report.signed_on), "issue": report.issue}
    if report.issue > 1:
        return _("Signed by %(name)s on %(day)s, issue %(issue)s") % said
    return _("Signed by %(name)s on %(day)s") % said


def _day(day):
    return date_format(day, "j F Y")


def article_of(report):
    """Return the blocks of the article under a title: its own, or that of the month."""
    blocks = read_article(report.article)
    if not blocks:
        blocks = (Block("text", (Run(_("The article of this month has not been written yet.")),)),)
    if blocks[0].kind != "heading":
        return (Block("heading", (Run(review_title(report)),)), *blocks)
    return blocks


def _figure(figure, counts):
    under = [str(comparison) for comparison in figure.comparisons]
    if figure.name == "action_points" and figure.value:
        said = {"closed": counts.closed, "open": counts.open, "overdue": counts.overdue}
        under.insert(0, _("%(closed)s closed, %(open)s still open, %(overdue)s overdue") % said)
    return FigureLine(figure.label, str(figure.value), figure.beside, tuple(under))


def _matrix(summary):
    matrix = summary.matrix
    lines = tuple(
        MatrixLine(
            row.name,
            tuple(MatrixCell(str(cell.value or "·"), STEPS[cell.step]) for cell in row.cells),
            str(row.total.value),
            row.is_gap,
        )
        for row in matrix.rows
    )
    spelt = [f"{row.name}: {row.description.rstrip('.')}." for row in matrix.abbreviations]
    note = _("Number of meetings. One meeting can have several thematic areas.")
    return Matrix(summary.themes_title, matrix.columns, lines, " ".join([note, *spelt]))


def _records(report):
    """The meetings in the order of the days, which tell when and with whom they were."""
    records = {record.reference: record for record in report.records}
    return tuple(
        _record(records[entry.reference], entry, day.label)
        for day in report.summary.days
        for entry in day.entries
    )


def _record(record, entry, when):
    return RecordLine(
        reference=record.reference,
        when=f"{when}, {entry.until}" if entry.until else when,
        title=record.title,
        about=" · ".join(part for part in (record.kind, entry.place) if part),
        public_line=record.public_line,
        who=entry.who or _("No counterpart recorded"),
        colleagues=", ".join(map(_colleague, record.colleagues)),
        areas=", ".join(area.name for area in record.areas) or _("None recorded"),
    )


def _colleague(colleague):
    return f"{colleague.honorific} {colleague.name}".strip()


def _promises(promises):
    return {
        "promises_title": promises.title,
        "promises": tuple(map(_promise, promises.made)),
        "older": tuple(map(_promise, promises.older)),
    }


def _promise(line):
    status = f"{line.label} {_day(line.closed_on)}" if line.closed_on else line.label
    return PromiseLine(
        text=line.text,
        meeting=f"{line.reference} · {line.meeting}",
        who=line.who,
        due=_day(line.due) if line.due else _("No date"),
        status=f"{status}: {line.outcome}" if line.outcome else status,
        is_overdue=line.status == "overdue",
    )


def _not_visited(found):
    without = ""
    if found.counties_without:
        without = ngettext(
            "No municipality of %(names)s was visited.",
            "No municipality of these counties was visited: %(names)s.",
            len(found.counties_without),
        ) % {"names": join_names(found.counties_without)}
    return {
        "not_visited_title": found.title,
        "not_visited_note": " ".join(part for part in (without, found.since) if part),
        "counties": tuple(map(_county, found.rows)),
        "seats": tuple(Pair(seat.name, seat.why) for seat in found.seats),
    }


def _county(row):
    by_status = {"met": [], "earlier": [], "never": []}
    for square in row.squares:
        by_status[square.status].append(square.name)
    return CountyLine(row.name, **{key: ", ".join(names) for key, names in by_status.items()})
