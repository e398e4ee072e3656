"""Search: one box over everything the reader may see."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from iomtracker import search as finder
from stakeholders.likeness import look_alikes


@require_safe
def search(request):
    """Results in groups, best first; a reference opens its meeting."""
    text, user = asked(request), request.user
    meeting = finder.by_reference(text, user)
    if meeting:
        return redirect(meeting)
    only = request.GET.get("in", "")
    if only and only not in finder.GROUPS:
        raise Http404
    words = finder.words_of(text)
    groups = finder.everything(words, user, localdate(), only=only)
    context = {
        "section": "search",
        "text": text,
        "words": words,
        "marks": finder.marks_of(words),
        "groups": groups,
        "only": only,
        "look_alikes": look_alikes(text, 5) if words and not groups else [],
    }
    return render(request, "search/search.html", context)


@require_safe
def search_quick(request):
    """The first few results while somebody types: a fragment of a page."""
    words = finder.words_of(asked(request))
    hits = finder.first_few(words, request.user, localdate())
    context = {"hits": hits, "marks": finder.marks_of(words)}
    return render(request, "search/_quick.html", context)


def asked(request):
    """Return what is searched for, within reason."""
    return request.GET.get("q", "").replace("\0", "").strip()[:200]
