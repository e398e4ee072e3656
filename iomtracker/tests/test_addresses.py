"""The names and patterns of all addresses stay as they are: bookmarks, mails and calendars lead to them."""

import re
from pathlib import Path

from django.urls import get_resolver
from django.urls.converters import DEFAULT_CONVERTERS, get_converters

ADDRESSES = Path(__file__).with_name("addresses.txt")
# What Django's admin and allauth bring along may change with a new version of them; it is not ours.
FOREIGN = re.compile(
    r"admin/(?!r/|accounts/|stakeholders/|engagements/|intake/|reviews/)|account/(?!settings/)"
)


def walk(patterns, route="", space=""):
    """Yield (name, pattern) of every address of ours, those of included files too."""
    for entry in patterns:
        here = route + str(entry.pattern)
        if hasattr(entry, "url_patterns"):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from walk(entry.url_patterns, here, inner)
        elif not FOREIGN.match(here):
            yield f"{space}{entry.name or '(no name)'}", f"/{here}"


def parts():
    """Return (name, regular expression) of the parts of patterns that are defined here, like <year>."""
    ours = get_converters().items() - DEFAULT_CONVERTERS.items()
    return [(f"<{name}>", converter.regex) for name, converter in ours]


def test_addresses_are_those_written_down():
    known = ADDRESSES.read_text().splitlines()
    now = sorted("  ".join(pair) for pair in [*walk(get_resolver().url_patterns), *parts()])
    changes = [f"- {line}" for line in known if line not in now]
    changes += [f"+ {line}" for line in now if line not in known]
    assert not changes, "\n".join(
        [
            "Addresses changed (name and pattern; - leads nowhere now, + is new):",
            *changes,
            "Give back what is gone, or redirect from it. If the change is meant, say so in CHANGELOG.md",
            f"and bring {ADDRESSES.name}, which is sorted, into line.",
        ]
    )
    assert now == known, f"{ADDRESSES.name} must be sorted, with each address once."
