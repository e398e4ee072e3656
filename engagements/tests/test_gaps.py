"""The rule of gaps has one home: what a query finds is what a row says, and all who ask agree."""

from datetime import date
from itertools import product

import pytest

from accounts.tests.factories import make_user
from engagements.admin import GapFilter
from engagements.filters.facets import GapFacet
from engagements.models import Meeting
from engagements.models.gaps import GAPS, incomplete
from engagements.tests.factories import make_area, make_meeting
from stakeholders.tests.factories import make_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def meetings(module_db):
    """One meeting for each way to have or lack the five, with two of what can be several."""
    users, areas = [make_user(), make_user()], [make_area(), make_area("avrr", "AVRR")]
    organisations = [make_organisation(), make_organisation("Ministry")]
    for number, (staff, day, area, counterpart, line) in enumerate(product([0, 1], repeat=5)):
        make_meeting(
            f"Meeting {number}",
            date=date(2024, 3, 1),
            date_precision="day" if day else "month",
            staff=users if staff else (),
            areas=areas if area else (),
            organisations=organisations if counterpart else (),
            public_line="Said." if line else "",
        )


@pytest.mark.parametrize("gap", GAPS, ids=lambda gap: gap.code)
def test_a_query_finds_what_a_row_says(meetings, gap):
    said = sorted(m.pk for m in Meeting.objects.all() if gap.is_in(m))
    found = sorted(Meeting.objects.filter(gap.condition).values_list("pk", flat=True))
    assert (found, len(found)) == (said, 16)
    named = sorted(m.pk for m in Meeting.objects.all() if str(gap.text) in m.gaps())
    assert named == said


def test_incomplete_finds_each_meeting_once(meetings):
    said = sorted(m.pk for m in Meeting.objects.all() if m.gaps())
    found = sorted(Meeting.objects.filter(incomplete()).values_list("pk", flat=True))
    assert (found, len(found)) == (said, 31)


def test_lists_and_admin_offer_the_same_kinds():
    codes = [gap.code for gap in GAPS]
    assert list(GapFacet.conditions) == list(GapFacet.labels) == codes
    assert list(GapFilter.gaps) == [*codes, "place"]
