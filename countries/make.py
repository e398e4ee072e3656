"""Makes a country pack of what the sources say, and says what they do not. Pure.

The first level is the subdivisions of ISO 3166-2. The second is theirs, where the standard has two levels; else the
largest towns. Where the office has regions above the subdivisions, `groups` say so, and these are the first level.
"""

import csv
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from io import StringIO
from math import hypot

from countries.outlines import (
    Point,
    Ring,
    contains,
    feature_like,
    feature_of,
    names_of,
    rings_of,
    simplify,
    tolerance_of,
)
from countries.pack import BODY_COLUMNS, PLACE_COLUMNS
from countries.sources import Sources, Subdivision, Town, is_latin
from toolkit.spelling import fold

MOST_TOWNS = 400
MOST_SPELLINGS = 12
NEAR = 0.2  # degrees
# Kinds of subdivision that a mayor heads.
WITH_MAYOR = {"municipality", "city", "commune", "town", "city municipality", "urban municipality"}
# Words by which a spelling is that of a municipality or district, not of the town.
OF_AREA = {
    "komuna", "municipality", "municipio", "municipalite", "opcina", "opshtina", "opstina", "obshtina", "raionul",
    "vald", "vilojati",
}  # fmt: skip
LATIN = "abcdefghijklmnopqrstuvwxyz"
# What the tracker calls states for which the standard has other English words.
STATE_WORDS = {"czechia": "czech", "turkiye": "turkey", "viet nam": "vietnam"}
GROUP_COLUMNS = ("name", "name_local", "other_names", "members")


@dataclass(frozen=True)
class Group:
    """A region above the subdivisions; `members` are codes of subdivisions, or how they begin."""

    name: str
    name_local: str
    other_names: str
    members: tuple[str, ...]


@dataclass
class Area:
    """A place of one of the two levels, while the pack is made."""

    level: str
    slug: str
    name: str
    kind: str
    iso: str = ""
    name_local: str = ""
    parent: str = ""
    other_names: list[str] = field(default_factory=list)
    position: Point | None = None
    is_approximate: bool = False
    rings: list[Ring] = field(default_factory=list)
    population: int = 0

    def names(self) -> set[str]:
        """Return the folded names."""
        return {fold(name) for name in (self.name, *self.other_names)} - {""}


@dataclass(frozen=True)
class Made:
    """The files of a pack, by name, and what the sources do not hold, a sentence each."""

    files: dict[str, str]
    missing: tuple[str, ...]


def make_pack(sources: Sources, groups: Iterable[Group] = ()) -> Made:
    """Return the files of the country's pack. The sources need not hold everything."""
    country_slug = _slug(sources.name)
    slugs = {country_slug}
    tops = [one for one in sources.subdivisions if not one.parent]
    below = [one for one in sources.subdivisions if one.parent]
    groups = list(groups)
    if not tops and not groups:
        tops = [_of_feature(feature) for feature in sources.features]
    if groups:
        first = [_area_of_group(group, slugs, country_slug) for group in groups]
        second = list(_grouped(tops, groups, first, slugs))
    else:
        first = [_area(one, "first", country_slug, slugs) for one in tops]
        parents = {area.iso: area.slug for area in first}
        second = [
            _area(one, "second", parents[one.parent], slugs)
            for one in below
            if one.parent in parents
        ]
    drawn = second if groups else first
    rest = _draw(drawn, sources.features)
    if groups:
        _draw_rest(groups, first, rest)
    _find_positions([*first, *second], sources.towns)
    lost: list[Town] = []
    if not second:
        second, lost = _towns_of(first, sources.towns[:MOST_TOWNS], slugs)
    if groups:
        _position_of_groups(first, second)
    places = [_country_row(sources, country_slug), *map(_place_row, [*first, *second])]
    outlines = _outlines(first, second if groups else first)
    files = {
        "country.toml": _facts(sources, first, second),
        "places.csv": to_csv(PLACE_COLUMNS, places),
        "directory.csv": to_csv(BODY_COLUMNS, _bodies([*first, *second])),
    }
    if states := _states(sources):
        files["vocabulary.toml"] = _vocabulary(sources, states)
    if outlines:
        files["outlines.json"] = _as_lines(outlines)
    if groups:
        files["groups.csv"] = to_csv(GROUP_COLUMNS, [_group_row(group) for group in groups])
    return Made(files, tuple(_missing(sources, first, second, drawn, lost)))


def read_groups(text: str) -> list[Group]:
    """Return the groups of a CSV with name, name_local, other_names and members. Raises ValueError, with the row."""
    reader = csv.DictReader(StringIO(text, newline=""))
    absent = [name for name in GROUP_COLUMNS if name not in (reader.fieldnames or ())]
    if absent:
        raise ValueError(f"row 1, column {absent[0]}: this column is missing.")
    groups = []
    for number, row in enumerate(reader, 2):
        members = tuple((row["members"] or "").split("|"))
        if not row["name"] or not all(members):
            column = "members" if row["name"] else "name"
            raise ValueError(f"row {number}, column {column}: this can’t be empty.")
        groups.append(Group(row["name"], row["name_local"], row["other_names"], members))
    return groups


def _slug(name: str, taken: Iterable[str] = (), suffix: str = "") -> str:
    base = fold(f"{name} {suffix}").replace(" ", "-") or "place"
    slug, number = base, 1
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug


def _area(one: Subdivision, level: str, parent: str, slugs: set[str]) -> Area:
    suffix = one.kind if level == "first" else ""
    slug = _slug(one.name, slugs, suffix)
    slugs.add(slug)
    kind, others = one.kind.lower(), list(one.other_names)
    return Area(level, slug, one.name, kind, one.code, "", parent, others)


def _area_of_group(group: Group, slugs: set[str], country: str) -> Area:
    slug = _slug(group.name, slugs, "region")
    slugs.add(slug)
    other_names = [name for name in group.other_names.split("|") if name]
    return Area("first", slug, group.name, "region", "", group.name_local, country, other_names)


def _grouped(
    tops: list[Subdivision], groups: list[Group], first: list[Area], slugs: set[str]
) -> Iterator[Area]:
    """Yield the subdivisions as places of the second level. Raises ValueError for one that is in no group."""
    for one in tops:
        found = [
            area
            for group, area in zip(groups, first, strict=True)
            if one.code.startswith(group.members)
        ]
        if len(found) != 1:
            told = "no group has" if not found else "two groups have"
            raise ValueError(f"{told} {one.code}, {one.name}.")
        yield _area(one, "second", found[0].slug, slugs)


def _of_feature(feature: dict) -> Subdivision:
    """Return a feature of the outlines as a subdivision: ISO 3166-2 does not divide every country."""
    properties = feature["properties"]
    kind = str(properties.get("type_en") or "Region")
    return Subdivision(str(properties.get("iso_3166_2") or ""), str(properties["name"]), kind)


def _draw(areas: list[Area], features: tuple[dict, ...]) -> list[dict]:
    """Give each area the rings and position of its feature; return the features that are left."""
    rest = list(features)
    for find in (feature_of, feature_like):
        for area in areas:
            feature = None if area.rings else find(area.names(), rest)
            if feature:
                rest.remove(feature)
                area.rings = rings_of(feature)
                properties = feature["properties"]
                area.position = (properties["longitude"], properties["latitude"])
                area.is_approximate = True
    return rest


def _draw_rest(groups: list[Group], first: list[Area], rest: list[dict]) -> None:
    """Give each group the rings of those that are no subdivision any more, which it names among its members."""
    for group, area in zip(groups, first, strict=True):
        members = {fold(member) for member in group.members}
        for feature in rest:
            if members & names_of(feature):
                area.rings = [*area.rings, *rings_of(feature)]


def _find_positions(areas: list[Area], towns: tuple[Town, ...]) -> None:
    """Put each area where its town of the same name is, which lends its spellings too. `towns` come by size."""
    named: dict[str, list[Town]] = defaultdict(list)
    for town in towns:
        for name in dict.fromkeys(map(fold, (town.name, *town.other_names))):
            named[name].append(town)
    taken = {fold(town.name) for town in towns}
    for area in areas:
        called = dict.fromkeys(town for name in sorted(area.names()) for town in named[name])
        found = _best_town(area, list(called))
        if found:
            area.position, area.is_approximate = (found.longitude, found.latitude), False
            area.population = found.population
            area.other_names = [*area.other_names, *_spellings(found, area.name, taken)]


def _best_town(area: Area, towns: list[Town]) -> Town | None:
    """Return the town in the area, or one that is near it, for outlines are rough.

    Where there is no outline, the town must be called just so.
    """
    if not area.rings:
        return next((town for town in towns if fold(town.name) in area.names()), None)
    inside = (t for t in towns if contains(area.rings, t.longitude, t.latitude))
    near = (town for town in towns if _distance(area.position, town) < NEAR)
    return next(inside, None) or next(near, None)


def _distance(position: Point | None, town: Town) -> float:
    """Return how far, in degrees, a town is from a position."""
    longitude, latitude = position or (0, 0)
    return hypot(longitude - town.longitude, latitude - town.latitude)


def _position_of_groups(first: list[Area], second: list[Area]) -> None:
    """Put a group where the largest of its members is."""
    for group in first:
        members = [area for area in second if area.parent == group.slug and area.position]
        if members:
            group.position = max(members, key=lambda area: area.population).position
            group.is_approximate = True


def _towns_of(
    first: list[Area], towns: tuple[Town, ...], slugs: set[str]
) -> tuple[list[Area], list[Town]]:
    """Return the towns as places of the second level, and those of which nobody knows what they lie in."""
    within = {town: _drawn_around(town, first) for town in towns}
    by_area = _areas_by_code(first, within)
    found, lost, seen = [], [], set()
    taken = {fold(town.name) for town in towns}
    for town in towns:
        area = within[town] or by_area.get(town.area)
        if area is None:
            lost.append(town)
        elif (area.slug, fold(town.name)) not in seen:
            seen.add((area.slug, fold(town.name)))
            found.append(_area_of_town(town, area, slugs, taken))
    return found, lost


def _area_of_town(town: Town, above: Area, slugs: set[str], taken: set[str]) -> Area:
    slug = _slug(town.name, slugs)
    slugs.add(slug)
    position = (town.longitude, town.latitude)
    names = list(_spellings(town, town.name, taken))
    # The standard spells better than GeoNames: Chișinău, not Chisinau.
    name = above.name if fold(town.name) == fold(above.name) else town.name
    return Area("second", slug, name, "town", "", "", above.slug, names, position)


def _drawn_around(town: Town, first: list[Area]) -> Area | None:
    return next(
        (area for area in first if contains(area.rings, town.longitude, town.latitude)), None
    )


def _areas_by_code(first: list[Area], within: dict[Town, Area | None]) -> dict[str, Area]:
    """Return {GeoNames' code: area}: where most of its towns lie, else the one that a town of it is called like."""
    votes: dict[str, Counter] = defaultdict(Counter)
    for town, area in within.items():
        if area:
            votes[town.area][area.slug] += 1
    by_slug = {area.slug: area for area in first}
    found = {code: by_slug[count.most_common(1)[0][0]] for code, count in votes.items()}
    by_name = {name: area for area in first for name in area.names()}
    for town in within:  # the largest first
        if town.area not in found and fold(town.name) in by_name:
            found[town.area] = by_name[fold(town.name)]
    return found


def _spellings(town: Town, name: str, taken: set[str]) -> Iterator[str]:
    """Yield other Latin spellings of a town: each once, no abbreviation, no reading of another script.

    `taken` are the folded names of all towns: those that another has are no spelling of this one.
    """
    seen = {fold(name), *(taken - {fold(town.name)})}
    most = len(seen) + MOST_SPELLINGS
    for other in town.other_names:
        folded = fold(other)
        is_name = re.fullmatch(r"[^\W\d_][^\W\d_' ’.-]*(?:[ '’-][^\W\d_]+)*", other)
        is_written = is_name and is_latin(other) and other[0].isupper()
        is_written = is_written and not re.search("[A-Z]{2}", other)  # an abbreviation, or Ü as UE
        is_written = is_written and not OF_AREA & set(folded.split())
        if is_written and folded not in seen and len(seen) < most:
            seen.add(folded)
            yield other


def _country_row(sources: Sources, slug: str) -> dict[str, str]:
    return {"level": "country", "slug": slug, "name": sources.name, "iso": sources.code}


def _place_row(area: Area) -> dict[str, str]:
    longitude, latitude = area.position or ("", "")
    unverified = "the position is a point inside it" if area.is_approximate else ""
    return {
        "level": area.level,
        "slug": area.slug,
        "parent": area.parent,
        "name": area.name,
        "name_local": area.name_local or area.name,
        "other_names": "|".join(dict.fromkeys(area.other_names)),
        "iso": area.iso,
        "latitude": str(latitude),
        "longitude": str(longitude),
        "position_is_approximate": "yes" if area.is_approximate else "",
        "unverified": unverified if area.position else "no coordinates found",
    }


def _outlines(first: list[Area], drawn: list[Area]) -> list[dict]:
    """Return an outline for each place of the first level that has one, its own or those of its members."""
    shapes = {
        area.slug: area.rings
        for area in {id(a): a for a in [*first, *drawn]}.values()
        if area.rings
    }
    if not shapes:
        return []
    smaller = simplify(shapes, tolerance_of(shapes))
    rows = []
    for area in first:
        members = [area, *(one for one in drawn if one.parent == area.slug)]
        rings = [ring for one in members for ring in smaller.get(one.slug, [])]
        if rings:
            rows.append({"slug": area.slug, "pcode": "", "name": area.name, "rings": rings})
    return rows


def _bodies(areas: list[Area]) -> list[dict[str, str]]:
    """Return the rows of the local governments: those of the subdivisions, not of mere towns.

    Each is in the town of its name, where there is one.
    """
    towns = {(area.parent, fold(area.name)): area.slug for area in areas if area.level == "second"}
    rows = []
    for area in areas:
        if not area.iso:
            continue
        has_mayor = area.kind in WITH_MAYOR
        name = f"{area.kind.capitalize()} of {area.name}" if has_mayor else _with_kind(area)
        rows.append(
            {
                "name": name,
                "kind": "local-government",
                "place": towns.get((area.slug, fold(area.name)), area.slug),
                "seats": "Mayor" if has_mayor else "",
            }
        )
    return _without_twins(rows)


def _with_kind(area: Area) -> str:
    """Return the name of an area with the word for what it is, once."""
    return area.name if area.kind in fold(area.name) else f"{area.name} {area.kind.capitalize()}"


def _without_twins(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """Return the rows; one whose name is taken says which place it is of."""
    counts = Counter(fold(row["name"]) for row in rows)
    return [
        {**row, "name": f"{row['name']} ({row['place']})"} if counts[fold(row["name"])] > 1 else row
        for row in rows
    ]


def _facts(sources: Sources, first: list[Area], second: list[Area]) -> str:
    """Return `country.toml`."""
    zones = Counter(town.time_zone for town in sources.towns)
    capital = next((t for t in sources.towns if fold(t.name) == fold(sources.capital)), None)
    zone = capital.time_zone if capital else zones.most_common(1)[0][0] if zones else "UTC"
    alphabet = ", ".join(_quoted(letter) for letter in LATIN)
    levels = {"first": _common_kind(first, "region"), "second": _common_kind(second, "town")}
    parts = [
        f"# What {sources.name} is. Made by manage.py make_country_pack {sources.code}.",
        f"code = {_quoted(sources.code)}",
        f"name = {_quoted(sources.name)}",
        f"name_en = {_quoted(sources.name)}",
        f"seat = {_quoted(sources.capital or sources.name)} # the town of the office",
        f"time_zone = {_quoted(zone)}",
        "",
        "[language] # of the names of places",
        f"code = {_quoted(sources.language or 'en')}",
        f"name = {_quoted(sources.language_name or sources.language or 'English')}",
        f"alphabet = [{alphabet}]",
    ]
    for level, kind in levels.items():
        parts += ["", f"[levels.{level}]", f"singular = {_quoted(kind)}"]
        parts += [f"plural = {_quoted(_plural(kind))}"]
    parts += ["", "[honorifics] # before a name, by the form in which they are stored", ""]
    parts += ["[titles]", "Mayor = []", "", "[exonyms] # as English text prints a place", ""]
    return "\n".join(parts)


def _states(sources: Sources) -> dict[str, list[str]]:
    """Return {English word of a state: its words in the country's language}, all folded.

    Names of several words are left out, for search reads word by word; so are those that English has too.
    """
    pairs = [(_in_english(english), _short(local)) for english, local in sources.states]
    taken = {english for english, _local in pairs}
    states: dict[str, list[str]] = defaultdict(list)
    for english, local in pairs:
        if local and " " not in local and local not in taken:
            taken.add(local)
            states[english].append(local)
    return dict(sorted(states.items()))


def _in_english(name: str) -> str:
    short = _short(name)
    return STATE_WORDS.get(short, short)


def _short(name: str) -> str:
    """Return the folded name of a state without what stands after a comma or in brackets: "Moldova, Republic of"."""
    return fold(re.split("[,(]", name)[0])


def _vocabulary(sources: Sources, states: dict[str, list[str]]) -> str:
    """Return `vocabulary.toml` with the names of states alone."""
    lines = [f"{english}: {' '.join(words)}" for english, words in states.items()]
    head = f"# The words of {sources.language_name}, folded: lower case, plain Latin letters."
    parts = [head, "# What each is, and what else may stand here: countries/README.md.", ""]
    parts += ["# States that people name in this language, by what English calls them."]
    return "\n".join([*parts, 'states = """', *lines, '"""', ""])


def _missing_states(sources: Sources) -> str:
    """Return which names of states the pack does not hold; nothing where the language is English."""
    if sources.language in ("", "en"):
        return ""
    language = sources.language_name or "the country’s language"
    if not sources.states:
        return f"Names of states in {language}: none, for pycountry has no translation into it."
    found = _states(sources)
    longer = {name: local for name, local in sources.states if " " in _short(local)}
    left = [local for name, local in longer.items() if _in_english(name) not in found]
    if not left:
        return ""
    told = longer.get("United States", left[0])
    return f"Names of states in {language} that are of several words, such as {told}: {len(left)} left out."


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _common_kind(areas: list[Area], otherwise: str) -> str:
    kinds = Counter(area.kind for area in areas)
    return kinds.most_common(1)[0][0] if kinds else otherwise


def _plural(kind: str) -> str:
    return f"{kind[:-1]}ies" if re.search("[^aeiou]y$", kind) else f"{kind}s"


def _missing(
    sources: Sources,
    first: list[Area],
    second: list[Area],
    drawn: list[Area],
    lost: list[Town],
) -> Iterator[str]:
    """Yield what the sources do not hold, to be added by hand."""
    if not sources.subdivisions:
        yield "ISO 3166-2 does not divide this country: its first level is that of the outlines."
    kinds = sorted({area.kind for area in first})
    if len(kinds) > 1:
        yield f"The first level is of several kinds: {', '.join(kinds)}. Look at its name."
    if not any(area.rings for area in drawn):
        yield "Outlines: none, so the map shows squares only. Give --outlines to have them."
    else:
        yield from _named("No outline for", [area for area in drawn if not area.rings])
    yield from _named("No position for", [area for area in [*first, *second] if not area.position])
    yield from _named("Only a point inside for", [a for a in drawn if a.is_approximate])
    if lost:
        names = ", ".join(town.name for town in lost[:10])
        yield f"Left out, for nobody says what they lie in, {len(lost)}: {names}."
    if len(sources.towns) > MOST_TOWNS and any(area.kind == "town" for area in second):
        yield f"Towns: the {MOST_TOWNS} largest of {len(sources.towns)}."
    if not second:
        yield "The second level: no towns."
    yield "P-codes: none. Take them from OCHA’s COD-AB of the country, where there is one."
    yield "Border crossings, airports and ports: none."
    around = ", ".join(sources.neighbours)
    if around:
        yield f"Crossings of the neighbours: none ({around})."
    yield f"Names in {sources.language_name or 'the country’s language'}: those of ISO 3166-2 and GeoNames."
    yield "The alphabet of that language: a to z."
    yield "The directory: local governments only; no ministry, agency, embassy or UN entity."
    yield "Honorifics, titles in the country’s language, exonyms, local names of the levels: none."
    if states := _missing_states(sources):
        yield states
    yield (
        "Other words of that language (months, days, the rest of vocabulary.toml): none, so only English is understood."
    )


def _named(what: str, areas: list[Area]) -> Iterator[str]:
    if areas:
        names = ", ".join(area.name for area in areas[:20])
        more = f" and {len(areas) - 20} more" if len(areas) > 20 else ""
        yield f"{what} {len(areas)}: {names}{more}."


def to_csv(columns: Iterable[str], rows: Iterable[dict[str, str]]) -> str:
    """Return rows as CSV, a cell empty where a row has none."""
    out = StringIO(newline="")
    writer = csv.DictWriter(out, list(columns), restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def _group_row(group: Group) -> dict[str, str]:
    return {**asdict(group), "members": "|".join(group.members)}


def _as_lines(rows: list[dict]) -> str:
    """Return JSON with a line a row: short, and a change shows where it is."""
    lines = [json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows]
    return "[\n" + ",\n".join(lines) + "\n]\n"
