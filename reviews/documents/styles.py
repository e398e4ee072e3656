"""The styles of the shipped Word template: what the office changes in Word."""

from docx.enum.style import WD_STYLE_TYPE
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
