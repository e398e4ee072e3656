"""The versions of a month's text, from the history of its issues."""

from dataclasses import dataclass
from datetime import datetime

from reviews.models import MonthlyReview

SAVES_READ = 100


@dataclass(frozen=True)
class Version:
    """A save that brought another text; `pk` is that of the save, `length` 0 when it was composed again."""

    pk: int
    issue: int
    at: datetime
    by: str
    length: int


def versions(month):
    """Return the Versions of a month's text, newest first."""
    found, before = [], ""
    for save in reversed(_saves(month)[:SAVES_READ]):
        if save.narrative != before:
            found.append(_version(save))
        before = save.narrative
    return tuple(reversed(found))


def latest_version(month):
    """Return the newest Version of a month's text; None while nobody saved one."""
    return next(iter(versions(month)), None)


def _version(save):
    by, length = str(save.history_user or ""), len(save.narrative)
    return Version(save.history_id, save.issue, save.history_date, by, length)


def version_of(month, pk):
    """Return the save with this number, of this month; None when there is none with a text."""
    return _saves(month).exclude(narrative="").filter(history_id=pk).first()


def text_at(month, version):
    """Return the edited text of a month at a version; None for a version that never was."""
    save = _saves(month).filter(version=version).first()
    # Before the first save there is no row: its text is composed, as with an empty one.
    return save.narrative if save else ("" if version == 0 else None)


def _saves(month):
    rows = MonthlyReview.history.filter(month=month).select_related("history_user")
    return rows.order_by("-history_date", "-history_id")
