"""Meetings without a day, grouped by role, place and name; what they share is said once."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from reviews.article.grammar import clean, join, name_of, plural, with_the
from reviews.article.kinds import Clause, Talk, located, was_there
from reviews.article.names import Mentions, as_group, is_printable
from reviews.article.one_meeting import Composer
from reviews.article.paragraphs import Sentence
from reviews.month.meetings import Colleague, CounterpartFacts, MeetingFacts
from stakeholders.vocabulary import institution_words

PER_SENTENCE = 6
PER_PARAGRAPH = 6
LIST = re.compile(r",| and ")
UNITS = re.compile(rf"(?:{'|'.join(sorted(institution_words('unit')))})$", re.I)


def describe_month_only(
    composer: Composer, meetings: list[MeetingFacts], name: str
) -> list[list[Sentence]]:
    """Return the paragraphs (lists of sentences) of month-only meetings, by who went; events come first."""
    by_people: dict[tuple[Colleague, ...], list[MeetingFacts]] = {}
    for meeting in sorted(meetings, key=lambda one: not one.is_participation):
        by_people.setdefault(meeting.colleagues, []).append(meeting)
    paragraphs: list[list[Sentence]] = []
    lead, before, number = _("during the month"), None, 0
    for rows in by_people.values():
        events = [meeting for meeting in rows if meeting.is_participation]
        others = [meeting for meeting in rows if not meeting.is_participation]
        for group in [*([meeting] for meeting in events), *_alike(others)]:
            if number % PER_PARAGRAPH == 0:
                paragraphs.append([])
                composer.new_paragraph()
                before = None
            if len(group) > 1:
                paragraphs[-1] += _together(composer, group, lead)
            else:
                paragraphs[-1] += composer.describe(group[0], before=before, lead=lead)
            lead, before, number = "", group[-1], number + 1
    return paragraphs


def _alike(meetings: list[MeetingFacts]) -> Iterator[list[MeetingFacts]]:
    """Yield the meetings in groups that share kind, areas and public line, at several places."""
    groups: dict[tuple | str, list[MeetingFacts]] = {}
    for meeting in sorted(meetings, key=_by_role):
        shared = (meeting.kind_code, meeting.areas, clean(meeting.public_line))
        can_share = (
            any(map(is_printable, meeting.parties))
            and not (meeting.colleagues or meeting.is_kind_named or meeting.is_call)
            and meeting.place is not None
            and was_there(meeting)
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
    """Return the sentences of several meetings: the people met, then the like units of several bodies."""
    is_visit = rows[0].is_visit

    def people_first(mentions: Mentions, is_alone: bool) -> Clause:
        people, units = _counterparts(mentions, rows)
        whom = join([*people, *units])
        places = join(list(dict.fromkeys(mentions.place(one.place) for one in rows)))
        if is_visit:
            head = _("visited %(places)s") % {"places": places}
            tail = _(" and met %(whom)s") % {"whom": whom}
            return Clause(_("IOM"), head, "", tail, Talk.MET, _("visits"))
        return Clause(_("IOM"), _("met %(whom)s") % {"whom": whom}, noun=_("discussions"))

    return composer.put(rows, people_first, lead=lead)


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
                where = located(place, meeting.place, last) if not meeting.is_visit else ""
                people += [*others, f"{last} {where}".strip()]
    return people, [_units(mentions, counterparts) for counterparts in alike.values()]


def _is_unit(counterpart: CounterpartFacts) -> bool:
    has_name = bool(UNITS.search(name_of(counterpart.name)) and name_of(counterpart.parent))
    return has_name and not counterpart.speakers and counterpart.head_count is None


def _units(mentions: Mentions, counterparts: list[CounterpartFacts]) -> str:
    """Return "the technical staff of the Protection Units of the Municipalities of A and B"."""
    if len(counterparts) == 1:
        return join(mentions.counterpart(counterparts[0]))
    name, group = mentions.text(counterparts[0].name), mentions.text(counterparts[0].group)
    parents = list(dict.fromkeys(mentions.text(one.parent) for one in counterparts))
    for parent in parents:
        mentions.printed |= {(name, parent), (parent, "")}
    values = {"units": f"{name}s", "parents": _bodies(parents)}
    text = _("the %(units)s of %(parents)s") % values
    if not group:
        return text
    return _("%(group)s of %(units)s") % {"group": as_group(group), "units": text}


def _bodies(names: list[str]) -> str:
    """Return "the municipalities of Devoll and Konispol", or each by its name."""
    kinds, _ofs, places = zip(*(name.partition(" of ") for name in names), strict=True)
    kind, is_plain = kinds[0], all(places) and not any(LIST.search(place) for place in places)
    if len(names) > 1 and set(kinds) == {kind} and is_plain:
        bodies = plural(kind if " " in kind else kind.lower())
        return _("the %(bodies)s of %(places)s") % {"bodies": bodies, "places": join([*places])}
    return join([with_the(name) for name in names])
