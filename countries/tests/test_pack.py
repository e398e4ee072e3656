"""Reading a pack: what is shipped is sound, and a mistake is named with its file, row and column."""

import json
import shutil
from decimal import Decimal

import pytest

from countries.pack import (
    DIRECTORY,
    FACTS,
    OUTLINES,
    PLACES,
    SHIPPED,
    VOCABULARY,
    PackError,
    find_folder,
    read_pack,
)

CODES = sorted(path.parent.name for path in SHIPPED.glob(f"*/{FACTS}"))


@pytest.fixture
def pack(tmp_path):
    """A copy of Albania's pack."""
    return shutil.copytree(SHIPPED / "AL", tmp_path / "AL")


def change(pack, file, *pairs):
    """Replace texts in a file of the pack, each once."""
    text = (pack / file).read_text(encoding="utf-8")
    for before, after in pairs:
        assert text.count(before), before
        text = text.replace(before, after, 1)
    (pack / file).write_text(text, encoding="utf-8")


def refusal(pack):
    """Return why a pack is refused."""
    with pytest.raises(PackError) as error:
        read_pack(pack)
    return str(error.value)


def row_of(pack, file, text):
    """Return the row, as a spreadsheet counts, that begins with a text."""
    lines = (pack / file).read_text(encoding="utf-8").splitlines()
    (row,) = [number for number, line in enumerate(lines, 1) if line.startswith(text)]
    return row


# What is shipped


def test_three_are_shipped():
    assert CODES == ["AL", "ME", "MK"]


@pytest.mark.parametrize(
    ("code", "levels", "outlines", "organisations"),
    [
        ("AL", {"country": 1, "first": 12, "second": 61, "crossing": 21, "place": 7}, 12, 190),
        ("ME", {"country": 1, "first": 3, "second": 25, "crossing": 3}, 3, 25),
        ("MK", {"country": 1, "first": 8, "second": 81, "crossing": 5}, 8, 81),
    ],
)
def test_what_a_pack_holds(code, levels, outlines, organisations):
    pack = read_pack(SHIPPED / code)
    found = [place.level for place in pack.places]
    assert {level: found.count(level) for level in levels} == levels
    assert len(found) == sum(levels.values())
    assert (len(pack.outlines), len(pack.directory)) == (outlines, organisations)
    assert {one.slug for one in pack.outlines} == {
        place.slug for place in pack.places if place.level == "first"
    }


@pytest.mark.parametrize("code", CODES)
def test_each_second_level_place_has_its_mayor(code):
    pack = read_pack(SHIPPED / code)
    mayors = {body.place for body in pack.directory if body.seats == ("Mayor",)}
    assert mayors == {place.slug for place in pack.places if place.level == "second"}


@pytest.mark.parametrize("code", CODES)
def test_the_alphabet_spells_every_place(code):
    pack = read_pack(SHIPPED / code)
    letters = set("".join(pack.country.language.alphabet))
    for place in pack.places:
        if place.level == "second":
            assert set(place.name_local.lower()) <= letters | set(" -"), place.name_local


@pytest.mark.parametrize("code", CODES)
def test_the_seat_of_the_office_is_a_place(code):
    pack = read_pack(SHIPPED / code)
    assert pack.country.seat in {place.name for place in pack.places if place.level == "second"}


def test_albania_in_its_own_words():
    country = read_pack(SHIPPED / "AL").country
    assert (country.name_en, country.seat, country.time_zone) == (
        "Albania", "Tirana", "Europe/Tirane",
    )  # fmt: skip
    assert country.first.plural == "counties"
    assert country.second.local_singular == "bashki"
    assert country.language.alphabet.index("dh") == country.language.alphabet.index("d") + 1
    assert "Kryetar i Bashkisë" in country.titles["Mayor"]
    assert country.exonyms["Kukës"] == "Kukes"
    assert "Znj." in country.honorifics["Ms."]


def test_forms_of_address_may_be_a_bare_list(pack):
    facts = pack / "country.toml"
    text = facts.read_text("utf-8").replace("[honorifics]", "[other]")
    facts.write_text(f'honorifics = ["Z.", "Znj."]\n{text}', "utf-8")
    assert read_pack(pack).country.honorifics == {"Z.": ("Z.",), "Znj.": ("Znj.",)}


def test_a_place_in_full():
    places = {place.slug: place for place in read_pack(SHIPPED / "AL").places}
    kukes = places["kukes"]
    assert (kukes.level, kukes.parent, kukes.pcode) == ("second", "kukes-county", "AL0802")
    assert kukes.other_names == ("Kukes", "Kukesi", "Kukësi")
    assert (kukes.latitude, kukes.position_is_approximate) == (Decimal("42.07694"), False)
    assert places["rips"].latitude is None
    assert places["diber-county"].iso == "AL-09"


def test_the_directory_is_what_the_office_gathered():
    bodies = {body.name: body for body in read_pack(SHIPPED / "AL").directory}
    korce = bodies["Municipality of Korçë"]
    assert (korce.name_local, korce.place, korce.seats) == ("Bashkia Korçë", "korce", ("Mayor",))
    assert not any("Iran" in name for name in bodies)  # the one that is stale
    assert not any("International Organization for Migration" in name for name in bodies)
    unverified = [body for body in bodies.values() if body.unverified]
    assert len(unverified) == 29
    assert bodies["World Vision Albania"].unverified == "The place is not confirmed."
    unit = bodies["Social Services and Child Protection Unit"]
    assert unit.parent == "Municipality of Kukës"
    for level in ("County Council", "Prefect of"):
        assert sum(level in name for name in bodies) == 12


# Where a pack is looked for


def test_the_offices_own_pack_comes_first(pack, tmp_path):
    assert find_folder("AL", tmp_path) == pack
    assert find_folder("AL", tmp_path / "nothing") == SHIPPED / "AL"
    assert find_folder("MK", tmp_path) == SHIPPED / "MK"


@pytest.mark.parametrize("code", ["al", "ALB", "", "..", "A/", "A\n", "ÄL"])
def test_a_country_is_two_capital_letters(code, tmp_path):
    with pytest.raises(PackError, match="two capital letters"):
        find_folder(code, tmp_path)


def test_a_country_without_a_pack_says_how_to_make_one(tmp_path):
    with pytest.raises(PackError, match="manage.py make_country_pack MD"):
        find_folder("MD", tmp_path)


# Mistakes


@pytest.mark.parametrize("file", [PLACES, DIRECTORY])
def test_every_missing_column_is_named(pack, file):
    head, rest = (pack / file).read_text(encoding="utf-8").split("\n", 1)
    names = head.split(",")
    for name in set(names) - {"sources"}:
        others = [f"x{one}" if one == name else one for one in names]
        (pack / file).write_text(",".join(others) + "\n" + rest, encoding="utf-8")
        assert refusal(pack) == f"{file}, row 1, column {name}: this column is missing."


def test_a_column_that_is_there_twice(pack):
    change(pack, PLACES, ("level,slug", "level,level"))
    assert refusal(pack) == f"{PLACES}, row 1, column level: it is here twice."


@pytest.mark.parametrize(
    ("before", "after", "begins", "column", "problem"),
    [
        ("second,kukes,kukes-county", "second,kukes,atlantis", "second,kukes,", "parent",
         "no row has the slug “atlantis”."),
        ("second,kukes,kukes-county", "second,kukes,", "second,kukes,", "parent",
         "no row has the slug “”."),
        ("second,kukes,kukes-county", "second,kukes,albania", "second,kukes,", "parent",
         "“albania” is not of level first."),
        ("second,kukes,kukes-county", "second,kukes,kukes", "second,kukes,", "parent",
         "“kukes” is not of level first."),
        ("country,albania,", "country,albania,kukes", "country,albania,", "parent",
         "the country is in nothing."),
        ("second,kukes,", "town,kukes,", "town,kukes,", "level",
         "“town” is none of: country, first, second, crossing, place."),
        ("second,kukes,", "second,Kukës!,", "second,Kukës!,", "slug",
         "an address holds a to z, 0 to 9 and hyphens."),
        ("second,kukes,", "second,,", "second,,", "slug", "this can’t be empty."),
        (",AL0803,", ",AL0802,", "second,tropoje,", "pcode", "“AL0802” stands in row {kukes} too."),
        ("second,tropoje,", "second,kukes,", None, "slug", "“kukes” stands in row {kukes} too."),
        ("42.07694,20.42194,,\nsecond,trop", "42.07694,,,\nsecond,trop", "second,kukes,", "longitude",
         "a position needs both numbers, or neither."),
        ("AL0802,,42.07694", "AL0802,,north", "second,kukes,", "latitude", "“north” is no number."),
        ("AL0802,,42.07694", "AL0802,,NaN", "second,kukes,", "latitude", "“NaN” is not on the globe."),
        ("AL0802,,42.07694", "AL0802,,94.2", "second,kukes,", "latitude", "“94.2” is not on the globe."),
        ("42.07694,20.42194,,\nsecond,trop", "42.07694,20.42194,maybe,\nsecond,trop", "second,kukes,",
         "position_is_approximate", "say yes, or leave it empty."),
    ],
)  # fmt: skip
def test_a_mistake_in_a_place(pack, before, after, begins, column, problem):
    kukes = row_of(pack, PLACES, "second,kukes,")
    row = row_of(pack, PLACES, "second,tropoje,")
    change(pack, PLACES, (before, after))
    if begins:
        row = row_of(pack, PLACES, begins)
    wanted = f"{PLACES}, row {row}, column {column}: {problem.format(kukes=kukes)}"
    assert refusal(pack) == wanted


def test_a_row_of_too_few_cells(pack):
    row = row_of(pack, PLACES, "second,kukes,")
    change(pack, PLACES, ("second,kukes,kukes-county,", "second,kukes-county,"))
    assert refusal(pack) == f"{PLACES}, row {row}: it has 11 cells instead of 12."


def test_one_country_and_only_one(pack):
    change(pack, PLACES, ("crossing,rips,finiq", "country,rips,"))
    assert refusal(pack) == f"{PLACES}, column level: one row must be the country, and only one."


@pytest.mark.parametrize(
    ("before", "after", "column", "problem"),
    [
        ("local-government,korce,", "local-government,corfu,", "place", "no place has the slug “corfu”."),
        ("local-government,korce,,", "local-government,korce,Ministry of Magic,", "parent",
         "no row has the name “Ministry of Magic”."),
        ("local-government,korce,,", "local-government,korce,Municipality of Korçë,", "parent",
         "it would be a unit of itself."),
        ("local-government,korce,,,", "local-government,korce,,korca,", "website",
         "“korca” is no address of a website."),
        ("local-government,korce,", ",korce,", "kind", "this can’t be empty."),
        ("Bashkia Korçë", "Bashkia Devoll", "name_local", "“Bashkia Devoll” is a name of row {other} too."),
    ],
)  # fmt: skip
def test_a_mistake_in_an_organisation(pack, before, after, column, problem):
    row, other = (
        row_of(pack, DIRECTORY, f"Municipality of {name},") for name in ("Korçë", "Devoll")
    )
    change(pack, DIRECTORY, (before, after))
    wanted = f"{DIRECTORY}, row {row}, column {column}: {problem.format(other=other)}"
    assert refusal(pack) == wanted


def test_two_rows_of_one_name(pack):
    first = row_of(pack, DIRECTORY, "Municipality of Berat,")
    row = row_of(pack, DIRECTORY, "Municipality of Korçë,")
    change(pack, DIRECTORY, ("Municipality of Korçë", "municipality of BERAT"))
    assert refusal(pack) == (
        f"{DIRECTORY}, row {row}, column name: “municipality of BERAT” stands in row {first} too."
    )


def test_a_chain_of_units_that_closes(pack):
    change(
        pack,
        DIRECTORY,
        ("local-government,korce,,", "local-government,korce,Municipality of Devoll,"),
        ("local-government,devoll,,", "local-government,devoll,Municipality of Korçë,"),
    )
    assert refusal(pack).endswith("column parent: it would be a unit of itself.")


def test_units_come_after_what_they_are_of(pack):
    change(
        pack,
        DIRECTORY,
        ("local-government,berat,,", "local-government,berat,Prefect of Vlorë County,"),
    )
    names = [body.name for body in read_pack(pack).directory]
    assert names.index("Municipality of Berat") > names.index("Prefect of Vlorë County")


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ('name_en = "Albania"\n', "", "column name_en: a text is missing."),
        ('name_en = "Albania"', "name_en = 3", "column name_en: a text is missing."),
        ('name_en = "Albania"', 'name_en = " "', "column name_en: a text is missing."),
        ("Europe/Tirane", "Europe/Atlantis",
         "column time_zone: “Europe/Atlantis” is no time zone such as Europe/Paris."),
        ("Europe/Tirane", "../../etc/passwd",
         "column time_zone: “../../etc/passwd” is no time zone such as Europe/Paris."),
        ("[levels.first]", "[levels.second_one]", "column levels.first: this table is missing."),
        ('singular = "county"\n', "", "column levels.first.singular: a text is missing."),
        ("[language]", "[languages]", "column language.code: a text is missing."),
        ("alphabet = [", 'alphabet = "a"\nletters = [',
         "column language.alphabet: a list of texts is missing."),
        ('"Prefekt", ', "7, ", "column titles.Prefect: a list of texts is missing."),
        ("[exonyms]", "[other]", "column exonyms: this table is missing."),
        ("[honorifics]", "[other]", "column honorifics: this table is missing."),
        ('"Mr." = [', '"Mr." = [7, ', "column honorifics.Mr.: a list of texts is missing."),
        ('["er", "r"], ', '["er"], ', "column language.place_endings: a list of pairs of texts is missing."),
        ('"janar", ', "", "column language.months: there are twelve months."),
        ('weekdays = ["hen", ', "weekdays = [", "column language.days.weekdays: a week has seven days."),
        ("sot = 0", 'sot = "0"', "column language.days.days_back: these are numbers of days."),
        ('ago = ["para"]\n', "", "column language.days.ago: a list of texts is missing."),
        ('code = "AL"', 'code = "MK"', "column code: the folder is AL, the code MK."),
    ],
)  # fmt: skip
def test_a_mistake_in_the_facts(pack, before, after, told):
    change(pack, FACTS, (before, after))
    assert refusal(pack) == f"{FACTS}, {told}"


def test_facts_that_are_no_toml(pack):
    (pack / FACTS).write_text("code = ", encoding="utf-8")
    assert refusal(pack).startswith(f"{FACTS}: this is no TOML: ")


@pytest.mark.parametrize("file", [FACTS, PLACES])
def test_a_file_that_is_missing(pack, file):
    (pack / file).unlink()
    assert refusal(pack) == f"{file}: the file is missing in AL."


def test_a_pack_without_outlines_or_directory_is_one(pack):
    (pack / OUTLINES).unlink()
    (pack / DIRECTORY).unlink()
    found = read_pack(pack)
    assert (found.outlines, found.directory) == ((), ())
    assert len(found.places) == 102


@pytest.mark.parametrize("file", [FACTS, PLACES, OUTLINES, DIRECTORY])
def test_bytes_that_are_no_text(pack, file):
    content = (pack / file).read_bytes()
    (pack / file).write_bytes(content.replace(b"\n", b"\n\xff", 1))
    assert refusal(pack) == f"{file}, row 2: this is not written in UTF-8."
    (pack / file).write_bytes(content.replace(b"\n", b"\n\0", 1))
    assert refusal(pack) == f"{file}, row 2: there is a character that no text has."


def test_what_excel_writes_is_read(pack):
    text = (pack / PLACES).read_text(encoding="utf-8")
    (pack / PLACES).write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert len(read_pack(pack).places) == 102


def test_a_csv_that_is_none(pack):
    change(pack, PLACES, ("second,kukes,", 'second,"kukes,'))
    assert refusal(pack).startswith(f"{PLACES}: this is no CSV: ")


def outlines(*rows):
    return json.dumps(
        [{"slug": "kukes-county", "pcode": "", "name": "Kukës", **row} for row in rows]
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[", ": this is no JSON: "),
        ("{}", ": this is no list of outlines."),
        ("[3]", ", row 1: it needs slug, pcode, name and rings."),
        (outlines({}), ", row 1: it needs slug, pcode, name and rings."),
        (outlines({"slug": "kukes", "rings": []}),
         ", row 1, column slug: no place of the first level has the slug “kukes”."),
        (outlines({"rings": [[[0, 0], [1, 1]]]}),
         ", row 1, column rings: a ring is a list of [longitude, latitude]."),
        (outlines({"rings": []}, {"rings": [[[0, 0], [1, 1], [0, "north"]]]}),
         ", row 2, column rings: a ring is a list of [longitude, latitude]."),
    ],
)  # fmt: skip
def test_a_mistake_in_the_outlines(pack, text, told):
    (pack / OUTLINES).write_text(text, encoding="utf-8")
    assert refusal(pack).startswith(f"{OUTLINES}{told}")


# The words of the language


def test_a_pack_needs_no_vocabulary(pack):
    (pack / VOCABULARY).unlink()
    assert read_pack(pack).country.vocabulary == {}


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("small =", "smal =", "column smal: nothing is called so."),
        ('small = "i te', "small = 3 # ", "column small: this must be a text."),
        ("embassy: ambasada", "embassy ambasada",
         "column institutions: “embassy ambasada ambasade ambasades” has no colon after its first word."),
        ("small =", "small", "this is no TOML: "),
    ],
)  # fmt: skip
def test_a_mistake_in_the_vocabulary(pack, before, after, told):
    change(pack, VOCABULARY, (before, after))
    assert refusal(pack).startswith(
        f"{VOCABULARY}{',' if told.startswith('column') else ':'} {told}"
    )
