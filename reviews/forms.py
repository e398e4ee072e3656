"""What is typed about a month: its text, a comment on return, the three ticks of a signature."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from engagements.forms.fields import text_area
from reviews.models.monthly_review import LONGEST_TEXT


class LongText(forms.CharField):
    """Text whose length is checked after sending: a box that cuts what is pasted loses it in silence."""

    def to_python(self, value: str | None) -> str | None:
        return super().to_python(value.replace("\r\n", "\n") if value else value)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {}


class ArticleForm(forms.Form):
    text = LongText(
        label=_("Text"),
        max_length=LONGEST_TEXT,
        widget=text_area(rows=24),
        help_text=_(
            "An empty line begins a new paragraph. **Bold**, *italic*, # heading, - list,"
            " [words](https://address)."
        ),
        error_messages={
            "required": _("Write the text, or start again from the records."),
            "max_length": _(
                "The text is %(show_value)d characters long. Shorten it to %(limit_value)d."
            ),
        },
    )


class ReturnForm(forms.Form):
    comment = LongText(
        label=_("What has to change?"),
        max_length=3000,
        widget=text_area(),
        help_text=_("Colleagues read it on the page of the month. It is not part of the review."),
        error_messages={"required": _("Say what has to change.")},
    )


class SignForm(forms.Form):
    """The three ticks, and the digest of the month as its signer saw it."""

    names = forms.BooleanField(
        label=_("Names and titles are right"),
        error_messages={"required": _("Check the names and titles, then tick.")},
    )
    people = forms.BooleanField(
        label=_("Nothing identifies a person we assist"),
        error_messages={
            "required": _("Check that nothing identifies a person we assist, then tick.")
        },
    )
    gaps = forms.BooleanField(
        label=_("I have seen the gaps in the data"),
        error_messages={"required": _("Look at the gaps in the data, then tick.")},
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)
