"""Thematic areas inside a sentence: "labour mobility", "the Displacement Tracking Matrix (DTM)". Pure."""

import re
from collections.abc import Sequence

from reviews.article.grammar import (
    name_of,
    with_the,
)
from reviews.article.names import Mentions
from reviews.article.noun_phrases import REGION
from reviews.article.word_classes import keeps_capital
from reviews.month.meetings import Area, MeetingFacts

# An area that alone is a label, no matter that one discusses: "youth".
BARE_AREA = re.compile(r"(?:^| )(?:youth|data|climate|health|diaspora|protection)$")
ONE_THING = re.compile(
    r"Agenda|Agreement|Compact|Framework|Fund|Index|Initiative|Matrix|Mechanism|Network|Plan|Platform|Portal"
    r"|Programme|Project|Strategy|System"
)
CAPITAL = re.compile(rf"(?P<region>{REGION.pattern}s?)|(?<![^\W_])[A-Z][a-z]+(?![^\W_])")


def area_in_text(mentions: Mentions, area: Area) -> str:
    """Return an area as it is written inside a sentence: "labour mobility", "AVRR", "the Migration Fund (MF)"."""
    text = mentions.area(area)
    if area.is_abbreviation and text != mentions.text(area.name):
        return with_the(text, is_one_thing(mentions.text(area.description)))
    return text if area.is_abbreviation else in_small_letters(text)


def in_small_letters(name: str) -> str:
    """Return an area's name without the capitals of a heading: "labour migration" of "Labour Migration"."""
    if is_one_thing(name):
        return name
    return CAPITAL.sub(
        lambda found: found[0] if found["region"] or keeps_capital(found[0]) else found[0].lower(),
        name,
    )


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
