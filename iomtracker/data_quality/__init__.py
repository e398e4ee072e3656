"""What needs detail or looks wrong, counted, and one record after the other to put right."""

from iomtracker.data_quality.checks import GROUPS, KINDS

__all__ = ["GROUPS", "KINDS"]
