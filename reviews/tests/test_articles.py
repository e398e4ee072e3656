"""The articles that writers of notes leave out: where one is put, and where none is."""

import pytest

from reviews.article.articles import with_articles
from reviews.article.noun_phrases import with_capitals


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("follow-up to Brussels visit", "follow-up to the Brussels visit"),
        ("opening of youth hub", "the opening of the youth hub"),
        ("repair of water supply in Mykolaiv", "the repair of the water supply in Mykolaiv"),
        ("how to contact consulate", "how to contact the consulate"),
        ("Merdare crossing", "the Merdare crossing"),
        ("land port Benapole", "the Benapole land port"),
        ("questionnaire for LFS", "the questionnaire for the LFS"),
        ("search and rescue centre", "the search and rescue centre"),
        ("possible new CONPES", "a possible new CONPES"),
        ("Yazidi Survivors' Law", "the Yazidi Survivors' Law"),
        ("situation at border", "the situation at the border"),
        ("MoU draft", "the draft MoU"),
        ("engaging diaspora in health sector", "engaging the diaspora in the health sector"),
        ("visit of Director General", "the visit of the Director General"),
        ("work permit for seasonal workers", "work permits for seasonal workers"),
    ],
)
def test_article_of_a_topic(typed, printed):
    assert with_articles(typed) == printed


@pytest.mark.parametrize(
    "text",
    [
        "air quality",
        "ship crew",
        "early identification and referral",
        "children at risk, in detention or returned by boat",
        "the rights and dignity of workers",
        "targets by sector",
        "round 5 results",
        "fiscal space",
        "climate change",
        "access to health care in Medenine",
        "people with disabilities",
        "typhoon No. 13",
    ],
)
def test_no_article_where_english_has_none(text):
    assert with_articles(text) == text


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("finalise SOP", "finalise the SOP"),
        ("agreed on ToR for mapping", "agreed on the ToR for mapping"),
        ("signed agreement with municipality", "signed an agreement with the municipality"),
        ("set up BAOS office", "set up a BAOS office"),
        ("briefed Minister on plan", "briefed the Minister on the plan"),
        ("took part in panel", "took part in the panel"),
        ("visited new site in Tacloban", "visited a new site in Tacloban"),
    ],
)
def test_article_of_an_object(typed, printed):
    assert with_articles(typed, begins="verb") == printed


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Mayor of Soroca wants a school.", "The Mayor of Soroca wants a school."),
        ("IOM spoke and Ambassador agreed.", "IOM spoke and the Ambassador agreed."),
        ("Discussion focused on visas.", "The discussion focused on visas."),
        ("Kids are priority.", "Kids are priority."),
        ("IOM met the Head of Office of GIZ.", "IOM met the Head of Office of GIZ."),
        ("The Institute of Social Policy agreed.", "The Institute of Social Policy agreed."),
        ("They asked for date, place and budget.", "They asked for a date, place and budget."),
        ("The Visa Center in Tirana run by IOM.", "The Visa Center in Tirana run by IOM."),
        ("Meeting postponed.", "Meeting postponed."),
    ],
)
def test_article_in_a_sentence(typed, printed):
    assert with_articles(typed, begins="sentence") == printed


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("venezuelan workers from kenya", "Venezuelan workers from Kenya"),
        ("frank exchange on monday", "frank exchange on Monday"),
        ("turkey farm in march", "turkey farm in march"),  # either could be meant
        ("a.kenya@example.org", "a.kenya@example.org"),
    ],
)
def test_names_typed_in_small_letters(typed, printed):
    assert with_capitals(typed) == printed
