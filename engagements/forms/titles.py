"""The title that is written for a meeting which was given none. The one place of this rule."""

from django.utils.translation import gettext


def written_title(kind, rows, place):
    """Return "Bilateral meeting with Mr. Albert Halilaj", of the kind and the first of the filled rows."""
    if rows:
        title = gettext("%(kind)s with %(name)s") % {"kind": kind, "name": _name(rows)}
    elif place:
        title = gettext("%(kind)s, %(place)s") % {"kind": kind, "place": place}
    else:
        title = str(kind)
    return title if len(title) <= 200 else f"{title[:199].rstrip()}…"


def _name(rows):
    first = rows[0].cleaned_data
    text, organisation = first["organisation"]
    return first.get("person") or str(organisation or text)
