"""Rows "with whom" between the form and the record: stored, and read back so that saving them changes nothing."""

from dataclasses import dataclass

from stakeholders.models import Organisation, OrganisationKind, Person
from stakeholders.names import split_honorific


def save_rows(filled, meeting, place):
    """Store the rows as the meeting's counterparts, in place of those before. Call inside a transaction."""
    kept = []
    for position, party in enumerate(parties(filled)):
        organisation = _organisation(party, place)
        counterpart, _made = meeting.counterparts.get_or_create(
            organisation=organisation, defaults={"position": position}
        )
        kept.append(counterpart.pk)
        _fill(counterpart, party, position)
    for counterpart in meeting.counterparts.exclude(pk__in=kept):
        counterpart.delete()


@dataclass(frozen=True)
class PartyPerson:
    """Somebody who spoke for a party: the person `found`, or the name of a new one; the role of that day."""

    found: Person | None
    name: str
    role: str


@dataclass(frozen=True)
class Party:
    """What the rows of one organisation say together: `organisation`, or the name and kind of a new one."""

    organisation: Organisation | None
    name: str
    kind: OrganisationKind | None
    people_count: int | None
    group_label: str
    people: tuple


def parties(filled):
    """Return the Parties of the filled rows, in their order."""
    groups = {}
    for row in filled:
        groups.setdefault(row.organisation_key, []).append(row.cleaned_data)
    return [_party(rows) for rows in groups.values()]


def _party(rows):
    text, organisation = rows[0]["organisation"]
    unnamed = [row for row in rows if not row["person"]]
    counts = [row["people_count"] or (1 if row["person"] else None) for row in rows]
    people = [
        PartyPerson(row.get("found_person"), row["person"], row["role"])
        for row in rows
        if row["person"]
    ]
    return Party(
        organisation=organisation,
        name=text,
        kind=rows[0]["kind"],
        people_count=None if None in counts else sum(counts),
        group_label=unnamed[0]["role"] if unnamed else "",
        people=tuple(people),
    )


def _organisation(party, place):
    """Return the party's organisation, made now when it is new."""
    if party.organisation:
        return party.organisation
    again = Organisation.objects.named(party.name)
    if again:
        return again[0]
    organisation = new_organisation(party.name, party.kind, place, Organisation.objects.named)
    organisation.save()
    return organisation


def new_organisation(text, kind, place, named):
    """Return a new organisation, not stored yet; "Unit, Parent" is a unit of a parent that `named` finds."""
    name, _comma, tail = text.rpartition(", ")
    parents = named(tail) if name else []
    parent = parents[0] if len(parents) == 1 else None
    # A municipality is where it was met; an embassy met at a fair in Kukës is not.
    where = place if kind.code == OrganisationKind.LOCAL else None
    return Organisation(name=name if parent else text, parent=parent, kind=kind, location=where)


def new_person(text, reference):
    """Return a new person, not stored yet, of whom the meeting `reference` is the source."""
    honorific, name = split_honorific(text)
    return Person(honorific=honorific, full_name=name, source=reference)


def _fill(counterpart, party, position):
    """Write head count, label and people of a party."""
    counterpart.people_count = party.people_count
    counterpart.group_label = party.group_label
    counterpart.position = position
    counterpart.save()
    people = {_person(one, counterpart): one.role for one in party.people}
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


def _person(one, counterpart):
    """Return the person, made now, with the post as an open appointment, when new."""
    if one.found:
        return one.found
    person = new_person(one.name, counterpart.meeting.reference)
    again = Person.objects.named(person.full_name)
    if again:
        return again[0]
    person.save()
    if one.role:
        person.appointments.create(organisation=counterpart.organisation, title=one.role)
    return person


def counterpart_initial(meeting):
    """Return the meeting's counterparts as the values of form rows."""
    rows = []
    counterparts = meeting.counterparts.select_related("organisation__parent")
    for counterpart in counterparts.prefetch_related("attendances__person"):
        attendances = list(counterpart.attendances.all())
        unnamed = counterpart.unnamed_count
        for number, attendance in enumerate(attendances):
            first_alone = number == 0 and not counterpart.group_label and unnamed
            rows.append(_person_row(counterpart, attendance, unnamed + 1 if first_alone else None))
        if counterpart.group_label or not attendances:
            rows.append(_group_row(counterpart, unnamed or None))
    return rows


def _person_row(counterpart, attendance, people_count):
    organisation = counterpart.organisation
    return {
        "who": str(attendance.person),
        "picked": f"p{attendance.person_id}.{organisation.pk}",
        "organisation": str(organisation),
        "role": attendance.title,
        "people_count": people_count,
    }


def _group_row(counterpart, people_count):
    return {
        "who": str(counterpart.organisation),
        "picked": f"o{counterpart.organisation_id}",
        "role": counterpart.group_label,
        "people_count": people_count,
    }


def kept_by(meeting):
    """Return the records that a meeting has already, as "o12" and "p34": they stay though retired since."""
    if not meeting.pk:
        return frozenset()
    organisations = meeting.counterparts.values_list("organisation", flat=True)
    people = meeting.attendances.values_list("person", flat=True)
    return frozenset([*(f"o{pk}" for pk in organisations), *(f"p{pk}" for pk in people)])
