"""The article's Markdown as plain blocks, that Word, PDF and text print alike. Pure: text in, values out."""

from dataclasses import dataclass, replace

from reviews.markdown import ADDRESSES, MARKDOWN

DEEPEST = 3  # levels of headings and of lists


@dataclass(frozen=True)
class Run:
    """A piece of a text in one style; `link` is an address, or empty."""

    text: str
    is_bold: bool = False
    is_italic: bool = False
    link: str = ""


@dataclass(frozen=True)
class Block:
    """A paragraph: `kind` is "heading", "text", "bullet", "number" or "quote"; `level` its depth from 1.

    `number` is that of an entry in a numbered list, 0 elsewhere.
    """

    kind: str
    runs: tuple[Run, ...]
    level: int = 1
    number: int = 0

    @property
    def text(self):
        """The words alone."""
        return "".join(run.text for run in self.runs)


@dataclass
class _List:
    """A list that is being read: the number of its next entry, and what the next paragraph is."""

    number: int
    is_ordered: bool
    is_new_entry: bool = False


class _Reader:
    """Walks over the tokens of a text and keeps its blocks."""

    def __init__(self):
        self.blocks, self.lists, self.heading, self.quotes = [], [], 0, 0

    def read(self, token):
        """Take one token."""
        if token.type in {"ordered_list_open", "bullet_list_open"}:
            start = int(token.attrGet("start") or 1) if token.type.startswith("ordered") else 0
            self.lists.append(_List(start, token.type.startswith("ordered")))
        elif token.type in {"ordered_list_close", "bullet_list_close"}:
            self.lists.pop()
        elif token.type == "list_item_open":
            self.lists[-1].is_new_entry = True
        elif token.type in {"blockquote_open", "blockquote_close"}:
            self.quotes += token.nesting
        elif token.type == "heading_open":
            self.heading = int(token.tag[1])
        elif token.type == "inline":
            self._keep(tuple(_runs(token.children)))
        elif token.type in {"fence", "code_block"}:
            self._keep((Run(token.content.rstrip("\n")),))

    def _keep(self, runs):
        if not any(run.text.strip() for run in runs):
            return
        self.blocks.append(replace(self._block(), runs=runs))
        self.heading = 0

    def _block(self):
        """Return the block that the next words make, without its words."""
        depth = min(len(self.lists), DEEPEST)
        if self.heading:
            return Block("heading", (), self.heading)
        if self.lists and self.lists[-1].is_new_entry:
            entry = self.lists[-1]
            entry.is_new_entry = False
            entry.number += 1
            number = entry.number - 1 if entry.is_ordered else 0
            return Block("number" if entry.is_ordered else "bullet", (), depth, number)
        return Block("quote" if self.quotes else "text", ())


def read_article(markdown):
    """Return the blocks of a Markdown text; its headings never skip a level."""
    reader = _Reader()
    for token in MARKDOWN.parse(markdown):
        reader.read(token)
    return tuple(_without_skips(reader.blocks))


def plain_text(blocks):
    """Return blocks as plain text: no signs of Markdown, addresses of links after their words."""
    lines = []
    for before, block in zip((None, *blocks), blocks, strict=False):
        is_list = block.kind in {"bullet", "number"}
        if before and not (is_list and before.kind in {"bullet", "number"}):
            lines.append("")
        mark = f"{block.number}. " if block.kind == "number" else "- "
        lines.append(f"{'  ' * (block.level - 1)}{mark}" if is_list else "")
        lines[-1] += "".join(map(_with_address, block.runs))
    return "\n".join(lines)


def _with_address(run):
    is_told = not run.link or run.link.removeprefix("mailto:") == run.text
    return run.text if is_told else f"{run.text} ({run.link})"


def _without_skips(blocks):
    above = 0
    for block in blocks:
        if block.kind == "heading":
            above = min(block.level, above + 1, DEEPEST)
            block = replace(block, level=above)
        yield block


def _runs(tokens):
    """Yield the runs of a paragraph; an image stands as the words that describe it."""
    bold = italic = 0
    link = ""
    for token in tokens:
        if token.type in {"strong_open", "strong_close"}:
            bold += token.nesting
        elif token.type in {"em_open", "em_close"}:
            italic += token.nesting
        elif token.type in {"link_open", "link_close"}:
            address = str(token.attrGet("href") or "")
            link = address if address.lower().startswith(ADDRESSES) else ""
        elif text := _words(token):
            yield Run(text, bold > 0, italic > 0, link)


def _words(token):
    breaks = {"softbreak": " ", "hardbreak": "\n"}
    return breaks.get(token.type, token.content)
