"""Logs tell what happened without telling on anybody."""

import json
import logging
import sys

from django.http import HttpResponse

from iomtracker.logging import JsonFormatter, RequestLogMiddleware


def formatted(message="Done", *args, exc_info=None, **extra):
    record = logging.LogRecord("tracker", logging.ERROR, "file.py", 1, message, args, exc_info)
    record.__dict__.update(extra)
    return json.loads(JsonFormatter().format(record))


def test_a_plain_record():
    line = formatted("%s rows", 3)

    assert line.pop("time").endswith("+00:00")
    assert line == {"level": "ERROR", "logger": "tracker", "message": "3 rows"}


def test_a_request_without_its_query(rf):
    request = rf.get("/meetings/?q=Albert+Halilaj", HTTP_COOKIE="sessionid=secret")

    line = formatted(request=request, status_code=404, user="Arta")

    assert {key: line[key] for key in ("method", "path", "status")} == {
        "method": "GET",
        "path": "/meetings/",
        "status": 404,
    }
    assert len(line["request_id"]) == 32
    for secret in ("Halilaj", "secret", "Arta"):
        assert secret not in json.dumps(line)


def test_a_reset_key_is_left_out(rf):
    request = rf.get("/account/password/reset/key/3-d4k5ey/")

    line = formatted("Not Found: %s", request.path, request=request)

    assert line["path"] == "/account/password/reset/key/.../"
    assert line["message"] == "Not Found: /account/password/reset/key/.../"


def test_the_secret_of_a_calendar_is_left_out(rf):
    request = rf.get("/feeds/actions/WzEsMl0.s3cret-_.ics")

    line = formatted("Not Found: %s (again)", request.path, request=request)

    assert line["path"] == "/feeds/actions/..."
    assert line["message"] == "Not Found: /feeds/actions/... (again)"


def test_the_key_that_stops_emails_is_left_out(rf):
    request = rf.post("/emails/stop/MQ.s3cret-_/")

    line = formatted("Not Found: %s", request.path, request=request)

    assert line["path"] == "/emails/stop/.../"
    assert line["message"] == "Not Found: /emails/stop/.../"


def test_the_key_of_an_invitation_is_left_out(rf):
    for rest in ("", "ask/"):
        request = rf.post(f"/welcome/WzEsMl0.s3cret-_/{rest}")

        line = formatted("Gone: %s", request.path, request=request)

        assert line["path"] == f"/welcome/.../{rest}"
        assert line["message"] == f"Gone: /welcome/.../{rest}"


def test_an_exception_without_its_message():
    try:
        raise ValueError("Key (email)=(arta@example.org) already exists")
    except ValueError:
        line = formatted(exc_info=sys.exc_info())

    assert line["exception"] == "ValueError"
    assert "test_logging.py" in line["traceback"][0]
    assert "arta" not in json.dumps(line)


def test_a_record_about_a_socket():
    assert "path" not in formatted(request=object())


def test_each_request_is_logged_once(rf, caplog):
    caplog.set_level(logging.INFO, "iomtracker.requests")
    request = rf.post("/meetings/new/?token=1")

    response = RequestLogMiddleware(lambda request: HttpResponse(status=302))(request)

    (record,) = caplog.records
    line = json.loads(JsonFormatter().format(record))
    assert line["request_id"] == response["X-Request-ID"]
    assert (line["method"], line["path"], line["status"]) == ("POST", "/meetings/new/", 302)
    assert line["duration_ms"] >= 0
