"""What replicas must have replayed to be read from, and what is said when one is left out."""

import pytest
from django.db import OperationalError, connection
from django.db.backends.postgresql import base

from toolkit.replicas import servers
from toolkit.replicas.base import DatabaseWrapper, WriteOnReplica, refuse_writes

LAG = 10


class Fleet:
    """A primary and two replicas that exist by what they answer."""

    def __init__(self):
        self.now = 1000.0
        self.primary = 500
        self.replicas = {"replica_1": 500, "replica_2": 500}
        self.others = {}
        self.asked = []

    def ask(self, alias, sql):
        self.asked.append(alias)
        if sql == servers.POSITION:
            return self.primary
        if sql != servers.REPLAYED:
            return self.others.get((alias, sql), 7)
        if isinstance(self.replicas[alias], Exception):
            raise self.replicas[alias]
        return self.replicas[alias]

    def sleep(self, seconds):
        self.now += seconds


@pytest.fixture
def fleet(monkeypatch):
    fleet = Fleet()
    monkeypatch.setattr(servers, "ask", fleet.ask)
    monkeypatch.setattr(servers, "monotonic", lambda: fleet.now)
    monkeypatch.setattr(servers, "sleep", fleet.sleep)
    monkeypatch.setattr(servers, "described", lambda alias: f"The replica {alias}")
    monkeypatch.setattr(servers, "start_thread", lambda work: work())

    class Connections(dict):
        def __missing__(self, alias):
            return self

        def close(self):
            pass

        close_all = close

    monkeypatch.setattr(servers, "connections", Connections())
    return fleet


@pytest.fixture
def two(fleet):
    """Two replicas of which each has been found sound."""
    two = servers.Servers(["replica_1", "replica_2"], LAG)
    assert two.choose(0) is None  # no request waits for the first look
    return two


def chosen(two, own_writes=0):
    return {two.choose(own_writes) for _time in range(4)}


def test_replicas_that_are_up_to_date_take_turns(two):
    assert chosen(two) == {"replica_1", "replica_2"}


def test_a_replica_is_asked_before_each_page_and_the_primary_once_a_second(two, fleet):
    fleet.asked.clear()
    two.choose(0)
    two.choose(0)
    assert fleet.asked == ["replica_2", "replica_1"]
    fleet.now += 1.5
    two.choose(0)
    assert fleet.asked[2:] == ["default", "replica_2"]


def test_own_writes_are_read_where_they_are(two, fleet):
    fleet.primary = 600
    assert chosen(two, own_writes=600) == {None}
    fleet.replicas["replica_2"] = 600
    assert chosen(two, own_writes=600) == {"replica_2"}
    assert chosen(two) == {"replica_1", "replica_2"}


def test_a_replica_that_lags_is_left_out_once_that_is_certain_and_then_taken_in(two, fleet, caplog):
    fleet.now, fleet.primary = fleet.now + 5, 600
    fleet.replicas["replica_1"] = 600
    assert chosen(two) == {"replica_1", "replica_2"}  # 5 seconds behind at most
    fleet.now += 7
    assert chosen(two) == {"replica_1"}
    assert (
        not caplog.messages
    )  # nobody looked at the primary between: it may be late by a moment only
    fleet.now += 4
    assert chosen(two) == {"replica_1"}
    late = (
        "The replica replica_2 is more than 10 seconds behind. It is left out, and others are read."
    )
    assert caplog.messages == [late]
    fleet.now += 6
    assert chosen(two) == {"replica_1"}
    assert "is behind the primary" in caplog.messages[-1]
    fleet.replicas["replica_2"] = 600
    fleet.now += 6
    two.choose(0), two.choose(0)
    assert chosen(two) == {"replica_1", "replica_2"}


def test_after_a_quiet_night_a_replica_counts_that_has_what_the_primary_has(two, fleet, caplog):
    fleet.now += 30_000
    assert chosen(two) == {"replica_1", "replica_2"}
    fleet.now, fleet.primary = fleet.now + 30_000, 501
    assert chosen(two) == {None}
    fleet.replicas["replica_1"] = 501
    assert chosen(two) == {"replica_1"}
    assert not caplog.messages


def test_a_replica_that_is_gone_is_left_out_with_one_sentence(two, fleet, caplog):
    fleet.replicas["replica_1"] = OperationalError("password of somebody")
    assert chosen(two) == {"replica_2"}
    fleet.asked.clear()
    assert chosen(two) == {"replica_2"}
    assert "replica_1" not in fleet.asked  # no page waits for it
    fleet.now += 6
    assert chosen(two) == {"replica_2"}
    gone = "The replica replica_1 can’t be reached. It is left out, and others are read."
    assert caplog.messages == [gone]
    fleet.replicas["replica_1"] = 500
    fleet.now += 6
    two.choose(0), two.choose(0)
    assert chosen(two) == {"replica_1", "replica_2"}


def test_all_replicas_gone_at_the_start(fleet, caplog):
    fleet.replicas = dict.fromkeys(fleet.replicas, OperationalError())
    two = servers.Servers(["replica_1", "replica_2"], LAG)
    assert chosen(two) == {None}
    assert len(caplog.messages) == 2


def test_a_replica_that_only_closed_its_connection_is_asked_again(two, fleet, monkeypatch, caplog):
    answers = iter([OperationalError(), None])

    def once(alias, sql):
        if sql == servers.REPLAYED and (error := next(answers, None)):
            raise error
        return fleet.ask(alias, sql)

    monkeypatch.setattr(servers, "ask", once)
    assert chosen(two) == {"replica_1", "replica_2"}
    assert not caplog.messages


def test_a_replica_that_was_slow_to_fail_is_not_asked_again(two, fleet, monkeypatch):
    def slow(alias, sql):
        fleet.asked.append(alias)
        fleet.now += 2
        raise OperationalError

    monkeypatch.setattr(servers, "ask", slow)
    fleet.asked.clear()
    with pytest.raises(OperationalError):
        servers.replayed("replica_1")
    assert fleet.asked == ["replica_1"]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({servers.REPLAYED: None}, "is no replica: it takes writes itself"),
        ({servers.SERVER: 8}, "is a replica of another server"),
        ({servers.DATABASE: 8}, "holds another database"),
    ],
)
def test_what_is_no_replica_of_this_database_is_never_read(fleet, caplog, change, sentence):
    for sql, answer in change.items():
        fleet.others["replica_1", sql] = answer
        if sql == servers.REPLAYED:
            fleet.replicas["replica_1"] = answer
    one = servers.Servers(["replica_1"], LAG)
    assert chosen(one) == {None}
    assert caplog.messages == [
        f"The replica replica_1 {sentence}. It is left out, and others are read."
    ]


def test_a_replica_that_was_promoted_is_left_out(two, fleet, caplog):
    fleet.replicas["replica_1"] = None
    assert chosen(two) == {"replica_2"}
    assert "is no replica: it takes writes itself" in caplog.text


def test_a_primary_that_is_gone_says_nothing_of_its_replicas(fleet, monkeypatch, caplog):
    def gone(alias, sql):
        raise OperationalError

    monkeypatch.setattr(servers, "ask", gone)
    one = servers.Servers(["replica_1"], LAG)
    assert one.choose(0) is None
    assert not caplog.messages


@pytest.mark.parametrize(
    "sql", ["SELECT 1", "(SELECT 1) UNION (SELECT 2)", "WITH a AS (SELECT 1) SELECT"]
)
def test_a_read_goes_through_to_a_replica(sql):
    assert refuse_writes(lambda *_all: "rows", sql, None, False, {}) == "rows"


@pytest.mark.parametrize(
    "sql", ["INSERT INTO a", "update a SET b", "DELETE FROM a", "SAVEPOINT s", "COPY a"]
)
def test_a_write_never_goes_through_to_a_replica(sql):
    replica = DatabaseWrapper({"OPTIONS": {}}, alias="replica_1")
    assert isinstance(replica, base.DatabaseWrapper)
    (refuse,) = replica.execute_wrappers
    with pytest.raises(WriteOnReplica, match="replica_1 was asked to write"):
        refuse(pytest.fail, sql, None, False, {"connection": replica})


@pytest.mark.parametrize(
    ("has_failed", "looks", "comes_back"), [(True, 3, True), (True, 99, False), (False, 0, False)]
)
def test_a_primary_that_broke_off_is_waited_for(fleet, monkeypatch, has_failed, looks, comes_back):
    answers = iter([OperationalError()] * looks)

    def away(alias, sql):
        if error := next(answers, None):
            raise error
        return 500

    monkeypatch.setattr(servers, "ask", away)
    monkeypatch.setattr(type(servers.connections), "errors_occurred", has_failed, raising=False)
    monkeypatch.setattr(type(servers.connections), "in_atomic_block", False, raising=False)
    begun = fleet.now
    assert servers.came_back() is comes_back
    assert fleet.now - begun == min(looks, servers.LOOKS) * servers.BETWEEN_LOOKS


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL has replicas")
def test_postgresql_answers_what_is_asked_of_it():
    assert servers.written() > 0
    assert servers.replayed("default") is None  # a primary
    assert servers.ask("default", servers.SERVER)
    assert servers.ask("default", servers.DATABASE)
