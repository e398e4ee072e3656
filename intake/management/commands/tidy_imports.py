"""Delete what imports have left behind, for a timer."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from intake.undo import tidy


class Command(BaseCommand):
    help = (
        "Deletes imports of which nothing was stored for 30 days, rows that imports left out 30 days ago,"
        " and what was in calendar files chosen more than a day ago. Records stay."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        dropped = tidy(timezone.now())
        self.stdout.write(
            "Dropped: unfinished imports {imports}, rows that were left out {rows},"
            " calendar files {calendars}.".format(**dropped)
        )
