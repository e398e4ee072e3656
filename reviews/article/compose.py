"""The month as an article: title, opening, a paragraph a day, the rest of the month, a last word."""

from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reviews.article.article import Article, LeftOut, Paragraph, Sentence
from reviews.article.grammar import finish, join, lower_common, name_of
from reviews.article.month_only_meetings import gather
from reviews.article.names import Cast, is_told
from reviews.article.one_meeting import Teller, is_long, span, was_there
from reviews.month.report import Area, Record
from reviews.month.sentences import (
    count_meetings,
    count_municipalities,
    count_organisations,
    month_name,
    top_sentence,
)

PER_PARAGRAPH = 8
TITLE_AREAS = 3
PLACES_BY_NAME = 12


def compose(
    records: list[Record] | tuple, year: int, month: int, *, office="", seat="", spellings=None
) -> Article:
    """Return the Article of a month's Records.

    `office` is the country, `seat` the town of the office, `spellings` is {official: printed} of places.
    An empty month has no paragraphs and a title that says so; a single meeting is told without more.
    """
    name = month_name(year, month)
    told = [record for record in records if _has_content(record)]
    left_out = tuple(map(_left_out, (r for r in records if not _has_content(r))))
    if not told:
        return Article(Sentence(_title_of_none(records, name), ()), (), left_out)
    teller = _make_teller(told, office, seat, spellings)
    title, is_one = _title(teller, told, name), len(told) == 1
    undated = [record for record in told if record.is_month_only]
    paragraphs = [*_days(teller, told), *gather(teller, undated, name)]
    found = [Paragraph(tuple(sentences)) for sentences in paragraphs if sentences]
    if not is_one:
        opening = _opening(teller, told, name)
        closing = _closing(teller.cast, records, name)
        found = [Paragraph((opening,), True), *found, Paragraph(tuple(closing), True)]
    return Article(title, tuple(found), left_out)


def describe_undated(record: Record, *, office="", seat="", spellings=None) -> list[Sentence]:
    """Return the Sentences of a Record alone, whose day is not known yet; none without content."""
    if not _has_content(record):
        return []
    return _make_teller([record], office, seat, spellings).tell(record, "")


def _make_teller(
    records: list[Record], office: str, seat: str, spellings: dict[str, str] | None
) -> Teller:
    cast = Cast(records, spellings or {})
    return Teller(cast, name_of(office), cast.spell(seat))


def _has_content(record: Record) -> bool:
    texts = [record.title, record.public_line, *(area.name for area in record.areas)]
    texts += [record.place.name] if record.place else []
    texts += [person.name for person in record.colleagues]
    return any(map(name_of, texts)) or any(map(is_told, record.parties))


def _left_out(record: Record) -> LeftOut:
    why = _(
        "It has no title, counterpart, place, thematic area or public line that can be printed."
    )
    return LeftOut(record.reference, record.title, why)


def _title_of_none(records, name) -> str:
    if records:
        return _("No meeting of %(month)s can be told") % {"month": name}
    return _("No meeting was recorded in %(month)s") % {"month": name}


def _references(records: list[Record] | tuple) -> tuple:
    return tuple(record.reference for record in records)


def _title(teller: Teller, records: list[Record], name: str) -> Sentence:
    totals = Counter(area for record in records for area in record.areas if name_of(area.name))
    top = [area for area, _n in totals.most_common(TITLE_AREAS)]
    said = {"month": name, "what": _what(records)}
    if not top:
        about = records
        text = _("In focus, %(month)s: %(what)s") % said
    else:
        about = [record for record in records if set(top) & set(record.areas)]
        said["areas"] = join([_in_full(teller.cast, area, top) for area in top])
        text = _("In focus, %(month)s: %(what)s on %(areas)s") % said
    return Sentence(text, _references(about))


def _what(records: list[Record]) -> str:
    visits = sum(record.is_visit for record in records)
    if visits == len(records):
        return ngettext("a field visit", "field visits", visits)
    if visits:
        return _("meetings and field visits")
    return ngettext("a meeting", "meetings", len(records))


def _in_full(cast: Cast, area: Area, areas: list[Area]) -> str:
    full = cast.text(area.description) if area.is_abbreviation else ""
    name = cast.text(area.name)
    return full or (name if any(a.is_abbreviation for a in areas) else lower_common(name))


def _opening(teller: Teller, records: list[Record], name: str) -> Sentence:
    met: dict[str, list[Record]] = {}
    visited: dict[str, list[Record]] = {}
    afar = []
    for record in records:
        if not was_there(record):
            afar.append(record)
        elif record.place and (record.is_visit or record.involves_travel):
            visited.setdefault(teller.town(record.place), []).append(record)
        elif record.place and (teller.is_away(record) or teller.town(record.place) == teller.seat):
            met.setdefault(teller.town(record.place), []).append(record)
    named = [record for rows in [*met.values(), *visited.values()] for record in rows]
    said = {"month": name, "office": f"IOM {teller.office}".strip()}
    if not named:
        said["meetings"] = count_meetings(len(records))
        text = _("In %(month)s, %(office)s recorded %(meetings)s") % said
        return Sentence(finish(text), _references(records))
    said["what"] = _join_parts(_parts(teller.seat, met, visited, afar))
    text = _("Throughout %(month)s, %(office)s was engaged in %(what)s") % said
    return Sentence(finish(text), _references(named + afar))


def _join_parts(parts: list[str]) -> str:
    """Join two parts by a comma where the first lists places itself; any others as a list."""
    if len(parts) == 2 and _(" and ") in parts[0]:
        return _("%(first)s, and %(second)s") % {"first": parts[0], "second": parts[1]}
    return join(parts)


def _parts(
    seat: str, met: dict[str, list[Record]], visited: dict[str, list[Record]], afar: list[Record]
) -> list[str]:
    parts = []
    if met:
        towns = [seat] * (seat in met) + [town for town in met if town and town != seat]
        count = sum(map(len, met.values()))
        text = ngettext("a meeting in %(places)s", "meetings in %(places)s", count)
        parts.append(text % {"places": _places(towns, [seat] if seat in met else [])})
    if visited:
        count = sum(map(len, visited.values()))
        text = ngettext("a field visit to %(places)s", "field visits to %(places)s", count)
        parts.append(text % {"places": _places([town for town in visited if town], [])})
    if afar:
        text = ngettext("a meeting online or by phone", "meetings online or by phone", len(afar))
        parts.append(text)
    return parts


def _places(towns: list[str], always: list[str]) -> str:
    """Return the towns by name; of many, those named `always` and how many others."""
    if len(towns) - len(always) <= PLACES_BY_NAME:
        return join(towns)
    others = len(towns) - len(always)
    if not always:
        return _("%(n)s places") % {"n": others}
    return join([*always, _("%(n)s other places") % {"n": others}])


def _days(teller, records: list[Record]) -> Iterator[list[Sentence]]:
    dated = sorted((r for r in records if not r.is_month_only), key=lambda r: r.day)
    for _day, of_day in groupby(dated, key=lambda r: r.day):
        rows = _in_order(list(of_day))
        for start in range(0, len(rows), PER_PARAGRAPH):
            yield list(_day_paragraph(teller, rows[start : start + PER_PARAGRAPH], start))


def _in_order(rows: list[Record]) -> list[Record]:
    """Keep those of a place together; there, whoever holds an office comes first. Long ones come last."""
    places: dict = {}
    for record in rows:
        places.setdefault(record.place, len(places))
    return sorted(
        rows, key=lambda r: (is_long(r), places[r.place], not _has_speaker(r), r.reference)
    )


def _has_speaker(record: Record) -> bool:
    return any(party.speakers for party in record.parties)


def _day_paragraph(teller: Teller, rows: list[Record], start: int) -> Iterator[Sentence]:
    before = None
    for number, record in enumerate(rows):
        place = teller.cast.place(record.place)
        same = bool(before and place and record.place == before.place and not is_long(record))
        before = record
        lead = span(record)
        if (number or start) and not is_long(record):
            lead = _later_lead(number, lead, place if same else "")
        yield from teller.tell(record, lead, same_place=same)


def _later_lead(number: int, when: str, place: str) -> str:
    if place:
        lead = _("The same day in %(place)s") if number % 2 else _("Also in %(place)s")
        return lead % {"place": place}
    return _("The same day") if number % 2 else _("Also %(when)s") % {"when": when}


def _closing(cast: Cast, records, name: str) -> list[Sentence]:
    """Return what the figures hold, by the same rules as the headline of the month."""
    organisations = {party.slug for record in records for party in record.parties}
    towns = {r.place.municipality for r in records if r.place and r.place.municipality}
    totals = Counter(area for record in records for area in record.areas)
    most = max(totals.values(), default=0)
    top = [area for area, n in totals.items() if n == most]
    said = {"month": name, "meetings": count_meetings(len(records))}
    text = _("In all, the office recorded %(meetings)s in %(month)s") % said
    if organisations:
        text += _(", with %(n)s") % {"n": count_organisations(len(organisations))}
    if towns:
        text += _(" in %(n)s") % {"n": count_municipalities(len(towns))}
    sentences = [Sentence(finish(text), _references(records))]
    names = [name for area in top if (name := cast.text(area.name))]
    if names and len(names) <= TITLE_AREAS:
        about = [record for record in records if set(top) & set(record.areas)]
        text = finish(top_sentence(names, most, len(records)))
        sentences.append(Sentence(text, _references(about)))
    return sentences
