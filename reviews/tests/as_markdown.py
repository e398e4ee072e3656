"""Articles as they were signed before texts were kept as sentences: Markdown in which all that was typed is text."""

import re

from reviews.article.paragraphs import Article, Sentence

MARKS = re.compile(r"[\\`*_\[\]{}<>#|~&$^]")
LINKS = re.compile(r"(?<=[a-z]):(?=//)|(?<=www)\.|(?<=\w)@(?=\w)|(?<=mailto):|(?<=xmpp):", re.I)
# What makes a list, a line or a heading of what follows, at the start of a line alone.
START = re.compile(r"^(\d{0,9})([-+=.):])")


def sentence_markdown(sentence: Sentence) -> str:
    escaped = LINKS.sub(r"\\\g<0>", MARKS.sub(r"\\\g<0>", sentence.text))
    return START.sub(r"\1\\\2", escaped)


def article_markdown(article: Article) -> str:
    paragraphs = (" ".join(map(sentence_markdown, one.sentences)) for one in article.paragraphs)
    return "\n\n".join([f"# {sentence_markdown(article.title)}", *paragraphs])
