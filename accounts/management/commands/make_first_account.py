"""Invites the first colleague of an office, without a site to do it from: prints the link."""

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from accounts import roles
from accounts.forms import InvitationForm
from accounts.invitations import Invitation
from accounts.mail import absolute, require_site_url

QUESTIONS = {"name": "Full name: ", "email": "Email at work: "}


class Command(BaseCommand):
    """An invitation by nobody: whoever opens its link chooses the password, so none is ever printed."""

    help = (
        "Prints a link with which the first colleague sets a password and signs in. "
        "Asks for what is not given. A link printed before for the same address stops working."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the answers to all questions, for use without a terminal."""
        parser.add_argument("--name", help="as it will stand in the record")
        parser.add_argument("--email", help="the address with which they sign in")
        parser.add_argument("--role", choices=roles.ALL, default=roles.DATA_MANAGER)
        parser.add_argument(
            "--no-input", "--noinput", action="store_false", dest="interactive", help="ask nothing"
        )

    @transaction.atomic
    def handle(self, *args, **options) -> None:
        """Refuse what the page of invitations refuses, in the same words; then print the link."""
        try:
            require_site_url()
        except ImproperlyConfigured as error:
            raise CommandError(str(error)) from None
        data = {name: options[name] or self.ask(name, options) for name in QUESTIONS}
        earlier = Invitation.objects.open().for_email(data["email"].strip()).first()
        form = InvitationForm({**data, "role": options["role"]}, instance=earlier)
        if not form.is_valid():
            texts = [text for texts in form.errors.values() for text in texts]
            raise CommandError(" ".join(f"{str(text).rstrip('.')}." for text in texts))
        invitation = form.instance
        invitation.renew(now=timezone.now())
        day = date_format(invitation.last_day, "j F Y")
        self.stdout.write(
            f"{invitation} opens this link and chooses a password. It works once, until {day}.\n"
            f"Role: {invitation.role}. Whoever has the link can use it.\n\n"
            f"{absolute(invitation.get_absolute_url())}"
        )

    def ask(self, name: str, options: dict) -> str:
        """Ask at the terminal; without one, say which option is missing."""
        if not options["interactive"]:
            raise CommandError(f"Give --{name}.")
        try:
            return input(QUESTIONS[name])
        except EOFError:
            raise CommandError(f"There is no terminal to ask at. Give --{name}.") from None
