"""The whole month as one value: what the page shows, the downloads hold and a signature freezes."""

from dataclasses import dataclass
from datetime import date

from reviews.article.variants import Variant
from reviews.article.written import WrittenText
from reviews.month.map import Map
from reviews.month.meetings import MeetingFacts
from reviews.month.summary import Summary


@dataclass(frozen=True)
class ActionPointFacts:
    """An action point; `status` is "overdue", "open", "done" or "dropped", `label` says it in words."""

    number: int
    text: str
    promised_by: str
    who: str
    made: date
    due: date | None
    status: str
    label: str
    closed_on: date | None
    outcome: str
    reference: str
    meeting: str


@dataclass(frozen=True)
class ActionPointLists:
    """Action points made in the month, and older ones still open; overdue first."""

    title: str
    made: tuple[ActionPointFacts, ...]
    older: tuple[ActionPointFacts, ...]


@dataclass(frozen=True)
class Gap:
    """A kind of gap; `code` is its value in the list's filter, `said` follows the number of meetings."""

    code: str
    label: str
    references: tuple[str, ...]
    said: str = ""

    @property
    def count(self) -> int:
        return len(self.references)


@dataclass(frozen=True)
class Gaps:
    """What is missing in the meetings of the month; only kinds that occur."""

    title: str
    meetings: int
    gaps: tuple[Gap, ...]

    @property
    def codes(self) -> list[str]:
        return [gap.code for gap in self.gaps]


@dataclass(frozen=True)
class Square:
    """A municipality: `status` is "met" in the period, "earlier" or "never"; `meetings` are those of the period.

    `last` is the last day, None for never; where only the month is known, its first, and `days` since are not known.
    """

    name: str
    slug: str
    status: str
    last: date | None
    meetings: int
    is_month_only: bool = False
    days: int | None = None
    county: str = ""
    pcode: str = ""


@dataclass(frozen=True)
class CountyRow:
    name: str
    slug: str
    squares: tuple[Square, ...]

    @property
    def met(self) -> int:
        return sum(square.status == "met" for square in self.squares)


@dataclass(frozen=True)
class SeatLine:
    name: str
    address: str
    why: str


@dataclass(frozen=True)
class NotVisited:
    """Where the office was not; `since` says what "never" means while records are young."""

    title: str
    since: str
    rows: tuple[CountyRow, ...]
    counties_without: tuple[str, ...]
    seats: tuple[SeatLine, ...]


@dataclass(frozen=True)
class Report:
    """A month: figures, meetings and text.

    `text` is the month's text; months signed before it was kept have `article`, Markdown without
    references. `status` is that of MonthlyReview. The names of the fields are the keys of what is
    signed, so they stay: `promises` are action points, `records` meetings and the `parties` of a
    meeting its counterparts.

    `withheld` is never signed. For a reader who may not read a meeting that was restricted after the
    signature it is "record", or "article" where the text had to be left out with it.
    `variants` are the month for other readers, kept at the signature; a draft has none.
    """

    office: str
    year: int
    month: int
    name: str
    summary: Summary
    records: tuple[MeetingFacts, ...]
    promises: ActionPointLists
    not_visited: NotVisited
    map: Map
    gaps: Gaps
    article: str
    issue: int
    status: str
    signed_by: str
    signed_on: date | None
    text: WrittenText | None = None
    withheld: str = ""
    variants: tuple[Variant, ...] = ()

    @property
    def is_signed(self) -> bool:
        return self.status == "signed"
