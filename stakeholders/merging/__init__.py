"""Two records of the same: preview, merge, undo. Works on any model that has `merged_into`.

`merge` leaves the duplicate as a signpost to the one that is kept; all that pointed at it points at
the kept one. Every step is kept in a MergeRecord, from which `undo` goes back.
"""

from stakeholders.merging.execute import merge
from stakeholders.merging.preview import preview
from stakeholders.merging.rules import MergeError, mergeable_models
from stakeholders.merging.undo import undo

__all__ = ["MergeError", "merge", "mergeable_models", "preview", "undo"]
