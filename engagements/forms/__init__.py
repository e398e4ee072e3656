"""What people type about meetings."""

from engagements.forms.meeting import MeetingForm

__all__ = ["MeetingForm"]
