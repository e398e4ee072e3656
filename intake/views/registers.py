"""Registers: the file, its sheet and columns, the rows checked and corrected, stored, undone, discarded."""

import uuid
from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.access import SignedInRequest, data_manager_only
from accounts.downloads import FORMATS, download
from intake.models import Import, ImportRow, Mapping
from intake.registers.check import check_some
from intake.registers.columns import ColumnPlan, plans_of
from intake.registers.forms import OptionsForm, RowForm, TableForm, UploadForm, column_forms
from intake.registers.preview import columns_of, left_out, lines_of, summary
from intake.registers.questions import answer, questions_of
from intake.registers.steps import (
    begin,
    check_again,
    choose_table,
    discard,
    lock_if_open,
    proposed,
    sample,
    use_columns,
)
from intake.registers.store import ImportChanged, RecordsChanged, mark_imported_elsewhere, store
from intake.safe_reading import Unreadable, reason
from intake.undo import undo
from intake.views.permissions import (
    begin_once,
    context_of,
    open_import,
    redirect_changed,
    redirect_discarded,
    rows_context,
)

SHOWN, EXAMPLES = 50, 3
SHOWN_ROWS, SHOWN_SHEETS = 10, 8
State = ImportRow.State
FIXABLE = (State.WRONG, State.ASKED, State.READY, State.PART)


@data_manager_only
def import_list(request: SignedInRequest) -> HttpResponse:
    form = UploadForm(request.POST or None, request.FILES or None, initial={"token": uuid.uuid4()})
    if request.method == "POST" and form.is_valid():
        answer = begin_once(
            request, form, partial(begin, user=request.user), reason, "import_sheet"
        )
        if answer:
            return answer
    imports = Import.objects.select_related("created_by").defer("tables", "columns")[:SHOWN]
    context = {"section": "import", "form": form, "imports": imports}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "intake/import_list.html", context, status=status)


@open_import
def import_sheet(request: SignedInRequest, source: Import) -> HttpResponse:
    start = {"sheet": source.sheet, "header_row": source.header_row}
    form = TableForm(request.POST or None, source=source, initial=start)
    if form.is_valid():
        choose_table(source, form.cleaned_data.get("sheet", ""), form.cleaned_data["header_row"])
        return redirect("import_columns", source.pk)
    sheets = [(name, rows[:SHOWN_ROWS]) for name, rows in source.tables[:SHOWN_SHEETS]]
    context = context_of(source, "columns", form=form, sheets=sheets)
    status = 422 if form.is_bound else 200
    return render(request, "intake/import_sheet.html", context, status=status)


@open_import
def import_columns(request: SignedInRequest, source: Import) -> HttpResponse:
    mapping = Mapping.objects.filter(pk=_number(request.GET.get("mapping", ""))).first()
    if mapping:
        source.options, source.mapping = mapping.options, mapping
    headings, rows = sample(source)
    plans = proposed(source, mapping)
    data = request.POST if request.method == "POST" else None
    columns, options = column_forms(plans, data), OptionsForm(data, source=source)
    if data is not None and all([columns.is_valid(), options.is_valid()]):
        used = columns.plans(headings)
        answer = _use_columns(request, source, used, options) if options.fits(used) else None
        if answer:
            return answer
    context = context_of(
        source,
        "columns",
        form=options,
        columns=columns,
        table=list(zip(columns, headings, _examples(headings, rows), strict=True)),
        mappings=Mapping.objects.all(),
        chosen=mapping,
        errors=[{"target": "", "text": text} for text in columns.non_form_errors()],
    )
    wrong = data is not None
    return render(request, "intake/import_columns.html", context, status=422 if wrong else 200)


def _use_columns(
    request: SignedInRequest, source: Import, plans: list[ColumnPlan], options: OptionsForm
) -> HttpResponse | None:
    """Read the rows as the columns say and go on; None when the file can't be read to its end."""
    mapping = options.keep(plans, request.user)
    try:
        if not use_columns(source, plans, options.options(), mapping):
            text = _("The rows are being read or checked right now. Please try again later.")
            messages.warning(request, text)
    except Unreadable as problem:
        messages.error(request, reason(problem))
        return None
    return redirect("import_check", source.pk)


def _examples(headings: list[str], rows: list[list[str]]) -> list[list[str]]:
    found = []
    for at in range(len(headings)):
        texts = dict.fromkeys(cells[at] for cells in rows if at < len(cells) and cells[at])
        found.append([text[:80] for text in list(texts)[:EXAMPLES]])
    return found


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0


@open_import
def import_check(request: SignedInRequest, source: Import) -> HttpResponse:
    """Check rows for some seconds and show how far it is; the page refreshes itself until all are checked.

    Checking only works out what the rows say, so asking twice, or leaving, does no harm.
    """
    if source.status == Import.Status.UPLOADED and not source.is_busy:
        return redirect("import_columns", source.pk)
    waiting = check_some(source, timezone.localdate())
    total = source.rows.count()
    try:
        source.refresh_from_db(fields=["status"])
    except Import.DoesNotExist:
        return redirect_discarded(request)
    if source.status == Import.Status.CHECKED:
        return redirect(source)
    context = context_of(source, "rows", total=total, done=total - waiting)
    return render(request, "intake/import_check.html", context)


@data_manager_only
def import_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    source = get_object_or_404(Import.objects.select_related("created_by", "mapping"), pk=pk)
    if source.is_contacts:
        return redirect(source)
    if source.status == Import.Status.UPLOADED:
        return redirect("import_sheet", source.pk)
    if source.status == Import.Status.CHECKING:
        return redirect("import_check", source.pk)
    counts = source.counts(request.user)
    rows = source.rows.visible_to(request.user).select_related("meeting")
    context = rows_context(request, source, rows, counts, partial(lines_of, source))
    context["summary"] = summary(counts, source.result)
    return render(request, "intake/import_detail.html", context)


@open_import
def import_names(request: SignedInRequest, source: Import) -> HttpResponse:
    questions, total = questions_of(source)
    if request.method == "POST":
        answer(source, questions, request.POST)
        return redirect("import_check", source.pk)
    if not questions:
        return redirect(source)
    context = context_of(source, "rows", questions=questions, total=total)
    return render(request, "intake/import_names.html", context)


@open_import
def import_row(request: SignedInRequest, source: Import, number: int) -> HttpResponse:
    if request.method == "POST":
        return _correct_row(request, source, number)
    row = get_object_or_404(source.rows, number=number)
    if _is_waiting(source, row):
        return redirect("import_check", source.pk)
    if row.state not in FIXABLE:
        raise Http404
    return _row_page(request, source, RowForm(row=row, plans=plans_of(source)))


def _correct_row(request: SignedInRequest, source: Import, number: int) -> HttpResponse:
    with transaction.atomic():
        # Held until the row is stored: nobody stores the import meanwhile.
        if not lock_if_open(source):
            is_there = Import.objects.filter(pk=source.pk).exists()
            return redirect(source) if is_there else redirect_discarded(request)
        row = get_object_or_404(source.rows.select_for_update(), number=number)
        form = RowForm(request.POST, row=row, plans=plans_of(source))
        is_free = row.state in FIXABLE and not _is_waiting(source, row)
        if form.is_valid() and is_free:
            form.save()
            check_again(source, source.rows.filter(number=row.lead))
            return redirect("import_check", source.pk)
    if not is_free:
        check_some(source, timezone.localdate())  # so that it can be stored the next time
        form.add_error(None, _refusal(row))
    return _row_page(request, source, form)


def _is_waiting(source: Import, row: ImportRow) -> bool:
    """Whether a row, or the first row of its meeting, is yet to be checked: what changes now would be missed."""
    numbers = (row.number, row.lead)
    return source.rows.filter(number__in=numbers, state=State.WAITING).exists()


def _refusal(row: ImportRow) -> str:
    if row.state in (*FIXABLE, State.WAITING):
        return _(
            "Somebody changed this row a moment ago, and it was being checked. "
            "What you typed is below and has not been saved yet. Please save it again."
        )
    return _("This row is now left out of the import, so it can’t be changed.")


def _row_page(request: SignedInRequest, source: Import, form: RowForm) -> HttpResponse:
    context = context_of(source, "rows", form=form, row=form.row)
    status = 422 if form.is_bound else 200
    return render(request, "intake/import_row.html", context, status=status)


@data_manager_only
def import_left_out(request: SignedInRequest, pk: int, file_format: str) -> HttpResponseBase:
    """Download the rows that are not imported, with the reasons: corrected, the file can be imported again."""
    source = get_object_or_404(Import, pk=pk)
    if file_format not in FORMATS or source.status == Import.Status.UNDONE:
        raise Http404
    rows = left_out(source)
    return download(
        request.user,
        file_format,
        name=f"left-out-{source.pk}",
        what=_("Rows left out of an import"),
        columns=columns_of(source),
        rows=rows.iterator(chunk_size=500),
        count=rows.count(),
    )


@require_POST
@open_import
def import_store(request: SignedInRequest, source: Import) -> HttpResponse:
    try:
        made = store(source, request.user, request.POST.get("print", ""))
    except Import.DoesNotExist:
        return redirect_discarded(request)
    except ImportChanged:
        return redirect_changed(request, source)
    except (RecordsChanged, IntegrityError):
        mark_imported_elsewhere(source)
        check_again(source, source.rows.filter(state=State.READY))
        text = _("Nothing was imported: records have changed. The rows will be checked again.")
        messages.warning(request, text)
        return redirect("import_check", source.pk)
    count = made.get("meeting", 0)
    text = ngettext("Imported %s meeting.", "Imported %s meetings.", count) % f"{count:,}"
    messages.success(request, text)
    return redirect(source)


@data_manager_only
def import_undo(request: SignedInRequest, pk: int) -> HttpResponse:
    source = get_object_or_404(Import, pk=pk)
    return redirect(source) if source.is_contacts else undo_page(request, source, undo)


def undo_page(
    request: SignedInRequest, source: Import, undo: Callable[[Import], dict[str, int]]
) -> HttpResponse:
    """Ask once whether an import is undone, then let `undo` do it and say what was kept."""
    if source.status != Import.Status.DONE:
        return redirect(source)
    if request.method != "POST":
        return render(request, "intake/import_undo.html", context_of(source, "store"))
    kept = undo(source)
    if any(kept.values()):
        text = _("Undone, except what has been changed or used since. It is listed below.")
        messages.warning(request, text)
    else:
        messages.success(request, _("Undone. Nothing of this import is left in the record."))
    return redirect(source)


@open_import
def import_discard(request: SignedInRequest, source: Import) -> HttpResponse:
    return discard_page(request, source, "import_list")


def discard_page(request: SignedInRequest, source: Import, back: str) -> HttpResponse:
    if request.method != "POST":
        return render(request, "intake/import_discard.html", context_of(source, "upload"))
    name = source.name
    if not discard(source):
        return _explain_kept(request, source, back)
    messages.success(request, _("Discarded: %s. Nothing was imported.") % name)
    return redirect(back)


def _explain_kept(request: SignedInRequest, source: Import, back: str) -> HttpResponse:
    now = Import.objects.filter(pk=source.pk).first()
    if now is None:
        return redirect_discarded(request, back)
    if now.is_open:
        text = _("The rows are being read or checked right now. Discard the import afterwards.")
    else:
        text = _("It has been imported in the meantime, so it was not discarded.")
    messages.warning(request, text)
    return redirect(now)
