"""How allauth behaves here: nobody signs up."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class ClosedAdapter(DefaultAccountAdapter):
    """Accounts are made by invitation only; what goes wrong is said in plain words."""

    _wrong = _("The name or email and the password don’t belong together. Check both.")
    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _wrong,
        "email_password_mismatch": _wrong,
        "too_many_login_attempts": _("Too many tries. Wait five minutes, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


def display_name(user: User) -> str:
    return str(user)
