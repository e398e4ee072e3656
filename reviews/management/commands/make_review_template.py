"""Writes the Word template of the monthly review."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from reviews.documents.docx import SHIPPED
from reviews.documents.word_template import make_template


class Command(BaseCommand):
    """`manage.py make_review_template [FILE]`: the shipped template, to be restyled in Word."""

    help = "Write the Word template of the monthly review, to restyle it and name it in REVIEW_TEMPLATE."

    def add_arguments(self, parser):
        """Take the file to write."""
        parser.add_argument(
            "file", nargs="?", default=str(SHIPPED), help="default: the one shipped"
        )

    def handle(self, *args, **options):
        """Write the file, or say why it can't be written."""
        file = Path(options["file"])
        try:
            make_template(str(file))
        except OSError as error:
            raise CommandError(f"{file} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"{file} written.")
