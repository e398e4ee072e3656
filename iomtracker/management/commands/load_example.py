"""Enter the office's March 2024 article, through the same form as the browser."""

import json
import uuid
from datetime import date
from pathlib import Path

from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand, CommandError
from django.http import QueryDict

from accounts import roles
from accounts.models import User
from engagements.forms import MeetingForm
from engagements.models import Meeting, MeetingKind, ThematicArea
from stakeholders.directory import DATABASE
from stakeholders.models import OrganisationKind

SOURCE = Path(__file__).resolve().parents[2] / "data" / "march_2024.json"
NAMESPACE = uuid.UUID("6f1c8c52-4c0b-4f0e-9c54-3d6f2b6f2024")
HEAD_OF_OFFICE = {"username": "alma.jani", "full_name": "Alma Jani", "honorific": "Ms."}
# Here the "summary" speaks about the article, not of the meeting: it must not be published.
REMARKS = {"2024-03-012"}
# The title of this one is the name that the article printed, so it is public.
PUBLISHED_NAMES = {"2024-03-004"}


class Command(BaseCommand):
    help = (
        "Enter the twelve meetings of the office's March 2024 article. Run again, it adds nothing."
    )

    def handle(self, *args, **options) -> None:
        records = json.loads(SOURCE.read_text(encoding="utf-8"))["meetings"]
        head = head_of_office()
        added = sum(self.enter(record, head) for record in records)
        self.stdout.write(f"{added} of {len(records)} example meetings added.")

    def enter(self, record: dict, head: User) -> bool:
        token = uuid.uuid5(NAMESPACE, record["ref"])
        if Meeting.objects.filter(token=token).exists():
            return False
        data = form_data(record, head)
        data["token"] = str(token)
        form = MeetingForm(data, user=head, today=date.today())
        if not form.is_valid():
            errors = [form.errors, form.counterparts.errors, form.action_points.errors]
            raise CommandError(f"{record['ref']}: {errors}")
        form.save()
        return True


def head_of_office() -> User:
    user = User.objects.filter(username=HEAD_OF_OFFICE["username"]).first()
    if user is None:
        user = User.objects.create_user(**HEAD_OF_OFFICE, job_title="Head of Office")
        user.groups.add(Group.objects.get(name=roles.HEAD_OF_OFFICE))
    return user


def form_data(record: dict, head: User) -> QueryDict:
    day = date.fromisoformat(record["date"])
    month_only = record["date_precision"] == "month"
    data = QueryDict(mutable=True)
    data.update(
        {
            "kind": str(MeetingKind.objects.get(name__iexact=record["kind"]).pk),
            "when": "month" if month_only else "day",
            "day": "" if month_only else str(day.day),
            "month": str(day.month),
            "year": str(day.year),
            "place": record["location"],
            "title": record["title"],
            "event_name": record["title"] if record["ref"] in PUBLISHED_NAMES else "",
            "channel": Meeting.Channel.IN_PERSON,
            "internal_note" if record["ref"] in REMARKS else "public_line": record["summary"],
            "promise-TOTAL_FORMS": "0",
            "promise-INITIAL_FORMS": "0",
        }
    )
    data.setlist("staff", [str(head.pk)] if head.full_name in record["iom_staff"] else [])
    areas = ThematicArea.objects.filter(name__in=record["thematic_areas"])
    data.setlist("thematic_areas", [str(area.pk) for area in areas])
    data.update(counterpart_data(record["counterparts"]))
    return data


def counterpart_data(counterparts: list) -> dict[str, str]:
    """Return the rows "with whom" as the browser would send them; what is new is said to be new."""
    data = {"with-TOTAL_FORMS": str(len(counterparts)), "with-INITIAL_FORMS": "0"}
    for number, row in enumerate(counterparts):
        known = DATABASE.organisations(row["organisation"])
        kind = OrganisationKind.objects.get(name__iexact=row["organisation_kind"])
        name = " ".join(filter(None, [row["honorific"], row["person"]]))
        prefix = f"with-{number}"
        data[f"{prefix}-organisation"] = row["organisation"]
        data[f"{prefix}-kind"] = "" if known else str(kind.pk)
        data[f"{prefix}-person"] = name
        data[f"{prefix}-new_person"] = "on" if name and not DATABASE.people(row["person"]) else ""
        data[f"{prefix}-role"] = row["position"] or ""
        data[f"{prefix}-people_count"] = str(row["people"] or "")
    return data
