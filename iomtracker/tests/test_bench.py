"""What `make bench` measures is there, and what its report says of figures."""

import json
from dataclasses import asdict
from datetime import date
from types import SimpleNamespace

import pytest
from django.test import Client

from bench import pages, report, speed
from bench.crowd import Clients, Crowd
from bench.report import Measured, Run
from iomtracker.generated_office import make_office

pytestmark = pytest.mark.no_cover


@pytest.fixture
def measured_pages(db, monkeypatch):
    monkeypatch.setattr("iomtracker.generated_office.LISTS", ("load_reference",))
    make_office(60, seed=2, until=date(2026, 11, 20))
    return list(pages.pages())


def test_each_page_that_is_measured_answers(measured_pages):
    clients = {page.role: Client() for page in measured_pages}
    for role, client in clients.items():
        client.force_login(pages.user_of(role))
    answers = {}
    for page in measured_pages:
        client = clients[page.role]
        answer = (
            client.post(page.address, page.bodies[0]) if page.bodies else client.get(page.address)
        )
        answers[page.name] = answer.status_code
        answer.getvalue()
    assert {name for name, status in answers.items() if status != 200} == {"form, saved"}
    assert answers["form, saved"] == 302
    assert sum(page.is_main for page in measured_pages) >= 9


def measured(name="home", limit=8, *, cost=4.0, queries=10):
    return Measured(
        name, limit, 100, 101, queries, 0.01, 20_480, 2048, "", {"templates": 0.61, "the ORM": 0.07},
        [cost / 100] * 3, [0.01] * 3, [0.02, 0.03, 0.02], [0.01] * 3,
    )  # fmt: skip


def test_the_overview_has_a_column_for_each_database_and_how_much_it_grew():
    runs = [Run("sqlite", 1000, 2, [measured()]), Run("sqlite", 20_000, 30, [measured(cost=10.0)])]
    assert report.overview(runs).splitlines() == [
        "| page | limit | SQLite, 1,000 | SQLite, 20,000 | growth, SQLite |",
        "| --- | ---: | ---: | ---: | ---: |",
        "| home | 8 | 4.0 | 10.0 | × 2.5 |",
    ]


def test_what_was_missed_is_said():
    failed = measured("year")
    failed.problem = "answers 500"
    runs = [
        Run("sqlite", 1000, 2, [measured(), measured("month of 12", 12, queries=20)]),
        Run("sqlite", 20_000, 30, [measured(cost=10.0, queries=13)]),
        Run("sqlite", 100_000, 90, [measured(cost=12.0), failed]),
    ]
    assert report.missed(runs) == [
        "home (SQLite, 20,000): 10.0 floors (limit 8), 13 queries (limit 12). Time: 61% templates.",
        "home (SQLite, 100,000): × 3.0 of what it takes with 1,000 meetings (limit × 2). "
        "Time: 61% templates.",
        "year (SQLite, 100,000) answers 500.",
    ]


def test_the_report_is_written_only_where_a_file_is_named(tmp_path):
    runs = [Run("postgresql", 1000, 2, [measured()]), Run("sqlite", 1000, 2, [measured()])]
    text = report.write_report(runs, 0.5, tmp_path / "performance.md")
    assert text.endswith("0 limits were missed.\n")
    written = (tmp_path / "performance.md").read_text()
    assert written.index("## SQLite, 1,000 meetings") < written.index("## PostgreSQL, 1,000")
    assert "| home | 4.0 | 40.0 | 20 | 30 | 10 | 10 (50%) | 20 | 2 | 100 → 101 |" in written
    assert "None." in written


def test_a_disk_without_room_is_said(tmp_path, monkeypatch):
    monkeypatch.setattr("shutil.disk_usage", lambda _folder: (0, 0, 900_000_000))
    speed.check_room(tmp_path, "sqlite", 20_000)
    with pytest.raises(
        SystemExit, match=r"^1,000,000 meetings on postgresql need about 25\.2 GB in"
    ):
        speed.check_room(tmp_path, "postgresql", 1_000_000)


@pytest.mark.parametrize("text", ["sqlite", "mysql:1000", "sqlite:many"])
def test_what_is_no_database_is_refused(text, monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["speed.py", text])
    with pytest.raises(SystemExit):
        speed.parse()
    assert f"not a database and a number, as sqlite:1000: {text}" in capsys.readouterr().err


def test_eight_clients_have_a_table_of_their_own(tmp_path):
    crowd = Crowd(60, [0.1] * 15 + [0.4] * 2, [0.2] * 3, ["home: 500"], 200, 220)
    run = Run("sqlite", 20_000, 30, [measured()], crowd)
    text = report.write_report([run], 0.5, tmp_path / "performance.md")
    line = "| SQLite, 20,000 | 20 | 3 | 0 | 100 | 4.0 | 1 | 200 → 220 (+10%) |"
    assert line in text
    written = (tmp_path / "performance.md").read_text()
    assert line in written
    assert "\n- home: 500\n" in written


def test_clients_save_each_form_once(monkeypatch):
    asked = []

    def ask(_app, session, address, form):
        asked.append((session, address, form and form["title"]))
        return SimpleNamespace(status=302 if form else 200, read=bytes)

    monkeypatch.setattr("bench.crowd.ask", ask)
    app = SimpleNamespace(memory=lambda: 100)
    home = {"name": "home", "address": "/", "role": "head", "is_main": True, "bodies": []}
    save = home | {
        "name": "form, saved",
        "is_main": False,
        "bodies": [{"title": n} for n in range(1, 30)],
    }
    found = {"sessions": {"head": "h", "staff": "s"}, "pages": [home, save]}
    crowd = Clients(app, found, seed=1).run(seconds=0, requests=60)
    saved = [title for _session, _address, title in asked if title]
    assert sorted(saved) == list(range(1, len(saved) + 1))
    assert 5 < len(saved) < 30
    assert {(session, address) for session, address, _title in asked} == {
        ("h", "/"), ("s", "/meetings/new/")
    }  # fmt: skip
    assert (len(asked) >= 60, crowd.problems, crowd.times) == (True, [], [])


def test_what_was_measured_can_be_added_to(tmp_path):
    run = Run("sqlite", 20_000, 30, [measured()], Crowd(60, [0.1], [0.2], [], 200, 220))
    (tmp_path / "runs.json").write_text(json.dumps([asdict(run)]))
    assert report.read_runs(tmp_path / "runs.json") == [run]
