"""Turns a Report into JSON and back, exactly: what a signature keeps.

Generic over frozen dataclasses, by their annotations: text, numbers, days, tuples, None, each other.
"""

from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from functools import cache
from types import NoneType, UnionType
from typing import Union, get_args, get_origin, get_type_hints


class NotReadable(ValueError):
    """What was frozen does not fit the classes of today."""


def freeze(value):
    """Return `value` as what JSON can hold. Raises TypeError for what could not be read back."""
    if is_dataclass(value):
        return {field.name: freeze(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [freeze(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return str.__str__(value)  # text marked safe is plain text once stored
    if value is None or isinstance(value, bool | int | float):
        return value
    raise TypeError(f"{type(value).__name__} can’t be frozen")


def thaw(kind, data):
    """Return the `kind` that was frozen as `data`.

    What is unknown today is left out; what is missing takes its default. Raises NotReadable otherwise.
    """
    if is_dataclass(kind):
        return _thaw_fields(kind, data)
    if get_origin(kind) in (Union, UnionType):
        return _thaw_either(get_args(kind), data)
    if get_origin(kind) is tuple:
        return _thaw_tuple(get_args(kind), data)
    if kind in (date, datetime):
        return _thaw_day(kind, data)
    # True is an int to Python, and a whole float is written as an int by some databases.
    fits = type(data) is kind or (kind is float and type(data) is int)
    if not fits:
        raise NotReadable(f"{type(data).__name__} where {kind} was expected")
    return kind(data)


def _thaw_fields(kind, data):
    if not isinstance(data, dict):
        raise NotReadable(f"{type(data).__name__} where a {kind.__name__} was expected")
    values = {}
    for name, hint, is_needed in _fields(kind):
        if name in data:
            values[name] = thaw(hint, data[name])
        elif is_needed:
            raise NotReadable(f"{kind.__name__} has no {name}")
    return kind(**values)


@cache
def _fields(kind):
    """Return (name, annotation, whether there is no default) of each field."""
    hints = get_type_hints(kind)
    return tuple(
        (f.name, hints[f.name], f.default is MISSING and f.default_factory is MISSING)
        for f in fields(kind)
        if f.init
    )


def _thaw_either(kinds, data):
    if data is None and NoneType in kinds:
        return None
    for kind in kinds:
        if kind is not NoneType:
            try:
                return thaw(kind, data)
            except NotReadable as error:
                problem = error
    raise problem


def _thaw_tuple(kinds, data):
    if not isinstance(data, list):
        raise NotReadable(f"{type(data).__name__} where a list was expected")
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        return tuple(thaw(kinds[0], item) for item in data)
    if len(kinds) != len(data):
        raise NotReadable(f"{len(data)} values where {len(kinds)} were expected")
    return tuple(thaw(kind, item) for kind, item in zip(kinds, data, strict=True))


def _thaw_day(kind, data):
    try:
        return kind.fromisoformat(data)
    except (TypeError, ValueError):
        raise NotReadable(f"{data!r} where a {kind.__name__} was expected") from None
