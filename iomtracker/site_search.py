"""What search finds, in groups, best first: only what exists for the reader. A query a group."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, IntegerField, Model, Value, When
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from engagements.models import ActionPoint, Meeting
from stakeholders.levels import first_level, second_level
from stakeholders.models import Appointment, Location, Organisation, Person
from stakeholders.models.likely_pair import holds_meaning
from stakeholders.models.location import LEVELS_WITH_PAGE
from stakeholders.vocabulary import meanings
from toolkit.marked_text import excerpt
from toolkit.search import either
from toolkit.spelling import fold, spellings

MOST = 100
SHOWN = 5
QUICK = 6
MOST_WORDS = 8
EXACT, START, WORD, INSIDE = range(4)
NAMES = {
    "organisations": (gettext_lazy("Organisations"), gettext_lazy("organisations")),
    "people": (gettext_lazy("People"), gettext_lazy("people")),
    "meetings": (gettext_lazy("Meetings"), gettext_lazy("meetings")),
    "action-points": (gettext_lazy("Action points"), gettext_lazy("action points")),
    "places": (gettext_lazy("Places"), gettext_lazy("places")),
}


@dataclass(frozen=True)
class Hit:
    """One result; `rank` says how well its name matches, 0 is best."""

    title: str
    url: str
    icon: str
    rank: int = WORD
    sub: str = ""
    excerpt: str = ""
    tag: str = ""


@dataclass(frozen=True)
class Group:
    """The results of one kind, those that are shown; `found` is one more than MOST when there are more."""

    key: str
    name: Promise
    plural: Promise
    hits: list[Hit]
    found: int

    @property
    def has_more(self) -> bool:
        return self.found > MOST

    @property
    def count(self) -> int:
        return min(self.found, MOST)


@dataclass(frozen=True)
class Asked:
    """What is searched: `most` results are counted, and `shown` of them made."""

    words: list[str]
    user: User
    today: date
    most: int
    shown: int

    @property
    def text(self) -> str:
        return " ".join(self.words)


def words_of(text: str) -> list[str]:
    return fold(text).split()[:MOST_WORDS]


def marks_of(words: list[str]) -> list[str]:
    """Return what is underlined: the words, and the spellings in which they are found."""
    meant = [meaning for word in words for meaning in meanings(word)]
    return sorted(set().union(*map(spellings, meant)))


def by_reference(text: str, user: User) -> Meeting | None:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{3,9}", text, re.ASCII):
        return None
    meeting = Meeting.objects.visible_to(user).filter(reference=text).first()
    if meeting and meeting.is_draft:
        return Meeting.objects.editable_by(user).filter(pk=meeting.pk).first()
    return meeting


def everything(words: list[str], user: User, today: date, only: str = "") -> list[Group]:
    if not words:
        return []
    asked = Asked(words, user, today, MOST + 1, MOST if only else SHOWN)
    keys = [only] if only else GROUPS
    groups = [Group(key, *NAMES[key], *GROUPS[key](asked)) for key in keys]
    return [group for group in groups if group.hits]


def first_few(words: list[str], user: User, today: date) -> list[Hit]:
    """Return the first results of all kinds: the best two of each, then others."""
    if not words:
        return []
    asked = Asked(words, user, today, QUICK, QUICK)
    found = [find(asked)[0] for find in GROUPS.values()]
    best = [hit for hits in found for hit in hits[:2]]
    rest = [hit for hits in found for hit in hits[2:]]
    return sorted((best + rest)[:QUICK], key=lambda hit: hit.rank)


Hits = tuple[list[Hit], int]  # those that are shown, and how many there are


def _organisations(asked: Asked) -> Hits:
    rows = Organisation.objects.select_related("kind", "location", "parent", "merged_into__parent")
    found = _best_named(rows.matching(asked.text), asked.words, asked.most)
    hits = [
        Hit(
            title=str(row),
            url=row.get_absolute_url(),
            icon="building",
            rank=rank,
            sub=_joined(row.kind, row.location),
            tag="" if row.is_active else _("No longer in use"),
        )
        for rank, row in found[: asked.shown]
    ]
    return hits, len(found)


def _people(asked: Asked) -> Hits:
    rows = Person.objects.filter(anonymised_at__isnull=True).select_related("merged_into")
    posts = Appointment.objects.on(asked.today)
    for word in asked.words:
        bodies = Organisation.objects.filter(holds_meaning(word, "search")).values("pk")
        named = Person.objects.filter(holds_meaning(word, "search")).values("pk")
        by_title = posts.filter(holds_meaning(word, "search")).values("person")
        by_body = posts.filter(organisation__in=bodies).values("person")
        rows = rows.filter(pk__in=either(named, by_title, by_body))
    found = _best_named(rows, asked.words, asked.most)
    shown = found[: asked.shown]
    posts = posts.filter(person__in=[row.pk for _rank, row in shown])
    held_by: dict[int, str] = {}
    for row in posts.select_related("organisation__parent"):
        held_by.setdefault(row.person_id, row.in_full)
    hits = [
        Hit(
            title=str(row),
            url=row.get_absolute_url(),
            icon="person",
            rank=rank,
            sub=held_by.get(row.pk, ""),
        )
        for rank, row in shown
    ]
    return hits, len(found)


def _first(visible: Any, found: Any, asked: Asked, *related: str) -> tuple[list[Any], int]:
    """Return the rows of `found` that are shown, with what they lead to, and how many there are.

    Where many more are counted than shown, their keys are read and not the rows; `visible` are all
    rows that the reader may see.
    """
    if asked.most - asked.shown <= 1:
        rows = list(found.select_related(*related)[: asked.most])
        return rows[: asked.shown], len(rows)
    keys = list(found.values_list("pk", flat=True)[: asked.most])
    shown = visible.filter(pk__in=keys[: asked.shown]).order_by(*found.query.order_by)
    return list(shown.select_related(*related)), len(keys)


def _meetings(asked: Asked) -> Hits:
    visible = Meeting.objects.visible_to(asked.user).defer("internal_note", "search", "search_note")
    found = visible.logged().matching(asked.text, asked.user).newest_first()
    shown, number = _first(visible, found, asked, "location")
    hits = [
        Hit(
            title=row.title,
            url=row.get_absolute_url(),
            icon="meetings",
            rank=max(WORD, _rank({fold(row.title)}, asked.words)),
            sub=_joined(row.when, row.where),
            excerpt=_why(row, asked.words),
            tag=_("Restricted") if row.is_restricted else "",
        )
        for row in shown
    ]
    return hits, number


def _due(point: ActionPoint) -> str:
    return _("due %s") % date_format(point.due, "j F Y") if point.due else ""


def _joined(*parts: object) -> str:
    return " · ".join(str(part) for part in parts if part)


def _why(meeting: Meeting, words: list[str]) -> str:
    title = fold(meeting.title)
    unseen = [word for word in words if not any(one in title for one in spellings(word))]
    return excerpt(meeting.public_line, marks_of(unseen))


def _action_points(asked: Asked) -> Hits:
    visible = ActionPoint.objects.visible_to(asked.user)
    is_closed = Case(When(status=ActionPoint.Status.OPEN, then=0), default=1)
    found = visible.on_record().matching(asked.text).order_by(is_closed, "due", "pk")
    shown, number = _first(visible, found, asked, "meeting", "owner", "organisation__parent")
    hits = [
        Hit(
            title=row.text,
            url=row.meeting.get_absolute_url(),
            icon="task",
            rank=max(WORD, _rank({fold(row.text)}, asked.words)),
            sub=_joined(row.who, _due(row), row.meeting),
            tag=row.get_status_display(),
        )
        for row in shown
    ]
    return hits, number


def _place_address(place: Location) -> str:
    if place.level in LEVELS_WITH_PAGE:
        return reverse("place_detail", args=[place.slug])
    return f"{reverse('meeting_list')}?place={place.slug}"


def _level_words() -> dict[str, str]:
    """Return {folded word: the level that it names}: "county", and as the country calls it."""
    levels = {Location.Level.COUNTY: first_level(), Location.Level.MUNICIPALITY: second_level()}
    found = {fold(word): value for value, level in levels.items() for word in level.words}
    return {"crossing": Location.Level.CROSSING, **found}


def _places(asked: Asked) -> Hits:
    rows = Location.objects.current().select_related("parent")
    level_words = _level_words()
    levels = {level_words[word] for word in asked.words if word in level_words}
    names = [word for word in asked.words if word not in level_words]
    if not names:
        return [], 0
    if levels:
        rows = rows.filter(level__in=levels)
    found = _best_named(rows.matching(" ".join(names)), names, asked.most)
    hits = [
        Hit(
            title=str(row),
            url=_place_address(row),
            icon="place",
            rank=rank,
            sub=", ".join(str(part) for part in (row.get_level_display(), row.parent) if part),
        )
        for rank, row in found[: asked.shown]
    ]
    return hits, len(found)


GROUPS = {
    "organisations": _organisations,
    "people": _people,
    "meetings": _meetings,
    "action-points": _action_points,
    "places": _places,
}


def _best_named(rows, words: list[str], limit: int) -> list:
    """Return [(rank, row)], best first, then short names before long; a merged record gives the one kept."""
    text = " ".join(words)
    how = Case(
        When(search__startswith=text, then=Value(0)),
        When(search__contains=f" {text}", then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    found: dict[int, tuple[int, Model]] = {}
    for row in rows.order_by(how, "sort_key", "pk")[:limit]:
        rank = _rank(row.folded_names(), words)
        kept = getattr(row, "merged_into", None) or row
        found.setdefault(kept.pk, (rank, kept))
    return sorted(found.values(), key=lambda pair: (pair[0], len(str(pair[1]))))


def _rank(names: set[str], words: list[str]) -> int:
    """Return how well the folded `names` match: a whole name, a beginning, whole words, inside."""
    text = " ".join(words)
    if text in names:
        return EXACT
    if any(name.startswith(text) for name in names):
        return START
    if any(all(f" {word}" in f" {name}" for word in words) for name in names):
        return WORD
    return INSIDE
