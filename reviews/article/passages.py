"""The meetings of a month in passages, as an editor would group them. Pure.

A passage becomes a paragraph: a trip over several days and places; diplomats met one after the other; all
others by their weeks, a few to a paragraph. Days never go back, save after a trip, and there it is said.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby

from reviews.article.days import is_long, last_day
from reviews.article.kinds import is_trip, was_there
from reviews.article.one_meeting import Composer
from reviews.month.meetings import CounterpartFacts, MeetingFacts

PER_PARAGRAPH = 6
MANY_PARTIES = 4  # as many who took part are as long to read as another meeting
ONE_MORE = 7  # where it would be a paragraph alone
DIPLOMATS = re.compile(r"\b(?:ambassadors?|embass(?:y|ies)|consuls?|consulates?)\b", re.I)


@dataclass(frozen=True)
class Passage:
    """Meetings that are told in one paragraph.

    `has_departure` says that a recorded journey begins with it, `is_meanwhile` that it begins before the last
    day that was told.
    """

    meetings: tuple[MeetingFacts, ...]
    is_trip: bool = False
    has_departure: bool = False
    is_meanwhile: bool = False
    met_again: frozenset[str] = (
        frozenset()
    )  # slugs of those whom a visit of several days leaves to others

    def left_to_others(self, meeting: MeetingFacts) -> frozenset[str]:
        """Return the slugs of counterparts of a long visit who are told with the meetings during it."""
        return self.met_again if is_long(meeting) else frozenset()


def passages_of(composer: Composer, meetings: Iterable[MeetingFacts]) -> list[Passage]:
    """Return the passages of meetings with a day, in the order of their first days."""
    rows = sorted(meetings, key=lambda one: (one.day, is_long(one) is False, one.reference))
    trips, others = _trips(composer, rows)
    starts = [trip.meetings[0].day for trip in trips]
    passages: list[Passage] = []
    for trip, before in zip([*trips, None], [*starts, date.max], strict=True):
        passages += _loose([one for one in others if one.day <= before])
        others = [one for one in others if one.day > before]
        passages += _parts(trip) if trip else []
    told = _joined(_with_meanwhile(passages))
    return [replace(one, met_again=_met_again(one.meetings, rows)) for one in told]


def _with_meanwhile(passages: list[Passage]) -> list[Passage]:
    found, told = [], date.min
    for passage in passages:
        found.append(replace(passage, is_meanwhile=passage.meetings[0].day < told))
        told = max(told, *(meeting.day for meeting in passage.meetings))
    return found


def _trips(
    composer: Composer, rows: Sequence[MeetingFacts]
) -> tuple[list[Passage], list[MeetingFacts]]:
    """Return the trips of two meetings and more away from the seat, and all other meetings."""
    runs: list[list[MeetingFacts]] = []
    for meeting in rows:
        if not (meeting.place and was_there(meeting) and composer.is_away(meeting.place)):
            continue
        for run in runs[-3:]:
            if _goes_on(run, meeting):
                run.append(meeting)
                break
        else:
            runs.append([meeting])
    trips = [run for run in runs if len(run) > 1 and not _is_crossed(run, rows)]
    taken = {meeting.reference for run in trips for meeting in run}
    others = [meeting for meeting in rows if meeting.reference not in taken]
    return [_trip(_by_place(run)) for run in trips], others


def _is_crossed(run: list[MeetingFacts], rows: Sequence[MeetingFacts]) -> bool:
    """Say whether somebody of those who went met others elsewhere meanwhile."""
    went = {one for meeting in run for one in meeting.colleagues}
    others = [one for one in rows if run[0].day < one.day < run[-1].day and one not in run]
    return any(went & set(one.colleagues) for one in others)


def _trip(run: list[MeetingFacts]) -> Passage:
    return Passage(tuple(run), True, any(meeting.involves_travel for meeting in run))


def _met_again(meetings: Sequence[MeetingFacts], rows: Sequence[MeetingFacts]) -> frozenset[str]:
    """Return the slugs of those whom a visit of several days met, and who are told with a meeting during it."""
    return frozenset(
        party.slug
        for visit in meetings
        if is_trip(visit) and is_long(visit)
        for party in visit.parties
        if _is_among(party, _met_during(visit, rows))
    )


def _met_during(visit: MeetingFacts, rows: Sequence[MeetingFacts]) -> list[CounterpartFacts]:
    return [
        party
        for one in rows
        if visit.day <= one.day <= last_day(visit)
        and one is not visit
        and set(one.colleagues) & set(visit.colleagues)
        for party in one.parties
    ]


def _is_among(counterpart: CounterpartFacts, others: list[CounterpartFacts]) -> bool:
    """Say whether all that is known of a counterpart is told with one of the others."""
    return any(
        one.slug == counterpart.slug
        and set(counterpart.speakers) <= set(one.speakers)
        and counterpart.group in ("", one.group)
        for one in others
    )


def _goes_on(run: list[MeetingFacts], meeting: MeetingFacts) -> bool:
    """Say whether a meeting is on the same trip: the next day at the latest, and somebody of those who went."""
    end = max(map(last_day, run))
    if meeting.day > end + timedelta(days=1):
        return False
    went = {one for other in run for one in other.colleagues}
    return bool(went & set(meeting.colleagues)) or not (went or meeting.colleagues)


def _by_place(run: list[MeetingFacts]) -> list[MeetingFacts]:
    """On a day, keep those of a place, and diplomats, together; there, whoever holds an office comes first."""
    places: dict = {}
    for meeting in run:
        places.setdefault((meeting.day, meeting.place), len(places))

    def key(meeting: MeetingFacts) -> tuple[date, bool, int, bool, str]:
        has_speaker = any(one.speakers for one in meeting.parties)
        place = places[meeting.day, meeting.place]
        return meeting.day, not is_long(meeting), place, not has_speaker, meeting.reference

    return sorted(run, key=key)


def _loose(rows: list[MeetingFacts]) -> list[Passage]:
    """Return the rows by calendar week; diplomats who were met one after the other apart."""
    found: list[Passage] = []
    in_order = sorted(_by_place(rows), key=lambda one: (one.day, _is_of_its_own(one, rows)))
    for _week, several in groupby(in_order, lambda one: one.day.isocalendar()[:2]):
        run: list[MeetingFacts] = []
        for is_diplomatic, together in groupby(several, _is_diplomatic):
            alike = list(together)
            if is_diplomatic and len(alike) > 1:
                found += [Passage(tuple(run))] if run else []
                found.append(Passage(tuple(alike)))
                run = []
            else:
                run += alike
        found += [Passage(tuple(run))] if run else []
    return [part for passage in found for part in _parts(passage)]


def _is_of_its_own(meeting: MeetingFacts, rows: list[MeetingFacts]) -> bool:
    """Say whether it took days, and nothing else was at its place on the first of them."""
    others = [one for one in rows if one.day == meeting.day and one is not meeting]
    town = meeting.place and meeting.place.name
    return is_long(meeting) and all(not one.place or one.place.name != town for one in others)


def _joined(passages: list[Passage]) -> list[Passage]:
    """Let a meeting that would be a paragraph alone join the one before or after it."""
    found: list[Passage] = []
    for passage in passages:
        before = found[-1] if found else passage
        together = before.meetings + passage.meetings
        is_lone = 1 in (len(passage.meetings), len(before.meetings))
        is_apart = before.is_trip or passage.is_trip or passage.is_meanwhile
        if found and is_lone and len(together) <= ONE_MORE and not is_apart:
            found[-1] = replace(before, meetings=together)
        else:
            found.append(passage)
    return found


def _parts(passage: Passage) -> list[Passage]:
    """Return a long passage in parts of about the same length."""
    weights = [1 + len(meeting.parties) // MANY_PARTIES for meeting in passage.meetings]
    number = -(-sum(weights) // PER_PARAGRAPH)
    size = -(-sum(weights) // number)
    parts: list[list[MeetingFacts]] = []
    told = 0
    for meeting, weight in zip(passage.meetings, weights, strict=True):
        if not parts or 2 * told + weight > 2 * size * len(parts):
            parts.append([])
        parts[-1].append(meeting)
        told += weight
    return [
        replace(passage, meetings=tuple(part), has_departure=passage.has_departure and not n)
        for n, part in enumerate(parts)
    ]


def _is_diplomatic(meeting: MeetingFacts) -> bool:
    """Say whether a diplomatic mission was met, and nobody else."""
    return (
        not meeting.is_participation
        and bool(meeting.parties)
        and all(
            one.kind_code == "embassy"
            or DIPLOMATS.search(" ".join([one.name, *(p.title for p in one.speakers)]))
            for one in meeting.parties
        )
    )
