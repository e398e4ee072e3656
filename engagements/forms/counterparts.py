"""The rows of the meeting form for whom it was with."""

import re
from collections.abc import Callable, Iterator
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
from stakeholders.honorifics import split_honorific
from stakeholders.models import Location, Organisation, OrganisationKind, Person
from stakeholders.suggestions import scored_look_alikes
from toolkit.spelling import fold

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class RowError(ValidationError):
    """An error of the box `field`. One about a `name` that nobody has, or several, has the code "who".

    Errors of that code are asked about in the row itself.
    """

    def __init__(
        self, message: "StrOrPromise", field: str = "who", *, name: str | None = None
    ) -> None:
        super().__init__(message, None if name is None else "who", {"text": name})
        self.field = field


NUMBER = re.compile(r"[0-9]{1,18}")
NO_ORGANISATION = "0"  # in the place of an organisation's number: the person speaks for nobody


class CounterpartRowForm(forms.Form):
    """One organisation, with a person who spoke for it or an unnamed group of it.

    `who` names either, or a seat: "Mayor, Municipality of Korçë". A person's organisation is that of
    the picked suggestion, or `organisation`, or that of the only post held that day; there may be none.
    `kind` and `new_person` mark an unknown name as new. `declared` are the kinds of the organisations
    that are new anywhere in the form, by their folded names.
    """

    fields: dict[str, Any]
    question: Any = None  # what the page asks about the row
    who = forms.CharField(
        label=_("Organisation or person"),
        required=False,
        max_length=400,
        widget=text_input(),
    )
    picked = forms.Field(required=False, widget=forms.HiddenInput)
    honorific = forms.ChoiceField(
        label=_("Mr. or Ms."),
        choices=[("", _("Not said")), ("Mr.", _("Mr.")), ("Ms.", _("Ms."))],
        required=False,
        widget=forms.RadioSelect,
    )
    person = forms.CharField(
        label=_("Name, if you know it"), required=False, max_length=240, widget=text_input()
    )
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
        widget=text_input(),
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
        declared: dict[str, str] | None = None,
        kinds: Callable[[], list] | None = None,
        **kwargs,
    ) -> None:
        """The posts of the day of `meeting` count; `kept` are the records it has already.

        `kinds` returns the choices of `kind`, the same for all rows of a form.
        """
        super().__init__(*args, **kwargs)
        self.meeting, self.kept, self.directory = meeting, kept, directory
        self.declared = declared or {}
        if directory is not DATABASE:
            self.fields["kind"].queryset = directory.choices(self.fields["kind"].queryset)
        elif kinds:
            self.fields["kind"].choices = kinds

    def has_changed(self) -> bool:
        """Whether the row is filled: one that only repeats what was offered counts too."""
        if self["picked"].data and not self["who"].data:
            return False  # the box of a row that named somebody was emptied
        names = self.fields.keys() - {"DELETE", "picked", "honorific"}
        return any(self[name].data for name in names)

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        text, cleaned["organisation"] = cleaned.get("organisation") or "", ("", None)
        if cleaned.get("DELETE") or not self.has_changed():
            return cleaned
        if self.errors.keys() & {"who", "organisation", "person"}:
            return cleaned
        who = " ".join((cleaned.get("who") or "").split())
        try:
            self._find(who or text, text if who else "", cleaned)
            cleaned["is_filled"] = True
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
            body = cleaned["organisation"][1]
            cleaned["takes_seat"] = bool(person and body and self._is_seat(body, cleaned))
            return
        cleaned["organisation"] = (str(organisation) if organisation else who, organisation)
        if organisation is None:
            self._check_new(who, "who")
        elif self._is_seat(organisation, cleaned) and not cleaned.get("person"):
            cleaned["people_count"] = cleaned.get("people_count") or 1
        if cleaned.get("person"):
            self._name_person(organisation, cleaned)

    @staticmethod
    def _is_new_person(cleaned: dict):
        return cleaned.get("new_person") and not cleaned.get("person")

    @staticmethod
    def _is_seat(organisation: Organisation, cleaned: dict) -> bool:
        role = fold(cleaned.get("role") or "")
        return bool(role) and role in map(fold, organisation.seat_titles())

    def _is_vacant(self, organisation: Any, cleaned: dict) -> bool:
        """Whether nobody is known to hold the seat that day: a second one in it is asked about."""
        day = self.meeting and self.meeting.date
        if self.directory is not DATABASE or not day:
            return True
        held = [post.title for post in organisation.appointments.on(day)]
        return fold(cleaned["role"]) in map(fold, organisation.vacant_seats(held))

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
        if self.directory is DATABASE and (seat := self._seat(who, cleaned)):
            return seat
        is_new = cleaned.get("kind") or self._is_new_person(cleaned) or fold(who) in self.declared
        if not is_new:
            raise RowError(_("No organisation or person is called “%(text)s”."), name=who)
        return None, None

    def _seat(self, who: str, cleaned: dict) -> tuple | None:
        """Return the organisation of "Mayor, Municipality of Korçë", or who alone holds that seat that day."""
        title, _comma, tail = who.partition(", ")
        found = self.directory.organisations(tail) if tail else []
        titles = {fold(one): one for one in found[0].seat_titles()} if len(found) == 1 else {}
        if fold(title) not in titles:
            return None
        seat = titles[fold(title)]
        holders = found[0].appointments.on(self.meeting.date) if self.meeting.date else ()
        held = [post for post in holders if not found[0].vacant_seats([post.title])]
        if len(held) == 1 and not cleaned.get("person"):
            return found[0], held[0].person
        cleaned["role"] = cleaned.get("role") or seat
        return found[0], None

    def _organisation_of(
        self, organisation: Organisation | None, person: Person | None, text: str, who: str
    ) -> tuple[str, Organisation | None]:
        if organisation and (not text or fold(text) in organisation.folded_names()):
            return str(organisation), organisation
        found = self.directory.organisations(text) if text else []
        if not text and person and not self._speaks_for_nobody:
            found = organisations_of(person, self.meeting and self.meeting.date)
        if len(found) == 1:
            return str(found[0]), found[0]
        if text and not found:
            self._check_new(text, "organisation")
            return text, None
        if not (text or found) and self.directory is DATABASE:
            return "", None
        raise RowError(_("Which organisation did %(text)s speak for?"), "organisation", name=who)

    @property
    def _speaks_for_nobody(self) -> bool:
        return (self["picked"].data or "").endswith(f".{NO_ORGANISATION}")

    def _check_new(self, text: str, field: str) -> None:
        self.cleaned_data["kind"] = cleaned_kind(self, text, field)

    def _name_person(self, organisation: Organisation | None, cleaned: dict) -> None:
        """Find who is named beside an organisation; somebody new in a seat needs no more than the name."""
        name = split_honorific(cleaned["person"])[1]
        if cleaned.get("honorific") and name == cleaned["person"]:
            cleaned["person"] = f"{cleaned['honorific']} {name}"
        found = self.directory.people(cleaned["person"], organisation)
        if len(found) > 1:
            raise RowError(_("Several people are called “%(text)s”."), "person", name=name)
        cleaned["found_person"] = found[0] if found else None
        is_seat = organisation is not None and self._is_seat(organisation, cleaned)
        if is_seat and not found:
            is_seat = self._is_vacant(organisation, cleaned)
        cleaned["takes_seat"] = is_seat
        if found or cleaned.get("new_person"):
            return
        if not is_seat or scored_look_alikes(Person.objects.current(), name):
            raise RowError(_("Nobody is called “%(text)s”."), "person", name=name)

    @property
    def is_filled(self) -> bool:
        cleaned = getattr(self, "cleaned_data", {})
        name, _organisation = cleaned.get("organisation") or ("", None)
        return bool(name or cleaned.get("is_filled")) and "organisation" in cleaned

    @property
    def adds_nothing(self) -> bool:
        """Whether the row names its organisation and says no more."""
        names = ("person", "role", "people_count")
        return not any(self.cleaned_data.get(name) for name in names)

    def pass_over(self) -> None:
        """Take the row as an empty one: another says the same."""
        self.cleaned_data |= {"organisation": ("", None), "is_filled": False}

    @property
    def organisation_key(self) -> int | str:
        """The same for rows of one organisation, known or new; empty for people who speak for nobody."""
        text, organisation = self.cleaned_data["organisation"]
        return organisation.pk if organisation else fold(text)

    @property
    def names(self) -> set[str]:
        """What those of the row may be called elsewhere in the form, folded."""
        text, organisation = self.cleaned_data["organisation"]
        person = self.cleaned_data.get("person") or ""
        names = {fold(text), fold(person), fold(split_honorific(person)[1])} - {""}
        return names | set(organisation.folded_names() if organisation else ())

    @property
    def person_key(self) -> int | str | None:
        """The same for rows of one person, known or new; None without a name."""
        person = self.cleaned_data.get("found_person")
        name = split_honorific(self.cleaned_data.get("person", ""))[1]
        return person.pk if person else (fold(name) or None)


def cleaned_kind(row: Any, text: str, field: str = "organisation") -> OrganisationKind:
    """Return the kind of a new organisation `text`, as `row` or another row of its form says."""
    kind = row.cleaned_data.get("kind")
    if not kind and fold(text) in row.declared:
        kind = row.fields["kind"].queryset.filter(pk=row.declared[fold(text)]).first()
    if not kind:
        raise RowError(_("No organisation is called “%(text)s”."), field, name=text)
    if len(text) > 200:
        raise RowError(_("Use 200 characters or fewer for a new organisation."), field)
    return kind


def declared_kinds(data: QueryDict | None) -> dict[str, str]:
    """Return {folded name: number of its kind} of the organisations that the rows of a form say are new."""
    declared: dict[str, str] = {}
    for name, kind in (data or {}).items():
        prefix = name.removesuffix("-kind")
        if prefix == name or not NUMBER.fullmatch(str(kind)):
            continue
        texts = [data.get(f"{prefix}-organisation", "")] if data else []
        if data and (data.get(f"{prefix}-person") or not data.get(f"{prefix}-new_person")):
            texts.append(data.get(f"{prefix}-who", ""))
        declared |= {fold(text): str(kind) for text in texts if text}
    return declared


class BaseCounterpartFormSet(forms.BaseFormSet):
    def __init__(self, data: QueryDict | None, *, initial: list[dict], **kwargs) -> None:
        super().__init__(data, initial=[_with_who(row) for row in initial], **kwargs)

    def filled(self) -> list[CounterpartRowForm]:
        return [row for row in self.forms if row.is_filled]

    def met(self) -> list[CounterpartRowForm]:
        """Return the first row of each organisation that took part, known or new, and of each who spoke for nobody."""
        self.is_valid()
        rows: dict[Any, CounterpartRowForm] = {}
        for row in self.filled():
            rows.setdefault(row.organisation_key or (row.person_key,), row)
        return list(rows.values())

    def clean(self) -> None:
        people: set[int | str | None] = set()
        groups: dict[tuple[int | str, str], CounterpartRowForm] = {}
        for row in self.filled():
            # A refused row loses its value, so both keys are read before anything is refused.
            organisation, person = row.organisation_key, row.person_key
            group = (organisation, fold(row.cleaned_data.get("role") or ""))
            if person is None and group in groups:
                spare = next((one for one in (row, groups[group]) if one.adds_nothing), None)
                if spare is None:
                    row.add_error("who", _("This organisation is already in another row."))
                else:
                    groups[group] = groups[group] if spare is row else row
                    spare.pass_over()
            elif person is None:
                groups[group] = row
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
    entries = counterpart_entries(filled)
    organisations = [_organisation(entry, place) for entry in entries]
    pairs = list(zip(entries, organisations, strict=True))
    before = {(row.organisation_id, row.group_label): row for row in meeting.counterparts.all()}
    found = {
        number: row
        for number, (entry, organisation) in enumerate(pairs)
        if (row := before.pop((_pk(organisation), entry.group_label), None))
    }
    for number, (_entry, organisation) in enumerate(pairs):
        same = (key for key in before if key[0] == _pk(organisation))
        if number not in found and (key := next(same, None)):
            found[number] = before.pop(key)
    for counterpart in before.values():
        counterpart.delete()  # one by one: each deletion is in the history
    for number, counterpart in found.items():
        _release(counterpart, entries[number])
    for number, (entry, organisation) in enumerate(pairs):
        new = Counterpart(meeting=meeting, organisation=organisation)
        _fill(found.get(number, new), entry, number)


def _pk(organisation: Organisation | None) -> int | None:
    return organisation.pk if organisation else None


@dataclass(frozen=True)
class PersonEntry:
    """Somebody who spoke for an organisation: the person `found`, or the name of a new one; the role of that day.

    `name` is as it was typed, with the honorific of the day if it was.

    `takes_seat`: the seat of that name was vacant.
    """

    found: Person | None
    name: str
    role: str
    takes_seat: bool = False


@dataclass(frozen=True)
class CounterpartEntry:
    """What the rows of one organisation come to: `organisation`, or the name and kind of a new one.

    People who speak for nobody have neither.
    """

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
    return [entry for rows in groups.values() for entry in _entries(rows)]


def _entries(rows: list[dict]) -> Iterator[CounterpartEntry]:
    """Yield what the rows of one organisation come to: those named with the first group, then the other groups."""
    labels = list(dict.fromkeys(row["role"] for row in rows if not row["person"])) or [""]
    for label in labels:
        is_first = label == labels[0]
        yield _entry(
            [row for row in rows if (is_first if row["person"] else row["role"] == label)], label
        )


def _entry(rows: list[dict], label: str) -> CounterpartEntry:
    text, organisation = rows[0]["organisation"]
    counts = [row["people_count"] or int(bool(row["person"])) for row in rows]  # 0: unknown
    return CounterpartEntry(
        organisation=organisation,
        name=text,
        kind=next((row["kind"] for row in rows if row["kind"]), None),
        people_count=sum(counts) if all(counts) else None,
        group_label=label,
        people=tuple(
            PersonEntry(
                row.get("found_person"), row["person"], row["role"], row.get("takes_seat", False)
            )
            for row in rows
            if row["person"]
        ),
    )


def _organisation(entry: CounterpartEntry, place: Location | None) -> Organisation | None:
    if entry.organisation or not entry.name:
        return entry.organisation
    return stored_organisation(entry.name, entry.kind, place)


def stored_organisation(name: str, kind: Any, place: Location | None) -> Organisation:
    """Return the organisation of a name that was new when the form was checked; stored once, however often named."""
    again = DATABASE.organisations(name)
    if again:
        return again[0]
    organisation = new_organisation(name, kind, place, DATABASE.organisations)
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
    # A town hall is where it was met; an embassy met at a fair elsewhere is not.
    where = place if kind.code == OrganisationKind.LOCAL else None
    return Organisation(name=name if parent else text, parent=parent, kind=kind, location=where)


def new_person(text: str, reference: str) -> Person:
    honorific, name = split_honorific(text)
    return Person(honorific=honorific, full_name=name, source=reference)


def _release(counterpart: Counterpart, entry: CounterpartEntry) -> None:
    """Take out those who do not speak for it any more, before another counterpart takes them in."""
    staying = {one.found.pk for one in entry.people if one.found}
    for attendance in counterpart.attendances.all():
        if attendance.person_id not in staying:
            attendance.delete()


def _fill(counterpart: Counterpart, entry: CounterpartEntry, position: int) -> None:
    counterpart.people_count = entry.people_count
    counterpart.group_label = entry.group_label
    counterpart.position = position
    is_new = counterpart.pk is None
    counterpart.save()
    people = {}
    for one in entry.people:
        person = _person(one, counterpart)
        people[person] = (one.role, split_honorific(one.name)[0])
        if one.takes_seat:
            _take_seat(person, counterpart, one.role)
    there = [] if is_new else list(counterpart.attendances.select_related("person"))
    for attendance in there:
        title, honorific = people[attendance.person]
        now = (title or attendance.title, honorific or attendance.honorific)
        if now != (attendance.title, attendance.honorific):
            attendance.title, attendance.honorific = now
            attendance.store()
    present = {attendance.person_id for attendance in there}
    for person, (title, honorific) in people.items():
        if person.pk not in present:
            counterpart.attend(person, title, honorific)


def _person(entry: PersonEntry, counterpart: Counterpart) -> Person:
    if entry.found:
        return entry.found
    person = new_person(entry.name, counterpart.meeting.reference)
    again = DATABASE.people(person.full_name)
    if again:
        return again[0]
    person.store()
    if entry.role and counterpart.organisation:
        person.appointments.create(organisation=counterpart.organisation, title=entry.role)
    return person


def _take_seat(person: Person, counterpart: Counterpart, title: str) -> None:
    """Name somebody who is known already as the holder of a seat, where it was vacant that day."""
    organisation, day = counterpart.organisation, counterpart.meeting.date
    if organisation is None or person.title_in(organisation, day):
        return
    held = organisation.appointments.on(day).values_list("title", flat=True)
    if fold(title) in map(fold, organisation.vacant_seats(list(held))):
        person.appointments.create(organisation=organisation, title=title)


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
        "who": attendance.name,
        "picked": f"p{attendance.person_id}.{organisation.pk if organisation else NO_ORGANISATION}",
        "organisation": str(organisation or ""),
        "role": attendance.title,
        "people_count": people_count,
    }


def _group_row(counterpart: Counterpart, people_count: int | None) -> dict:
    return {
        "who": str(counterpart),
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
