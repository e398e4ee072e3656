"""Photos and files: a tile says where each is, nothing bad stops a save, and all arrive once."""

import io

import pytest
from PIL import Image
from playwright.sync_api import expect

from accounts import roles
from engagements.models import Attachment, Meeting
from engagements.tests.factories import make_kind
from iomtracker.tests.browser.test_accessibility import problems
from iomtracker.tests.browser.test_offline import ready, save, title

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FORM = "/meetings/new/"
SEND = "**/files/send/"


def photo(name):
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: (41.0, 0.0, 0.0)})
    buffer = io.BytesIO()
    Image.effect_noise((2600, 1300), 60).save(buffer, "JPEG", exif=exif.tobytes(), quality=95)
    return {"name": name, "mimeType": "image/jpeg", "buffer": buffer.getvalue()}


def file(name, content):
    return {"name": name, "mimeType": "", "buffer": content}


@pytest.fixture
def page(open_page, users):
    make_kind()
    page = open_page(users[roles.STAFF], width=390)
    page.goto(FORM)
    return page


def choose(page, *files):
    page.locator("[data-choose]").set_input_files(list(files))


def tile(page, name):
    return page.locator(".photo", has_text=name)


def test_photos_follow_the_meeting_and_bad_files_stop_nothing(page):
    page.route(SEND, lambda route: route.abort())
    choose(
        page,
        photo("hall.jpg"),
        file("list.heic", b"a list"),
        file("minutes.pdf", b"%PDF-1.4\n" + b"x" * (26 << 20)),
        file("table.jpg", photo("")["buffer"]),
    )
    expect(tile(page, "hall.jpg")).to_contain_text("Kept on this device")
    expect(tile(page, "table.jpg")).to_contain_text("Kept on this device")
    expect(tile(page, "list.heic")).to_contain_text("This is no .heic file")
    expect(tile(page, "minutes.pdf")).to_contain_text("26 MB, the limit is 25 MB. Not sent.")
    assert problems(page) == []
    title(page, "Talk")
    save(page)
    page.get_by_text("0 of 2 photos are here.").wait_for()
    assert problems(page) == []
    page.unroute(SEND)
    page.evaluate("() => dispatchEvent(new Event('online'))")
    page.get_by_text("2 of 2 photos are here.").wait_for()
    page.reload()
    assert page.locator(".gallery img").evaluate_all("all => all.map((image) => image.alt)") == [
        "hall.jpg",
        "table.jpg",
    ]
    assert problems(page) == []
    for attachment in Meeting.objects.get().attachments.all():
        with attachment.file.open() as stored, Image.open(stored) as image:
            assert (image.size, len(image.getexif())) == ((2000, 1000), 0)


def test_a_photo_taken_without_a_connection_arrives_once_with_its_meeting(page):
    ready(page)
    page.context.set_offline(True)
    page.goto(FORM)
    choose(page, photo("hall.jpg"), photo("table.jpg"))
    expect(tile(page, "table.jpg")).to_contain_text("Kept on this device")
    tile(page, "table.jpg").get_by_role("button", name="Take out").click()
    expect(tile(page, "table.jpg")).to_have_count(0)
    title(page, "In the field")
    save(page)
    page.locator("#now-queued").get_by_text("In the field").wait_for()
    expect(page.locator(".photo")).to_have_count(0)
    page.context.set_offline(False)
    page.evaluate("() => dispatchEvent(new Event('online'))")
    page.locator("#now-sent").get_by_role("link", name="In the field").click()
    page.locator(".gallery img").wait_for()
    assert [str(row) for row in Attachment.objects.all()] == ["hall.jpg"]
