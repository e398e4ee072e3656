"""The pages that look at everything."""

from django.shortcuts import render


def home(request):
    """My work."""
    return render(request, "home.html", {"section": "home"})
