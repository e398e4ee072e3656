"""What every template may say about the site itself."""

from django.conf import settings
from django.http import HttpRequest

from iomtracker import __version__


def office(request: HttpRequest | None) -> dict[str, str]:
    return {
        "site_name": settings.SITE_NAME,
        "office_name": settings.OFFICE_NAME,
        "version": __version__,
    }
