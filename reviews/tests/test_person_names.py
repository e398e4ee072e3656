"""Short forms of people's names: what stands behind the first names, and what goes before it."""

import pytest

from reviews.article.person_names import short_people, surname_of, titled
from reviews.month.meetings import Colleague, Speaker


@pytest.mark.parametrize(
    ("name", "surname"),
    [
        ("Karl Bergner", "Bergner"),
        ("Ruth Anne Huber", "Huber"),
        ("Jan van der Berg", "van der Berg"),
        ("Maria de la Cruz", "de la Cruz"),
        ("Ahmed bin Ali", "bin Ali"),
        ("José García Márquez", "García Márquez"),
        ("Ana Maria de la Cruz", "de la Cruz"),
        ("Fatjon Agim Hoxha", "Hoxha"),
        ("Albert HALILAJ", "HALILAJ"),
        ("Jean-Luc Dupont", "Dupont"),
        ("Leyla Al-Khalifa", "Al-Khalifa"),
        ("Martin L. King Jr.", "King"),
        ("Sabine Leutheusser-Schnarrenberger", "Leutheusser-Schnarrenberger"),
        ("Madonna", ""),
        ("Giuseppe Di Stefano", "Di Stefano"),
        ("Vincent O'Brien", "O'Brien"),
        ("Ана Марија Петровска", "Петровска"),
        ("Ludwig von und zu Guttenberg", "von und zu Guttenberg"),
        ("Maria João dos Santos Silva", "dos Santos Silva"),
        ("Ardit Gjon Marku", "Marku"),
        ("Givi Lomidze", "Lomidze"),
        ("Nino J. Kapanadze", "Kapanadze"),
        ("Sara Lucía Echavarría", "Echavarría"),
        ("Gustavo Adolfo Pizarnik", "Pizarnik"),
        ("Kelly Johanna Arévalo", "Arévalo"),
        ("Ramiro Cáceda Ulloa", "Cáceda Ulloa"),
        ("Adriana Buitrago Peñalver", "Buitrago Peñalver"),
        ("Margarita Ochoa van den Enden", "Ochoa van den Enden"),
        ("Golam Rashedul Bari", "Bari"),
        ("Selim Reza Bhuiyan", "Bhuiyan"),
        ("Rutger Olde Monnikhof", "Olde Monnikhof"),
        ("Nadia el Khalloufi-Bakker", "el Khalloufi-Bakker"),
        ("Klaas Jan Wiersinga", "Wiersinga"),
        ("Farzana de la Cruz Chowdhury", "de la Cruz Chowdhury"),
        ("Laurent de la Bruyère", "de la Bruyère"),
        ("Gianmarco Dell'Orefice", "Dell'Orefice"),
        ("Wouter van der Kolkhorst", "van der Kolkhorst"),
        ("Elira Hoxha Dervishi", "Hoxha Dervishi"),
        ("Anna Marie Keller", "Keller"),
        ("Mohammed bin Salman Al Saud", "bin Salman Al Saud"),
        ("Giorgi Ter-Petrosyan", "Ter-Petrosyan"),
        ("Annemarie ter Braak", "ter Braak"),
        ("Peter zu Hohenstein", "zu Hohenstein"),
        ("Dilys van 't Hof", "van 't Hof"),
        ("Luís Felipe Pereira da Silva", "Pereira da Silva"),
        ("Priyanka Delacourt-Osei", "Delacourt-Osei"),
        ("Lucia di Lammermoor", "di Lammermoor"),
        ("Besa Drita Gashi", "Gashi"),
        ("Ilir Meta Kola", "Kola"),
        ("Ana Isabel Torres Vega", "Torres Vega"),
        ("Juan Carlos Pérez", "Pérez"),
        ("Hans Peter Müller", "Müller"),
        ("Eva-Maria Stein", "Stein"),
        ("Fatmir Xh. Kola", "Kola"),
        ("J. R. Smith", "Smith"),
        ("Amina bint Yusuf", "bint Yusuf"),
        ("Ali ibn Hassan", "ibn Hassan"),
        ("St. John Smith", "Smith"),
        ("Rim Ben Achourane", "Ben Achourane"),
        ("Ben Carter", "Carter"),
        ("Hussein Abu Shaikhah", "Abu Shaikhah"),
        ("Stanley ole Nkurruna", "ole Nkurruna"),
        ("Abdul Rahman Al-Hassan", "Al-Hassan"),
        ("Bishnu Prasad Tamang", "Tamang"),
        ("Olena Viktorivna Koval", "Koval"),
        ("Azamat Bekbolot uulu", ""),
        ("Nguyen Van Tuyen", "Tuyen"),
        ("Anh Tran", "Tran"),
        ("Park Min-jae", "Park"),
        ("Seo-yeon Bang", "Bang"),
        ("Wang Xiaoming", "Wang"),
        ("Chen Wang", ""),
        ("Sheikh Ehsan Uddin Talukder", "Talukder"),
        ("Tabitha Onyango Weru", "Weru"),
        ("Snježana Mitrić Kos", "Mitrić Kos"),
        ("Maria do Carmo Vasques de Sá", "Vasques de Sá"),
        ("Selin Yıldırım-de Wit", "Yıldırım-de Wit"),
        ("Haakon Lie Brandvold", "Brandvold"),
        ("Charles de Gaulle", "de Gaulle"),
        ("Æ X", "X"),
        ("Tove af Ugglas", "af Ugglas"),
        ("", ""),
        ("Bo", ""),
        ("12 Main", ""),
        ("Ana (Bo) Zog", ""),
    ],
)
def test_surname(name, surname):
    assert surname_of(name) == surname


def speaker(number, name, honorific="Mr."):
    return Speaker(number, name, honorific, "")


def shorts(*people):
    return short_people((one.number, one) for one in people)


def test_short_forms_have_the_honorific_of_surnames():
    assert shorts(
        speaker(1, "Karl Bergner", "H.E. Mr."),
        speaker(2, "Jan van der Berg", "z."),
        speaker(3, "Ana Bo", "Prof. Dr."),
        speaker(4, "Ruth Huber", "H.E."),
        speaker(5, "Ben Zog", ""),
        speaker(6, "Nikola Prenga", "Fr."),
    ) == {1: "Mr. Bergner", 2: "Mr. van der Berg", 3: "Prof. Bo", 6: "Fr. Prenga"}


@pytest.mark.parametrize("other", ["Ilir Hoxha", "Ana HOXHA", "Maria Kola Hoxha", "Eva Hòxha"])
def test_a_surname_of_two_people_shortens_neither(other):
    found = shorts(speaker(1, "Ed Hoxha"), speaker(2, other, "Ms."), speaker(3, "Al Prifti"))
    assert found == {3: "Mr. Prifti"}


def test_what_is_printed_of_an_honorific_is_english():
    assert titled(speaker(1, "Ilir Kodra", "z.")) == "Mr. Ilir Kodra"
    assert titled(Colleague("Ana Zog", "znj", "Driver")) == "Ms. Ana Zog"
    assert titled(speaker(1, "", "Mr.")) == ""


def test_who_is_among_those_of_two_surnames_has_two():
    names = (
        "Yeferson Palacios Mosquera",
        "Juan Soto",
        "Ana Vega Ruiz",
        "Luis Mora",
        "Ingrid Frost",
    )
    people = {name: Speaker(number, name, "Mr.", "") for number, name in enumerate(names)}
    assert short_people(people.items())[names[0]] == "Mr. Palacios Mosquera"
    alone = short_people([(1, people[names[0]]), (2, people["Ingrid Frost"])])
    assert alone[1] == "Mr. Mosquera"
