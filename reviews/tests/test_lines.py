"""How a typed public line is read for a sentence, and what is remarked on."""

import pytest

from reviews.article.known_names import KnownNames
from reviews.article.lines import read_line

NOBODY = KnownNames()


@pytest.mark.parametrize(
    ("typed", "form", "text"),
    [
        ("Work permits.", "phrase", "work permits"),
        (
            "Planned visit of the Director General",
            "phrase",
            "the planned visit of the Director General",
        ),
        ("Skills2Work, TVET, remittances.", "phrase", "Skills2Work, TVET and remittances"),
        ("Exploring cooperation on visas", "gerund", "exploring cooperation on visas"),
        ("To discuss work permits", "infinitive", "to discuss work permits"),
        ("Agreed to set up a working group", "past", "agreed to set up a working group"),
        ("Handed over 20 laptops", "past", "handed over 20 laptops"),
        ("Visit of the Director General", "phrase", "the visit of the Director General"),
        ("Support to shelters", "phrase", "support to shelters"),
        ("Improved access to services", "phrase", "improved access to services"),
    ],
)
def test_fragment_is_fit_for_the_middle_of_a_sentence(typed, form, text):
    line = read_line(typed, NOBODY)
    assert (line.form, line.text, line.sentences, line.remarks) == (form, text, (), ())


def test_whole_sentence_stays_one():
    line = read_line("22 officers were trained", NOBODY)
    assert (line.form, line.sentences) == ("sentences", ("22 officers were trained.",))


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("The case of Agron S. (34 years old)", "case"),
        ("Bashkëpunimi me shkollat, punësimi i të rinjve.", "language"),
        ("SEASONAL WORK IN GERMANY, FAIR RECRUITMENT", "capitals"),
    ],
)
def test_grave_finding_withholds_a_line_until_it_is_answered(typed, code):
    line = read_line(typed, NOBODY)
    assert line.is_withheld
    assert line.remarks[0].code == code
    answered = read_line(typed, NOBODY, as_typed=(code,))
    assert not answered.is_withheld
