"""An import undone: what it made is removed, unless it was changed, used or signed since; that is kept.

The history of what is removed goes too: nobody ever worked with it, and the import itself stays on
record with its rows. Only the references are not given again.
"""

from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from engagements.models import Attendance, Counterpart, Meeting
from intake.models import CalendarFile, Import, ImportRow
from intake.registers.steps import discard
from intake.registers.store import in_batches
from stakeholders.models import Appointment, LikelyPair, NameKey, Organisation, Person

# What a meeting is made of: it goes with the meeting, and does not keep it.
PARTS = (Attendance, Counterpart, Meeting.thematic_areas.through, Meeting.staff.through)

MODELS = (Meeting, Appointment, Person, Organisation)
Made = Meeting | Appointment | Person | Organisation


@transaction.atomic
def undo(source: Import) -> dict[str, int]:
    """Remove what the import made; return {kind of record: how many were kept}. Twice is as once."""
    source = Import.objects.select_for_update().get(pk=source.pk)
    if source.status != Import.Status.DONE:
        return source.result.get("kept", {})
    kept: dict[str, int] = {}
    removed: dict[str, int] = {}
    for model in MODELS:
        pks = source.made.filter(label=model._meta.label).values_list("row_id", flat=True)
        goes, stays = _split(model, sorted(pks))
        for batch in in_batches(goes):
            _remove(model, batch)
        name = str(model._meta.model_name)
        kept[name], removed[name] = len(stays), len(goes)
    source.made.all().delete()
    source.rows.forget()
    source.result = {**source.result, "kept": kept, "removed": removed}
    source.status, source.undone_at = Import.Status.UNDONE, timezone.now()
    source.save(update_fields=["result", "status", "undone_at"])
    return kept


def _split(model: type[Made], pks: list[int]) -> tuple[list[int], set[int]]:
    """Return (keys that can go, keys that stay because they were changed or are used)."""
    there: set[int] = set()
    stays: set[int] = set()
    for batch in in_batches(pks):
        there |= set(model.objects.filter(pk__in=batch).values_list("pk", flat=True))
        saved = model.history.filter(id__in=batch).order_by().values_list("id")
        stays |= {pk for pk, times in saved.annotate(Count("pk")) if times > 1}
        if model is Meeting:
            stays |= _relied_on(Meeting.objects.filter(pk__in=batch))
    for relation in relations_to(model):
        for batch in in_batches(pks):
            stays |= _used(model, relation, batch, set(pks) - stays)
    return sorted(there - stays), there & stays


def _relied_on(rows: QuerySet[Meeting]) -> set[int]:
    """Return the keys of meetings that something above counts on without pointing at them, such as a signed month."""
    return {pk for m in apps.get_models() if hasattr(m, "rests_on") for pk in m.rests_on(rows)}


def relations_to(model: type[Made]) -> list[Any]:
    """Return the relations that point at `model`, hidden ones too, save history, parts and the import's own."""
    own = (*PARTS, ImportRow) if model is Meeting else (ImportRow,)
    fields: list[Any] = model._meta.get_fields(include_hidden=True)
    return [
        relation
        for relation in fields
        if relation.auto_created and not relation.concrete and not relation.many_to_many
        if relation.related_model not in own
        if not relation.related_model.__name__.startswith("Historical")
    ]


def _used(model: type[Made], relation: Any, pks: list[int], going: set[int]) -> set[int]:
    """Return which of `pks` a row of the relation points at; rows of `model` that go too don't count."""
    name = relation.field.attname
    rows = relation.related_model._base_manager.filter(**{f"{name}__in": pks})
    if relation.related_model is not model:
        return set(rows.values_list(name, flat=True))
    return {used for pk, used in rows.values_list("pk", name) if pk not in going}


def _remove(model: type[Made], pks: list[int]) -> None:
    if model is Meeting:
        ImportRow.objects.filter(meeting__in=pks).update(meeting=None)
        for part in PARTS:
            _erase(part.objects.filter(meeting__in=pks))
        for part in (Attendance, Counterpart):
            _erase(part.history.filter(meeting_id__in=pks))
    if hasattr(model, "PAIR_KIND"):
        _erase(NameKey.objects.filter(kind=model.PAIR_KIND, row__in=pks))
        either = Q(a__in=pks) | Q(b__in=pks)
        _erase(LikelyPair.objects.filter(either, kind=model.PAIR_KIND).order_by())
    _erase(model.objects.filter(pk__in=pks))
    _erase(model.history.filter(id__in=pks))


def _erase(rows: Any) -> None:
    """Delete without a look-up for each row of what points at it: that was done for all at once."""
    rows._raw_delete(rows.db)


KEPT = timedelta(days=30)
CALENDAR_KEPT = timedelta(days=1)


def tidy(now: datetime) -> dict[str, int]:
    """Drop what is older than it is kept at `now`; return {what: how many}.

    Imports of which nothing was stored go whole, with their file, unless somebody works on them; of the
    others the rows that were left out go. Records, and what undoing an import needs, stay.
    """
    waiting = (Import.Status.UPLOADED, Import.Status.CHECKING, Import.Status.CHECKED)
    imports = Import.objects.filter(status__in=waiting, created_at__lt=now - KEPT)
    states = (ImportRow.State.WRONG, ImportRow.State.ASKED, ImportRow.State.PART)
    rows = ImportRow.objects.filter(source__stored_at__lt=now - KEPT, meeting=None)
    return {
        "imports": sum(map(discard, imports.exclude(busy_until__gt=now))),
        "rows": rows.filter(state__in=states).delete()[0],
        "calendars": old_calendars(now).delete()[0],
    }


def old_calendars(now: datetime) -> QuerySet[CalendarFile]:
    return CalendarFile.objects.filter(updated_at__lt=now - CALENDAR_KEPT)
