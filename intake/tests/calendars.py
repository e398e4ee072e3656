"""Calendar files for tests, as Outlook, Google and Apple write them."""

VISIT = [
    "UID:visit@example.org",
    "SEQUENCE:1",
    "SUMMARY:Visit to the Municipality of Kukës",
    "DTSTART;TZID=Europe/Tirane:20240306T100000",
    "DTEND;TZID=Europe/Tirane:20240306T113000",
    "LOCATION:Municipality building\\, Kukës\\, Albania",
    "DESCRIPTION:Agenda: reception centre.\\nBring the figures.",
    "ORGANIZER;CN=Besa Hoxha:mailto:besa@example.org",
    "ATTENDEE;CN=Albert Halilaj:mailto:mayor@kukes.example",
    "ATTENDEE;CN=Nobody Known;PARTSTAT=ACCEPTED:mailto:nobody@example.net",
]


def event(*lines, **changed):
    """Return the lines of an event: those given, with each property of `changed` in its place."""
    names = {name.replace("_", "-").upper(): text for name, text in changed.items()}
    kept = [line for line in lines if line.partition(":")[0].partition(";")[0] not in names]
    added = [f"{name}{text}" for name, text in names.items() if text is not None]
    return ["BEGIN:VEVENT", *kept, *added, "END:VEVENT"]


def calendar(*events, method="REQUEST", before=()):
    """Return the bytes of a calendar with these events, each a list of lines."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"METHOD:{method}", *before]
    lines += [line for lines in events for line in lines]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def visit(method="REQUEST", **changed):
    """Return the bytes of an invitation to Kukës on 6 March 2024."""
    return calendar(event(*VISIT, **changed), method=method)
