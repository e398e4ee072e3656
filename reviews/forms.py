"""What is typed about a month: its text, a comment on return, the three ticks of a signature."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from engagements.forms.fields import text_area
from engagements.models.form_draft import whole_characters
from reviews.article.sentences import split_paragraphs, split_sentences
from reviews.models.monthly_review import LONGEST_TEXT

LONGEST_TITLE = 1000
MOST_SENTENCES = 2000  # each is compared with those before, and has its questions on the page
RECORD = "record-"  # what the names of answers begin with: the key of their sentence follows


class LongText(forms.CharField):
    """Text whose length is checked after sending: a box that cuts what is pasted loses it in silence."""

    def to_python(self, value: str | None) -> str | None:
        return super().to_python(value.replace("\r\n", "\n") if value else value)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {}


@dataclass(frozen=True)
class TypedArticle:
    """The edit page's text areas as they were sent: the title, and the paragraphs in their order.

    `version` is the state that they were begun on, `base` the signed text of that state where nobody had
    edited it, `state` the signed text that the page showed last, with what was answered since; `answers`
    {key of a sentence: answer} of those without a record.
    """

    title: str
    paragraphs: tuple[str, ...]
    version: int = -1
    base: str = ""
    state: str = ""
    answers: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, sent: QueryDict) -> "TypedArticle":
        version = sent.get("version", "")
        is_number = version.isascii() and version.isdecimal() and len(version) < 10
        return cls(
            title=_clean(sent.get("title", "")),
            paragraphs=tuple(map(_clean, sent.getlist("paragraph"))),
            version=int(version) if is_number else -1,
            base=sent.get("base", ""),
            state=sent.get("state", ""),
            answers={
                name.removeprefix(RECORD): answer
                for name, answer in sent.items()
                if name.startswith(RECORD) and isinstance(answer, str) and answer
            },
        )

    @property
    def problem(self) -> str:
        """Why it can't be saved, in words; empty when it can."""
        length = len(self.title) + sum(map(len, self.paragraphs))
        if not any(paragraph.strip() for paragraph in self.paragraphs):
            return _("Write the text, or start again from the records.")
        if length > LONGEST_TEXT:
            text = _("The text is %(length)d characters long. Shorten it to %(limit)d.")
            return text % {"length": length, "limit": LONGEST_TEXT}
        if self._sentences > MOST_SENTENCES:
            text = _("The text has %(count)d sentences. Shorten it to %(limit)d.")
            return text % {"count": self._sentences, "limit": MOST_SENTENCES}
        if len(self.title) > LONGEST_TITLE:
            text = _("The title is %(length)d characters long. Shorten it to %(limit)d.")
            return text % {"length": len(self.title), "limit": LONGEST_TITLE}
        return ""

    @property
    def is_too_long(self) -> bool:
        """Whether it is more than is compared with anything."""
        length = len(self.title) + sum(map(len, self.paragraphs))
        return length > LONGEST_TEXT or self._sentences > MOST_SENTENCES

    @cached_property
    def _sentences(self) -> int:
        parts = (part for one in self.paragraphs for part in split_paragraphs(one))
        return sum(len(split_sentences(part)) for part in parts)

    @property
    def plain_text(self) -> str:
        return "\n\n".join([self.title, *self.paragraphs]).strip()


def _clean(text: str) -> str:
    return whole_characters(text).replace("\r\n", "\n")


def clean_fields(sent: QueryDict) -> dict[str, str]:
    """Return the fields of a form as both databases take them, the last value of each."""
    return {_clean(name): _clean(str(value)) for name, value in sent.items()}


class ReturnForm(forms.Form):
    comment = LongText(
        label=gettext_lazy("What has to change?"),
        max_length=3000,
        widget=text_area(),
        help_text=gettext_lazy(
            "Colleagues read it on the page of the month. It is not part of the review."
        ),
        error_messages={"required": gettext_lazy("Say what has to change.")},
    )


class SignForm(forms.Form):
    """The three ticks, and the digest of the month as its signer saw it."""

    names = forms.BooleanField(
        label=gettext_lazy("Names and titles are right"),
        error_messages={"required": gettext_lazy("Check the names and titles, then tick.")},
    )
    people = forms.BooleanField(
        label=gettext_lazy("Nothing identifies a person we assist"),
        error_messages={
            "required": gettext_lazy("Check that nothing identifies a person we assist, then tick.")
        },
    )
    gaps = forms.BooleanField(
        label=gettext_lazy("I have seen the gaps in the data"),
        error_messages={"required": gettext_lazy("Look at the gaps in the data, then tick.")},
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)
