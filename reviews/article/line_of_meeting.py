"""A public line as its own meeting tells it: without what the sentence says anyway, in the form that its kind needs.

Pure.
"""

import re
from dataclasses import replace

from django.utils.translation import gettext as _

from reviews.article.clauses import gerund_of
from reviews.article.grammar import (
    is_plural,
    name_of,
    number_in_words,
    with_a,
    with_the,
)
from reviews.article.kinds import (
    Clause,
    Talk,
    pronoun_for,
    was_there,
)
from reviews.article.known_names import KnownNames, folded_words
from reviews.article.lines import Line
from reviews.article.nouns import kinds_of, main_kind
from reviews.article.private_matters import forbidden
from reviews.article.statement import Statement
from reviews.article.titles import post_alone
from reviews.article.word_classes import tagged
from reviews.article.word_lists import LISTS
from reviews.month.meetings import MeetingFacts

HE_ALONE = re.compile(r"^H\.?E\.?(?= [a-z])")
MUTUAL = re.compile(r"agreed\b", re.I)
ARTICLE = r"(?P<article>(?:a|an|the) )?"
# Lines that name the meeting itself, and lines that name what one meets for.
ENCOUNTER = re.compile(
    rf"{ARTICLE}(?:[\w-]+ )?(?P<noun>meeting|training|workshop|visit|call|conversation)"
    r" (?:between|with|for|on|(?<!visit )of|to|in|at)\b",  # "the visit of a minister" is what it was about
    re.I,
)
OCCASION = re.compile(
    rf"{ARTICLE}(?:[\w-]+ )?(?:exchange|discussion|briefing|introduction|presentation|consultation|signing"
    r"|handover|hand-over|launch|farewell) (?:of|on|about|with|between|for|to)\b",
    re.I,
)
VISIT_OF = re.compile(r"(?:(?:a|the) )?visit (?:of|to|at|in) (?!(?:the )?(?-i:[A-Z]))", re.I)
WITH_A = re.compile(r"an? ", re.I)
BY_MEETING = LISTS["by_meeting"]
TAUGHT = re.compile(
    r"(?:(?:were )?trained|taught(?: participants)?|(?:attended|conducted|delivered|facilitated|gave|held|led"
    r"|organi[sz]ed|participated in|took part in) (?:an?|the) (?:course|session|training|workshop))"
    r" (?:about|in|on) (?!(?:the )?[A-Z])"
)
TO_DO = re.compile(rf"to (?:{'|'.join(BY_MEETING)}) ")
# What one meets to do itself; all else that is planned is discussed.
OF_TALK = {
    gerund_of(f"to {verb}"): verb
    for verb in (
        "agree", "compare", "consider", "discuss", "exchange", "explore", "follow", "identify", "look", "plan",
        "review", "think",
    )
}  # fmt: skip
GAVE = re.compile(
    r"(?:delivered|distributed|donated|gave|handed over|presented|provided|supplied|turned over) (?!on\b|about\b)"
)
MEETING_ON = re.compile(
    r"(?:(?:a|the) )?(?:(?:technical|coordination|working|bilateral|online|joint) )?"
    r"(?:meeting|discussion|call|talks?) (?:on|about) ",
    re.I,
)
MET_GROUP = re.compile(r"(?:met|talked to|spoke to|spoke with) (?P<count>\w+) (?P<whom>.+)", re.I)
# What an event can be; of the first ones there is but one.
DONE_ONCE = frozenset(
    (
        "opening",
        "reopening",
        "launch",
        "inauguration",
        "closing",
        "signing",
        "handover",
        "celebration",
    )
)
IS_OCCASION = re.compile(
    rf"{ARTICLE}(?:(?!(?:of|on|for|in|at|to|with|and)\b)[\w'’-]+ ){{0,4}}?"
    rf"(?P<noun>(?:{'|'.join(sorted(DONE_ONCE))}|ceremony|conference|congress|course|dialogue|exhibition|fair"
    r"|festival|forum|hackathon|panel|reception|round[- ]table|seminar|summit|symposium|training|webinar|workshop)s?)"
    r"(?= (?:of|on|for|in|at|with|about|between|against)\b|$)",
    re.I,
)
PREPOSITION = re.compile(r" (?:of|from|in|at|for|with|on|who|working)(?: |$)")
AND = re.compile(r",? and |, ")
FOLLOW_UP = re.compile(r"follow[- ]?ups? (?:on|to|of) ", re.I)


def gift_of(clause: Clause, text: str) -> Clause | None:
    """Return a clause that tells of what was given at an event without a name, and to whom; None for others."""
    whom = clause.tail.removeprefix(" with ")
    if (
        clause.talk is not Talk.UNNAMED
        or whom == clause.tail
        or ";" in whom
        or not GAVE.match(text)
    ):
        return None
    is_said = name_of(whom).removeprefix("the ") in text
    if " to " in text and not is_said:
        return None
    given = text if is_said else _("%(given)s to %(whom)s") % {"given": text, "whom": whom}
    return replace(clause, head=given, tail="")


def said_of_talk(form: str, text: str) -> tuple[str, str]:
    """Return ("to explore cooperation", ...) of what one does by meeting, else ("", what was talked about)."""
    if form == "phrase":
        if follow_up := FOLLOW_UP.match(text):
            return _("to follow up on %(text)s") % {"text": text[follow_up.end() :]}, text
        if occasion := OCCASION.match(text):
            text = text if occasion["article"] or " of " in text[:40] else with_a(text)
            return _("for %(text)s") % {"text": text}, text
    if form == "infinitive":
        verb = text.split(" ")[1]
        if verb in (*OF_TALK.values(), *BY_MEETING):
            return text, text
        text = gerund_of(text)
    if form == "gerund":
        verb, _space, rest = text.partition(" ")
        if base := OF_TALK.get(verb):
            return f"{_('to')} {base} {rest}", text
        if re.match(r"(?:(?:down|in|off|on|out|over|up) )?of\b", rest):
            return "", _("the %(text)s") % {"text": text}
    return "", text


def is_misread(clause: Clause, form: str) -> bool:
    """Say whether what it was about would be read with what stands before it."""
    if clause.talk is Talk.NAMED:
        return bool(clause.tail) and form != "infinitive"
    is_told = clause.talk is Talk.UNNAMED or clause.tail.startswith(_(" and met "))
    return form == "past" and (is_told or ";" in clause.head + clause.tail)


# Verbs of what either side may have said, and the noun that leaves it open who did.
WISHES = {
    "asked for": _("a request for"),
    "asked to": _("a request to"),
    "asked about": _("questions about"),
    "offered to": _("an offer to"),
    "offered": _("an offer of"),
    "pledged to": _("a pledge to"),
    "promised to": _("a promise to"),
    "proposed to": _("a proposal to"),
    "requested": _("a request for"),
    "suggested to": _("a suggestion to"),
}


def wish_of(past: str) -> str:
    """Return "a request for training" of "asked for training", which either side may have done; else nothing."""
    for verb, noun in WISHES.items():
        rest = past.removeprefix(f"{verb} ")
        if rest != past and not re.match(r"(?:that|if|whether|IOM)\b", rest):
            return f"{noun} {rest}"
    return ""


def names_encounter(text: str, clause: Clause) -> re.Match[str] | None:
    """Return what names the meeting itself: a training does only at a training, a visit on a visit."""
    found = ENCOUNTER.match(text)
    is_event = clause.talk in (Talk.NAMED, Talk.UNNAMED)
    if found and found["noun"].lower() in ("training", "workshop"):
        return found if is_event else None
    if found and found["noun"].lower() == "visit":
        return found if is_event or clause.noun == _("visit") else None
    return found


def form_of_talk(form: str, text: str, meeting: MeetingFacts) -> tuple[str, str]:
    """Return the form and the text of a line as this kind of meeting is told: what was taught as a topic."""
    if form == "past" and (wish := wish_of(text)):
        return "phrase", wish
    if form == "past" and meeting.is_participation and (taught := TAUGHT.match(text)):
        return "phrase", text[taught.end() :]
    return ("infinitive" if form == "phrase" and TO_DO.match(text) else form), text


def is_told_by_areas(meeting: MeetingFacts, line: Line, names: KnownNames) -> bool:
    """Say whether even the areas would tell what a withheld line must not: of a person met alone, or a secret."""
    is_private = any(one.code in ("private", "case") for one in line.remarks)
    is_alone = any(one.speakers and not one.organisation for one in meeting.parties)
    return is_private and (is_alone or any(forbidden(meeting.public_line, names)))


MEETING_WITH = re.compile(
    r"(?:[\w-]+ )?(?:meetings?|discussions?|visits?|talks) (?:with|to|at) (.+)", re.I
)


def without_whom(line: str, names: KnownNames) -> str:
    """Return a line without the parts after a semicolon that only say again who was met."""
    first, *others = line.split(";")
    kept = [first]
    for part in others:
        found = MEETING_WITH.fullmatch(part.strip().rstrip("."))
        if not (found and set(folded_words(found[1])) <= names.met | {"the", "and", "of"}):
            kept.append(part)
    return ";".join(kept)


MET_FOR = re.compile(
    r"(?:met|talked|spoke|(?:had|held) (?:a |an )?(?:\w+ )?(?:meetings?|talks|discussions?|call))"
    r" (?:with |to )?(?P<whom>[^,;]+?) (?:to (?:talk about|discuss)|about|on) (?P<topic>.+)",
    re.I,
)


def without_meeting(line: Line, meeting: MeetingFacts) -> Line:
    """Return "hiring of returnees" of "met Mr. Bo from the Group to talk about ...", whom the sentence names."""
    found = MET_FOR.fullmatch(line.text) if line.form == "past" else None
    if found is None:
        return line
    said = set(folded_words(found["whom"]))
    people = [one for party in meeting.parties for one in party.speakers]
    is_met = any(set(folded_words(one.name)[-1:]) & said for one in people)
    is_read = len(people) == 1 and is_met and " and " not in found["whom"]
    return replace(line, form="phrase", text=found["topic"]) if is_read else line


MET_AGAIN = re.compile(r"(?:,| and) met (?:with )?(?:the )?(?P<whom>[^,;]+)$")


def without_those_met(line: Line, names: KnownNames) -> Line:
    """Return "visited the centre" of "visited the centre and met with the Mayor", whom the sentence names."""
    found = MET_AGAIN.search(line.text) if line.form == "past" else None
    is_met = found and set(folded_words(found["whom"])) <= names.met | {"and", "of", "the"}
    return replace(line, text=line.text[: found.start()]) if found and is_met else line


def without_count(text: str, meeting: MeetingFacts) -> str:
    """Return a line without how many came, which the sentence says: "22 officers, asylum interviews"."""
    for count in {one.head_count for one in meeting.parties if one.head_count}:
        text = re.sub(rf"^{count} \w+(?:,| and) (?=\w)|(?:,| and) {count} \w+$", "", text)
    return text


def with_group_of(meeting: MeetingFacts, line: Line) -> tuple[MeetingFacts, Line]:
    """Let "14 women" be "14 women from Côte d'Ivoire" where that is all that a line says: "met 14 women from ..."."""
    found = MET_GROUP.fullmatch(line.text) if line.form == "past" else None
    if found is None:
        return meeting, line
    for at, one in enumerate(meeting.parties):
        count = one.head_count or 0
        is_counted = found["count"] in (str(count), number_in_words(count))
        if one.group and is_counted and found["whom"].startswith(one.group.lower()):
            party = replace(one, group=found["whom"])
            parties = (*meeting.parties[:at], party, *meeting.parties[at + 1 :])
            return replace(meeting, parties=parties), replace(line, text="")
    return meeting, line


def occasion_of(meeting: MeetingFacts, line: Line) -> str:
    """Return what an event without a name was, of a line that says it: "the opening of the centre"; else nothing."""
    if not meeting.is_participation or name_of(meeting.event_name) or line.form != "phrase":
        return ""
    found = IS_OCCASION.match(line.text)
    if found is None or not line.text[found.end() :]:
        return ""
    return _with_article(line.text, found)


def are_people(text: str) -> bool:
    """Say whether a line names those for whom a training is, rather than what it is on: "media fellows"."""
    if tagged(text)[0].tag in ("AVQ", "DTQ", "PNQ"):  # "how to recognise victims"
        return False
    heads = [PREPOSITION.split(one)[0].split(" ")[-1] for one in AND.split(text)]
    return all(is_plural(head) and _is_person(head) for head in heads)


def _is_person(noun: str) -> bool:
    is_often = "person" in kinds_of(noun) and noun.endswith(("ers", "ors", "ees"))
    return is_often or main_kind(noun) == "person" or noun in ("staff", "personnel", "police")


def is_event(text: str) -> bool:
    """Say whether a line says what an event was, rather than what it was about."""
    return bool(WITH_A.match(text) or IS_OCCASION.match(text))


def _with_article(text: str, found: re.Match[str]) -> str:
    bare = text.removeprefix(found["article"] or "")
    is_the = text[found.end() :].startswith(" of ") and found["noun"].lower() in DONE_ONCE
    return with_the(bare, True) if is_the else bare if found["noun"].endswith("s") else with_a(bare)


def to_the_point(text: str, clause: Clause, meeting: MeetingFacts) -> str:
    """Return a line without the place that was just said, and a line on a meeting as what it was on."""
    if meeting.place and was_there(meeting):
        here = rf" (?:in|at) (?:the )?{re.escape(name_of(meeting.place.name))}"
        shorter = re.sub(f"{here}$", "", text, flags=re.I)
        text = shorter if len(shorter.split()) > 1 and not WITH_A.match(shorter) else text
    if clause.talk is Talk.NAMED and (found := IS_OCCASION.match(text)):
        return _with_article(text, found)
    if clause.talk in (Talk.MET, Talk.HELD, Talk.SPOKE) and (found := MEETING_ON.match(text)):
        return text[found.end() :]
    return text


OBJECTS = {"she": _("her"), "he": _("him")}


def with_post(text: str, meeting: MeetingFacts) -> str:
    """Return "The Ambassador asked" of "H.E. asked" where one person was met."""
    met = [speaker for one in meeting.parties for speaker in one.speakers]
    post = post_alone(met[0].title) if len(met) == 1 else ""
    return HE_ALONE.sub(f"The {post}", text, count=1) if post else text


def with_pronoun_of(meeting: MeetingFacts, text: str) -> str:
    """Return "thanked her for her help" of "thanked the Consul for her help" where the one met is a consul."""
    met = [speaker for one in meeting.parties for speaker in one.speakers]
    if len(met) != 1 or len(meeting.parties) != 1:
        return text
    person = OBJECTS.get(pronoun_for(met), "")
    post = post_alone(met[0].title)
    if not (person and post):
        return text
    them = rf"\bthe (?:new |[A-Z]\w+ )?(?i:{re.escape(post)})\b"
    if MUTUAL.match(text):
        text = re.sub(rf" with {them}", "", text, count=1)
    text = re.sub(them, person, text, count=1)
    # "thanked the Minister", said to a Deputy Minister
    whole = re.escape(post.split(" ")[-1].split("-")[-1])
    return re.sub(rf"^({TO_SOMEBODY}) the (?i:{whole})\b", rf"\1 {person}", text)


TO_SOMEBODY = r"(?:thanked|congratulated|welcomed|briefed|informed|updated|assured|told|asked|invited|reminded)"


def adds_nothing(text: str, told: Statement) -> bool:
    """Say whether a line holds only what the sentence says: the place that was visited, the event's name."""
    said = set(re.findall(r"\w+", told.day_first().casefold()))
    return set(re.findall(r"\w+", text.casefold())) <= said
