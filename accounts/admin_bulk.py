"""The small page between choosing rows in the admin and changing them all."""

from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.widgets import AutocompleteSelect
from django.db import transaction
from django.template.response import TemplateResponse
from django.utils.translation import gettext, ngettext

SAMPLE = 20


def autocomplete(model, name, admin_site):
    """Return the widget that the model's own form has for its relation `name`."""
    return AutocompleteSelect(model._meta.get_field(name), admin_site)


def bulk_set(modeladmin, request, queryset, *, form_class, action, title, change):
    """Ask for the new value; once given, call `change(row, cleaned_data)` for each row, all or none.

    `queryset` is what the user may see: the admin made it from its own `get_queryset`.
    """
    form = form_class(request.POST if "apply" in request.POST else None)
    if form.is_valid():
        with transaction.atomic():
            rows = list(queryset)
            for row in rows:
                row._change_reason = gettext("Changed for several records at once")
                change(row, form.cleaned_data)
        text = ngettext("%d record changed.", "%d records changed.", len(rows)) % len(rows)
        modeladmin.message_user(request, text, messages.SUCCESS)
        return None
    context = {
        **modeladmin.admin_site.each_context(request),
        "title": title,
        "opts": modeladmin.opts,
        "media": modeladmin.media + form.media,
        "form": form,
        "action": action,
        "sample": queryset[:SAMPLE],
        "count": queryset.count(),
        "selected": request.POST.getlist(ACTION_CHECKBOX_NAME),
        "select_across": request.POST.get("select_across", "0"),
    }
    return TemplateResponse(request, "admin/bulk_set.html", context)
