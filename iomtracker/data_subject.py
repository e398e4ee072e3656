"""All that is on record about a person, for the person to be shown; and its removal everywhere."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts.models import User
from engagements.models import ActionPoint, Attendance, Meeting
from intake.models import Import, ImportRow, Made
from reviews.models import MonthlyReview
from stakeholders.anonymise import (
    all_names,
    all_records,
    anonymise,
    whole_words_pattern,
    written_forms,
)
from stakeholders.models import Appointment, Organisation, Person

# A name by which rows may be dropped: of two words, or a long one.
DISTINCTIVE = re.compile(r"\S\s+\S|\S{6}")


@dataclass(frozen=True)
class Line:
    """One thing that is held: what it is, what it says, and where it stands on the site."""

    label: str
    text: str
    url: str = ""


def held_on(person: Person, user: User) -> list[tuple[str, list[Line]]]:
    """Return [(heading, Lines)] of all that is on record about a person, as far as it exists for `user`."""
    rows = all_records(person)
    sections = [
        (_("Contact data"), [line for row in rows for line in _contact_data(row)]),
        (_("Earlier contact data"), [line for row in rows for line in _earlier(row)]),
        (_("Posts"), list(_posts(rows))),
        (_("Meetings"), list(_meetings(rows, user))),
        (_("Texts that name them"), texts_naming(person, user)),
        (_("Where the data came in and was changed"), [*_imports(rows), *_log(rows)]),
    ]
    return [(heading, lines) for heading, lines in sections if lines]


def _label(name: str):
    return capfirst(Person._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def _contact_data(row: Person) -> Iterator[Line]:
    for name in Person.PERSONAL:
        value = getattr(row, name)
        if value:
            yield Line(_label(name), _text(value))


def _text(value: date | str) -> str:
    return date_format(value, "j F Y") if hasattr(value, "year") else str(value)


def _earlier(row: Person) -> Iterator[Line]:
    """Yield each value that stood in the record once and does no more, with the day of its last version."""
    versions = list(row.history.order_by("-history_date", "-history_id"))
    for name in Person.PERSONAL:
        seen = {getattr(row, name), "", None}
        for version in versions:
            value = getattr(version, name)
            if value not in seen:
                seen.add(value)
                day = date_format(localtime(version.history_date), "j F Y")
                label = _("%(what)s, last on %(day)s") % {"what": _label(name), "day": day}
                yield Line(label, _text(value))


def _posts(rows: list[Person]) -> Iterator[Line]:
    for post in Appointment.objects.filter(person__in=rows).select_related("organisation__parent"):
        term = [date_format(day, "j F Y") for day in (post.started, post.ended) if day]
        text = ", ".join([str(post.organisation), *term])
        yield Line(post.title, text, post.organisation.get_absolute_url())


def _meetings(rows: list[Person], user: User) -> Iterator[Line]:
    found = Attendance.objects.filter(person__in=rows, meeting__in=Meeting.objects.visible_to(user))
    for row in found.select_related("meeting").order_by("-meeting__date", "meeting__pk"):
        text = ", ".join(filter(None, (row.meeting.title, row.honorific, row.title)))
        yield Line(row.meeting.reference, text, row.meeting.get_absolute_url())


def texts_naming(person: Person, user: User) -> list[Line]:
    names, meetings = names_of(person), Meeting.objects.visible_to(user)
    return [
        *_named_in(meetings, names, "title", "event_name", "public_line", "internal_note"),
        *_named_in(ActionPoint.objects.visible_to(user), names, "text", "outcome"),
        *_named_in(Organisation.objects.all(), names, "notes"),
        *_months_naming(names),
    ]


def _months_naming(names: list[str]) -> Iterator[Line]:
    pattern = whole_words_pattern(names)
    rows = MonthlyReview.objects.filter(text__isnull=False).defer("frozen")
    for row in rows.order_by("pk"):
        if pattern.search(row.plain_text):
            yield Line(
                f"{capfirst(row._meta.verbose_name)}: {row}", _("Text"), row.get_absolute_url()
            )


def names_of(person: Person) -> list[str]:
    return list(dict.fromkeys(name for row in all_records(person) for name in all_names(row)))


def _named_in(rows, names: list[str], *fields) -> Iterator[Line]:
    pattern, wanted = whole_words_pattern(names), Q(pk=None)
    for name in names:
        for field in fields:
            wanted |= Q(**{f"{field}__icontains": name})
    for row in rows.filter(wanted).order_by("pk"):
        held = [
            str(capfirst(row._meta.get_field(field).verbose_name))
            for field in fields
            if pattern.search(getattr(row, field))
        ]
        if held:
            label = f"{capfirst(row._meta.verbose_name)}: {row}"
            page = getattr(row, "meeting", row)  # an action point is on its meeting's
            yield Line(label, ", ".join(held), page.get_absolute_url())


def _imports(rows: list[Person]) -> Iterator[Line]:
    made = Made.objects.filter(label=Person._meta.label, row_id__in=[row.pk for row in rows])
    for source in Import.objects.filter(made__in=made).distinct():
        yield Line(_("Import"), f"{source}, {date_format(localtime(source.stored_at), 'j F Y')}")


def _log(rows: list[Person]) -> Iterator:
    kind = ContentType.objects.get_for_model(Person)
    entries = LogEntry.objects.filter(content_type=kind, object_id__in=[str(r.pk) for r in rows])
    for entry in entries.select_related("user"):
        day = date_format(localtime(entry.action_time), "j F Y")
        yield Line(_("Clean-up, %(day)s") % {"day": day}, f"{entry.user}: {entry}")


@transaction.atomic
def forget(person: Person, *, by: User) -> None:
    """Anonymise a person, and drop the rows that imports left out and that name them.

    Their name goes from earlier versions of texts too: a meeting's page shows what was taken out.
    """
    names = [name for name in names_of(person) if DISTINCTIVE.search(name)]
    anonymise(person, by=by)
    if not names:
        return
    named, pattern = Q(pk=None), whole_words_pattern(names)
    _clear_history(Meeting, names, pattern, "title", "event_name", "public_line", "internal_note")
    _clear_history(ActionPoint, names, pattern, "text", "outcome")
    for text in {written for name in names for written in written_forms(name)}:
        named |= Q(cells__icontains=text)
    rows = ImportRow.objects.filter(named, meeting=None, source__stored_at__isnull=False)
    found = [row.pk for row in rows if any(pattern.search(cell) for cell in row.cells)]
    ImportRow.objects.filter(pk__in=found).delete()


def _clear_history(model: Any, names: list[str], pattern: re.Pattern[str], *fields: str) -> None:
    wanted = Q(pk=None)
    for name in names:
        for field in fields:
            wanted |= Q(**{f"{field}__icontains": name})
    for record in model.history.filter(wanted):
        for field in fields:
            setattr(record, field, pattern.sub(Person.NAME_REMOVED, getattr(record, field)))
        record.save(update_fields=fields)
