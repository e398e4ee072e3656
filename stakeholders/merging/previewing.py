"""What a merge would do, as the reader may see it; nothing is written."""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Q, prefetch_related_objects
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from stakeholders.merging.choosing import Choice, choices_between, lost_values
from stakeholders.merging.planning import Plan
from stakeholders.merging.refusing import check
from stakeholders.merging.relations import is_mergeable, relations_of

SHOWN = 20
BATCH = 500


@dataclass(frozen=True)
class Line:
    """A record that moves: its words, and its address if it has a page."""

    text: str
    url: str


@dataclass(frozen=True)
class Group:
    """Records of one kind that move: how many, and the first of them."""

    label: str
    count: int
    lines: list

    @property
    def more(self):
        """How many are not shown."""
        return self.count - len(self.lines)


@dataclass(frozen=True)
class Clash:
    """A record that both have: what happens to it, and which values go."""

    line: Line
    what: str
    lost: list


@dataclass(frozen=True)
class Preview:
    """The two, the fields in which they differ, and what follows."""

    duplicate: Any
    kept: Any
    choices: list[Choice]
    moves: list[Group]
    clashes: list[Clash]
    clash_count: int
    reviews: list

    @property
    def clash_more(self):
        """How many clashes are not shown."""
        return self.clash_count - len(self.clashes)


def preview(duplicate, kept, *, user, choices=None):
    """Return the Preview of merging `duplicate` into `kept`, over the rows that exist for `user`.

    Raises MergeError when it would be refused.
    """
    check(duplicate, kept)
    differing = choices_between(duplicate, kept, choices)
    # The plan changes the two objects in memory: it gets its own.
    mine = [type(kept)._base_manager.get(pk=row.pk) for row in (duplicate, kept)]
    plan = Plan(*mine, choices)
    moves = _visible(plan.moves, user)
    collisions = _visible(plan.collisions, user)
    rows = [one.row for one in (*moves, *collisions)]
    if plan.is_renamed:
        rows += _rows_of(kept, user)
    return Preview(
        duplicate,
        kept,
        differing,
        _grouped(moves),
        [_clash(one) for one in _with_targets(collisions[:SHOWN])],
        len(collisions),
        _touched(rows),
    )


def _visible(found, user):
    """Keep the moves whose rows exist for `user`, in their order."""
    by_model = {}
    for one in found:
        by_model.setdefault(type(one.row), []).append(one.row.pk)
    seen = {model: _visible_pks(model, pks, user) for model, pks in by_model.items()}
    return [one for one in found if one.row.pk in seen[type(one.row)]]


def _visible_pks(model, pks, user):
    found = set()
    for at in range(0, len(pks), BATCH):
        rows = model._base_manager.filter(pk__in=pks[at : at + BATCH])
        found.update(visible(rows, user).values_list("pk", flat=True))
    return found


def visible(rows, user):
    """Return the `rows` that exist for `user`: a part of a meeting for whom the meeting exists."""
    own = rows.model._default_manager.all()
    if hasattr(own, "visible_to"):
        return rows.filter(pk__in=own.visible_to(user).values("pk"))
    for field in fields_above(rows.model):
        above = field.related_model._default_manager.all()
        shown = Q(**{f"{field.name}__in": above.visible_to(user)})
        rows = rows.filter(shown | Q(**{field.name: None}))
    return rows


def fields_above(model):
    """Return the fields of `model` that lead to what exists for some users only."""
    fields = [field for field in model._meta.concrete_fields if field.is_relation]
    return [f for f in fields if hasattr(f.related_model._default_manager.all(), "visible_to")]


def _rows_of(kept, user):
    """Return what points at a record whose name changes."""
    return [row for r in relations_of(type(kept)) for row in visible(r.rows([kept]), user)]


def _touched(rows):
    """Ask every model of the site that can tell, such as the signed reviews; these stand above."""
    return [
        found
        for model in apps.get_models()
        if hasattr(model, "touched_by_merge")
        for found in model.touched_by_merge(rows)
    ]


def _grouped(moves):
    """Return the Groups of what moves; what hangs on a part that is folded into its twin goes unsaid."""
    groups = {}
    for move in moves:
        if is_mergeable(move.relation.field.related_model):
            groups.setdefault(_label(move.relation), []).append(move)
    return [
        Group(label, len(found), [_line(move) for move in _with_targets(found[:SHOWN])])
        for label, found in groups.items()
    ]


def _label(relation):
    """Return what the rows are called: the meetings rather than the rows that lead to them."""
    name = (relation.model._meta.model_name, relation.field.name)
    named = {
        ("organisation", "parent"): _("Units"),
        ("location", "parent"): _("Places in it"),
    }
    if relation.field.name == "merged_into":
        return _("Merged into it before")
    target = page_field(relation.model, but=relation.field)
    is_link = target and not hasattr(relation.model, "search_fields")
    model = target.related_model if is_link else relation.model
    return named.get(name) or capfirst(str(model._meta.verbose_name_plural))


def page_field(model, but=None):
    """Return the field that leads to the page on which a row stands; None when it has its own, or none."""
    if hasattr(model, "get_absolute_url"):
        return None
    for field in model._meta.concrete_fields:
        if field != but and hasattr(field.related_model, "get_absolute_url"):
            return field
    return None


def _with_targets(moves):
    """Fetch the records that the lines name, in a query for each kind."""
    by_field = {}
    for move in moves:
        for field in (
            page_field(move.relation.model, but=move.relation.field),
            move.relation.field,
        ):
            if field:
                by_field.setdefault((type(move.row), field.name), []).append(move.row)
    for (_model, name), rows in by_field.items():
        prefetch_related_objects(rows, name)
    return moves


def _line(move):
    field = page_field(move.relation.model, but=move.relation.field)
    target = getattr(move.row, field.name) if field else move.row
    when = getattr(target, "when", "")
    words = f"{when}: {target}" if when else str(target)
    if field and hasattr(move.row, "search_fields"):
        words = f"{move.row} ({words})"
    return Line(words, target.get_absolute_url() if hasattr(target, "get_absolute_url") else "")


def _clash(collision):
    if is_mergeable(type(collision.row)):
        what = _("Both have one of this name. These two are merged too.")
    elif collision.row is collision.twin:
        what = _("It is about these two. It goes.")
    elif type(collision.row)._meta.auto_created:
        what = _("Both are recorded. One stays.")
    else:
        what = _("Both are recorded. One row stays, and takes over what only the other says.")
    return Clash(
        _line(collision), what, lost_values(collision.row, collision.twin, collision.relation.field)
    )
