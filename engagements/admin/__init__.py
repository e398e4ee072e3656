"""Meetings and what belongs to them, kept clean by the data manager."""

from engagements.admin import look_ups, meeting

__all__ = ["look_ups", "meeting"]
