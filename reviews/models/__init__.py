"""The month in review: its issues, the files that were signed, and texts that are being written."""

from reviews.models.article_draft import ArticleDraft
from reviews.models.monthly_review import MonthlyReview, SignedForGood
from reviews.models.signed_file import SignedFile

__all__ = ["ArticleDraft", "MonthlyReview", "SignedFile", "SignedForGood"]
