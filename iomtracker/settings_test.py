"""Settings of the tests: production's own, with a fixed key and quick hashing."""

import os
import tempfile
from pathlib import Path

os.environ["SECRET_KEY"] = "only-for-tests-" + "x" * 50
os.environ["ALLOWED_HOSTS"] = "testserver,localhost,127.0.0.1"
os.environ["DEBUG"] = "off"
os.environ["SITE_URL"] = "https://tracker.example.org/"
os.environ["DATABASE_REPLICA_URL"] = ""
os.environ.setdefault("DATABASE_URL", "sqlite:///:memory:")

from iomtracker.settings import *  # noqa: E402, F403 - the environment must be set first

SECURE_SSL_REDIRECT = False
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
ACCOUNT_RATE_LIMITS = False
MEDIA_ROOT = Path(tempfile.mkdtemp(prefix="iomtracker-test-"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
