"""Read calendars and contacts as uploads are read, and say of each what it holds or why it is refused."""

import sys
from pathlib import Path

if __name__ == "__main__":
    import bench.throwaway  # noqa: F401 - sets Django up

from django.core.management.base import BaseCommand
from django.utils import timezone

from intake.contacts.preview import ContactsForm
from intake.contacts.preview import reason as contact_reason
from intake.contacts.read_file import read
from intake.invitations.draft import remarks_of, when_of
from intake.invitations.match import reason as calendar_reason
from intake.invitations.read_file import Event
from intake.safe_reading import Unreadable, calendar_of

CALENDARS = {"ics", "ical", "ifb", "icalendar"}


class Command(BaseCommand):
    """Nothing is stored: this shows whether the files of an office can be read."""

    help = "Read .ics, .vcf and .csv files, or folders of them, and print what each holds."

    def add_arguments(self, parser):
        """Take files and folders."""
        parser.add_argument("paths", nargs="+", type=Path)

    def handle(self, *, paths, **options):
        """Print a line for each file, and one for each meeting or contact in it."""
        for path in paths:
            for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
                ending = file.suffix.lower().lstrip(".")
                if ending in CALENDARS:
                    self._calendar(file)
                elif ending in ContactsForm.endings:
                    self._contacts(file, ending)

    def _calendar(self, file):
        try:
            events, total, unread = calendar_of(file.read_bytes(), timezone.localdate())
        except Unreadable as problem:
            self.stdout.write(f"{file.name}: {calendar_reason(problem)}")
            return
        self.stdout.write(f"{file.name}: {total} dates")
        for event in map(Event.of, events):
            about = "; ".join([event.title, when_of(event), *remarks_of(event)])
            self.stdout.write(f"    {about}")
        for code, about in unread:
            self.stdout.write(f"    {calendar_reason(Unreadable(code, about))}")

    def _contacts(self, file, ending):
        try:
            cards = read(file.read_bytes(), ending)
        except Unreadable as problem:
            self.stdout.write(f"{file.name}: {contact_reason(problem)}")
            return
        self.stdout.write(f"{file.name}: {len(cards)} cards")
        for card in cards:
            said = (card.name, card.title, card.organisation, card.email, card.phone)
            self.stdout.write(f"    {'; '.join(filter(None, said))}")


if __name__ == "__main__":
    Command().run_from_argv(["python", "-m bench.try_files", *sys.argv[1:]])
