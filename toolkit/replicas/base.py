"""Django's PostgreSQL that refuses to write: the ENGINE of a replica.

It is one lock of several. The router never names a replica for a write, a server in recovery refuses
one itself, and the role of the address should have the right to SELECT alone.
"""

from collections.abc import Callable
from typing import Any

from django.db.backends.postgresql import base
from django.db.utils import NotSupportedError

READS = ("SELECT", "WITH", "EXPLAIN", "SHOW")


class WriteOnReplica(NotSupportedError):
    """A statement that is no read was about to go to a replica."""


def refuse_writes(
    execute: Callable, sql: Any, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    """Let a statement through to a replica only if it reads."""
    verb = str(sql).lstrip("( \n").partition(" ")[0].upper()
    if many or verb not in READS:
        alias = context["connection"].alias
        raise WriteOnReplica(
            f"{alias} was asked to write ({verb}): only the primary is written to."
        )
    return execute(sql, params, many, context)


class DatabaseWrapper(base.DatabaseWrapper):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.execute_wrappers.append(refuse_writes)
