"""Tables of the admin as files: who may, what comes out, a dry run, all rows or none, bad files."""

import csv
import io
import zipfile

import openpyxl
import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.models import ExportRecord
from accounts.tests.factories import make_user
from engagements.models import ThematicArea
from engagements.tests.factories import make_area
from engagements.tests.factories import make_kind as make_meeting_kind
from stakeholders.models import Appointment, Location, Organisation, Person
from stakeholders.tests.factories import (
    make_appointment,
    make_kind,
    make_location,
    make_organisation,
    make_person,
)

pytestmark = pytest.mark.django_db
AREAS = "/admin/engagements/thematicarea/"
ORGANISATIONS = "/admin/stakeholders/organisation/"
PEOPLE = "/admin/stakeholders/person/"
POSTS = "/admin/stakeholders/appointment/"
PLACES = "/admin/stakeholders/location/"
ALL = [
    AREAS,
    ORGANISATIONS,
    PEOPLE,
    POSTS,
    PLACES,
    "/admin/engagements/meetingkind/",
    "/admin/stakeholders/organisationkind/",
]
CSV, XLSX = "0", "1"


@pytest.fixture
def manager(client):
    """A data manager, signed in."""
    user = make_user("data manager")
    client.force_login(user)
    return user


def upload(client, address, content, file_format=CSV, name="table.csv"):
    """Send a file for the dry run."""
    content = content.encode() if isinstance(content, str) else content
    file = SimpleUploadedFile(name, content)
    return client.post(
        f"{address}import/", {"import_file": file, "format": file_format, "resource": "0"}
    )


def confirm(client, address, page, **changed):
    """Press the button of the preview."""
    return client.post(
        f"{address}process_import/", {**page.context["confirm_form"].initial, **changed}
    )


def store(client, address, content, **options):
    """Import a file that is sound, through its preview."""
    page = upload(client, address, content, **options)
    assert page.context.get("confirm_form"), text_of(page)
    assert confirm(client, address, page).status_code == 302


def text_of(page):
    """Return the main part of a page."""
    return page.content.decode().partition('id="content"')[2]


def workbook(*rows):
    """Return an Excel file of these rows."""
    book, file = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


def taken(client, address, file_format="csv", query=""):
    """Return the rows of a download as dictionaries."""
    response = client.post(f"{address}download/{query}", {"format": file_format})
    assert response.status_code == 200
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


# Who


@pytest.mark.parametrize("address", ALL)
@pytest.mark.parametrize("page", ["import/", "download/"])
def test_the_data_manager_alone(client, manager, address, page):
    assert client.get(address + page).status_code == 200
    for role in ("viewer", "staff", "head of office"):
        client.force_login(make_user(role))
        for method in (client.get, client.post):
            assert method(address + page).status_code in (302, 403)
            assert method(address + page, follow=True).status_code == 403


def test_the_last_step_is_closed_too(client):
    for role in ("viewer", "staff", "head of office"):
        client.force_login(make_user(role))
        assert client.post(f"{AREAS}process_import/", follow=True).status_code == 403


def test_anonymous_is_led_to_sign_in(client):
    for page in ("import/", "download/", "process_import/"):
        assert "/login/" in client.get(AREAS + page)["Location"]


def test_the_list_leads_there(client, manager):
    text = client.get(f"{AREAS}?is_active__exact=1").content.decode()
    assert f'href="{AREAS}import/"' in text.replace("'", '"')
    assert f'href="{AREAS}download/?is_active__exact=1"' in text


@pytest.mark.parametrize("address", ALL)
@pytest.mark.parametrize("page", ["", "import/", "download/"])
def test_no_inline_script_or_style(client, manager, address, page):
    text = client.get(address + page).content.decode()
    assert " style=" not in text
    assert "<style" not in text
    assert " onchange=" not in text
    assert text.count("<script") == text.count("<script src") + text.count(
        '<script type="module" src'
    ) + text.count('<script type="text/javascript" src') + text.count('type="application/json"')


# Out


def test_a_download_is_on_record_and_holds_natural_keys(client, manager):
    kukes = make_location(pcode="AL0802")
    make_organisation(location=kukes, notes="=1+1", short_name="MK")
    unit = make_organisation("Social services", parent=Organisation.objects.get())
    rows = taken(client, ORGANISATIONS, query="?q=kuk")
    assert [row["name"] for row in rows] == ["Municipality of Kukës", "Social services"]
    assert rows[0]["notes"] == "'=1+1"
    assert (rows[0]["kind"], rows[0]["location"]) == ("local-government", "kukes")
    assert rows[1]["parent"] == "municipality-of-kukes"
    assert rows[1]["slug"] == unit.slug
    record = ExportRecord.objects.get()
    assert (record.user, record.row_count, record.file_format) == (manager, 2, "csv")
    assert record.what == "Organisations, table of the admin"
    assert "kuk" not in record.filters


def test_a_download_takes_the_list_as_it_is_filtered(client, manager):
    make_area()
    make_area("old", "Old", is_active=False)
    assert [row["code"] for row in taken(client, AREAS, query="?is_active__exact=0")] == ["old"]
    assert client.get(f"{AREAS}download/?nonsense=1")["Location"] == AREAS


def test_excel_holds_no_formula(client, manager):
    make_area(description="=1+1")
    response = client.post(f"{AREAS}download/", {"format": "xlsx"})
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    headings = [cell.value for cell in sheet[1]]
    cell = sheet[2][headings.index("description")]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_a_format_that_is_not_one_takes_nothing(client, manager):
    assert client.post(f"{AREAS}download/", {"format": "pdf"}).status_code == 200
    assert not ExportRecord.objects.exists()


@pytest.mark.parametrize("address", ALL)
def test_a_download_takes_the_same_queries_whatever_there_is(
    client, manager, django_assert_max_num_queries, address
):
    parent = make_organisation("Municipality of Has", location=make_location())
    for number in range(5):
        unit = make_organisation(f"Unit {number}", parent=parent, focal_point=manager)
        make_appointment(make_person(f"Person {number}"), unit)
        make_area(f"area-{number}", f"Area {number}")
    with django_assert_max_num_queries(12):
        taken(client, address)


# In


def test_a_dry_run_shows_what_would_change_and_stores_nothing(client, manager):
    make_area(description="Of people")
    page = upload(
        client, AREAS, "code,name,description\nprotection,Protection,Of <b>all\ndtm,DTM,\n"
    )
    text = text_of(page)
    assert "<del>Of people</del> <ins>Of &lt;b&gt;all</ins>" in text
    assert "<ins>DTM</ins>" in text
    assert " style=" not in page.content.decode()
    assert ThematicArea.objects.get().description == "Of people"
    confirm(client, AREAS, page)
    assert set(ThematicArea.objects.values_list("code", "description")) == {
        ("protection", "Of <b>all"),
        ("dtm", ""),
    }
    newest = ThematicArea.objects.get(code="dtm").history.get()
    assert (newest.history_user, newest.history_change_reason) == (manager, "Imported from a table")
    assert LogEntry.objects.count() == 2


@pytest.mark.parametrize("address", ALL)
def test_what_was_taken_out_comes_in_and_changes_nothing(client, manager, address):
    person, parent = (
        make_person(notes="-1"),
        make_organisation(location=make_location(pcode="AL0802")),
    )
    make_appointment(person, make_organisation("Unit", parent=parent, focal_point=manager))
    make_area(description="'=quoted")
    make_meeting_kind()
    response = client.post(f"{address}download/", {"format": "csv"})
    page = upload(client, address, b"".join(response.streaming_content))
    rows = page.context["result"].rows
    assert rows
    assert {row.import_type for row in rows} == {"skip"}


def test_excel_and_semicolons_are_read(client, manager):
    store(
        client, AREAS, workbook(["code", "name", None], ["a", "Area A", None], [None, None], ["b", "B"]),
        file_format=XLSX, name="t.xlsx",
    )  # fmt: skip
    store(client, AREAS, "\ufeffcode;name\r\nc;Area, C\r\n;\r\n")
    assert list(ThematicArea.objects.order_by("code").values_list("code", "name")) == [
        ("a", "Area A"),
        ("b", "B"),
        ("c", "Area, C"),
    ]


def test_organisations_by_address_or_by_name_and_parent(client, manager):
    kind, place = make_kind(), make_location(pcode="AL0802")
    first = make_organisation("Old name")
    content = "slug,name,parent,kind,location\n"
    content += f"{first.slug},New name,,{kind.code},AL0802\n,Unit,New name,{kind.name},kukes\n"
    store(client, ORGANISATIONS, content)
    first.refresh_from_db()
    unit = Organisation.objects.get(name="Unit")
    assert (first.name, first.slug, first.location) == ("New name", "old-name", place)
    assert (unit.parent, unit.slug, unit.location) == (first, "unit-new-name", place)
    again = upload(client, ORGANISATIONS, f"name,parent,kind\nUnit,{first.slug},{kind.code}\n")
    assert [row.import_type for row in again.context["result"].rows] == ["skip"]


def test_people_by_number_or_by_name(client, manager):
    first, twin, other = make_person(), make_person("Twin"), make_person("Twin")
    store(
        client, PEOPLE,
        f"number,full_name,email\n{first.pk},Albert H.,a@example.org\n,Nobody Yet,\n{twin.pk},Twin,t@example.org\n",
    )  # fmt: skip
    first.refresh_from_db()
    assert (first.full_name, first.email) == ("Albert H.", "a@example.org")
    assert Person.objects.filter(full_name="Nobody Yet").count() == 1
    page = upload(client, PEOPLE, "full_name\nTwin\n")
    assert "Several people are called “Twin”. Give the number of the one you mean." in text_of(page)
    assert not other.email


def test_an_old_file_brings_back_nothing_of_who_was_anonymised(client, manager):
    person = make_person("Anonymised", anonymised_at=timezone.now())
    page = upload(client, PEOPLE, f"number,full_name,email\n{person.pk},Albert,a@example.org\n")
    assert "This person was anonymised, so nothing is written." in text_of(page)
    assert page.context.get("confirm_form") is None
    page = upload(client, PEOPLE, f"number,full_name\n{person.pk},Anonymised\n")
    assert [row.import_type for row in page.context["result"].rows] == ["skip"]


def test_posts(client, manager):
    person, office = make_person(), make_organisation()
    content = "person,organisation,title,started,ended\n"
    content += (
        f"{person.full_name},{office.slug},Mayor,2019-01-01,\n{person.pk},{office.name},Clerk,,\n"
    )
    store(client, POSTS, content)
    page = upload(client, POSTS, content)
    assert [row.import_type for row in page.context["result"].rows] == ["skip", "skip"]
    store(client, POSTS, content.replace("2019-01-01,", "2019-01-01,2023-05-01"))
    assert set(Appointment.objects.values_list("title", "started__year", "ended__year")) == {
        ("Mayor", 2019, 2023),
        ("Clerk", None, None),
    }


def test_places_by_p_code(client, manager):
    place = make_location(pcode="AL0802")
    store(client, PLACES, "slug,name,pcode\nanother,Kukës,AL0802\n")
    place.refresh_from_db()
    assert (place.slug, Location.objects.filter(level="municipality").count()) == ("another", 1)


@pytest.mark.parametrize(
    ("address", "content", "said"),
    [
        (AREAS, "code,name\na,\n", "This field cannot be blank."),
        (AREAS, "code,name\nno spaces,A\n", "Enter a valid “slug”"),
        (AREAS, "code,name,position\na,A,x\n", "Enter a number."),
        (AREAS, "code,name\na,A\0B\n", "This contains a character that isn’t text."),
        (ORGANISATIONS, "name,kind\nA,nothing\n", "Kind of organisation “nothing” is not known."),
        (
            ORGANISATIONS,
            "slug,name\nnobody,A\n",
            "“nobody” is not known. Leave this empty for a new",
        ),
        (PEOPLE, "number,full_name\n²,A\n", "“²” is not known."),
        (PEOPLE, "full_name,last_confirmed\nA,soon\n", "Value could not be parsed"),
        (PLACES, "slug,name,level,parent\na,A,municipality,\n", "only a country is in nothing."),
        (POSTS, "person,organisation,title\nA,B,C\n", "Person “A” is not known."),
    ],
)
def test_a_row_that_breaks_a_rule_stops_all(client, manager, address, content, said):
    page = upload(client, address, content)
    assert page.status_code == 200
    assert said in text_of(page)
    assert page.context.get("confirm_form") is None


@pytest.mark.parametrize(
    ("address", "content", "said"),
    [
        (
            AREAS,
            "code,name\na,A\nb,\n",
            "<td>3</td> <td>name</td> <td>This field cannot be blank.</td>",
        ),
        (POSTS, "person,organisation,title\nA,B,C\n", "<td>2</td>"),
    ],
)
def test_the_row_is_the_one_of_the_sheet(client, manager, address, content, said):
    assert said in " ".join(upload(client, address, content).content.decode().split())


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("code,nam\na,A\n", "Unknown columns: nam. The columns are: code, name, description"),
        ("code,code\na,A\n", "A column appears twice."),
        ("name\nA\n", "code"),
        ("", "The submitted file is empty."),
        ("code,name\n", "No valid data to import."),
        (b"code,name\na,\xff\n", "This can’t be read."),
        ("code,name\na,A,B\n", "This can’t be read."),
    ],
)
def test_a_file_that_does_not_fit_is_refused(client, manager, content, said):
    page = upload(client, AREAS, content)
    assert page.status_code == 200
    assert said in text_of(page).replace("&quot;", "'")
    assert "Traceback" not in text_of(page)
    assert page.context.get("confirm_form") is None
    assert not ThematicArea.objects.exists()


@pytest.mark.parametrize(
    "content",
    [
        b"\x89PNG\r\n",
        workbook(["code"])[200:],
        b"x" * 64 + b"PK\5\6" + b"\xff" * 18,
        b"PK\5\6" + bytes(18),
    ],
)
def test_a_picture_is_no_excel_file_nor_is_a_broken_one(client, manager, content):
    page = upload(client, AREAS, content, file_format=XLSX, name="t.xlsx")
    assert page.status_code == 200
    assert "This can’t be read." in text_of(page)


def test_files_too_large_are_refused(client, manager):
    assert "5 MB or less" in text_of(upload(client, AREAS, b"x" * (5 * 2**20 + 1)))
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(11):
            archive.writestr(f"{number}.xml", b"\0" * 10 * 2**20)
    page = upload(client, AREAS, bomb.getvalue(), file_format=XLSX)
    assert "This file is too large once unpacked" in text_of(page)
    many = "code,name\n" + "".join(f"a{n},Area {n}\n" for n in range(2_001))
    assert "Import 2000 rows or fewer at a time." in text_of(upload(client, AREAS, many))


@pytest.mark.parametrize(
    "changed", [{"format": "7"}, {"format": "x"}, {"import_file_name": "../../etc/passwd"}]
)
def test_a_last_step_that_was_tampered_with(client, manager, changed):
    page = upload(client, AREAS, "code,name\na,A\n")
    response = confirm(client, AREAS, page, **changed)
    assert response["Location"] == f"{AREAS}import/"
    assert "Choose the file again" in client.get(response["Location"]).content.decode()
    assert not ThematicArea.objects.exists()
    assert client.get(f"{AREAS}process_import/").status_code == 302


def test_a_change_since_the_preview_stops_all(client, manager):
    page = upload(client, AREAS, "code,name\na,A\nb,B\n")
    make_area("c", "B")
    response = confirm(client, AREAS, page)
    assert response["Location"] == f"{AREAS}import/"
    assert "Nothing was imported" in client.get(response["Location"]).content.decode()
    assert [area.code for area in ThematicArea.objects.all()] == ["c"]
