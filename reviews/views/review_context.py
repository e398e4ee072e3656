"""What the pages of a month show of its review: the signed report or the live one, text, changes and steps."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import SignedInRequest
from accounts.models import User
from engagements.models import Meeting
from reviews.article import LeftOut
from reviews.article.compare import RESTRICTED
from reviews.article.signed_markdown import to_html
from reviews.article.written import WrittenText
from reviews.build_report import SHOWN, MonthPage, build_report, compose_article
from reviews.documents import missing_letters
from reviews.forms import TypedArticle
from reviews.models import MonthlyReview
from reviews.month.meetings import MeetingFacts
from reviews.month.report import Report
from reviews.signature.changes_since import read_changes
from reviews.signature.questions import open_text
from reviews.signature.withheld_meetings import ForReader, for_reader
from reviews.signature.workflow import may, obstacle, possible
from reviews.views.open_text import QuestionRow


def review_or_403(request: SignedInRequest, step: str, year: int, month: int) -> MonthlyReview:
    if not may(request.user, step):
        raise PermissionDenied
    return MonthlyReview.objects.latest_of(date(year, month, 1))


def live_report(review: MonthlyReview) -> Report:
    month = review.month
    return build_report(month.year, month.month, today=timezone.localdate(), review=review)


AS_OTHERS = (
    "as-others"  # in the address: a signed month as those have it who may not read all of it
)


def reader_report(request: SignedInRequest, review: MonthlyReview) -> ForReader:
    """Return a month as whoever asks may read it: as it is, or as it was signed."""
    if not review.is_signed:
        return ForReader(live_report(review))
    return for_reader(review, request.user, as_others=AS_OTHERS in request.GET)


def why_not(step: str, review: MonthlyReview, report: Report | None = None) -> str:
    """Return why a step can't be taken, in words; empty when it can.

    Where the Report of the month was not read for more, its meetings are counted; one query.
    """
    month = review.month
    counted = Meeting.objects.counted().in_month(month.year, month.month)
    meetings = len(report.records) if report else counted.count()
    return obstacle(step, review, meetings=meetings, today=timezone.localdate())


def refuse(request: SignedInRequest, review: MonthlyReview, why: str) -> HttpResponse:
    """Answer with a page that says why it can't be done, leads back, and gives back what was typed."""
    typed = TypedArticle.read(request.POST).plain_text or request.POST.get("comment")
    context = {"section": "months", "review": review, "why": why, "typed": typed}
    return render(request, "reviews/change_refused.html", context, status=409)


def review_context(
    user: User, review: MonthlyReview, live: Report, *, as_others: bool = False
) -> dict[str, Any]:
    """Return what the page of a month adds for its review; a signed one brings its own report."""
    issues = list(review.others())
    signed = next((issue for issue in (review, *issues) if issue.is_signed), None)
    last = for_reader(signed, user, as_others=as_others) if signed else ForReader(None)
    frozen = last.report if review.is_signed else None
    today, changes = timezone.localdate(), None
    if signed and signed.signed_at and last.report:
        changes = read_changes(last.report, live, since=signed.signed_at, user=user)
    return {
        "for_reader": last if review.is_signed else None,
        **report_context(frozen or live),
        **questions_context(user, review, live),
        "is_unreadable": review.is_signed and frozen is None,
        "issues": issues,
        "steps": possible(user, review, meetings=len(live.records), today=today),
        "changes": changes,
    }


def page_context(user: User, review: MonthlyReview, page: MonthPage) -> dict[str, Any]:
    """Return what the page of a month that was never signed adds for its review; its text where it has it."""
    report, today = page.report, timezone.localdate()
    found = {
        "for_reader": None,
        "report": report,
        "summary": report.summary,
        "steps": possible(user, review, meetings=len(page.meetings), today=today),
        "older_total": page.older,
        "overdue_total": page.overdue,
        "text_is_apart": len(page.meetings) > SHOWN,
    }
    if not page.has_text:
        return found
    return found | report_context(report) | questions_context(user, review, report)


def issue_context(request: SignedInRequest, review: MonthlyReview) -> dict[str, Any]:
    found = reader_report(request, review)
    frozen = found.report
    return {
        "for_reader": found,
        **report_context(frozen or live_report(review)),
        "is_unreadable": frozen is None,
        "is_earlier": True,
        "steps": set(),
    }


def questions_context(user: User, review: MonthlyReview, live: Report) -> dict[str, Any]:
    """Return what is asked about a text that is not signed, for colleagues, and where it is answered."""
    if review.is_signed or not user.is_colleague:
        return {}
    opened = open_text(review, live, user)
    page = "review_sign" if user.is_head_of_office else "article_edit"
    return {
        "questions": [QuestionRow(one) for one in opened.questions],
        "findings": opened.by_sentence,
        "differing": opened.differing_by_sentence,
        "questions_url": reverse(page, args=[live.year, live.month]),
        "hides_sentences": any(one.what == RESTRICTED for one in opened.questions),
    }


def report_context(report: Report) -> dict[str, Any]:
    """Return a report and its text: sentences with their meetings, or the HTML of one that was signed as Markdown."""
    article = compose_article(report.records, report.year, report.month)
    return {
        "report": report,
        "summary": report.summary,
        "letters_missing_in_pdf": missing_letters(report),
        "text": report.text,
        "article_html": "" if report.text else to_html(report.article),
        "absent": absent(report.text, article.left_out, report.records),
        "older_total": len(report.promises.older),
        "overdue_total": len(report.not_visited.seats),
        "titles": {meeting.reference: meeting.title for meeting in report.records},
    }


def absent(
    text: WrittenText | None, left_out: tuple[LeftOut, ...], meetings: tuple[MeetingFacts, ...]
) -> tuple[LeftOut, ...]:
    """Return a LeftOut for each meeting that no sentence of the text tells of."""
    if text is None:
        return left_out
    whys = {one.reference: one.why for one in left_out}
    whys |= {one.reference: _("its sentence was taken out") for one in text.taken_out}
    whys |= {one.reference: _("it was left out") for one in text.taken_out if one.how == "left out"}
    other = _("no sentence tells of it")
    told = text.told
    return tuple(
        LeftOut(meeting.reference, meeting.title, str(whys.get(meeting.reference, other)))
        for meeting in meetings
        if meeting.reference not in told
    )
