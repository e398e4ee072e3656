"""What is read from a replica: pages that only show, outside transactions, with the reader's own writes."""

import copy
import re
from datetime import date
from types import SimpleNamespace

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connections, router, transaction
from django.urls import get_resolver

from accounts.models import User
from bench import pages as measured
from engagements.models import Meeting
from iomtracker import replicas
from iomtracker.generated_office import make_office
from stakeholders.models import Organisation
from toolkit.replicas import routing, servers
from toolkit.replicas.base import WriteOnReplica, refuse_writes

pytestmark = pytest.mark.django_db

PRIMARY, REPLICA = "default", "replica_1"
NEVER = r'"(accounts_\w+|auth_\w+|django_session|django_admin_log|account_\w+|cache)"'


class Fake:
    """The test's own database under a second name, with a position in a log that nobody writes."""

    def __init__(self):
        self.written = self.replayed = 100
        self.queries = []
        self.fails = None
        self.is_primary_away = False
        self.is_there = True

    def choose(self, own_writes):
        return REPLICA if self.is_there and self.replayed >= own_writes else None

    def watch(self, alias):
        def wrapper(execute, sql, params, many, context):
            self.queries.append((alias, sql))
            if alias == REPLICA and self.fails:
                raise self.fails
            if alias == PRIMARY and self.is_primary_away:
                raise OperationalError
            return execute(sql, params, many, context)

        return wrapper

    def asked(self, table):
        """Return the databases that were asked for rows of a table since the last time."""
        found = {alias for alias, sql in self.queries if f'FROM "{table}"' in sql}
        self.queries.clear()
        return found


@pytest.fixture
def fake(db, settings, monkeypatch):
    fake, default = Fake(), connections[PRIMARY]
    replica = copy.copy(default)
    replica.alias, replica.close = REPLICA, lambda: None
    replica.execute_wrappers = [refuse_writes, fake.watch(REPLICA)]
    monkeypatch.setitem(connections.settings, REPLICA, default.settings_dict)
    connections[REPLICA] = replica
    settings.REPLICAS = [REPLICA]
    settings.DATABASE_ROUTERS = ["toolkit.replicas.routing.Router"]
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "toolkit.replicas.routing.ReplicaMiddleware"]
    monkeypatch.setattr(servers.Servers, "choose", lambda _self, own: fake.choose(own))
    monkeypatch.setattr(servers, "written", lambda: fake.written)
    outside = len(default.atomic_blocks)  # the transactions that the test itself runs in
    monkeypatch.setattr(routing, "is_in_transaction", lambda: len(default.atomic_blocks) > outside)
    with default.execute_wrapper(fake.watch(PRIMARY)):
        yield fake
    del connections[REPLICA]


@pytest.fixture(scope="module")
def office(module_db):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("iomtracker.generated_office.LISTS", ("load_reference",))
        make_office(60, seed=2, until=date(2026, 11, 20))


@pytest.fixture
def staff(office, fake, client):
    client.force_login(measured.user_of("staff"))
    fake.queries.clear()
    return client


@pytest.fixture(scope="module")
def new_meeting(office):
    return measured.forms_to_save()[0]


def later(client):
    """Let the seconds pass in which the primary is read after a write, whatever the position."""
    position, _moment = client.cookies[routing.COOKIE].value.split("-")
    client.cookies[routing.COOKIE] = f"{position}-1"


def test_pages_that_show_are_read_from_a_replica_and_nothing_of_accounts_is(fake, client, office):
    found = [page for page in measured.pages() if not page.is_file]
    users = {page.role: measured.user_of(page.role) for page in found}
    for page in found:
        client.force_login(users[page.role])
        fake.queries.clear()
        assert client.get(page.address).status_code == 200
        asked = {alias for alias, sql in fake.queries if 'FROM "engagements_' in sql}
        name = get_resolver().resolve(page.address.partition("?")[0]).view_name
        expected = {REPLICA} if name in replicas.PAGES else {PRIMARY}
        assert asked <= expected, page.name
        secret = [sql for alias, sql in fake.queries if alias == REPLICA and is_secret(sql)]
        assert not secret, page.name
        assert routing.COOKIE not in client.cookies, f"{page.name} writes"


def is_secret(sql):
    """Whether rows of accounts are asked for, not just joined to meetings to order or name them."""
    return re.search(rf"FROM {NEVER}", sql)


def test_each_page_read_from_a_replica_is_an_address():
    names = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    assert names >= replicas.PAGES


def test_a_user_reads_what_they_wrote_from_the_primary_until_the_replica_has_it(
    fake, staff, new_meeting
):
    assert staff.get("/meetings/").status_code == 200
    assert fake.asked("engagements_meeting") == {REPLICA}
    fake.written = 200
    assert staff.post("/meetings/new/", new_meeting).status_code == 302
    assert fake.asked("engagements_meeting") == {PRIMARY}
    cookie = staff.cookies[routing.COOKIE]
    assert cookie.value.startswith(f"{200:x}-")
    assert cookie["httponly"] and cookie["max-age"] == 3600 and cookie["samesite"] == "Lax"

    fake.replayed = 200
    staff.get("/meetings/")
    assert fake.asked("engagements_meeting") == {PRIMARY}  # answers may overtake each other
    later(staff)
    fake.replayed = 199
    staff.get("/meetings/")
    assert fake.asked("engagements_meeting") == {PRIMARY}
    fake.replayed = 200
    staff.get("/meetings/")
    assert fake.asked("engagements_meeting") == {REPLICA}


def test_another_reader_is_not_held_up_by_it(fake, staff, new_meeting):
    staff.post("/meetings/new/", new_meeting)
    staff.cookies.pop(routing.COOKIE)
    fake.queries.clear()
    staff.get("/meetings/")
    assert fake.asked("engagements_meeting") == {REPLICA}


@pytest.mark.parametrize("cookie", ["x", "-1-1", "1-", "f" * 17 + "-1", "1\x00-1"])
def test_a_cookie_that_cant_be_read_means_the_primary(fake, staff, cookie):
    staff.cookies[routing.COOKIE] = cookie
    fake.queries.clear()
    assert staff.get("/meetings/").status_code == 200
    assert fake.asked("engagements_meeting") == {PRIMARY}


def test_a_position_that_cant_be_asked_for_means_the_primary(fake, staff, monkeypatch, new_meeting):
    def gone():
        raise OperationalError

    monkeypatch.setattr(servers, "written", gone)
    assert staff.post("/meetings/new/", new_meeting).status_code == 302
    later(staff)
    fake.replayed, _old = 2**63, fake.queries.clear()
    staff.get("/meetings/")
    assert fake.asked("engagements_meeting") == {PRIMARY}


@pytest.mark.parametrize("error", [OperationalError("gone"), Organisation.DoesNotExist()])
def test_a_page_that_fails_on_a_replica_is_read_from_the_primary(fake, staff, error, caplog):
    fake.fails = error
    answer = staff.get("/meetings/")
    assert answer.status_code == 200
    assert b"Meetings" in answer.content
    assert fake.asked("engagements_meeting") == {REPLICA, PRIMARY}
    is_told = "A page failed on replica_1 (OperationalError) and is read from the primary."
    told = [record.getMessage() for record in caplog.records if record.name == routing.log.name]
    assert told == ([is_told] if isinstance(error, OperationalError) else [])


def test_a_page_that_is_not_there_yet_is_looked_for_on_the_primary(fake, staff):
    fake.queries.clear()
    assert staff.get("/meetings/2020-01-999/").status_code == 404
    assert fake.asked("engagements_meeting") == {REPLICA, PRIMARY}


@pytest.fixture
def away(fake, staff, monkeypatch):
    """The primary breaks off; it is back when somebody waits for it."""
    fake.is_primary_away, staff.raise_request_exception = True, False

    def came_back():
        fake.is_primary_away = False
        return True

    monkeypatch.setattr(servers, "came_back", came_back)


def test_a_page_that_fails_with_the_primary_is_made_again_when_it_is_back(away, staff, caplog):
    assert staff.get("/meetings/").status_code == 200
    assert "A page failed while the primary was away, and was made again." in caplog.messages


def test_what_was_sent_is_never_stored_again_by_itself(fake, away, staff, new_meeting):
    assert staff.post("/meetings/new/", new_meeting).status_code == 500
    assert fake.is_primary_away


def test_an_error_of_the_page_itself_is_no_failure_of_the_primary(fake, staff, monkeypatch):
    def broken(*_all):
        raise ZeroDivisionError

    staff.raise_request_exception = False
    monkeypatch.setattr("engagements.views.meetings.render", broken)
    assert staff.get("/meetings/").status_code == 500


def test_without_a_replica_that_can_be_read_the_primary_is(fake, staff):
    fake.is_there = False
    fake.queries.clear()
    assert staff.get("/meetings/").status_code == 200
    assert fake.asked("engagements_meeting") == {PRIMARY}


@pytest.mark.parametrize(
    "address", ["/meetings/new/", "/admin/engagements/meeting/", "/meetings/download/csv/"]
)
def test_forms_admin_and_downloads_stay_on_the_primary(fake, staff, address):
    fake.queries.clear()
    staff.get(address).getvalue()
    assert {alias for alias, _sql in fake.queries} == {PRIMARY}


@pytest.fixture
def reads(fake):
    """A request that reads from a replica."""
    reads = routing.Reads(replica=REPLICA)
    token = routing.current.set(reads)
    yield reads
    routing.current.reset(token)


def test_a_read_in_a_transaction_stays_in_it(reads):
    assert Meeting.objects.all().db == REPLICA
    with transaction.atomic():
        assert Meeting.objects.all().db == PRIMARY
    assert Meeting.objects.all().db == REPLICA


def test_after_a_write_the_request_reads_from_the_primary(reads):
    Organisation.objects.filter(pk=0).update(name="x")
    assert Organisation.objects.all().db == PRIMARY
    assert reads.has_written


def test_writing_accounts_or_sessions_is_no_write_that_a_page_must_show(reads):
    User.objects.filter(pk=0).delete()
    assert not reads.has_written


def test_locked_rows_and_made_ones_are_those_of_the_primary(fake, reads):
    with transaction.atomic():
        assert not Organisation.objects.select_for_update().filter(pk=0)
    assert Organisation.objects.all().db == PRIMARY
    assert {alias for alias, _sql in fake.queries} == {PRIMARY}


def test_a_row_read_from_a_replica_is_saved_on_the_primary(fake, office, reads):
    fake.queries.clear()
    row = Meeting.objects.all()[0]
    assert row._state.db == REPLICA
    row.delete()
    assert {alias for alias, sql in fake.queries if sql.startswith("DELETE")} == {PRIMARY}


def test_a_write_to_a_replica_by_name_is_refused(fake):
    with pytest.raises(WriteOnReplica, match="replica_1 was asked to write"):
        Organisation.objects.using(REPLICA).update(name="x")


def test_tables_are_made_on_the_primary_only(fake):
    assert router.allow_migrate(PRIMARY, "engagements")
    assert not router.allow_migrate(REPLICA, "engagements")
    assert router.allow_relation(SimpleNamespace(), SimpleNamespace())


def test_commands_and_whatever_is_no_request_read_from_the_primary(fake):
    assert Meeting.objects.all().db == PRIMARY


def test_without_the_setting_nothing_is_changed(settings):
    assert not settings.DATABASE_ROUTERS
    assert list(settings.DATABASES) == [PRIMARY]
    assert not [name for name in settings.MIDDLEWARE if "replicas" in name]
    assert "DISABLE_SERVER_SIDE_CURSORS" not in settings.DATABASES[PRIMARY] or (
        settings.DATABASES[PRIMARY]["DISABLE_SERVER_SIDE_CURSORS"] is False
    )


POSTGRESQL = {
    "ENGINE": replicas.POSTGRESQL, "HOST": "db", "PORT": "", "NAME": "tracker", "USER": "u",
}  # fmt: skip
MUST_BE = (
    "DATABASE_REPLICA_URL: address {} must be one of PostgreSQL, such as "
    "postgres://user:password@host:5432/name. Several are separated by commas."
)


@pytest.mark.parametrize(
    ("addresses", "sentence"),
    [
        ("mysql://u:secret@db2/tracker", MUST_BE.format(1)),
        ("postgres://db2/tracker,sqlite:///x", MUST_BE.format(2)),
        ("postgres://db2:port/tracker", MUST_BE.format(1)),
        ("postgres://db2", MUST_BE.format(1)),
        ("postgres://[db2/tracker", MUST_BE.format(1)),
        (
            "postgres://other:secret@db:5432/tracker",
            "DATABASE_REPLICA_URL: address 1 is that of DATABASE_URL, the primary. Name its replicas.",
        ),
        (
            "postgres://db2/tracker,postgres://u@db2:5432/tracker",
            "DATABASE_REPLICA_URL: address 2 is there twice.",
        ),
    ],
)
def test_addresses_that_are_wrong(monkeypatch, addresses, sentence):
    monkeypatch.setenv("DATABASE_REPLICA_URL", addresses)
    with pytest.raises(ImproperlyConfigured) as error:
        replicas.replica_databases(POSTGRESQL, is_pooled=False)
    assert str(error.value) == sentence


def test_replicas_of_sqlite(monkeypatch):
    monkeypatch.setenv("DATABASE_REPLICA_URL", "postgres://db2/tracker")
    with pytest.raises(ImproperlyConfigured, match="only it has replicas"):
        replicas.replica_databases({"ENGINE": "toolkit.sqlite"}, is_pooled=False)


def test_two_replicas(monkeypatch):
    monkeypatch.setenv(
        "DATABASE_REPLICA_URL",
        "postgres://u:p@db2/tracker, postgres://u:p@db3:6000/tracker?sslmode=require",
    )
    first, second = replicas.replica_databases(POSTGRESQL, is_pooled=False).items()
    assert first[0] == "replica_1" and second[0] == "replica_2"
    assert first[1]["ENGINE"] == "toolkit.replicas"
    assert first[1]["OPTIONS"]["options"] == "-c default_transaction_read_only=on"
    assert second[1]["PORT"] == 6000 and second[1]["OPTIONS"]["sslmode"] == "require"
    (pooled, _other) = replicas.replica_databases(POSTGRESQL, is_pooled=True).values()
    assert "options" not in pooled["OPTIONS"] and pooled["DISABLE_SERVER_SIDE_CURSORS"]


def test_no_replica(monkeypatch):
    monkeypatch.setenv("DATABASE_REPLICA_URL", "")
    assert replicas.replica_databases({"ENGINE": "toolkit.sqlite"}, is_pooled=False) == {}


def test_how_far_a_replica_may_be_behind(monkeypatch):
    assert replicas.longest_lag() == 10
    monkeypatch.setenv("DATABASE_REPLICA_LONGEST_LAG", "0")
    with pytest.raises(ImproperlyConfigured, match="must be from 1 to 600 seconds"):
        replicas.longest_lag()
