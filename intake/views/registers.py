"""The last step of an import, and the way back: stored, undone, discarded, what was left out."""

import uuid
from functools import partial

from django.contrib import messages
from django.core.cache import cache
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
    proposed,
    sample,
    still_open,
    use_columns,
)
from intake.registers.store import Changed, Outdated, mark_known, store
from intake.safe_reading import Unreadable, reason
from intake.undo import undo
from intake.views.access import context_of, look_again, open_import, rows_context, vanished


@require_POST
@open_import
def import_store(request: SignedInRequest, source: Import) -> HttpResponse:
    try:
        made = store(source, request.user, request.POST.get("print", ""))
    except Import.DoesNotExist:
        return vanished(request)
    except Outdated:
        return look_again(request, source)
    except (Changed, IntegrityError):
        mark_known(source)
        check_again(source, source.rows.filter(state=ImportRow.State.READY))
        messages.warning(
            request,
            _(
                "Records changed since these rows were checked, so nothing was imported. They are checked again."
            ),
        )
        return redirect("import_check", source.pk)
    count = made.get("meeting", 0)
    said = ngettext("Imported %s meeting.", "Imported %s meetings.", count) % f"{count:,}"
    messages.success(request, said)
    return redirect(source)


@data_manager_only
def import_undo(request: SignedInRequest, pk: int) -> HttpResponse:
    source = get_object_or_404(Import, pk=pk)
    return redirect(source) if source.is_contacts else undo_page(request, source, undo)


def undo_page(request: SignedInRequest, source: Import, undo) -> HttpResponse:
    if source.status != Import.Status.DONE:
        return redirect(source)
    if request.method != "POST":
        return render(request, "intake/import_undo.html", context_of(source, "store"))
    kept = undo(source)
    if any(kept.values()):
        messages.warning(
            request, _("Undone, except what was changed or used since. It is listed below.")
        )
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
        return _kept(request, source, back)
    messages.success(request, _("Discarded: %s. Nothing was imported.") % name)
    return redirect(back)


def _kept(request: SignedInRequest, source: Import, back: str) -> HttpResponse:
    """Say why an import was not discarded: somebody discarded or imported it meanwhile, or works on it."""
    now = Import.objects.filter(pk=source.pk).first()
    if now is None:
        return vanished(request, back)
    if now.is_open:
        said = _(
            "The rows are being read or checked at this moment. Wait for it, then discard the import."
        )
    else:
        said = _("It was imported meanwhile, so it is not discarded.")
    messages.warning(request, said)
    return redirect(now)


@data_manager_only
def import_left_out(request: SignedInRequest, pk: int, file_format: str) -> HttpResponseBase:
    """Download the rows that are not imported, with the reasons: put right, it can be imported again."""
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


AN_HOUR = 3600
SHOWN, EXAMPLES = 50, 3
SHOWN_ROWS, SHOWN_SHEETS = 10, 8


@data_manager_only
def import_list(request: SignedInRequest) -> HttpResponse:
    """Past imports, and a new register; the same form sent twice uploads once."""
    form = UploadForm(request.POST or None, request.FILES or None, initial={"token": uuid.uuid4()})
    if request.method == "POST" and form.is_valid():
        key = f"import-upload-{request.user.pk}-{form.cleaned_data['token'] or uuid.uuid4()}"
        if not cache.add(key, 1, AN_HOUR):
            return redirect("import_list")
        file = form.cleaned_data["file"]
        try:
            return redirect("import_sheet", begin(file, file.name, file.size, request.user).pk)
        except Unreadable as problem:
            cache.delete(key)
            form.add_error("file", reason(problem))
    imports = Import.objects.select_related("created_by").defer("tables", "columns")[:SHOWN]
    context = {"section": "import", "form": form, "imports": imports}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "intake/import_list.html", context, status=status)


@open_import
def import_sheet(request: SignedInRequest, source: Import) -> HttpResponse:
    """Choose the sheet and the row of its headings; both are proposed."""
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
    mapping = Mapping.objects.filter(pk=_number(request.GET.get("mapping"))).first()
    if mapping:
        source.options, source.mapping = mapping.options, mapping
    headings, rows = sample(source)
    plans = proposed(source, mapping)
    data = request.POST if request.method == "POST" else None
    columns, options = column_forms(plans, data), OptionsForm(data, source=source)
    if data is not None and all([columns.is_valid(), options.is_valid()]):
        used = columns.plans(headings)
        answer = _use(request, source, used, options) if options.fits(used) else None
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


def _use(request: SignedInRequest, source: Import, plans: list[ColumnPlan], options: OptionsForm):
    """Arrange the rows as the columns say and go on; None when the file can't be read to its end."""
    mapping = options.keep(plans, request.user)
    try:
        if not use_columns(source, plans, options.options(), mapping):
            said = _(
                "The rows are being read or checked at this moment. Wait for it, then try again."
            )
            messages.warning(request, said)
    except Unreadable as problem:
        messages.error(request, reason(problem))
        return None
    return redirect("import_check", source.pk)


def _examples(headings: list[str], rows: list[list[str]]) -> list:
    found = []
    for at in range(len(headings)):
        texts = dict.fromkeys(cells[at] for cells in rows if at < len(cells) and cells[at])
        found.append([text[:80] for text in list(texts)[:EXAMPLES]])
    return found


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 10 else None


@open_import
def import_check(request: SignedInRequest, source: Import) -> HttpResponse:
    """Check rows for some seconds, say how far it is, and come back by itself until all are checked.

    The page asks for itself again with a plain refresh: what it does is only work out what the rows
    say, so asking twice, or leaving, does no harm.
    """
    if source.status == Import.Status.UPLOADED and not source.is_busy:
        return redirect("import_columns", source.pk)
    waiting = check_some(source, timezone.localdate())
    total = source.rows.count()
    try:
        source.refresh_from_db(fields=["status"])
    except Import.DoesNotExist:
        return vanished(request)
    if source.status == Import.Status.CHECKED:
        return redirect(source)
    context = context_of(source, "rows", total=total, done=total - waiting)
    return render(request, "intake/import_check.html", context)


@data_manager_only
def import_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """What each row becomes, or became; while steps are missing, the next one."""
    source = get_object_or_404(Import.objects.select_related("created_by", "mapping"), pk=pk)
    if source.is_contacts:
        return redirect(source)
    if source.status == Import.Status.UPLOADED:
        return redirect("import_sheet", source.pk)
    if source.status == Import.Status.CHECKING:
        return redirect("import_check", source.pk)
    counts = source.counts(request.user)
    rows = source.rows.visible_to(request.user).select_related("meeting")
    lines = partial(lines_of, source)
    context = rows_context(request, source, rows, counts, lines)
    context["summary"] = summary(counts, source.result)
    return render(request, "intake/import_detail.html", context)


FIXABLE = (
    ImportRow.State.WRONG,
    ImportRow.State.ASKED,
    ImportRow.State.READY,
    ImportRow.State.PART,
)


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
    """Put the cells of one row right; it is checked again."""
    if request.method == "POST":
        return _put_right(request, source, number)
    row = get_object_or_404(source.rows, number=number)
    if _is_waiting(source, row):
        return redirect("import_check", source.pk)
    if row.state not in FIXABLE:
        raise Http404
    return _row_page(request, source, RowForm(row=row, plans=plans_of(source)))


def _put_right(request: SignedInRequest, source: Import, number: int) -> HttpResponse:
    """Store the cells that were changed, or give the form back with what was typed."""
    with transaction.atomic():
        # Held until the row is stored: nobody stores the import meanwhile.
        if not still_open(source):
            return redirect(source) if _exists(source) else vanished(request)
        row = get_object_or_404(source.rows.select_for_update(), number=number)
        form = RowForm(request.POST, row=row, plans=plans_of(source))
        is_free = row.state in FIXABLE and not _is_waiting(source, row)
        if form.is_valid() and is_free:
            form.save()
            check_again(source, source.rows.filter(number=row.lead))
            return redirect("import_check", source.pk)
    if not is_free:
        check_some(source, timezone.localdate())  # so that it can be stored the next time
        form.add_error(None, _refused(row))
    return _row_page(request, source, form)


def _exists(source):
    return Import.objects.filter(pk=source.pk).exists()


def _is_waiting(source: Import, row: ImportRow) -> bool:
    """Whether a row, or the first row of its meeting, is yet to be checked: what changes now would be missed."""
    numbers = (row.number, row.lead)
    return source.rows.filter(number__in=numbers, state=ImportRow.State.WAITING).exists()


def _refused(row: ImportRow) -> str:
    if row.state in (*FIXABLE, ImportRow.State.WAITING):
        return _(
            "Somebody changed this row a moment ago, and it was being checked. "
            "What you typed is below and is not stored yet. Save it again."
        )
    return _("This row is left out of the import now, so it can’t be changed.")


def _row_page(request: SignedInRequest, source: Import, form: RowForm) -> HttpResponse:
    context = context_of(source, "rows", form=form, row=form.row)
    status = 422 if form.is_bound else 200
    return render(request, "intake/import_row.html", context, status=status)
