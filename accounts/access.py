"""The site is closed by default: to the anonymous, and to accounts without a role."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from accounts.models import User


class SignedInRequest(HttpRequest):
    """A request that AccessMiddleware let through: its user is one of ours, with a role."""

    user: User


class AccessMiddleware(LoginRequiredMiddleware):
    """Ask for sign-in everywhere, then for a role, unless the view says `login_not_required`."""

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable,
        view_args: tuple[Any, ...],
        view_kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        answer = super().process_view(request, view_func, view_args, view_kwargs)
        if answer is not None or not getattr(view_func, "login_required", True):
            return answer
        user, match = request.user, request.resolver_match
        if match and match.view_name == "account_logout":
            return None
        if isinstance(user, User) and user.has_role:
            return None
        return render(request, "403_no_role.html", status=403)


def only(is_allowed: Callable[[User], bool]) -> Callable:
    """Return a decorator that lets only users at a view of whom `is_allowed` is true; others get a 403."""

    def guard(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if not is_allowed(request.user):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return guard


data_manager_only = only(lambda user: user.is_data_manager)
colleagues_only = only(lambda user: user.is_colleague)
accounts_only = only(lambda user: user.is_staff)  # those who may enter the admin keep accounts
