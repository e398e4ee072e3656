"""The command that reads files of an office without storing anything."""

from io import StringIO

import pytest
from django.core.management import call_command

from bench.try_files import Command
from engagements.models import FormDraft
from intake.tests.calendars import visit
from intake.tests.test_contacts import vcard
from stakeholders.models import Person

pytestmark = pytest.mark.django_db


@pytest.mark.apart
def test_each_file_says_what_it_holds_or_why_not(tmp_path):
    (tmp_path / "a.ics").write_bytes(visit())
    (tmp_path / "b.ics").write_bytes(b"%PDF")
    (tmp_path / "c.vcf").write_bytes(vcard("FN:Ana Prifti", "EMAIL:ana@example.org"))
    (tmp_path / "d.csv").write_bytes(b"Date,Subject\n1,2")
    (tmp_path / "e.txt").write_bytes(b"not asked for")
    out = StringIO()
    call_command(Command(), tmp_path, stdout=out)
    assert out.getvalue().splitlines() == [
        "a.ics: 1 dates",
        "    Visit to the Municipality of Kukës; 6 March 2024, 10:00–11:30 in Tirana",
        "b.ics: This is not a calendar file. Save the invitation as .ics and choose that.",
        "c.vcf: 1 cards",
        "    Ana Prifti; ana@example.org",
        "d.csv: The first row has no column names of Outlook or Google, such as First Name."
        " Export it again, in English.",
    ]
    assert (FormDraft.objects.count(), Person.objects.count()) == (0, 0)
