"""The filters of the meetings list; one object does the filtering, so page and download can't disagree."""

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.utils.translation import gettext

from engagements.forms import linked_facets
from engagements.forms import meeting_facets as facets
from engagements.forms.facets import NONE, Option
from engagements.forms.sorting import SORTS
from stakeholders.names import fold

LONGEST = 200
SHOWN = 8


@dataclass(frozen=True)
class Chip:
    """A filter in use: its words, and the query of the address without it."""

    words: str
    without: str


@dataclass(frozen=True)
class Group:
    """What a page shows of one filter: its options, the less used ones apart."""

    name: str
    label: str
    takes_many: bool
    is_open: bool
    first: list[Option]
    more: list[Option]


class MeetingFilterForm:
    """Words, months, kinds and so on, with counts. A bad value is ignored and said."""

    def __init__(self, data, *, user):
        """`data` is the query of the address."""
        self.user = user
        self.ignored = []
        self.chosen = {}
        self.facets = {
            facet.name: facet
            for facet in (
                facets.MonthFacet(),
                linked_facets.YearFacet(),
                facets.KindFacet(),
                facets.AreaFacet(),
                facets.PlaceFacet(),
                linked_facets.ExactPlaceFacet(),
                facets.ColleagueFacet(),
                facets.GapFacet(),
                facets.StatusFacet(),
                facets.RestrictedFacet(),
                linked_facets.OrganisationFacet(),
                linked_facets.PersonFacet(),
            )
        }
        self.q = self._read_words(data.get("q", "").strip())
        for name, facet in self.facets.items():
            self.chosen[name], is_odd = facet.read(data.getlist(name))
            if is_odd:
                self.ignored.append(str(facet.label))
        self.sort = self._read_sort(data.get("sort", ""))

    def _read_words(self, words):
        """Return what to look for; words without a letter or number would find everything."""
        if words and (len(words) > LONGEST or not fold(words)):
            self.ignored.append(gettext("Find in these meetings"))
            return ""
        return words

    def _read_sort(self, sort):
        if sort not in SORTS and sort != "newest":
            self.ignored.append(gettext("Sort by"))
        return sort if sort in SORTS else ""

    @property
    def month(self):
        """The first day of the month filtered by, or None."""
        chosen = self.chosen["month"]
        return facets.MonthFacet.month(chosen[0]) if chosen else None

    def filter(self, meetings, besides=""):
        """Return those of `meetings` that the filters keep, but for the filter named `besides`."""
        if besides != "status" and not self.chosen["status"]:
            meetings = meetings.logged()
        elif besides == "status":
            meetings = meetings.exclude(status="draft")
        for name, chosen in self.chosen.items():
            if chosen and name != besides:
                meetings = meetings.filter(self.facets[name].condition(chosen))
        return meetings.matching(self.q, self.user)

    def groups(self, meetings):
        """Return a Group for each filter with options; a fixed number of queries."""
        found = [
            self._group(
                facet, facet.options(self.filter(meetings, besides=name), self.chosen[name])
            )
            for name, facet in self.facets.items()
            if facet.is_listed
        ]
        return [group for group in found if group.first]

    def _group(self, facet, options):
        cut = SHOWN if facet.takes_many and len(options) > SHOWN + 2 else len(options)
        first, rest = options[:cut], options[cut:]
        return Group(
            facet.name,
            str(facet.label),
            facet.takes_many,
            facet.is_open or bool(self.chosen[facet.name]),
            first + [option for option in rest if option.is_chosen],
            [option for option in rest if not option.is_chosen],
        )

    def pairs(self, without=None):
        """Return the filters and the sort as [(name, value)], but for the pair `without`."""
        found = [("q", self.q)]
        found += [(name, value) for name, chosen in self.chosen.items() for value in chosen]
        found += [("sort", self.sort)]
        return [pair for pair in found if pair[1] and pair != without]

    @property
    def query(self):
        """What follows the ? in the address of just these meetings."""
        return urlencode(self.pairs())

    def kept_apart(self, shown):
        """Return the pairs that no visible control of the page holds, for hidden boxes."""
        names = {"q", *(group.name for group in shown)}
        return [pair for pair in self.pairs() if pair[0] not in names]

    @cached_property
    def chips(self):
        """A Chip for each value in use. Who can never see a restricted meeting isn't told of them."""
        return [
            Chip(self._words(*pair), urlencode(self.pairs(without=pair)))
            for pair in self.pairs()
            if pair[0] != "sort" and (pair != ("restricted", "no") or self.user.is_colleague)
        ]

    def _words(self, name, value):
        if name == "q":
            return gettext("“%s”") % value
        facet = self.facets[name]
        return facet.words(value) if name == "month" else str(facet.labels[value])

    @property
    def place_and_month(self):
        """(place, its words, month) when one place, one month, or both are all that is filtered by; else None."""
        places = self.chosen["place"]
        others = {name for name, _value in self.pairs(without=("restricted", "no"))}
        others -= {"place", "month", "sort"}
        if others or len(places) > 1 or NONE in places or not (places or self.month):
            return None
        labels = self.facets["place"].labels
        return (places[0], labels[places[0]], self.month) if places else ("", "", self.month)

    def on_record(self):
        """Return the filters in words that name no person and repeat nothing that was typed."""
        found = [gettext("Words: not kept")] if self.q else []
        for name, chosen in self.chosen.items():
            facet = self.facets[name]
            if not chosen:
                continue
            words = [self._words(name, value) for value in chosen]
            kept = gettext("not kept") if facet.is_personal else ", ".join(words)
            found.append(f"{facet.label}: {kept}")
        return "; ".join(found)
