"""The replicas that the settings name, and what may be read from them."""

from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from environ import Env

from iomtracker.env import setting

POSTGRESQL = "django.db.backends.postgresql"
NAME = "DATABASE_REPLICA_URL"
LAG_NAME = "DATABASE_REPLICA_LONGEST_LAG"
# Rows of these may be read from a replica. Accounts, roles, sessions and rate limits never are.
APPS = frozenset(["engagements", "profiles", "reviews", "stakeholders"])
# Pages that show and change nothing, by the names of their addresses. What is not here is read from the
# primary: forms and what they ask for, downloads (each is recorded), clean-up, imports, accounts, admin.
PAGES = frozenset(
    [
        *("home", "search", "search_quick", "quality"),
        *("meeting_list", "meeting_detail", "action_list", "coverage", "place_detail"),
        *("stakeholder_list", "organisation_detail", "organisation_brief"),
        *("person_detail", "person_brief"),
        *("month_list", "month_detail", "month_rows", "year_detail", "year_rows"),
        *("variant_detail", "issue_detail"),
    ]
)


def replica_databases(primary: dict[str, Any], *, is_pooled: bool) -> dict[str, dict[str, Any]]:
    """Return the databases of DATABASE_REPLICA_URL as settings, none if it is not set.

    Raises ImproperlyConfigured with a sentence; no address is repeated in it, for its password.
    """
    addresses = [one.strip() for one in setting(NAME, "list", default=[]) if one.strip()]
    if addresses and primary["ENGINE"] != POSTGRESQL:
        raise ImproperlyConfigured(
            f"{NAME} is set, but DATABASE_URL is no address of PostgreSQL: only it has replicas."
        )
    found: dict[str, dict[str, Any]] = {}
    for number, address in enumerate(addresses, 1):
        one = parsed(address, number)
        if place_of(one) == place_of(primary):
            raise ImproperlyConfigured(
                f"{NAME}: address {number} is that of DATABASE_URL, the primary. Name its replicas."
            )
        if place_of(one) in map(place_of, found.values()):
            raise ImproperlyConfigured(f"{NAME}: address {number} is there twice.")
        found[f"replica_{number}"] = as_replica(one, is_pooled=is_pooled)
    return found


def longest_lag() -> int:
    """Return the seconds that a replica may be behind: less than browsers keep the position of their writes."""
    seconds: int = setting(LAG_NAME, "int", default=10)
    if not 1 <= seconds <= 600:
        raise ImproperlyConfigured(f"{LAG_NAME} must be from 1 to 600 seconds.")
    return seconds


def parsed(address: str, number: int) -> dict[str, Any]:
    one: dict[str, Any] = {}
    if address.startswith(("postgres://", "postgresql://")):
        try:
            urlsplit(address)
            one = Env.db_url_config(address)
        except ValueError:  # a port that is no number, half an IPv6 address
            one = {}
    if not one.get("NAME"):
        raise ImproperlyConfigured(
            f"{NAME}: address {number} must be one of PostgreSQL, such as "
            "postgres://user:password@host:5432/name. Several are separated by commas."
        )
    return one


def place_of(database: dict[str, Any]) -> tuple[str, str, str]:
    return database["HOST"], str(database["PORT"] or 5432), database["NAME"]


def as_replica(database: dict[str, Any], *, is_pooled: bool) -> dict[str, Any]:
    """Return the settings of a replica: it refuses writes, and one that is gone is noticed in seconds."""
    options = {"connect_timeout": 2, "tcp_user_timeout": 3000, **database.get("OPTIONS", {})}
    if not is_pooled:  # PgBouncer knows no such option: there the role of the address has it
        options["options"] = "-c default_transaction_read_only=on"
    return {
        **database,
        "ENGINE": "toolkit.replicas",
        "OPTIONS": options,
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": False,  # it is asked before each page: toolkit/replicas/servers.py
        "DISABLE_SERVER_SIDE_CURSORS": is_pooled,
        "TEST": {"MIRROR": "default"},
    }
