"""From two ticked rows of an admin list to the page that merges them."""

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.access import SignedInRequest


@admin.action(description=_("Merge the two ticked"), permissions=["merge"])
def merge_ticked(modeladmin, request: HttpRequest, queryset) -> HttpResponse | None:
    """Lead to the preview; the older of the two is proposed as the one to keep."""
    pks = list(queryset.order_by("pk").values_list("pk", flat=True)[:3])
    if len(pks) != 2:
        text = gettext("Tick two records, no more and no less, to merge them.")
        modeladmin.message_user(request, text, messages.ERROR)
        return None
    older, newer = pks
    return redirect("merge_pair", modeladmin.opts.model_name, newer, older)


class MergeAdmin:
    """An admin list with that action, for the data manager; put it before the admin's own class."""

    def has_merge_permission(self, request: SignedInRequest) -> bool:
        return request.user.is_data_manager
