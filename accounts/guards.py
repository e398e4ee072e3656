"""Guards of views: who may come in. Signing in, and having a role at all, is AccessMiddleware's."""

from functools import wraps

from django.core.exceptions import PermissionDenied


def only(is_allowed):
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
