"""A month whose text is open to a colleague: its meetings, what is composed of them, and what is to be answered."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from accounts.access import SignedInRequest
from accounts.models import User
from reviews.article import edits
from reviews.article.compare import Differing, Fate, Finding, find, gone_from
from reviews.article.paragraphs import Article
from reviews.article.sheet import LateMeeting, record_of
from reviews.article.written import WrittenText
from reviews.build_report import compose_article, composed_text, read_month, text_of
from reviews.models import MonthlyReview
from reviews.month.figures import Counts
from reviews.month.meetings import MeetingFacts, meeting_digests
from reviews.signature.fates import read_fates
from reviews.signature.questions import differing_in
from reviews.signature.workflow import EDIT, may
from stakeholders.models import Location


@dataclass(frozen=True)
class EditedMonth:
    """A month whose text is open: its review, its meetings, and who has it open."""

    review: MonthlyReview
    meetings: tuple[MeetingFacts, ...]
    counts: Counts
    user: User

    @cached_property
    def text(self) -> WrittenText:
        return text_of(self.review, self.meetings)

    @cached_property
    def composed(self) -> WrittenText:
        return composed_text(self.meetings, self.month.year, self.month.month)

    @cached_property
    def digests(self) -> dict[str, str]:
        return meeting_digests(self.meetings)

    @property
    def month(self) -> date:
        return self.review.month

    @property
    def order(self) -> list[str]:
        """The meetings as the composer tells of them: those without a day come after the others."""
        told = (
            reference
            for index, paragraph in enumerate(self.composed.paragraphs)
            if not self.composed.is_summary(index)
            for sentence in paragraph
            for reference in sentence.references
        )
        return list(dict.fromkeys(told))

    @property
    def address(self) -> str:
        return reverse("article_edit", args=[self.month.year, self.month.month])

    @cached_property
    def writer(self) -> edits.Writer:
        return edits.Writer(str(self.user), timezone.now())

    def alone(self, reference: str) -> WrittenText | None:
        """Return what is composed of one meeting by itself; None for one that the month does not count."""
        found = tuple(m for m in self.meetings if m.reference == reference)
        return composed_text(found, self.month.year, self.month.month) if found else None

    def findings(self, text: WrittenText) -> tuple[Finding, ...]:
        """Return what is to be answered in a text; three queries where it tells of a meeting that is gone."""
        if text == self.composed:
            return ()
        gone = gone_from(text, self.meetings)
        if gone not in self._fates:
            self._fates[gone] = read_fates(gone, self.month, self.user)
        found = find(text, self.article, self.meetings, self._fates[gone])
        return tuple(one for one in found if one.is_question)

    @cached_property
    def _fates(self) -> dict[frozenset[str], dict[str, Fate]]:
        return {}

    @cached_property
    def article(self) -> Article:
        return compose_article(self.meetings, self.month.year, self.month.month)

    def differing(self, text: WrittenText) -> tuple[Differing, ...]:
        """Return figures and places in what somebody wrote that are not the month's."""
        if all(one.text == one.composed for one in text.sentences):
            return ()
        return differing_in(text, self.counts, self._towns, self.meetings)

    @cached_property
    def _towns(self) -> list[str]:
        return list(Location.objects.municipalities().values_list("name", flat=True))

    def late(self, text: WrittenText) -> list[LateMeeting]:
        """Return the meetings that a text which somebody wrote should tell of and does not."""
        if self.review.text is None:
            return []
        left_out = self.article.left_out
        known = text.told | {one.reference for one in text.taken_out}
        known |= {one.reference for one in left_out}
        return [
            LateMeeting(
                record_of(meeting),
                " ".join(sentence.text for sentence in alone.body),
                edits.place_of(text, meeting.reference, self.order),
            )
            for meeting in self.meetings
            if meeting.reference not in known and (alone := self.alone(meeting.reference))
        ]


def open_month(request: SignedInRequest, year: int, month: int) -> EditedMonth:
    """Return the month whose text a colleague opens; for others there is no such page."""
    if not may(request.user, EDIT):
        raise Http404
    review = MonthlyReview.objects.latest_of(date(year, month, 1))
    return EditedMonth(review, *read_month(year, month), request.user)


def head_of(opened: EditedMonth) -> dict[str, Any]:
    return {
        "section": "months",
        "review": opened.review,
        "here": opened.address,
        "draft_address": reverse("article_draft", args=[opened.month.year, opened.month.month]),
        "year": opened.month.year,
        "month": opened.month.month,
    }
