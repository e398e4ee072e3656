"""The page of a municipality or county."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from accounts import roles
from accounts.tests.factories import make_user
from engagements.tests.factories import make_meeting
from reviews.tests.factories import make_town
from stakeholders.models import Location
from stakeholders.tests.factories import (
    make_appointment,
    make_location,
    make_organisation,
    make_person,
)

pytestmark = pytest.mark.django_db
KUKES = "/places/kukes/"


def page(client, user, address=KUKES):
    client.force_login(user)
    return client.get(address)


def text_of(response):
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize("role", roles.ALL)
def test_every_role_reads_a_municipality(client, march, role):
    Location.objects.filter(slug="kukes").update(pcode="AL0802")
    response = page(client, make_user(role))
    text = text_of(response)
    assert "<h1>Kukës</h1>" in text
    assert "P-code AL0802" in text
    assert '<a href="/places/kukes-county/">Kukës county</a>' in text
    assert response.context["facts"].meetings == 3
    assert response.context["facts"].last.date == date(2024, 3, 6)
    assert len(response.context["facts"].strip) == 12
    assert [meeting.when for meeting in response.context["page"].rows] == [
        "6 March 2024", "6 March 2024", "March 2024, day not recorded",
    ]  # fmt: skip
    assert ("Log a meeting there" in text) is (role in (roles.STAFF, roles.HEAD_OF_OFFICE))


def test_without_a_role_403_and_anonymous_to_sign_in(client):
    make_town("Kukës")
    response = client.get(KUKES)
    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))
    assert page(client, make_user("")).status_code == 403


def test_what_is_no_municipality_or_county_is_not_found(client):
    kukes = make_town("Kukës")
    crossing = make_location("Morinë", "crossing", parent=kukes)
    user = make_user("viewer")
    for slug in ("atlantis", crossing.slug, kukes.parent.parent.slug):
        assert page(client, user, f"/places/{slug}/").status_code == 404
    client.force_login(user)
    assert client.post(KUKES).status_code == 405


def test_a_county_holds_its_municipalities_and_their_places(client):
    user = make_user("viewer")
    kukes = make_town("Kukës")
    has = make_location("Has", parent=kukes.parent)
    make_location("Gone", parent=kukes.parent, is_active=False)
    crossing = make_location("Morinë", "crossing", parent=kukes)
    for place in (kukes.parent, kukes, has, crossing, make_town("Fier")):
        make_meeting(f"In {place}", location=place, created_by=user)
    response = page(client, user, "/places/kukes-county/")
    assert response.context["facts"].meetings == 4
    assert [town.name for town in response.context["towns"]] == ["Has", "Kukës"]
    assert "<h1>Kukës county</h1>" in text_of(response)
    assert page(client, user).context["facts"].meetings == 2


def test_restricted_meetings_exist_only_for_those_present(client):
    present = make_user("staff")
    make_meeting(
        "Hidden words", location=make_town("Kukës"), sensitivity="restricted", staff=[present]
    )
    others = [make_user(role) for role in ("head of office", "staff", "viewer", "data manager")]
    for user, n in zip([present, *others], [1, 1, 0, 0, 0], strict=True):
        response = page(client, user)
        assert response.context["facts"].meetings == n
        assert ("Hidden words" in text_of(response)) is bool(n)


def test_a_month_without_a_day(client):
    user = make_user("viewer")
    make_meeting(
        "One", location=make_town("Kukës"), date=date(2024, 3, 1), date_precision="month", created_by=user
    )  # fmt: skip
    assert "March 2024<small>day not recorded</small>" in text_of(page(client, user))


def test_organisations_and_vacant_seats_there(client):
    user = make_user("viewer")
    kukes = make_town("Kukës")
    met = make_organisation("Met", location=kukes)
    other = make_organisation("Other", location=make_location("Hall", "place", parent=kukes))
    make_organisation("Elsewhere", location=make_town("Fier"))
    make_organisation("Retired", location=kukes, is_active=False)
    make_meeting("One", organisations=[met], created_by=user)
    make_appointment(make_person("Gone Person"), other, "Director", ended=date(2024, 1, 1))
    make_appointment(make_person("Sitting Person"), met, "Mayor")
    response = page(client, user)
    assert [row.name for row, _contact in response.context["organisations"]] == ["Met", "Other"]
    assert [seat.title for seat in response.context["vacant"].rows] == ["Director"]
    text = text_of(response)
    assert "Gone Person until 1 January 2024" in text
    assert "Sitting Person" not in text
    assert "Not met yet" in text


def test_many_organisations_lead_to_the_list(client):
    kukes = make_town("Kukës")
    for number in range(21):
        make_organisation(f"One {number}", location=kukes)
    response = page(client, make_user("viewer"))
    assert len(response.context["organisations"]) == 20
    assert '<a href="/stakeholders/?place=kukes"> See all 21 organisations </a>' in text_of(
        response
    )


def test_those_met_lately_stand_first(client, monkeypatch):
    user = make_user("viewer")
    kukes, today = make_town("Kukës"), localdate()
    for name, day in (("Long ago", date(2020, 1, 1)), ("Today", today), ("Before", today)):
        met = make_organisation(name, location=kukes)
        make_meeting(name, organisations=[met], created_by=user, date=day)
    make_organisation("Never", location=kukes)
    for most, names in ((9, ["Before", "Today", "Long ago", "Never"]), (2, ["Before", "Today"])):
        monkeypatch.setattr("reviews.views.coverage.ORGANISATIONS", most)
        found = page(client, user).context["organisations"]
        assert [row.name for row, _contact in found] == names


def test_nothing_there_yet_and_logging_there(client):
    make_town("Kukës")
    text = text_of(page(client, make_user("staff")))
    assert "No meeting recorded there yet." in text
    assert 'href="/meetings/new/?place=kukes"' in text
    form = client.get("/meetings/new/?place=kukes")
    assert 'value="Kukës"' in form.content.decode()


def test_a_retired_place_stays_readable(client):
    user = make_user("staff")
    make_meeting("One", location=make_town("Kukës"), created_by=user)
    Location.objects.filter(slug="kukes").update(is_active=False)
    text = text_of(page(client, user))
    assert "No longer in use" in text
    assert "Log a meeting there" not in text


def test_a_long_history_is_in_pages(client):
    user = make_user("viewer")
    kukes = make_town("Kukës")
    for day in range(1, 29):
        for number in (1, 2):
            make_meeting(f"{number}", location=kukes, date=date(2024, 2, day), created_by=user)
    first = page(client, user)
    assert len(first.context["page"].rows) == 25
    assert "Older meetings" in text_of(first)
    rest = page(client, user, f"{KUKES}?after={first.context['page'].after}")
    assert len(rest.context["page"].rows) == 25


def test_queries_do_not_grow(client, django_assert_num_queries):
    user = make_user("staff")
    client.force_login(user)
    kukes = make_town("Kukës")

    def more(first):
        for number in range(first, first + 4):
            one = make_organisation(f"One {number}", location=kukes)
            make_appointment(make_person(f"Old {number}"), one, "Deputy", ended=date(2024, 1, 1))
            make_meeting(f"{number}", organisations=[one], location=kukes, staff=[user])

    for first in (0, 4):
        more(first)
        with django_assert_num_queries(15):
            assert client.get(KUKES).status_code == 200
