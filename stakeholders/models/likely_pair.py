"""Records that are likely the same: pairs, found by keys; a pair that is none is remembered."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stakeholders.alike import in_words
from stakeholders.alike.keys import LENGTH


class Kind(models.TextChoices):
    """What a pair is of."""

    ORGANISATION = "organisation", _("Organisations")
    PERSON = "person", _("People")


class NameKey(models.Model):
    """A key under which a record meets those that may be the same."""

    kind = models.CharField(max_length=12, choices=Kind)
    row = models.BigIntegerField()
    key = models.CharField(max_length=LENGTH)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "key", "row"], name="name_key_once"),
        ]
        indexes = [models.Index(fields=["row", "kind", "key"], name="name_key_row")]

    def __str__(self):
        return f"{self.kind} {self.row}: {self.key}"


class LikelyPairQuerySet(models.QuerySet):
    """Pairs, in the words of the office."""

    def open(self):
        """Those that nobody called different."""
        return self.filter(dismissed_at__isnull=True)

    def dismissed(self):
        """Those that somebody called different."""
        return self.filter(dismissed_at__isnull=False)

    def of_rows(self, model):
        """Those of two rows of `model` that are in use: merged, retired and anonymised ones left the queue."""
        in_use = (Exists(model.objects.current().filter(pk=OuterRef(side))) for side in "ab")
        return self.filter(*in_use, kind=model.PAIR_KIND)

    def of(self, row):
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
        verbose_name=_("called different by"),
    )
    dismissed_at = models.DateTimeField(_("called different"), null=True, blank=True)

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

    def __str__(self):
        return f"{self.kind} {self.a}, {self.b}"

    @property
    def reason_words(self):
        """The reasons in words."""
        return in_words(self.reasons)

    def dismiss(self, user):
        """Remember that the two are not the same."""
        self.dismissed_by, self.dismissed_at = user, timezone.now()
        self.save(update_fields=["dismissed_by", "dismissed_at"])

    def take_back(self):
        """Forget that the two were called different."""
        self.dismissed_by = self.dismissed_at = None
        self.save(update_fields=["dismissed_by", "dismissed_at"])
