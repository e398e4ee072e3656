"""The settings of `make run`: a random key made once, plain HTTP; production's stay secure."""

import os
import stat
import subprocess
import sys

ASK = "from django.conf import settings as s; print(s.SECRET_KEY, s.SECURE_SSL_REDIRECT, s.SESSION_COOKIE_SECURE)"


def ask(tmp_path, module, question=ASK, **extra):
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    environment = {**kept, "VAR_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": module, **extra}
    done = subprocess.run(
        [sys.executable, "-c", question], env=environment, capture_output=True, text=True
    )
    return done.stdout.split(), done.stderr


def test_the_local_key_is_made_once_and_kept_private(tmp_path):
    first, _errors = ask(tmp_path, "iomtracker.settings_local")
    second, _errors = ask(tmp_path, "iomtracker.settings_local")
    assert first == second
    assert len(first[0]) > 50
    assert first[1:] == ["False", "False"]
    assert stat.S_IMODE((tmp_path / "local.env").stat().st_mode) == 0o600


def test_production_is_secure_and_asks_for_its_key(tmp_path):
    _out, errors = ask(tmp_path, "iomtracker.settings")
    assert "SECRET_KEY is not set. Set SECRET_KEY" in errors
    _out, errors = ask(tmp_path, "iomtracker.settings", SECRET_KEY="short")
    assert "SECRET_KEY is too short." in errors
    out, _errors = ask(
        tmp_path, "iomtracker.settings", SECRET_KEY="x" * 50, ALLOWED_HOSTS="a.example"
    )
    assert out[1:] == ["True", "True"]


def test_links_in_emails_lead_to_this_machine_or_where_production_says(tmp_path):
    question = "from django.conf import settings as s; print(s.SITE_URL, s.EMAIL_TIMEOUT)"
    local = ask(tmp_path, "iomtracker.settings_local", question, PORT="8001")
    assert local == (["http://127.0.0.1:8001", "20"], "")
    required = {"SECRET_KEY": "x" * 50, "ALLOWED_HOSTS": "a.example"}
    own = {"SITE_URL": "https://a.example/", "EMAIL_TIMEOUT": "5"}
    assert ask(tmp_path, "iomtracker.settings", question, **required) == (["20"], "")
    set_up = ask(tmp_path, "iomtracker.settings", question, **required, **own)
    assert set_up == (["https://a.example", "5"], "")
