"""Reads a month from the database, once, and returns it as a Report."""

from django.conf import settings

from engagements.models import Meeting
from reviews.figures import earlier_months
from reviews.gaps import find_gaps
from reviews.models import MonthlyReview
from reviews.promises import read_promises
from reviews.records import make_record
from reviews.report import NotVisited, Report
from reviews.rows import read_months
from reviews.summary import make_summary
from reviews.words import month_name


def build_report(year, month, *, today, by=None, review=None):
    """Return the Report of a month, the same for every reader, in a fixed number of queries.

    `review` is the latest issue of its review, None while there is none; `by` as for `summarise`.
    """
    found = read_months(Meeting.objects, [(year, month), *earlier_months(year, month)])
    meetings = found[year, month]
    review = review or MonthlyReview(month=f"{year:04d}-{month:02d}-01")
    return Report(
        office=settings.OFFICE_NAME,
        year=year,
        month=month,
        name=month_name(year, month),
        summary=make_summary(found, year, month, by=by, today=today),
        records=tuple(map(make_record, meetings)),
        promises=read_promises(year, month, today),
        not_visited=NotVisited("", "", (), (), ()),
        gaps=find_gaps(meetings),
        article=review.narrative,
        issue=review.issue,
        status=review.status,
        signed_by=str(review.signed_by or ""),
        signed_on=review.signed_at and review.signed_at.date(),
    )
