"""Signing: what is frozen, the files that go with it, and reading both again."""

import hashlib
import json
from dataclasses import replace
from datetime import datetime

from django.utils import timezone

from accounts.models import User
from reviews.build_report import with_variants
from reviews.documents import FORMATS, render
from reviews.models import MonthlyReview, SignedFile
from reviews.month.report import Report
from toolkit.frozen_values import NotReadable, freeze, thaw


class NotAsSigned(ValueError):
    """A stored file is no longer what was signed, or cannot be had."""


def files_of(report: Report) -> dict[str, bytes]:
    """Return {format: bytes} of all downloads of a signed Report, to be kept as they are.

    Raises TemplateProblem when the office's own Word template cannot be used.
    """
    day = report.signed_on or timezone.localdate()
    return {kind: render(report, kind, today=day) for kind in FORMATS}


def as_signed(report: Report, user: User, at: datetime) -> Report:
    """Return the Report as `user` signs it, with its variants; its matrix stays as it was shown."""
    matrix = replace(report.summary.matrix, can_switch=False)
    summary = replace(report.summary, matrix=matrix)
    day = timezone.localdate(at)
    signed = replace(report, summary=summary, status="signed", signed_by=str(user), signed_on=day)
    return with_variants(signed)


def digest(report: Report) -> str:
    """Return the SHA-256 of what would be signed, whoever signs it and whether it was submitted."""
    unsigned = freeze(replace(report, status="", signed_by="", signed_on=None, variants=()))
    del unsigned["variants"]  # made at the signature, of what is signed
    data = json.dumps(unsigned, sort_keys=True)
    return hashlib.sha256(data.encode()).hexdigest()


def sign(
    review: MonthlyReview, report: Report, files: dict[str, bytes], *, by: User, at: datetime
) -> None:
    """Sign a review: its figures, records and text, and these files. Call inside a transaction.

    `report` is one that `as_signed` made.
    """
    review.sign(report.text, freeze(report), by=by, at=at)
    for file_format, content in files.items():
        SignedFile.objects.create(review=review, file_format=file_format, content=content)


def signed_report(review: MonthlyReview) -> Report | None:
    """Return the Report that was signed; None when this version of the program can't read it."""
    try:
        return thaw(Report, review.frozen)
    except NotReadable:
        return None


def signed_file(review: MonthlyReview, file_format: str) -> bytes | None:
    """Return the bytes of a file as it was signed; None when there is none.

    Raises NotAsSigned when they are not what was signed.
    """
    found = review.files.filter(file_format=file_format).first()
    if found is None:
        return None
    if not found.is_intact:
        raise NotAsSigned(f"The {file_format} of {review} is not what was signed.")
    return bytes(found.content)
