"""Meetings without a day, grouped by role, place and name; what they share is stated once."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from reviews.article.grammar import clean, finish, frame, join, name_of, with_the
from reviews.article.names import Mentions, as_group, is_printable
from reviews.article.one_meeting import Composer, somewhere
from reviews.article.paragraphs import Sentence
from reviews.month.meetings import CounterpartFacts, MeetingFacts
from stakeholders.vocabulary import institution_words

PER_SENTENCE = 6
PER_PARAGRAPH = 8
UNITS = re.compile(rf"(?:{'|'.join(sorted(institution_words('unit')))})$", re.I)


def describe_month_only(
    composer: Composer, meetings: list[MeetingFacts], name: str
) -> list[list[Sentence]]:
    """Return the paragraphs (lists of sentences) of month-only meetings; events come first."""
    events = [meeting for meeting in meetings if meeting.is_participation]
    others = [meeting for meeting in meetings if not meeting.is_participation]
    paragraphs: list[list[Sentence]] = []
    number = 0
    for rows in (events, others):
        paragraphs.append([])
        for group in _alike(rows):
            if len(paragraphs[-1]) >= PER_PARAGRAPH:
                paragraphs.append([])
            lead = _lead(number, name)
            if len(group) > 1:
                paragraphs[-1] += _together(composer, group, lead)
            else:
                paragraphs[-1] += composer.describe(group[0], lead)
            number += 1
    return paragraphs


def _lead(number: int, name: str) -> str:
    leads = (_("In the same month"), _("During the month"), _("Also in %(month)s"))
    lead = leads[number % 3] if number else _("In the course of %(month)s")
    return lead % {"month": name}


def _alike(meetings: list[MeetingFacts]) -> Iterator[list[MeetingFacts]]:
    groups: dict[tuple | str, list[MeetingFacts]] = {}
    for meeting in sorted(meetings, key=_by_role):
        shared = (meeting.kind_code, meeting.areas, clean(meeting.public_line))
        can_share = (
            any(map(is_printable, meeting.parties))
            and not (meeting.colleagues or meeting.is_kind_named or meeting.is_call)
            and meeting.place is not None
            and meeting.channel == "in_person"
            and (name_of(meeting.public_line) or meeting.areas)
        )
        groups.setdefault(shared if can_share else meeting.reference, []).append(meeting)
    for rows in groups.values():
        for start in range(0, len(rows), PER_SENTENCE):
            yield rows[start : start + PER_SENTENCE]


def _by_role(meeting: MeetingFacts) -> tuple[bool, bool, str, str, str]:
    """Office-holders before others, a mayor before a deputy, then by place and name."""
    speakers = [speaker for counterpart in meeting.parties for speaker in counterpart.speakers]
    title = speakers[0].title.casefold() if speakers else ""
    is_deputy = title.startswith(("deputy", "vice"))
    name = speakers[0].name if speakers else ""
    place = meeting.place.name if meeting.place else ""
    return not speakers, is_deputy, title.split(" of ")[0], place, name


def _together(composer: Composer, rows: list[MeetingFacts], lead: str) -> list[Sentence]:
    composer.described += 1
    mentions, refs = composer.mentions, tuple(meeting.reference for meeting in rows)
    met = [join(whom) for whom in _counterparts(mentions, rows) if whom]
    places = list(dict.fromkeys(mentions.place(meeting.place) for meeting in rows))
    values = {"who": composer.subject(rows[0]), "places": join(places), "whom": met[0]}
    if rows[0].is_visit:
        text = _("%(who)s made field visits to %(places)s, where it met with %(whom)s") % values
    else:
        text = _("%(who)s met with %(whom)s") % values
    texts = [finish(f"{lead}, {text}")]
    texts += [finish(_("It also met with %(whom)s") % {"whom": whom}) for whom in met[1:]]
    return [Sentence(text, refs) for text in [*texts, *_shared(composer, rows[0])]]


def _counterparts(mentions: Mentions, rows: list[MeetingFacts]) -> tuple[list[str], list[str]]:
    """Return (people and groups, the like units of several bodies at once), as lists of texts."""
    people: list[str] = []
    alike: dict[tuple[str, str], list[CounterpartFacts]] = {}
    for meeting in rows:
        place = mentions.place(meeting.place)
        for counterpart in filter(is_printable, meeting.parties):
            if _is_unit(counterpart) and place in mentions.text(counterpart.parent):
                key = (name_of(counterpart.name), name_of(counterpart.group))
                alike.setdefault(key, []).append(counterpart)
            else:
                *others, last = mentions.counterpart(counterpart)
                people += [*others, somewhere(last, meeting, place)]
    return people, [_units(mentions, counterparts) for counterparts in alike.values()]


def _is_unit(counterpart: CounterpartFacts) -> bool:
    has_name = bool(UNITS.search(name_of(counterpart.name)) and name_of(counterpart.parent))
    return has_name and not counterpart.speakers and counterpart.head_count is None


def _units(mentions: Mentions, counterparts: list[CounterpartFacts]) -> str:
    """Return "the technical staff of the Protection Units of the Municipality of A and the ..."."""
    if len(counterparts) == 1:
        return join(mentions.counterpart(counterparts[0]))
    name, group = mentions.text(counterparts[0].name), mentions.text(counterparts[0].group)
    parents = [mentions.text(counterpart.parent) for counterpart in counterparts]
    for parent in parents:
        mentions.printed |= {(name, parent), (parent, "")}
    values = {"units": f"{name}s", "parents": join([with_the(parent) for parent in parents])}
    text = _("the %(units)s of %(parents)s") % values
    if not group:
        return text
    return _("%(group)s of %(units)s") % {"group": as_group(group), "units": text}


def _shared(composer: Composer, meeting: MeetingFacts) -> list[str]:
    line = composer.mentions.text(meeting.public_line)
    about = composer.about(meeting.areas, line)
    what = _("visit") if meeting.is_visit else _("meeting")
    each = _(" of each %(what)s") % {"what": what}
    sentences = composer.areas_sentence(about, len(meeting.areas), each)
    return [*sentences, finish(frame(line, each=True)[0])] if line else sentences
