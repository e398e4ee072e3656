"""Goes back from a merge, step by step; what was changed since keeps the change, what can't go back is listed."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from itertools import groupby
from typing import Any

from django.apps import apps
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from stakeholders.duplicate_stakeholders import refresh_pairs
from stakeholders.merging.execute import (
    BATCH,
    locked,
    record_changes,
    record_lists,
    restored,
    write,
)
from stakeholders.merging.plan import values_of
from stakeholders.merging.rules import MergeError, Model, Record
from stakeholders.models import MergeRecord
from stakeholders.models.alphabetical import Alphabetical

GONE, TAKEN, STAYS, CHANGED = "gone", "taken", "stays", "changed"
MENDED = {
    "other_names",
    "search",
    "sort_key",
}  # columns of which a part can go back, or that follow from others


@dataclass(frozen=True)
class NotRestored:
    """A row that could not be put back wholly, and `why`; `columns` are those concerned.

    It is gone; its place is taken; it stays, for what it belonged to is gone; or somebody changed it.
    """

    model: str
    pk: int
    why: str
    columns: list[str]


@transaction.atomic
def undo(record: MergeRecord, *, by: User) -> MergeRecord:
    """Put back all that a merge moved, changed and removed; return the record, `left` says what it could not.

    What people changed since keeps their change. Raises MergeError when it is undone already, or
    when a later merge has to be undone first.
    """
    record = MergeRecord.objects.select_for_update().get(pk=record.pk)
    if record.is_undone:
        raise MergeError(_("This merge has already been undone."))
    _refuse_when_built_upon(record)
    both = locked(apps.get_model(record.model), record.duplicate_pk, record.kept_pk)
    if any(getattr(row, "anonymised_at", None) for row in both):
        raise MergeError(_("This person was anonymised, so there is nothing to go back to."))
    reversal = Reversal(by)
    reversal.reverse(list(reversed(record.steps)))
    reversal.write_history()
    refresh_pairs(reversal.rows)
    record.left = [asdict(one) for one in reversal.not_restored]
    record.undone_at, record.undone_by = timezone.now(), by
    record.save(update_fields=["left", "undone_at", "undone_by"])
    return record


def _refuse_when_built_upon(record: MergeRecord) -> None:
    """Refuse while a later merge, not undone, changed the same columns of the same rows, or rests on such a row."""
    mine = _columns_changed(record)
    later = MergeRecord.objects.not_undone().filter(pk__gt=record.pk).order_by("-pk")
    for other in later.iterator():
        theirs = _columns_changed(other)
        if mine.keys() & _leant_on(other) or any(
            mine[row] & theirs[row] for row in mine.keys() & theirs.keys()
        ):
            raise MergeError(
                _("A later merge builds on this one. Undo that one first: merge %d.") % other.pk
            )


def _columns_changed(record: MergeRecord) -> dict[tuple[str, int], set[str]]:
    """Return {(model, key): columns}; of a removed row all columns.

    Other names are lines: two merges may each add some to the same record.
    """
    found: dict[tuple[str, int], set[str]] = {}
    for step in record.steps:
        columns = step["old"] if step["new"] is None else step["new"]
        known = found.setdefault((step["model"], step["pk"]), set())
        known.update(set(columns) - MENDED)
    return found


def _leant_on(record: MergeRecord) -> set[tuple[str, int]]:
    """Return the rows (model, key) into which others were folded: they stand for two, and must stay where they are."""
    found = {(step["model"], step["twin"]) for step in record.steps if step["twin"]}
    return found - {(record.model, record.kept_pk)}


class Reversal:
    """Takes steps back in the name of `by`; lists what is `not_restored`."""

    def __init__(self, by: User) -> None:
        self.by = by
        self.not_restored: list[NotRestored] = []
        self._changed: dict[tuple[str, Any], Record] = {}
        self._made: dict[tuple[str, Any], Record] = {}
        self._there: set[tuple[Model, Any]] = set()

    @property
    def rows(self) -> list[Record]:
        return [*self._made.values(), *self._changed.values()]

    def reverse(self, steps: list[dict[str, Any]]) -> None:
        """Put rows back as they were before these steps, given last one first; neighbours of one kind together."""
        for (name, columns), neighbours in groupby(steps, key=_kind):
            self._reverse_run(apps.get_model(name), columns is None, list(neighbours))

    def _reverse_run(self, model: Model, is_removed: bool, steps: list[dict[str, Any]]) -> None:
        if is_removed:
            for step in steps:
                self._make(model, step)
        else:
            for at in range(0, len(steps), BATCH):
                self._change(model, steps[at : at + BATCH])

    def _leave(self, step: dict[str, Any], why: str, columns: Iterable[str] = ()) -> None:
        self.not_restored.append(NotRestored(step["model"], step["pk"], why, sorted(columns)))

    def _make(self, model: Model, step: dict[str, Any]) -> None:
        row = model(**restored(model, step["old"]))
        # What had become one was removed since: the part of it that was a row of its own is not wanted back.
        is_unwanted = step["twin"] is not None and not self._is_there(model, step["twin"])
        if is_unwanted or self._without_target(model, step["old"]):
            self._leave(step, GONE)
            return
        try:
            with transaction.atomic():
                # As it was, to the moment: raw, so that no field renews itself.
                row.save_base(raw=True, force_insert=True)
        except IntegrityError:
            self._leave(step, TAKEN)
        else:
            self._made[step["model"], row.pk] = row

    def _change(self, model: Model, steps: list[dict[str, Any]]) -> None:
        rows = model._base_manager.select_for_update().in_bulk([step["pk"] for step in steps])
        turned = []
        for step in steps:
            row = rows.get(step["pk"])
            if row is None:
                self._leave(step, GONE)
            else:
                turned.append((step, row, self._turn(row, step)))
        self._store(model, [one for one in turned if one[2]])

    def _turn(self, row: Record, step: dict[str, Any]) -> dict[str, Any]:
        """Give a row its old values where it still has the new ones; return the columns that change."""
        model, now = type(row), values_of(row)
        old, new = restored(model, step["old"]), restored(model, step["new"])
        back = {column: old[column] for column in new if now[column] == new[column]}
        stays = self._without_target(model, back)
        for column in back.keys() - stays:
            setattr(row, column, old[column])
        if "other_names" in new.keys() - back.keys():
            added = {*new["other_names"].splitlines()} - {*old["other_names"].splitlines()}
            lines = row.other_names.splitlines()
            row.other_names = "\n".join(line for line in lines if line not in added)
        if "search" in new.keys() - back.keys():
            row.refold()
        if isinstance(
            row, Alphabetical
        ):  # merges made before there was such a column say nothing of it
            row.renew_sort_key()
        changed = new.keys() - back.keys() - MENDED
        for why, columns in ((STAYS, stays), (CHANGED, changed)):
            if columns:
                self._leave(step, why, columns)
        return {column: value for column, value in values_of(row).items() if value != now[column]}

    def _store(self, model: Model, turned: list[tuple]) -> None:
        """Write rows that were turned back; where one can't be, the others are all the same."""
        try:
            with transaction.atomic():
                for columns in {tuple(values) for _step, _row, values in turned}:
                    write(model, {row.pk: v for _step, row, v in turned if tuple(v) == columns})
        except IntegrityError:
            for one in turned if len(turned) > 1 else ():
                self._store(model, [one])
            if len(turned) == 1:
                self._leave(turned[0][0], TAKEN)
            return
        for step, row, _values in turned:
            key = (step["model"], row.pk)
            (self._made if key in self._made else self._changed)[key] = row

    def _without_target(self, model: Model, values: dict[str, Any]) -> set[str]:
        """Return the columns of `values` that point at what is not there, which constraints may check too late."""
        fields = {f.attname: f.related_model for f in model._meta.concrete_fields}
        return {
            column
            for column, above in fields.items()
            if above
            and values.get(column) is not None
            and not self._is_there(above, values[column])
        }

    def _is_there(self, model: Model, pk: Any) -> bool:
        key = (model, pk)
        if key not in self._there and model._base_manager.filter(pk=pk).exists():
            self._there.add(key)
        return key in self._there

    def write_history(self) -> None:
        reason = _("Merge undone")
        record_changes(self._made.values(), self.by, reason, is_new=True)
        record_changes(self._changed.values(), self.by, reason)
        record_lists(self.rows, self.by, reason)


def _kind(step: dict[str, Any]) -> tuple[str, tuple[str, ...] | None]:
    return step["model"], None if step["new"] is None else tuple(step["new"])
