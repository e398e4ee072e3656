"""Contacts: the file, its cards with what each becomes, who is meant, stored, undone."""

import uuid
from functools import partial

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.access import SignedInRequest, data_manager_only
from accounts.models import User
from intake.contacts.check import FIELDS, check, rows_of
from intake.contacts.preview import ContactsForm, lines_of, reason
from intake.contacts.read_file import read
from intake.contacts.store import store, undo
from intake.models import Import
from intake.registers.questions import answer, questions_of
from intake.registers.steps import lock_if_open
from intake.registers.store import ImportChanged, RecordsChanged
from intake.views.permissions import (
    begin_once,
    context_of,
    redirect_changed,
    redirect_discarded,
    rows_context,
)
from intake.views.registers import discard_page, undo_page


def _contacts(pk: int) -> Import:
    return get_object_or_404(Import, pk=pk, kind=Import.Kind.CONTACTS)


@data_manager_only
def contacts_import(request: SignedInRequest) -> HttpResponse:
    start = {"token": uuid.uuid4()}
    is_sent = request.method == "POST"
    form = ContactsForm(request.POST, request.FILES) if is_sent else ContactsForm(initial=start)
    if form.is_valid():
        begin = partial(_begin, user=request.user)
        answer = begin_once(request, form, begin, reason, "contacts_detail")
        if answer:
            return answer
    context = {"section": "import", "form": form}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "intake/contacts_import.html", context, status=status)


@transaction.atomic
def _begin(file: UploadedFile, user: User) -> Import:
    """Read a file, keep its cards, not the file, and check them; return the Import. Raises Unreadable."""
    name = file.name or ""
    extension = name.rpartition(".")[2].lower()
    cards = read(file.read(), extension)
    source = Import.objects.create(
        kind=Import.Kind.CONTACTS,
        name=name[-255:],
        extension=extension,
        size=file.size or 0,
        columns=[{"heading": heading} for heading in FIELDS.values()],
        created_by=user,
    )
    check(source, rows_of(source, cards))
    return source


@data_manager_only
def contacts_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    source = _contacts(pk)
    context = rows_context(request, source, source.rows.all(), source.counts(), lines_of)
    return render(request, "intake/contacts_detail.html", context)


@data_manager_only
def contacts_names(request: SignedInRequest, pk: int) -> HttpResponse:
    source = _contacts(pk)
    questions, total = questions_of(source)
    if not (questions and source.is_open):
        return redirect(source)
    if request.method == "POST":
        with transaction.atomic():
            if lock_if_open(source):
                answer(source, questions, request.POST)
                check(source)
        return redirect(source)
    context = context_of(source, "rows", questions=questions, total=total)
    return render(request, "intake/import_names.html", context)


@require_POST
@data_manager_only
def contacts_store(request: SignedInRequest, pk: int) -> HttpResponse:
    source = _contacts(pk)
    if not source.is_open:
        return redirect(source)
    try:
        made = store(source, request.user, timezone.localdate(), request.POST.get("print", ""))
    except Import.DoesNotExist:
        return redirect_discarded(request)
    except ImportChanged:
        return redirect_changed(request, source)
    except (RecordsChanged, IntegrityError):
        check(source)
        text = _("Nothing was imported: records have changed. The cards have been checked again.")
        messages.warning(request, text)
        return redirect(source)
    count = made.get("person", 0)
    text = ngettext("Imported %s person.", "Imported %s people.", count) % f"{count:,}"
    messages.success(request, text)
    return redirect(source)


@data_manager_only
def contacts_undo(request: SignedInRequest, pk: int) -> HttpResponse:
    return undo_page(request, _contacts(pk), undo)


@data_manager_only
def contacts_discard(request: SignedInRequest, pk: int) -> HttpResponse:
    source = _contacts(pk)
    return discard_page(request, source, "contacts_import") if source.is_open else redirect(source)
