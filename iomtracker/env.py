"""Reading one setting from the environment, or stopping with a sentence that says what to set."""

from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()

EXPECTED = {
    "bool": "on or off",
    "int": "a whole number",
    "list": "values separated by commas",
    "dict": "pairs such as Kukës=Kukes,Durrës=Durres",
    "db_url": "an address such as postgres://user:password@host:5432/name",
    "email_url": "an address such as smtp://user:password@host:587",
    "str": "a text",
}
TRUTHS = {"on", "off", "true", "false", "yes", "no", "1", "0"}


def setting(
    name: str, kind: str = "str", *, default: Any = environ.Env.NOTSET, example: Any = ""
) -> Any:
    """Return the setting `name` read as `kind` (a method of environ.Env).

    Raises ImproperlyConfigured with a sentence when it is missing without a
    default, or cannot be read as its kind.
    """
    raw = env.ENVIRON.get(name)
    if raw is None and default is environ.Env.NOTSET:
        raise ImproperlyConfigured(
            f"{name} is not set. Set {name} in the environment, {example or EXPECTED[kind]}."
        )
    if raw is not None and kind == "bool" and raw.strip().lower() not in TRUTHS:
        raise ImproperlyConfigured(f"{name} must be on or off, not “{raw}”.")
    try:
        value = getattr(env, kind)(name, default=default)
    except (ValueError, environ.ImproperlyConfigured) as error:
        raise ImproperlyConfigured(f"{name} must be {EXPECTED[kind]}.") from error
    if kind == "db_url" and not value.get("ENGINE", "").startswith("django.db.backends."):
        raise ImproperlyConfigured(f"{name} must be {EXPECTED[kind]}.")
    return value
