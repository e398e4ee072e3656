"""What is known to the month only, gathered: by role, place and name, with what they share said once."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from reviews.article.article import Sentence
from reviews.article.grammar import clean, finish, frame, join, name_of, with_the
from reviews.article.names import Cast, as_group, is_told
from reviews.article.one_meeting import Teller, somewhere
from reviews.month.report import Party, Record
from stakeholders.vocabulary import institution_words

PER_SENTENCE = 6
PER_PARAGRAPH = 8
UNITS = re.compile(rf"(?:{'|'.join(sorted(institution_words('unit')))})$", re.I)


def gather(teller: Teller, records: list[Record], name: str) -> list:
    """Return the paragraphs (lists of sentences) of month-only records; events come first."""
    shows = [record for record in records if record.is_participation]
    others = [record for record in records if not record.is_participation]
    number, paragraphs = 0, list[list[Sentence]]()
    for rows in (shows, others):
        paragraphs.append([])
        for group in _alike(rows):
            if len(paragraphs[-1]) >= PER_PARAGRAPH:
                paragraphs.append([])
            tell = _together if len(group) > 1 else _alone
            paragraphs[-1] += tell(teller, group, _lead(number, name))
            number += 1
    return paragraphs


def _lead(number: int, name: str) -> str:
    if not number:
        return _("In the course of %(month)s") % {"month": name}
    return (_("In the same month"), _("During the month"), _("Also in %(month)s"))[number % 3] % {
        "month": name
    }


def _alone(teller: Teller, rows: list[Record], lead: str) -> list[Sentence]:
    return teller.tell(rows[0], lead)


def _alike(records: list[Record]) -> Iterator[list[Record]]:
    groups: dict[tuple | str, list[Record]] = {}
    for record in sorted(records, key=_by_role):
        shared = (record.kind_code, record.areas, clean(record.public_line))
        can_share = (
            any(map(is_told, record.parties))
            and not (record.colleagues or record.is_kind_named or record.is_call)
            and record.place is not None
            and record.channel == "in_person"
            and (name_of(record.public_line) or record.areas)
        )
        groups.setdefault(shared if can_share else record.reference, []).append(record)
    for rows in groups.values():
        for start in range(0, len(rows), PER_SENTENCE):
            yield rows[start : start + PER_SENTENCE]


def _by_role(record: Record) -> tuple:
    """Office-holders before others, a mayor before a deputy, then by place and name."""
    speakers = [speaker for party in record.parties for speaker in party.speakers]
    title = speakers[0].title.casefold() if speakers else ""
    is_deputy = title.startswith(("deputy", "vice"))
    name = speakers[0].name if speakers else ""
    place = record.place.name if record.place else ""
    return not speakers, is_deputy, title.split(" of ")[0], place, name


def _together(teller: Teller, rows: list[Record], lead: str) -> list[Sentence]:
    teller.told += 1
    cast, refs = teller.cast, tuple(record.reference for record in rows)
    met = [join(whom) for whom in _counterparts(cast, rows) if whom]
    places = list(dict.fromkeys(cast.place(record.place) for record in rows))
    said = {"who": teller.subject(rows[0]), "places": join(places), "whom": met[0]}
    if rows[0].is_visit:
        text = _("%(who)s made field visits to %(places)s, where it met with %(whom)s") % said
    else:
        text = _("%(who)s met with %(whom)s") % said
    texts = [finish(f"{lead}, {text}")]
    texts += [finish(_("It also met with %(whom)s") % {"whom": whom}) for whom in met[1:]]
    return [Sentence(text, refs) for text in [*texts, *_shared(teller, rows[0])]]


def _counterparts(cast: Cast, rows: list[Record]) -> tuple:
    """Return (people and groups, the like units of several bodies said at once), as lists of texts."""
    people: list[str] = []
    alike: dict[tuple[str, str], list[Party]] = {}
    for record in rows:
        place = cast.place(record.place)
        for party in filter(is_told, record.parties):
            if _is_unit(party) and place in cast.text(party.parent):
                key = (name_of(party.name), name_of(party.group))
                alike.setdefault(key, []).append(party)
            else:
                *others, last = cast.party(party)
                people += [*others, somewhere(last, record, place)]
    return people, [_units(cast, parties) for parties in alike.values()]


def _is_unit(party: Party) -> bool:
    has_name = bool(UNITS.search(name_of(party.name)) and name_of(party.parent))
    return has_name and not party.speakers and party.head_count is None


def _units(cast: Cast, parties: list[Party]) -> str:
    """Return "the technical staff of the Protection Units of the Municipality of A and the ..."."""
    if len(parties) == 1:
        return join(cast.party(parties[0]))
    name, group = cast.text(parties[0].name), cast.text(parties[0].group)
    parents = [cast.text(party.parent) for party in parties]
    for parent in parents:
        cast.printed |= {(name, parent), (parent, "")}
    said = {"units": f"{name}s", "parents": join([with_the(parent) for parent in parents])}
    text = _("the %(units)s of %(parents)s") % said
    return (
        _("%(group)s of %(units)s") % {"group": as_group(group), "units": text} if group else text
    )


def _shared(teller: Teller, record: Record) -> list[str]:
    line = teller.cast.text(record.public_line)
    about = teller.about(record.areas, line)
    what = _("visit") if record.is_visit else _("meeting")
    each = _(" of each %(what)s") % {"what": what}
    sentences = teller.areas_sentence(about, len(record.areas), each)
    return [*sentences, finish(frame(line, each=True)[0])] if line else sentences
