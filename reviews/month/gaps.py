"""What is missing in the meetings of a month, kind by kind; `engagements/models/gaps.py` has the rule."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engagements.models.gaps import GAPS, GapKind
from reviews.month.meetings import CountedMeeting
from reviews.month.report import Gap, Gaps


def find_gaps(meetings: Iterable[CountedMeeting]) -> Gaps:
    """Return the Gaps of a month's meetings, most frequent first."""
    meetings = list(meetings)
    gaps = []
    for kind in GAPS:
        if references := tuple(m.reference for m in meetings if kind.code in m.gaps):
            gaps.append(_gap(kind, str(kind.label), references))
    return _gaps(gaps, len(meetings))


def gaps_without(gaps: Gaps, hidden: frozenset[str], total: int) -> Gaps:
    """Return the Gaps of a signed month without the meetings `hidden`; `total` is how many are left."""
    kinds, left = {kind.code: kind for kind in GAPS}, []
    for gap in gaps.gaps:
        references = tuple(one for one in gap.references if one not in hidden)
        if references and gap.code in kinds:
            left.append(_gap(kinds[gap.code], gap.label, references))
    return _gaps(left, total)


def _gap(kind: GapKind, label: str, references: tuple[str, ...]) -> Gap:
    one, many = kind.predicate
    return Gap(kind.code, label, references, str(one if len(references) == 1 else many))


def _gaps(gaps: list[Gap], total: int) -> Gaps:
    incomplete = len({reference for gap in gaps for reference in gap.references})
    ordered = sorted(gaps, key=lambda gap: -gap.count)
    return Gaps(_title(incomplete, total), incomplete, tuple(ordered))


def _title(incomplete: int, total: int) -> str:
    if not incomplete:
        return _("Nothing is missing in the meetings of the month")
    if incomplete == total:
        return ngettext(
            "The meeting has something missing", "All %(total)s meetings have something missing", total
        ) % {"total": total}  # fmt: skip
    return ngettext(
        "%(n)s of the %(total)s meetings has something missing",
        "%(n)s of the %(total)s meetings have something missing",
        incomplete,
    ) % {"n": incomplete, "total": total}
