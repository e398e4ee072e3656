"""Imports are the data manager's."""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect

from intake.models import Import


def data_manager_only(view):
    """Let only data managers at a view."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not request.user.is_data_manager:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def open_import(view):
    """Give a data manager's view the register that nothing was stored of yet; else lead to its page."""

    @data_manager_only
    @wraps(view)
    def found(request, pk, **kwargs):
        source = get_object_or_404(Import, pk=pk)
        is_ours = source.is_open and not source.is_contacts
        return view(request, source, **kwargs) if is_ours else redirect(source)

    return found


def context_of(source, step, **more):
    """Return what every page of an import shows: `step` is upload, columns, rows or store."""
    return {"section": "import", "source": source, "step": step, **more}
