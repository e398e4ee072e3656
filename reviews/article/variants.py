"""The month for other readers, from the same records by the same Composer: by thematic area, as a list, as posts.

Pure. A meeting is told in one place of a variant, or is among those for which a post has no room.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from reviews.article.areas import area_in_text
from reviews.article.compose import has_content
from reviews.article.days import last_day
from reviews.article.grammar import finish, join, name_of, number_in_words
from reviews.article.kinds import event_in_text, is_trip, make_clause, role_of, was_there
from reviews.article.line_of_meeting import MUTUAL
from reviews.article.month_only_meetings import describe_month_only
from reviews.article.names import Mentions, is_printable, others_of
from reviews.article.one_meeting import Composer
from reviews.article.opening import references_of
from reviews.article.paragraphs import Sentence
from reviews.article.passages import passages_of
from reviews.article.word_classes import keeps_capital
from reviews.month.headlines import month_name
from reviews.month.meetings import Area, CounterpartFacts, MeetingFacts, Place

AREAS, BRIEF, POST, LONG_POST = KINDS = ("areas", "brief", "post", "long-post")
LIMITS = {POST: 280, LONG_POST: 1200}
FEWEST_FOR_AREAS = 3
FEWEST_FOR_FIGURES = 5
SHORT_ITEM = 60  # characters of one thing in a short post
# What the short post says was done, in its order.
MET, VISITED, TOOK_PART, SPOKE, HELD_IN, HELD = DID = (
    gettext_noop("met %(items)s"),
    gettext_noop("visited %(items)s"),
    gettext_noop("took part in %(items)s"),
    gettext_noop("spoke with %(items)s"),
    gettext_noop("held meetings in %(items)s"),
    gettext_noop("held %(items)s"),
)
UNNAMED = re.compile(r"an? ")
DETERMINER = re.compile(r"(?:the|an?) ", re.I)


@dataclass(frozen=True)
class Block:
    """A paragraph, under a heading where it has one: a thematic area, or the day and place of a line.

    The sentences of `summary` say of several meetings what they share; those of `sentences` tell of them.
    """

    sentences: tuple[Sentence, ...]
    heading: str = ""
    summary: tuple[Sentence, ...] = ()

    @property
    def all_sentences(self) -> tuple[Sentence, ...]:
        return self.summary + self.sentences

    @property
    def text(self) -> str:
        return " ".join(sentence.text for sentence in self.all_sentences)


@dataclass(frozen=True)
class Variant:
    """The month in one outline; `omitted` are the meetings for which it has no room, `note` explains its words."""

    kind: str
    title: str
    blocks: tuple[Block, ...]
    omitted: tuple[str, ...] = ()
    note: str = ""

    @property
    def limit(self) -> int:
        """How many characters it may have; 0 for as many as it needs."""
        return LIMITS.get(self.kind, 0)

    @property
    def told(self) -> tuple[str, ...]:
        """The meetings that it tells of, each once, in its order."""
        sentences = (sentence for block in self.blocks for sentence in block.sentences)
        return tuple(dict.fromkeys(ref for sentence in sentences for ref in sentence.references))

    @property
    def summed_up(self) -> tuple[str, ...]:
        """The meetings that its figures rest on."""
        sentences = (sentence for block in self.blocks for sentence in block.summary)
        return tuple(dict.fromkeys(ref for sentence in sentences for ref in sentence.references))

    @property
    def text(self) -> str:
        """Its paragraphs, as those of a post are copied and counted."""
        return (" " if self.kind == POST else "\n\n").join(block.text for block in self.blocks)

    @property
    def length(self) -> int:
        return len(self.text)


@dataclass(frozen=True)
class _Month:
    """The meetings of a month that a variant tells of, and how the office writes."""

    meetings: tuple[MeetingFacts, ...]
    year: int
    month: int
    office: str = ""
    seat: str = ""
    spellings: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return month_name(self.year, self.month)

    @property
    def dated(self) -> list[MeetingFacts]:
        found = [meeting for meeting in self.meetings if not meeting.is_month_only]
        return sorted(found, key=lambda one: (one.day, one.reference))

    @property
    def undated(self) -> list[MeetingFacts]:
        return [meeting for meeting in self.meetings if meeting.is_month_only]

    def composer(self) -> Composer:
        return Composer(self.meetings, self.office, self.seat, self.spellings)

    @property
    def office_in_text(self) -> str:
        return f"IOM {name_of(self.office)}".strip()


def compose_variant(
    kind: str,
    meetings: Sequence[MeetingFacts],
    year: int,
    month: int,
    *,
    office: str = "",
    seat: str = "",
    spellings: dict[str, str] | None = None,
) -> Variant | None:
    """Return the variant of a month that is of this kind; the other arguments are those of `compose`.

    `meetings` are those that the article tells of, or would. None where none can be told, or where
    they are too few for thematic areas.
    """
    told = tuple(meeting for meeting in meetings if has_content(meeting))
    if not told or (kind == AREAS and len(told) < FEWEST_FOR_AREAS):
        return None
    if kind in LIMITS:
        told = tuple(map(_spelt_out, told))
    compose = {AREAS: _by_area, BRIEF: _brief, POST: _short_post, LONG_POST: _long_post}[kind]
    return compose(_Month(told, year, month, office, seat, spellings or {}))


# By thematic area


def _by_area(month: _Month) -> Variant:
    composer = month.composer()
    first: dict[Area | None, list[MeetingFacts]] = {}
    about: dict[Area, list[MeetingFacts]] = {}
    for meeting in (*month.dated, *month.undated):
        areas = [area for area in meeting.areas if name_of(area.name)]
        first.setdefault(areas[0] if areas else None, []).append(meeting)
        for area in areas:
            about.setdefault(area, []).append(meeting)
    blocks = []
    for group in _sections(first, about):
        own, all_of_them = first.get(group[0], []), about[group[0]]
        composer.new_paragraph()
        summary = _area_summary(composer, group, own, all_of_them)
        names = [_heading(composer, area) for area in group]
        blocks.append(Block(tuple(_told(composer, own, month)), "; ".join(names), summary))
    if rest := first.get(None):
        composer.new_paragraph()
        blocks.append(Block(tuple(_told(composer, rest, month)), _("Without a thematic area")))
    title = _("%(office)s in %(month)s, by thematic area")
    title %= {"office": month.office_in_text, "month": month.name}
    return Variant(AREAS, title, tuple(blocks))


def _sections(
    first: dict[Area | None, list[MeetingFacts]], about: dict[Area, list[MeetingFacts]]
) -> list[list[Area]]:
    """Return the areas, most meetings first; those that came up in the same meetings, told elsewhere, together."""
    sections: list[list[Area]] = []
    together: dict[tuple[str, ...], list[Area]] = {}
    for area in sorted(about, key=lambda one: (one not in first, -len(about[one]))):
        same = together.get(references_of(about[area])) if area not in first else None
        if same is not None:
            same.append(area)
            continue
        sections.append([area])
        if area not in first:
            together[references_of(about[area])] = sections[-1]
    return sections


def _area_summary(
    composer: Composer, group: list[Area], own: list[MeetingFacts], about: list[MeetingFacts]
) -> tuple[Sentence, ...]:
    """Return how often the areas came up, and where more is told of it; nothing where all is told below."""
    if len(about) == len(own) == 1:
        return ()
    references = references_of(about)
    with composer.mentions.telling(references):
        names = join([area_in_text(composer.mentions, area) for area in group])
    values = {"areas": names, "n": number_in_words(len(about))}
    text = ngettext("%(areas)s came up once", "%(areas)s came up %(n)s times", len(about)) % values
    if len(about) == 2:
        text = _("%(areas)s came up twice") % values
    elsewhere = len(about) - len(own)
    if not own:
        text += ngettext(", in a meeting told above", ", in meetings told above", elsewhere)
    elif elsewhere:
        text += ngettext(
            ", once in a meeting told under another area",
            ", %(n)s times in meetings told under other areas",
            elsewhere,
        ) % {"n": number_in_words(elsewhere)}
    return (Sentence(finish(text), references),)


def _told(
    composer: Composer, meetings: Sequence[MeetingFacts], month: _Month
) -> Iterator[Sentence]:
    """Yield the sentences of the meetings of an area: by day, then those without one as in the article."""
    before = None
    for meeting in (one for one in meetings if not one.is_month_only):
        yield from composer.describe(meeting, before=before)
        before = meeting
    undated = [meeting for meeting in meetings if meeting.is_month_only]
    for sentences in describe_month_only(composer, undated, month.name):
        yield from sentences


def _heading(composer: Composer, area: Area) -> str:
    full = composer.mentions.text(area.description) if area.is_abbreviation else ""
    return full or composer.mentions.text(area.name)


# Brief list


def _brief(month: _Month) -> Variant:
    composer = month.composer()
    by_place = sorted(
        month.undated, key=lambda one: (one.place.name if one.place else "", one.reference)
    )
    rows = [*month.dated, *by_place]
    heads = [_when_and_where(composer, one) for one in rows]
    blocks = tuple(
        Block((Sentence(_line(composer, one, head), (one.reference,)),), head)
        for one, head in zip(rows, heads, strict=True)
    )
    title = _("%(office)s in %(month)s: meetings, visits and events")
    title %= {"office": month.office_in_text, "month": month.name}
    return Variant(BRIEF, title, blocks, note=_abbreviations(composer, blocks))


def _when_and_where(composer: Composer, meeting: MeetingFacts) -> str:
    place = composer.mentions.place(meeting.place)
    if not was_there(meeting):
        place = _("by phone") if meeting.channel == "phone" else _("online")
    return ", ".join(filter(None, (_when(meeting), place)))


def _when(meeting: MeetingFacts) -> str:
    first, last = meeting.day, last_day(meeting)
    if meeting.is_month_only:
        return date_format(first, "F")
    if first == last:
        return date_format(first, "j F")
    is_same_month = (first.year, first.month) == (last.year, last.month)
    days = (date_format(first, "j" if is_same_month else "j F"), date_format(last, "j F"))
    return _("%(first)s to %(last)s") % dict(zip(("first", "last"), days, strict=True))


def _line(composer: Composer, meeting: MeetingFacts, where: str) -> str:
    """Return "Mayor of Kukes: work permits": with whom, or what it was, and what it was about."""
    line = composer.line_of(meeting)
    what, about = _whom(composer, meeting), line.text or " ".join(line.sentences)
    if line.text and line.form == "past" and not MUTUAL.match(about):
        about = _("IOM %(did)s") % {"did": about}
    if set(_words(about)) <= set(_words(f"{what} {where}")):
        areas = (area_in_text(composer.mentions.afresh(), _short(area)) for area in meeting.areas)
        about = ", ".join(filter(None, areas))
    text = f"{what}: {composer.mentions.spell(about)}" if about else what
    return finish(text) if text.endswith(".") else finish(text).removesuffix(".")


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _short(area: Area) -> Area:
    return replace(area, description="")


def _whom(composer: Composer, meeting: MeetingFacts) -> str:
    mentions = composer.mentions.afresh()
    if meeting.is_participation:
        clause = make_clause(replace(meeting, colleagues=()), mentions)
        event = _capital(_bare(event_in_text(meeting, mentions)))
        return event + clause.tail if clause.who == _("IOM") else f"{_capital(clause.who)}: {event}"
    names = [_bare(name) for one in meeting.parties for name in _names(mentions, one)]
    whom = join(names) if names else ""
    kind = name_of(meeting.kind) if meeting.is_kind_named else ""
    if is_trip(meeting):
        kind = kind or _("Visit")
    elif not whom:
        kind = kind or _("Meeting")
    return f"{kind}: {whom}" if kind and whom else kind or _capital(whom)


def _names(mentions: Mentions, counterpart: CounterpartFacts) -> list[str]:
    """Return those who came, without the word for a host or an organiser."""
    if not is_printable(counterpart):
        return []
    is_role = role_of(counterpart) and (counterpart.speakers or name_of(counterpart.name))
    return mentions.counterpart(replace(counterpart, group="") if is_role else counterpart)


def _bare(text: str) -> str:
    """Return a name without its article, as in a list."""
    found = DETERMINER.match(text)
    return text[found.end() :] if found else text


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _abbreviations(composer: Composer, blocks: Iterable[Block]) -> str:
    """Return "AVRR: assisted voluntary return and reintegration." for those that a list has."""
    text = " ".join(block.text for block in blocks)
    found = [
        _("%(short)s: %(full)s.") % {"short": area.name, "full": area.description.rstrip(".")}
        for area, _pattern in composer.abbreviations
        if re.search(rf"(?<!\w){re.escape(area.name)}(?!\w)", text)
    ]
    return " ".join(found)


# Posts


def _spelt_out(meeting: MeetingFacts) -> MeetingFacts:
    """Return a meeting without the abbreviations of its areas, also in its public line."""
    areas, line = [], meeting.public_line
    for area in meeting.areas:
        if area.is_abbreviation:
            words = area.description.rstrip(".").split()
            full = " ".join(word if keeps_capital(word) else word.lower() for word in words)
            short = rf"(?<!\w){re.escape(area.name)}(?!\w)"
            pattern = rf"(?i:{re.escape(full)} )\({short}\)|{short}"
            line = re.sub(pattern, full.replace("\\", r"\\"), line)
            area = replace(area, name=full, description="")
        areas.append(area)
    return replace(meeting, areas=tuple(areas), public_line=line)


def _short_post(month: _Month) -> Variant:
    """Say whom the office met, what it visited, and what it took part in, as far as there is room.

    Each of these has its turn, by date, what takes much room or says little after the others; then
    the figures.
    """
    composer, limit = month.composer(), LIMITS[POST]
    figures = _figures(month.meetings, _("In all: "))
    chances: dict[str, list[tuple[str, list[str]]]] = {did: [] for did in DID}
    for meeting in (*month.dated, *month.undated):
        did, items = _short_items(composer, meeting)
        chances[did].append((meeting.reference, items))
    told: dict[str, list[str]] = {did: [] for did in DID}
    references: set[str] = set()
    text = ""
    turns = [
        (did, *chance)
        for turn in zip_longest(*chances.values())
        for did, chance in zip(DID, turn, strict=True)
        if chance
    ]
    for did, reference, items in sorted(turns, key=lambda one: _comes_late(one[2])):
        longer = told | {did: list(dict.fromkeys([*told[did], *items]))}
        words = _short_text(month, longer)
        if len(" ".join([words, *(one.text for one in figures)])) <= limit:
            told, text = longer, words
            references.add(reference)
    in_order = [one.reference for one in (*month.dated, *month.undated)]
    found = tuple(one for one in in_order if one in references)
    blocks = [Block((Sentence(text, found),))] if text else []
    blocks += [Block((), summary=figures)] if figures else []
    omitted = tuple(one for one in in_order if one not in references)
    return Variant(POST, "", tuple(blocks), omitted)


def _comes_late(items: list[str]) -> bool:
    return len(join(items)) > SHORT_ITEM or bool(UNNAMED.match(items[0]))


def _short_items(composer: Composer, meeting: MeetingFacts) -> tuple[str, list[str]]:
    """Return which of DID a meeting is, and whom or what it puts there: of those met, whoever is named first."""
    mentions = composer.mentions.afresh()
    places = [mentions.place(place) for place in _places(meeting.place)]
    if meeting.is_participation:
        return TOOK_PART, [event_in_text(meeting, mentions)]
    if is_trip(meeting) and places:
        return VISITED, places
    for one in meeting.parties:
        nameless = tuple(replace(speaker, name="", honorific="") for speaker in one.speakers)
        if names := _names(mentions, replace(one, speakers=nameless)):
            return (MET if was_there(meeting) else SPOKE), names[:1]
    return (HELD_IN, places) if places and was_there(meeting) else (HELD, [_("other meetings")])


def _places(place: Place | None) -> list[Place]:
    """Return the places of a meeting, one by one, those that have a name."""
    if place is None:
        return []
    others = [replace(place, name=name, others="") for name in others_of(place)]
    return [one for one in (replace(place, others=""), *others) if name_of(one.name)]


def _short_text(month: _Month, told: dict[str, list[str]]) -> str:
    did = [_(what) % {"items": join(items)} for what, items in told.items() if items]
    *before, last = did
    text = _("%(first)s, and %(last)s") % {"first": ", ".join(before), "last": last}
    values = {"month": month.name, "office": month.office_in_text, "did": text if before else last}
    return finish(_("In %(month)s, %(office)s %(did)s") % values)


def _figures(meetings: Sequence[MeetingFacts], lead: str) -> tuple[Sentence, ...]:
    """Return the sentence with the figures; none of fewer than five meetings."""
    if len(meetings) < FEWEST_FOR_FIGURES:
        return ()
    text = lead + _counted_kinds(meetings)
    organisations = {one.slug for meeting in meetings for one in meeting.parties if one.slug}
    if n := len(organisations):
        words = ngettext(" with %(n)s organisation", " with %(n)s organisations", n)
        text += words % {"n": number_in_words(n)}
    return (Sentence(finish(text), references_of(meetings)),)


def _counted_kinds(meetings: Sequence[MeetingFacts]) -> str:
    """Return "12 meetings, visits and events", of the kinds that there were."""
    visits = any(map(is_trip, meetings))
    events = any(meeting.is_participation for meeting in meetings)
    others = any(not (is_trip(one) or one.is_participation) for one in meetings)
    kinds = ((others, _("meetings")), (visits, _("visits")), (events, _("events")))
    return (
        f"{number_in_words(len(meetings))} {join([name for is_there, name in kinds if is_there])}"
    )


def _long_post(month: _Month) -> Variant:
    """Tell the month as the article does, a sentence a meeting, up to where the room ends."""
    composer, limit = month.composer(), LIMITS[LONG_POST]
    values = {"month": month.name, "office": month.office_in_text}
    figures = _figures(month.meetings, _("In %(month)s, %(office)s recorded ") % values)
    blocks = [Block((), summary=figures)] if figures else []
    for sentences in _paragraphs(composer, month):
        kept: tuple[Sentence, ...] = ()
        for sentence in sentences:
            longer = [*blocks, Block((*kept, sentence))]
            if Variant(LONG_POST, "", tuple(longer)).length > limit:
                break
            kept = (*kept, sentence)
        blocks += [Block(kept)] if kept else []
        if len(kept) < len(sentences):
            break
    told = set(Variant(LONG_POST, "", tuple(blocks)).told)
    omitted = tuple(one.reference for one in month.meetings if one.reference not in told)
    return Variant(LONG_POST, "", tuple(blocks), omitted)


def _paragraphs(composer: Composer, month: _Month) -> Iterator[list[Sentence]]:
    """Yield the paragraphs of the article, of each meeting its first sentence."""
    for passage in passages_of(composer, month.dated):
        composer.new_paragraph(is_meanwhile=passage.is_meanwhile)
        before, sentences = None, []
        for meeting in passage.meetings:
            left_out = passage.left_to_others(meeting)
            sentences.append(composer.describe(meeting, before=before, left_out=left_out)[0])
            before = meeting
        yield sentences
    for several in describe_month_only(composer, month.undated, month.name):
        first = {sentence.references: sentence for sentence in reversed(several)}
        yield [sentence for sentence in several if sentence is first[sentence.references]]
