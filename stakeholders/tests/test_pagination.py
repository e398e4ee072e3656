"""Pages by key: every row once, in order, both ways."""

import pytest

from stakeholders.models import Person
from stakeholders.tests.factories import make_person
from toolkit.pagination import page_of

pytestmark = pytest.mark.django_db


def names(page):
    return [person.full_name for person in page.rows]


def walk(order, size=2):
    """Return the names page by page, forwards and then backwards."""
    people, params, there, back = Person.objects.all(), {}, [], []
    while True:
        page = page_of(people, params, order=order, size=size)
        there.append(names(page))
        if not page.after:
            break
        params = {"after": page.after}
    while page.before:
        page = page_of(people, {"before": page.before}, order=order, size=size)
        back.insert(0, names(page))
    return there, [*back, there[-1]]


def test_every_row_once_and_the_same_way_back():
    for name in ["C", "A", "B", "E", "D"]:
        make_person(name)
    pages = [["A", "B"], ["C", "D"], ["E"]]
    assert walk(("full_name", "pk")) == (pages, pages)


def test_equal_names_are_told_apart_by_number():
    for _ in range(5):
        make_person("A")
    there, back = walk(("full_name", "pk"))
    assert [len(page) for page in there] == [2, 2, 1]
    assert there == back


def test_mixed_directions():
    for name, honorific in [("A", "Mr."), ("A", "Ms."), ("B", "Mr."), ("C", "Mr."), ("B", "Ms.")]:
        make_person(name, honorific=honorific)
    pages = [["C", "B"], ["B", "A"], ["A"]]
    assert walk(("-full_name", "honorific", "-pk")) == (pages, pages)


def test_a_short_list_has_no_neighbours():
    make_person("A")
    page = page_of(Person.objects.all(), {}, order=("full_name", "pk"))
    assert (names(page), page.has_others) == (["A"], False)


def test_an_empty_list():
    page = page_of(Person.objects.all(), {}, order=("full_name", "pk"))
    assert (page.rows, page.has_others) == ([], False)


@pytest.mark.parametrize("key", ["x", "-1", "0", "9" * 18, "9" * 40, "²", "\x00", "1e3"])
@pytest.mark.parametrize("name", ["after", "before"])
def test_a_bad_key_leads_to_the_first_page(key, name):
    make_person("A")
    page = page_of(Person.objects.all(), {name: key}, order=("full_name", "pk"))
    assert (names(page), page.has_others) == (["A"], False)


def test_the_address_holds_no_name():
    for name in "ABC":
        make_person(name)
    page = page_of(Person.objects.all(), {}, order=("full_name", "pk"), size=1)
    assert page.after == str(Person.objects.get(full_name="A").pk)
