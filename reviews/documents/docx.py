"""A month as a Word file, from review.docx or from the copy of it that the office restyled.

Whoever wants another look changes styles, words or order in Word and keeps the tags in braces.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from django.conf import settings
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, Twips
from docx.table import Table, _Cell
from docxtpl import DocxTemplate, InlineImage, RichText
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment
from PIL import ImageFont

from reviews.article.variants import Variant
from reviews.documents.content import document_context, variant_blocks
from reviews.month.report import Report
from toolkit.pdf import DOCUMENTS, make_png

SHIPPED = Path(__file__).parent / "review.docx"
PICTURE_WIDTH = Mm(80)
STEPS = ("FFFFFF", "DCE6F7", "B4C9EE", "7FA2E0", "3C6BC6", "0033A0")
GAP, DARK = "FCF0D3", 5
STYLES = {"text": "Body Text", "quote": "Quote", "bullet": "List Bullet", "number": "List Number"}
HEADINGS = {1: "Title", 2: "Heading 2", 3: "Heading 3"}
# What XML cannot hold, and what docxtpl would take for a page break or a tab.
UNWRITABLE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
COMPANY = re.compile("<Company ?/>|<Company>[^<]*</Company>")
# The matrix, in twips, a twentieth of a point: the page's text, the room of a cell beside its words,
# the first column at least, the others at most, at least, and where 9 points no longer fit them.
TEXT_WIDTH, CELL, LABELS, COLUMN, NARROWEST, COMFORTABLE = 9638, 160, 2494, 567, 200, 420
TALLEST = 2268  # of a head that could go in two lines
HEAD_SIZE = 9  # points
FONT = ImageFont.truetype(str(DOCUMENTS / "fonts/SourceSans3-Semibold.ttf"), 100)


class TemplateProblem(Exception):
    """The Word template is missing or cannot be used."""


class Picture(InlineImage):
    def __init__(self, template: DocxTemplate, content: bytes, alt: str) -> None:
        super().__init__(template, io.BytesIO(content), width=PICTURE_WIDTH)
        self.alt = alt

    def _insert_image(self) -> str:
        described = f"<wp:docPr descr={quoteattr(self.alt)} "
        return super()._insert_image().replace("<wp:docPr ", described)


def render_docx(report: Report, today: date) -> bytes:
    """Return the Word file of a Report printed on `today`. Raises TemplateProblem."""
    values = writable(document_context(report, today))
    drawings = filter(None, (values["map"], *values["where"], *values["with_whom"]))
    drawn = [(drawing, make_png(drawing["svg"])) for drawing in drawings]
    with _template() as template:
        template.render(_context(template, values, drawn), _environment())
        _restart_numbers(template.docx, values["article"])
        for table in template.docx.tables:
            if _upright_cells(table):
                _fit(table)
    _describe(template.docx, values, today)
    return _pack(template.docx)


def render_variant_docx(report: Report, variant: Variant, today: date) -> bytes:
    """Return the Word file of a month for other readers, in the styles of the template, with its head and foot.

    Raises TemplateProblem.
    """
    values = writable(document_context(report, today))
    with _template() as template:
        body = template.docx.element.body
        for element in list(body):
            if element is not body.sectPr:
                body.remove(element)
        template.render(values, _environment())
        for block in writable([asdict(block) for block in variant_blocks(variant)]):
            paragraph = template.docx.add_paragraph(style=_style(block))
            for run in block["runs"]:
                paragraph.add_run(run["text"]).bold = run["is_bold"] or None
    _describe(template.docx, values | {"title": variant.title}, today)
    return _pack(template.docx)


@contextmanager
def _template() -> Iterator[DocxTemplate]:
    """Open the Word template. Raises TemplateProblem for what goes wrong meanwhile."""
    path = Path(settings.REVIEW_TEMPLATE or SHIPPED)
    try:
        template = DocxTemplate(path)
        template.init_docx()
        yield template
    except Exception as error:  # the office's own file: anything can be wrong with it
        raise TemplateProblem(_what_is_wrong(path, error)) from error


def _environment() -> SandboxedEnvironment:
    return SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)


def _what_is_wrong(path: Path, error: Exception) -> str:
    """Say it in a line for the log, without the words of the month that some errors repeat."""
    is_about_the_file = isinstance(error, TemplateError | OSError)
    return f"{path}: {type(error).__name__}{f': {error}' if is_about_the_file else ''}"


def writable(data: Any) -> Any:
    """Return `data` with a space for each sign that a Word file can't hold."""
    if isinstance(data, str):
        return UNWRITABLE.sub(" ", data)
    if isinstance(data, dict):
        return {key: writable(value) for key, value in data.items()}
    return [writable(value) for value in data] if isinstance(data, list | tuple) else data


def _context(
    template: DocxTemplate, values: dict[str, Any], drawn: list[tuple[dict[str, str], bytes]]
) -> dict[str, Any]:
    article = [
        {"style": _style(block), "text": _rich(template, block["runs"])}
        for block in values["article"]
    ]
    pictures = [
        {"title": drawing["title"], "image": Picture(template, png, drawing["alt"])}
        for drawing, png in drawn
    ]
    chart = pictures.pop(0) if values["map"] else {"title": "", "image": ""}
    matrix = values["matrix"] | {"lines": [_shaded(line) for line in values["matrix"]["lines"]]}
    drawn_values = {"map": chart, "bars": pictures}
    return values | drawn_values | {"article": article, "matrix": matrix}


def _style(block: dict[str, Any]) -> str:
    if block["kind"] == "heading":
        return HEADINGS[block["level"]]
    is_deep = block["kind"] in {"bullet", "number"} and block["level"] > 1
    return f"{STYLES[block['kind']]} {block['level']}" if is_deep else STYLES[block["kind"]]


def _rich(template: DocxTemplate, runs: list[dict[str, Any]]) -> RichText:
    text = RichText()
    for run in runs:
        link = (
            {"url_id": template.build_url_id(run["link"]), "style": "Hyperlink"}
            if run["link"]
            else {}
        )
        text.add(run["text"], bold=run["is_bold"], italic=run["is_italic"], **link)
    return text


def _shaded(line: dict[str, Any]) -> dict[str, Any]:
    cells = []
    for cell in line["cells"]:
        is_dark = cell["step"] >= DARK and not line["is_gap"]
        colour = GAP if line["is_gap"] and cell["step"] else STEPS[cell["step"]]
        text = RichText(cell["text"], color="FFFFFF" if is_dark else None)
        cells.append({"colour": colour, "text": text})
    return line | {"cells": cells}


def _restart_numbers(document, article: list[dict]) -> None:
    """Let each numbered list of the article begin at its own number."""
    entries = [block for block in article if block["kind"] == "number"]
    styles = {
        style.style_id: style for style in document.styles if style.name.startswith("List Number")
    }
    paragraphs = [p for p in document.paragraphs if p._p.style in styles]
    lists: dict[int, int] = {}
    before: dict[int, int] = {}
    for entry, paragraph in zip(entries, paragraphs, strict=False):
        level, style = entry["level"], styles[paragraph._p.style]
        if not style.element.xpath("w:pPr/w:numPr/w:numId"):
            continue  # the office's own style, without Word's numbers
        if entry["number"] != before.get(level, 0) + 1 or level not in lists:
            lists[level] = _new_list(document, style, entry["number"])
        before[level] = entry["number"]
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_numId().val = lists[level]
        properties.get_or_add_ilvl().val = 0


def _new_list(document, style, start: int) -> int:
    """Return the number of a new list that looks like those of `style` and begins at `start`."""
    numbering = document.part.numbering_part.element
    old = style.element.pPr.numPr.numId.val
    model = next(num for num in numbering.num_lst if num.numId == old)
    new = numbering.add_num(model.abstractNumId.val)
    new.add_lvlOverride(ilvl=0).add_startOverride(start)
    return new.numId


def _upright_cells(table: Table) -> list[_Cell]:
    """Return the heads of a table that read upwards: those of the matrix, however it was restyled."""
    heads = table.rows[0].cells if table.rows else ()
    return [cell for cell in heads if cell._tc.xpath("w:tcPr/w:textDirection")]


def _fit(table: Table) -> None:
    """Give a table with upright heads widths, a height and a size of type in which no word breaks.

    Left to itself, Word gives such a head the height of a line and breaks its words.
    """
    rows = [row.cells for row in table.rows]
    upright = len(_upright_cells(table))
    labels, heads = [row[0] for row in rows], rows[0][-upright:]
    first = max(LABELS, *(_width(word) + CELL for cell in labels for word in cell.text.split()))
    first = min(first, TEXT_WIDTH - upright * NARROWEST)
    width = min(COLUMN, (TEXT_WIDTH - first) // upright)
    is_narrow = width < COMFORTABLE
    size = Pt(7) if is_narrow else None
    for cells in rows:
        for cell, twips in zip(cells, [first, *[width] * upright], strict=False):
            cell.width = Twips(twips)
            for run in (
                run for p in cell.paragraphs for run in p.runs if size and cell != cells[0]
            ):
                run.font.size = size
    for column, twips in zip(table.columns, [first, *[width] * upright], strict=False):
        column.width = Twips(twips)
    table.autofit = False
    if is_narrow:
        _set_side_margins(table, 15)
    longest = max(_width(word) for cell in heads for word in cell.text.split() or [""])
    whole = max(_width(cell.text) for cell in heads)
    table.rows[0].height = Twips(max(longest, min(whole, TALLEST)) + CELL)


def _set_side_margins(table: Table, twips: int) -> None:
    margins = table._tbl.tblPr.makeelement(qn("w:tblCellMar"), {})
    for side in ("left", "right"):
        values = {qn("w:w"): str(twips), qn("w:type"): "dxa"}
        margins.append(margins.makeelement(qn(f"w:{side}"), values))
    table._tbl.tblPr.xpath("w:tblLook")[0].addprevious(margins)


def _width(text: str) -> int:
    """Return how long a text is in twips, in the bold of the table heads, with room for another font."""
    return round(FONT.getlength(text) * HEAD_SIZE * 20 / FONT.size * 1.12)


def _describe(document, values: dict, today: date) -> None:
    """Let the properties of the file be those of the office, not of the program that made it."""
    properties, office = document.core_properties, values["office"]
    properties.title = f"{values['title']}, {office}"[:255]
    properties.subject = values["status"][:255]
    properties.author = properties.last_modified_by = office[:255]
    properties.language = values["language"]
    properties.created = properties.modified = datetime.combine(today, time())
    properties.revision, properties.comments, properties.keywords = 1, "", ""
    company = f"<Company>{escape(office)}</Company>".replace("\\", r"\\")
    for part in document.part.package.iter_parts():
        if part.partname == "/docProps/app.xml":
            part._blob = COMPANY.sub(company, part.blob.decode()).encode()


def _pack(document) -> bytes:
    """Return the file, each part of it with the same fixed time."""
    made, packed = io.BytesIO(), io.BytesIO()
    document.save(made)
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(packed, "w") as target:
        for name in source.namelist():
            part = zipfile.ZipInfo(name)  # of 1 January 1980
            part.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(part, source.read(name))
    return packed.getvalue()
