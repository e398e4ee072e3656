"""Who of an invitation is known here: by address, then by name. Nobody is made, nobody is guessed."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from accounts.models import User
from stakeholders.models import Appointment, Organisation, Person
from stakeholders.names import fold, split_honorific

MOST_ROWS = 40
LONGEST_ROLE = 120


@dataclass
class Attending:
    """Rows for the meeting form, colleagues to tick, and in words who was not found or declined."""

    rows: list = field(default_factory=list)
    staff: list = field(default_factory=list)
    unknown: list = field(default_factory=list)
    declined: list = field(default_factory=list)


def attending(people, day):
    """Return the Attending of those invited, with the posts of `day`; a fixed number of queries."""
    found = Attending(declined=[_said(one) for one in people if one.declined])
    colleagues = {user.email.lower(): user for user in User.objects.colleagues() if user.email}
    others = []
    for one in (one for one in people if not one.declined):
        if one.email in colleagues:
            found.staff.append(colleagues[one.email].pk)
        else:
            others.append(one)
    known = _Known(others, day)
    rows = {}
    for one in others:
        matched = known.matched(one)
        if len(matched) == 1 and (matched[0] in rows or len(rows) < MOST_ROWS):
            rows[matched[0]] = known.row(matched[0])
        elif len(matched) > 1:
            found.unknown.append(_("%s (several people of this name)") % _said(one))
        else:
            found.unknown.append(_said(one))
    found.rows = list(rows.values())
    return found


def _said(one):
    """Return somebody invited as text."""
    return f"{one.name} ({one.email})" if one.name and one.email else one.name or one.email


def _spelled(name):
    """Return the folded names that a name may be: "Doe, John" is John Doe."""
    last, comma, first = name.partition(",")
    names = [name, f"{first} {last}"] if comma else [name]
    return {fold(split_honorific(" ".join(one.split()))[1]) for one in names} - {""}


class _Known:
    """The people and organisations that the names and addresses of an invitation lead to."""

    def __init__(self, others, day):
        addresses = {one.email for one in others if one.email}
        names = set().union(*(_spelled(one.name) for one in others)) if others else set()
        people = Person.objects.current().annotate(address=Lower("email"))
        self.by_email, self.by_name = defaultdict(list), defaultdict(list)
        for person in people.filter(Q(address__in=addresses) | _holds(names)):
            self.by_email[person.address].append(person)
            self._remember(person)
        rows = Organisation.objects.current().select_related("parent", "kind")
        for organisation in rows.filter(_holds(names)):
            self._remember(organisation)
        self.posts = defaultdict(list)
        ours = {row.pk for rows in self.by_name.values() for row in rows if isinstance(row, Person)}
        held = Appointment.objects.on(day).filter(
            person__in=ours, organisation__in=Organisation.objects.current()
        )
        for post in held.select_related("organisation__parent"):
            self.posts[post.person_id].append(post)

    def _remember(self, row):
        for name in row.folded_names():
            self.by_name[name].append(row)

    def matched(self, one):
        """Return whom somebody invited may be: of an address several share, those of the name."""
        by_email = self.by_email.get(one.email, []) if one.email else []
        named = [row for name in sorted(_spelled(one.name)) for row in self.by_name.get(name, [])]
        named = list(dict.fromkeys(named))
        if len(by_email) == 1:
            return by_email
        return [row for row in by_email if row in named] or by_email or named

    def row(self, row):
        """Return the values of a row of the meeting form; of several posts none is chosen."""
        if isinstance(row, Organisation):
            return {"who": str(row), "picked": f"o{row.pk}"}
        posts = self.posts[row.pk]
        if len({post.organisation_id for post in posts}) != 1:
            return {"who": str(row), "picked": f"p{row.pk}"}
        organisation, title = posts[0].organisation, posts[0].title
        return {
            "who": str(row),
            "picked": f"p{row.pk}.{organisation.pk}",
            "organisation": str(organisation),
            "role": title if len(title) <= LONGEST_ROLE else "",
        }


def _holds(names):
    """Return the condition that a searched text holds one of `names`; of none, nothing does."""
    condition = Q(pk__in=[])
    for name in sorted(names):
        condition |= Q(search__contains=name)
    return condition
