"""The month as an article: title, opening, and passages as an editor groups them.

Another outline (areas, a list by date, a post) groups the meetings of its own accord and describes each by
`Composer.describe(meeting, before=...)`, paragraph by paragraph, in the order in which they will be read;
`Sentence.alone` is a sentence that needs nothing before it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from reviews.article.grammar import name_of
from reviews.article.month_only_meetings import describe_month_only
from reviews.article.names import is_printable, with_group
from reviews.article.one_meeting import Composer
from reviews.article.opening import opening_of, title_of
from reviews.article.paragraphs import Article, LeftOut, Paragraph, Sentence
from reviews.article.passages import Passage, passages_of
from reviews.month.headlines import month_name
from reviews.month.meetings import MeetingFacts


def compose(
    meetings: Sequence[MeetingFacts],
    year: int,
    month: int,
    *,
    office: str = "",
    seat: str = "",
    spellings: dict[str, str] | None = None,
) -> Article:
    """Return the Article of a month.

    `office` is the country, `seat` the town of the office, `spellings` is {official: printed} of places.
    An empty month has no paragraphs and a title that says so; a single meeting has no opening.
    """
    name = month_name(year, month)
    printable = [with_groups(meeting) for meeting in meetings if has_content(meeting)]
    why = _(
        "It has no counterpart, place, thematic area, name of an event or public line that can be printed."
    )
    left_out = tuple(
        LeftOut(meeting.reference, meeting.title, why)
        for meeting in meetings
        if not has_content(meeting)
    )
    composer = Composer(printable, office, seat, spellings)
    untold = [meeting for meeting in printable if composer.tells_nothing_of(meeting)]
    printable = [meeting for meeting in printable if meeting not in untold]
    why = _("Its public line waits for an answer, and nothing else of it can be told.")
    left_out += tuple(LeftOut(one.reference, one.title, why) for one in untold)
    if not printable:
        text = _("No meeting was recorded in %(month)s")
        if meetings:
            text = _("No meeting of %(month)s can be described")
        return Article(Sentence(text % {"month": name}, ()), (), left_out)
    title = title_of(composer, printable, name)
    paragraphs: list[Paragraph] = []
    if len(printable) > 1:
        opening = opening_of(composer, printable, name)
        composer.last = opening[-1].text
        paragraphs.append(Paragraph(tuple(opening), True))
    dated = [meeting for meeting in printable if not meeting.is_month_only]
    undated = [meeting for meeting in printable if meeting.is_month_only]
    told = [list(_passage(composer, one)) for one in passages_of(composer, dated)]
    told += describe_month_only(composer, undated, name)
    paragraphs += [Paragraph(tuple(sentences)) for sentences in told if sentences]
    return Article(title, tuple(paragraphs), left_out)


def describe_undated(
    meeting: MeetingFacts, *, office: str, seat: str, spellings: dict[str, str]
) -> list[Sentence]:
    """Return the Sentences of a meeting alone, whose day is not known yet; none without content."""
    if not has_content(meeting):
        return []
    return Composer([meeting], office, seat, spellings).describe(
        replace(meeting, is_month_only=True)
    )


def with_groups(meeting: MeetingFacts) -> MeetingFacts:
    return replace(meeting, parties=tuple(map(with_group, meeting.parties)))


def has_content(meeting: MeetingFacts) -> bool:
    texts = [meeting.event_name, meeting.public_line, *(area.name for area in meeting.areas)]
    texts += [meeting.place.full_name] if meeting.place else []
    texts += [person.name for person in meeting.colleagues]
    return any(map(name_of, texts)) or any(map(is_printable, meeting.parties))


def _passage(composer: Composer, passage: Passage) -> Iterator[Sentence]:
    composer.new_paragraph(is_meanwhile=passage.is_meanwhile)
    before = None
    for meeting in passage.meetings:
        yield from composer.describe(
            meeting,
            before=before,
            travels=before is None and passage.has_departure,
            left_out=passage.left_to_others(meeting),
        )
        before = meeting
