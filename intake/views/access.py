"""Which import a page is about, and what its pages show alike."""

from functools import wraps

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from accounts.access import SignedInRequest, data_manager_only
from intake.models import Import, ImportRow
from intake.registers.preview import first_tab, tabs_of
from intake.registers.steps import print_of
from toolkit.pagination import page_of


def open_import(view):
    """Give a data manager's view the register that nothing was stored of yet; else lead to its page."""

    @data_manager_only
    @wraps(view)
    def found(request, pk, **kwargs):
        source = get_object_or_404(Import, pk=pk)
        is_ours = source.is_open and not source.is_contacts
        return view(request, source, **kwargs) if is_ours else redirect(source)

    return found


def vanished(request: SignedInRequest, back: str = "import_list") -> HttpResponse:
    messages.warning(request, _("Somebody discarded this import meanwhile."))
    return redirect(back)


def look_again(request: SignedInRequest, source: Import) -> HttpResponse:
    said = _("This import changed since the page was opened. Look at it again.")
    messages.warning(request, said)
    return redirect(source)


def context_of(source: Import, step: str, **more) -> dict[str, Import | str]:
    """Return what every page of an import shows: `step` is upload, columns, rows or store."""
    return {"section": "import", "source": source, "step": step, **more}


def rows_context(
    request: SignedInRequest, source: Import, rows, counts: dict[str, int], lines_of
) -> dict:
    """Return what the page of an import shows of `rows`: those of the state asked for, a page of them.

    `counts` are {state: number}; `lines_of` makes of rows what is shown.
    """
    shown = print_of(source) if source.is_open else ""  # before the rows: newer rows are no harm
    states = ImportRow.State
    asked = request.GET.get("state")
    state = states(asked) if asked in states.values else first_tab(counts)
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
