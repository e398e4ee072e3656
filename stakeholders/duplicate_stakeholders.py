"""All likely duplicates found again at once: each record is compared with those it shares a key with."""

from collections import defaultdict
from typing import Any

from django.db import transaction

from stakeholders.models import Appointment, LikelyPair, NameKey, Organisation, Person
from stakeholders.models.likely_pair import (
    MOST_ROWS,
    Comparable,
    Record,
    likely_among,
    pair_of,
    store_pairs,
)
from stakeholders.name_matching.blocking_keys import matching_key

BATCH = 2000


def refresh_pairs(rows: list[Any]) -> None:
    """Find again the pairs of `rows`, of any models, that were written without `store()`: by a merge."""
    people = {row.pk for row in rows if isinstance(row, Person)}
    people |= {row.person_id for row in rows if isinstance(row, Appointment)}
    for pk in sorted(people):
        Person(pk=pk).find_pairs()
    for pk in sorted({row.pk for row in rows if isinstance(row, Organisation)}):
        Organisation(pk=pk).find_pairs()


@transaction.atomic
def find_duplicates(model: type[Comparable]) -> int:
    """Make the keys and the pairs of all rows of `model` anew; return how many pairs there are.

    It finds what saving every row again would find, in one pass.
    """
    rows = model.objects.current().comparable().order_by("pk").iterator(chunk_size=BATCH)
    records = [row.record() for row in rows]
    keys = [sorted(model.keys_of(record)) for record in records]
    _store_keys(model, records, keys)
    blocks = _blocks(keys)
    pairs = []
    for place, record in enumerate(records):
        others = [records[other] for other in _candidates(place, keys, blocks)]
        pairs += [
            pair_of(record.pk, other.pk, found) for found, other in likely_among(record, others)
        ]
    store_pairs(model.PAIR_KIND, LikelyPair.objects.filter(kind=model.PAIR_KIND), pairs)
    return len(pairs)


def _store_keys(model: type[Comparable], records: list[Record], keys: list[list[str]]) -> None:
    NameKey.objects.filter(kind=model.PAIR_KIND).delete()
    for start in range(0, len(records), BATCH):
        batch = zip(records[start : start + BATCH], keys[start : start + BATCH], strict=True)
        NameKey.objects.bulk_create(
            NameKey(kind=model.PAIR_KIND, row=record.pk, key=key)
            for record, own in batch
            for key in own
        )


def _blocks(keys: list[list[str]]) -> dict[str, list[int]]:
    """Return {key: places of its records in the list}."""
    blocks: defaultdict[str, list[int]] = defaultdict(list)
    for place, own in enumerate(keys):
        for key in own:
            blocks[key].append(place)
    return blocks


def _candidates(place: int, keys: list[list[str]], blocks: dict[str, list[int]]) -> list[int]:
    """Return the places after `place` of the records that share a rare key with the record there."""
    places: set[int] = set()
    for key in keys[place]:
        others = blocks.get(matching_key(key), ())
        if max(len(blocks[key]), len(others)) <= MOST_ROWS:
            places.update(others)
    return sorted(other for other in places if other > place)
