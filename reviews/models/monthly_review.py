"""The month in review, from draft to signature."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Count, Q
from django.db.models.functions import TruncMonth
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import ExportRecord, User
from engagements.models import Meeting
from engagements.models.meeting import MeetingQuerySet
from reviews.article.written import WrittenText, from_json, to_json
from toolkit.months import month_range
from toolkit.spelling import fold

LONGEST_TEXT = 100_000


class SignedForGood(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("What is signed never changes. Sign a new issue instead."))


class MonthlyReviewQuerySet(models.QuerySet["MonthlyReview"]):
    def latest_of(self, month: date) -> "MonthlyReview":
        """Return the latest issue of the month that begins on `month`; an unsaved draft while there is none."""
        found = self.filter(month=month).select_related("signed_by", "submitted_by")
        return found.order_by("-issue").first() or self.model(month=month)

    def hold(self, month: date) -> "MonthlyReview":
        """Return the latest issue, begun when there was none. Call inside a transaction.

        The row of the first issue is the lock of the whole month: whoever comes second waits, then
        reads what the first one left.
        """
        self.get_or_create(month=month, issue=1)
        self.select_for_update().get(month=month, issue=1)
        return self.latest_of(month)

    def matching(self, text: str) -> "MonthlyReviewQuerySet":
        """Keep the reviews whose text holds every word of `text`, whatever its accents.

        Each is read: there is one a month, and no database folds what stands in JSON.
        """
        words = fold(text).split()
        texts = {
            review.pk: fold(review.plain_text)
            for review in self.filter(text__isnull=False).defer("frozen")
        }
        return self.filter(
            pk__in=[pk for pk, known in texts.items() if all(word in known for word in words)]
        )


class MonthlyReview(models.Model):
    """One issue of a month's review; what is frozen at signature never changes.

    `text` is a WrittenText as JSON; while nobody changed a word it is None, and the text is composed
    from the records.
    `version` counts the changes of the month, through all its issues.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft, not signed")
        SUBMITTED = "submitted", _("Submitted")
        RETURNED = "returned", _("Returned")
        SIGNED = "signed", _("Signed")

    month = models.DateField(_("month"), help_text=_("The first day of the month."))
    issue = models.PositiveSmallIntegerField(_("issue"), default=1)
    text = models.JSONField(_("text"), null=True, blank=True, default=None, editable=False)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    comment = models.TextField(_("comment on return"), blank=True, max_length=3000)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="submitted_reviews",
        verbose_name=_("submitted by"),
    )
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="signed_reviews",
        verbose_name=_("signed by"),
    )
    signed_at = models.DateTimeField(_("signed"), null=True, blank=True)
    frozen = models.JSONField(
        _("figures and meetings at signature"), default=dict, blank=True, editable=False
    )
    version = models.PositiveIntegerField(_("version"), default=0, editable=False)

    # What is frozen is written once and never changes: its history would only be a second copy.
    history = HistoricalRecords(excluded_fields=["frozen"])
    objects = MonthlyReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("monthly review")
        verbose_name_plural = _("monthly reviews")
        ordering = ["-month", "-issue"]
        constraints = [
            models.UniqueConstraint(fields=["month", "issue"], name="review_issue_once"),
            models.CheckConstraint(
                condition=Q(month__day=1),
                name="review_month_first_day",
                violation_error_message=_("A month is written as its first day."),
            ),
            models.CheckConstraint(
                condition=Q(status="signed", signed_by__isnull=False, signed_at__isnull=False)
                | (~Q(status="signed") & Q(signed_by__isnull=True, signed_at__isnull=True)),
                name="review_signed_has_signature",
                violation_error_message=_(
                    "A signed review has a name and a time; another has neither."
                ),
            ),
        ]

    def __str__(self) -> str:
        return date_format(self.month, "F Y")

    @classmethod
    def touched_by(cls, rows: list) -> "list[MonthlyReview]":
        """Return the signed reviews, newest first, that count a meeting of which one of `rows` is a part."""
        pks = {
            row.pk if isinstance(row, Meeting) else getattr(row, "meeting_id", None) for row in rows
        }
        counted = Meeting.objects.counted().filter(pk__in=pks - {None}).order_by()
        months = counted.values_list(TruncMonth("date"))
        return list(cls.objects.filter(month__in=months, status=cls.Status.SIGNED))

    @classmethod
    def rests_on(cls, meetings: MeetingQuerySet) -> set[int]:
        """Return the keys of those of `meetings` that were there when the review of their month was signed."""
        signed = dict(
            cls.objects.filter(status=cls.Status.SIGNED).values_list("month", "signed_at")
        )
        rows = meetings.values_list("pk", "date", "created_at")
        return {
            pk for pk, day, at in rows if (last := signed.get(day.replace(day=1))) and at <= last
        }

    def get_absolute_url(self) -> str:
        return reverse("month_detail", args=[self.month.year, self.month.month])

    @property
    def download_title(self) -> str:
        """What the record of a download calls it."""
        return gettext("Month in review: %s") % self

    def downloads(self) -> dict[str, int]:
        """Return how many of its files were downloaded since it was signed, and by how many people; one query."""
        rows = ExportRecord.objects.filter(what=self.download_title, created_at__gte=self.signed_at)
        return rows.aggregate(files=Count("pk"), people=Count("user", distinct=True))

    @property
    def is_signed(self) -> bool:
        return self.status == self.Status.SIGNED

    @property
    def signed_local_day(self) -> date | None:
        """The day of the signature where the office is; None while there is none."""
        return timezone.localdate(self.signed_at) if self.signed_at else None

    @property
    def day_after(self) -> date:
        return month_range(self.month.year, self.month.month)[1]

    @property
    def written(self) -> WrittenText | None:
        """What somebody wrote; None while the text is composed from the records."""
        return from_json(self.text)

    @property
    def references(self) -> frozenset[str]:
        """The meetings that what somebody wrote rests on."""
        written = self.written
        if written is None:
            return frozenset()
        return written.references | frozenset(written.unmatched or ())

    @property
    def plain_text(self) -> str:
        written = self.written
        return written.plain_text if written else ""

    @property
    def is_submitted(self) -> bool:
        return self.status == self.Status.SUBMITTED

    def others(self) -> MonthlyReviewQuerySet:
        rows = type(self).objects.filter(month=self.month).exclude(issue=self.issue)
        return rows.select_related("signed_by").order_by("-issue")

    def is_signed_in_database(self, *, held: bool = False) -> bool:
        """Whether the stored row is signed, whatever this copy says; one query.

        `held` keeps the row until the transaction ends. It is asked for by number alone: a signature
        that is being stored is waited for, then seen.
        """
        rows = type(self).objects.select_for_update() if held else type(self).objects
        return self.Status.SIGNED in rows.filter(pk=self.pk).values_list("status", flat=True)

    def clean(self) -> None:
        if self.is_signed_in_database():
            raise SignedForGood

    @transaction.atomic
    def save(self, **kwargs) -> None:
        if self.is_signed_in_database(held=True):
            raise SignedForGood
        super().save(**kwargs)

    @transaction.atomic
    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        if self.is_signed_in_database(held=True):
            raise SignedForGood
        return super().delete(*args, **kwargs)

    def _step(self, **values) -> None:
        for name, value in values.items():
            setattr(self, name, value)
        self.version += 1
        self.save()

    def write(self, text: WrittenText | None) -> None:
        """Store another text; None for the one that is composed from the records."""
        self._step(text=to_json(text))

    def submit(self, *, by: User, at: datetime) -> None:
        self._step(status=self.Status.SUBMITTED, submitted_by=by, submitted_at=at, comment="")

    def send_back(self, comment: str) -> None:
        self._step(status=self.Status.RETURNED, comment=comment)

    def sign(
        self, text: WrittenText | None, frozen: dict[str, Any], *, by: User, at: datetime
    ) -> None:
        """Sign it: `text` and what is `frozen` stay as they are from now on."""
        signed = {"status": self.Status.SIGNED, "signed_by": by, "signed_at": at, "comment": ""}
        self._step(text=to_json(text), frozen=frozen, **signed)

    def next_issue(self) -> "MonthlyReview":
        """Begin the issue after this one, with its text; the same one when it was begun already."""
        carried = {"text": self.text, "version": self.version + 1}
        return type(self).objects.get_or_create(
            month=self.month, issue=self.issue + 1, defaults=carried
        )[0]
