"""Two levels of places are called as the country calls them, in labels, sentences and searches."""

import pytest

from countries.pack import SHIPPED, read_country
from engagements.export_columns import COLUMNS
from reviews.month.headlines import count_municipalities, counties_title
from stakeholders.directory import DATABASE
from stakeholders.models import Location
from stakeholders.tests.factories import make_location


@pytest.fixture(autouse=True)
def macedonia(settings):
    settings.COUNTRY = read_country(SHIPPED / "MK")


def test_labels():
    region, town = Location(level="county", name="Vardar"), Location(level="municipality")

    assert (region.get_level_display(), town.get_level_display()) == ("Region", "Municipality")
    assert str(region) == "Vardar region"
    columns = [str(COLUMNS[name][0]) for name in ("county", "municipality")]
    assert columns == ["Region", "Municipality"]


def test_sentences():
    assert counties_title(0, 8) == "No region had a meeting"
    assert counties_title(2, 8) == "2 of the 8 regions had at least one meeting"
    assert [count_municipalities(n) for n in (1, 2)] == ["1 municipality", "2 municipalities"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text", ["Vardar region", "region Vardar", "Rajoni Vardar", "Вардар регион"]
)
def test_a_place_with_the_word_of_its_level(text):
    vardar = make_location("Vardar", level="county", name_local="Вардар")
    make_location("Vardar", parent=vardar)

    assert DATABASE.places(text) == [vardar]
