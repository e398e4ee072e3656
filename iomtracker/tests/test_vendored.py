"""Scripts of others are as they were published."""

import hashlib
import re
from pathlib import Path

VENDOR = Path(__file__).resolve().parents[2] / "static" / "vendor"


def test_vendored_files_are_unchanged_and_named():
    listed = dict(
        re.findall(r"`([^`]+\.js)` .*`([0-9a-f]{64})`", (VENDOR / "README.md").read_text())
    )
    found = {
        str(path.relative_to(VENDOR)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.rglob("*.js")
    }
    assert found == listed
