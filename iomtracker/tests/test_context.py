import pytest

from iomtracker import __version__
from iomtracker.context import office


def test_office(settings):
    settings.SITE_NAME, settings.OFFICE_NAME = "Tracker", "Kosovo"

    assert office(None) == {
        "site_name": "Tracker",
        "office_name": "Kosovo",
        "version": __version__,
        "first_level": settings.COUNTRY.first,
        "second_level": settings.COUNTRY.second,
        "place_language": settings.COUNTRY.language,
    }


@pytest.mark.django_db
def test_the_foot_of_a_page_says_the_version(client):
    foot = client.get("/account/login/").content.decode().partition("<footer")[2]
    assert f"Version {__version__}." in foot
