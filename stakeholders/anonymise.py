"""A person's name and contact data removed for good: the posts, the meetings and the counts stay.

The wish of a person not to be on record any more (see the page "What we record and why"). What was
signed and published is not touched, nor are texts that people wrote: whoever does this is shown them.
"""

import json
import re
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from stakeholders.models import MergeRecord, Person

BLANK = dict.fromkeys(Person.PERSONAL, "") | {
    "full_name": Person.NAME_REMOVED,
    "last_confirmed": None,
}


@transaction.atomic
def anonymise(person: Person, *, by: User) -> None:
    """Remove what is held on `person`, and on those merged into them, now and in the past; safe to repeat.

    The history keeps who changed something when, but not what it was.
    """
    for row in all_records(person, lock=True):
        names = all_names(row)
        if not row.anonymised_at:
            _blank(row, by)
        row.history.update(**BLANK)
        _clear_admin_log(row, names)
    _clear_merge_records({row.pk for row in all_records(person)})


def all_records(person: Person, lock: bool = False) -> list[Person]:
    """Return the records of one person: their own, and those merged into it, whatever the depth."""
    rows = Person.objects.select_for_update() if lock else Person.objects.all()
    found: dict[int, Person] = {}
    level = list(rows.filter(pk=person.pk))
    while level:
        found |= {row.pk: row for row in level}
        level = list(rows.filter(merged_into__in=level).exclude(pk__in=found))
    return list(found.values())


def all_names(person: Person) -> list[str]:
    versions = [person, *person.history.all()]
    names = {version.full_name for version in versions}
    names |= {line for version in versions for line in version.other_names.splitlines()}
    return sorted(filter(str.strip, names - {Person.NAME_REMOVED}), key=len, reverse=True)


def _blank(row: Any, by: User) -> None:
    for name, value in BLANK.items():
        setattr(row, name, value)
    row.anonymised_at = timezone.now()
    row._history_user = by
    row.store()


def _clear_merge_records(pks: set[int]) -> None:
    """Take the person's data out of what is kept for undoing merges: these can't be undone any more."""
    label = Person._meta.label_lower
    for record in MergeRecord.objects.filter(model=label).filter(
        Q(duplicate_pk__in=pks) | Q(kept_pk__in=pks)
    ):
        for step in record.steps:
            for part in ("old", "new"):
                if step["model"] == label and step[part]:
                    step[part] = {
                        name: BLANK.get(name, value) for name, value in step[part].items()
                    }
                    for column in Person.derived_columns:
                        step[part].pop(column, None)
        record.save(update_fields=["steps"])


def _clear_admin_log(row: Person, names: list[str]) -> None:
    """Take the names out of the admin's own log: of this record, and of those that were shown with it."""
    of_it = Q(content_type=ContentType.objects.get_for_model(Person), object_id=str(row.pk))
    LogEntry.objects.filter(of_it).update(object_repr=Person.NAME_REMOVED)
    written = [text for name in names for text in written_forms(name)]
    held, pattern = Q(pk=None), whole_words_pattern(written)
    for text in written:
        held |= Q(object_repr__contains=text) | Q(change_message__contains=text)
    for entry in LogEntry.objects.filter(held):
        entry.object_repr = pattern.sub(Person.NAME_REMOVED, entry.object_repr)
        entry.change_message = pattern.sub(Person.NAME_REMOVED, entry.change_message)
        entry.save(update_fields=["object_repr", "change_message"])


def written_forms(name: str) -> list[str]:
    """Return a name as text holds it, and as JSON may, as a list: "Kukës" is "Kuk\\u00ebs" there."""
    return list(dict.fromkeys([name, json.dumps(name)[1:-1]]))


def whole_words_pattern(names: list[str]) -> re.Pattern[str]:
    """Return the pattern that finds one of `names`, whatever its case, but not inside a word: Al, not Alma."""
    return re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in names), re.IGNORECASE)
