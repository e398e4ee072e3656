"""Every page at 320 px, at twice the size of text and in print, with long links in every text: nothing is cut.

No page scrolls sideways, and no text ends outside what is shown of it.
"""

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.db import models

from accounts import roles
from engagements.models import ActionPoint, Attachment, Meeting
from iomtracker.tests.browser.test_accessibility import (
    cleaning_pages,
    closed_pages,
    open_pages,
    unexpected,
    with_errors,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OURS = ("accounts", "stakeholders", "engagements", "reviews", "intake")
LINK = "https://example.org/" + "letters" * 26
# Words that the program goes by, and columns made of others.
NOT_TEXT = {
    "search", "search_note", "code", "slug", "username", "password", "email", "language",
    "frozen", "original_name", "place_text", "sort_key", "content_type", "reference", "pcode",
}  # fmt: skip
STATES = {"at 320 px": (320, 1), "at 640 px": (640, 1), "at twice the text": (390, 2)}
# The texts of a page that end outside the window, or outside a box that hides what does not fit.
CUT = """() => {
    const width = document.documentElement.clientWidth;
    const found = [];
    if (document.documentElement.scrollWidth > width) found.push("scrolls sideways");
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    while (walker.nextNode()) {
        const node = walker.currentNode;
        const parent = node.parentElement;
        if (!node.data.trim() || !parent.checkVisibility()) continue;
        // The upright heads of the matrix show how a name begins; the bars below give it in full.
        if (parent.closest("svg, .vh, .skip-link, option, .matrix thead")) continue;
        range.selectNodeContents(node);
        const rects = [...range.getClientRects()].filter((rect) => rect.width > 1);
        if (!rects.length) continue;
        let right = width, left = 0, scrolls = false, isForEars = false;
        for (let box = parent; box && box !== document.body; box = box.parentElement) {
            const overflow = getComputedStyle(box).overflowX;
            if (overflow === "auto" || overflow === "scroll") scrolls = true;
            if (scrolls || overflow === "visible") continue;
            const rect = box.getBoundingClientRect();
            if (rect.width < 3) isForEars = true;
            right = Math.min(right, rect.right);
            left = Math.max(left, rect.left);
        }
        const isCut = rects.some((rect) => rect.right > right + 1 || rect.left < left - 1);
        if (isCut && !scrolls && !isForEars) {
            const name = parent.tagName.toLowerCase() + (parent.className ? "." + parent.className : "");
            const box = parent.parentElement;
            found.push(`${name} in ${box.tagName.toLowerCase()}.${box.className}: ${node.data.trim().slice(0, 40)}`);
        }
    }
    return [...new Set(found)].slice(0, 6);
}"""


@pytest.fixture
def addresses(users, example):
    """The pages of each reader, found before every text of the rows holds a link."""
    head, manager = users[roles.HEAD_OF_OFFICE], users[roles.DATA_MANAGER]
    readers = [
        (None, open_pages(users[roles.VIEWER])),
        (head, closed_pages()),
        (manager, cleaning_pages()),
        (users[roles.STAFF], [("/", 200), ("/meetings/new/", 200)]),
    ]
    meeting = Meeting.objects.get(title="Meeting with the Mayor of Kukës")
    organisation = meeting.organisations.first()
    ActionPoint(meeting=meeting, text="Send", owner=head).store()
    ActionPoint(meeting=meeting, text="Send", promised_by="them", organisation=organisation).store()
    Attachment.objects.create(
        meeting=meeting,
        original_name=f"{LINK[8:200]}.pdf",
        size=1,
        content_type="application/pdf",
        uploaded_by=head,
        file=ContentFile(b"x", name="a.pdf"),
    )
    meeting.internal_note = meeting.public_line = LINK
    meeting.version += 1
    meeting.store()
    fill_with_links()
    return readers


def fill_with_links():
    """Write a link behind every text of every row."""
    for label in OURS:
        for model in apps.get_app_config(label).get_models(include_auto_created=False):
            if model.__name__.startswith("Historical"):
                continue
            fields = [field for field in model._meta.concrete_fields if is_text(field)]
            for row in model._base_manager.all() if fields else []:
                values = {
                    field.attname: with_link(field, getattr(row, field.attname)) for field in fields
                }
                model._base_manager.filter(pk=row.pk).update(**values)


def is_text(field):
    return (
        isinstance(field, models.CharField | models.TextField)
        and field.name not in NOT_TEXT
        and not field.choices
        and not field.unique
        and (field.max_length or 999) >= 60
    )


def with_link(field, text):
    return f"{text} {LINK}".strip()[: field.max_length]


def cut(page):
    """Return what is cut on the page, in each state."""
    found = []
    for state, (width, size) in STATES.items():
        page.set_viewport_size({"width": width, "height": 800})
        page.evaluate("size => document.documentElement.style.fontSize = size", f"{size * 100}%")
        found += [f"{page.url} {state}: {text}" for text in page.evaluate(CUT)]
    page.evaluate("document.documentElement.style.fontSize = ''")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 700, "height": 900})
    found += [f"{page.url} in print: {text}" for text in page.evaluate(CUT)]
    page.emulate_media(media="screen")
    return found


def test_nothing_is_cut(open_page, addresses):
    found, said = [], []
    for user, pages in addresses:
        page = open_page(user, service_workers="block")  # it would fetch what no page here needs
        for address, status in pages:
            assert page.goto(address).status == status, address
            found += cut(page)
        if len(pages) > 10 and user.is_head_of_office:
            found += cut(with_errors(page))
            page.set_viewport_size({"width": 320, "height": 640})
            page.goto("/")
            page.evaluate("document.documentElement.style.fontSize = '200%'")
            for link in page.locator(".quick a, .topbar .iconlink").all():
                link.click(trial=True)
        said += [line for line in unexpected(page) if "blocked by Playwright" not in line]
    assert (found, said) == ([], [])
