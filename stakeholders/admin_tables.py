"""The columns in which places, organisations, people and posts leave the admin and come back."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from import_export.fields import Field

from accounts.admin_tables import Named, Table
from accounts.models import User
from stakeholders.directory import DATABASE
from stakeholders.models import Appointment, Location, Organisation, OrganisationKind, Person


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


def related(attribute: str, widget):
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
            "slug", "level", "name", "name_sq", "other_names", "parent", "pcode", "latitude", "longitude",
            "position_is_approximate", "is_active",
        )  # fmt: skip
        import_id_fields = ("slug",)

    def get_instance(self, instance_loader, row) -> Location | None:
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
            "focal_point", "contact_every", "is_active",
        )  # fmt: skip
        import_id_fields = ("name",)

    def get_instance(self, instance_loader, row) -> Organisation | None:
        slug = str(row.get("slug") or "").strip()
        if slug:
            return Organisation.objects.filter(slug=slug).first() or _unknown("slug", slug)
        parent = self.fields["parent"].clean(row) if "parent" in row else None
        same = Organisation.objects.filter(name=row.get("name"), parent=parent, merged_into=None)
        return same.first()

    def import_field(
        self, field, instance: Organisation, row, is_m2m: bool = False, **kwargs
    ) -> None:
        """Leave addresses alone: they are made once and stay."""
        if field.column_name != "slug":
            super().import_field(field, instance, row, is_m2m, **kwargs)


class PersonTable(Table):
    """People, known by the number in the address of their page where the line has one, else by full name."""

    number = Field(attribute="pk", column_name="number", readonly=True)

    class Meta(Table.Meta):
        model = Person
        fields = (
            "number", "honorific", "full_name", "other_names", "email", "phone", "notes", "source", "last_confirmed",
        )  # fmt: skip
        import_id_fields = ("full_name",)

    def get_instance(self, instance_loader, row) -> Person | None:
        number = str(row.get("number") or "").strip()
        if number:
            digits = number.isascii() and number.isdecimal() and len(number) < 19
            found = Person.objects.filter(pk=int(number)).first() if digits else None
            return found or _unknown("number", number)
        same = list(Person.objects.current().filter(full_name=row.get("full_name"))[:2])
        if len(same) > 1:
            text = _("Several people are called “%s”. Give the number of the one you mean.")
            raise ValidationError({"full_name": text % row["full_name"]})
        return same[0] if same else None

    def before_save_instance(self, instance: Person, row, **kwargs) -> None:
        if instance.anonymised_at:
            raise ValidationError(_("This person was anonymised, so nothing is written."))
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

    def get_instance(self, instance_loader, row) -> Appointment | None:
        """Return the post that the line is about; without a first day, the one that has none."""
        names = [name for name in ("person", "organisation", "title", "started") if name in row]
        try:
            key = {name: self.fields[name].clean(row) for name in names}
        except ValueError:
            return None  # said beside its column when the line is read
        key.setdefault("started", None)
        return Appointment.objects.filter(**key).order_by("ended", "pk").first()


def _unknown(column: str, text: str):
    raise ValidationError({column: _("“%s” is not known. Leave this empty for a new one.") % text})
