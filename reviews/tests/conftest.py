"""What tests of reviews share: the example month, made once for a module."""

import pytest

from accounts.models import User
from accounts.tests.factories import make_user
from reviews.tests.factories import make_march


@pytest.fixture(scope="module")
def march(module_db):
    """The twelve meetings of March 2024, logged by Bora Leka; each test takes back what it changed."""
    make_march(make_user("staff", full_name="Bora Leka"))


@pytest.fixture
def bora(march):
    """The colleague who logged the twelve meetings of March."""
    return User.objects.get(full_name="Bora Leka")
