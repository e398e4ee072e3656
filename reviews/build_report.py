"""Reads a month from the database, once, and returns it as a Report."""

from datetime import date
from functools import lru_cache

from django.conf import settings
from django.utils.translation import get_language

from engagements.models import Meeting
from reviews.article import Article, compose, describe_undated
from reviews.article.edited_text import gone_since
from reviews.models import MonthlyReview
from reviews.month.action_points import read_action_points
from reviews.month.coverage import Coverage, past_rhythm_lines, read_coverage
from reviews.month.figures import earlier_months
from reviews.month.gaps import find_gaps
from reviews.month.meetings import MeetingFacts, meeting_facts, read_months
from reviews.month.periods import Period, make_period
from reviews.month.report import NotVisited, Report, SeatLine
from reviews.month.sentences import month_name
from reviews.month.summary import make_summary


def build_report(year: int, month: int, *, today, by=None, review=None) -> Report:
    """Return the Report of a month, the same for every reader, in a fixed number of queries.

    `review` is the latest issue of its review, None while there is none; `by` as for `make_summary`.
    """
    period = make_period(year, month, today)
    covered = read_coverage(period)
    found = read_months(Meeting.objects.all(), [(year, month), *earlier_months(year, month)])
    meetings = found[year, month]
    records = tuple(map(meeting_facts, meetings))
    review = review or MonthlyReview(month=date(year, month, 1))
    return Report(
        office=settings.OFFICE_NAME,
        year=year,
        month=month,
        name=month_name(year, month),
        summary=make_summary(found, year, month, by=by, today=today),
        records=records,
        promises=read_action_points(year, month, today),
        not_visited=not_visited(covered, period),
        map=covered.map,
        gaps=find_gaps(meetings),
        article=_edited(review, records) or compose_article(records, year, month).markdown,
        issue=review.issue,
        status=review.status,
        signed_by=str(review.signed_by or ""),
        signed_on=review.signed_local_day,
    )


def _edited(review: MonthlyReview, records: tuple) -> str:
    """Return the text that somebody wrote; empty when it may mention a meeting that is restricted by now."""
    gone = gone_since(review.basis, [record.reference for record in records])
    if (
        review.narrative
        and gone
        and Meeting.objects.restricted().filter(reference__in=gone).exists()
    ):
        return ""
    return review.narrative


def compose_article(records: tuple, year: int, month: int) -> Article:
    spellings = tuple(settings.PLACE_NAMES_IN_TEXT.items())
    words = (get_language(), settings.OFFICE_NAME, settings.OFFICE_SEAT, spellings)
    return _composed(records, year, month, words)


# A page asks for the same article more than once: what is in the report, and what is new beside it.
@lru_cache(maxsize=4)
def _composed(
    records: tuple, year: int, month: int, words: tuple[str, str, str, tuple[tuple[str, str], ...]]
) -> Article:
    _language, office, seat, spellings = words
    return compose(records, year, month, office=office, seat=seat, spellings=dict(spellings))


def describe_meeting(record: MeetingFacts, beside: tuple | None = None) -> str:
    """Return a Record in the words of the article that holds it and the Records `beside` it, as a text.

    Without `beside`, which is when its day is not known yet, it is described alone.
    """
    if beside is None:
        wording = {"office": settings.OFFICE_NAME, "seat": settings.OFFICE_SEAT}
        sentences = describe_undated(record, spellings=settings.PLACE_NAMES_IN_TEXT, **wording)
    else:
        article = compose_article(beside, record.day.year, record.day.month)
        sentences = article.about(record.reference)
    return " ".join(sentence.text for sentence in sentences)


def not_visited(covered: Coverage, period: Period) -> NotVisited:
    """Return the NotVisited of a month's Coverage; whom the office owes a meeting as of the end of the month."""
    past = past_rhythm_lines(period.as_of, period.after) if covered.rows else []
    return NotVisited(
        title=covered.title,
        since=covered.since,
        rows=covered.rows,
        counties_without=covered.counties_without,
        seats=tuple(SeatLine(line.name, line.address, line.why) for line in past),
    )
