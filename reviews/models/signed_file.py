"""The files of a signed month, byte for byte as they were."""

import hashlib
from typing import Any, NoReturn

from django.db import models
from django.utils.translation import gettext_lazy as _

from reviews.models.monthly_review import MonthlyReview, SignedForGood
from toolkit.search import Storing, StoringQuerySet


class SignedFile(Storing):
    """One download of a signed review as it was at signature; it never changes."""

    review = models.ForeignKey(
        MonthlyReview, models.PROTECT, related_name="files", verbose_name=_("review")
    )
    file_format = models.CharField(_("format"), max_length=10)
    content = models.BinaryField(_("content"))
    sha256 = models.CharField(_("SHA-256"), max_length=64, editable=False)

    objects = StoringQuerySet.as_manager()

    class Meta:
        verbose_name = _("signed file")
        verbose_name_plural = _("signed files")
        ordering = ["review", "file_format"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "file_format"], name="signed_file_format_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.review} ({self.file_format})"

    @property
    def is_intact(self) -> bool:
        return self.sha256 == hashlib.sha256(self.content).hexdigest()

    def store(self, **kwargs: Any) -> None:
        self.sha256 = hashlib.sha256(self.content).hexdigest()
        super().store(**kwargs)

    def save(self, **kwargs: Any) -> None:
        if self.pk:
            raise SignedForGood
        super().save(**kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise SignedForGood
