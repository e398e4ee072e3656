from iomtracker import __version__
from iomtracker.context import office


def test_office(settings):
    settings.SITE_NAME, settings.OFFICE_NAME = "Tracker", "Kosovo"

    assert office(None) == {
        "site_name": "Tracker",
        "office_name": "Kosovo",
        "version": __version__,
    }
