"""The lists of words in the JSON files of `data/`; LISTS are those of `line_words.json`, by name. Pure."""

import json
from typing import Any

from reviews.article.word_classes import DATA


def read_words(file: str) -> dict[str, Any]:
    """Return {name: words}, each as the file has them: parted by spaces or a list."""
    found: dict[str, Any] = json.loads((DATA / file).read_text("utf-8"))
    return found


LISTS: dict[str, frozenset[str]] = {
    name: frozenset(words.split()) for name, words in read_words("line_words.json").items()
}
