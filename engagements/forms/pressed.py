"""Buttons of the meeting form that only draw it again: one row more, a place used lately, back."""

ROW_BUTTONS = {"add_counterpart": "with", "add_promise": "promise"}
MOST_ROWS = 60


def pressed(data):
    """Do in `data` what such a button asks; return whether one was pressed: then nothing is stored."""
    found = "back_to_form" in data
    for button, prefix in ROW_BUTTONS.items():
        if button in data:
            total = data.get(f"{prefix}-TOTAL_FORMS", "")
            rows = int(total) + 1 if total.isdecimal() and len(total) < 4 else 1
            data[f"{prefix}-TOTAL_FORMS"] = str(min(rows, MOST_ROWS))
            found = True
    if "use_place" in data:
        data["place"], found = data["use_place"], True
    return found
