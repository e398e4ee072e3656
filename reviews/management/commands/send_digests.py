"""The emails of a day, for a timer."""

from argparse import ArgumentParser, ArgumentTypeError
from datetime import date

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import ngettext, ngettext_lazy

from accounts.mail import BUSY, REFUSED, SENT, UNSENT, require_site_url
from reviews.emails import send_digests


def day(text: str) -> date:
    """Return the day that `text` writes; argparse shows the sentence when it is none."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        found = date.min
    if not 1900 <= found.year <= 9990:
        raise ArgumentTypeError(f"must be a day such as 2024-04-01, not “{text}”.")
    return found


# What is reported of each outcome that leaves emails behind.
LEFT_BEHIND = {
    UNSENT: ngettext_lazy(
        "The mail server failed: %(n)s email was not sent. The next run sends it.",
        "The mail server failed: %(n)s emails were not sent. The next run sends them.", "n",
    ),
    REFUSED: ngettext_lazy(
        "%(n)s email was refused: is the address right? The next run tries again.",
        "%(n)s emails were refused: are the addresses right? The next run tries again.", "n",
    ),
    BUSY: ngettext_lazy(
        "Another run is sending %(n)s email. If it was interrupted, run again in ten minutes.",
        "Another run is sending %(n)s emails. If it was interrupted, run again in ten minutes.", "n",
    ),
}  # fmt: skip


class Command(BaseCommand):
    help = (
        "Email the owners of action points that are due (on weekdays), and the heads of office "
        "about the month before (on the 1st). Run again, it sends only what was not sent."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--date", type=day, metavar="YYYY-MM-DD", help="today if not given")

    def handle(self, *args, date: date | None = None, **options) -> None:
        try:
            require_site_url()
        except ImproperlyConfigured as error:
            raise CommandError(str(error)) from error
        outcomes = send_digests(date or timezone.localdate())
        sent = outcomes[SENT]
        self.stdout.write(ngettext("%(n)s email sent.", "%(n)s emails sent.", sent) % {"n": sent})
        left = [text % {"n": n} for what, text in LEFT_BEHIND.items() if (n := outcomes[what])]
        if left:
            raise CommandError(" ".join(left))
