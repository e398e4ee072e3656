"""Who and what was named before: in full the first time, short from then on."""

import re
from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, field, replace
from typing import TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reviews.article.grammar import (
    BEHIND_NOUN,
    SOFT_COMMA,
    head_count,
    is_collective,
    is_company,
    is_of_institution,
    is_plural,
    join,
    lower_label,
    name_of,
    number_in_words,
    with_a,
    with_the,
)
from reviews.article.person_names import are_of_two_surnames, is_senor, short_people, titled
from reviews.article.spellings import Spelling
from reviews.article.titles import (
    as_description,
    as_typed_abroad,
    body_word,
    headed_by,
    in_title_case,
    in_words_of_english,
    is_of_body,
    is_unit,
    names_body,
    post_alone,
    serves_post,
    translated,
    whole_title,
    with_body,
    words_of,
)
from reviews.article.word_classes import is_english, is_of_land
from reviews.month.meetings import Area, Colleague, CounterpartFacts, MeetingFacts, Place, Speaker
from stakeholders import vocabulary
from stakeholders.honorifics import before_surname
from stakeholders.posts import in_english
from stakeholders.vocabulary import POST_WORDS, is_of_plain_words
from toolkit.spelling import fold, fold_place

FROM = re.compile(r"(?:stakeholders|participants|partners|guests|people)$", re.I)
ROLES = re.compile(r"^(?:co-?)?(?:organi[sz]er|host|partner)s?$", re.I)
IN_THE_COUNTRY = {"municipality", "settlement", "county", "crossing"}
HOSTS = re.compile(r"^(?:co-?)?(?:organi[sz]er|host)s?$", re.I)
# "Highlanders, The", "Home for All, The Coalition", as a catalogue has it.
THE = re.compile(r"^(.*), the( [A-Z][a-z]+)?$", re.I)
LIST = re.compile(r"\s*[,;]\s*")
SPANISH = re.compile(r"(?:sra|srta|dra)\.?$|do[nñ]a?$", re.I)
OF_PLACE = re.compile(
    r"(?:\w+ ){1,2}of |.* (?:bridge|camp|sea|river|border|valley|delta|cent(?:re|er)|site|islands?)$",
    re.I,
)  # the Port of Durres
# A unit that is told behind its body: "Bishops' Conference, Section for Human Mobility".
_UNITS = r"(?:Section|Office|Department|Sector|Unit|Division|Directorate|Desk|Bureau|Service|Branch|Secretariat)"
UNIT_BEHIND = re.compile(
    rf"(?P<parent>[^,]+), (?P<unit>{_UNITS} (?:for|of|on) [^,]+"
    rf"|(?:[A-Z][\w'’-]+ )+(?:{_UNITS}|Committee|Commission|Council|Chapter))"
)
WITH_LETTERS = re.compile(r"(.{9,}) \(([A-Z][\w&-]*[A-Z])\)")
# What says where it is: "Different & Together, Vlorë"; a ministry's list has an "and".
EMBASSY_IN = re.compile(r"^(\w+ Embassy) ([A-Z]\w+)$")  # "British Embassy Sarajevo"
COUNTED_NAME = re.compile(
    r"[#*•\s-]*(?P<group>[a-z][a-z' -]*[a-z])\s*(?:[*x×:-]\s*|\()(?P<count>\d{1,4})\)?\s*"
)
STRAIGHT_QUOTES = re.compile(r'"([^"]+)"')
OF_OFFICE = re.compile(
    r"(?:(?:Deputy|Acting) )?(?:Head|Chief) of (?:the )?(?:Field |Sub-|Country )?Office"
)
# What is described rather than named: "Social housing complex for displaced families".
VILLAGE = re.compile(r"\w (?:village|settlement|camp|site|hamlet|quarter|hospital)$", re.I)
REGION = re.compile(r" (?:Region|Province|District|County|Oblast|Governorate|State)$", re.I)
DESCRIBED = re.compile(
    r"[A-Z][a-z]+(?: [a-z]+)* (?:centre|center|complex|shelter|camp|hostel|clinic|kitchen|site|school|dormitory"
    r"|settlement|station|compound|warehouse)(?: [a-z]+)*"
)
LETTERS_BEHIND = re.compile(r"(?<=\w{3}), ([A-Z]{3,6})$")  # "Confederation of Businesses, CTA"
BEHIND_COMMA = re.compile(r"^[^,;]+, (?!.* and )[A-Z][^,;]*$")
OF_PARLIAMENT = re.compile(r"^(?:senator|deputy|mp|member of parliament)$", re.I)
LETTERS = re.compile(r"\b[A-Z]{3,7}\b")
JUDGES = frozenset(["judges", "magistrates"])
FORCES = re.compile(r"(?:^| )(?:police|guard|army)$", re.I)  # whose people are "police officers"


Person = TypeVar("Person", bound=Colleague | Speaker)


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
        everybody = dict(_people_of(meetings))
        self.has_spanish = any(SPANISH.match(one.honorific) for one in everybody.values())
        self.has_two_surnames = are_of_two_surnames(one.name for one in everybody.values())
        people = {key: self._addressed(person) for key, person in everybody.items()}
        names = [name_of(person.name) for person in people.values()]
        self.spell = Spelling(_one_spelling_each(meetings, spellings), names)
        places = [one.place for one in meetings if one.place]
        self.places = {fold(name) for one in places for name in (one.name, one.municipality)} - {""}
        self.known_names: dict[tuple[str, str], tuple[str, str]] = {}
        self.short_people = short_people(people.items())
        self.in_full = vocabulary.INTERNATIONAL | {
            found[2]: self.text(found[1])
            for meeting in meetings
            for one in meeting.parties
            if (found := WITH_LETTERS.fullmatch(with_letters(name_of(one.name))))
        }
        self.short_names = _short_names(meetings)
        self._forget()

    def _addressed(self, person: Person) -> Person:
        """Return a person as one is addressed: "Sr." is a sister, save in a month that has a "Sra." too."""
        is_sr = person.honorific.strip().lower() in ("sr", "sr.")
        is_he = is_sr and (self.has_spanish or is_senor(person.name, has_two=self.has_two_surnames))
        return replace(person, honorific="Mr.") if is_he else person

    def afresh(self) -> "Mentions":
        """Return Mentions of the same month in which nothing was named yet."""
        fresh = copy(self)
        fresh._forget()
        return fresh

    def _forget(self) -> None:
        self.titles: defaultdict[int, set[str]] = defaultdict(set)
        self.printed: set[tuple[str, str]] = set()
        self.shortened: set[str] = set()
        self.spelt: set[str] = set()
        self.spoken_for: set[str] = set()
        self.colleagues: set[Colleague] = set()
        self.areas: set[str] = set()
        self.told = Told()
        self.just_named = ""  # slug of the body that the one just told of is from
        self.first: dict[Hashable, Told] = {}
        self.new_paragraph()

    def new_paragraph(self) -> None:
        """Forget whom "the Mayor" and "the Embassy" mean."""
        self.posts: dict[str, int] = {}
        self.bodies: dict[str, str] = {}
        self.body_names: dict[str, str] = {}

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

    def is_first_of(self, letters: str) -> bool:
        """Say whether letters are mentioned for the first time, and note it."""
        is_new = letters not in self.spelt
        self.spelt.add(letters)
        self._is_new(("letters", letters))
        return is_new

    def text(self, typed: str) -> str:
        text = self.spell(name_of(typed))
        return STRAIGHT_QUOTES.sub(r"“\1”", text) if '"' in text else text

    def event_name(self, meeting: MeetingFacts) -> str:
        """Return the name of an event, in which places are respelt only where it is in English."""
        return self.spell.title(name_of(meeting.event_name))

    def place(self, place: Place | None) -> str:
        """Return "Kukës", or "Kukës, Has and Krumë" where other places are recorded too."""
        if place is None:
            return ""
        name = self.place_name(place.name)
        others = [self.place_name(other) for other in others_of(place)]
        if not others and place.others:
            return _("%(place)s in %(region)s") % {"place": name, "region": self.text(place.others)}
        return join([name, *others])

    def place_name(self, name: str) -> str:
        """Return "the Port of Durres", "Korça, Bilisht and Erseka" of a place in words that lists three or more."""
        names = [self.text(one) for one in LIST.split(name)]
        names = names if len(names) > 2 and all(names) else [self.text(name)]
        return join([with_the(one, True) if _is_described(one) else one for one in names])

    def area(self, area: Area) -> str:
        name, full = self.text(area.name), self.text(area.description)
        if not (area.is_abbreviation and full):
            return name
        is_new = area.code not in self.areas
        self.spelt.add(name)
        self.areas.add(area.code)
        self._is_new(("area", area.code))
        return f"{full} ({name})" if is_new else name

    def colleague(self, colleague: Colleague) -> str:
        name = titled(self._addressed(colleague))
        is_new = colleague not in self.colleagues
        self.colleagues.add(colleague)
        self._is_new(("colleague", colleague))
        job = in_words_of_english(translated(self.text(colleague.job_title)))
        post, comma, town = job.rpartition(", ")
        if comma and "," not in post and fold(town) in self.places:
            job = _("%(post)s in %(place)s") % {"post": post, "place": town}
        if is_new:
            return f"{name}, {job}{SOFT_COMMA}" if name and job else name or job
        return self.short_people.get(_key(colleague), name)

    def organisation(self, counterpart: CounterpartFacts) -> str:
        """Return an organisation: whole, with its short name, at first mention."""
        (name, parent), short = self.names(counterpart), self.short_names.get(counterpart.slug, "")
        if not name:
            return ""
        if not parent and (letters := self._letters(name)):
            return self._in_letters(counterpart, letters)
        is_known = self.is_known(counterpart)
        if is_known:
            self._is_new(("organisation", counterpart.slug))
            if counterpart.slug in self.shortened:
                return with_the(short)
            is_said = self.is_printed(counterpart) or not serves_post(name)
            is_said = is_said and with_the(name, counterpart.takes_the) != name
            is_meant = counterpart.slug in (self.just_named, self.bodies.get(body_word(name)))
            if is_said and body_word(name) and is_meant:
                return _("the %(name)s") % {"name": body_word(name)}
        self._note(counterpart)
        self.printed |= {(name, parent), (parent, "")}
        whole = self._whole(counterpart)
        if DESCRIBED.fullmatch(name):
            whole = with_the(lower_label(name), True)
        if BEHIND_COMMA.search(whole):
            whole += SOFT_COMMA
        if not short:
            return whole
        self.shortened.add(counterpart.slug)
        return f"{whole} ({short})"

    def _whole(self, counterpart: CounterpartFacts) -> str:
        """Return a body with what it is a unit of: "the Ministry's Visa Unit", "the Secretariat of ... (IGAD)"."""
        name, parent = self.names(counterpart)
        if parent and parent.casefold() not in name.casefold():
            is_word = not counterpart.parent and (" " in parent or is_english(parent.lower()))
            body = self._parent(parent, is_certain=is_word)
            form = _("the %(unit)s of %(parent)s")
            is_short = body not in (with_the(parent), with_the(parent, True))
            if is_short and " of the " not in name and is_of_institution(name):
                form = _("%(parent)s’s %(unit)s").replace("’", "'")
            return form % {"unit": name, "parent": body}
        letters, _space, unit = name.partition(" ")
        if letters not in self.in_full or letters in self.spelt or unit != body_word(unit):
            return with_the(name, counterpart.takes_the)
        self.is_first_of(letters)
        parent = f"{with_the(self.in_full[letters], True)} ({letters})"
        return _("the %(unit)s of %(parent)s") % {"unit": unit, "parent": parent}

    def _letters(self, name: str) -> str:
        """Return the letters that stand for a body, which it is called by or has behind its name; else nothing."""
        found = WITH_LETTERS.fullmatch(name)
        letters = found[2] if found else name
        return letters if letters in self.in_full else ""

    def _in_letters(self, counterpart: CounterpartFacts, letters: str) -> str:
        """Return "the Central Agency for Asylum (COA)" at first, then "COA", however the records call it."""
        self._note(counterpart)
        self.printed.add(self.names(counterpart))
        if not self.is_first_of(letters):
            return with_the(letters)
        takes_the = letters in vocabulary.INTERNATIONAL or counterpart.takes_the or None
        return f"{with_the(self.in_full[letters], takes_the)} ({letters})"

    def _parent(self, parent: str, *, is_certain: bool = False) -> str:
        """Return what a unit is of: "the Ministry" where the sentence named it, and no other."""
        word = body_word(parent)
        slug = self.bodies.get(word, "")
        first = self.first.get(("organisation", slug))
        if not slug or self.body_names.get(slug) != parent or first is not self.told:
            return with_the(parent, True if is_certain else None)
        return _("the %(name)s") % {"name": word}

    def _note(self, counterpart: CounterpartFacts) -> None:
        """Note that an organisation was named, or spoken for; "the Embassy" means the only one of a paragraph."""
        self.just_named = counterpart.slug
        self.first.setdefault(("organisation", counterpart.slug), self.told)
        if word := body_word(self.names(counterpart)[0]):
            is_only = self.bodies.get(word, counterpart.slug) == counterpart.slug
            self.bodies[word] = counterpart.slug if is_only else ""
            self.body_names[counterpart.slug] = self.names(counterpart)[0]

    def names(self, counterpart: CounterpartFacts) -> tuple[str, str]:
        """Return (name, name of what it is a unit of); a unit without a name goes by the latter."""
        key = (counterpart.name, counterpart.parent)
        if key not in self.known_names:
            self.known_names[key] = self._read_names(*key)
        return self.known_names[key]

    def _read_names(self, name: str, parent: str) -> tuple[str, str]:
        name, parent = (
            self.text(EMBASSY_IN.sub(r"\1 in \2", with_letters(THE.sub(r"The \1\2", one))))
            for one in (name, parent)
        )
        if name and not parent and (found := UNIT_BEHIND.fullmatch(name)):
            name, parent = found["unit"], found["parent"]
        return (name, parent) if name else (parent, "")

    def is_printed(self, counterpart: CounterpartFacts) -> bool:
        return self.names(counterpart) in self.printed

    def is_known(self, counterpart: CounterpartFacts) -> bool:
        return counterpart.slug in self.spoken_for or self.is_printed(counterpart)

    def counterpart(self, counterpart: CounterpartFacts) -> list[str]:
        """Return those who came from an organisation, as a list: by name and title, as a group, or as a whole."""
        self.just_named = ""
        names = (self.speaker(speaker, counterpart) for speaker in counterpart.speakers)
        people = list(filter(None, names))
        self.just_named = ""
        group = self.text(counterpart.group)
        organisation = "" if people else self.organisation(counterpart)
        if ROLES.match(group):
            values = {"who": join(people) if people else organisation, "role": group.lower()}
            return [_("%(who)s as %(role)s") % values if values["who"] else as_group(group)]
        if people:
            return [*people, *_others(counterpart, group)]
        if organisation and group and not is_member(group, self.names(counterpart)[0]):
            return [organisation, _counted(counterpart, group)]
        if group or (counterpart.head_count or 0) > 1:
            return [self._unnamed(counterpart, group, organisation)]
        return [organisation]

    def _unnamed(self, counterpart: CounterpartFacts, group: str, organisation: str) -> str:
        """Return "22 border police officers", "a delegation of five from the Ministry", "the Director of Caritas"."""
        count, name = counterpart.head_count or 0, self.names(counterpart)[0]
        is_force = FORCES.search(name) and " of " not in name
        is_force = is_force and fold(name.split(" ")[-1]) not in fold(group)
        if count > 1 and group and is_force:
            force = name.lower() if is_of_plain_words(name) else name
            officers = head_count(count, f"{force} {lower_label(group, is_counted=True)}")
            return _of(
                officers, with_the(self.names(counterpart)[1], True) if counterpart.parent else ""
            )
        if group and name.casefold().endswith(f" {group.casefold()}"):
            group = _("members")
        what = _counted(counterpart, group)
        if count < 2 and is_post(group):
            return _held_in(what, name, organisation)
        if " " not in name and fold(group).startswith(fold(name)[:6] or "?"):
            return what  # "12 gendarmes" of the Gendarmerie
        is_from = not group or is_collective(group) or BEHIND_NOUN.search(group) is not None
        return _of(what, organisation, is_from=is_from)

    def speaker(self, speaker: Speaker, counterpart: CounterpartFacts) -> str:
        """Return a person: honorific, name, title and organisation first, then short; without a name, the title."""
        name, title = titled(self._addressed(speaker)), self.title(speaker)
        title = (
            as_typed_abroad(name_of(speaker.title), self.names(counterpart)[0])
            or self._with_body(title, counterpart)
            or title
        )
        title = whole_title(title, self.names(counterpart)[0])
        title = in_title_case(title, is_held=any(self.names(counterpart)))
        known = self.titles[speaker.number]
        is_repeated = title in known if title else bool(known)
        post = post_alone(title)
        if name and known:
            self._is_new(("person", speaker.number))
            is_meant = bool(post) and self.posts.get(post) == speaker.number
            short = self.short_people.get(speaker.number, name)
            is_by_post = not before_surname(name_of(self._addressed(speaker).honorific))
            name = _("the %(name)s") % {"name": post} if is_meant and is_by_post else short
        known.add(title)
        self.first.setdefault(("person", speaker.number), self.told)
        if post:
            is_only = self.posts.get(post, speaker.number) == speaker.number
            self.posts[post] = speaker.number if is_only else 0
        is_known = self.is_known(counterpart) or (self.names(counterpart)[0], "") in self.printed
        if is_repeated and is_known:
            return name or as_group(title)
        said = "" if is_repeated else self._post(title, counterpart)
        if is_repeated:
            return _of(name or as_group(title), self.organisation(counterpart))
        if not name:
            return as_group(said)
        if not title:
            return _of(name, said)
        if is_unit(title):
            return _of(name, with_the(said, True))
        return f"{name}, {said}{SOFT_COMMA}"

    def title(self, speaker: Speaker) -> str:
        """Return the title of that day, in English where it is one of the country's language."""
        title = translated(in_english(name_of(speaker.title)))
        return in_words_of_english(self.text(in_title_case(title)))

    def _post(self, title: str, counterpart: CounterpartFacts) -> str:
        """Return a title with its organisation, which is not repeated where the title names it."""
        name, parent = self.names(counterpart)
        if not (title and name):
            return as_description(title) if title else self.organisation(counterpart)
        said, is_named = title, names_body(title, name, name_of(counterpart.short_name))
        if parent and is_named:
            is_named = words_of(name) <= words_of(title)
        if not is_named:
            before = headed_by(title, name)
            if OF_PARLIAMENT.search(title) and body_word(name) in ("Committee", "Commission"):
                title = _("%(post)s and member") % {"post": title}
            organisation = self.organisation(counterpart)
            if organisation == name and name.isupper() and OF_OFFICE.fullmatch(title):
                post, _of_, office = title.replace(" of the ", " of ").partition(" of ")
                return _("%(post)s of the %(name)s %(office)s") % {
                    "post": post,
                    "name": name,
                    "office": office,
                }
            return f"{before}{organisation}" if before else _held_in(title, name, organisation)
        self.spoken_for.add(counterpart.slug)
        self._note(counterpart)
        if parent and not names_body(title, parent):
            self.printed |= {(name, parent), (parent, "")}
            said = _("%(post)s of %(parent)s") % {"post": said, "parent": self._parent(parent)}
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


def is_member(group: str, name: str) -> bool:
    """Say whether a group may be people of the body: not "returnees" of a ministry, nor judges of prosecutors."""
    words = set(fold(name).split())
    kinds = [BEHIND_NOUN.split(kind)[0].split()[-1:] for kind in fold(group).split(" and ")]
    heads = [kind[0] for kind in kinds if kind]
    if not vocabulary.OUTSIDERS.isdisjoint(heads):
        return not words.isdisjoint(vocabulary.OF_MEMBERS)
    if not JUDGES.isdisjoint(heads) and "prosecut" in fold(name):
        return False
    stems = [any(word.startswith(head[:6]) for word in words) for head in heads if len(head) > 5]
    return len(heads) < 2 or len(stems) < 2 or all(stems) or not any(stems)


def with_letters(name: str) -> str:
    """Return "Confederation of Businesses (CTA)" of a name with its letters behind a comma; a company keeps it."""
    return name if is_company(name) else LETTERS_BEHIND.sub(r" (\1)", name)


def _counted(counterpart: CounterpartFacts, group: str) -> str:
    count = counterpart.head_count or 0
    if count > 1 or not group:
        return head_count(count, group)
    is_anybody = not (counterpart.name or counterpart.parent) and group.split(" ")[-1].islower()
    return with_a(lower_label(group)) if is_anybody and not is_plural(group) else as_group(group)


def _others(counterpart: CounterpartFacts, group: str) -> list[str]:
    more = max((counterpart.head_count or 0) - len(counterpart.speakers), 0)
    if group:
        return [head_count(more, group) if more > 1 else as_group(group)]
    values = {"n": number_in_words(more)}
    text = ngettext("%(n)s more person", "%(n)s more people", more) % values
    return [text] if more else []


def is_post(label: str) -> bool:
    return bool(label) and not is_plural(label) and bool(POST_WORDS & set(fold(label).split()))


def as_group(label: str) -> str:
    """Return a group or a role as it is written in a sentence: "the Executive Director", "representatives"."""
    lowered = lower_label(label)
    if not lowered[:1].isalpha() or lowered.lower().startswith(("the ", "a ", "an ")):
        return lowered
    if is_collective(lowered):
        return with_a(lowered)
    return lowered if is_plural(lowered) else _("the %(group)s") % {"group": lowered}


def with_group(counterpart: CounterpartFacts) -> CounterpartFacts:
    """Return a counterpart whose name is a group with its number as one: "#community leaders*22"."""
    found = COUNTED_NAME.fullmatch(counterpart.name) if not counterpart.speakers else None
    if found is None or counterpart.group or counterpart.parent:
        return counterpart
    return replace(counterpart, name="", group=found["group"], head_count=int(found["count"]))


def is_printable(counterpart: CounterpartFacts) -> bool:
    names = [
        counterpart.name,
        counterpart.parent,
        counterpart.group,
        *(p.name + p.title for p in counterpart.speakers),
    ]
    return any(map(name_of, names))


def _of(what: str, organisation: str, *, is_from: bool = False) -> str:
    """Return "Mr. Bo of the Committee", "22 officers of the Police"; "at" where there is an "of" already."""
    if not (what and organisation):
        return what or organisation
    values = {"what": what.removesuffix(SOFT_COMMA), "organisation": organisation}
    if is_from or FROM.search(what):
        return _("%(what)s from %(organisation)s") % values
    if re.search(r"(?<![\w-])(?:of|for|in|at|to)(?![\w-])|,", what):
        return _("%(what)s at %(organisation)s") % values
    return _("%(what)s of %(organisation)s") % values


def _held_in(title: str, name: str, organisation: str) -> str:
    """Return "Director of Caritas", "Adviser at the Ministry of Interior"."""
    if not (title and organisation):
        return title or organisation
    values = {"what": title, "organisation": organisation}
    if is_of_body(title, name):
        return _("%(what)s of %(organisation)s") % values
    return _("%(what)s at %(organisation)s") % values


def others_of(place: Place) -> list[str]:
    """Return the other places of a record; the region behind a village's name is none: "Ak-Suu village, Chüy"."""
    others = [name for name in LIST.split(place.others) if name]
    is_region = len(others) == 1 and (" " not in others[0] or REGION.search(others[0]))
    return [] if is_region and VILLAGE.search(place.name) and place.level == "place" else others


def _key(colleague: Colleague) -> tuple[str, str]:
    return (colleague.honorific, colleague.name)


def _one_spelling_each(
    meetings: Sequence[MeetingFacts], spellings: dict[str, str]
) -> dict[str, str]:
    """Return the spellings, and for other places of the country the one in which a record has them."""
    found = dict(spellings)
    known = {fold_place(fold(name)) for pair in spellings.items() for name in pair}
    places = (one.place for one in meetings if one.place and one.place.level in IN_THE_COUNTRY)
    for place in places:
        for name in filter(None, (place.municipality, place.name, *LIST.split(place.others))):
            stem = fold_place(fold(name))
            if stem not in known and name[:1].isupper():
                known.add(stem)
                found[name] = name
    return found


def _short_names(meetings: Sequence[MeetingFacts]) -> dict[str, str]:
    """Return {organisation: its short name} where it is shorter and no other's.

    Letters that a line uses are the short name of the one organisation whose words begin with them.
    """
    counterparts = {one.slug: one for meeting in meetings for one in meeting.parties}
    used = {
        word
        for meeting in meetings
        for text in (meeting.public_line, meeting.event_name)
        for word in LETTERS.findall(text)
    }
    used -= {area.name for meeting in meetings for area in meeting.areas}
    meant = defaultdict(set)
    shorts: dict[str, str] = {}
    for slug, counterpart in counterparts.items():
        shorts[slug] = name_of(counterpart.short_name) or _initials_in(counterpart.name, used)
        meant[shorts[slug]].add(slug)
    return {
        slug: short
        for slug, short in shorts.items()
        if short
        and short != name_of(counterparts[slug].name)
        and not counterparts[slug].parent
        and len(meant[short]) == 1
    }


def _initials_in(name: str, used: set[str]) -> str:
    """Return "FIA" of "Federal Investigation Agency" where those letters are used; nothing of others."""
    initials = "".join(word[0] for word in re.findall(r"[^\W_]+", name) if word[0].isupper())
    is_told = "(" in name or initials in vocabulary.INTERNATIONAL
    return initials if initials in used and not is_told else ""


def _is_described(place: str) -> bool:
    """Say whether words tell what a place is: "Port of Durres"; "Port of Spain", of a whole country, is a town."""
    is_town = place.startswith("Port of ") and is_of_land(place.rpartition(" ")[2])
    return OF_PLACE.match(place) is not None and not is_town
