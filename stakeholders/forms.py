"""What people type about stakeholders: a new organisation or person, a change of office-holder."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from stakeholders.directory import DATABASE
from stakeholders.honorifics import split_honorific
from stakeholders.levels import OFFICE_SEAT, SECOND_LEVEL
from stakeholders.models import Appointment, Location, Organisation, OrganisationKind, Person
from stakeholders.suggestions import look_alikes
from toolkit.dates import parse_day
from toolkit.spelling import fold


def text_input(size: str = "", **attrs: Any) -> forms.TextInput:
    """Return a text box in the look of the house; `size` is the class of a narrow one.

    The browser does not remember what is typed: names are nobody's to remember for others.
    """
    return forms.TextInput(attrs={"class": f"input {size}".strip(), "autocomplete": "off", **attrs})


class DayField(forms.CharField):
    """A day in words or numbers, not after `today`; cleans to a date, or to None when empty."""

    today: date | None = None

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", text_input())
        super().__init__(max_length=40, **options)

    def prepare_value(self, value: date | str | None) -> str | None:
        return date_format(value, "j F Y") if isinstance(value, date) else value

    def clean(self, value: str | None) -> date | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            day = parse_day(text)
        except ValueError:
            raise ValidationError(_("Date must be a real date, like 6 March 2024.")) from None
        if self.today and day > self.today:
            raise ValidationError(_("Date must be today or in the past."))
        return day


class KnownOrganisationField(forms.CharField):
    """An organisation that is here already, by name; cleans to it, or to None when empty."""

    def __init__(self, **options: Any) -> None:
        widget = text_input(list="organisations")
        super().__init__(required=False, max_length=400, widget=widget, **options)

    def clean(self, value: str | None) -> Organisation | None:
        text = super().clean(value)
        if not text:
            return None
        found = DATABASE.organisations(text)
        if len(found) == 1:
            return found[0]
        if found:
            names = "; ".join(str(organisation) for organisation in found)
            raise ValidationError(_("Several have this name: %s. Enter the full name.") % names)
        raise ValidationError(_("No organisation is called “%s”. Add it first.") % text)


class AddForm(forms.Form):
    """What the two forms share. `sure` holds the name for which look-alikes were seen and refused."""

    name = forms.CharField(label=_("Name"), max_length=200, widget=text_input())
    sure = forms.CharField(required=False, widget=forms.HiddenInput())

    def look_alikes(self) -> list[Organisation | Person]:
        """Return those whose names look like the one typed, unless they were seen already."""
        name = self.cleaned_data["name"]
        return [] if self.cleaned_data["sure"] == fold(name) else look_alikes(self.bare_name())

    def bare_name(self) -> str:
        return self.cleaned_data["name"]


class AddOrganisationForm(AddForm):
    kind = forms.ModelChoiceField(
        OrganisationKind.objects.filter(is_active=True),
        label=_("Kind"),
        empty_label=_("Choose a kind"),
        widget=forms.Select({"class": "input"}),
    )
    place = forms.ModelChoiceField(
        Location.objects.current(),
        label=_("Place"),
        required=False,
        empty_label=_("None"),
        widget=forms.Select({"class": "input"}),
    )
    parent = KnownOrganisationField(
        label=_("Is a unit of"),
        help_text=format_lazy(
            _("For example {level} of {place}."), level=SECOND_LEVEL, place=OFFICE_SEAT
        ),
    )

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        name, parent = cleaned.get("name"), cleaned.get("parent")
        same = Organisation.objects.filter(name=name, parent=parent, merged_into=None)
        if name and same.exists():
            self.add_error("name", gettext("An organisation of this name is already here."))
        return cleaned

    def save(self) -> Organisation:
        given = self.cleaned_data
        return Organisation.objects.create(
            name=given["name"], kind=given["kind"], location=given["place"], parent=given["parent"]
        )


class AddPersonForm(AddForm):
    organisation = KnownOrganisationField(label=_("Organisation"))
    title = forms.CharField(
        label=_("Post"),
        required=False,
        max_length=200,
        widget=text_input(),
        help_text=_("For example Mayor."),
    )
    email = forms.EmailField(
        label=_("Work email"), required=False, widget=forms.EmailInput({"class": "input"})
    )
    phone = forms.CharField(
        label=_("Work phone"), required=False, max_length=40, widget=text_input()
    )
    source = forms.CharField(
        label=_("Where this comes from"),
        required=False,
        max_length=200,
        widget=text_input(),
        help_text=_("For example a business card, or a web page."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["name"].help_text = gettext("With the honorific, like H.E. Mr. Karl Bergner.")

    def bare_name(self) -> str:
        return split_honorific(self.cleaned_data["name"])[1]

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        has_contact = cleaned.get("email") or cleaned.get("phone")
        for given, field, text in (
            (cleaned.get("title"), "organisation", _("Write the organisation of this post.")),
            (cleaned.get("organisation"), "title", _("Write the post they hold there.")),
            (has_contact, "source", _("Write where the email or phone number comes from.")),
        ):
            if given and not cleaned.get(field) and field not in self.errors:
                self.add_error(field, text)
        return cleaned

    @transaction.atomic
    def save(self) -> Person:
        """Store the person, and the post as one that began on an unknown day."""
        given = self.cleaned_data
        honorific, name = split_honorific(given["name"])
        contact = {field: given[field] for field in ("email", "phone", "source")}
        person = Person.objects.create(honorific=honorific[:40], full_name=name, **contact)
        if given["organisation"]:
            person.appointments.create(organisation=given["organisation"], title=given["title"])
        return person


NEW = "new"
NOBODY = "nobody"
SHARED = "stays"


class HolderForm(forms.Form):
    """Who takes a seat of `organisation`, from which day, and who leaves it.

    `leaves` is asked when somebody holds the seat, and must be answered when several do. `person` is asked
    when the name leads to nobody, or to several.
    """

    title = forms.CharField(
        label=_("Post"),
        max_length=200,
        widget=text_input(list="titles"),
        help_text=_("For example Mayor."),
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
            "invalid_choice": _("This seat has changed in the meantime. Choose who leaves."),
        },
    )
    is_acting = forms.BooleanField(label=_("Acting"), required=False)

    fields: dict[str, Any]

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        organisation: Organisation,
        today: date,
        title: str = "",
    ) -> None:
        super().__init__(data, initial={"title": title, "since": today})
        self.today, self.fields["since"].today = today, today
        self.appointments = Appointment.objects.filter(organisation=organisation)
        self.organisation = organisation
        self.successor: Person | None = None
        self.leaver: Appointment | None = None
        self.is_vacated = self.is_bound and self["who"].value() == NOBODY
        self.fields["name"].required = not self.is_vacated
        rows = self.appointments.on(today).select_related("person")
        self.holders = {str(row.pk): row for row in self._of_seat(rows)}
        self._offer_leavers()
        self._offer_people(split_honorific(self["name"].value() or "")[1])

    def _of_seat(self, rows: QuerySet[Appointment]) -> list[Appointment]:
        title = fold(self["title"].value() or "")
        return [row for row in rows if fold(row.title) == title]

    def _offer_leavers(self) -> None:
        if not self.holders:
            del self.fields["leaves"]
            return
        choices = [(pk, str(row.person)) for pk, row in self.holders.items()]
        self.fields["leaves"].choices = [*choices, (SHARED, _("Nobody: the seat is shared"))]
        if len(choices) == 1:
            self.fields["leaves"].initial = choices[0][0]
            self.fields["leaves"].required = not self.is_bound or "leaves" in self.data

    def _offer_people(self, name: str) -> None:
        named = DATABASE.people(name) if self.is_bound and name else []
        offered = named
        if len(named) == 1:
            self.successor, offered = named[0], []
        elif self.is_bound and name and not named:
            offered = [row for row in look_alikes(name) if isinstance(row, Person)]
        if self.is_vacated or not offered:
            del self.fields["person"]
            return
        self.people = {str(row.pk): row for row in offered}
        choices = [(pk, _with_posts(row, self.today)) for pk, row in self.people.items()]
        self.fields["person"].choices = [*choices, (NEW, gettext("Somebody new: %s") % name)]

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        if self.holders and "leaves" not in self.errors:
            self.leaver = self.holders.get(cleaned.get("leaves") or next(iter(self.holders)))
        if cleaned.get("who") == NEW:
            self._check_successor(cleaned)
        elif cleaned.get("who") == NOBODY and not self.holders and "title" in cleaned:
            self.add_error("title", _("Nobody holds this post now, so nobody can leave it."))
        elif cleaned.get("who") == NOBODY and cleaned.get("leaves") == SHARED:
            self.add_error("leaves", _("Choose who leaves."))
        since, began = cleaned.get("since"), self.leaver.started if self.leaver else None
        if self.leaver and since and began and since <= began:
            words = {"who": self.leaver.person, "day": date_format(began, "j F Y")}
            text = gettext("%(who)s has held this post since %(day)s. Enter a later day.")
            self.add_error("since", text % words)
        return cleaned

    def _check_successor(self, cleaned: dict[str, Any]) -> None:
        if "person" in self.fields:
            self.successor = self.people.get(cleaned.get("person", ""))
        staying = [
            row.person_id
            for row in self.holders.values()
            # From acting to full, or back, is a change.
            if row != self.leaver or row.is_acting == cleaned.get("is_acting")
        ]
        if self.successor and self.successor.pk in staying:
            self.add_error("name", _("%s already holds this post.") % self.successor)

    def already_done(self) -> bool:
        """Return whether this very change is stored: the form was sent twice."""
        try:
            since = self.fields["since"].clean(self["since"].value())
        except ValidationError:
            return False
        if not fold(self["title"].value() or ""):
            return False
        if self["who"].value() == NOBODY:
            ended = self.appointments.filter(ended=since - timedelta(days=1))
            return not self.holders and bool(self._of_seat(ended))
        name = fold(split_honorific(self["name"].value() or "")[1])
        began = self.appointments.filter(started=since, ended=None).select_related("person")
        return any(name in row.person.folded_names() for row in self._of_seat(began))

    @transaction.atomic
    def save(self) -> Appointment | None:
        """End the one appointment the day before, begin the next. Returns the new one, or None."""
        given = self.cleaned_data
        if self.leaver:
            self.leaver.ended = given["since"] - timedelta(days=1)
            self.leaver.store()
        if given["who"] == NOBODY:
            return None
        honorific, name = split_honorific(given["name"])
        return Appointment.objects.create(
            person=self.successor
            or Person.objects.create(honorific=honorific[:40], full_name=name[:200]),
            organisation=self.organisation,
            title=self.leaver.title if self.leaver else given["title"],
            started=given["since"],
            is_acting=given["is_acting"],
        )


def _with_posts(person: Person, day: date) -> str:
    """Return a person with the posts held on `day`, to tell namesakes apart."""
    posts = person.appointments.on(day).select_related("organisation__parent")
    held = "; ".join(f"{post.title}, {post.organisation}" for post in posts)
    return f"{person} ({held})" if held else str(person)
