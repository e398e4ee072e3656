"""Text as people typed it, made fit to stand in a sentence; and the small words around it. Pure."""

import re
import unicodedata
from functools import lru_cache

from django.utils.translation import gettext as _

# A comma where something follows, nothing where the sentence ends. No record can hold it: clean() drops it.
SOFT_COMMA = "\x1f"
JOINERS = "\u200c\u200d"  # what holds letters of some scripts, and emoji, together
EDGES = " \t,;:–—-•·|/"
CLOSERS = ".!?…)]}"  # what cannot begin anything
BRACKETS = {"(": ")", "[": "]", "{": "}"}
QUOTES = "\"“”„‟«»'‘’"


def _words(text):
    return frozenset(text.split())


# First words that are no names, so that they may lose their capital inside a sentence.
ADJECTIVES = _words("""ongoing potential possible joint future current next recent new human technical local
    national regional international migration-related mutual practical ethical safe legal
    vulnerable better closer stronger further general various bilateral productive constructive
    introductory preparatory urgent irregular regular mixed social municipal public first second
    final annual monthly weekly several many employment-related""")
NOUNS = _words("""collaboration cooperation coordination migration protection labour employment education
    resettlement reintegration return returns visa border diaspora counter-trafficking emergency
    assistance support services challenges needs priorities preparation preparations follow-up
    progress plans training workshop conference fair job seminar forum meeting meetings exchange
    discussion discussions visit update updates introduction presentation launch review data
    emphasis partnership partnerships funding implementation information health integration
    reception resilience prevention identification referral referrals registration standard opportunities
    staff team teams representatives representative members experts officials participants
    stakeholders partners colleagues officers delegation group organiser organisers
    organizer host hosts specialists volunteers students teachers field round roundtable open
    panel press technical ceremony celebration campaign career counselling""")
GERUNDS = _words("""addressing strengthening improving exploring building planning preparing supporting
    promoting enhancing developing ensuring identifying reviewing sharing following""")
SMALL = _words("a an the on in with how what ways")
COMMON = ADJECTIVES | NOUNS | GERUNDS | SMALL

# Words that tell an institution, which has "the" before it, from a name of its own.
INSTITUTIONS = _words("""embassy municipality ministry committee chamber unit agency directorate department commission
    council delegation office institute bank fund association centre center federation government
    prefecture police service services union assembly parliament court foundation network authority
    inspectorate representation consulate ombudsman institution secretariat administration board
    organization organisation programme faculty college academy""")


@lru_cache(maxsize=2048)
def clean(text):
    """Return one line: single spaces, no control characters, no marks left without their words."""
    kept = (c if _is_kept(c) else " " if c.isspace() else "" for c in text)
    text = " ".join("".join(kept).split())
    before = None
    while text != before:
        before = text
        text = _mend(text)
    return text.rstrip(EDGES).lstrip(EDGES + CLOSERS)


def _is_kept(character):
    kind = unicodedata.category(character)
    return character in JOINERS or (kind[0] != "C" and kind not in ("Zl", "Zp"))


def _mend(text):
    text = _without_empty_brackets(text)
    text = re.sub(r"\s+(?=[,;])|\s+(?=\.(?:[\s,.;]|$))", "", text)
    text = re.sub(r",(?=\s*[,;.:!?])", "", text)
    text = re.sub(r"\.{2,}", "…", text)
    return " ".join(text.split())


def _without_empty_brackets(text):
    """Drop brackets around nothing, however deep, in one pass."""
    kept, opened = [], []
    for character in text:
        if character in BRACKETS:
            opened.append(len(kept))
        elif opened and BRACKETS[kept[opened[-1]]] == character:
            start = opened.pop()
            if all(map(str.isspace, kept[start + 1 :])):
                kept[start:] = [" "]
                continue
        kept.append(character)
    return "".join(kept)


def name_of(text):
    """Return a name, title or label ready for a sentence; nothing when it holds no letter, digit or symbol."""
    text = clean(text)
    return text if any(c.isalnum() or unicodedata.category(c) == "So" for c in text) else ""


def finish(text):
    """Return the sentence with its soft commas settled, a capital and a full stop."""
    text = re.sub(rf"{SOFT_COMMA}+(?=\s*(?:[.,;:!?]|$))", "", text)
    text = re.sub(rf"{SOFT_COMMA}+", ",", text)
    text = text[:1].upper() + text[1:]
    closed = re.search(rf"[.!?…][)\]{QUOTES}]*$", text)
    return text if closed else f"{text}."


def is_common(text):
    """Say whether the first word is no name."""
    word = re.match(r"[\w-]*", text).group()
    return word[1:].islower() and word.lower() in COMMON or word in ("A", "a")


def lower_common(text):
    """Return `text` as it stands inside a sentence; what may be a name keeps its capital."""
    return text[:1].lower() + text[1:] if is_common(text) else text


def with_the(name):
    """Return "the Albanian Helsinki Committee", "Caritas"."""
    words = re.findall(r"\w+", name.lower())
    if words[:1] == ["the"]:
        return f"the{name[3:]}"
    is_common = INSTITUTIONS.intersection(words) or words[:2] == ["university", "of"]
    return _("the %(name)s") % {"name": name} if is_common else name


def with_a(noun):
    """Return "a call", "an event"."""
    vowel = noun[:1].lower() in "aeiou" and not noun.lower().startswith(("uni", "use", "eu"))
    return _("an %(noun)s") % {"noun": noun} if vowel else _("a %(noun)s") % {"noun": noun}


def join(items):
    """Return "A", "A and B", "A, B and C"; with semicolons where an item has commas of its own."""
    *before, last = items
    if not before:
        return last
    parting, before_last = ", ", ""
    if len(before) > 1 and any("," in item or SOFT_COMMA in item for item in items):
        parting = before_last = "; "
        before = [item.rstrip(SOFT_COMMA) for item in before]
    elif len(before) > 1 and any(f" {_('and')} " in item for item in items):
        before_last = ", "
    said = {"names": parting.join(before), "mark": before_last.strip(), "last": last}
    return _("%(names)s%(mark)s and %(last)s") % said


def quoted(text):
    """Return the text in double quotes; those inside it become single ones."""
    inner = re.sub(r"“([^“”]*)”", r"‘\1’", text)
    inner = re.sub(r'"([^"]*)"', r"‘\1’", inner)
    return f"“{inner}”"


class Spelling:
    """Place names as the office prints them; `spellings` is {official: printed}."""

    def __init__(self, spellings):
        self.spellings = spellings
        names = "|".join(map(re.escape, sorted(spellings, key=len, reverse=True)))
        self.pattern = re.compile(rf"(?<!\w)(?:{names})(?!\w)") if names else None

    def __call__(self, text):
        """Return `text` with each place name in it as the office prints it."""
        if self.pattern is None:
            return text
        return self.pattern.sub(lambda found: self.spellings[found.group()], text)
