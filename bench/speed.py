"""How fast the site is with much data: `make bench`, or `make bench QUICK=1` for a look in three minutes.

Starts the app as in production, on SQLite and on PostgreSQL, with generated offices of several sizes. Each
page is asked for in turn with the floor, a signed-in view of 20 KB that reads nothing; its time of the
processor (of the workers and the database) is a multiple of that, the same on a fast machine and a slow one.
Prints the tables, and writes docs/performance.md unless it is quick.
"""

import argparse
import gzip
import json
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.crowd import Clients  # noqa: E402 - the path must be set first
from bench.report import Measured, Run, read_runs, write_report  # noqa: E402
from bench.servers import (  # noqa: E402
    ROOT,
    App,
    ask,
    environment,
    manage,
    postgres,
    postgres_programs,
    serve,
)

SIZES = {"sqlite": (1000, 20_000, 100_000), "postgresql": (1000, 20_000, 100_000, 1_000_000)}
ALL = [(engine, size) for engine, sizes in SIZES.items() for size in sizes]
# What a meeting takes on the disk while its office is made, indexes and logs of the database included.
BYTES_OF_A_MEETING = {"sqlite": 10_000, "postgresql": 25_000}
FLOOR, COUNT, PROFILE = "/bench/floor/", "X-Count-Queries", "X-Profile"  # as in bench/floor.py
MOST_RUNS, FEWEST_RUNS = 25, 3
CROWDED = 20_000  # meetings of the offices that eight clients use at once
SLOW = 10  # seconds from which a page is asked for once more only
SETTLED = 0.003  # until a worker has put away what it answered


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


class Answer:
    """An answer with its time to the first byte and to the last, and the processor's time that it took."""

    def __init__(
        self, app: App, session: str, address: str, data: dict[str, Any] | None, asked: str
    ) -> None:
        before, begun = app.processor_seconds(), time.perf_counter()
        answer = ask(app, session, address, data, asked)
        self.first_byte = time.perf_counter() - begun
        self.body = answer.read()
        self.wall = time.perf_counter() - begun
        time.sleep(SETTLED)
        self.processor = app.processor_seconds() - before
        self.status, self.kind = answer.status, answer.getheader("Content-Type", "")
        queries, seconds = answer.getheader("X-Count-Queries", "0 0").split()
        self.queries, self.in_queries = int(queries), float(seconds)
        self.profile = json.loads(answer.getheader("X-Profile", "{}"))

    @property
    def sent(self) -> int:
        """The bytes that a proxy sends: text is compressed by it, files are already."""
        is_text = self.kind.startswith(("text/", "application/json"))
        return len(gzip.compress(self.body, 6)) if is_text else len(self.body)


class Bench:
    """Asks a running app for pages; `seconds` is about how long each may be repeated."""

    def __init__(self, app: App, sessions: dict[str, str], seconds: float) -> None:
        self.app, self.sessions, self.seconds = app, sessions, seconds
        for _time in range(20):
            self.floor()

    def floor(self) -> Answer:
        return self.ask({"address": FLOOR, "role": "staff", "bodies": []})

    def ask(self, page: dict[str, Any], asked: str = "") -> Answer:
        body = page["bodies"].pop(0) if page["bodies"] else None
        return Answer(self.app, self.sessions[page["role"]], page["address"], body, asked)

    def measure(self, page: dict[str, Any]) -> Measured:
        """Ask for a page and the floor in turn until the time is up."""
        memory, saves = self.app.memory(), len(page["bodies"])
        found = Measured(page["name"], page["limit"], memory_before=memory)
        try:
            first = self.ask(page, COUNT)
            if first.wall < 2:  # what is read once and kept is read before
                first = self.ask(page, COUNT)
        except OSError as error:
            found.problem = f"no answer ({type(error).__name__})"
            return found
        if first.status not in (200, 302) or (saves and first.status != 302):
            found.problem = f"answers {first.status}"
            return found
        if first.wall < SLOW:
            found.profile = self.ask(page, PROFILE).profile
        found.queries, found.in_queries = first.queries, first.in_queries
        found.raw, found.sent = len(first.body), first.sent
        most = min(MOST_RUNS, saves - 3) if saves else MOST_RUNS
        runs = max(FEWEST_RUNS, min(most, int(self.seconds / first.wall)))
        for _time in range(runs if first.wall < SLOW else 1):
            floor, answer = self.floor(), self.ask(page)
            found.floors.append(floor.processor)
            found.processor.append(answer.processor)
            found.wall.append(answer.wall)
            found.first_byte.append(answer.first_byte)
        found.memory_after = self.app.memory()
        return found


def check_room(folder: Path, engine: str, meetings: int) -> None:
    """End with a sentence when the disk has no room for an office of that size."""
    wanted = 200_000_000 + BYTES_OF_A_MEETING[engine] * meetings
    _total, _used, free = shutil.disk_usage(folder)
    if free < wanted:
        raise SystemExit(
            f"{meetings:,} meetings on {engine} need about {wanted / 1e9:.1f} GB in {folder}, "
            f"and {free / 1e9:.1f} GB are free. Free some, or name smaller ones."
        )


@contextmanager
def database(engine: str, folder: Path) -> Iterator[tuple[str, int | None]]:
    """Yield the address of an empty database, and the process of its server; removed afterwards."""
    shutil.rmtree(folder, ignore_errors=True)
    try:
        with ExitStack() as stack:
            if engine == "postgresql":
                yield stack.enter_context(postgres(folder))
            else:
                folder.mkdir(parents=True)
                yield f"sqlite:///{folder / 'db.sqlite3'}", None
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def measure(engine: str, meetings: int, asked: argparse.Namespace, folder: Path) -> Run:
    """Make an office on a database, start the app on it, and measure its pages."""
    check_room(folder, engine, meetings)
    say(f"\n{engine}, {meetings:,} meetings: making them ...")
    with database(engine, folder / "data") as (address, postmaster):
        settings = environment(address, folder)
        for command in ("migrate", "createcachetable"):
            manage(settings, command, "--verbosity", "0")
        begun = time.perf_counter()
        manage(settings, "make_records", "--meetings", str(meetings), "--seed", str(asked.seed))
        run = Run(engine, meetings, time.perf_counter() - begun, [])
        say(f"made in {run.making:.0f} s")
        listed = subprocess.run(
            [sys.executable, "-m", "bench.pages"],
            cwd=ROOT, env=settings, check=True, capture_output=True, text=True,
        )  # fmt: skip
        found = json.loads(listed.stdout)
        with serve(settings, postmaster) as app:
            bench = Bench(app, found["sessions"], asked.seconds)
            for page in found["pages"]:
                if asked.main and not page["is_main"]:
                    continue
                run.pages.append(bench.measure(page))
                say(run.pages[-1].line())
            if asked.requests and meetings == CROWDED:
                say(f"eight clients at once, {asked.requests:,} requests or more ...")
                clients = Clients(app, found, asked.seed)
                run.crowd = clients.run(seconds=asked.crowd_seconds, requests=asked.requests)
        return run


def database_of_size(text: str) -> tuple[str, int]:
    engine, _colon, meetings = text.partition(":")
    if engine not in SIZES or not meetings.isascii() or not meetings.isdigit():
        raise argparse.ArgumentTypeError(f"not a database and a number, as sqlite:1000: {text}")
    return engine, int(meetings)


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="a look: --main sqlite:20000, no file")
    parser.add_argument(
        "databases", nargs="*", type=database_of_size, default=ALL, metavar="sqlite:1000",
        help="a database and the meetings in it; all of them when none is named",
    )  # fmt: skip
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=4, help="about how long for each page")
    parser.add_argument("--main", action="store_true", help="the ten pages that are opened most")
    parser.add_argument("--add", action="store_true", help="to what was measured last")
    parser.add_argument("--requests", type=int, default=10_000, help="of eight clients at once")
    parser.add_argument("--crowd-seconds", type=float, default=60, help="of which their times are")
    asked = parser.parse_args()
    if asked.quick:
        asked.databases, asked.seconds, asked.requests = [("sqlite", 20_000)], 2, 0
        asked.main = True
    if postgres_programs() is None and any(engine != "sqlite" for engine, _size in asked.databases):
        say("Without PostgreSQL (on Debian: apt-get install postgresql): SQLite only.")
        asked.databases = [one for one in asked.databases if one[0] == "sqlite"]
    if not asked.databases:
        parser.error("nothing is left to measure.")
    return asked


def main() -> None:
    """Measure what was asked for, one database after the other."""
    asked = parse()
    signal.signal(signal.SIGTERM, lambda *_signal: sys.exit("Stopped."))  # as an error: servers end
    folder = ROOT / "var" / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    load = float(Path("/proc/loadavg").read_text().split()[0])
    manage(environment("sqlite://:memory:", folder), "collectstatic", "--no-input")
    kept = folder / "runs.json"
    runs = read_runs(kept) if asked.add and kept.exists() else []
    report = None if asked.quick else ROOT / "docs" / "performance.md"
    for engine, meetings in asked.databases:
        run = measure(engine, meetings, asked, folder)
        runs = [one for one in runs if one.title != run.title] + [run]
        text = write_report(
            runs, load, report
        )  # after each, so that a run cut short leaves its tables
        kept.write_text(json.dumps([asdict(one) for one in runs]), encoding="utf-8")
    say(f"\n{text}")


if __name__ == "__main__":
    main()
