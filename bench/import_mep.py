"""Import a register of 23,050 real meetings and take it back: how long, how much memory, what came of it.

    DATABASE_URL=sqlite:////tmp/bench.sqlite3 python bench/import_mep.py mep_meetings_2019-2021.csv

The register is the one of Integrity Watch's MEP meetings as published: columns committees, country,
date, dossier, group, lobbyists, location, mep, role, title. It is not part of this project. The
database must be an empty one of its own; it is migrated and given the reference data.
"""

import resource
import sys
import time
from datetime import date
from pathlib import Path

import throwaway
from django.apps import apps
from django.contrib.auth.models import Group
from django.core.files import File
from django.core.management import call_command

from accounts import roles
from accounts.models import User
from intake.registers.check import check_some
from intake.registers.columns import ColumnPlan
from intake.registers.steps import DEFAULTS, begin, choose_table, use_columns
from intake.registers.store import store
from intake.undo import undo

MEANS = {"date": ("date", "day"), "lobbyists": ("organisations", "comma"), "location": ("place", ""),
         "title": ("title", ""), **dict.fromkeys(("committees", "country", "dossier", "group", "mep", "role"),
                                                 ("internal_note", ""))}  # fmt: skip
NOT_COUNTED = {"intake", "sessions", "admin", "contenttypes", "auth", "accounts"}


def peak():
    """Return the most memory in use until now, in MB: of this process, and of the reading one."""
    own, child = (
        resource.getrusage(who).ru_maxrss // 1024
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return f"{own} MB, reading process {child} MB"


def counts():
    models = [m for m in apps.get_models() if m._meta.app_label not in NOT_COUNTED]
    found = {m._meta.label: m._base_manager.count() for m in models}
    found.pop("engagements.MonthCounter")  # a reference is never given twice
    return found


def prepared(path, user):
    with open(path, "rb") as file:
        source = begin(File(file, Path(path).name), user)
    name, rows = source.tables[0]
    columns = [ColumnPlan(heading, *MEANS.get(heading, ("", ""))) for heading in rows[0][1]]
    choose_table(source, name, rows[0][0])
    use_columns(source, columns, DEFAULTS)
    return source


def timed(words, task):
    start, worked = time.monotonic(), time.process_time()
    result = task()
    spent = time.monotonic() - start, time.process_time() - worked
    throwaway.say(f"{words}: {spent[0]:.1f} s, of which {spent[1]:.1f} s of work; {peak()}")
    return result


def check_all(source):
    while left := check_some(source, date.today()):
        throwaway.say(f"  {left} rows wait")


def main(path):
    call_command("migrate", verbosity=0)
    call_command("load_reference", verbosity=0)
    user, made = User.objects.get_or_create(username="bench", defaults={"full_name": "Bench"})
    user.groups.add(Group.objects.get(name=roles.DATA_MANAGER))
    before = counts()
    source = timed("read", lambda: prepared(path, user))
    timed("checked", lambda: check_all(source))
    source.refresh_from_db()
    throwaway.say(f"rows: {source.counts()}")
    reasons = {}
    for row in source.rows.filter(state__in=["wrong", "asked"]):
        for remark in row.remarks:
            if remark["level"] != "warning":
                text = f"{remark['column']}: {remark['text'][:40]}"
                reasons[text] = reasons.get(text, 0) + 1
    for text, times in sorted(reasons.items(), key=lambda pair: -pair[1])[:15]:
        throwaway.say(f"  {times} x {text}")
    throwaway.say(f"made: {timed('stored', lambda: store(source, user))}")
    again = timed("read again", lambda: prepared(path, user))
    timed("checked again", lambda: check_all(again))
    again.refresh_from_db()
    throwaway.say(f"second time: {again.counts()}, made {store(again, user)}")
    throwaway.say(f"kept by undoing: {timed('undone', lambda: undo(source))}")
    after = counts()
    throwaway.say(
        f"left behind: { {k: (before[k], after[k]) for k in after if before[k] != after[k]} or 'nothing' }"
    )


if __name__ == "__main__":
    main(sys.argv[1])
