"""Every number on the pages of a generated office, against a count of its raw rows made here, in plain Python."""

import re
from collections import Counter, defaultdict
from datetime import date, timedelta
from itertools import product

import pytest
from django.utils import timezone

from accounts.tests.factories import make_user
from engagements.models import (
    ActionPoint,
    Attendance,
    Counterpart,
    Meeting,
    MeetingKind,
    ThematicArea,
)
from iomtracker.data_quality.checks import KINDS as QUALITY
from iomtracker.generated_office import make_office
from stakeholders.models import Appointment, Location, Organisation, Person
from toolkit.months import months_before

pytestmark = pytest.mark.no_cover
MEETINGS, UNTIL = 2000, date(2026, 11, 20)
YEARS = range(2015, 2028)
FIGURES = ("meetings", "organisations", "people", "municipalities", "action_points")


def rows_of(model):
    return list(model._base_manager.values())


class Raw:
    """All rows, as dictionaries, and what they add up to."""

    def __init__(self):
        self.today = timezone.localdate()
        self.meetings = {row["id"]: row for row in rows_of(Meeting)}
        self.places = {row["id"]: row for row in rows_of(Location)}
        self.areas = {row["id"]: row for row in rows_of(ThematicArea)}
        self.counterparts = self.by_meeting(Counterpart)
        self.attended = self.by_meeting(Attendance)
        self.points = self.by_meeting(ActionPoint)
        self.linked_areas = self.by_meeting(Meeting.thematic_areas.through)
        self.staff = self.by_meeting(Meeting.staff.through)
        self.named = Counter(row["counterpart_id"] for row in rows_of(Attendance))
        self.logged = [m for m in self.meetings.values() if m["status"] == "logged"]
        self.counted = [m for m in self.logged if m["sensitivity"] == "internal"]

    def by_meeting(self, model):
        found = defaultdict(list)
        for row in rows_of(model):
            found[row["meeting_id"]].append(row)
        return found

    def at_level(self, pk, level):
        """Return the place of `level` that a place (pk) is or lies in; None where there is none."""
        while pk and self.places[pk]["level"] != level:
            pk = self.places[pk]["parent_id"]
        return pk and self.places[pk]

    def around(self, pk):
        """Return the addresses of a place and of all that it lies in."""
        found = []
        while pk:
            found.append(self.places[pk]["slug"])
            pk = self.places[pk]["parent_id"]
        return found

    def of(self, year, month=None):
        return [
            m
            for m in self.counted
            if m["date"].year == year and (month is None or m["date"].month == month)
        ]

    def areas_of(self, meeting):
        """Return the codes of a meeting's thematic areas, or that it has none."""
        links = self.linked_areas[meeting["id"]]
        return [self.areas[link["thematicarea_id"]]["code"] for link in links] or ["none"]

    def figures(self, meetings):
        """Return {figure: number} of some meetings, with what is overdue, open and closed."""
        parties = [row for m in meetings for row in self.counterparts[m["id"]]]
        present = {row["person_id"] for m in meetings for row in self.attended[m["id"]]}
        groups = [
            row["people_count"] - self.named[row["id"]] for row in parties if row["people_count"]
        ]
        points = [row for m in meetings for row in self.points[m["id"]]]
        late = [p for p in points if p["status"] == "open" and p["due"] and p["due"] < self.today]
        towns = [self.at_level(m["location_id"], "municipality") for m in meetings]
        return {
            "meetings": len(meetings),
            "organisations": len({row["organisation_id"] for row in parties} - {None}),
            "people": len(present) + sum(n for n in groups if n > 0),
            "people_or_more": any(
                row["people_count"] is None and (row["group_label"] or not self.named[row["id"]])
                for row in parties
            ),
            "municipalities": len({town["id"] for town in towns if town}),
            "action_points": len(points),
            "overdue": len(late),
            "open": sum(p["status"] == "open" for p in points) - len(late),
            "closed": sum(p["status"] != "open" for p in points),
        }


@pytest.fixture(scope="module")
def raw(module_db):
    """An office of 2,000 meetings, of which some became drafts, were cancelled or lost their head counts."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("iomtracker.generated_office.LISTS", ("load_reference",))
        make_office(MEETINGS, seed=13, until=UNTIL)
    keys = list(Meeting.objects.order_by("pk").values_list("pk", flat=True))
    Meeting.objects.filter(pk__in=keys[::23]).update(status="draft")
    Meeting.objects.filter(pk__in=keys[5::29]).update(status="cancelled")
    Meeting.objects.filter(pk__in=keys[3::300]).update(
        end_date=UNTIL + timedelta(60), date_precision="day"
    )
    Meeting.objects.filter(pk__in=keys[7::200]).update(location=None, place_text="In the hills")
    parties = list(Counterpart.objects.order_by("pk").values_list("pk", flat=True))
    Counterpart.objects.filter(pk__in=parties[::3]).update(people_count=None)
    Counterpart.objects.filter(pk__in=parties[::5]).update(group_label="Technical staff")
    last_of_each = dict(Counterpart.objects.order_by("pk").values_list("meeting", "pk"))
    chosen = list(last_of_each.values())[::40]
    Counterpart.objects.filter(pk__in=chosen).update(organisation=None)
    return Raw()


@pytest.fixture
def head(client, raw, db):
    client.force_login(make_user("head of office"))
    return client


def shown_counts(counts):
    names = (*FIGURES, "people_or_more", "overdue", "open", "closed")
    return {name: getattr(counts, name) for name in names}


def test_the_months(head, raw):
    found, address = {}, "/months/"
    while address:
        response = head.get(address)
        for row in response.context["months"]:
            found[row.period.year, row.period.month] = shown_counts(row.counts)
        older = response.context["older"]
        address = f"/months/?until={older[0]:04d}-{older[1]:02d}" if older else ""
    days = {(m["date"].year, m["date"].month) for m in raw.counted}
    assert found == {month: raw.figures(raw.of(*month)) for month in days}
    assert len(found) > 100
    assert response.context["years"] == sorted({year for year, _month in days}, reverse=True)


@pytest.mark.parametrize("year", YEARS)
def test_a_year(head, raw, year):
    shown = head.get(f"/years/{year}/").context["year"]
    assert shown_counts(shown.counts) == raw.figures(raw.of(year))
    months = [{figure.name: figure.value for figure in month.figures} for month in shown.months]
    figures = [raw.figures(raw.of(year, month)) for month in range(1, 13)]
    assert months == [{name: row[name] for name in FIGURES} for row in figures]
    themes, places = Counter(), Counter()
    for meeting in raw.of(year):
        place = raw.at_level(meeting["location_id"], "municipality")
        place = place or raw.places.get(meeting["location_id"])
        places[place["slug"] if place else "none", meeting["date"].month] += 1
        themes.update((code, meeting["date"].month) for code in raw.areas_of(meeting))
    assert by_month(shown.themes) == themes
    assert by_month(shown.places) == places


def by_month(matrix):
    """Return {(address of a row, month): number} without zeros; each total is checked."""
    found = Counter()
    for row in matrix.rows:
        key = re.search(r"(?:area|place|at)=([^&]+)", row.total.query)[1]
        assert row.total.value == sum(cell.value for cell in row.cells) > 0
        found.update(
            {(key, month): cell.value for month, cell in enumerate(row.cells, 1) if cell.value}
        )
    return found


def test_changes_beside_the_year_before(head, raw):
    changes = head.get("/years/2024/").context["year"].changes
    then, now = (
        Counter(code for m in raw.of(year) for code in raw.areas_of(m)) for year in (2023, 2024)
    )
    towns = [
        {
            town["name"]
            for m in raw.of(year)
            if (town := raw.at_level(m["location_id"], "municipality"))
        }
        for year in (2023, 2024)
    ]
    names = {row["name"]: row["code"] for row in raw.areas.values()}
    assert {names[c.name]: (c.before.value, c.now.value) for c in changes.areas} == {
        code: (then[code], now[code]) for code in {*then, *now} - {"none"}
    }
    assert set(changes.new_places) == towns[1] - towns[0]
    assert set(changes.gone_places) == towns[0] - towns[1]


@pytest.mark.parametrize("month", [(2026, 11), (2026, 4), (2024, 2)])
def test_a_month_its_comparisons_and_lists(head, raw, month):
    year, number = month
    address = f"/months/{year}-{number:02d}/"
    summary = head.get(address).context["summary"]
    figures = raw.figures(raw.of(*month))
    assert shown_counts(summary.counts) == figures
    before = (year, number - 1) if number > 1 else (year - 1, 12)
    for earlier, position in ((before, 0), ((year - 1, number), 1)):
        then = raw.figures(raw.of(*earlier))
        for figure in summary.figures:
            text = figure.comparisons[position].text
            assert int(re.search(r"\((\d+)", text)[1]) == then[figure.name]
    for what in FIGURES[1:]:
        assert head.get(f"{address}{what.replace('_', '-')}/").context["total"] == figures[what]


def test_home(head, raw):
    month = head.get("/").context["month"]
    meetings = raw.of(month.month.year, month.month.month)
    figures = raw.figures(meetings)
    shown = {name: getattr(month, name) for name in ("meetings", "organisations", "municipalities")}
    assert shown == {name: figures[name] for name in shown}
    themes = Counter(code for m in meetings for code in raw.areas_of(m))
    names = {row["name"]: row["code"] for row in raw.areas.values()}
    assert {names[bar.name]: bar.meetings for bar in month.bars} | {"none": themes["none"]} == {
        **themes, "none": themes["none"],
    }  # fmt: skip
    reached = {
        county["slug"] for m in meetings if (county := raw.at_level(m["location_id"], "county"))
    }
    counties = {row["slug"] for row in raw.places.values() if row["level"] == "county"}
    assert {county.slug for county in month.counties_without} == counties - reached


@pytest.mark.parametrize(
    ("month", "code"), list(product(["2026-10", "2024-02"], ["month", "3", "12", "ever"]))
)
def test_coverage(head, raw, month, code):
    covered = head.get(f"/coverage/?month={month}&period={code}").context["coverage"]
    year, number = map(int, month.split("-"))
    after = date(year + number // 12, number % 12 + 1, 1)
    first = date.min if code == "ever" else months_before(after, int(code.replace("month", "1")))
    met, last, counties, elsewhere = Counter(), {}, set(), 0
    for meeting in raw.counted:
        if meeting["date"] >= after:
            continue
        town = raw.at_level(meeting["location_id"], "municipality")
        county = raw.at_level(meeting["location_id"], "county")
        within = meeting["date"] >= first
        if county and within:
            counties.add(county["name"])
        if town is None:
            elsewhere += within
            continue
        met[town["slug"]] += within
        day = min(meeting["end_date"] or meeting["date"], after - timedelta(1))
        last[town["slug"]] = max(last.get(town["slug"], date.min), day)
    towns = [
        p["slug"] for p in raw.places.values() if p["level"] == "municipality" and p["is_active"]
    ]
    assert {s.slug: (s.meetings, s.last) for s in covered.squares} == {
        slug: (met[slug], last.get(slug)) for slug in towns
    }
    states = Counter(square.status for square in covered.squares)
    assert states["met"] == sum(met[slug] > 0 for slug in towns)
    assert states["never"] == sum(slug not in last for slug in towns)
    assert covered.elsewhere == elsewhere
    every = {p["name"] for p in raw.places.values() if p["level"] == "county"}
    assert set(covered.counties_without) == every - counties


def values_of(raw, meeting):
    """Return {facet: its values} of a meeting; a place's are also those of what it lies in."""
    pk = meeting["id"]
    colleagues = [str(row["user_id"]) for row in raw.staff[pk]]
    gaps = {
        "staff": not raw.staff[pk],
        "day": meeting["date_precision"] == "month",
        "area": not raw.linked_areas[pk],
        "counterpart": not raw.counterparts[pk],
        "line": not meeting["public_line"],
    }
    return {
        "month": [f"{meeting['date']:%Y-%m}"],
        "kind": [meeting["kind_id"]],
        "area": raw.areas_of(meeting),
        "colleague": colleagues or ["none"],
        "place": raw.around(meeting["location_id"]) or ["none"],
        "gap": [code for code, is_one in gaps.items() if is_one],
        "restricted": ["only" if meeting["sensitivity"] == "restricted" else "no"],
    }


@pytest.mark.parametrize(
    "chosen", ["", "area=protection", "month=2026-04", "restricted=no&gap=staff"]
)
def test_facets(head, raw, chosen):
    response = head.get(f"/meetings/?{chosen}")
    wanted = [pair.split("=") for pair in chosen.split("&") if pair]
    kinds = {row["code"]: row["id"] for row in rows_of(MeetingKind)}
    known = [(values_of(raw, m), m) for m in raw.meetings.values() if m["status"] != "draft"]
    groups = {group.name: group for group in response.context["groups"]}
    assert {"kind", "area", "colleague", "place"} <= groups.keys()
    for name, group in groups.items():
        kept = [
            (values, m)
            for values, m in known
            if (name == "status" or m["status"] == "logged")
            and all(value in values[facet] for facet, value in wanted if facet != name)
        ]
        if name == "status":
            count = Counter("" if m["status"] == "logged" else m["status"] for _values, m in kept)
        else:
            count = Counter(value for values, _m in kept for value in values[name])
        for option in (*group.first, *group.more):
            value = kinds[option.value] if name == "kind" else option.value
            number = len(kept) if (name, value) == ("restricted", "") else count[value]
            assert option.count == number, (name, option.value)
    total = [
        m
        for values, m in known
        if m["status"] == "logged" and all(v in values[f] for f, v in wanted)
    ]
    assert response.context["total"] == len(total)


def test_data_quality(head, raw):
    page = head.get("/quality/")
    groups = page.context["groups"]
    shown = {kind.code: number for _label, kinds in groups for kind, number in kinds}
    people = [p for p in rows_of(Person) if not p["merged_into_id"] and not p["anonymised_at"]]
    contacts = [p for p in people if p["email"] or p["phone"]]
    long_ago, in_use = months_before(raw.today, 24), {p["id"] for p in people}
    organisations = {
        o["id"]: o for o in rows_of(Organisation) if o["is_active"] and not o["merged_into_id"]
    }
    open_points = [p for m in raw.logged for p in raw.points[m["id"]] if p["status"] == "open"]
    expected = Counter(code for m in raw.logged for code in values_of(raw, m)["gap"])
    expected |= {
        "place-in-words": sum(bool(m["place_text"]) for m in raw.logged),
        "contacts": sum(
            not p["last_confirmed"] or not long_ago <= p["last_confirmed"] <= raw.today
            for p in contacts
        ),
        "source": sum(not p["source"] for p in contacts),
        "posts": sum(
            not post["started"]
            and not post["ended"]
            and post["person_id"] in in_use
            and post["organisation_id"] in organisations
            for post in rows_of(Appointment)
        ),
        "organisations": sum(bool(o["to_confirm"]) for o in organisations.values()),
        "future": sum(m["date"] > raw.today for m in raw.logged),
        "year": 0,
        "long": sum(
            bool(m["end_date"]) and m["end_date"] - m["date"] > timedelta(30) for m in raw.logged
        ),
        "due": sum(
            bool(p["due"]) and p["due"] < raw.meetings[p["meeting_id"]]["date"] for p in open_points
        ),
        "county": 0,
    }
    # Titles of events and seats held twice are read by rules of words: counted one by one, not here.
    by_words = {"event-name", "two-places", "two-holders"}
    assert {code: shown[code] for code in shown.keys() - by_words} == {
        code: expected[code] for code in QUALITY.keys() - by_words
    }
    for code in by_words:
        rows = QUALITY[code].find(make_user("head of office"), raw.today)
        assert shown[code] == len(list(rows))
    pairs = [number for _kind, _label, number in page.context["pairs"]]
    assert page.context["total"] == sum(shown.values()) + sum(pairs)
