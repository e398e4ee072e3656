"""Acronyms against the names they are made of."""


def initials_of(tokens, small):
    """Return the acronyms of a name of two words or more: with small words, without, and with "of" alone."""
    expanded = [part for token in tokens for part in (("u", "n") if token == "un" else (token,))]
    if len(expanded) < 2:
        return set()
    kinds = (
        [token for token in expanded if token not in small or token in ("u", "n")],
        [token for token in expanded if token not in small or token in ("u", "n", "of")],
        expanded,
    )
    return {"".join(token[0] for token in kind) for kind in kinds}


def spells(acronym, tokens, small):
    """Whether `acronym` is made of the beginnings of the words: "gredo" of Gargaar Relief Development Organization.

    Each word gives one to three letters, a small one none or one.
    """
    if not tokens:
        return not acronym
    first, rest = tokens[0], tokens[1:]
    if first in small and spells(acronym, rest, small):
        return True
    longest = 1 if first in small else 3
    return any(
        acronym.startswith(first[:size]) and spells(acronym[size:], rest, small)
        for size in range(1, min(longest, len(first)) + 1)
    )
