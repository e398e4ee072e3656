"""The pages of imports: the data manager's alone, step by step."""

import csv
import io
import uuid
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from accounts import roles
from accounts.models import ExportRecord
from accounts.tests.factories import make_user
from engagements.models import Meeting
from intake.models import Import, ImportRow, Mapping
from intake.tests.factories import box_of, checked, csv_bytes, press_import, xlsx_bytes
from stakeholders.tests.factories import make_organisation

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("lists")]
TODAY = date(2024, 4, 1)
HEAD = ["Date", "Who", "Title"]
PLANS = [("Date", "date", "day"), ("Who", "organisations", "comma"), ("Title", "title")]
ROWS = [
    ["6/3/2024", "Caritas", "A"],
    ["31 June", "UNHCR", "B"],
    ["7/3/2024", "Municipality Kukes", "C"],
]


@pytest.fixture
def source(dora):
    """A checked import: one row ready, one wrong, one asked about."""
    make_organisation()
    return checked(csv_bytes(HEAD, *ROWS), *PLANS, user=dora, today=TODAY)


def upload(client, data, name="register.csv", **more):
    """Send the form of an upload."""
    token = more.pop("token", uuid.uuid4())
    file = SimpleUploadedFile(name, data)
    return client.post("/import/", {"file": file, "token": token, **more})


def columns_post(*fields, **more):
    """Return the answers to the page of columns; `fields` are (meaning, how)."""
    data = {
        "grouping": "rows",
        "places": "note",
        "kind": "bilateral-meeting",
        "organisation_kind": "other",
    }
    for at, (field, how) in enumerate(fields):
        data |= {f"c-{at}-field": field, f"c-{at}-how": how}
    return {**data, **more}


DISGUISED = "This file is not of the type that its name says. Open it and save it again."
NO_TEXT = "This file is not a text file. Save it as CSV (UTF-8) and choose that."
PAGES = ["import_detail", "import_sheet", "import_columns", "import_check", "import_names", "import_undo",
         "import_discard"]  # fmt: skip


def test_only_the_data_manager_comes_in(client, source):
    addresses = [reverse(name, args=[source.pk]) for name in PAGES]
    addresses += ["/import/", f"/import/{source.pk}/rows/2/", f"/import/{source.pk}/left-out/csv/"]
    for role in (roles.VIEWER, roles.STAFF, roles.HEAD_OF_OFFICE):
        client.force_login(make_user(role))
        assert {client.get(path).status_code for path in addresses} == {403}
        assert client.post(f"/import/{source.pk}/store/").status_code == 403
        assert client.post(f"/import/{source.pk}/undo/").status_code == 403
    client.logout()
    for path in addresses:
        assert client.get(path).url == f"/account/login/?next={path}"
    assert Meeting.objects.count() == 0


def test_the_menu_leads_there_for_the_data_manager_alone(client, dora):
    assert b'href="/import/"' in client.get("/").content
    client.force_login(make_user())
    assert b'href="/import/"' not in client.get("/").content


def test_an_import_that_is_not_there(client, dora):
    assert {client.get(reverse(name, args=[9])).status_code for name in PAGES} == {404}
    assert client.get("/import/9/left-out/csv/").status_code == 404


@pytest.mark.apart
def test_the_whole_way(client, dora):
    sheets = ("Notes", [["Nothing", "here"]]), ("Meetings", [["Register"], HEAD, *ROWS[:1]])
    response = upload(client, xlsx_bytes(*sheets), "register.xlsx")
    source = Import.objects.get()
    assert response.url == f"/import/{source.pk}/sheet/"
    assert client.get(response.url).context["form"].fields["sheet"].choices == [
        ("Notes", "Notes"), ("Meetings", "Meetings"),
    ]  # fmt: skip
    response = client.post(response.url, {"sheet": "Meetings", "header_row": "2"})
    assert response.url == f"/import/{source.pk}/columns/"
    page = client.get(response.url)
    assert [form.initial["field"] for form in page.context["columns"]] == [
        "date",
        "who",
        "title",
    ]
    data = columns_post(("date", "day"), ("organisations", "one"), ("title", ""), name="Ours")
    response = client.post(response.url, data)
    assert response.url == f"/import/{source.pk}/check/"
    assert client.get(response.url).url == f"/import/{source.pk}/"
    page = client.get(f"/import/{source.pk}/")
    assert (
        "1 row was read. Ready to import: 1 meeting, 1 new organisation, 0 new people."
        in page.content.decode()
    )
    response = press_import(client, source)
    assert response.url == f"/import/{source.pk}/"
    page = client.get(response.url)
    assert [str(message) for message in page.context["messages"]] == ["Imported 1 meeting."]
    meeting = Meeting.objects.get()
    assert (meeting.title, meeting.created_by) == ("A", dora)
    assert f'href="/meetings/{meeting.reference}/"' in page.content.decode()
    assert client.get(f"/import/{source.pk}/undo/").status_code == 200
    assert Meeting.objects.count() == 1
    client.post(f"/import/{source.pk}/undo/")
    assert Meeting.objects.count() == 0
    assert "Undone." in client.get(f"/import/{source.pk}/").content.decode()
    assert Mapping.objects.get().name == "Ours"


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"x" * 50, "register.xlsx", DISGUISED),
        (b"Date\n1\0", "register.csv", NO_TEXT),
        (b"%PDF", "register.pdf", "Registers can be Excel (xlsx, xlsm, xls), OpenDocument (ods) or CSV files."),
        (b"", "register.csv", "The submitted file is empty."),
        (b"  \n", "register.csv", "This file is empty."),
        (b"x" * 2000, "register.csv", "This file is too large. Choose one of 1.0\xa0KB or less."),
    ],
)  # fmt: skip
def test_what_can_not_be_read_is_refused_in_words(client, dora, settings, data, name, said):
    settings.IMPORT_LIMIT_BYTES = 1024
    response = upload(client, data, name)
    assert response.status_code == 422
    assert response.context["form"].errors["file"] == [said]
    assert Import.objects.count() == 0


def test_an_upload_sent_twice_is_one(client, dora):
    token = uuid.uuid4()
    upload(client, csv_bytes(HEAD, *ROWS), token=token)
    assert upload(client, csv_bytes(HEAD, *ROWS), token=token).url == "/import/"
    assert Import.objects.count() == 1


def test_a_refused_upload_can_be_sent_again(client, dora):
    token = uuid.uuid4()
    upload(client, b"A\0", token=token)
    assert upload(client, csv_bytes(HEAD, *ROWS), token=token).status_code == 302


def test_a_row_of_headings_that_is_not_there(client, dora):
    upload(client, csv_bytes(HEAD, *ROWS))
    path = f"/import/{Import.objects.get().pk}/sheet/"
    for number in ("99", "", "x", "-1"):
        response = client.post(path, {"header_row": number})
        assert (response.status_code, list(response.context["form"].errors)) == (
            422,
            ["header_row"],
        )


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        (
            [("title", ""), ("", ""), ("", "")],
            "Say which column is the date: without one there is no meeting.",
        ),
        (
            [("date", "day"), ("title", ""), ("title", "")],
            "Two columns can’t both be “Title”. Leave one out.",
        ),
    ],
)
def test_columns_that_are_no_register(client, dora, fields, said):
    upload(client, csv_bytes(HEAD, *ROWS))
    response = client.post(f"/import/{Import.objects.get().pk}/columns/", columns_post(*fields))
    assert response.status_code == 422
    assert response.context["errors"] == [{"target": "", "text": said}]
    assert ImportRow.objects.count() == 0


@pytest.mark.parametrize(
    ("fields", "at", "said"),
    [
        (
            [("date", "comma"), ("", ""), ("title", "")],
            0,
            "These are dates. Choose which comes first, day or month.",
        ),
        (
            [("date", "day"), ("organisations", "month"), ("title", "")],
            1,
            "These are names. Choose how they are separated.",
        ),
    ],
)
def test_a_way_to_write_something_else(client, dora, fields, at, said):
    upload(client, csv_bytes(HEAD, *ROWS))
    response = client.post(f"/import/{Import.objects.get().pk}/columns/", columns_post(*fields))
    assert response.status_code == 422
    columns = response.context["columns"]
    assert [form.errors.get("how", []) for form in columns][at] == [said]
    assert columns.total_error_count() == 1
    assert ImportRow.objects.count() == 0


def test_a_way_to_write_says_nothing_of_a_title(client, dora):
    upload(client, csv_bytes(HEAD, *ROWS))
    source = Import.objects.get()
    client.post(
        f"/import/{source.pk}/columns/",
        columns_post(("date", "day"), ("title", "comma"), ("", "month")),
    )
    source.refresh_from_db()
    assert [plan["how"] for plan in source.columns] == ["day", "", ""]


def test_nonsense_sent_to_the_columns(client, dora):
    upload(client, csv_bytes(HEAD, *ROWS))
    path = f"/import/{Import.objects.get().pk}/columns/"
    for data in (
        {},
        {"c-TOTAL_FORMS": "x"},
        columns_post(("nonsense", "day"), ("date", "nonsense"), ("", "")),
    ):
        assert client.post(path, data).status_code == 422
    assert (
        client.get(path + "?mapping=x").status_code
        == client.get(path + "?mapping=99").status_code
        == 200
    )


def test_a_mapping_is_used_again_and_written_over(client, dora):
    data = columns_post(
        ("date", "month"), ("organisations", "slash"), ("", ""), name="Ours", places="refuse"
    )
    upload(client, csv_bytes(HEAD, *ROWS))
    client.post(f"/import/{Import.objects.get().pk}/columns/", data)
    mapping = Mapping.objects.get()
    upload(client, csv_bytes(["Who", "Date", "More"], ["Caritas", "3/6/2024", ""]))
    path = f"/import/{Import.objects.first().pk}/columns/"
    page = client.get(f"{path}?mapping={mapping.pk}")
    assert [(form.initial["field"], form.initial["how"]) for form in page.context["columns"]] == [
        ("organisations", "slash"), ("date", "month"), ("", ""),
    ]  # fmt: skip
    assert page.context["form"].initial["places"] == "refuse"
    client.post(path, columns_post(("title", ""), ("date", "day"), ("", ""), name="Ours"))
    mapping.refresh_from_db()
    assert [plan["field"] for plan in mapping.columns] == ["title", "date", ""]
    assert Mapping.objects.count() == 1


def test_the_progress_of_a_long_check_is_shown(client, source, monkeypatch):
    Import.objects.update(status="checking")
    source.rows.filter(number__gt=2).update(state="waiting")
    monkeypatch.setattr("intake.views.registers.check_some", lambda source, today: 2)
    page = client.get(f"/import/{source.pk}/check/").content.decode()
    assert "1 of 3 rows checked." in page
    assert '<meta http-equiv="refresh" content="0">' in page


def test_rows_are_shown_by_their_state(client, source):
    page = client.get(f"/import/{source.pk}/")
    assert page.context["tabs"] == [
        ("wrong", "Has an error", 1, True), ("asked", "Needs an answer", 1, False), ("ready", "Ready", 1, False),
    ]  # fmt: skip
    assert "Row 3, Date: ‘31 June’ is not a real date." in " ".join(page.content.decode().split())
    page = client.get(f"/import/{source.pk}/?state=ready").content.decode()
    assert "6 March 2024" in page and "31 June" not in page
    page = client.get(f"/import/{source.pk}/?state=asked").content.decode()
    assert "who is meant by “Municipality Kukes”?" in page
    for bad in ("?state=nonsense", "?after=x", "?before=99999999999999999999"):
        assert client.get(f"/import/{source.pk}/{bad}").status_code == 200


def test_many_rows_take_no_more_queries(client, dora, django_assert_num_queries):
    rows = [[f"{day}/3/2024", f"Organisation {day}", ""] for day in range(1, 29)]
    few = checked(csv_bytes(HEAD, *rows[:2]), *PLANS, user=dora, today=TODAY)
    many = checked(csv_bytes(HEAD, *rows), *PLANS, user=dora, today=TODAY)
    for source in (few, many):
        with django_assert_num_queries(8):  # session, user, groups, import, counts, rows, print (2)
            client.get(f"/import/{source.pk}/")


def test_a_row_shorter_than_its_heading_is_put_right_in_the_preview(client, dora):
    source = checked(csv_bytes(HEAD, ["6 March 2024"]), *PLANS, user=dora, today=TODAY)
    form = client.get(f"/import/{source.pk}/rows/2/").context["form"]
    assert [form[name].initial for name in form.fields] == ["6 March 2024", "", ""]


def test_a_cell_is_put_right_in_the_preview(client, source):
    path = f"/import/{source.pk}/rows/3/"
    assert client.get(path).context["form"].initial == {}
    response = client.post(path, {"cell-0": "30 June 2023", "cell-1": "UNHCR", "cell-2": "B"})
    client.get(response.url)
    row = source.rows.get(number=3)
    assert (row.state, row.fixed, row.cells[0]) == ("ready", {"0": "30 June 2023"}, "31 June")
    client.post(path, {"cell-0": "31 June", "cell-1": "UNHCR", "cell-2": "B"})
    client.get(response.url)
    row.refresh_from_db()
    assert (row.state, row.fixed) == ("wrong", {})


def test_a_row_that_can_not_be_changed(client, source):
    source.rows.filter(number=2).update(state="here")
    assert client.get(f"/import/{source.pk}/rows/2/").status_code == 404
    assert client.get(f"/import/{source.pk}/rows/99/").status_code == 404


@pytest.mark.parametrize(
    ("said", "name"), [("known", "Municipality of Kukës"), ("new", "Municipality Kukes")]
)
def test_a_name_is_answered_once_for_all_rows(client, source, said, name):
    path = f"/import/{source.pk}/names/"
    (question,) = client.get(path).context["questions"]
    assert (question.name, question.rows, question.first_row) == ("Municipality Kukes", 1, 4)
    ((key, label, _kind),) = question.options
    assert label == "Municipality of Kukës"
    response = client.post(path, {question.box: key if said == "known" else "new"})
    client.get(response.url)
    row = source.rows.get(number=4)
    assert row.state == "ready"
    assert [party["name"] for party in row.outcome["parties"]] == [name]
    assert client.get(path).url == f"/import/{source.pk}/"


def test_an_answer_that_was_not_offered_is_none(client, source):
    client.post(
        f"/import/{source.pk}/names/",
        {box_of("Municipality Kukes"): "o999", box_of("Caritas"): "new"},
    )
    source.refresh_from_db()
    assert source.answers == {}
    assert source.rows.get(number=4).state == "asked"


def test_rows_left_out_are_downloaded_with_reasons_and_can_be_imported_again(client, source):
    response = client.get(f"/import/{source.pk}/left-out/csv/")
    data = b"".join(response.streaming_content)
    found = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert found == [
        [*HEAD, "Sheet row", "What is wrong"],
        ["31 June", "UNHCR", "B", "3", "Date: ‘31 June’ is not a real date."],
        ["7/3/2024", "Municipality Kukes", "C", "4", "Who: “Municipality Kukes”: who is meant?"],
    ]
    record = ExportRecord.objects.get()
    assert (record.what, record.row_count) == ("Rows left out of an import", 2)
    mended = data.decode("utf-8-sig").replace("31 June", "30 June 2023").encode()
    upload(client, mended)
    again = Import.objects.first()
    page = client.get(f"/import/{again.pk}/columns/")
    assert [form.initial["field"] for form in page.context["columns"]] == [
        "date",
        "who",
        "title",
        "",
        "",
    ]
    assert client.get(f"/import/{source.pk}/left-out/pdf/").status_code == 404
    response = client.get(f"/import/{source.pk}/left-out/xlsx/")
    book = load_workbook(io.BytesIO(response.getvalue()))
    assert [cell.value for cell in book.active[2]] == found[1][:3] + [3, found[1][4]]


def test_records_that_changed_since_the_check_stop_the_import(client, source):
    row = source.rows.get(number=2)
    row.outcome["parties"][0]["organisation"] = 999
    row.save()
    response = press_import(client, source, follow=True)
    assert "Nothing was imported" in " ".join(
        str(message) for message in response.context["messages"]
    )
    assert Meeting.objects.count() == 0
    row.refresh_from_db()
    assert row.outcome["parties"][0]["organisation"] is None


def test_an_import_that_was_undone_keeps_what_was_used(client, source):
    press_import(client, source)
    Meeting.objects.get().set_status("cancelled")
    response = client.post(f"/import/{source.pk}/undo/", follow=True)
    assert (
        "1 meetings, 1 organisations, 0 people: changed, used or signed since"
        in response.content.decode()
    )


def test_a_step_that_is_over_leads_to_the_import(client, source):
    press_import(client, source)
    for name in (
        "import_sheet",
        "import_columns",
        "import_check",
        "import_names",
        "import_discard",
    ):
        assert client.get(reverse(name, args=[source.pk])).url == f"/import/{source.pk}/"
    assert press_import(client, source).url == f"/import/{source.pk}/"
    assert Meeting.objects.count() == 1


def test_steps_in_the_wrong_order_lead_to_the_next_one(client, dora):
    upload(client, csv_bytes(HEAD, *ROWS))
    pk = Import.objects.get().pk
    assert client.get(f"/import/{pk}/").url == f"/import/{pk}/sheet/"
    assert client.get(f"/import/{pk}/check/").url == f"/import/{pk}/columns/"
    assert client.get(f"/import/{pk}/undo/").url == f"/import/{pk}/"
    assert client.get(f"/import/{pk}/store/").status_code == 405
    Import.objects.update(status="checking")
    assert client.get(f"/import/{pk}/").url == f"/import/{pk}/check/"


def test_an_import_is_discarded_with_its_file(
    client, source, tmp_path, django_capture_on_commit_callbacks
):
    assert client.get(f"/import/{source.pk}/discard/").status_code == 200
    assert Import.objects.count() == 1
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(f"/import/{source.pk}/discard/").url == "/import/"
    assert (Import.objects.count(), ImportRow.objects.count()) == (0, 0)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_all_here_already(client, source):
    press_import(client, source)
    again = checked(csv_bytes(HEAD, ROWS[0]), *PLANS, user=source.created_by, today=TODAY)
    assert "All 1 rows are here already." in client.get(f"/import/{again.pk}/").content.decode()


def test_a_meeting_restricted_since_is_not_shown(client, source):
    press_import(client, source)
    page = client.get(f"/import/{source.pk}/?state=ready")
    assert (len(page.context["lines"]), page.context["counts"]["ready"]) == (1, 1)
    Meeting.objects.update(sensitivity="restricted")
    page = client.get(f"/import/{source.pk}/?state=ready")
    assert (page.context["lines"], page.context["counts"]["ready"]) == ([], 0)
    assert Meeting.objects.get().reference not in page.content.decode()
