"""Records made of plain values, and whole months of odd ones, for tests without a database."""

import random
from dataclasses import replace
from datetime import date, timedelta

from engagements.tests.factories import MEANINGS
from reviews.month.meetings import Area, Colleague, CounterpartFacts, MeetingFacts, Place, Speaker

KINDS = {
    "bilateral-meeting": "Bilateral meeting",
    "technical-meeting": "Technical meeting",
    "field-visit": "Field visit",
    "event": "Event",
    "courtesy-call": "Courtesy call",
    "coordination-meeting": "Coordination meeting",
    "training": "Training",
    "call": "Call",
    "other": "Other",
    "round-table": "Round table",
}
AREAS = (
    Area("protection", "Protection", ""),
    Area("avrr", "AVRR", "Assisted Voluntary Return and Reintegration"),
    Area("dtm", "DTM", "Displacement Tracking Matrix"),
    Area("labour-mobility", "Labour mobility", ""),
)
TOWNS = ("Tirana", "Kukës", "Shkodër", "Devoll", "Has")
SPELLINGS = {"Kukës": "Kukes", "Shkodër": "Shkodra"}
LINES = (
    "",
    " ",
    "…",
    "Potential areas of alignment , and next steps ..",
    "The Mayor asked for 3 trainings; IOM agreed.",
    "Addressing migrants' needs; technical meeting with the unit,",
    "Work permits.",
    "Exploring cooperation on visas",
    "To set up a working group",
    "Agreed to set up a working group",
    "AVRR counselling, referral of returnees",
    "IOM met the mayors of the county.",
    "Productive meeting between IOM and the Mayor",
    "A platform for () job seekers",
    "Cooperation with (the) ministry: \n\n visas,, permits",
    "[click](http://example.org) <b>now</b> # not a *heading*",
)
TITLES = (
    "Mayor of Kukës",
    "Deputy Mayor of Shkodër",
    "Director",
    "Head of Protection",
    "",
    "Ambassador of Spain",
)
GROUPS = (
    "",
    "Technical staff",
    "Representatives",
    "Executive Director",
    "Organiser",
    "Co-organiser",
    "Local stakeholders",
)


def make_place(name, level="municipality", municipality=None):
    """Return a place; a municipality is its own."""
    above = name if level == "municipality" else ""
    return Place(name, name, name.lower(), level, municipality or above, "County")


def make_record(number=1, **fields):
    """Return a bilateral meeting on 6 March 2024 of which nothing else is known."""
    known = {
        "reference": f"2024-03-{number:03d}",
        "title": "",
        "kind_code": "bilateral-meeting",
        "channel": "in_person",
        "day": date(2024, 3, 6),
        "is_month_only": False,
        "end_day": None,
        "place": None,
        "parties": (),
        "colleagues": (),
        "areas": (),
        "public_line": "",
    } | fields
    known.setdefault("kind", KINDS.get(known["kind_code"]))
    meaning = MEANINGS.get(known["kind_code"], {})
    known.setdefault("described_as", meaning.get("described_as", "meeting"))
    known.setdefault("is_kind_named", meaning.get("is_named", True))
    known.setdefault("involves_travel", meaning.get("involves_travel", False))
    return MeetingFacts(**known)


def make_party(name="Caritas", **fields):
    """Return an organisation of which nobody is known."""
    known = {
        "parent": "",
        "short_name": "",
        "slug": f"{name} {fields.get('parent', '')}".lower(),
        "kind": "Civil society",
        "kind_code": "civil-society",
        "speakers": (),
        "group": "",
        "head_count": None,
    } | fields
    return CounterpartFacts(name=name, **known)


def make_month(size, seed, texts):
    """Return `size` records of March 2024: every field there or not, `texts` among what was typed."""
    rng = random.Random(seed)
    people = [_speaker(rng, number, texts) for number in range(8)]
    bodies = [_body(rng, number, texts) for number in range(8)]
    staff = [Colleague(f"Ana {texts[0]}", "Ms.", "Head of Office"), Colleague("Ben Bo", "", "")]
    return tuple(_record(rng, n, people, bodies, staff, texts) for n in range(1, size + 1))


def _speaker(rng, number, texts):
    surname = rng.choice(["Halilaj", "Dule", *texts])
    honorific = rng.choice(["", "Mr.", "H.E. Ms."])
    return Speaker(number, rng.choice([f"Ana {surname}", surname, ""]), honorific, "")


def _body(rng, number, texts):
    name = rng.choice(["Embassy of Spain", "Municipality of Kukës", "UNICEF", "Unit", *texts])
    parent = rng.choice(["", "", f"Municipality of {rng.choice(TOWNS)}"])
    return {
        "name": name,
        "parent": parent,
        "slug": f"body-{number}",
        "short_name": rng.choice(["", "EoS", "UNICEF"]),
    }


def _record(rng, number, people, bodies, staff, texts):
    made = _any_record(rng, number, people, bodies, staff, texts)
    return _gathered(rng, made, texts) if rng.random() < 0.3 else made


def _gathered(rng, made, texts):
    """Return the record as one of a round of visits that share their areas and public line."""
    place = made.place or make_place("Has")
    unit = make_party(
        "Protection Unit", parent=f"Municipality of {place.name}", group=rng.choice(GROUPS[:3])
    )
    return replace(
        made,
        kind_code="field-visit",
        kind="Field visit",
        described_as="visit",
        is_kind_named=False,
        involves_travel=True,
        channel="in_person",
        day=date(2024, 3, 1),
        is_month_only=True,
        end_day=None,
        place=place,
        parties=(*made.parties, unit),
        colleagues=(),
        areas=AREAS[:2],
        public_line=rng.choice([LINES[5], texts[0]]),
    )


def _any_record(rng, number, people, bodies, staff, texts):
    month_only, kind = rng.random() < 0.3, rng.choice(list(KINDS))
    day = date(2024, 3, 1 if month_only else rng.randint(1, 31))
    ends = not month_only and rng.random() < 0.1
    free = rng.sample(people, len(people))
    parties = tuple(
        _party(rng, body, free) for body in rng.sample(bodies, rng.choice([0, 1, 1, 3]))
    )
    place = rng.choice([None, *map(make_place, TOWNS), make_place("Morinë", "crossing", "Has")])
    return make_record(
        number,
        title=rng.choice(["Meeting", "Quarrelsome", "Unpublishable", *texts]),
        event_name=rng.choice(["", "Fair 'Invest in North'", "Youth Days", *texts]),
        kind_code=kind,
        channel=rng.choice(["in_person", "in_person", "in_person", "online", "phone"]),
        day=day,
        is_month_only=month_only,
        end_day=day + timedelta(days=rng.randint(0, 40)) if ends else None,
        place=place,
        parties=parties,
        colleagues=tuple(rng.sample(staff, rng.choice([0, 0, 1, 2]))),
        areas=tuple(a for a in AREAS if rng.random() < 0.3),
        public_line=rng.choice([*LINES, *texts]),
    )


def _party(rng, body, people):
    """Each person is in a meeting once, with a title that may be another one next time."""
    speakers = tuple(
        Speaker(p.number, p.name, p.honorific, rng.choice(TITLES))
        for p in (people.pop() for _n in range(rng.choice([0, 0, 1, 2])))
    )
    count = rng.choice([None, None, 1, 4])
    return make_party(**body, speakers=speakers, group=rng.choice(GROUPS), head_count=count)


def sentences_of(article):
    """Return every sentence, the title first."""
    return [article.title, *(s for paragraph in article.paragraphs for s in paragraph.sentences)]


def paragraph_text(paragraph):
    return " ".join(sentence.text for sentence in paragraph.sentences)
