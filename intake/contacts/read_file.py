"""Contacts: the bytes of a vCard or of a CSV of Outlook or Google in, plain cards out. Pure.

Only what is work contact data is read: name, post, organisation, a work address and number. Of birthdays,
home addresses, pictures, notes and whatever else, nothing is kept but that it was there.
"""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from intake.contacts.vcard import Property, cards_of
from intake.registers.read_file import separator_of, text_of_csv
from intake.safe_reading import LIMITS, Unreadable
from stakeholders.honorifics import is_honorific
from toolkit.spelling import fold

MOST_CARDS = 3000
WANTED = {"N", "FN", "ORG", "TITLE", "EMAIL", "TEL"}
# What is left out, by the property of a vCard or by words in the heading of a column.
LEFT_OUT = {
    "birthday": (
        "BDAY ANNIVERSARY X-ABDATE X-MS-ANNIVERSARY X-EVOLUTION-ANNIVERSARY DEATHDATE BIRTHPLACE",
        "birthday|anniversary|event"),
    "address": (
        "ADR LABEL GEO", "street|city|postal|address (?:[0-9]|po box)|po box|state|country|location"),
    "picture": ("PHOTO LOGO SOUND KEY", "photo"),
    "notes": ("NOTE", "notes|user [0-9]|custom field|keywords"),
    "family": (
        "RELATED X-ABRELATEDNAMES X-EVOLUTION-SPOUSE X-SPOUSE X-CHILDREN X-MS-SPOUSE",
        "spouse|children|relation|maiden|referred"),
    "person": (
        "GENDER X-GENDER LANG NICKNAME HOBBY INTEREST CATEGORIES",
        "gender|hobby|nickname|government id|language|categories|group membership|labels"),
    "chat": (
        "IMPP X-AIM X-SKYPE X-MSN X-JABBER X-ICQ X-YAHOO X-QQ X-GTALK X-MS-IMADDRESS", "im [0-9]"),
}  # fmt: skip
PRIVATE = re.compile(r"home|private|personal|familje|shtepi")
NO_VOICE = re.compile(r"assistant|fax|pager|telex|isdn|tty|callback|car|radio|modem|video")
MOBILE = re.compile(r"cell|mobile|celular|iphone")
WORK = re.compile(r"work|business|office|pune|company")


@dataclass(frozen=True)
class Card:
    """One contact; `left_out` are codes of what else the card holds."""

    number: int
    name: str
    title: str = ""
    organisation: str = ""
    department: str = ""
    email: str = ""
    phone: str = ""
    left_out: tuple[str, ...] = ()


def read(raw: bytes, extension: str) -> list[Card]:
    """Return the Cards of a file. Raises Unreadable."""
    if not raw.strip():
        raise Unreadable("empty")
    found = _vcards(raw) if extension in ("vcf", "vcard") else _table(raw)
    cards = list(islice(found, MOST_CARDS + 1))
    if not cards:
        raise Unreadable("contacts")
    if len(cards) > MOST_CARDS:
        raise Unreadable("cards")
    return cards


def _vcards(raw: bytes) -> Iterator[Card]:
    if b"\0" in raw and raw[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        raise Unreadable("nul")
    for number, (properties, others) in enumerate(cards_of(raw, WANTED), 1):
        by_name = {name: [p for p in properties if p.name == name] for name in WANTED}
        organisation = [part for p in by_name["ORG"][:1] for part in p.parts()]
        card = Card(
            number,
            name=_name_of(by_name),
            title=next((p.text for p in by_name["TITLE"] if p.text), ""),
            organisation=organisation[0] if organisation else "",
            department=", ".join(filter(None, organisation[1:])),
        )
        mails = [(_kind(p), p.text) for p in by_name["EMAIL"]]
        phones = [(_kind(p), _number(p.text)) for p in by_name["TEL"]]
        left = [code for code, (names, _words) in LEFT_OUT.items() if others & set(names.split())]
        yield _with_contact_data(card, mails, phones, left)


def _with_contact_data(
    card: Card, mails: list[tuple[str, str]], phones: list[tuple[str, str]], left: list[str]
) -> Card:
    """Add the best of the (kind, address) and (kind, number) for work, and the codes of what is left out."""
    emails, home_mail = _for_work(mails)
    numbers, other_phone = _for_work(phones, is_phone=True)
    emails = [email for email in emails if "@" in email]  # Exchange writes paths of its own
    left = left + ["home-mail"] * home_mail + ["other-phone"] * other_phone
    left += ["more-mail"] * (len({email.lower() for email in emails}) > 1)
    left += ["more-phone"] * (len(set(numbers)) > 1)
    email = re.sub(r"^mailto:", "", emails[0], flags=re.I) if emails else ""
    phone = numbers[0] if numbers else ""
    return replace(card, email=email, phone=phone, left_out=tuple(left))


def _kind(found: Property) -> str:
    return " ".join([*sorted(found.types - {"internet", "voice"}), fold(found.label)]).strip()


def _number(text: str) -> str:
    """Return a telephone number out of an address like tel:+355-4-123;ext=7."""
    return re.sub(r";ext=", " ext. ", text.removeprefix("tel:"))


def _for_work(pairs: list[tuple[str, str]], is_phone: bool = False) -> tuple[list[str], bool]:
    """Return (values for work, the best first; whether others were left out) of (kind, value) pairs."""
    kept: list[tuple[bool, bool, int, str]] = []
    left = False
    for kind, value in pairs:
        at_work = bool(WORK.search(kind))
        silent = is_phone and (NO_VOICE.search(kind) or (MOBILE.search(kind) and not at_work))
        if value and (silent or (PRIVATE.search(kind) and not at_work)):
            left = True
        elif value:
            kept.append((not at_work, "pref" not in kind, len(kept), value))
    return [value for *_rank, value in sorted(kept)], left


def _name_of(by_name: dict[str, list[Property]]) -> str:
    parts = by_name["N"][0].parts() if by_name["N"] else []
    family, given, more, prefix, suffix = [*parts, "", "", "", "", ""][:5]
    full = next((p.text for p in by_name["FN"] if p.text), "")
    return with_honorific(full or _joined(given, more, family, suffix), prefix)


def _joined(*parts: str) -> str:
    return " ".join(filter(None, parts))


def with_honorific(name: str, prefix: str) -> str:
    """Return a name with the form of address before it, when that is one and not there already."""
    if not is_honorific(prefix) or not name or fold(name).startswith(fold(prefix)):
        return name
    return f"{prefix} {name}"


# heading of a column, folded -> what it means
COLUMNS = {
    "title": "prefix", "name prefix": "prefix", "first name": "given", "given name": "given",
    "middle name": "more", "additional name": "more", "last name": "family", "family name": "family",
    "suffix": "suffix", "name suffix": "suffix", "name": "full", "job title": "title",
    "organization title": "title", "organization 1 title": "title", "company": "organisation",
    "organization name": "organisation", "organization 1 name": "organisation",
    "department": "department", "organization department": "department",
    "organization 1 department": "department",
}  # fmt: skip
MAIL = re.compile(r"e mail (?:(\d) )?(?:address|value)")
PHONE = re.compile(r"(?:phone (\d+) value|(.+ )?phone(?: \d)?|(.*)fax|pager|telex|isdn|callback)")


def _table(raw: bytes) -> Iterator[Card]:
    text = text_of_csv(raw)
    if text is None or "\0" in text:
        raise Unreadable("nul")
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator_of(text))
        rows = list(islice(filter(any, reader), MOST_CARDS + 2))
    except csv.Error:
        raise Unreadable("damaged") from None
    if any(len(row) > LIMITS.columns for row in rows):
        raise Unreadable("damaged")
    headings = [fold(heading) for heading in rows[0]] if rows else []
    if not {"given", "family", "full"} & {COLUMNS.get(heading) for heading in headings}:
        raise Unreadable("headings")
    for number, cells in enumerate(rows[1:], 1):
        yield _of_row(number, _Row(headings, cells))


class _Row:
    def __init__(self, headings: list[str], cells: list[str]) -> None:
        pairs = zip(headings, cells, strict=False)
        self.cells = [(name, text) for name, cell in pairs for text in _values(name, cell) if text]
        self.by_heading = dict(reversed(self.cells))

    def meaning(self, wanted: str) -> str:
        return next((text for name, text in self.cells if COLUMNS.get(name) == wanted), "")

    def kind(self, heading: str, word: str) -> str:
        """Return what the column beside a value says of it: "* Work"."""
        at = re.search(r"\d+", heading)
        stem = f"{word} {at[0]}" if at else word
        return fold(
            self.by_heading.get(f"{stem} label") or self.by_heading.get(f"{stem} type") or ""
        )


def _values(heading: str, text: str) -> list[str]:
    """Return the values of a cell: Google puts several into one, of which all addresses and numbers count."""
    values = [" ".join(re.sub(r"[\x00-\x1f]", " ", part).split()) for part in text.split(" ::: ")]
    return values if MAIL.fullmatch(heading) or PHONE.fullmatch(heading) else values[:1]


def _of_row(number: int, row: _Row) -> Card:
    mails = [(row.kind(name, "e mail"), text) for name, text in row.cells if MAIL.fullmatch(name)]
    # Exchange calls an address smtp or ex: neither says whose it is.
    mails = [("" if kind in ("smtp", "ex") else kind, text) for kind, text in mails]
    phones = [
        (row.kind(name, "phone") if re.fullmatch(r"phone \d+ value", name) else name, text)
        for name, text in row.cells
        if PHONE.fullmatch(name)
    ]
    name = row.meaning("full") or _joined(*map(row.meaning, ("given", "more", "family", "suffix")))
    left = [
        code
        for code, (_names, words) in LEFT_OUT.items()
        if any(re.search(rf"\b(?:{words})\b", heading) for heading, _text in row.cells)
    ]
    name = with_honorific(name, row.meaning("prefix"))
    title, organisation, department = map(row.meaning, ("title", "organisation", "department"))
    card = Card(number, name, title, organisation, department)
    return _with_contact_data(card, mails, phones, left)
