"""The reference data, and the command that loads it."""

import shutil
from collections import Counter
from dataclasses import replace
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from countries.pack import SHIPPED, read_pack
from engagements.models import MeetingKind, ThematicArea
from iomtracker.management.commands.load_reference import LISTS, load_list, read_rows
from stakeholders.directory import DATABASE
from stakeholders.models import Location, OrganisationKind

pytestmark = pytest.mark.django_db
PLACES = read_pack(SHIPPED / "AL").places


def load():
    """Run the command and return what it said."""
    out = StringIO()
    call_command("load_reference", stdout=out)
    return out.getvalue().strip()


@pytest.fixture(scope="module")
def loaded(module_db):
    """The reference data; what the command said of it."""
    return load()


def stored_rows():
    """Everything stored, history included, to compare before and after."""
    models = [Location, Location.history.model, ThematicArea, ThematicArea.history.model]
    models += [MeetingKind, OrganisationKind]
    return [list(model.objects.order_by("pk").values()) for model in models]


def test_counts(loaded):
    assert Counter(Location.objects.values_list("level", flat=True)) == {
        "country": 1,
        "county": 12,
        "municipality": 61,
        "crossing": 21,
        "place": 7,
    }
    assert (ThematicArea.objects.count(), MeetingKind.objects.count()) == (12, 9)
    assert OrganisationKind.objects.count() == 11


def test_pcodes_are_those_given(loaded):
    pcodes = dict(Location.objects.values_list("slug", "pcode"))
    assert pcodes["kukes-county"] == "AL08"
    assert pcodes["kukes"] == "AL0802"
    assert pcodes["tirana"] == "AL1105"
    assert pcodes["vore"] == "AL1104"
    assert pcodes["diber-county"] == "AL02"  # its ISO code is AL-09
    assert pcodes["albania"] == ""
    lengths = Counter((place.level, len(place.pcode)) for place in Location.objects.all())
    assert lengths == {
        ("country", 0): 1,
        ("county", 4): 12,
        ("municipality", 6): 61,
        ("crossing", 0): 21,
        ("place", 0): 7,
    }


def test_each_municipality_is_in_the_county_of_its_pcode(loaded):
    for place in Location.objects.filter(level="municipality").select_related("parent__parent"):
        assert place.parent.pcode == place.pcode[:4]
        assert place.parent.parent.slug == "albania"


def test_crossings_and_places_are_in_their_municipality(loaded):
    parents = dict(Location.objects.values_list("slug", "parent__pcode"))
    assert parents["kakavije"] == "AL0601"
    assert parents["qafe-thane"] == "AL0705"
    assert parents["qafe-prush"] == "AL0801"
    assert parents["rinas-airport"] == "AL0302"
    assert parents["port-of-durres"] == "AL0301"


def test_a_municipality_in_full(loaded):
    kukes = Location.objects.get(slug="kukes")
    assert (kukes.name, kukes.name_local) == ("Kukës", "Kukës")
    assert kukes.other_names == "Kukes\nKukesi\nKukësi"
    assert (str(kukes.latitude), str(kukes.longitude)) == ("42.07694", "20.42194")
    assert kukes.position_is_approximate is False
    assert kukes.search == kukes.folded() == "kukes kukes kukes kukesi kukesi al0802"


def test_every_row_obeys_the_rules_of_the_models(loaded):
    for model in (Location, ThematicArea, MeetingKind, OrganisationKind):
        for row in model.objects.all():
            row.full_clean()


def test_a_second_run_writes_nothing(loaded):
    before = stored_rows()
    with CaptureQueriesContext(connection) as queries:
        assert load() == "Reference data: nothing to add."
    verbs = {query["sql"].split()[0] for query in queries}
    # PostgreSQL reads many rows through a cursor that is declared first.
    assert verbs <= {"SELECT", "SAVEPOINT", "RELEASE", "DECLARE"}
    assert stored_rows() == before


def test_it_says_how_much_it_added(loaded):
    rows = len(PLACES) + sum(len(read_rows(name)) for name in LISTS)
    assert loaded == f"Reference data: {rows} added."


def test_edits_are_kept(loaded):
    kukes = Location.objects.get(pcode="AL0802")
    kukes.name, kukes.slug = "Kukës (town)", "kukes-town"
    kukes.store()
    crossing = Location.objects.get(slug="rips")
    crossing.name, crossing.slug, crossing.is_active = "Rips crossing", "rips-crossing", False
    crossing.store()
    area = ThematicArea.objects.get(code="avrr")
    area.name, area.code, area.is_active = "Return", "return", False
    area.save()
    MeetingKind.objects.filter(code="event").update(code="gathering")
    OrganisationKind.objects.filter(code="donor").update(name="Funder")
    before = stored_rows()
    load()
    assert stored_rows() == before


def test_only_what_is_missing_is_added(loaded):
    ThematicArea.objects.get(code="diaspora").delete()
    Location.objects.get(slug="rips").delete()
    Location.objects.filter(pcode="AL1202").update(slug="finiq-renamed")
    assert load() == "Reference data: 2 added."
    assert Location.objects.get(slug="rips").parent.pcode == "AL1202"
    assert ThematicArea.objects.get(code="diaspora").position == 110


def test_history_records_where_a_row_came_from(loaded):
    entries = Location.objects.get(slug="kukes").history.all()
    assert [(e.history_type, e.history_change_reason) for e in entries] == [("+", "Reference data")]


def test_unverified_values_are_marked(loaded):
    places = {place.slug: place for place in Location.objects.all()}
    for row in PLACES:
        doubt, place = row.unverified, places[row.slug]
        is_doubtful = "coords =" in doubt or "seat (" in doubt
        assert place.position_is_approximate is is_doubtful, row.slug
        if "no coordinates found" in doubt:
            assert (place.latitude, place.longitude) == (None, None)
    approximate = Location.objects.filter(position_is_approximate=True)
    counts = Counter(approximate.values_list("level", flat=True))
    assert counts == {"crossing": 16, "municipality": 2, "place": 4}


def test_lists_come_in_order_of_use(loaded):
    names = list(MeetingKind.objects.values_list("name", flat=True))
    assert names[:4] == ["Bilateral meeting", "Technical meeting", "Field visit", "Event"]
    assert names[-1] == "Other"
    assert ThematicArea.objects.get(name="AVRR").description == (
        "Assisted Voluntary Return and Reintegration"
    )


@pytest.mark.no_cover
def test_places_are_found_by_every_spelling(loaded):
    for row in PLACES:
        if row.level == "second":
            for name in [row.name, row.name_local, *row.other_names]:
                assert [p.pcode for p in DATABASE.places(name)] == [row.pcode], name


def test_the_kinds_that_are_shipped():
    assert load_list("meeting_kinds.csv", MeetingKind) == 9
    meanings = MeetingKind.objects.values_list(
        "code", "described_as", "is_named", "involves_travel"
    )
    assert list(meanings) == [
        ("bilateral-meeting", "meeting", False, False),
        ("technical-meeting", "meeting", True, False),
        ("field-visit", "visit", False, True),
        ("event", "participation", True, False),
        ("courtesy-call", "meeting", True, False),
        ("coordination-meeting", "meeting", True, False),
        ("training", "participation", True, False),
        ("call", "call", True, False),
        ("other", "meeting", False, False),
    ]


def test_a_mistake_in_the_pack_loads_nothing(settings, tmp_path):
    folder = shutil.copytree(SHIPPED / "AL", tmp_path / "AL")
    text = (folder / "places.csv").read_text(encoding="utf-8")
    (folder / "places.csv").write_text(text.replace("AL0803", "AL0802"), encoding="utf-8")
    settings.COUNTRY = replace(settings.COUNTRY, folder=folder)
    with pytest.raises(CommandError, match="Nothing was loaded. places.csv, row 55, column pcode"):
        load()
    assert not Location.objects.exists()
    assert not ThematicArea.objects.exists()


@pytest.mark.parametrize(("code", "counts"), [("MK", (8, 81, 5)), ("ME", (3, 25, 3))])
def test_another_country(settings, code, counts):
    settings.COUNTRY = read_pack(SHIPPED / code).country
    load()
    levels = Counter(Location.objects.values_list("level", flat=True))
    assert (levels["county"], levels["municipality"], levels["crossing"]) == counts
    for place in Location.objects.all():
        place.full_clean()
    before = stored_rows()
    assert load() == "Reference data: nothing to add."
    assert stored_rows() == before
