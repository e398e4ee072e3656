"""A merge is taken back: exactly, and as far as possible after later changes."""

from datetime import date

import pytest
from django.apps import apps
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.tests.factories import make_user
from engagements.models import Attendance, Counterpart, Meeting  # noqa: TID251 - meetings move
from engagements.tests.factories import make_area, make_meeting  # noqa: TID251 - meetings move
from stakeholders.merging import MergeError, merge, undo
from stakeholders.merging.preview import not_restored_lines
from stakeholders.merging.rules import is_history, relations_of
from stakeholders.models import LikelyPair, MergeRecord, NameKey
from stakeholders.tests.factories import (
    make_appointment,
    make_location,
    make_organisation,
    make_person,
)
from stakeholders.tests.test_merging import sign

pytestmark = pytest.mark.django_db
FAST = settings(
    max_examples=settings().max_examples // 16,  # whole worlds are slow to make
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def everything():
    """Return all rows of all tables, but the history and the record of merges.

    Keys and pairs of likely duplicates are found again, so they count without their number.
    """
    models = apps.get_models(include_auto_created=True)
    left = (MergeRecord, LikelyPair, NameKey)
    kept = [m for m in models if not is_history(m) and m not in left]
    rows = {m._meta.label: list(m._base_manager.order_by("pk").values()) for m in kept}
    pairs = set(LikelyPair.objects.values_list("kind", "a", "b", "score", "dismissed_at"))
    keys = set(NameKey.objects.values_list("kind", "row", "key"))
    return rows | {"pairs": pairs, "keys": keys}


def reload(*rows):
    return [type(row).objects.get(pk=row.pk) for row in rows]


@pytest.fixture
def manager():
    return make_user("data manager")


@pytest.fixture(scope="module")
def made(module_db):
    return make_world()


@pytest.fixture
def world(made):
    """The world, read anew: a merge changes what it is given."""
    return {kind: reload(*rows) for kind, rows in made.items()}


def make_world():
    """Two of each, with all that can point at them: apart, and both at once."""
    towns = [make_location(name) for name in ("Kukës", "Kukesi")]
    areas = [make_area(), make_area("protect", "Protect")]
    councils = [make_organisation(name, location=towns[1]) for name in ("Council", "Keshilli")]
    units = [make_organisation("Office", parent=council) for council in councils]
    people = [make_person("Ana Leka"), make_person("A. Leka", email="ana@example.org")]
    for person, council in zip(people, councils, strict=True):
        make_appointment(person, council, "Mayor")
        make_appointment(person, councils[0], "Clerk")
    meeting = make_meeting(
        organisations=[*councils, *units], areas=areas, location=towns[1], staff=[make_user()]
    )
    for row, person in zip(meeting.counterparts.all(), people, strict=False):
        row.attend(person, title="")
    make_meeting("Second", organisations=councils[1:], areas=areas[1:], sensitivity="restricted")
    meeting.action_points.create(text="A list", promised_by="them", organisation=councils[1])
    sign(date(2024, 3, 1), make_user("head of office"))
    return {"place": towns, "area": areas, "council": councils, "unit": units, "person": people}


@pytest.mark.parametrize("kind", ["place", "area", "council", "unit", "person"])
def test_undo_puts_all_back(manager, world, kind):
    kept, duplicate = world[kind]
    before = everything()
    record = merge(duplicate, into=kept, by=manager)
    assert everything() != before
    undo(record, by=manager)
    assert everything() == before
    record.refresh_from_db()
    assert (record.left, record.undone_by) == ([], manager)
    assert not_restored_lines(record, manager) == []
    newest = reload(duplicate)[0].history.latest()
    assert (newest.merged_into_id, newest.history_user, newest.history_change_reason) == (
        None,
        manager,
        "Merge undone",
    )


def test_the_history_tells_both_ways(manager, world):
    kept, duplicate = world["council"]
    row = Counterpart.objects.get(organisation=duplicate, meeting__title="Meeting with the Mayor")
    record = merge(duplicate, into=kept, by=manager)
    undo(record, by=manager)
    changes = row.history.order_by("history_id").values_list(
        "history_type", "history_change_reason"
    )
    assert list(changes) == [("+", None), ("-", "Merged"), ("+", "Merge undone")]


def test_a_second_merge_is_undone_first_where_it_builds_on_the_first(manager):
    before = [make_person(name) for name in ("Ana A", "Ana B", "Ana C")]
    rows = everything()
    first, second, third = before
    one = merge(first, into=second, by=manager)
    two = merge(*reload(second), into=third, by=manager)
    with pytest.raises(MergeError, match=f"Undo that one first: merge {two.pk}."):
        undo(one, by=manager)
    undo(two, by=manager)
    undo(one, by=manager)
    assert everything() == rows
    with pytest.raises(MergeError, match="This merge has already been undone."):
        undo(one, by=manager)


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_two_merges_into_one_are_undone_in_any_order(manager, order):
    kept, *others = (make_person(name) for name in ("Ana A", "Ana B", "Ana C"))
    rows = everything()
    records = [merge(one, into=reload(kept)[0], by=manager) for one in others]
    for number in order:
        undo(records[number], by=manager)
    assert everything() == rows


@pytest.mark.parametrize("is_unit", [False, True])
def test_a_row_into_which_another_was_folded_stays_until_that_is_undone(manager, is_unit):
    kept, first, second = (make_organisation(name) for name in ("Kept", "First", "Second"))
    if is_unit:
        for parent in (first, second):
            make_organisation("Office", parent=parent)
    else:
        make_meeting(organisations=[first, second])
    rows = everything()
    one = merge(first, into=kept, by=manager)
    two = merge(second, into=reload(kept)[0], by=manager)
    with pytest.raises(MergeError, match=f"Undo that one first: merge {two.pk}."):
        undo(one, by=manager)
    undo(two, by=manager)
    undo(one, by=manager)
    assert everything() == rows


# Later changes


def test_a_row_that_was_edited_keeps_the_edit_and_moves_back(manager, world):
    kept, duplicate = world["person"]
    record = merge(duplicate, into=kept, by=manager)
    post = kept.appointments.get(title="Mayor", organisation=world["council"][1])
    post.started = date(2024, 1, 1)
    post.store()
    kept = reload(kept)[0]
    kept.other_names += "\nAnushka"
    kept.phone = "123"
    kept.store()
    undo(record, by=manager)
    kept, duplicate, post = reload(kept, duplicate, post)
    assert (post.person, post.started) == (duplicate, date(2024, 1, 1))
    assert (kept.other_names, kept.phone, kept.email) == ("Anushka", "123", "")
    assert (kept.search, duplicate.search) == ("ana leka anushka", "a leka")
    record.refresh_from_db()
    assert record.left == []


def test_what_is_gone_or_changed_is_told(manager, world):
    kept, duplicate = world["council"]
    record = merge(duplicate, into=kept, by=manager)
    Counterpart.objects.get(meeting__title="Second").delete()
    kept = reload(kept)[0]
    point = kept.action_points.get()
    point.organisation = world["unit"][0]
    point.store()
    undo(record, by=manager)
    record.refresh_from_db()
    lines = [
        "Action point, Meeting with the Mayor: changed since (organisation). The later change stays."
    ]
    assert not_restored_lines(record, manager) == lines
    hidden = "Counterpart, Second: no longer there, so it is not put back."
    assert not_restored_lines(record, make_user("head of office")) == [*lines, hidden]
    assert reload(point)[0].organisation == world["unit"][0]
    assert reload(duplicate)[0].merged_into is None


def test_a_row_of_a_meeting_that_is_gone_is_told(manager, world):
    kept, duplicate = world["council"]
    record = merge(duplicate, into=kept, by=manager)
    Meeting.objects.get(title="Meeting with the Mayor").delete()
    undo(record, by=manager)
    record.refresh_from_db()
    assert {left["why"] for left in record.left} == {"gone"}
    assert {left["model"] for left in record.left} >= {"engagements.counterpart"}
    assert not_restored_lines(record, manager) == []
    assert list(duplicate.counterparts.values_list("meeting__title", flat=True)) == ["Second"]


def test_what_people_took_out_after_the_merge_stays_out(manager):
    """Both were at the meeting; who was taken out of it since does not come back as the other one."""
    kept, duplicate = make_person("Albert Halilaj"), make_person("Alberto Halilaj")
    counterpart = make_meeting("Visit").counterparts.create(organisation=make_organisation())
    for person in (kept, duplicate):
        Attendance.objects.create(
            counterpart=counterpart, meeting=counterpart.meeting, person=person
        )
    record = merge(duplicate, into=kept, by=manager)
    Attendance.objects.get().delete()
    undo(record, by=manager)
    record.refresh_from_db()
    assert not Attendance.objects.exists()
    assert not_restored_lines(record, manager) == [
        "Attendance, Visit: no longer there, so it is not put back."
    ]
    assert reload(duplicate)[0].merged_into is None


def test_a_place_that_is_taken_is_told(manager, world):
    kept, duplicate = world["council"]
    record = merge(duplicate, into=kept, by=manager)
    meeting = Meeting.objects.get(title="Meeting with the Mayor")
    meeting.counterparts.create(organisation=duplicate)
    undo(record, by=manager)
    record.refresh_from_db()
    assert not_restored_lines(record, manager) == [
        "Counterpart, Meeting with the Mayor: another record has taken its place, so it stays as it is.",
        "Attendance, Meeting with the Mayor: what it belonged to is not there, so it stays as it is.",
    ]
    assert meeting.counterparts.filter(organisation=duplicate).count() == 1


# Hypothesis: any world, any pair, any choice


def pick(draw, rows):
    return draw(st.sampled_from(rows))


@pytest.mark.no_cover
@FAST
@given(data=st.data())
def test_merge_then_undo_is_the_identity(manager, data):
    with transaction.atomic():
        rows = random_world(data.draw)
        kept, duplicate = data.draw(st.permutations(pick(data.draw, rows)).map(lambda p: p[:2]))
        fields = [field.name for field in type(kept)._meta.concrete_fields]
        sides = st.sampled_from(["kept", "duplicate"])
        choices = data.draw(st.dictionaries(st.sampled_from(fields), sides, max_size=6))
        before = everything()
        try:
            record = merge(duplicate, into=kept, by=manager, choices=choices)
        except MergeError:
            assert everything() == before
        else:
            assert nothing_points_at(duplicate)
            undo(record, by=manager)
            assert everything() == before
        transaction.set_rollback(True)


@pytest.mark.no_cover
@FAST
@given(data=st.data())
def test_two_merges_are_undone_in_either_order_where_that_is_possible(manager, data):
    with transaction.atomic():
        rows = pick(data.draw, random_world(data.draw))
        before = everything()
        records = []
        for _time in range(2):
            duplicate, kept = reload(*data.draw(st.permutations(rows).map(lambda p: p[:2])))
            try:
                records.append(merge(duplicate, into=kept, by=manager))
            except MergeError:
                continue
        for record in [*data.draw(st.permutations(records)), *records]:
            try:
                undo(record, by=manager)
            except MergeError as refusal:
                assert "Undo that one first" in str(refusal) or "already been undone" in str(
                    refusal
                )
        assert MergeRecord.objects.not_undone().count() == 0
        assert everything() == before
        transaction.set_rollback(True)


def nothing_points_at(row):
    return not any(relation.rows([row]).exists() for relation in relations_of(type(row)))


def random_world(draw):
    """Make a few of each, tied at random; return the lists from which a pair is taken."""
    text = st.sampled_from(["", "Ana", "Ben\nCen", "Dritë"])
    towns = [make_location(f"T{n}", other_names=draw(text)) for n in range(2)]
    areas = [make_area(f"a{n}", f"A{n}", description=draw(text)) for n in range(3)]
    roots = [
        make_organisation(f"O{n}", location=pick(draw, [None, *towns]), notes=draw(text))
        for n in range(3)
    ]
    units = [
        make_organisation(f"U{draw(st.integers(0, 1))}-{n % 2}", parent=roots[n % 3])
        for n in range(4)
    ]
    people = [make_person(f"P{n}", phone=draw(text)) for n in range(3)]
    _tie(draw, towns, areas, [*roots, *units], people)
    return [towns, areas, roots, units, people]


def _tie(draw, towns, areas, organisations, people):
    numbers = st.integers(0, 5)
    for _n in range(draw(numbers)):
        made = {"title": pick(draw, "AB"), "ended": pick(draw, [None, date(2024, 1, 1)])}
        person, organisation = pick(draw, people), pick(draw, organisations)
        if not person.appointments.filter(organisation=organisation, **made).exists():
            make_appointment(person, organisation, **made)
    for _n in range(draw(st.integers(1, 3))):
        there = draw(st.lists(st.sampled_from(organisations), unique=True, max_size=4))
        meeting = make_meeting(
            organisations=there,
            areas=draw(st.lists(st.sampled_from(areas), unique=True)),
            location=pick(draw, [None, *towns]),
            sensitivity=pick(draw, ["internal", "restricted"]),
        )
        for person in draw(st.lists(st.sampled_from(people), unique=True)) if there else []:
            pick(draw, list(meeting.counterparts.all())).attend(person, title=pick(draw, "AB"))
        for organisation in there[:1]:
            meeting.action_points.create(text="List", promised_by="them", organisation=organisation)
