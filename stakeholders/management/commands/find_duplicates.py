"""Find all likely duplicates again, for a timer, or once after data came in from elsewhere."""

from typing import Any

from django.core.management.base import BaseCommand

from stakeholders.duplicate_stakeholders import find_duplicates
from stakeholders.models import Kind, Organisation, Person


class Command(BaseCommand):
    help = (
        "Compare all organisations and all people with those they share a key with, and renew the "
        "queue of likely duplicates. Pairs marked as different stay so."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        for model in (Organisation, Person):
            count = find_duplicates(model)
            self.stdout.write(f"{Kind(model.PAIR_KIND).label}: {count} likely pairs.")
