"""What pages show of a text that is not signed: questions, answers, what is not in it, what changed meanwhile."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from engagements.models import Meeting
from reviews.article.answers import LEAVE, PUT, RECORD, WRITE
from reviews.article.box_remarks import CASE
from reviews.article.compare import KEEP, REMOVE, TAKE, Finding
from reviews.article.differences import phrases_of
from reviews.article.grammar import number_in_words
from reviews.article.lines import Remark
from reviews.article.matching import made_whole
from reviews.article.sheet import record_of
from reviews.article.written import Answer, WrittenSentence
from reviews.build_report import compose_article
from reviews.models import MonthlyReview
from reviews.month.meetings import MeetingFacts
from reviews.signature.questions import OpenText

MEND = "mend"  # the button that leads to the public line


@dataclass(frozen=True)
class QuestionRow:
    """A question with what was typed as its answer, if that was refused."""

    finding: Finding
    lacks_reason: bool = False
    why: str = ""


@dataclass(frozen=True)
class AnswerLine:
    answer: Answer
    words: str


@dataclass(frozen=True)
class AnswerGroup:
    title: str
    answers: tuple[AnswerLine, ...]


@dataclass(frozen=True)
class NotTold:
    """A meeting that is not in the text, or whose line is not printed; `button` is what can be done about it."""

    who: str
    why: str
    reference: str = ""
    button: str = ""


def opened_context(
    opened: OpenText,
    review: MonthlyReview,
    user: User,
    *,
    lacking: Sequence[Finding] = (),
    sent: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Return what a page adds for an OpenText; `lacking` are sentences kept without a reason in what was `sent`."""
    rows = [
        QuestionRow(one, one in lacking, (sent or {}).get(f"why-{one.name}", ""))
        for one in opened.questions
    ]
    return {
        "opened": opened,
        "questions": rows,
        "questions_in_words": number_in_words(len(rows)),
        "text": opened.text,
        "findings": opened.by_sentence,
        "differing": opened.differing_by_sentence,
        "records": [record_of(meeting) for meeting in opened.meetings],
        "answers": answer_groups(opened.text.answers, user),
        "not_told": [*not_told(opened), *_restricted(review, user)],
    }


def answer_groups(answers: Sequence[Answer], user: User) -> list[AnswerGroup]:
    """Return the answers that can be undone: the user's own of today, then the others; newest first."""
    today = timezone.localdate()
    mine: list[AnswerLine] = []
    others: list[AnswerLine] = []
    for one in reversed(answers):
        is_mine = one.by == str(user) and timezone.localdate(one.at) == today
        (mine if is_mine else others).append(AnswerLine(one, _words(one, is_mine=is_mine)))
    groups = [(_("Answered by you today"), mine), (_("Answered before"), others)]
    return [AnswerGroup(title, tuple(lines)) for title, lines in groups if lines]


def _words(answer: Answer, *, is_mine: bool) -> str:
    at = timezone.localtime(answer.at)
    texts = {
        TAKE: _("New wording taken %(when)s."),
        REMOVE: _("Removed %(when)s."),
        KEEP: _("Kept on purpose %(when)s: “%(why)s”") if answer.why else _("Kept %(when)s."),
        RECORD: _("Answered %(when)s."),
        PUT: _("Put in %(when)s."),
        WRITE: _("Written as the records have it %(when)s."),
        LEAVE: _("Left as it is %(when)s."),
    }
    when = _("at %(time)s") % {"time": date_format(at, "H:i")}
    if not is_mine:
        values = {"name": answer.by or _("somebody"), "day": date_format(at, "j F Y, H:i")}
        when = _("by %(name)s, %(day)s") % values
    words = texts.get(answer.choice, "%(when)s") % {"when": when, "why": answer.why}
    return " ".join([words, *map(_settled, answer.settled)])


def _settled(sentence: WrittenSentence) -> str:
    """Return what an answer did to another sentence, which counted its day from the one that went."""
    before, after = phrases_of(sentence.text, made_whole(sentence).text)
    values = {"before": before, "after": after}
    return _("“%(before)s” would now point elsewhere: it reads “%(after)s”.") % values


def not_told(opened: OpenText) -> Iterator[NotTold]:
    """Yield what is not in a text and why: late, taken or left out, lines that are not printed, no line."""
    known = {meeting.reference: meeting for meeting in opened.meetings}
    for finding in opened.late:
        yield _about(known[finding.reference], _("not in the text yet"), "late")
    for one in opened.text.taken_out:
        if one.reference in known and one.reference not in opened.text.told:
            text = _("taken out by %(name)s, %(day)s")
            if one.how == "left out":
                text = _("left out by %(name)s, %(day)s")
            day = date_format(timezone.localtime(one.at), "j F Y, H:i")
            yield _about(known[one.reference], text % {"name": one.by, "day": day}, "back")
    for left_out in _left_out(opened):
        yield _about(known[left_out.reference], str(left_out.why), MEND)
    yield from lines_not_told(opened)


def lines_not_told(opened: OpenText) -> Iterator[NotTold]:
    """Yield the meetings of a text whose public line is not printed in full, or that have none."""
    for meeting, remark in opened.lines_withheld:
        yield _about(meeting, _why_it_waits(remark), MEND)
    without = opened.without_line
    if len(without) == 1:
        why = _("has no public line: only kind, counterpart and place are told")
        yield _about(without[0], why, MEND)
    elif without:
        text = ngettext(
            "%(n)s meeting has no public line", "%(n)s meetings have no public line", len(without)
        )
        references = ", ".join(meeting.reference for meeting in without)
        why = _("Only kind, counterpart and place are told: %(references)s")
        yield NotTold(text % {"n": len(without)}, why % {"references": references})


def _why_it_waits(remark: Remark) -> str:
    """Return why a line is not printed in full; what looks like a person's data is not said again."""
    is_case = remark.code == CASE
    asked = _("Does this tell of a person we assist?") if is_case else remark.finding
    why = _("its public line is not printed in full until a remark on it is answered: %(remark)s")
    return why % {"remark": asked}


def _left_out(opened: OpenText) -> list[Any]:
    meetings = opened.meetings
    if not meetings:
        return []
    day = meetings[0].day
    told = opened.text.told
    article = compose_article(meetings, day.year, day.month)
    return [one for one in article.left_out if one.reference not in told]


def _about(meeting: MeetingFacts, why: str, button: str) -> NotTold:
    record = record_of(meeting)
    who = ", ".join(filter(None, (record.who, record.where)))
    return NotTold(who, why, meeting.reference, button)


def restricted_in(month: date, user: User) -> int:
    """Return how many restricted meetings of a month `user` may see; one query."""
    rows = Meeting.objects.visible_to(user).logged().restricted()
    return rows.in_month(month.year, month.month).count()


def _restricted(review: MonthlyReview, user: User) -> Iterator[NotTold]:
    """Yield one line for the restricted meetings of the month, for whoever may see that there are some."""
    if count := restricted_in(review.month, user):
        text = ngettext("%(n)s restricted meeting", "%(n)s restricted meetings", count)
        why = _(
            "Restricted meetings are never in the text. Only those present and the head of office"
            " can see that there are some."
        )
        yield NotTold(text % {"n": count}, why)


def changes_meanwhile(
    review: MonthlyReview, opened: OpenText, since: datetime | None, user: User
) -> list[str]:
    """Return in words what was saved after `since`, of the text and of the month's meetings; two queries."""
    if since is None:
        return []
    rows = Meeting.objects.visible_to(user).in_month(review.month.year, review.month.month)
    gone = Meeting.objects.visible_to(user).filter(reference__in=opened.text.references)
    saves = Meeting.history.filter(id__in=(rows | gone).values("pk"), history_date__gt=since)
    last = {save.id: save for save in saves.select_related("history_user").order_by("history_date")}
    texts = review.history.filter(history_date__gt=since).select_related("history_user")
    return [*map(_meeting_save, last.values()), *map(_text_save, texts[:1])]


def _meeting_save(save: Any) -> str:
    values = _who_and_when(save) | {"reference": save.reference}
    if save.sensitivity == Meeting.Sensitivity.RESTRICTED:
        return _("%(name)s restricted %(reference)s at %(time)s.") % values
    if save.status == Meeting.Status.CANCELLED:
        return _("%(name)s cancelled %(reference)s at %(time)s.") % values
    if save.history_type == "+":
        return _("%(name)s logged %(reference)s at %(time)s.") % values
    return _("%(name)s changed %(reference)s at %(time)s.") % values


def _text_save(save: Any) -> str:
    return _("%(name)s saved the text at %(time)s.") % _who_and_when(save)


def _who_and_when(save: Any) -> dict[str, str]:
    time = date_format(timezone.localtime(save.history_date), "H:i")
    return {"name": str(save.history_user or _("Somebody")), "time": time}
