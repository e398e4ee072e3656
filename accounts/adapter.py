"""How allauth behaves here: nobody signs up."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from accounts.models import User


class ClosedAdapter(DefaultAccountAdapter):
    """Accounts are made by the data manager only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


def display_name(user: User) -> str:
    return str(user)
