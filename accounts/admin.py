"""Users and their roles, kept by the data manager; superusers are kept by superusers only."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from accounts import roles
from accounts.models import EmailRecord, ExportRecord, User, UserQuerySet
from toolkit.admin import OfficeAdmin, ReadOnlyAdmin, retire
from toolkit.spelling import fold

# The four roles are made by migration; renaming one would break what it opens.
admin.site.unregister(Group)


class EmailOnceMixin(forms.ModelForm):  # a form, so that the types know its data
    """Say in kind words what the database refuses: one sign-in name, one email, whatever the case."""

    def clean_username(self) -> str:
        return self._once("username", _("This sign-in name is already taken."))

    def clean_email(self) -> str:
        return self._once("email", _("Another user has this email."))

    def _once(self, name: str, text) -> str:
        value = self.cleaned_data[name]
        others = User.objects.filter(**{f"{name}__iexact": value}).exclude(pk=self.instance.pk)
        if value and others.exists():
            raise forms.ValidationError(text)
        return value


class NewUserForm(EmailOnceMixin, AdminUserCreationForm):
    class Meta:
        model = User
        fields = ["username", "full_name", "email"]


class UserForm(EmailOnceMixin, UserChangeForm):
    class Meta:
        model = User
        fields = "__all__"  # noqa: DJ007 - as Django's own UserChangeForm; the admin names the fields


@admin.register(User)
class OfficeUserAdmin(OfficeAdmin, UserAdmin):
    """Users with their roles. A colleague who left is retired; the records stay."""

    form = UserForm
    add_form = NewUserForm
    list_display = [
        "full_name", "username", "job_title", "email", "role_names", "is_active", "last_login",
    ]  # fmt: skip
    list_filter = ["is_active", "groups"]
    search_fields = ["full_name", "username", "email", "job_title"]
    date_hierarchy = "date_joined"
    ordering = ["full_name"]
    filter_horizontal = []
    readonly_fields = ["last_login", "date_joined"]
    actions = ["retire_users"]
    own_fieldsets = [
        (None, {"fields": ["username", "password"]}),
        (_("Who"), {"fields": ["honorific", "full_name", "job_title", "email"]}),
        (_("Roles"), {"fields": ["groups", "is_active"]}),
        (_("Dates"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["username", "usable_password", "password1", "password2"]}),
        (_("Who"), {"fields": ["honorific", "full_name", "job_title", "email"]}),
        (_("Roles"), {"fields": ["groups"]}),
    ]

    @admin.action(description=_("Retire: can't sign in, records stay"), permissions=["change"])
    def retire_users(self, request: HttpRequest, queryset: UserQuerySet) -> Any:
        queryset = queryset.exclude(pk=request.user.pk)
        if not request.user.is_superuser:
            queryset = queryset.exclude(is_superuser=True)
        return retire(self, request, queryset, OfficeUserAdmin.retire_users)

    @admin.display(description=_("roles"))
    def role_names(self, user: User) -> str:
        return ", ".join(group.name for group in user.groups.all())

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related("groups")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """Find by folded words; an office has few users, so this reads them all."""
        words, found = fold(search_term).split(), []
        for user in queryset if words else ():
            text = fold(f"{user.full_name} {user.username} {user.email} {user.job_title}")
            if all(word in text for word in words):
                found.append(user.pk)
        return (queryset.filter(pk__in=found) if words else queryset), False

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Lead to the page that invites; here only those are added who never sign in."""
        if request.GET.get("without") != "sign-in":
            return redirect("colleague_invite")
        return super().add_view(request, form_url, extra_context)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return self.add_fieldsets
        if request.user.is_superuser:
            return [*self.own_fieldsets, (_("Superuser"), {"fields": ["is_superuser"]})]
        return self.own_fieldsets

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        """Nobody gives themselves another role."""
        own = obj is not None and obj.pk == request.user.pk and not request.user.is_superuser
        return [*self.readonly_fields, "groups", "is_active"] if own else self.readonly_fields

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        if obj is not None and obj.is_superuser and not request.user.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs) -> Any:
        if db_field.name == "groups":
            kwargs["queryset"] = Group.objects.filter(name__in=roles.ALL)
            kwargs["widget"] = forms.CheckboxSelectMultiple
            kwargs |= {"label": _("Roles"), "help_text": ""}
        return super().formfield_for_manytomany(db_field, request, **kwargs)


@admin.register(ExportRecord)
class ExportRecordAdmin(ReadOnlyAdmin):
    list_display = ["created_at", "user", "what", "file_format", "row_count", "filters"]
    list_filter = ["created_at", "what", "file_format", ("user", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["user"]
    date_hierarchy = "created_at"


@admin.register(EmailRecord)
class EmailRecordAdmin(ReadOnlyAdmin):
    """Which emails went to whom; one without a time of sending was not sent."""

    list_display = ["day", "kind", "user", "sent_at"]
    list_filter = [
        "day", "kind", ("sent_at", admin.EmptyFieldListFilter), ("user", admin.RelatedOnlyFieldListFilter),
    ]  # fmt: skip
    list_select_related = ["user"]
    date_hierarchy = "day"
