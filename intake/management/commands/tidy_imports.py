"""Delete what imports and invitations have left behind, for a timer."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts.models import Invitation
from intake.undo import tidy


class Command(BaseCommand):
    help = (
        "Deletes imports of which nothing was stored for 30 days, rows that imports left out 30 days ago,"
        " what was in calendar files chosen more than a day ago, and invitations that were used or ended"
        " 30 days ago. Records stay."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        dropped = tidy(now)
        invitations, _kinds = Invitation.objects.outlived(now).delete()
        self.stdout.write(
            "Dropped: unfinished imports {imports}, rows that were left out {rows},"
            " calendar files {calendars}, invitations {invitations}.".format(
                **dropped, invitations=invitations
            )
        )
