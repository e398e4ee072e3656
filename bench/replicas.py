"""What users notice when servers of the database fail: `python bench/replicas.py`, in about four minutes.

Starts a primary, two streaming replicas and PgBouncer in transaction mode on this machine, makes 2,000
meetings, starts the app with settings only, and lets readers and writers use it by HTTP, while a replica
lags, is killed and comes back, and then the primary is killed and a replica promoted. Prints the errors
of each part, own writes that their writer did not see, and acknowledged writes that are lost.
"""

import argparse
import json
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import psycopg  # noqa: E402 - the path must be set first

from bench.fleet import NAME, Fleet, Server, fleet, wait_until  # noqa: E402
from bench.servers import HOST, ROOT, App, ask, environment, manage, serve  # noqa: E402

READERS, WRITERS = 4, 3
LONGEST_LAG = 3  # seconds
DELAY = 30  # seconds that a replica lags in the second part
WRITTEN = "SELECT pg_current_wal_insert_lsn() - '0/0'"
MOST_TRIES = 20  # to save the same form: a person who sees an error presses the button again
SETTLED = 6  # seconds after a save from which replicas may be read for it


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


class Part:
    """What the clients met in one part of the run."""

    def __init__(self, title: str) -> None:
        self.title = title
        self.reads = self.saves = self.checks = self.not_seen = 0
        self.errors: Counter[str] = Counter()
        self.longest = self.seconds = 0.0
        self.transactions: dict[str, int] = {}

    def line(self) -> str:
        said = ", ".join(f"{n} × {what}" for what, n in self.errors.most_common()) or "none"
        served = ", ".join(f"{name} {n:,}" for name, n in self.transactions.items())
        return (
            f"{self.title} ({self.seconds:.0f} s): {self.reads:,} pages read, {self.saves:,} saves; "
            f"errors: {said}; own writes looked for {self.checks:,}, not seen {self.not_seen}; "
            f"longest answer {self.longest:.1f} s; transactions: {served}"
        )


class Clients:
    """Readers and writers of one app, each with the cookies of a browser of its own."""

    def __init__(self, app: App, found: dict[str, Any]) -> None:
        self.app, self.sessions = app, found["sessions"]
        self.pages = [
            page for page in found["pages"] if page["is_main"] and "form" not in page["name"]
        ]
        self.forms = iter(next(page["bodies"] for page in found["pages"] if page["bodies"]))
        self.part = Part("")
        self.saved: dict[str, float] = {}  # the word of each acknowledged meeting, and when
        self.failed: set[str] = set()  # the words of those that were sent again after an error
        self.lock = threading.Lock()
        self.is_over = threading.Event()
        jobs = [*[self.read] * READERS, *[self.write] * WRITERS]
        self.threads = [
            threading.Thread(target=self.go_on, args=(job, number), daemon=True)
            for number, job in enumerate(jobs)
        ]

    def go_on(self, job: Callable, number: int) -> None:
        browser, dice = Browser(self), random.Random(number)
        while not self.is_over.is_set():
            job(browser, dice)

    def read(self, browser: "Browser", dice: random.Random) -> None:
        page = dice.choice(self.pages)
        if browser.ask(page["role"], page["address"], page["name"]):
            self.part.reads += 1

    def write(self, browser: "Browser", dice: random.Random) -> None:
        """Save a meeting, as often as it takes, and look for it and for an earlier one in the list."""
        with self.lock:
            form = next(self.forms)
        word = f"b{uuid.uuid4().hex}"
        sent = {**form, "title": f"Saved {word}", "token": str(uuid.uuid4())}
        for _time in range(MOST_TRIES):
            if browser.ask("staff", "/meetings/new/", "save", sent) is not None:
                break
            self.failed.add(word)
            time.sleep(0.5)
        else:
            return
        self.part.saves += 1
        self.saved[word] = time.monotonic()
        browser.own.append(word)
        self.look_for(browser, word)
        settled = [one for one in browser.own[-60:] if self.age(one) > SETTLED]
        if settled:
            self.look_for(browser, dice.choice(settled))

    def age(self, word: str) -> float:
        return time.monotonic() - self.saved[word]

    def look_for(self, browser: "Browser", word: str) -> None:
        page = browser.ask("staff", f"/meetings/?q={word}", "list of an own meeting")
        if page is not None:
            self.part.checks += 1
            self.part.not_seen += not re.search(r'href="/meetings/\d{4}-\d\d-\d+/', page)

    def warm_up(self) -> None:
        """Ask for all pages, as often as each worker needs to have read what it reads once."""
        browser = Browser(self)
        for page in self.pages * 3:
            browser.ask(page["role"], page["address"], page["name"])
        if self.part.errors:
            raise SystemExit(f"Pages fail before any server does: {dict(self.part.errors)}")

    def start(self) -> None:
        for thread in self.threads:
            thread.start()

    def stop(self) -> None:
        self.is_over.set()
        for thread in self.threads:
            thread.join(120)


class Browser:
    def __init__(self, clients: Clients) -> None:
        self.clients = clients
        self.cookie = ""
        self.own: list[str] = []

    def ask(
        self, role: str, address: str, name: str, form: dict[str, Any] | None = None
    ) -> str | None:
        """Return the page, or nothing after an error, which is counted."""
        begun = time.monotonic()
        session = self.clients.sessions[role] + self.cookie
        try:
            answer = ask(self.clients.app, session, address, form)
            text = answer.read().decode()
        except OSError as error:
            self.clients.part.errors[f"{name}: {type(error).__name__}"] += 1
            return None
        part = self.clients.part  # in which the answer came
        part.longest = max(part.longest, time.monotonic() - begun)
        for cookie in answer.headers.get_all("Set-Cookie", []):
            if cookie.startswith("written="):
                self.cookie = "; " + cookie.partition(";")[0]
        if answer.status != (302 if form else 200):
            part.errors[f"{name}: {answer.status}"] += 1
            return None
        return text


class Run:
    def __init__(self, servers: Fleet, clients: Clients, seconds: float) -> None:
        self.servers, self.clients, self.seconds = servers, clients, seconds
        self.parts: list[Part] = []
        self.log_of_a_save = 0.0

    def part(self, title: str, *, work: Callable | None = None) -> Any:
        """Let the clients go on for a while after `work` was done, and count what they meet."""
        part, before, begun = Part(title), self.transactions(), time.monotonic()
        self.clients.part = part
        self.parts.append(part)
        done = work() if work else None
        time.sleep(self.seconds)
        part.seconds = time.monotonic() - begun
        after = self.transactions()
        part.transactions = {name: max(0, after[name] - before[name]) for name in after}
        say(part.line())
        return done

    def transactions(self) -> dict[str, int]:
        return {
            one.name: one.transactions() for one in [self.servers.primary, *self.servers.replicas]
        }

    def all_parts(self) -> Server:
        """Play what can happen, one after the other, and return the server that is primary in the end."""
        first, second = self.servers.primary, self.servers.replicas[1]
        log_before = first.ask(WRITTEN)
        self.part("All servers run")
        self.part(f"Replica 2 lags by {DELAY} s", work=lambda: self.delay(second, DELAY))
        self.part("Replica 2 has caught up", work=lambda: self.delay(second, 0))
        self.part("Replica 2 killed", work=second.kill)
        self.part("Replica 2 started again", work=second.start)
        saves = sum(part.saves for part in self.parts)
        self.log_of_a_save = float(first.ask(WRITTEN) - log_before) / max(1, saves)
        new: Server = self.part("Primary killed, a replica promoted", work=self.change_primary)
        self.part(f"{new.name} is the primary")
        return new

    def delay(self, replica: Server, seconds: int) -> None:
        replica.ask(f"ALTER SYSTEM SET recovery_min_apply_delay = '{seconds}s'")
        replica.ask("SELECT pg_reload_conf()")

    def change_primary(self) -> Server:
        begun, before = time.monotonic(), self.clients.part
        self.servers.primary.kill()
        wait_until(lambda: not self.servers.primary.is_running(), 20, "the primary did not end")
        new = self.servers.promote_best()
        promoted = time.monotonic() - begun
        saves = before.saves
        wait_until(lambda: before.saves > saves, 60, "nothing could be saved on the new primary")
        say(
            f"(killed; {new.name} promoted and PgBouncer led to it after {promoted:.1f} s; "
            f"the next save was acknowledged after {time.monotonic() - begun:.1f} s)"
        )
        return new


def try_to_write(replica: Server) -> str:
    """Return what a replica says when it is asked to write, past the app and by its superuser."""
    try:
        replica.ask("CREATE TABLE nothing (id int)", NAME)
    except psycopg.Error as error:
        return str(error).strip().splitlines()[0]
    raise SystemExit("A replica took a write.")


def stored_words(server: Server) -> Counter[str]:
    with psycopg.connect(f"host={HOST} port={server.port} user=postgres dbname={NAME}") as line:
        rows = line.execute("SELECT title FROM engagements_meeting WHERE title LIKE 'Saved %'")
        return Counter(title.removeprefix("Saved ") for (title,) in rows)


def sentences(log: Path) -> list[str]:
    """Return what the app's log says of replicas, with how often."""
    found: Counter[str] = Counter()
    for line in log.read_text(errors="replace").splitlines():
        if '"iomtracker.replicas"' in line:
            found[json.loads(line)["message"]] += 1
    return [f"{n} × {text}" for text, n in found.items()]


def prepare(servers: Fleet, folder: Path, meetings: int) -> tuple[dict[str, str], dict[str, Any]]:
    """Make the records, and return the app's environment and what can be asked for."""
    plain = environment(servers.address, folder / "app") | {"DATABASE_POOLED": "on"}
    for command in ("migrate", "createcachetable"):
        manage(plain, command, "--verbosity", "0")
    manage(plain, "make_records", "--meetings", str(meetings), "--seed", "1")
    manage(plain, "collectstatic", "--no-input")
    listed = subprocess.run(
        [sys.executable, "-m", "bench.pages"],
        cwd=ROOT, env=plain, check=True, capture_output=True, text=True,
    )  # fmt: skip
    own = {
        "DATABASE_REPLICA_URL": servers.replica_addresses,
        "DATABASE_REPLICA_LONGEST_LAG": str(LONGEST_LAG),
        "LOG_LEVEL": "WARNING",
    }
    return plain | own, json.loads(listed.stdout)


def report(run: Run, new: Server, log: Path, refusal: str) -> int:
    """Print the counts, and return the number of acknowledged writes that are lost."""
    clients, stored = run.clients, stored_words(new)
    lost = [word for word in clients.saved if not stored[word]]
    twice = [word for word, n in stored.items() if n > 1]
    never = [word for word in clients.failed if word not in clients.saved]
    say("\nThe log of the app says of replicas:")
    for sentence in sentences(log):
        say(f"  {sentence}")
    say(f"A replica that is asked to write says: {refusal}")
    errors = sum(sum(part.errors.values()) for part in run.parts)
    not_seen = sum(part.not_seen for part in run.parts)
    say(
        f"\n{sum(part.reads for part in run.parts):,} pages read, {len(clients.saved):,} saves "
        f"acknowledged, {errors} answers with an error, {not_seen} own writes not seen by their writer.\n"
        f"Acknowledged writes lost: {len(lost)}. Forms sent again after an error: {len(clients.failed)}, "
        f"of which {len(never)} were never saved. Stored twice: {len(twice)}.\n"
        "A commit waited for one of the two replicas to have it on its disk "
        "(deploy/replicas/synchronous.conf). "
        f"A save, and the reads beside it, took {run.log_of_a_save / 1000:.0f} KB of the primary's log."
    )
    return len(lost)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--meetings", type=int, default=2000)
    parser.add_argument("--seconds", type=float, default=15, help="of each part of the run")
    asked = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_signal: sys.exit("Stopped."))  # as an error: servers end
    folder = Path(tempfile.mkdtemp(prefix="iomtracker-replicas-"))
    try:
        with fleet(folder) as servers:
            (folder / "app").mkdir()
            say(
                f"A primary, two replicas and PgBouncer run. Making {asked.meetings:,} meetings ..."
            )
            settings, found = prepare(servers, folder, asked.meetings)
            log = folder / "app" / "log"
            with log.open("w") as output, serve(settings, servers.primary.process(), output) as app:
                clients = Clients(app, found)
                clients.warm_up()
                clients.start()
                run = Run(servers, clients, asked.seconds)
                try:
                    new = run.all_parts()
                finally:
                    clients.stop()
                refusal = try_to_write(next(one for one in servers.replicas if one is not new))
            lost = report(run, new, log, refusal)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    sys.exit(1 if lost else 0)


if __name__ == "__main__":
    main()
