"""Reads and checks a country pack: its facts, places, outlines and directory. Pure: no database, no settings.

A mistake raises PackError, whose text names the file, the row as a spreadsheet counts it, and the column.
"""

import csv
import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, fields
from decimal import Decimal, InvalidOperation
from io import StringIO
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from toolkit.dates import DayWords
from toolkit.spelling import fold

SHIPPED = Path(__file__).parent
FACTS, PLACES, OUTLINES, DIRECTORY = "country.toml", "places.csv", "outlines.json", "directory.csv"
VOCABULARY = "vocabulary.toml"
# What a vocabulary may hold; README.md says what each is.
WORD_LISTS = (
    "and_words", "clock", "country_names", "deputies", "heads_of_bodies", "in_words", "legal", "legal_parts",
    "links", "name_columns", "nil", "nobody", "number_columns", "organisation_words", "other_posts",
    "people_columns", "post_words", "shared_mailboxes", "small", "titles",
)  # fmt: skip
WORD_TABLES = ("channels", "columns", "forms", "institutions", "kinds", "places", "states")
CODE = re.compile(r"[A-Z]{2}")
SLUG = re.compile(r"[a-z0-9-]{1,130}")
# What a place may lie in, and the order in which places are loaded.
PARENTS = {
    "country": (),
    "first": ("country",),
    "second": ("first",),
    "crossing": ("second",),
    "place": ("second", "first", "country"),
}
Ring = list[list[float]]


class PackError(Exception):
    """A pack that can't be used; the text says where it is wrong."""

    def __init__(self, file: str, problem: str, row: int | None = None, column: str = "") -> None:
        where = [file, f"row {row}" if row else "", f"column {column}" if column else ""]
        super().__init__(f"{', '.join(part for part in where if part)}: {problem}")


@dataclass(frozen=True)
class Level:
    """What an administrative level is called, in English and in the country's language.

    `other_words` only recognise it, such as other cases of the local word.
    """

    singular: str
    plural: str
    local_singular: str = ""
    local_plural: str = ""
    other_words: tuple[str, ...] = ()

    def number(self, n: int) -> str:
        """Return "region" of one, "regions" of others."""
        return self.singular if n == 1 else self.plural

    @property
    def heading(self) -> str:
        return self.singular[:1].upper() + self.singular[1:]

    @property
    def headings(self) -> str:
        return self.plural[:1].upper() + self.plural[1:]

    @property
    def words(self) -> tuple[str, ...]:
        """All words for it, in the order in which they are worth trying."""
        words = (self.singular, self.plural, self.local_singular, self.local_plural)
        return tuple(dict.fromkeys(filter(None, (*words, *self.other_words))))


@dataclass(frozen=True)
class Language:
    """The language of the country's place names; `alphabet` is the order of its letters, "dh" being one.

    A name is recognised in other cases by its ending: `place_endings` are (ending, what stands for it) of folded
    names, and after `of_words` `of_endings` are (ending, that of the plain form). `no_endings` are whole names that
    only look as if they had one.
    """

    code: str
    name: str
    alphabet: tuple[str, ...]
    place_endings: tuple[tuple[str, str], ...] = ()
    of_words: tuple[str, ...] = ()
    of_endings: tuple[tuple[str, str], ...] = ()
    no_endings: tuple[str, ...] = ()
    months: tuple[str, ...] = ()
    days: DayWords | None = None


@dataclass(frozen=True)
class Country:
    """The facts of a country, from `country.toml`.

    `honorifics` are {form as it is stored: forms of the language}, `titles` {English title: how it is written in
    the country's language}, `exonyms` {official name: as English text prints it}; `vocabulary` holds the texts of
    `vocabulary.toml`.
    """

    folder: Path
    code: str
    name: str
    name_en: str
    seat: str
    time_zone: str
    language: Language
    first: Level
    second: Level
    honorifics: dict[str, tuple[str, ...]]
    titles: dict[str, tuple[str, ...]]
    exonyms: dict[str, str]
    vocabulary: dict[str, str]


@dataclass(frozen=True)
class Place:
    """A row of `places.csv`; `parent` is the slug of what it lies in, `level` a key of PARENTS."""

    level: str
    slug: str
    parent: str
    name: str
    name_local: str
    other_names: tuple[str, ...]
    pcode: str
    iso: str
    latitude: Decimal | None
    longitude: Decimal | None
    position_is_approximate: bool
    unverified: str


@dataclass(frozen=True)
class Outline:
    """The rings of a place of the first level, each a list of [longitude, latitude]."""

    slug: str
    pcode: str
    name: str
    rings: list[Ring]


@dataclass(frozen=True)
class Body:
    """A row of `directory.csv`: an organisation. `seats` are titles; `place` is a slug, `parent` another's name.

    `row` is where it stands; `kind` is the code of a kind of organisation.
    """

    row: int
    name: str
    name_local: str
    short_name: str
    other_names: tuple[str, ...]
    kind: str
    place: str
    parent: str
    website: str
    seats: tuple[str, ...]
    unverified: str


@dataclass(frozen=True)
class Pack:
    """All that a folder holds, checked."""

    country: Country
    places: tuple[Place, ...]
    outlines: tuple[Outline, ...]
    directory: tuple[Body, ...]


def find_folder(code: str, *above: Path) -> Path:
    """Return the folder of a country: the first of `above` that has it, else the one that is shipped."""
    if not CODE.fullmatch(code):
        raise PackError(code, "a country is named by its two capital letters, such as AL.")
    folders = [folder / code for folder in (*above, SHIPPED)]
    for folder in folders:
        if (folder / FACTS).is_file():
            return folder
    # With a setting that can't be used, no command starts: this one is given for it alone.
    command = f"OFFICE_COUNTRY=AL .venv/bin/python manage.py make_country_pack {code}"
    raise PackError(code, f"there is no country pack. Make one: {command}")


def read_pack(folder: Path) -> Pack:
    """Return the Pack of a folder; a missing directory or missing outlines are none."""
    country = read_country(folder)
    places = read_places(folder)
    return Pack(country, places, read_outlines(folder, places), read_directory(folder, places))


def read_country(folder: Path) -> Country:
    """Return the facts of a country."""
    facts = _toml(folder / FACTS)
    names = {name: _text_of(facts, name) for name in ("code", "name", "name_en", "seat")}
    if names["code"] != folder.name:
        raise PackError(
            FACTS, f"the folder is {folder.name}, the code {names['code']}.", column="code"
        )
    language, levels = _table_of(facts, "language"), _table_of(facts, "levels")
    return Country(
        folder=folder,
        **names,
        time_zone=_time_zone(_text_of(facts, "time_zone")),
        language=Language(
            _text_of(language, "code", "language."),
            _text_of(language, "name", "language."),
            _texts_of(language, "alphabet", "language."),
            _pairs_of(language, "place_endings"),
            _some_texts(language, "of_words"),
            _pairs_of(language, "of_endings"),
            _some_texts(language, "no_endings"),
            _months(language),
            _days(language),
        ),
        first=_level(levels, "first"),
        second=_level(levels, "second"),
        honorifics=_honorifics(facts),
        titles={
            title: _texts_of(facts["titles"], title, "titles.")
            for title in _table_of(facts, "titles")
        },
        exonyms={
            name: _text_of(facts["exonyms"], name, "exonyms.")
            for name in _table_of(facts, "exonyms")
        },
        vocabulary=read_vocabulary(folder),
    )


def _honorifics(facts: dict) -> dict[str, tuple[str, ...]]:
    """Return the forms of address by how they are stored; a bare list of them stands for itself."""
    if isinstance(facts.get("honorifics"), list):
        return {form: (form,) for form in _texts_of(facts, "honorifics")}
    table = _table_of(facts, "honorifics")
    return {stored: _texts_of(table, stored, "honorifics.") for stored in table}


def read_vocabulary(folder: Path) -> dict[str, str]:
    """Return the words of the country's language; none without the file."""
    if not (folder / VOCABULARY).exists():
        return {}
    words = _toml(folder / VOCABULARY)
    for key, text in words.items():
        if key not in (*WORD_LISTS, *WORD_TABLES):
            raise PackError(VOCABULARY, "nothing is called so.", column=key)
        if not isinstance(text, str):
            raise PackError(VOCABULARY, "this must be a text.", column=key)
        for line in text.strip().splitlines() if key in WORD_TABLES else ():
            if line.count(":") != 1:
                raise PackError(
                    VOCABULARY, f"“{line}” has no colon after its first word.", column=key
                )
    return words


def _toml(path: Path) -> dict:
    try:
        return tomllib.loads(_text(path))
    except tomllib.TOMLDecodeError as error:
        raise PackError(path.name, f"this is no TOML: {error}.") from error


def _level(levels: dict, key: str) -> Level:
    table, above = _table_of(levels, key, "levels."), f"levels.{key}."
    return Level(
        _text_of(table, "singular", above),
        _text_of(table, "plural", above),
        str(table.get("local_singular", "")),
        str(table.get("local_plural", "")),
        _some_texts(table, "other_words", above),
    )


def _time_zone(name: str) -> str:
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise PackError(
            FACTS, f"“{name}” is no time zone such as Europe/Paris.", column="time_zone"
        ) from None


def _table_of(table: dict, key: str, above: str = "") -> dict:
    value = table.get(key)
    if not isinstance(value, dict):
        raise PackError(FACTS, "this table is missing.", column=above + key)
    return value


def _text_of(table: dict, key: str, above: str = "") -> str:
    value = table.get(key)
    if not isinstance(value, str) or not value.strip():
        raise PackError(FACTS, "a text is missing.", column=above + key)
    return value.strip()


def _texts_of(table: dict, key: str, above: str = "") -> tuple[str, ...]:
    value = table.get(key)
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise PackError(FACTS, "a list of texts is missing.", column=above + key)
    return tuple(value)


def _months(language: dict) -> tuple[str, ...]:
    names = _some_texts(language, "months")
    if len(names) not in (0, 12):
        raise PackError(FACTS, "there are twelve months.", column="language.months")
    return names


def _days(language: dict) -> DayWords | None:
    """Return the words for days, of which each table in the file has all."""
    if "days" not in language:
        return None
    table, above = _table_of(language, "days", "language."), "language.days."
    back = _table_of(table, "days_back", above)
    if not all(isinstance(days, int) for days in back.values()):
        raise PackError(FACTS, "these are numbers of days.", column=f"{above}days_back")
    lists = [field.name for field in fields(DayWords) if field.name != "days_back"]
    words = DayWords(days_back=back, **{name: _texts_of(table, name, above) for name in lists})
    if not words.weekdays or len(words.weekdays) % 7:
        raise PackError(FACTS, "a week has seven days.", column=f"{above}weekdays")
    return words


def _some_texts(table: dict, key: str, above: str = "language.") -> tuple[str, ...]:
    return _texts_of(table, key, above) if key in table else ()


def _pairs_of(language: dict, key: str) -> tuple[tuple[str, str], ...]:
    pairs = language.get(key, [])
    if not isinstance(pairs, list) or not all(map(_is_pair, pairs)):
        raise PackError(FACTS, "a list of pairs of texts is missing.", column=f"language.{key}")
    return tuple((ending, instead) for ending, instead in pairs)


def _is_pair(pair: object) -> bool:
    return (
        isinstance(pair, list)
        and len(pair) == 2
        and all(isinstance(text, str) for text in pair)
        and bool(pair[0])
    )


PLACE_COLUMNS = tuple(field.name for field in fields(Place))
BODY_COLUMNS = tuple(field.name for field in fields(Body) if field.name != "row")
Rows = Iterator[tuple[int, dict[str, str]]]


def read_places(folder: Path) -> tuple[Place, ...]:
    """Return the places in the order of their levels, each below what it lies in."""
    rows = list(_rows(folder / PLACES, PLACE_COLUMNS))
    levels = {cells["slug"]: cells["level"] for _row, cells in rows}
    _refuse_twins(PLACES, rows, "slug")
    _refuse_twins(PLACES, rows, "pcode")
    places = [_place(row, cells, levels) for row, cells in rows]
    if sum(place.level == "country" for place in places) != 1:
        raise PackError(PLACES, "one row must be the country, and only one.", column="level")
    order = list(PARENTS)
    return tuple(sorted(places, key=lambda place: order.index(place.level)))


def _place(row: int, cells: dict[str, str], levels: dict[str, str]) -> Place:
    for column in ("slug", "name"):
        _refuse_empty(PLACES, row, cells, column)
    if not SLUG.fullmatch(cells["slug"]):
        raise PackError(PLACES, "an address holds a to z, 0 to 9 and hyphens.", row, "slug")
    _refuse_parent(row, cells, levels)
    latitude, longitude = (
        _degrees(row, cells, "latitude", 90),
        _degrees(row, cells, "longitude", 180),
    )
    if (latitude is None) != (longitude is None):
        column = "latitude" if latitude is None else "longitude"
        raise PackError(PLACES, "a position needs both numbers, or neither.", row, column)
    if cells["position_is_approximate"] not in ("", "yes"):
        raise PackError(PLACES, "say yes, or leave it empty.", row, "position_is_approximate")
    return Place(
        **{
            **cells,
            "other_names": _lines(cells["other_names"]),
            "latitude": latitude,
            "longitude": longitude,
            "position_is_approximate": cells["position_is_approximate"] == "yes",
        }  # type: ignore[arg-type] # texts but for these
    )


def _refuse_parent(row: int, cells: dict[str, str], levels: dict[str, str]) -> None:
    level, parent = cells["level"], cells["parent"]
    if level not in PARENTS:
        known = ", ".join(PARENTS)
        raise PackError(PLACES, f"“{level}” is none of: {known}.", row, "level")
    allowed = PARENTS[level]
    if not allowed:
        if parent:
            raise PackError(PLACES, "the country is in nothing.", row, "parent")
        return
    if parent not in levels:
        raise PackError(PLACES, f"no row has the slug “{parent}”.", row, "parent")
    if levels[parent] not in allowed:
        wanted = " or ".join(allowed)
        raise PackError(PLACES, f"“{parent}” is not of level {wanted}.", row, "parent")


def _degrees(row: int, cells: dict[str, str], column: str, most: int) -> Decimal | None:
    text = cells[column]
    if not text:
        return None
    try:
        degrees = Decimal(text)
    except InvalidOperation:
        raise PackError(PLACES, f"“{text}” is no number.", row, column) from None
    if not degrees.is_finite() or abs(degrees) > most:
        raise PackError(PLACES, f"“{text}” is not on the globe.", row, column)
    return round(degrees, 5)


def read_outlines(folder: Path, places: tuple[Place, ...]) -> tuple[Outline, ...]:
    """Return the outlines of places of the first level; none without the file."""
    if not (folder / OUTLINES).exists():
        return ()
    try:
        rows = json.loads(_text(folder / OUTLINES))
    except ValueError as error:
        raise PackError(OUTLINES, f"this is no JSON: {error}.") from error
    if not isinstance(rows, list):
        raise PackError(OUTLINES, "this is no list of outlines.")
    known = {place.slug for place in places if place.level == "first"}
    return tuple(_outline(number, row, known) for number, row in enumerate(rows, 1))


def _outline(number: int, row: object, known: set[str]) -> Outline:
    if not isinstance(row, dict) or {"slug", "pcode", "name", "rings"} - row.keys():
        raise PackError(OUTLINES, "it needs slug, pcode, name and rings.", number)
    if row["slug"] not in known:
        problem = f"no place of the first level has the slug “{row['slug']}”."
        raise PackError(OUTLINES, problem, number, "slug")
    rings = row["rings"]
    if not isinstance(rings, list) or not all(map(_is_ring, rings)):
        raise PackError(OUTLINES, "a ring is a list of [longitude, latitude].", number, "rings")
    return Outline(row["slug"], row["pcode"], row["name"], rings)


def _is_ring(ring: object) -> bool:
    return isinstance(ring, list) and len(ring) > 2 and all(map(_is_point, ring))


def _is_point(point: object) -> bool:
    return (
        isinstance(point, list)
        and len(point) == 2
        and all(isinstance(number, int | float) for number in point)
    )


def read_directory(folder: Path, places: tuple[Place, ...]) -> tuple[Body, ...]:
    """Return the organisations, each after what it is a unit of; none without the file."""
    if not (folder / DIRECTORY).exists():
        return ()
    rows = list(_rows(folder / DIRECTORY, BODY_COLUMNS))
    _refuse_twins(DIRECTORY, rows, "name")
    slugs = {place.slug for place in places}
    parents = {cells["name"]: cells["parent"] for _row, cells in rows}
    bodies = [_body(row, cells, slugs, parents) for row, cells in rows]
    _refuse_shared_names(bodies)
    return tuple(sorted(bodies, key=lambda body: _depth(body, parents)))


def _body(row: int, cells: dict[str, str], slugs: set[str], parents: dict[str, str]) -> Body:
    for column in ("name", "kind"):
        _refuse_empty(DIRECTORY, row, cells, column)
    if cells["place"] and cells["place"] not in slugs:
        raise PackError(DIRECTORY, f"no place has the slug “{cells['place']}”.", row, "place")
    if cells["parent"] and cells["parent"] not in parents:
        problem = f"no row has the name “{cells['parent']}”."
        raise PackError(DIRECTORY, problem, row, "parent")
    if cells["website"] and not re.match(r"https?://\S+\.\S+$", cells["website"]):
        problem = f"“{cells['website']}” is no address of a website."
        raise PackError(DIRECTORY, problem, row, "website")
    body = Body(
        **{
            **cells,
            "row": row,
            "other_names": _lines(cells["other_names"]),
            "seats": _lines(cells["seats"]),
        }  # type: ignore[arg-type] # texts but for these
    )
    if _depth(body, parents) > len(parents):
        raise PackError(DIRECTORY, "it would be a unit of itself.", row, "parent")
    return body


def _refuse_shared_names(bodies: list[Body]) -> None:
    """Refuse a name that two have: nobody could say who is meant by it. Names of units count with their parent's."""
    first: dict[tuple[str, str], int] = {}
    for body in bodies:
        columns = ("name", "name_local", "short_name", "other_names")
        for column in columns:
            value = getattr(body, column)
            for name in (value,) if isinstance(value, str) else value:
                key = (fold(body.parent), fold(name))
                if key[1] and first.setdefault(key, body.row) != body.row:
                    problem = f"“{name}” is a name of row {first[key]} too."
                    raise PackError(DIRECTORY, problem, body.row, column)


def _depth(body: Body, parents: dict[str, str]) -> int:
    """Return how many organisations stand above one; more than there are, when the chain closes on itself."""
    depth, above = 0, body.parent
    while above and depth <= len(parents):
        depth, above = depth + 1, parents.get(above, "")
    return depth


def _rows(path: Path, columns: tuple[str, ...]) -> Rows:
    """Yield (number as in a spreadsheet, {column: text}) of a CSV file; extra columns are for people."""
    reader = csv.reader(StringIO(_text(path), newline=""), strict=True)
    try:
        head = next(reader, [])
        for column in columns:
            if head.count(column) != 1:
                problem = "this column is missing." if column not in head else "it is here twice."
                raise PackError(path.name, problem, 1, column)
        for row, cells in enumerate(reader, 2):
            if not any(cells):
                continue
            if len(cells) != len(head):
                problem = f"it has {len(cells)} cells instead of {len(head)}."
                raise PackError(path.name, problem, row)
            named = dict(zip(head, map(str.strip, cells), strict=True))
            yield row, {column: named[column] for column in columns}
    except csv.Error as error:
        raise PackError(path.name, f"this is no CSV: {error}.") from error


def _text(path: Path) -> str:
    """Return the text of a file of a pack; one that isn't there, or isn't UTF-8, is refused."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise PackError(path.name, f"the file is missing in {path.parent.name}.") from None
    except UnicodeDecodeError as error:
        row = path.read_bytes()[: error.start].count(b"\n") + 1
        raise PackError(path.name, "this is not written in UTF-8.", row) from None
    if "\0" in text:
        row = text[: text.index("\0")].count("\n") + 1
        raise PackError(path.name, "there is a character that no text has.", row)
    return text


def _lines(text: str) -> tuple[str, ...]:
    """Return the values that a cell parts by "|"."""
    return tuple(one.strip() for one in text.split("|") if one.strip())


def _refuse_empty(file: str, row: int, cells: dict[str, str], column: str) -> None:
    if not cells[column]:
        raise PackError(file, "this can’t be empty.", row, column)


def _refuse_twins(file: str, rows: list[tuple[int, dict[str, str]]], column: str) -> None:
    first: dict[str, int] = {}
    for row, cells in rows:
        value = fold(cells[column])
        if value and value in first:
            problem = f"“{cells[column]}” stands in row {first[value]} too."
            raise PackError(file, problem, row, column)
        first[value] = row
