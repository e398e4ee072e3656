"""How a meeting that is being written will read in the review: its day and place, its subject, its public line."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from engagements.forms import MeetingForm
from engagements.forms.meeting import name_of, written_title


@dataclass(frozen=True)
class Reading:
    """The parts of the text, and the title that would be written."""

    lead: str
    text: str
    title: str
    remark: str


def read(form):
    """Return the Reading of a bound MeetingForm, complete or not: what is wrong or missing is left out."""
    form.is_valid()
    cleaned = getattr(form, "cleaned_data", {})
    rows, place = form.counterparts.filled(), cleaned.get("place")
    kind = cleaned.get("kind")
    written = written_title(kind, rows, place) if kind else ""
    subject = cleaned.get("title") or _subject(written, rows)
    areas = [str(area) for area in cleaned.get("thematic_areas") or []]
    about = _("%(subject)s, on %(areas)s") % {
        "subject": subject,
        "areas": get_text_list(areas, _("and")),
    }
    sentence = (about if areas else subject).rstrip(".")
    line = (cleaned.get("public_line") or "").strip()
    hidden = _("A restricted meeting is not in the review.") if cleaned.get("restricted") else ""
    return Reading(
        lead=", ".join(filter(None, [_day(form), str(place or "")])),
        text=" ".join(filter(None, [f"{sentence}.", line])),
        title=written,
        remark=hidden,
    )


def _day(form):
    day = form.instance.date
    if not day or form.errors.keys() & {"when", "day", "month", "year"}:
        return ""
    return date_format(day, "F Y" if form.instance.is_month_only else "j F")


def _subject(written, rows):
    """Return the written title with what more is known of the rows: title held, group, the others."""
    if not rows:
        return written
    first = rows[0].cleaned_data
    known = ", ".join(filter(None, [written, first.get("role")]))
    others = [_named(row.cleaned_data) for row in rows[1:]]
    return get_text_list([known, *others], _("and"))


def _named(values):
    return ", ".join(filter(None, [name_of(values), values.get("role")]))


@require_POST
def meeting_preview(request):
    """Return a piece of a page: the text as it would stand in the review. Nothing is stored."""
    if not request.user.is_colleague:
        raise PermissionDenied
    data = request.POST.copy()
    data["promise-TOTAL_FORMS"] = data["promise-INITIAL_FORMS"] = "0"
    form = MeetingForm(data, user=request.user, today=timezone.localdate(), draft=True)
    return render(request, "engagements/_reading.html", {"reading": read(form)})
