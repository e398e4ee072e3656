"""Names as people type them: folding of case, accents and Albanian endings. Pure."""

import re

from anyascii import anyascii

HONORIFICS = (
    "h.e.",
    "mr.",
    "mrs.",
    "ms.",
    "dr.",
    "prof.",
    "amb.",
    "hon.",
    "eng.",
    "mr",
    "mrs",
    "ms",
    "dr",
    "prof",
)

# Albanian place names come with and without the article: Shkodër or Shkodra, Kukës or Kukësi,
# Tiranë or Tirana. Each group of endings is brought to one form, in this order.
ENDINGS = (("er", "r"), ("ra", "r"), ("a", ""), ("e", ""), ("i", ""), ("u", ""))


def fold(text):
    """Return `text` in lower case ASCII letters and digits, words parted by one space.

    "Kukës" and "KUKES" give "kukes"; punctuation parts words.
    """
    return " ".join(re.findall(r"[a-z0-9]+", anyascii(text or "").lower().replace("'", "")))


def fold_place(text):
    """Return the folded name of a place without its Albanian ending: Shkodra, Shkodër, shkoder give one form."""
    return " ".join(_stem(word) for word in fold(text).split())


def _stem(word):
    if len(word) < 5:
        return word
    for ending, instead in ENDINGS:
        if word.endswith(ending):
            return word[: -len(ending)] + instead
    return word


def split_honorific(text):
    """Return (honorific, name): "H.E. Mr. Karl Bergner" gives ("H.E. Mr.", "Karl Bergner")."""
    words = text.split()
    count = 0
    while count < len(words) - 1 and words[count].lower() in HONORIFICS:
        count += 1
    return " ".join(words[:count]), " ".join(words[count:])
