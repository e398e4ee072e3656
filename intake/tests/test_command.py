"""The import from the command line."""

import io

import pytest
from django.core.management import CommandError, call_command

from accounts.tests.factories import make_user
from engagements.models import Meeting
from intake.models import Import, Mapping
from intake.registers.steps import DEFAULTS
from intake.tests.factories import csv_bytes, make_lists, xlsx_bytes

pytestmark = pytest.mark.django_db
HEAD = ["Date", "Who", "Title"]
ROWS = [["6/3/2024", "Caritas", "A"], ["31 June", "UNHCR", "B"]]


@pytest.fixture(autouse=True)
def mapping(settings, tmp_path):
    """A mapping that was kept, and the lists that rows fall back on."""
    settings.MEDIA_ROOT = tmp_path / "files"
    make_lists()
    plans = [("Date", "date", "day"), ("Who", "organisations", "comma"), ("Title", "title", "")]
    columns = [{"heading": h, "field": f, "how": how, "fill": False} for h, f, how in plans]
    user = make_user("data manager")
    return Mapping.objects.create(name="Ours", columns=columns, options=DEFAULTS, created_by=user)


@pytest.fixture
def file(tmp_path):
    """A register on the disk."""
    path = tmp_path / "register.csv"
    path.write_bytes(csv_bytes(HEAD, *ROWS))
    return path


def run(*args):
    """Run the command; return what it says."""
    out = io.StringIO()
    call_command("import_register", *map(str, args), stdout=out, no_color=True)
    return out.getvalue()


@pytest.mark.apart
def test_it_imports_what_is_sound_and_tells_the_rest(file, mapping):
    said = run(file, "--mapping", "Ours")
    assert "2 rows. Ready: 1; Has an error: 1." in said
    assert "Row 3, Date: ‘31 June’ is not a real date." in said
    assert "Imported 1 meetings." in said
    assert (Meeting.objects.get().title, Meeting.objects.get().created_by) == (
        "A",
        mapping.created_by,
    )


def test_again_it_adds_nothing(file):
    run(file, "--mapping", "Ours")
    said = run(file, "--mapping", "Ours")
    assert "Here already: 1" in said and "Nothing to import." in said
    assert (Meeting.objects.count(), Import.objects.count()) == (1, 1)


def test_a_dry_run_stores_nothing(file):
    assert "Dry run: nothing was stored." in run(file, "--mapping", "Ours", "--dry-run")
    assert (Meeting.objects.count(), Import.objects.count()) == (0, 0)


def test_a_sheet_by_its_name(tmp_path):
    path = tmp_path / "register.xlsx"
    path.write_bytes(xlsx_bytes(("First", [["x"]]), ("Second", [["Register"], HEAD, *ROWS])))
    assert "Imported 1 meetings." in run(path, "--mapping", "Ours", "--sheet", "Second")
    with pytest.raises(CommandError, match="There is no sheet Third. There are: First, Second."):
        run(path, "--mapping", "Ours", "--sheet", "Third")
    assert Import.objects.count() == 1


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["nowhere.csv", "--mapping", "Ours"], "There is no file nowhere.csv."),
        (["nowhere.csv", "--mapping", "Theirs"], "No mapping is called Theirs. There are: Ours."),
    ],
)
def test_what_is_not_there(args, said):
    with pytest.raises(CommandError, match=said):
        run(*args)


@pytest.mark.apart
def test_a_file_that_can_not_be_read(tmp_path, settings):
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"no workbook")
    with pytest.raises(CommandError, match="This file is not of the type that its name says"):
        run(path, "--mapping", "Ours")
    settings.IMPORT_LIMIT_BYTES = 4
    with pytest.raises(CommandError, match="This file is larger than 4"):
        run(path, "--mapping", "Ours")
    assert Import.objects.count() == 0
