"""Goes back from a merge, step by step; what was changed since keeps the change, and what can't go back is told."""

from dataclasses import asdict, dataclass

from django.apps import apps
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stakeholders.duplicates import find_again
from stakeholders.merging.doing import locked
from stakeholders.merging.planning import values_of
from stakeholders.merging.recording import record_changes, record_lists, restored
from stakeholders.merging.refusing import MergeError
from stakeholders.models import MergeRecord

GONE, TAKEN, STAYS, CHANGED = "gone", "taken", "stays", "changed"


@dataclass(frozen=True)
class Left:
    """A row that could not be put back wholly, and `why`; `columns` are those concerned.

    It is gone; its place is taken; it stays, for what it belonged to is gone; or somebody changed it.
    """

    model: str
    pk: int
    why: str
    columns: list


@transaction.atomic
def undo(record, *, by):
    """Put back all that a merge moved, changed and removed; return the record, `left` says what it could not.

    What people changed since keeps their change. Raises MergeError when it is undone already, or
    when a later merge has to be undone first.
    """
    record = MergeRecord.objects.select_for_update().get(pk=record.pk)
    if record.is_undone:
        raise MergeError(_("This merge is undone already."))
    _refuse_when_built_upon(record)
    locked(record.row_model, record.duplicate_pk, record.kept_pk)
    way_back = WayBack(by)
    for step in reversed(record.steps):
        way_back.take(step)
    way_back.write_history()
    find_again({(apps.get_model(step["model"]), step["pk"]) for step in record.steps})
    record.left = [asdict(left) for left in way_back.left]
    record.undone_at, record.undone_by = timezone.now(), by
    record.save(update_fields=["left", "undone_at", "undone_by"])
    return record


def _refuse_when_built_upon(record):
    """Refuse while a later merge stands that changed the same columns of the same rows, or removed these."""
    touched = dict(_touched(record))
    later = MergeRecord.objects.standing().filter(pk__gt=record.pk).order_by("-pk")
    for other in later.iterator():
        for row, columns in _touched(other):
            if row in touched and columns & touched[row]:
                raise MergeError(
                    _("A later merge builds on this one. Undo that one first: merge %d.") % other.pk
                )


def _touched(record):
    """Yield ((model, pk), columns) of every row; a removed row counts with all of its columns.

    Other names are lines: two merges may each add some to the same record.
    """
    found = {}
    for step in record.steps:
        columns = step["old"] if step["new"] is None else step["new"]
        known = found.setdefault((step["model"], step["pk"]), set())
        known.update(set(columns) - {"other_names", "search"})
    yield from found.items()


class WayBack:
    """Takes steps back one by one, in the name of `by`; keeps what is `left`."""

    def __init__(self, by):
        """Begin."""
        self.by, self.left = by, []
        self._changed, self._made = {}, {}

    def take(self, step):
        """Put one row back as it was before this step."""
        model = apps.get_model(step["model"])
        try:
            with transaction.atomic():
                self._make(model, step) if step["new"] is None else self._change(model, step)
        except IntegrityError:
            self._leave(step, TAKEN)

    def _leave(self, step, why, columns=()):
        self.left.append(Left(step["model"], step["pk"], why, sorted(columns)))

    def _make(self, model, step):
        row = model(**restored(model, step["old"]))
        if _without_target(model, step["old"]):
            return self._leave(step, GONE)
        # As it was, to the moment: raw, so that no field renews itself.
        row.save_base(raw=True, force_insert=True)
        self._made[step["model"], row.pk] = row

    def _change(self, model, step):
        row = model._base_manager.select_for_update().filter(pk=step["pk"]).first()
        if row is None:
            return self._leave(step, GONE)
        now, old = values_of(row), restored(model, step["old"])
        new = restored(model, step["new"])
        back = {column: old[column] for column in new if now[column] == new[column]}
        stays = _without_target(model, back)
        for column in back.keys() - stays:
            setattr(row, column, old[column])
        if "other_names" in new.keys() - back.keys():
            row.other_names = _without_added(
                row.other_names, old["other_names"], new["other_names"]
            )
        self._store(row, now, step)
        changed = new.keys() - back.keys() - {"other_names", "search"}
        for why, columns in ((STAYS, stays), (CHANGED, changed)):
            if columns:
                self._leave(step, why, columns)

    def _store(self, row, now, step):
        if hasattr(row, "folded") and row.search != step["old"]["search"]:
            row.search = row.folded()
        columns = {column for column, value in values_of(row).items() if value != now[column]}
        if columns:
            type(row)._base_manager.filter(pk=row.pk).update(
                **{c: getattr(row, c) for c in columns}
            )
            known = self._made if (step["model"], row.pk) in self._made else self._changed
            known[step["model"], row.pk] = row

    def write_history(self):
        """Put on record what was put back."""
        reason = _("Merge undone")
        record_changes(self._made.values(), self.by, reason, is_new=True)
        record_changes(self._changed.values(), self.by, reason)
        record_lists([*self._made.values(), *self._changed.values()], self.by, reason)


def _without_target(model, values):
    """Return the columns of `values` that point at what is not there; a constraint might say so only at the end."""
    fields = {f.attname: f for f in model._meta.concrete_fields if f.is_relation}
    keys = [(column, values[column]) for column in fields if values.get(column) is not None]
    return {
        column
        for column, pk in keys
        if not fields[column].related_model._base_manager.filter(pk=pk).exists()
    }


def _without_added(now, old, new):
    """Return the lines of `now` without those that a merge had added to `old`."""
    added = set(new.splitlines()) - set(old.splitlines())
    return "\n".join(line for line in now.splitlines() if line not in added)
