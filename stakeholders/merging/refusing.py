"""What can't be merged, in clear words."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _


class MergeError(Exception):
    """A merge or an undo that is refused; its text says why."""


def check(duplicate, kept):
    """Raise MergeError when `duplicate` can't be merged into `kept`."""
    reason = _refusal(duplicate, kept)
    if reason:
        raise MergeError(reason)


def _refusal(duplicate, kept):
    if type(duplicate) is not type(kept):
        names = {"one": duplicate._meta.verbose_name, "other": kept._meta.verbose_name}
        return capfirst(_("%(one)s and %(other)s are two kinds of record.") % names)
    if duplicate.pk == kept.pk:
        return _("This is one and the same record.")
    for row in (duplicate, kept):
        if row.merged_into_id:
            names = {"one": row, "other": row.merged_into}
            return _("%(one)s is already merged into %(other)s.") % names
        if getattr(row, "anonymised_at", None):
            return _("One of the two is anonymised: nothing may be moved to it or from it.")
    return _wrong_place(duplicate, kept) or _retired(duplicate, kept)


def _wrong_place(duplicate, kept):
    levels = [getattr(row, "level", None) for row in (duplicate, kept)]
    if levels[0] != levels[1]:
        names = {"one": duplicate.get_level_display(), "other": kept.get_level_display()}
        return _("These are of two levels: %(one)s and %(other)s.") % names
    for inner, outer in ((duplicate, kept), (kept, duplicate)):
        if _is_within(inner, outer):
            return _("%(one)s is a part of %(other)s.") % {"one": inner, "other": outer}
    return ""


def _is_within(inner, outer):
    seen = set()
    above = getattr(inner, "parent", None)
    while above is not None and above.pk not in seen:
        if above.pk == outer.pk:
            return True
        seen.add(above.pk)
        above = above.parent
    return False


def _retired(duplicate, kept):
    if getattr(kept, "is_active", True) or not duplicate.is_active:
        return ""
    return _("%s is no longer in use. Keep the other one, or put it in use again first.") % kept
