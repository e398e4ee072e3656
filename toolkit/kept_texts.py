"""Which long text of a device the server has stored: the device deletes its copy when it learns so.

static/js/kept-text.js sends the name of the page that wrote the text along with the form. A form that was
stored is answered with a redirect; the name then stands in the session, and on every page that follows.
"""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase

FIELD = "kept_text"
STORED_KEY = "stored_text"
REDIRECTS = (302, 303)
# The header of a redirect that stored nothing, such as one to the next record: the device keeps its copy.
NOT_STORED = "X-Text-Not-Stored"


class StoredTextMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        is_redirected = request.method == "POST" and response.status_code in REDIRECTS
        is_stored = is_redirected and NOT_STORED not in response
        if is_stored and request.user.is_authenticated and (page := _page(request)):
            request.session[STORED_KEY] = page
        return response


def _page(request: HttpRequest) -> str:
    """Return the name of the page that sent the form, or an empty text."""
    try:
        return str(UUID(request.POST.get(FIELD, "")))
    except ValueError:
        return ""
