"""What is said when an action point is closed, dropped, opened again or handed over."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from engagements.forms.fields import select
from engagements.models import ActionPoint, Meeting
from stakeholders.forms.fields import text_input


class ActForm(forms.Form):
    """One act upon an action point, which `needs_open` as it is: open, or closed."""

    done = ""
    needs_open = True

    def __init__(self, data, *, point, user, today):
        super().__init__(data)
        self.point, self.user, self.today = point, user, today

    def fits(self, point):
        """Whether `point`, as it is stored now, can still be acted upon."""
        return point.is_open == self.needs_open

    def apply(self, point):
        """Do it to `point`, the row as it is stored now. Call inside a transaction."""
        raise NotImplementedError  # each act says how


class CloseForm(ActForm):
    """Done, with a line of what was done if one was written."""

    outcome = forms.CharField(
        label=_("What was done?"), required=False, max_length=500, widget=text_input()
    )
    done = _("Closed: %s")

    def apply(self, point):
        """Store it as done today."""
        point.close(by=self.user, on=self.today, outcome=self.cleaned_data["outcome"])


class DropForm(ActForm):
    """Not to be done, with the reason."""

    outcome = forms.CharField(
        label=_("Why is it dropped?"),
        max_length=500,
        widget=text_input(),
        error_messages={"required": _("Say why it is dropped.")},
    )
    done = _("Dropped: %s")

    def apply(self, point):
        """Store it as dropped today."""
        point.drop(by=self.user, on=self.today, reason=self.cleaned_data["outcome"])


class ReopenForm(ActForm):
    """Open again: closed by mistake, or not done after all."""

    done = _("Open again: %s")
    needs_open = False

    def apply(self, point):
        """Store it as open."""
        point.reopen()


class OutcomeForm(ActForm):
    """A line of what was done, written after closing; for a dropped one, the reason."""

    outcome = forms.CharField(
        label=_("What was done?"),
        max_length=500,
        widget=text_input(),
        error_messages={"required": _("Write what was done.")},
    )
    done = _("Saved what was done: %s")
    needs_open = False

    def __init__(self, data, **kwargs):
        super().__init__(data, **kwargs)
        self.initial["outcome"] = self.point.outcome
        if self.point.status == ActionPoint.Status.DROPPED:
            self.fields["outcome"].label = _("Why is it dropped?")

    def apply(self, point):
        """Store the line."""
        point.note_outcome(self.cleaned_data["outcome"])


class AssignForm(ActForm):
    """Another colleague will do it."""

    owner = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Who will do it?"),
        empty_label=_("Choose a colleague"),
        widget=select(),
        error_messages={
            "required": _("Choose the colleague who will do it."),
            "invalid_choice": _("Choose the colleague who will do it."),
        },
    )
    done = _("Handed over: %s")

    def __init__(self, data, **kwargs):
        """Offer the colleagues of the office."""
        super().__init__(data, **kwargs)
        self.fields["owner"].queryset = User.objects.colleagues()

    def clean_owner(self):
        """Refuse a colleague who may not read the meeting: they would never see what they owe."""
        owner = self.cleaned_data["owner"]
        if not Meeting.objects.visible_to(owner).filter(pk=self.point.meeting_id).exists():
            raise ValidationError(
                _(
                    "%s may not read this meeting. Choose somebody who was present, or a head of office."
                )
                % owner
            )
        return owner

    def fits(self, point):
        """Whether it is open, and ours to do."""
        return super().fits(point) and point.promised_by == ActionPoint.By.US

    def apply(self, point):
        """Store the colleague."""
        point.assign(self.cleaned_data["owner"])
