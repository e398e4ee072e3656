"""The lists of words in `data/line_words.json`, by name. Pure."""

import json

from reviews.article.nouns import DATA

LISTS: dict[str, frozenset[str]] = {
    name: frozenset(words.split())
    for name, words in json.loads((DATA / "line_words.json").read_text("utf-8")).items()
}
