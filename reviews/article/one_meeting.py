"""One meeting in sentences: what happened, when and where, what it was about; then what was typed in sentences.

Every outline (the article, a paragraph a thematic area, a list by date, a post) describes its meetings by one
Composer, in the order in which they are read: it knows what was named before, and how the last sentence began.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from reviews.article.days import since, span
from reviews.article.grammar import finish, join, name_of, with_a
from reviews.article.kinds import Clause, Talk, make_clause, was_there
from reviews.article.known_names import KnownNames, folded_words, known_names
from reviews.article.lines import Line, read_line
from reviews.article.names import Mentions
from reviews.article.paragraphs import Sentence
from reviews.month.meetings import Area, MeetingFacts, Place

FITS = 44  # words of a sentence, with what it was about; of more, that is a sentence of its own
TOPIC = 7  # words of what a meeting is on, said before whom it was with
MUTUAL = re.compile(r"agreed\b", re.I)
ARTICLE = r"(?P<article>(?:a|an|the) )?"
# Lines that name the meeting itself, and lines that name what one meets for.
ENCOUNTER = re.compile(
    rf"{ARTICLE}(?:[\w-]+ )?(?:meeting|training|workshop|visit|call|conversation)"
    r" (?:between|with|for|on|(?<!visit )of|to|in|at)\b",  # "the visit of a minister" is what it was about
    re.I,
)
OCCASION = re.compile(
    rf"{ARTICLE}(?:[\w-]+ )?(?:exchange|discussion|briefing|introduction|presentation|consultation|signing"
    r"|handover|hand-over|launch|farewell) (?:of|on|about|with|between|for|to)\b",
    re.I,
)
VISIT_OF = re.compile(r"(?:(?:a|the) )?visit (?:of|to|at|in) ", re.I)
WITH_A = re.compile(r"an? ", re.I)
FOLLOW_UP = re.compile(r"follow[- ]?ups? (?:on|to|of) ", re.I)


@dataclass(frozen=True)
class Statement:
    """The parts of a meeting's first sentence, from which it can be put in several orders."""

    clause: Clause
    when: str  # "on 5 March"
    about: str = ""  # " to discuss work permits"

    def _put(self, where: str, when: str) -> str:
        one = self.clause
        is_short = self.about.startswith(f" {_('on')} ") and len(self.about.split()) <= TOPIC
        is_topic = one.talk is Talk.UNNAMED or (one.talk is Talk.HELD and is_short)
        topic, about = (self.about, "") if is_topic else ("", self.about)
        return (
            f"{' '.join(filter(None, (one.who, one.head + topic, where, when)))}{one.tail}{about}"
        )

    def day_first(self, when: str = "") -> str:
        text, when = self._put(self.clause.where, ""), when or self.when
        return finish(f"{when}, {text}" if when else text)

    def day_last(self, when: str = "") -> str:
        return finish(self._put(self.clause.where, when or self.when))

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
        self.in_opening: set[str] = set()  # codes of the areas that the opening named
        self.last = ""  # the sentence before
        self.shapes: list[str] = []  # how the sentences before were put
        self.first_shapes: list[str] = []  # how the paragraphs before began
        self.was_pronoun = False
        self.has_more = False  # something was typed after the first sentence on the meeting before
        self.connector = ""

    def describe(
        self,
        meeting: MeetingFacts,
        *,
        before: MeetingFacts | None = None,
        lead: str = "",
        travels: bool = False,
    ) -> list[Sentence]:
        """Return the sentences of a meeting.

        `before` is the one told before it in the same paragraph, `lead` says when it was where its day is
        not known, `travels` that it is the first of a trip.
        """
        same_place = bool(
            before and was_there(before) and meeting.place and meeting.place == before.place
        )

        def clause_of(mentions: Mentions, is_alone: bool) -> Clause:
            again = same_place and not is_alone
            return make_clause(meeting, mentions, same_place=again, travels=travels)

        return self.put([meeting], clause_of, before=before, lead=lead)

    def put(
        self,
        meetings: Sequence[MeetingFacts],
        clause_of: Callable[[Mentions, bool], Clause],
        *,
        before: MeetingFacts | None = None,
        lead: str = "",
    ) -> list[Sentence]:
        """Return the sentences of meetings that share one clause, and the public line of the first of them.

        `clause_of(mentions, is_alone)` makes the clause, as it follows what was said or as it reads alone.
        """
        meeting, line = meetings[0], self.line_of(meetings[0])
        references = tuple(one.reference for one in meetings)
        with self.mentions.telling(references) as told:
            clause = self._with_pronoun(clause_of(self.mentions, False), meeting, before)
            first, more, place = self._parts(self.mentions, clause, meeting, line)
        forgetful = self.mentions.afresh()
        clause = clause_of(forgetful, True)
        alone, more_alone, _place = self._parts(forgetful, clause, meeting, line, place)
        order = self._order(first, meeting, before, lead, more)
        whole = alone.day_first(lead) if order.when else order(alone)
        leans = {*told.leans_on, *([before.reference] if before else [])} - set(references)
        texts = [(order(first), whole), *zip(more, more_alone, strict=True)]
        self.last, self.has_more = texts[-1][0], bool(more)
        return [
            Sentence(text, references, by_itself, tuple(sorted(leans)))
            if by_itself != text
            else Sentence(text, references)
            for text, by_itself in texts
        ]

    def new_paragraph(self) -> None:
        self.mentions.new_paragraph()
        self.was_pronoun = False

    def _with_pronoun(
        self, clause: Clause, meeting: MeetingFacts, before: MeetingFacts | None
    ) -> Clause:
        """Let "she" stand for the one colleague of the sentence before, where it can mean nobody else."""
        is_far = self.was_pronoun or self.has_more
        pronoun = "" if is_far else _pronoun(meeting, before)
        self.was_pronoun = bool(pronoun)
        if not (pronoun and before) or meeting.is_month_only:
            return clause
        if meeting.day == before.day and not clause.head.startswith(_("also ")):
            return replace(clause, who=pronoun, head=_("also %(did)s") % {"did": clause.head})
        return replace(clause, who=pronoun)

    def line_of(self, meeting: MeetingFacts) -> Line:
        names = self.known.of(meeting)
        text = _without_whom(meeting.public_line, names)
        line = read_line(text, names, as_typed=meeting.as_typed)
        if line.is_withheld:
            return Line("nothing")
        return replace(line, text=_without_count(line.text, meeting)) if line.text else line

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
        elif not typed:
            text = self.areas_in_text(mentions, meeting.areas)
        form = line.form if line.text else "areas"
        if place == "nowhere" or not text or (not place and _adds_nothing(text, told)):
            return told, typed, "nowhere"
        joined = Statement(
            clause, told.when, self._about(clause, form, text, mentions is self.mentions)
        )
        apart = self._by_itself(clause, form, text)
        if not place:
            is_named = form == "phrase" and bool(ENCOUNTER.match(text))
            is_short = _length(joined.day_first()) <= FITS
            place = "joined" if is_short and not (is_named or _breaks(clause, form)) else "apart"
        if place == "joined":
            return joined, typed, place
        return told, [*apart, *typed], place

    def _about(self, clause: Clause, form: str, text: str, is_told: bool) -> str:
        """Return " to discuss work permits", " with a view to ...", " and agreed to ..."."""
        if form == "infinitive":
            return f" {text}"
        if form == "past":
            if MUTUAL.match(text):
                return _(", and the two sides %(did)s") % {"did": text}
            return _(" and %(did)s") % {"did": text}
        if form == "phrase" and clause.talk in (Talk.MET, Talk.HELD):
            if follow_up := FOLLOW_UP.match(text):
                return _(" to follow up on %(text)s") % {"text": text[follow_up.end() :]}
            if occasion := OCCASION.match(text):
                text = text if occasion["article"] or " of " in text[:40] else with_a(text)
                return _(" for %(text)s") % {"text": text}
        if form == "phrase" and clause.talk is Talk.NAMED and WITH_A.match(text):
            return f", {text}"
        connectors = clause.talk.connectors(form == "gerund")
        if is_told:
            fresh = [one for one in connectors if one != self.connector]
            self.connector = (fresh or connectors)[0]
        connector = self.connector if self.connector in connectors else connectors[0]
        space = "" if connector.startswith(",") else " "
        return f"{space}{_(connector)} {text}"

    def _by_itself(self, clause: Clause, form: str, text: str) -> list[str]:
        """Return what it was about as a sentence; areas that don't fit in go without."""
        values = {"noun": clause.noun or _("discussion"), "text": text}
        if form == "areas":
            return []
        if form == "infinitive":
            return [finish(_("The aim was %(text)s") % values)]
        if form == "past":
            who = _("The two sides") if MUTUAL.match(text) else _("IOM")
            return [finish(f"{who} {text}")]
        visit = VISIT_OF.match(text) if clause.noun == _("visit") else None
        if form == "phrase" and visit:
            values["text"] = text[visit.end() :]
        elif form == "phrase" and (named := ENCOUNTER.match(text)):
            values["text"] = text if named["article"] else with_a(text)
            return [finish(_("It was %(text)s") % values)]
        if form == "phrase" and clause.talk is Talk.NAMED and WITH_A.match(text):
            return [finish(_("It was %(text)s") % values)]
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
        return text

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
        fit = [order for order in orders if _beginning(order(told)) not in around] or orders
        shapes = self.first_shapes if before is None and not meeting.is_month_only else self.shapes
        fresh = [order for order in fit if order.shape not in shapes[-2:]]
        fresh = fresh or [order for order in fit if order.shape not in shapes[-1:]]
        order = (fresh or fit)[0]
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
            return [*leads, BY_WHO, *places, Order("day_first", _("also during the month"))]
        if before is None:
            return [BY_DAY, BY_WHO]
        relative = since(meeting, before)
        if not relative:
            return [BY_WHO, BY_DAY, *places]
        has_room = bool(told.clause.where or told.clause.tail)  # for a day between two parts
        if relative == _("the same day"):
            that_day = _("that day")
            late = [Order("day_last", that_day)] if has_room else []
            early = [Order("day_first", relative), Order("day_first", that_day)]
            return [early[0], *late, *places, early[1]]
        if self.shapes and self.shapes[-1] in (f"day_first {relative}", f"day_last {relative}"):
            return [BY_DAY, BY_WHO, *places]
        late = [Order("day_last", relative)] if has_room else []
        return [Order("day_first", relative), *late, BY_DAY, BY_WHO, *places]


def area_in_text(mentions: Mentions, area: Area) -> str:
    """Return an area as it is written inside a sentence: "labour mobility", "AVRR"."""
    text = mentions.area(area)
    if area.is_abbreviation or text[:2].isupper():
        return text
    return text[:1].lower() + text[1:]


def _abbreviations(meetings: Sequence[MeetingFacts]) -> list[tuple[Area, re.Pattern[str]]]:
    areas = {area.code: area for meeting in meetings for area in meeting.areas}
    return [
        (area, re.compile(rf"(?<![\w(]){re.escape(area.name)}(?![\w)])"))
        for area in areas.values()
        if area.is_abbreviation and name_of(area.name)
    ]


def _beginning(text: str) -> str:
    return " ".join(re.findall(r"[\w'’]+", text.casefold())[:3])


def _length(text: str) -> int:
    return len(text.split())


def _breaks(clause: Clause, form: str) -> bool:
    """Say whether what it was about would be read with what stands before it."""
    if clause.talk is Talk.NAMED:
        return bool(clause.tail) and form != "infinitive"
    return form == "past" and ";" in clause.head + clause.tail


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


def _without_count(text: str, meeting: MeetingFacts) -> str:
    """Return a line without how many came, which the sentence says: "22 officers, asylum interviews"."""
    for count in {one.head_count for one in meeting.parties if one.head_count}:
        text = re.sub(rf"^{count} \w+(?:,| and) (?=\w)|(?:,| and) {count} \w+$", "", text)
    return text


PRONOUNS = {"ms": _("she"), "mrs": _("she"), "mr": _("he")}


def _pronoun(meeting: MeetingFacts, before: MeetingFacts | None) -> str:
    """Return "she" for the one colleague of both meetings, where nobody met in the first can be meant."""
    if before is None or len(meeting.colleagues) != 1 or meeting.colleagues != before.colleagues:
        return ""
    [colleague] = meeting.colleagues
    pronoun = _pronoun_of(colleague.honorific)
    met = [speaker for one in before.parties for speaker in one.speakers]
    others = {_pronoun_of(speaker.honorific) for speaker in met}
    return pronoun if pronoun and not others & {pronoun, ""} else ""


def _pronoun_of(honorific: str) -> str:
    *_others, last = honorific.split() or [""]
    return PRONOUNS.get(last.lower().rstrip("."), "")


def _adds_nothing(text: str, told: Statement) -> bool:
    """Say whether a line holds only what the sentence says: the place that was visited, the event's name."""
    said = set(re.findall(r"\w+", told.day_first().casefold()))
    return set(re.findall(r"\w+", text.casefold())) <= said
