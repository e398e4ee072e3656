"""The text of a month as HTML: Markdown in, harmless HTML out.

Text comes from people and from records. Raw HTML is shown as written, pictures are not made at all,
and what is left passes a short list of tags: two locks, so that a hole in one opens nothing.
"""

import nh3
from django.utils.safestring import mark_safe
from markdown_it import MarkdownIt

ADDRESSES = ("http://", "https://", "mailto:")
TAGS = {
    "p",
    "h3",
    "h4",
    "em",
    "strong",
    "ul",
    "ol",
    "li",
    "blockquote",
    "a",
    "br",
    "hr",
    "code",
    "pre",
}
HEADINGS = {"h1": "h3", "h2": "h3", "h3": "h4", "h4": "h4", "h5": "h4", "h6": "h4"}
MARKDOWN = MarkdownIt("commonmark", {"html": False, "breaks": False}).disable("image")


def to_html(text):
    """Return Markdown as HTML that is safe to show; headings stand below those of the page."""
    tokens = MARKDOWN.parse(text)
    for token in tokens:
        token.tag = HEADINGS.get(token.tag, token.tag)
    html = MARKDOWN.renderer.render(tokens, MARKDOWN.options, {})
    allowed = {"a": {"href"}}
    clean = nh3.clean(html, tags=TAGS, attributes=allowed, attribute_filter=_whole_address)
    return mark_safe(clean)


def _whole_address(tag, attribute, value):
    """Keep only links that say where they lead; a relative one could press a button of this site."""
    return value if value.lower().startswith(ADDRESSES) else None
