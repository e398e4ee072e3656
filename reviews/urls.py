"""Addresses of months, coverage and places: /months/2024-03/, /coverage/, /places/kukes/."""

from django.urls import path, register_converter
from django.urls.converters import IntConverter, StringConverter

from reviews.views import (
    article,
    article_versions,
    coverage,
    downloads,
    month,
    preview,
    signature,
    variants,
)


class YearConverter(IntConverter):
    """Four digits, from the first year to the last that has a year on both sides."""

    regex = "[0-9]{4}"
    first, last = 2, 9998

    def to_python(self, value: str) -> int:
        if not self.first <= int(value) <= self.last:
            raise ValueError
        return int(value)

    def to_url(self, value: int | str) -> str:
        return f"{self.to_python(str(value)):04d}"


class MonthConverter(IntConverter):
    regex = "0[1-9]|1[0-2]"

    def to_url(self, value: int | str) -> str:
        return f"{int(value):02d}"


class FigureConverter(StringConverter):
    """The name of a list behind a figure; no other page of a month is taken for one."""

    regex = "organisations|people|municipalities|action-points"


class VariantConverter(StringConverter):
    regex = "article|areas|brief|post|long-post"


register_converter(FigureConverter, "figure")
register_converter(VariantConverter, "variant")
register_converter(YearConverter, "year")
register_converter(MonthConverter, "month")

MONTH = "months/<year:year>-<month:month>/"

urlpatterns = [
    path("meetings/preview/", preview.meeting_preview, name="meeting_preview"),
    path("coverage/", coverage.coverage, name="coverage"),
    path(
        "coverage/download/<str:file_format>/", coverage.coverage_download, name="coverage_download"
    ),
    path("places/<slug:slug>/", coverage.place_detail, name="place_detail"),
    path("months/", month.month_list, name="month_list"),
    path("years/<year:year>/", month.year_detail, name="year_detail"),
    path("years/<year:year>/<figure:what>/", month.period_rows, name="year_rows"),
    path(MONTH, month.month_detail, name="month_detail"),
    path(f"{MONTH}<figure:what>/", month.period_rows, name="month_rows"),
    path(f"{MONTH}download/<str:file_format>/", downloads.month_download, name="month_download"),
    path(f"{MONTH}for/<variant:kind>/", variants.variant_detail, name="variant_detail"),
    path(
        f"{MONTH}for/<variant:kind>/download/<str:file_format>/",
        variants.variant_download,
        name="variant_download",
    ),
    path(f"{MONTH}issues/<int:issue>/", month.issue_detail, name="issue_detail"),
    path(
        f"{MONTH}issues/<int:issue>/download/<str:file_format>/",
        downloads.month_download,
        name="issue_download",
    ),
    path(f"{MONTH}issues/new/", signature.review_renew, name="review_renew"),
    path(f"{MONTH}article/", article.article_edit, name="article_edit"),
    path(f"{MONTH}article/draft/", article.article_draft, name="article_draft"),
    path(
        f"{MONTH}article/start-again/",
        article_versions.article_start_again,
        name="article_start_again",
    ),
    path(
        f"{MONTH}article/versions/<int:pk>/",
        article_versions.article_version,
        name="article_version",
    ),
    path(f"{MONTH}submit/", signature.review_submit, name="review_submit"),
    path(f"{MONTH}return/", signature.review_return, name="review_return"),
    path(f"{MONTH}sign/", signature.review_sign, name="review_sign"),
]
