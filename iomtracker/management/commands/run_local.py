"""Everything behind `make run`: prepares the database and serves on this machine alone."""

import os
import socket
import sys
import tempfile
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from iomtracker.management.commands.make_demo_accounts import accounts_file, read_accounts

HOST = "127.0.0.1"


def chosen_port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 65535):
        raise CommandError(f"PORT must be a number from 1 to 65535, not “{text}”.")
    return int(text)


def check_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except PermissionError:
            raise CommandError(
                f"Port {port} is reserved for the system. Choose another: make run PORT=8001"
            ) from None
        except OSError:
            another = port + 1 if port < 65535 else 8000
            raise CommandError(
                f"Port {port} is in use. Stop what uses it, or choose another: "
                f"make run PORT={another}"
            ) from None


def check_writable(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=folder).close()
    except OSError:
        raise CommandError(
            f"The folder {folder} cannot be written. Free some disk space, "
            "or give yourself write permission there, then try again."
        ) from None


def prepare() -> None:
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("load_reference", verbosity=0)
    call_command("load_example", verbosity=0)
    call_command("make_demo_accounts", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)


def serve(port: int) -> None:
    options = ["--bind", f"{HOST}:{port}", "--workers", "2", "--threads", "4"]
    quiet = ["--log-level", "warning", "--no-control-socket"]
    command = [sys.executable, "-m", "gunicorn", *options, *quiet, "iomtracker.wsgi"]
    os.execvp(command[0], command)


class Command(BaseCommand):
    help = "Prepares the local database and serves the site on 127.0.0.1 (used by make run)."

    def handle(self, *args, **options) -> None:
        """Check first, so that nothing is half done when the port is taken or the disk is full."""
        if not settings.IS_LOCAL:
            raise CommandError("run_local is only for make run. See docs/deploy.md for a server.")
        port = chosen_port(os.environ.get("PORT") or "8000")
        check_port(port)
        check_writable(settings.VAR_DIR)
        self.stdout.write("Preparing the database and the files ...")
        self.stdout.flush()
        prepare()
        self.announce(port)
        serve(port)

    def announce(self, port: int) -> None:
        self.stdout.write(f"\nDemonstration accounts (kept in {accounts_file()}):")
        for role, username, password in read_accounts().values():
            self.stdout.write(f"  {role:<16}{username:<14}{password}")
        self.stdout.write(f"\nIOM Tracker: http://{HOST}:{port}/   (stop with Ctrl+C)\n")
        self.stdout.flush()
