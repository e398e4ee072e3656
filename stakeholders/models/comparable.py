"""Records whose likely duplicates are found by keys, whenever one is saved."""

from django.db import models, transaction
from django.db.models import Count

from stakeholders.alike import LIKELY
from stakeholders.alike.keys import meeting
from stakeholders.models.likely_pair import LikelyPair, NameKey

# So many rows under one key say that the key tells nothing: they are not compared for it.
MOST = 300


def pair_of(one, other, found):
    """Return the LikelyPair, not stored, of two records with the Likeness `found`."""
    a, b = sorted((one.pk, other.pk))
    return LikelyPair(a=a, b=b, score=found.score, reasons=list(found.reasons))


def likely_among(record, others):
    """Yield (Likeness, other record) for those of `others` that are likely the same as `record`."""
    for other in others:
        if other.pk != record.pk:
            # The older first, whichever was saved: which words are alike may depend on the order.
            older, newer = sorted((record, other), key=lambda one: one.pk or 0)
            found = older.likeness(newer)
            if found.score >= LIKELY:
                yield found, other


def rows_that_meet(kind, keys):
    """Return the numbers of the rows that share a telling key with `keys`, as a set; two queries."""
    asked = keys | {meeting(key) for key in keys}
    counts = dict(
        NameKey.objects.filter(kind=kind, key__in=asked)
        .values_list("key")
        .annotate(n=Count("pk"))
        .order_by()
    )
    telling = [
        meeting(key) for key in keys if max(counts.get(key, 0), counts.get(meeting(key), 0)) <= MOST
    ]
    return set(NameKey.objects.filter(kind=kind, key__in=telling).values_list("row", flat=True))


def store_pairs(kind, known, pairs):
    """Make `known` (a queryset of pairs of `kind`) hold just `pairs`; what was called different stays, renewed."""
    before = {(pair.a, pair.b): pair for pair in known}
    now = {(pair.a, pair.b): pair for pair in pairs}
    changed, new = [], []
    for key, pair in now.items():
        old = before.get(key)
        if old is None:
            pair.kind = kind
            new.append(pair)
        elif (old.score, old.reasons) != (pair.score, pair.reasons):
            old.score, old.reasons = pair.score, pair.reasons
            changed.append(old)
    gone = [p.pk for key, p in before.items() if key not in now and p.dismissed_at is None]
    for start in range(0, len(gone), 500):
        LikelyPair.objects.filter(pk__in=gone[start : start + 500]).delete()
    LikelyPair.objects.bulk_update(changed, ["score", "reasons"], batch_size=500)
    # Two saves at once may find the same pair.
    LikelyPair.objects.bulk_create(new, batch_size=500, ignore_conflicts=True)


class Comparable(models.Model):
    """A record whose likely duplicates are found again whenever it is saved.

    A model says PAIR_KIND, `record()` (what is compared) and `keys_of(record)`; its queryset `current()` and
    `comparable()` (with all that `record()` reads).
    """

    COMPARED = ()

    class Meta:
        abstract = True

    def save(self, **kwargs):
        """Store the row, and find its likely duplicates again unless nothing that is compared is written."""
        fields = kwargs.get("update_fields")
        if fields is not None and not set(self.COMPARED) & set(fields):
            return super().save(**kwargs)
        with transaction.atomic():
            super().save(**kwargs)
            self.find_pairs()

    def find_pairs(self):
        """Bring the keys and pairs of this row up to date; its milliseconds do not grow with the number of rows."""
        model = type(self)
        row = model.objects.current().comparable().filter(pk=self.pk).first()
        record = row.record() if row else None
        keys = model.keys_of(record) if row else set()
        changed = self._store_keys(keys)
        pairs = []
        if row:
            met = rows_that_meet(self.PAIR_KIND, keys) - {self.pk}
            others = model.objects.current().comparable().filter(pk__in=met)
            likely = likely_among(record, [other.record() for other in others])
            pairs = [pair_of(self, other, found) for found, other in likely]
        store_pairs(self.PAIR_KIND, LikelyPair.objects.of(self), pairs)
        if changed:
            self.find_pairs_of_others()

    def find_pairs_of_others(self):
        """Find again the pairs of rows that are compared by this row's names; none by default."""

    def _store_keys(self, keys):
        """Store the keys of this row; return whether they changed."""
        mine = NameKey.objects.filter(kind=self.PAIR_KIND, row=self.pk)
        known = set(mine.values_list("key", flat=True))
        if known - keys:
            mine.filter(key__in=known - keys).delete()
        new = [NameKey(kind=self.PAIR_KIND, row=self.pk, key=key) for key in sorted(keys - known)]
        NameKey.objects.bulk_create(new, ignore_conflicts=True)
        return known != keys
