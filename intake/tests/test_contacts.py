"""Files of contacts as bytes: what is read of them, what never is."""

import json
from pathlib import Path

import pytest

from intake.contacts.read_file import MOST_CARDS, Card, read
from intake.safe_reading import Unreadable

OUTLOOK = (
    "Title,First Name,Middle Name,Last Name,Suffix,Company,Department,Job Title,Home Street,"
    "Assistant's Phone,Business Fax,Business Phone,Home Phone,Mobile Phone,Birthday,E-mail Address,E-mail Type,Notes"
)
GOOGLE_2024 = (
    "First Name,Middle Name,Last Name,Name Prefix,Organization Name,Organization Title,Organization Department,"
    "Birthday,Notes,Photo,Labels,E-mail 1 - Label,E-mail 1 - Value,E-mail 2 - Label,E-mail 2 - Value,"
    "Phone 1 - Label,Phone 1 - Value,Phone 2 - Label,Phone 2 - Value"
)
GOOGLE_OLD = (
    "Name,Given Name,Additional Name,Family Name,Name Prefix,Birthday,Notes,E-mail 1 - Type,E-mail 1 - Value,"
    "Phone 1 - Type,Phone 1 - Value,Organization 1 - Name,Organization 1 - Title"
)
MAYOR = ("Mr. Albert Halilaj", "Mayor", "Municipality of Kukës")


def vcard(*lines, version="3.0"):
    return "\r\n".join(["BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""]).encode()


def only(raw, extension="vcf"):
    (card,) = read(raw, extension)
    return card


def refused(raw, extension="vcf"):
    with pytest.raises(Unreadable) as problem:
        read(raw, extension)
    return problem.value.code


def test_a_card_of_version_3_with_groups():
    raw = vcard(
        "N:Halilaj;Albert;;Mr.;",
        "FN:Albert Halilaj",
        "ORG:Municipality of Kukës;Cabinet",
        "TITLE:Mayor",
        "item1.EMAIL;type=INTERNET:albert@home.example",
        "item1.X-ABLabel:_$!<Home>!$_",
        "EMAIL;TYPE=INTERNET,WORK:mayor@kukes.example",
        "TEL;TYPE=WORK,FAX:1",
        "TEL;TYPE=CELL:2",
        "TEL;TYPE=WORK,VOICE:+355 24 222",
    )
    assert only(raw) == Card(
        1, *MAYOR, "Cabinet", "mayor@kukes.example", "+355 24 222", ("home-mail", "other-phone")
    )


def test_of_two_work_addresses_the_preferred_one_counts():
    raw = vcard(
        "FN:Besa Hoxha",
        "EMAIL;TYPE=WORK:office@kukes.example",
        "EMAIL;TYPE=WORK;TYPE=PREF:besa@kukes.example",
    )
    assert only(raw).email == "besa@kukes.example"


def test_a_card_of_version_2_in_quoted_printable_that_goes_on():
    raw = vcard(
        "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Hoxh=C3=AB;Besa;;;",
        "FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Besa =\r\nHoxh=C3=AB",
        "ORG;CHARSET=ISO-8859-1;QUOTED-PRINTABLE:Bashkia Kuk=EBs",
        "TITLE:Head",
        "EMAIL;PREF;INTERNET:besa@kukes.example",
        "LABEL;WORK;ENCODING=QUOTED-PRINTABLE:Street 1=0D=0A=\r\nKukës: no property",
        "PHOTO;ENCODING=BASE64;JPEG:/9j/4AAQ\r\n AAAA\r\nBBBB==",
        version="2.1",
    )
    assert only(raw) == Card(
        1, "Besa Hoxhë", "Head", "Bashkia Kukës", "", "besa@kukes.example", "", ("address", "picture")
    )  # fmt: skip


def test_a_card_of_version_4_with_addresses_for_numbers():
    raw = vcard(
        "FN:Simon\r\n  Perreault",
        'TEL;VALUE=uri;TYPE="work,voice";PREF=1:tel:+1-418-656-9254;ext=102',
        "EMAIL;TYPE=work:mailto:simon@viagenie.example",
        "BDAY:--0203",
        version="4.0",
    )
    card = only(raw)
    assert (card.name, card.email) == ("Simon Perreault", "simon@viagenie.example")
    assert (card.phone, card.left_out) == ("+1-418-656-9254 ext. 102", ("birthday",))


def test_what_is_private_is_not_kept_in_any_field():
    secrets = ["religion-x", "1980-03-22", "Street-x", "spouse-x", "nick-x", "chat-x", "0690000000"]
    raw = vcard(
        "FN:Ana Prifti", "NOTE:religion-x", "BDAY:1980-03-22", "ADR;TYPE=HOME:;;Street-x;;;;",
        "X-SPOUSE:spouse-x", "NICKNAME:nick-x", "X-SKYPE:chat-x", "TEL;TYPE=CELL:0690000000",
    )  # fmt: skip
    card = only(raw)
    assert not [text for text in secrets if text in repr(card)]
    assert card.left_out == (
        "birthday",
        "address",
        "notes",
        "family",
        "person",
        "chat",
        "other-phone",
    )


def test_several_cards_one_within_another_and_noise_between():
    raw = (
        b"noise\r\n"
        + vcard("FN:One", "AGENT:", "BEGIN:VCARD", "FN:Inner", "END:VCARD")
        + vcard("FN:Two", "no colon at all", ":nothing")
        + b"BEGIN:VCARD\r\nFN:Cut off"
    )
    assert [(card.number, card.name) for card in read(raw, "vcf")] == [(1, "One"), (2, "Two")]


def test_a_value_that_goes_on_for_ever_takes_no_time():
    note = "NOTE;ENCODING=QUOTED-PRINTABLE:" + ("x" * 70 + "=\r\n") * 50_000
    assert only(vcard("FN:Ana", note, "EMAIL:ana@example.org")).name == "Ana"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings_of_a_card(encoding):
    raw = vcard("FN:Besa Hoxhë").decode().encode(encoding)
    assert only(raw).name == "Besa Hoxhë"


def table(headings, *rows):
    return "\r\n".join([headings, *rows]).encode()


def test_outlook():
    row = (
        'Mr.,Albert,,Halilaj,,Municipality of Kukës,,Mayor,"Street 1\r\nKukës",9,8,+355 24 222,7,6,'
        "1/2/1980,mayor@kukes.example,SMTP,secret"
    )
    assert only(table(OUTLOOK, row), "csv") == Card(
        1, *MAYOR, "", "mayor@kukes.example", "+355 24 222",
        ("birthday", "address", "notes", "other-phone"),
    )  # fmt: skip


def test_outlook_in_utf16_and_addresses_of_exchange():
    row = ",Ana,,Prifti,,UNHCR,,Officer,,,,,,,,/o=Org/cn=ana,EX,"
    card = only(table(OUTLOOK, row).decode().encode("utf-16"), "csv")
    assert (card.name, card.organisation, card.title, card.email) == (
        "Ana Prifti",
        "UNHCR",
        "Officer",
        "",
    )


def test_google_since_2024():
    row = (
        "Albert,,Halilaj,Mr.,Municipality of Kukës,Mayor,Cabinet,1980-01-02,secret,http://p,* myContacts,"
        "Home,albert@home.example,* Work,mayor@kukes.example ::: second@kukes.example,Mobile,6,Work,+355 24 222"
    )
    assert only(table(GOOGLE_2024, row), "csv") == Card(
        1, *MAYOR, "Cabinet", "mayor@kukes.example", "+355 24 222",
        ("birthday", "picture", "notes", "person", "home-mail", "other-phone", "more-mail"),
    )  # fmt: skip


def test_a_second_address_and_number_are_told():
    raw = vcard(
        "FN:Besa Hoxha", "EMAIL:a@x.example", "EMAIL:b@x.example", "TEL:1", "TEL:2", "TEL:1"
    )
    card = only(raw)
    assert (card.email, card.phone, card.left_out) == (
        "a@x.example",
        "1",
        ("more-mail", "more-phone"),
    )
    once = only(vcard("FN:Besa Hoxha", "EMAIL:a@x.example", "EMAIL:A@x.example", "TEL:1"))
    assert once.left_out == ()


def test_google_before_2024():
    row = "Albert Halilaj,Albert,,Halilaj,Mr.,,,* Work,mayor@kukes.example,Work,+355 24 222,Municipality of Kukës,Mayor"
    assert only(table(GOOGLE_OLD, row), "csv") == Card(
        1, *MAYOR, "", "mayor@kukes.example", "+355 24 222"
    )


@pytest.mark.parametrize(
    ("raw", "extension", "code"),
    [
        (b"", "vcf", "empty"),
        (b"\0\1\2", "vcf", "nul"),
        (b"First Name,Company\r\nA\0na,B", "csv", "nul"),
        (b"%PDF", "vcf", "contacts"),
        (b"First Name,Last Name\r\n", "csv", "contacts"),
        (b"Date,Subject\r\n1,2", "csv", "headings"),
        (b"First Name,Last Name\r\nAna," + b'"' + b"x" * 140_000 + b'"', "csv", "damaged"),
        (vcard("FN:Ana") * (MOST_CARDS + 1), "vcf", "cards"),
    ],
)
def test_what_is_refused(raw, extension, code):
    assert refused(raw, extension) == code


def test_the_headers_that_real_exports_have():
    """Every column that is read is found in the header lines of real exporters, kept in tests as facts."""
    headers = json.loads((Path(__file__).parent / "contact_headers.json").read_text())
    for name, header in headers.items():
        cells = [f"<{heading}>" for heading in header.split(",")]
        card = only(table(header, ",".join(cells)), "csv")
        assert (name, bool(card.name), bool(card.organisation), bool(card.title)) == (
            name,
            True,
            True,
            True,
        )
