"""The first steps of an import: the file, its sheet, its columns."""

import uuid

from django.contrib import messages
from django.core.cache import cache
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.guards import data_manager_only
from intake.forms import OptionsForm, TableForm, UploadForm, column_forms
from intake.importing import begin, choose_table, proposed, sample, use_columns
from intake.models import Import, Mapping
from intake.reading import reason
from intake.refusing import Unreadable
from intake.views.access import context_of, open_import

AN_HOUR = 3600
SHOWN, EXAMPLES = 50, 3
SHOWN_ROWS, SHOWN_SHEETS = 10, 8


@data_manager_only
def import_list(request):
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
def import_sheet(request, source):
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
def import_columns(request, source):
    """Say what each column means; a mapping kept before fills this in."""
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


def _use(request, source, plans, options):
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


def _examples(headings, rows):
    """Return the first different texts of each column."""
    found = []
    for at in range(len(headings)):
        texts = dict.fromkeys(cells[at] for cells in rows if at < len(cells) and cells[at])
        found.append([text[:80] for text in list(texts)[:EXAMPLES]])
    return found


def _number(text):
    return int(text) if text and text.isdecimal() and len(text) < 10 else None
