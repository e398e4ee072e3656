"""Places, kinds of organisation and posts, kept by the data manager; organisations and people: profiles/admin.py.

Their tables are the columns in which rows leave the admin and come back.
"""

from collections.abc import Sequence
from typing import Any, NoReturn

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from import_export.fields import Field
from import_export.widgets import Widget

from accounts.access import SignedInRequest
from accounts.admin_tables import Named, Table, TableAdmin
from accounts.models import User
from stakeholders.directory import DATABASE
from stakeholders.honorifics import split_honorific
from stakeholders.models import Appointment, Location, Organisation, OrganisationKind, Person
from stakeholders.suggestions import scored_look_alikes
from toolkit.admin import HistoryAdmin, OfficeAdmin, retire
from toolkit.spelling import fold

MOST_ALIKE = 5


class NamedOrganisation(Named):
    def find(self, text: str) -> Organisation:
        """Return the organisation; of those with the same name none."""
        by_address = self.model.objects.filter(slug=text).first()
        named = [] if by_address else DATABASE.organisations(text)
        return by_address or (named[0] if len(named) == 1 else self.nobody(text))


class NamedPerson(Named):
    def find(self, text: str) -> Person:
        """Return the person; of namesakes none: then the number must be given."""
        if text.isascii() and text.isdecimal():
            found = list(self.model.objects.filter(pk=int(text[:18])))
        else:
            found = DATABASE.people(text)
        return found[0] if len(found) == 1 else self.nobody(text)


def related(attribute: str, widget: Widget) -> Field:
    return Field(attribute=attribute, column_name=attribute, widget=widget)


class OrganisationKindTable(Table):
    class Meta(Table.Meta):
        model = OrganisationKind
        fields = ("code", "name", "name_plural", "position", "is_active")
        import_id_fields = ("code",)


class LocationTable(Table):
    """Places, known by their P-code where the line has one, else by their address."""

    parent = related("parent", Named(Location, "slug", "pcode"))

    class Meta(Table.Meta):
        model = Location
        fields = (
            "slug", "level", "name", "name_local", "other_names", "parent", "pcode", "latitude", "longitude",
            "position_is_approximate", "is_active",
        )  # fmt: skip
        import_id_fields = ("slug",)

    def get_instance(self, instance_loader: Any, row: dict[str, Any]) -> Location | None:
        pcode = str(row.get("pcode") or "").strip()
        by_code = Location.objects.filter(pcode=pcode).first() if pcode else None
        return by_code or super().get_instance(instance_loader, row)


class OrganisationTable(Table):
    """Organisations, known by their address where the line has one, else by name and what they are a unit of."""

    kind = related("kind", Named(OrganisationKind, "code", "name"))
    parent = related("parent", NamedOrganisation(Organisation, "slug"))
    location = related("location", Named(Location, "slug", "pcode"))
    focal_point = related("focal_point", Named(User, "username"))

    class Meta(Table.Meta):
        model = Organisation
        fields = (
            "slug", "name", "parent", "short_name", "other_names", "kind", "location", "website", "notes",
            "seats", "to_confirm", "focal_point", "contact_every", "is_active",
        )  # fmt: skip
        import_id_fields = ("name",)

    def get_instance(self, instance_loader: Any, row: dict[str, Any]) -> Organisation | None:
        slug = str(row.get("slug") or "").strip()
        if slug:
            return Organisation.objects.filter(slug=slug).first() or _unknown("slug", slug)
        parent = self.fields["parent"].clean(row) if "parent" in row else None
        rows = Organisation.objects.filter(name=row.get("name"), parent=parent, merged_into=None)
        return rows.first()

    def import_field(self, field: Field, *args: Any, **kwargs: Any) -> None:
        """Leave addresses alone: they are made once and stay."""
        if field.column_name != "slug":
            super().import_field(field, *args, **kwargs)


class PersonTable(Table):
    """People, known by the number in the address of their page where the line has one, else by full name."""

    number = Field(attribute="pk", column_name="number", readonly=True)

    class Meta(Table.Meta):
        model = Person
        fields = (
            "number", "honorific", "full_name", "other_names", "email", "phone", "notes", "source", "last_confirmed",
        )  # fmt: skip
        import_id_fields = ("full_name",)

    def get_instance(self, instance_loader: Any, row: dict[str, Any]) -> Person | None:
        number = str(row.get("number") or "").strip()
        if number:
            digits = number.isascii() and number.isdecimal() and len(number) < 19
            found = Person.objects.filter(pk=int(number)).first() if digits else None
            return found or _unknown("number", number)
        same = list(Person.objects.current().filter(full_name=row.get("full_name"))[:2])
        if len(same) > 1:
            text = gettext("Several people are called “%s”. Give the number of the one you mean.")
            raise ValidationError({"full_name": text % row["full_name"]})
        return same[0] if same else None

    def before_save_instance(self, instance: Person, row: Any, **kwargs: Any) -> None:
        if instance.anonymised_at:
            raise ValidationError(gettext("This person was anonymised, so nothing is written."))
        super().before_save_instance(instance, row, **kwargs)


class AppointmentTable(Table):
    """Posts, known by person, organisation, title and first day."""

    person = related("person", NamedPerson(Person, "pk"))
    person_name = Field(attribute="person__full_name", column_name="person_name", readonly=True)
    organisation = related("organisation", NamedOrganisation(Organisation, "slug"))

    class Meta(Table.Meta):
        model = Appointment
        fields = ("person", "person_name", "organisation", "title", "started", "ended", "is_acting")
        import_id_fields = ("person", "organisation", "title")

    def get_instance(self, instance_loader: Any, row: dict[str, Any]) -> Appointment | None:
        """Return the post that the line is about; without a first day, the one that has none."""
        names = [name for name in ("person", "organisation", "title", "started") if name in row]
        try:
            key = {name: self.fields[name].clean(row) for name in names}
        except ValueError:
            return None  # reported beside its column when the line is read
        key.setdefault("started", None)
        return Appointment.objects.filter(**key).order_by("ended", "pk").first()


def _unknown(column: str, text: str) -> NoReturn:
    text = gettext("“%s” is not known. Leave this empty for a new one.") % text
    raise ValidationError({column: text})


class AddedOnceForm(forms.ModelForm):
    """A new name that a record seems to have already is asked about once, before anything is stored.

    `alike` are the records to be shown; a tick for the very name that was asked about adds it.
    """

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    sure = forms.BooleanField(label=_("Add it all the same"), required=False)
    alike: Sequence[Model] = ()
    named_by = "name"

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        name = fold(cleaned.get(self.named_by) or "")
        is_answered = cleaned.get("sure") and cleaned.get("seen") == name
        if self.instance.pk or self.errors or not name or is_answered:
            return cleaned
        self.alike = self.find_alike(cleaned[self.named_by])[:MOST_ALIKE]
        if self.alike:
            data: Any = self.data
            self.data = data = data.copy()
            data[self.add_prefix("seen")] = name
            data.pop(self.add_prefix("sure"), None)
            self.add_error("sure", _("Nothing is stored yet. Use the one on record, or tick this."))
        return cleaned

    def find_alike(self, name: str) -> list[Any]:
        """Return those whom the directory takes `name` for, then those whose names look like it."""
        raise NotImplementedError


class OrganisationForm(AddedOnceForm):
    def find_alike(self, name: str) -> list[Organisation]:
        rows = Organisation.objects.current().select_related("parent", "kind", "location")
        return _best_first(DATABASE.organisations(name), scored_look_alikes(rows, name))


class PersonForm(AddedOnceForm):
    named_by = "full_name"

    def find_alike(self, name: str) -> list[Person]:
        bare = split_honorific(name)[1]
        found = scored_look_alikes(Person.objects.current(), bare)
        return _best_first(DATABASE.people(name), found)


class LocationForm(AddedOnceForm):
    def find_alike(self, name: str) -> list[Location]:
        return DATABASE.places(name)


def _best_first(named: list[Any], scored: list[tuple[int, Any]]) -> list[Any]:
    scored.sort(key=lambda pair: (-pair[0], pair[1].sort_key))
    return list(dict.fromkeys([*named, *(row for _score, row in scored)]))


@admin.action(description=_("Merge the two selected"), permissions=["merge"])
def merge_ticked(
    modeladmin: admin.ModelAdmin, request: HttpRequest, queryset: QuerySet
) -> HttpResponse | None:
    """Lead to the preview; the older of the two is proposed as the one to keep."""
    pks = list(queryset.order_by("pk").values_list("pk", flat=True)[:3])
    if len(pks) != 2:
        text = gettext("Select exactly two records to merge them.")
        modeladmin.message_user(request, text, messages.ERROR)
        return None
    older, newer = pks
    return redirect("merge_pair", modeladmin.opts.model_name, newer, older)


class MergeAdmin:
    """An admin list with that action, for the data manager; put it before the admin's own class."""

    def has_merge_permission(self, request: SignedInRequest) -> bool:
        return request.user.is_data_manager


class Known:
    """In the place of the choices of a box with suggestions, which looks up the one that is chosen."""

    def __init__(self, field: forms.ModelChoiceField, row: Model) -> None:
        self.field, self.row, self.queryset = field, row, self

    def using(self, database: str) -> "Known":
        return self

    def filter(self, **chosen: Any) -> list[Model]:
        return [self.row]


class PostForm(forms.ModelForm):
    """A post that was read with its person and organisation: its boxes need not ask for them again."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.is_bound or not self.instance.pk:
            return
        for name in ("person", "organisation"):
            field = self.fields.get(name)
            if isinstance(field, forms.ModelChoiceField) and not field.widget.is_hidden:
                field.widget.choices = Known(field, getattr(self.instance, name))


class AppointmentInline(admin.StackedInline):
    model = Appointment
    form = PostForm
    extra = 0
    fields = [("person", "organisation", "title"), ("started", "ended", "is_acting")]
    autocomplete_fields = ["person", "organisation"]
    formfield_overrides = OfficeAdmin.formfield_overrides
    show_change_link = True

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse: a post that is over gets a last day."""
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Appointment]:
        return super().get_queryset(request).select_related("person", "organisation__parent")


@admin.register(Location)
class LocationAdmin(TableAdmin, MergeAdmin, HistoryAdmin):
    resource_classes = [LocationTable]
    form = LocationForm
    list_display = [
        "__str__", "name_local", "level", "parent", "pcode", "position_is_approximate", "is_active",
    ]  # fmt: skip
    list_filter = ["level", "is_active", "position_is_approximate"]
    list_select_related = ["parent"]
    search_fields = ["name"]
    autocomplete_fields = ["parent"]
    readonly_fields = ["merged_into"]
    prepopulated_fields = {"slug": ["name"]}
    fields = [
        ("name", "name_local"),
        "other_names",
        ("level", "parent"),
        ("pcode", "slug"),
        ("latitude", "longitude"),
        "position_is_approximate",
        "is_active",
        "merged_into",
    ]
    actions = [merge_ticked, retire]


@admin.register(OrganisationKind)
class OrganisationKindAdmin(TableAdmin, OfficeAdmin):
    resource_classes = [OrganisationKindTable]
    list_display = ["name", "name_plural", "code", "position", "is_active"]
    list_filter = ["is_active"]
    search_fields = ["name", "name_plural", "code"]
    actions = [retire]


@admin.register(Appointment)
class AppointmentAdmin(TableAdmin, HistoryAdmin):
    resource_classes = [AppointmentTable]
    list_display = ["person", "title", "organisation", "started", "ended", "is_acting"]
    list_filter = ["is_acting", ("ended", admin.EmptyFieldListFilter), "organisation__kind"]
    list_select_related = ["person", "organisation__parent"]
    date_hierarchy = "started"
    search_fields = ["title"]
    autocomplete_fields = ["person", "organisation"]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Appointment], search_term: str
    ) -> tuple[QuerySet[Appointment], bool]:
        by_title, _duplicates = super().get_search_results(request, queryset, search_term)
        by_person = queryset.filter(person__in=Person.objects.matching(search_term))
        organisations = Organisation.objects.matching(search_term)
        return by_title | by_person | queryset.filter(organisation__in=organisations), False
