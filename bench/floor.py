"""The floor that pages are compared with, a signed-in view of 20 KB of HTML; and queries counted when asked for."""

from collections.abc import Callable
from time import perf_counter
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import include, path
from django.views.decorators.http import require_safe

FLOOR = "/bench/floor/"
COUNT = "X-Count-Queries"
LINE = "<p>A line of a page that is the same for everybody and reads nothing.</p>\n"
PAGE = f"<!doctype html><title>Floor</title>\n{LINE * (20_000 // len(LINE))}".encode()


@require_safe
def floor(request: HttpRequest) -> HttpResponse:
    return HttpResponse(PAGE)


def count_queries(answer: Callable[[HttpRequest], HttpResponseBase]) -> Callable:
    """Return middleware that says in a header how many queries came before an answer, and their seconds."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
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


urlpatterns = [path(FLOOR.strip("/") + "/", floor), path("", include("iomtracker.urls"))]
