"""The meetings of a month in passages, as an editor would group them. Pure.

A passage becomes a paragraph: a trip over several days and places; diplomats met within a week; events, and
trainings, together; all others by their weeks, a few to a paragraph.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from reviews.article.days import is_long, last_day
from reviews.article.kinds import is_training, was_there
from reviews.article.one_meeting import Composer
from reviews.month.meetings import MeetingFacts

PER_PARAGRAPH = 6
WEEK = timedelta(days=7)
DIPLOMATS = re.compile(r"\b(?:ambassadors?|embass(?:y|ies)|consuls?|consulates?)\b", re.I)


@dataclass(frozen=True)
class Passage:
    meetings: tuple[MeetingFacts, ...]
    is_trip: bool = False
    is_loose: bool = False  # nothing but its days holds it together

    @property
    def is_travel_recorded(self) -> bool:
        """Say whether the records say that people travelled for it."""
        return self.is_trip and any(meeting.involves_travel for meeting in self.meetings)


def passages_of(composer: Composer, meetings: Iterable[MeetingFacts]) -> list[Passage]:
    """Return the passages of meetings with a day, in the order of their first days."""
    rows = sorted(meetings, key=lambda one: (one.day, is_long(one) is False, one.reference))
    found: list[Passage] = []
    trips, rows = _trips(composer, rows)
    found += trips
    for belongs in (_is_diplomatic, is_training, _is_event):
        apart = [meeting for meeting in rows if belongs(meeting)]
        within = WEEK if belongs is _is_diplomatic else None
        together = [run for run in _runs(apart, within) if len(run) > 1]
        taken = {meeting.reference for run in together for meeting in run}
        rows = [meeting for meeting in rows if meeting.reference not in taken]
        found += [Passage(tuple(run)) for run in together]
    found += [Passage(tuple(run), is_loose=True) for run in _weeks(rows)]
    parts = [part for passage in found for part in _parts(passage)]
    return _joined(sorted(parts, key=_first))


def _first(passage: Passage) -> tuple[date, str]:
    return passage.meetings[0].day, passage.meetings[0].reference


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
    trips = [run for run in runs if len(run) > 1]
    taken = {meeting.reference for run in trips for meeting in run}
    others = [meeting for meeting in rows if meeting.reference not in taken]
    return [Passage(tuple(_by_place(run)), True) for run in trips], others


def _goes_on(run: list[MeetingFacts], meeting: MeetingFacts) -> bool:
    """Say whether a meeting is on the same trip: the next day at the latest, and somebody of those who went."""
    end = max(map(last_day, run))
    if meeting.day > end + timedelta(days=1):
        return False
    went = {one for other in run for one in other.colleagues}
    return bool(went & set(meeting.colleagues)) or not (went or meeting.colleagues)


def _by_place(run: list[MeetingFacts]) -> list[MeetingFacts]:
    """On a day, keep those of a place together; there, whoever holds an office comes first."""
    places: dict = {}
    for meeting in run:
        places.setdefault((meeting.day, meeting.place), len(places))

    def key(meeting: MeetingFacts) -> tuple[date, bool, int, bool, str]:
        has_speaker = any(one.speakers for one in meeting.parties)
        place = places[meeting.day, meeting.place]
        return meeting.day, not is_long(meeting), place, not has_speaker, meeting.reference

    return sorted(run, key=key)


def _runs(rows: Sequence[MeetingFacts], within: timedelta | None) -> list[list[MeetingFacts]]:
    """Return the rows in runs, each within so many days of its first."""
    runs: list[list[MeetingFacts]] = []
    for meeting in rows:
        if runs and (within is None or meeting.day - runs[-1][0].day < within):
            runs[-1].append(meeting)
        else:
            runs.append([meeting])
    return runs


def _weeks(rows: Sequence[MeetingFacts]) -> list[list[MeetingFacts]]:
    """Return the rows by calendar week."""
    weeks: dict[tuple[int, int], list[MeetingFacts]] = {}
    for meeting in _by_place(list(rows)):
        weeks.setdefault(meeting.day.isocalendar()[:2], []).append(meeting)
    return list(weeks.values())


def _joined(passages: list[Passage]) -> list[Passage]:
    """Let a meeting that would be a paragraph alone join a short one beside it."""
    found: list[Passage] = []
    for passage in passages:
        before = found[-1] if found else None
        lone = before and 1 in (len(passage.meetings), len(before.meetings))
        if before and lone and passage.is_loose and before.is_loose:
            together = before.meetings + passage.meetings
            if len(together) <= PER_PARAGRAPH - 2:
                found[-1] = Passage(together, is_loose=True)
                continue
        found.append(passage)
    return found


def _parts(passage: Passage) -> list[Passage]:
    """Return a long passage in parts of about the same length."""
    rows = passage.meetings
    number = -(-len(rows) // PER_PARAGRAPH)
    size = -(-len(rows) // number)
    return [
        replace(passage, meetings=rows[start : start + size]) for start in range(0, len(rows), size)
    ]


def _is_event(meeting: MeetingFacts) -> bool:
    return meeting.is_participation and not is_training(meeting)


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
