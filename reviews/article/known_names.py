"""The names that the records hold, as the readers of public lines and internal notes ask for them. Pure."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from reviews.month.meetings import MeetingFacts
from toolkit.spelling import fold

WORD = re.compile(r"[^\W_]+")
SITES = frozenset(["crossing", "place"])


def folded_words(text: str) -> tuple[str, ...]:
    return tuple(fold(text).split())


@dataclass(frozen=True)
class KnownNames:
    """`spelt` holds {folded word: as it is written} of all names on record.

    `met` holds the folded words of whom this meeting was with, and `kind` those of its kind;
    `places` are whole names of places, folded; `here` those of the place where it was, a border crossing or
    the like if `is_site`; `title` is its internal title, which may forbid to tell of it. `parties` are whole
    names and initials of those met, `counts` how many came, `ours` the words of the posts of colleagues who
    were there, `event` those of the event's name; at a `is_gathering` IOM took part.
    """

    spelt: dict[str, str] = field(default_factory=dict)
    met: frozenset[str] = frozenset()
    kind: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    here: frozenset[str] = frozenset()
    title: str = ""
    parties: frozenset[str] = frozenset()
    event: frozenset[str] = frozenset()
    counts: frozenset[int] = frozenset()
    ours: frozenset[str] = frozenset()
    is_site: bool = False
    is_gathering: bool = False

    def __contains__(self, word: str) -> bool:
        return fold(word) in self.spelt

    def of(self, meeting: MeetingFacts) -> "KnownNames":
        """Return the same names, with those of this meeting as whom it was with."""
        met = {word for name in _met(meeting) for word in folded_words(name)}
        here = frozenset(filter(None, map(fold, _places(meeting))))
        counts = (one.head_count for one in meeting.parties)
        return replace(
            self,
            met=frozenset(met),
            kind=frozenset(folded_words(meeting.kind)),
            here=here,
            title=meeting.title,
            parties=frozenset(_parties(meeting)) - {""},
            event=frozenset(folded_words(meeting.event_name)),
            counts=frozenset(filter(None, counts)),
            ours=frozenset(
                word for one in meeting.colleagues for word in folded_words(one.job_title)
            ),
            is_site=meeting.is_visit or bool(meeting.place and meeting.place.level in SITES),
            is_gathering=meeting.is_participation,
        )


def known_names(meetings: Sequence[MeetingFacts], others: Iterable[str] = ()) -> KnownNames:
    """Return the names of these meetings, and `others` that are on record; of a single one, whom it was with."""
    names = [name for meeting in meetings for name in _all(meeting)]
    spelt: dict[str, str] = {}
    for name in (*others, *names):
        for word in WORD.findall(name):
            spelt.setdefault(fold(word), word)
    places = {fold(name) for meeting in meetings for name in _places(meeting)} - {""}
    known = KnownNames(spelt, places=frozenset(places))
    return known.of(meetings[0]) if len(meetings) == 1 else known


def _met(meeting: MeetingFacts) -> list[str]:
    names = []
    for one in meeting.parties:
        names += [one.name, one.parent, one.short_name, one.group]
        names += [part for person in one.speakers for part in (person.name, person.title)]
    return names


def _parties(meeting: MeetingFacts) -> Iterator[str]:
    """Yield the names of the organisations met, folded, and the initials of those of several words."""
    for one in meeting.parties:
        for name in (one.name, one.parent, one.short_name):
            yield fold(name)
            initials = "".join(word[0] for word in WORD.findall(name) if word[0].isupper())
            yield fold(initials) if len(initials) > 1 else ""


def _all(meeting: MeetingFacts) -> list[str]:
    names = [*_met(meeting), meeting.event_name, *meeting.names_on_record]
    names += [colleague.name for colleague in meeting.colleagues]
    names += [text for area in meeting.areas for text in (area.name, area.description)]
    return names + _places(meeting)


def _places(meeting: MeetingFacts) -> list[str]:
    place = meeting.place
    if place is None:
        return []
    others = re.split(r"\s*[,;]\s*", place.others)
    return [place.name, place.official_name, place.municipality, place.county, *others]
