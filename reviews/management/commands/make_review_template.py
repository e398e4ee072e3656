"""Copies the Word template of the monthly review, for an office that wants another look."""

import shutil
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from reviews.documents.docx import SHIPPED


class Command(BaseCommand):
    help = (
        "Copy the Word template of the monthly review. Restyle the copy in Word, keep the tags in"
        " braces, and name it in REVIEW_TEMPLATE."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file")

    def handle(self, *args, file: Path, **options) -> None:
        try:
            shutil.copyfile(SHIPPED, file)
        except OSError as error:
            raise CommandError(f"{file} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"{file} written.")
