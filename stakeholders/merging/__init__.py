"""Two records of the same: preview, merge, undo. Works on any model that has `merged_into`.

`merge` leaves the duplicate as a signpost to the one that is kept; all that pointed at it points at
the kept one. Every step is kept in a MergeRecord, from which `undo` goes back.
"""

from stakeholders.merging.doing import merge
from stakeholders.merging.previewing import preview
from stakeholders.merging.refusing import MergeError
from stakeholders.merging.relations import mergeable_models
from stakeholders.merging.undoing import undo

__all__ = ["MergeError", "merge", "mergeable_models", "preview", "undo"]
