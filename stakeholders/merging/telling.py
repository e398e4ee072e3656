"""A merge that was made, in words, as the reader may see it."""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from stakeholders.merging.previewing import fields_above, page_field, visible
from stakeholders.merging.recording import restored
from stakeholders.merging.undoing import CHANGED, GONE, STAYS
from stakeholders.models import MergeRecord


@dataclass(frozen=True)
class Pair:
    """A MergeRecord with the two it is about; None for one that is no longer there."""

    record: MergeRecord
    duplicate: Any
    kept: Any


def with_pairs(records):
    """Return the Pairs of `records`, in a query for each kind of record."""
    pks = {}
    for record in records:
        pks.setdefault(record.model, set()).update((record.duplicate_pk, record.kept_pk))
    rows = {}
    for name, wanted in pks.items():
        model = apps.get_model(name)
        related = ["parent"] if hasattr(model, "parent") else []
        found = model._base_manager.select_related(*related).in_bulk(wanted)
        rows.update({(name, pk): row for pk, row in found.items()})
    return [
        Pair(
            record,
            rows.get((record.model, record.duplicate_pk)),
            rows.get((record.model, record.kept_pk)),
        )
        for record in records
    ]


def left_lines(record, user):
    """Return, in words, what an undo could not put back, of rows that exist for `user`."""
    if not record.left:
        return []
    stored = {(step["model"], step["pk"]): step["old"] for step in record.steps}
    found = []
    for left in record.left:
        model = apps.get_model(left["model"])
        row = model._base_manager.filter(pk=left["pk"]).first() or model(
            **restored(model, stored[left["model"], left["pk"]])
        )
        if _exists_for(row, user):
            found.append(_line(row, left))
    return found


def _exists_for(row, user):
    """Whether a row exists for `user`; for one that is gone, whether the meeting of which it was a part does."""
    own = type(row)._base_manager.filter(pk=row.pk)
    if own.exists():
        return visible(own, user).exists()
    above = [(f.related_model, getattr(row, f.attname)) for f in fields_above(type(row))]
    return all(visible(m._base_manager.filter(pk=pk), user).exists() for m, pk in above if pk)


def _line(row, left):
    names = {"what": _what(row), "fields": ", ".join(_labels(row, left["columns"]))}
    if left["why"] == CHANGED:
        return _("%(what)s: changed since (%(fields)s). The later change stays.") % names
    if left["why"] == GONE:
        return _("%(what)s: no longer there, so it is not put back.") % names
    if left["why"] == STAYS:
        return _("%(what)s: what it belonged to is not there, so it stays as it is.") % names
    return _("%(what)s: another record has its place by now, so it stays as it is.") % names


def _what(row):
    """Say which row it is: of what kind, and on whose page it stands."""
    field = page_field(type(row))
    try:
        words = str(getattr(row, field.name)) if field else str(row)
    except ObjectDoesNotExist:
        words = ""
    kind = capfirst(str(row._meta.verbose_name))
    return f"{kind}, {words}" if words else kind


def _labels(row, columns):
    fields = {field.attname: field for field in row._meta.concrete_fields}
    return [str(fields[column].verbose_name) for column in columns]
