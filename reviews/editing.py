"""An edited text beside what the records would say: what is new, where it belongs, what is gone.

Pure: Markdown and a composed Article in, values out. Sentences are compared as Markdown, without
white space, so that a line wrapped by hand is no edit.
"""

import hashlib
import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from reviews.narrative import LeftOut


@dataclass(frozen=True)
class NewSentence:
    """A composed sentence that is not in the text; `key` names it in a form."""

    key: str
    text: str
    markdown: str
    references: tuple[str, ...]


def squash(text):
    """Return `text` without its white space."""
    return "".join(text.split())


def is_composed(text, article):
    """Whether the text is the composed article, untouched."""
    return squash(text) == squash(article.markdown)


def new_sentences(text, article):
    """Return a NewSentence for each sentence of the article that does not stand in the text."""
    here = squash(text)
    return tuple(
        NewSentence(_key(s), s.text, s.markdown, tuple(s.references))
        for paragraph in article.paragraphs
        for s in paragraph.sentences
        if squash(s.markdown) not in here
    )


def insert(text, article, key):
    """Return the text with the sentence of this key: after the one it follows, else before the next.

    Where nothing of its paragraph stands any more, it becomes a paragraph at the end.
    """
    for paragraph in article.paragraphs:
        sentences = paragraph.sentences
        for index, sentence in enumerate(sentences):
            if _key(sentence) == key:
                return _insert(text, sentence.markdown, sentences[:index], sentences[index + 1 :])
    return text


def _insert(text, new, before, after):
    for sentence in reversed(before):
        if found := _pattern(sentence.markdown).search(text):
            return f"{text[: found.end()]} {new}{text[found.end() :]}"
    for sentence in after:
        if found := _pattern(sentence.markdown).search(text):
            return f"{text[: found.start()]}{new} {text[found.start() :]}"
    return f"{text.rstrip()}\n\n{new}\n".lstrip()


def reworded(text, article):
    """Return the references of records whose own sentences no longer stand in the text.

    A record's own sentences are those that name the fewest others: an opening that names them all
    says little of any.
    """
    here = squash(text)
    sentences = [s for paragraph in article.paragraphs for s in paragraph.sentences]
    fewest, stands = {}, set()
    for sentence in sorted(sentences, key=lambda s: len(s.references)):
        size, is_here = len(sentence.references), squash(sentence.markdown) in here
        for reference in sentence.references:
            if size == fewest.setdefault(reference, size) and is_here:
                stands.add(reference)
    return tuple(reference for reference in fewest if reference not in stands)


def absent(text, article, records):
    """Return a LeftOut for each record that the text does not tell, or not in the composed words."""
    if is_composed(text, article):
        return article.left_out
    gone, why = set(reworded(text, article)), _("its sentences were reworded or taken out")
    edited = [LeftOut(r.reference, r.title, why) for r in records if r.reference in gone]
    return (*article.left_out, *edited)


def _pattern(sentence):
    """Return the pattern that finds a sentence, however its lines are wrapped."""
    return re.compile(r"\s+".join(map(re.escape, sentence.split())))


def _key(sentence):
    """Name a sentence by what it says: its place changes with the records."""
    return hashlib.sha256(squash(sentence.markdown).encode()).hexdigest()[:16]
