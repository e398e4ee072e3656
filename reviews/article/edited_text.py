"""An edited text beside the composed one: what is new, where it belongs, what is gone.

Pure: Markdown and a composed Article in, values out. Sentences are compared as Markdown, without
white space, so that a line wrapped by hand is no edit.

The composer varies its words, so a sentence may be missing from the text though nothing happened.
What did happen shows in the `basis`: the digests of the meetings that the text was written on.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import nh3
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt

from reviews.article import LeftOut
from reviews.article.paragraphs import Article, Sentence
from reviews.month.meetings import MeetingFacts
from toolkit.frozen_values import freeze

Digests = dict[str, str]  # those of meetings, by their references


@dataclass(frozen=True)
class NewSentence:
    """A composed sentence that is not in the text; `key` names it in a form.

    `is_news` when a meeting that it describes changed, came or went since the text was written.
    """

    key: str
    text: str
    markdown: str
    references: tuple[str, ...]
    is_news: bool


def squash(text: str) -> str:
    return "".join(text.split())


def is_composed(text: str, article: Article) -> bool:
    return squash(text) == squash(article.markdown)


KIND_MEANING = ("described_as", "is_kind_named", "involves_travel")


def meeting_digests(meetings: tuple[MeetingFacts, ...]) -> Digests:
    """Return {reference: digest of a meeting}; what its kind means is no part of it."""
    digests = {}
    for meeting in meetings:
        data = freeze(meeting)
        own = {name: value for name, value in data.items() if name not in KIND_MEANING}
        digests[meeting.reference] = _digest(json.dumps(own))
    return digests


def new_sentences(text: str, article: Article, basis: Digests, digests: Digests) -> tuple:
    missing, gone = _missing(text, article), gone_since(basis, digests)
    return tuple(
        NewSentence(key, s.text, s.markdown, tuple(s.references), _is_news(s, basis, digests, gone))
        for key, s in missing.items()
    )


def gone_since(basis: Digests, references: Iterable[str]) -> tuple[str, ...]:
    """Return the references of meetings that the text was written on and that are not among `references`."""
    return tuple(sorted(basis.keys() - set(references)))


def _missing(text: str, article: Article) -> dict[str, Sentence]:
    here = squash(text)
    sentences = [s for paragraph in article.paragraphs for s in paragraph.sentences]
    return {_key(s): s for s in sentences if squash(s.markdown) not in here}


def _is_news(sentence: Sentence, basis: Digests, digests: Digests, gone: tuple[str, ...]) -> bool:
    """Whether the meetings of a sentence are not those of the basis; one of several may count what is gone."""
    references = sentence.references
    changed = any(basis.get(reference) != digests.get(reference) for reference in references)
    return changed or (bool(gone) and len(references) > 1)


def keys_of(article: Article, gone: tuple[str, ...]) -> str:
    """Return what the page of a text has shown, as one text: its sentences by key, what is gone by reference."""
    sentences = [s for paragraph in article.paragraphs for s in paragraph.sentences]
    return " ".join([*map(_key, sentences), *gone])


def basis_of(text: str, article: Article, *, old: Digests, digests: Digests, shown: str) -> Digests:
    """Return the basis of a text that is saved now, over the `old` one; `shown` is what `keys_of` gave.

    A meeting is news until its sentences are in the text, or were shown to whoever saved it: so
    what was logged while somebody wrote is still news to them. The same goes for one that is gone.
    """
    seen = set(shown.split())
    missing = _missing(text, article)
    waiting = {ref for key in missing.keys() - seen for ref in missing[key].references}
    settled = {ref: digest for ref, digest in digests.items() if ref not in waiting}
    gone = set(gone_since(old, digests)) - seen
    return {ref: old[ref] for ref in old.keys() & (waiting | gone)} | settled


def insert(text: str, article: Article, key: str) -> str:
    """Return the text with the sentence of this key: after the one it follows, else before the next.

    Where nothing of its paragraph is left, it becomes a paragraph at the end.
    """
    for paragraph in article.paragraphs:
        sentences = paragraph.sentences
        for index, sentence in enumerate(sentences):
            if _key(sentence) == key:
                return _insert(text, sentence.markdown, sentences[:index], sentences[index + 1 :])
    return text


def _insert(text: str, new: str, before: tuple[Sentence, ...], after: tuple[Sentence, ...]) -> str:
    for sentence in reversed(before):
        if found := _pattern(sentence.markdown).search(text):
            return f"{text[: found.end()]} {new}{text[found.end() :]}"
    for sentence in after:
        if found := _pattern(sentence.markdown).search(text):
            return f"{text[: found.start()]}{new} {text[found.start() :]}"
    return f"{text.rstrip()}\n\n{new}\n".lstrip()


def reworded(text: str, article: Article) -> tuple[str, ...]:
    """Return the references of meetings whose own sentences are no longer in the text.

    A meeting's own sentences are those that name the fewest others: an opening that names them all
    says little of any.
    """
    here = squash(text)
    sentences = [s for paragraph in article.paragraphs for s in paragraph.sentences]
    fewest: dict[str, int] = {}
    present: set[str] = set()
    for sentence in sorted(sentences, key=lambda s: len(s.references)):
        size, is_here = len(sentence.references), squash(sentence.markdown) in here
        for reference in sentence.references:
            if size == fewest.setdefault(reference, size) and is_here:
                present.add(reference)
    return tuple(reference for reference in fewest if reference not in present)


def absent(text: str, article: Article, meetings: Sequence[MeetingFacts]) -> tuple[LeftOut, ...]:
    """Return a LeftOut for each meeting that the text leaves out, or describes in other words."""
    if is_composed(text, article):
        return article.left_out
    gone, why = set(reworded(text, article)), _("its sentences were reworded or taken out")
    edited = [LeftOut(r.reference, r.title, why) for r in meetings if r.reference in gone]
    return (*article.left_out, *edited)


def _pattern(sentence: str) -> re.Pattern[str]:
    """Return the pattern that finds a sentence, however its lines are wrapped."""
    return re.compile(r"\s+".join(map(re.escape, sentence.split())))


def _key(sentence: Sentence) -> str:
    """Name a sentence by what it says: its place changes with the meetings."""
    return _digest(squash(sentence.markdown))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


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
