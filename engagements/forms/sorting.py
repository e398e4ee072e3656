"""The orders of the meetings list. Each ends in the key, so that pages by key hold in every one."""

from django.db.models import Case, F, Value, When
from django.db.models.functions import Coalesce, Lower, TruncMonth
from django.utils.translation import gettext_lazy as _

SORTS = {
    "": _("Newest first"),
    "oldest": _("Oldest first"),
    "title": _("Title"),
    "place": _("Place"),
}
NEWEST = ("-date", "date_precision", "-pk")
ORDERS = {
    "": NEWEST,
    "oldest": ("month", "date_precision", "date", "pk"),
    "title": ("title_key", "pk"),
    "place": ("has_no_place", "place_name", *NEWEST),
}
ADDED = {
    "oldest": {"month": TruncMonth("date")},
    "title": {"title_key": Lower("title")},
    "place": {
        "has_no_place": Case(When(location=None, then=1), default=0),
        "place_name": Coalesce(F("location__name"), Value("")),
    },
}


def in_order(meetings, sort):
    """Return (the meetings in that order, the order for pages by key).

    Month-only meetings come last in their month, whether the newest or the oldest comes first.
    """
    order = ORDERS[sort]
    return meetings.annotate(**ADDED.get(sort, {})).order_by(*order), order
