"""Makes the Word template that is shipped: styles, and tags that `docx.py` fills in.

`manage.py make_review_template` writes it. Whoever wants another look opens the file in Word, changes its
styles, words or order, keeps the tags in braces, and names the new file in REVIEW_TEMPLATE.
"""

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

FONT = "Calibri"
BLUE, INK, GREY, AMBER = "0033A0", "15181E", "434B59", "764900"
# The styles that a paragraph of the article can have: reviews.documents.docx names them.
ARTICLE_STYLES = (
    "Title", "Heading 2", "Heading 3", "Body Text", "Quote",
    *(f"List {kind}{level}" for kind in ("Bullet", "Number") for level in ("", " 2", " 3")),
)  # fmt: skip


def set_styles(styles):
    """Give the styles of a new document the look of the review, and add those that it lacks."""
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-GB")
    styles["Normal"].element.get_or_add_rPr().append(language)
    _set(styles["Normal"], 10.5, after=6, line=1.15)
    _set(styles["Body Text"], 11, after=8, line=1.2)
    _set(styles["Title"], 24, BLUE, bold=True, after=14)
    _set(styles["Heading 1"], 20, BLUE, bold=True, before=0, after=10)
    _set(styles["Heading 2"], 13, BLUE, bold=True, before=20, after=6)
    _set(styles["Heading 3"], 11, INK, bold=True, before=12, after=4)
    _set(styles["Quote"], 11, GREY, after=8)
    styles["Quote"].paragraph_format.left_indent = Mm(8)
    for name in ("Header", "Footer"):
        _set(styles[name], 8.5, GREY, after=0)
    for name in ARTICLE_STYLES:
        if name.startswith("List"):
            _set(styles[name], 11, after=4)
    borders = styles["Title"].element.pPr.find(qn("w:pBdr"))
    if borders is not None:
        styles["Title"].element.pPr.remove(borders)
    _add(styles, "Review headline", 12.5, after=8)
    _add(styles, "Review finding", 11, bold=True, after=6).paragraph_format.keep_with_next = True
    _add(styles, "Review note", 8.5, GREY, before=4, after=6)
    _add(styles, "Table text", 9, after=0)
    _add(styles, "Table head", 8.5, GREY, bold=True, after=0).paragraph_format.keep_with_next = True
    _add(styles, "Table strong", 9, bold=True, after=0)
    _add(styles, "Table note", 8.5, GREY, after=0)
    draft = styles.add_style("Draft mark", WD_STYLE_TYPE.CHARACTER)
    draft.font.bold, draft.font.color.rgb = True, RGBColor.from_string(AMBER)
    link = styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
    link.font.underline, link.font.color.rgb = True, RGBColor.from_string(BLUE)
    styles.element.append(parse_xml(TABLE_STYLE))


def _add(styles, name, size, colour=INK, **fields):
    style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = styles["Normal"]
    _set(style, size, colour, **fields)
    return style


def _set(style, size, colour=INK, *, bold=False, before=0, after=6, line=1.1):
    # The letters of a style stand in the style alone, not also in a second one that it is linked to.
    for link in style.element.findall(qn("w:link")):
        style.element.remove(link)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.attrib.clear()
    for letters in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{letters}"), FONT)
    style.font.size, style.font.bold, style.font.italic = Pt(size), bold, False
    style.font.color.rgb = RGBColor.from_string(colour)
    spacing = style.paragraph_format
    spacing.space_before, spacing.space_after, spacing.line_spacing = Pt(before), Pt(after), line


TABLE_STYLE = f"""
<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="ReviewTable">
  <w:name w:val="Review table"/><w:uiPriority w:val="99"/><w:qFormat/>
  <w:tblPr>
    <w:tblBorders>
      <w:bottom w:val="single" w:sz="4" w:color="DCE0E7"/>
      <w:insideH w:val="single" w:sz="4" w:color="DCE0E7"/>
    </w:tblBorders>
    <w:tblCellMar>
      <w:top w:w="60" w:type="dxa"/><w:left w:w="80" w:type="dxa"/>
      <w:bottom w:w="60" w:type="dxa"/><w:right w:w="80" w:type="dxa"/>
    </w:tblCellMar>
  </w:tblPr>
</w:style>"""


PAGE, MARGIN = (Mm(210), Mm(297)), Mm(20)
WIDTH = 170  # mm between the margins


def make_template(file):
    """Write the template to `file`, a path or an open file."""
    document = Document()
    _set_page(document.sections[0])
    set_styles(document.styles)
    _head_and_foot(document.sections[0])
    _article(document)
    for annex in (_figures, _matrix, _charts, _records, _promises, _not_visited, _gaps):
        annex(document)
    document.save(file)


def _set_page(section):
    section.page_width, section.page_height = PAGE
    section.left_margin = section.right_margin = MARGIN
    section.top_margin = section.bottom_margin = Mm(25)
    section.header_distance = section.footer_distance = Mm(12)


# Head and foot


def _head_and_foot(section):
    head = section.header.paragraphs[0]
    _set_tab(head)
    head.add_run("{{ office }} · {{ title }}\t")
    head.add_run("{%r if is_draft %}")
    head.add_run("{{ status }}", style="Draft mark")
    head.add_run("{%r else %}")
    head.add_run("{{ status }}")
    head.add_run("{%r endif %}")
    foot = section.footer.paragraphs[0]
    _set_tab(foot)
    foot.add_run("{{ printed }}\t{{ words.page }} ")
    _add_field(foot, "PAGE")
    foot.add_run(" {{ words.of }} ")
    _add_field(foot, "NUMPAGES")


def _set_tab(paragraph):
    stops = paragraph.paragraph_format.tab_stops
    stops.add_tab_stop(Mm(WIDTH), WD_TAB_ALIGNMENT.RIGHT)
    # The style's own stops, for a narrower page, would catch the text first.
    own = paragraph.style.element.pPr.find(qn("w:tabs"))
    if own is not None:
        paragraph.style.element.pPr.remove(own)


def _add_field(paragraph, name):
    """Add a field that Word fills in; the 1 stands until it does."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    run = paragraph.add_run("1")
    paragraph._p.remove(run._r)
    field.append(run._r)
    paragraph._p.append(field)


# The article and its annexes


def _article(document):
    document.add_paragraph("{%p for block in article %}")
    for style in ARTICLE_STYLES:
        document.add_paragraph(f'{{%p if block.style == "{style}" %}}')
        document.add_paragraph("{{r block.text }}", style=style)
        document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p endfor %}")
    heading = document.add_paragraph("{{ words.annexes }}", style="Heading 1")
    heading.paragraph_format.page_break_before = True


def _figures(document):
    document.add_paragraph("{{ words.figures }}", style="Heading 2")
    document.add_paragraph("{{ headline }}", style="Review headline")
    _table(
        document,
        "figure in figures",
        ((40, "words.figure", ["Table strong {{ figure.label }}"]),
         (30, "words.number", ["Table strong {{ figure.value }} {{ figure.beside }}"]),
         (100, "words.compared", ["Table text {{ figure.under|join('; ') }}"])),
    )  # fmt: skip
    document.add_paragraph("{{ words.counting }}", style="Review note")


def _matrix(document):
    document.add_paragraph("{%p if matrix.lines %}")
    _annex(document, "words.themes", "matrix.title")
    table = document.add_table(rows=4, cols=5)
    table.style = "Review table"
    head = ("{{ words.area }}", "{%tc for column in matrix.columns %}", "{{ column }}",
            "{%tc endfor %}", "{{ words.all }}")  # fmt: skip
    row = ("{{ row.name }}", "{%tc for cell in row.cells %}", "{% cellbg cell.colour %}{{r cell.text }}",
           "{%tc endfor %}", "{{ row.total }}")  # fmt: skip
    _fill(table.rows[0], head, "Table head")
    _fill(table.rows[1], ("{%tr for row in matrix.lines %}",), "Table text")
    _fill(table.rows[2], row, "Table text")
    _fill(table.rows[3], ("{%tr endfor %}",), "Table text")
    _repeat(table.rows[0])
    for row_ in table.rows:  # the places share what the names of the areas leave
        row_.cells[0].width = Mm(44)
        row_.cells[2].width = Mm(10)
        row_.cells[4].width = Mm(12)
    for at in (2, 4):
        _turn(table.rows[0].cells[at])
        table.rows[2].cells[at].paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_paragraph("{{ matrix.note }}", style="Review note")
    document.add_paragraph("{%p endif %}")


def _fill(row, texts, style):
    for cell, text in zip(row.cells, texts, strict=False):
        cell.paragraphs[0].text = text
        cell.paragraphs[0].style = style


def _turn(cell):
    """Let the words of a cell run upwards: any number of places fits."""
    direction = OxmlElement("w:textDirection")
    direction.set(qn("w:val"), "btLr")
    cell._tc.get_or_add_tcPr().append(direction)


def _charts(document):
    """The map and the bars, side by side in the two cells of a table without lines."""
    document.add_paragraph("{%p if records %}")
    document.add_paragraph("{{ words.where }}", style="Heading 2")
    table = document.add_table(rows=1, cols=2)
    table.autofit = False
    left, right = table.rows[0].cells
    left.width = right.width = Mm(WIDTH / 2)
    left.paragraphs[0].text, left.paragraphs[0].style = "{{ map.title }}", "Heading 3"
    left.add_paragraph("{{ map.image }}")
    right.paragraphs[0].text = "{%p for picture in bars %}"
    right.add_paragraph("{{ picture.title }}", style="Heading 3")
    right.add_paragraph("{{ picture.image }}")
    right.add_paragraph("{%p endfor %}")
    document.add_paragraph("{%p endif %}")


def _records(document):
    document.add_paragraph("{%p if records %}")
    _annex(document, "words.records", "records_title")
    _table(
        document,
        "row in records",
        ((25, "words.when", ["Table text {{ row.when }}"]),
         (65, "words.meeting", ["Table strong {{ row.title }}",
                                "Table note {{ row.about }} · {{ row.reference }}",
                                "Table text {{ row.public_line or words.no_line }}"]),
         (50, "words.who", ["Table text {{ row.who }}",
                            "Table note {%p if row.colleagues %}",
                            "Table note {{ words.colleagues }}: {{ row.colleagues }}",
                            "Table note {%p endif %}"]),
         (30, "words.areas", ["Table text {{ row.areas }}"])),
    )  # fmt: skip
    document.add_paragraph("{%p endif %}")


def _promises(document):
    _annex(document, "words.promises", "promises_title")
    for title, rows in (("words.made", "promises"), ("words.older", "older")):
        document.add_paragraph(f"{{%p if {rows} %}}")
        document.add_paragraph(f"{{{{ {title} }}}}", style="Heading 3")
        _table(
            document,
            f"row in {rows}",
            ((70, "words.what", ["Table strong {{ row.text }}", "Table note {{ row.meeting }}"]),
             (40, "words.by_whom", ["Table text {{ row.who }}"]),
             (26, "words.due", ["Table text {{ row.due }}"]),
             (34, "words.status", ["Table text {{ row.status }}"])),
        )  # fmt: skip
        document.add_paragraph("{%p endif %}")


def _not_visited(document):
    document.add_paragraph("{%p if not_visited_title %}")
    _annex(document, "words.not_visited", "not_visited_title")
    document.add_paragraph("{{ not_visited_note }}")
    document.add_paragraph("{%p if counties %}")
    _table(
        document,
        "row in counties",
        ((26, "words.county", ["Table strong {{ row.name }}"]),
         (42, "words.met", ["Table text {{ row.met }}"]),
         (42, "words.earlier", ["Table text {{ row.earlier }}"]),
         (60, "words.never", ["Table note {{ row.never }}"])),
    )  # fmt: skip
    document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p if seats %}")
    document.add_paragraph("{{ words.seats }}", style="Heading 3")
    document.add_paragraph("{%p for seat in seats %}")
    document.add_paragraph("{{ seat.name }} · {{ seat.said }}", style="List Bullet")
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p endif %}")


def _gaps(document):
    _annex(document, "words.gaps", "gaps_title")
    document.add_paragraph("{%p if gaps %}")
    _table(
        document,
        "gap in gaps",
        ((40, "words.missing", ["Table strong {{ gap.name }}"]),
         (130, "words.meetings", ["Table text {{ gap.said }}"])),
    )  # fmt: skip
    document.add_paragraph("{%p endif %}")


def _annex(document, title, finding):
    document.add_paragraph(f"{{{{ {title} }}}}", style="Heading 2")
    document.add_paragraph(f"{{{{ {finding} }}}}", style="Review finding")


def _table(document, loop, columns):
    """Add a table of one row for each turn of `loop`; a column is (mm, tag of its head, paragraphs).

    A paragraph is written as the name of its style, two words, then its text.
    """
    table = document.add_table(rows=4, cols=len(columns))
    table.style, table.alignment, table.autofit = "Review table", WD_TABLE_ALIGNMENT.LEFT, False
    _fill(table.rows[0], [f"{{{{ {head} }}}}" for _mm, head, _texts in columns], "Table head")
    _repeat(table.rows[0])
    _fill(table.rows[1], [f"{{%tr for {loop} %}}"], "Table text")
    _fill(table.rows[3], ["{%tr endfor %}"], "Table text")
    for column, (width, _head, texts) in zip(table.columns, columns, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)
        _write(column.cells[2], texts)
    _keep_together(table.rows[2])


def _write(cell, texts):
    for number, text in enumerate(texts):
        first, second, words = text.split(" ", 2)
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        paragraph.text, paragraph.style = words, f"{first} {second}"


def _repeat(row):
    """Let a heading row stand on every page of its table."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    _keep_together(row)


def _keep_together(row):
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
