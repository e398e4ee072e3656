"""The article's title and its opening: what the office did that month, where, and on what. Pure."""

import re
from collections import Counter
from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reviews.article.areas import area_in_text, in_small_letters, is_one_thing
from reviews.article.grammar import finish, join, name_of, with_the
from reviews.article.kinds import (
    FACILITY,
    is_gathering,
    is_point_of,
    is_training,
    is_trip,
    kind_in_text,
    was_there,
)
from reviews.article.names import Mentions, others_of
from reviews.article.one_meeting import Composer
from reviews.article.paragraphs import Sentence
from reviews.month.meetings import Area, MeetingFacts, Place

TITLE_AREAS = 3  # more areas than these are not in the title
OPENING_AREAS = 8  # nor more than these in the opening
MOST_AREAS = 11  # save where that would leave out few
PLACES_BY_NAME = 12  # of more, the rest are counted
NUMBERS = (
    _("no"), _("one"), _("two"), _("three"), _("four"), _("five"), _("six"), _("seven"), _("eight"),
    _("nine"),
)  # fmt: skip


def references_of(meetings: Sequence[MeetingFacts]) -> tuple[str, ...]:
    return tuple(meeting.reference for meeting in meetings)


def title_of(composer: Composer, meetings: Sequence[MeetingFacts], name: str) -> Sentence:
    """Return "In focus, March 2024: protection and labour mobility"; without areas, what was done."""
    top = _top_areas(meetings)[:TITLE_AREAS]
    about = [meeting for meeting in meetings if set(top) & set(meeting.areas)] or meetings
    what = [_in_full(composer.mentions, area) for area in top] or _kinds_in_title(meetings)
    text = _("In focus, %(month)s: %(what)s") % {"month": name, "what": join(what)}
    return Sentence(text, references_of(about))


def opening_of(composer: Composer, meetings: Sequence[MeetingFacts], name: str) -> list[Sentence]:
    """Return the opening: the areas of the month where there are any, then where the office went."""
    areas = _main_areas(meetings)
    values = {"month": name, "office": f"IOM {composer.office}".strip()}
    where, told = _went(composer, meetings)
    if not areas:
        values["what"] = where or _took_part(meetings)
        text = _("In %(month)s, %(office)s %(what)s") % values
        return [Sentence(finish(text), references_of(told if where else meetings))]
    about = [meeting for meeting in meetings if set(areas) & set(meeting.areas)]
    with composer.mentions.telling(()):
        names = [area_in_text(composer.mentions, area) for area in areas]
    first = len(names) if len(names) <= TITLE_AREAS + 1 else TITLE_AREAS
    values |= {"areas": join(names[:first])}
    text = _("In %(month)s, %(office)s focused on %(areas)s") % values
    if names[first:]:
        text += _(", and also worked on %(areas)s") % {"areas": join(names[first:])}
    sentences = [Sentence(finish(text), references_of(about))]
    if where:
        done = finish(_("The office %(what)s") % {"what": where})
        sentences.append(Sentence(done, references_of(told)))
    return sentences


def _top_areas(meetings: Sequence[MeetingFacts]) -> list[Area]:
    totals = Counter(area for meeting in meetings for area in meeting.areas if name_of(area.name))
    return [area for area, _n in totals.most_common()]


def _main_areas(meetings: Sequence[MeetingFacts]) -> list[Area]:
    """Return the areas that the opening names; of those that came up equally often, all or none."""
    totals = Counter(area for meeting in meetings for area in meeting.areas if name_of(area.name))
    ranked = totals.most_common()
    if len(ranked) <= MOST_AREAS:
        return [area for area, _n in ranked]
    left_out = ranked[OPENING_AREAS][1]
    kept = [area for area, n in ranked if n > left_out]
    return kept if len(kept) > TITLE_AREAS else [area for area, _n in ranked[:OPENING_AREAS]]


def _in_full(mentions: Mentions, area: Area) -> str:
    full = mentions.text(area.description) if area.is_abbreviation else ""
    if full:
        return with_the(full, is_one_thing(full))
    return in_small_letters(mentions.text(area.name))


def _kinds_in_title(meetings: Sequence[MeetingFacts]) -> list[str]:
    visits = sum(map(is_trip, meetings))
    trainings = sum(map(is_training, meetings))
    events = sum(meeting.is_participation for meeting in meetings) - trainings
    tables = sum(map(_is_round_table, meetings))
    others = len(meetings) - visits - trainings - events - tables
    parts = (
        (others, ngettext("a meeting", "meetings", others)),
        (visits, ngettext("a field visit", "field visits", visits)),
        (trainings, ngettext("a training", "trainings", trainings)),
        (tables, ngettext("a round table", "round tables", tables)),
        (events, ngettext("an event", "events", events)),
    )
    return [text for number, text in parts if number]


def _went(composer: Composer, meetings: Sequence[MeetingFacts]) -> tuple[str, list[MeetingFacts]]:
    """Return "visited Kukes and held meetings in Durres and Fier", and the meetings that this tells of."""
    visits = [meeting for meeting in meetings if is_trip(meeting)]
    met = [
        one
        for one in meetings
        if not (one.is_participation or is_trip(one) or _is_round_table(one))
    ]
    visited = _places(composer, visits)
    held, there = _held(composer, met, visited)
    if not visits:
        return held, there
    where = _listed(composer, visited)
    count = ngettext("made a field visit", "made field visits", len(visits))
    went = _("visited %(places)s") % {"places": where} if where else count
    if held:
        went = _("%(went)s, and also %(held)s") % {"went": went, "held": held}
    return went, [*visits, *there]


def _took_part(meetings: Sequence[MeetingFacts]) -> str:
    """Return "took part in a training and two events" of a month in which nothing else was done."""
    trainings = [meeting for meeting in meetings if is_training(meeting)]
    tables = [meeting for meeting in meetings if _is_round_table(meeting)]
    events = [m for m in meetings if m.is_participation and not is_training(m)]
    kinds = (
        (trainings, "a training", "%(n)s trainings"),
        (tables, "a round table", "%(n)s round tables"),
        (events, "an event", "%(n)s events"),
    )
    what = [_counted(*kind) for kind in kinds if kind[0]]
    if not what:
        return ngettext("held a meeting", "held meetings", len(meetings))
    return _("took part in %(what)s") % {"what": join(what)}


def _held(
    composer: Composer, met: Sequence[MeetingFacts], visited: Sequence[str]
) -> tuple[str, list[MeetingFacts]]:
    """Return "held meetings in Durres" and those meetings; nothing where all were at places that were visited."""
    there = [meeting for meeting in met if was_there(meeting)]
    in_towns = [one for one in there if not (one.place and _is_building(one.place))]
    points = [one for one in in_towns if one.place and FACILITY.search(composer.town(one.place))]
    towns = _places(composer, [meeting for meeting in in_towns if meeting not in points])
    towns = [town for town in towns if town not in visited]
    where = _listed(composer, towns)
    where = _("in %(places)s") % {"places": where} if where else ""
    if at := _listed(composer, _places(composer, points)):
        at = _("at %(places)s") % {"places": at}
        where = _("%(towns)s and %(points)s") % {"towns": where, "points": at} if where else at
    if where:
        told = [m for m in in_towns if m in points or set(_places(composer, [m])) & set(towns)]
        one, several = _("held a meeting"), _("held meetings")
        if not visited and any(not meeting.place for meeting in there):
            one, several = _("held one of its meetings"), _("held some of its meetings")
        return f"{one if len(told) == 1 else several} {where}", told
    if there or not met:
        return "", []
    if any(meeting.channel == "online" for meeting in met):
        return ngettext("held a meeting online", "held meetings online", len(met)), [*met]
    return ngettext("had a phone call", "had phone calls", len(met)), [*met]


def _is_round_table(meeting: MeetingFacts) -> bool:
    is_table = re.fullmatch(r"round ?-?table", kind_in_text(meeting), re.I)
    return bool(is_table) and is_gathering(meeting)


def _is_building(place: Place) -> bool:
    """Say whether a place is one of a town that the records don't name: "Hotel Rogner"."""
    is_known = bool(place.municipality) or FACILITY.search(name_of(place.name))
    return place.level == "place" and is_point_of(place) and not is_known


def _counted(meetings: Sequence[MeetingFacts], one: str, several: str) -> str:
    n = len(meetings)
    return ngettext(one, several, n) % {"n": NUMBERS[n] if n < len(NUMBERS) else n}


def _places(composer: Composer, meetings: Sequence[MeetingFacts]) -> list[str]:
    """Return the names of places, each once, that of the seat first."""
    towns = [composer.town(one.place) for one in meetings if one.place and one.place.level]
    others = [
        composer.mentions.text(name)
        for one in meetings
        if one.place
        for name in others_of(one.place)
    ]
    found = list(dict.fromkeys(town for town in [*towns, *others] if town))
    return sorted(found, key=lambda town: town != composer.seat)


def _listed(composer: Composer, places: Sequence[str]) -> str:
    if len(places) <= PLACES_BY_NAME:
        return join([*places]) if places else ""
    if places[0] == composer.seat:
        values = {"seat": composer.seat, "n": len(places) - 1}
        return _("%(seat)s and %(n)s other places") % values
    return _("%(n)s places") % {"n": len(places)}
