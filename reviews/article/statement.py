"""The first sentence on a meeting in its parts, and the orders in which they can be put. Pure."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

from django.utils.translation import gettext as _

from reviews.article.grammar import (
    finish,
)
from reviews.article.kinds import (
    Clause,
    Talk,
)

TOPIC = 7  # words of what a meeting is on, said before whom it was with
PLACED = re.compile(r" (?:in|at|from|near) ")
DATED = (_("on "), _("from "))  # how a day begins that is told by its date


@dataclass(frozen=True)
class Statement:
    """The parts of a meeting's first sentence, from which it can be put in several orders."""

    clause: Clause
    when: str  # "on 5 March"
    about: str = ""  # " to discuss work permits"

    def _put(self, where: str, when: str) -> str:
        one = self.clause
        topic, about = (self.about, "") if self.is_topic_first else ("", self.about)
        comma = "," if one.is_aside and (topic or where or when) else ""
        is_dated = when.startswith(DATED)
        parts = [where, "" if is_dated else when]
        # "on early warning in Morobe in Lae", "on expulsions the next day" would be read together.
        is_last = bool(topic) and bool(PLACED.search(topic) or parts[1])
        parts = [*parts, topic.strip()] if is_last else [topic.strip(), *parts]
        start = " ".join(filter(None, (one.who, one.head, *parts, when if is_dated else "")))
        return f"{start}{comma}{one.tail}{about}"

    @cached_property
    def is_topic_first(self) -> bool:
        """Say whether what it was about is short enough to stand before whom it was with."""
        if self.clause.talk is not Talk.HELD:
            return self.clause.talk is Talk.UNNAMED
        return len(self.about.split()) <= TOPIC and self.about.startswith(f" {_('on')} ")

    def day_first(self, when: str = "") -> str:
        text, when = self._put(self.clause.where, ""), when or self.when
        return finish(f"{when}, {text}" if when else text)

    def day_last(self, when: str = "") -> str:
        return finish(self._put(self.clause.where, when or self.when))

    def without_day(self, when: str = "") -> str:
        return finish(self._put(self.clause.where, when))

    def also_without_day(self, when: str = "") -> str:
        clause = replace(self.clause, head=_("also %(did)s") % {"did": self.clause.head})
        return replace(self, clause=clause).without_day(when)

    def place_first(self, when: str = "") -> str:
        start = " ".join(filter(None, (self.clause.where, when or self.when)))
        return finish(f"{start}, {self._put('', '')}")


@dataclass(frozen=True)
class Order:
    """One way to put a sentence: `arrange` names a method of Statement, `when` replaces the day."""

    arrange: str
    when: str = ""

    @property
    def shape(self) -> str:
        return f"{self.arrange} {self.when}"

    def __call__(self, told: Statement) -> str:
        put: Callable[[str], str] = getattr(told, self.arrange)
        return put(self.when)


BY_DAY, BY_WHO, BY_PLACE = Order("day_first"), Order("day_last"), Order("place_first")
WITHOUT_DAY = Order("without_day")
ALSO = Order("also_without_day")
IN_SAME_MONTH = Order("day_first", _("in the same month"))


def beginning(text: str, words: int = 3) -> str:
    return " ".join(re.findall(r"[\w'’]+", text.casefold())[:words])


def length(text: str) -> int:
    return len(text.split())
