"""Another text in the place of the one that is there: an earlier version, or the records' own."""

from datetime import date

from django.contrib import messages
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from reviews.acts import EDIT
from reviews.markdown import to_html
from reviews.versions import latest_version, version_of
from reviews.views.article import begun_on, to_article, write
from reviews.views.review import refuse, review_or_403, why_not

page = require_http_methods(["GET", "HEAD", "POST"])


@page
def article_start_again(request, year, month):
    """Compose the text from the records again, after asking once; the edited one stays a version."""
    review = review_or_403(request, EDIT, year, month)
    why = why_not(EDIT, review)
    if not why and not review.narrative:
        why = _("Nobody has edited the text: it is composed from the records as it is.")
    if why:
        return refuse(request, review, why)
    context = {
        "question": _("Start again from the records?"),
        "button": _("Start again"),
        "follows": [
            _("The text is composed from the records again, and follows them until it is edited."),
            _("The edited text is kept among the versions, and can be used again."),
        ],
    }
    return _replace(request, review, "", _("The text is composed from the records."), context, {})


@page
def article_version(request, year, month, pk):
    """An earlier version of the text, which can be used again."""
    review = review_or_403(request, EDIT, year, month)
    version = version_of(date(year, month, 1), pk)
    if version is None:
        raise Http404
    why = why_not(EDIT, review)
    if why and request.method == "POST":
        return refuse(request, review, why)
    context = {
        "question": _("An earlier version of the text"),
        "button": _("Use this text again"),
        "follows": [_("The text as it is now is kept among the versions.")],
        "old": version,
        "html": to_html(version.narrative),
        "is_final": bool(why) or version.narrative == review.narrative,
    }
    text = version.narrative
    return _replace(request, review, text, _("The earlier text is back."), context, version.basis)


def _replace(request, review, text, said, context, basis):
    """Ask once, then put another text in the place of the one that was shown."""
    crossed = None
    if request.method == "POST":
        review = write(review.month, text, begun_on(request), basis)
        if review.narrative == text:
            messages.success(request, said)
            return to_article(review)
        crossed = latest_version(review.month)
    context |= {"section": "months", "review": review, "crossed": crossed}
    return render(request, "reviews/article_confirm.html", context)
