"""The month as an article: title and opening, a paragraph a day, the rest of the month, a last word."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from django.utils.translation import gettext as _

from reviews.article.grammar import finish, name_of
from reviews.article.month_only_meetings import describe_month_only
from reviews.article.names import Mentions, is_printable
from reviews.article.one_meeting import Composer, is_long, span
from reviews.article.opening import TITLE_AREAS, opening_of, references_of, title_of
from reviews.article.paragraphs import Article, LeftOut, Paragraph, Sentence
from reviews.month.headlines import (
    count_meetings,
    count_municipalities,
    count_organisations,
    month_name,
    top_sentence,
)
from reviews.month.meetings import MeetingFacts, Place

PER_PARAGRAPH = 8


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
    An empty month has no paragraphs and a title that says so; a single meeting has no opening and no last word.
    """
    name = month_name(year, month)
    printable = [meeting for meeting in meetings if _has_content(meeting)]
    why = _(
        "It has no title, counterpart, place, thematic area or public line that can be printed."
    )
    left_out = tuple(
        LeftOut(meeting.reference, meeting.title, why)
        for meeting in meetings
        if not _has_content(meeting)
    )
    if not printable:
        text = _("No meeting was recorded in %(month)s")
        if meetings:
            text = _("No meeting of %(month)s can be described")
        return Article(Sentence(text % {"month": name}, ()), (), left_out)
    composer = Composer(printable, office, seat, spellings)
    title = title_of(composer, printable, name)
    undated = [meeting for meeting in printable if meeting.is_month_only]
    paragraphs = [*_days(composer, printable), *describe_month_only(composer, undated, name)]
    found = [Paragraph(tuple(sentences)) for sentences in paragraphs if sentences]
    if len(printable) > 1:
        opening = opening_of(composer, printable, name)
        closing = _closing(composer.mentions, meetings, name)
        found = [Paragraph((opening,), True), *found, Paragraph(tuple(closing), True)]
    return Article(title, tuple(found), left_out)


def describe_undated(
    meeting: MeetingFacts, *, office: str, seat: str, spellings: dict[str, str]
) -> list[Sentence]:
    """Return the Sentences of a meeting alone, whose day is not known yet; none without content."""
    if not _has_content(meeting):
        return []
    return Composer([meeting], office, seat, spellings).describe(meeting, "")


def _has_content(meeting: MeetingFacts) -> bool:
    texts = [meeting.title, meeting.public_line, *(area.name for area in meeting.areas)]
    texts += [meeting.place.full_name] if meeting.place else []
    texts += [person.name for person in meeting.colleagues]
    return any(map(name_of, texts)) or any(map(is_printable, meeting.parties))


def _days(composer: Composer, meetings: list[MeetingFacts]) -> Iterator[list[Sentence]]:
    dated = sorted((r for r in meetings if not r.is_month_only), key=lambda r: r.day)
    for _day, of_day in groupby(dated, key=lambda r: r.day):
        rows = _in_order(list(of_day))
        for start in range(0, len(rows), PER_PARAGRAPH):
            yield list(_day_paragraph(composer, rows[start : start + PER_PARAGRAPH], start))


def _in_order(rows: list[MeetingFacts]) -> list[MeetingFacts]:
    """Keep those of a place together; there, whoever holds an office comes first. Long ones come last."""
    places: dict[Place | None, int] = {}
    for meeting in rows:
        places.setdefault(meeting.place, len(places))

    def key(meeting: MeetingFacts) -> tuple[bool, int, bool, str]:
        has_speaker = any(counterpart.speakers for counterpart in meeting.parties)
        return is_long(meeting), places[meeting.place], not has_speaker, meeting.reference

    return sorted(rows, key=key)


def _day_paragraph(composer: Composer, rows: list[MeetingFacts], start: int) -> Iterator[Sentence]:
    before = None
    for number, meeting in enumerate(rows):
        place = composer.mentions.place(meeting.place)
        same = bool(before and place and meeting.place == before.place and not is_long(meeting))
        before = meeting
        lead = span(meeting)
        if (number or start) and not is_long(meeting):
            lead = _later_lead(number, lead, place if same else "")
        yield from composer.describe(meeting, lead, same_place=same)


def _later_lead(number: int, when: str, place: str) -> str:
    if place:
        lead = _("The same day in %(place)s") if number % 2 else _("Also in %(place)s")
        return lead % {"place": place}
    return _("The same day") if number % 2 else _("Also %(when)s") % {"when": when}


def _closing(mentions: Mentions, meetings: Sequence[MeetingFacts], name: str) -> list[Sentence]:
    organisations = {one.slug for meeting in meetings for one in meeting.parties if one.slug}
    towns = {r.place.municipality for r in meetings if r.place and r.place.municipality}
    totals = Counter(area for meeting in meetings for area in meeting.areas)
    most = max(totals.values(), default=0)
    top = [area for area, n in totals.items() if n == most]
    values = {"month": name, "meetings": count_meetings(len(meetings))}
    text = _("In all, the office recorded %(meetings)s in %(month)s") % values
    if organisations:
        text += _(", with %(n)s") % {"n": count_organisations(len(organisations))}
    if towns:
        text += _(" in %(n)s") % {"n": count_municipalities(len(towns))}
    sentences = [Sentence(finish(text), references_of(meetings))]
    names = [name for area in top if (name := mentions.text(area.name))]
    if names and len(names) <= TITLE_AREAS:
        about = [meeting for meeting in meetings if set(top) & set(meeting.areas)]
        text = finish(top_sentence(names, most, len(meetings)))
        sentences.append(Sentence(text, references_of(about)))
    return sentences
