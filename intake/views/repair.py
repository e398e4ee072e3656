"""What a register leaves open, put right in the preview: names that are asked about, cells of a row."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

from intake.arranging import plans_of
from intake.asking import answer, questions_of
from intake.forms import RowForm
from intake.importing import check_again
from intake.models import ImportRow
from intake.views.access import context_of, open_import

FIXABLE = (
    ImportRow.State.WRONG,
    ImportRow.State.ASKED,
    ImportRow.State.READY,
    ImportRow.State.PART,
)


@open_import
def import_names(request, source):
    """Ask whom names mean that may be known; an answer holds for all rows with the name."""
    questions, total = questions_of(source)
    if request.method == "POST":
        answer(source, questions, request.POST)
        return redirect("import_check", source.pk)
    if not questions:
        return redirect(source)
    context = context_of(source, "rows", questions=questions, total=total)
    return render(request, "intake/import_names.html", context)


@open_import
def import_row(request, source, number):
    """Put the cells of one row right; it is checked again."""
    row = get_object_or_404(source.rows, number=number)
    if row.state not in FIXABLE:
        raise Http404
    form = RowForm(request.POST or None, row=row, plans=plans_of(source))
    if form.is_valid():
        form.save()
        check_again(source, source.rows.filter(number=row.lead))
        return redirect("import_check", source.pk)
    status = 422 if form.is_bound else 200
    context = context_of(source, "rows", form=form, row=row)
    return render(request, "intake/import_row.html", context, status=status)
