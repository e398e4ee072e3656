"""Reads a month from the database, once, and returns it as a Report."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language

from engagements.models import Meeting
from reviews.article import Article, compose, describe_undated
from reviews.article.matching import matched
from reviews.article.spellings import names_of_places
from reviews.article.variants import KINDS, Variant, compose_variant
from reviews.article.written import WrittenText, written_from
from reviews.models import MonthlyReview
from reviews.month.action_points import read_action_points, read_first_action_points
from reviews.month.chronology import Day, make_days
from reviews.month.coverage import Coverage, RhythmLine, past_rhythm_lines, read_coverage
from reviews.month.figures import Counts, count
from reviews.month.gaps import find_gaps
from reviews.month.headlines import month_name
from reviews.month.meetings import (
    CountedMeeting,
    MeetingFacts,
    counted_meeting,
    meeting_digests,
    meeting_facts,
    read_counted,
    read_entries,
    read_months,
    related,
)
from reviews.month.periods import Span, make_period
from reviews.month.report import NotVisited, Report, SeatLine
from reviews.month.summary import make_summary, read_counts
from reviews.names_on_record import with_names_on_record
from reviews.signature.withheld_text import text_without
from stakeholders.models import Location

Meetings = tuple[MeetingFacts, ...]


def build_report(
    year: int,
    month: int,
    *,
    today: date,
    by: str | None = None,
    review: MonthlyReview | None = None,
) -> Report:
    """Return the Report of a month, the same for every reader, in a fixed number of queries.

    `review` is the latest issue of its review, None while there is none; `by` as for `make_summary`.
    """
    period = make_period(year, month, today)
    places = Location.objects.by_pk()
    meetings = read_months(Meeting.objects.all(), [(year, month)], places)[year, month]
    counted = list(map(counted_meeting, meetings))
    here = Counter(one.location_id for one in meetings)
    covered = read_coverage(period, places=places, counted=here)
    counts = read_counts(year, month, today, places)
    facts = with_names_on_record(map(meeting_facts, meetings))
    review = review or MonthlyReview(month=date(year, month, 1))
    return Report(
        office=settings.OFFICE_NAME,
        year=year,
        month=month,
        name=month_name(year, month),
        summary=make_summary(
            counted,
            counts,
            year,
            month,
            places=places,
            days=make_days(meetings, year, month),
            by=by,
        ),
        records=facts,
        promises=read_action_points(year, month, today),
        not_visited=_not_visited(
            covered, past_rhythm_lines(period.as_of, period.after) if covered.rows else []
        ),
        map=covered.map,
        gaps=find_gaps(counted),
        article="",
        issue=review.issue,
        status=review.status,
        signed_by=str(review.signed_by or ""),
        signed_on=review.signed_local_day,
        text=_text_for_readers(review, facts),
    )


SHOWN = 100  # meetings on the page of a month; with more the text has a page of its own
LISTED = 50  # action points, and organisations overdue for contact


@dataclass(frozen=True)
class MonthPage:
    """A month that is not signed, with what its page shows of it and no more.

    `report` has the text and the meetings only where the text is shown; of its lists, the first ones.
    `meetings` are what is counted, in the order of the chronology.
    """

    report: Report
    meetings: list[CountedMeeting]
    rows: dict[int, Meeting]
    older: int
    overdue: int
    begun: date | None

    @property
    def has_text(self) -> bool:
        return self.report.text is not None

    def days(self, shown: Sequence[CountedMeeting]) -> tuple[Day, ...]:
        """Return these meetings by day; at most three queries."""
        known = self.rows or read_entries(shown)
        rows = [known[one.pk] for one in shown if one.pk in known]
        return make_days(rows, self.report.year, self.report.month)


def build_page(
    year: int,
    month: int,
    *,
    today: date,
    by: str | None = None,
    review: MonthlyReview,
    with_text: bool = False,
) -> MonthPage:
    """Return what the page of a month shows, in a fixed number of queries; the text of a long one on demand."""
    period, places = make_period(year, month, today), Location.objects.by_pk()
    counts = read_counts(year, month, today, places)
    own = counts[Span(year, month)]
    with_text = with_text or own.meetings <= SHOWN
    rows: list[Meeting] = []
    facts: Meetings = ()
    if with_text:
        rows = read_months(Meeting.objects.all(), [(year, month)], places)[year, month]
        facts = with_names_on_record(map(meeting_facts, rows))
    meetings = list(map(counted_meeting, rows)) or read_counted(year, month, places)
    here = Counter(one.location.pk if one.location else None for one in meetings)
    covered = read_coverage(period, places=places, counted=here)
    promises, older = read_first_action_points(year, month, today, own, shown=LISTED)
    past = past_rhythm_lines(period.as_of, period.after) if covered.rows else []
    report = Report(
        office=settings.OFFICE_NAME,
        year=year,
        month=month,
        name=month_name(year, month),
        summary=make_summary(meetings, counts, year, month, places=places, by=by),
        records=facts,
        promises=promises,
        not_visited=_not_visited(covered, past[:LISTED]),
        map=covered.map,
        gaps=find_gaps(meetings),
        article="",
        issue=review.issue,
        status=review.status,
        signed_by="",
        signed_on=None,
        text=_text_for_readers(review, facts) if with_text else None,
    )
    meetings.sort(key=lambda one: (one.is_month_only, one.date, one.reference))
    return MonthPage(
        report, meetings, {row.pk: row for row in rows}, older, len(past), covered.begun
    )


def read_month(year: int, month: int) -> tuple[Meetings, Counts]:
    """Return the facts of the meetings that a month counts, by day, and its figures, in a fixed number of queries."""
    rows = Meeting.objects.prefetch_related("action_points")
    meetings = read_months(rows, [(year, month)])[year, month]
    facts = with_names_on_record(map(meeting_facts, meetings))
    return facts, count(meetings, timezone.localdate())


def text_of(review: MonthlyReview, meetings: Meetings) -> WrittenText:
    """Return the text of a month whose meetings these are: what somebody wrote, else what is composed."""
    written = review.written
    if written is None:
        return composed_text(meetings, review.month.year, review.month.month)
    if written.unmatched is None:
        return written
    # Sentences on a meeting that is gone by now are known by what would be composed of it.
    every = (*meetings, *facts_of(frozenset(written.unmatched) - _references(meetings)))
    article = compose_article(every, review.month.year, review.month.month)
    return matched(written, article, meeting_digests(meetings), timezone.now())


def composed_text(meetings: Meetings, year: int, month: int) -> WrittenText:
    return written_from(compose_article(meetings, year, month), meeting_digests(meetings))


def _text_for_readers(review: MonthlyReview, meetings: Meetings) -> WrittenText:
    """Return the text without what rests on a meeting that is restricted by now, unless it stays on purpose."""
    text = text_of(review, meetings)
    known = text.references | {one.reference for one in text.taken_out}
    gone = known - _references(meetings)
    if not gone:
        return text
    restricted = Meeting.objects.restricted().filter(reference__in=gone)
    hidden = frozenset(restricted.values_list("reference", flat=True))
    if not hidden:
        return text
    rest = compose_article(meetings, review.month.year, review.month.month)
    return text_without(text, hidden, (*meetings, *facts_of(hidden)), rest)


def _references(meetings: Meetings) -> frozenset[str]:
    return frozenset(meeting.reference for meeting in meetings)


def facts_of(references: frozenset[str]) -> Meetings:
    """Return the facts of meetings whether or not they are counted; no query without references."""
    if not references:
        return ()
    rows = related(Meeting.objects.filter(reference__in=references))
    return tuple(map(meeting_facts, rows))


def compose_article(meetings: Meetings, year: int, month: int) -> Article:
    """Return the draft of a month's article, in the words that this office's settings choose."""
    spellings = tuple(place_spellings().items())
    office, seat = settings.OFFICE_NAME, settings.OFFICE_SEAT
    return _composed(meetings, year, month, get_language(), office, seat, spellings)


# A page asks for the same article more than once: what is in the report, and what is new beside it.
@lru_cache(maxsize=4)
def _composed(
    meetings: Meetings,
    year: int,
    month: int,
    _language: str,
    office: str,
    seat: str,
    spellings: tuple,
) -> Article:
    return compose(meetings, year, month, office=office, seat=seat, spellings=dict(spellings))


def variant_of(report: Report, kind: str) -> Variant | None:
    """Return the variant of a month for other readers: as it was signed, else as the records have it now.

    A meeting whose sentence was taken out of the article on purpose is in none. None where there is
    nothing to tell, or too little for thematic areas.
    """
    if report.variants:
        return next((one for one in report.variants if one.kind == kind), None)
    text = report.text
    out = {one.reference for one in text.taken_out} - text.told if text else set()
    meetings = [meeting for meeting in report.records if meeting.reference not in out]
    return compose_variant(
        kind,
        meetings,
        report.year,
        report.month,
        office=settings.OFFICE_NAME,
        seat=settings.OFFICE_SEAT,
        spellings=place_spellings(),
    )


def with_variants(report: Report) -> Report:
    """Return a Report that holds its variants for other readers, made of its meetings and text."""
    bare = replace(report, variants=())
    found = (variant_of(bare, kind) for kind in KINDS)
    return replace(report, variants=tuple(one for one in found if one))


def place_spellings() -> dict[str, str]:
    """Return {name: printed} of the country's places, as the pack and this office's settings choose."""
    return names_of_places(settings.COUNTRY.folder, tuple(settings.PLACE_NAMES_IN_TEXT.items()))


def describe_meeting(meeting: MeetingFacts, month: Meetings | None = None) -> str:
    """Return a meeting in the words of the article of its `month`, whose meetings include it, as a text.

    Without `month`, which is when its day is not known yet, it is described alone.
    """
    if month is None:
        sentences = describe_undated(
            meeting,
            office=settings.OFFICE_NAME,
            seat=settings.OFFICE_SEAT,
            spellings=place_spellings(),
        )
    else:
        article = compose_article(month, meeting.day.year, meeting.day.month)
        sentences = article.about(meeting.reference)
    return " ".join(sentence.text for sentence in sentences)


def _not_visited(covered: Coverage, past: Iterable[RhythmLine]) -> NotVisited:
    """Return the NotVisited of a Coverage; `past` are whom the office owes a meeting at the end of the month."""
    return NotVisited(
        title=covered.title,
        since=covered.since,
        rows=covered.rows,
        counties_without=covered.counties_without,
        seats=tuple(SeatLine(line.name, line.address, line.why) for line in past),
    )
