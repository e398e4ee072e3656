"""One meeting in sentences: who met whom, where and when; then what can be said of it."""

import re

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reviews.article.article import Sentence
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
from reviews.article.names import HOSTS, Cast, is_told
from reviews.month.report import Party, Record

POINTS = {"crossing", "place"}  # one is at them; in all others
INNER = re.compile(r"(?<!\w)(?:“([^“”]+)”|\"([^\"]+)\"|‘([^‘’]+)’|'([^']+)')(?!\w)$")


class Teller:
    def __init__(self, cast: Cast, office: str, seat: str) -> None:
        self.cast, self.office, self.seat = cast, office, seat
        self.told = 0

    def tell(self, record: Record, lead: str, *, same_place=False) -> list[Sentence]:
        """Return the sentences of a record; `lead` says when, `same_place` that the place was just named."""
        self.told += 1
        place = "" if same_place else self.cast.place(record.place)
        parties = [party for party in record.parties if is_told(party)]
        tell = _event if record.is_participation else _meeting
        before, text = tell(self, record, parties, place)
        lead = f"{lead} {before}".strip()
        text = finish(f"{lead}, {text}" if lead else text)
        refs = (record.reference,)
        return [Sentence(part, refs) for part in (text, *self._more(record, parties, text))]

    def _more(self, record: Record, parties: list[Party], text: str) -> list[str]:
        line = self.cast.spell(clean(record.public_line)) if name_of(record.public_line) else ""
        about = self.about(record.areas, line)
        if not line:
            title = self._untold_title(record, text) if parties else ""
            return [*title, *self.areas_sentence(about, len(record.areas))]
        alone, with_whom = self._with_whom(parties)
        talks = bool(parties) and not record.is_participation
        sentence, framed = frame(
            line, with_whom=with_whom, about=about, talks=talks, number=self.told
        )
        if with_whom and with_whom in sentence:
            self.cast.printed.add(self.cast.names(alone))
        areas = [] if framed else self.areas_sentence(about, len(record.areas))
        return [finish(sentence), *areas]

    def _with_whom(self, parties: list[Party]) -> tuple:
        """Return an organisation met alone that only a title named so far, and " with the Embassy"."""
        if len(parties) != 1 or parties[0].parent or self.cast.is_printed(parties[0]):
            return None, ""
        name = self.cast.text(parties[0].name)
        said = {"organisation": with_the(name)}
        return parties[0], _(" with %(organisation)s") % said if name else ""

    def about(self, areas: tuple, line: str = "") -> str:
        """Return the areas as a list in words; nothing when the line names them all."""
        folded = line.casefold()
        names = [(name_of(area.name), name_of(area.description)) for area in areas]
        if all(any(n and n.casefold() in folded for n in both) for both in names):
            return ""
        told = [text for area in areas if (text := self.cast.area(area))]
        if not any(area.is_abbreviation for area in areas):
            told = [lower_common(text) for text in told]
        return join(told) if told else ""

    def areas_sentence(self, about: str, areas: int, each: str = "") -> list[str]:
        if not about:
            return []
        said = {"each": each, "areas": about}
        text = ngettext(
            "The theme%(each)s was %(areas)s", "The themes%(each)s were %(areas)s", areas
        )
        return [finish(text % said)]

    def _untold_title(self, record: Record, text: str) -> list[str]:
        title = self.cast.text(record.title)
        if set(_words(title)) <= set(_words(text)) | _words_of_kind(record):
            return []
        return [finish(_("It is recorded under the title %(title)s") % {"title": quoted(title)})]

    def town(self, place) -> str:
        return self.cast.text(place.municipality or place.name)

    def is_away(self, record: Record) -> bool:
        """Say whether one travelled: neither to the seat nor to what is known as the country alone."""
        return self.town(record.place) not in ("", self.seat, self.office)

    def subject(self, record: Record) -> str:
        people = [text for person in record.colleagues if (text := self.cast.colleague(person))]
        if people:
            return join(people)
        return (_("IOM"), _("the office"))[self.told % 2]


def _meeting(teller: Teller, record: Record, parties: list[Party], place: str) -> tuple[str, str]:
    """Return ("in Tirana" or nothing, "IOM met with ..."); away from the seat it tells the way there."""
    said = {"who": teller.subject(record), "verb": _verb(record, bool(parties)), "place": place}
    said["whom"] = join([who for p in parties for who in teller.cast.party(p)]) if parties else ""
    goes = place and was_there(record) and (record.is_visit or teller.is_away(record))
    if record.is_visit and was_there(record):
        return "", _field_visit(said, goes, bool(parties)) + _title_alone(teller, record, parties)
    if not parties:
        title = _title_alone(teller, record, parties)
        return "", somewhere(_("%(who)s %(verb)s") % said, record, place) + title
    if goes:
        return "", _("%(who)s travelled to %(place)s and %(verb)s %(whom)s") % said
    text = _("%(who)s %(verb)s %(whom)s") % said
    is_plain = not record.is_kind_named and record.channel == "in_person"
    if is_plain and not record.colleagues and teller.told % 3 == 0:
        text = _("a meeting was held with %(whom)s") % said
    placed = somewhere(text, record, place)
    if placed != text and f" {_('in')} " in text:
        return somewhere("", record, place), text  # two places in a row would be read as one
    return "", placed


def _field_visit(said: dict[str, str], goes: bool | str, has_parties: bool) -> str:
    if has_parties and goes:
        return _("%(who)s visited %(place)s and met with %(whom)s") % said
    if has_parties:
        return _("%(who)s made a field visit and met with %(whom)s") % said
    if goes:
        return _("%(who)s made a field visit to %(place)s") % said
    return _("%(who)s made a field visit") % said


def _verb(record: Record, has_parties: bool) -> str:
    if record.channel == "phone":
        return _("spoke by phone with") if has_parties else _("had a call by phone")
    online = record.channel == "online"
    if has_parties and not record.is_kind_named:
        return _("met online with") if online else _("met with")
    kind = _kind(record)
    held = with_a(_("online %(kind)s") % {"kind": kind} if online else kind)
    verb = _("had %(kind)s with") if has_parties else _("had %(kind)s")
    if kind.endswith("meeting"):
        verb = _("held %(kind)s with") if has_parties else _("held %(kind)s")
    return verb % {"kind": held}


def _kind(record: Record) -> str:
    kind = name_of(record.kind)
    if not (record.is_kind_named and kind):
        return _("meeting")
    return kind if kind[:2].isupper() else kind[:1].lower() + kind[1:]


def _title_alone(teller: Teller, record: Record, parties: list[Party]) -> str:
    title = teller.cast.text(record.title)
    told = set(_words(teller.cast.place(record.place))) | _words_of_kind(record)
    if parties or not title or set(_words(title)) <= told:
        return ""
    return _(", recorded as %(title)s") % {"title": quoted(title)}


def _event(teller: Teller, record: Record, parties: list[Party], place: str) -> tuple[str, str]:
    """Return (nothing, "IOM took part in the fair “Invest in North” in Kukes, organised by ...")."""
    cast = teller.cast
    hosts: list[str] = []
    partners: list[str] = []
    others: list[str] = []
    said = {"who": teller.subject(record), "event": _event_name(cast, record), "how": ""}
    said["how"] = {"online": _(" online"), "phone": _(" by phone")}.get(record.channel, "")
    text = _("%(who)s took part%(how)s in %(event)s") % said
    text = somewhere(text, record, place)
    for party in parties:
        role = cast.text(party.group) if not party.speakers else ""
        if HOSTS.match(role) and (organisation := cast.organisation(party)):
            (partners if role.lower().startswith("co") else hosts).append(organisation)
        else:
            others += cast.party(party)
    parts = ((hosts, _(", organised by %(names)s")),
             (partners, _(" in cooperation with %(names)s") if hosts
              else _(", co-organised by %(names)s")),
             (others, _(", with %(names)s")))  # fmt: skip
    return "", text + "".join(how % {"names": join(names)} for names, how in parts if names)


def _event_name(cast: Cast, record: Record) -> str:
    """Return "the fair “Invest in North”" of a title with a name in quotes; else all of it in quotes."""
    title, kind = cast.text(record.title), _kind(record)
    if not title or set(_words(title)) <= _words_of_kind(record):
        return with_a(kind)
    if re.match(rf"{re.escape(kind)} (?:on|for|about|with|of)\b", title, re.I):
        return _("the %(what)s") % {"what": kind + title[len(kind) :]}
    inner = INNER.search(title)
    before = title[: inner.start()].strip() if inner else ""
    if inner and before and is_common(before) and not re.search(r"[“”\"‘’]", before):
        name = next(group for group in inner.groups() if group)
        return _("the %(what)s “%(name)s”") % {"what": lower_common(before), "name": name}
    return _("the %(kind)s %(title)s") % {"kind": kind, "title": quoted(title)}


def was_there(record: Record) -> bool:
    """Say whether one was where it took place; a call leads nowhere, however it was entered."""
    return record.channel == "in_person" and not record.is_call


def is_long(record: Record) -> bool:
    return record.end_day is not None and record.end_day != record.day


def span(record) -> str:
    """Return "on 5 March", or "from 29 March to 2 April" for several days."""
    end = record.end_day
    if not is_long(record):
        return _("on %(day)s") % {"day": date_format(record.day, "j F")}
    first, last = ("j F Y", "j F Y") if end.year != record.day.year else ("j F", "j F")
    if (end.year, end.month) == (record.day.year, record.day.month):
        first = "j"
    said = {"first": date_format(record.day, first), "last": date_format(end, last)}
    return _("from %(first)s to %(last)s") % said


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _words_of_kind(record: Record) -> set[str]:
    small = _("a an and at by call in meeting meetings of on the to visit with")
    return {*small.split(), *_words(record.kind)}


def somewhere(text: str, record, place: str) -> str:
    """Add where it was, unless the text names the place already."""
    if not place or re.search(rf"(?<!\w){re.escape(place)}(?!\w)", text):
        return text
    is_point = record.place.level in POINTS
    where = (_("at %(place)s") if is_point else _("in %(place)s")) % {"place": place}
    return f"{text} {where}".strip()
