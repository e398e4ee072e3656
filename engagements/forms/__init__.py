"""Input about meetings: the same rules for the browser, the example month and imports."""

from engagements.forms.filters import MeetingFilterForm
from engagements.forms.meeting import MeetingForm

__all__ = ["MeetingFilterForm", "MeetingForm"]
