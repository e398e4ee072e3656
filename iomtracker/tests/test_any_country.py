"""An office of any country, from an empty database to its first month: account, directory, meetings, pages."""

import re

import pytest
from django.core.management import call_command
from django.urls import reverse

from accounts import roles
from countries.make import make_pack
from countries.pack import SHIPPED, read_pack
from countries.sources import Sources, Subdivision, Town
from engagements.models import Meeting, MeetingKind
from engagements.tests.form_data import meeting_post
from stakeholders.models import Location, Organisation

pytestmark = pytest.mark.django_db
PASSWORD = "a long passphrase of ours"
MOLDOVA = Sources(
    code="MD",
    name="Moldova",
    capital="Chișinău",
    language="ro",
    language_name="Romanian",
    neighbours=("RO", "UA"),
    subdivisions=(
        Subdivision("MD-CU", "Chișinău", "City"),
        Subdivision("MD-OR", "Orhei", "District"),
    ),
    towns=(
        Town("Chișinău", ("Chisinau",), 47.005, 28.8575, 635994, "57", "Europe/Chisinau"),
        Town("Orhei", ("Orgeev",), 47.38494, 28.82446, 23754, "87", "Europe/Chisinau"),
    ),
    features=(),
)


@pytest.fixture(params=["AL", "MK", "ME", "MD"])
def pack(request, settings, tmp_path):
    """The pack of one of four countries, taken by the site; that of Moldova is made here, without outlines."""
    folder = SHIPPED / request.param
    if request.param == "MD":
        folder = tmp_path / "MD"
        folder.mkdir()
        for name, text in make_pack(MOLDOVA).files.items():
            (folder / name).write_text(text, encoding="utf-8")
    found = read_pack(folder)
    settings.COUNTRY = country = found.country
    settings.OFFICE_NAME, settings.OFFICE_SEAT = country.name_en, country.seat
    settings.PLACE_NAMES_IN_TEXT = country.exonyms
    settings.TIME_ZONE = country.time_zone
    settings.SITE_URL = "http://testserver"
    return found


@pytest.fixture
def read(client):
    """Return read(address): the page on one line, as whoever signed in sees it."""

    def fetch(address):
        answer = client.get(address, follow=True)
        assert answer.status_code == 200, address
        return " ".join(answer.content.decode().split())

    return fetch


def sign_in_first(client, capsys, role):
    """Make the first account, and choose a password with the link that is printed."""
    client.logout()
    given = ["--name", f"{role.title()} Demo", "--email", f"{role.split()[0]}@example.org"]
    call_command("make_first_account", *given, "--role", role, "--no-input")
    link = re.search(r"http://testserver(\S+)", capsys.readouterr().out)[1]
    answer = client.post(link, {"password": PASSWORD}, follow=True)
    assert answer.status_code == 200 and answer.wsgi_request.user.is_authenticated


def log_meeting(client, organisation, line):
    """Log a meeting of 6 March 2024 with an organisation, where it is."""
    rows = [{"who": organisation.name}]
    place = {"place": organisation.location.name} if organisation.location else {}
    data = meeting_post(MeetingKind.objects.first(), rows=rows, public_line=line, **place)
    answer = client.post(reverse("meeting_create"), data)
    assert answer.status_code == 302, answer.context["form"].errors


def foreign_words(page, country):
    """Return the words on a page by which other countries call their levels."""
    words = {"county", "counties", "municipality", "municipalities", "region", "regions"}
    words -= {*country.first.words, *country.second.words}
    shown = re.sub(r"<[^>]*>", " ", page.partition("<main")[2]).lower()
    return words & set(re.findall(r"\w+", shown))


def test_from_an_empty_database_to_the_first_month(client, read, capsys, pack):
    country = pack.country
    first, second = country.first, country.second
    call_command("load_reference", verbosity=0)

    sign_in_first(client, capsys, roles.DATA_MANAGER)
    assert f"The country pack of {country.name_en} holds" in read("/")
    client.post(reverse("setup_step", args=["directory"]))
    assert Organisation.objects.count() == len(pack.directory)

    sign_in_first(client, capsys, roles.HEAD_OF_OFFICE)
    met = list(Organisation.objects.filter(location__level="municipality").order_by("pk")[:2])
    for number, organisation in enumerate(met, 1):
        log_meeting(client, organisation, f"Agreed on point {number}.")
    assert Meeting.objects.logged().count() == 2
    towns = {organisation.location.name for organisation in met}

    month = read("/months/2024-03/")
    above, total = len({one.location.parent_id for one in met}), Location.objects.counties().count()
    assert f"{above} of the {total} {first.plural} had at least one meeting" in month
    assert f">{len(towns)} {second.number(len(towns))}<" in month
    assert f"Meetings by {second.singular}" in month
    for number in (1, 2):
        assert f"Agreed on point {number}." in month
    assert ('<svg class="map"' in month) == bool(pack.outlines)

    coverage = read("/coverage/?month=2024-03&period=1")
    assert f"By {first.singular}" in coverage and f"By {second.singular}" in coverage
    assert ('<svg class="map"' in coverage) == bool(pack.outlines)
    for place in pack.places:
        if place.level == "second":
            assert f'href="/places/{place.slug}/"' in coverage

    for page in (month, coverage, read("/"), read("/months/"), read("/years/2024/")):
        assert not foreign_words(page, country)

    article = read("/months/2024-03/article/")
    for town in towns:
        assert country.exonyms.get(town, town) in article
    assert f"IOM {country.name_en}" in article

    found = read(f"/search/?q={met[0].location.name}+{second.singular}")
    assert f'href="/places/{met[0].location.slug}/"' in found
    for kind in ("docx", "pdf", "xlsx", "csv", "txt"):
        assert client.get(f"/months/2024-03/download/{kind}/").status_code == 200
