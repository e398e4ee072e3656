"""The filters of the lists; the form itself does the filtering, so page and download can't disagree."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import Case, F, When
from django.db.models.functions import Coalesce, Lower, TruncMonth
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from engagements.filters.facets import FACETS, NONE, Facet, Option
from engagements.forms.fields import select
from engagements.models.action_point import ActionPointQuerySet
from engagements.models.meeting import MeetingQuerySet
from stakeholders.models import Organisation
from toolkit.months import month_of
from toolkit.spelling import fold

SORTS = {
    "": _("Newest first"),
    "oldest": _("Oldest first"),
    "title": _("Title"),
    "place": _("Place"),
}
NEWEST = ("-date", "date_precision", "-pk")
ORDERS = {
    "": NEWEST,
    "oldest": ("month", "date_precision", "date", "pk"),
    "title": ("title_key", "pk"),
    "place": ("has_no_place", "place_name", *NEWEST),
}
ADDED: dict[str, dict[str, Any]] = {
    "oldest": {"month": TruncMonth("date")},
    "title": {"title_key": Lower("title")},
    "place": {
        "has_no_place": Case(When(location=None, place_text="", then=1), default=0),
        "place_name": Coalesce(F("location__name"), F("place_text")),
    },
}


def in_order(meetings: MeetingQuerySet, sort: str) -> tuple:
    """Return (the meetings in that order, the order for pages by key).

    Month-only meetings come last in their month, whether the newest or the oldest comes first.
    """
    order = ORDERS[sort]
    return meetings.annotate(**ADDED.get(sort, {})).order_by(*order), order


LONGEST = 200
SHOWN = 8


@dataclass(frozen=True)
class Chip:
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
    """Words, months, kinds and so on, with counts. Bad values are left out; `ignored` names their filters."""

    def __init__(self, data: QueryDict, *, user: User) -> None:
        self.user = user
        self.ignored = []
        self.chosen = {}
        self.facets = {facet.name: facet() for facet in FACETS}
        self.q = self._read_words(data.get("q", "").strip())
        for name, facet in self.facets.items():
            self.chosen[name], has_unknown = facet.read(data.getlist(name))
            if has_unknown:
                self.ignored.append(str(facet.label))
        self.sort = self._read_sort(data.get("sort", ""))

    def _read_words(self, words: str) -> str:
        if words and (len(words) > LONGEST or not fold(words)):
            self.ignored.append(gettext("Find in these meetings"))
            return ""
        return words

    def _read_sort(self, sort: str) -> str:
        if sort not in SORTS and sort != "newest":
            self.ignored.append(gettext("Sort by"))
        return sort if sort in SORTS else ""

    @property
    def month(self) -> date | None:
        chosen = self.chosen["month"]
        return month_of(chosen[0]) if chosen else None

    def filter(self, meetings: MeetingQuerySet, besides: str = "") -> MeetingQuerySet:
        """Return those of `meetings` that the filters keep, but for the filter named `besides`."""
        if besides != "status" and not self.chosen["status"]:
            meetings = meetings.logged()
        elif besides == "status":
            meetings = meetings.exclude(status="draft")
        for name, chosen in self.chosen.items():
            if chosen and name != besides:
                meetings = meetings.filter(self.facets[name].condition(chosen))
        return meetings.matching(self.q, self.user)

    def groups(self, meetings: MeetingQuerySet) -> list[Group]:
        found = [
            self._group(
                facet, facet.options(self.filter(meetings, besides=name), self.chosen[name])
            )
            for name, facet in self.facets.items()
            if facet.is_listed
        ]
        return [group for group in found if group.first]

    def _group(self, facet: Facet, options: list[Option]) -> Group:
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

    def pairs(self, without: tuple[str, str] | None = None) -> list[tuple[str, str]]:
        """Return the filters and the sort as [(name, value)], but for the pair `without`."""
        found = [("q", self.q)]
        found += [(name, value) for name, chosen in self.chosen.items() for value in chosen]
        found += [("sort", self.sort)]
        return [pair for pair in found if pair[1] and pair != without]

    @property
    def query(self) -> str:
        return urlencode(self.pairs())

    def kept_apart(self, shown: list[Group]) -> list[tuple[str, str]]:
        """Return the pairs that no visible control of the page holds, for hidden boxes."""
        names = {"q", *(group.name for group in shown)}
        return [pair for pair in self.pairs() if pair[0] not in names]

    @cached_property
    def chips(self) -> list[Chip]:
        """A Chip for each value in use. Who can never see a restricted meeting learns nothing of them."""
        return [
            Chip(self._words(*pair), urlencode(self.pairs(without=pair)))
            for pair in self.pairs()
            if pair[0] != "sort" and (pair != ("restricted", "no") or self.user.is_colleague)
        ]

    def _words(self, name: str, value: str) -> str:
        if name == "q":
            return gettext("“%s”") % value
        return self.facets[name].words(value)

    @property
    def place_and_month(self) -> tuple[str, str, date | None] | None:
        """(place, its words, month) when nothing but one place, one month or both is filtered by; else None."""
        places = self.chosen["place"]
        others = {name for name, _value in self.pairs(without=("restricted", "no"))}
        others -= {"place", "month", "sort"}
        if others or len(places) > 1 or NONE in places or not (places or self.month):
            return None
        labels = self.facets["place"].labels
        return (places[0], labels[places[0]], self.month) if places else ("", "", self.month)

    def on_record(self) -> str:
        """Return the filters in words for the log of downloads: no name of a person, nothing that was typed."""
        found = [gettext("Words: not kept")] if self.q else []
        for name, chosen in self.chosen.items():
            facet = self.facets[name]
            if not chosen:
                continue
            words = [self._words(name, value) for value in chosen]
            kept = gettext("not kept") if facet.is_personal else ", ".join(words)
            found.append(f"{facet.label}: {kept}")
        return "; ".join(found)


NEEDS_OWNER = "left"


class ActionFilterForm(forms.Form):
    fields: dict[str, Any]
    q = forms.CharField(
        label=_("Words"),
        required=False,
        max_length=100,
        widget=forms.TextInput({"class": "input", "type": "search"}),
    )
    who = forms.ChoiceField(label=_("Colleague"), required=False, widget=select())
    organisation = forms.ModelChoiceField(
        Organisation.objects.select_related("parent"),
        label=_("Organisation"),
        required=False,
        to_field_name="slug",
        widget=forms.HiddenInput(),
    )

    def __init__(self, data: QueryDict, *, colleagues: list[User]) -> None:
        super().__init__({name: data.get(name, "") for name in self.base_fields}, auto_id="f_%s")
        self.fields["who"].choices = [
            ("", _("Everybody")),
            (NEEDS_OWNER, _("Needs a new owner")),
            *[(str(colleague.pk), str(colleague)) for colleague in colleagues],
        ]
        self.ignored = [self.fields[name].label for name in self.errors]
        if self.ignored:
            self.data = {k: "" if k in self.errors else v for k, v in self.data.items()}
            self.full_clean()

    @property
    def in_use(self) -> bool:
        return any(self.cleaned_data.values())

    def filter(self, rows: ActionPointQuerySet) -> ActionPointQuerySet:
        given = self.cleaned_data
        if given["organisation"]:
            rows = rows.with_organisation(given["organisation"])
        if given["who"] == NEEDS_OWNER:
            rows = rows.needs_new_owner()
        elif given["who"]:
            rows = rows.filter(owner=int(given["who"]))
        return rows.matching(given["q"])
