"""Forms of address: known in many languages, stored in one form, told from names that look alike."""

import pytest

from stakeholders.honorifics import (
    before_surname,
    honorific_length,
    is_honorific,
    printed_honorific,
    split_honorific,
    stored_honorific,
)
from stakeholders.name_matching.people import compare_names, read_person


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("z. Ilir Kodra", ("Mr.", "Ilir Kodra")),
        ("z Ilir Kodra", ("Mr.", "Ilir Kodra")),
        ("z.Ilir Kodra", ("Mr.", "Ilir Kodra")),
        ("Zoti Ilir Kodra", ("Mr.", "Ilir Kodra")),
        ("znj. Ana Zog", ("Ms.", "Ana Zog")),
        ("zj. Ana Zog", ("Ms.", "Ana Zog")),
        ("Mme Claire Roux", ("Ms.", "Claire Roux")),
        ("Frau Dr. Eva Klein", ("Ms. Dr.", "Eva Klein")),
        ("HE Mr Karl Bergner", ("H.E. Mr.", "Karl Bergner")),
        ("H.E.Mr.Karl Bergner", ("H.E. Mr.", "Karl Bergner")),
        ("Mr. H.E. Karl Bergner", ("H.E. Mr.", "Karl Bergner")),
        ("His Excellency Karl Bergner", ("H.E.", "Karl Bergner")),
        ("Sh.T.Z. Arben Hoxha", ("H.E. Mr.", "Arben Hoxha")),
        ("Shkëlqesia e Tij Arben Hoxha", ("H.E.", "Arben Hoxha")),
        ("Prof.Dr. Ana Bo", ("Prof. Dr.", "Ana Bo")),
        ("Dr Ana Bo", ("Dr.", "Ana Bo")),
        ("Fr. Nikola Bo", ("Fr.", "Nikola Bo")),
        ("Sr. Maria Rossi", ("Sr.", "Maria Rossi")),
        ("Lt. Col. Ben Bo", ("Lt. Col.", "Ben Bo")),
        ("He Xiangyu", ("", "He Xiangyu")),
        ("Hon Kwok", ("", "Hon Kwok")),
        ("Z Ilir", ("", "Z Ilir")),
        ("J.R. Smith", ("", "J.R. Smith")),
        ("General Directorate of Police", ("", "General Directorate of Police")),
        ("Sister Cities Association", ("", "Sister Cities Association")),
        ("Dr", ("", "Dr")),
        ("", ("", "")),
    ],
)
def test_an_honorific_is_told_from_the_name(text, parts):
    assert split_honorific(text) == parts


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("Z.", "Mr."),
        ("h.e. mr", "H.E. Mr."),
        ("Dr", "Dr."),
        ("Sheikh", "Sheikh"),
        ("  ", ""),
        ("", ""),
    ],
)
def test_an_honorific_is_stored_in_one_form(typed, stored):
    assert stored_honorific(typed) == stored
    assert stored_honorific(stored) == stored


def test_only_forms_of_address_are_honorifics():
    assert [text for text in ("Ms.", "z.", "Ana", "", "?", "H.E. Mr.") if is_honorific(text)] == [
        "Ms.",
        "z.",
        "H.E. Mr.",
    ]
    assert honorific_length("H.E. Mr. Karl Bergner") == 2
    assert honorific_length("H.E.Mr.Karl Bergner") == 0  # no word of its own


@pytest.mark.parametrize(
    ("honorific", "short"),
    [
        ("H.E. Mr.", "Mr."),
        ("Prof. Dr.", "Prof."),
        ("Ms. Dr.", "Dr."),
        ("z.", "Mr."),
        ("H.E.", ""),
        ("", ""),
    ],
)
def test_what_stands_before_a_surname_alone(honorific, short):
    assert before_surname(honorific) == short


@pytest.mark.parametrize("other", ["z. Ilir Kodra", "Zoti Ilir Kodra", "H.E. Mr. Ilir Kodra"])
def test_likeness_knows_forms_of_address(other):
    assert compare_names(read_person("Mr. Ilir Kodra"), read_person(other)).score == 100


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("g.", "Mr."), ("gđa", "Ms."), ("M.", "Mr."), ("Mme", "Ms."), ("Sra.", "Ms."), ("S.E.M.", "H.E. Mr."),
        ("Drs.", "Drs."), ("Prim. Dr.", "Dr."), ("Cons.", ""), ("Mr sc.", ""), ("Alhaji", "Alhaji"), ("", ""),
        ("Pr.", "Prof."), ("Mme la Juge", "Judge"), ("г-жа", "Ms."), ("السيد", "Mr."), ("Bay", "Mr."), ("W/ro", "Ms."),
        ("Sayın", ""), ("Frau Dr.", "Dr."), ("Hon. Ms.", "Hon. Ms."), ("Tan Sri", "Tan Sri"), ("Amb.", "Ambassador"),
            ("Comandante", "Commander"), ("Minister Counsellor", "Minister Counsellor"), ("Mhe.", "Hon."),
        ("Prof. Assoc. Dr.", "Assoc. Prof. Dr."), ("PGS. TS.", "Assoc. Prof. Dr."),
        ("Izv. prof. dr.", "Dr."), ("Prof. Ass. Dr.", "Dr."), ("Prof. Dr. h.c.", "Prof. Dr."),
        ("Minister Plenipotentiary", "Minister Plenipotentiary"), ("Don", "Don"), ("Engr.", "Engr."),
        ("H.M.", "H.M."), ("Barr. Mrs.", "Barr."), ("Commissaire Général", ""), ("Sn.", ""),
        ("Monseñor", "Msgr."), ("Licda.", "Ms."), ("Lic.", ""), ("Vice Admiral", "Vice Admiral"),
    ],
)  # fmt: skip
def test_what_an_english_text_prints(typed, printed):
    assert printed_honorific(typed) == printed
