"""What a signature keeps comes back exactly, and what does not fit says so."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from accounts.tests.factories import make_user
from engagements.models import Meeting
from reviews.build_report import build_report
from reviews.month.meetings import meeting_digests
from reviews.month.report import Report
from reviews.signature.sign import digest
from reviews.tests.factories import make_march
from toolkit.frozen_values import NotReadable, freeze, thaw

TODAY = date(2024, 4, 2)


@dataclass(frozen=True)
class Leaf:
    name: str
    size: float = 1.5


@dataclass(frozen=True)
class Tree:
    leaves: tuple[Leaf, ...]
    pair: tuple[str, int]
    planted: date | None
    seen: datetime | None
    tall: bool
    note: str | None = None
    best: Leaf | None = None


TREE = Tree((Leaf("a"), Leaf("b", 2.0)), ("x", 1), TODAY, datetime(2024, 4, 2, 9, tzinfo=UTC), True)


def stored(value):
    return json.loads(json.dumps(freeze(value)))


@pytest.mark.django_db
def test_a_whole_month_comes_back_exactly():
    user = make_user(full_name="Alma Jani", honorific="Ms.", job_title="Head of Office")
    make_march(user)
    for number, meeting in enumerate(Meeting.objects.order_by("pk")):
        meeting.staff.set([user])
        meeting.action_points.create(text=f"Send <it> {number}", owner=user, due=TODAY)
    report = build_report(2024, 3, today=TODAY)
    assert len(report.records) == 12
    assert len(report.promises.made) == 12
    assert thaw(Report, stored(report)) == report


def test_a_month_signed_by_an_earlier_version_is_read_and_written_alike():
    """The file was written by the code of November 2026 before msgspec, its map cut to one county."""
    file = Path(__file__).parent / "data" / "signed_march_2024.json"
    signed = json.loads(file.read_text(encoding="utf-8"))
    report = thaw(Report, signed)
    assert (report.is_signed, report.signed_by, len(report.records)) == (True, "Alma Jani", 12)
    assert json.dumps(freeze(report)) == json.dumps(signed)
    assert digest(report) == "faa35987225dfebd6e9f8dd64fca8d76b5eebc7560da0e17fac1e9df3231ae45"
    digests = meeting_digests(report.records)
    assert (digests["2024-03-001"], digests["2024-03-012"]) == ("4792b64c53c7", "d9c8e8d5f118")


BARE = Tree((Leaf(""),), ("", -1), None, None, True)
FULL = Tree((), ("", 0), None, None, False, "note", Leaf("best"))


@pytest.mark.parametrize("tree", [TREE, BARE, FULL])
def test_every_kind_of_value_comes_back(tree):
    assert thaw(Tree, stored(tree)) == tree


def test_safe_text_is_stored_as_text():
    assert type(freeze(Leaf(mark_safe("<b>")))["name"]) is str


@pytest.mark.parametrize("value", [gettext_lazy("later"), {"a": 1}, [1], object()])
def test_what_could_not_be_read_back_is_refused(value):
    with pytest.raises(TypeError, match="can’t be frozen"):
        freeze(Leaf(value))


def test_an_older_version_may_know_more_or_less():
    data = stored(TREE)
    data["height"] = 12
    del data["note"], data["best"], data["leaves"][0]["size"]
    assert thaw(Tree, data) == TREE


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"leaves": None}, "Expected `array`, got `null` - at `.*leaves`"),
        ({"leaves": ["a"]}, "Expected `object`, got `str`"),
        ({"leaves": [{"size": 2.0}]}, "missing required field `name`"),
        ({"pair": ["x"]}, "length 2, got 1"),
        ({"pair": ["x", True]}, "Expected `int`, got `bool`"),
        ({"planted": "31 June"}, "date - at `.*planted`"),
        ({"planted": 5}, "got `int` - at `.*planted`"),
        ({"tall": "yes"}, "Expected `bool`, got `str`"),
        ({"note": 5}, "Expected `str . null`, got `int`"),
        ({"best": "b"}, "got `str` - at `.*best`"),
    ],
)
def test_what_does_not_fit_says_so(change, said):
    with pytest.raises(NotReadable, match=said):
        thaw(Tree, stored(TREE) | change)


def test_a_whole_number_may_stand_for_a_float():
    assert thaw(Leaf, {"name": "a", "size": 2}).size == 2.0
