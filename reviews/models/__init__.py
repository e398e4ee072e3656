"""The month in review: its issues, and the files that were signed."""

from reviews.models.monthly_review import MonthlyReview, SignedForGood
from reviews.models.signed_file import SignedFile

__all__ = ["MonthlyReview", "SignedFile", "SignedForGood"]
