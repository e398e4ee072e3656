"""The article of months that were signed while it was Markdown: shown as HTML, read by the documents. Pure."""

import nh3
from django.utils.safestring import mark_safe
from markdown_it import MarkdownIt

ADDRESSES = ("http://", "https://", "mailto:")
TAGS = {
    "p", "h3", "h4", "em", "strong", "ul", "ol", "li", "blockquote", "a", "br", "hr", "code", "pre"
}  # fmt: skip
HEADINGS = {"h1": "h3", "h2": "h3", "h3": "h4", "h4": "h4", "h5": "h4", "h6": "h4"}
MARKDOWN = MarkdownIt("commonmark", {"html": False, "breaks": False}).disable("image")


def to_html(text: str) -> str:
    """Return Markdown as HTML that is safe to show; headings are below those of the page."""
    tokens = MARKDOWN.parse(text)
    for token in tokens:
        token.tag = HEADINGS.get(token.tag, token.tag)
    html = MARKDOWN.renderer.render(tokens, MARKDOWN.options, {})
    allowed = {"a": {"href"}}
    clean = nh3.clean(html, tags=TAGS, attributes=allowed, attribute_filter=_whole_address)
    return mark_safe(clean)


def _whole_address(tag: str, attribute: str, value: str) -> str | None:
    """Keep only links that say where they lead; a relative one could press a button of this site."""
    return value if value.lower().startswith(ADDRESSES) else None
