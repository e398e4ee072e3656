"""The pages of coverage: who reads them, what they say, what is taken away."""

import csv
import io
from datetime import date
from html import escape

import pytest
from django.urls import reverse

from accounts import roles
from accounts.models import ExportRecord
from accounts.tests.factories import make_user
from engagements.tests.factories import make_meeting
from reviews.tests.factories import make_town
from reviews.views.coverage import period_from
from stakeholders.models import Location
from stakeholders.tests.factories import make_appointment, make_organisation, make_person

pytestmark = pytest.mark.django_db
COVERAGE = "/coverage/?month=2024-03"
CSV = "/coverage/download/csv/?month=2024-03"
TABS = ("places", "seats", "organisations")


def page(client, user, address=COVERAGE):
    client.force_login(user)
    return client.get(address)


def text_of(response):
    return " ".join(response.content.decode().split())


def three_states(user):
    """Kukës twice in March, one of them without a day; Fier in February; Berat never."""
    make_meeting("One", location=make_town("Kukës"), date=date(2024, 3, 6), created_by=user)
    make_meeting(
        "Two", location=make_town("Kukës"), date=date(2024, 3, 1), date_precision="month", created_by=user
    )  # fmt: skip
    make_meeting(
        "Three", location=make_town("Fier"), date=date(2024, 2, 1), date_precision="month", created_by=user
    )  # fmt: skip
    make_town("Berat")
    Location.objects.filter(slug="kukes").update(pcode="AL0802")


@pytest.mark.parametrize("role", roles.ALL)
def test_every_role_reads_the_same(client, march, role):
    make_town("Berat")
    hidden = make_user("staff")
    make_meeting(
        "Hidden", location=make_town("Berat"), sensitivity="restricted", staff=[hidden],
        date=date(2024, 3, 9),
    )  # fmt: skip
    for user in (make_user(role), hidden):
        text = text_of(page(client, user))
        assert "1 of 8 municipalities had no meeting in March 2024." in text
        assert "Drafts, cancelled and restricted meetings are not counted" in text
        assert "Hidden" not in text


@pytest.mark.parametrize("address", [COVERAGE, CSV, *(f"/coverage/?tab={tab}" for tab in TABS)])
def test_without_a_role_403_and_anonymous_to_sign_in(client, address):
    response = client.get(address)
    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))
    assert page(client, make_user(""), address).status_code == 403
    assert not ExportRecord.objects.exists()


@pytest.mark.parametrize("address", [COVERAGE, CSV])
def test_only_reading(client, address):
    client.force_login(make_user("head of office"))
    assert client.post(address).status_code == 405


def test_what_the_page_shows(client):
    user = make_user("viewer")
    three_states(user)
    text = text_of(page(client, user))
    assert "2 of 3 municipalities had no meeting in March 2024." in text
    assert "Meetings have been logged since February 2024, so “never” means since then." in text
    assert "2 counties had none at all: Berat and Fier." in text
    assert '<i class="sq sq--now" title="Kukës"></i>' in text
    assert '<i class="sq sq--was" title="Fier"></i>' in text
    assert '<i class="sq" title="Berat"></i>' in text
    assert "February 2024, day not recorded" in text
    assert 'role="img"' in text
    assert 'period=month" aria-current="true">One month</a>' in text
    assert "style=" not in text


def test_in_the_navigation(client):
    text = text_of(page(client, make_user("viewer")))
    assert '<a href="/coverage/" data-keys="g c" aria-current="page"> Coverage </a>' in text
    assert '<a class="menuitem" href="/coverage/" aria-current="page"> Coverage </a>' in text
    client.force_login(make_user("viewer"))
    assert "<kbd>c</kbd>" in client.get(reverse("help")).content.decode()


def names(response):
    return [square.name for square in response.context["squares"]]


@pytest.mark.parametrize(
    ("sort", "expected", "state"),
    [
        ("", ["Berat", "Fier", "Kukës"], "ascending"),
        ("last", ["Berat", "Fier", "Kukës"], "ascending"),
        ("-last", ["Kukës", "Fier", "Berat"], "descending"),
        ("place", ["Berat", "Fier", "Kukës"], "ascending"),
        ("-place", ["Kukës", "Fier", "Berat"], "descending"),
        ("county", ["Berat", "Fier", "Kukës"], "ascending"),
        ("meetings", ["Kukës", "Berat", "Fier"], "descending"),
        ("-meetings", ["Berat", "Fier", "Kukës"], "ascending"),
        ("nonsense", ["Berat", "Fier", "Kukës"], "ascending"),
    ],
)
def test_sorting(client, sort, expected, state):
    user = make_user("viewer")
    three_states(user)
    response = page(client, user, f"{COVERAGE}&sort={sort}")
    assert names(response) == expected
    assert response.content.decode().count(f'aria-sort="{state}"') == 1


def test_longest_since_first_and_never_on_top(client):
    user = make_user("viewer")
    days = {"Kukës": date(2024, 3, 2), "Fier": date(2024, 3, 1), "Has": date(2023, 1, 1)}
    for name, day in days.items():
        make_meeting(name, location=make_town(name), date=day, created_by=user)
    make_meeting(
        "Month", location=make_town("Devoll"), date=date(2024, 3, 1), date_precision="month", created_by=user
    )  # fmt: skip
    make_town("Vau i Dejës")
    response = page(client, user, f"{COVERAGE}&period=12")
    assert names(response) == ["Vau i Dejës", "Has", "Devoll", "Fier", "Kukës"]


def test_the_number_of_a_month_leads_to_just_these_meetings(client, march):
    user = make_user("viewer")
    response = page(client, user)
    query = response.context["list_query"]
    reached = [square for square in response.context["squares"] if square.meetings]
    assert len(reached) == 7
    for square in reached:
        address = f"{reverse('meeting_list')}?{query}&place={square.slug}"
        assert f'href="{escape(address)}"' in response.content.decode()
        assert client.get(address).context["total"] == square.meetings
    assert page(client, user, f"{COVERAGE}&period=ever").context["list_query"] == ""


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("month=2024-13", "The month in the address is not known"),
        ("month=0000-01", "The month in the address is not known"),
        ("month=9999-12", "The month in the address is not known"),
        ("month=%00", "The month in the address is not known"),
        ("month=2024-03&period=7", "The period in the address is not known"),
    ],
)
def test_bad_values_are_left_out_and_said(client, query, sentence):
    response = page(client, make_user("viewer"), f"/coverage/?{query}")
    assert response.status_code == 200
    assert sentence in response.content.decode()


@pytest.mark.parametrize("month", ["0002-01", "9998-12", "2023-01"])
def test_of_any_other_month_of_the_calendar_nothing_is_known(client, march, month):
    make_organisation("Late one", contact_every=32767)
    user = make_user("viewer")
    for tab in TABS:
        text = text_of(page(client, user, f"/coverage/?tab={tab}&month={month}"))
        assert "nothing is known of" in text or "is still to come" in text
        assert "Late one" not in text
        assert "<table" not in text


def test_this_month_unless_another_is_asked():
    period, ignored = period_from({}, date(2024, 12, 31))
    assert (period.first, period.after, ignored) == (date(2024, 12, 1), date(2025, 1, 1), [])


def test_before_records_began_there_is_no_table(client, march):
    user = make_user("viewer")
    text = text_of(page(client, user, "/coverage/?month=2024-02"))
    assert "Meetings have been logged since March 2024: nothing is known of February 2024" in text
    assert "<table" not in text
    assert "/coverage/download/" not in text


def read_csv(response):
    data = b"".join(response.streaming_content).decode()
    assert data.startswith("\ufeff")
    return list(csv.reader(io.StringIO(data[1:])))


def test_csv(client):
    user = make_user("viewer")
    three_states(user)
    response = page(client, user, CSV)
    assert response["Content-Disposition"] == 'attachment; filename="coverage-2024-03-month.csv"'
    heading = [
        "Municipality", "County", "P-code", "Met", "Last meeting", "Day recorded", "Days since",
        "Meetings in the period",
    ]  # fmt: skip
    assert read_csv(response) == [
        heading,
        ["Berat", "Berat", "", "Never", "", "", "", "0"],
        ["Fier", "Fier", "", "Earlier", "2024-02-01", "No", "", "0"],
        ["Kukës", "Kukës", "AL0802", "In the period", "2024-03-06", "Yes", "25", "2"],
    ]
    record = ExportRecord.objects.get()
    assert (record.user, record.what, record.file_format) == (user, "Coverage", "csv")
    assert (record.row_count, record.filters) == (3, "March 2024")


def test_csv_of_another_period_in_another_order(client):
    user = make_user("viewer")
    three_states(user)
    response = page(client, user, f"{CSV}&period=3&sort=-place")
    assert [row[:4:3] for row in read_csv(response)[1:]] == [
        ["Kukës", "In the period"], ["Fier", "In the period"], ["Berat", "Never"],
    ]  # fmt: skip
    assert ExportRecord.objects.get().filters == "3 months to March 2024"


def test_excel_and_what_is_no_format(client):
    user = make_user("viewer")
    three_states(user)
    response = page(client, user, CSV.replace("csv", "xlsx"))
    assert b"".join(response.streaming_content).startswith(b"PK")
    assert page(client, user, CSV.replace("csv", "pdf")).status_code == 404
    assert ExportRecord.objects.count() == 1


def test_seats(client):
    user = make_user("viewer")
    make_meeting("The first", date=date(2024, 1, 1), created_by=user)
    late = make_organisation("Late one", contact_every=30)
    kukes = make_organisation()
    gone, new = make_person("Gone Person"), make_person("New Person")
    make_appointment(gone, kukes, "Mayor", ended=date(2024, 2, 1))
    make_appointment(new, late, "Director", started=date(2024, 2, 1), is_acting=True)
    text = text_of(page(client, user, f"{COVERAGE}&tab=seats"))
    assert (
        'href="/organisations/late-one/">Late one</a> <div class="sub">New Person, Director</div>'
        in text
    )
    assert "<b>Mayor</b>" in text
    assert "Gone Person until 1 February 2024" in text
    assert f'<a href="{new.get_absolute_url()}">New Person</a>, Director, acting' in text
    assert "since 1 February 2024" in text
    assert "Meetings have been logged since January 2024, so “never” means since then." in text
    earlier = text_of(page(client, user, "/coverage/?month=2024-01&tab=seats"))
    assert "No seat is vacant." in earlier
    assert "Every new holder has been met." in earlier


def test_a_restricted_meeting_does_not_make_a_holder_met(client):
    head = make_user("head of office")
    make_meeting("The first", created_by=head)
    new = make_appointment(started=date(2024, 2, 1))
    meeting = make_meeting("Hidden", sensitivity="restricted", organisations=[new.organisation])
    meeting.counterparts.get().attend(new.person, title="Mayor")
    assert len(page(client, head, f"{COVERAGE}&tab=seats").context["new"].rows) == 1
    meeting.sensitivity = "internal"
    meeting.store()
    assert page(client, head, f"{COVERAGE}&tab=seats").context["new"].rows == []


def test_nothing_to_say_of_seats_and_organisations(client):
    user = make_user("viewer")
    make_meeting("The first", created_by=user)
    assert "No organisation is overdue for contact." in text_of(
        page(client, user, "/coverage/?tab=seats")
    )
    text = text_of(page(client, user, "/coverage/?tab=organisations"))
    assert "No organisation has a target rhythm." in text


def test_organisations(client):
    user = make_user("viewer")
    kept = make_organisation("Kept", contact_every=30)
    make_organisation("Late", contact_every=7)
    make_meeting("One", organisations=[kept], created_by=user)
    response = page(client, user, f"{COVERAGE}&tab=organisations")
    assert [line.name for line in response.context["lines"].rows] == ["Late", "Kept"]
    text = text_of(response)
    assert text.count("Contact overdue") == 1
    assert "every 7 days" in text
    assert "6 March 2024" in text


@pytest.mark.parametrize(("tab", "queries"), [("places", 6), ("seats", 14), ("organisations", 8)])
def test_queries_do_not_grow(client, tab, queries, django_assert_num_queries):
    user = make_user("viewer")
    client.force_login(user)

    def more(first):
        for number in range(first, first + 4):
            one = make_organisation(f"One {number}", contact_every=5 + number)
            make_appointment(make_person(f"Old {number}"), one, "Deputy", ended=date(2024, 1, 1))
            new = make_appointment(
                make_person(f"New {number}"), one, "Head", started=date(2024, 2, 1)
            )
            make_meeting(
                f"Meeting {number}", organisations=[new.organisation], location=make_town(f"Town {number}"),
                date=date(2024, 1, 3), created_by=user,
            )  # fmt: skip

    for first in (0, 4):
        more(first)
        with django_assert_num_queries(queries):
            assert client.get(f"{COVERAGE}&tab={tab}").status_code == 200


def test_the_month_shows_its_map_and_where_the_office_was_not(client, march):
    user = make_user("viewer")
    make_town("Berat")
    Location.objects.filter(slug="kukes").update(latitude=42.07, longitude=20.42)
    make_appointment(
        make_person("Some Body"), make_organisation("Late", contact_every=9), "Director"
    )
    text = text_of(page(client, user, "/months/2024-03/"))
    assert '<svg class="map" viewBox="-22 0 246 442" role="img" aria-labelledby="map-t"' in text
    assert "<title>Kukës: 3</title> </circle>" in text
    assert "<title>Berat county: no meeting</title>" in text
    assert '<h2 id="not-visited-h">1 of 8 municipalities had no meeting in March 2024</h2>' in text
    assert "1 county had none at all: Berat." in text
    assert '<a href="/coverage/?month=2024-03">See all municipalities</a>' in text
    assert "Overdue for contact at the end of March 2024" in text
    assert "Some Body, Director: to be met every 9 days, no meeting on record" in text
    assert '<a href="#not-visited">Not visited</a>' in text


def test_a_month_before_records_says_so(client, march):
    user = make_user("viewer")
    text = text_of(page(client, user, "/months/2024-02/"))
    assert "Meetings have been logged since March 2024: nothing is known of February 2024" in text
    assert 'class="sq' not in text


def test_the_month_asks_as_much_for_many_as_for_few(client, django_assert_num_queries):
    user = make_user("viewer")
    client.force_login(user)
    for number in range(6):
        one = make_organisation(f"One {number}", contact_every=5 + number)
        make_appointment(make_person(f"Person {number}"), one, "Head")
        make_meeting(
            f"{number}", organisations=[one], location=make_town(f"Town {number}"), created_by=user
        )
        if number in (0, 5):
            with django_assert_num_queries(18):
                assert client.get("/months/2024-03/").status_code == 200
