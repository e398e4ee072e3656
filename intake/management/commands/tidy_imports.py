"""Delete what imports and invitations have left behind, for a timer; SQLite counts its rows anew."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts.models import Invitation
from intake.undo import tidy
from toolkit.sqlite.statistics import renew_statistics


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
        renew_statistics()
        self.stdout.write(
            "Dropped: unfinished imports {imports}, rows that were left out {rows},"
            " calendar files {calendars}, invitations {invitations}.".format(
                **dropped, invitations=invitations
            )
        )
