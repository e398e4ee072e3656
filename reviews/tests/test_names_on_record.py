"""Names on record that a public line holds, though its meeting was with others."""

import pytest

from engagements.models import Meeting
from engagements.tests.factories import make_meeting
from reviews.article.own_words import own_words
from reviews.month.meetings import meeting_facts, read_months
from reviews.names_on_record import with_names_on_record
from stakeholders.tests.factories import make_organisation, make_person


def facts():
    rows = read_months(Meeting.objects.all(), [(2024, 3)])[2024, 3]
    return tuple(map(meeting_facts, rows))


@pytest.mark.django_db
def test_they_are_looked_up_in_one_query_whatever_the_month(django_assert_num_queries):
    make_person("Gentjan Xhafa")
    make_organisation("Frontex")
    make_meeting("A", public_line="Gentjan asked about Frontex.")
    for number in range(20):
        make_meeting(f"B{number}", public_line="Work with Frontex.")
    read = facts()
    with django_assert_num_queries(1):
        found = with_names_on_record(read)
    assert set(found[0].names_on_record) == {"Gentjan", "Frontex"}
    assert {one.names_on_record for one in found[1:]} == {("Frontex",)}


@pytest.mark.django_db
def test_without_unknown_words_nothing_is_asked(django_assert_num_queries):
    make_meeting("A", public_line="Work permits were discussed.")
    make_meeting("B")
    read = facts()
    with django_assert_num_queries(0):
        assert with_names_on_record(read) == read


@pytest.mark.parametrize(
    ("text", "typed", "own"),
    [
        ("IOM met X to discuss work permits.", ["Work permits."], ["work permits"]),
        ("In the event “Fair” in Kukes.", ["Fair"], ["Fair"]),
        (
            "IOM met X. Jobs in the Kukes area and beyond.",
            ["jobs in the Kukës area and beyond"],
            ["Jobs in the Kukes area and beyond"],
        ),
        ("IOM met the Mayor of Has.", ["Agreed on the plan of the year."], []),
        ("IOM met X.", ["", "?!"], []),
        ("", ["Work permits"], []),
    ],
)
def test_the_words_of_the_writer(text, typed, own):
    runs = own_words(text, typed)
    assert "".join(run.text for run in runs) == text
    assert [run.text for run in runs if run.is_own] == own
