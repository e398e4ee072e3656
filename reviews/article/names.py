"""Who and what was named before: in full the first time, short from then on."""

import re
from collections import defaultdict
from collections.abc import Sequence
from copy import copy

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reviews.article.grammar import SOFT_COMMA, Spelling, join, lower_common, name_of, with_the
from reviews.month.meetings import Area, Colleague, CounterpartFacts, MeetingFacts, Place, Speaker
from stakeholders.vocabulary import HEADS, SURNAME_HONORIFICS

# A title that ends in these words and the rest of the name speaks for the whole organisation.
SEATS = {f"{body.title()} of ": f"{post.title()} of " for post, (body, _local) in HEADS.items()}
# What goes before a surname: "H.E. Mr. Karl Bergner" is "Mr. Bergner" later on.
SHORT_HONORIFICS = re.compile(rf"(?:^| )((?:{'|'.join(SURNAME_HONORIFICS).title()})\.?)$")
PLAIN_NAME = re.compile(r"^[^\W\d_]+ ([^\W\d_]{2,})$")
FROM = re.compile(r"(?:stakeholders|participants|partners|guests|people)$", re.I)
HOSTS = re.compile(r"^(?:co-?)?(?:organi[sz]er|host)s?$", re.I)


class Mentions:
    """The people, organisations and areas of a month, each known by whether it was named before."""

    def __init__(self, meetings: Sequence[MeetingFacts], spellings: dict[str, str]) -> None:
        self.spell = Spelling(spellings)
        self.short_people = _short_people(meetings)
        self.short_names = _short_names(meetings)
        self._forget()

    def afresh(self) -> "Mentions":
        """Return Mentions of the same month in which nothing was named yet."""
        fresh = copy(self)
        fresh._forget()
        return fresh

    def _forget(self) -> None:
        self.titles: defaultdict[int, set[str]] = defaultdict(set)
        self.printed: set[tuple[str, str]] = set()
        self.shortened: set[str] = set()
        self.spoken_for: set[str] = set()
        self.colleagues: set[Colleague] = set()
        self.areas: set[str] = set()

    def text(self, typed: str) -> str:
        return self.spell(name_of(typed))

    def place(self, place: Place | None) -> str:
        """Return "Kukës", or "Kukës, Has and Krumë" where other places are recorded too."""
        if place is None:
            return ""
        others = [self.text(name) for name in re.split(r"\s*[,;]\s*", place.others) if name]
        return join([self.text(place.name), *others])

    def area(self, area: Area) -> str:
        name, full = self.text(area.name), self.text(area.description)
        if not (area.is_abbreviation and full):
            return name
        is_new = area.code not in self.areas
        self.areas.add(area.code)
        return f"{full} ({name})" if is_new else name

    def colleague(self, colleague: Colleague) -> str:
        name = _titled(colleague)
        is_new = colleague not in self.colleagues
        self.colleagues.add(colleague)
        job = self.text(colleague.job_title)
        if is_new:
            return f"{name}, {job}{SOFT_COMMA}" if name and job else name or job
        return self.short_people.get(_key(colleague), name)

    def organisation(self, counterpart: CounterpartFacts) -> str:
        """Return an organisation: whole, with its short name, at first mention."""
        (name, parent), short = self.names(counterpart), self.short_names.get(counterpart.slug, "")
        if not name or counterpart.slug in self.shortened:
            return with_the(short) if name else ""
        self.printed |= {(name, parent), (parent, "")}
        whole = with_the(name)
        if parent and parent.casefold() not in name.casefold():
            whole = _("the %(unit)s of %(parent)s") % {"unit": name, "parent": with_the(parent)}
        if not short:
            return whole
        self.shortened.add(counterpart.slug)
        return f"{whole} ({short})"

    def names(self, counterpart: CounterpartFacts) -> tuple[str, str]:
        """Return (name, name of what it is a unit of); a unit without a name goes by the latter."""
        name, parent = self.text(counterpart.name), self.text(counterpart.parent)
        return (name, parent) if name else (parent, "")

    def is_printed(self, counterpart: CounterpartFacts) -> bool:
        return self.names(counterpart) in self.printed

    def is_known(self, counterpart: CounterpartFacts) -> bool:
        return counterpart.slug in self.spoken_for or self.is_printed(counterpart)

    def counterpart(self, counterpart: CounterpartFacts) -> list[str]:
        """Return those who came from an organisation, as a list: by name and title, as a group, or as a whole."""
        names = (self.speaker(speaker, counterpart) for speaker in counterpart.speakers)
        people = list(filter(None, names))
        group = self.text(counterpart.group)
        organisation = "" if people else self.organisation(counterpart)
        if HOSTS.match(group):
            values = {"who": join(people) if people else organisation, "role": group.lower()}
            return [_("%(who)s as %(role)s") % values if values["who"] else as_group(group)]
        if people:
            return [*people, *_others(counterpart, group)]
        if group:
            return [_of(as_group(group), organisation, _crowd(counterpart.head_count))]
        if organisation and counterpart.head_count and counterpart.head_count > 1:
            return [_of(_("%(n)s people") % {"n": counterpart.head_count}, organisation)]
        return [organisation]

    def speaker(self, speaker: Speaker, counterpart: CounterpartFacts) -> str:
        """Return a person: honorific, name, title and organisation first, then short; without a name, the title."""
        name, title = _titled(speaker), self.text(speaker.title)
        known = self.titles[speaker.number]
        is_repeated = title in known if title else bool(known)
        if name and known:
            name = self.short_people.get(speaker.number, name)
        known.add(title)
        if is_repeated and self.is_known(counterpart):
            return name or as_group(title)
        post = "" if is_repeated else title
        if not self.speaks_for(title, counterpart):
            organisation = self.organisation(counterpart)
            post = _of(post, organisation) if post else organisation
            if post == organisation and name:
                return _of(name, organisation)
        else:
            self.spoken_for.add(counterpart.slug)
        if not name:
            return as_group(post)
        return f"{name}, {post}{SOFT_COMMA}" if post else name

    def speaks_for(self, title: str, counterpart: CounterpartFacts) -> bool:
        """Say whether the title names its organisation: "Mayor of Kukës" does the Municipality of Kukës."""
        name, parent = self.names(counterpart)
        if not name or name in title:
            return not name or parent in title
        for body, head in SEATS.items():
            if name.startswith(body) and not parent:
                seat = head + name.removeprefix(body)
                return title.removesuffix(f" {body.split()[0]}").endswith(seat)
        return False


def _others(counterpart: CounterpartFacts, group: str) -> list[str]:
    more = max((counterpart.head_count or 0) - len(counterpart.speakers), 0)
    if group:
        return [as_group(group) + _crowd(more)]
    text = ngettext("%(n)s more person", "%(n)s more people", more) % {"n": more}
    return [text] if more else []


def _crowd(count: int | None) -> str:
    return _(" (%(n)s people)") % {"n": count} if count and count > 1 else ""


def as_group(label: str) -> str:
    """Return a group or a role as it is written in a sentence: "the Executive Director", "representatives"."""
    lowered = lower_common(label)
    if not lowered[:1].isalpha() or lowered.lower().startswith(("the ", "a ", "an ")):
        return lowered
    head = re.split(r" (?:of|at|in|for|from) |,", lowered)[0]
    is_plural = head.endswith("s") and not head.endswith("ss")
    return lowered if is_plural else _("the %(group)s") % {"group": lowered}


def is_printable(counterpart: CounterpartFacts) -> bool:
    names = [
        counterpart.name,
        counterpart.parent,
        counterpart.group,
        *(p.name + p.title for p in counterpart.speakers),
    ]
    return any(map(name_of, names))


def _of(what: str, organisation: str, crowd: str = "") -> str:
    """Return "the Director of the Committee"; "at" where the title has an "of" already."""
    if not organisation:
        return what + crowd
    values = {"what": what.removesuffix(SOFT_COMMA) + crowd, "organisation": organisation}
    if FROM.search(what):
        return _("%(what)s from %(organisation)s") % values
    if re.search(r"\b(?:of|for|in|at|to)\b|,", what):
        return _("%(what)s at %(organisation)s") % values
    return _("%(what)s of %(organisation)s") % values


def _titled(person: Colleague | Speaker) -> str:
    name = name_of(person.name)
    return f"{name_of(person.honorific)} {name}".strip() if name else ""


def _key(colleague: Colleague) -> tuple[str, str]:
    return (colleague.honorific, colleague.name)


def _short_people(meetings: Sequence[MeetingFacts]) -> dict[int | tuple[str, str], str]:
    """Return {person: "Mr. Halilaj"} for those whom that name cannot mistake for another."""
    people: dict = {}
    for meeting in meetings:
        people |= {_key(person): person for person in meeting.colleagues}
        people |= {p.number: p for counterpart in meeting.parties for p in counterpart.speakers}
    meant, shorts = defaultdict(set), {}
    for key, person in people.items():
        surname = PLAIN_NAME.match(name_of(person.name))
        honorific = SHORT_HONORIFICS.search(name_of(person.honorific))
        if surname:
            meant[surname[1]].add(key)
        if surname and honorific:
            shorts[key] = (surname[1], f"{honorific[1]} {surname[1]}")
    return {key: short for key, (surname, short) in shorts.items() if len(meant[surname]) == 1}


def _short_names(meetings: Sequence[MeetingFacts]) -> dict[str, str]:
    """Return {organisation: its short name} where it is shorter and no other's."""
    counterparts = {one.slug: one for meeting in meetings for one in meeting.parties}
    meant = defaultdict(set)
    for slug, counterpart in counterparts.items():
        meant[name_of(counterpart.short_name)].add(slug)
    return {
        slug: short
        for slug, counterpart in counterparts.items()
        if (short := name_of(counterpart.short_name))
        and short != name_of(counterpart.name)
        and not counterpart.parent
        and len(meant[short]) == 1
    }
