"""All likely duplicates found again at once: each record is compared with those it shares a key with."""

from collections import defaultdict

from django.db import transaction

from stakeholders.alike.keys import meeting
from stakeholders.models import Appointment, LikelyPair, NameKey, Organisation, Person
from stakeholders.models.comparable import MOST, likely_among, pair_of, store_pairs

BATCH = 2000


def find_again(keys):
    """Find again the pairs of rows, each (model, key), that were written without their save(): by a merge."""
    people = {pk for model, pk in keys if model is Person}
    posts = {pk for model, pk in keys if model is Appointment}
    people |= set(Appointment.objects.filter(pk__in=posts).values_list("person", flat=True))
    for pk in sorted(people):
        Person(pk=pk).find_pairs()
    for pk in sorted({pk for model, pk in keys if model is Organisation}):
        Organisation(pk=pk).find_pairs()


@transaction.atomic
def find_duplicates(model):
    """Make the keys and the pairs of all rows of `model` anew; return how many pairs there are.

    It finds what saving every row again would find, in one pass.
    """
    rows = model.objects.current().comparable().order_by("pk").iterator(chunk_size=BATCH)
    records = [row.record() for row in rows]
    blocks = _store_keys(model, records)
    pairs = [
        pair_of(record, other, found)
        for record in records
        for found, other in likely_among(record, _met(model, record, records, blocks))
    ]
    store_pairs(model.PAIR_KIND, LikelyPair.objects.filter(kind=model.PAIR_KIND), pairs)
    return len(pairs)


def _store_keys(model, records):
    """Store the keys of all records; return {key: places of its records in the list}."""
    NameKey.objects.filter(kind=model.PAIR_KIND).delete()
    blocks, new = defaultdict(list), []
    for place, record in enumerate(records):
        for key in sorted(model.keys_of(record)):
            blocks[key].append(place)
            new.append(NameKey(kind=model.PAIR_KIND, row=record.pk, key=key))
        if len(new) >= BATCH:
            NameKey.objects.bulk_create(new)
            new = []
    NameKey.objects.bulk_create(new)
    return blocks


def _met(model, record, records, blocks):
    """Return the later records that share a telling key with `record`."""
    places = set()
    for key in model.keys_of(record):
        others = blocks.get(meeting(key), ())
        if max(len(blocks[key]), len(others)) <= MOST:
            places.update(others)
    return [records[place] for place in places if records[place].pk > record.pk]
