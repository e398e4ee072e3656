"""Pages without records: help and statements."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def help_page(request):
    """How to log, the keys, what restricted means, what is never kept."""
    return render(request, "pages/help.html", {"section": "help"})


@require_safe
def accessibility(request):
    """What was done so that everybody can use the site, and what was not tested."""
    return render(request, "pages/accessibility.html", {"section": "help"})


@require_safe
def privacy(request):
    """What is recorded about whom, and why."""
    return render(request, "pages/privacy.html", {"section": "help"})


def nothing_here(request, rest):
    """Answer that there is no such page."""
    raise Http404
