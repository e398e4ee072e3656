"""What is said of a meeting of each kind: who did what, with whom, where; and how its subject joins. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum

from django.utils.translation import gettext as _

from reviews.article.grammar import (
    BEHIND_NOUN,
    SOFT_COMMA,
    finish,
    is_plural,
    join,
    name_of,
    quoted,
    with_a,
)
from reviews.article.names import HOSTS, Mentions, is_post, is_printable
from reviews.article.nouns import main_kind
from reviews.article.word_classes import classes_of
from reviews.month.meetings import Colleague, CounterpartFacts, MeetingFacts, Place, Speaker
from stakeholders.honorifics import printed_honorific

# One is at these, in all others.
FACILITY = re.compile(r"\b(?:Airport|Bridge|Crossing|Harbour|Hospital|Port|Station)$")
BUILDING = re.compile(
    r"\b(?:airport|beach|border|bridge|campus|cent(?:re|er)|check ?point|college|crossing|embassy|farm|gate|hall"
    r"|harbour|headquarters|hospital|hotel|house|institute|lake|library|ministry|museum|office|palace|point|port"
    r"|residence|school|sea|site|square|stadium|station|terminal|theatre|university|villa|warehouse)s?\b",
    re.I,
)
PARTNERS = re.compile(r"^co-?|^partner", re.I)
ROLES = re.compile(rf"{HOSTS.pattern}|^partners?$", re.I)
# A name that ends in one of these, or has one before "on" or "of", is an event's own: it has "the".
OCCASIONS = re.compile(
    r"\b(?:assembly|briefing|group|reception|event|committee|process|campaign|celebration|ceremony|conference|congress|consultations?|course"
    r"|days?|dialogue|exhibition|expo|fair|festival|forum|gala|hackathon|hearing|launch|lecture|marathon"
    r"|meeting|night|opening|panel|platform|retreat|round ?table|school|seminar|session|summit"
    r"|symposium|talks?|tour|training|webinar|week|workshop)"
    r"(?=$| (?:on|of|for|in|about|with|against)\b|:| (?:19|20)\d\d\b)",
    re.I,
)
# "International Migrants Day 2025" goes without "the", "the Open Day" does not.
DAY = re.compile(r"(?!.*\b(?:Open|Info|Information|Training|Career) Day).+ Day(?: \d{4})?")
# Where the other side paid the call.
RECEIVED = re.compile(
    r"\b(?:received|welcomed at|hosted|call by|call from|(?:came|visit(?:ed)?) (?:to )?(?:us|our office|IOM)"
    r"|(?:at|in) (?:our|the IOM|IOM) (?:\w+ )?(?:office|premises)|IOM (?:\w+ )?office)\b",
    re.I,
)
KIND_WORDS = 3  # more words than these before a colon are a name, not a kind of event
MANY = 6  # more names than these are told in two sentences
FEW = 2  # so many who took part are told in the middle of a sentence
# A name in quotes at the end of another: "Career fair 'Invest in North'".
INNER = re.compile(r"(?<!\w)(?:“([^“”]+)”|\"([^\"]+)\"|‘([^‘’]+)’|'([^']+)')$")
TRAINING = re.compile(r"\b(?:training|workshop|course)s?\b", re.I)


class Talk(Enum):
    """How what it was about joins what happened: (connectors before a phrase, before a gerund)."""

    MET = (("to discuss", "for talks on", "to talk about"), ("to discuss",))
    HELD = (("on", "to discuss"), ("on", "focusing on"))
    SPOKE = (("about", "to discuss"), ("about",))
    SEEN = (("with a focus on", "focusing on"), ("with a focus on", "focusing on"))
    NAMED = ((", which focused on", ", which looked at"), (", which focused on",))
    UNNAMED = (("on",), ("on",))

    def connectors(self, is_gerund: bool) -> tuple[str, ...]:
        return self.value[is_gerund]


@dataclass(frozen=True)
class Clause:
    """Who did what, and where; `tail` follows the place and the day, `noun` names it later on.

    `subject` is "she" or "they" for those who went; `also` is a sentence on those who took part
    besides; `is_of_many` says that several bodies were met, `is_aside` that a comma parts the tail
    from a day or a place before it, `is_about` that it says what it was about.
    """

    who: str
    head: str
    where: str = ""
    tail: str = ""
    talk: Talk = Talk.MET
    noun: str = ""
    subject: str = ""
    also: str = ""
    is_of_many: bool = False
    is_aside: bool = False
    is_about: bool = False


def is_training(meeting: MeetingFacts) -> bool:
    return meeting.is_participation and bool(TRAINING.search(meeting.kind))


def was_there(meeting: MeetingFacts) -> bool:
    """Say whether one was where it took place; a call leads nowhere, however it was entered."""
    return meeting.channel not in ("online", "phone") and not meeting.is_call


def is_trip(meeting: MeetingFacts) -> bool:
    return meeting.is_visit and was_there(meeting)


def kind_in_text(meeting: MeetingFacts) -> str:
    kind = name_of(meeting.kind)
    if not (meeting.is_kind_named and kind):
        return _("meeting")
    return kind if kind[:2].isupper() else kind[:1].lower() + kind[1:]


def role_of(counterpart: CounterpartFacts) -> str:
    """Return "host", "organiser", "partner" (one that helped to organise it) or nothing."""
    role = _label_of_role(counterpart)
    if PARTNERS.match(role):
        return "partner" if ROLES.match(role) else ""
    if not HOSTS.match(role):
        return ""
    return "host" if role.startswith("host") else "organiser"


def _label_of_role(counterpart: CounterpartFacts) -> str:
    return (getattr(counterpart, "role", "") or name_of(counterpart.group)).casefold()


def is_gathering(meeting: MeetingFacts) -> bool:
    """Say whether others held it, so that IOM took part: a round table with a host."""
    is_call = meeting.is_call or "courtesy" in kind_in_text(meeting)
    is_kind = meeting.is_kind_named and not (
        is_call or meeting.is_participation or is_trip(meeting)
    )
    is_kind |= bool(name_of(meeting.event_name)) and not (
        meeting.is_participation or is_trip(meeting) or is_call
    )
    return is_kind and any(role_of(one) in ("host", "organiser") for one in meeting.parties)


PRONOUNS = {"ms": _("she"), "mrs": _("she"), "mr": _("he")}


def pronoun_for(people: Sequence[Colleague | Speaker]) -> str:
    """Return "they" for several, "she" or "he" for one by the honorific; nothing for nobody, or where it is open."""
    if len(people) > 1:
        return _("they")
    *_others, last = printed_honorific(people[0].honorific).split() or [""] if people else [""]
    return PRONOUNS.get(last.lower().rstrip("."), "")


@dataclass(frozen=True)
class Setting:
    """What the sentences before say of where one is.

    `same_place` says that the place was just named, `other_place` that another was, `is_back` that it was
    visited before in the paragraph, `travels` that those who went are on the way there; `tour` holds the other
    places where they were in its days. `occasion` is what an event without a name was: "the opening of the
    centre".
    """

    same_place: bool = False
    tour: tuple[str, ...] = ()
    other_place: bool = False
    is_back: bool = False
    travels: bool = False
    occasion: str = ""


ELSEWHERE = _("other places")
ALONE = Setting()


def make_clause(meeting: MeetingFacts, mentions: Mentions, setting: Setting = ALONE) -> Clause:
    clause = _clause(meeting, mentions, setting)
    pronoun = pronoun_for(meeting.colleagues)
    return replace(clause, subject=pronoun[:1].upper() + pronoun[1:])


def _clause(meeting: MeetingFacts, mentions: Mentions, setting: Setting) -> Clause:
    """Return the Clause of a meeting."""
    people = [text for one in meeting.colleagues if (text := mentions.colleague(one))]
    counterparts = [
        one for one in meeting.parties if is_printable(one) and not _is_where_it_was(one, meeting)
    ]
    place = "" if setting.same_place else mentions.place(meeting.place)
    if meeting.is_participation:
        return _participation(meeting, mentions, people, counterparts, place, setting.occasion)
    who = join_people(people) if people else _("IOM")
    if is_trip(meeting):
        if place and setting.tour and not re.search(r", | and ", place):
            place = join([place, *setting.tour])
        return _visit(meeting, mentions, who, counterparts, place, is_back=setting.is_back)
    roles = [role_of(one) for one in counterparts]
    if is_gathering(meeting):
        named = [_named(one, mentions) for one in counterparts]
        return _gathering(
            meeting, mentions, who, counterparts, list(zip(roles, named, strict=True)), place
        )
    names = _met(counterparts, mentions)
    clause = _meeting(meeting, who, join(names) if names else "", place, setting)
    clause = replace(clause, is_of_many=len(counterparts) > 1)
    if setting.travels and place and people and names and was_there(meeting):
        head = _("travelled to %(place)s") % {"place": place}
        did = _(" and %(did)s") % {"did": clause.head + clause.tail}
        return replace(clause, head=head, where="", tail=did, talk=Talk.MET)
    return clause


def _is_where_it_was(counterpart: CounterpartFacts, meeting: MeetingFacts) -> bool:
    """Say whether a counterpart is only the place: nobody meets an airport."""
    is_bare = not (counterpart.speakers or counterpart.group or counterpart.parent)
    is_counted = (counterpart.head_count or 0) > 1
    here = name_of(meeting.place.name) if meeting.place and was_there(meeting) else ""
    return is_bare and not is_counted and bool(here) and name_of(counterpart.name) == here


def join_people(people: list[str]) -> str:
    """Return "Ms. Jani, Mr. Bo and Ms. Ada, Project Assistant": one post, told last, needs no semicolons."""
    with_post = [text for text in people if SOFT_COMMA in text or "," in text]
    if len(with_post) != 1 or len(people) < 3:
        return join(people)
    *before, last = [text for text in people if text not in with_post]
    values = {"names": ", ".join([*before, last]), "last": with_post[0]}
    return _("%(names)s and %(last)s") % values


def is_point_of(place: Place) -> bool:
    """Say whether one is at the place, not in it."""
    name = name_of(place.name)
    is_building = place.level == "place" and bool(BUILDING.search(name))
    return place.level == "crossing" or is_building or bool(FACILITY.search(name))


def located(place: str, meeting_place: Place | None, text: str) -> str:
    """Return "in Kukes", or "at the port"; nothing where the text names the place already."""
    if not (place and meeting_place) or re.search(rf"(?<!\w){re.escape(place)}(?!\w)", text):
        return ""
    is_point = is_point_of(meeting_place)
    return (_("at %(place)s") if is_point else _("in %(place)s")) % {"place": place}


TECHNICAL = re.compile(r"(?:\w+ )?technical (?:meeting|staff|team|experts?)\b")


def _meeting(
    meeting: MeetingFacts,
    who: str,
    whom: str,
    place: str,
    setting: Setting,
) -> Clause:
    values = {"whom": whom, "kind": kind_in_text(meeting)}
    noun = _("discussion")
    talk = Talk.MET
    is_said = "" if setting.other_place else whom
    where = located(place, meeting.place, is_said) if was_there(meeting) else ""
    if meeting.channel == "phone" or (meeting.is_call and meeting.channel != "online"):
        with_whom = _(" with %(whom)s") % values if whom else ""
        is_by_phone = meeting.channel == "phone"
        if whom and is_by_phone:
            return Clause(who, _("spoke by phone"), "", with_whom, Talk.SPOKE, noun)
        head = _("had a phone call") if is_by_phone else _("had a call")
        return Clause(who, head, "", with_whom, Talk.SPOKE, noun)
    online = meeting.channel == "online"
    if not meeting.is_kind_named or meeting.is_visit:
        if not whom:
            head = _("held an online meeting") if online else _("held a meeting")
            return Clause(who, head, where, talk=Talk.HELD, noun=_("meeting"))
        where = _("online") if online else where
        is_parted = ";" in whom or (online and (SOFT_COMMA in whom or "," in whom))
        if is_parted and where:
            tail = _(" with %(whom)s") % values
            return Clause(who, _("met"), where, tail, talk, noun)
        return Clause(who, _("met %(whom)s") % values, where, talk=talk, noun=noun)
    if not online and TECHNICAL.match(values["kind"]) and TECHNICAL.match(whom):
        return Clause(who, _("met %(whom)s") % values, where, talk=talk, noun=noun)
    is_call_paid = "courtesy" in values["kind"]
    values["kind"] = with_a(_("online %(kind)s") % values if online else values["kind"])
    verb, talk = _("held %(kind)s"), Talk.HELD
    if is_call_paid:
        verb, talk = _("had %(kind)s"), Talk.MET
    elif not re.search(r"(?:meeting|table|session|consultation|workshop)$", kind_in_text(meeting)):
        verb = _("had %(kind)s")
    tail = _(" with %(whom)s") % values if whom else ""
    if is_call_paid and whom and not online and not RECEIVED.search(_all_typed(meeting)):
        return Clause(who, _("paid %(kind)s on %(whom)s") % values, where, talk=talk, noun=noun)
    return Clause(who, verb % values, where, tail, talk, noun)


def _all_typed(meeting: MeetingFacts) -> str:
    place = f"{meeting.place.name} {meeting.place.municipality}" if meeting.place else ""
    return f"{meeting.title}. {meeting.public_line}. {place}"


def _are_few(counterparts: list[CounterpartFacts]) -> bool:
    """Say whether those who took part fit in the middle of a sentence; the same alone and after others."""
    named = (len(one.speakers) + bool(one.group or not one.speakers) for one in counterparts)
    return sum(named) <= FEW


def _gathering(
    meeting: MeetingFacts,
    mentions: Mentions,
    who: str,
    counterparts: list[CounterpartFacts],
    named: list[tuple[str, list[str]]],
    place: str,
) -> Clause:
    """Return the Clause of a round table or the like that others held: "took part in a round table hosted by ..."."""
    others = [name for role, names in named if role in ("", "partner") for name in names]
    kind, name = kind_in_text(meeting), mentions.event_name(meeting)
    online = meeting.channel == "online"
    kind = _("online %(kind)s") % {"kind": kind} if online else kind
    what = event_in_text(meeting, mentions) if name and not online else with_a(kind)
    if name and online:
        what = _("the %(kind)s %(name)s") % {"kind": kind, "name": quoted(name)}
    head, also = _("took part in %(what)s"), ""
    is_few = _are_few([one for one in counterparts if role_of(one) in ("", "partner")])
    if others and is_few:
        head = _("took part with %(names)s in %(what)s")
    elif others:
        also = _also_took_part(others)
    values = {"what": what, "names": join(others) if others else ""}
    parts = []
    for role, by in (("organiser", _("organised by %s")), ("host", _("hosted by %s"))):
        if found := [name for one, names in named if one == role for name in names]:
            parts.append(by % join(found))
    tail = f" {_(' and ').join(parts)}"
    whole = tail + values["names"]
    where = located(place, meeting.place, whole) if was_there(meeting) else ""
    talk = Talk.NAMED if name else Talk.HELD
    clause = Clause(who, head % values, where, tail, talk, _("discussion"))
    return replace(clause, also=also, is_of_many=len(named) > 1, is_aside=True)


def _visit(
    meeting: MeetingFacts,
    mentions: Mentions,
    who: str,
    counterparts: list[CounterpartFacts],
    place: str,
    *,
    is_back: bool,
) -> Clause:
    names = _met(counterparts, mentions)
    values = {
        "place": place,
        "whom": join(names) if names else "",
        "kind": with_a(_("field visit")),
    }
    noun = _("visit")
    if meeting.is_kind_named:
        values["kind"] = with_a(kind_in_text(meeting))
    if names and (is_back or not place):
        where = located(place, meeting.place, values["whom"])
        return Clause(who, _("met %(whom)s") % values, where, talk=Talk.MET, noun=noun)
    if place:
        head = _("visited %(place)s")
        if meeting.is_kind_named:
            head = _("made %(kind)s to %(place)s")
    else:
        head = _("made %(kind)s")
    tail = _(" and met %(whom)s") % values if names else ""
    talk = Talk.MET if names else Talk.SEEN
    return Clause(who, head % values, "", tail, talk, noun)


def event_in_text(meeting: MeetingFacts, mentions: Mentions) -> str:
    """Return "the Youth Skills Fair", "the event “Invest in North”", or "an event" without a name."""
    kind, name = kind_in_text(meeting), mentions.event_name(meeting)
    if not name:
        return with_a(kind)
    if name.casefold().startswith("the ") and OCCASIONS.search(name):
        return f"the {name[4:]}"  # "The Sea, the Fish and the Young" is a title, and quoted below
    if found := INNER.search(name):
        before, inner = name[: found.start()].strip(" :"), next(filter(None, found.groups()))
        if DAY.fullmatch(before):
            return f"{before} (“{inner}”)"
        if OCCASIONS.search(before) and not re.search(r"[“”\"‘’]", before):
            if before[1:] == before[1:].lower():
                before = before[:1].lower() + before[1:]
            return _("the %(what)s “%(name)s”") % {"what": before, "name": inner}
    before, colon, after = name.partition(": ")
    if colon and after:  # "Side Event: Pathways", "Interviewing Migrants: Basic Course"
        what = before.casefold() if OCCASIONS.fullmatch(before.split(" ")[-1]) else ""
        is_short = what and len(before.split()) < KIND_WORDS and not is_series(before)
        values = {"what": what if is_short else kind, "name": quoted(after if is_short else name)}
        return _("the %(what)s %(name)s") % values
    if DAY.fullmatch(name):
        return name
    if OCCASIONS.search(name) and not re.search(r"[“”\"]", name):
        return _("the %(name)s") % {"name": name}
    return _("the %(kind)s %(name)s") % {"kind": kind, "name": quoted(name)}


def is_series(name: str) -> bool:
    """Say whether what stands before a colon is a name, not a kind of event: "Almaty Process", "Side Event"."""
    first, *others = name.split(" ")
    is_process = bool(others) and others[-1].lower() == "process"
    return is_process or (bool(others) and classes_of(first)[:1] == ("NP0",))


def _participation(
    meeting: MeetingFacts,
    mentions: Mentions,
    people: list[str],
    counterparts: list[CounterpartFacts],
    place: str,
    occasion: str,
) -> Clause:
    trained: list[str] = []
    others: list[str] = []
    by_role: dict[str, list[str]] = {"organiser": [], "host": [], "partner": []}
    co_organisers = False
    for one in counterparts:
        role = role_of(one)
        if is_training(meeting) and one.head_count and not one.speakers and not role:
            trained += mentions.counterpart(one)
        elif role == "partner" and not ROLES.match(name_of(one.group)) and one.group:
            others += mentions.counterpart(one)
        elif role:
            by_role[role] += _named(one, mentions)
            co_organisers |= role == "partner" and _label_of_role(one).startswith("co")
        else:
            others += mentions.counterpart(one)
    event = occasion or event_in_text(meeting, mentions)
    online = meeting.channel == "online"
    if trained and not people:
        who, head = join(trained), _("attended %(event)s")
    else:
        who = join_people(people) if people else _("IOM")
        head = _("took part online in %(event)s") if online else _("took part in %(event)s")
        others = [*trained, *others]
    head %= {"event": event}
    where = located(place, meeting.place, head) if was_there(meeting) else ""
    tail, also = _organised_by(by_role, co_organisers=co_organisers), ""
    is_few = _are_few([one for one in counterparts if not role_of(one)])
    if others and not tail:
        tail = _(" with %(names)s") % {"names": join(others)}
    elif others and is_few and not online and people:
        head = _("took part with %(names)s in %(event)s") % {"names": join(others), "event": event}
    elif others:
        also = _also_took_part(others)
    talk = Talk.NAMED if name_of(meeting.event_name) else Talk.UNNAMED
    noun = _("training") if is_training(meeting) else _("event")
    return Clause(who, head, where, tail, talk, noun, also=also, is_about=bool(occasion))


def _also_took_part(names: list[str]) -> str:
    """Return a sentence on those who took part besides; of many, people and bodies in one each."""
    names = sorted(
        names, key=lambda name: name[:1].isdigit()
    )  # no sentence begins with "18 officers"
    bodies = [name for name in names if "," not in name and SOFT_COMMA not in name]
    people = [name for name in names if name not in bodies]
    if len(names) > MANY and people and len(bodies) > 1:
        values = {"people": join(people), "bodies": join(bodies)}
        return (
            finish(_("%(people)s also took part") % values)
            + " "
            + (_("So did %(bodies)s") % values)
        )
    return _("%(names)s also took part") % {"names": join(names)}


def _met(counterparts: list[CounterpartFacts], mentions: Mentions) -> list[str]:
    """Return whom one met: "representatives of" bodies, each person with the group that came along."""
    names: list[str] = []
    bodies: list[str] = []
    at = 0  # where the bodies are told: where the first of them is
    for one in counterparts:
        found = _named(one, mentions)
        if len(counterparts) > 1 and one.group and len(found) > 1 and not role_of(one):
            *others, group = found
            person = others[-1].removesuffix(SOFT_COMMA)
            mark = SOFT_COMMA if "," in person else ""
            with_them = _("%(who)s%(mark)s with %(group)s%(mark)s")
            values = {"who": person, "mark": mark, "group": group}
            found = [*others[:-1], with_them % values]
        if is_body_alone(one):
            at = at if bodies else len(names)
            bodies += found
        else:
            names += found
    if any(re.match(r"the (?![A-Z]+$)", body) for body in bodies):  # not "the ILO"
        bodies = [_("representatives of %(bodies)s") % {"bodies": join(bodies)}]
    return [*names[:at], *bodies, *names[at:]]


def is_body_alone(counterpart: CounterpartFacts) -> bool:
    """Say whether a body is all that is known of whom one met: one met its representatives."""
    name = name_of(counterpart.name) or name_of(counterpart.parent)
    is_named = bool(name) and not (counterpart.speakers or name_of(counterpart.group))
    head = BEHIND_NOUN.split(name)[0].split(" ")[-1]
    is_called = re.match(r"(?:UN|Save the|\w+ Without) [A-Z]", name)  # "UN Women"
    are_people = not is_called and is_plural(head) and main_kind(head.lower()) == "person"
    return is_named and (counterpart.head_count or 0) < 2 and not (are_people or is_post(name))


def _named(counterpart: CounterpartFacts, mentions: Mentions) -> list[str]:
    """Return those who came, without the word for a host or organiser, which the sentence says where it matters."""
    if not ROLES.match(name_of(counterpart.group)):
        return mentions.counterpart(counterpart)
    if not counterpart.speakers and (name := mentions.organisation(counterpart)):
        return [name]
    return [re.sub(r" as [\w-]+$", "", one) for one in mentions.counterpart(counterpart)]


def _organised_by(by_role: dict[str, list[str]], *, co_organisers: bool) -> str:
    parts = []
    if by_role["organiser"]:
        parts.append(_("organised by %(names)s") % {"names": join(by_role["organiser"])})
    if by_role["partner"]:
        alone = (
            _("co-organised by %(names)s")
            if co_organisers
            else _("organised in partnership with %(names)s")
        )
        by = _("in cooperation with %(names)s") if parts else alone
        text = by % {"names": join(by_role["partner"])}
        parts = [" ".join([*parts, text])]
    if by_role["host"]:
        parts.append(_("hosted by %(names)s") % {"names": join(by_role["host"])})
    return _(", %(by)s") % {"by": _(" and ").join(parts)} if parts else ""
