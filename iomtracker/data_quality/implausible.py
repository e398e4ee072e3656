"""Implausible values: the rows of each kind, as querysets that start from what the reader may see."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.db.models import F, Q
from django.db.models.lookups import GreaterThan

from accounts.models import User
from engagements.models import ActionPoint, Meeting
from engagements.models.action_point import ActionPointQuerySet
from engagements.models.meeting import MeetingQuerySet
from profiles.seats import seats_of
from stakeholders.models import Appointment, Location
from stakeholders.models.appointment import AppointmentQuerySet
from stakeholders.models.location import LocationQuerySet
from stakeholders.vocabulary import DEPUTIES, HEADS, pack_words
from toolkit.period_key import PeriodKey
from toolkit.spelling import fold

LONGEST_MEETING = timedelta(days=30)
OLDEST_YEAR = 1990
EMPTY_YEARS = 5  # a stretch without meetings that no office has between two of its years
FEW = 5  # meetings of a year that are rather mistyped than a year of work

# Posts that one person holds, in one place only; in English and in the country's language. The word is that of the post
# when none of OTHER_POSTS stands beside it: a deputy mayor is no mayor.
ONE_PLACE = {
    post: (post, *HEADS[post][1]) for post in ("mayor", "ambassador", "minister", "prefect")
}
ONE_HOLDER = {
    **ONE_PLACE,
    "director": ("director general", "general director", "executive director"),
    "head": ("head of mission", "chief of mission", "rector", "president", "chairperson"),
}
OTHER_POSTS = {
    *DEPUTIES, "adviser", "advisor", "assistant", "cabinet", "elect", "former", "honorary", "office", "secretary",
    "spouse", *pack_words("other_posts"),
}  # fmt: skip


def post_family(title: str, families: dict[str, tuple[str, ...]]) -> str:
    words = fold(title).split()
    if OTHER_POSTS & set(words):
        return ""
    text = f" {' '.join(words)} "
    for family, names in families.items():
        if any(f" {name} " in text for name in names):
            return family
    return ""


def before_records(user: User, today: date) -> MeetingQuerySet:
    """Logged meetings of a year in which the office kept no records yet: one digit mistyped."""
    meetings = Meeting.objects.visible_to(user).logged()
    # Years before the records have fewer than FEW meetings together: the first ones tell them.
    earliest = meetings.order_by("date").values_list("date", flat=True)[:FEW]
    found = Q(pk__in=[])
    for year in odd_years(Counter(day.year for day in earliest), today.year):
        found |= Q(date__range=(date(year, 1, 1), date(year, 12, 31)))
    return meetings.filter(found)


def odd_years(counts: dict[int, int], this_year: int) -> list[int]:
    """Return the years that are before the records: too old, or few meetings and then years of none.

    `counts` has the meetings of each year. Years to come are another kind.
    """
    years = sorted(year for year in counts if year <= this_year)
    odd = {year for year in years if year < OLDEST_YEAR}
    for number, year in enumerate(years[:-1]):
        alone = years[number + 1] - year > EMPTY_YEARS
        few = sum(counts[earlier] for earlier in years[: number + 1]) < FEW
        if alone and few:
            odd.update(years[: number + 1])
    return sorted(odd)


def is_too_long(today: date) -> Q:
    # SQLite calls Python to add days: not for the many that end in the month in which they began.
    longer = GreaterThan(PeriodKey("end_date"), PeriodKey("date"))
    return Q(longer, end_date__isnull=False, end_date__gt=F("date") + LONGEST_MEETING)


def due_too_early(user: User, today: date) -> ActionPointQuerySet:
    return ActionPoint.objects.visible_to(user).open().filter(due__lt=F("meeting__date"))


def outside_county(user: User, today: date) -> LocationQuerySet:
    """Municipalities in use that are in no county, or in one of another P-code."""
    coded = ~Q(pcode="") & ~Q(parent__pcode="")
    elsewhere = coded & ~Q(pcode__startswith=F("parent__pcode"))
    wrong = ~Q(parent__level=Location.Level.COUNTY) | Q(parent=None) | elsewhere
    return Location.objects.municipalities().filter(wrong)


def two_places(user: User, today: date) -> AppointmentQuerySet:
    """Posts whose holder has a post of the same family in another organisation; one of each person."""
    return _first_of(two_places_groups(_posts(ONE_PLACE, today)))


def two_holders(user: User, today: date) -> AppointmentQuerySet:
    """Posts that somebody else holds too; one of each seat."""
    return _first_of(two_holders_groups(_posts(ONE_HOLDER, today), today))


def count_posts(today: date) -> dict[str, int]:
    """Return {code of a kind: how many} of the kinds of posts that more than one may hold; one query."""
    posts = list(
        _posts(ONE_HOLDER, today)
        .select_related(None)
        .select_related("organisation")
        .only(*POST_COLUMNS)
    )  # with those of ONE_PLACE
    groups: dict[str, Iterable[Sequence[Appointment]]] = {
        "two-places": two_places_groups(posts),
        "two-holders": two_holders_groups(posts, today),
    }
    return {code: len({min(p.pk for p in one) for one in found}) for code, found in groups.items()}


POST_COLUMNS = (
    "person", "organisation__sort_key", "title", "started", "ended", "is_acting",
)  # fmt: skip


def rivals(post: Appointment, today: date) -> set[Appointment]:
    """Return the posts among which one must be over, `post` with them; empty when there is nothing odd."""
    of_person = _posts(ONE_PLACE, today).filter(person=post.person_id)
    of_seat = _posts(ONE_HOLDER, today).filter(organisation=post.organisation_id)
    found = [*two_places_groups(of_person), *two_holders_groups(of_seat, today)]
    return {row for group in found if post in group for row in group}


def two_places_groups(posts: Iterable[Appointment]) -> list[list[Appointment]]:
    groups = defaultdict(list)
    for post in posts:
        groups[post.person_id, post_family(post.title, ONE_PLACE)].append(post)
    several = [g for g in groups.values() if len({post.organisation_id for post in g}) > 1]
    return [group for group in several if post_family(group[0].title, ONE_PLACE)]


def two_holders_groups(posts: Iterable[Appointment], today: date) -> list[tuple[Appointment, ...]]:
    seats = seats_of((p for p in posts if post_family(p.title, ONE_HOLDER)), today)
    return [seat.holders for seat in seats if len({post.person_id for post in seat.holders}) > 1]


def _posts(families: dict[str, tuple[str, ...]], today: date) -> AppointmentQuerySet:
    """Return the posts of the families that are held today without a known end near; acting ones apart."""
    named = Q(pk__in=[])
    for name in {name for names in families.values() for name in names}:
        named |= Q(search__contains=name)
    held = Appointment.objects.on(today).exclude(ended=today).filter(named, is_acting=False)
    current = {"person__merged_into": None, "organisation__merged_into": None}
    rows = held.filter(**current, organisation__is_active=True, person__anonymised_at=None)
    return rows.select_related("person", "organisation__parent").order_by("pk")


def _first_of(groups: Iterable[Sequence[Appointment]]) -> AppointmentQuerySet:
    return Appointment.objects.filter(pk__in=[min(post.pk for post in group) for group in groups])
