"""The brief for the next meeting: a page that prints on one sheet, and a PDF of the same."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_safe

from accounts.access import SignedInRequest
from accounts.models import ExportRecord, User
from profiles.brief import Brief, brief_of_organisation, brief_of_person, brief_pdf
from profiles.views.pages import organisation_or_404, person_or_404
from stakeholders.models import Organisation, Person


@require_safe
def organisation_brief(request: SignedInRequest, slug: str) -> HttpResponse:
    organisation = organisation_or_404(slug)
    if organisation.merged_into:
        return redirect("organisation_brief", organisation.merged_into.slug)
    brief = brief_of_organisation(organisation, request.user, localdate())
    pdf_url = reverse("organisation_brief_pdf", args=[slug])
    return _page(request, brief, organisation, pdf_url)


@require_safe
def person_brief(request: SignedInRequest, pk: int) -> HttpResponse:
    person = person_or_404(pk)
    if person.merged_into:
        return redirect("person_brief", person.merged_into.pk)
    brief = brief_of_person(person, request.user, localdate())
    return _page(request, brief, person, reverse("person_brief_pdf", args=[pk]))


@require_GET
def organisation_brief_pdf(request: SignedInRequest, slug: str) -> HttpResponse:
    organisation = organisation_or_404(slug)
    if organisation.merged_into:
        return redirect("organisation_brief_pdf", organisation.merged_into.slug)
    brief = brief_of_organisation(organisation, request.user, localdate())
    return _pdf(request, brief, slug, _("Brief: %s") % organisation)


@require_GET
def person_brief_pdf(request: SignedInRequest, pk: int) -> HttpResponse:
    """The brief of a person as PDF, put on record by number: the name may have to go one day."""
    person = person_or_404(pk)
    if person.merged_into:
        return redirect("person_brief_pdf", person.merged_into.pk)
    brief = brief_of_person(person, request.user, localdate())
    return _pdf(request, brief, f"person-{pk}", _("Brief: person %d") % pk)


def _page(
    request: SignedInRequest, brief: Brief, row: Organisation | Person, pdf_url: str
) -> HttpResponse:
    context = {
        "section": "stakeholders",
        "brief": brief,
        "row": row,
        "pdf_url": pdf_url,
        "foot": _foot(brief, request.user),
    }
    is_to_keep = "keep" in request.GET  # the device asks for what it shows without a connection
    return render(request, f"stakeholders/{'_brief_kept' if is_to_keep else 'brief'}.html", context)


def _pdf(request: SignedInRequest, brief: Brief, name: str, what: str) -> HttpResponse:
    today = localdate()
    content = brief_pdf(brief, site=settings.SITE_NAME, foot=_foot(brief, request.user))
    ExportRecord.objects.create(
        user=request.user, what=what[:200], file_format="pdf", row_count=len(brief.meetings)
    )
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'attachment; filename="brief-{name}-{today:%Y-%m-%d}.pdf"',
            "Cache-Control": "private, no-store",
        },
    )


def _foot(brief: Brief, user: User) -> str:
    day = date_format(localdate(), "j F Y")
    made = _("Made by %(who)s on %(day)s.") % {"who": user, "day": day}
    for_whom = _("Contains internal notes: for colleagues only.") if brief.has_notes else ""
    return f"{made} {for_whom}".strip()
