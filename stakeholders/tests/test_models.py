"""The rules of places, organisations, people and posts: what is let in, and what is not."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from stakeholders.directory import DATABASE
from stakeholders.models import Appointment, Location, Organisation, Person
from stakeholders.tests.factories import (
    make_appointment,
    make_location,
    make_organisation,
    make_person,
)
from toolkit.search import unique_slug

pytestmark = pytest.mark.django_db
MARCH_6 = date(2024, 3, 6)


def refuses(row, message="", field=None):
    """Check that the database refuses `row`, and that cleaning says so first."""
    with pytest.raises(IntegrityError), transaction.atomic():
        type(row).objects.bulk_create([row])
    row.pk = None
    with pytest.raises(ValidationError) as caught:
        row.full_clean()
    if message:
        said = caught.value.message_dict
        assert message in (said[field] if field else said["__all__"])


class TestLocation:
    def place(self, **fields):
        defaults = {"name": "Morinë", "slug": "morine", "level": "crossing"}
        if "parent" not in fields:
            fields["parent"] = make_location()
        return Location(**{**defaults, **fields})

    def test_pcode_once(self):
        make_location(pcode="AL0802")
        other = self.place(pcode="AL0802")
        refuses(other, "Another place has this P-code.")

    def test_empty_pcode_often(self):
        make_location("Morinë", "crossing")
        place = self.place(slug="other")
        place.full_clean()
        place.store()
        assert Location.objects.filter(pcode="", level="crossing").count() == 2

    @pytest.mark.parametrize(
        "position",
        [
            (None, 20),
            (42, None),
            (91, 20),
            (-91, 20),
            (42, 181),
            (42, -181),
        ],
    )
    def test_position_is_whole_and_on_the_globe(self, position):
        latitude, longitude = position
        refuses(
            self.place(latitude=latitude, longitude=longitude),
            "Enter both latitude and longitude, within the globe, or neither.",
        )

    @pytest.mark.parametrize("position", [(None, None), (42.1, 20.5), (90, 180), (-90, -180)])
    def test_good_positions(self, position):
        latitude, longitude = position
        place = self.place(latitude=latitude, longitude=longitude)
        place.full_clean()
        place.store()

    @pytest.mark.parametrize("level", ["county", "municipality", "crossing", "place"])
    def test_only_a_country_is_in_nothing(self, level):
        refuses(
            self.place(level=level, parent=None),
            "Say what this place is in; only a country is in nothing.",
        )

    def test_a_country_is_in_nothing(self):
        refuses(
            self.place(level="country", name="Kosovo"),
            "Say what this place is in; only a country is in nothing.",
        )
        place = self.place(level="country", name="Kosovo", parent=None)
        place.full_clean()
        place.store()

    def test_parent_of_the_right_level(self):
        county = make_location().parent
        self.place(level="place", parent=county).full_clean()
        with pytest.raises(ValidationError) as caught:
            self.place(level="crossing", parent=county).full_clean()
        assert caught.value.message_dict == {
            "parent": ["Choose one of these levels: municipality."]
        }

    def test_slug_once(self):
        make_location(slug="kukes")
        refuses(self.place(slug="kukes"))

    def test_a_place_with_others_in_it_stays(self):
        with pytest.raises(ProtectedError):
            make_location().parent.delete()

    def test_text_of_a_county_says_so(self):
        kukes = make_location()
        assert (str(kukes), str(kukes.parent)) == ("Kukës", "Kukës county")

    def test_save_renews_search_whatever_is_saved(self):
        place = make_location(name_local="Kukës", other_names="Kukësi", pcode="AL0802")
        assert place.search == "kukes kukes kukesi al0802"
        place.name = "Shkodër"
        place.store(update_fields=["name"])
        place.refresh_from_db()
        assert place.search == "shkoder kukes kukesi al0802"

    @pytest.mark.parametrize("text", ["Kukës", "kukes", "KUKESI", "Kukësi", "kukesa"])
    def test_named_finds_the_municipality(self, text):
        kukes = make_location()
        make_location("Morinë", "crossing", other_names="Kukës")
        assert DATABASE.places(text) == [kukes]

    @pytest.mark.parametrize("text", ["Kukës county", "Qarku Kukës", "kukes COUNTY"])
    def test_named_finds_the_county(self, text):
        county = make_location().parent
        assert DATABASE.places(text) == [county]

    def test_named_finds_any_spelling(self):
        shkoder = make_location("Shkodër", other_names="Scutari\nSkadar")
        for text in ["shkodra", "Shkodër", "shkoder", "Shkodra", "Scutari", "skadar"]:
            assert DATABASE.places(text) == [shkoder]

    def test_named_finds_other_levels_when_no_municipality_has_the_name(self):
        crossing = make_location("Morinë", "crossing")
        assert DATABASE.places("Morina") == [crossing]

    @pytest.mark.parametrize("text", ["", "  ", "Kuk", "Atlantis", None])
    def test_named_finds_nothing(self, text):
        make_location()
        assert DATABASE.places(text) == []

    def test_named_leaves_out_the_retired(self):
        kukes = make_location()
        Location.objects.filter(pk=kukes.pk).update(is_active=False)
        assert kukes not in DATABASE.places("Kukës")

    def test_lists_of_levels_leave_out_the_retired(self):
        kukes = make_location()
        gone = make_location("Old", is_active=False, parent=kukes.parent)
        assert set(Location.objects.municipalities()) == {kukes}
        assert set(Location.objects.counties()) == {kukes.parent}
        assert gone not in Location.objects.current()


class TestOrganisation:
    def test_name_once(self):
        first = make_organisation()
        refuses(
            Organisation(name=first.name, kind=first.kind, slug="x"),
            "An organisation of this name is already here.",
        )

    def test_name_again_when_the_other_was_merged(self):
        first, second = make_organisation("A"), make_organisation("B")
        first.merged_into = second
        first.store()
        make_organisation("A").full_clean()

    def test_unit_once_in_its_parent(self):
        kukes, devoll = make_organisation(), make_organisation("Municipality of Devoll")
        make_organisation("Social Services", parent=kukes)
        make_organisation("Social Services", parent=devoll)
        refuses(
            Organisation(name="Social Services", parent=kukes, kind=kukes.kind, slug="x"),
            "A unit of this name is already here.",
        )

    def test_rhythm_is_positive(self):
        kind = make_organisation().kind
        refuses(
            Organisation(name="B", kind=kind, slug="b", contact_every=0),
            "Enter a number of days, 1 or more, or leave this empty.",
        )
        make_organisation("C", contact_every=1).full_clean()

    @pytest.mark.parametrize("field", ["parent", "merged_into"])
    def test_not_in_itself(self, field):
        row = make_organisation()
        with pytest.raises(IntegrityError), transaction.atomic():
            Organisation.objects.filter(pk=row.pk).update(**{field: row.pk})
        setattr(row, field, row)
        with pytest.raises(ValidationError):
            row.full_clean()

    def test_units_do_not_close_a_ring(self):
        top = make_organisation()
        middle = make_organisation("Directorate", parent=top)
        top.parent = make_organisation("Unit", parent=middle)
        with pytest.raises(ValidationError) as caught:
            top.full_clean()
        assert caught.value.message_dict == {"parent": ["This is one of its own units."]}

    def test_text_and_address_of_a_unit(self):
        unit = make_organisation("Social Services", parent=make_organisation())
        assert str(unit) == "Social Services, Municipality of Kukës"
        assert unit.slug == "social-services-municipality-of-kukes"

    def test_address_stays_when_the_name_changes(self):
        row = make_organisation()
        row.name = "Bashkia Kukës"
        row.store()
        row.refresh_from_db()
        assert (row.slug, row.search) == ("municipality-of-kukes", "bashkia kukes")

    def test_addresses_are_numbered(self):
        taken = make_organisation("A B").slug
        assert unique_slug(Organisation, "a-b") == f"{taken}-2"
        make_organisation("A-B")
        assert unique_slug(Organisation, "A B") == f"{taken}-3"
        assert unique_slug(Organisation, "…") == "unnamed"

    def test_named(self):
        kukes = make_organisation(short_name="BK", other_names="Bashkia Kukës")
        unit = make_organisation("Social Services", parent=kukes, short_name="SS")
        for text in ["Municipality of Kukes", "bk", "BASHKIA KUKES"]:
            assert DATABASE.organisations(text) == [kukes]
        assert DATABASE.organisations("social services, municipality of kukës") == [unit]
        for text in ["Social Services", "SS", "Municipality", "", None]:
            assert DATABASE.organisations(text) == []

    def test_named_leaves_out_the_retired_and_the_merged(self):
        make_organisation("A", is_active=False)
        merged = make_organisation("B", merged_into=make_organisation("C"))
        assert DATABASE.organisations("A") == DATABASE.organisations("B") == []
        assert merged not in Organisation.objects.current()

    def test_matching_takes_every_word_in_any_order(self):
        kukes = make_organisation()
        make_organisation("Municipality of Devoll")
        assert list(Organisation.objects.matching("kuk muni")) == [kukes]
        assert Organisation.objects.matching("").count() == 2


class TestPerson:
    def test_not_merged_into_self(self):
        person = make_person()
        with pytest.raises(IntegrityError), transaction.atomic():
            Person.objects.filter(pk=person.pk).update(merged_into=person)
        make_person("A. Halilaj", merged_into=person).full_clean()

    def test_name_is_asked_for(self):
        with pytest.raises(ValidationError):
            Person(full_name="").full_clean()

    def test_two_people_may_share_a_name(self):
        make_person()
        make_person().full_clean()

    def test_text_and_initials(self):
        assert str(make_person("Karl Bergner", honorific="H.E. Mr.")) == "H.E. Mr. Karl Bergner"
        assert make_person("Karl Maria Bergner").initials == "KB"
        assert make_person("Karl").initials == "K"

    def test_named(self):
        person = make_person("Onid Bejleri", other_names="Onid Beileri")
        for text in ["onid bejleri", "Onid BEILERI"]:
            assert DATABASE.people(text) == [person]
        for text in ["Onid", "", None]:
            assert DATABASE.people(text) == []

    def test_title_in_is_of_that_day_and_prefers_the_post_not_acted(self):
        post = make_appointment(title="Deputy Mayor", ended=date(2024, 2, 29))
        person, kukes = post.person, post.organisation
        make_appointment(person, kukes, "Acting Mayor", started=date(2024, 3, 1), is_acting=True)
        make_appointment(person, kukes, "Mayor", started=MARCH_6)
        assert person.title_in(kukes, date(2024, 2, 29)) == "Deputy Mayor"
        assert person.title_in(kukes, date(2024, 3, 5)) == "Acting Mayor"
        assert person.title_in(kukes, MARCH_6) == "Mayor"
        assert person.title_in(make_organisation("Other"), MARCH_6) == ""


class TestAppointment:
    def test_ends_after_start(self):
        person, organisation = make_person(), make_organisation()
        row = Appointment(person=person, organisation=organisation, title="Mayor")
        row.started, row.ended = MARCH_6, MARCH_6 - timedelta(days=1)
        refuses(row, "The last day can’t be before the first.", field="ended")

    @pytest.mark.parametrize("started", [None, MARCH_6])
    @pytest.mark.parametrize("ended", [None, MARCH_6])
    def test_one_day_and_unknown_days_are_fine(self, started, ended):
        make_appointment(started=started, ended=ended).full_clean()

    def test_open_once(self):
        first = make_appointment()
        again = {"person": first.person, "organisation": first.organisation, "title": first.title}
        refuses(Appointment(**again), "This person already holds this post.")
        make_appointment(**{**again, "title": "Member of the Council"}).full_clean()

    def test_again_when_the_first_ended(self):
        first = make_appointment(ended=date(2020, 1, 1))
        make_appointment(first.person, first.organisation, first.title).full_clean()

    @pytest.mark.parametrize(
        ("started", "ended", "held"),
        [
            (None, None, True),
            (MARCH_6, MARCH_6, True),
            (date(2024, 3, 7), None, False),
            (None, date(2024, 3, 5), False),
            (date(2024, 3, 1), None, True),
            (None, date(2024, 3, 31), True),
        ],
    )
    def test_on(self, started, ended, held):
        row = make_appointment(started=started, ended=ended)
        assert list(Appointment.objects.on(MARCH_6)) == ([row] if held else [])

    def test_open_posts_come_first(self):
        ended = make_appointment(ended=date(2020, 1, 1))
        held = make_appointment(ended.person, ended.organisation, "Council", started=MARCH_6)
        unknown = make_appointment(ended.person, ended.organisation, "Board")
        assert list(Appointment.objects.all()) == [held, unknown, ended]

    def test_text(self):
        assert str(make_appointment(title="Mayor")) == "Mayor, Albert Halilaj"

    def test_a_person_with_a_post_stays(self):
        with pytest.raises(ProtectedError):
            make_appointment().person.delete()


def test_what_counts_as_a_municipality_reached():
    country = make_location("Albania", "country", parent=None)
    county = make_location("Kukës", "county", parent=country)
    town = make_location("Has", parent=county)
    crossing = make_location("Qafë Prush", "crossing", parent=town)
    village = make_location("Krumë", "place", parent=town)
    road = make_location("A1 motorway", "place", parent=county)
    reached = {place.name: (place.municipality, place.county) for place in (
        country, county, town, crossing, village, road
    )}  # fmt: skip
    assert reached == {
        "Albania": (None, None),
        "Kukës": (None, county),
        "Has": (town, county),
        "Qafë Prush": (town, county),
        "Krumë": (town, county),
        "A1 motorway": (None, county),
    }


def test_seats_that_nobody_fills():
    row = Organisation(name="Municipality of Kukës", seats="Mayor\n\n Head of Unit \n")
    assert row.seat_titles() == ["Mayor", "Head of Unit"]
    assert row.vacant_seats([]) == ["Mayor", "Head of Unit"]
    assert row.vacant_seats(["MAYOR of Kukës Municipality"]) == ["Head of Unit"]
    assert row.vacant_seats(["Deputy Mayor", "Mayoress", "Head of Units"]) == [
        "Mayor", "Head of Unit",
    ]  # fmt: skip
    assert Organisation(name="Caritas").seat_titles() == []


def test_an_organisation_is_found_by_its_seat():
    row = make_organisation(seats="Mayor")
    assert list(Organisation.objects.matching("mayor kukes")) == [row]
    assert list(Organisation.objects.matching("minister kukes")) == []
