"""What imports leave lying about goes after 30 days, a calendar file after one; records stay."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts.tests.factories import make_user
from engagements.models import Meeting
from intake.models import CalendarFile, Import
from intake.registers.store import store
from intake.tests.factories import checked, csv_bytes, make_import, states
from intake.undo import tidy

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("lists")]
PLANS = [("Date", "date", "day"), ("Who", "organisations", "comma")]
ROWS = [["Date", "Who"], ["1.3.2024", "UNHCR"], ["31.6.2024", "UNICEF"]]
SECOND = timedelta(seconds=1)
MONTH = timedelta(days=30)


def dropped(imports=0, rows=0, calendars=0):
    return {"imports": imports, "rows": rows, "calendars": calendars}


def test_an_upload_that_nobody_finished_goes_with_its_file(django_capture_on_commit_callbacks):
    source = make_import(csv_bytes(*ROWS))
    path = Path(source.file.path)
    assert tidy(source.created_at + MONTH) == dropped()
    assert path.exists()
    with django_capture_on_commit_callbacks(execute=True):
        assert tidy(source.created_at + MONTH + SECOND) == dropped(imports=1)
    assert (Import.objects.count(), path.exists()) == (0, False)


def test_one_that_is_being_worked_on_stays():
    make_import(csv_bytes(*ROWS))
    now = timezone.now()
    Import.objects.update(created_at=now - MONTH - SECOND, busy_until=now + MONTH)
    assert tidy(now) == dropped()
    Import.objects.update(busy_until=now - SECOND)
    assert tidy(now) == dropped(imports=1)


def test_rows_left_out_go_and_what_was_imported_stays():
    source = checked(csv_bytes(*ROWS), *PLANS, today=date(2024, 4, 1))
    store(source, make_user("data manager", username="second"))
    source.refresh_from_db()
    assert states(source) == {2: "ready", 3: "wrong"}
    assert tidy(source.stored_at + MONTH) == dropped()
    assert tidy(source.stored_at + MONTH + SECOND) == dropped(rows=1)
    assert states(source) == {2: "ready"}
    assert source.rows.get().meeting == Meeting.objects.get()
    assert source.made.count() == 2  # the meeting and its organisation: it can still be undone


def test_a_calendar_file_goes_after_a_day():
    kept = CalendarFile.objects.create(user=make_user(), name="a.ics", events=[], total=0)
    assert tidy(kept.updated_at + timedelta(days=1)) == dropped()
    assert tidy(kept.updated_at + timedelta(days=1) + SECOND) == dropped(calendars=1)
    assert not CalendarFile.objects.exists()


def test_the_command_says_how_much_went(capsys):
    make_import(csv_bytes(*ROWS))
    Import.objects.update(created_at=timezone.now() - MONTH - SECOND)
    call_command("tidy_imports")
    said = "Dropped: unfinished imports 1, rows that were left out 0, calendar files 0,"
    said += " invitations 0.\n"
    assert capsys.readouterr().out == said
