"""The article's title and its opening sentence: where the office was that month, and with how many meetings. Pure."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reviews.article.grammar import finish, join, lower_common, name_of
from reviews.article.names import Mentions
from reviews.article.one_meeting import Composer, was_there
from reviews.article.paragraphs import Sentence
from reviews.month.headlines import count_meetings
from reviews.month.meetings import Area, MeetingFacts

TITLE_AREAS = 3  # more areas than these are not named
PLACES_BY_NAME = 12  # of more, the rest are counted
Towns = defaultdict[str, list[MeetingFacts]]  # meetings by the name of their town


def references_of(meetings: Sequence[MeetingFacts]) -> tuple[str, ...]:
    return tuple(meeting.reference for meeting in meetings)


def title_of(composer: Composer, meetings: list[MeetingFacts], name: str) -> Sentence:
    totals = Counter(area for meeting in meetings for area in meeting.areas if name_of(area.name))
    top = [area for area, _n in totals.most_common(TITLE_AREAS)]
    values = {"month": name, "what": _what(meetings)}
    if not top:
        about = meetings
        text = _("In focus, %(month)s: %(what)s") % values
    else:
        about = [meeting for meeting in meetings if set(top) & set(meeting.areas)]
        values["areas"] = join([_in_full(composer.mentions, area, top) for area in top])
        text = _("In focus, %(month)s: %(what)s on %(areas)s") % values
    return Sentence(text, references_of(about))


def _what(meetings: list[MeetingFacts]) -> str:
    visits = sum(meeting.is_visit for meeting in meetings)
    if visits == len(meetings):
        return ngettext("a field visit", "field visits", visits)
    if visits:
        return _("meetings and field visits")
    return ngettext("a meeting", "meetings", len(meetings))


def _in_full(mentions: Mentions, area: Area, areas: list[Area]) -> str:
    full = mentions.text(area.description) if area.is_abbreviation else ""
    name = mentions.text(area.name)
    return full or (name if any(a.is_abbreviation for a in areas) else lower_common(name))


def opening_of(composer: Composer, meetings: list[MeetingFacts], name: str) -> Sentence:
    met: Towns = defaultdict(list)
    visited: Towns = defaultdict(list)
    afar: list[MeetingFacts] = []
    for meeting in meetings:
        if not was_there(meeting):
            afar.append(meeting)
        elif meeting.place and (meeting.is_visit or meeting.involves_travel):
            visited[composer.town(meeting.place)].append(meeting)
        elif meeting.place and (
            composer.is_away(meeting.place) or composer.town(meeting.place) == composer.seat
        ):
            met[composer.town(meeting.place)].append(meeting)
    named = [meeting for rows in [*met.values(), *visited.values()] for meeting in rows]
    values = {"month": name, "office": f"IOM {composer.office}".strip()}
    if not named:
        values["meetings"] = count_meetings(len(meetings))
        text = _("In %(month)s, %(office)s recorded %(meetings)s") % values
        return Sentence(finish(text), references_of(meetings))
    values["what"] = _join_parts(_parts(composer.seat, met, visited, afar))
    text = _("Throughout %(month)s, %(office)s was engaged in %(what)s") % values
    return Sentence(finish(text), references_of(named + afar))


def _join_parts(parts: list[str]) -> str:
    """Join two parts by a comma where the first lists places itself; any others as a list."""
    if len(parts) == 2 and _(" and ") in parts[0]:
        return _("%(first)s, and %(second)s") % {"first": parts[0], "second": parts[1]}
    return join(parts)


def _parts(seat: str, met: Towns, visited: Towns, afar: list[MeetingFacts]) -> list[str]:
    parts = []
    if met:
        towns = [seat] * (seat in met) + [town for town in met if town and town != seat]
        count = sum(map(len, met.values()))
        text = ngettext("a meeting in %(places)s", "meetings in %(places)s", count)
        parts.append(text % {"places": _places(towns, [seat] if seat in met else [])})
    if visited:
        count = sum(map(len, visited.values()))
        text = ngettext("a field visit to %(places)s", "field visits to %(places)s", count)
        parts.append(text % {"places": _places([town for town in visited if town], [])})
    if afar:
        text = ngettext("a meeting online or by phone", "meetings online or by phone", len(afar))
        parts.append(text)
    return parts


def _places(towns: list[str], always: list[str]) -> str:
    if len(towns) - len(always) <= PLACES_BY_NAME:
        return join(towns)
    others = len(towns) - len(always)
    if not always:
        return _("%(n)s places") % {"n": others}
    return join([*always, _("%(n)s other places") % {"n": others}])
