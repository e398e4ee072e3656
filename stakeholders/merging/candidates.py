"""Whom a record may be a duplicate of: offered where only one of the two is given."""

from stakeholders.likeness import alike
from stakeholders.names import fold

LIMIT = 12


def candidates(row, words):
    """Return up to LIMIT records of the same kind that hold `words`, or look like `row` without any."""
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
    return rows.select_related("parent") if hasattr(row, "parent") else rows
