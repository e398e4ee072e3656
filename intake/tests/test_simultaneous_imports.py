"""Imports on which two requests cross: a form sent twice, an old page, two managers at once."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts import roles
from accounts.tests.factories import make_user
from engagements.models import Meeting
from intake.models import Import
from intake.registers.columns import ColumnPlan
from intake.registers.questions import answer, questions_of
from intake.registers.steps import check_again, discard, use_columns
from intake.tests.factories import (
    box_of,
    check_all,
    checked,
    csv_bytes,
    press_import,
    states,
)
from stakeholders.models import Person
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


LOOK_AGAIN = "This import has changed since you opened the page. Please check it again."


def said(response):
    """Return the messages on a page."""
    return [str(message) for message in response.context["messages"]]


def test_the_same_answers_sent_twice_answer_nothing_more(client, dora, monkeypatch):
    monkeypatch.setattr("intake.registers.questions.AT_A_TIME", 1)
    make_organisation()
    make_organisation("Municipality of Korçë")
    rows = ["7/3/2024", "Municipality Kukes", "A"], ["8/3/2024", "Municipality Korce", "B"]
    source = checked(csv_bytes(HEAD, *rows), *PLANS, user=dora, today=TODAY)
    assert states(source) == {2: "asked", 3: "asked"}
    path = f"/import/{source.pk}/names/"
    (question,) = client.get(path).context["questions"]
    assert (question.name, question.box) == ("Municipality Kukes", box_of("Municipality Kukes"))
    for _again in range(2):
        client.get(client.post(path, {question.box: "new"}).url)
        source.refresh_from_db()
        assert source.answers == {"municipality kukes": "new"}
        assert states(source) == {2: "ready", 3: "asked"}


def test_answers_given_at_the_same_moment_are_all_kept_and_none_twice(dora):
    make_organisation()
    make_organisation("Municipality of Korçë")
    rows = ["7/3/2024", "Municipality Kukes", "A"], ["8/3/2024", "Municipality Korce", "B"]
    source = checked(csv_bytes(HEAD, *rows), *PLANS, user=dora, today=TODAY)
    other = Import.objects.get()
    (kukes, korce), total = questions_of(source)
    assert total == 2
    assert answer(source, [kukes, korce], {kukes.box: "new"}) == 1
    check_all(source, TODAY)
    late = {kukes.box: kukes.options[0][0], korce.box: "new"}
    assert answer(other, [kukes, korce], late) == 1
    assert Import.objects.get().answers == {
        "municipality kukes": "new",
        "municipality korce": "new",
    }
    assert states(source) == {2: "ready", 3: "waiting"}
    Import.objects.update(status="done")
    assert answer(other, [kukes, korce], late) == 0


def test_an_import_that_somebody_works_on_is_not_discarded(client, source):
    path = f"/import/{source.pk}/discard/"
    assert source.claim(timedelta(minutes=2)) is True
    response = client.post(path)
    assert response.url == f"/import/{source.pk}/"
    assert said(client.get(response.url)) == [
        "The rows are being read or checked right now. Discard the import afterwards."
    ]
    assert (Import.objects.count(), source.rows.count()) == (1, 3)
    source.release()
    assert client.post(path).url == "/import/"
    assert Import.objects.count() == 0


def test_an_import_discarded_while_it_is_checked_leads_to_the_list(client, source, monkeypatch):
    def gone(source, today):
        Import.objects.filter(pk=source.pk).delete()
        return 0

    Import.objects.update(status="checking")
    monkeypatch.setattr("intake.views.registers.check_some", gone)
    response = client.get(f"/import/{source.pk}/check/")
    assert (response.status_code, response.url) == (302, "/import/")
    assert said(client.get("/import/")) == ["Somebody has discarded this import in the meantime."]


@pytest.mark.parametrize(
    ("status", "url", "text"),
    [
        ("", "/import/", "Somebody has discarded this import in the meantime."),
        ("done", "/import/{}/", "It has been imported in the meantime, so it was not discarded."),
    ],
)
def test_discarded_or_stored_by_another_meanwhile(client, source, monkeypatch, status, url, text):
    def too_late(source):
        found = Import.objects.filter(pk=source.pk)
        found.update(status=status) if status else found.delete()
        return discard(source)

    monkeypatch.setattr("intake.views.registers.discard", too_late)
    response = client.post(f"/import/{source.pk}/discard/")
    assert response.url == url.format(source.pk)
    assert said(client.get(response.url)) == [text]


def match_again(source):
    """Let titles be left out."""
    use_columns(
        source, [ColumnPlan(*plan) for plan in PLANS[:2]] + [ColumnPlan("Title", "", "")], {}
    )
    check_all(source, TODAY)


def another_option(source):
    """Keep the columns, and let new organisations be of another kind."""
    plans = [ColumnPlan(*plan) for plan in PLANS]
    use_columns(source, plans, {"organisation_kind": "ngo"})
    check_all(source, TODAY)


def put_right(source):
    """Give the ready row another title: as many rows are ready as before."""
    source.rows.filter(number=2).update(fixed={"2": "Z"})
    check_again(source, source.rows.filter(number=2))
    check_all(source, TODAY)


def wait(source):
    """Let the ready row wait to be checked again."""
    check_again(source, source.rows.filter(number=2))


def answered(source):
    """Say who was meant."""
    Import.objects.update(answers={"caritas": "new"})


@pytest.mark.parametrize("change", [match_again, another_option, put_right, wait, answered])
def test_what_changed_since_it_was_shown_is_not_stored(client, source, change):
    shown = client.get(f"/import/{source.pk}/").context["print"]
    change(source)
    response = client.post(f"/import/{source.pk}/store/", {"print": shown})
    assert response.url == f"/import/{source.pk}/"
    assert said(client.get(response.url, follow=True)) == [LOOK_AGAIN]
    assert Meeting.objects.count() == 0


@pytest.mark.parametrize("data", [{}, {"print": ""}, {"print": "x" * 32}])
def test_without_the_print_of_the_page_nothing_is_stored(client, source, data):
    response = client.post(f"/import/{source.pk}/store/", data, follow=True)
    assert (said(response), Meeting.objects.count()) == ([LOOK_AGAIN], 0)


def test_what_was_shown_is_stored_once(client, source):
    page = client.get(f"/import/{source.pk}/")
    shown = page.context["print"]
    assert f'<input type="hidden" name="print" value="{shown}">' in page.content.decode()
    for _again in range(2):
        client.post(f"/import/{source.pk}/store/", {"print": shown})
    assert said(client.get("/import/")) == ["Imported 1 meeting."]
    assert Meeting.objects.get().title == "A"


def test_another_page_shows_the_change_and_stores_it(client, source):
    put_right(source)
    assert said(client.get(press_import(client, source).url)) == ["Imported 1 meeting."]
    assert Meeting.objects.get().title == "Z"


def test_contacts_that_changed_since_they_were_shown_are_not_stored(client, dora):
    make_organisation("Municipality of Kukës")
    text = "Name,Job Title,Company\nAna Prifti,Clerk,Municipality of Kukess\nBesa Hoxha,,"
    file = SimpleUploadedFile("book.csv", text.encode())
    path = client.post("/import/contacts/", {"file": file}).url
    source = Import.objects.get()
    assert states(source) == {1: "asked", 2: "ready"}
    page = client.get(path)
    shown = page.context["print"]
    assert f'<input type="hidden" name="print" value="{shown}">' in page.content.decode()
    client.post(f"{path}names/", {box_of("Municipality of Kukess"): "new"})
    for data in ({"print": shown}, {}):
        response = client.post(f"{path}store/", data, follow=True)
        assert (said(response), Person.objects.count()) == ([LOOK_AGAIN], 0)
    assert said(client.get(press_import(client, source).url)) == ["Imported 2 people."]
    assert Person.objects.count() == 2


def opened(client, path):
    """Return what a browser sends of the page of a row in which nothing was changed."""
    form = client.get(path).context["form"]
    cells = {field.html_name: field.value() for field in form}
    assert all(f'name="initial-{name}"' in "".join(form.opened()) for name in cells)
    return {**cells, **{f"initial-{name}": text for name, text in cells.items()}}


WAITED = (
    "Somebody changed this row a moment ago, and it was being checked. "
    "What you typed is below and has not been saved yet. Please save it again."
)


def test_what_two_managers_put_right_in_one_row_is_both_kept(client, source):
    path = f"/import/{source.pk}/rows/3/"
    first, second = opened(client, path), opened(client, path)
    assert first == {
        "cell-0": "31 June", "cell-1": "UNHCR", "cell-2": "B",
        "initial-cell-0": "31 June", "initial-cell-1": "UNHCR", "initial-cell-2": "B",
    }  # fmt: skip
    client.get(client.post(path, first | {"cell-0": "30 June 2023"}).url)
    client.get(client.post(path, second | {"cell-2": "Better"}).url)
    row = source.rows.get(number=3)
    assert (row.state, row.fixed) == ("ready", {"0": "30 June 2023", "2": "Better"})


def test_a_row_that_is_being_checked_gives_back_what_was_typed(client, source):
    path = f"/import/{source.pk}/rows/3/"
    first, second = opened(client, path), opened(client, path)
    client.post(path, first | {"cell-0": "30 June 2023"})
    assert states(source) == {2: "ready", 3: "waiting", 4: "asked"}
    page = client.post(path, second | {"cell-2": "Better"})
    assert (page.status_code, page.context["form"].non_field_errors()) == (422, [WAITED])
    text = page.content.decode()
    assert WAITED in text
    assert '<input type="hidden" name="initial-cell-2" value="B"' in text
    assert page.context["form"]["cell-2"].value() == "Better"
    assert source.rows.get(number=3).fixed == {"0": "30 June 2023"}
    assert client.post(path, second | {"cell-2": "Better"}).url == f"/import/{source.pk}/check/"
    assert source.rows.get(number=3).fixed == {"0": "30 June 2023", "2": "Better"}


def test_a_part_waits_for_the_first_row_of_its_meeting(client, dora):
    rows = ["6/3/2024", "Caritas", "A"], ["6/3/2024", "UNHCR", "A"]
    source = checked(csv_bytes(HEAD, *rows), *PLANS, user=dora, today=TODAY, grouping="same")
    assert states(source) == {2: "ready", 3: "part"}
    path = f"/import/{source.pk}/rows/3/"
    sent = opened(client, path) | {"cell-1": "UNICEF"}
    check_again(source, source.rows.filter(number=2))
    assert client.get(path).url == f"/import/{source.pk}/check/"
    page = client.post(path, sent)
    assert page.context["form"].non_field_errors() == [WAITED]
    assert source.rows.get(number=3).fixed == {}


def test_a_cell_is_emptied_and_left_as_it_was(client, source):
    path = f"/import/{source.pk}/rows/3/"
    client.get(client.post(path, opened(client, path) | {"cell-2": ""}).url)
    assert source.rows.get(number=3).fixed == {"2": ""}
    client.get(client.post(path, opened(client, path)).url)
    assert source.rows.get(number=3).fixed == {"2": ""}
    client.get(client.post(path, opened(client, path) | {"cell-2": "B"}).url)
    assert source.rows.get(number=3).fixed == {}


def test_a_row_left_out_since_gives_back_what_was_typed(client, source):
    path = f"/import/{source.pk}/rows/3/"
    sent = opened(client, path) | {"cell-2": "Better"}
    source.rows.filter(number=3).update(state="twin")
    page = client.post(path, sent)
    assert (page.status_code, page.context["form"].non_field_errors()) == (
        422, ["This row is now left out of the import, so it can’t be changed."],
    )  # fmt: skip
    assert page.context["form"]["cell-2"].value() == "Better"
    assert source.rows.get(number=3).fixed == {}


@pytest.mark.parametrize("role", [roles.VIEWER, roles.STAFF, roles.HEAD_OF_OFFICE])
def test_others_discard_store_and_put_right_nothing(client, source, role):
    path = f"/import/{source.pk}/"
    sent = opened(client, f"{path}rows/3/") | {"cell-2": "Better"}
    sent["print"] = client.get(path).context["print"]
    client.force_login(make_user(role))
    for tail in ("rows/3/", "store/", "discard/", "names/"):
        assert client.post(path + tail, sent).status_code == 403
    assert source.rows.get(number=3).fixed == {}
    assert (Import.objects.count(), Meeting.objects.count()) == (1, 0)
