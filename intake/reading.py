"""Reads a register or a calendar in a process of its own, with bounded memory and time; says why it can't."""

import json
import subprocess
import sys
from tempfile import NamedTemporaryFile

from django.conf import settings
from django.utils.translation import gettext as _

from intake.refusing import LIMITS, Unreadable

MEMORY = 1024 * 1024 * 1024  # address space of the reading process
SECONDS = 120
CALENDAR_SECONDS = 10  # a rule that no day fits is looked for until then


def tables_of(path, extension):
    """Return [name, first rows] of each sheet. Raises Unreadable."""
    return list(_answers("intake.registers", path, extension))


def rows_of(path, extension, sheet):
    """Yield (number, cells) of the rows that are not blank. Raises Unreadable, at the latest at the end."""
    yield from _answers("intake.registers", path, extension, sheet)


def calendar_of(raw, today):
    """Return [events, how many there are, what could not be read] of an .ics file. Raises Unreadable."""
    with NamedTemporaryFile(suffix=".ics") as file:
        file.write(raw)
        file.flush()
        (answer,) = _answers("intake.invitations", file.name, today, seconds=CALENDAR_SECONDS)
    return answer


def _answers(module, *arguments, seconds=None):
    """Yield what the reading process prints; its last line says how it ended, and must be there."""
    command = [sys.executable, "-m", module, *map(str, (MEMORY, seconds or SECONDS, *arguments))]
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=settings.BASE_DIR,
    )
    end = None
    try:
        for line in process.stdout:
            answer = json.loads(line)
            if isinstance(answer, dict):
                end = answer
                break
            yield answer
    finally:
        process.kill()
        process.stdout.close()
        process.wait()
    if end is None:
        raise Unreadable("heavy")
    if end["code"]:
        raise Unreadable(end["code"], end["about"])


def reason(problem):
    """Return, in words for the person who chose the file, why it is not read and what to do."""
    return {
        "empty": _("This file is empty."),
        "type": _("Registers can be Excel (xlsx, xlsm, xls), OpenDocument (ods) or CSV files."),
        "password": _(
            "This workbook has a password. Open it, save a copy without the password, and choose that."
        ),
        "disguised": _("This file is not what its name says. Open it and save it again."),
        "damaged": _("This file is damaged and can’t be read. Open it and save it again."),
        "bomb": _(
            "This file unpacks to far more than a register holds, so it was not opened. Save it as CSV."
        ),
        "heavy": _(
            "This file takes too much memory to read. Save the sheet as CSV and choose that."
        ),
        "nul": _("This file holds bytes that are no text. Save it as CSV (UTF-8) and choose that."),
        "sheet": _("There is no sheet called “%s” in this file.") % problem.about,
        "rows": _("This sheet has more than %s rows. Split it and import the parts.")
        % f"{LIMITS.rows:,}",
        "letters": _("This sheet holds more than %s letters. Split it and import the parts.")
        % f"{LIMITS.letters:,}",
        "sheets": _("This workbook has more than %s sheets. Save the one to import as CSV.")
        % LIMITS.sheets,
        "columns": _("This sheet has more than %s columns. Leave out those that are not needed.")
        % LIMITS.columns,
    }[problem.code]
