"""The filters of the lists; the form itself does the filtering, so page and download can't disagree."""

from collections.abc import Collection
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
from engagements.filters.facets import FACETS, NONE, Facet
from engagements.forms.fields import select
from engagements.models.action_point import ActionPointQuerySet
from engagements.models.meeting import NEWEST_FIRST, MeetingQuerySet
from stakeholders.models import Organisation
from toolkit.months import month_of
from toolkit.spelling import fold

SORTS = {
    "": _("Newest first"),
    "oldest": _("Oldest first"),
    "title": _("Title"),
    "place": _("Place"),
}
ORDERS = {
    "": NEWEST_FIRST,
    "oldest": ("month", "date_precision", "date", "pk"),
    "title": ("title_key", "pk"),
    "place": ("has_no_place", "place_name", *NEWEST_FIRST),
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
NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Chip:
    words: str
    without: str


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
        self.opened = set(data.getlist("open"))

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

    def filter(self, meetings: MeetingQuerySet) -> MeetingQuerySet:
        """Return those of `meetings` that the words and the filters keep."""
        return self.by_facets(meetings).matching(self.q, self.user)

    def by_facets(self, meetings: MeetingQuerySet, besides: frozenset[str] = NOTHING) -> Any:
        """Return those of `meetings` that the filters keep, but for those named in `besides`."""
        for name, facet in self.facets.items():
            chosen = self.chosen[name]
            if name in besides:
                continue
            if chosen or name == "status":
                meetings = meetings.filter(facet.condition(chosen))
        return meetings.listed() if "status" in besides else meetings

    def is_shown(self, facet: Facet) -> bool:
        """Whether the options of a facet are on the page; the others come when somebody opens it."""
        is_folded = facet.takes_many and not facet.is_open
        return not is_folded or bool(self.chosen[facet.name]) or facet.name in self.opened

    def pairs(self, without: tuple[str, str] | None = None) -> list[tuple[str, str]]:
        """Return the filters and the sort as [(name, value)], but for the pair `without`."""
        found = [("q", self.q)]
        found += [(name, value) for name, chosen in self.chosen.items() for value in chosen]
        found += [("sort", self.sort)]
        return [pair for pair in found if pair[1] and pair != without]

    @property
    def query(self) -> str:
        return urlencode(self.pairs())

    def kept_apart(self, shown: Collection[str]) -> list[tuple[str, str]]:
        """Return the pairs that no visible control of the page holds, for hidden boxes."""
        names = {"q", *shown}
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
