"""The health page: is the database reachable, and are its tables up to date?"""

from functools import cache

from django.contrib.auth.decorators import login_not_required
from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from iomtracker import __version__


@cache
def latest_migrations() -> frozenset:
    return frozenset(MigrationLoader(None).graph.leaf_nodes())


def problem() -> str:
    try:
        applied = MigrationRecorder(connection).applied_migrations()
    except Error:
        return "database unreachable"
    return "" if latest_migrations() <= applied.keys() else "migrations missing"


@never_cache
@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    found = problem()
    answer = {"status": found or "ok", "version": __version__}
    return JsonResponse(answer, status=503 if found else 200)
