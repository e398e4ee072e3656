"""Show a person all that is held on them, and remove it: for the data manager."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.downloads import FORMATS, Column, download
from accounts.guards import data_manager_only
from iomtracker.personal import forget, held_on, texts_naming
from stakeholders.views.pages import person_or_404

COLUMNS = [
    Column(gettext_lazy("Part"), lambda row: row[0], 28),
    Column(gettext_lazy("What"), lambda row: row[1].label, 32),
    Column(gettext_lazy("Says"), lambda row: row[1].text, 60),
]


@data_manager_only
@require_safe
def person_held(request, pk):
    """All that is on record about a person, part by part."""
    person = person_or_404(pk)
    if person.merged_into:
        return redirect("person_held", person.merged_into.pk)
    context = {
        "section": "stakeholders",
        "person": person,
        "parts": held_on(person, request.user),
    }
    return render(request, "stakeholders/held.html", context)


@data_manager_only
@require_safe
def person_held_download(request, pk, file_format):
    """The same as a file that can be handed to the person."""
    person = person_or_404(pk)
    if file_format not in FORMATS:
        raise Http404
    rows = [(part, line) for part, lines in held_on(person, request.user) for line in lines]
    what, name = _("All held on person %d") % person.pk, f"person-{person.pk}"
    return download(
        request.user,
        file_format,
        name=name,
        what=what,
        columns=COLUMNS,
        rows=rows,
        count=len(rows),
    )


@data_manager_only
@require_http_methods(["GET", "HEAD", "POST"])
def person_anonymise(request, pk):
    """Say what goes and what stays, with the texts that still name the person; then remove it."""
    person = person_or_404(pk)
    if person.merged_into:
        return redirect("person_anonymise", person.merged_into.pk)
    if person.anonymised_at:
        return redirect(person)
    if request.method == "POST":
        forget(person, by=request.user)
        messages.success(
            request, _("The name and contact data are removed. Posts and meetings stay.")
        )
        return redirect(person)
    texts = texts_naming(person, request.user)
    context = {"section": "stakeholders", "person": person, "texts": texts}
    return render(request, "stakeholders/anonymise.html", context)
