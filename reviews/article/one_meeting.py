"""One meeting in sentences: who met whom, where and when; then its public line, areas or title."""

import re
from collections.abc import Sequence

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reviews.article.grammar import (
    clean,
    finish,
    frame,
    is_common,
    join,
    lower_common,
    name_of,
    quoted,
    with_a,
    with_the,
)
from reviews.article.names import HOSTS, Mentions, is_printable
from reviews.article.paragraphs import Sentence
from reviews.month.meetings import Area, CounterpartFacts, MeetingFacts, Place

POINTS = {"crossing", "place"}  # one is at them; in all others
INNER = re.compile(r"(?<!\w)(?:“([^“”]+)”|\"([^\"]+)\"|‘([^‘’]+)’|'([^']+)')(?!\w)$")


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
        self.described = 0

    def describe(
        self, meeting: MeetingFacts, lead: str, *, same_place: bool = False
    ) -> list[Sentence]:
        """Return the sentences of a meeting; `lead` says when, `same_place` that the place was just named."""
        self.described += 1
        place = "" if same_place else self.mentions.place(meeting.place)
        counterparts = list(filter(is_printable, meeting.parties))
        describe = self._event if meeting.is_participation else self._meeting
        before, text = describe(meeting, counterparts, place)
        lead = f"{lead} {before}".strip()
        text = finish(f"{lead}, {text}" if lead else text)
        refs = (meeting.reference,)
        return [Sentence(part, refs) for part in (text, *self._more(meeting, counterparts, text))]

    def _more(
        self, meeting: MeetingFacts, counterparts: list[CounterpartFacts], text: str
    ) -> list[str]:
        line = clean(meeting.public_line) if name_of(meeting.public_line) else ""
        line = self.mentions.spell(line)
        about = self.about(meeting.areas, line)
        if not line:
            title = self._title_sentence(meeting, text) if counterparts else []
            return [*title, *self.areas_sentence(about, len(meeting.areas))]
        alone, with_whom = self._with_whom(counterparts)
        talks = bool(counterparts) and not meeting.is_participation
        sentence, framed = frame(
            line, with_whom=with_whom, about=about, talks=talks, number=self.described
        )
        if alone and with_whom in sentence:
            self.mentions.printed.add(self.mentions.names(alone))
        areas = [] if framed else self.areas_sentence(about, len(meeting.areas))
        return [finish(sentence), *areas]

    def _with_whom(
        self, counterparts: list[CounterpartFacts]
    ) -> tuple[CounterpartFacts | None, str]:
        """Return the one organisation met where only a title named it so far, and " with the Embassy"."""
        if len(counterparts) != 1:
            return None, ""
        [alone] = counterparts
        name = self.mentions.text(alone.name)
        if alone.parent or not name or self.mentions.is_printed(alone):
            return None, ""
        return alone, _(" with %(organisation)s") % {"organisation": with_the(name)}

    def about(self, areas: tuple[Area, ...], line: str = "") -> str:
        """Return the areas as a list in words; nothing when the line names them all."""
        folded = line.casefold()
        names = [(name_of(area.name), name_of(area.description)) for area in areas]
        if all(any(n and n.casefold() in folded for n in both) for both in names):
            return ""
        texts = [text for area in areas if (text := self.mentions.area(area))]
        if not any(area.is_abbreviation for area in areas):
            texts = list(map(lower_common, texts))
        return join(texts) if texts else ""

    def areas_sentence(self, about: str, areas: int, each: str = "") -> list[str]:
        if not about:
            return []
        text = ngettext(
            "The theme%(each)s was %(areas)s", "The themes%(each)s were %(areas)s", areas
        )
        return [finish(text % {"each": each, "areas": about})]

    def _title_sentence(self, meeting: MeetingFacts, text: str) -> list[str]:
        title = self.mentions.text(meeting.title)
        if set(_words(title)) <= set(_words(text)) | _words_of_kind(meeting):
            return []
        return [finish(_("It is recorded under the title %(title)s") % {"title": quoted(title)})]

    def town(self, place: Place) -> str:
        return self.mentions.text(place.municipality or place.name)

    def is_away(self, place: Place) -> bool:
        """Say whether one travelled: neither to the seat nor to what is known as the country alone."""
        known = bool(place.level)  # of a place in words it isn't known whether one travelled
        return known and self.town(place) not in ("", self.seat, self.office)

    def subject(self, meeting: MeetingFacts) -> str:
        people = [text for one in meeting.colleagues if (text := self.mentions.colleague(one))]
        return join(people) if people else (_("IOM"), _("the office"))[self.described % 2]

    def _meeting(
        self, meeting: MeetingFacts, counterparts: list[CounterpartFacts], place: str
    ) -> tuple[str, str]:
        """Return ("in Kukës" or nothing, "IOM met with ..."); away from the seat it includes the way there."""
        values = {"who": self.subject(meeting), "verb": _verb(meeting, bool(counterparts))}
        names = [name for one in counterparts for name in self.mentions.counterpart(one)]
        values |= {"place": place, "whom": join(names) if names else ""}
        is_there, is_visit = was_there(meeting), meeting.is_visit
        goes = bool(
            place and meeting.place and is_there and (is_visit or self.is_away(meeting.place))
        )
        title = "" if counterparts else self._title_alone(meeting)
        if is_visit and is_there:
            return "", _field_visit(bool(counterparts), goes) % values + title
        if not counterparts:
            return "", somewhere(_("%(who)s %(verb)s") % values, meeting, place) + title
        if goes:
            return "", _("%(who)s travelled to %(place)s and %(verb)s %(whom)s") % values
        text = _("%(who)s %(verb)s %(whom)s") % values
        is_plain = not meeting.is_kind_named and meeting.channel == "in_person"
        if is_plain and not meeting.colleagues and self.described % 3 == 0:
            text = _("a meeting was held with %(whom)s") % values
        placed = somewhere(text, meeting, place)
        if placed != text and f" {_('in')} " in text:
            return somewhere("", meeting, place), text  # two places in a row would be read as one
        return "", placed

    def _title_alone(self, meeting: MeetingFacts) -> str:
        title = self.mentions.text(meeting.title)
        place = self.mentions.place(meeting.place)
        if set(_words(title)) <= set(_words(place)) | _words_of_kind(meeting):
            return ""
        return _(", recorded as %(title)s") % {"title": quoted(title)}

    def _event(
        self, meeting: MeetingFacts, counterparts: list[CounterpartFacts], place: str
    ) -> tuple[str, str]:
        """Return (nothing, "IOM took part in the fair “Invest in North” in Kukes, organised by ...")."""
        how = {"online": _(" online"), "phone": _(" by phone")}.get(meeting.channel, "")
        values = {"who": self.subject(meeting), "event": self._event_name(meeting), "how": how}
        text = somewhere(_("%(who)s took part%(how)s in %(event)s") % values, meeting, place)
        hosts: list[str] = []
        partners: list[str] = []
        others: list[str] = []
        for counterpart in counterparts:
            role = "" if counterpart.speakers else self.mentions.text(counterpart.group)
            if HOSTS.match(role) and (name := self.mentions.organisation(counterpart)):
                (partners if role.lower().startswith("co") else hosts).append(name)
            else:
                others += self.mentions.counterpart(counterpart)
        if hosts:
            text += _(", organised by %(names)s") % {"names": join(hosts)}
        if partners:
            by = _(" in cooperation with %(names)s") if hosts else _(", co-organised by %(names)s")
            text += by % {"names": join(partners)}
        if others:
            text += _(", with %(names)s") % {"names": join(others)}
        return "", text

    def _event_name(self, meeting: MeetingFacts) -> str:
        """Return "the fair “Invest in North”" of a title with a name in quotes; else all of it in quotes."""
        title, kind = self.mentions.text(meeting.title), _kind(meeting)
        if set(_words(title)) <= _words_of_kind(meeting):
            return with_a(kind)
        if re.match(rf"{re.escape(kind)} (?:on|for|about|with|of)\b", title, re.I):
            return _("the %(what)s") % {"what": kind + title[len(kind) :]}
        inner = INNER.search(title)
        before = title[: inner.start()].strip() if inner else ""
        if inner and before and is_common(before) and not re.search(r"[“”\"‘’]", before):
            name = next(group for group in inner.groups() if group)
            return _("the %(what)s “%(name)s”") % {"what": lower_common(before), "name": name}
        return _("the %(kind)s %(title)s") % {"kind": kind, "title": quoted(title)}


def _field_visit(has_counterparts: bool, goes: bool) -> str:
    if has_counterparts and goes:
        return _("%(who)s visited %(place)s and met with %(whom)s")
    if has_counterparts:
        return _("%(who)s made a field visit and met with %(whom)s")
    if goes:
        return _("%(who)s made a field visit to %(place)s")
    return _("%(who)s made a field visit")


def _verb(meeting: MeetingFacts, has_counterparts: bool) -> str:
    if meeting.channel == "phone":
        return _("spoke by phone with") if has_counterparts else _("had a call by phone")
    online = meeting.channel == "online"
    if has_counterparts and not meeting.is_kind_named:
        return _("met online with") if online else _("met with")
    kind = _kind(meeting)
    held = with_a(_("online %(kind)s") % {"kind": kind} if online else kind)
    verb = _("had %(kind)s with") if has_counterparts else _("had %(kind)s")
    if kind.endswith("meeting"):
        verb = _("held %(kind)s with") if has_counterparts else _("held %(kind)s")
    return verb % {"kind": held}


def _kind(meeting: MeetingFacts) -> str:
    kind = name_of(meeting.kind)
    if not (meeting.is_kind_named and kind):
        return _("meeting")
    return kind if kind[:2].isupper() else kind[:1].lower() + kind[1:]


def was_there(meeting: MeetingFacts) -> bool:
    """Say whether one was where it took place; a call leads nowhere, however it was entered."""
    return meeting.channel == "in_person" and not meeting.is_call


def is_long(meeting: MeetingFacts) -> bool:
    return meeting.end_day is not None and meeting.end_day != meeting.day


def span(meeting: MeetingFacts) -> str:
    """Return "on 5 March", or "from 29 March to 2 April" for several days."""
    end = meeting.end_day
    if end is None or end == meeting.day:
        return _("on %(day)s") % {"day": date_format(meeting.day, "j F")}
    first, last = ("j F Y", "j F Y") if end.year != meeting.day.year else ("j F", "j F")
    if (end.year, end.month) == (meeting.day.year, meeting.day.month):
        first = "j"
    values = {"first": date_format(meeting.day, first), "last": date_format(end, last)}
    return _("from %(first)s to %(last)s") % values


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _words_of_kind(meeting: MeetingFacts) -> set[str]:
    small = _("a an and at by call in meeting meetings of on the to visit with")
    return {*small.split(), *_words(meeting.kind)}


def somewhere(text: str, meeting: MeetingFacts, place: str) -> str:
    """Add where it was, unless the text names the place already."""
    if not (place and meeting.place) or re.search(rf"(?<!\w){re.escape(place)}(?!\w)", text):
        return text
    is_point = meeting.place.level in POINTS
    where = (_("at %(place)s") if is_point else _("in %(place)s")) % {"place": place}
    return f"{text} {where}".strip()
