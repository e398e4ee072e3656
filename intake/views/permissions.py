"""Which import a page is about, and what its pages show alike."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.cache import cache
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from accounts.access import SignedInRequest, data_manager_only
from intake.models import Import, ImportRow, ImportRowQuerySet
from intake.registers.forms import FileForm
from intake.registers.preview import TABS, tabs_of
from intake.registers.steps import digest_of
from intake.safe_reading import Unreadable
from toolkit.pagination import page_of

AN_HOUR = 3600


def open_import(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give a data manager's view the register that nothing was stored of yet; else lead to its page."""

    @data_manager_only
    @wraps(view)
    def found(request: SignedInRequest, pk: int, **kwargs: str | int) -> HttpResponse:
        source = get_object_or_404(Import, pk=pk)
        is_ours = source.is_open and not source.is_contacts
        return view(request, source, **kwargs) if is_ours else redirect(source)

    return found


def begin_once(
    request: SignedInRequest,
    form: FileForm,
    begin: Callable[[UploadedFile], Import],
    reason: Callable[[Unreadable], str],
    page: str,
) -> HttpResponse | None:
    """Begin the import of an uploaded file and lead to its `page`; to all imports when it was sent before.

    None when the file can't be read: the form gives the reason.
    """
    key = f"{page}-upload-{request.user.pk}-{form.cleaned_data['token'] or uuid.uuid4()}"
    if not cache.add(key, 1, AN_HOUR):
        return redirect("import_list")
    try:
        return redirect(page, begin(form.cleaned_data["file"]).pk)
    except Unreadable as problem:
        cache.delete(key)
        form.add_error("file", reason(problem))
        return None


def redirect_discarded(request: SignedInRequest, back: str = "import_list") -> HttpResponse:
    messages.warning(request, _("Somebody has discarded this import in the meantime."))
    return redirect(back)


def redirect_changed(request: SignedInRequest, source: Import) -> HttpResponse:
    text = _("This import has changed since you opened the page. Please check it again.")
    messages.warning(request, text)
    return redirect(source)


def context_of(source: Import, step: str, **more: Any) -> dict[str, Any]:
    """Return what every page of an import shows: `step` is upload, columns, rows or store."""
    return {"section": "import", "source": source, "step": step, **more}


def rows_context(
    request: SignedInRequest,
    source: Import,
    rows: ImportRowQuerySet,
    counts: dict[str, int],
    lines_of: Callable[[list[ImportRow]], list],
) -> dict[str, Any]:
    shown = digest_of(source) if source.is_open else ""  # before the rows: newer rows are no harm
    states = ImportRow.State
    asked = request.GET.get("state")
    usual = next((one for one in TABS if counts[one]), states.READY)
    state = states(asked) if asked in states.values else usual
    page = page_of(rows.filter(state=state), request.GET, order=("number",))
    return context_of(
        source,
        "rows" if source.is_open else "store",
        counts=counts,
        state=state,
        tabs=tabs_of(counts, state),
        page=page,
        lines=lines_of(page.rows),
        left_out=counts[states.WRONG] + counts[states.ASKED],
        print=shown,
    )
