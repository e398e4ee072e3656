"""What imports leave lying about is dropped after a while: what nobody came back for is not needed."""

from datetime import timedelta

from intake.importing import discard
from intake.models import CalendarFile, Import, ImportRow

KEPT = timedelta(days=30)
CALENDAR_KEPT = timedelta(days=1)


def tidy(now):
    """Drop what is older than it is kept at `now`; return {what: how many}.

    Imports of which nothing was stored go whole, with their file; of the others the rows that were
    left out go. Records and the way back from an import stay.
    """
    return {
        "imports": sum(map(discard, open_imports(now))),
        "rows": left_out_rows(now).delete()[0],
        "calendars": old_calendars(now).delete()[0],
    }


def open_imports(now):
    """Return the imports begun too long ago of which nothing is in the record, and on which nobody works."""
    waiting = (Import.Status.UPLOADED, Import.Status.CHECKING, Import.Status.CHECKED)
    old = Import.objects.filter(status__in=waiting, created_at__lt=now - KEPT)
    return old.exclude(busy_until__gt=now)


def left_out_rows(now):
    """Return the rows with errors or open questions, and their parts, of imports that were stored long ago."""
    old = ImportRow.objects.filter(source__stored_at__lt=now - KEPT, meeting=None)
    states = (ImportRow.State.WRONG, ImportRow.State.ASKED, ImportRow.State.PART)
    return old.filter(state__in=states)


def old_calendars(now):
    """Return what was kept of calendar files of which no date was chosen for a day."""
    return CalendarFile.objects.filter(updated_at__lt=now - CALENDAR_KEPT)
