"""What is missing in the meetings of a month, kind by kind; `engagements/models/gaps.py` has the rule."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engagements.models import Meeting
from engagements.models.gaps import GAPS
from reviews.month.report import Gap, Gaps


def find_gaps(meetings: list[Meeting]) -> Gaps:
    """Return the Gaps of a month's meetings, as `read_months` read them; most frequent first."""
    gaps = []
    for kind in GAPS:
        if references := tuple(m.reference for m in meetings if kind.is_in(m)):
            one, many = kind.predicate
            words = str(one if len(references) == 1 else many)
            gaps.append(Gap(kind.code, str(kind.label), references, words))
    incomplete = len({reference for gap in gaps for reference in gap.references})
    gaps.sort(key=lambda gap: -gap.count)
    return Gaps(_title(incomplete, len(meetings)), incomplete, tuple(gaps))


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
