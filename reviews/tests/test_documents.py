"""The files of a month, opened: the same values in each, whatever the records hold."""

import csv
import io
import re
import time
import zipfile
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache

import docx
import pypdf
import pytest
from django.core.management import call_command
from docx.shared import Pt
from openpyxl import load_workbook
from PIL import ImageFont

from engagements.models import Meeting
from engagements.tests.factories import make_area, make_meeting
from reviews.article.compose import compose
from reviews.article.sentences import split_sentences
from reviews.build_report import build_report
from reviews.documents import FORMATS, render
from reviews.documents.content import document_context, read_article
from reviews.tests.as_markdown import article_markdown
from reviews.tests.factories import add_counterpart, make_text, make_town
from toolkit.pdf import DOCUMENTS

TODAY = date(2024, 4, 2)
LATER = date(2025, 3, 6)
ARTICLE = """# The month of *March*

First **bold** and [a link](https://example.org/x). A dash\\-free \\*star\\*.

## What comes next

- one
  - deeper
- two

3. third
4. fourth

Between

1. again

> Said so.
"""
ODD = "=1+1 \x07\x0b\ufffe😀 עברית ＜b＞ <b>&amp; {{ 7*7 }} {% if %} \\* #x [a](b) ￿"
IN_PDF = "=1+1 :grinning:"


@pytest.fixture(scope="module")
def march(module_db):
    """The example month with two action points and an article, as a Report."""
    call_command("load_reference", verbosity=0)
    call_command("load_example", verbosity=0)
    meeting = Meeting.objects.get(reference="2024-03-002")
    alma, kukes = meeting.staff.get(), meeting.counterparts.get().organisation
    meeting.action_points.create(text="Send the draft", owner=alma, due=date(2024, 3, 20))
    done = {"status": "done", "closed_on": date(2024, 3, 9), "outcome": "By e-mail"}
    meeting.action_points.create(
        text="Name a contact", promised_by="them", organisation=kukes, **done
    )
    return replace(build_report(2024, 3, today=TODAY), article=ARTICLE, text=None)


@pytest.fixture
def signed(march):
    return replace(march, status="signed", signed_by="Alma Jani", signed_on=TODAY, issue=2)


@lru_cache
def make(report, file_format):
    """Return the bytes of a file, made once of each report."""
    return render(report, file_format, today=TODAY)


def word(report):
    return docx.Document(io.BytesIO(make(report, "docx")))


def table_of(document, first):
    """Return the texts of the table whose first heading is `first`, line by line."""
    (found,) = [table for table in document.tables if table.cell(0, 0).text == first]
    # All cells at once: asking row by row reads the whole table for each.
    texts, width = [cell.text for cell in found._cells], len(found.columns)
    return [texts[at : at + width] for at in range(width, len(texts), width)]


@lru_cache
def pdf_text(report, *, by_page=False):
    """Return the words of the PDF, in one line."""
    pages = pypdf.PdfReader(io.BytesIO(make(report, "pdf"))).pages
    texts = [" ".join(page.extract_text().split()) for page in pages]
    return texts if by_page else " ".join(texts)


def sheet(report, name):
    """Return the values of a sheet of the Excel file, line by line."""
    book = load_workbook(io.BytesIO(make(report, "xlsx")))
    return [[cell.value for cell in row] for row in book[name].rows]


def csv_rows(report):
    text = make(report, "csv").decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


# The same values


def test_figures_are_the_same_everywhere(march):
    figures = march.summary.figures
    assert [figure.value for figure in figures] == [12, 16, 7, 7, 2]
    in_excel = sheet(march, "Figures")[1:]
    assert [(row[0], row[1]) for row in in_excel[:5]] == [(f.label, f.value) for f in figures]
    assert [row[1] for row in in_excel[5:]] == [1, 0, 1, "Draft, not signed"]
    in_word = table_of(word(march), "Figure")
    assert [row[0] for row in in_word] == [figure.label for figure in figures]
    assert [row[1].split()[0] for row in in_word] == [str(figure.value) for figure in figures]
    said = "1 closed, 0 still open, 1 overdue; no meetings in February; no meetings in March 2023"
    assert in_word[-1][2] == said
    text = pdf_text(march)
    assert march.summary.headline in text
    for figure in figures:
        assert f"{figure.label} {figure.value}{' ' if figure.beside else ''}{figure.beside}" in text


def test_records_are_the_same_everywhere(march):
    references = {record.reference for record in march.records}
    assert len(references) == 12
    rows, lines = sheet(march, "Records"), csv_rows(march)
    in_excel = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    in_word = {row[1].split("\n")[1][-11:]: row for row in table_of(word(march), "When")}
    text, by_reference = pdf_text(march), {row["Reference"]: row for row in in_excel}
    assert (
        by_reference.keys() == {line["Reference"] for line in lines} == in_word.keys() == references
    )
    for record, line in zip(march.records, lines, strict=True):
        row = by_reference[record.reference]
        assert row["Date"] == datetime(*record.day.timetuple()[:3])
        assert line["Date"] == record.day.isoformat()
        assert row["Title"] == line["Title"] == record.title
        assert in_word[record.reference][1].startswith(record.event_name or record.kind)
        areas = [area.name for area in record.areas]
        assert (row["Thematic areas"] or "") == line["Thematic areas"] == "; ".join(areas)
        assert in_word[record.reference][3] == (", ".join(areas) or "None recorded")
        assert (row["Public line"] or "") == line["Public line"] == record.public_line
        assert record.public_line in in_word[record.reference][1]
        for words in (record.event_name, record.reference, record.public_line):
            assert words in text
        for party in record.parties:
            assert party.organisation in row["Organisations"]
            assert party.organisation in in_word[record.reference][2]
            assert all(speaker.name in row["People"] for speaker in party.speakers)


def test_matrix_action_points_and_coverage(march):
    matrix, rows = march.summary.matrix, sheet(march, "Matrix")
    assert rows[0] == ["Thematic area, by municipality", *matrix.columns, "All"]
    assert rows[1:] == [[r.name, *(c.value for c in r.cells), r.total.value] for r in matrix.rows]
    in_word = table_of(word(march), "Thematic area")
    assert [[row[0], row[-1]] for row in in_word] == [
        [r.name, str(r.total.value)] for r in matrix.rows
    ]
    points = sheet(march, "Action points")[1:]
    made = march.promises.made
    assert [(line.text, line.who) for line in made] == [
        ("Send the draft", "Alma Jani"),
        ("Name a contact", "Municipality of Kukës"),
    ]
    assert [(row[4], row[5], row[7]) for row in points] == [(p.text, p.who, p.label) for p in made]
    assert (points[0][6], points[1][8]) == (datetime(2024, 3, 20), datetime(2024, 3, 9))
    statuses = [row[3] for row in table_of(word(march), "What")]
    assert statuses == [made[0].label, f"{made[1].label} 9 March 2024: By e-mail"]
    coverage = sheet(march, "Coverage")
    assert len(coverage) == 62
    met = {row[0] for row in coverage[1:] if row[3] == "In the period"}
    assert met == {bar.label for bar in march.summary.places.bars}
    assert march.not_visited.title in pdf_text(march)


def test_the_article_is_the_same_everywhere(march):
    paragraphs = [(p.style.name, p.text) for p in word(march).paragraphs]
    assert paragraphs[: paragraphs.index(("Heading 1", "Annexes"))] == [
        ("Title", "The month of March"),
        ("Body Text", "First bold and a link. A dash-free *star*."),
        ("Heading 2", "What comes next"),
        ("List Bullet", "one"),
        ("List Bullet 2", "deeper"),
        ("List Bullet", "two"),
        ("List Number", "third"),
        ("List Number", "fourth"),
        ("Body Text", "Between"),
        ("List Number", "again"),
        ("Quote", "Said so."),
    ]
    text = make(march, "txt").decode()
    head, _blank, *lines = text.split("\n")
    assert head == "Albania · March 2024 in review · Draft, not signed"
    assert lines[2] == "First bold and a link (https://example.org/x). A dash-free *star*."
    assert "3. third\n4. fourth\n\nBetween\n\n1. again\n\nSaid so.\n" in text
    first = pdf_text(march, by_page=True)[0]
    assert "First bold and a link. A dash-free *star*." in first
    assert "3. third 4. fourth Between 1. again Said so." in first


@pytest.mark.django_db
def test_every_sentence_is_in_word_pdf_and_text(march):
    """As it was composed, and with letters of other scripts and signs of no script."""
    article = compose(march.records, 2024, 3, office="Albania", seat="Tirana")
    odd = (
        "Ο Δήμαρχος και Қазақстан met in Сараево and بيروت again. A \x0bbreak\x07 and a\u2028line."
    )
    for markdown in (article_markdown(article), f"{odd}\n\n*{odd}*"):
        report = replace(march, article=markdown)
        files = {
            "docx": " ".join(p.text for p in word(report).paragraphs),
            "pdf": pdf_text(report),
            "txt": make(report, "txt").decode(),
        }
        paragraphs = [block.text for block in read_article(markdown)]
        sentences = [one for paragraph in paragraphs for one in split_sentences(paragraph)]
        assert len(sentences) == 4 if markdown.startswith("Ο") else len(sentences) > 12
        for kind, text in files.items():
            assert {one for one in sentences if letters_of(one) not in letters_of(text)} == set(), (
                kind
            )


def letters_of(text):
    """Return a text without its spaces: a PDF breaks lines where it likes, and turns Arabic round."""
    words = (word[::-1] if "\u0600" < word < "\u06ff" else word for word in text.split())
    return "".join(letter for word in words for letter in word if letter.isprintable())


def matrix_of(columns, names):
    """Return March's matrix with these heads, and the names of these areas."""

    def change(report):
        first = report.summary.matrix.rows[0]
        cells = (replace(first.cells[0], value=128),) * len(columns)
        rows = tuple(replace(first, name=name, cells=cells) for name in names)
        matrix = replace(report.summary.matrix, columns=columns, rows=rows)
        return replace(report, summary=replace(report.summary, matrix=matrix))

    return change


@pytest.mark.parametrize("count", [3, 11, 14, 25])
def test_no_word_of_the_matrix_breaks_in_word(march, count):
    names = ("Counter-trafficking", "Wiedereingliederungshilfen", "DTM")
    columns = ("Gjirokastra", "Bashkia e Vorës", "Presheva–Bujanovac", "Kukës")
    change = matrix_of(tuple(columns[at % 4] for at in range(count)), names)
    (table,) = [t for t in word(change(march)).tables if t.cell(0, 0).text == "Thematic area"]
    widths = [column.width.twips for column in table.columns]
    assert sum(widths) <= 9638 and not table.autofit
    assert [row.cells[at].width.twips for row in table.rows for at in range(count + 2)] == (
        widths * len(table.rows)
    )
    bold = ImageFont.truetype(str(DOCUMENTS / "fonts/SourceSans3-Semibold.ttf"), 100)

    def twips(text, points):
        return bold.getlength(text) * points / 100 * 20

    size = 7 if count > 14 else 9
    margins = 30 if count > 14 else 160
    for cells in (row.cells for row in table.rows):
        assert all(twips(word_, 9) + 160 < widths[0] for word_ in cells[0].text.split())
        assert all(twips(c.text, size) + margins < widths[1] for c in cells[1:] if c.text.isdigit())
    heads = table.rows[0]
    assert all(twips(one, 8.5) + 120 < heads.height.twips for c in columns for one in c.split())
    assert all(
        run.font.size == (Pt(7) if size == 7 else None)
        for cell in heads.cells[1:]
        for p in cell.paragraphs
        for run in p.runs
    )


def test_emphasis_links_and_numbers_are_word_s_own(march):
    document = word(march)
    title, first = document.paragraphs[:2]
    assert [run.text for run in title.runs if run.italic] == ["March"]
    assert [run.text for run in first.runs if run.bold] == ["bold"]
    assert [(link.text, link.address) for link in first.hyperlinks] == [
        ("a link", "https://example.org/x")
    ]
    numbers = document.part.numbering_part.element
    entries = [p for p in document.paragraphs if p.style.name == "List Number"]
    ids = [p._p.pPr.numPr.numId.val for p in entries]
    assert (ids[0] == ids[1], ids[0] == ids[2]) == (True, False)
    starts = {
        n.numId: n.lvlOverride_lst[0].startOverride.val
        for n in numbers.num_lst
        if n.lvlOverride_lst
    }
    assert [starts[ids[0]], starts[ids[2]]] == [3, 1]


# Draft and signed, on every page


def test_each_page_tells_what_it_is(march, signed):
    for report, status in [
        (march, "Draft, not signed"),
        (replace(march, status="submitted"), "Draft, not signed"),
        (signed, "Signed by Alma Jani on 2 April 2024, issue 2"),
        (replace(signed, issue=1), "Signed by Alma Jani on 2 April 2024"),
    ]:
        pages = pdf_text(report, by_page=True)
        assert len(pages) > 3
        for number, page in enumerate(pages, 1):
            assert page.startswith(f"Albania · March 2024 in review {status} ")
            assert page.endswith(f"Printed on 2 April 2024 Page {number} of {len(pages)}")
        (section,) = word(report).sections
        assert section.header.paragraphs[0].text == f"Albania · March 2024 in review\t{status}"
        assert section.footer.paragraphs[0].text.startswith("Printed on 2 April 2024\tPage ")
        fields = re.findall('w:instr="(.*?)"', section.footer._element.xml)
        assert fields == ["PAGE", "NUMPAGES"]
        assert f"· {status}\n" in make(report, "txt").decode()
        book = load_workbook(io.BytesIO(make(report, "xlsx")))
        assert {(one.oddHeader.left.text, one.oddHeader.right.text) for one in book} == {
            ("Albania · March 2024 in review", status)
        }
        *_others, last = book["Figures"].iter_rows(values_only=True)
        assert last[:2] == ("Status of the review", status)


@pytest.mark.parametrize("file_format", FORMATS)
def test_the_same_report_gives_the_same_bytes(signed, file_format, monkeypatch):
    first = render(signed, file_format, today=TODAY)
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 86_400)
    assert render(signed, file_format, today=TODAY) == first
    if file_format in {"docx", "xlsx"}:
        with zipfile.ZipFile(io.BytesIO(first)) as parts:
            assert {part.date_time[:2] for part in parts.infolist()} == {(1980, 1)}


def test_files_say_what_they_are(signed):
    title, status = "March 2024 in review, Albania", "Signed by Alma Jani on 2 April 2024, issue 2"
    properties = word(signed).core_properties
    assert (properties.title, properties.subject) == (title, status)
    assert (properties.author, properties.last_modified_by) == ("Albania", "Albania")
    assert (properties.language, properties.comments) == ("en", "")
    assert properties.created == datetime(2024, 4, 2, tzinfo=properties.created.tzinfo)
    with zipfile.ZipFile(io.BytesIO(make(signed, "docx"))) as parts:
        assert "<Company>Albania</Company>" in parts.read("docProps/app.xml").decode()
        assert b"python-docx" not in parts.read("docProps/core.xml")
    excel = load_workbook(io.BytesIO(make(signed, "xlsx")))
    properties = excel.properties
    assert (properties.title, properties.subject) == (title, status)
    assert (properties.creator, properties.created) == ("Albania", datetime(2024, 4, 2))
    assert excel.custom_doc_props["Language"].value == "en"
    pdf = pypdf.PdfReader(io.BytesIO(make(signed, "pdf")))
    assert (pdf.metadata.title, pdf.metadata.subject) == (title, status)
    assert (pdf.metadata.author, pdf.metadata.creation_date.date()) == ("Albania", TODAY)
    assert pdf.trailer["/Root"]["/Lang"] == "en"
    assert "<pdfuaid:part>1</pdfuaid:part>" in pdf.xmp_metadata.stream.get_data().decode()


def test_pictures_are_told_in_words(march):
    said = [picture["alt"] for picture in _pictures(march)]
    assert len(said) == 4
    assert said[0].startswith("Meetings by municipality: Tirana 4, Kukës 3")
    assert said[1].startswith(
        "7 of the 12 counties had at least one meeting. Tirana: 4; Kukës: 3; "
    )
    document = word(march)
    in_word = [p.get("descr") for p in document.element.body.iter() if p.tag.endswith("}docPr")]
    assert in_word == said
    assert len({part.sha1 for part in document.part.package.image_parts}) == 4
    assert all(part.blob.startswith(b"\x89PNG") for part in document.part.package.image_parts)
    reader = pypdf.PdfReader(io.BytesIO(make(march, "pdf")))
    objects = (reader.get_object(number) for number in range(1, reader.trailer["/Size"]))
    found = {thing["/Alt"] for thing in objects if isinstance(thing, dict) and "/Alt" in thing}
    assert set(said) <= found


def _pictures(report):
    content = document_context(report, TODAY)
    return (content["map"], *content["where"], *content["with_whom"])


# Excel and CSV


def test_excel_has_real_values_and_frozen_headings(march):
    book = load_workbook(io.BytesIO(make(march, "xlsx")))
    assert book.sheetnames == ["Figures", "Records", "Matrix", "Action points", "Coverage"]
    for one in book:
        assert one.freeze_panes == "A2"
        assert {cell.data_type for row in one.rows for cell in row} <= {"s", "n", "d"}
        assert all(one.column_dimensions["A"].width >= 13 for one in book)
    assert book.properties.created == datetime(2024, 4, 2)
    assert book["Records"]["B2"].is_date


# Months that are not like March


def test_an_empty_month(march):
    empty = build_report(2024, 5, today=TODAY)
    assert empty.summary.is_empty
    for file_format in FORMATS:
        assert make(empty, file_format)
    text = pdf_text(empty)
    assert "Nothing was recorded in May 2024." in text
    assert "Where and with whom" not in text
    assert [len(sheet(empty, name)) for name in ("Records", "Matrix", "Action points")] == [1, 1, 2]
    assert [row[4] for row in sheet(empty, "Action points")[1:]] == [
        "Send the draft"
    ]  # older, open
    assert csv_rows(empty) == []
    assert "Thematic area" not in [table.rows[0].cells[0].text for table in word(empty).tables]
    blank = replace(empty, text=None)
    assert "The article of this month has not been written yet." in make(blank, "txt").decode()
    assert word(blank).paragraphs[0].text == "May 2024 in review"


@pytest.mark.no_cover
@pytest.mark.django_db
def test_a_month_of_sixty_meetings_is_whole():
    area = make_area()
    for number in range(60):
        town = make_town(f"Town {number % 30:02d}")
        meeting = make_meeting(
            f"Meeting {number}",
            date=LATER,
            location=town,
            public_line="The law was adopted. " * 12,
            areas=[area],
        )
        add_counterpart(meeting, f"Organisation {number}", "Embassies", f"Person {number}")
    report = build_report(2025, 3, today=TODAY)
    pages = pdf_text(report, by_page=True)
    found = [set(re.findall(r"2025-03-\d{3}", page)) for page in pages]
    assert set().union(*found) == {f"2025-03-{number:03d}" for number in range(1, 61)}
    assert len([page for page in found if page]) > 5
    assert len(table_of(word(report), "When")) == 60
    assert len(sheet(report, "Records")) == len(csv_rows(report)) + 1 == 61
    parts = [picture["title"] for picture in document_context(report, TODAY)["where"]]
    assert [title[-8:] for title in parts] == ["(1 of 2)", "(2 of 2)"]


@pytest.mark.django_db
def test_odd_letters_and_what_looks_like_code():
    meeting = make_meeting(
        ODD, location=make_town(ODD), public_line=ODD, areas=[make_area("odd", ODD)], date=LATER
    )
    add_counterpart(meeting, ODD, ODD[:40], ODD, None, ODD)
    meeting.action_points.create(
        text=ODD, promised_by="them", organisation=meeting.counterparts.get().organisation
    )
    report = build_report(2025, 3, today=TODAY)
    text = make_text(ODD, f"- {ODD}", title=ODD)
    report = replace(report, text=text, office=ODD, signed_by=ODD)
    row = table_of(word(report), "When")[0]
    shown = "=1+1    😀 עברית ＜b＞ <b>&amp; {{ 7*7 }} {% if %} \\* #x [a](b)"
    assert shown in row[1]
    assert row[3].strip() == shown
    assert IN_PDF in re.sub(" +", " ", pdf_text(report))
    title = dict(zip(*sheet(report, "Records")[:2], strict=True))["Title"]
    assert title.startswith("=1+1 ")
    assert csv_rows(report)[0]["Title"].startswith("'=1+1 ")
    assert "עברית" in make(report, "txt").decode()


@pytest.mark.no_cover
@pytest.mark.parametrize(
    ("words", "length"),
    [
        ("word ", 100_000),
        ("A sentence of the article. " * 20 + "\n\n", 100_000),
        ("**bold** and *slanted* ", 20_000),
        ("1. entry\n", 10_000),
    ],
)
def test_a_very_long_article(march, words, length):
    report = replace(march, article=words * (length // len(words)))
    count = length // len(words) * words.count("e")
    text = make(report, "txt").decode().partition("\n\n")[2]
    assert text.count("e") >= count
    assert sum(p.text.count("e") for p in word(report).paragraphs) >= count
    assert make(report, "pdf").startswith(b"%PDF")


def test_a_long_word_and_a_long_line_stay_on_the_page(march):
    report = replace(march, article="x" * 100_000)
    assert word(report).paragraphs[1].text == "x" * 100_000
    assert pdf_text(report).count("x") >= 100_000


@pytest.mark.django_db
def test_titles_and_unanswered_lines_stay_inside():
    meeting = make_meeting(
        "Complaint about the behaviour of an officer",
        public_line="WORK PERMITS AND SOMETHING IN CAPITALS.",
        date=LATER,
    )
    add_counterpart(meeting, "Border Police", "authority", "", None, "")
    meeting.action_points.create(
        text="Send the form",
        promised_by="them",
        organisation=meeting.counterparts.get().organisation,
    )
    report = build_report(2025, 3, today=TODAY)
    for text in (pdf_text(report), word(report), make(report, "txt").decode()):
        printed = text if isinstance(text, str) else "\n".join(map(str, table_of(text, "When")))
        assert "Complaint" not in printed
        assert "SOMETHING IN CAPITALS" not in printed
