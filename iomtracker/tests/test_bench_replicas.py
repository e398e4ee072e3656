"""The example of deploy/replicas/ as bench/replicas.py uses it, and the sentences that it ends with."""

import json
import os
import subprocess
from types import SimpleNamespace

import pytest

from bench import fleet, replicas

pytestmark = pytest.mark.no_cover


def test_the_pools_of_the_example_lead_to_servers_here(tmp_path):
    pool = fleet.Pooler("pgbouncer-replicas", tmp_path, {"replica_1": 6001, "replica_2": 6002})
    assert pool.settings["databases"]["replica_2"] == "host=127.0.0.1 port=6002 dbname=iomtracker"
    assert pool.settings["pgbouncer"]["pool_mode"] == "transaction"
    assert pool.settings["pgbouncer"]["query_wait_timeout"] == "2"


@pytest.mark.parametrize(
    ("arguments", "said", "written"),
    [
        (["--wait"], ["PAUSE"], "host=10.0.0.1 port=5432"),
        (["10.0.0.2"], ["RELOAD", "RESUME"], "host=10.0.0.2 port=5432"),
        (["10.0.0.2", "5433"], ["RELOAD", "RESUME"], "host=10.0.0.2 port=5433"),
    ],
)
def test_the_way_to_another_primary(tmp_path, arguments, said, written):
    ini, console, psql = (tmp_path / name for name in ("pgbouncer.ini", "console", "psql"))
    ini.write_text(fleet.example("pgbouncer.ini"))
    psql.write_text(f'#!/bin/sh\necho "$4" >> {console}\n')
    psql.chmod(0o755)
    own = {"INI": str(ini), "PATH": f"{tmp_path}:{os.environ['PATH']}"}
    subprocess.run([fleet.EXAMPLE / "lead_to", *arguments], env=os.environ | own, check=True)
    assert console.read_text().split() == said
    assert f"iomtracker = {written} dbname=iomtracker\n" in ini.read_text()


def test_nobody_is_led_nowhere():
    done = subprocess.run([fleet.EXAMPLE / "lead_to"], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (2, "Name the host of the new primary, or --wait.\n")


def test_a_disk_without_room(tmp_path, monkeypatch):
    usage = SimpleNamespace(free=1_200_000_000)
    monkeypatch.setattr(fleet.shutil, "disk_usage", lambda _folder: usage)
    with pytest.raises(SystemExit, match=r"need about 3 GB in .*, and 1\.2 GB are free"):
        fleet.check_room(tmp_path)


def test_programs_that_are_missing(monkeypatch, tmp_path):
    monkeypatch.setattr(fleet.shutil, "which", lambda *_all, **_options: None)
    monkeypatch.setattr(fleet, "postgres_programs", lambda: tmp_path)
    with pytest.raises(SystemExit, match="apt-get install pgbouncer"):
        fleet.find_programs()
    monkeypatch.setattr(fleet, "postgres_programs", lambda: None)
    with pytest.raises(SystemExit, match="apt-get install postgresql"):
        fleet.find_programs()


def test_what_the_log_says_of_replicas(tmp_path):
    line = json.dumps({"logger": "iomtracker.replicas", "message": "Gone."})
    (tmp_path / "log").write_text(f"{line}\nnot JSON\n{line}\n")
    assert replicas.sentences(tmp_path / "log") == ["2 × Gone."]
