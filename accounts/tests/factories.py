"""Users for tests."""

from itertools import count

from django.contrib.auth.models import Group

from accounts.models import User

numbers = count(1)


def make_user(role="staff", **fields):
    """Make a user in the group `role`, or in none when `role` is empty."""
    number = next(numbers)
    fields.setdefault("username", f"user-{number}")
    fields.setdefault("full_name", f"User {number}")
    user = User.objects.create_user(**fields)
    if role:
        user.groups.add(Group.objects.get(name=role))
    return user
