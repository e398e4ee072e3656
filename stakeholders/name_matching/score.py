"""The result of a comparison: a score, and codes of reasons with their texts."""

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

# From here on two records are likely duplicates; docs/matching.md says why.
LIKELY = 80

REASONS = {
    "same_name": _("The same name"),
    "same_words": _("The same words in another order or form"),
    "spelling": _("Spelled a little differently"),
    "missing_words": _("One name has words that the other lacks"),
    "legal_form": _("Only the legal form differs"),
    "acronym": _("One is the initials of the other"),
    "short_name": _("The same short name"),
    "nickname": _("A short or foreign form of the same first name"),
    "initial": _("A first name is only an initial"),
    "same_email": _("The same email"),
    "same_phone": _("The same phone"),
    "same_organisation": _("The same organisation"),
    "other_organisation": _("But in different organisations"),
    "same_place": _("The same place"),
    "other_place": _("But in different places"),
    "same_website": _("The same website"),
}


class Likeness(NamedTuple):
    """How alike two names or records are, from 0 to 100, and the codes of the reasons, in their order."""

    score: int
    reasons: tuple[str, ...] = ()

    def with_more(self, points: int, reason: str) -> "Likeness":
        return Likeness(max(0, min(100, self.score + points)), (*self.reasons, reason))


NOTHING = Likeness(0)


def reason_texts(codes: list[str]) -> list[str]:
    """Return reasons for people to read; a code of an older version is left out."""
    return [str(REASONS[code]) for code in codes if code in REASONS]
