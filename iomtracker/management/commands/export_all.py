"""Writes all data of the office to one ZIP."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from iomtracker.archive.export import export_all


class Command(BaseCommand):
    help = "Write all data of the office (tables as CSV, attached files) to a new ZIP file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="a ZIP file that is not there yet")

    def handle(self, *args, file: str, **options) -> None:
        try:
            manifest = export_all(file)
        except FileExistsError:
            raise CommandError(f"{file} is there already. Nothing was written.") from None
        except OSError as error:
            raise CommandError(f"{file} can’t be written: {error.strerror}.") from error
        files, missing = manifest["files"], manifest["missing_files"]
        rows = sum(entry.get("rows", 0) for entry in files)
        attached = sum(entry["name"].startswith("files/") for entry in files)
        self.stdout.write(f"{file}: {rows} rows, {attached} attached files.")
        self.stdout.write("It holds restricted meetings and internal notes: keep it like the site.")
        if missing:
            self.stderr.write(f"{len(missing)} attached files are not on the disk any more.")
