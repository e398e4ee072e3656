"""Lists and accounts: Django's admin in the site's frame, with an index of what is edited there."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from allauth.account.decorators import secure_admin_login
from django.contrib.admin import AdminSite
from django.db.models import Model
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import EmailRecord, ExportRecord, Invitation, User
from engagements.models import (
    ActionPoint,
    Attachment,
    Attendance,
    Counterpart,
    Meeting,
    MeetingKind,
    ThematicArea,
)
from intake.models import Import
from iomtracker.data_quality.checks import added, count_each
from reviews.models import MonthlyReview
from stakeholders.models import (
    Appointment,
    LikelyPair,
    Location,
    MergeRecord,
    Organisation,
    OrganisationKind,
    Person,
)

# What stands on the index, in this order. What is not here (counters, email addresses) nobody edits.
GROUPS: tuple[tuple[Promise, tuple[type[Model], ...]], ...] = (
    (gettext_lazy("Meetings"), (Meeting, ActionPoint, Counterpart, Attendance, Attachment)),
    (gettext_lazy("Stakeholders"), (Organisation, Person, Appointment, Location)),
    (gettext_lazy("Lists"), (ThematicArea, MeetingKind, OrganisationKind)),
    (gettext_lazy("Accounts and records"), (User, MonthlyReview, ExportRecord, EmailRecord)),
)
LABELS: dict[type[Model], Promise] = {Attendance: gettext_lazy("Who spoke for them")}
# Records that only grow are not counted.
DESCRIBED: dict[type[Model], Promise] = {
    ExportRecord: gettext_lazy("who took what, when"),
    EmailRecord: gettext_lazy("what was sent"),
}


@dataclass(frozen=True)
class Line:
    """A link of the index, with how things stand there."""

    label: str
    state: str
    address: str
    icon: str = ""
    add: str = ""


class ListsAndAccounts(AdminSite):
    site_header = site_title = index_title = gettext_lazy("Lists and accounts")
    enable_nav_sidebar = False
    # One door only, the one with rate limits: the admin's own sign-in leads to the site's.
    login = method_decorator(secure_admin_login)(AdminSite.login)

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        return {**super().each_context(request), "section": "quality"}

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        context = {"clean_up": clean_up(request), "groups": list(self._groups(request))}
        return super().index(request, {**context, **(extra_context or {})})

    def app_index(self, request: HttpRequest, app_label: str, extra_context: Any = None) -> Any:
        """Lead to the index: which app keeps a list is nothing to its readers."""
        return redirect("admin:index")

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> Any:
        return redirect("account_change_password")

    def password_change_done(self, request: HttpRequest, extra_context: Any = None) -> Any:
        return redirect("account_change_password")

    def logout(self, request: HttpRequest, extra_context: Any = None) -> Any:
        return redirect("account_logout")

    def _groups(self, request: HttpRequest) -> Iterator[dict[str, Any]]:
        for label, models in GROUPS:
            lines = [self._line(model, request) for model in models]
            if shown := [line for line in lines if line]:
                yield {"label": label, "lines": shown}

    def _line(self, model: type[Model], request: HttpRequest) -> Line | None:
        """Return the link to a list, or None for who may not see it; counted is what they may see."""
        model_admin = self.get_model_admin(model)
        if not model_admin.has_view_permission(request):
            return None
        names = model._meta
        address = f"admin:{names.app_label}_{names.model_name}"
        if model in DESCRIBED:
            state = str(DESCRIBED[model])
        else:
            state = str(counted(model_admin.get_queryset(request)) or _("none"))
        may_add = model_admin.has_add_permission(request)
        return Line(
            label=str(LABELS.get(model) or capfirst(names.verbose_name_plural)),
            state=state,
            address=reverse(f"{address}_changelist"),
            add=reverse(f"{address}_add") if may_add else "",
        )


def counted(rows: Any) -> int:
    """Count without what the list shows beside each row."""
    return rows.order_by().values("pk").count()


def clean_up(request: Any) -> list[Line]:
    """Return the pages where the site itself is put in order, those that the user may open."""
    user, lines = request.user, []
    if user.is_data_manager or user.is_head_of_office:
        lines.append(quality_line(user))
    if user.is_data_manager:
        lines += [duplicates_line(), imports_line(), merges_line()]
    return [*lines, invitations_line()]


def quality_line(user: User) -> Line:
    today = localdate()
    counts = count_each(user, today, {}).values()
    number = sum(counts)
    words = ngettext("%s thing could be better", "%s things could be better", number)
    state = words % added(counts) if number else _("nothing to do")
    return Line(_("Data quality"), state, reverse("quality"), "warning")


def duplicates_line() -> Line:
    number = LikelyPair.objects.open().count()
    state = ngettext("%d pair", "%d pairs", number) % number if number else _("none")
    return Line(_("Likely duplicates"), state, reverse("duplicate_list"), "copy")


def imports_line() -> Line:
    closed = [Import.Status.DONE, Import.Status.UNDONE]
    number = Import.objects.exclude(status__in=closed).count()
    state = ngettext("%d not finished", "%d not finished", number) % number
    return Line(
        _("Imports"), state if number else _("none open"), reverse("import_list"), "document"
    )


def merges_line() -> Line:
    number = MergeRecord.objects.not_undone().count()
    state = ngettext("%d, with Undo", "%d, each with Undo", number) % number
    return Line(_("Merges"), state if number else _("none yet"), reverse("merge_list"), "merge")


def invitations_line() -> Line:
    number = Invitation.objects.open().count()
    state = ngettext("%d not used yet", "%d not used yet", number) % number
    return Line(
        _("Invite a colleague"),
        state if number else _("none waiting"),
        reverse("colleague_invite"),
        "envelope",
    )
