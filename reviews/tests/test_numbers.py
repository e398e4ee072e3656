"""Every number of the example month against the rows behind its link, and against a count made here."""

from datetime import date

import pytest

from accounts.tests.factories import make_user
from reviews.tests.messy import count_by_hand, figures_of
from reviews.tests.numbers_on_pages import check_numbers
from stakeholders.models import Location

pytestmark = pytest.mark.django_db
MARCH = "/months/2024-03/"


def read(client, role="head of office"):
    client.force_login(make_user(role))
    return client


@pytest.mark.no_cover
def test_march_every_number_leads_to_as_many_rows(client, march):
    links = check_numbers(read(client, "viewer"), MARCH)
    told = {words for _number, words, _address in links}
    assert {"12 meetings, visits and events", "16 organisations", "7 municipalities"} <= told
    # figures 4, headline 3, matrix 23 and 8 totals, bars 15, gaps 5 and all of them
    assert len(links) == 59


def test_march_figures_are_those_counted_by_hand(client, march):
    today = date.today()
    summary = read(client).get(MARCH).context["summary"]
    assert figures_of(summary) == count_by_hand(2024, 3, today)


def test_municipalities_in_use_are_all_that_could_be_reached(client, march):
    figure = read(client).get(MARCH).context["summary"].figures[3]
    towns = sum(p.level == "municipality" and p.is_active for p in Location.objects.all())
    assert figure.beside == f"of {towns}"
