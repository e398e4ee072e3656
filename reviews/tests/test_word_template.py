"""The Word template: shipped, copied, restyled, and damaged."""

import io
import shutil
from dataclasses import replace
from datetime import date

import docx
import pytest
from django.core.management import CommandError, call_command

from engagements.tests.factories import make_meeting
from reviews.build_report import build_report
from reviews.documents import TemplateProblem, render
from reviews.documents.docx import SHIPPED

pytestmark = pytest.mark.django_db
TODAY = date(2024, 4, 2)


@pytest.fixture
def report():
    make_meeting("A meeting")
    return build_report(2024, 3, today=TODAY)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The template as the command copies it."""
    file = tmp_path_factory.mktemp("template") / "made.docx"
    call_command("make_review_template", str(file), stdout=io.StringIO())
    return file


@pytest.fixture
def template(made, tmp_path, settings):
    """A copy of the template, named in REVIEW_TEMPLATE."""
    settings.REVIEW_TEMPLATE = str(shutil.copy(made, tmp_path / "office.docx"))
    return tmp_path / "office.docx"


def test_the_command_copies_the_one_shipped(template):
    assert template.read_bytes() == SHIPPED.read_bytes()


def test_the_command_says_what_it_wrote_and_why_it_could_not(tmp_path):
    said = io.StringIO()
    call_command("make_review_template", str(tmp_path / "a.docx"), stdout=said)
    assert said.getvalue() == f"{tmp_path}/a.docx written.\n"
    with pytest.raises(CommandError, match="cannot be written: No such file or directory"):
        call_command("make_review_template", str(tmp_path / "nowhere" / "a.docx"))


def test_a_restyled_template_is_used(report, template):
    document = docx.Document(template)
    document.styles["Heading 2"].font.name = "Georgia"
    document.paragraphs[0].insert_paragraph_before("From the office of {{ office }}")
    document.save(template)
    made = docx.Document(io.BytesIO(render(report, "docx", today=TODAY)))
    assert made.paragraphs[0].text == "From the office of Albania"
    assert made.styles["Heading 2"].font.name == "Georgia"


def test_lists_may_be_restyled_without_word_s_numbers(report, template):
    document = docx.Document(template)
    properties = document.styles["List Number"].element.pPr
    properties.remove(properties.numPr)
    document.save(template)
    made = render(replace(report, article="3. one\n4. two", text=None), "docx", today=TODAY)
    texts = [p.text for p in docx.Document(io.BytesIO(made)).paragraphs]
    assert texts[1:3] == ["one", "two"]


def write(text):
    def change(file):
        document = docx.Document(file)
        document.add_paragraph(text)
        document.save(file)

    return change


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda file: file.unlink(), "FileNotFoundError"),
        (lambda file: file.write_bytes(b"not a file of Word"), "BadZipFile"),
        (lambda file: file.write_bytes(b""), "BadZipFile"),
        (write("{{ colour }}"), "UndefinedError: 'colour' is undefined"),
        (write("{% if office %}"), "TemplateSyntaxError"),
        (write("{{ office.__class__.__mro__ }}"), "SecurityError"),
        (write("{{ office() }}"), "TypeError"),
        (write("{% for n in range(9999999) %}x{% endfor %}"), "OverflowError"),
    ],
)
def test_a_damaged_template_is_a_problem_of_its_own(report, template, damage, said):
    damage(template)
    with pytest.raises(TemplateProblem, match=said) as problem:
        render(report, "docx", today=TODAY)
    assert str(problem.value).startswith(f"{template}: ")
    assert render(report, "pdf", today=TODAY).startswith(b"%PDF")


def test_a_folder_is_no_template(report, settings, tmp_path):
    settings.REVIEW_TEMPLATE = str(tmp_path)
    with pytest.raises(TemplateProblem):
        render(report, "docx", today=TODAY)
