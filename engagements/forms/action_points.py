"""Action points: their rows in the meeting form, and a form for each thing that can be done to one."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.forms.models import construct_instance
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from engagements.forms.counterparts import (
    BaseCounterpartFormSet,
    CounterpartRowForm,
    RowError,
    cleaned_kind,
    stored_organisation,
)
from engagements.forms.fields import KindSelect, select
from engagements.models import ActionPoint, Meeting
from stakeholders.directory import DATABASE, organisations_of
from stakeholders.forms import text_input
from stakeholders.models import Location, OrganisationKind
from toolkit.dates import parse_day
from toolkit.months import month_end
from toolkit.spelling import fold

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class ActionPointRowForm(forms.ModelForm):
    fields: dict[str, Any]
    question: Any = None  # what the page asks about the row
    DUE = [
        ("", _("No date")),
        ("week", _("In a week")),
        ("fortnight", _("In two weeks")),
        ("month", _("End of the month")),
        ("day", _("A day")),
    ]

    promised_by = forms.ChoiceField(
        label=_("Who promised it?"),
        choices=ActionPoint.By,
        initial=ActionPoint.By.US,
        widget=forms.RadioSelect,
    )
    owner = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Who will do it"),
        required=False,
        empty_label=_("Nobody"),
        widget=select(),
    )
    organisation = forms.CharField(
        label=_("Who of them will do it"),
        required=False,
        max_length=400,
        widget=text_input(),
    )
    kind = forms.ModelChoiceField(
        OrganisationKind.objects.filter(is_active=True),
        label=_("Kind of organisation"),
        required=False,
        empty_label=_("It is not new"),
        widget=KindSelect(attrs={"class": "input"}),
    )
    due_choice = forms.ChoiceField(
        label=_("By when"), choices=DUE, required=False, widget=forms.RadioSelect
    )
    due_day = forms.CharField(
        label=_("Which day"), required=False, max_length=40, widget=text_input()
    )

    class Meta:
        model = ActionPoint
        fields = ["promised_by", "text"]
        widgets = {"text": text_input()}
        labels = {"text": _("What")}

    def __init__(
        self,
        *args,
        user: User,
        counterparts: BaseCounterpartFormSet,
        declared: dict[str, str],
        kinds: Callable[[], list],
        colleagues: Callable[[], list],
        **kwargs,
    ) -> None:
        """`counterparts` are the rows of the same form; `declared` and `kinds` as for them.

        `colleagues` returns the choices of `owner`, the same for all rows but for one who has left.
        """
        super().__init__(*args, **kwargs)
        self.counterparts, self.declared = counterparts, declared
        self.new: tuple[str, OrganisationKind | None] = ("", None)
        self.new_person = ""
        self.fields["kind"].choices = kinds
        staff = Q(pk__in=User.objects.colleagues().values("pk"))
        self.fields["owner"].queryset = User.objects.filter(staff | Q(pk=self.instance.owner_id))
        self.fields["owner"].choices = partial(self._owners, colleagues)
        self.fields["text"].required = False
        if self.instance.pk:
            self.initial["owner"] = self.instance.owner_id
            self.initial["organisation"] = str(
                self.instance.organisation or self.instance.person or ""
            )
            self.initial["due_choice"] = "day" if self.instance.due else ""
            self.initial["due_day"] = f"{self.instance.due:%-d %B %Y}" if self.instance.due else ""
        else:
            self.initial.setdefault("owner", user.pk)

    def _owners(self, colleagues: Callable[[], list]) -> list:
        owner, offered = self.instance.owner, colleagues()
        has_left = owner and all(pk != owner.pk for pk, _name in offered)
        own = [(owner.pk, str(owner))] if has_left else []
        return [("", self.fields["owner"].empty_label), *offered, *own]

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        choice, day = cleaned.get("due_choice"), cleaned.get("due_day") or ""
        if not cleaned.get("text"):
            self.add_error("text", _("Write what was promised, or clear the row."))
        by_us = cleaned.get("promised_by") != ActionPoint.By.THEM
        self.instance.owner = cleaned.get("owner") if by_us else None
        self.instance.organisation = self.instance.person = None
        if not by_us and "organisation" in cleaned:
            try:
                self._find_who(" ".join(cleaned["organisation"].split()))
            except ValidationError as error:
                self.add_error("organisation", error)
        if choice == "day" or (day and not choice):
            try:
                self.instance.due = parse_day(day)
            except ValueError:
                self.instance.due = None
                self.add_error("due_day", _("Write a real date, like 29 March 2024."))
        return cleaned

    def _find_who(self, text: str) -> None:
        """Set who of them promised: whoever is named, or the only one that was met."""
        met = self.counterparts.met()
        if not text and len(met) == 1:
            self._take(met[0])
        elif not text:
            raise RowError(_("Who of them promised it?"), "organisation", name="")
        elif row := next((row for row in met if fold(text) in row.names), None):
            self._take(row)
        elif not self._find_known(text):
            self.new = (text, cleaned_kind(self, text))

    def _take(self, row: CounterpartRowForm) -> None:
        """Take the organisation of a row, else who spoke for nobody."""
        name, organisation = row.cleaned_data["organisation"]
        self.instance.organisation = organisation
        if name and not organisation:
            self.new = (name, row.cleaned_data["kind"])
        elif not name:
            self.instance.person = row.cleaned_data.get("found_person")
            self.new_person = "" if self.instance.person else row.cleaned_data["person"]

    def _find_known(self, text: str) -> bool:
        """Take an organisation, or a person: for the organisation they speak for, where it is one or none."""
        found = DATABASE.organisations(text)
        if len(found) > 1:
            raise RowError(
                _("Several organisations are called “%(text)s”."), "organisation", name=text
            )
        if found:
            self.instance.organisation = found[0]
            return True
        people = DATABASE.people(text)
        day = self.counterparts.form_kwargs["meeting"].date
        posts = organisations_of(people[0], day) if len(people) == 1 else []
        if len(people) != 1 or len(posts) > 1:
            return False
        self.instance.organisation = posts[0] if posts else None
        self.instance.person = None if posts else people[0]
        return True

    def _post_clean(self) -> None:
        """Leave the model's own checks (who will do it) until the row's values are sound.

        What is new with the form has no number yet: who will do it is set when it is stored.
        """
        if not self.errors and not (self.new[0] or self.new_person):
            super()._post_clean()  # type: ignore[misc] # not in the stubs
        elif not self.errors:
            construct_instance(self, self.instance, self._meta.fields, self._meta.exclude)

    def store(self, meeting: Meeting, place: Location | None) -> None:
        point, (name, kind) = self.instance, self.new
        point.meeting = meeting
        if name:
            point.organisation = stored_organisation(name, kind, place)
        if self.new_person:
            point.person = DATABASE.people(self.new_person)[0]
        self.set_due(meeting.date)
        point.store()

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

    def save_for(self, meeting: Meeting, place: Location | None) -> None:
        for form in self.forms:
            if form in self.deleted_forms:
                if form.instance.pk:
                    form.instance.delete()
            elif form.has_changed() and form.cleaned_data.get("text"):
                form.store(meeting, place)


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
