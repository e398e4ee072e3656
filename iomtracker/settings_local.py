"""Settings of `make run`: plain HTTP, for this machine alone. Production never reads this file."""

import os
import secrets
from pathlib import Path

import environ

VAR = Path(os.environ.get("VAR_DIR", Path(__file__).resolve().parent.parent / "var"))
KEY_FILE = VAR / "local.env"

if not KEY_FILE.exists():
    VAR.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(KEY_FILE, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
        file.write(f"SECRET_KEY={secrets.token_urlsafe(60)}\n")
environ.Env.read_env(KEY_FILE)
os.environ["DEBUG"] = "off"
os.environ["ALLOWED_HOSTS"] = "127.0.0.1,localhost"
os.environ["DATABASE_URL"] = f"sqlite:///{VAR / 'db.sqlite3'}"
os.environ["DATABASE_REPLICA_URL"] = ""
os.environ.setdefault("SITE_URL", f"http://127.0.0.1:{os.environ.get('PORT') or 8000}")

from iomtracker.settings import *  # noqa: E402, F403 - the environment must be set first

IS_LOCAL = True
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 0
SECURE_PROXY_SSL_HEADER = None
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
