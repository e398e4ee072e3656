"""A change of office-holder: one short form ends an appointment and begins the next."""

from datetime import date, timedelta

from django import forms
from django.db import transaction
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from stakeholders.directory import DATABASE
from stakeholders.forms.fields import DayField, text_input
from stakeholders.models import Appointment, Person
from stakeholders.suggestions import look_alikes
from stakeholders.vocabulary import split_honorific
from toolkit.text import fold

NEW = "new"
NOBODY = "nobody"
STAYS = "stays"


class HolderForm(forms.Form):
    """Who takes a seat of `organisation`, from which day, and who leaves it.

    `leaves` is asked when somebody holds the seat, and must be answered when several do. `person` is asked
    when the name leads to nobody, or to several.
    """

    title = forms.CharField(
        label=_("Post"),
        max_length=200,
        widget=text_input(list="titles"),
        help_text=_("Like Mayor."),
    )
    who = forms.ChoiceField(
        label=_("Who holds it now?"),
        choices=[(NEW, _("A new holder")), (NOBODY, _("Nobody for now"))],
        initial=NEW,
        widget=forms.RadioSelect,
    )
    name = forms.CharField(
        label=_("Name of the new holder"),
        max_length=240,
        error_messages={"required": _("Write who holds it now, or choose Nobody for now.")},
        widget=text_input(list="people"),
        help_text=_("With the honorific, like H.E. Mr. Karl Bergner."),
    )
    person = forms.ChoiceField(
        label=_("Who do you mean?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who you mean.")},
    )
    since = DayField(label=_("From which day?"), help_text=_("Like 6 March 2024."))
    leaves = forms.ChoiceField(
        label=_("Who leaves?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Several people hold this post. Choose who leaves."),
            "invalid_choice": _("This seat has changed meanwhile. Choose who leaves."),
        },
    )
    is_acting = forms.BooleanField(label=_("Acting"), required=False)

    def __init__(self, data: QueryDict | None = None, *, organisation, today, title="") -> None:
        super().__init__(data, initial={"title": title, "since": today})
        self.organisation, self.found = organisation, None
        self.fields["since"].today = today
        self.today = today
        self.fields["name"].required = not self._nobody_comes()
        self.holders = self._holders(self["title"].value() or "")
        self._offer_leavers()
        self._offer_people(split_honorific(self["name"].value() or "")[1])

    def _nobody_comes(self) -> bool:
        return self.is_bound and self["who"].value() == NOBODY

    def _holders(self, title: str) -> dict[str, Appointment]:
        rows = Appointment.objects.filter(organisation=self.organisation).on(self.today)
        same = [row for row in rows.select_related("person") if fold(row.title) == fold(title)]
        return {str(row.pk): row for row in same}

    def _offer_leavers(self) -> None:
        if not self.holders:
            del self.fields["leaves"]
            return
        choices = [(pk, str(row.person)) for pk, row in self.holders.items()]
        self.fields["leaves"].choices = [*choices, (STAYS, _("Nobody: the seat is shared"))]
        if len(choices) == 1:
            self.fields["leaves"].initial = choices[0][0]
            self.fields["leaves"].required = not self.is_bound or "leaves" in self.data

    def _offer_people(self, name: str) -> None:
        self.named = DATABASE.people(name) if self.is_bound else []
        asked = self.is_bound and name and len(self.named) != 1
        alike = self.named if asked else []
        if asked and not alike:
            alike = [row for row in look_alikes(name) if isinstance(row, Person)]
        if self._nobody_comes() or not alike:
            del self.fields["person"]
            return
        self.people = {str(row.pk): row for row in alike}
        choices = [(pk, _said(row, self.today)) for pk, row in self.people.items()]
        nobody_yet = gettext("Somebody new: %s") % name
        self.fields["person"].choices = [*choices, (NEW, nobody_yet)]

    def clean(self):
        cleaned = super().clean()
        self.leaver = self._leaver(cleaned)
        if cleaned.get("who") == NEW:
            self._check_comer(cleaned)
        elif cleaned.get("who") == NOBODY and not self.holders and "title" in cleaned:
            self.add_error("title", _("Nobody holds this post now, so nobody can leave it."))
        elif cleaned.get("who") == NOBODY and cleaned.get("leaves") == STAYS:
            self.add_error("leaves", _("Choose who leaves."))
        if self.leaver and cleaned.get("since"):
            self._check_days(cleaned["since"])
        return cleaned

    def _leaver(self, cleaned) -> Appointment | None:
        if "leaves" in self.errors or not self.holders:
            return None
        only = next(iter(self.holders)) if not cleaned.get("leaves") else cleaned["leaves"]
        return self.holders.get(only)

    def _check_comer(self, cleaned) -> None:
        if "person" in self.fields:
            self.found = self.people.get(cleaned.get("person"))
        elif self.named:
            self.found = self.named[0]
        acting = cleaned.get("is_acting")
        holding = [
            row
            for row in self.holders.values()
            if row != self.leaver or row.is_acting == acting  # acting to full is a change
        ]
        if self.found and any(row.person_id == self.found.pk for row in holding):
            self.add_error("name", _("%s already holds this post.") % self.found)

    def _check_days(self, since: date) -> None:
        began = self.leaver.started
        if began and since <= began:
            said = {"who": self.leaver.person, "day": date_format(began, "j F Y")}
            text = gettext("%(who)s holds this post since %(day)s. Enter a later day.")
            self.add_error("since", text % said)

    def already_done(self) -> bool:
        """Return whether this very change is stored: the form was sent twice."""
        since, name = parse_quietly(self), split_honorific(self["name"].value() or "")[1]
        rows = Appointment.objects.filter(organisation=self.organisation)
        rows = rows.select_related("person")
        title = fold(self["title"].value() or "")
        if since is None or not title:
            return False
        if self["who"].value() == NOBODY:
            ended = rows.filter(ended=since - timedelta(days=1))
            return not self.holders and any(fold(row.title) == title for row in ended)
        began = rows.filter(started=since, ended=None)
        return any(
            fold(row.title) == title and fold(name) in row.person.folded_names() for row in began
        )

    @transaction.atomic
    def save(self) -> Appointment | None:
        """End the one appointment the day before, begin the next. Returns the new one, or None."""
        given = self.cleaned_data
        if self.leaver:
            self.leaver.ended = given["since"] - timedelta(days=1)
            self.leaver.store()
        if given["who"] == NOBODY:
            return None
        return Appointment.objects.create(
            person=self.found or self._new_person(),
            organisation=self.organisation,
            title=self.leaver.title if self.leaver else given["title"],
            started=given["since"],
            is_acting=given["is_acting"],
        )

    def _new_person(self) -> Person:
        honorific, name = split_honorific(self.cleaned_data["name"])
        return Person.objects.create(honorific=honorific[:40], full_name=name[:200])


def parse_quietly(form: HolderForm) -> date | None:
    """Return the day that a bound form names, or None when it names none."""
    try:
        return form.fields["since"].clean(form["since"].value())
    except forms.ValidationError:
        return None


def _said(person: Person, today: date) -> str:
    """Return a person with the posts held today, to tell namesakes apart."""
    posts = person.appointments.on(today).select_related("organisation__parent")
    held = "; ".join(f"{post.title}, {post.organisation}" for post in posts)
    return f"{person} ({held})" if held else str(person)
