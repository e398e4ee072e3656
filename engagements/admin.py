"""Meetings, their parts and their lists in the admin.

Restricted meetings and their parts obey `visible_to` here too, for superusers as well.
"""

from datetime import date
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.admin_tables import Table, TableAdmin
from accounts.models import User
from engagements.models import (
    ActionPoint,
    Attachment,
    Attendance,
    Counterpart,
    Meeting,
    MeetingKind,
    MonthCounter,
    ThematicArea,
)
from engagements.models.gaps import GAPS
from engagements.models.meeting import renew
from stakeholders.admin import MergeAdmin, merge_ticked
from stakeholders.models import Location, Organisation, Person
from toolkit.admin import (
    HistoryAdmin,
    OfficeAdmin,
    ReadOnlyAdmin,
    WrittenDayField,
    ask,
    autocomplete,
    bulk_set,
    retire,
)
from toolkit.dates import make_day, parse_day


class PartAccess(OfficeAdmin):
    """A part of a meeting exists for whom the meeting exists; it never moves to another meeting."""

    meeting_field = "meeting"

    def get_queryset(self, request: Any) -> QuerySet:
        visible = Meeting.objects.visible_to(request.user)
        return super().get_queryset(request).filter(meeting__in=visible)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fields = super().get_readonly_fields(request, obj)
        return [*fields, self.meeting_field] if obj else fields

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs) -> Any:
        """Take no meeting, nor part of one, that does not exist for the user, whatever is posted."""
        visible = Meeting.objects.visible_to(request.user)
        if db_field.name == "meeting":
            kwargs["queryset"] = visible
        if db_field.name == "counterpart":
            kwargs["queryset"] = db_field.related_model.objects.filter(meeting__in=visible)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        renew(obj.meeting)

    def get_search_results(
        self, request: Any, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        if not search_term:
            return queryset, False
        meetings = Meeting.objects.visible_to(request.user).matching(search_term, request.user)
        own, _duplicates = super().get_search_results(request, queryset, search_term)
        parts = Q(meeting__in=meetings) | Q(pk__in=own.values("pk")) | self.names(search_term)
        return queryset.filter(parts), False

    def names(self, search_term: str) -> Q:
        fields = {field.name for field in self.opts.get_fields()}
        found = Q(pk__in=[])
        if "organisation" in fields:
            found |= Q(organisation__in=Organisation.objects.matching(search_term))
        if "person" in fields:
            found |= Q(person__in=Person.objects.matching(search_term))
        return found


class PartAdmin(PartAccess, HistoryAdmin):
    """A part of a meeting, with history."""


class PlaceForm(forms.Form):
    location = forms.ModelChoiceField(
        Location.objects.current(),
        label=_("Place"),
        widget=autocomplete(Meeting, "location", admin.site),
    )


class AreaForm(forms.Form):
    area = forms.ModelChoiceField(ThematicArea.objects.current(), label=_("Thematic area"))
    only = forms.BooleanField(label=_("Remove the other areas"), required=False)


@admin.action(description=_("Set the place"), permissions=["change"])
def set_place(modeladmin: Any, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
    def change(meeting, data):
        meeting.location, meeting.place_text = data["location"], ""
        meeting.version += 1
        meeting.store()

    return bulk_set(modeladmin, request, queryset, set_place, PlaceForm, change)


@admin.action(description=_("Set the thematic area"), permissions=["change"])
def set_area(modeladmin: Any, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
    def change(meeting, data):
        # The new version first: the history knows by it to whose save the areas belong.
        renew(meeting)
        if data["only"]:
            meeting.thematic_areas.set([data["area"]])
        else:
            meeting.thematic_areas.add(data["area"])

    return bulk_set(modeladmin, request, queryset, set_area, AreaForm, change)


STAYS = _("What is cancelled stays on record, out of all figures. It can be restored.")


@admin.action(description=_("Cancel: out of all figures"), permissions=["change"])
def cancel(modeladmin: Any, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
    queryset = queryset.exclude(status=Meeting.Status.CANCELLED)
    if "apply" not in request.POST:
        return ask(modeladmin, request, queryset, cancel, note=STAYS, button=_("Cancel them"))
    with transaction.atomic():
        meetings = list(queryset)
        for meeting in meetings:
            meeting.set_status(Meeting.Status.CANCELLED)
    number = len(meetings)
    text = ngettext("%d meeting cancelled.", "%d meetings cancelled.", number) % number
    modeladmin.message_user(request, text, messages.SUCCESS)
    return None


class DayOrMonthField(WrittenDayField):
    """A day, or a month alone ("March 2024"): then its first day, and `is_month` is set."""

    is_month = False

    def read(self, text: str) -> date:
        self.is_month = len(text.split()) == 2
        return make_day("1", *text.split()) if self.is_month else parse_day(text)


class MeetingAdminForm(forms.ModelForm):
    """Saving over what somebody saved meanwhile is refused once, and what differs is told."""

    based_on = forms.IntegerField(widget=forms.HiddenInput, required=False)
    told_signed = forms.BooleanField(widget=forms.HiddenInput, required=False)
    fields: dict[str, Any]

    class Meta:
        field_classes = {"date": DayOrMonthField}
        labels = {"date_precision": _("Known to")}
        help_texts = {
            "date": _("Like 6 March 2024, or March 2024"),
            "end_date": _("If it lasted several days"),
            "event_name": _("As on the invitation, for events and trainings. It may be printed."),
            "public_line": _("One to three sentences. Do not name or describe people we assist."),
            "internal_note": _("For colleagues. Never in the article."),
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial["based_on"] = self.instance.version if self.instance.pk else None

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        if "date" in cleaned and self.fields["date"].is_month:
            cleaned["date_precision"] = Meeting.Precision.MONTH
        if self.instance.pk:
            now = Meeting.objects.select_for_update().get(pk=self.instance.pk)
            if now.version != cleaned.get("based_on"):
                self._refuse_once(now)
            is_restricted = cleaned.get("sensitivity") == Meeting.Sensitivity.RESTRICTED
            if is_restricted and not (now.is_restricted or cleaned.get("told_signed")):
                self._say_what_leaves(now)
        return cleaned

    def _say_what_leaves(self, now: Meeting) -> None:
        """Say once that a signed month loses a meeting that is restricted; saved again, it is."""
        signed = now.signed_with()
        if signed is None:
            return
        data: Any = self.data
        self.data = data = data.copy()
        data[self.add_prefix("told_signed")] = "on"
        values = {"reference": now.reference, "month": signed, **signed.downloads()}
        text = _(
            "%(reference)s is in the signed review of %(month)s. Restricted, its sentence and its row"
            " leave the page and the files for everybody who may not read it. Files downloaded"
            " earlier are not called back: %(files)s downloads by %(people)s people since the"
            " signature. Save again to restrict it."
        )
        self.add_error("sensitivity", text % values)

    def _refuse_once(self, now: Meeting) -> None:
        """Tell what differs; saved again, what stands in the form counts."""
        data: Any = self.data
        self.data = data = data.copy()
        data[self.add_prefix("based_on")] = str(now.version)
        text = _(
            "Somebody else saved this meeting after you opened it. Nothing was overwritten. Save "
            "again to keep what stands here, the rows below too, or open the meeting anew to take "
            "theirs."
        )
        self.add_error(None, text)
        for name, field in self.fields.items():
            theirs, yours = self.initial.get(name), self.cleaned_data.get(name)
            if name in ("based_on", "told_signed", *self.errors) or not field.has_changed(
                theirs, self[name].value()
            ):
                continue
            values = {
                "field": field.label,
                "theirs": shown(theirs, field),
                "yours": shown(yours, field),
            }
            self.add_error(
                None, _("%(field)s: on record “%(theirs)s”, yours “%(yours)s”.") % values
            )


def shown(value: Any, field: Any) -> str:
    """Return a value of a field of the form in words, also one that is a key."""
    if isinstance(field, forms.ModelMultipleChoiceField):
        value = list(value or [])
    elif isinstance(field, forms.ModelChoiceField) and value:
        value = field.to_python(value)
    elif isinstance(field, forms.TypedChoiceField):
        choices: Any = field.choices
        value = dict(choices).get(value, value)
    if isinstance(value, date):
        return date_format(value, "j F Y")
    if isinstance(value, (list, tuple, QuerySet)):
        return ", ".join(str(one) for one in value)
    return "" if value is None else str(value)


class AttendanceForm(forms.ModelForm):
    """A person at a meeting; an empty honorific, title or organisation is filled in as of that day."""

    class Meta:
        model = Attendance
        fields = ["counterpart", "person", "honorific", "title", "organisation_name"]

    def save(self, commit: bool = True) -> Attendance:
        row = self.instance
        if row.pk is None:
            organisation = row.counterpart.organisation
            if organisation:
                day = row.counterpart.meeting.date
                row.title = row.title or row.person.title_in(organisation, day)
            row.honorific = row.honorific or row.person.honorific
            row.organisation_name = row.organisation_name or str(organisation or "")
        return super().save(commit)


class OnceFormSet(forms.BaseInlineFormSet):
    def clean(self) -> None:
        super().clean()
        seen = set()
        for form in self.forms:
            person = getattr(form, "cleaned_data", {}).get("person")
            if person in seen:
                form.add_error("person", _("This person is already in the meeting."))
            if person:
                seen.add(person)


class KeptInline(admin.StackedInline):
    """Parts below a record, never deleted here; stacked, so that each box has its label."""

    extra = 0
    formfield_overrides = OfficeAdmin.formfield_overrides
    show_change_link = True

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class SpokespersonInline(KeptInline):
    model = Attendance
    fk_name = "counterpart"
    verbose_name = _("person")
    verbose_name_plural = _("who spoke for it")
    form = AttendanceForm
    formset = OnceFormSet
    fields = [("person", "honorific", "title", "organisation_name")]
    autocomplete_fields = ["person"]


@admin.register(Counterpart)
class CounterpartAdmin(PartAdmin):
    list_display = ["organisation", "meeting", "people_count", "group_label"]
    list_filter = [("people_count", admin.EmptyFieldListFilter), "organisation__kind"]
    date_hierarchy = "meeting__date"
    search_fields = ["group_label"]
    autocomplete_fields = ["meeting", "organisation"]
    inlines = [SpokespersonInline]

    def get_queryset(self, request: Any) -> QuerySet:
        return super().get_queryset(request).select_related("organisation__parent", "meeting")


@admin.register(Attendance)
class AttendanceAdmin(PartAdmin):
    form = AttendanceForm
    meeting_field = "counterpart"
    list_display = ["person", "title", "organisation_name", "meeting"]
    list_filter = [("title", admin.EmptyFieldListFilter)]
    list_select_related = ["person", "meeting"]
    date_hierarchy = "meeting__date"
    search_fields = ["title", "organisation_name"]
    autocomplete_fields = ["counterpart", "person"]


@admin.register(ActionPoint)
class ActionPointAdmin(PartAdmin):
    list_display = ["text", "promised_by", "owner", "organisation", "due", "status", "meeting"]
    list_filter = ["status", "promised_by", ("due", admin.EmptyFieldListFilter)]
    list_select_related = ["owner", "organisation__parent", "meeting"]
    date_hierarchy = "due"
    search_fields = ["text", "outcome"]
    autocomplete_fields = ["meeting", "owner", "organisation", "person", "closed_by"]


@admin.register(Attachment)
class AttachmentAdmin(ReadOnlyAdmin, PartAccess):
    """Files, to look up only; they are read on the meeting's page, which checks who reads."""

    list_display = [
        "original_name", "meeting", "size", "content_type", "uploaded_by", "uploaded_at",
    ]  # fmt: skip
    list_filter = ["content_type"]
    list_select_related = ["meeting", "uploaded_by"]
    date_hierarchy = "uploaded_at"
    search_fields = ["original_name"]
    fields = ["meeting", "original_name", "size", "content_type", "uploaded_by", "uploaded_at"]


class GapFilter(admin.SimpleListFilter):
    title = _("missing")
    parameter_name = "gap"
    gaps = {gap.code: gap.condition for gap in GAPS} | {"place": Q(location__isnull=True)}

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        """Return what can be missing; a place is no gap of a call, but of use for cleaning up."""
        return [*((gap.code, gap.label) for gap in GAPS), ("place", _("No place"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(self.gaps.get(self.value() or "", Q()))


class CounterpartInline(KeptInline):
    model = Counterpart
    verbose_name = _("organisation")
    verbose_name_plural = _("with whom")
    fields = [("organisation", "group_label"), ("people_count", "position")]
    autocomplete_fields = ["organisation"]


class AttendanceInline(KeptInline):
    model = Attendance
    fk_name = "meeting"
    verbose_name = _("person")
    verbose_name_plural = _("who spoke for them")
    form = AttendanceForm
    formset = OnceFormSet
    fields = [("counterpart", "person"), ("title", "organisation_name")]
    autocomplete_fields = ["person"]

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs) -> Any:
        self.parent_meeting = obj
        return super().get_formset(request, obj, **kwargs)

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs) -> Any:
        if db_field.name == "counterpart":
            rows = Counterpart.objects.filter(meeting=self.parent_meeting)
            kwargs["queryset"] = rows.select_related("organisation__parent")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class ActionPointInline(KeptInline):
    model = ActionPoint
    verbose_name_plural = _("promised")
    fields = [
        "text",
        ("promised_by", "owner", "organisation"),
        ("due", "status", "closed_on"),
    ]
    autocomplete_fields = ["owner", "organisation"]


@admin.register(Meeting)
class MeetingAdmin(HistoryAdmin):
    form = MeetingAdminForm
    list_note = _("For mending many at once. Each reference leads to its page on the site.")
    list_display = ["title", "when", "kind_and_place", "areas", "on_the_site"]
    list_filter = [GapFilter, "status", "kind", "thematic_areas", "sensitivity"]
    list_select_related = ["kind", "location"]
    date_hierarchy = "date"
    search_fields = ["title"]
    search_help_text = _("Title, text, place, organisation or person; accents don’t matter.")
    autocomplete_fields = ["location"]
    readonly_fields = ["reference", "version", "created_by", "created_at", "updated_at"]
    actions = [set_area, set_place, cancel]
    fieldsets = [
        (
            _("When and where"),
            {
                "fields": [
                    ("date", "date_precision", "end_date"),
                    ("kind", "channel", "location"),
                    ("place_text", "other_places"),
                    "title",
                    "event_name",
                    "based_on",
                    "told_signed",
                ]
            },
        ),
        (
            _("What it was about"),
            {"fields": ["thematic_areas", "staff", "public_line", "internal_note"]},
        ),
        (
            _("Standing"),
            {"fields": [("status", "sensitivity"), ("created_at", "updated_at")]},
        ),
    ]

    def get_queryset(self, request: Any) -> QuerySet:
        return Meeting.objects.visible_to(request.user)

    def formfield_for_manytomany(self, db_field: Any, request: Any, **kwargs) -> Any:
        """Offer areas and colleagues as ticks: the lists are short, and several are chosen at once."""
        kwargs["widget"] = forms.CheckboxSelectMultiple
        if db_field.name == "staff":
            kwargs["queryset"] = User.objects.order_by("full_name")
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def view_on_site(self, obj: Meeting) -> str:
        return obj.get_absolute_url()

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(self.cancel_view)
        own = path("<int:pk>/cancel/", view, name="engagements_meeting_cancel")
        return [own, *super().get_urls()]

    def cancel_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask whether to cancel one meeting; the answer is the list's own action."""
        rows = self.get_queryset(request).exclude(status=Meeting.Status.CANCELLED).filter(pk=pk)
        if not rows or not self.has_change_permission(request, rows[0]):
            raise Http404
        return ask(
            self,
            request,
            rows,
            cancel,
            title=_("Cancel this meeting?"),
            note=STAYS,
            button=_("Cancel the meeting"),
            address=reverse("admin:engagements_meeting_changelist"),
            back=reverse("admin:engagements_meeting_change", args=[pk]),
            selected=[pk],
        )

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        changelist = super().get_changelist_instance(request)
        changelist.result_list = changelist.result_list.prefetch_related(
            "thematic_areas", "counterparts__organisation__parent"
        )
        return changelist

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        """People are chosen among the counterparts, so these are stored first."""
        if obj is None:
            return [CounterpartInline, ActionPointInline]
        return [CounterpartInline, AttendanceInline, ActionPointInline]

    @admin.display(description=_("when"), ordering=F("date"))
    def when(self, meeting: Meeting) -> str:
        return meeting.when

    @admin.display(description=_("thematic areas"))
    def areas(self, meeting: Meeting) -> str:
        return ", ".join(area.name for area in meeting.thematic_areas.all())

    @admin.display(description=_("kind, place"), ordering="kind__name")
    def kind_and_place(self, meeting: Meeting) -> str:
        return f"{meeting.kind}, {meeting.location}" if meeting.location else str(meeting.kind)

    @admin.display(description=_("reference"), ordering="reference")
    def on_the_site(self, meeting: Meeting) -> str:
        return meeting.reference

    def search_matching(self, request: Any, queryset: Any, search_term: str) -> QuerySet:
        return queryset.matching(search_term, request.user)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if change:
            obj.version = Meeting.objects.values_list("version", flat=True).get(pk=obj.pk) + 1
        else:
            obj.created_by = request.user
        super().save_model(request, obj, form, change)


class ThematicAreaTable(Table):
    class Meta(Table.Meta):
        model = ThematicArea
        fields = ("code", "name", "description", "position", "is_active")
        import_id_fields = ("code",)


class MeetingKindTable(Table):
    class Meta(Table.Meta):
        model = MeetingKind
        fields = (
            "code", "name", "name_plural", "described_as", "is_named", "involves_travel", "position", "is_active",
        )  # fmt: skip
        import_id_fields = ("code",)


@admin.register(ThematicArea)
class ThematicAreaAdmin(TableAdmin, MergeAdmin, HistoryAdmin):
    resource_classes = [ThematicAreaTable]
    list_display = ["name", "description", "code", "position", "is_active"]
    list_filter = ["is_active"]
    search_fields = ["name", "description", "code"]
    readonly_fields = ["merged_into"]
    actions = [merge_ticked, retire]


@admin.register(MeetingKind)
class MeetingKindAdmin(TableAdmin, HistoryAdmin):
    resource_classes = [MeetingKindTable]
    list_display = ["name", "described_as", "involves_travel", "code", "position", "is_active"]
    list_filter = ["is_active", "described_as"]
    search_fields = ["name", "name_plural", "code"]
    actions = [retire]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["code"] if obj else []


@admin.register(MonthCounter)
class MonthCounterAdmin(ReadOnlyAdmin):
    """The last reference given in each month; a changed one would be given twice."""

    list_display = ["month", "last"]
    date_hierarchy = "month"
