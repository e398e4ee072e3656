"""The import of the browser from the command line: the same steps, the same code."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files import File
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.template.defaultfilters import filesizeformat
from django.utils import timezone

from intake.models import Import, ImportRow, Mapping
from intake.registers.check import check_some
from intake.registers.columns import likely_header
from intake.registers.preview import left_out, sentence, wrong_remarks
from intake.registers.steps import begin, choose_table, discard, proposed, use_columns
from intake.registers.store import RecordsChanged, store
from intake.safe_reading import Unreadable, reason

MOST_REPORTED = 50


class Command(BaseCommand):
    help = "Import a register with a mapping that was kept. Run again, it adds only what is new."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file")
        parser.add_argument("--mapping", required=True, help="A mapping kept in the browser.")
        parser.add_argument("--sheet", help="The sheet; else the first that holds anything.")
        parser.add_argument("--dry-run", action="store_true", help="Check all, store nothing.")

    def handle(self, *args: Any, **options: Any) -> None:
        mappings = Mapping.objects.select_related("created_by")
        mapping = mappings.filter(name=options["mapping"]).first()
        if mapping is None:
            names = ", ".join(Mapping.objects.values_list("name", flat=True)) or "none yet"
            raise CommandError(f"No mapping is called {options['mapping']}. There are: {names}.")
        source = self.read(options, mapping)
        is_stored = False
        try:
            is_stored = self.finish(source, mapping, options["dry_run"])
        finally:
            if not is_stored:
                discard(source)

    def read(self, options: dict[str, Any], mapping: Mapping) -> Import:
        path = Path(options["file"])
        if not path.is_file():
            raise CommandError(f"There is no file {path}.")
        if path.stat().st_size > settings.IMPORT_LIMIT_BYTES:
            limit = filesizeformat(settings.IMPORT_LIMIT_BYTES)
            text = f"This file is larger than {limit}. Split it, or raise IMPORT_LIMIT_MB."
            raise CommandError(text)
        try:
            with path.open("rb") as file:
                source = begin(File(file, path.name), mapping.created_by)
        except Unreadable as problem:
            raise CommandError(str(reason(problem))) from None
        sheet = options["sheet"]
        if sheet:
            names = [name for name, _rows in source.tables]
            if sheet not in names:
                discard(source)
                raise CommandError(f"There is no sheet {sheet}. There are: {', '.join(names)}.")
            choose_table(source, sheet, likely_header(source.rows_of(sheet)))
        return source

    def finish(self, source: Import, mapping: Mapping, is_dry_run: bool) -> bool:
        try:
            use_columns(source, proposed(source, mapping), mapping.options, mapping)
        except Unreadable as problem:
            raise CommandError(str(reason(problem))) from None
        while left := check_some(source, timezone.localdate()):
            self.stdout.write(f"{left} rows still to check", self.style.NOTICE)
        source.refresh_from_db()
        self.report(source)
        if is_dry_run:
            self.stdout.write("Dry run: nothing was stored.")
            return False
        if not source.result["meeting"]:
            self.stdout.write("Nothing to import.")
            return False
        try:
            made = store(source, mapping.created_by)
        except RecordsChanged:
            raise CommandError("Records have changed; nothing was stored. Run it again.") from None
        self.stdout.write(self.style.SUCCESS(f"Imported {made['meeting']} meetings."))
        return True

    def report(self, source: Import) -> None:
        counts = source.counts()
        states = [f"{ImportRow.State(state).label}: {n}" for state, n in counts.items() if n]
        self.stdout.write(f"{sum(counts.values())} rows. {'; '.join(states)}.")
        for row in left_out(source)[:MOST_REPORTED]:
            for remark in wrong_remarks(row):
                self.stdout.write(f"Row {remark['row']}, {sentence(remark)}")
