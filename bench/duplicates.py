"""How long likely duplicates take: `python bench/duplicates.py [--names 100000] [--saves 200]`.

Fills a throw-away database with made-up organisations and people, half as many of each, one in twenty of them
written a second time in another way; then times the command that finds all pairs, saves of single records, and
the page of the queue, and prints how many of those written twice were found.
"""

import argparse
import random
import resource
import statistics
import time

import throwaway
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import Client

from accounts import roles
from accounts.models import User
from stakeholders.duplicate_stakeholders import find_duplicates
from stakeholders.models import LikelyPair, NameKey, Organisation, OrganisationKind, Person
from stakeholders.name_matching.people import FIRST_NAMES
from stakeholders.vocabulary import STATES, THEMES

BODIES = "Association Foundation Centre Institute Network Council Agency Union".split()  # noqa: SIM905 - shorter to read
SYLLABLES = "ba be di do fa ga gje ha ho ji ka ko li lu ma me mi na ni pa qe ra ri sa sha shi ta ti va ze zo".split()  # noqa: SIM905 - shorter to read


def invented(dice):
    """Return a made-up word, like a surname or the name of a village."""
    return "".join(dice.choices(SYLLABLES, k=dice.choice((2, 3, 3, 4)))).title()


def organisation_name(dice, own):
    """Return a name like "Kosholi Association for Women and Health, Albania"."""
    themes = " and ".join(word.title() for word in dice.sample(sorted(THEMES), dice.randint(1, 2)))
    place = dice.choice(["", "", f", {dice.choice(sorted(STATES)).title()}"])
    return f"{dice.choice(own)} {dice.choice(BODIES)} for {themes}{place}"


def slip(dice, name):
    """Return the name written in another way: a letter left out, words turned round, or an ending."""
    words = name.split()
    at = dice.randrange(len(words[0]) - 2) + 2
    ways = (
        lambda: f"{words[0][:at]}{words[0][at + 1 :]} {' '.join(words[1:])}",
        lambda: f"The {name}",
        lambda: " ".join([*words[1:], words[0]]),
        lambda: name.upper(),
    )
    return dice.choice(ways)()


def fill(number, dice):
    """Store `number` names and what is written twice; return {kind: pairs of keys that are the same}."""
    kind = OrganisationKind.objects.create(code="ngo", name="NGO", name_plural="NGOs")
    own = [invented(dice) for _ in range(number // 10)]
    given = sorted(FIRST_NAMES)
    surnames = [invented(dice) for _ in range(number // 40)]
    names = {
        Organisation: {organisation_name(dice, own) for _ in range(number // 2)},
        Person: [
            f"{dice.choice(given).title()} {dice.choice(surnames)}" for _ in range(number // 2)
        ],
    }
    same = {}
    for model, known in names.items():
        same[model] = _store(model, sorted(known), dice, kind)
    return same


def _store(model, names, dice, kind):
    twins = [(name, slip(dice, name)) for name in dice.sample(names, len(names) // 20)]
    taken = set(names)
    twins = [(name, other) for name, other in twins if other not in taken and not taken.add(other)]
    rows, by_name = [], {}
    for number, name in enumerate([*names, *(other for _name, other in twins)], start=1):
        by_name[name] = number
        row = (
            Organisation(pk=number, name=name, kind=kind, slug=f"s{number}")
            if model is Organisation
            else Person(pk=number, full_name=name)
        )
        row.search = row.folded()
        rows.append(row)
    model.objects.bulk_create(rows, batch_size=2000)
    return {tuple(sorted((by_name[a], by_name[b]))) for a, b in twins}


def timed(call):
    """Return what `call` answers, how many seconds it took, and how many of them the processor worked for it."""
    start, worked = time.perf_counter(), time.process_time()
    answer = call()
    return answer, time.perf_counter() - start, time.process_time() - worked


def main():
    """Fill, find, save, look; print what it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--names", type=int, default=100_000)
    parser.add_argument("--saves", type=int, default=200)
    options = parser.parse_args()
    dice = random.Random(options.names)
    call_command("migrate", verbosity=0)
    same = fill(options.names, dice)
    for model, twins in same.items():
        count, seconds, worked = timed(lambda model=model: find_duplicates(model))
        pairs = set(LikelyPair.objects.filter(kind=model.PAIR_KIND).values_list("a", "b"))
        keys = NameKey.objects.filter(kind=model.PAIR_KIND).count()
        throwaway.say(
            f"{model.__name__}: {model.objects.count()} names, {keys} keys, {count} pairs in {seconds:.0f} s "
            f"({worked:.0f} s of the processor); "
            f"{len(twins & pairs)} of {len(twins)} written twice were found"
        )
    for model in same:
        rows = [
            model.objects.get(pk=dice.randint(1, options.names // 4)) for _ in range(options.saves)
        ]
        took = [timed(row.save)[1:] for row in rows]
        wall, worked = (sorted(1000 * one for one in times) for times in zip(*took, strict=True))
        throwaway.say(
            f"{model.__name__}: a save takes {statistics.median(wall):.1f} ms in the middle "
            f"({statistics.median(worked):.1f} ms of the processor), "
            f"{wall[int(len(wall) * 0.95)]:.1f} ms at the 95th percentile, {wall[-1]:.1f} ms at most"
        )
    look()
    throwaway.say(f"memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


def look():
    """Print how long the page of the queue takes."""
    user = User.objects.create_user("bench", "secret", full_name="Bench")
    user.groups.add(Group.objects.get(name=roles.DATA_MANAGER))
    client = Client()
    client.force_login(user)
    for kind in ("organisation", "person"):
        client.get(f"/quality/duplicates/?kind={kind}")
        _answer, seconds, _worked = timed(
            lambda kind=kind: client.get(f"/quality/duplicates/?kind={kind}")
        )
        throwaway.say(f"/quality/duplicates/?kind={kind}: {1000 * seconds:.0f} ms")


if __name__ == "__main__":
    main()
