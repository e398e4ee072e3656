"""A month as the words, lines and drawings of a document: Word and PDF print the same. Report in, values out."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from markdown_it.token import Token

from reviews.article.box_remarks import unanswered_lines
from reviews.article.signed_markdown import ADDRESSES, MARKDOWN
from reviews.article.variants import BRIEF, POST, Variant
from reviews.article.written import WrittenText, paragraph_text
from reviews.documents.charts import draw_bars, draw_map
from reviews.month.chronology import Entry
from reviews.month.figures import Counts, Figure
from reviews.month.headlines import counting_rules, join_names
from reviews.month.meetings import MeetingFacts
from reviews.month.report import ActionPointFacts, CountyRow, NotVisited, Report
from reviews.month.summary import Summary
from stakeholders.levels import first_level, second_level

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

    def read(self, token: Token) -> None:
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
            self._keep(tuple(_runs(token.children or [])))
        elif token.type in {"fence", "code_block"}:
            self._keep((Run(token.content.rstrip("\n")),))

    def _keep(self, runs: tuple[Run, ...]) -> None:
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


def read_article(markdown: str) -> tuple[Block, ...]:
    """Return the blocks of a Markdown text; its headings never skip a level."""
    reader = _Reader()
    for token in MARKDOWN.parse(markdown):
        reader.read(token)
    return tuple(_without_skips(reader.blocks))


def text_blocks(text: WrittenText) -> tuple[Block, ...]:
    """Return the title and the paragraphs of a text, as they were typed."""
    title = [Block("heading", (Run(text.title.text),))] if text.title.text else []
    paragraphs = [Block("text", (Run(paragraph_text(one)),)) for one in text.paragraphs]
    return (*title, *paragraphs)


def plain_text(blocks: tuple[Block, ...]) -> str:
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


def _runs(tokens: list[Token]) -> Iterator[Run]:
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


def _words(token: Token) -> str:
    breaks = {"softbreak": " ", "hardbreak": "\n"}
    return breaks.get(token.type, token.content)


STEPS = {"": 0, "m1": 1, "m2": 2, "m3": 3, "m5": 5}


def document_context(report: Report, today: date) -> dict[str, Any]:
    """Return what the templates of Word and PDF print of a Report on `today`.

    The keys are the tags of the Word template, which the office may have copied: they stay.
    """
    summary = report.summary
    return {
        "words": headings(),
        "language": get_language().partition("-")[0],
        "office": report.office,
        "month": report.name,
        "title": review_title(report),
        "status": status_line(report),
        "is_draft": not report.is_signed,
        "printed": _("Printed on %s") % _day(today),
        "article": [asdict(block) for block in article_of(report)],
        "headline": summary.headline,
        "figures": [_figure(figure, summary.counts) for figure in summary.figures],
        "matrix": _matrix(summary),
        "map": draw_map(report.map) if report.map.has_land else None,
        "where": draw_bars(summary.places),
        "with_whom": draw_bars(summary.organisations) + draw_bars(summary.kinds),
        "records_title": summary.days_title,
        "records": _meetings(report),
        "promises_title": report.promises.title,
        "promises": list(map(_action_point, report.promises.made)),
        "older": list(map(_action_point, report.promises.older)),
        "not_visited_title": report.not_visited.title,
        "not_visited_note": _not_visited_note(report.not_visited),
        "counties": list(map(_county, report.not_visited.rows)),
        "seats": [{"name": seat.name, "said": seat.why} for seat in report.not_visited.seats],
        "gaps_title": report.gaps.title,
        "gaps": [
            {"name": gap.label, "said": ", ".join(sorted(gap.references))}
            for gap in report.gaps.gaps
        ],
    }


def review_title(report: Report) -> str:
    return _("%(month)s in review") % {"month": report.name}


def status_line(report: Report) -> str:
    if not report.is_signed:
        return _("Draft, not signed")
    values = {"name": report.signed_by, "day": _day(report.signed_on), "issue": report.issue}
    signed = _("Signed by %(name)s on %(day)s") % values
    if report.issue > 1:
        signed = _("Signed by %(name)s on %(day)s, issue %(issue)s") % values
    if report.withheld:
        return _("%(signed)s; without a record that was restricted since") % {"signed": signed}
    return signed


def _day(day: date | None) -> str:
    return date_format(day, "j F Y") if day else ""


def article_of(report: Report) -> tuple[Block, ...]:
    """Return the blocks of the article under a title: its own, or that of the month."""
    blocks = text_blocks(report.text) if report.text else read_article(report.article)
    if report.withheld == "article":
        blocks = (Block("text", (Run(article_withheld()),)),)
    elif not blocks:
        blocks = (Block("text", (Run(_("The article of this month has not been written yet.")),)),)
    if blocks[0].kind != "heading":
        return (Block("heading", (Run(review_title(report)),)), *blocks)
    return blocks


def variant_blocks(variant: Variant) -> tuple[Block, ...]:
    """Return the blocks of a month for other readers: under headings, as a list, or as a post alone."""
    if variant.kind == POST:
        return (Block("text", (Run(variant.text),)),)
    blocks = [Block("heading", (Run(variant.title),))] if variant.title else []
    for block in variant.blocks:
        text = Run(block.text)
        if variant.kind == BRIEF:
            blocks.append(Block("bullet", (Run(f"{block.heading}: ", is_bold=True), text)))
            continue
        if block.heading:
            blocks.append(Block("heading", (Run(block.heading),), level=2))
        blocks.append(Block("text", (text,)))
    if variant.note:
        blocks.append(Block("text", (Run(variant.note),)))
    return tuple(blocks)


def article_withheld() -> str:
    return _(
        "The article is left out: it tells of a record that was restricted after it was signed, and"
        " its sentences are not linked to their records."
    )


def _figure(figure: Figure, counts: Counts) -> dict[str, Any]:
    under = [str(comparison) for comparison in figure.comparisons]
    if figure.name == "action_points" and figure.value:
        values = {"closed": counts.closed, "open": counts.open, "overdue": counts.overdue}
        under.insert(0, _("%(closed)s closed, %(open)s still open, %(overdue)s overdue") % values)
    value = str(figure.value)
    return {"label": figure.label, "value": value, "beside": figure.beside, "under": under}


def _matrix(summary: Summary) -> dict[str, Any]:
    lines = [
        {
            "name": row.name,
            "cells": [
                {"text": str(cell.value or "·"), "step": STEPS[cell.step]} for cell in row.cells
            ],
            "total": str(row.total.value),
            "is_gap": row.is_gap,
        }
        for row in summary.matrix.rows
    ]
    rows = summary.matrix.abbreviations
    spelt_out = [f"{row.name}: {row.description.rstrip('.')}." for row in rows]
    note = _("Number of meetings. One meeting can have several thematic areas.")
    return {
        "title": summary.themes_title,
        "columns": summary.matrix.columns,
        "lines": lines,
        "note": " ".join([note, *spelt_out]),
    }


def _meetings(report: Report) -> list[dict[str, str]]:
    """Return the rows of the list of meetings; titles and lines that nobody answered for stay inside."""
    meetings = {meeting.reference: meeting for meeting in report.records}
    withheld = {line.reference for line in unanswered_lines(report.records)}
    return [
        _meeting(meetings[entry.reference], entry, day.label, withheld)
        for day in report.summary.days
        for entry in day.entries
    ]


def _meeting(meeting: MeetingFacts, entry: Entry, when: str, withheld: set[str]) -> dict[str, str]:
    place = entry.place or _("No place recorded")
    about = (meeting.kind, place) if meeting.event_name else (place,)
    return {
        "reference": meeting.reference,
        "when": f"{when}, {entry.until}" if entry.until else when,
        "title": meeting.event_name or meeting.kind,
        "about": " · ".join(about),
        "public_line": "" if meeting.reference in withheld else meeting.public_line,
        "who": entry.who or _("No counterpart recorded"),
        "colleagues": ", ".join(map(str, meeting.colleagues)),
        "areas": ", ".join(area.name for area in meeting.areas) or _("None recorded"),
    }


def _action_point(point: ActionPointFacts) -> dict[str, Any]:
    status = f"{point.label} {_day(point.closed_on)}" if point.closed_on else point.label
    return {
        "text": point.text,
        "meeting": point.reference,
        "who": point.who,
        "due": _day(point.due) or _("No date"),
        "status": f"{status}: {point.outcome}" if point.outcome else status,
        "is_overdue": point.status == "overdue",
    }


def _not_visited_note(found: NotVisited) -> str:
    without = ""
    if found.counties_without:
        without = ngettext(
            "No %(place)s of %(names)s was visited.",
            "No %(place)s of these %(places)s was visited: %(names)s.",
            len(found.counties_without),
        ) % {
            "place": second_level().singular,
            "places": first_level().plural,
            "names": join_names(found.counties_without),
        }
    return " ".join(filter(None, (without, found.since)))


def _county(row: CountyRow) -> dict[str, str]:
    names: dict[str, list[str]] = {"met": [], "earlier": [], "never": []}
    for square in row.squares:
        names[square.status].append(square.name)
    return {"name": row.name} | {status: ", ".join(towns) for status, towns in names.items()}


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
        "county": first_level().heading,
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
