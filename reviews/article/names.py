"""Who and what was named before: in full the first time, short from then on."""

import re
from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reviews.article.grammar import (
    COLLECTIVES,
    SOFT_COMMA,
    head_count,
    is_plural,
    join,
    lower_label,
    name_of,
    number_in_words,
    with_a,
    with_the,
)
from reviews.article.person_names import short_people, titled
from reviews.article.spellings import Spelling
from reviews.article.titles import body_word, headed_by, names_body, post_alone, with_body, words_of
from reviews.month.meetings import Area, Colleague, CounterpartFacts, MeetingFacts, Place, Speaker
from stakeholders.posts import in_english
from stakeholders.vocabulary import is_of_plain_words

FROM = re.compile(r"(?:stakeholders|participants|partners|guests|people)$", re.I)
ROLES = re.compile(r"^(?:co-?)?(?:organi[sz]er|host|partner)s?$", re.I)
HOSTS = re.compile(r"^(?:co-?)?(?:organi[sz]er|host)s?$", re.I)
THE = re.compile(r"^(.*), the$", re.I)  # "Highlanders, The", as a catalogue has it
LIST = re.compile(r"\s*[,;]\s*")
OF_PLACE = re.compile(r"(?:\w+ ){1,2}of |.* bridge$", re.I)  # the Port of Durres
OF_MINISTER = re.compile(r"(?:the )?Ministry\b")
# The last word of a title of somebody on the staff: "Programme Officer", "Epidemiologist".
ON_THE_STAFF = re.compile(
    r"(?:advis[eo]r|analyst|assistant|associate|attach[ée]|consultant|counsell?or|engineer|expert|lawyer|lecturer"
    r"|officer|operator|physician|presenter|professor|psychologist|reporter|researcher|(?:alog|olog|om)ist"
    r"|psychiatrist|specialist|technician|trainer|worker)$"
)
# "Head of Demography Unit" lacks the article that "Head of Unit" needs not.
UNIT_IN_TITLE = re.compile(
    r"\b(?P<of>of|for) (?=(?:[A-Z][\w’'-]+ )+(?:Unit|Department|Section|Division|Sector|Group|Directorate|Office)\b)"
)
UNIT_OF = re.compile(
    r"(?P<body>[^,]+), (?P<unit>(?:Bureau|Department|Directorate|Division|Office|Section|Sector|Unit) (?:for|of) [^,]+)"
)
FORCES = re.compile(r"(?:^| )(?:police|guard|army)$", re.I)  # whose people are "police officers"


@dataclass
class Told:
    """What is being told: the meetings of a sentence, and those that its short forms lean on."""

    references: tuple[str, ...] = ()
    leans: set[str] = field(default_factory=set)

    @property
    def leans_on(self) -> tuple[str, ...]:
        return tuple(sorted(self.leans))


class Mentions:
    """The people, organisations and areas of a month, each known by whether it was named before.

    `counterpart`, `colleague`, `organisation`, `place`, `area` and `text` return what is printed: whole at
    the first mention, short from then on. Whoever composes says what a sentence tells of,

        with mentions.telling(references) as told:
            ...
        Sentence(text, references, leans_on=told.leans_on)

    and calls `new_paragraph()` where one begins: "the Mayor", "the Embassy" are printed only within the
    paragraph of the full name, and only where no other is in it. `post` and `sides` give such a form on
    purpose, or nothing. `afresh()` returns Mentions of the same month in which nothing was named: the same
    calls there give the full forms again, for `Sentence.alone`.
    """

    def __init__(self, meetings: Sequence[MeetingFacts], spellings: dict[str, str]) -> None:
        people = dict(_people_of(meetings))
        self.spell = Spelling(spellings, (name_of(person.name) for person in people.values()))
        self.short_people = short_people(people.items())
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
        self.told = Told()
        self.first: dict[Hashable, Told] = {}
        self.new_paragraph()

    def new_paragraph(self) -> None:
        """Forget whom "the Mayor" and "the Embassy" mean."""
        self.posts: dict[str, int] = {}
        self.bodies: dict[str, str] = {}

    @contextmanager
    def telling(self, references: tuple[str, ...]) -> Iterator[Told]:
        """Note on which earlier meetings the short forms lean that are given meanwhile."""
        before, self.told = self.told, Told(references)
        try:
            yield self.told
        finally:
            self.told = before

    def _is_new(self, key: Hashable) -> bool:
        """Say whether this is the first mention; a later one leans on the meetings of the first."""
        first = self.first.setdefault(key, self.told)
        if first is not self.told:
            self.told.leans.update(first.references)
        return first is self.told

    def text(self, typed: str) -> str:
        return self.spell(name_of(typed))

    def event_name(self, meeting: MeetingFacts) -> str:
        """Return the name of an event, in which places are respelt only where it is in English."""
        return self.spell.title(name_of(meeting.event_name))

    def place(self, place: Place | None) -> str:
        """Return "Kukës", or "Kukës, Has and Krumë" where other places are recorded too."""
        if place is None:
            return ""
        others = [self.place_name(name) for name in LIST.split(place.others) if name]
        return join([self.place_name(place.name), *others])

    def place_name(self, name: str) -> str:
        """Return "the Port of Durres", "Korça, Bilisht and Erseka" of a place in words that lists three or more."""
        names = [self.text(one) for one in LIST.split(name)]
        names = names if len(names) > 2 and all(names) else [self.text(name)]
        return join([with_the(one, True) if OF_PLACE.match(one) else one for one in names])

    def area(self, area: Area) -> str:
        name, full = self.text(area.name), self.text(area.description)
        if not (area.is_abbreviation and full):
            return name
        is_new = area.code not in self.areas
        self.areas.add(area.code)
        self._is_new(("area", area.code))
        return f"{full} ({name})" if is_new else name

    def colleague(self, colleague: Colleague) -> str:
        name = titled(colleague)
        is_new = colleague not in self.colleagues
        self.colleagues.add(colleague)
        self._is_new(("colleague", colleague))
        job = self.text(colleague.job_title)
        if is_new:
            return f"{name}, {job}{SOFT_COMMA}" if name and job else name or job
        return self.short_people.get(_key(colleague), name)

    def organisation(self, counterpart: CounterpartFacts) -> str:
        """Return an organisation: whole, with its short name, at first mention."""
        (name, parent), short = self.names(counterpart), self.short_names.get(counterpart.slug, "")
        if not name:
            return ""
        is_known = self.is_known(counterpart)
        if is_known:
            self._is_new(("organisation", counterpart.slug))
            if counterpart.slug in self.shortened:
                return with_the(short)
            if self.bodies.get(body_word(name)) == counterpart.slug:
                return _("the %(name)s") % {"name": body_word(name)}
        self._note(counterpart)
        self.printed |= {(name, parent), (parent, "")}
        whole = with_the(name, counterpart.takes_the)
        if parent and parent.casefold() not in name.casefold():
            body = with_the(parent, None if counterpart.parent else True)
            whole = _("the %(unit)s of %(parent)s") % {"unit": name, "parent": body}
        if not short:
            return whole
        self.shortened.add(counterpart.slug)
        return f"{whole} ({short})"

    def _note(self, counterpart: CounterpartFacts) -> None:
        """Note that an organisation was named, or spoken for; "the Embassy" means the only one of a paragraph."""
        self.first.setdefault(("organisation", counterpart.slug), self.told)
        if word := body_word(self.names(counterpart)[0]):
            is_only = self.bodies.get(word, counterpart.slug) == counterpart.slug
            self.bodies[word] = counterpart.slug if is_only else ""

    def names(self, counterpart: CounterpartFacts) -> tuple[str, str]:
        """Return (name, name of what it is a unit of); a unit without a name goes by the latter."""
        name, parent = (
            self.text(THE.sub(r"The \1", t)) for t in (counterpart.name, counterpart.parent)
        )
        if not parent and (unit := UNIT_OF.fullmatch(name)):
            return unit["unit"], unit["body"]
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
        if ROLES.match(group):
            values = {"who": join(people) if people else organisation, "role": group.lower()}
            return [_("%(who)s as %(role)s") % values if values["who"] else as_group(group)]
        if people:
            return [*people, *_others(counterpart, group)]
        if group or (counterpart.head_count or 0) > 1:
            return [self._unnamed(counterpart, group, organisation)]
        return [organisation]

    def _unnamed(self, counterpart: CounterpartFacts, group: str, organisation: str) -> str:
        """Return "22 border police officers", "a delegation of five from the Ministry", "the Director of Caritas"."""
        count, name = counterpart.head_count or 0, self.names(counterpart)[0]
        if count > 1 and group and FORCES.search(name) and not counterpart.parent:
            force = name.lower() if is_of_plain_words(name) else name
            return head_count(count, f"{force} {lower_label(group, is_counted=True)}")
        what = head_count(count, group) if count > 1 else as_group(group)
        return _of(what, organisation, is_from=not group or _is_collective(group))

    def speaker(self, speaker: Speaker, counterpart: CounterpartFacts) -> str:
        """Return a person: honorific, name, title and organisation first, then short; without a name, the title."""
        name, title = titled(speaker), self.title(speaker)
        title = self._with_body(title, counterpart) or title
        known = self.titles[speaker.number]
        is_repeated = title in known if title else bool(known)
        post = post_alone(title)
        if name and known:
            self._is_new(("person", speaker.number))
            is_meant = bool(post) and self.posts.get(post) == speaker.number
            short = _("the %(name)s") % {"name": post} if is_meant else name
            name = self.short_people.get(speaker.number, short)
        known.add(title)
        self.first.setdefault(("person", speaker.number), self.told)
        if post:
            is_only = self.posts.get(post, speaker.number) == speaker.number
            self.posts[post] = speaker.number if is_only else 0
        if is_repeated and self.is_known(counterpart):
            return name or as_group(title)
        said = "" if is_repeated else self._post(title, counterpart)
        if is_repeated:
            return _of(name or as_group(title), self.organisation(counterpart))
        if not name:
            return as_group(said)
        if not title:
            return _of(name, said)
        return f"{name}, {said}{SOFT_COMMA}"

    def title(self, speaker: Speaker) -> str:
        """Return the title of that day, in English where it is one of the country's language."""
        title = self.text(in_english(name_of(speaker.title)))
        title = re.sub(r"^([A-Z][\w-]+), (?=[A-Z][\w ]+$)", _(r"\1 for "), title)
        return UNIT_IN_TITLE.sub(_(r"\g<of> the "), title)

    def _post(self, title: str, counterpart: CounterpartFacts) -> str:
        """Return a title with its organisation, which is not repeated where the title names it."""
        name, parent = self.names(counterpart)
        if not (title and name):
            return title or self.organisation(counterpart)
        said, is_named = title, names_body(title, name, name_of(counterpart.short_name))
        if parent and is_named:
            is_named = words_of(name) <= words_of(title)
        if not is_named:
            organisation = self.organisation(counterpart)
            before = headed_by(title, name)
            return f"{before}{organisation}" if before else _of(title, organisation)
        self.spoken_for.add(counterpart.slug)
        self._note(counterpart)
        if parent and not names_body(title, parent):
            self.printed |= {(name, parent), (parent, "")}
            said = _("%(post)s of %(parent)s") % {"post": said, "parent": with_the(parent)}
        return said

    def _with_body(self, title: str, counterpart: CounterpartFacts) -> str:
        """Return "Mayor of Kukes" of "Mayor" where the municipality lacks in it; nothing where it doesn't."""
        name, parent = self.names(counterpart)
        if (
            not (title and name)
            or parent
            or names_body(title, name, name_of(counterpart.short_name))
        ):
            return ""
        return self.text(with_body(title, name))

    def post(self, counterpart: CounterpartFacts) -> str:
        """Return "the Mayor" of the only one who spoke, where that can mean nobody else; else nothing."""
        for speaker in counterpart.speakers[:1]:
            post = post_alone(self.title(speaker))
            if post and self.posts.get(post) == speaker.number and len(counterpart.speakers) == 1:
                self._is_new(("person", speaker.number))
                return _("the %(name)s") % {"name": post}
        return ""

    def sides(self, parties: Sequence[CounterpartFacts]) -> str:
        """Return how IOM and those it just met are named together; nothing where it met nobody."""
        if not parties:
            return ""
        return _("the two sides") if len(parties) == 1 else _("the participants")


def _people_of(meetings: Sequence[MeetingFacts]) -> Iterator[tuple[Hashable, Colleague | Speaker]]:
    """Yield each person of the month with a key, once."""
    people: dict[Hashable, Colleague | Speaker] = {}
    for meeting in meetings:
        people |= {_key(person): person for person in meeting.colleagues}
        people |= {p.number: p for counterpart in meeting.parties for p in counterpart.speakers}
    yield from people.items()


def _others(counterpart: CounterpartFacts, group: str) -> list[str]:
    more = max((counterpart.head_count or 0) - len(counterpart.speakers), 0)
    if group:
        return [head_count(more, group) if more > 1 else as_group(group)]
    values = {"n": number_in_words(more)}
    text = ngettext("%(n)s more person", "%(n)s more people", more) % values
    return [text] if more else []


def _is_collective(label: str) -> bool:
    return label.split(" ")[-1].lower() in COLLECTIVES


def as_group(label: str) -> str:
    """Return a group or a role as it is written in a sentence: "the Executive Director", "representatives"."""
    lowered = lower_label(label)
    if not lowered[:1].isalpha() or lowered.lower().startswith(("the ", "a ", "an ")):
        return lowered
    if _is_collective(lowered):
        return with_a(lowered)
    return lowered if is_plural(lowered) else _("the %(group)s") % {"group": lowered}


def is_printable(counterpart: CounterpartFacts) -> bool:
    names = [
        counterpart.name,
        counterpart.parent,
        counterpart.group,
        *(p.name + p.title for p in counterpart.speakers),
    ]
    return any(map(name_of, names))


def _of(what: str, organisation: str, *, is_from: bool = False) -> str:
    """Return "the Director of the Committee"; "at" where the title has an "of" already."""
    if not (what and organisation):
        return what or organisation
    values = {"what": what.removesuffix(SOFT_COMMA), "organisation": organisation}
    if is_from or FROM.search(what):
        return _("%(what)s from %(organisation)s") % values
    title = values["what"]
    if re.search(r"(?<![\w-])(?:of|for|in|at|to)(?![\w-])|,", what) or _is_on_the_staff(
        title, organisation
    ):
        return _("%(what)s at %(organisation)s") % values
    return _("%(what)s of %(organisation)s") % values


def _is_on_the_staff(title: str, organisation: str) -> bool:
    """Say whether the title is of one who works at the body, not of one who heads it or speaks for it."""
    words = title.lower().split(" ")
    first, last = words[0], words[-1]
    if last in ("coordinator", "manager"):
        return first not in (
            last,
            "chief",
            "executive",
            "general",
            "national",
            "principal",
            "regional",
        )
    if last == "secretary":
        return first in ("first", "second", "third")
    if last == "director":  # a ministry has a minister
        return first == last and bool(OF_MINISTER.match(organisation))
    return bool(ON_THE_STAFF.search(last))


def _key(colleague: Colleague) -> tuple[str, str]:
    return (colleague.honorific, colleague.name)


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
