"""What is missing in the meetings of a month, kind by kind; `engagements/models/gaps.py` has the rule."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engagements.models import Meeting
from engagements.models.gaps import GAPS, GapKind
from reviews.month.report import Gap, Gaps


def find_gaps(meetings: list[Meeting]) -> Gaps:
    """Return the Gaps of a month's meetings, as `read_months` read them; most frequent first."""
    gaps = [
        make_gap(kind, [meeting.reference for meeting in meetings if kind.is_in(meeting)])
        for kind in GAPS
    ]
    incomplete = {reference for gap in gaps for reference in gap.references}
    return Gaps(
        _title(len(incomplete), len(meetings)),
        len(incomplete),
        tuple(sorted((gap for gap in gaps if gap.references), key=lambda gap: -gap.count)),
    )


def make_gap(kind: GapKind, references: list[str]) -> Gap:
    one, many = kind.predicate
    words = str(one if len(references) == 1 else many)
    return Gap(kind.code, str(kind.label), tuple(references), words)


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
