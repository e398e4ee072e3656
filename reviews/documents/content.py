"""A month as the words, lines and drawings of a document: Word and PDF print the same. Report in, values out."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from reviews.article.edited_text import ADDRESSES, MARKDOWN
from reviews.documents.charts import Picture, draw_bars, draw_map
from reviews.month.chronology import Entry
from reviews.month.figures import Counts, Figure
from reviews.month.meetings import Colleague, MeetingFacts
from reviews.month.report import ActionPointFacts, ActionPointLists, CountyRow, NotVisited, Report
from reviews.month.sentences import counting_rules, join_names
from reviews.month.summary import Summary

DEEPEST = 3  # levels of headings and of lists


@dataclass(frozen=True)
class Run:
    """A piece of a text in one style; `link` is an address, or empty."""

    text: str
    is_bold: bool = False
    is_italic: bool = False
    link: str = ""


@dataclass(frozen=True)
class Block:
    """A paragraph: `kind` is "heading", "text", "bullet", "number" or "quote"; `level` its depth from 1.

    `number` is that of an entry in a numbered list, 0 elsewhere.
    """

    kind: str
    runs: tuple[Run, ...]
    level: int = 1
    number: int = 0

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass
class _List:
    """A list that is being read: the number of its next entry, and what the next paragraph is."""

    number: int
    is_ordered: bool
    is_new_entry: bool = False


class _Reader:
    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.lists: list[_List] = []
        self.heading, self.quotes = 0, 0

    def read(self, token) -> None:
        if token.type in {"ordered_list_open", "bullet_list_open"}:
            start = int(token.attrGet("start") or 1) if token.type.startswith("ordered") else 0
            self.lists.append(_List(start, token.type.startswith("ordered")))
        elif token.type in {"ordered_list_close", "bullet_list_close"}:
            self.lists.pop()
        elif token.type == "list_item_open":
            self.lists[-1].is_new_entry = True
        elif token.type in {"blockquote_open", "blockquote_close"}:
            self.quotes += token.nesting
        elif token.type == "heading_open":
            self.heading = int(token.tag[1])
        elif token.type == "inline":
            self._keep(tuple(_runs(token.children)))
        elif token.type in {"fence", "code_block"}:
            self._keep((Run(token.content.rstrip("\n")),))

    def _keep(self, runs: tuple) -> None:
        if not any(run.text.strip() for run in runs):
            return
        self.blocks.append(replace(self._block(), runs=runs))
        self.heading = 0

    def _block(self) -> Block:
        depth = min(len(self.lists), DEEPEST)
        if self.heading:
            return Block("heading", (), self.heading)
        if self.lists and self.lists[-1].is_new_entry:
            entry = self.lists[-1]
            entry.is_new_entry = False
            entry.number += 1
            number = entry.number - 1 if entry.is_ordered else 0
            return Block("number" if entry.is_ordered else "bullet", (), depth, number)
        return Block("quote" if self.quotes else "text", ())


def read_article(markdown: str) -> tuple:
    """Return the blocks of a Markdown text; its headings never skip a level."""
    reader = _Reader()
    for token in MARKDOWN.parse(markdown):
        reader.read(token)
    return tuple(_without_skips(reader.blocks))


def plain_text(blocks: tuple) -> str:
    """Return blocks as plain text: no signs of Markdown, addresses of links after their words."""
    lines = []
    for before, block in zip((None, *blocks), blocks, strict=False):
        is_list = block.kind in {"bullet", "number"}
        if before and not (is_list and before.kind in {"bullet", "number"}):
            lines.append("")
        mark = f"{block.number}. " if block.kind == "number" else "- "
        lines.append(f"{'  ' * (block.level - 1)}{mark}" if is_list else "")
        lines[-1] += "".join(map(_with_address, block.runs))
    return "\n".join(lines)


def _with_address(run: Run) -> str:
    is_told = not run.link or run.link.removeprefix("mailto:") == run.text
    return run.text if is_told else f"{run.text} ({run.link})"


def _without_skips(blocks: list[Block]) -> Iterator[Block]:
    above = 0
    for block in blocks:
        if block.kind == "heading":
            above = min(block.level, above + 1, DEEPEST)
            block = replace(block, level=above)
        yield block


def _runs(tokens: list) -> Iterator[Run]:
    """Yield the runs of a paragraph; an image stands as the words that describe it."""
    bold = italic = 0
    link = ""
    for token in tokens:
        if token.type in {"strong_open", "strong_close"}:
            bold += token.nesting
        elif token.type in {"em_open", "em_close"}:
            italic += token.nesting
        elif token.type in {"link_open", "link_close"}:
            address = str(token.attrGet("href") or "")
            link = address if address.lower().startswith(ADDRESSES) else ""
        elif text := _words(token):
            yield Run(text, bold > 0, italic > 0, link)


def _words(token) -> str:
    breaks = {"softbreak": " ", "hardbreak": "\n"}
    return breaks.get(token.type, token.content)


STEPS = {"": 0, "m1": 1, "m2": 2, "m3": 3, "m5": 5}


@dataclass(frozen=True)
class FigureLine:
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
    title: str
    columns: tuple[str, ...]
    lines: tuple[MatrixLine, ...]
    note: str


@dataclass(frozen=True)
class RecordLine:
    reference: str
    when: str
    title: str
    about: str
    public_line: str
    who: str
    colleagues: str
    areas: str


@dataclass(frozen=True)
class ActionPointLine:
    text: str
    meeting: str
    who: str
    due: str
    status: str
    is_overdue: bool


@dataclass(frozen=True)
class Pair:
    name: str
    said: str


@dataclass(frozen=True)
class CountyLine:
    name: str
    met: str
    earlier: str
    never: str


@dataclass(frozen=True)
class Content:
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
    promises: tuple[ActionPointLine, ...]
    older: tuple[ActionPointLine, ...]
    not_visited_title: str
    not_visited_note: str
    counties: tuple[CountyLine, ...]
    seats: tuple[Pair, ...]
    gaps_title: str
    gaps: tuple[Pair, ...]


def make_content(report: Report, today: date) -> Content:
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


def review_title(report: Report) -> str:
    return _("%(month)s in review") % {"month": report.name}


def status_line(report: Report) -> str:
    if not report.is_signed:
        return _("Draft, not signed")
    values = {"name": report.signed_by, "day": _day(report.signed_on), "issue": report.issue}
    if report.issue > 1:
        return _("Signed by %(name)s on %(day)s, issue %(issue)s") % values
    return _("Signed by %(name)s on %(day)s") % values


def _day(day) -> str:
    return date_format(day, "j F Y")


def article_of(report: Report) -> tuple:
    """Return the blocks of the article under a title: its own, or that of the month."""
    blocks = read_article(report.article)
    if not blocks:
        blocks = (Block("text", (Run(_("The article of this month has not been written yet.")),)),)
    if blocks[0].kind != "heading":
        return (Block("heading", (Run(review_title(report)),)), *blocks)
    return blocks


def _figure(figure: Figure, counts: Counts) -> FigureLine:
    under = [str(comparison) for comparison in figure.comparisons]
    if figure.name == "action_points" and figure.value:
        values = {"closed": counts.closed, "open": counts.open, "overdue": counts.overdue}
        under.insert(0, _("%(closed)s closed, %(open)s still open, %(overdue)s overdue") % values)
    return FigureLine(figure.label, str(figure.value), figure.beside, tuple(under))


def _matrix(summary: Summary) -> Matrix:
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


def _records(report: Report) -> tuple:
    records = {record.reference: record for record in report.records}
    return tuple(
        _record(records[entry.reference], entry, day.label)
        for day in report.summary.days
        for entry in day.entries
    )


def _record(record: MeetingFacts, entry: Entry, when: str) -> RecordLine:
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


def _colleague(colleague: Colleague) -> str:
    return f"{colleague.honorific} {colleague.name}".strip()


def _promises(promises: ActionPointLists) -> dict:
    return {
        "promises_title": promises.title,
        "promises": tuple(map(_promise, promises.made)),
        "older": tuple(map(_promise, promises.older)),
    }


def _promise(line: ActionPointFacts) -> ActionPointLine:
    status = f"{line.label} {_day(line.closed_on)}" if line.closed_on else line.label
    return ActionPointLine(
        text=line.text,
        meeting=f"{line.reference} · {line.meeting}",
        who=line.who,
        due=_day(line.due) if line.due else _("No date"),
        status=f"{status}: {line.outcome}" if line.outcome else status,
        is_overdue=line.status == "overdue",
    )


def _not_visited(found: NotVisited) -> dict:
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


def _county(row: CountyRow) -> CountyLine:
    by_status: dict = {"met": [], "earlier": [], "never": []}
    for square in row.squares:
        by_status[square.status].append(square.name)
    return CountyLine(row.name, **{key: ", ".join(names) for key, names in by_status.items()})


def headings() -> dict[str, str]:
    return {
        "annexes": _("Annexes"),
        "figures": _("The month in figures"),
        "figure": _("Figure"),
        "number": _("Number"),
        "compared": _("Compared"),
        "counting": counting_rules(),
        "themes": _("Themes and places"),
        "area": _("Thematic area"),
        "all": _("All"),
        "where": _("Where and with whom"),
        "records": _("Day by day"),
        "when": _("When"),
        "meeting": _("Meeting"),
        "who": _("With whom"),
        "areas": _("Thematic areas"),
        "colleagues": _("From IOM"),
        "no_line": _("No public line yet."),
        "promises": _("Action points"),
        "made": _("Made in the month"),
        "older": _("Older, still open"),
        "what": _("What"),
        "by_whom": _("Who"),
        "due": _("Due"),
        "status": _("Status"),
        "not_visited": _("Not visited"),
        "county": _("County"),
        "met": _("Visited in the month"),
        "earlier": _("Visited earlier"),
        "never": _("No meeting recorded"),
        "seats": _("Organisations and posts to see"),
        "gaps": _("Gaps in the data"),
        "missing": _("What is missing"),
        "meetings": _("Meetings"),
        "page": _("Page"),
        "of": _("of"),
    }
