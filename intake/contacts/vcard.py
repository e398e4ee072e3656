"""vCards of versions 2.1 to 4.0: bytes in, properties out, however Outlook, phones and webmail bend the format. Pure.

Quoted-printable lines that go on without a fold, a charset for each property, groups with labels,
keys and pictures between the lines, cards within cards: all of it occurs in real exports.
"""

import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

CHARSETS = ("utf-8", "cp1252", "latin-1")
# The first colon outside quotes separates what a line is about from its value.
LINE = re.compile(r'((?:"[^"]*"|[^":])*):(.*)', re.S)
NAME = re.compile(r"(?:[\w-]+\.)?[\w-]+")
ESCAPED = re.compile(r"\\(.)")
QUOTED = "quoted-printable"


@dataclass(frozen=True)
class Property:
    """One line of a card: `types` are what it says of itself (work, home, fax ...), `label` what its group says."""

    name: str
    value: str
    types: frozenset[str] = frozenset()
    label: str = ""

    def parts(self) -> list[str]:
        return [unescape(piece) for piece in re.split(r"(?<!\\);", self.value)]

    @property
    def text(self) -> str:
        return unescape(self.value)


def unescape(text: str) -> str:
    text = ESCAPED.sub(lambda found: " " if found[1] in "nN" else found[1], text)
    return " ".join(re.sub(r"[\x00-\x1f\x7f]", " ", text).split())


def cards_of(raw: bytes, wanted: set[str]) -> Iterator[tuple[list[Property], set[str]]]:
    """Yield for each card (the Properties whose names are in `wanted`, the names of all others as a set).

    What is not wanted is not kept: only that it was there.
    """
    card: list[tuple[str, Property]] | None = None
    others: set[str] = set()
    depth = 0
    for name, params, value, group in _lines(raw):
        if (name, value.strip().upper()) == ("BEGIN", "VCARD"):
            depth += 1
            if depth == 1:
                card, others = [], set()
        elif (name, value.strip().upper()) == ("END", "VCARD"):
            depth = max(0, depth - 1)
            if depth == 0 and card is not None:
                yield _labelled(card), others
                card = None
        elif card is not None and depth == 1:
            if name in wanted or name == "X-ABLABEL":
                card.append((group, Property(name, _decoded(value, params), _types(params))))
            elif value.strip(" ;"):
                others.add(name)


def _labelled(card: list[tuple[str, Property]]) -> list[Property]:
    labels = {group: p.text for group, p in card if group and p.name == "X-ABLABEL"}
    named = [(group, p) for group, p in card if p.name != "X-ABLABEL"]
    return [replace(p, label=labels.get(group, "")) for group, p in named]


def _lines(raw: bytes) -> Iterator[tuple[str, list[str], str, str]]:
    """Yield (name, parameters, value, group) of the lines, folds undone; lines that say nothing are passed over."""
    rest = iter(_unfolded(raw))
    for line in rest:
        found = LINE.match(line)
        if not found or not NAME.fullmatch(found[1].split(";")[0]):
            continue
        name, *params = (part.strip() for part in re.findall(r'(?:"[^"]*"|[^;"])+', found[1]))
        value = found[2]
        if _is_quoted(params):
            value = "".join(_continued(value, rest))
        group, _dot, name = name.rpartition(".")
        yield name.upper(), params, value, group.lower()


def _continued(value: str, rest: Iterator[str]) -> Iterator[str]:
    """Yield the pieces of a quoted-printable value: each that ends in = goes on in the next line."""
    while value.endswith("="):
        yield value[:-1]
        value = next(rest, "")
    yield value


def _unfolded(raw: bytes) -> list[str]:
    """Return the lines as text with a character a byte: its line gives the encoding of a value."""
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raw = raw.decode("utf-16", errors="replace").encode()
    text = raw.removeprefix(b"\xef\xbb\xbf").decode("latin-1")
    return re.sub(r"\n[ \t]", "", re.sub(r"\r\n?", "\n", text)).split("\n")


def _is_quoted(params: list[str]) -> bool:
    return any(one.lower().rpartition("=")[2] == QUOTED for one in params)


def _types(params: list[str]) -> frozenset[str]:
    found = set()
    for one in params:
        name, equals, value = one.partition("=")
        if not equals or name.upper() == "TYPE":
            found |= {kind.strip().lower() for kind in (value or name).strip('"').split(",")}
    return frozenset(found)


def _decoded(value: str, params: list[str]) -> str:
    raw = value.encode("latin-1")
    if _is_quoted(params):
        raw = quopri.decodestring(raw)
    declared = [one.partition("=")[2].strip('"') for one in params if one[:8].upper() == "CHARSET="]
    for charset in (*declared, *CHARSETS):
        try:
            return raw.decode(charset)
        except (UnicodeDecodeError, LookupError):
            continue
    return raw.decode("latin-1")
