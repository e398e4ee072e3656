"""The brief of a stakeholder as a PDF."""

from dataclasses import asdict
from pathlib import Path

from django.utils.translation import get_language, gettext

from profiles.brief import Brief
from toolkit.pdf import make_pdf

TEMPLATE = Path(__file__).parent / "documents/brief.typ"


def brief_pdf(brief: Brief, *, site, foot) -> bytes:
    more = {key: gettext("and %d more") % count for key, count in brief.more.items()}
    words = {key: str(text) for key, text in _words().items()}
    extra = {
        "site": site,
        "foot": foot,
        "lang": get_language().partition("-")[0],
        "words": words,
        "more": more,
    }
    return make_pdf(TEMPLATE, asdict(brief) | extra)


def _words() -> dict[str, str]:
    return {
        "brief": gettext("brief"),
        "seats": gettext("Posts and who holds them"),
        "meetings": gettext("Last meetings"),
        "ours": gettext("Promised by us, open"),
        "theirs": gettext("Promised by them, open"),
        "known_by": gettext("Who at IOM knows them"),
        "nobody": gettext("none recorded"),
        "nothing": gettext("No open action points."),
        "no_colleague": gettext("none recorded"),
        "not_met": gettext("Not met yet."),
        "note": gettext("For colleagues"),
    }
