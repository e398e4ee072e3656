"""Reads an article against its records, by rules of its own: what is invented, what is lost."""

import re
import unicodedata
from functools import lru_cache

from django.utils.formats import date_format

# Every word that the article may have of its own; all others stand in the sentence's records.
OWN_WORDS = """
a about agreed aim all also an and any as at attended by call came co cooperation course covered day days
    delegation discuss discussion discussions during each event events field five focus focused focusing follow
    for four from group had he held her him hosted in is it iom later looked made march april may me meeting meetings
    met month more municipalities next nine no of office on one online or organised other others paid part people
    issues person representatives
    request phone place places same seven eight six she sides so spoke staff table talk ten that the they this
    three time to together took training trainings travelled two up view visit visited visits was were which
    whom with worked january meanwhile did
"""
OWN = set(OWN_WORDS.split())
NUMBERS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
SEATS = (
    ("Municipality of ", "Mayor of "),
    ("Embassy of ", "Ambassador of "),
    ("Ministry of ", "Minister of "),
)
FLAWS = {
    "double space": r"\s\s|[\n\t\r]",
    "space before a mark": r"\s[,;](?!\w)|\s,|\s\.(?:\s|$)",
    "dangling comma": r",$|,\s*[,.;:!?]|,\s*and,",
    "two full stops": r"\.\.",
    "empty brackets": r"\(\s*\)|\[\s*\]",
    "word twice": r"\b(with|the|of|in|and|at|a|to) \1\b",
    "control character": r"[\x00-\x1f\u202a-\u202e\u2066-\u2069]",
}


def words(text):
    return re.findall(r"\w+", text.casefold())


@lru_cache(maxsize=500)
def letters(text):
    """Return only what makes a name the same name: letters, digits and symbols."""
    return "".join(c for c in text.casefold() if c.isalnum() or unicodedata.category(c) == "So")


def texts_of(record):
    """Return all that the record holds for print, each text once; its title is for colleagues."""
    yield from (record.event_name, record.kind, record.public_line)
    if record.place:
        yield from (record.place.name, record.place.municipality)
    for party in record.parties:
        yield from (party.name, party.parent, party.short_name, party.group)
        for speaker in party.speakers:
            yield from (speaker.name, speaker.honorific, speaker.title)
    for person in record.colleagues:
        yield from (person.name, person.honorific, person.job_title)
    for area in record.areas:
        yield from (area.name, area.description)


def bare(text):
    """Return the text without the invisible characters that no article prints."""
    return "".join(c for c in text if unicodedata.category(c) != "Cf")


def held(records, spellings):
    """Return every word that the records hold, in both spellings."""
    found = set()
    for record in records:
        for text in texts_of(record):
            found.update(words(text), words(bare(text)))
    return found | {new.casefold() for old, new in spellings.items() if old.casefold() in found}


def numbers_of(record):
    """Return the numbers that a sentence about this record alone may say."""
    found = {n for text in texts_of(record) for n in re.findall(r"\d+", bare(text))}
    for day in filter(None, (record.day, record.end_day)):
        found |= {str(day.day), str(day.year)}
    for party in record.parties:
        if party.head_count:
            found |= {str(party.head_count), str(party.head_count - len(party.speakers))}
    return found


def invented(sentence, records, spellings, extra):
    """Return the words of a sentence that neither its records nor the composer's list hold."""
    by_reference = {record.reference: record for record in records}
    own = [by_reference[reference] for reference in sentence.references]
    allowed = held(own, spellings) | OWN | set(extra)
    numbers = set().union(*map(numbers_of, own))
    allowed |= {word for n, word in enumerate(NUMBERS, 1) if str(n) in numbers}
    strange = {w for w in words(sentence.text) if w not in allowed and not w.isdecimal()}
    strange -= {w for w in strange if w.removesuffix("s") in allowed} | {"s"}
    return strange | {n for n in re.findall(r"\d+", sentence.text) if n not in numbers | set(extra)}


def counts(records):
    """Return the counts of a month, made here from the records."""
    slugs = {party.slug for record in records for party in record.parties}
    towns = {record.place.municipality for record in records if record.place} - {""}
    areas = [area.code for record in records for area in record.areas]
    return len(records), len(slugs), len(towns), max(map(areas.count, areas), default=0)


def is_named(name, text, spellings):
    """Say whether a name stands in the text in one of its two spellings."""
    printed = name
    for old, new in spellings.items():
        printed = re.sub(rf"(?<!\w){old}(?!\w)", new, printed)
    text = letters(text)
    return letters(name) in text or letters(printed) in text


def is_introduced(party, text, spellings):
    """Say whether an organisation is named in full.

    By its whole name, a unit's "Unit of Parent" or one of "Units of the A, the B and the C"; or by
    the office that speaks for all of it: "Mayor of X" for Municipality of X, "Ambassador of X" for
    Embassy of X, "Minister of X" for Ministry of X, also "Mayor of X Municipality". One without
    a name of its own goes by that of its parent.
    """
    whole, parent = (party.name, party.parent) if letters(party.name) else (party.parent, "")
    if not is_named(whole, text, spellings):
        for body, head in SEATS:
            if whole.startswith(body) and not parent:
                return is_named(head + whole.removeprefix(body), text, spellings)
        return False
    if not parent or parent in whole:
        return True
    if f"'s {party.name}" in text:  # "the Ministry's Department for ..."
        return True
    return (
        any(
            is_named(name, part, spellings)
            for name in (parent, parent.removeprefix("Municipality of "))
            for part in re.findall(rf"{re.escape(whole)}s? of [^.]*", text)
        )
        or is_named(f"{whole} {parent}", text, spellings)
        or is_named(f"{whole} of the {parent}", text, spellings)
    )


def dates_of(record):
    """Return the ways in which the day of a record may be written."""
    day, end = record.day, record.end_day
    if not end or end == day:
        return [date_format(day, "j F")]
    two = [f"{day.day} and {date_format(end, 'j F')}"] if (end - day).days == 1 else []
    return [
        *two,
        *(
            f"{date_format(day, start)} to {date_format(end, stop)}"
            for start, stop in (("j", "j F"), ("j F", "j F"), ("j F Y", "j F Y"))
        ),
    ]
