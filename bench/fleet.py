"""A primary, its streaming replicas and PgBouncer, on free ports under one folder, as deploy/ sets them up."""

import os
import pwd
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from configparser import ConfigParser
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from bench.servers import HOST, ROOT, free_port, postgres_programs

EXAMPLE = ROOT / "deploy" / "replicas"
OWNER = "postgres"  # PostgreSQL and PgBouncer refuse to run as root
NAME = "iomtracker"
BYTES = 3_000_000_000
# In place of what the example has for servers of their own.
HERE = """
ssl = off
wal_keep_size = 256MB
max_wal_size = 256MB
shared_buffers = 64MB
"""


def example(name: str) -> str:
    return (EXAMPLE / name).read_text("utf-8")


def run(*command: str) -> None:
    """Run a command as the user of the servers, and end with its sentence when it fails."""
    done = subprocess.run(
        [*as_owner(), *command], cwd="/", capture_output=True, text=True, check=False
    )
    if done.returncode:
        said = (done.stderr.strip() or done.stdout.strip()).splitlines()
        raise SystemExit(
            f"{Path(command[0]).name} failed: {said[-1] if said else 'it says nothing'}"
        )


def as_owner() -> list[str]:
    return ["runuser", "-u", OWNER, "--"] if os.getuid() == 0 else []


def wait_until(holds: Callable[[], Any], seconds: float, what: str) -> None:
    until = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > until:
            raise SystemExit(f"The run ended early: {what} within {seconds:.0f} seconds.")
        time.sleep(0.05)


@dataclass
class Server:
    """One server of PostgreSQL with its folder and port."""

    name: str
    folder: Path
    programs: Path
    port: int = field(default_factory=free_port)

    def control(self, *command: str) -> None:
        run(str(self.programs / "pg_ctl"), "-D", str(self.folder / "data"), "-s", "-w", *command)

    def configure(self, text: str) -> None:
        own = f"port = {self.port}\nlisten_addresses = '{HOST}'\nunix_socket_directories = ''\n"
        with (self.folder / "data" / "postgresql.conf").open("a") as file:
            file.write(text + own)

    def start(self) -> None:
        self.control("-l", str(self.folder / "log"), "start")

    def process(self) -> int:
        return int((self.folder / "data" / "postmaster.pid").read_text().split()[0])

    def kill(self) -> None:
        """Kill it at once, as a power cut would: nothing is finished, nothing is told to anybody."""
        first = self.process()
        children = Path(f"/proc/{first}/task/{first}/children").read_text().split()
        for one in [first, *map(int, children)]:
            try:
                os.kill(one, signal.SIGKILL)
            except ProcessLookupError:
                continue

    def ask(self, sql: str, database: str = "postgres") -> Any:
        """Run a statement as superuser and return its first value."""
        address = f"host={HOST} port={self.port} user={OWNER} dbname={database} connect_timeout=2"
        with psycopg.connect(address, autocommit=True) as line:
            row = line.execute(sql).fetchone() if sql.startswith("SELECT") else line.execute(sql)
        return row[0] if isinstance(row, tuple) else None

    def is_running(self) -> bool:
        try:
            return bool(self.ask("SELECT true"))
        except psycopg.Error:
            return False

    def transactions(self) -> int:
        """Return how many the app's database has answered; 0 for a server that is gone."""
        count = f"SELECT xact_commit FROM pg_stat_database WHERE datname = '{NAME}'"
        try:
            return int(self.ask(count) or 0)
        except psycopg.Error:
            return 0


class Pooler:
    """PgBouncer as a file of the example sets it, with entries that lead to servers here."""

    def __init__(self, name: str, folder: Path, ports: dict[str, int]) -> None:
        self.name, self.folder, self.port = name, folder, free_port()
        self.file = folder / f"{name}.ini"
        self.settings = ConfigParser()
        self.settings.read_string(example(f"{name}.ini"))
        assert {*self.settings["databases"]} == {*ports}
        for entry, port in ports.items():
            self.settings["databases"][entry] = f"host={HOST} port={port} dbname={NAME}"
        self.settings["pgbouncer"].update(
            {
                "listen_port": str(self.port),
                "auth_type": "trust",
                "auth_file": f"{folder}/users.txt",
                "admin_users": NAME,
                "server_tls_sslmode": "disable",
                "logfile": f"{folder}/{name}.log",
                "pidfile": f"{folder}/{name}.pid",
                "unix_socket_dir": "",
            }
        )
        self.process: subprocess.Popen | None = None

    @property
    def console(self) -> str:
        return f"host={HOST} port={self.port} user={NAME} dbname=pgbouncer"

    def start(self, program: str) -> None:
        with self.file.open("w") as file:
            self.settings.write(file)
        command = [*as_owner(), program, "-q", str(self.file)]
        self.process = subprocess.Popen(command, cwd="/")
        pid = self.folder / f"{self.name}.pid"
        wait_until(pid.exists, 10, "PgBouncer did not start")

    def lead(self, *arguments: str) -> None:
        """Run the example's command that holds requests back, or lets them go on to another server."""
        own = {"INI": str(self.file), "CONSOLE": self.console}
        subprocess.run([EXAMPLE / "lead_to", *arguments], env=os.environ | own, check=True)

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            os.kill(int((self.folder / f"{self.name}.pid").read_text()), signal.SIGTERM)
            self.process.wait(20)


class Fleet:
    def __init__(self, folder: Path, programs: Path, pooler: str) -> None:
        self.folder, self.programs, self.pooler_program = folder, programs, pooler
        self.primary = Server("primary", folder / "primary", programs)
        self.replicas = [
            Server(name, folder / name, programs) for name in ("replica_1", "replica_2")
        ]
        self.pooler = Pooler("pgbouncer", folder, {NAME: self.primary.port})
        ports = {one.name: one.port for one in self.replicas}
        self.replica_pooler = Pooler("pgbouncer-replicas", folder, ports)

    @property
    def address(self) -> str:
        return f"postgres://{NAME}@{HOST}:{self.pooler.port}/{NAME}"

    @property
    def replica_addresses(self) -> str:
        port = self.replica_pooler.port
        return ",".join(
            f"postgres://iomtracker_reader@{HOST}:{port}/{one.name}" for one in self.replicas
        )

    def start(self) -> None:
        self.make_primary()
        for replica in self.replicas:
            self.make_replica(replica)
        for server in [self.primary, *self.replicas]:
            server.configure(example("synchronous.conf"))
            server.ask("SELECT pg_reload_conf()")
        (self.folder / "users.txt").write_text(f'"{NAME}" ""\n"{NAME}_reader" ""\n')
        for pooler in (self.pooler, self.replica_pooler):
            pooler.start(self.pooler_program)

    def make_primary(self) -> None:
        primary = self.primary
        data = str(primary.folder / "data")
        run(
            str(self.programs / "initdb"),
            *("-D", data, "-U", OWNER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"),
        )
        primary.configure(example("primary.conf") + HERE)
        primary.start()
        for sql in (f"CREATE ROLE {NAME} LOGIN", f"CREATE DATABASE {NAME} OWNER {NAME}"):
            primary.ask(sql)
        primary.ask(example("roles.sql"))

    def make_replica(self, replica: Server) -> None:
        source = self.source(self.primary, replica)
        data = str(replica.folder / "data")
        run(
            str(self.programs / "pg_basebackup"),
            *("-D", data, "-d", source, "-R", "-X", "stream", "-c", "fast"),
        )
        replica.configure("")
        replica.start()

    @staticmethod
    def source(server: Server, replica: Server) -> str:
        user = f"{NAME}_replicator"
        return f"host={HOST} port={server.port} user={user} application_name={replica.name}"

    def promote_best(self) -> Server:
        """Promote the replica that has most, let the other and PgBouncer follow it, and return it.

        Whoever asks meanwhile waits at PgBouncer.
        """
        self.pooler.lead("--wait")
        received = "SELECT pg_last_wal_receive_lsn() - '0/0'"
        best, other = sorted(self.replicas, key=lambda one: one.ask(received), reverse=True)
        best.control("promote")
        other.ask(f"ALTER SYSTEM SET primary_conninfo = '{self.source(best, other)}'")
        other.ask("SELECT pg_reload_conf()")
        self.pooler.lead(HOST, str(best.port))
        return best

    def stop(self) -> None:
        for pooler in (self.pooler, self.replica_pooler):
            pooler.stop()
        for server in [self.primary, *self.replicas]:
            if (server.folder / "data" / "postmaster.pid").exists() and server.is_running():
                server.control("-m", "immediate", "stop")


def check_room(folder: Path) -> None:
    """End with a sentence when the disk has no room for three servers."""
    free = shutil.disk_usage(folder).free
    if free < BYTES:
        raise SystemExit(
            f"Three servers need about {BYTES / 1e9:.0f} GB in {folder}, and {free / 1e9:.1f} GB "
            "are free. Free some, or name another folder in TMPDIR."
        )


def find_programs() -> tuple[Path, str]:
    """Return the folder of PostgreSQL's programs and PgBouncer, or end with what to install."""
    programs, pooler = (
        postgres_programs(),
        shutil.which("pgbouncer", path=f"{os.environ['PATH']}:/usr/sbin"),
    )
    if programs is None:
        raise SystemExit("PostgreSQL is not installed (on Debian: apt-get install postgresql).")
    if pooler is None:
        raise SystemExit("PgBouncer is not installed (on Debian: apt-get install pgbouncer).")
    return programs, pooler


@contextmanager
def fleet(folder: Path) -> Iterator[Fleet]:
    """Start all servers in an empty folder; stop them in the end, whatever came between."""
    check_room(folder)
    programs, pooler = find_programs()
    for name in ("primary", "replica_1", "replica_2"):
        (folder / name).mkdir()
    if os.getuid() == 0:
        owner = pwd.getpwnam(OWNER)
        for path in [folder, *folder.iterdir()]:
            os.chown(path, owner.pw_uid, owner.pw_gid)
    servers = Fleet(folder, programs, pooler)
    try:
        servers.start()
        yield servers
    finally:
        servers.stop()
