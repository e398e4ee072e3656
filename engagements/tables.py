"""The columns in which thematic areas and kinds of meeting leave the admin and come back."""

from accounts.admin_tables import Table
from engagements.models import MeetingKind, ThematicArea


class ThematicAreaTable(Table):
    """Thematic areas, known by their code."""

    class Meta(Table.Meta):
        model = ThematicArea
        fields = ("code", "name", "description", "position", "is_active")
        import_id_fields = ("code",)


class MeetingKindTable(Table):
    """Kinds of meeting, known by their code."""

    class Meta(Table.Meta):
        model = MeetingKind
        fields = ("code", "name", "name_plural", "position", "is_active")
        import_id_fields = ("code",)
