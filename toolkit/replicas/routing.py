"""Which server answers a read: the primary, unless a page that only shows may be read from a replica.

Only what is named is read from a replica: rows of the apps in REPLICA_APPS, for a GET of a page in
REPLICA_PAGES, outside a transaction, before that request wrote anything. So sign-in, sessions, roles and
rate limits, forms, downloads, the admin and all commands stay on the primary without being listed.

A browser that wrote keeps the position of the primary's log in a cookie: a replica that has not replayed
it is not read for that browser. A page that fails on a replica is read again from the primary, and one
that fails because the primary broke off once it, or the replica promoted in its place, is there.
"""

import logging
import re
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from time import time
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, Error, connections, models
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from toolkit.replicas import servers

log = logging.getLogger("iomtracker.replicas")

COOKIE = "written"
COOKIE_AGE = 3600  # seconds; a replica that is so far behind was left out long before
# Answers of one browser can overtake each other, and the later one keep the smaller position.
PRIMARY_SECONDS = 5
SAFE = ("GET", "HEAD")
NOT_KNOWN = 2**64 - 1  # a position that no replica has


@dataclass
class Reads:
    """Where the reads of a request go."""

    replica: str | None = None
    has_written: bool = False


current: ContextVar[Reads | None] = ContextVar("reads", default=None)


def is_in_transaction() -> bool:
    return connections[DEFAULT_DB_ALIAS].in_atomic_block


class Router:
    def db_for_read(self, model: type[models.Model], **_hints: Any) -> str:
        reads = current.get()
        if reads is None or reads.replica is None or is_in_transaction():
            return DEFAULT_DB_ALIAS
        is_kept_there = model._meta.app_label in settings.REPLICA_APPS
        return reads.replica if is_kept_there else DEFAULT_DB_ALIAS

    def db_for_write(self, model: type[models.Model], **_hints: Any) -> str:
        """Return the primary, from which the rest of the request is read too."""
        reads = current.get()
        if reads is not None and model._meta.app_label in settings.REPLICA_APPS:
            reads.replica, reads.has_written = None, True
        return DEFAULT_DB_ALIAS

    def allow_relation(self, *_objects: models.Model, **_hints: Any) -> bool:
        """All servers hold the same rows."""
        return True

    def allow_migrate(self, db: str, *_names: str, **_hints: Any) -> bool:
        return db == DEFAULT_DB_ALIAS


class ReplicaMiddleware:
    """The innermost middleware: it calls the view of a page that is read from a replica."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.servers = servers.Servers(settings.REPLICAS, settings.REPLICA_LONGEST_LAG)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response, reads = self.answer(request)
        is_to_ask_again = request.method in SAFE and not reads.has_written
        if response.status_code == 500 and is_to_ask_again and servers.came_back():
            log.warning("A page failed while the primary was away, and was made again.")
            response, reads = self.answer(request)
        if reads.has_written:
            keep_position(response)
        return response

    def answer(self, request: HttpRequest) -> tuple[HttpResponseBase, Reads]:
        """Return the answer, and where it was read from."""
        reads = Reads()
        token = current.set(reads)
        try:
            return self.get_response(request), reads
        finally:
            current.reset(token)

    def process_view(
        self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        reads = current.get()
        if reads is None or not is_replica_page(request):
            return None
        own_writes = position_in(request)
        reads.replica = None if own_writes is None else self.servers.choose(own_writes)
        return read_page(reads, request, view, args, kwargs) if reads.replica else None


def is_replica_page(request: HttpRequest) -> bool:
    match = request.resolver_match
    is_named = match is not None and match.view_name in settings.REPLICA_PAGES
    return is_named and request.method in SAFE


def read_page(
    reads: Reads, request: HttpRequest, view: Callable, args: tuple, kwargs: dict[str, Any]
) -> HttpResponseBase | None:
    """Return the answer of a view that reads from a replica; nothing when the primary has to give it.

    Any error may come from the replica: it broke off, or it lacks a row that a colleague wrote a second
    ago, of which a view may make a 404, a missing key or whatever else. The view only reads, so it can
    be called again; if it is a true error, it comes back from there.
    """
    alias = reads.replica
    try:
        response: HttpResponseBase = view(request, *args, **kwargs)
        if hasattr(response, "render"):
            response.render()
    except Exception as error:
        if reads.has_written:
            raise
        if isinstance(error, Error):
            kind = type(error).__name__
            log.warning("A page failed on %s (%s) and is read from the primary.", alias, kind)
            connections[alias or DEFAULT_DB_ALIAS].close()
        reads.replica = None
        return None
    reads.replica, is_good = None, response.status_code < 400
    return response if is_good or reads.has_written else None


def keep_position(response: HttpResponseBase) -> None:
    """Give the browser the position behind what this request wrote."""
    try:
        position = servers.written()
    except Error:  # what was saved is saved: the answer must say so
        position = NOT_KNOWN
    response.set_cookie(
        COOKIE,
        f"{position:x}-{int(time()):x}",
        max_age=COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def position_in(request: HttpRequest) -> int | None:
    """Return the position behind the browser's own writes, 0 if it wrote nothing.

    None if it wrote a moment ago, or if the cookie can't be read: then the primary answers.
    """
    cookie = request.COOKIES.get(COOKIE)
    if cookie is None:
        return 0
    match = re.fullmatch(r"([0-9a-f]{1,16})-([0-9a-f]{1,12})", cookie)
    if match is None or time() - int(match[2], 16) < PRIMARY_SECONDS:
        return None
    return int(match[1], 16)
