"""What a browser sends from the meeting form, for tests."""

from django.http import QueryDict

from engagements.forms.edit_conflict import fill_box


def meeting_post(kind, /, *, rows=(), action_points=(), **fields):
    """Return the POST data of a bilateral meeting on 6 March 2024; a field given replaces the default."""
    data = {
        "kind": kind.pk,
        "when": "day",
        "day": "6",
        "month": "3",
        "year": "2024",
        "channel": "in_person",
        "with-TOTAL_FORMS": len(rows),
        "with-INITIAL_FORMS": 0,
        "promise-TOTAL_FORMS": len(action_points),
        "promise-INITIAL_FORMS": 0,
        **fields,
    }
    for prefix, values in (("with", rows), ("promise", action_points)):
        for number, row in enumerate(values):
            data |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return data


def opened_post(form):
    """Return what a browser sends when the opened `form` is saved as it stands."""
    data = QueryDict(mutable=True)
    rows = [form.counterparts, form.action_points]
    for part in [form, *(row for several in rows for row in [several.management_form, *several])]:
        for field in part:
            fill_box(data, field)
    return dict(data.lists())
