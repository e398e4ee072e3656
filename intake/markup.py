"""Text out of HTML: some calendars write their descriptions in it. Pure."""

import re
from html.parser import HTMLParser

TAGS = re.compile(r"<(?:/?(?:html|body|p|br|div|span|table|ul|li|b|i|u|a|font|strong)\b)", re.I)
BREAKS = {"p", "br", "div", "li", "tr", "h1", "h2", "h3"}
SILENT = {"script", "style", "head", "title"}


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.pieces, self.silent = [], 0

    def handle_starttag(self, tag, attrs):
        self.silent += tag in SILENT
        if tag in BREAKS:
            self.pieces.append("\n")

    def handle_endtag(self, tag):
        self.silent = max(0, self.silent - (tag in SILENT))

    def handle_data(self, data):
        if not self.silent:
            self.pieces.append(data)


def plain(text):
    """Return `text` without its tags when it is HTML; scripts and styles go with them."""
    if TAGS.search(text):
        reader = _Reader()
        reader.feed(text)
        reader.close()
        text = "".join(reader.pieces)
    lines = (" ".join(line.split()) for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
