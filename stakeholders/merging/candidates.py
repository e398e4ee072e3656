"""Whom a record may be a duplicate of: offered where only one of the two is given."""

from dataclasses import dataclass
from typing import Any

from stakeholders.likeness import alike
from stakeholders.names import fold

LIMIT = 12


@dataclass(frozen=True)
class Candidate:
    """A record, and what tells it from others of the same name: posts, kind and place, or what it is in."""

    row: Any
    detail: str


def candidates(row, words):
    """Return up to LIMIT Candidates of the same kind that hold `words`, or look like `row` without any."""
    return [Candidate(other, _detail(other)) for other in _found(row, words)]


def _found(row, words):
    rows = _others(row)
    if not hasattr(rows, "matching"):
        wanted = fold(words).split()
        return [one for one in rows if all(word in fold(str(one)) for word in wanted)][:LIMIT]
    if words:
        return list(rows.matching(words)[:LIMIT])
    best = {}
    for name in row.own_names():
        for score, one in alike(rows, name):
            best[one] = max(score, best.get(one, 0))
    return sorted(best, key=lambda one: (-best[one], str(one)))[:LIMIT]


def _others(row):
    """Return the records into which `row` might be merged."""
    rows = type(row).objects.current().exclude(pk=row.pk)
    if hasattr(row, "level"):
        rows = rows.filter(level=row.level)
    related = [name for name in ("parent", "kind", "location") if hasattr(row, name)]
    if related:
        return rows.select_related(*related)
    is_person = hasattr(row, "full_name")
    return rows.prefetch_related("appointments__organisation__parent") if is_person else rows


def _detail(row):
    if hasattr(row, "full_name"):
        return "; ".join(f"{post.title}, {post.organisation}" for post in row.appointments.all())
    parts = [getattr(row, name, None) for name in ("kind", "location")]
    if hasattr(row, "level"):
        parts = [row.get_level_display(), row.parent]
    return ", ".join(str(part) for part in parts if part)
