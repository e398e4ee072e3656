"""The measure of likeness: which pairs are asked, what counts as found, and the command that prints it."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from bench.likeness import Command, half, honest_pairs, measure


def row(name, *synonyms, short="", skip=False):
    return {"name": name, "shortname": short or name, "synonyms": list(synonyms), "skip": skip}


def test_honest_pairs():
    listed = {
        "drc": row(
            "Danish Refugee Council",
            "Danish Refugee Council (DRC)",  # the name and its short name
            "DANISH REFUGEE COUNCIL",  # the name itself
            "DRC",  # its short name
            "The Danish Council for Refugees",
            "Dansk Flygtningehjælp",  # in another language
            "Danish Refugee Council is an organisation of Denmark",  # a sentence
            "Danish Refugee Council " + "and others " * 8,  # too long
            short="DRC",
        ),
        "wv": row("World Vision", "WV", "Vision", "Shared Name"),
        "wv2": row("Worldview", "Shared Name", "shared  name"),
        "none": row("Unspecified", "Unspecified others", skip=True),
        **{f"red{n}": row(f"Red Cross {n}") for n in "abc"},
        "red": row("Red Cross Society", "Red Cross", "Red Cross Soc."),
    }
    known = {key: one for key, one in listed.items() if not one["skip"]}
    assert set(honest_pairs(listed, known)) == {
        ("drc", "Danish Refugee Council (DRC)"),
        ("drc", "The Danish Council for Refugees"),
        ("wv", "WV"),
        ("wv", "Vision"),
        ("red", "Red Cross Soc."),
    }


def test_figures():
    listed = {
        "a": row(
            "Danish Refugee Council", "The Danish Refugee Council", "Danish Refugee Fund of Aarhus"
        ),
        "b": row("Norwegian Refugee Council", "Norwegian Refugee Council Inc."),
        "c": row("Norwegian Refugee Councils"),
        "d": row("The Danish Refugee Council Ltd"),
    }
    figures = measure(listed)
    assert (half("a"), half("b")) == ("A", "A")
    assert (figures["B"].pairs, figures["B"].precision, figures["B"].recall) == (0, 1.0, 1.0)
    found = figures["A"]
    assert (found.pairs, found.right, found.wrong) == (3, 2, 2)
    assert (found.precision, found.recall) == (0.5, pytest.approx(2 / 3))
    assert found.missed == ["Danish Refugee Fund of Aarhus = Danish Refugee Council"]
    assert found.mistaken == [
        "The Danish Refugee Council = Danish Refugee Council, not The Danish Refugee Council Ltd",
        "Norwegian Refugee Council Inc. = Norwegian Refugee Council, not Norwegian Refugee Councils",
    ]


def test_the_command(tmp_path):
    file = tmp_path / "list.json"
    file.write_text(json.dumps({"a": row("Red Barnet", "The Red Barnet", "Red Barnet Xyz Abc")}))
    out = StringIO()
    call_command(Command(), str(file), "--show", stdout=out)
    assert out.getvalue().splitlines() == [
        "Likely from 80 of 100 on.",
        "Half A: 2 pairs, 1 found, 0 wrong answers: precision 1.000, recall 0.500",
        "Half B: 0 pairs, 0 found, 0 wrong answers: precision 1.000, recall 1.000",
        "Whole: 2 pairs, 1 found, 0 wrong answers: precision 1.000, recall 0.500",
        "A missed: Red Barnet Xyz Abc = Red Barnet",
    ]


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{", '{"a": 1}', '{"a": {"name": "x"}}', '{"a": {"name": 1, "synonyms": []}}'],
)
def test_a_file_that_is_no_list_of_organisations(tmp_path, text):
    file = tmp_path / "list.json"
    file.write_text(text)
    with pytest.raises(CommandError, match="is not a JSON file of organisations"):
        call_command(Command(), str(file))
    with pytest.raises(CommandError):
        call_command(Command(), str(tmp_path / "none.json"))
