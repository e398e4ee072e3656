"""The last step of an import, and the way back: stored, undone, discarded, what was left out."""

from django.contrib import messages
from django.db import IntegrityError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.downloads import FORMATS, download
from accounts.guards import data_manager_only
from intake.arranging import mark_known
from intake.importing import check_again, discard
from intake.left_out import columns_of, left_out
from intake.models import Import, ImportRow
from intake.storing import Changed, Outdated, store
from intake.undoing import undo
from intake.views.access import context_of, look_again, open_import, vanished


@require_POST
@open_import
def import_store(request, source):
    """Store what the ready rows become, all or nothing."""
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
def import_undo(request, pk):
    """Take an import back, after saying what follows."""
    source = get_object_or_404(Import, pk=pk)
    return redirect(source) if source.is_contacts else undo_page(request, source, undo)


def undo_page(request, source, undo):
    """Ask once whether an import is taken back, then let `undo` do it and say what was kept."""
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
def import_discard(request, source):
    """Delete an import of which nothing was stored, after asking once."""
    return discard_page(request, source, "import_list")


def discard_page(request, source, back):
    """Ask once whether an import is discarded, then delete it and lead to the page named `back`."""
    if request.method != "POST":
        return render(request, "intake/import_discard.html", context_of(source, "upload"))
    name = source.name
    if not discard(source):
        return _kept(request, source, back)
    messages.success(request, _("Discarded: %s. Nothing was imported.") % name)
    return redirect(back)


def _kept(request, source, back):
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
def import_left_out(request, pk, file_format):
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
