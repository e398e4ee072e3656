"""Photos and files: what is taken, what becomes of it, who reads it, and that each is stored once."""

import io
import uuid
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from accounts.tests.factories import make_user
from engagements import pictures
from engagements.file_types import content_of
from engagements.forms import files
from engagements.forms.files import file_known, readable_name
from engagements.models import Attachment, FormDraft, FormFile, Meeting
from engagements.tests.factories import make_kind, make_meeting
from engagements.tests.form_data import meeting_post

pytestmark = pytest.mark.django_db

HEIC = (Path(__file__).parent / "data" / "photo.heic").read_bytes()
TEXT = b"Minutes of the meeting"
PDF = b"%PDF-1.4\n1 0 obj\n%%EOF"
NORTH = 41.5


def photo(file_format="JPEG", size=(64, 48), mode="RGB", with_place=True, **options):
    """Return the bytes of a picture that says where it was taken and by which device."""
    exif = Image.Exif()
    exif[0x010F] = "Alma's phone"
    exif.get_ifd(0x8825).update({1: "N", 2: (NORTH, 0.0, 0.0), 3: "E", 4: (19.8, 0.0, 0.0)})
    if with_place:
        options["exif"] = exif.tobytes()
    buffer = io.BytesIO()
    Image.new(mode, size, (0, 128, 128, 90) if mode == "RGBA" else "teal").save(
        buffer, file_format, **options
    )
    return buffer.getvalue()


def file(name="minutes.txt", content=TEXT):
    return SimpleUploadedFile(name, content)


@pytest.fixture
def alma():
    return make_user(full_name="Alma Jani")


@pytest.fixture
def ben():
    return make_user(full_name="Ben Leka")


@pytest.fixture
def as_alma(client, alma):
    client.force_login(alma)
    return client


def send(client, upload, token=None, **more):
    data = {"token": str(token or uuid.uuid4()), "upload": upload, **more}
    return client.post(reverse("file_send"), data)


def save_form(client, url=None, **boxes):
    kind = make_kind()
    boxes = {"title": "Talk", "token": str(uuid.uuid4()), **boxes}
    return client.post(url or reverse("meeting_create"), meeting_post(kind, **boxes))


def bytes_of(stored):
    with stored.open("rb") as opened_file:
        return opened_file.read()


def opened(stored):
    return Image.open(io.BytesIO(bytes_of(stored)))


def status(client, url):
    answer = client.get(url)
    if answer.streaming:
        b"".join(answer)
    return answer.status_code


@pytest.mark.parametrize(
    ("name", "content", "stored"),
    [
        ("hall.jpg", photo(size=(3000, 1500)), ("hall.jpg", "JPEG", (2000, 1000))),
        ("HALL.JPEG", photo(), ("HALL.jpg", "JPEG", (64, 48))),
        ("IMG_4301.heic", HEIC, ("IMG_4301.jpg", "JPEG", (64, 48))),
        ("screen.png", photo("PNG", (100, 4000)), ("screen.png", "PNG", (50, 2000))),
        ("photo.webp", photo("WEBP"), ("photo.jpg", "JPEG", (64, 48))),
        ("really-png.jpg", photo("PNG"), ("really-png.png", "PNG", (64, 48))),
        ("see-through.webp", photo("WEBP", mode="RGBA"), ("see-through.png", "PNG", (64, 48))),
    ],
)
def test_a_photo_is_made_smaller_and_forgets_where_it_was_taken(as_alma, name, content, stored):
    assert send(as_alma, file(name, content)).status_code == 200
    row = FormFile.objects.get()
    image = opened(row.file)
    assert (row.original_name, image.format, image.size) == stored
    assert row.content_type == f"image/{image.format.lower()}"
    assert row.size == len(bytes_of(row.file))
    assert b"Alma" not in bytes_of(row.file)
    assert not image.getexif()
    assert not {"exif", "xmp", "comment", "XML:com.adobe.xmp"}.intersection(image.info)
    small = opened(row.thumbnail)
    assert (small.format, max(small.size) <= 480, len(small.getexif())) == ("JPEG", True, 0)


def test_the_photos_of_these_tests_say_where_they_were_taken():
    """Otherwise the test above would prove nothing."""
    for content in (photo(), photo("PNG"), photo("WEBP"), HEIC):
        assert dict(Image.open(io.BytesIO(content)).getexif().get_ifd(0x8825))


def test_comments_and_texts_of_a_picture_go_too(as_alma):
    send(as_alma, file("a.jpg", photo(comment=b"Taken by Alma")))
    assert b"Taken by Alma" not in bytes_of(FormFile.objects.get().file)


def test_a_photo_is_turned_upright(as_alma):
    exif = Image.Exif()
    exif[0x0112] = 6  # turned a quarter
    send(as_alma, file("a.jpg", photo(exif=exif.tobytes(), with_place=False)))
    assert opened(FormFile.objects.get().file).size == (48, 64)


@pytest.mark.parametrize("mode", ["L", "CMYK", "P", "I;16", "LA"])
def test_pictures_of_any_kind_of_colour_are_taken(as_alma, mode):
    file_format = "JPEG" if mode == "CMYK" else "PNG"
    buffer = io.BytesIO()
    Image.new(mode, (30, 30)).save(buffer, file_format)
    name = f"a.{file_format.lower()}"
    assert send(as_alma, file(name, buffer.getvalue())).status_code == 200


def zip_of(*names, **contents):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
        for name, content in contents.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def compound_file(*streams):
    """Return a file as Office wrote it before 2007: header, one sector of allocation, one of names."""
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    header[24:34] = b"\x3e\x00\x03\x00\xfe\xff\x09\x00\x06\x00"
    header[44:48] = (1).to_bytes(4, "little")  # sectors of allocation
    header[48:52] = (1).to_bytes(4, "little")  # first sector of names
    header[56:60] = (4096).to_bytes(4, "little")
    header[60:64] = header[68:72] = b"\xfe\xff\xff\xff"
    header[76:80] = (0).to_bytes(4, "little")
    header[80:512] = b"\xff" * 432
    allocation = b"\xfd\xff\xff\xff\xfe\xff\xff\xff" + b"\xff" * 504
    names = b""
    for number, (name, kind) in enumerate([("Root Entry", 5), *((s, 2) for s in streams)]):
        text = (name + "\0").encode("utf-16-le")
        entry = bytearray(128)
        entry[: len(text)] = text
        entry[64:66] = len(text).to_bytes(2, "little")
        entry[66], entry[67] = kind, 1
        entry[68:80] = b"\xff" * 12
        if number == 0:
            entry[76:80] = (1).to_bytes(4, "little")
        elif number < len(streams):
            entry[72:76] = (number + 1).to_bytes(4, "little")
        entry[116:120] = b"\xfe\xff\xff\xff"
        names += bytes(entry)
    return bytes(header) + allocation + names.ljust(512, b"\0")


DOC, XLS = compound_file("WordDocument"), compound_file("Workbook")
MSG = compound_file("__properties_version1.0")
EMAIL = b"From: Ana <ana@example.org>\r\nSubject: Minutes\r\n\r\nDear Alma\r\n"
CONTENTS = {
    "docx": zip_of("[Content_Types].xml", "word/document.xml"),
    "xlsx": zip_of("[Content_Types].xml", "xl/workbook.xml"),
    "pptx": zip_of("[Content_Types].xml", "ppt/presentation.xml"),
    "odt": zip_of(mimetype="application/vnd.oasis.opendocument.text"),
    "doc": DOC,
    "xls": XLS,
    "msg": MSG,
    "eml": EMAIL,
    "pdf": PDF,
    "txt": TEXT,
    "csv": b"name,day\nAna,6 March\n",
}


@pytest.mark.parametrize("extension", CONTENTS)
def test_files_are_taken_as_they_are(as_alma, extension):
    answer = send(as_alma, file(f"a.{extension}", CONTENTS[extension]))
    assert (answer.status_code, answer.json()["name"]) == (200, f"a.{extension}")
    row = FormFile.objects.get()
    assert (bytes_of(row.file), row.thumbnail.name) == (CONTENTS[extension], "")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("list.heic", TEXT, "This is a text file named .heic."),
        ("photo.jpg", PDF, "This is a PDF named .jpg."),
        ("minutes.pdf", HEIC, "This is a HEIC picture named .pdf."),
        ("minutes.doc", XLS, "This is an Excel workbook of before 2007 named .doc."),
        ("table.xls", MSG, "This is an Outlook message named .xls."),
        ("mail.msg", DOC, "This is a Word document of before 2007 named .msg."),
        ("mail.eml", TEXT, "This is a text file named .eml."),
        ("minutes.docx", CONTENTS["xlsx"], "This is an Excel workbook named .docx."),
        (
            "notes.pdf",
            b"MZ\0 not",
            "This file is not what its name says. Open it and save it again.",
        ),
        ("notes.txt", b"a\0b", "This file is not what its name says. Open it and save it again."),
        (
            "a.docx",
            b"PK\3\4 damaged",
            "This file is not what its name says. Open it and save it again.",
        ),
        ("a.doc", DOC[:520], "This file is not what its name says. Open it and save it again."),
        ("photo.jpg", photo()[:300], "This picture can’t be opened. It may be damaged."),
        ("photo.png", photo("PNG")[:60], "This picture can’t be opened. It may be damaged."),
        ("photo.heic", HEIC[:200], "This picture can’t be opened. It may be damaged."),
        ("notes.txt", b"", "This file is empty."),
    ],
)
def test_bad_files_are_refused_in_words(as_alma, name, content, words):
    answer = send(as_alma, file(name, content))
    assert (answer.status_code, answer.json()) == (422, {"error": words})
    assert not FormFile.objects.exists()


def test_a_type_of_file_that_is_not_allowed_is_refused(as_alma):
    answer = send(as_alma, file("notes.exe", b"MZ"))
    assert answer.status_code == 422
    assert answer.json()["error"].startswith(
        "This type of file can’t be added. Choose one of: csv,"
    )


def test_a_file_too_large_is_refused(as_alma, settings):
    settings.UPLOAD_LIMIT_BYTES = 3
    answer = send(as_alma, file("a.txt", b"four"))
    assert answer.json() == {"error": "4\xa0bytes, the limit is 3\xa0bytes."}


def test_a_small_file_that_opens_into_a_huge_picture_is_refused(as_alma, monkeypatch):
    monkeypatch.setattr(pictures, "MOST_PIXELS", 2_000_000)
    bomb = photo("PNG", (3000, 1000))
    assert len(bomb) < 20_000
    words = "This picture has 3 megapixels, and 2 is the most. Make it smaller first."
    assert send(as_alma, file("bomb.png", bomb)).json() == {"error": words}


@pytest.mark.filterwarnings("default::PIL.Image.DecompressionBombWarning")
def test_a_picture_of_a_billion_points_is_refused_unopened(as_alma):
    header = photo("PNG", with_place=False)
    side = (40_000).to_bytes(4, "big")
    bomb = header[:16] + side + side + header[24:]
    answer = send(as_alma, file("bomb.png", bomb))
    assert answer.status_code == 422


@pytest.mark.parametrize("token", ["", "not-a-token", "\0", "9" * 10_000])
def test_what_is_no_upload_gets_words(as_alma, token):
    answer = as_alma.post(reverse("file_send"), {"token": token, "upload": file()})
    assert (answer.status_code, answer.json()) == (400, {"error": "This is not a file."})
    assert send(as_alma, "no file").status_code == 400


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("C:\\photos\\hall.jpg", "hall.jpg"),
        ("../notes.pdf", "notes.pdf"),
        ("a\0b\u202e.txt", "ab.txt"),
        ("x" * 300 + ".docx", "x" * 250 + ".docx"),
        ("\0", "file"),
        ("x" * 300, "x" * 255),
    ],
)
def test_names_are_fit_to_be_shown(name, shown):
    assert readable_name(name) == shown


def test_a_file_is_kept_under_a_random_name(as_alma):
    send(as_alma, file("notes.pdf", PDF))
    assert "notes" not in FormFile.objects.get().file.name


def test_a_file_sent_twice_is_stored_once(as_alma, alma):
    token = uuid.uuid4()
    first, again = (send(as_alma, file(), token) for _time in range(2))
    assert first.json() == again.json()
    assert FormFile.objects.count() == 1
    save_form(as_alma, file_tokens=f"{token} minutes.txt")
    assert send(as_alma, file(), token).status_code == 200
    assert Attachment.objects.get().token == token
    assert not FormFile.objects.exists()


def test_a_file_sent_twice_at_the_same_moment_is_stored_once(as_alma, alma, monkeypatch):
    token = uuid.uuid4()
    send(as_alma, file(), token)
    before = set(default_storage.listdir("attachments")[1])
    answers = iter([None, file_known(alma, token)])
    monkeypatch.setattr(files, "file_known", lambda _user, _token: next(answers))
    assert send(as_alma, file(), token).status_code == 200
    assert FormFile.objects.count() == 1
    assert set(default_storage.listdir("attachments")[1]) == before


def test_a_file_that_arrives_while_its_form_is_saved_finds_the_meeting(alma, monkeypatch):
    """Nothing of it was there when it was looked for; a moment later its meeting awaits it."""
    token, meeting = uuid.uuid4(), make_meeting(created_by=alma)
    stored = files._stored

    def late(*args):
        monkeypatch.setattr(files, "_stored", stored)
        with transaction.atomic():
            FormFile.objects.announce(meeting, alma, {token: "minutes.txt"})
        raise IntegrityError

    monkeypatch.setattr(files, "_stored", late)
    files.receive(alma, token, file())
    assert meeting.attachments.get().token == token
    assert not FormFile.objects.exists()


def test_files_sent_before_the_form_become_those_of_the_meeting(as_alma, alma):
    tokens = [uuid.uuid4(), uuid.uuid4()]
    send(as_alma, file("hall.jpg", photo()), tokens[0])
    lines = f"{tokens[0]} hall.jpg\r\n{tokens[1]} leaflet.jpg"
    save_form(as_alma, file_tokens=lines)
    meeting = Meeting.objects.get()
    attachment = meeting.attachments.get()
    assert (attachment.original_name, attachment.uploaded_by) == ("hall.jpg", alma)
    assert opened(attachment.thumbnail).size == (64, 48)
    page = as_alma.get(meeting.get_absolute_url()).content.decode()
    assert "1 of 2 photos are here." in " ".join(page.split())
    assert f'src="{reverse("attachment_thumbnail", args=[attachment.pk])}" alt="hall.jpg"' in page
    send(as_alma, file("leaflet.jpg", photo()), tokens[1])
    assert [str(a) for a in meeting.attachments.all()] == ["hall.jpg", "leaflet.jpg"]
    assert not meeting.awaited_files.exists()
    assert "are here." not in as_alma.get(meeting.get_absolute_url()).content.decode()


def test_a_bad_file_that_was_awaited_is_awaited_no_more(as_alma):
    token = uuid.uuid4()
    save_form(as_alma, file_tokens=f"{token} list.heic")
    meeting = Meeting.objects.get()
    assert meeting.awaited_files.count() == 1
    assert send(as_alma, file("list.heic", TEXT), token).status_code == 422
    assert not meeting.awaited_files.exists()


def test_without_scripts_good_files_are_stored_and_bad_ones_told(as_alma):
    uploads = [
        file("hall.jpg", photo(size=(2400, 1200))),
        file("list.heic", TEXT),
        file("minutes.pdf", PDF),
    ]
    answer = as_alma.post(
        reverse("meeting_create"),
        meeting_post(make_kind(), title="Talk", token=uuid.uuid4(), upload=uploads),
        follow=True,
    )
    meeting = Meeting.objects.get()
    assert [str(a) for a in meeting.attachments.all()] == ["hall.jpg", "minutes.pdf"]
    assert opened(meeting.attachments.first().file).size == (2000, 1000)
    page = answer.content.decode()
    assert "Not added: list.heic. This is a text file named .heic." in page


def test_files_stay_when_the_form_has_an_error_and_can_be_taken_out(as_alma):
    token = str(uuid.uuid4())
    uploads = [file("a.txt"), file("b.txt", b"b"), file("b.txt", b"b"), file("c.exe", b"MZ")]
    answer = save_form(as_alma, day="99", token=token, upload=uploads)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert [f.original_name for f in answer.context["form"].sent_files()] == ["a.txt", "b.txt"]
    assert "Not added: c.exe. This type of file" in page
    lines = answer.context["form"]["file_tokens"].value()
    first = FormFile.objects.get(original_name="a.txt")
    answer = save_form(as_alma, token=token, file_tokens=lines, drop_file=str(first.token))
    assert not Meeting.objects.exists()
    lines = answer.context["form"]["file_tokens"].value()
    save_form(as_alma, token=token, file_tokens=lines)
    assert [str(a) for a in Meeting.objects.get().attachments.all()] == ["b.txt"]
    assert not FormFile.objects.exists()


def test_the_same_form_sent_twice_brings_a_file_once(as_alma):
    token = str(uuid.uuid4())
    for _time in range(2):
        save_form(as_alma, token=token, upload=[file()])
    assert Meeting.objects.get().attachments.count() == 1
    assert not FormFile.objects.exists()


def test_forty_photos_are_twenty_and_the_rest_is_told(as_alma):
    uploads = [file(f"{n}.txt", f"{n}".encode()) for n in range(40)]
    answer = as_alma.post(
        reverse("meeting_create"),
        meeting_post(make_kind(), title="Talk", token=uuid.uuid4(), upload=uploads),
        follow=True,
    )
    meeting = Meeting.objects.get()
    assert meeting.attachments.count() == 20
    words = (
        "20 files were not added: 20.txt, 21.txt, 22.txt, 23.txt, 24.txt …. "
        "A meeting takes 20 photos and files at most."
    )
    assert words in answer.content.decode()
    more = send(as_alma, file("late.txt", b"late"), meeting=meeting.reference)
    assert more.json() == {"error": "A meeting takes 20 photos and files at most."}
    save_form(
        as_alma,
        reverse("meeting_edit", args=[meeting.reference]),
        based_on=1,
        file_tokens=f"{uuid.uuid4()} late.txt",
    )
    assert not meeting.awaited_files.exists()


@pytest.mark.parametrize("lines", ["\0", "\ud83d".encode(errors="replace").decode(), "x" * 10_000])
def test_tokens_that_are_none_stop_no_save(as_alma, lines):
    assert save_form(as_alma, file_tokens=lines).status_code == 302
    assert not Meeting.objects.get().awaited_files.exists()


def test_files_are_added_on_the_page_of_the_meeting(as_alma, alma):
    meeting = make_meeting(created_by=alma)
    url = reverse("meeting_files", args=[meeting.reference])
    uploads = [file("hall.jpg", photo()), file("c.exe", b"MZ")]
    answer = as_alma.post(url, {"upload": uploads}, follow=True)
    assert [str(a) for a in meeting.attachments.all()] == ["hall.jpg"]
    assert "Not added: c.exe." in answer.content.decode()
    assert send(as_alma, file(), meeting=meeting.reference).status_code == 200
    assert [str(a) for a in meeting.attachments.all()] == ["hall.jpg", "minutes.txt"]


def test_only_who_may_change_a_meeting_adds_files(as_alma, ben):
    theirs = make_meeting(created_by=ben)
    secret = make_meeting(created_by=ben, sensitivity="restricted", staff=[ben])
    for meeting, status in ((theirs, 403), (secret, 404)):
        url = reverse("meeting_files", args=[meeting.reference])
        assert as_alma.post(url, {"upload": file()}).status_code == status
        assert send(as_alma, file(), meeting=meeting.reference).status_code == status
    assert not Attachment.objects.exists()
    assert not FormFile.objects.exists()


def test_a_file_that_comes_after_its_sender_lost_the_meeting_is_refused(as_alma, alma, ben):
    token = uuid.uuid4()
    save_form(as_alma, file_tokens=f"{token} a.txt")
    Meeting.objects.update(created_by=ben)
    answer = send(as_alma, file("a.txt"), token)
    words = "You can no longer change the meeting that it belongs to."
    assert (answer.status_code, answer.json()) == (422, {"error": words})
    assert not Attachment.objects.exists()
    assert not FormFile.objects.exists()


@pytest.mark.parametrize("role", ["viewer", "data manager"])
def test_those_who_never_log_send_nothing(client, role):
    client.force_login(make_user(role=role))
    assert send(client, file()).status_code == 403
    assert not FormFile.objects.exists()


def test_files_and_thumbnails_are_for_readers_of_the_meeting(client, alma, ben):
    meeting = make_meeting(created_by=alma, sensitivity="restricted", staff=[alma])
    client.force_login(alma)
    send(client, file("hall.jpg", photo()), meeting=meeting.reference)
    attachment = meeting.attachments.get()
    urls = [
        reverse(f"attachment_{what}", args=[attachment.pk]) for what in ("download", "thumbnail")
    ]
    for url in urls:
        answer = client.get(url)
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
        assert answer.get("Content-Disposition", "inline").startswith("inline")
        assert Image.open(io.BytesIO(b"".join(answer))).size == (64, 48)
    client.force_login(ben)
    assert [status(client, url) for url in urls] == [404, 404]
    client.logout()
    assert [status(client, url) for url in urls] == [302, 302]


def test_files_of_a_draft_are_for_its_writer(client, alma, ben):
    meeting = make_meeting(created_by=alma, status="draft")
    client.force_login(alma)
    send(client, file("hall.jpg", photo()), meeting=meeting.reference)
    attachment = meeting.attachments.get()
    urls = [
        reverse(f"attachment_{what}", args=[attachment.pk]) for what in ("download", "thumbnail")
    ]
    assert [status(client, url) for url in urls] == [200, 200]
    client.force_login(ben)
    assert [status(client, url) for url in urls] == [404, 404]
    meeting.set_status("logged")
    assert [status(client, url) for url in urls] == [200, 200]


def test_files_of_a_form_are_for_its_writer(client, alma, ben):
    token = uuid.uuid4()
    client.force_login(alma)
    send(client, file("hall.jpg", photo()), token)
    url, state = reverse("sent_thumbnail", args=[token]), {"token": str(token)}
    assert status(client, url) == 200
    assert client.get(reverse("file_send"), state).json() == {
        "files": {
            str(token): {
                "name": "hall.jpg",
                "size": FormFile.objects.get().size,
                "thumbnail": url,
            }
        }
    }
    client.force_login(ben)
    assert client.get(url).status_code == 404
    assert client.get(reverse("file_send"), state).json() == {"files": {}}
    client.post(reverse("file_drop", args=[token]))
    save_form(client, file_tokens=f"{token} hall.jpg")
    assert not Meeting.objects.get().attachments.exists()
    assert FormFile.objects.exclude(file="").get().user == alma


def test_what_is_taken_out_leaves_the_disk(as_alma, alma, django_capture_on_commit_callbacks):
    tokens = [uuid.uuid4(), uuid.uuid4()]
    meeting = make_meeting(created_by=alma)
    send(as_alma, file("hall.jpg", photo()), tokens[0])
    send(as_alma, file("table.jpg", photo()), tokens[1], meeting=meeting.reference)
    rows = [FormFile.objects.get(), Attachment.objects.get()]
    names = [name for row in rows for name in (row.file.name, row.thumbnail.name)]
    assert all(map(default_storage.exists, names))
    with django_capture_on_commit_callbacks(execute=True):
        for token in tokens:
            assert as_alma.post(reverse("file_drop", args=[token])).status_code == 204
    assert not any(map(default_storage.exists, names))
    assert not FormFile.objects.exists()
    assert not Attachment.objects.exists()


def test_a_deleted_draft_takes_its_files_along(as_alma, alma, django_capture_on_commit_callbacks):
    meeting = make_meeting(created_by=alma, status="draft")
    send(as_alma, file("hall.jpg", photo()), meeting=meeting.reference)
    attachment = meeting.attachments.get()
    with django_capture_on_commit_callbacks(execute=True):
        as_alma.post(reverse("meeting_delete", args=[meeting.reference]))
    assert not default_storage.exists(attachment.file.name)
    assert not default_storage.exists(attachment.thumbnail.name)


def test_a_meeting_can_stop_waiting_for_a_file(client, as_alma, alma, ben):
    save_form(as_alma, file_tokens=f"{uuid.uuid4()} lost.jpg")
    awaited = FormFile.objects.get()
    url = reverse("stop_waiting", args=[awaited.pk])
    client.force_login(ben)
    assert client.post(url).status_code == 404
    client.force_login(alma)
    assert client.post(url).status_code == 302
    assert not FormFile.objects.exists()


def test_files_of_forms_that_were_never_saved_are_tidied(
    as_alma, django_capture_on_commit_callbacks
):
    send(as_alma, file())
    old = FormFile.objects.get()
    FormFile.objects.update(created_at=timezone.now() - timedelta(days=91))
    with django_capture_on_commit_callbacks(execute=True):
        send(as_alma, file("new.txt", b"new"))
    assert FormFile.objects.get().original_name == "new.txt"
    assert not default_storage.exists(old.file.name)


def test_a_deleted_unfinished_form_takes_its_files_along(as_alma, alma):
    tokens = [uuid.uuid4(), uuid.uuid4()]
    for token in tokens:
        send(as_alma, file(), token)
    lines = f"{tokens[0]} minutes.txt"
    draft = FormDraft.objects.keep(
        alma, uuid.uuid4(), fields={"file_tokens": [lines]}, form_version=2
    )
    as_alma.post(reverse("draft_delete", args=[draft.token]))
    assert FormFile.objects.get().token == tokens[1]


def test_files_of_unfinished_forms_do_not_pile_up(as_alma, monkeypatch):
    monkeypatch.setattr(files, "MOST_WAITING", 1)
    assert send(as_alma, file()).status_code == 200
    words = "Too many files wait for meetings that were not saved yet."
    assert send(as_alma, file("b.txt", b"b")).json() == {"error": words}
    assert FormFile.objects.count() == 1


def test_a_page_has_no_thumbnail_of_what_is_no_picture(as_alma):
    token = uuid.uuid4()
    send(as_alma, file(), token)
    assert as_alma.get(reverse("sent_thumbnail", args=[token])).status_code == 404


def test_a_file_of_a_form_either_waits_or_is_awaited(alma):
    for values in ({}, {"file": "x", "meeting": make_meeting(created_by=alma)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            FormFile.objects.create(user=alma, token=uuid.uuid4(), original_name="a", **values)


def test_nothing_and_a_film_are_no_kind_of_file():
    assert content_of(io.BytesIO(b"")) == ""
    assert content_of(io.BytesIO(b"\0\0\0\x18ftypisom")) == ""
    assert content_of(io.BytesIO(compound_file("VisioDocument"))) == ""


@pytest.mark.parametrize("name", ["a." + "b" * 300, "." + "b" * 300, "a" * 300 + ".jpg"])
def test_no_name_is_longer_than_its_column(name):
    assert 0 < len(readable_name(name)) <= 255


def test_a_meeting_that_cannot_be_is_not_found(as_alma):
    assert send(as_alma, file(), meeting="2024-03-001\0").status_code == 404


def test_what_is_here_is_asked_in_a_few_queries(as_alma, django_assert_num_queries):
    tokens = [str(uuid.uuid4()) for _number in range(10)]
    for token in tokens[:5]:
        send(as_alma, file(content=token.encode()), token)
    with django_assert_num_queries(5):
        answer = as_alma.get(reverse("file_send"), {"token": tokens})
    assert list(answer.json()["files"]) == tokens[:5]
