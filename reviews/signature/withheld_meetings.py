"""Meetings that were restricted after their month was signed: who may not read them, and the month without them.

What was signed stays for whoever may read all of it. For others the Report is made anew from the
signed meetings that are left: text, figures, matrix, map, chronology, action points, coverage and gaps.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import count

from django.db.models import Q
from django.utils.formats import date_format

from accounts.models import User
from engagements.models import (
    ActionPoint,
    Attendance,
    Counterpart,
    Meeting,
    MeetingKind,
    ThematicArea,
)
from reviews.build_report import compose_article, with_variants
from reviews.models import MonthlyReview
from reviews.month.action_points import action_points_title
from reviews.month.chronology import Day, busiest, places_by_day
from reviews.month.coverage import past_rhythm_lines, read_coverage
from reviews.month.figures import count as count_rows
from reviews.month.gaps import gaps_without
from reviews.month.meetings import CounterpartFacts, MeetingFacts, counted_meeting
from reviews.month.periods import Span, make_period
from reviews.month.report import ActionPointFacts, ActionPointLists, NotVisited, Report, SeatLine
from reviews.month.summary import Summary, make_summary, read_counts
from reviews.month.totals import Places
from reviews.signature.sign import signed_report
from reviews.signature.withheld_text import markdown_without, text_without
from stakeholders.models import Location, Organisation, OrganisationKind
from toolkit.months import month_range

WITHOUT_RECORD, WITHOUT_ARTICLE = "record", "article"


@dataclass(frozen=True)
class ForReader:
    """A signed month as one reader has it.

    `report` is None where this version of the program can't read what was signed. `restricted` are
    the references of the meetings in it that were restricted since, `hidden` those of them that the
    reader may not read: without any, the signed files are theirs.
    """

    report: Report | None
    restricted: frozenset[str] = frozenset()
    hidden: frozenset[str] = frozenset()

    @property
    def is_whole(self) -> bool:
        return not self.hidden


def for_reader(review: MonthlyReview, user: User, *, as_others: bool = False) -> ForReader:
    """Return a signed review as `user` may read it, or `as_others` do; one query while nothing was restricted."""
    report = signed_report(review)
    restricted = restricted_since(review, report)
    if not restricted:
        return ForReader(report, restricted, frozenset())
    hidden = restricted if as_others else hidden_from(user, restricted)
    if report is not None and hidden:
        report = report_without(report, hidden)
    return ForReader(report, restricted, hidden)


def hidden_from(user: User, references: Collection[str]) -> frozenset[str]:
    """Return those of `references` that are restricted now and that `user` may not read; one query."""
    visible = Meeting.objects.visible_to(user).values("pk")
    rows = Meeting.objects.restricted().filter(reference__in=references).exclude(pk__in=visible)
    return frozenset(rows.values_list("reference", flat=True))


def restricted_since(review: MonthlyReview, report: Report | None) -> frozenset[str]:
    """Return the references of restricted meetings that a signed review names, or whose day and place it shows."""
    restricted = Meeting.objects.restricted()
    if report is None:
        # Nobody can tell what is in the files: what was there at the signature may be.
        rows = restricted.in_month(review.month.year, review.month.month)
        rows = rows.filter(created_at__lte=review.signed_at)
        return frozenset(rows.values_list("reference", flat=True))
    named, last_days = named_in(report), _last_days(report)
    shown_days = Q(date__in=last_days) | Q(end_date__in=last_days)
    shown_days |= Q(counterparts__organisation__slug__in=_slugs_to_see(report))
    wanted = (
        Q(reference__in=named) | Q(date__lt=month_range(report.year, report.month)[1]) & shown_days
    )
    rows = restricted.filter(wanted).distinct()
    found = list(rows.select_related("location__parent__parent__parent"))
    others = [m for m in found if m.reference not in named and _shows(report, m)]
    shown = [m for m in found if m.reference in named] + _were_counted(others, review)
    return frozenset(meeting.reference for meeting in shown)


def named_in(report: Report) -> frozenset[str]:
    lines = (*report.promises.made, *report.promises.older)
    of_text = report.text.references if report.text else frozenset()
    return of_text | {m.reference for m in report.records} | {line.reference for line in lines}


def _last_days(report: Report) -> set[date]:
    return {s.last for row in report.not_visited.rows for s in row.squares if s.last}


def _slugs_to_see(report: Report) -> set[str]:
    return {seat.address.strip("/").rpartition("/")[2] for seat in report.not_visited.seats}


def _shows(report: Report, meeting: Meeting) -> bool:
    """Whether the coverage of a Report shows the day of a meeting, as the last one in its place or with a seat."""
    town = meeting.location and meeting.location.municipality
    day = meeting.end_date or meeting.date
    squares = (s for row in report.not_visited.rows for s in row.squares)
    if town and any(s.slug == town.slug and s.last in (day, meeting.date) for s in squares):
        return True
    shown = date_format(day, "F Y" if meeting.is_month_only else "j F Y")
    return any(shown in seat.why for seat in report.not_visited.seats)


def _were_counted(meetings: list[Meeting], review: MonthlyReview) -> list[Meeting]:
    """Return those of `meetings` that were counted when the review was signed; at most one query."""
    if not meetings:
        return []
    saves = Meeting.history.filter(
        id__in=[meeting.pk for meeting in meetings], history_date__lte=review.signed_at
    )
    columns = ("id", "status", "sensitivity")
    last = {
        pk: state
        for pk, *state in saves.order_by("history_date", "history_id").values_list(*columns)
    }
    counted = [Meeting.Status.LOGGED, Meeting.Sensitivity.INTERNAL]
    return [meeting for meeting in meetings if last.get(meeting.pk) == counted]


def report_without(report: Report, hidden: frozenset[str]) -> Report:
    """Return a signed Report without the meetings `hidden`, all that counts or names them made anew."""
    records = tuple(m for m in report.records if m.reference not in hidden)
    promises = _action_points_without(report.promises, hidden)
    rows = SignedRows(records, promises.made).meetings
    period = make_period(report.year, report.month, report.signed_on or date.max)
    places = Location.objects.by_pk()
    covered = read_coverage(period, rows, places)
    text, article, withheld = _text_without(report, records, hidden)
    shown = replace(
        report,
        summary=_summary_without(report, rows, hidden, places),
        records=records,
        promises=promises,
        not_visited=NotVisited(
            title=covered.title,
            since=covered.since,
            rows=covered.rows,
            counties_without=covered.counties_without,
            seats=_seats_without(report),
        ),
        map=covered.map,
        gaps=gaps_without(report.gaps, hidden, len(records)),
        text=text,
        article=article,
        withheld=withheld,
    )
    return with_variants(shown) if report.variants else shown


def _summary_without(
    report: Report, rows: list[Meeting], hidden: frozenset[str], places: Places
) -> Summary:
    year, month = report.year, report.month
    today = report.signed_on or date.max
    counts = read_counts(year, month, today, places) | {Span(year, month): count_rows(rows, today)}
    by = report.summary.matrix.by
    days = tuple(filter(None, (_day_without(day, hidden) for day in report.summary.days)))
    counted = list(map(counted_meeting, rows))
    summary = make_summary(counted, counts, year, month, places=places, days=days, by=by)
    matrix = replace(summary.matrix, can_switch=False)
    return replace(summary, matrix=matrix, busiest=busiest(places_by_day(days)))


def _day_without(day: Day, hidden: frozenset[str]) -> Day | None:
    entries = tuple(entry for entry in day.entries if entry.reference not in hidden)
    return replace(day, entries=entries) if entries else None


def _action_points_without(lists: ActionPointLists, hidden: frozenset[str]) -> ActionPointLists:
    made, older = (
        [line for line in lines if line.reference not in hidden]
        for lines in (lists.made, lists.older)
    )
    return ActionPointLists(action_points_title(made, older), tuple(made), tuple(older))


def _seats_without(report: Report) -> tuple[SeatLine, ...]:
    """Return the organisations to see of a signed Report, with the last meeting that everybody may know of."""
    period = make_period(report.year, report.month, report.signed_on or date.max)
    if not report.not_visited.seats:
        return ()
    lines = {line.address: line for line in past_rhythm_lines(period.as_of, period.after)}
    shown = (lines.get(seat.address) for seat in report.not_visited.seats)
    return tuple(SeatLine(line.name, line.address, line.why) for line in shown if line)


def _text_without(report: Report, records: tuple[MeetingFacts, ...], hidden: frozenset[str]):
    """Return (text, article, what is withheld) of a signed Report."""
    month = report.year, report.month
    if report.text is not None:
        rest = compose_article(records, *month)
        return text_without(report.text, hidden, report.records, rest), "", WITHOUT_RECORD
    told = hidden & {meeting.reference for meeting in report.records}
    if not told:
        return None, report.article, WITHOUT_RECORD
    composed = compose_article(report.records, *month)
    article = markdown_without(report.article, told, report.records, composed)
    if article is None:
        return None, "", WITHOUT_ARTICLE
    return None, article, WITHOUT_RECORD


class SignedRows:
    """Meetings as they were signed, as rows that are stored nowhere, for what counts rows.

    Places, kinds, areas and organisations are those on record under the same code or address, else
    they have the names that were signed.
    """

    def __init__(
        self, records: tuple[MeetingFacts, ...], points: Iterable[ActionPointFacts]
    ) -> None:
        self.records, self.points = records, list(points)
        self.numbers = count(-1, -1)

    @cached_property
    def meetings(self) -> list[Meeting]:
        return [self._meeting(facts) for facts in self.records]

    @cached_property
    def places(self) -> dict[str, Location]:
        slugs = [facts.place.slug for facts in self.records if facts.place]
        rows = Location.objects.filter(slug__in=slugs)
        return {row.slug: row for row in rows.select_related("parent__parent__parent")}

    @cached_property
    def kinds(self) -> dict[str, MeetingKind]:
        return {row.code: row for row in MeetingKind.objects.all()}

    @cached_property
    def areas(self) -> dict[str, ThematicArea]:
        return {row.code: row for row in ThematicArea.objects.all()}

    @cached_property
    def organisation_kinds(self) -> dict[str, OrganisationKind]:
        return {row.code: row for row in OrganisationKind.objects.all()}

    @cached_property
    def organisations(self) -> dict[str, Organisation]:
        """Return {slug: Organisation}, each with a number of its own and the kind that was signed."""
        parties = (one for facts in self.records for one in facts.parties if one.slug)
        return {one.slug: self._organisation(one) for one in parties}

    def _organisation(self, facts: CounterpartFacts) -> Organisation:
        kind = self.organisation_kinds.get(facts.kind_code) or OrganisationKind(
            pk=-1, code=facts.kind_code, name=facts.kind, name_plural=facts.kind
        )
        return Organisation(pk=next(self.numbers), name=facts.name, slug=facts.slug, kind=kind)

    def _meeting(self, facts: MeetingFacts) -> Meeting:
        kind = self.kinds.get(facts.kind_code) or MeetingKind(
            pk=-1, code=facts.kind_code, name=facts.kind, name_plural=facts.kind
        )
        location = self.places.get(facts.place.slug) if facts.place else None
        meeting = Meeting(
            pk=next(self.numbers),
            reference=facts.reference,
            title=facts.title,
            date=facts.day,
            date_precision="month" if facts.is_month_only else "day",
            end_date=facts.end_day,
            kind=kind,
            location=location,
            place_text=facts.place.name if facts.place and not location else "",
            public_line=facts.public_line,
        )
        _prefetch(
            meeting,
            thematic_areas=[self._area(area.code, area.name) for area in facts.areas],
            counterparts=[self._counterpart(meeting, one) for one in facts.parties],
            action_points=[
                ActionPoint(
                    due=line.due, status="open" if line.status == "overdue" else line.status
                )
                for line in self.points
                if line.reference == facts.reference
            ],
        )
        return meeting

    def _area(self, code: str, name: str) -> ThematicArea:
        if code not in self.areas:
            self.areas[code] = ThematicArea(pk=next(self.numbers), code=code, name=name)
        return self.areas[code]

    def _counterpart(self, meeting: Meeting, facts: CounterpartFacts) -> Counterpart:
        counterpart = Counterpart(
            pk=next(self.numbers),
            meeting=meeting,
            organisation=self.organisations.get(facts.slug),
            people_count=facts.head_count,
            group_label=facts.group,
        )
        speakers = [Attendance(person_id=speaker.number) for speaker in facts.speakers]
        _prefetch(counterpart, attendances=speakers)
        return counterpart


def _prefetch(row: Meeting | Counterpart, **related: list) -> None:
    """Give a row that is stored nowhere its related rows, as a prefetch would."""
    vars(row)["_prefetched_objects_cache"] = related
