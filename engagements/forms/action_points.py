"""Action points: their rows in the meeting form, and a form for each thing that can be done to one."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from engagements.forms.fields import OrganisationField, select
from engagements.models import ActionPoint, Meeting
from stakeholders.forms import text_input
from toolkit.dates import parse_day
from toolkit.months import month_end

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class ActionPointRowForm(forms.ModelForm):
    fields: dict[str, Any]
    DUE = [
        ("", _("No date")),
        ("week", _("In a week")),
        ("fortnight", _("In two weeks")),
        ("month", _("End of the month")),
        ("day", _("On this day:")),
    ]

    promised_by = forms.ChoiceField(
        label=_("Who promised it?"),
        choices=ActionPoint.By,
        initial=ActionPoint.By.US,
        widget=forms.RadioSelect,
    )
    owner = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Colleague, if we promised"),
        required=False,
        empty_label=_("Nobody"),
        widget=select(),
    )
    organisation = OrganisationField(
        label=_("Organisation, if they promised"),
        required=False,
        max_length=400,
        widget=text_input(list="organisations"),
    )
    due_choice = forms.ChoiceField(label=_("By when"), choices=DUE, required=False, widget=select())
    due_day = forms.CharField(label=_("Day"), required=False, max_length=40, widget=text_input())

    class Meta:
        model = ActionPoint
        fields = ["promised_by", "text"]
        widgets = {"text": text_input()}
        labels = {"text": _("What")}

    def __init__(self, *args, user: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        staff = Q(pk__in=User.objects.colleagues().values("pk"))
        self.fields["owner"].queryset = User.objects.filter(staff | Q(pk=self.instance.owner_id))
        self.fields["text"].required = False
        if self.instance.pk:
            self.initial["owner"] = self.instance.owner_id
            self.initial["organisation"] = str(self.instance.organisation or "")
            self.initial["due_choice"] = "day" if self.instance.due else ""
            self.initial["due_day"] = f"{self.instance.due:%-d %B %Y}" if self.instance.due else ""
        else:
            self.initial.setdefault("owner", user.pk)

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        choice, day = cleaned.get("due_choice"), cleaned.get("due_day") or ""
        if not cleaned.get("text"):
            self.add_error("text", _("Write what was promised, or clear the row."))
        text, organisation = cleaned.get("organisation") or ("", None)
        by_us = cleaned.get("promised_by") != ActionPoint.By.THEM
        if not by_us and text and not organisation:
            self.add_error("organisation", _("No organisation is called “%s”.") % text)
        self.instance.owner = cleaned.get("owner") if by_us else None
        self.instance.organisation = None if by_us else organisation
        if choice == "day" or (day and not choice):
            try:
                self.instance.due = parse_day(day)
            except ValueError:
                self.instance.due = None
                self.add_error("due_day", _("Write a real date, like 29 March 2024."))
        return cleaned

    def _post_clean(self) -> None:
        """Leave the model's own checks (who will do it) until the row's values are sound."""
        if not self.errors:
            super()._post_clean()  # type: ignore[misc] # not in the stubs

    def set_due(self, day: date) -> None:
        """Set a relative due day from `day`, the day of the meeting."""
        choice = self.cleaned_data.get("due_choice")
        relative = {
            "week": day + timedelta(days=7),
            "fortnight": day + timedelta(days=14),
            "month": month_end(day),
        }
        if choice in relative:
            self.instance.due = relative[choice]
        elif not choice and not self.cleaned_data.get("due_day"):
            self.instance.due = None


if TYPE_CHECKING:
    RowFormSet = forms.BaseModelFormSet[ActionPoint, ActionPointRowForm]
else:
    RowFormSet = forms.BaseModelFormSet


class BaseActionPointFormSet(RowFormSet):
    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = _("Remove this action point")

    def save_for(self, meeting: Meeting, day: date) -> None:
        for form in self.forms:
            if form in self.deleted_forms:
                if form.instance.pk:
                    form.instance.delete()
            elif form.has_changed() and form.cleaned_data.get("text"):
                form.instance.meeting = meeting
                form.set_due(day)
                form.instance.store()


ActionPointFormSet = cast(  # the stubs know the form of the set, not its class
    "type[BaseActionPointFormSet]",
    forms.modelformset_factory(
        ActionPoint,
        ActionPointRowForm,
        formset=BaseActionPointFormSet,
        can_delete=True,
        max_num=40,
        absolute_max=60,
        validate_max=True,
    ),
)


class ChangeForm(forms.Form):
    """Something done to an action point, open or closed as `needs_open` says."""

    fields: dict[str, Any]
    done: "StrOrPromise" = ""  # the message, with the text of the action point for %s
    needs_open = True

    def __init__(
        self, data: QueryDict | None, *, point: ActionPoint, user: User, today: date
    ) -> None:
        super().__init__(data)
        self.point, self.user, self.today = point, user, today

    def fits(self, point: ActionPoint) -> bool:
        return point.is_open == self.needs_open

    def apply(self, point: ActionPoint) -> None:
        """Do it to `point`, the row as it is stored now. Call inside a transaction."""
        raise NotImplementedError


def _line(
    label: "StrOrPromise", missing: "StrOrPromise" = "", required: bool = True
) -> forms.CharField:
    errors = {"required": missing}
    return forms.CharField(
        label=label, required=required, max_length=500, widget=text_input(), error_messages=errors
    )


class CloseForm(ChangeForm):
    outcome = _line(_("What was done?"), required=False)
    done = _("Closed: %s")

    def apply(self, point: ActionPoint) -> None:
        point.close(by=self.user, on=self.today, outcome=self.cleaned_data["outcome"])


class DropForm(ChangeForm):
    outcome = _line(_("Why is it dropped?"), _("Write why it is dropped."))
    done = _("Dropped: %s")

    def apply(self, point: ActionPoint) -> None:
        point.drop(by=self.user, on=self.today, reason=self.cleaned_data["outcome"])


class ReopenForm(ChangeForm):
    done = _("Open again: %s")
    needs_open = False

    def apply(self, point: ActionPoint) -> None:
        point.reopen()


class OutcomeForm(ChangeForm):
    outcome = _line(_("What was done?"), _("Write what was done."))
    done = _("Saved what was done: %s")
    needs_open = False

    def __init__(self, data: QueryDict | None, **kwargs) -> None:
        super().__init__(data, **kwargs)
        self.initial["outcome"] = self.point.outcome
        if self.point.status == ActionPoint.Status.DROPPED:
            self.fields["outcome"].label = _("Why is it dropped?")

    def apply(self, point: ActionPoint) -> None:
        point.note_outcome(self.cleaned_data["outcome"])


class AssignForm(ChangeForm):
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

    def __init__(self, data: QueryDict, **kwargs) -> None:
        super().__init__(data, **kwargs)
        self.fields["owner"].queryset = User.objects.colleagues()

    def clean_owner(self) -> User:
        """Refuse a colleague who may not read the meeting: they would never see what is theirs to do."""
        owner = self.cleaned_data["owner"]
        if not Meeting.objects.visible_to(owner).filter(pk=self.point.meeting_id).exists():
            text = _(
                "%s may not read this meeting. Choose one of those present, or a head of office."
            )
            raise ValidationError(text % owner)
        return owner

    def fits(self, point: ActionPoint) -> bool:
        return super().fits(point) and point.promised_by == ActionPoint.By.US

    def apply(self, point: ActionPoint) -> None:
        point.assign(self.cleaned_data["owner"])
