"""Contacts in the browser: who may import them, what each card becomes, stored once, taken back."""

from datetime import date

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from accounts.tests.factories import make_user
from engagements.tests.factories import make_meeting
from intake.contacts.preview import reason
from intake.models import Import, ImportRow
from intake.safe_reading import Unreadable
from intake.tests.factories import box_of, make_lists, press_import, remarks, states
from stakeholders.models import Appointment, Organisation, OrganisationKind, Person
from stakeholders.tests.factories import make_appointment, make_organisation, make_person

pytestmark = pytest.mark.django_db
PAGE = "/import/contacts/"
HEAD = "Name,Job Title,Company,Department,E-mail Address,Business Phone,Birthday"
BESA = "Ms. Besa Hoxha,Head of Unit,Ministry of Interior,,besa@mb.example,+355 4 1,1/2/1980"


@pytest.fixture
def manager(client):
    make_lists()
    user = make_user("data manager")
    client.force_login(user)
    return user


def send(client, *rows, name="book.csv", head=HEAD):
    file = SimpleUploadedFile(name, "\n".join([head, *rows]).encode())
    return client.post(PAGE, {"file": file})


def sent(client, *rows, **options):
    """Upload cards and return their import."""
    assert send(client, *rows, **options).status_code == 302
    return Import.objects.latest("pk")


def stored(client, source):
    press_import(client, source)
    source.refresh_from_db()
    return source


def counts():
    return Person.objects.count(), Organisation.objects.count(), Appointment.objects.count()


@pytest.mark.parametrize("role", ["viewer", "staff", "head of office", "", "data manager"])
def test_contacts_are_the_data_managers(client, role):
    user = make_user(role)
    source = Import.objects.create(
        kind="contacts", name="x.csv", extension="csv", size=1, created_by=user, result={}
    )
    client.force_login(user)
    status = 200 if role == "data manager" else 403
    for tail in ("", f"{source.pk}/", f"{source.pk}/discard/"):
        assert client.get(f"{PAGE}{tail}").status_code == status
    for tail in ("names", "undo"):
        assert client.get(f"{PAGE}{source.pk}/{tail}/").status_code == (
            302 if status == 200 else 403
        )
    store = client.post(f"{PAGE}{source.pk}/store/")
    assert store.status_code == (302 if status == 200 else 403)


def test_strangers_are_led_to_sign_in(client):
    for tail in ("", "1/", "1/names/", "1/store/", "1/undo/", "1/discard/"):
        assert client.get(PAGE + tail).url == f"{reverse('account_login')}?next={PAGE}{tail}"


def test_a_card_becomes_a_person_with_a_post(client, manager):
    source = sent(client, BESA)
    page = client.get(source.get_absolute_url())
    (line,) = page.context["lines"]
    assert (line.is_new, line.organisation["name"], line.left_out) == (
        True, "Ministry of Interior", "birthdays and other days",
    )  # fmt: skip
    assert counts() == (0, 0, 0)
    stored(client, source)
    person = Person.objects.get()
    assert (person.honorific, person.full_name) == ("Ms.", "Besa Hoxha")
    assert (person.email, person.phone, person.source) == (
        "besa@mb.example",
        "+355 4 1",
        "book.csv",
    )
    assert person.last_confirmed == timezone.localdate()
    post = Appointment.objects.get()
    assert (post.person, post.title, post.organisation.name) == (
        person,
        "Head of Unit",
        "Ministry of Interior",
    )
    assert person.history.get().history_user == manager
    assert source.result == {"person": 1, "organisation": 1, "appointment": 1, "changed": 0}
    assert Person.objects.matching("besa").get() == person
    assert person.get_absolute_url() in client.get(source.get_absolute_url()).content.decode()


def test_the_birthday_is_nowhere(client, manager):
    source = sent(client, BESA)
    row = source.rows.get()
    assert "1980" not in f"{row.cells} {row.outcome} {row.remarks} {source.tables}"
    assert not source.file


def test_the_same_file_again_adds_nothing(client, manager):
    stored(client, sent(client, BESA))
    again = sent(client, BESA)
    assert states(again) == {1: "here"}
    assert stored(client, again).result == {
        "person": 0,
        "organisation": 0,
        "appointment": 0,
        "changed": 0,
    }
    assert counts() == (1, 1, 1)


def test_storing_twice_stores_once(client, manager):
    source = sent(client, BESA)
    stored(client, source)
    stored(client, source)
    assert counts() == (1, 1, 1)


def test_known_people_gain_what_is_missing(client, manager):
    person = make_person("Besa Hoxha", email="BESA@mb.example", last_confirmed=date(2020, 1, 1))
    source = sent(
        client, "Besa R. Hoxha,Head of Unit,Ministry of Interior,,besa@mb.example,+355 4 1,"
    )
    (line,) = client.get(source.get_absolute_url()).context["lines"]
    assert (line.person, line.why, line.adds) == (
        person,
        "same e-mail address",
        "phone number, post",
    )
    stored(client, source)
    person.refresh_from_db()
    assert (person.full_name, person.email, person.phone) == (
        "Besa Hoxha",
        "BESA@mb.example",
        "+355 4 1",
    )
    assert (person.source, person.last_confirmed) == ("book.csv", timezone.localdate())
    assert person.appointments.get().title == "Head of Unit"


def test_undo_leaves_the_record_as_it_was(client, manager):
    person = make_person("Ana Prifti", source="card", last_confirmed=date(2020, 1, 1))
    source = stored(
        client,
        sent(
            client,
            BESA,
            ",,,,x@example.org,,",
            "Ana Prifti,Director,Caritas Albania,,ana@c.example,7,",
        ),
    )
    assert counts() == (2, 2, 2)
    assert client.get(f"{PAGE}{source.pk}/undo/").status_code == 200
    rows = {
        row.number: (bool(row.cells), sorted(row.outcome)) for row in source.rows.exclude(number=2)
    }
    assert rows == {1: (False, ["person"]), 3: (False, ["before", "now", "person"])}
    assert source.rows.get(number=2).cells[4] == "x@example.org"
    response = client.post(f"{PAGE}{source.pk}/undo/")
    person.refresh_from_db()
    assert counts() == (1, 0, 0)
    assert (person.email, person.phone, person.source) == ("", "", "card")
    assert person.last_confirmed == date(2020, 1, 1)
    said = [str(m) for m in get_messages(response.wsgi_request)][-1]
    assert said == "Undone. Nothing of this import is left in the record."
    source.refresh_from_db()
    assert source.status == "undone"
    assert client.get(source.get_absolute_url()).status_code == 200


def test_undo_keeps_what_was_used_or_rewritten_since(client, manager):
    ana = make_person("Ana Prifti")
    source = stored(client, sent(client, BESA, "Ana Prifti,,,,ana@c.example,7,"))
    besa = Person.objects.get(full_name="Besa Hoxha")
    organisation = Organisation.objects.get()
    make_meeting(organisations=[organisation]).counterparts.get().attend(besa)
    Person.objects.filter(pk=ana.pk).update(email="new@c.example")
    client.post(f"{PAGE}{source.pk}/undo/")
    ana.refresh_from_db()
    assert (ana.email, ana.phone) == ("new@c.example", "")
    assert counts() == (2, 1, 0)
    source.refresh_from_db()
    assert (source.result["kept"]["person"], source.result["kept"]["organisation"]) == (1, 1)


def test_namesakes_are_asked_about_and_answered(client, manager):
    first, second = make_person("Besa Hoxha"), make_person("Besa Hoxha")
    source = sent(client, "Besa Hoxha,,,,besa@mb.example,,1980")
    assert remarks(source, 1) == [("ask", "Name", "Besa Hoxha")]
    names = f"{PAGE}{source.pk}/names/"
    page = client.get(names)
    assert [key for key, *_rest in page.context["questions"][0].options] == [
        f"p{first.pk}",
        f"p{second.pk}",
    ]
    client.post(names, {box_of("Besa Hoxha"): f"p{second.pk}"})
    assert states(source) == {1: "ready"}
    assert (
        client.get(source.get_absolute_url()).context["lines"][0].left_out
        == "birthdays and other days"
    )
    stored(client, source)
    second.refresh_from_db()
    assert (second.email, Person.objects.count()) == ("besa@mb.example", 2)


def test_a_name_with_another_address_may_be_another_person(client, manager):
    make_person("Besa Hoxha", email="besa@other.example")
    source = sent(client, "Besa Hoxha,,,,besa@mb.example,,")
    assert states(source) == {1: "asked"}
    client.post(f"{PAGE}{source.pk}/names/", {box_of("Besa Hoxha"): "new"})
    stored(client, source)
    assert sorted(Person.objects.values_list("email", flat=True)) == [
        "besa@mb.example",
        "besa@other.example",
    ]
    assert states(sent(client, "Besa Hoxha,,,,besa@mb.example,,")) == {1: "here"}


def test_an_organisation_that_looks_known_is_asked_about(client, manager):
    known = make_organisation("Municipality of Kukës")
    source = sent(client, "Ana Prifti,Clerk,Municipality of Kukess,,,,")
    assert remarks(source, 1) == [("ask", "Company", "Municipality of Kukess")]
    client.post(f"{PAGE}{source.pk}/names/", {box_of("Municipality of Kukess"): f"o{known.pk}"})
    stored(client, source)
    assert Appointment.objects.get().organisation == known


def test_a_unit_that_is_known_is_taken(client, manager):
    unit = make_organisation("Border Police", parent=make_organisation("Ministry of Interior"))
    stored(client, sent(client, "Ana Prifti,Chief,Ministry of Interior,Border Police,,,"))
    assert Appointment.objects.get().organisation == unit


def test_what_can_not_be_kept_is_said(client, manager):
    make_appointment(make_person("Besa Hoxha"), make_organisation("UNHCR"), title="Head")
    source = sent(
        client,
        ",,,,x@example.org,,",
        "Ana Prifti,,Caritas,,,,",
        "Blerta Kola,Clerk,,,,,",
        "Dritan Leka,,,,no address@,,",
        "Besa Hoxha,Deputy,UNHCR,,b@example.org,,",
        "Ana Prifti,,,,,,",
        ",,Chamber of Commerce,,,,",
    )
    assert states(source) == {
        1: "wrong",
        2: "ready",
        3: "ready",
        4: "wrong",
        5: "ready",
        6: "twin",
        7: "ready",
    }
    assert [remarks(source, number) for number in (1, 2, 3, 4, 5)] == [
        [("error", "Name", "This card has no name.")],
        [
            (
                "warning",
                "Job Title",
                "No post is given, so Caritas is not recorded with this person.",
            )
        ],
        [("warning", "Job Title", "No organisation is given, so the post is left out.")],
        [("error", "E-mail Address", "Enter a valid email address.")],
        [
            (
                "warning",
                "Job Title",
                "Has another post there in the record, so “Deputy” is left out.",
            )
        ],
    ]


def test_an_organisation_keeps_no_address_and_that_is_said(client, manager):
    source = sent(client, ",,Chamber of Commerce,,info@chamber.example,,")
    assert states(source) == {1: "ready"}
    said = "No person is named, so the address and number are left out."
    assert remarks(source, 1) == [("warning", "Name", said)]


def test_two_addresses_for_one_name_are_an_error(client, manager):
    source = sent(client, "Ana Prifti,,,,a@example.org,,", "Ana Prifti,,,,b@example.org,,")
    assert states(source) == {1: "ready", 2: "wrong"}
    assert remarks(source, 2)[0][2].startswith("Card 1 has the same name with another address.")


def test_what_is_left_out_can_be_downloaded_and_read_again(client, manager):
    source = sent(client, ",,,,x@example.org,,", BESA)
    response = client.get(reverse("import_left_out", args=[source.pk, "csv"]))
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    again = client.post(PAGE, {"file": SimpleUploadedFile("again.csv", text.encode())})
    assert again.status_code == 302
    assert Import.objects.latest("pk").rows.get().cells[4] == "x@example.org"


def test_records_that_changed_meanwhile_stop_it(client, manager):
    source = sent(client, BESA)
    make_organisation("Ministry of Interior")
    response = press_import(client, source)
    assert "Nothing was imported" in [str(m) for m in get_messages(response.wsgi_request)][-1]
    assert counts() == (0, 1, 0)
    stored(client, source)
    assert counts() == (1, 1, 1)


def test_registers_and_contacts_keep_to_their_pages(client, manager):
    source = sent(client, BESA)
    for name in ("import_detail", "import_columns", "import_sheet", "import_undo"):
        assert client.get(reverse(name, args=[source.pk])).url == source.get_absolute_url()
    register = Import.objects.create(name="r.csv", extension="csv", size=1, created_by=manager)
    assert client.get(f"{PAGE}{register.pk}/").status_code == 404
    assert source.get_absolute_url() in client.get("/import/").content.decode()


def test_discarding_leaves_nothing(client, manager):
    source = sent(client, BESA)
    assert client.get(f"{PAGE}{source.pk}/discard/").status_code == 200
    assert client.post(f"{PAGE}{source.pk}/discard/").url == PAGE
    assert (Import.objects.count(), ImportRow.objects.count()) == (0, 0)


def test_as_many_queries_for_many_cards(client, manager, django_assert_num_queries):
    few = sent(client, *[f"Few {n},,,,,," for n in range(2)])
    many = sent(client, *[f"Many {n},Clerk,Office {n},,m{n}@example.org,," for n in range(40)])
    with django_assert_num_queries(9):
        client.get(few.get_absolute_url())
    with django_assert_num_queries(9):
        client.get(many.get_absolute_url())


def test_the_same_upload_twice_is_one(client, manager):
    token = "6f9a1c0e-2f4b-4c1d-9a53-0b6e5d7c8f21"
    for _again in range(2):
        file = SimpleUploadedFile("book.csv", f"{HEAD}\n{BESA}".encode())
        client.post(PAGE, {"file": file, "token": token})
    assert Import.objects.count() == 1


def test_bad_files_say_why(client, manager):
    for name, raw, code in (
        ("a.vcf", b"%PDF", "contacts"),
        ("a.csv", b"Date\n1", "headings"),
        ("a.vcf", b"\0", "nul"),
    ):
        page = client.post(PAGE, {"file": SimpleUploadedFile(name, raw)})
        assert (page.status_code, page.context["form"].errors["file"]) == (
            422,
            [reason(Unreadable(code))],
        )
    page = client.post(PAGE, {"file": SimpleUploadedFile("a.docx", b"x")})
    assert page.context["form"].errors["file"] == ["Contacts can be vCard (vcf) or CSV files."]
    with override_settings(IMPORT_LIMIT_BYTES=3):
        page = client.post(PAGE, {"file": SimpleUploadedFile("a.vcf", b"xxxx")})
    assert "too large" in page.context["form"].errors["file"][0]
    assert client.post(PAGE).status_code == 422
    assert not Import.objects.exists()


def test_two_cards_of_one_person_known_here(client, manager):
    make_person("Besa Hoxha", email="besa@mb.example")
    rows = ["Besa Hoxha,Head,UNHCR,,besa@mb.example,7,", "B. Hoxha,Head,UNHCR,,besa@mb.example,,"]
    source = sent(client, *rows)
    assert list(source.rows.values_list("state", "lead")) == [("ready", 1), ("twin", 1)]
    stored(client, source)
    assert counts() == (1, 1, 1)


@pytest.mark.parametrize(
    ("name", "is_known"), [("Besa Hoxha", False), ("Besa Hoxha", True), ("B. Hoxha", True)]
)
def test_a_second_card_that_says_more_comes_in_afterwards(client, manager, name, is_known):
    """None of what it says is lost: it is an error, and its file adds what the first card lacked."""
    if is_known:
        make_person("Besa Hoxha", email="besa@mb.example")
    source = sent(
        client, "Besa Hoxha,,,,besa@mb.example,,", f"{name},Head,UNHCR,,besa@mb.example,7,"
    )
    assert states(source) == {1: "here" if is_known else "ready", 2: "wrong"}
    said = (
        "Card 1 is of the same person, and this one has more in it. Import that one, then this one"
    )
    assert remarks(source, 2) == [
        ("error", "Job Title", f"{said} from the file of what was left out.")
    ]
    stored(client, source)
    assert counts() == (1, 0, 0)
    response = client.get(reverse("import_left_out", args=[source.pk, "csv"]))
    rest = SimpleUploadedFile("rest.csv", b"".join(response.streaming_content))
    client.post(PAGE, {"file": rest})
    again = stored(client, Import.objects.latest("pk"))
    assert states(again) == {1: "ready"}
    assert counts() == (1, 1, 1)
    assert Person.objects.get().phone == "7"


def test_a_shared_mailbox_is_not_one_person(client, manager):
    make_person("Albert Halilaj", email="info@kukes.example")
    source = sent(client, "Besa Hoxha,,,,info@kukes.example,,")
    assert remarks(source, 1) == [
        (
            "warning",
            "E-mail Address",
            "Albert Halilaj has the same e-mail address. This is taken for another person.",
        )
    ]
    assert states(source) == {1: "ready"}


def test_what_the_record_can_not_hold_is_an_error(client, manager):
    make_organisation("Old Office", is_active=False)
    OrganisationKind.objects.filter(code="other").delete()
    source = sent(
        client,
        f"Ana Prifti,{'x' * 201},UNHCR,,,,",
        "Besa Hoxha,Head,Old Office,,,,",
        f"{'y' * 201},,,,,,",
    )
    assert states(source) == {1: "wrong", 2: "wrong", 3: "wrong"}
    assert remarks(source, 1) == [
        ("error", "Job Title", "Use 200 characters or fewer."),
        ("error", "Company", "There is no kind of organisation “other” to give it."),
    ]
    assert remarks(source, 2)[0] == ("error", "Company", "This organisation is no longer in use.")
    assert "at most 200 characters" in remarks(source, 3)[0][2]


@pytest.mark.parametrize("what", ["person", "namesake", "organisation"])
def test_each_change_meanwhile_stops_it(client, manager, what):
    person, office = make_person("Ana Prifti"), make_organisation("UNHCR")
    source = sent(client, "Ana Prifti,Head,UNHCR,,ana@example.org,,", "Besa Hoxha,,,,,,")
    if what == "person":
        Person.objects.filter(pk=person.pk).update(anonymised_at=timezone.now())
    elif what == "organisation":
        Organisation.objects.filter(pk=office.pk).update(is_active=False)
    else:
        make_person("Besa Hoxha")
    before = counts()
    response = press_import(client, source)
    assert "Nothing was imported" in [str(m) for m in get_messages(response.wsgi_request)][-1]
    assert counts() == before
