"""The outlines of the counties: read once from a file of the project, found by P-code or by name."""

import json
from functools import cache
from pathlib import Path

from stakeholders.names import fold

FILE = Path(__file__).parent / "data" / "county_outlines.json"


@cache
def read_outlines():
    """Return ({P-code: rings}, {folded name: rings}); a ring is a list of [longitude, latitude]."""
    rows = json.loads(FILE.read_text(encoding="utf-8"))
    return (
        {row["pcode"]: row["rings"] for row in rows},
        {fold(row["name"]): row["rings"] for row in rows},
    )


def outline_of(county):
    """Return the rings of a county (Location); none where its P-code and names are unknown to the file."""
    by_pcode, by_name = read_outlines()
    if county.pcode in by_pcode:
        return by_pcode[county.pcode]
    known = sorted(county.folded_names() & by_name.keys())
    return by_name[known[0]] if known else []
