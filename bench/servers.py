"""The servers that a measurement starts and stops: PostgreSQL, and the app as in production."""

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parent.parent
WORKERS = 2
CSRF = "b" * 32
LONGEST = 180  # seconds that an answer may take
HOST = "127.0.0.1"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


def postgres_programs() -> Path | None:
    """Return the folder of the newest installed PostgreSQL server."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[4]))
    if found:
        return found[-1].parent
    initdb = shutil.which("initdb")
    return Path(initdb).parent if initdb else None


@contextmanager
def postgres(folder: Path) -> Iterator[tuple[str, int]]:
    """Start a server of its own in `folder`, as a new cluster is set; yield its address and process."""
    programs = postgres_programs()
    if programs is None:
        raise SystemExit("PostgreSQL is not installed (on Debian: apt-get install postgresql).")
    folder.mkdir(parents=True)
    as_user: list[str] = []
    if os.getuid() == 0:  # which PostgreSQL refuses to run as
        owner = pwd.getpwnam("postgres")
        os.chown(folder, owner.pw_uid, owner.pw_gid)
        as_user = ["runuser", "-u", "postgres", "--"]
    data, port = folder / "data", free_port()

    def run(*command: str) -> None:
        subprocess.run([*as_user, *command], cwd="/", check=True, stdout=subprocess.DEVNULL)

    run(
        str(programs / "initdb"),
        "-D",
        str(data),
        "-U",
        "bench",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C.UTF-8",
    )
    options = f"-p {port} -k {folder} -c listen_addresses={HOST}"
    control = [str(programs / "pg_ctl"), "-D", str(data), "-w"]
    run(*control, "-l", str(folder / "log"), "-o", options, "start")
    try:
        process = int((data / "postmaster.pid").read_text().split()[0])
        yield f"postgres://bench@{HOST}:{port}/postgres", process
    finally:
        run(*control, "-m", "fast", "stop")


@dataclass(frozen=True)
class App:
    """The running app: gunicorn's first process, and that of PostgreSQL where there is one."""

    port: int
    pid: int
    postmaster: int | None

    def workers(self) -> list[int]:
        return children_of(self.pid)

    def processor_seconds(self) -> float:
        """Return what the workers and the database have had of the processor since they began."""
        pids = self.workers() + (children_of(self.postmaster) if self.postmaster else [])
        return sum(map(thread_seconds, pids))

    def memory(self) -> float:
        """Return the megabytes of the largest worker."""
        return max(map(resident, self.workers()))


def children_of(pid: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def thread_seconds(pid: int) -> float:
    """Return the processor's time of all threads of a process, to the nanosecond; 0 for one that ended."""
    try:
        files = Path(f"/proc/{pid}/task").glob("*/schedstat")
        return sum(int(file.read_text().split()[0]) for file in files) / 1e9
    except OSError:
        return 0


def resident(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def environment(database: str, var: Path) -> dict[str, str]:
    """Return the environment of the app in production, on a database of its own."""
    own = {
        "DJANGO_SETTINGS_MODULE": "bench.production",
        "SECRET_KEY": secrets.token_urlsafe(60),
        "ALLOWED_HOSTS": HOST,
        "DATABASE_URL": database,
        "VAR_DIR": str(var),
        "LOG_LEVEL": "ERROR",
    }
    return os.environ | own


def manage(environment: dict[str, str], *command: str) -> str:
    """Run a command of manage.py and return what it says; end with its sentence when it fails."""
    done = subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT, env=environment, capture_output=True, text=True,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(f"manage.py {command[0]} failed: {done.stderr.strip().splitlines()[-1]}")
    return done.stdout


@contextmanager
def serve(
    environment: dict[str, str], postmaster: int | None, log: IO[str] | None = None
) -> Iterator[App]:
    """Start the app under gunicorn, with fewer workers than deploy/ has but otherwise as there."""
    port = free_port()
    options = ["--bind", f"{HOST}:{port}", "--workers", str(WORKERS), "--threads", "4"]
    command = [sys.executable, "-m", "gunicorn", *options, "--no-control-socket"]
    process = subprocess.Popen(
        [*command, "--log-level", "error", "iomtracker.wsgi"],
        cwd=ROOT, env=environment, stderr=log,
    )  # fmt: skip
    try:
        wait_for(port, process)
        yield App(port, process.pid, postmaster)
    finally:
        process.terminate()
        process.wait(30)


def wait_for(port: int, process: subprocess.Popen) -> None:
    for _time in range(600):
        if process.poll() is not None:
            raise SystemExit("The app did not start: see the message above.")
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit("The app did not start within a minute.")


def ask(
    app: App, session: str, address: str, data: dict[str, Any] | None = None, header: str = ""
) -> HTTPResponse:
    """Ask the app for a page, or post a form, as a proxy would that ended HTTPS; the answer is still to be read."""
    headers = {
        "Cookie": f"sessionid={session}; csrftoken={CSRF}",
        "X-Forwarded-Proto": "https",
        "Referer": f"https://{HOST}:{app.port}/",
        "Connection": "close",
    }
    body = None
    if data is not None:
        body = urlencode({**data, "csrfmiddlewaretoken": CSRF}, doseq=True)
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    if header:
        headers[header] = "yes"
    line = HTTPConnection(HOST, app.port, timeout=LONGEST)
    line.request("POST" if body else "GET", address, body, headers)
    return line.getresponse()
