"""A missing or malformed setting stops with a sentence that says what to set."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from iomtracker.env import setting


@pytest.mark.parametrize(
    ("value", "kind", "sentence"),
    [
        (None, "str", "X_TEST is not set. Set X_TEST in the environment, a text."),
        ("maybe", "bool", "X_TEST must be on or off, not “maybe”."),
        ("ten", "int", "X_TEST must be a whole number."),
        ("Kukes", "dict", "X_TEST must be pairs such as Kukës=Kukes,Durrës=Durres."),
        (
            "nonsense://",
            "db_url",
            "X_TEST must be an address such as postgres://user:password@host:5432/name.",
        ),
    ],
)
@pytest.mark.filterwarnings("ignore:Engine not recognized")
def test_a_bad_setting(monkeypatch, value, kind, sentence):
    monkeypatch.delenv("X_TEST", raising=False)
    if value is not None:
        monkeypatch.setenv("X_TEST", value)
    with pytest.raises(ImproperlyConfigured) as error:
        setting("X_TEST", kind)
    assert str(error.value) == sentence


def test_a_good_setting(monkeypatch):
    monkeypatch.setenv("X_TEST", "off")
    assert setting("X_TEST", "bool", default=True) is False
    assert setting("Y_TEST", "int", default=10) == 10
    monkeypatch.setenv("X_TEST", "Kukës=Kukes,Durrës=Durres")
    assert setting("X_TEST", "dict") == {"Kukës": "Kukes", "Durrës": "Durres"}
