"""How a filter with counts works: the values it takes, what they keep, how many rows each would leave."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, Exists, OuterRef, Q

NONE = "none"


@dataclass(frozen=True)
class Option:
    """A value that can be chosen, and how many meetings would be listed with it."""

    value: str
    label: str
    count: int
    is_chosen: bool


def linked(through, **conditions):
    """Return a condition on meetings: a row of `through` that meets `conditions` belongs to it."""
    return Exists(through.objects.filter(meeting=OuterRef("pk"), **conditions))


class Facet:
    """A filter with a list of values, any of which a meeting may have."""

    name = ""
    label = ""
    takes_many = True
    is_personal = False  # its words name somebody: they are not kept on record
    is_open = False
    is_listed = True  # else chosen by a link from elsewhere, and shown as a chip alone

    @cached_property
    def labels(self):
        """What can be chosen: {value: words}, in the order of equal numbers."""
        return {}

    def read(self, values):
        """Return (the values that make sense, whether any was left out)."""
        wanted = list(dict.fromkeys(value for value in values if value))
        kept = [value for value in wanted if value in self.labels] if wanted else []
        return (kept if self.takes_many else kept[-1:]), len(kept) < len(wanted)

    def condition(self, chosen):
        """Return what a meeting must meet to have one of the `chosen` values."""
        raise NotImplementedError  # each filter says how

    def counts(self, meetings):
        """Return {value: number of meetings}, in one query."""
        raise NotImplementedError  # said by those that are chosen from a list; others are never counted

    def options(self, meetings, chosen):
        """Return the values that some of `meetings` have, and those chosen; most first, "none" last."""
        counts = self.counts(meetings)
        found = [
            Option(value, str(label), counts.get(value, 0), value in chosen)
            for value, label in self.labels.items()
            if counts.get(value) or value in chosen
        ]
        return sorted(found, key=lambda option: (option.value == NONE, -option.count))


class EntryFacet(Facet):
    """A list that the office keeps, by a key that may stand in an address; maybe "none" of it."""

    column = ""
    none_label = ""

    def entries(self):
        """Return [(number, value, words)]."""
        raise NotImplementedError  # each list says which

    @cached_property
    def rows(self):
        """The entries, read once."""
        return list(self.entries())

    @cached_property
    def labels(self):
        """The words of each entry, then those for "none"."""
        labels = {value: words for _pk, value, words in self.rows}
        return {**labels, NONE: self.none_label} if self.none_label else labels

    @cached_property
    def moved(self):
        """Where the addresses of merged entries lead: {value: value of the one that is kept}."""
        return {}

    def read(self, values):
        """Read a merged entry as the one it was merged into."""
        return super().read([self.moved.get(value, value) for value in values])

    def numbers(self, chosen):
        """Return the primary keys of the `chosen` values."""
        return [pk for pk, value, _words in self.rows if value in chosen]

    def counts(self, meetings):
        """Count the meetings by entry; one without any counts for "none"."""
        rows = meetings.order_by().values(self.column).annotate(n=Count("pk"))
        return self.by_value(dict(rows.values_list(self.column, "n")))

    def by_value(self, found):
        """Turn {number: n} into {value: n}."""
        counts = {value: found.get(pk, 0) for pk, value, _words in self.rows}
        return {**counts, NONE: found.get(None, 0)}


class LinkFacet(EntryFacet):
    """Something of which a meeting may have several."""

    through = None

    def condition(self, chosen):
        """With one of these, or without any."""
        wanted = linked(self.through, **{f"{self.link}__in": self.numbers(chosen)})
        return wanted | ~linked(self.through) if NONE in chosen else Q(wanted)


class ConditionFacet(Facet):
    """A few fixed values, each a condition."""

    conditions = {}

    def condition(self, chosen):
        """Return the conditions of the chosen values, joined by "or"."""
        found = Q()
        for value in chosen:
            found |= self.conditions[value]
        return found

    def counts(self, meetings):
        """Count what meets each condition, in one query."""
        return meetings.order_by().aggregate(
            **{value: Count("pk", filter=wanted) for value, wanted in self.conditions.items()}
        )
