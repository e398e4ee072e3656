"""How long pages take: `python bench/pages.py [--meetings 5000] [--runs 5]`.

Fills a throw-away database with the reference data, the example month and as many generated meetings of
March 2024 as asked, then asks for each page as a head of office and prints the least, the middle and the
largest time in milliseconds, with the number of queries.
"""

import argparse
import random
import statistics
import time
from datetime import date

import throwaway
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts import roles
from accounts.models import User
from engagements.models import ActionPoint, Counterpart, Meeting, MeetingKind, ThematicArea
from stakeholders.models import Location, Organisation

PAGES = (
    "/",
    "/meetings/",
    "/meetings/new/",
    "/meetings/2024-03-003/",
    "/stakeholders/",
    "/organisations/municipality-of-kukes/",
    "/actions/",
    "/search/?q=kukes",
    "/months/",
    "/months/2024-03/",
    "/months/2024-03/organisations/",
    "/months/2024-03/people/",
    "/months/2024-03/municipalities/",
    "/months/2024-03/action-points/",
    "/months/2024-03/download/pdf/",
    "/months/2024-03/download/docx/",
    "/months/2024-03/download/xlsx/",
    "/years/2024/",
    "/coverage/?month=2024-03",
)


def fill(number, user):
    """Add `number` meetings of March 2024, the same ones every time."""
    dice = random.Random(number)
    kinds, areas = list(MeetingKind.objects.all()), list(ThematicArea.objects.all())
    places = list(Location.objects.municipalities())
    organisations = list(Organisation.objects.all())
    meetings = Meeting.objects.bulk_create(
        Meeting(
            reference=f"2024-03-{1000 + n}",
            title=f"Generated meeting {n}",
            date=date(2024, 3, dice.randint(1, 31)),
            kind=dice.choice(kinds),
            location=dice.choice(places),
            public_line="The situation of returnees was discussed, and what the office can do.",
            created_by=user,
        )
        for n in range(number)
    )
    Counterpart.objects.bulk_create(
        Counterpart(meeting=meeting, organisation=dice.choice(organisations), people_count=2)
        for meeting in meetings
    )
    ActionPoint.objects.bulk_create(
        ActionPoint(meeting=meeting, text="Send the list", owner=user) for meeting in meetings[::5]
    )
    through = Meeting.thematic_areas.through
    through.objects.bulk_create(
        through(meeting=meeting, thematicarea=dice.choice(areas)) for meeting in meetings
    )


def measure(client, address, runs):
    """Return (milliseconds of each run, number of queries, bytes) of a page."""
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
        number = len(queries)
    if answer.status_code != 200:
        raise SystemExit(f"{address} answered {answer.status_code}.")
    times = []
    for _run in range(runs):
        begun = time.perf_counter()
        client.get(address)
        times.append(1000 * (time.perf_counter() - begun))
    return times, number, len(answer.getvalue())


def main():
    """Fill the database and print a line for each page."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--meetings", type=int, default=5000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("pages", nargs="*", default=PAGES)
    asked = parser.parse_args()
    for command in ("migrate", "load_reference", "load_example"):
        call_command(command, verbosity=0)
    user = User.objects.create_user("bench", full_name="Bench Mark")
    user.groups.add(Group.objects.get(name=roles.HEAD_OF_OFFICE))
    fill(asked.meetings, user)
    client = Client()
    client.force_login(user)
    throwaway.say(f"{'page':40} {'least':>8} {'middle':>8} {'most':>8} {'queries':>8} {'KB':>6}")
    for address in asked.pages:
        times, queries, size = measure(client, address, asked.runs)
        figures = (min(times), statistics.median(times), max(times))
        shown = " ".join(f"{figure:8.0f}" for figure in figures)
        throwaway.say(f"{address:40} {shown} {queries:8} {size // 1024:6}")


if __name__ == "__main__":
    main()
