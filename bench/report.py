"""What was measured, as values, and the tables made of it: printed, and written to docs/performance.md."""

import json
import os
import platform
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from importlib.metadata import version
from pathlib import Path
from statistics import median

from bench.crowd import Crowd

DATABASES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
# How much more a page may take in the largest office of a database than in one of 1,000 meetings.
MOST_GROWTH = {("sqlite", 100_000): 2.0, ("postgresql", 1_000_000): 1.5}
MOST_QUERIES = {"month of 12": 20, "month of 200": 20, "form, saved": 30}  # 12 of others
LIMITED_SIZES = (1000, 20_000)

ABOUT = """\
Each page is asked for by one client in turn with *the floor*: a signed-in view that returns 20 KB of HTML and
reads nothing but who asks. What a page costs is the time of the processor that the two workers of gunicorn and the
database had for it, in multiples of the floor in the same run: medians of up to 25 pairs. So one table holds for a
fast machine and a slow one, and for a busy one within limits. Offices are those of `manage.py make_records`; months of
12, 200 and 5,000 meetings are in each that is large enough, so that what grows is the rest.

*Sent* is the page as a proxy compresses it (gzip, level 6). *Queries* and *in them*, the share of the whole time that
they took, are those until the answer begins. Where the time of a page goes is from a profile of one answer, which
makes Python's own share look larger than it is. *Memory* is that of the larger worker before and after the page.
"""


@dataclass
class Measured:
    """A page on one database; times in seconds, one for each run. `problem` stands for all of them."""

    name: str
    limit: float | None
    memory_before: float
    memory_after: float = 0
    queries: int = 0
    in_queries: float = 0
    raw: int = 0
    sent: int = 0
    problem: str = ""
    profile: dict[str, float] = field(default_factory=dict)
    processor: list[float] = field(default_factory=list)
    floors: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)
    first_byte: list[float] = field(default_factory=list)

    @property
    def cost(self) -> float:
        """The time of the processor in floors."""
        return median(self.processor) / median(self.floors)

    @property
    def slow(self) -> float:
        """The time that 95 of 100 answers do not take; of few runs the longest."""
        return sorted(self.wall)[int(len(self.wall) * 0.95)] if self.wall else 0

    def line(self) -> str:
        if self.problem:
            return f"{self.name:32} {self.problem}"
        return (
            f"{self.name:32} {self.cost:8.1f} floors {1000 * median(self.processor):8.1f} ms CPU "
            f"{1000 * median(self.wall):8.1f} ms {self.queries:4} queries {self.raw / 1024:7.0f} KB"
        )

    def cells(self) -> list[str]:
        """Return its row in the table of one database."""
        if self.problem:
            return [self.name, self.problem, *[""] * 8]
        return [
            self.name,
            f"{self.cost:.1f}",
            f"{1000 * median(self.processor):.1f}",
            f"{1000 * median(self.wall):.0f}",
            f"{1000 * self.slow:.0f}",
            f"{1000 * median(self.first_byte):.0f}",
            f"{self.queries} ({min(1, self.in_queries / median(self.wall)):.0%})",
            f"{self.raw / 1024:,.0f}",
            f"{self.sent / 1024:,.0f}",
            f"{self.memory_before:.0f} → {self.memory_after:.0f}",
        ]


HEADINGS = [
    "page", "floors", "CPU, ms", "median, ms", "p95, ms", "first byte, ms", "queries (in them)", "KB", "KB sent",
    "memory, MB",
]  # fmt: skip


CROWD_HEADINGS = [
    "database", "requests", "of them saves", "a second", "median, ms", "p95, medians (limit 4)", "problems (limit 0)",
    "memory, MB (limit +15%)",
]  # fmt: skip


@dataclass
class Run:
    """The pages of one office on one database; `making` is how many seconds making the office took."""

    engine: str
    meetings: int
    making: float
    pages: list[Measured]
    crowd: Crowd | None = None

    @property
    def title(self) -> str:
        return f"{DATABASES[self.engine]}, {self.meetings:,}"

    def page(self, name: str) -> Measured | None:
        return next((page for page in self.pages if page.name == name), None)


def read_runs(file: Path) -> list[Run]:
    """Return what was measured before, as bench/speed.py keeps it."""
    runs = [Run(**run) for run in json.loads(file.read_text(encoding="utf-8"))]
    for run in runs:
        run.pages = [Measured(**page) for page in run.pages]  # type: ignore[arg-type]
        run.crowd = Crowd(**run.crowd) if run.crowd else None  # type: ignore[arg-type]
    return runs


def table(headings: list[str], rows: list[list[str]]) -> str:
    """Return a table of Markdown; all columns but the first are numbers."""
    lines = [headings, ["---", *["---:"] * (len(headings) - 1)], *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def overview(runs: list[Run]) -> str:
    """Return the table of all pages in floors, a column a database, and how much each grew."""
    by_size = sorted(runs, key=lambda run: -len(run.pages))  # so that the order is that of most
    pages = {page.name: page.limit for run in by_size for page in run.pages}
    engines = [engine for engine in DATABASES if len([r for r in runs if r.engine == engine]) > 1]
    headings = ["page", "limit", *(run.title for run in runs)]
    headings += [f"growth, {DATABASES[engine]}" for engine in engines]
    rows = []
    for name, limit in pages.items():
        found = [run.page(name) for run in runs]
        cells = [page.problem or f"{page.cost:.1f}" if page else "" for page in found]
        ratios = [growth(runs, engine, name) for engine in engines]
        grown = [f"× {ratio:.1f}" if ratio else "" for ratio in ratios]
        rows.append([name, f"{limit:g}" if limit else "", *cells, *grown])
    return table(headings, rows)


def growth(runs: list[Run], engine: str, name: str) -> float | None:
    """Return how often the cost in the smallest office that of the largest is; None where one has none."""
    of_engine = sorted((run for run in runs if run.engine == engine), key=lambda r: r.meetings)
    found = [page for run in of_engine if (page := run.page(name))]
    if len(found) < 2 or found[0].problem or found[-1].problem:
        return None
    return found[-1].cost / found[0].cost


def missed(runs: list[Run]) -> list[str]:
    """Return a sentence for each page that missed a limit on a database: how far, and where the time goes."""
    found = []
    for run in runs:
        for page in run.pages:
            where = f"{page.name} ({run.title})"
            if page.problem:
                found.append(f"{where} {page.problem}.")
            elif over := [*overruns(page, run), *overgrown(page, run, runs)]:
                found.append(f"{where}: {', '.join(over)}.{time_spent(page)}")
    return found


def overruns(page: Measured, run: Run) -> Iterator[str]:
    """Yield what a page takes too much of, whatever it takes in another office."""
    most = MOST_QUERIES.get(page.name, 12)
    if page.limit and run.meetings in LIMITED_SIZES and page.cost > page.limit:
        yield f"{page.cost:.1f} floors (limit {page.limit:g})"
    if page.limit and page.queries > most:
        yield f"{page.queries} queries (limit {most})"


def overgrown(page: Measured, run: Run, runs: list[Run]) -> Iterator[str]:
    limit = MOST_GROWTH.get((run.engine, run.meetings))
    ratio = growth(runs, run.engine, page.name)
    if limit and ratio and ratio > limit:
        yield f"× {ratio:.1f} of what it takes with 1,000 meetings (limit × {limit:g})"


def time_spent(page: Measured) -> str:
    """Return where most of the time goes, from a profile."""
    parts = [f"{share:.0%} {part}" for part, share in page.profile.items() if share >= 0.1]
    return f" Time: {', '.join(parts)}." if parts else ""


def crowded(runs: list[Run]) -> str:
    """Return the table of eight clients at once; empty where none were."""
    rows = []
    for run in runs:
        if not (crowd := run.crowd) or not crowd.times:
            continue
        times = crowd.times
        kept = (crowd.memory / crowd.early_memory - 1) if crowd.early_memory else 0
        rows.append([
            run.title, f"{len(times):,}", f"{len(crowd.saves):,}", f"{len(times) / crowd.seconds:.0f}",
            f"{1000 * median(times):.0f}", f"{crowd.spread:.1f}", f"{len(crowd.problems)}",
            f"{crowd.early_memory:.0f} → {crowd.memory:.0f} ({kept:+.0%})",
        ])  # fmt: skip
    return table(CROWD_HEADINGS, rows) if rows else ""


def machine(load: float) -> str:
    """Return what was measured on, and with what."""
    info = Path("/proc/cpuinfo").read_text()
    model = next((line.split(": ")[1] for line in info.splitlines() if "model name" in line), "")
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"Written by `make bench` on {date.today():%-d %B %Y}, on a machine of {os.cpu_count()} processors "
        f"({model or platform.machine()}) with {memory:.0f} GB, Python {platform.python_version()}, "
        f"Django {version('Django')}, gunicorn {version('gunicorn')}. Others were using the machine as much as "
        f"a load of {load:.1f} says (one processor kept busy is 1)."
    )


def write_report(runs: list[Run], load: float, to: Path | None) -> str:
    """Return the overview as text, and write the whole to a file where one is named."""
    runs = sorted(runs, key=lambda run: (list(DATABASES).index(run.engine), run.meetings))
    said = missed(runs)
    parts = [
        "# How fast\n",
        machine(load) + "\n",
        ABOUT,
        "## In floors\n",
        overview(runs),
        "## Limits that were missed\n",
        "".join(f"- {sentence}\n" for sentence in said) or "None.\n",
    ]
    if crowd := crowded(runs):
        problems = sorted({problem for run in runs if run.crowd for problem in run.crowd.problems})
        parts += [
            "## Eight clients at once\n",
            "Three of ten requests save a meeting. Memory is that after 1,000 requests and at the end.\n",
            crowd,
            "".join(f"- {problem}\n" for problem in problems),
        ]
    for run in runs:
        parts += [f"## {run.title} meetings\n", f"Made in {run.making:.0f} s by `make_records`.\n"]
        parts.append(table(HEADINGS, [page.cells() for page in run.pages]))
    if to:
        to.write_text("\n".join(parts), encoding="utf-8")
    return f"{overview(runs)}\n{crowded(runs)}\n{len(said)} limits were missed.\n" + "".join(
        f"- {s}\n" for s in said
    )
