"""All that a merge does, step by step, worked out before anything is written."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from stakeholders.merging.rules import (
    MergeError,
    Model,
    Record,
    Relation,
    collisions,
    is_mergeable,
    relations_of,
)

KEPT, DUPLICATE, BOTH = "kept", "duplicate", "both"
NOTES = "notes"  # where what is kept besides is written, such as a second email
# Each has a rule of its own: names are united, a signpost is out of use, a list keeps its order.
OWN_RULES = {"other_names", "merged_into", "is_active", "position"}
# Not taken over just because it was empty: what places a record among others, and what was not certain of the other.
NEVER_FILLED = {"parent", "to_confirm"}


@dataclass(frozen=True)
class Choice:
    """A field, or several that belong together, in which the two differ."""

    name: str
    label: str
    kept: str
    duplicate: str
    chosen: str
    may_keep_both: bool = False


def groups_of(model: Model) -> list[list[Any]]:
    """Return the lists of fields to choose between; those in `merged_together` of the model are one choice."""
    together = [list(names) for names in getattr(model, "merged_together", ())]
    alone = [[f.name] for f in model._meta.concrete_fields if _can_choose(f)]
    grouped = {name for names in together for name in names}
    names = [names for names in alone if names[0] not in grouped] + together
    return [[model._meta.get_field(name) for name in group] for group in names]


def _can_choose(field: models.Field) -> bool:
    return field.editable and not field.unique and field.name not in OWN_RULES


def chosen_fields(duplicate: Record, kept: Record, choices: dict[str, str]) -> list[Any]:
    """Return the fields of which the kept record takes the duplicate's values.

    `choices` is {name: "kept", "duplicate" or "both"}; what it does not name, or names otherwise, is by default.
    """
    return [
        field
        for fields in groups_of(type(kept))
        if _differs(duplicate, kept, fields)
        and _chosen(duplicate, kept, fields, choices) == DUPLICATE
        for field in fields
    ]


def choices_between(duplicate: Record, kept: Record, choices: dict[str, str]) -> list[Choice]:
    return [
        Choice(
            fields[0].name,
            capfirst(", ".join(str(field.verbose_name) for field in fields)),
            _shown(kept, fields),
            _shown(duplicate, fields),
            _chosen(duplicate, kept, fields, choices),
            _may_keep_both(duplicate, kept, fields),
        )
        for fields in groups_of(type(kept))
        if _differs(duplicate, kept, fields)
    ]


def is_empty(row: Record, field: Any) -> bool:
    return getattr(row, field.attname) in (None, "")


def shown(row: Record, field: Any) -> str:
    if is_empty(row, field):
        return ""
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")())
    value = getattr(row, field.name)
    if isinstance(field, models.BooleanField):
        return _("yes") if value else _("no")
    return date_format(value, "j F Y") if isinstance(field, models.DateField) else str(value)


def _differs(duplicate: Record, kept: Record, fields: list[Any]) -> bool:
    return any(getattr(duplicate, f.attname) != getattr(kept, f.attname) for f in fields)


def _chosen(duplicate: Record, kept: Record, fields: list[Any], choices: dict[str, str]) -> str:
    given = choices.get(fields[0].name)
    may_keep_both = _may_keep_both(duplicate, kept, fields)
    if given in (KEPT, DUPLICATE) or (given == BOTH and may_keep_both):
        return given
    if may_keep_both and fields[0].name == NOTES:
        return BOTH
    fill = is_empty(kept, fields[0]) and not is_empty(duplicate, fields[0])
    return DUPLICATE if fill and fields[0].name not in NEVER_FILLED else KEPT


def _may_keep_both(duplicate: Record, kept: Record, fields: list[Any]) -> bool:
    """Whether both values can be kept: notes one under the other, what the model says in a line of the notes."""
    if any(is_empty(row, fields[0]) for row in (duplicate, kept)):
        return False
    if fields[0].name == NOTES:
        return len(_under(kept.notes, duplicate.notes)) <= fields[0].max_length
    return fields[0].name in getattr(kept, "noted_at_merge", ())


def _under(one: str, other: str) -> str:
    return f"{one.strip()}\n\n{other.strip()}"


def notes_after(duplicate: Record, kept: Record, choices: dict[str, str]) -> dict[str, str]:
    """Return the notes that the kept record has when both values of a field are kept, as {"notes": text}; else {}.

    Raises MergeError when they would be too long.
    """
    chosen = {
        field.name: _chosen(duplicate, kept, [field], choices)
        for [field, *_others] in groups_of(type(kept))
        if _differs(duplicate, kept, [field])
    }
    noted = [name for name, side in chosen.items() if side == BOTH and name != NOTES]
    if not noted and chosen.get(NOTES) != BOTH:
        return {}
    texts = {
        KEPT: kept.notes,
        DUPLICATE: duplicate.notes,
        BOTH: _under(kept.notes, duplicate.notes),
    }
    field = kept._meta.get_field
    also = [
        _("%(what)s also: %(value)s")
        % {"what": capfirst(str(field(name).verbose_name)), "value": getattr(duplicate, name)}
        for name in noted
    ]
    text = "\n".join(filter(None, [texts[chosen.get(NOTES, KEPT)], *also]))
    if len(text) > field(NOTES).max_length:
        raise MergeError(
            _("The notes would be longer than %d letters. Keep one of the two.")
            % field(NOTES).max_length
        )
    return {NOTES: text}


def _shown(row: Record, fields: list[Any]) -> str:
    return ", ".join(text for text in (shown(row, field) for field in fields) if text)


def names_after(kept: Record, duplicate: Record, names_before: list[str]) -> str:
    """Return the other names that the kept record has now: its own, its names until now, the duplicate's."""
    lines = [
        *kept.other_names.splitlines(),
        *names_before,
        *duplicate.own_names(),
        *duplicate.other_names.splitlines(),
    ]
    wanted = dict.fromkeys(line.strip() for line in lines)
    return "\n".join(line for line in wanted if line and line not in kept.own_names())


def fill_empty(row: Record, other: Record) -> None:
    for field in row._meta.concrete_fields:
        if field.editable and is_empty(row, field) and not is_empty(other, field):
            setattr(row, field.attname, getattr(other, field.attname))


def lost_values(row: Record, existing: Record, but: Any) -> list[tuple[str, str]]:
    """Return [(label, value)] of what `row` says and `existing` says otherwise, in all fields but one; for reading."""
    return [
        (capfirst(str(field.verbose_name)), shown(row, field))
        for field in row._meta.concrete_fields
        if _can_choose(field) and field != but and not is_empty(row, field)
        if _differs(row, existing, [field])
    ]


def values_of(row: Record) -> dict[str, Any]:
    """Return {column: value} of all that a row stores."""
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


@dataclass(frozen=True)
class Step:
    """A row that changes from `old` to `new` (the changed columns only), or is removed (`new` is None).

    `folded_into` is the key of the row into which it was folded, if it was.
    """

    row: Record
    old: dict[str, Any]
    new: dict[str, Any] | None
    folded_into: int | None = None


@dataclass(frozen=True)
class Move:
    """A `row` that points at the kept record from now on."""

    relation: Relation
    row: Record


@dataclass(frozen=True)
class Collision(Move):
    """A `row` that can't move, because the kept record already has the `existing` one with the same values."""

    existing: Record


class Plan:
    """The `steps` in the order in which they are made; what `moves` and `collisions` there are, for reading.

    The rows of the steps hold what they will be; nothing is written. `lock` holds them until the
    transaction ends.
    """

    def __init__(
        self, duplicate: Record, kept: Record, choices: dict[str, str], lock: bool = False
    ) -> None:
        self.lock = lock
        self.steps: list[Step] = []
        self.moves: list[Move] = []
        self.collisions: list[Collision] = []
        self.is_renamed = False
        self._known_rows: dict[tuple[str, Any], Record] = {}
        self._removed: set[tuple[str, Any]] = set()
        self._prefetched: dict[tuple[str, Any], list[Record]] = {}
        self._merge(self._known(duplicate), self._known(kept), choices)

    def _known(self, row: Record) -> Record:
        """Return the one object that stands for a row, however often it is read."""
        return self._known_rows.setdefault((row._meta.label, row.pk), row)

    @contextmanager
    def _changing(self, row: Record, folded_into: int | None = None) -> Iterator[None]:
        """Make a step of what is done to `row` inside, what follows from its values renewed."""
        old = values_of(row)
        yield
        if hasattr(row, "refold"):
            row.refold()
        new = {column: value for column, value in values_of(row).items() if value != old[column]}
        if new:
            self.steps.append(Step(row, old, new, folded_into))

    def _merge(
        self,
        duplicate: Record,
        kept: Record,
        choices: dict[str, str],
        pointer: tuple[str, Record] | None = None,
    ) -> None:
        """Make `duplicate` a signpost to `kept`, which takes the chosen values and all that points there.

        `pointer` is (field, record): where the signpost points besides, when it collided itself.
        """
        taken = chosen_fields(duplicate, kept, choices)
        values = {field.attname: getattr(duplicate, field.attname) for field in taken}
        values |= notes_after(duplicate, kept, choices)
        was_active = getattr(duplicate, "is_active", True)
        with self._changing(duplicate, folded_into=kept.pk):
            _make_signpost(duplicate, kept, taken)
            if pointer:
                setattr(duplicate, *pointer)
        names = kept.own_names()
        with self._changing(kept):
            for column, value in values.items():
                setattr(kept, column, value)
            if was_active and hasattr(kept, "is_active"):
                kept.is_active = True
            if hasattr(kept, "other_names"):
                kept.other_names = names_after(kept, duplicate, names)
        if kept.own_names() != names:
            self._rename_below(kept)
        self._move_all(duplicate, kept)

    def _rename_below(self, kept: Record) -> None:
        """Renew the searched text of what is found by the name of what it belongs to."""
        self.is_renamed = True
        for relation in relations_of(type(kept)):
            if relation.model is type(kept):
                for row in relation.rows([kept], lock=self.lock):
                    row = self._known(row)
                    with self._changing(row):
                        setattr(row, relation.field.name, kept)

    def _move_all(self, leaving: Record, kept: Record) -> None:
        """Point at `kept` all that points at `leaving`; a row that exists there already is folded into it."""
        for relation in relations_of(type(kept)):
            colliding = collisions(relation, leaving, kept, lock=self.lock)
            rows = [self._known(row) for row in self._pointing(relation, leaving)]
            self._prefetch_pointing([row for row in rows if row.pk in colliding])
            for row in rows:
                if self._is_settled(relation, row, leaving):
                    continue
                if row.pk in colliding:
                    self._collide(relation, row, self._known(colliding[row.pk]), kept)
                elif _would_pair_itself(relation, row, kept):
                    self._collide(relation, row, row, kept)
                else:
                    self._move(relation, row, kept)

    def _pointing(self, relation: Relation, target: Record) -> Iterable[Record]:
        key = (str(relation), target.pk)
        if key in self._prefetched:
            return self._prefetched[key]
        return relation.rows([target], lock=self.lock)

    def _prefetch_pointing(self, rows: list[Record]) -> None:
        """Read what points at many rows that fold, in a query for each relation; records of their own are few."""
        if not rows or is_mergeable(type(rows[0])):
            return
        for relation in relations_of(type(rows[0])):
            for row in rows:
                self._prefetched[str(relation), row.pk] = []
            for row in relation.rows(rows, lock=self.lock):
                pk = getattr(row, relation.field.attname)
                self._prefetched[str(relation), pk].append(row)

    def _is_settled(self, relation: Relation, row: Record, leaving: Record) -> bool:
        """Whether an earlier step removed the row, or made it point elsewhere."""
        is_removed = (row._meta.label, row.pk) in self._removed
        return is_removed or getattr(row, relation.field.attname) != leaving.pk

    def _move(self, relation: Relation, row: Record, kept: Record) -> None:
        with self._changing(row):
            setattr(row, relation.field.name, kept)
        self.moves.append(Move(relation, row))

    def _collide(self, relation: Relation, row: Record, existing: Record, kept: Record) -> None:
        """Fold a row into the existing one: both are merged when they are records of their own, else it is removed."""
        self.collisions.append(Collision(relation, row, existing))
        if is_mergeable(type(row)):
            self._merge(row, existing, {}, pointer=(relation.field.name, kept))
            return
        if row is not existing:
            self._move_all(row, existing)
        self._removed.add((row._meta.label, row.pk))
        self.steps.append(Step(row, values_of(row), None, None if row is existing else existing.pk))
        if row is not existing:
            with self._changing(existing):
                existing.absorb(row) if hasattr(existing, "absorb") else fill_empty(existing, row)


def _make_signpost(duplicate: Record, kept: Record, taken: list[Any]) -> None:
    """Point to the kept record, out of use, without what must be there once and went over."""
    duplicate.merged_into = kept
    if hasattr(duplicate, "is_active"):
        duplicate.is_active = False
    for field in taken:
        if field.blank and _is_unique(duplicate, field):
            setattr(duplicate, field.attname, field.get_default())


def _is_unique(row: Record, field: models.Field) -> bool:
    constraints = [c for c in row._meta.constraints if isinstance(c, models.UniqueConstraint)]
    return any(list(constraint.fields) == [field.name] for constraint in constraints)


def _would_pair_itself(relation: Relation, row: Record, kept: Record) -> bool:
    """Whether a row that pairs two records would pair the kept one with itself."""
    if is_mergeable(relation.model):
        return False
    others = [f for f in relation.model._meta.concrete_fields if f.related_model is type(kept)]
    return any(getattr(row, f.attname) == kept.pk for f in others if f != relation.field)
