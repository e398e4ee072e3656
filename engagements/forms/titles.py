"""The title that is written for a meeting which was given none. The one place of this rule."""

from django.utils.translation import gettext


def written_title(kind, rows, place):
    """Return "Bilateral meeting with Mr. Albert Halilaj", of the kind and the first of the filled rows."""
    if rows:
        title = gettext("%(kind)s with %(name)s") % {
            "kind": kind,
            "name": name_of(rows[0].cleaned_data),
        }
    elif place:
        title = gettext("%(kind)s, %(place)s") % {"kind": kind, "place": place}
    else:
        title = str(kind)
    return title if len(title) <= 200 else f"{title[:199].rstrip()}…"


def name_of(values):
    """Return whom a filled row names first: its person, else its organisation."""
    text, organisation = values["organisation"]
    return values.get("person") or str(organisation or text)
