"""Fills an empty instance from the ZIP that export_all wrote."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from iomtracker.archive.restore import PackageError, import_all


class Command(BaseCommand):
    help = "Fill this instance, which must be migrated and empty, from a ZIP of export_all."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="a ZIP file that export_all wrote")

    def handle(self, *args, file: str, **options) -> None:
        try:
            rows, files = import_all(file)
        except PackageError as error:
            raise CommandError(f"{error} Nothing was imported.") from error
        self.stdout.write(f"{rows} rows and {files} attached files imported.")
        self.stdout.write("Nobody has a password yet: manage.py changepassword NAME.")
