"""The whole export: nothing is forgotten, an import of it gives an equal instance, what is not whole is refused."""

import hashlib
import json
import shutil
import stat
import warnings
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import override_settings

from accounts.models import EmailRecord, ExportRecord, User
from accounts.tests.factories import make_user
from engagements.models import Attachment, FormDraft, Meeting
from engagements.tests.factories import make_area, make_meeting
from iomtracker.archive import tables as whole
from iomtracker.archive.tables import Table, all_models, is_ours, label, tables
from reviews.models import MonthlyReview, SignedFile
from stakeholders.models import Organisation
from stakeholders.tests.factories import (
    make_appointment,
    make_location,
    make_organisation,
    make_person,
)

pytestmark = pytest.mark.django_db
TEXTS = [
    "=1+1",
    "'quoted",
    "\\N",
    "a\nb\r\nc\rd",
    'x,"y"',
    " +lead",
    "",
    "Kukës ☂ \u200b=1",
    "''=",
    "-5",
]
CONTENT = b"%PDF-1.7 \x00\xff"


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    """A folder of files of its own."""
    settings.MEDIA_ROOT = tmp_path / "files"
    return settings.MEDIA_ROOT


def make_office():
    """Make an office with a row of every kind."""
    staff, boss = (
        make_user(email="a@example.org"),
        make_user("head of office", password="secret-word"),
    )
    boss.user_permissions.add(Permission.objects.get(codename="view_meeting"))
    place = make_location(latitude="42.07694", longitude="20.42194", pcode="AL0802")
    person, unit = make_person(notes="=HYPERLINK()"), make_organisation(location=place)
    make_appointment(person, unit, started=date(2019, 1, 1))
    meeting = make_meeting(areas=[make_area()], staff=[staff], organisations=[unit], location=place)
    hidden = make_meeting("Hidden", sensitivity="restricted", internal_note="Not for the public")
    meeting.distinct_from.add(hidden)
    meeting.counterparts.get().attend(person)
    meeting.action_points.create(text="Call", owner=staff, due=date(2024, 3, 29))
    attachment = Attachment(meeting=meeting, original_name="a.pdf", size=11, uploaded_by=staff)
    attachment.file.save("a.pdf", ContentFile(CONTENT))
    for number, text in enumerate(TEXTS):
        make_organisation(f"Organisation {number}", notes=text, contact_every=number + 1)
    review = MonthlyReview.objects.create(
        month=date(2024, 3, 1), frozen={"b": [1, None], "a": "Kukës"}
    )
    SignedFile.objects.create(review=review, file_format="pdf", content=CONTENT)
    FormDraft.objects.create(
        user=staff, token=meeting.token, fields={"title": ["="]}, form_version=2
    )
    ExportRecord.objects.create(user=boss, what="Meetings", file_format="csv", row_count=2)
    EmailRecord.objects.create(user=boss, kind="month", day=date(2024, 4, 1))
    of_meetings = ContentType.objects.get_for_model(Meeting)
    LogEntry.objects.create(
        user=boss, content_type=of_meetings, object_id="1", object_repr="M", action_flag=CHANGE
    )
    boss.emailaddress_set.create(email="b@example.org", verified=True)


@pytest.fixture(scope="module")
def exported(module_db, tmp_path_factory):
    """The folder of an office's files and of its whole export, made once."""
    folder = tmp_path_factory.mktemp("office")
    with override_settings(MEDIA_ROOT=folder / "files"):
        make_office()
        call_command("export_all", folder / "office.zip", verbosity=0)
    return folder


@pytest.fixture
def office(exported, files):
    """The office, with a copy of its files."""
    shutil.copytree(exported / "files", files)


@pytest.fixture
def package(office, exported, tmp_path):
    """A copy of the whole export of the office."""
    return shutil.copy(exported / "office.zip", tmp_path / "office.zip")


def empty():
    """Take every row away, as in an instance that was migrated a moment ago."""
    with connection.cursor() as cursor:
        for table in tables():
            if table.name not in whole.MADE_BY_MIGRATIONS:
                cursor.execute(
                    f"DELETE FROM {connection.ops.quote_name(table.model._meta.db_table)}"
                )


def read(path):
    """Return {name: bytes} of a ZIP."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def write(path, members, compress_type=zipfile.ZIP_DEFLATED):
    """Write a ZIP of (name, bytes)."""
    with zipfile.ZipFile(path, "w", compress_type) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a name that is there twice
        for name, content in members:
            archive.writestr(name, content)


def doctored(package, *, change=None, manifest=None, more=()):
    """Write the ZIP again with other contents, and the manifest made to fit unless it is given."""
    members = {**read(package), **(change or {})}
    told = json.loads(members["manifest.json"])
    for entry in told["files"]:
        content = members.get(entry["name"], b"")
        entry |= {"size": len(content), "sha256": whole_print(content)}
    if manifest:
        manifest(told)
    members["manifest.json"] = json.dumps(told).encode()
    write(package, [*members.items(), *more])


def whole_print(content):
    """Return the SHA-256 of bytes."""
    return hashlib.sha256(content).hexdigest()


def refused(package):
    """Import into an empty instance and return why it is refused; nothing may be stored."""
    empty()
    with pytest.raises(CommandError) as error:
        call_command("import_all", package)
    assert not User.objects.exists()
    assert not Organisation.objects.exists()
    assert Group.objects.count() == 4
    return str(error.value)


# Nothing is forgotten


def test_every_model_is_exported_or_left_out_with_a_reason():
    exported = {table.name for table in tables()}
    for model in all_models():
        reason = whole.LEFT_OUT.get(label(model), "")
        assert (label(model) in exported) != bool(reason), f"{label(model)}: exported, or why not?"
        if is_ours(model):
            assert label(model) in exported or len(reason) > 20


def test_what_is_listed_exists():
    names = {label(model) for model in all_models()}
    assert set(whole.ALSO) | set(whole.LEFT_OUT) <= names
    assert not set(whole.ALSO) & set(whole.LEFT_OUT)
    assert set(whole.MADE_BY_MIGRATIONS) <= {table.name for table in tables()}
    for name, columns in whole.LEFT_OUT_COLUMNS.items():
        model = next(model for model in all_models() if label(model) == name)
        assert {field.name for field in model._meta.concrete_fields} >= set(columns)


def test_no_column_with_the_name_of_a_secret_is_exported_unseen():
    words = ("password", "secret", "token")
    found = {
        f"{table.name}.{field.name}"
        for table in tables()
        for field in table.fields
        if any(word in field.name for word in words)
    }
    # One-time tokens of forms that were sent: they open nothing.
    assert found == {
        "engagements.meeting.token",
        "engagements.attachment.token",
        "engagements.formdraft.token",
        "engagements.formfile.token",
        "intake.importrow.token",
        "intake.invitation.token",
    }


def test_every_column_of_every_table_comes_back_as_it_was():
    samples = {
        "BigAutoField": 7,
        "AutoField": 7,
        "BigIntegerField": -7,
        "BinaryField": b"\xff=\x00",
        "BooleanField": False,
        "CharField": "=ë",
        "DateField": date(2024, 2, 29),
        "DateTimeField": datetime(2024, 3, 6, 8, 30, 1, 5, tzinfo=UTC),
        "DecimalField": Decimal("-42.07694"),
        "FileField": "attachments/x",
        "FloatField": -0.1,
        "IntegerField": -7,
        "JSONField": {"b": [1, None, "="], "a": "ë"},
        "PositiveBigIntegerField": 7,
        "PositiveIntegerField": 7,
        "PositiveSmallIntegerField": 7,
        "SlugField": "a-b",
        "SmallIntegerField": -7,
        "TextField": "a\r\nb",
        "UUIDField": UUID(int=7),
    }
    for table in tables():
        for field in table.fields:
            if whole.names_left_out(field):
                value = field.related_model.objects.first().pk
            else:
                value = samples[whole.plain(field).get_internal_type()]
            cell = table.cell(field, table.model(**{field.attname: value}))
            assert table.value(field, cell) == value, f"{table.name}.{field.name}"


# Round trip


def test_out_in_and_out_again_is_equal(package, tmp_path, files):
    before = read(package)
    empty()
    for file in files.rglob("*"):
        if file.is_file():
            file.unlink()
    call_command("import_all", package, verbosity=0)
    call_command("export_all", tmp_path / "again.zip", verbosity=0)
    after = read(tmp_path / "again.zip")
    assert list(before) == list(after)
    for name in before:
        if name != "manifest.json":
            assert after[name] == before[name], name


def test_what_came_in_is_as_it_was(package, files):
    notes = list(Organisation.objects.order_by("pk").values_list("name", "notes"))
    times = list(Meeting.objects.order_by("pk").values_list("pk", "created_at", "updated_at"))
    empty()
    attachment = next(files.rglob("attachments/*"))
    attachment.unlink()
    call_command("import_all", package, verbosity=0)
    assert list(Organisation.objects.order_by("pk").values_list("name", "notes")) == notes
    assert (
        list(Meeting.objects.order_by("pk").values_list("pk", "created_at", "updated_at")) == times
    )
    with Attachment.objects.get().file.open() as file:
        assert file.read() == CONTENT
    boss = User.objects.get(groups__name="head of office")
    assert boss.has_perm("engagements.view_meeting")
    assert not boss.has_usable_password()
    assert LogEntry.objects.get().content_type.model_class() is Meeting


def test_new_rows_get_new_keys_afterwards(package, files):
    last = Organisation.objects.order_by("-pk").first().pk
    history = Organisation.history.order_by("-pk").first().pk
    empty()
    next(files.rglob("attachments/*")).unlink()
    call_command("import_all", package, verbosity=0)
    made = make_organisation("New")
    assert made.pk > last
    assert made.history.get().pk > history


@pytest.mark.parametrize("text", [*TEXTS, "\\\\N", "'"])
def test_a_text_comes_back_as_it_was(text):
    table = Table(Organisation)
    field = Organisation._meta.get_field("notes")
    cell = table.cell(field, Organisation(notes=text))
    assert table.value(field, cell) == text
    assert cell[:1] not in ("=", "+", "-", "@", "\t", "\r", "\n")


def test_no_value_differs_from_an_empty_text():
    table, model = Table(Meeting.history.model), Meeting.history.model
    field = model._meta.get_field("history_change_reason")
    cells = [table.cell(field, model(history_change_reason=value)) for value in (None, "", "\\N")]
    assert cells == ["\\N", "", "'\\N"]
    assert [table.value(field, cell) for cell in cells] == [None, "", "\\N"]


# The file


def test_the_file_is_its_owners_alone_and_never_written_over(package):
    assert stat.S_IMODE(package.stat().st_mode) == 0o600
    before = package.read_bytes()
    with pytest.raises(CommandError, match="is there already"):
        call_command("export_all", package)
    assert package.read_bytes() == before


def test_a_place_that_is_not_there(tmp_path):
    with pytest.raises(CommandError, match="can’t be written: No such file or directory"):
        call_command("export_all", tmp_path / "nowhere" / "office.zip")


def test_no_secret_is_in_it(package):
    boss = User.objects.get(groups__name="head of office")
    everything = b"".join(read(package).values()).decode("latin-1")
    assert boss.password not in everything
    assert "pbkdf2" not in everything
    assert "password" not in read(package)["data/accounts.user.csv"].decode().splitlines()[0]


def test_the_manifest_and_the_text_list_what_is_in_it(package):
    members = read(package)
    manifest = json.loads(members["manifest.json"])
    listed = {entry["name"]: entry for entry in manifest["files"]}
    assert set(listed) == set(members) - {"manifest.json"}
    for name, entry in listed.items():
        assert entry["sha256"] == whole_print(members[name])
        assert entry["size"] == len(members[name])
    assert listed["data/engagements.meeting.csv"]["rows"] == 2
    text = members["README.txt"].decode()
    for table in tables():
        assert table.path in text
        assert all(f"  {name}: " in text for name in table.header)
    assert "internal_note: internal note (text)" in text
    assert "staff" in members["data/auth.group.csv"].decode()


def test_a_file_that_is_gone_is_reported_and_the_rest_goes_on(office, tmp_path, files, capsys):
    next(files.rglob("attachments/*")).unlink()
    path = tmp_path / "office.zip"
    call_command("export_all", path)
    told = capsys.readouterr()
    assert "1 attached files are not on the disk any more." in told.err
    empty()
    call_command("import_all", path)
    assert Attachment.objects.count() == 1


# Refused


def test_an_instance_that_is_not_empty(package):
    with pytest.raises(CommandError, match="not empty: it has rows in account.emailaddress, "):
        call_command("import_all", package)
    assert Organisation.objects.count() == len(TEXTS) + 1


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"hello" * 100])
def test_what_is_no_zip(package, content):
    package.write_bytes(content)
    assert refused(package) == "This is not a readable ZIP file. Nothing was imported."


def test_a_file_that_is_not_there(tmp_path):
    assert "not a readable ZIP file" in refused(tmp_path / "nothing.zip")


@pytest.mark.parametrize(
    "name", ["../evil", "/etc/passwd", "files/../../evil", "a\\b", "files//x", "./x", "files/"]
)
def test_a_name_that_leads_out(package, name):
    doctored(package, more=[(name, b"x")])
    assert "A name in the ZIP leads out of it" in refused(package)


def test_a_bomb(package):
    doctored(package, more=[("files/bomb", b"\0" * 3_000_000)])
    assert "a bomb?" in refused(package)


def test_a_name_that_is_there_twice(package):
    doctored(package, more=[("README.txt", b"x")])
    assert "A name appears twice in the ZIP." in refused(package)


def test_a_file_too_many(package):
    doctored(package, more=[("files/more", b"x")])
    assert "Not what the manifest lists: files/more." in refused(package)


def test_a_file_that_no_row_names(package):
    def tell(told):
        told["files"].append({"name": "files/more", "size": 1, "sha256": whole_print(b"x")})

    doctored(package, manifest=tell, more=[("files/more", b"x")])
    assert "The files are not those that the rows name." in refused(package)


def test_a_table_that_is_missing(package):
    members = read(package)
    told = json.loads(members["manifest.json"])
    told["files"] = [e for e in told["files"] if e["name"] != "data/engagements.meeting.csv"]
    del members["data/engagements.meeting.csv"]
    members["manifest.json"] = json.dumps(told).encode()
    write(package, members.items())
    assert "not those of this site: data/engagements.meeting.csv." in refused(package)


def test_a_changed_table(package):
    members = read(package)
    changed = members["data/engagements.meeting.csv"].replace(b"Hidden", b"Hiddex")
    write(package, {**members, "data/engagements.meeting.csv": changed}.items())
    assert "meeting.csv is not as it was when the export was made." in refused(package)


@pytest.mark.parametrize("manifest", [b"", b"[]", b"{}", b'{"files": [{}]}', b'{"files": 1}'])
def test_a_manifest_that_can_not_be_read(package, manifest):
    write(package, {**read(package), "manifest.json": manifest}.items())
    assert "manifest.json can’t be read." in refused(package)


def test_no_manifest(package):
    members = read(package)
    del members["manifest.json"]
    write(package, members.items())
    assert "it has no manifest.json" in refused(package)


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("version", 2, "kind of whole export is not known"),
        ("migrations", {"accounts": "0001_old"}, "another version of the site"),
    ],
)
def test_another_version(package, key, value, message):
    doctored(package, manifest=lambda told: told.update({key: value}))
    assert message in refused(package)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (b"2024-03-06,day", b"2024-02-31,day", "meeting.csv, row 1: a cell can"),
        (b"2024-03-06,day", b"2024-03-06", "meeting.csv, row 1: a cell can"),
        (b"id,", b"key,", "meeting.csv has other columns than this site."),
        (b"Hidden", b"Hid\xff", "meeting.csv can’t be read."),
    ],
)
def test_a_table_that_does_not_fit(package, old, new, message):
    name = "data/engagements.meeting.csv"
    doctored(package, change={name: read(package)[name].replace(old, new, 1)})
    assert message in refused(package)


def test_a_row_less_than_the_manifest_says(package):
    name = "data/engagements.actionpoint.csv"
    doctored(package, change={name: read(package)[name].splitlines(True)[0]})
    assert "has 0 rows, not as many as the manifest says." in refused(package)


def test_a_row_twice(package):
    name = "data/engagements.actionpoint.csv"
    lines = read(package)[name].splitlines(True)
    doctored(package, change={name: b"".join([*lines, lines[-1]])})
    assert "actionpoint.csv, row 2: the database refuses it." in refused(package)


def test_a_row_that_names_nobody(package):
    name = "data/engagements.meeting_staff.csv"
    lines = read(package)[name].splitlines(True)
    doctored(package, change={name: lines[0] + b"1,999999,999999\r\n"})
    assert "A row names another that is not in the file." in refused(package)


def test_files_in_the_way_stay(package, files):
    attachment = next(files.rglob("attachments/*"))
    assert "The folder of files is not empty" in refused(package)
    assert attachment.read_bytes() == CONTENT
