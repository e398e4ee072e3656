"""Likely duplicates: pairs of records, found by keys. A pair marked as different is remembered."""

from collections.abc import Iterator
from typing import Any, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from stakeholders.models.alphabetical import Alphabetical
from stakeholders.name_matching.blocking_keys import LENGTH, matching_key
from stakeholders.name_matching.records import OrganisationRecord, PersonRecord
from stakeholders.name_matching.score import LIKELY, Likeness, reason_texts
from stakeholders.vocabulary import meanings
from toolkit.search import SearchQuerySet, holds
from toolkit.spelling import fold

Record = OrganisationRecord | PersonRecord


class Kind(models.TextChoices):
    ORGANISATION = "organisation", _("Organisations")
    PERSON = "person", _("People")


class NameKey(models.Model):
    """A key that a record shares with those that may be the same."""

    kind = models.CharField(max_length=12, choices=Kind)
    row = models.BigIntegerField()
    key = models.CharField(max_length=LENGTH)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key", "row"], name="name_key_once")]
        indexes = [models.Index(fields=["row", "kind", "key"], name="name_key_row")]

    def __str__(self) -> str:
        return f"{self.kind} {self.row}: {self.key}"


class LikelyPairQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(dismissed_at__isnull=True)

    def dismissed(self) -> Self:
        return self.filter(dismissed_at__isnull=False)

    def of_rows(self, model: type["Comparable"]) -> Self:
        """Those of two rows of `model` that are in use: merged, retired and anonymised ones left the queue."""
        in_use = (Exists(model.objects.current().filter(pk=OuterRef(side))) for side in "ab")
        return self.filter(*in_use, kind=model.PAIR_KIND)

    def of(self, row: "Comparable") -> Self:
        """Those that one record is in, in no order: in the order of the queue all of it would be read."""
        first, second = (Q(**{"kind": row.PAIR_KIND, side: row.pk}) for side in "ab")
        return self.filter(first | second).order_by()


class LikelyPair(models.Model):
    """Two records of one kind that are likely the same. `a` is the older; both are keys, not relations:

    a merge moves relations, and a pair must stay what it was when the merge is undone.
    """

    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    a = models.BigIntegerField(_("older record"))
    b = models.BigIntegerField(_("newer record"))
    score = models.PositiveSmallIntegerField(_("likeness"))
    reasons = models.JSONField(_("reasons"), default=list)
    dismissed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="dismissed_pairs",
        verbose_name=_("marked as different by"),
    )
    dismissed_at = models.DateTimeField(_("marked as different"), null=True, blank=True)

    objects = LikelyPairQuerySet.as_manager()

    class Meta:
        verbose_name = _("likely duplicate")
        verbose_name_plural = _("likely duplicates")
        ordering = ["-score", "-pk"]
        indexes = [
            models.Index(fields=["kind", "-score", "-id"], name="likely_pair_best"),
            models.Index(fields=["kind", "b"], name="likely_pair_b"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["kind", "a", "b"], name="likely_pair_once"),
            models.CheckConstraint(condition=Q(a__lt=F("b")), name="likely_pair_older_first"),
            models.CheckConstraint(
                condition=Q(dismissed_at__isnull=True, dismissed_by__isnull=True)
                | Q(dismissed_at__isnull=False, dismissed_by__isnull=False),
                name="likely_pair_dismissed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.a}, {self.b}"

    @property
    def reason_texts(self) -> list[str]:
        return reason_texts(self.reasons)

    def dismiss(self, user: User) -> None:
        self.dismissed_by, self.dismissed_at = user, timezone.now()
        self.save(update_fields=["dismissed_by", "dismissed_at"])

    def take_back(self) -> None:
        self.dismissed_by = self.dismissed_at = None
        self.save(update_fields=["dismissed_by", "dismissed_at"])


# Records are not compared for a key that more rows than this have.
MOST_ROWS = 300


def pair_of(one: int, other: int, found: Likeness) -> LikelyPair:
    a, b = sorted((one, other))
    return LikelyPair(a=a, b=b, score=found.score, reasons=list(found.reasons))


def likely_among(record: Any, others: list[Record]) -> Iterator[tuple[Likeness, Record]]:
    """Yield (Likeness, other record) for those of `others` that are likely the same as `record`."""
    for other in others:
        if other.pk != record.pk:
            # The older first, whichever was saved: which words are alike may depend on the order.
            older, newer = sorted((record, other), key=lambda one: one.pk)
            found = older.likeness(newer)
            if found.score >= LIKELY:
                yield found, other


def rows_sharing_keys(kind: Kind, keys: set[str]) -> set[int]:
    """Return the ids of the rows that share one of `keys`, if the key is not too common; two queries."""
    both = keys | {matching_key(key) for key in keys}
    counts = dict(
        NameKey.objects.filter(kind=kind, key__in=both)
        .values_list("key")
        .annotate(n=Count("pk"))
        .order_by()
    )
    rare = [
        match
        for key, match in ((key, matching_key(key)) for key in keys)
        if max(counts.get(key, 0), counts.get(match, 0)) <= MOST_ROWS
    ]
    return set(NameKey.objects.filter(kind=kind, key__in=rare).values_list("row", flat=True))


def store_pairs(kind: Kind, known: LikelyPairQuerySet, pairs: list[LikelyPair]) -> None:
    """Make `known` (a queryset of pairs of `kind`) hold just `pairs`; what was marked as different stays."""
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


class StakeholderQuerySet(SearchQuerySet):
    def matching(self, text: str) -> Self:
        """Keep the rows whose searched text holds every word of `text`, as typed or in its English form."""
        rows = self
        for word in fold(text).split():
            rows = rows.filter(holds_meaning(word, "search"))
        return rows


def holds_meaning(word: str, *columns: str) -> Q:
    """Return the condition that one of the folded `columns` holds a folded word, or what it may stand for."""
    condition = Q()
    for meaning in meanings(word):
        condition |= holds(meaning, *columns)
    return condition


class Comparable(Alphabetical):
    """A record whose likely duplicates are found again whenever it is stored."""

    PAIR_KIND: Kind
    COMPARED: tuple[str, ...]  # the fields that are compared
    other_names: Any
    objects: Any  # a manager with `current()` and `comparable()`: with all that `record()` reads

    class Meta:
        abstract = True

    def own_names(self) -> list[str]:
        """Return the names of the record, other spellings left out."""
        raise NotImplementedError

    def folded_names(self) -> set[str]:
        names = [*self.own_names(), *self.other_names.splitlines()]
        return {fold(name) for name in names if name}

    def record(self) -> Record:
        raise NotImplementedError

    @staticmethod
    def keys_of(record: Any) -> set[str]:
        """Return the keys that the record shares with those that may be the same."""
        raise NotImplementedError

    def store(self, **kwargs: Any) -> None:
        """Store the row, and find its likely duplicates again unless nothing that is compared is written."""
        fields = kwargs.get("update_fields")
        if fields is not None and not set(self.COMPARED) & set(fields):
            return super().store(**kwargs)
        with transaction.atomic():
            super().store(**kwargs)
            self.find_pairs()

    def find_pairs(self) -> None:
        """Bring the keys and pairs of this row up to date; its milliseconds do not grow with the number of rows."""
        model = type(self)
        row = model.objects.current().comparable().filter(pk=self.pk).first()
        record = row.record() if row else None
        keys = model.keys_of(record) if row else set()
        changed = self._store_keys(keys)
        pairs = []
        if row:
            pks = rows_sharing_keys(self.PAIR_KIND, keys) - {self.pk}
            others = model.objects.current().comparable().filter(pk__in=pks)
            likely = likely_among(record, [other.record() for other in others])
            pairs = [pair_of(self.pk, other.pk, found) for found, other in likely]
        store_pairs(self.PAIR_KIND, LikelyPair.objects.of(self), pairs)
        if changed:
            self.find_dependent_pairs()

    def find_dependent_pairs(self) -> None:
        """Find again the pairs of rows that are compared by this row's names; none by default."""

    def _store_keys(self, keys: set[str]) -> bool:
        """Store the keys of this row; return whether they changed."""
        mine = NameKey.objects.filter(kind=self.PAIR_KIND, row=self.pk)
        known = set(mine.values_list("key", flat=True))
        if known - keys:
            mine.filter(key__in=known - keys).delete()
        new = [NameKey(kind=self.PAIR_KIND, row=self.pk, key=key) for key in sorted(keys - known)]
        NameKey.objects.bulk_create(new, ignore_conflicts=True)
        return known != keys
