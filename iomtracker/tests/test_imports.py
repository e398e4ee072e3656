"""The linter refuses an import that points upwards in the house."""

import subprocess
import sys
from itertools import combinations

import pytest
from django.conf import settings

HOUSE = ["accounts", "stakeholders", "engagements", "reviews", "iomtracker"]  # from the ground up
INTAKE = ["accounts", "stakeholders", "engagements", "intake", "iomtracker"]  # beside reviews


def banned(code, *, app):
    """Whether ruff refuses this code in a module of the app."""
    command = [sys.executable, "-m", "ruff", "check", "--no-cache", "--select", "TID251"]
    command += ["--stdin-filename", f"{app}/models.py", "-"]
    result = subprocess.run(
        command, input=code, text=True, capture_output=True, cwd=settings.BASE_DIR
    )
    assert result.returncode in (0, 1), result.stderr
    return "TID251" in result.stdout


@pytest.mark.parametrize(
    ("lower", "upper"), sorted({*combinations(HOUSE, 2), *combinations(INTAKE, 2)})
)
def test_upwards_is_refused_and_downwards_is_not(lower, upper):
    assert banned(f"def late():\n    from {upper}.models import X\n", app=lower)
    assert not banned(f"from {lower}.models import X\n", app=upper)


@pytest.mark.parametrize(("one", "other"), [("intake", "reviews"), ("reviews", "intake")])
def test_intake_and_reviews_never_know_each_other(one, other):
    assert banned(f"from {other}.models import X\n", app=one)
