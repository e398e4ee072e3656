"""The brief for the next meeting: what is in it for whom, on one page, and what never is."""

import io
from datetime import date
from hashlib import sha256

import pypdf
import pytest
from django.urls import reverse

from accounts.models import ExportRecord
from accounts.tests.factories import make_user
from engagements.tests.factories import make_meeting
from profiles.brief import (
    Brief,
    Line,
    MeetingLine,
    brief_of_organisation,
    brief_of_person,
    brief_pdf,
)
from stakeholders.tests.factories import make_appointment, make_organisation, make_person
from toolkit.pdf import DOCUMENTS, covered, printable

TODAY = date(2024, 4, 2)


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr("profiles.views.brief.localdate", lambda: TODAY)


@pytest.fixture
def kukes(db):
    return make_organisation()


@pytest.fixture
def halilaj(kukes):
    person = make_person(honorific="Mr.", phone="+355 1", source="Business card")
    make_appointment(person, kukes, "Mayor", started=date(2023, 5, 1))
    return person


@pytest.fixture
def talks(kukes, halilaj):
    """A meeting with the mayor and Alma Jani, with an action point each way."""
    jani = make_user("head of office", full_name="Alma Jani")
    meeting = make_meeting(
        "Talks", organisations=[kukes], staff=[jani], public_line="Public.", internal_note="Note."
    )
    meeting.counterparts.get().attend(halilaj)
    meeting.action_points.create(text="Send figures", owner=jani, due=date(2024, 4, 1))
    meeting.action_points.create(text="Send a list", promised_by="them", organisation=kukes)
    return meeting


def pages(kukes, halilaj):
    """Return the addresses of both briefs."""
    return [
        reverse("organisation_brief", args=[kukes.slug]),
        reverse("person_brief", args=[halilaj.pk]),
    ]


def read(content):
    """Return the PDF and all its text in one line."""
    pdf = pypdf.PdfReader(io.BytesIO(content))
    return pdf, " ".join(" ".join(page.extract_text() for page in pdf.pages).split())


# What


def test_all_of_an_organisation(kukes, talks):
    make_appointment(make_person("Ana Dule"), kukes, "Adviser", ended=date(2024, 1, 31))
    brief = brief_of_organisation(kukes, make_user(), TODAY)
    assert (brief.name, brief.summary) == (
        "Municipality of Kukës",
        "Met once, last: 6 March 2024.",
    )
    assert brief.about == [Line("Kind", "Local government")]
    assert brief.seats == [
        Line("Mayor", "Mr. Albert Halilaj, since May 2023"),
        Line("Adviser", "Ana Dule until 31 January 2024", "Vacant"),
    ]
    assert brief.meetings == [
        MeetingLine(
            "6 March 2024",
            "Talks",
            "Bilateral meeting · Mr. Albert Halilaj · IOM: Alma Jani",
            "Public.",
            "Note.",
        )
    ]
    assert brief.ours == [Line("Send figures", "Alma Jani, due 1 April 2024", "Overdue")]
    assert brief.theirs == [Line("Send a list", "Municipality of Kukës")]
    assert brief.known_by == [Line("Alma Jani", "once, last in March 2024")]
    assert (brief.meeting_count, brief.left_out, brief.more) == (1, 0, {})


def test_all_of_a_person(halilaj, talks):
    brief = brief_of_person(halilaj, make_user(), TODAY)
    assert brief.about == [Line("Work phone", "+355 1"), Line("Source", "Business card")]
    assert brief.seats == [Line("Mayor, Municipality of Kukës", "since May 2023")]
    assert [meeting.title for meeting in brief.meetings] == ["Talks"]
    assert [line.text for line in brief.ours + brief.theirs] == ["Send figures", "Send a list"]


def test_five_meetings_newest_first_and_who_knows_them_most(kukes):
    ana, ben = make_user(full_name="Ana"), make_user(full_name="Ben", is_active=False)
    for day in range(1, 7):
        staff = [ana, ben] if day == 1 else [ben]
        make_meeting(f"Day {day}", organisations=[kukes], staff=staff, date=date(2024, 3, day))
    brief = brief_of_organisation(kukes, make_user(), TODAY)
    assert [meeting.title for meeting in brief.meetings] == [
        f"Day {day}" for day in range(6, 1, -1)
    ]
    assert brief.known_by == [
        Line("Ben", "6 times, last in March 2024", "Left"),
        Line("Ana", "once, last in March 2024"),
    ]


def test_what_is_left_out_is_counted(kukes):
    for number in range(8):
        make_appointment(make_person(f"Person {number}"), kukes, f"Post {number}")
    brief = brief_of_organisation(kukes, make_user(), TODAY)
    assert (len(brief.seats), brief.more, brief.summary) == (6, {"seats": 2}, "Not met yet.")


# Who


@pytest.mark.parametrize(
    ("role", "has_note"),
    [("viewer", False), ("staff", True), ("head of office", True), ("data manager", True)],
)
def test_the_pages_and_the_internal_note(client, role, has_note, kukes, halilaj, talks):
    client.force_login(make_user(role))
    for url in pages(kukes, halilaj):
        for response in (client.get(url), client.get(f"{url}pdf/")):
            assert response.status_code == 200
            is_pdf = response["Content-Type"] == "application/pdf"
            text = read(response.content)[1] if is_pdf else response.content.decode()
            assert "Public." in text
            assert ("Note." in text) == has_note
            assert ("for colleagues only" in text) == has_note


def test_anonymous_and_without_a_role(client, kukes, halilaj):
    for url in pages(kukes, halilaj):
        for address in (url, f"{url}pdf/"):
            assert client.get(address)["Location"].startswith(reverse("account_login"))
    client.force_login(make_user(""))
    assert [client.get(url).status_code for url in pages(kukes, halilaj)] == [403, 403]
    assert ExportRecord.objects.count() == 0


def test_unknown_and_merged_ones(client, kukes, halilaj):
    client.force_login(make_user())
    assert client.get("/organisations/nowhere/brief/").status_code == 404
    assert client.get(f"/people/{'9' * 30}/brief/pdf/").status_code == 404
    old = make_organisation("Bashkia Kukës", merged_into=kukes)
    duplicate = make_person("Albert Halilai", merged_into=halilaj)
    for url, wanted in zip(pages(old, duplicate), pages(kukes, halilaj), strict=True):
        assert client.get(url)["Location"] == wanted
        assert client.get(f"{url}pdf/")["Location"] == f"{wanted}pdf/"


@pytest.mark.parametrize(("role", "left_out"), [("staff", 0), ("head of office", 1)])
def test_a_restricted_meeting_is_in_nobodys_brief(client, role, left_out, kukes, halilaj, talks):
    talks.sensitivity = "restricted"
    talks.store()
    user = make_user(role)
    for brief in (
        brief_of_organisation(kukes, user, TODAY),
        brief_of_person(halilaj, user, TODAY),
    ):
        assert (brief.meeting_count, brief.left_out, brief.summary) == (0, left_out, "Not met yet.")
        assert brief.meetings == brief.ours == brief.theirs == brief.known_by == []
    client.force_login(user)
    for url in pages(kukes, halilaj):
        text = client.get(url).content.decode()
        assert "Talks" not in text and "Send figures" not in text
        assert ("1 restricted meeting that you can read" in text) == bool(left_out)
        assert "Talks" not in read(client.get(f"{url}pdf/").content)[1]


# The PDF


def test_the_pdf_is_tagged_named_and_on_record(client, kukes, halilaj, talks):
    user = make_user(full_name="Stefan Demo")
    client.force_login(user)
    response = client.get(f"{pages(kukes, halilaj)[0]}pdf/")
    pdf, text = read(response.content)
    assert response["Content-Disposition"] == (
        'attachment; filename="brief-municipality-of-kukes-2024-04-02.pdf"'
    )
    assert response["Cache-Control"] == "private, no-store"
    assert len(pdf.pages) == 1
    assert pdf.metadata.title == "Municipality of Kukës, brief"
    root = pdf.trailer["/Root"]
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("en", True)
    assert b"pdfuaid" in response.content or "/StructTreeRoot" in root
    for part in ("Mr. Albert Halilaj", "Send figures", "Overdue", "Made by Stefan Demo"):
        assert part in text
    record = ExportRecord.objects.get()
    assert (record.user, record.what, record.file_format, record.row_count) == (
        user,
        "Brief: Municipality of Kukës",
        "pdf",
        1,
    )


def test_a_person_is_on_record_by_number(client, halilaj):
    client.force_login(make_user())
    response = client.get(reverse("person_brief_pdf", args=[halilaj.pk]))
    assert f'filename="brief-person-{halilaj.pk}-' in response["Content-Disposition"]
    assert ExportRecord.objects.get().what == f"Brief: person {halilaj.pk}"


def full(text):
    """Return a Brief with this text everywhere, at its longest."""
    line = Line(text[:110], text[:110], "Overdue")
    meeting = MeetingLine("6 March 2024", text[:110], text[:160], text[:280], text[:160])
    lines = {"about": [line] * 7, "seats": [line] * 6, "ours": [line] * 5, "theirs": [line] * 5}
    return Brief(
        name=text[:200], summary="Met.", meetings=[meeting] * 5, known_by=[line] * 6,
        meeting_count=9, left_out=0, more={"seats": 2}, **lines,
    )  # fmt: skip


def test_the_longest_brief_is_one_page():
    pdf, text = read(brief_pdf(full("Municipality of Kukës " * 20), site="S", foot="The foot."))
    assert len(pdf.pages) == 1
    assert "and 2 more" in text and text.endswith("The foot.")


def test_a_link_of_any_length_breaks():
    link = "https://example.org/" + "letters" * 26
    pdf, text = read(brief_pdf(full(link), site="S", foot="F"))
    heading = pdf.pages[0].extract_text().splitlines()[0]
    assert link.startswith(heading) and len(heading) < 60
    assert link[:110] in text.replace(" ", "")


@pytest.mark.parametrize(
    "name",
    ["#strong[x] $a$ `c` @b <l> *b* _i_", '")#panic("x")', "= Heading // no comment /* none */"],
)
def test_markup_in_a_name_is_only_text(name):
    pdf, text = read(brief_pdf(full(name), site="S", foot="F"))
    assert pdf.metadata.title == f"{name}, brief"
    assert text.count(name) > 20


def test_letters_that_the_font_lacks_are_spelt_out():
    other = "Ελλάς, Қазақстан, وزارة الداخلية"
    assert printable({"a": [f"Kukës {other}", 3]}) == {"a": [f"Kukës {other}", 3]}
    assert printable("Kuke\u0308s\u0007") == "Kukës "
    assert "HanZi" in read(brief_pdf(full("漢字 😀 שלום"), site="S", foot="F"))[1]


def test_the_font_shows_all_that_is_listed_as_covered():
    letters = "".join(map(chr, sorted(covered())))
    assert len(letters) == 4053
    # PDF/UA refuses a letter that the font can't show.
    assert brief_pdf(full("x"), site="S", foot=letters).startswith(b"%PDF")


def test_the_fonts_are_those_of_their_readme():
    folder = DOCUMENTS / "fonts"
    readme = (folder / "README.md").read_text()
    files = sorted(folder.glob("*.ttf"))
    weights = ("Bold", "Regular")
    noto = [f"Noto{name}-{weight}.ttf" for name in ("Sans", "SansArabic") for weight in weights]
    source = [f"SourceSans3-{style}.ttf" for style in ("It", "Regular", "Semibold")]
    assert [file.name for file in files] == noto + source
    for file in files:
        assert f"| `{file.name}` | `{sha256(file.read_bytes()).hexdigest()}` |" in readme
    assert "SIL Open Font License, Version 1.1" in (folder / "OFL.md").read_text()
