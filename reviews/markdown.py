"""The text of a month as HTML: Markdown in, harmless HTML out.

Text comes from people and from records. Raw HTML is shown as written, pictures are not made at all,
and what is left passes a short list of tags: two locks, so that a hole in one opens nothing.
"""

import re

import nh3
from django.utils.safestring import mark_safe
from markdown_it import MarkdownIt

SCHEMES = {"http", "https", "mailto"}
TAGS = set("p h2 h3 h4 em strong ul ol li blockquote a br hr s code pre".split())
HEADINGS = {"h1": "h3", "h2": "h3", "h3": "h4", "h4": "h4", "h5": "h4", "h6": "h4"}
MARKDOWN = MarkdownIt("commonmark", {"html": False, "breaks": False}).disable("image")


def to_html(text):
    """Return Markdown as HTML that is safe to show; headings stand below those of the page."""
    tokens = MARKDOWN.parse(text)
    for token in tokens:
        token.tag = HEADINGS.get(token.tag, token.tag)
    html = MARKDOWN.renderer.render(tokens, MARKDOWN.options, {})
    clean = nh3.clean(html, tags=TAGS, attributes={"a": {"href"}}, url_schemes=SCHEMES)
    return mark_safe(clean)


def squash(text):
    """Return `text` without its white space, so that wrapped lines compare equal."""
    return "".join(text.split())


def pattern_of(sentence):
    """Return the pattern that finds a sentence in a text, however its lines are wrapped."""
    return re.compile(r"\s+".join(map(re.escape, sentence.split())))
