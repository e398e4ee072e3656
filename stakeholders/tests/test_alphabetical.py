"""Lists of stakeholders and places follow the alphabet of the country, on both databases."""

import dataclasses
from importlib import import_module

import pytest
from django.apps import apps
from django.core.management import call_command
from django.urls import reverse

from accounts.tests.factories import make_user
from countries.pack import SHIPPED, read_country
from stakeholders.models import Location, Organisation, Person
from stakeholders.models.alphabetical import renew_sort_keys
from stakeholders.tests.factories import (
    make_location,
    make_organisation,
    make_organisations,
    make_person,
)
from toolkit.pagination import page_of

pytestmark = pytest.mark.django_db
NAMES = [
    "Cakran",
    "Cërrik",
    "Çelo",
    "Drita",
    "Dhërmi",
    "Elbasan",
    "Ëndrra",
    "Gurra",
    "Gjader",
    "Zogaj",
    "Zhupa",
]


def names(rows):
    return [str(row) for row in rows]


def test_organisations_people_and_places_come_in_the_order_of_the_alphabet():
    for name in reversed(NAMES):
        make_organisation(name)
        make_person(name)
        make_location(name)
    assert names(Organisation.objects.all()) == names(Person.objects.all()) == NAMES
    assert names(Location.objects.filter(name__in=NAMES)) == NAMES


def test_the_page_and_its_pages_by_key_follow_it(client):
    make_organisations(list(reversed(NAMES)))
    client.force_login(make_user())
    rows = client.get(reverse("stakeholder_list")).context["page"].rows
    assert names(rows) == NAMES
    order, seen, key = ("sort_key", "pk"), [], ""
    while key or not seen:
        page = page_of(Organisation.objects.all(), {"after": key}, order=order, size=4)
        seen += names(page.rows)
        key = page.after
    assert seen == NAMES
    back = page_of(
        Organisation.objects.all(), {"before": str(page.rows[0].pk)}, order=order, size=4
    )
    assert names(back.rows) == NAMES[4:8]


def test_a_change_of_the_name_moves_the_row():
    row = make_person("Zana Agolli")
    row.full_name = "Ana Agolli"
    row.store(update_fields=["full_name"])
    make_person("Blerta Agolli")
    assert names(Person.objects.all()) == ["Ana Agolli", "Blerta Agolli"]


def test_another_countrys_alphabet_is_taken_up_by_the_reference_data(settings, capsys):
    for name in ("Čair", "Cetinje", "Debar", "Džepin"):
        make_organisation(name)
    settings.COUNTRY = dataclasses.replace(
        settings.COUNTRY, language=read_country(SHIPPED / "ME").language
    )
    assert names(Organisation.objects.all()) == ["Čair", "Cetinje", "Debar", "Džepin"]
    call_command("load_reference")
    assert names(Organisation.objects.all()) == ["Cetinje", "Čair", "Debar", "Džepin"]
    assert "Sorted by the alphabet of" in capsys.readouterr().out
    assert renew_sort_keys(Organisation) == 0


def test_the_migration_fills_the_rows_that_are_there():
    make_organisation("Çelo")
    make_location("Dhërmi")
    kept = Organisation.objects.get().sort_key
    for model in (Organisation, Location, Person):
        model.objects.update(sort_key="")
    import_module("stakeholders.migrations.0004_alphabet").place_in_alphabet(apps, None)
    assert Organisation.objects.get().sort_key == kept != ""
    assert not Location.objects.filter(sort_key="").exists()


def test_colleagues_are_offered_in_its_order(client):
    for name in ("Dhimitër Cani", "Drita Bala", "Dalina Ago"):
        make_user(full_name=name)
    client.force_login(make_user(full_name="Ana Zogu"))
    wanted = ["Ana Zogu", "Dalina Ago", "Drita Bala", "Dhimitër Cani"]
    form = client.get(reverse("meeting_create")).context["form"]
    boxes = form.colleagues["first"] + form.colleagues["rest"]
    assert [str(choice.choice_label) for choice in boxes if not choice.data["selected"]] == wanted[
        1:
    ]
    choices = client.get(reverse("action_list")).context["filters"].fields["who"].choices
    assert [label for _value, label in choices if label in wanted] == wanted
