"""The month in review, from draft to signature."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from engagements.models import Meeting


class MonthlyReview(models.Model):
    """One issue of a month's review; what is frozen at signature never changes."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft, not signed")
        SUBMITTED = "submitted", _("Submitted")
        RETURNED = "returned", _("Returned")
        SIGNED = "signed", _("Signed")

    month = models.DateField(_("month"), help_text=_("The first day of the month."))
    issue = models.PositiveSmallIntegerField(_("issue"), default=1)
    narrative = models.TextField(_("text"), blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    comment = models.TextField(_("comment on return"), blank=True)
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

    history = HistoricalRecords()

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

    def __str__(self):
        return date_format(self.month, "F Y")

    @classmethod
    def touched_by_merge(cls, rows):
        """Return the signed reviews, newest first, that count a meeting of which one of `rows` is a part."""
        pks = {
            row.pk if isinstance(row, Meeting) else getattr(row, "meeting_id", None) for row in rows
        }
        days = Meeting.objects.counted().filter(pk__in=pks - {None}).values_list("date", flat=True)
        months = {day.replace(day=1) for day in days}
        return list(cls.objects.filter(month__in=months, status=cls.Status.SIGNED))
