"""What every admin of the site has in common: nothing is deleted, history is read only."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from toolkit.dates import parse_day
from toolkit.search import store


class WrittenDayField(forms.DateField):
    """A day, shown and typed as on the site: "6 March 2024"."""

    widget = forms.TextInput(attrs={"autocomplete": "off", "maxlength": 40})
    default_error_messages = {
        "invalid": _("“%(text)s” is not a real date. Type it like 6 March 2024.")
    }

    def __init__(self, **options: Any) -> None:
        options.pop("widget", None)  # Django's calendar, which needs its own style sheets
        options["help_text"] = options.get("help_text") or _("Like 6 March 2024")
        super().__init__(**options)

    def prepare_value(self, value: Any) -> Any:
        return date_format(value, "j F Y") if isinstance(value, date) else value

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values or isinstance(value, date):
            return value or None
        try:
            return self.read(value)
        except (ValueError, OverflowError):
            text = self.error_messages["invalid"]
            raise ValidationError(text, code="invalid", params={"text": value[:40]}) from None

    def read(self, text: str) -> date:
        """Return the day that the text names. Raises ValueError when there is none."""
        return parse_day(text)


class OfficeAdmin(admin.ModelAdmin):
    """Retire, don't delete; search whatever the accents, through the model's own `matching`."""

    list_per_page = 50
    show_full_result_count = False
    list_note: Any = ""  # one line below the heading of the list
    formfield_overrides = {models.DateField: {"form_class": WrittenDayField}}

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Refuse filters over reverse relations: `?meetings=5` would tell who was in a restricted meeting."""
        names = {f.name for f in self.opts.get_fields() if f.auto_created and not f.concrete}
        if lookup.split("__")[0] in names:
            return False
        return super().lookup_allowed(lookup, value, request)

    def get_action_choices(self, request: HttpRequest, default_choices: Any = None) -> Any:
        return super().get_action_choices(request, [("", gettext("Choose what to do"))])

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        if search_term and hasattr(queryset, "matching"):
            return self.search_matching(request, queryset, search_term), False
        return super().get_search_results(request, queryset, search_term)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        obj._history_user = request.user
        store(obj)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        rows = formset.save(commit=False)
        for row in formset.deleted_objects:
            row.delete()
        for row in rows:
            store(row)
        formset.save_m2m()

    def search_matching(self, request: HttpRequest, queryset: Any, search_term: str) -> QuerySet:
        """Return the rows that match; an admin whose `matching` asks for the user overrides this."""
        return queryset.matching(search_term)


class ReadOnlyAdmin(OfficeAdmin):
    """Rows that the application writes by itself, for reading, to superusers too."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class HistoryAdmin(OfficeAdmin, SimpleHistoryAdmin):
    """With the history of each record, which obeys the same visibility as the record."""

    def revert_disabled(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """Show the history of a record that exists for the user; simple_history alone would show any."""
        self.require(request, object_id)
        return super().history_view(request, object_id, extra_context)

    def history_form_view(
        self, request: HttpRequest, object_id: str, version_id: str, extra_context: Any = None
    ) -> HttpResponse:
        self.require(request, object_id)
        if request.method == "POST":
            raise PermissionDenied
        return super().history_form_view(request, object_id, version_id, extra_context)

    def require(self, request: HttpRequest, object_id: str) -> None:
        if self.get_object(request, object_id) is None:
            raise Http404


SEVERAL_AT_ONCE = _("Changed for several records at once")


def change_each(
    modeladmin: admin.ModelAdmin,
    request: HttpRequest,
    rows: QuerySet,
    change: Callable[[Any], None],
) -> None:
    """Call `change(row)` for each row, all or none, each with its history; then report how many."""
    with transaction.atomic():
        changed = list(rows)
        for row in changed:
            row._change_reason = str(SEVERAL_AT_ONCE)
            change(row)
    text = ngettext("%d record changed.", "%d records changed.", len(changed)) % len(changed)
    modeladmin.message_user(request, text, messages.SUCCESS)


SAMPLE = 20


def autocomplete(
    model: type[models.Model], name: str, admin_site: admin.AdminSite
) -> AutocompleteSelect:
    return AutocompleteSelect(model._meta.get_field(name), admin_site)


def bulk_set(
    modeladmin: admin.ModelAdmin,
    request: HttpRequest,
    queryset: QuerySet,
    action: Any,
    form_class: type[forms.Form],
    change: Callable[[Any, dict[str, Any]], None],
) -> HttpResponse | None:
    """Ask for the new value; once given, call `change(row, cleaned_data)` for each row, all or none.

    `action` is the admin action that was chosen; `queryset` is what the user may see: the admin made
    it from its own `get_queryset`.
    """
    form = form_class(request.POST if "apply" in request.POST else None)
    if form.is_valid():
        change_each(modeladmin, request, queryset, lambda row: change(row, form.cleaned_data))
        return None
    return ask(modeladmin, request, queryset, action, form=form)


def ask(
    modeladmin: admin.ModelAdmin,
    request: HttpRequest,
    queryset: QuerySet,
    action: Any,
    *,
    form: forms.Form | None = None,
    **context: Any,
) -> HttpResponse:
    """Return the page that asks once before an action; its answer holds "apply".

    `context` may say more: a `note` on what follows, the words on the `button`, the `address` of the list
    when another page asks, `back` to leave it.
    """
    form = form or forms.Form()
    defaults = {
        **modeladmin.admin_site.each_context(request),
        "title": action.short_description,
        "opts": modeladmin.opts,
        "media": modeladmin.media + form.media,
        "form": form,
        "action": action.__name__,
        "sample": queryset[:SAMPLE],
        "count": queryset.count(),
        "selected": request.POST.getlist(ACTION_CHECKBOX_NAME),
        "select_across": request.POST.get("select_across", "0"),
    }
    return TemplateResponse(request, "admin/bulk_set.html", {**defaults, **context})


@admin.action(description=_("Retire: no longer offered, records stay"), permissions=["change"])
def retire(
    modeladmin: admin.ModelAdmin, request: HttpRequest, queryset: QuerySet, action: Any = None
) -> HttpResponse | None:
    """Ask once, then take the ticked ones out of use; `action` is the admin's own when it narrows the rows."""
    queryset = queryset.filter(is_active=True)
    if "apply" not in request.POST:
        return ask(modeladmin, request, queryset, action or retire, button=_("Retire them"))

    def change(row: Any) -> None:
        row.is_active = False
        store(row)

    change_each(modeladmin, request, queryset, change)
    return None
