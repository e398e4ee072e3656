"""Django's migrate, after which SQLite knows how full its tables are."""

from typing import Any

from django.core.management.commands import migrate

from toolkit.sqlite.statistics import renew_statistics


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        super().handle(*args, **options)
        if not (options["plan"] or options["check_unapplied"]):
            renew_statistics(options["database"])
