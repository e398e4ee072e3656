"""Prints what is measured on a database, as JSON: each page with its address, for whom, and what is sent.

Run by bench/speed.py with the settings of the app that is measured.
"""

import json
import sys
import uuid
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

import django

django.setup()

from django.db.models import Count  # noqa: E402 - Django must be set up first
from django.db.models.functions import TruncMonth  # noqa: E402
from django.test import Client  # noqa: E402

from accounts import roles  # noqa: E402
from accounts.models import User  # noqa: E402
from engagements.models import Counterpart, Meeting, MeetingKind  # noqa: E402
from engagements.tests.form_data import meeting_post  # noqa: E402
from iomtracker.generated_office.meetings import FIXED_SIZES  # noqa: E402
from stakeholders.models import Organisation, Person  # noqa: E402

SAVES = 5000  # for the clients of bench/crowd.py too
SELDOM_MET = 100
WORD = "vaccination"
NO_HIT = "zyzzyva"


@dataclass
class Page:
    """A page as it is asked for. `bodies` are forms to be posted, one after the other."""

    name: str
    address: str
    role: str = roles.HEAD_OF_OFFICE
    limit: float | None = None  # of the processor's time, in floors, at 1,000 and 20,000 meetings
    is_main: bool = False
    is_file: bool = False
    bodies: list[dict[str, Any]] = field(default_factory=list)


def user_of(role: str) -> User:
    """Return who has a role, for staff the one with most meetings."""
    found = User.objects.filter(is_active=True, groups__name=role)
    return found.annotate(n=Count("attended_meetings")).order_by("-n", "pk")[0]


def session_of(role: str) -> str:
    client = Client()
    client.force_login(user_of(role))
    return client.cookies["sessionid"].value


def months() -> Iterator[tuple[str, str]]:
    """Yield the months of a fixed size that the office has: (their size, their address)."""
    found = Meeting.objects.annotate(month=TruncMonth("date")).values("month")
    sizes = {row["month"]: row["n"] for row in found.annotate(n=Count("pk")).order_by("month")}
    for size in sorted(FIXED_SIZES.values()):
        month = next((month for month, n in sizes.items() if n == size), None)
        if month:
            yield f"{size:,}", f"/months/{month:%Y-%m}/"


def forms_to_save() -> list[dict[str, Any]]:
    """Return new meetings, each with an organisation that is met seldom, so that none looks like another."""
    kind = MeetingKind.objects.get(code="bilateral-meeting")
    found = Organisation.objects.current().filter(parent=None).annotate(n=Count("counterparts"))
    names = list(found.order_by("n", "pk").values_list("name", flat=True)[:SELDOM_MET])
    last = Meeting.objects.latest("date").date
    forms = []
    for number in range(SAVES):
        # The day goes back with each round of the names.
        day: date = last - timedelta(days=number % 7 + 7 * (number // len(names)))
        when = {"day": day.day, "month": day.month, "year": day.year}
        text = f"Agreed on the plan of {number + 1} visits, and who prepares them."
        forms.append(
            meeting_post(
                kind,
                rows=[{"who": names[number % len(names)]}],
                title=f"Measured meeting {number}",
                public_line=text,
                token=str(uuid.uuid4()),
                **when,
            )  # fmt: skip
        )
    return forms


def busiest(model: type[Any], related: str) -> Any:
    return model.objects.annotate(n=Count(related)).order_by("-n", "pk")[0]


def pages() -> Iterator[Page]:
    """Yield what is measured, saving last."""
    staff, manager = roles.STAFF, roles.DATA_MANAGER
    by_size = dict(months())
    usual = by_size.get("200") or by_size["12"]
    organisation = busiest(Organisation, "counterparts")
    person = busiest(Person, "attendances")
    met = Counterpart.objects.filter(meeting__status="logged", meeting__sensitivity="internal")
    meeting = met.values_list("meeting__reference").annotate(n=Count("pk")).order_by("-n")[0][0]
    place = Meeting.objects.filter(location__level="municipality").values_list("location__slug")
    slug = place.annotate(n=Count("pk")).order_by("-n")[0][0]
    typed = urlencode({"q": organisation.name.split()[0][:5].lower()})
    yield Page("home", "/", limit=8, is_main=True)
    yield Page("meetings list", "/meetings/", limit=8, is_main=True)
    yield Page("list with a word", f"/meetings/?q={WORD}", limit=8, is_main=True)
    yield Page("list of one organisation", f"/meetings/?organisation={organisation.slug}")
    yield Page("search", f"/search/?q={WORD}", limit=6, is_main=True)
    yield Page("search without a hit", f"/search/?q={NO_HIT}", limit=6)
    yield Page("suggestions", f"/suggest/who/?{typed}", staff, limit=3)
    yield Page("one meeting", f"/meetings/{meeting}/", staff, limit=5, is_main=True)
    yield Page("organisation, busy", organisation.get_absolute_url(), limit=8, is_main=True)
    yield Page("person, busy", person.get_absolute_url(), limit=8)
    yield Page("stakeholders", "/stakeholders/", limit=8)
    yield Page("people", "/stakeholders/?tab=people", limit=8)
    yield Page("seats", "/stakeholders/?tab=seats")
    yield Page("action points", "/actions/", limit=8)
    yield Page("coverage", "/coverage/", limit=8)
    yield Page("place, busy", f"/places/{slug}/")
    yield Page("data quality", "/quality/", manager, limit=10, is_main=True)
    yield Page("months list", "/months/", limit=15)
    yield Page("year", f"/years/{usual[8:12]}/", limit=15, is_main=True)
    for size, address in by_size.items():
        limit = {"12": 12, "200": 20}.get(size)
        yield Page(f"month of {size}", address, limit=limit, is_main=size == "200")
    yield Page("organisations of a month", f"{usual}organisations/")
    yield Page("text of a month", f"{usual}article/")
    yield Page("form", "/meetings/new/", staff, limit=10, is_main=True)
    yield Page("form of a meeting", f"/meetings/{meeting}/edit/")
    yield Page(
        "organisation in the admin",
        f"/admin/stakeholders/organisation/{organisation.pk}/change/",
        manager,
    )
    yield Page("meetings as CSV", "/meetings/download/csv/", is_file=True)
    yield Page("meetings as XLSX", "/meetings/download/xlsx/", is_file=True)
    for kind in ("docx", "pdf", "xlsx"):
        yield Page(f"month as {kind.upper()}", f"{usual}download/{kind}/", is_file=True)
    yield Page("form, saved", "/meetings/new/", staff, limit=14, bodies=forms_to_save())


def main() -> None:
    sessions = {role: session_of(role) for role in roles.ALL}
    found = {"sessions": sessions, "pages": [asdict(page) for page in pages()]}
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
