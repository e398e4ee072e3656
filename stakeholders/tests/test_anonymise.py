"""A person anonymised: names and contact data are gone, now and in the past; posts stay."""

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType

from accounts.tests.factories import make_user
from stakeholders.anonymise import all_names, all_records, anonymise
from stakeholders.merging import MergeError, merge, undo
from stakeholders.models import LikelyPair, MergeRecord, NameKey, Person
from stakeholders.tests.factories import make_appointment, make_organisation, make_person

pytestmark = pytest.mark.django_db
PERSONAL = {
    "honorific": "H.E. Mr.", "email": "albert@kukes.example", "phone": "+355 4 1", "notes": "Knows Durim.",
    "source": "Visiting card", "other_names": "Alberto Halilaj",
}  # fmt: skip
GONE = {
    "honorific": "", "full_name": "Name removed", "other_names": "", "email": "", "phone": "", "notes": "",
    "source": "", "last_confirmed": None,
}  # fmt: skip


@pytest.fixture
def dora():
    return make_user("data manager", full_name="Dora Jani")


def held(row):
    return {name: getattr(row, name) for name in Person.PERSONAL}


def test_the_record_and_all_its_versions_are_blank(dora):
    person = make_person(**PERSONAL)
    person.phone = "+355 4 2"
    person.store()
    anonymise(person, by=dora)
    person.refresh_from_db()
    assert (held(person), str(person), person.search) == (GONE, "Name removed", "name removed")
    assert person.anonymised_at is not None
    assert [held(version) for version in person.history.all()] == [GONE] * 3
    assert person.history.first().history_user == dora


def test_posts_stay_and_it_is_compared_with_nobody(dora):
    person, duplicate = make_person(), make_person("Halilaj Albert")
    post = make_appointment(person, make_organisation())
    assert LikelyPair.objects.count() == 1
    anonymise(person, by=dora)
    post.refresh_from_db()
    assert (post.person, post.title) == (person, "Mayor of Kukës Municipality")
    assert not LikelyPair.objects.exists()
    assert set(NameKey.objects.filter(kind="person").values_list("row", flat=True)) == {
        duplicate.pk
    }
    assert list(Person.objects.current()) == [duplicate]


def test_those_merged_into_them_are_forgotten_and_no_merge_is_undone(dora):
    kept, first, second = (
        make_person(),
        make_person("A. Halilaj", email="a@x.example"),
        make_person("Bert"),
    )
    merge(second, into=first, by=dora)
    record = merge(first, into=kept, by=dora)
    for row in (kept, first, second):
        row.refresh_from_db()
    assert {row.pk for row in all_records(kept)} == {kept.pk, first.pk, second.pk}
    anonymise(kept, by=dora)
    for row in Person.objects.all():
        assert held(row) == GONE
    kept_of_merges = str(list(MergeRecord.objects.values_list("steps", flat=True)))
    assert not any(name in kept_of_merges for name in ("Halilaj", "halilaj", "Bert", "a@x.example"))
    with pytest.raises(MergeError) as refusal:
        undo(record, by=dora)
    assert str(refusal.value) == "This person was anonymised, so there is nothing to go back to."


def test_others_keep_what_is_theirs(dora):
    other = make_person("Ruth Huber", **PERSONAL)
    record = merge(make_person("R. Huber"), into=other, by=dora)
    other.refresh_from_db()
    before, steps = held(other), record.steps
    anonymise(make_person(), by=dora)
    other.refresh_from_db()
    record.refresh_from_db()
    assert (held(other), other.anonymised_at, record.steps) == (before, None, steps)


def test_the_log_of_the_admin_names_nobody(dora):
    person = make_person("Albert Çela")
    office = make_organisation()
    for row, said in (
        (person, "[]"),
        (office, '[{"added": {"object": "Mayor, Albert \\u00c7ela"}}]'),
    ):
        LogEntry.objects.create(
            user=dora,
            content_type=ContentType.objects.get_for_model(row),
            object_id=row.pk,
            object_repr=str(row),
            action_flag=CHANGE,
            change_message=said,
        )
    anonymise(person, by=dora)
    assert list(LogEntry.objects.order_by("pk").values_list("object_repr", "change_message")) == [
        ("Name removed", "[]"),
        ("Municipality of Kukës", '[{"added": {"object": "Mayor, Name removed"}}]'),
    ]


def test_a_short_name_is_not_cut_out_of_other_words(dora):
    person = make_person(other_names="Al")
    entry = LogEntry.objects.create(
        user=dora,
        content_type=ContentType.objects.get_for_model(Person),
        object_id="0",
        object_repr="Al in Albania",
        action_flag=CHANGE,
        change_message="Final",
    )
    anonymise(person, by=dora)
    entry.refresh_from_db()
    assert (entry.object_repr, entry.change_message) == ("Name removed in Albania", "Final")


def test_twice_is_as_once(dora):
    person = make_person()
    anonymise(person, by=dora)
    person.refresh_from_db()
    at = person.anonymised_at
    anonymise(person, by=dora)
    person.refresh_from_db()
    assert (person.anonymised_at, person.history.count()) == (at, 2)


def test_all_names_of_all_times_the_longest_first():
    person = make_person("Albert Halilaj", other_names="Bert\n\nAlberto Halilaj")
    person.full_name = "Albert H."
    person.store()
    assert all_names(person) == ["Alberto Halilaj", "Albert Halilaj", "Albert H.", "Bert"]
