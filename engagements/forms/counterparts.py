"""The rows of the meeting form that say with whom it was."""

from django import forms
from django.utils.translation import gettext_lazy as _

from engagements.forms.fields import OrganisationField, select, text_input
from stakeholders.models import Organisation, OrganisationKind, Person
from stakeholders.names import fold, split_honorific

LOCAL = "local-government"


class CounterpartRowForm(forms.Form):
    """One organisation, with a person who spoke for it or an unnamed group of it."""

    organisation = OrganisationField(
        label=_("Organisation"),
        required=False,
        max_length=400,
        widget=text_input(list="organisations"),
    )
    person = forms.CharField(
        label=_("Name"), required=False, max_length=240, widget=text_input(list="people")
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
    kind = forms.ModelChoiceField(
        OrganisationKind.objects.filter(is_active=True),
        label=_("Kind of organisation"),
        required=False,
        empty_label=_("It is not new"),
        widget=select(),
    )
    new_person = forms.BooleanField(label=_("This person is new here"), required=False)
    DELETE = forms.BooleanField(label=_("Remove this row"), required=False)

    def has_changed(self):
        """Whether the row says anything: a row that only repeats what was offered counts too."""
        names = (name for name in self.fields if name != "DELETE")
        return any(self[name].data for name in names)

    def clean(self):
        """Find or announce the organisation and the person; a new one must be said to be new."""
        cleaned = super().clean()
        text, organisation = cleaned.get("organisation") or ("", None)
        if "organisation" in self.errors or cleaned.get("DELETE"):
            return cleaned
        if not text and self.has_changed():
            self.add_error(
                "organisation", _("Write which organisation this was, or clear the row.")
            )
        if text and organisation is None:
            self._check_new_organisation(text, cleaned.get("kind"))
        if cleaned.get("person"):
            cleaned["found_person"] = self._find_person(cleaned["person"], organisation)
        return cleaned

    def _check_new_organisation(self, text, kind):
        if len(text) > 200:
            self.add_error("organisation", _("Use 200 characters or fewer for a new organisation."))
        elif kind is None:
            self.add_error(
                "organisation",
                _(
                    "No organisation is called “%s”. Check the spelling, or choose its kind to add it."
                )
                % text,
            )

    def _find_person(self, text, organisation):
        name = split_honorific(text)[1]
        found = Person.objects.named(name)
        if len(found) > 1 and organisation:
            found = [
                p for p in found if p.appointments.filter(organisation=organisation).exists()
            ] or found
        if len(found) > 1:
            self.add_error(
                "person",
                _("Several people have this name. Ask the data manager to tell them apart."),
            )
        elif not found and not self.cleaned_data.get("new_person"):
            self.add_error(
                "person",
                _("Nobody is called “%s”. Check the spelling, or tick that this person is new.")
                % name,
            )
        return found[0] if len(found) == 1 else None

    @property
    def is_filled(self):
        """Whether the row says something and is not marked for removal."""
        cleaned = getattr(self, "cleaned_data", {})
        return bool((cleaned.get("organisation") or ("",))[0]) and not cleaned.get("DELETE")

    @property
    def organisation_key(self):
        """What tells the row's organisation apart, known or new."""
        text, organisation = self.cleaned_data["organisation"]
        return organisation.pk if organisation else fold(text)

    @property
    def person_key(self):
        """What tells the row's person apart, known or new; None without a name."""
        person = self.cleaned_data.get("found_person")
        name = split_honorific(self.cleaned_data.get("person", ""))[1]
        return person.pk if person else (fold(name) or None)


class BaseCounterpartFormSet(forms.BaseFormSet):
    """The rows together: nobody twice, one unnamed group an organisation."""

    def filled(self):
        """Return the rows that say something, in their order."""
        return [row for row in self.forms if row.is_filled]

    def clean(self):
        """Refuse a person in two rows, and two unnamed groups of one organisation."""
        people, groups = set(), set()
        for row in self.filled():
            # A refused row loses its value, so both keys are read before anything is refused.
            organisation, person = row.organisation_key, row.person_key
            if person is None and organisation in groups:
                row.add_error("organisation", _("This organisation is already in another row."))
            elif person is None:
                groups.add(organisation)
            elif person in people:
                row.add_error("person", _("This person is already in another row."))
            people.add(person)

    def save(self, meeting, place):
        """Store the rows as the meeting's counterparts, in place of those before. Call inside a transaction."""
        groups = {}
        for row in self.filled():
            groups.setdefault(row.organisation_key, []).append(row.cleaned_data)
        kept = []
        for position, rows in enumerate(groups.values()):
            organisation = _organisation(*rows[0]["organisation"], rows[0]["kind"], place)
            counterpart, _made = meeting.counterparts.get_or_create(
                organisation=organisation, defaults={"position": position}
            )
            kept.append(counterpart.pk)
            _fill(counterpart, rows, position)
        for counterpart in meeting.counterparts.exclude(pk__in=kept):
            counterpart.delete()


def _organisation(text, organisation, kind, place):
    """Return the organisation, made now when it is new; "Unit, Parent" makes a unit of a known parent."""
    if organisation:
        return organisation
    again = Organisation.objects.named(text)
    if again:
        return again[0]
    name, _comma, tail = text.rpartition(", ")
    parents = Organisation.objects.named(tail) if name else []
    parent = parents[0] if len(parents) == 1 else None
    # A municipality is where it was met; an embassy met at a fair in Kukës is not.
    where = place if kind.code == LOCAL else None
    return Organisation.objects.create(
        name=name if parent else text, parent=parent, kind=kind, location=where
    )


def _fill(counterpart, rows, position):
    """Write head count, label and people of one organisation's rows."""
    unnamed = [row for row in rows if not row["person"]]
    counts = [row["people_count"] or (1 if row["person"] else None) for row in rows]
    counterpart.people_count = None if None in counts else sum(counts)
    counterpart.group_label = unnamed[0]["role"] if unnamed else ""
    counterpart.position = position
    counterpart.save()
    people = {_person(row, counterpart): row["role"] for row in rows if row["person"]}
    for attendance in counterpart.attendances.all():
        if attendance.person not in people:
            attendance.delete()
        elif people[attendance.person] and people[attendance.person] != attendance.title:
            attendance.title = people[attendance.person]
            attendance.save()
    present = set(counterpart.attendances.values_list("person_id", flat=True))
    for person, title in people.items():
        if person.pk not in present:
            counterpart.attend(person, title)


def _person(row, counterpart):
    """Return the row's person, made now, with the post as an open appointment, when new."""
    if row.get("found_person"):
        return row["found_person"]
    honorific, name = split_honorific(row["person"])
    again = Person.objects.named(name)
    if again:
        return again[0]
    person = Person.objects.create(
        honorific=honorific, full_name=name, source=f"{counterpart.meeting.reference}"
    )
    if row["role"]:
        person.appointments.create(organisation=counterpart.organisation, title=row["role"])
    return person


def counterpart_initial(meeting):
    """Return the meeting's counterparts as the values of form rows, so that saving them changes nothing."""
    rows = []
    for counterpart in meeting.counterparts.prefetch_related("attendances__person"):
        attendances = list(counterpart.attendances.all())
        unnamed = counterpart.unnamed_count
        for number, attendance in enumerate(attendances):
            first_alone = number == 0 and not counterpart.group_label and unnamed
            rows.append(
                {
                    "organisation": str(counterpart.organisation),
                    "person": str(attendance.person),
                    "role": attendance.title,
                    "people_count": unnamed + 1 if first_alone else None,
                }
            )
        if counterpart.group_label or not attendances:
            rows.append(
                {
                    "organisation": str(counterpart.organisation),
                    "role": counterpart.group_label,
                    "people_count": unnamed or None,
                }
            )
    return rows


CounterpartFormSet = forms.formset_factory(
    CounterpartRowForm,
    formset=BaseCounterpartFormSet,
    extra=1,
    max_num=60,
    absolute_max=80,
    validate_max=True,
)
