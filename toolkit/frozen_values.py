"""Turns dataclasses into what JSON can hold and back, exactly: what a signature or a column keeps."""

from typing import Any, TypeVar

import msgspec

T = TypeVar("T")


class NotReadable(ValueError):
    """What was frozen does not fit the classes of today."""


def freeze(value: Any) -> dict[str, Any]:
    """Return a dataclass as what JSON can hold. Raises TypeError for what could not be read back."""
    data = msgspec.to_builtins(value, enc_hook=_plain_text)
    try:
        thaw(type(value), data)
    except NotReadable as problem:
        raise TypeError(f"{type(value).__name__} can’t be frozen: {problem}") from problem
    return data


def _plain_text(value: Any) -> str:
    """Return text that is marked safe as plain text, which it is once stored."""
    if isinstance(value, str):
        return str.__str__(value)
    raise TypeError(f"{type(value).__name__} can’t be frozen")


def thaw(kind: type[T], data: Any) -> T:
    """Return the `kind` that was frozen as `data`.

    What is unknown today is left out; what is missing takes its default. Raises NotReadable otherwise.
    """
    try:
        return msgspec.convert(data, kind)
    except msgspec.ValidationError as problem:
        raise NotReadable(str(problem)) from problem
