"""The sentences of a month, computed from its figures. Pure: numbers and names in, text out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stakeholders.levels import first_level, second_level


def month_name(year: int, month: int) -> str:
    return date_format(date(year, month, 1), "F Y")


def join_names(names: Iterable) -> str:
    """Return "Protection", "Protection and AVRR", "Protection, AVRR and DTM"."""
    *before, last = [str(name) for name in names]
    if not before:
        return last
    return _("%(names)s and %(last)s") % {"names": ", ".join(before), "last": last}


def lower_first(text: str) -> str:
    """Return `text` as it is written inside a sentence; an abbreviation keeps its capitals."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


def signed(change: int) -> str:
    """Return a change with its sign: "+3", "−2"; nothing where there is none."""
    if not change:
        return ""
    return f"{'+' if change > 0 else '−'}{abs(change)}"


def count_meetings(n: int) -> str:
    text = ngettext("%(n)s meeting, visit or event", "%(n)s meetings, visits and events", n)
    return text % {"n": n}


def count_organisations(n: int) -> str:
    return ngettext("%(n)s organisation", "%(n)s organisations", n) % {"n": n}


def count_municipalities(n: int) -> str:
    return f"{n} {second_level().number(n)}"


@dataclass(frozen=True)
class Phrase:
    """A piece of the headline; figures stand out, and `what` names the list behind them."""

    text: str
    strong: bool = False
    what: str = ""


def headline(
    month: str,
    *,
    meetings: int,
    organisations: int,
    municipalities: int,
    top: tuple[list[str], int],
) -> tuple[Phrase, ...]:
    """Return the phrases of the headline; `top` is (names, count) of what came up most."""
    if not meetings:
        return (Phrase(_("Nothing was recorded in %(month)s.") % {"month": month}),)
    phrases = [
        Phrase(_("In %(month)s the office recorded ") % {"month": month}),
        Phrase(count_meetings(meetings), strong=True, what="meetings"),
    ]
    if organisations:
        phrases += [
            Phrase(_(" with ")),
            Phrase(count_organisations(organisations), strong=True, what="organisations"),
        ]
    if municipalities:
        phrases += [
            Phrase(_(" in ")),
            Phrase(count_municipalities(municipalities), strong=True, what="municipalities"),
        ]
    return (*phrases, Phrase(". " + top_sentence(*top, meetings)))


def top_sentence(names: list[str], count: int, total: int) -> str:
    if not names:
        return _("No thematic area was recorded.")
    values = {"names": join_names(names), "count": count, "total": total}
    if total == 1:
        return _("It was about %(names)s.") % values
    if count == total:
        return _("%(names)s came up in all %(total)s.") % values
    if len(names) > 1:
        return _("%(names)s came up most, each in %(count)s of the %(total)s.") % values
    return _("%(names)s came up most, in %(count)s of the %(total)s.") % values


def themes_title(names: list[str], reached: int, total: int) -> str:
    if not names:
        return _("No thematic area was recorded")
    values = {"names": join_names(names), "reached": reached, "total": total}
    values["places"] = second_level().number(total)
    if len(names) > 1 or not reached:
        return _("%(names)s came up most") % values
    if total == 1:
        return _("%(names)s came up most, in the one %(places)s reached") % values
    if reached == total:
        return _("%(names)s came up in all %(total)s %(places)s") % values
    return _("%(names)s came up in %(reached)s of the %(total)s %(places)s") % values


def counties_title(reached: int, total: int) -> str:
    if not reached:
        return _("No %(place)s had a meeting") % {"place": first_level().singular}
    text = _("%(reached)s of the %(total)s %(places)s had at least one meeting")
    return text % {"reached": reached, "total": total, "places": first_level().plural}


def organisations_title(names: list[str], count: int, total: int) -> str:
    """Head the bars of kinds of organisation; `count` is that of each of `names`."""
    if not total:
        return _("No organisation was recorded")
    if total == 1:
        return _("One organisation was met")
    listed = join_names([names[0], *map(lower_first, names[1:])])
    values = {"names": listed, "count": count, "total": total}
    if count == total:
        return _("%(names)s made up all %(total)s organisations") % values
    if len(names) > 1:
        return _("%(names)s were met most, %(count)s of each") % values
    return _("%(names)s made up %(count)s of the %(total)s organisations") % values


def kinds_title(names: list[str], count: int, total: int) -> str:
    """Head the bars of kinds of meeting; `count` is that of each of `names`."""
    lowered = join_names(map(lower_first, names))
    together = count * len(names)
    if total == 1:
        return _("One meeting, by kind")
    if together == total:
        return _("All were %(names)s") % {"names": lowered}
    if together * 2 > total:
        return _("Most were %(names)s") % {"names": lowered}
    return _("The most frequent were %(names)s") % {"names": lowered}


def busiest_months(names: list[str], count: int, total: int) -> str:
    """Head the months of a year: which had most meetings, `count` of the year's `total`."""
    values = {"names": join_names(names), "count": count, "total": total}
    if count == total:
        text = ngettext("All in %(names)s", "All %(total)s meetings were in %(names)s", total)
        return text % values
    if len(names) > 1:
        return _("%(names)s were busiest, with %(count)s of the %(total)s meetings each") % values
    return _("%(names)s was busiest, with %(count)s of the %(total)s meetings") % values


def theme_months(name: str, months: int) -> str:
    if months == 12:
        return _("%(name)s came up in every month") % {"name": name}
    return ngettext(
        "%(name)s came up in %(n)s month", "%(name)s came up in %(n)s months", months
    ) % {"name": name, "n": months}


def leading_places(names: list[str], count: int, total: int) -> str:
    if len(names) > 3:
        return _("No place had more meetings than others")
    values = {"names": join_names(names), "count": count, "total": total}
    if len(names) > 1:
        return _("%(names)s had most meetings, %(count)s of the %(total)s each") % values
    return _("%(names)s had most meetings, %(count)s of the %(total)s") % values


def days_title(exact: int, total: int) -> str:
    if exact == total:
        text = ngettext(
            "The meeting has an exact day", "All %(total)s meetings have an exact day", total
        )
    elif not exact:
        text = ngettext(
            "The meeting has no exact day", "None of the %(total)s meetings has an exact day", total
        )
    elif exact * 2 == total:
        text = _("Half of the meetings have an exact day")
    else:
        text = ngettext(
            "%(exact)s of the %(total)s meetings has an exact day",
            "%(exact)s of the %(total)s meetings have an exact day",
            exact,
        )
    return text % {"exact": exact, "total": total}


def counting_rules(*, whole_year: bool = False) -> str:
    if whole_year:
        return _(
            "Counted as in a month, over the whole year: each organisation, person and %(place)s counts "
            "once a year, so the months add up to more. Drafts, cancelled and restricted meetings do not "
            "count. “Or more” means that a group has no head count."
        ) % {"place": second_level().singular}
    return _(
        "A meeting counts in each of its thematic areas, an organisation once a month; a unit and what it "
        "belongs to are two organisations. Meetings without an exact day count in their month, those "
        "over several days in the month they began. Drafts, cancelled and restricted meetings do not "
        "count. “Or more” means that a group has no head count."
    )
