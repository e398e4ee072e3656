"""One meeting in sentences: what happened, when and where, what it was about; then what was typed in sentences.

Every outline (the article, a paragraph a thematic area, a list by date, a post) describes its meetings by one
Composer, in the order in which they are read: it knows what was named before, and how the last sentence began.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from reviews.article.abbreviations import spelt_out
from reviews.article.areas import BARE_AREA, abbreviations, area_in_text, is_one_thing
from reviews.article.days import is_long, last_day, since, span
from reviews.article.grammar import (
    finish,
    join,
    name_of,
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
from reviews.article.known_names import folded_words, known_names
from reviews.article.line_of_meeting import (
    MUTUAL,
    VISIT_OF,
    WITH_A,
    adds_nothing,
    are_people,
    form_of_talk,
    gift_of,
    is_event,
    is_misread,
    is_told_by_areas,
    names_encounter,
    occasion_of,
    said_of_talk,
    to_the_point,
    with_group_of,
    with_post,
    with_pronoun_of,
    without_count,
    without_meeting,
    without_those_met,
    without_whom,
)
from reviews.article.lines import Line, read_line
from reviews.article.names import Mentions
from reviews.article.paragraphs import Sentence
from reviews.article.statement import (
    ALSO,
    BY_DAY,
    BY_PLACE,
    BY_WHO,
    IN_SAME_MONTH,
    WITHOUT_DAY,
    Order,
    Statement,
    beginning,
    length,
)
from reviews.month.meetings import Area, MeetingFacts, Place

MOST_ON_TOUR = 5  # other places of a visit that are named at once
FITS = 44  # words of a sentence, with what it was about; of more, that is a sentence of its own
TALKS = re.compile(r"\btalks?\b", re.I)


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
        self.abbreviations = abbreviations(meetings)
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
        shown, line = with_group_of(replace(meeting, parties=parties), line)
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
        text = without_whom(meeting.public_line, names)
        line = read_line(text, names, as_typed=meeting.as_typed)
        line = without_those_met(without_meeting(line, meeting), names)
        if line.is_withheld:
            return Line("private" if is_told_by_areas(meeting, line, names) else "nothing")
        return replace(line, text=without_count(line.text, meeting)) if line.text else line

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
        text, typed = line.text, [finish(self._typed(mentions, one)) for one in line.sentences]
        if text:
            text = self._typed(mentions, text)
        elif not (typed or clause.is_about or line.form == "private"):
            text = self.areas_in_text(mentions, meeting.areas)
            if clause.talk in (Talk.MET, Talk.SEEN) and text and BARE_AREA.search(text):
                text = _("%(areas)s issues") % {"areas": text}
        form = line.form if line.text else "areas"
        form, text = form_of_talk(form, text, meeting)
        typed = [with_post(one, meeting) for one in typed]
        if form == "past" and (gift := gift_of(clause, text)):
            return Statement(gift, told.when), typed, "nowhere"
        text = to_the_point(text, clause, meeting) if form == "phrase" else text
        if clause.also:
            typed = [finish(clause.also), *typed]
        says_nothing = not place and (adds_nothing(text, told) or self._are_places(text, form))
        if place == "nowhere" or not text or says_nothing:
            return told, typed, "nowhere"
        is_told = mentions is self.mentions
        if form == "past":
            text = with_pronoun_of(meeting, text)
        joined = Statement(clause, told.when, self._about(clause, form, text, is_told))
        subject = clause.subject if is_told and not clause.also else ""
        apart = self._by_itself(clause, form, text, subject or _("IOM"))
        if not place:
            is_named = form == "phrase" and bool(names_encounter(text, clause))
            is_named = is_named or (clause.talk is Talk.NAMED and are_people(text))
            is_short = length(joined.day_first()) <= FITS
            is_visit = form == "phrase" and clause.noun == _("visit") and VISIT_OF.match(text)
            breaks = is_named or is_visit or is_misread(clause, form)
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
            said, text = said_of_talk(form, text)
            if said:
                return f" {said}"
            form = "gerund" if form == "infinitive" else form
        if form == "infinitive":
            return f" {text}"
        if form == "phrase" and clause.talk is Talk.NAMED and WITH_A.match(text):
            return f", {text}"
        if form == "phrase" and clause.talk is Talk.UNNAMED and are_people(text):
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
        elif form == "phrase" and (named := names_encounter(text, clause)):
            values["text"] = text if named["article"] else with_a(text)
            return [finish(_("It was %(text)s") % values)]
        if form == "phrase" and clause.talk is Talk.NAMED and is_event(text):
            return [finish(_("It was %(text)s") % values)]
        if form == "phrase" and clause.talk is Talk.NAMED and are_people(text):
            return [finish(_("The %(noun)s was for %(text)s") % values)]
        return [finish(_("The %(noun)s focused on %(text)s") % values)]

    def areas_in_text(self, mentions: Mentions, areas: Sequence[Area]) -> str:
        texts = [
            with_the(text, area.is_abbreviation and is_one_thing(mentions.text(area.description)))
            for area in areas
            if (text := area_in_text(mentions, area))
        ]
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
        around = {beginning(self.last), beginning(more[0] if more else "")} - {""}
        orders = self._orders(told, meeting, before, lead)
        is_same = before is not None and meeting.colleagues == before.colleagues
        if is_same and not (self.was_pronoun or meeting.is_month_only):
            orders = sorted(orders, key=lambda one: one.arrange in ("day_last", "without_day"))
        fit = [order for order in orders if beginning(order(told)) not in around]
        if meeting.is_month_only and not fit:
            is_alike = before is None or is_same
            fit = [ALSO] if is_alike and beginning(ALSO(told)) not in around else [IN_SAME_MONTH]
        fit = fit or orders
        fit = [one for one in fit if beginning(one(told), 2) != beginning(self.last, 2)] or fit
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


def _pronoun(meeting: MeetingFacts, before: MeetingFacts | None) -> str:
    """Return "she" or "they" for those who went to both meetings.

    The subject of the sentence before is meant even where somebody else was met: "Mr. Bo met Mr. Ilir
    Kodra. The next day, he visited Has."
    """
    if before is None or meeting.colleagues != before.colleagues:
        return ""
    are_many = any(one.group and not role_of(one) for one in before.parties)
    return "" if are_many and len(meeting.colleagues) > 1 else pronoun_for(meeting.colleagues)
