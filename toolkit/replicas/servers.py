"""The replicas that this process may read from: what they have replayed, and which are left out.

A replica is asked right before a page is read from it, on the connection that the page will use, so
what it says can't be out of date. Times are this process's own and positions the primary's, so no two
clocks are compared. One that fails is left out with a sentence in the log, and tried again in the
background: no request waits for a server that is gone.
"""

import logging
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import count
from time import monotonic, sleep
from typing import Any

from django.db import DEFAULT_DB_ALIAS, Error, connections

log = logging.getLogger("iomtracker.replicas")

SAMPLE_EVERY = 1.0  # seconds between two looks at the primary's position
TRY_EVERY = 5.0  # seconds until a replica that is left out is tried again
PATIENCE = 10  # looks at a replica that is tried again, a tenth of a second apart
LOOKS, BETWEEN_LOOKS = 20, 0.25  # for a primary that broke off, and seconds between them
QUICK = 1.0  # seconds after which a replica that failed is not asked a second time

POSITION = "SELECT pg_current_wal_insert_lsn() - '0/0'"
REPLAYED = """
    SELECT CASE WHEN pg_is_in_recovery() THEN coalesce(pg_last_wal_replay_lsn() - '0/0', 0) END
"""
SERVER = "SELECT system_identifier FROM pg_control_system()"
DATABASE = "SELECT oid FROM pg_database WHERE datname = current_database()"
UNREACHABLE = "can’t be reached"
TAKES_WRITES = "is no replica: it takes writes itself"


def ask(alias: str, sql: str) -> int | None:
    """Return the number that a database answers, or nothing."""
    with connections[alias].cursor() as cursor:
        cursor.execute(sql)
        (value,) = cursor.fetchone()
    return None if value is None else int(value)


def written() -> int:
    """Return the position in the primary's log behind all that is committed, in bytes."""
    return ask(DEFAULT_DB_ALIAS, POSITION) or 0


def replayed(alias: str) -> int | None:
    """Return the position up to which a replica has replayed the log; None if it is no replica."""
    begun = monotonic()
    try:
        return ask(alias, REPLAYED)
    except Error:
        connections[alias].close()
        if monotonic() - begun > QUICK:
            raise
        # The server may only have been restarted since the last page.
        return ask(alias, REPLAYED)


def came_back() -> bool:
    """Whether the primary broke off in this request and answers again, after some seconds at most."""
    primary = connections[DEFAULT_DB_ALIAS]
    if not primary.errors_occurred or primary.in_atomic_block:
        return False
    for _look in range(LOOKS):
        primary.close()
        try:
            return written() > 0
        except Error:
            sleep(BETWEEN_LOOKS)
    return False


class Positions:
    """The primary's position at moments of the last while: what a replica must have to be up to date."""

    def __init__(self, longest_lag: float) -> None:
        self.longest_lag = longest_lag
        self.samples: tuple[tuple[float, int], ...] = ()
        self.lock = threading.Lock()

    def sample(self) -> None:
        """Look at the primary, unless somebody did a moment ago."""
        with self.lock:
            now = monotonic()
            if self.samples and now - self.samples[-1][0] < SAMPLE_EVERY:
                return
            kept = [one for one in self.samples if now - one[0] < 2 * self.longest_lag]
            self.samples = (*kept, (now, written()))

    def is_fresh(self, position: int) -> bool:
        """Whether a position holds all that was written up to a moment no longer ago than allowed."""
        since = monotonic() - self.longest_lag
        return any(moment >= since and position >= sample for moment, sample in self.samples)

    def is_late(self, position: int) -> bool:
        """Whether something that was written longer ago than allowed is missing for certain."""
        since = monotonic() - self.longest_lag
        return any(moment < since and position < sample for moment, sample in self.samples)


@dataclass
class Replica:
    """A replica as this process knows it. None is read from before it was found sound."""

    alias: str
    name: str
    is_sound: bool = False
    problem: str = ""
    next_try: float = 0

    def leave_out(self, problem: str) -> None:
        """Read from it no more until it is found sound; what is known already is not logged again."""
        self.is_sound, self.next_try = False, monotonic() + TRY_EVERY
        if problem != self.problem:
            log.warning("%s %s. It is left out, and others are read.", self.name, problem)
        self.problem = problem

    def take_in(self) -> None:
        self.is_sound, self.problem = True, ""
        log.info("%s is read from.", self.name)


def start_thread(work: Callable[[], None]) -> None:
    threading.Thread(target=work, daemon=True).start()


class Servers:
    """All replicas of this process, and what is known of the primary."""

    def __init__(self, aliases: Iterable[str], longest_lag: float) -> None:
        self.replicas = [Replica(alias, described(alias)) for alias in aliases]
        self.positions = Positions(longest_lag)
        self.turns = count()

    def choose(self, own_writes: int) -> str | None:
        """Return a replica that is up to date and has a user's own writes, or nothing.

        `own_writes` is the position behind the last of them.
        """
        turn = next(self.turns) % len(self.replicas)
        for replica in [*self.replicas[turn:], *self.replicas[:turn]]:
            if not replica.is_sound:
                self.try_later(replica)
                continue
            self.positions.sample()
            position = self.position_of(replica)
            if (
                position is not None
                and position >= own_writes
                and self.positions.is_fresh(position)
            ):
                return replica.alias
        return None

    def position_of(self, replica: Replica) -> int | None:
        """Return what a replica has replayed, or nothing when it has to be left out."""
        try:
            position = replayed(replica.alias)
        except Error:
            replica.leave_out(UNREACHABLE)
            return None
        if position is None:
            replica.leave_out(TAKES_WRITES)
        elif self.positions.is_late(position):
            replica.leave_out(f"is more than {self.positions.longest_lag:g} seconds behind")
            return None
        return position

    def try_later(self, replica: Replica) -> None:
        """Look in the background whether a replica is sound again, when its time has come."""
        if monotonic() >= replica.next_try:
            replica.next_try = monotonic() + TRY_EVERY
            start_thread(lambda: self.try_again(replica))

    def try_again(self, replica: Replica) -> None:
        """Take a replica in if it is sound. Runs in a thread, with connections of its own."""
        try:
            problem = self.found_wrong(replica)
        except Error:  # of the primary: nothing can be said of its replicas
            return
        finally:
            connections.close_all()
        if problem:
            replica.leave_out(problem)
        else:
            replica.take_in()

    def found_wrong(self, replica: Replica) -> str:
        """Return what is wrong with a replica, as the end of a sentence, or nothing."""
        server, database = ask(DEFAULT_DB_ALIAS, SERVER), ask(DEFAULT_DB_ALIAS, DATABASE)
        try:
            position = replayed(replica.alias)
            if position is None:
                return TAKES_WRITES
            if ask(replica.alias, SERVER) != server:
                return "is a replica of another server"
            if ask(replica.alias, DATABASE) != database:
                return "holds another database"
        except Error:
            return UNREACHABLE
        return "" if self.catches_up(replica) else "is behind the primary"

    def catches_up(self, replica: Replica) -> bool:
        """Whether a replica is up to date within a second."""
        for _look in range(PATIENCE):
            self.positions.sample()
            if self.positions.is_fresh(replayed(replica.alias) or 0):
                return True
            sleep(0.1)
        return False


def described(alias: str) -> str:
    """Return how the log names a replica: where it is, never with its password."""
    about: dict[str, Any] = connections[alias].settings_dict
    return f"The replica {about['HOST'] or 'here'}:{about['PORT'] or 5432}/{about['NAME']}"
