"""An office made up of chance: ten years of meetings for measuring and testing, the same for the same seed."""

from datetime import date
from io import StringIO
from random import Random

from django.core.management import call_command
from django.db import connection, models, transaction

from accounts.models import User
from engagements.models import ActionPoint, Attendance, Counterpart, Meeting
from intake.models import Import
from iomtracker.generated_office.directory import Directory, given_names
from iomtracker.generated_office.meetings import MeetingMaker, month_sizes
from iomtracker.generated_office.tables import Table, finish, without_indexes
from iomtracker.generated_office.texts import Texts
from reviews.models import MonthlyReview
from stakeholders.models import Appointment, Organisation, Person
from toolkit.sqlite.statistics import renew_statistics
from toolkit.sqlite.trigrams import indexed_at_the_end

KEPT_BY_OFFICES: tuple[type[models.Model], ...] = (
    Meeting, Person, Organisation, User, MonthlyReview, Import,
)  # fmt: skip

LISTS = ("load_reference", "load_directory")
MADE = (User, Organisation, Person, Appointment, Meeting, Counterpart, Attendance, ActionPoint)


class RecordsThere(Exception):
    """The database holds records; the message says which."""


def refuse_records() -> None:
    """Raise RecordsThere unless the database holds nothing but reference data."""
    counts = [(model, model._base_manager.count()) for model in KEPT_BY_OFFICES]
    held = [f"{model._meta.verbose_name_plural}: {count}" for model, count in counts if count]
    if held:
        raise RecordsThere(f"This database holds records ({', '.join(held)}).")


@transaction.atomic
def make_office(meetings: int, *, seed: int, until: date) -> dict[str, int]:
    """Fill an empty, migrated database with an office whose last meeting is on `until` at the latest.

    Returns how many rows were made of what. All or nothing. Raises RecordsThere.
    """
    refuse_records()
    for command in LISTS:
        call_command(command, stdout=StringIO())
    dice = Random(f"{seed} {meetings} {until}")
    texts = Texts(dice, given_names())
    sizes = month_sizes(dice, meetings, until)
    directory = Directory(dice, texts, meetings, sizes[0][0], until)
    _write(directory.tables)
    maker = MeetingMaker(dice, texts, directory, until)
    with without_indexes(maker.tables), indexed_at_the_end():
        for month, count in sizes:
            maker.add_month(month, count)
        _write(maker.tables)
    call_command("find_duplicates", stdout=StringIO())
    renew_statistics()
    return {str(model._meta.verbose_name_plural): model._base_manager.count() for model in MADE}


def _write(tables: list[Table]) -> None:
    finish(tables)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for table in tables:
                cursor.execute(f"ANALYZE {connection.ops.quote_name(table.model._meta.db_table)}")
