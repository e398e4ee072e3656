"""Structured logs: one JSON object a line, without personal data.

Query strings, headers, users and the text of exceptions stay out: any of them may hold
what a person typed. Of an exception stay its type and where it was raised.
"""

import json
import logging
import re
import traceback
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from time import perf_counter
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

# Whoever has such an address can set a password, read somebody's calendar, or stop their emails.
SECRET = re.compile(r"(/password/reset/key/|/welcome/|/feeds/actions/|/emails/stop/)[^/\s]+")

requests = logging.getLogger("iomtracker.requests")


def request_id(request: Any) -> str:
    if not hasattr(request, "log_id"):
        request.log_id = uuid.uuid4().hex
    return request.log_id


def without_key(text: str) -> str:
    return SECRET.sub(r"\1...", text)


def request_fields(request: object) -> dict[str, str | None]:
    """Return what may be logged of a request; nothing for the bare sockets that some loggers pass."""
    if not isinstance(request, HttpRequest):
        return {}
    return {
        "method": request.method,
        "path": without_key(request.path),
        "request_id": request_id(request),
    }


def exception_fields(exc_info: tuple) -> dict[str, list[str] | str]:
    kind, _, trace = exc_info
    frames = traceback.extract_tb(trace)
    where = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    return {"exception": kind.__name__, "traceback": where}


class JsonFormatter(logging.Formatter):
    def format(self, record: Any) -> str:
        fields = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": without_key(record.getMessage()),
            **request_fields(getattr(record, "request", None)),
        }
        for name, key in [("status_code", "status"), ("duration_ms", "duration_ms")]:
            if hasattr(record, name):
                fields[key] = getattr(record, name)
        if record.exc_info and record.exc_info[0]:
            fields |= exception_fields(record.exc_info)
        return json.dumps(fields, ensure_ascii=False)


class RequestLogMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        start = perf_counter()
        response = self.get_response(request)
        response["X-Request-ID"] = request_id(request)
        took = round((perf_counter() - start) * 1000)
        extra = {"request": request, "status_code": response.status_code, "duration_ms": took}
        requests.info("Request answered", extra=extra)
        return response
