"""The fixed words of the printed documents: headings, and the heads of columns."""

from django.utils.translation import gettext as _

from reviews.words import counting_rules


def headings():
    """Return {name: words}, that the templates of Word and PDF print."""
    return {
        "annexes": _("Annexes"),
        "figures": _("The month in figures"),
        "figure": _("Figure"),
        "number": _("Number"),
        "compared": _("Compared"),
        "counting": counting_rules(),
        "themes": _("Themes and places"),
        "area": _("Thematic area"),
        "all": _("All"),
        "where": _("Where and with whom"),
        "records": _("Day by day"),
        "when": _("When"),
        "meeting": _("Meeting"),
        "who": _("With whom"),
        "areas": _("Thematic areas"),
        "colleagues": _("From IOM"),
        "no_line": _("No public line yet."),
        "promises": _("Action points"),
        "made": _("Made in the month"),
        "older": _("Older, still open"),
        "what": _("What"),
        "by_whom": _("Who"),
        "due": _("Due"),
        "status": _("Status"),
        "not_visited": _("Not visited"),
        "county": _("County"),
        "met": _("Visited in the month"),
        "earlier": _("Visited earlier"),
        "never": _("No meeting recorded"),
        "seats": _("Organisations and posts to see"),
        "gaps": _("Gaps in the data"),
        "missing": _("What is missing"),
        "meetings": _("Meetings"),
        "page": _("Page"),
        "of": _("of"),
    }
