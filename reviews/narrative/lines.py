"""A public line as a sentence of its own: framed where that is surely grammatical, else as it was written."""

import re

from django.utils.translation import gettext as _

from reviews.narrative.wording import ADJECTIVES, GERUNDS, NOUNS, lower_common, with_a

# Words that make a sentence of a line, or may: such a line stands as it was written.
VERBS = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|shall|should|do|does|did"
    r"|met|agreed|discussed|visited|took|said|asked|promised|presented|expressed|welcomed|thanked"
    r"|confirmed|stressed|underlined|highlighted|noted|shared|explored|exchanged|requested|offered"
    r"|began|held|signed|spoke|gave|came|went|we|they|he|she|it|that|who|which|not)\b",
    re.I,
)
PASSIVE = re.compile(
    r"\b\w{3,}ed(?= (?:to|in|by|on|at|for|from|with|of|the|a|an|and|its|their)\b|[,;.]|$)", re.I
)
ENDS = re.compile(r"(?<=[^\W\d_]{4}[.!?])\s+(?=[^\W\d_])")
MEETING = re.compile(
    r"^(?:[\w-]+ )?(?:meeting|discussion|exchange|visit|conversation|dialogue|session|workshop|training|briefing"
    r"|platform|forum|call)(?= (?:of|on|between|with|about|for|in|at|to)\b|[.,:]|$)",
    re.I,
)
# A noun, or two that go together, and what ties them to the rest: no verb stands between.
LINKED = re.compile(
    r"^[\w-]+(?: (?:issues|conditions|services|challenges|needs|priorities|procedures|governance"
    r"|management|activities|cooperation|assistance|mobility|flows|trends|data|opportunities))?"
    r"(?:[,:]|,? (?:of|on|in|for|with|and|or|between|to|from|at|by|against)\b)"
)
UNCOUNTED = frozenset(["several", "many", "various", "mixed", "better"])


def frame(line, *, with_whom="", about="", each=False, talks=True, number=0):
    """Return the line as a sentence.

    `with_whom` and `about` (" with the Embassy", "migration governance") go in where there is a
    frame to hold them; `each` speaks of several meetings at once; `talks` says that people talked;
    `number` varies the words.
    Also returns whether they went in.
    """
    first = ENDS.split(line)[0]
    word = re.match(r"[\w-]*", first).group().lower()
    if VERBS.search(first) or PASSIVE.search(first) or not word:
        return line, False
    lowered = lower_common(line)
    if not each and lowered != line and _is_meeting(first, word):
        article = word in ("a", "an", "the")
        return _("This was %(what)s") % {"what": lowered if article else with_a(lowered)}, False
    if word in GERUNDS:
        return _agenda(lowered, with_whom, about, each)
    if (
        ";" in first
        or word not in ADJECTIVES | NOUNS
        or (word in NOUNS and not LINKED.match(first))
    ):
        return line, False
    if talks:
        return _covered(lowered, with_whom, about, each, number)
    return _agenda(lowered, with_whom, about, each)


def _is_meeting(first, word):
    return word in ("a", "an") or (
        MEETING.match(first) and word in (ADJECTIVES | NOUNS) - UNCOUNTED
    )


def _agenda(line, with_whom, about, each):
    said = {"line": line, "who": with_whom, "about": about}
    if about:
        return _("On the agenda%(who)s, under %(about)s: %(line)s") % said, True
    if each:
        return _("On the agenda each time: %(line)s") % said, True
    return _("On the agenda%(who)s: %(line)s") % said, True


def _covered(line, with_whom, about, each, number):
    said = {"line": line, "who": with_whom, "about": about}
    if about and number % 2:
        return _("The discussions%(who)s, on %(about)s, covered %(line)s") % said, True
    if about:
        return _("On %(about)s, the discussions%(who)s covered %(line)s") % said, True
    if each:
        return _("Each time the discussions covered %(line)s") % said, True
    return _("The discussions%(who)s covered %(line)s") % said, True
