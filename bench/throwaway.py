"""Django set up on a throw-away database, and lines to the screen. Import it before anything of the project.

DATABASE_URL names another database; it must be an empty one of its own.
"""

import os
import sys
import tempfile
import warnings
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ["DJANGO_SETTINGS_MODULE"] = "iomtracker.settings_test"
if "DATABASE_URL" not in os.environ:
    os.environ["DATABASE_URL"] = f"sqlite:///{tempfile.mkdtemp(prefix='bench-')}/db.sqlite3"
warnings.filterwarnings("ignore", "No directory at")

import django  # noqa: E402 - the environment must be set first

django.setup()


def say(text):
    """Write a line now, also into a pipe."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
