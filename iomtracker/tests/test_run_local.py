"""What `make run` checks, does in order, and prints."""

import os
import socket

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from iomtracker.management.commands import run_local


@pytest.fixture(autouse=True)
def local(settings, tmp_path):
    settings.IS_LOCAL = True
    settings.VAR_DIR = tmp_path


@pytest.fixture
def steps(monkeypatch):
    """What would be called, in order; nothing is."""
    made = []
    monkeypatch.setattr(run_local, "call_command", lambda name, **options: made.append(name))
    monkeypatch.setattr(os, "execvp", lambda file, command: made.append(command))
    return made


@pytest.fixture
def port(monkeypatch):
    """A port that is free just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number = probe.getsockname()[1]
    monkeypatch.setenv("PORT", str(number))
    return number


def test_prepares_then_announces_then_serves_on_loopback(steps, port, tmp_path, capsys):
    (tmp_path / "demo-accounts.txt").write_text("viewer\tdemo.viewer\tpass word\n")

    call_command("run_local")

    *commands, server = steps
    assert commands == [
        "migrate",
        "createcachetable",
        "load_reference",
        "load_example",
        "make_demo_accounts",
        "collectstatic",
    ]
    assert server[1:3] == ["-m", "gunicorn"]
    assert server[server.index("--bind") + 1] == f"127.0.0.1:{port}"
    assert server[-1] == "iomtracker.wsgi"
    printed = capsys.readouterr().out
    assert f"http://127.0.0.1:{port}/" in printed
    assert "  viewer          demo.viewer   pass word\n" in printed


def test_a_taken_port_stops_before_anything_is_done(steps, monkeypatch):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        monkeypatch.setenv("PORT", str(taken.getsockname()[1]))

        with pytest.raises(CommandError, match="is in use. Stop what uses it, or choose another"):
            call_command("run_local")

    assert steps == []


@pytest.mark.parametrize("text", ["abc", "0", "65536", "-1", "8000x", "²"])
def test_a_port_that_is_not_one(steps, monkeypatch, text):
    monkeypatch.setenv("PORT", text)

    with pytest.raises(CommandError, match="PORT must be a number from 1 to 65535"):
        call_command("run_local")

    assert steps == []


def test_a_reserved_port(steps, port, monkeypatch):
    def refuse(self, address):
        raise PermissionError

    monkeypatch.setattr(socket.socket, "bind", refuse)

    with pytest.raises(CommandError, match=f"Port {port} is reserved for the system"):
        call_command("run_local")

    assert steps == []


def test_a_folder_that_cannot_be_written(steps, port, settings, tmp_path):
    (tmp_path / "file").touch()
    settings.VAR_DIR = tmp_path / "file" / "var"

    with pytest.raises(CommandError, match="cannot be written. Free some disk space"):
        call_command("run_local")

    assert steps == []


def test_refused_in_production(steps, settings):
    settings.IS_LOCAL = False

    with pytest.raises(CommandError, match="only for make run"):
        call_command("run_local")

    assert steps == []
