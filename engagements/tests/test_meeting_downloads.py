"""CSV and Excel of the meetings list: just what it shows, for each reader, and on record."""

import csv
import io
from datetime import date

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from accounts.models import ExportRecord
from accounts.tests.factories import make_user
from engagements.models import Meeting
from engagements.tests.factories import make_area, make_meeting
from stakeholders.models import Person
from stakeholders.tests.factories import make_location, make_organisation, make_person

pytestmark = pytest.mark.django_db
CSV, XLSX = "/meetings/download/csv/", "/meetings/download/xlsx/"
NOTE = "Internal note"


@pytest.fixture
def charlie(client):
    """A colleague, signed in, who was in all the meetings of these tests."""
    user = make_user(full_name="Charlie Brown")
    client.force_login(user)
    return user


@pytest.fixture
def full(charlie):
    """One meeting with something in every column."""
    town = make_organisation("Municipality of Kukës")
    meeting = make_meeting(
        "=HYPERLINK(1)",
        location=make_location("Kukës"),
        areas=[make_area(), make_area("avrr", "AVRR")],
        staff=[charlie],
        organisations=[town, make_organisation("Embassy of Germany")],
        created_by=charlie,
        end_date=date(2024, 3, 7),
        event_name="Invest in North",
        public_line='Said "yes",\nthen left.',
        internal_note="@worried",
    )
    first, second = meeting.counterparts.all()
    first.attend(make_person("Albert Halilaj", honorific="Mr."), title="Mayor")
    second.people_count, second.group_label = 4, "Technical staff"
    second.save()
    meeting.action_points.create(text="Send it", owner=charlie, due=date(2024, 3, 8))
    meeting.action_points.create(text="Answer", promised_by="them", organisation=town)
    return meeting


def read(answer):
    """Return the file to its end: a plain ``close()`` would close the test's connection too."""
    return b"".join(answer.streaming_content)


def csv_rows(client, query="", address=CSV):
    """Return the rows of the CSV as dictionaries."""
    content = read(client.get(f"{address}?{query}"))
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def sheet(client, query=""):
    """Return the one sheet of the Excel file."""
    content = read(client.get(f"{XLSX}?{query}"))
    return load_workbook(io.BytesIO(content)).active


EXPECTED = {
    "Reference": "2024-03-001",
    "Date": "2024-03-06",
    "Day recorded": "Yes",
    "Last day": "2024-03-07",
    "Kind": "Bilateral meeting",
    "How": "In person",
    "Title": "'=HYPERLINK(1)",
    "Name of the event": "Invest in North",
    "Place": "Kukës",
    "County": "Kukës",
    "Organisations": "Municipality of Kukës; Embassy of Germany",
    "People": "Mr. Albert Halilaj, Mayor; Technical staff (4)",
    "People met, at least": "5",
    "From IOM": "Charlie Brown",
    "Thematic areas": "AVRR; Protection",
    "Public line": 'Said "yes",\nthen left.',
    NOTE: "'@worried",
    "Action points": "We promised: Send it (Charlie Brown, due 8 March 2024, open); "
    "They promised: Answer (Municipality of Kukës, open)",
    "Status": "Logged",
    "Logged by": "Charlie Brown",
}


def test_every_column_of_the_csv(client, full):
    assert csv_rows(client) == [EXPECTED]


def test_excel_says_the_same_with_real_dates_and_numbers(client, full):
    rows = sheet(client)
    heads, cells = list(rows.iter_rows())
    assert [cell.value for cell in heads] == list(EXPECTED)
    found = dict(zip(EXPECTED, cells, strict=True))
    assert found.pop("Date").value.date() == date(2024, 3, 6)
    assert found.pop("Last day").value.date() == date(2024, 3, 7)
    assert found.pop("People met, at least").value == 5
    assert {name: cell.value for name, cell in found.items()} == {
        name: EXPECTED[name].removeprefix("'") for name in found
    }
    assert {cell.data_type for cell in found.values()} == {"s"}
    assert rows.freeze_panes == "A2"


def test_one_person_without_a_name_has_no_number(client, full):
    full.counterparts.update(people_count=2, group_label="Aides")
    assert csv_rows(client)[0]["People"] == "Mr. Albert Halilaj, Mayor; Aides; Aides (2)"


def test_month_only_and_nothing_known(client, charlie):
    make_meeting("Bare", date=date(2024, 3, 1), date_precision="month", created_by=charlie)
    row = csv_rows(client)[0]
    assert (row["Date"], row["Day recorded"], row["People met, at least"]) == (
        "2024-03-01",
        "No",
        "",
    )
    assert sheet(client)["I2"].value is None


@pytest.fixture(scope="module")
def talks(module_db):
    """Six talks, some with a colleague, one restricted and one a draft."""
    colleague = make_user()
    for number in range(6):
        make_meeting(
            f"Talk {5 - number}",
            date=date(2024, 3 + number % 2, 9 + number),
            staff=[colleague] if number % 3 else [],
        )
    make_meeting("Secret talk", sensitivity="restricted", staff=[colleague])
    make_meeting("Draft talk", status="draft")


@pytest.mark.parametrize(
    "query", ["", "month=2024-03&sort=oldest", "sort=title&gap=staff", "q=talk"]
)
@pytest.mark.parametrize("role", ["viewer", "staff", "head of office", "data manager"])
def test_just_the_rows_of_the_page_in_its_order(client, talks, role, query):
    client.force_login(make_user(role))
    shown = [
        row.title
        for row in client.get(f"/meetings/?{query}").context["page"].rows
        if not row.is_restricted
    ]
    assert shown
    rows, table = csv_rows(client, query), sheet(client, query)
    assert [row["Title"] for row in rows] == shown
    assert [row[6].value for row in table.iter_rows(min_row=2)] == shown
    assert (NOTE in rows[0]) == (role != "viewer")
    assert (NOTE in [cell.value for cell in table[1]]) == (role != "viewer")


def test_restricted_meetings_stay_even_for_those_present(client, charlie):
    make_meeting("Secret", sensitivity="restricted", staff=[charlie])
    for query in ("", "restricted=only", "q=secret"):
        assert csv_rows(client, query) == []
    assert list(ExportRecord.objects.values_list("row_count", flat=True)) == [0, 0, 0]
    page = client.get("/meetings/").content.decode()
    assert "1 of these is restricted and left out of downloads." in page


def test_each_download_is_on_record_without_names(client, charlie):
    person, organisation = make_person("Zog Zogu"), make_organisation("Embassy of Spain")
    meeting = make_meeting(
        "A talk", organisations=[organisation], areas=[make_area()], staff=[charlie]
    )
    meeting.counterparts.get().attend(person)
    query = f"month=2024-03&area=protection&q=zogu&person={person.pk}&colleague={charlie.pk}"
    answer = client.get(f"{XLSX}?{query}&organisation={organisation.slug}")
    assert answer["Content-Disposition"] == 'attachment; filename="meetings-2024-03.xlsx"'
    assert answer["Cache-Control"] == "private, no-store"
    read(answer)
    record = ExportRecord.objects.get()
    assert (record.user, record.what, record.file_format, record.row_count) == (
        charlie, "Meetings", "xlsx", 1,
    )  # fmt: skip
    assert record.filters == (
        "Words: not kept; Month: March 2024; Thematic area: Protection; Colleague: not kept; "
        "Organisation: Embassy of Spain; Person: not kept"
    )


def test_long_filters_fit_the_record(client, charlie):
    areas = [make_area(f"area-{n}", f"{n} {'long name ' * 6}") for n in range(20)]
    read(client.get(CSV, {"area": [area.code for area in areas]}))
    assert len(ExportRecord.objects.get().filters) == 500


def test_the_page_leads_to_its_own_download(client, charlie):
    make_meeting("A talk", areas=[make_area()])
    text = client.get("/meetings/?area=protection&month=2024-13&sort=title").content.decode()
    assert f'href="{CSV}?area=protection&amp;sort=title"' in text
    assert f'href="{XLSX}?area=protection&amp;sort=title"' in text


@pytest.mark.parametrize("address", [CSV, XLSX])
def test_who_may_download(client, address):
    assert client.get(address).url.startswith("/account/login/")
    client.force_login(make_user(""))
    assert client.get(address).status_code == 403
    client.force_login(make_user("viewer"))
    assert client.head(address).status_code == 405
    assert client.post(address).status_code == 405
    assert not ExportRecord.objects.exists()
    answer = client.get(address)
    assert answer.status_code == 200
    assert read(answer)


def test_other_formats_do_not_exist(client, charlie):
    assert client.get("/meetings/download/exe/").status_code == 404
    assert not ExportRecord.objects.exists()


def test_queries_do_not_grow_within_a_chunk(client, charlie, django_assert_num_queries):
    for rows in (range(2), range(2, 9)):
        for number in rows:
            meeting = make_meeting(
                f"M{number}", organisations=[make_organisation(f"O{number}")], areas=[make_area()],
                location=make_location(f"Town {number}"), staff=[charlie],
            )  # fmt: skip
            meeting.counterparts.get().attend(make_person(f"P{number}"))
            meeting.action_points.create(text="Send it", owner=charlie)
        for address in (CSV, XLSX):
            with django_assert_num_queries(12):
                read(client.get(address))


def test_the_heading_is_sent_before_a_meeting_is_read(client, full, django_assert_num_queries):
    parts = iter(client.get(CSV).streaming_content)
    with django_assert_num_queries(0):
        heading = next(parts).decode("utf-8-sig")
    assert list(csv.reader([heading])) == [list(EXPECTED)]
    assert b"2024-03-001" in b"".join(parts)


def test_what_is_deleted_or_restricted_meanwhile_is_left_out(client, charlie, monkeypatch):
    monkeypatch.setattr("engagements.export_columns.AT_A_TIME", 2)
    late, gone, secret, early = (make_meeting(f"M{n}", date=date(2024, 3, 9 - n)) for n in range(4))
    answer = client.get(CSV)
    gone.delete()
    Meeting.objects.filter(pk=secret.pk).update(sensitivity="restricted")
    lines = read(answer).decode().splitlines()[1:]
    assert [line.split(",")[6] for line in lines] == [late.title, early.title]


def test_names_are_those_of_the_records(client, charlie):
    ministry = make_organisation("Ministry of Interior")
    unit = make_organisation("Visa Unit", parent=ministry)
    meeting = make_meeting(
        "A talk", organisations=[unit], place_text="The border", other_places="Has"
    )
    counterpart, gone = meeting.counterparts.get(), make_person("Zog Zogu")
    counterpart.attend(gone, title="Head")
    counterpart.attend(make_person("Anna Kola"))
    Person.objects.filter(pk=gone.pk).update(anonymised_at=timezone.now())
    meeting.action_points.create(text="Call", promised_by="them", person=gone)
    meeting.action_points.create(text="Write", promised_by="them", organisation=unit)
    row = csv_rows(client)[0]
    assert row["Organisations"] == "Visa Unit, Ministry of Interior"
    assert row["People"] == "Name removed, Head; Anna Kola"
    assert row["Place"] == "The border, also Has"
    assert row["Action points"] == (
        "They promised: Call (Name removed, open); "
        "They promised: Write (Visa Unit, Ministry of Interior, open)"
    )
