"""Rows "with whom" between the form and the record: stored, and read back so that saving them changes nothing."""

from stakeholders.models import Organisation, OrganisationKind, Person
from stakeholders.names import split_honorific


def save_rows(filled, meeting, place):
    """Store the rows as the meeting's counterparts, in place of those before. Call inside a transaction."""
    groups = {}
    for row in filled:
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
    where = place if kind.code == OrganisationKind.LOCAL else None
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
