"""Fills an empty database with an office made up of chance, to measure and to try out."""

from argparse import ArgumentTypeError
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connection
from django.utils import timezone

from engagements.models import Meeting
from iomtracker.generated_office import RecordsThere, make_office

MOST = 5_000_000


def number_of_meetings(text: str) -> int:
    plain = text.replace(",", "")
    if not (plain.isascii() and plain.isdigit() and 1 <= int(plain) <= MOST):
        raise ArgumentTypeError(f"not a number from 1 to {MOST:,}: “{text}”")
    return int(plain)


def day(text: str) -> date:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        found = None
    if not found or not date(2001, 1, 1) <= found <= timezone.localdate():
        raise ArgumentTypeError(f"not a day from 2001-01-01 to today: “{text}”")
    return found


class Command(BaseCommand):
    help = (
        "Fill an empty, migrated database with ten years of made-up meetings, people and action "
        "points. The same numbers and days make the same office. Refuses a database with records."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--meetings", type=number_of_meetings, required=True)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument(
            "--until", type=day, help="the last day of the office, 2026-11-30; today when left out"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if Meeting._meta.db_table not in connection.introspection.table_names():
            raise CommandError("This database has no tables yet. Run manage.py migrate first.")
        until = options["until"] or timezone.localdate()
        try:
            made = make_office(options["meetings"], seed=options["seed"], until=until)
        except RecordsThere as error:
            raise CommandError(
                f"{error} Made-up records go into an empty database only: "
                "name a new one in DATABASE_URL, run manage.py migrate, then this again."
            ) from error
        except DatabaseError as error:
            raise CommandError(
                f"The database could not take the records, and kept none: {error}"
            ) from error
        self.stdout.write(f"Made with seed {options['seed']}, until {until}:")
        for what, count in made.items():
            self.stdout.write(f"  {what}: {count:,}")
