"""What a merge would do, as the reader may see it; nothing is written."""

from dataclasses import dataclass
from typing import Any, TypeVar

from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Q, QuerySet, prefetch_related_objects
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.models import User
from stakeholders.merging.execute import restored
from stakeholders.merging.plan import Choice, Collision, Move, Plan, choices_between, lost_values
from stakeholders.merging.rules import Model, Record, Relation, check, is_mergeable, relations_of
from stakeholders.merging.undo import CHANGED, GONE, STAYS
from stakeholders.models import MergeRecord
from stakeholders.suggestions import scored_look_alikes
from toolkit.spelling import fold

SHOWN = 20
AnyMove = TypeVar("AnyMove", bound=Move)


@dataclass(frozen=True)
class Line:
    text: str
    url: str


@dataclass(frozen=True)
class Group:
    label: str
    count: int
    lines: list[Line]

    @property
    def more(self) -> int:
        return self.count - len(self.lines)


@dataclass(frozen=True)
class Clash:
    """A record that both have: what happens to it, and which values go."""

    line: Line
    what: str
    lost: list[tuple[str, str]]


@dataclass(frozen=True)
class Preview:
    duplicate: Record
    kept: Record
    choices: list[Choice]
    moves: list[Group]
    clashes: list[Clash]
    clash_count: int
    reviews: list[Any]

    @property
    def clash_more(self) -> int:
        return self.clash_count - len(self.clashes)


def preview(
    duplicate: Record, kept: Record, *, user: User, choices: dict[str, str] | None = None
) -> Preview:
    """Return the Preview of merging `duplicate` into `kept`, over the rows that exist for `user`.

    Raises MergeError when it would be refused.
    """
    check(duplicate, kept)
    differing = choices_between(duplicate, kept, choices or {})
    # The plan changes the two objects in memory: it gets its own.
    own, other = (type(kept)._base_manager.get(pk=row.pk) for row in (duplicate, kept))
    plan = Plan(own, other, choices or {})
    moves = _visible(plan.moves, user)
    collisions = _visible(plan.collisions, user)
    rows = [one.row for one in (*moves, *collisions)]
    if plan.is_renamed:
        relations = relations_of(type(kept))
        rows += [row for one in relations for row in visible(one.rows([kept]), user)]
    return Preview(
        duplicate,
        kept,
        differing,
        moves=_grouped(moves),
        clashes=[_clash(one) for one in _with_targets(collisions[:SHOWN])],
        clash_count=len(collisions),
        reviews=_touched(rows),
    )


def _visible(found: list[AnyMove], user: User) -> list[AnyMove]:
    by_model: dict[Model, list[Any]] = {}
    for one in found:
        by_model.setdefault(type(one.row), []).append(one.row.pk)
    seen = {
        model: visible(model._base_manager.all(), user).only("pk").in_bulk(pks)
        for model, pks in by_model.items()
    }
    return [one for one in found if one.row.pk in seen[type(one.row)]]


def visible(rows: QuerySet, user: User) -> QuerySet:
    """Return the `rows` that exist for `user`: a part of a meeting for whom the meeting exists."""
    own = rows.model._default_manager.all()
    if hasattr(own, "visible_to"):
        return rows.filter(pk__in=own.visible_to(user).values("pk"))
    for field in fields_above(rows.model):
        above = field.related_model._default_manager.all()
        shown = Q(**{f"{field.name}__in": above.visible_to(user)})
        rows = rows.filter(shown | Q(**{field.name: None}))
    return rows


def fields_above(model: Model) -> list[Any]:
    """Return the fields of `model` that lead to what exists for some users only."""
    fields: list[Any] = [f for f in model._meta.concrete_fields if f.is_relation]
    return [f for f in fields if hasattr(f.related_model._default_manager.all(), "visible_to")]


def _touched(rows: list[Record]) -> list[Any]:
    """Ask every model that knows, such as the signed reviews: apps above this one may not be imported."""
    return [
        found
        for model in apps.get_models()
        if hasattr(model, "touched_by")
        for found in model.touched_by(rows)
    ]


def _grouped(moves: list[Move]) -> list[Group]:
    """Return the Groups of what moves; what belongs to a row that is folded into another is left out."""
    groups: dict[str, list[Move]] = {}
    for move in moves:
        related = move.relation.field.related_model
        if related and is_mergeable(related):
            groups.setdefault(_label(move.relation), []).append(move)
    return [
        Group(label, len(found), [_line(move) for move in _with_targets(found[:SHOWN])])
        for label, found in groups.items()
    ]


def _label(relation: Relation) -> str:
    """Return what the rows are called: the meetings rather than the rows that lead to them."""
    name = (str(relation.model._meta.model_name), relation.field.name)
    named = {("organisation", "parent"): _("Units"), ("location", "parent"): _("Places in it")}
    if relation.field.name == "merged_into":
        return _("Merged into it before")
    target = page_field(relation.model, but=relation.field)
    is_link = target and not hasattr(relation.model, "search_fields")
    model = target.related_model if is_link else relation.model
    return named.get(name) or capfirst(str(model._meta.verbose_name_plural))


def page_field(model: Model, but: Any = None) -> Any:
    """Return the field that leads to the page on which a row stands; None when it has its own, or none."""
    if hasattr(model, "get_absolute_url"):
        return None
    for field in model._meta.concrete_fields:
        if field != but and hasattr(field.related_model, "get_absolute_url"):
            return field
    return None


def _with_targets(moves: list[AnyMove]) -> list[AnyMove]:
    by_field: dict[tuple[Model, str], list[Record]] = {}
    for move in moves:
        field = move.relation.field
        for one in filter(None, (page_field(move.relation.model, but=field), field)):
            by_field.setdefault((type(move.row), one.name), []).append(move.row)
    for (_model, name), rows in by_field.items():
        prefetch_related_objects(rows, name)
    return moves


def _line(move: Move) -> Line:
    field = page_field(move.relation.model, but=move.relation.field)
    target = getattr(move.row, field.name) if field else move.row
    when = getattr(target, "when", "")
    words = f"{when}: {target}" if when else str(target)
    if field and hasattr(move.row, "search_fields"):
        words = f"{move.row} ({words})"
    return Line(words, target.get_absolute_url() if hasattr(target, "get_absolute_url") else "")


def _clash(collision: Collision) -> Clash:
    if is_mergeable(type(collision.row)):
        what = _("Both have one with this name. Those two are merged as well.")
    elif collision.row is collision.existing:
        what = _("It pairs these two records, so it is removed.")
    elif type(collision.row)._meta.auto_created:
        what = _("Both are recorded. One stays.")
    else:
        what = _("Both are recorded. One stays, and takes over what only the other says.")
    lost = lost_values(collision.row, collision.existing, but=collision.relation.field)
    return Clash(_line(collision), what, lost)


LIMIT = 12


@dataclass(frozen=True)
class Candidate:
    """A record; `detail` distinguishes it from others of its name: posts, kind and place, or what it is in."""

    row: Record
    detail: str


def candidates(row: Record, words: str) -> list[Candidate]:
    """Return up to LIMIT Candidates of the same kind that hold `words`, or look like `row` without any."""
    return [Candidate(other, _detail(other)) for other in _found(row, words)]


def _found(row: Record, words: str) -> list[Record]:
    rows = _others(row)
    if not hasattr(rows, "matching"):
        wanted = fold(words).split()
        return [one for one in rows if all(word in fold(str(one)) for word in wanted)][:LIMIT]
    if words:
        return list(rows.matching(words)[:LIMIT])
    best: dict[Record, int] = {}
    for name in row.own_names():
        for score, one in scored_look_alikes(rows, name):
            best[one] = max(score, best.get(one, 0))
    return sorted(best, key=lambda one: (-best[one], str(one)))[:LIMIT]


def _others(row: Record) -> QuerySet:
    rows = type(row).objects.current().exclude(pk=row.pk)
    if hasattr(row, "level"):
        rows = rows.filter(level=row.level)
    related = [name for name in ("parent", "kind", "location") if hasattr(row, name)]
    if related:
        return rows.select_related(*related)
    is_person = hasattr(row, "full_name")
    return rows.prefetch_related("appointments__organisation__parent") if is_person else rows


def _detail(row: Record) -> str:
    if hasattr(row, "full_name"):
        return "; ".join(f"{post.title}, {post.organisation}" for post in row.appointments.all())
    parts = [getattr(row, name, None) for name in ("kind", "location")]
    if hasattr(row, "level"):
        parts = [row.get_level_display(), row.parent]
    return ", ".join(str(part) for part in parts if part)


@dataclass(frozen=True)
class Pair:
    """A MergeRecord with the two it is about; None for one that is no longer there."""

    record: MergeRecord
    duplicate: Record | None
    kept: Record | None


def with_pairs(records: list[MergeRecord]) -> list[Pair]:
    pks: dict[str, set[int]] = {}
    for record in records:
        pks.setdefault(record.model, set()).update((record.duplicate_pk, record.kept_pk))
    rows: dict[tuple[str, int], Record] = {}
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


def not_restored_lines(record: MergeRecord, user: User) -> list[str]:
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
            found.append(_not_restored_line(row, left))
    return found


def _exists_for(row: Record, user: User) -> bool:
    """Whether a row exists for `user`; for one that is gone, whether the meeting of which it was a part does."""
    own = type(row)._base_manager.filter(pk=row.pk)
    if own.exists():
        return visible(own, user).exists()
    above = [(f.related_model, getattr(row, f.attname)) for f in fields_above(type(row))]
    return all(visible(m._base_manager.filter(pk=pk), user).exists() for m, pk in above if pk)


def _not_restored_line(row: Record, left: dict[str, Any]) -> str:
    names = {"what": _what(row), "fields": ", ".join(_labels(row, left["columns"]))}
    if left["why"] == CHANGED:
        return _("%(what)s: changed since (%(fields)s). The later change stays.") % names
    if left["why"] == GONE:
        return _("%(what)s: no longer there, so it is not put back.") % names
    if left["why"] == STAYS:
        return _("%(what)s: what it belonged to is not there, so it stays as it is.") % names
    return _("%(what)s: another record has taken its place, so it stays as it is.") % names


def _what(row: Record) -> str:
    field = page_field(type(row))
    try:
        words = str(getattr(row, field.name)) if field else str(row)
    except ObjectDoesNotExist:
        words = ""
    kind = capfirst(str(row._meta.verbose_name))
    return f"{kind}, {words}" if words else kind


def _labels(row: Record, columns: list[str]) -> list[str]:
    fields = {field.attname: field for field in row._meta.concrete_fields}
    return [str(fields[column].verbose_name) for column in columns]
