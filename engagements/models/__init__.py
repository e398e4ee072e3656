"""What happened: meetings, with whom, about what, and the action points made."""

from engagements.models.action_point import ActionPoint
from engagements.models.attachment import Attachment, FormFile
from engagements.models.counterpart import Attendance, Counterpart
from engagements.models.form_draft import FormDraft
from engagements.models.kinds_and_areas import MeetingKind, ThematicArea
from engagements.models.meeting import Meeting, MonthCounter

__all__ = [
    "ActionPoint",
    "Attachment",
    "Attendance",
    "Counterpart",
    "FormDraft",
    "FormFile",
    "Meeting",
    "MeetingKind",
    "MonthCounter",
    "ThematicArea",
]
