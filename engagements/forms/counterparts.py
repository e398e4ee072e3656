"""The rows of the meeting form for whom it was with."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from engagements.forms.fields import KindSelect
from engagements.models import Attendance, Counterpart, Meeting
from stakeholders.directory import DATABASE, Directory, organisations_of, picked
from stakeholders.forms import text_input
from stakeholders.models import Location, Organisation, OrganisationKind, Person
from stakeholders.vocabulary import split_honorific
from toolkit.spelling import fold

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class RowError(ValidationError):
    """An error of the box `field`. One about a `name` that nobody has, or several, has the code "who".

    Errors of that code alone lead to the page of questions.
    """

    def __init__(
        self, message: "StrOrPromise", field: str = "who", *, name: str | None = None
    ) -> None:
        super().__init__(message, None if name is None else "who", {"text": name})
        self.field = field


class CounterpartRowForm(forms.Form):
    """One organisation, with a person who spoke for it or an unnamed group of it.

    `who` names either. A person's organisation is that of the picked suggestion, or `organisation`,
    or that of the only post held that day. `kind` and `new_person` mark an unknown name as new.
    """

    fields: dict[str, Any]
    who = forms.CharField(
        label=_("Organisation or person"),
        required=False,
        max_length=400,
        widget=text_input(list="who"),
    )
    picked = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
    person = forms.CharField(label=_("Name"), required=False, max_length=240, widget=text_input())
    role = forms.CharField(
        label=_("Role that day, or group"), required=False, max_length=120, widget=text_input()
    )
    people_count = forms.IntegerField(
        label=_("How many"),
        required=False,
        min_value=1,
        max_value=30000,
        widget=text_input(inputmode="numeric"),
    )
    organisation = forms.CharField(
        label=_("Organisation, when you wrote a person above"),
        required=False,
        max_length=400,
        widget=text_input(list="organisations"),
    )
    kind = forms.ModelChoiceField(
        OrganisationKind.objects.filter(is_active=True),
        label=_("Kind of organisation"),
        required=False,
        empty_label=_("It is not new"),
        widget=KindSelect(attrs={"class": "input"}),
    )
    new_person = forms.BooleanField(label=_("This person is new here"), required=False)
    DELETE = forms.BooleanField(label=_("Remove this row"), required=False)

    def __init__(
        self,
        *args,
        meeting: Any = None,
        kept: frozenset[str] = frozenset(),
        directory: Directory = DATABASE,
        **kwargs,
    ) -> None:
        """The posts of the day of `meeting` count; `kept` are the records it has already."""
        super().__init__(*args, **kwargs)
        self.meeting, self.kept, self.directory = meeting, kept, directory
        if directory is not DATABASE:
            self.fields["kind"].queryset = directory.choices(self.fields["kind"].queryset)

    def has_changed(self) -> bool:
        """Whether the row is filled: one that only repeats what was offered counts too."""
        if self["picked"].data and not self["who"].data:
            return False  # the box of a row that named somebody was emptied
        return any(self[name].data for name in self.fields if name not in ("DELETE", "picked"))

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        text, cleaned["organisation"] = cleaned.get("organisation") or "", ("", None)
        if self.errors or cleaned.get("DELETE") or not self.has_changed():
            return cleaned
        who = " ".join((cleaned.get("who") or "").split())
        try:
            self._find(who or text, text if who else "", cleaned)
        except ValidationError as error:
            self.add_error(getattr(error, "field", "who"), error)
        return cleaned

    def _find(self, who: str, text: str, cleaned: dict) -> None:
        """Write who is meant into `cleaned`. Raises ValidationError, with `field` where it is not `who`."""
        if not who:
            raise RowError(_("Write which organisation this was, or clear the row."))
        chosen = picked(cleaned.get("picked"), who, self.kept)
        organisation, person = chosen or self._named(who, text, cleaned)
        if person or (not organisation and self._is_new_person(cleaned)):
            cleaned["person"], cleaned["found_person"] = who, person
            cleaned["organisation"] = self._organisation_of(organisation, person, text, who)
            return
        cleaned["organisation"] = (str(organisation) if organisation else who, organisation)
        if organisation is None:
            self._check_new(who, "who")
        if cleaned.get("person"):
            cleaned["found_person"] = self._find_person(cleaned["person"], organisation)

    @staticmethod
    def _is_new_person(cleaned: dict):
        return cleaned.get("new_person") and not cleaned.get("person")

    def _named(self, who: str, text: str, cleaned: dict) -> tuple:
        found = self.directory.organisations(who)
        if len(found) > 1:
            raise RowError(_("Several organisations are called “%(text)s”."), name=who)
        if found:
            return found[0], None
        known = self.directory.organisations(text) if text else []
        people = [] if cleaned.get("person") else self.directory.people(who, *known[:1])
        if len(people) > 1:
            raise RowError(_("Several people are called “%(text)s”."), name=who)
        if people:
            return None, people[0]
        if not (cleaned.get("kind") or self._is_new_person(cleaned)):
            raise RowError(_("No organisation or person is called “%(text)s”."), name=who)
        return None, None

    def _organisation_of(
        self, organisation: Organisation | None, person: Person | None, text: str, who: str
    ) -> tuple[str, Organisation | None]:
        if organisation:
            return str(organisation), organisation
        found = self.directory.organisations(text) if text else []
        if not text and person:
            found = organisations_of(person, self.meeting and self.meeting.date)
        if len(found) == 1:
            return str(found[0]), found[0]
        if text and not found:
            self._check_new(text, "organisation")
            return text, None
        raise RowError(_("Which organisation did %(text)s speak for?"), "organisation", name=who)

    def _check_new(self, text: str, field: str) -> None:
        if not self.cleaned_data.get("kind"):
            raise RowError(_("No organisation is called “%(text)s”."), field, name=text)
        if len(text) > 200:
            raise RowError(_("Use 200 characters or fewer for a new organisation."), field)

    def _find_person(self, text: str, organisation: Organisation | None) -> Person | None:
        name = split_honorific(text)[1]
        found = self.directory.people(text, organisation)
        if len(found) == 1:
            return found[0]
        if found:
            raise RowError(_("Several people are called “%(text)s”."), "person", name=name)
        if not self.cleaned_data.get("new_person"):
            raise RowError(_("Nobody is called “%(text)s”."), "person", name=name)
        return None

    @property
    def is_filled(self) -> bool:
        cleaned = getattr(self, "cleaned_data", {})
        return bool((cleaned.get("organisation") or ("",))[0]) and not cleaned.get("DELETE")

    @property
    def organisation_key(self) -> int | str:
        """The same for rows of one organisation, known or new."""
        text, organisation = self.cleaned_data["organisation"]
        return organisation.pk if organisation else fold(text)

    @property
    def person_key(self) -> int | str | None:
        """The same for rows of one person, known or new; None without a name."""
        person = self.cleaned_data.get("found_person")
        name = split_honorific(self.cleaned_data.get("person", ""))[1]
        return person.pk if person else (fold(name) or None)


class BaseCounterpartFormSet(forms.BaseFormSet):
    def __init__(self, data: QueryDict | None, *, initial: list[dict], **kwargs) -> None:
        super().__init__(data, initial=[_with_who(row) for row in initial], **kwargs)

    def filled(self) -> list[CounterpartRowForm]:
        return [row for row in self.forms if row.is_filled]

    def clean(self) -> None:
        people: set[int | str | None] = set()
        groups: set[int | str] = set()
        for row in self.filled():
            # A refused row loses its value, so both keys are read before anything is refused.
            organisation, person = row.organisation_key, row.person_key
            if person is None and organisation in groups:
                row.add_error("who", _("This organisation is already in another row."))
            elif person is None:
                groups.add(organisation)
            elif person in people:
                row.add_error("who", _("This person is already in another row."))
            people.add(person)


def _with_who(row: dict) -> dict:
    name = "person" if row.get("person") else "organisation"
    return row if "who" in row or not row.get(name) else {**row, "who": row[name], name: ""}


CounterpartFormSet = cast(  # the stubs know the form of the set, not its class
    "type[BaseCounterpartFormSet]",
    forms.formset_factory(
        CounterpartRowForm, BaseCounterpartFormSet, max_num=60, absolute_max=80, validate_max=True
    ),
)


def save_rows(filled: list[CounterpartRowForm], meeting: Meeting, place: Location | None) -> None:
    """Store the rows as the meeting's counterparts, in place of those before. Call inside a transaction."""
    kept = []
    for position, entry in enumerate(counterpart_entries(filled)):
        counterpart, _made = meeting.counterparts.get_or_create(
            organisation=_organisation(entry, place), defaults={"position": position}
        )
        kept.append(counterpart.pk)
        _fill(counterpart, entry, position)
    for counterpart in meeting.counterparts.exclude(pk__in=kept):
        counterpart.delete()  # one by one: each deletion is in the history


@dataclass(frozen=True)
class PersonEntry:
    """Somebody who spoke for an organisation: the person `found`, or the name of a new one; the role of that day."""

    found: Person | None
    name: str
    role: str


@dataclass(frozen=True)
class CounterpartEntry:
    """What the rows of one organisation come to: `organisation`, or the name and kind of a new one."""

    organisation: Organisation | None
    name: str
    kind: OrganisationKind | None
    people_count: int | None
    group_label: str
    people: tuple[PersonEntry, ...]


def counterpart_entries(filled: list[CounterpartRowForm]) -> list[CounterpartEntry]:
    groups: dict = {}
    for row in filled:
        groups.setdefault(row.organisation_key, []).append(row.cleaned_data)
    return [_entry(rows) for rows in groups.values()]


def _entry(rows: list[dict]) -> CounterpartEntry:
    text, organisation = rows[0]["organisation"]
    unnamed = [row for row in rows if not row["person"]]
    named = [row for row in rows if row["person"]]
    counts = [row["people_count"] or int(bool(row["person"])) for row in rows]  # 0: unknown
    return CounterpartEntry(
        organisation=organisation,
        name=text,
        kind=rows[0]["kind"],
        people_count=sum(counts) if all(counts) else None,
        group_label=unnamed[0]["role"] if unnamed else "",
        people=tuple(
            PersonEntry(row.get("found_person"), row["person"], row["role"]) for row in named
        ),
    )


def _organisation(entry: CounterpartEntry, place: Location | None) -> Organisation:
    if entry.organisation:
        return entry.organisation
    again = DATABASE.organisations(entry.name)
    if again:
        return again[0]
    organisation = new_organisation(entry.name, entry.kind, place, DATABASE.organisations)
    organisation.store()
    return organisation


def new_organisation(
    text: str,
    kind: Any,
    place: Location | None,
    named: Callable[[str], list[Organisation]],
) -> Organisation:
    """Return a new organisation, not stored yet; "Unit, Parent" is a unit of a parent that `named` finds."""
    name, _comma, tail = text.rpartition(", ")
    parents = named(tail) if name else []
    parent = parents[0] if len(parents) == 1 else None
    # A municipality is where it was met; an embassy met at a fair in Kukës is not.
    where = place if kind.code == OrganisationKind.LOCAL else None
    return Organisation(name=name if parent else text, parent=parent, kind=kind, location=where)


def new_person(text: str, reference: str) -> Person:
    honorific, name = split_honorific(text)
    return Person(honorific=honorific, full_name=name, source=reference)


def _fill(counterpart: Counterpart, entry: CounterpartEntry, position: int) -> None:
    counterpart.people_count = entry.people_count
    counterpart.group_label = entry.group_label
    counterpart.position = position
    counterpart.save()
    people = {_person(one, counterpart): one.role for one in entry.people}
    for attendance in counterpart.attendances.all():
        if attendance.person not in people:
            attendance.delete()
        elif people[attendance.person] not in ("", attendance.title):
            attendance.title = people[attendance.person]
            attendance.store()
    present = set(counterpart.attendances.values_list("person_id", flat=True))
    for person, title in people.items():
        if person.pk not in present:
            counterpart.attend(person, title)


def _person(entry: PersonEntry, counterpart: Counterpart) -> Person:
    if entry.found:
        return entry.found
    person = new_person(entry.name, counterpart.meeting.reference)
    again = DATABASE.people(person.full_name)
    if again:
        return again[0]
    person.store()
    if entry.role:
        person.appointments.create(organisation=counterpart.organisation, title=entry.role)
    return person


def counterpart_initial(meeting: Meeting) -> list[dict]:
    rows = []
    counterparts = meeting.counterparts.select_related("organisation__parent")
    for counterpart in counterparts.prefetch_related("attendances__person"):
        attendances = list(counterpart.attendances.all())
        unnamed = counterpart.unnamed_count
        for number, attendance in enumerate(attendances):
            with_others = number == 0 and not counterpart.group_label
            people_count = unnamed + 1 if unnamed and with_others else None
            rows.append(_person_row(counterpart, attendance, people_count))
        if counterpart.group_label or not attendances:
            rows.append(_group_row(counterpart, unnamed or None))
    return rows


def _person_row(counterpart: Counterpart, attendance: Attendance, people_count: int | None) -> dict:
    organisation = counterpart.organisation
    return {
        "who": str(attendance.person),
        "picked": f"p{attendance.person_id}.{organisation.pk}",
        "organisation": str(organisation),
        "role": attendance.title,
        "people_count": people_count,
    }


def _group_row(counterpart: Counterpart, people_count: int | None) -> dict:
    return {
        "who": str(counterpart.organisation),
        "picked": f"o{counterpart.organisation_id}",
        "role": counterpart.group_label,
        "people_count": people_count,
    }


def kept_by(meeting: Meeting) -> frozenset:
    """Return the records that a meeting has already, as "o12" and "p34": they stay though retired since."""
    if not meeting.pk:
        return frozenset()
    organisations = meeting.counterparts.values_list("organisation", flat=True)
    people = meeting.attendances.values_list("person", flat=True)
    return frozenset([*(f"o{pk}" for pk in organisations), *(f"p{pk}" for pk in people)])
