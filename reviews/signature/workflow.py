"""The steps of a month's review: who may take them, and why one can't be taken now."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from reviews.article.written import WrittenText, from_json
from reviews.models import MonthlyReview

EDIT, SUBMIT, RETURN, SIGN, RENEW = "edit", "submit", "return", "sign", "renew"
OF_COLLEAGUES = {EDIT, SUBMIT}


def may(user: User, step: str) -> bool:
    return user.is_colleague if step in OF_COLLEAGUES else user.is_head_of_office


def obstacle(step: str, review: MonthlyReview, *, meetings: int, today: date) -> str:
    """Return why `step` can't be done to a review as it is; empty when it can.

    `meetings` is how many the month counts.
    """
    if step == RENEW:
        return "" if review.is_signed else _("Only a signed month can have a new issue.")
    if day := review.signed_local_day:
        values = {"month": review, "name": review.signed_by, "day": date_format(day, "j F Y")}
        text = _("%(month)s was signed by %(name)s on %(day)s. What is signed never changes.")
        return text % values
    if step == EDIT:
        return ""
    if step == RETURN:
        return "" if review.is_submitted else _("Only a submitted month can be returned.")
    if step == SUBMIT and review.is_submitted:
        return _("It has already been submitted and is waiting for the signature.")
    return _about_month(review, meetings, today)


def _about_month(review: MonthlyReview, meetings: int, today: date) -> str:
    if today < review.day_after:
        return _("%(month)s is not over yet. It can be signed from %(day)s.") % {
            "month": review,
            "day": date_format(review.day_after, "j F Y"),
        }
    if not meetings and review.issue == 1:
        return _("Nothing was recorded in %s, so there is nothing to sign.") % review
    return ""


def possible(user: User, review: MonthlyReview, *, meetings: int, today: date) -> set[str]:
    every = (EDIT, SUBMIT, RETURN, SIGN, RENEW)
    return {
        step
        for step in every
        if may(user, step) and not obstacle(step, review, meetings=meetings, today=today)
    }


SAVES_READ = 100


@dataclass(frozen=True)
class Version:
    """A save that brought another text, `text` None when it was composed again; `pk` is that of the save.

    `number` counts from 2 in the month: version 1 is what was composed first, and no save.
    """

    pk: int
    number: int
    issue: int
    at: datetime
    by: str
    text: WrittenText | None


def versions(month: date) -> tuple[Version, ...]:
    """Return the Versions of a month's text, newest first: all, or those of the last SAVES_READ saves."""
    saves = _saves(month)[:SAVES_READ]
    found: list[Version] = []
    before = None
    number = 1 + max(_saves(month).count() - SAVES_READ, 0) if len(saves) == SAVES_READ else 1
    for save in reversed(saves):
        if save.text != before:
            number += 1
            by = str(save.history_user or "")
            text = from_json(save.text)
            found.append(Version(save.history_id, number, save.issue, save.history_date, by, text))
        before = save.text
    return tuple(reversed(found))


def text_at(month: date, version: int) -> tuple[WrittenText | None, bool]:
    """Return (the stored text of a month at a version, whether that version was): None for a composed one."""
    save = _saves(month).filter(version=version).first()
    # Before the first save there is no row: its text is composed.
    return from_json(save.text) if save else None, bool(save) or version == 0


def _saves(month: date):
    rows = MonthlyReview.history.filter(month=month).select_related("history_user")
    return rows.order_by("-history_date", "-history_id")
