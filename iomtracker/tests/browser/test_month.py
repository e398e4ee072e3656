"""March 2024 on screen, the same for every role."""

import pytest
from playwright.sync_api import expect

from accounts import roles

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PLACES = ["Tirana", "Kukës", "Konispol", "Shkodër", "Devoll", "Gjirokastër", "Durrës"]
PEOPLE = [
    "H.E. Mr. Karl Bergner, Ambassador of Germany in Albania",
    "Mr. Albert Halilaj, Mayor of Kukës Municipality",
    "H.E. Ms. Ruth Huber, Ambassador of Switzerland in Albania",
    "Mr. Ergest Dule, Mayor of Konispol",
    "Mr. Onid Bejleri, Deputy Mayor of Shkodra",
    "Mr. Eduard Duro, Mayor of Devoll",
]


def test_march_2024(open_page, users, example):
    for role in roles.ALL:
        page = open_page(users[role])
        page.goto("/months/2024-03/")
        check_month(page)
        assert page.said == []


def check_month(page):
    """Everything that the office's article says of the month."""
    assert page.locator(".lede").inner_text() == (
        "In March 2024 the office recorded 12 meetings, visits and events with 16 organisations "
        "in 7 municipalities. Protection came up most, in 6 of the 12."
    )
    bars = page.get_by_role("table", name="Meetings by municipality")
    numbers = bars.get_by_role("cell").get_by_role("link")
    places = [text.split(":")[0].strip() for text in numbers.all_text_contents()]
    assert sorted(places) == sorted(PLACES)
    days = page.locator(".tl > li")
    text = page.locator(".tl").inner_text()
    assert [person for person in PEOPLE if person not in text] == []
    expect(page.locator(".tl__title")).to_have_count(12)
    expect(days.last.locator(".tl__day")).to_have_text(
        "March 2024, day not recorded", use_inner_text=True
    )
    expect(days).to_have_count(6)
