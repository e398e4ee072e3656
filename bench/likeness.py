"""How well the likeness of organisations' names does on a list of synonyms. Pure: a list in, figures out.

The list is {key: {"name", "shortname", "synonyms": [...], "skip"}}; docs/matching.md says how pairs are chosen.
"""

import hashlib
import json
import re
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from stakeholders.name_matching.blocking_keys import matching_key, organisation_keys
from stakeholders.name_matching.organisations import OrganisationNames, compare_organisations
from stakeholders.name_matching.score import LIKELY
from stakeholders.vocabulary import STATES
from toolkit.spelling import fold

LONGEST, MOST_WORDS, PIECE_OF = 80, 12, 3
LITTLE = {"the", "of", "and", "for", "in"}
SENTENCE = re.compile(r"\b(is|was|are|were|has|been)\b")


@dataclass
class Figures:
    """What was found: pairs asked, those found right, wrong answers, and examples of what went wrong."""

    pairs: int = 0
    right: int = 0
    wrong: int = 0
    missed: list = field(default_factory=list)
    mistaken: list = field(default_factory=list)

    @property
    def precision(self):
        """The share of the answers that are right."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self):
        """The share of the pairs that were found."""
        return self.right / self.pairs if self.pairs else 1.0


def measure(listed):
    """Return {"A": Figures, "B": Figures} of the two halves of a list of organisations with synonyms."""
    known = {key: row for key, row in listed.items() if not row.get("skip") and fold(row["name"])}
    names = {key: OrganisationNames(row["name"], _short(row)) for key, row in known.items()}
    meets = _meets(names)
    halves = {"A": Figures(), "B": Figures()}
    for key, synonym in honest_pairs(listed, known):
        found = _found(OrganisationNames(synonym), names, meets)
        _count(halves[half(key)], known, key, synonym, found)
    return halves


def half(key):
    """Return "A" or "B", by chance but always the same."""
    return "AB"[hashlib.sha256(key.encode()).digest()[0] % 2]


def _short(row):
    short = row.get("shortname") or ""
    return "" if fold(short) == fold(row["name"]) else short


def _meets(names):
    """Return {key: those that have it}."""
    found = defaultdict(set)
    for one, compared in names.items():
        for key in organisation_keys(compared):
            found[key].add(one)
    return found


def _found(asked, names, meets):
    """Return all that the queue would pair with the names `asked`: they share a key and are likely the same."""
    met = set().union(*(meets.get(matching_key(key), ()) for key in organisation_keys(asked)))
    return {one for one in met if compare_organisations(asked, names[one]).score >= LIKELY}


def _count(figures, known, key, synonym, found):
    figures.pairs += 1
    figures.right += key in found
    if key not in found:
        figures.missed.append(f"{synonym} = {known[key]['name']}")
    twice = (_bag(known[key]["name"]), _bag(synonym))
    for other in sorted(found - {key}):
        if _bag(known[other]["name"]) not in twice:
            figures.wrong += 1
            figures.mistaken.append(f"{synonym} = {known[key]['name']}, not {known[other]['name']}")


def _bag(text):
    return frozenset(fold(text).split()) - LITTLE


def honest_pairs(listed, known):
    """Yield (key, synonym) for each synonym of which its letters can tell whom it names."""
    owners = Counter()
    for row in listed.values():
        owners.update(
            {fold(text) for text in (row["name"], row.get("shortname") or "", *row["synonyms"])}
        )
    pieces = [f" {_beginnings(row['name'])} " for row in known.values()]
    for key, row in known.items():
        for synonym in {fold(text): text for text in row["synonyms"]}.values():
            if owners[fold(synonym)] == 1 and _is_honest(synonym, row, pieces):
                yield key, synonym


def _is_honest(synonym, row, pieces):
    """Whether a synonym is a name, not that of the organisation itself, and says whose it is."""
    folded = fold(synonym)
    if folded in ("", fold(row["name"]), fold(row.get("shortname") or "")):
        return False
    if len(synonym) > LONGEST or len(folded.split()) > MOST_WORDS or SENTENCE.search(synonym):
        return False
    if _states(synonym) != _states(f"{row['name']} {_short(row)}"):
        return False
    if sum(f" {_beginnings(synonym)} " in piece for piece in pieces) >= PIECE_OF:
        return False
    initials = "".join(word[0] for word in fold(row["name"]).split() if word not in LITTLE)
    return _shares_words(synonym, row) or folded.replace(" ", "") == initials


def _states(text):
    """Return the states that a name names: many lists have "X" and "X, Kenya" now as one body, now as two."""
    return STATES.intersection(*(set(name.words) for name in OrganisationNames(text).names[:1]))


def _shares_words(synonym, row):
    """Whether more than half of the words of the shorter of the two are in the other, by four letters."""
    short = fold(_short(row))
    one, other = _beginnings(synonym, short).split(), _beginnings(row["name"]).split()
    if len(one) <= len(other):
        shared = sum(word in {*other, short} for word in one)
        return shared > len(one) / 2
    return sum(word in one for word in other) > len(other) / 2


def _beginnings(text, whole=""):
    """Return the first four letters of each word, of the word `whole` all."""
    words = (word for word in fold(text).split() if word not in LITTLE)
    return " ".join(word if word == whole else word[:4] for word in words)


class Command(BaseCommand):
    """`python -m bench.likeness FILE [--show]`: what docs/matching.md reports."""

    help = (
        "Measure the likeness of organisations' names on a JSON file of the form "
        '{"key": {"name": ..., "shortname": ..., "synonyms": [...]}}.'
    )

    def add_arguments(self, parser):
        """The file, and whether to list what went wrong."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--show", action="store_true", help="List what was missed or mistaken.")

    def handle(self, *args, file, show=False, **options):
        """Print the figures of both halves and of the whole."""
        halves = measure(_read(file))
        total = Figures(
            *(
                sum(getattr(one, name) for one in halves.values())
                for name in ("pairs", "right", "wrong")
            )
        )
        self.stdout.write(f"Likely from {LIKELY} of 100 on.")
        for name, figures in {
            **{f"Half {h}": f for h, f in halves.items()},
            "Whole": total,
        }.items():
            self.stdout.write(
                f"{name}: {figures.pairs} pairs, {figures.right} found, {figures.wrong} wrong answers: "
                f"precision {figures.precision:.3f}, recall {figures.recall:.3f}"
            )
        if show:
            self._show(halves)

    def _show(self, halves):
        for name, figures in halves.items():
            for what, lines in (("missed", figures.missed), ("mistaken", figures.mistaken)):
                for line in lines:
                    self.stdout.write(f"{name} {what}: {line}")


def _read(file):
    """Return the list that the file holds. Raises CommandError when it holds none."""
    try:
        listed = json.loads(file.read_text(encoding="utf-8"))
        rows = listed.values()
        right = all(
            isinstance(row["name"], str) and isinstance(row["synonyms"], list) for row in rows
        )
    except (OSError, ValueError, AttributeError, TypeError, KeyError):
        right = False
    if not right:
        raise CommandError(f"{file} is not a JSON file of organisations with names and synonyms.")
    return listed


if __name__ == "__main__":
    Command().run_from_argv(["python", "-m bench.likeness", *sys.argv[1:]])
