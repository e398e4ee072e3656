"""One meeting in sentences: what happened, when and where, what it was about; then what was typed in sentences.

Every outline (the article, a paragraph a thematic area, a list by date, a post) describes its meetings by one
Composer, in the order in which they are read: it knows what was named before, and how the last sentence began.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from django.utils.translation import gettext as _

from reviews.article.abbreviations import spelt_out
from reviews.article.clauses import gerund_of
from reviews.article.days import is_long, last_day, since, span
from reviews.article.grammar import (
    finish,
    is_plural,
    join,
    name_of,
    number_in_words,
    with_a,
    with_the,
)
from reviews.article.kinds import (
    ELSEWHERE,
    Clause,
    Setting,
    Talk,
    is_trip,
    make_clause,
    pronoun_for,
    role_of,
    was_there,
)
from reviews.article.known_names import KnownNames, folded_words, known_names
from reviews.article.lines import Line, read_line
from reviews.article.names import Mentions
from reviews.article.nouns import kinds_of, main_kind
from reviews.article.paragraphs import Sentence
from reviews.article.private_matters import forbidden
from reviews.article.titles import post_alone
from reviews.month.meetings import Area, MeetingFacts, Place

MOST_ON_TOUR = 5  # other places of a visit that are named at once
FITS = 44  # words of a sentence, with what it was about; of more, that is a sentence of its own
# An area that alone is a label, no matter that one discusses: "youth".
BARE_AREA = re.compile(r"(?:^| )(?:youth|data|climate|health|diaspora|protection)$")
TOPIC = 7  # words of what a meeting is on, said before whom it was with
ONE_THING = re.compile(
    r"Agenda|Agreement|Compact|Framework|Fund|Index|Initiative|Matrix|Mechanism|Network|Plan|Platform|Portal"
    r"|Programme|Project|Strategy|System"
)
PLACED = re.compile(r" (?:in|at|from|near) ")
DATED = (_("on "), _("from "))  # how a day begins that is told by its date
HE_ALONE = re.compile(r"^H\.?E\.?(?= [a-z])")
TALKS = re.compile(r"\btalks?\b", re.I)
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
BY_MEETING = frozenset(
    """advocate ask assess bid brief celebrate check clarify close collect confirm congratulate coordinate define
    deliver encourage explain express finalise finalize get hand hear inform introduce invite know launch learn listen
    lobby mark meet negotiate observe offer open present propose receive remind request say see seek share show
    sign speak submit talk thank understand update urge verify visit welcome""".split()  # noqa: SIM905
)
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
    r"|festival|forum|hackathon|panel|reception|seminar|summit|symposium|training|webinar|workshop)s?)"
    r"(?= (?:of|on|for|in|at|with|about|between|against)\b|$)",
    re.I,
)
PREPOSITION = re.compile(r" (?:of|from|in|at|for|with|on|who|working)(?: |$)")
AND = re.compile(r",? and |, ")
FOLLOW_UP = re.compile(r"follow[- ]?ups? (?:on|to|of) ", re.I)


@dataclass(frozen=True)
class Statement:
    """The parts of a meeting's first sentence, from which it can be put in several orders."""

    clause: Clause
    when: str  # "on 5 March"
    about: str = ""  # " to discuss work permits"

    def _put(self, where: str, when: str) -> str:
        one = self.clause
        topic, about = (self.about, "") if self.is_topic_first else ("", self.about)
        comma = "," if one.is_aside and (topic or where or when) else ""
        is_dated = when.startswith(DATED)
        parts = [where, "" if is_dated else when]
        # "on early warning in Morobe in Lae", "on expulsions the next day" would be read together.
        is_last = bool(topic) and bool(PLACED.search(topic) or parts[1])
        parts = [*parts, topic.strip()] if is_last else [topic.strip(), *parts]
        start = " ".join(filter(None, (one.who, one.head, *parts, when if is_dated else "")))
        return f"{start}{comma}{one.tail}{about}"

    @cached_property
    def is_topic_first(self) -> bool:
        """Say whether what it was about is short enough to stand before whom it was with."""
        if self.clause.talk is not Talk.HELD:
            return self.clause.talk is Talk.UNNAMED
        return len(self.about.split()) <= TOPIC and self.about.startswith(f" {_('on')} ")

    def day_first(self, when: str = "") -> str:
        text, when = self._put(self.clause.where, ""), when or self.when
        return finish(f"{when}, {text}" if when else text)

    def day_last(self, when: str = "") -> str:
        return finish(self._put(self.clause.where, when or self.when))

    def without_day(self, when: str = "") -> str:
        return finish(self._put(self.clause.where, when))

    def also_without_day(self, when: str = "") -> str:
        clause = replace(self.clause, head=_("also %(did)s") % {"did": self.clause.head})
        return replace(self, clause=clause).without_day(when)

    def place_first(self, when: str = "") -> str:
        start = " ".join(filter(None, (self.clause.where, when or self.when)))
        return finish(f"{start}, {self._put('', '')}")


@dataclass(frozen=True)
class Order:
    """One way to put a sentence: `arrange` names a method of Statement, `when` replaces the day."""

    arrange: str
    when: str = ""

    @property
    def shape(self) -> str:
        return f"{self.arrange} {self.when}"

    def __call__(self, told: Statement) -> str:
        put: Callable[[str], str] = getattr(told, self.arrange)
        return put(self.when)


BY_DAY, BY_WHO, BY_PLACE = Order("day_first"), Order("day_last"), Order("place_first")
WITHOUT_DAY = Order("without_day")
ALSO = Order("also_without_day")
IN_SAME_MONTH = Order("day_first", _("in the same month"))


class Composer:
    def __init__(
        self,
        meetings: Sequence[MeetingFacts],
        office: str,
        seat: str,
        spellings: dict[str, str] | None,
    ) -> None:
        self.mentions = Mentions(meetings, spellings or {})
        self.office, self.seat = name_of(office), self.mentions.spell(seat)
        self.known = known_names(meetings)
        self.abbreviations = _abbreviations(meetings)
        self.on_tour = _on_tour(meetings)
        self.in_opening: set[str] = set()  # codes of the areas that the opening named
        self.last = ""  # the sentence before
        self.shapes: list[str] = []  # how the sentences before were put
        self.first_shapes: list[str] = []  # how the paragraphs before began
        self.was_pronoun = False
        self.is_meanwhile = False  # the paragraph begins while what was told before went on
        self.visited: set[str] = set()  # names of the places that were visited in the paragraph
        self.said_also = self.said_pronoun = False
        self.has_more = False  # something was typed after the first sentence on the meeting before
        self.connector = ""  # what joined the last thing that was talked about
        self.connectors: dict[str, int] = {}  # when each was used last
        self.said = 0

    def describe(
        self,
        meeting: MeetingFacts,
        *,
        before: MeetingFacts | None = None,
        lead: str = "",
        travels: bool = False,
        left_out: frozenset[str] = frozenset(),
    ) -> list[Sentence]:
        """Return the sentences of a meeting.

        `before` is the one told before it in the same paragraph, `lead` says when it was where its day is
        not known, `travels` that it is the first of a trip, `left_out` are slugs of those told with others.
        """
        line = self.line_of(meeting)
        parties = tuple(one for one in meeting.parties if one.slug not in left_out)
        shown, line = _with_group_of(replace(meeting, parties=parties), line)
        occasion = occasion_of(shown, line)
        line = replace(line, text="") if occasion else line
        setting = self._setting(meeting, before, travels=travels, occasion=occasion)
        tour = self._tour(meeting)
        by_itself = Setting(tour=tour, travels=travels, occasion=occasion)

        def clause_of(mentions: Mentions, is_alone: bool) -> Clause:
            return make_clause(shown, mentions, by_itself if is_alone else setting)

        place = "apart" if line.text and len(parties) < len(meeting.parties) else ""
        return self.put([meeting], clause_of, before=before, lead=lead, line=line, place=place)

    def _setting(
        self, meeting: MeetingFacts, before: MeetingFacts | None, *, travels: bool, occasion: str
    ) -> Setting:
        here = meeting.place if was_there(meeting) else None
        there = before.place if before and was_there(before) else None
        names = set(filter(None, re.split(r", | and ", self.mentions.place(here))))
        is_back = bool(names) and names <= self.visited
        self.visited |= names if is_trip(meeting) else set()
        is_same = here is not None and here == there
        is_other = bool(here and here.level) and not is_same
        is_other = is_other and there is not None and not self.is_away(there)
        tour = self._tour(meeting)
        self.visited |= set(tour) - {ELSEWHERE}
        return Setting(is_same, tour, is_other, is_back, travels, occasion)

    def _tour(self, meeting: MeetingFacts) -> tuple[str, ...]:
        """Return the other places of a visit of several days: by name where all who went were there too."""
        others = self.on_tour.get(meeting.reference, ())
        together = [one for one in others if set(meeting.colleagues) <= set(one.colleagues)]
        names = dict.fromkeys(self.mentions.place(one.place) for one in together)
        if len(names) > MOST_ON_TOUR:
            return (ELSEWHERE,)
        return (*names, *([ELSEWHERE] if len(together) < len(others) else []))

    def put(
        self,
        meetings: Sequence[MeetingFacts],
        clause_of: Callable[[Mentions, bool], Clause],
        *,
        before: MeetingFacts | None = None,
        lead: str = "",
        line: Line | None = None,
        place: str = "",
    ) -> list[Sentence]:
        """Return the sentences of meetings that share one clause, and the public line of the first of them.

        `clause_of(mentions, is_alone)` makes the clause, as it follows what was said or as it reads alone.
        """
        meeting, line = meetings[0], line or self.line_of(meetings[0])
        references = tuple(one.reference for one in meetings)
        with self.mentions.telling(references) as told:
            clause = self._with_pronoun(clause_of(self.mentions, False), meeting, before)
            first, more, place = self._parts(self.mentions, clause, meeting, line, place)
        forgetful = self.mentions.afresh()
        clause = clause_of(forgetful, True)
        alone, more_alone, _place = self._parts(forgetful, clause, meeting, line, place)
        order = self._order(first, meeting, before, lead, more)
        needs_day = bool(order.when) or order in (WITHOUT_DAY, ALSO)
        whole = alone.day_first(lead) if needs_day else order(alone)
        leans = {*told.leans_on, *([before.reference] if before else [])} - set(references)
        texts = [(order(first), whole), *zip(more, more_alone, strict=True)]
        self.last, self.has_more = texts[-1][0], bool(more)
        return [
            Sentence(text, references, by_itself, tuple(sorted(leans)))
            if by_itself != text
            else Sentence(text, references)
            for text, by_itself in texts
        ]

    def new_paragraph(self, *, is_meanwhile: bool = False) -> None:
        self.mentions.new_paragraph()
        self.was_pronoun, self.is_meanwhile = False, is_meanwhile
        self.visited, self.said_pronoun = set(), False

    def _with_pronoun(
        self, clause: Clause, meeting: MeetingFacts, before: MeetingFacts | None
    ) -> Clause:
        """Let "she" stand for the one colleague of the sentence before, where it can mean nobody else."""
        is_far = self.was_pronoun or self.has_more
        pronoun = "" if is_far else _pronoun(meeting, before)
        self.was_pronoun = bool(pronoun)
        if not (pronoun and before):
            return clause
        is_also = meeting.day == before.day and not is_long(before)
        is_also = is_also and not (meeting.is_month_only and self.said_pronoun)
        self.said_pronoun = True
        if is_also:
            return replace(clause, who=pronoun, head=_("also %(did)s") % {"did": clause.head})
        return replace(clause, who=pronoun)

    def line_of(self, meeting: MeetingFacts) -> Line:
        names = self.known.of(meeting)
        text = _without_whom(meeting.public_line, names)
        line = read_line(text, names, as_typed=meeting.as_typed)
        line = _without_meeting(line, meeting)
        if line.is_withheld:
            return Line("private" if _is_told_by_areas(meeting, line, names) else "nothing")
        return replace(line, text=_without_count(line.text, meeting)) if line.text else line

    def tells_nothing_of(self, meeting: MeetingFacts) -> bool:
        """Say whether all that is known of a meeting is a line that waits for an answer, and where it was."""
        if meeting.parties or meeting.areas or meeting.is_participation or meeting.is_visit:
            return False
        is_typed = bool(name_of(meeting.public_line)) and not name_of(meeting.event_name)
        line = self.line_of(meeting) if is_typed else None
        return line is not None and not (line.text or line.sentences)

    def is_away(self, place: Place) -> bool:
        """Say whether a place is neither at the seat nor known as the country alone."""
        return bool(place.level) and self.town(place) not in ("", self.seat, self.office)

    def town(self, place: Place) -> str:
        return self.mentions.place_name(place.municipality or place.name)

    def _parts(
        self,
        mentions: Mentions,
        clause: Clause,
        meeting: MeetingFacts,
        line: Line,
        place: str = "",
    ) -> tuple[Statement, list[str], str]:
        """Return the first sentence in its parts, what follows it as texts, and the place of what it was about.

        That is "joined", "apart" or "nowhere"; it is chosen by how it reads where none is given.
        """
        told = Statement(clause, span(meeting))
        text, typed = line.text, [self._typed(mentions, one) for one in line.sentences]
        if text:
            text = self._typed(mentions, text)
        elif not (typed or clause.is_about or line.form == "private"):
            text = self.areas_in_text(mentions, meeting.areas)
            if clause.talk in (Talk.MET, Talk.SEEN) and text and BARE_AREA.search(text):
                text = _("%(areas)s issues") % {"areas": text}
        form = line.form if line.text else "areas"
        form, text = _form_of_talk(form, text, meeting)
        typed = [_with_post(one, meeting) for one in typed]
        if form == "past" and (gift := _given(clause, text)):
            return Statement(gift, told.when), typed, "nowhere"
        text = _to_the_point(text, clause, meeting) if form == "phrase" else text
        if clause.also:
            typed = [finish(clause.also), *typed]
        says_nothing = not place and (_adds_nothing(text, told) or self._are_places(text, form))
        if place == "nowhere" or not text or says_nothing:
            return told, typed, "nowhere"
        is_told = mentions is self.mentions
        if form == "past":
            text = _with_pronoun_of(meeting, text)
        joined = Statement(clause, told.when, self._about(clause, form, text, is_told))
        subject = clause.subject if is_told and not clause.also else ""
        apart = self._by_itself(clause, form, text, subject or _("IOM"))
        if not place:
            is_named = form == "phrase" and bool(_names_encounter(text, clause))
            is_named = is_named or (clause.talk is Talk.NAMED and _are_people(text))
            is_short = _length(joined.day_first()) <= FITS
            is_visit = form == "phrase" and clause.noun == _("visit") and VISIT_OF.match(text)
            breaks = is_named or is_visit or _breaks(clause, form)
            place = "joined" if is_short and not breaks else "apart"
        if place == "joined":
            return joined, typed, place
        return told, [*apart, *typed], place

    def _are_places(self, text: str, form: str) -> bool:
        """Say whether a line only lists places on record, which the sentences on them name."""
        names = {word for place in self.known.places for word in place.split()}
        return form == "phrase" and set(folded_words(text)) <= names | {"and", "in", "the"}

    def _about(self, clause: Clause, form: str, text: str, is_told: bool) -> str:
        """Return " to discuss work permits", " to explore ...", " and agreed to ..."."""
        if form == "past":
            if MUTUAL.match(text):
                who = _("they") if clause.is_of_many else _("the two sides")
                return _(", and %(who)s %(did)s") % {"who": who, "did": text}
            return _(" and %(did)s") % {"did": text}
        if clause.talk in (Talk.MET, Talk.HELD):
            said, text = _said_of_talk(form, text)
            if said:
                return f" {said}"
            form = "gerund" if form == "infinitive" else form
        if form == "infinitive":
            return f" {text}"
        if form == "phrase" and clause.talk is Talk.NAMED and WITH_A.match(text):
            return f", {text}"
        if form == "phrase" and clause.talk is Talk.UNNAMED and _are_people(text):
            return _(" for %(text)s") % {"text": text}
        connectors = clause.talk.connectors(form == "gerund")
        if is_told:
            fit = [one for one in connectors if not (TALKS.search(one) and TALKS.search(text))]
            least = min(fit or connectors, key=lambda one: self.connectors.get(one, 0))
            self.connector = least
            self.said += 1
            self.connectors[least] = self.said
        connector = self.connector if self.connector in connectors else connectors[0]
        space = "" if connector.startswith(",") else " "
        return f"{space}{_(connector)} {text}"

    def _by_itself(self, clause: Clause, form: str, text: str, subject: str) -> list[str]:
        """Return what it was about as a sentence; areas that don't fit in go without."""
        values = {"noun": clause.noun or _("discussion"), "text": text}
        if form == "areas":
            return []
        if form == "infinitive":
            return [finish(_("The aim was %(text)s") % values)]
        if form == "past":
            sides = _("They") if clause.is_of_many else _("The two sides")
            return [finish(f"{sides if MUTUAL.match(text) else subject} {text}")]
        visit = VISIT_OF.match(text) if clause.noun == _("visit") else None
        if form == "phrase" and visit:
            values["text"] = text[visit.end() :]
        elif form == "phrase" and (named := _names_encounter(text, clause)):
            values["text"] = text if named["article"] else with_a(text)
            return [finish(_("It was %(text)s") % values)]
        if form == "phrase" and clause.talk is Talk.NAMED and _is_event(text):
            return [finish(_("It was %(text)s") % values)]
        if form == "phrase" and clause.talk is Talk.NAMED and _are_people(text):
            return [finish(_("The %(noun)s was for %(text)s") % values)]
        return [finish(_("The %(noun)s focused on %(text)s") % values)]

    def areas_in_text(self, mentions: Mentions, areas: Sequence[Area]) -> str:
        texts = [text for area in areas if (text := area_in_text(mentions, area))]
        return join(texts) if texts else ""

    def _typed(self, mentions: Mentions, text: str) -> str:
        """Return what was typed with places as the office prints them, and abbreviations spelt out once."""
        text = mentions.spell(text)
        for area, pattern in self.abbreviations:
            found = None if area.code in mentions.areas else pattern.search(text)
            if found is None:
                continue
            full = mentions.area(area)
            if name_of(area.description).casefold() not in text.casefold():
                text = text[: found.start()] + full + text[found.end() :]
        return spelt_out(text, mentions.is_first_of)

    def _order(
        self,
        told: Statement,
        meeting: MeetingFacts,
        before: MeetingFacts | None,
        lead: str,
        more: list[str],
    ) -> Order:
        """Return the order that begins neither as the sentence before nor the one after, and was used least of late."""
        around = {_beginning(self.last), _beginning(more[0] if more else "")} - {""}
        orders = self._orders(told, meeting, before, lead)
        is_same = before is not None and meeting.colleagues == before.colleagues
        if is_same and not (self.was_pronoun or meeting.is_month_only):
            orders = sorted(orders, key=lambda one: one.arrange in ("day_last", "without_day"))
        fit = [order for order in orders if _beginning(order(told)) not in around]
        if meeting.is_month_only and not fit:
            is_alike = before is None or is_same
            fit = [ALSO] if is_alike and _beginning(ALSO(told)) not in around else [IN_SAME_MONTH]
        fit = fit or orders
        fit = [one for one in fit if _beginning(one(told), 2) != _beginning(self.last, 2)] or fit
        shapes = self.first_shapes if before is None and not meeting.is_month_only else self.shapes
        fresh = [order for order in fit if order.shape not in shapes[-2:]]
        fresh = fresh or [order for order in fit if order.shape not in shapes[-1:]]
        order = (fresh or fit)[0]
        self.said_also |= order == ALSO
        shapes.append(order.shape)
        if shapes is self.first_shapes:
            self.shapes.append(order.shape)
        return order

    def _orders(
        self, told: Statement, meeting: MeetingFacts, before: MeetingFacts | None, lead: str
    ) -> list[Order]:
        has_place = bool(told.clause.where) and told.clause.where != _("online")
        places = [BY_PLACE] if has_place else []
        if meeting.is_month_only:
            leads = [Order("day_first", lead)] if lead else []
            is_other = before is not None and before.colleagues != meeting.colleagues
            also = [] if self.said_also or self.was_pronoun or is_other else [ALSO]
            return [*leads, BY_WHO, *places, *also]
        if before is None and self.is_meanwhile:
            return [Order("day_first", _("meanwhile, %(when)s") % {"when": told.when})]
        if before is None:
            return [BY_DAY, BY_WHO]
        relative = since(meeting, before)
        if not relative:
            return [BY_WHO, BY_DAY, *places]
        is_hung = told.clause.tail.startswith(",")  # "..., organised by", which no day may part
        has_room = bool(told.clause.where or told.clause.tail) and not is_hung
        was_relative = bool(self.shapes) and not self.shapes[-1].endswith(" ")
        if relative == _("the same day"):
            that_day = _("that day")
            late = [Order("day_last", that_day)] if has_room else []
            early = [Order("day_first", relative), Order("day_first", that_day)]
            if self.was_pronoun:
                return [WITHOUT_DAY, *late, *early, *places]
            if was_relative:
                return [*late, *places, *early, BY_WHO]
            return [early[0], *late, *places, early[1]]
        if was_relative:
            return [BY_DAY, BY_WHO, *places]
        late = [Order("day_last", relative)] if has_room else []
        return [Order("day_first", relative), *late, BY_DAY, BY_WHO, *places]


def _given(clause: Clause, text: str) -> Clause | None:
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


def _said_of_talk(form: str, text: str) -> tuple[str, str]:
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


def area_in_text(mentions: Mentions, area: Area) -> str:
    """Return an area as it is written inside a sentence: "labour mobility", "AVRR", "the Migration Fund (MF)"."""
    text = mentions.area(area)
    if area.is_abbreviation and text != mentions.text(area.name):
        return with_the(text, is_one_thing(mentions.text(area.description)))
    if area.is_abbreviation or text[:2].isupper():
        return text
    return text[:1].lower() + text[1:]


def is_one_thing(name: str) -> bool:
    """Say whether a name of several words is of one thing: "Displacement Tracking Matrix"."""
    *others, head = name.split()
    return bool(others) and ONE_THING.fullmatch(head) is not None


def _on_tour(meetings: Sequence[MeetingFacts]) -> dict[str, tuple[MeetingFacts, ...]]:
    """Return {reference of a visit of several days: visits to other places in its days, by some of those who went}."""
    trips = [one for one in meetings if is_trip(one) and one.place and not one.is_month_only]
    tours = {
        one.reference: tuple(
            other
            for other in trips
            if one.day < other.day <= last_day(one)
            and other.place != one.place
            and set(one.colleagues) & set(other.colleagues)
        )
        for one in trips
        if is_long(one)
    }
    return {reference: others for reference, others in tours.items() if others}


def _abbreviations(meetings: Sequence[MeetingFacts]) -> list[tuple[Area, re.Pattern[str]]]:
    areas = {area.code: area for meeting in meetings for area in meeting.areas}
    return [
        (area, re.compile(rf"(?<![\w(]){re.escape(area.name)}(?![\w)])"))
        for area in areas.values()
        if area.is_abbreviation and name_of(area.name)
    ]


def _beginning(text: str, words: int = 3) -> str:
    return " ".join(re.findall(r"[\w'’]+", text.casefold())[:words])


def _length(text: str) -> int:
    return len(text.split())


def _breaks(clause: Clause, form: str) -> bool:
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


def _names_encounter(text: str, clause: Clause) -> re.Match[str] | None:
    """Return what names the meeting itself: a training does only at a training, a visit on a visit."""
    found = ENCOUNTER.match(text)
    is_event = clause.talk in (Talk.NAMED, Talk.UNNAMED)
    if found and found["noun"].lower() in ("training", "workshop"):
        return found if is_event else None
    if found and found["noun"].lower() == "visit":
        return found if is_event or clause.noun == _("visit") else None
    return found


def _form_of_talk(form: str, text: str, meeting: MeetingFacts) -> tuple[str, str]:
    """Return the form and the text of a line as this kind of meeting is told: what was taught as a topic."""
    if form == "past" and (wish := wish_of(text)):
        return "phrase", wish
    if form == "past" and meeting.is_participation and (taught := TAUGHT.match(text)):
        return "phrase", text[taught.end() :]
    return ("infinitive" if form == "phrase" and TO_DO.match(text) else form), text


def _is_told_by_areas(meeting: MeetingFacts, line: Line, names: KnownNames) -> bool:
    """Say whether even the areas would tell what a withheld line must not: of a person met alone, or a secret."""
    is_private = any(one.code in ("private", "case") for one in line.remarks)
    is_alone = any(one.speakers and not one.organisation for one in meeting.parties)
    return is_private and (is_alone or any(forbidden(meeting.public_line, names)))


MEETING_WITH = re.compile(
    r"(?:[\w-]+ )?(?:meetings?|discussions?|visits?|talks) (?:with|to|at) (.+)", re.I
)


def _without_whom(line: str, names: KnownNames) -> str:
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


def _without_meeting(line: Line, meeting: MeetingFacts) -> Line:
    """Return "hiring of returnees" of "met Mr. Bo from the Group to talk about ...", whom the sentence names."""
    found = MET_FOR.fullmatch(line.text) if line.form == "past" else None
    if found is None:
        return line
    said = set(folded_words(found["whom"]))
    people = [one for party in meeting.parties for one in party.speakers]
    is_met = any(set(folded_words(one.name)[-1:]) & said for one in people)
    is_read = len(people) == 1 and is_met and " and " not in found["whom"]
    return replace(line, form="phrase", text=found["topic"]) if is_read else line


def _without_count(text: str, meeting: MeetingFacts) -> str:
    """Return a line without how many came, which the sentence says: "22 officers, asylum interviews"."""
    for count in {one.head_count for one in meeting.parties if one.head_count}:
        text = re.sub(rf"^{count} \w+(?:,| and) (?=\w)|(?:,| and) {count} \w+$", "", text)
    return text


def _with_group_of(meeting: MeetingFacts, line: Line) -> tuple[MeetingFacts, Line]:
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


def _are_people(text: str) -> bool:
    """Say whether a line names those for whom a training is, rather than what it is on: "media fellows"."""
    heads = [PREPOSITION.split(one)[0].split(" ")[-1] for one in AND.split(text)]
    return all(is_plural(head) and _is_person(head) for head in heads)


def _is_person(noun: str) -> bool:
    is_often = "person" in kinds_of(noun) and noun.endswith(("ers", "ors", "ees"))
    return is_often or main_kind(noun) == "person" or noun in ("staff", "personnel", "police")


def _is_event(text: str) -> bool:
    """Say whether a line says what an event was, rather than what it was about."""
    return bool(WITH_A.match(text) or IS_OCCASION.match(text))


def _with_article(text: str, found: re.Match[str]) -> str:
    bare = text.removeprefix(found["article"] or "")
    is_the = text[found.end() :].startswith(" of ") and found["noun"].lower() in DONE_ONCE
    return with_the(bare, True) if is_the else bare if found["noun"].endswith("s") else with_a(bare)


def _to_the_point(text: str, clause: Clause, meeting: MeetingFacts) -> str:
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


def _pronoun(meeting: MeetingFacts, before: MeetingFacts | None) -> str:
    """Return "she" or "they" for those who went to both meetings.

    The subject of the sentence before is meant even where somebody else was met: "Mr. Bo met Mr. Ilir
    Kodra. The next day, he visited Has."
    """
    if before is None or meeting.colleagues != before.colleagues:
        return ""
    are_many = any(one.group and not role_of(one) for one in before.parties)
    return "" if are_many and len(meeting.colleagues) > 1 else pronoun_for(meeting.colleagues)


OBJECTS = {"she": _("her"), "he": _("him")}


def _with_post(text: str, meeting: MeetingFacts) -> str:
    """Return "The Ambassador asked" of "H.E. asked" where one person was met."""
    met = [speaker for one in meeting.parties for speaker in one.speakers]
    post = post_alone(met[0].title) if len(met) == 1 else ""
    return HE_ALONE.sub(f"The {post}", text, count=1) if post else text


def _with_pronoun_of(meeting: MeetingFacts, text: str) -> str:
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


def _adds_nothing(text: str, told: Statement) -> bool:
    """Say whether a line holds only what the sentence says: the place that was visited, the event's name."""
    said = set(re.findall(r"\w+", told.day_first().casefold()))
    return set(re.findall(r"\w+", text.casefold())) <= said
