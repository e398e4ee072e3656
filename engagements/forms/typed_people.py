"""A person typed with their post in the one box for whom: "Mr. Ilir Kodra, Mayor of Has"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from stakeholders.directory import DATABASE
from stakeholders.honorifics import honorific_length, is_honorific, split_honorific
from stakeholders.models import Organisation
from stakeholders.posts import is_of_a_name, post_of
from stakeholders.vocabulary import COMMON, HEADS, ORGANISATION_WORDS, POST_WORDS, SMALL, THEMES
from toolkit.spelling import fold

BREAK = re.compile(r"\s*,\s*|\s+[-–—|]\s+")
OF_NO_NAME = ORGANISATION_WORDS | POST_WORDS | COMMON | THEMES
LONGEST_NAME = 4
# Boxes that say already who is meant: such a row is left as it is.
SAYING = ("picked", "person", "organisation", "kind", "new_person", "DELETE")


@dataclass(frozen=True)
class TypedPerson:
    """A name with its honorific, the post, and the organisation: its name, and the only one called so."""

    name: str
    role: str
    organisation: str
    found: Organisation | None


def typed_person(text: str) -> TypedPerson | None:
    """Return who is certainly meant by a text: somebody with an honorific, or with a known organisation."""
    readings = [one for one in _readings(text) if one.found or split_honorific(one.name)[0]]
    known = [one for one in readings if one.found]
    if len({one.name for one in known}) > 1:
        return None
    return next(iter(known or readings), None)


def name_left(text: str, organisation: Organisation) -> TypedPerson | None:
    """Return whom `text` names beside the `organisation` that it was said to mean."""
    words = {word for name in organisation.folded_names() for word in name.split()}
    readings = (one for one in _readings(text) if not words & set(fold(one.name).split()))
    return next(readings, None)


def seat_of(role: str, organisation: Organisation) -> str:
    """Return the seat of an organisation that a post means, "Mayor" for "Mayor of Has"; else the post."""
    folded = fold(role)
    for seat in organisation.seat_titles():
        _body, local = HEADS.get(fold(seat), ("", ()))
        if any(f"{folded} ".startswith(f"{form} ") for form in (fold(seat), *local)):
            return seat
    return role


def take_apart(data: Any) -> None:
    """Write a person who is typed with a post in the box `who` of a row into the boxes of the row."""
    for box in [name for name in data if re.fullmatch(r"with-\d+-who", name)]:
        prefix = box.removesuffix("-who")
        text = " ".join((data.get(box) or "").split())
        is_said = any(data.get(f"{prefix}-{name}") for name in SAYING)
        if is_said or len(text) > 400 or len(text.split()) < 3:
            continue
        one = typed_person(text)
        role = data.get(f"{prefix}-role") or ""
        if one is None or (role and one.role and fold(role) != fold(one.role)):
            continue
        if DATABASE.organisations(text) or DATABASE.people(text):
            continue
        write_person(data, prefix, one)
        if one.found:
            data[box], data[f"{prefix}-picked"] = str(one.found), f"o{one.found.pk}"
        elif one.organisation:
            data[box] = one.organisation
        else:
            data[box], data[f"{prefix}-person"] = one.name, ""


def write_person(data: Any, prefix: str, one: TypedPerson) -> None:
    data[f"{prefix}-person"] = one.name
    if one.role and not data.get(f"{prefix}-role"):
        role = seat_of(one.role, one.found) if one.found else one.role
        data[f"{prefix}-role"] = role


def _readings(text: str) -> Iterator[TypedPerson]:
    """Yield the ways to read a text as a name and a post, the likeliest first; none where it names two people."""
    for name, post in _pairs(text):
        addressed = any(map(is_honorific, post.split()))
        if post and not addressed and _is_name(name):
            yield TypedPerson(name, *_read_post(post))


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    broken = BREAK.search(text)
    if broken:
        yield text[: broken.start()], text[broken.end() :]
        last = list(BREAK.finditer(text))[-1]
        yield text[last.end() :], text[: last.start()]
        return
    words = text.split()
    first = honorific_length(text)
    for number, word in enumerate(words):
        if number > first and is_honorific(word) and not first:  # "Mayor of Has Mr. Kodra"
            yield " ".join(words[number:]), " ".join(words[:number])
            return
        if first and number > first and fold(word) in POST_WORDS:
            yield " ".join(words[:number]), " ".join(words[number:])
            return
    for count in (2, 3) if not first else ():
        for name, post in ((words[:count], words[count:]), (words[-count:], words[:-count])):
            is_post = POST_WORDS & set(fold(" ".join(post)).split())
            if is_post and fold(post[-1]) not in SMALL:  # "Mayor of" goes on
                yield " ".join(name), " ".join(post)


def _is_name(text: str) -> bool:
    """Whether this may be a person's name: of one word, or in small letters, only behind an honorific."""
    honorific, name = split_honorific(text)
    words = name.split()
    if not 0 < len(words) <= LONGEST_NAME or OF_NO_NAME & set(fold(name).split()):
        return False
    return bool(honorific) or (len(words) > 1 and all(map(is_of_a_name, words)))


def _read_post(text: str) -> tuple[str, str, Organisation | None]:
    """Return (post, organisation, the only one called so) of what stands beside a name."""
    found = DATABASE.organisations(text)
    if found:
        return "", text, _only(found)
    title, _comma, tail = text.partition(", ")
    if tail and POST_WORDS & set(fold(title).split()):
        return title, tail, _only(DATABASE.organisations(tail))
    role, name = post_of(text, False)
    if role and not name:  # "mayor of has": the place is known though written small
        implied = post_of(text.title(), False)[1]
        if implied and DATABASE.organisations(implied):
            name = implied
        elif any(f"{fold(role)} ".startswith(f"{form} ") for form in _offices()):
            name = role if len(role.split()) > 1 else ""
    return role, name, _only(DATABASE.organisations(name)) if name else None


def _offices() -> Iterator[str]:
    for post, (_body, local) in HEADS.items():
        yield post
        yield from local


def _only(found: list[Organisation]) -> Organisation | None:
    return found[0] if len(found) == 1 else None
