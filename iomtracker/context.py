"""What every template may say about the site itself."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from iomtracker import __version__
from stakeholders.levels import first_level, second_level


def office(request: HttpRequest | None) -> dict[str, Any]:
    return {
        "site_name": settings.SITE_NAME,
        "office_name": settings.OFFICE_NAME,
        "version": __version__,
        "first_level": first_level(),
        "second_level": second_level(),
        "place_language": settings.COUNTRY.language,
    }
