"""What colleagues write about stakeholders: a new one, and who holds a seat from when on."""

import uuid
from collections.abc import Sequence

from django.contrib import messages
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from accounts.access import SignedInRequest, colleagues_only
from profiles.views.pages import organisation_or_404
from stakeholders.forms import AddOrganisationForm, AddPersonForm, HolderForm
from stakeholders.models import Appointment, Organisation, Person
from toolkit.spelling import fold

OFFERED = 300
AN_HOUR = 3600


@colleagues_only
def stakeholder_add(request: SignedInRequest) -> HttpResponse:
    """Add an organisation or a person; those that look alike are shown before anything is stored."""
    what = "person" if request.GET.get("what") == "person" else "organisation"
    make = AddPersonForm if what == "person" else AddOrganisationForm
    if request.method != "POST":
        name = request.GET.get("name", "")[:200]
        return _add_page(request, what, make(initial={"name": name}))
    form = make(request.POST)
    if cache.get(_key(request)):
        return redirect(_made_before(request, what))
    if not form.is_valid():
        return _add_page(request, what, form)
    alike = form.look_alikes()
    if alike:
        form.data = request.POST.copy()
        form.data["sure"] = fold(form.cleaned_data["name"])
        return _add_page(request, what, form, alike)
    return _add(request, what, form)


def _add(
    request: SignedInRequest, what: str, form: AddOrganisationForm | AddPersonForm
) -> HttpResponse:
    """Store what is new; of the same form sent twice at once, only the first stores."""
    if not cache.add(_key(request), 0, AN_HOUR):
        return redirect(_made_before(request, what))
    try:
        made = form.save()
    except IntegrityError:
        cache.delete(_key(request))
        form.add_error("name", _("Somebody has just added this name."))
        return _add_page(request, what, form)
    cache.set(_key(request), made.pk, AN_HOUR)
    messages.success(request, _("Added: %s.") % made)
    return redirect(made)


def _key(request: SignedInRequest) -> str:
    return f"stakeholder-added-{request.user.pk}-{request.POST.get('token') or uuid.uuid4()}"[:100]


def _made_before(request: SignedInRequest, what: str) -> Organisation | Person | str:
    """Return what the same form made a moment ago, or the name of the list while that is being stored."""
    model = Person if what == "person" else Organisation
    return model.objects.filter(pk=cache.get(_key(request))).first() or "stakeholder_list"


def _add_page(
    request: SignedInRequest,
    what: str,
    form: AddOrganisationForm | AddPersonForm,
    alike: Sequence[Organisation | Person] = (),
) -> HttpResponse:
    context = {
        "section": "stakeholders",
        "what": what,
        "form": form,
        "alike": alike,
        "token": request.POST.get("token") or uuid.uuid4(),
        "organisations": Organisation.objects.current().select_related("parent")[:OFFERED],
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "stakeholders/add.html", context, status=status)


@colleagues_only
def holder_change(request: SignedInRequest, slug: str) -> HttpResponse:
    organisation = organisation_or_404(slug)
    if organisation.merged_into:
        return redirect("holder_change", organisation.merged_into.slug)
    if request.method == "POST":
        return _change(request, organisation)
    title = request.GET.get("seat", "")[:200]
    form = HolderForm(organisation=organisation, today=localdate(), title=title)
    return _holder_page(request, organisation, form)


@transaction.atomic
def _change(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    """Store a change of holder, one at a time for an organisation; the same form sent twice stores once."""
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    form = HolderForm(request.POST, organisation=organisation, today=localdate())
    if form.already_done():
        return redirect(organisation)
    if not form.is_valid():
        return _holder_page(request, organisation, form)
    begun = form.save()
    if begun:
        words = {"title": begun.title, "who": begun.person}
        messages.success(request, _("Saved. %(title)s: %(who)s.") % words)
    else:
        messages.success(request, _("Saved. %s: nobody for now.") % form.cleaned_data["title"])
    return redirect(organisation)


def _holder_page(
    request: SignedInRequest, organisation: Organisation, form: HolderForm
) -> HttpResponse:
    titles = Appointment.objects.filter(organisation=organisation).order_by("title")
    context = {
        "section": "stakeholders",
        "organisation": organisation,
        "form": form,
        "titles": titles.values_list("title", flat=True).distinct(),
        "people": Person.objects.current()[:OFFERED],
    }
    status = 422 if form.is_bound else 200
    return render(request, "stakeholders/holder.html", context, status=status)
