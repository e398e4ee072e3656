"""What every template may say about the site itself."""

from django.conf import settings
from django.http import HttpRequest

from iomtracker import __version__


def office(request: HttpRequest | None) -> dict[str, str]:
    """Return the name of the site, of the country office, and the version that runs."""
    return {
        "site_name": settings.SITE_NAME,
        "office_name": settings.OFFICE_NAME,
        "version": __version__,
    }
