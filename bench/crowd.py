"""Eight clients at once, three of ten requests a save: what fails, how long the slow ones take, and the memory."""

import random
import threading
import time
import uuid
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from bench.servers import App, ask

CLIENTS = 8
SHARE_OF_SAVES = 0.3
EARLY = 1000  # requests after which the memory is looked at first


@dataclass
class Crowd:
    """What the clients saw; times in seconds, memory in megabytes of the larger worker."""

    seconds: float = 0
    reads: list[float] = field(default_factory=list)
    saves: list[float] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    early_memory: float = 0
    memory: float = 0

    @property
    def times(self) -> list[float]:
        return sorted(self.reads + self.saves)

    @property
    def spread(self) -> float:
        """How often the median the time is that 95 of 100 answers do not take."""
        times = self.times
        return times[int(len(times) * 0.95)] / median(times)


class Clients:
    """The clients of one app. Each save is a new meeting, of an organisation and a day that no other has."""

    def __init__(self, app: App, found: dict[str, Any], seed: int) -> None:
        self.app, self.sessions = app, found["sessions"]
        self.pages = [page for page in found["pages"] if page["is_main"]]
        self.forms = iter(next(page["bodies"] for page in found["pages"] if page["bodies"]))
        self.dice = random.Random(seed)
        self.lock = threading.Lock()

    def run(self, *, seconds: float, requests: int) -> Crowd:
        """Ask until `seconds` are over and `requests` were made; the times are those of the seconds."""
        crowd, begun = Crowd(), time.perf_counter()
        made = [0]

        def goes_on() -> bool:
            return time.perf_counter() - begun < seconds or made[0] < requests

        def client() -> None:
            while goes_on():
                with self.lock:
                    made[0] += 1
                    is_early, page, form = made[0] == EARLY, *self.choose()
                if is_early:
                    crowd.early_memory = self.app.memory()
                self.one(crowd, page, form, counts=time.perf_counter() - begun < seconds)

        threads = [threading.Thread(target=client) for _client in range(CLIENTS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        crowd.seconds, crowd.memory = min(seconds, time.perf_counter() - begun), self.app.memory()
        return crowd

    def choose(self) -> tuple[dict[str, Any], dict[str, Any] | None]:
        """Draw a page, or a form to save while there are some."""
        page = self.dice.choice(self.pages)
        if self.dice.random() < SHARE_OF_SAVES and (form := next(self.forms, None)):
            return {"name": "save", "address": "/meetings/new/", "role": "staff"}, {
                **form, "token": str(uuid.uuid4())
            }  # fmt: skip
        return page, None

    def one(
        self, crowd: Crowd, page: dict[str, Any], form: dict[str, Any] | None, *, counts: bool
    ) -> None:
        begun = time.perf_counter()
        try:
            answer = ask(self.app, self.sessions[page["role"]], page["address"], form)
            answer.read()
        except OSError as error:
            crowd.problems.append(f"{page['name']}: {type(error).__name__}")
            return
        if answer.status != (302 if form else 200):
            crowd.problems.append(f"{page['name']}: {answer.status}")
        elif counts:
            (crowd.saves if form else crowd.reads).append(time.perf_counter() - begun)
