"""Thematic areas inside a sentence: "labour mobility", "the Displacement Tracking Matrix (DTM)". Pure."""

import re
from collections.abc import Sequence

from reviews.article.grammar import (
    name_of,
    with_the,
)
from reviews.article.names import Mentions
from reviews.month.meetings import Area, MeetingFacts

# An area that alone is a label, no matter that one discusses: "youth".
BARE_AREA = re.compile(r"(?:^| )(?:youth|data|climate|health|diaspora|protection)$")
ONE_THING = re.compile(
    r"Agenda|Agreement|Compact|Framework|Fund|Index|Initiative|Matrix|Mechanism|Network|Plan|Platform|Portal"
    r"|Programme|Project|Strategy|System"
)


def area_in_text(mentions: Mentions, area: Area) -> str:
    """Return an area as it is written inside a sentence: "labour mobility", "AVRR", "the Migration Fund (MF)"."""
    text = mentions.area(area)
    if area.is_abbreviation and text != mentions.text(area.name):
        return with_the(text, is_one_thing(mentions.text(area.description)))
    if area.is_abbreviation or text[:2].isupper():
        return text
    return text[:1].lower() + text[1:]


def is_one_thing(name: str) -> bool:
    """Say whether a name of several words is of one thing: "Displacement Tracking Matrix"."""
    *others, head = name.split()
    return bool(others) and ONE_THING.fullmatch(head) is not None


def abbreviations(meetings: Sequence[MeetingFacts]) -> list[tuple[Area, re.Pattern[str]]]:
    areas = {area.code: area for meeting in meetings for area in meeting.areas}
    return [
        (area, re.compile(rf"(?<![\w(]){re.escape(area.name)}(?![\w)])"))
        for area in areas.values()
        if area.is_abbreviation and name_of(area.name)
    ]
