"""Precision and recall of the likeness of organisations' names, on a list of synonyms."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from stakeholders.alike import LIKELY
from stakeholders.measuring import Figures, measure


class Command(BaseCommand):
    """`manage.py measure_likeness FILE [--show]`: what docs/matching.md reports."""

    help = (
        "Measure the likeness of organisations' names on a JSON file of the form "
        '{"key": {"name": ..., "shortname": ..., "synonyms": [...]}}.'
    )

    def add_arguments(self, parser):
        """The file, and whether to list what went wrong."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--show", action="store_true", help="List what was missed or mistaken.")

    def handle(self, *args, file, show=False, **options):
        """Print the figures of both halves and of the whole."""
        halves = measure(_read(file))
        total = Figures(
            *(
                sum(getattr(one, name) for one in halves.values())
                for name in ("pairs", "right", "wrong")
            )
        )
        self.stdout.write(f"Likely from {LIKELY} of 100 on.")
        for name, figures in {
            **{f"Half {h}": f for h, f in halves.items()},
            "Whole": total,
        }.items():
            self.stdout.write(
                f"{name}: {figures.pairs} pairs, {figures.right} found, {figures.wrong} wrong answers: "
                f"precision {figures.precision:.3f}, recall {figures.recall:.3f}"
            )
        if show:
            self._show(halves)

    def _show(self, halves):
        for name, figures in halves.items():
            for what, lines in (("missed", figures.missed), ("mistaken", figures.mistaken)):
                for line in lines:
                    self.stdout.write(f"{name} {what}: {line}")


def _read(file):
    """Return the list that the file holds. Raises CommandError when it holds none."""
    try:
        listed = json.loads(file.read_text(encoding="utf-8"))
        rows = listed.values()
        right = all(
            isinstance(row["name"], str) and isinstance(row["synonyms"], list) for row in rows
        )
    except (OSError, ValueError, AttributeError, TypeError, KeyError):
        right = False
    if not right:
        raise CommandError(f"{file} is not a JSON file of organisations with names and synonyms.")
    return listed
