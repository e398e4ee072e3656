"""An import taken back: what it made is removed, unless it was changed, used or signed since; that is kept, and said.

The history of what is removed goes too: nobody ever worked with it, and the import itself stays on
record with its rows. Only the references are not given again.
"""

from datetime import datetime, timedelta

from django.apps import apps
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from engagements.models import Attendance, Counterpart, Meeting
from intake.models import CalendarFile, Import, ImportRow, ImportRowQuerySet
from intake.registers.steps import discard
from intake.registers.store import in_batches
from stakeholders.models import Appointment, LikelyPair, NameKey, Organisation, Person

# What a meeting is made of: it goes with the meeting and is no use of it.
PARTS = (Attendance, Counterpart, Meeting.thematic_areas.through, Meeting.staff.through)


@transaction.atomic
def undo(source: Import):
    """Remove what the import made; return {kind of record: how many were kept}. Twice is as once."""
    source = Import.objects.select_for_update().get(pk=source.pk)
    if source.status != Import.Status.DONE:
        return source.result.get("kept", {})
    kept, removed = {}, {}
    for model in (Meeting, Appointment, Person, Organisation):
        pks = source.made.filter(label=model._meta.label).values_list("row_id", flat=True)
        goes, stays = _sorted_out(model, sorted(pks))
        for batch in in_batches(goes):
            _remove(model, batch)
        kept[model._meta.model_name], removed[model._meta.model_name] = len(stays), len(goes)
    source.made.all().delete()
    source.rows.forget()
    source.result = {**source.result, "kept": kept, "removed": removed}
    source.status, source.undone_at = Import.Status.UNDONE, timezone.now()
    source.save(update_fields=["result", "status", "undone_at"])
    return kept


def _sorted_out(model, pks: list[int]) -> tuple:
    there, stays = set(), set()
    for batch in in_batches(pks):
        there |= set(model.objects.filter(pk__in=batch).values_list("pk", flat=True))
        stays |= _changed(model, batch) | _relied_on(model, batch)
    for relation in relations_to(model):
        for batch in in_batches(pks):
            stays |= _used(model, relation, batch, set(pks) - stays)
    return sorted(there - stays), there & stays


def _changed(model, pks: list[int]) -> set[int]:
    saved = model.history.filter(id__in=pks).order_by().values_list("id").annotate(Count("pk"))
    return {pk for pk, times in saved if times > 1}


def _relied_on(model, pks: list[int]) -> set[int]:
    """Return the keys of meetings that something above counts on without pointing at them, such as a signed month."""
    if model is not Meeting:
        return set()
    rows = Meeting.objects.filter(pk__in=pks)
    return {pk for m in apps.get_models() if hasattr(m, "rests_on") for pk in m.rests_on(rows)}


def relations_to(model) -> list:
    """Return the relations that point at `model`, hidden ones too, save history, parts and the import's own."""
    found = [
        relation
        for relation in model._meta.get_fields(include_hidden=True)
        if relation.auto_created and not relation.concrete and not relation.many_to_many
    ]
    parts = PARTS if model is Meeting else ()
    return [
        relation
        for relation in found
        if relation.related_model not in (*parts, ImportRow)
        and not relation.related_model.__name__.startswith("Historical")
    ]


def _used(model, relation, pks: list[int], going: set[int]) -> set[int]:
    """Return which of `pks` a row of the relation points at; rows of `model` that go too don't count."""
    name = relation.field.attname
    rows = relation.related_model._base_manager.filter(**{f"{name}__in": pks})
    if relation.related_model is not model:
        return set(rows.values_list(name, flat=True))
    return {used for pk, used in rows.values_list("pk", name) if pk not in going}


def _remove(model, pks: list[int]) -> None:
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


def _erase(rows) -> None:
    """Delete without asking for each row who points at it: that was looked up for all at once."""
    rows._raw_delete(rows.db)


KEPT = timedelta(days=30)
CALENDAR_KEPT = timedelta(days=1)


def tidy(now: datetime) -> dict[str, int]:
    """Drop what is older than it is kept at `now`; return {what: how many}.

    Imports of which nothing was stored go whole, with their file; of the others the rows that were
    left out go. Records and the way back from an import stay.
    """
    return {
        "imports": sum(map(discard, open_imports(now))),
        "rows": left_out_rows(now).delete()[0],
        "calendars": old_calendars(now).delete()[0],
    }


def open_imports(now: datetime) -> QuerySet:
    """Return the imports begun too long ago of which nothing is in the record, and on which nobody works."""
    waiting = (Import.Status.UPLOADED, Import.Status.CHECKING, Import.Status.CHECKED)
    old = Import.objects.filter(status__in=waiting, created_at__lt=now - KEPT)
    return old.exclude(busy_until__gt=now)


def left_out_rows(now: datetime) -> ImportRowQuerySet:
    """Return the rows with errors or open questions, and their parts, of imports that were stored long ago."""
    old = ImportRow.objects.filter(source__stored_at__lt=now - KEPT, meeting=None)
    states = (ImportRow.State.WRONG, ImportRow.State.ASKED, ImportRow.State.PART)
    return old.filter(state__in=states)


def old_calendars(now: datetime) -> QuerySet:
    return CalendarFile.objects.filter(updated_at__lt=now - CALENDAR_KEPT)
