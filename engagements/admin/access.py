"""Parts of meetings in the admin exist only for whom the meeting exists."""

from django.db.models import Q

from engagements.models import Meeting
from engagements.models.meeting import renew
from stakeholders.models import Organisation, Person
from toolkit.admin import HistoryAdmin, OfficeAdmin


class PartAccess(OfficeAdmin):
    """A part of a meeting exists for whom the meeting exists; it never moves to another meeting."""

    meeting_field = "meeting"

    def get_queryset(self, request):
        visible = Meeting.objects.visible_to(request.user)
        return super().get_queryset(request).filter(meeting__in=visible)

    def get_readonly_fields(self, request, obj=None):
        fields = super().get_readonly_fields(request, obj)
        return [*fields, self.meeting_field] if obj else fields

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Take no meeting, nor part of one, that does not exist for the user, whatever is posted."""
        visible = Meeting.objects.visible_to(request.user)
        if db_field.name == "meeting":
            kwargs["queryset"] = visible
        if db_field.name == "counterpart":
            kwargs["queryset"] = db_field.related_model.objects.filter(meeting__in=visible)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        renew(obj.meeting)

    def get_search_results(self, request, queryset, search_term):
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
