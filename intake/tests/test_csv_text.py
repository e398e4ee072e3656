"""CSV files in the encodings that offices save."""

import pytest

from intake.registers.read_file import separator_of, text_of_csv

TEXT = "Data;Vendi\n6/3/2024;Kukës, Shkodër, Çorovodë\n7/3/2024;Gjirokastër është\n" * 5


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "iso8859-15"]
)
def test_encodings(encoding):
    assert text_of_csv(TEXT.encode(encoding)) == TEXT


def test_central_european():
    text = "Datum;Ort\n6/3/2024;Žilina, Plzeň, Łódź, České Budějovice\n" * 5
    assert text_of_csv(text.encode("cp1250")) == text


def test_mixed_encodings_are_read_line_by_line():
    mixed = "Kukës;a\n".encode() + "Shkodër;b\n".encode("cp1252") + "Çorovodë;c\n".encode()
    assert text_of_csv(mixed) == "Kukës;a\nShkodër;b\nÇorovodë;c\n"


def test_a_nul_is_no_text():
    assert text_of_csv(b"Data;Vendi\n6/3/2024;Ku\0k\n") is None


@pytest.mark.parametrize(
    ("text", "separator"),
    [
        ("a,b\n1,2\n", ","),
        ("a;b\n1,5;2,5\n3,5;4\n", ";"),
        ("a\tb\n1, 2\t3\n", "\t"),
        ("a|b\n1|2\n", "|"),
        ("a;b\r1;2\r", ";"),
        ("only one column\n1\n", ","),
        ("", ","),
    ],
)
def test_separators(text, separator):
    assert separator_of(text) == separator
