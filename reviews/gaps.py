"""What is missing in the records of a month, kind by kind. Pure: records in, values out."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reviews.report import Gap, Gaps


def kinds_of_gap():
    """Return (code, label, whether a record has the gap), in the order of the page."""
    return (
        ("day", _("No exact day"), lambda record: record.is_month_only),
        ("counterpart", _("No counterpart"), lambda record: not record.parties),
        ("staff", _("No colleague"), lambda record: not record.colleagues),
        ("area", _("No thematic area"), lambda record: not record.areas),
        ("line", _("No public line"), lambda record: not record.public_line),
    )


def find_gaps(records):
    """Return the Gaps of a month's records."""
    gaps = tuple(
        Gap(code, label, tuple(record.reference for record in records if has_gap(record)))
        for code, label, has_gap in kinds_of_gap()
    )
    incomplete = {reference for gap in gaps for reference in gap.references}
    return Gaps(
        _title(len(incomplete), len(records)),
        len(incomplete),
        tuple(gap for gap in gaps if gap.references),
    )


def _title(incomplete, total):
    if not incomplete:
        return _("Nothing is missing in the records of the month")
    if incomplete == total:
        return ngettext(
            "The meeting has something missing", "All %(total)s meetings have something missing", total
        ) % {"total": total}  # fmt: skip
    return ngettext(
        "%(n)s of the %(total)s meetings has something missing",
        "%(n)s of the %(total)s meetings have something missing",
        incomplete,
    ) % {"n": incomplete, "total": total}
