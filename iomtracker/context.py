"""What every template may say about the site itself."""

from django.conf import settings


def office(request):
    """The name of the site and of the country office."""
    return {"site_name": settings.SITE_NAME, "office_name": settings.OFFICE_NAME}
