"""The floor of all pages, a signed-in view of 20 KB of HTML; queries counted and profiles made when asked for."""

import json
from collections import Counter
from collections.abc import Callable
from cProfile import Profile
from pathlib import Path
from pstats import Stats
from time import perf_counter
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import include, path
from django.views.decorators.http import require_safe

FLOOR = "/bench/floor/"
COUNT = "X-Count-Queries"
PROFILE = "X-Profile"
ROOT = str(Path(__file__).resolve().parent.parent)
# Where the time of a request goes, by a part of a file's path; the first that fits.
PARTS = {
    "psycopg": "the database", "sqlite": "the database", "django/db": "the ORM", "django/template": "templates",
    "django/forms": "forms", "django/utils/html": "templates", "django/utils/safestring": "templates",
    "site-packages": "other packages", ROOT.lower(): "our code",
}  # fmt: skip
LINE = "<p>A line of a page that is the same for everybody and reads nothing.</p>\n"
PAGE = f"<!doctype html><title>Floor</title>\n{LINE * (20_000 // len(LINE))}".encode()


@require_safe
def floor(request: HttpRequest) -> HttpResponse:
    return HttpResponse(PAGE)


def count_queries(answer: Callable[[HttpRequest], HttpResponseBase]) -> Callable:
    """Return middleware that says in a header how many queries came before an answer, and their seconds."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if PROFILE in request.headers:
            return profiled(answer, request)
        if COUNT not in request.headers:
            return answer(request)
        times = []

        def count(execute: Callable, *arguments: Any) -> Any:
            begun = perf_counter()
            try:
                return execute(*arguments)
            finally:
                times.append(perf_counter() - begun)

        with connection.execute_wrapper(count):
            response = answer(request)
        response[COUNT] = f"{len(times)} {sum(times)}"
        return response

    return middleware


def profiled(answer: Callable, request: HttpRequest) -> HttpResponseBase:
    """Answer, with a header that says which part of the time was spent where."""
    profile = Profile()
    response: HttpResponseBase = profile.runcall(answer, request)
    spent: Counter[str] = Counter()
    for (file, _line, name), figures in Stats(profile).stats.items():  # type: ignore[attr-defined]
        where = name if file == "~" else file
        part = next(
            (part for mark, part in PARTS.items() if mark in where.lower()), "Python itself"
        )
        spent[part] += figures[2]
    whole = sum(spent.values())
    response[PROFILE] = json.dumps({part: time / whole for part, time in spent.most_common()})
    return response


urlpatterns = [path(FLOOR.strip("/") + "/", floor), path("", include("iomtracker.urls"))]
