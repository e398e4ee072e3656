"""Print the article of months in JSON, to be read aloud: `python bench/read_months.py FILE ... [--records]`.

A file holds {"office", "seat", "year", "month", "meetings"}; see reviews/tests/written_months.py.
"""

import argparse
import textwrap
from pathlib import Path

import throwaway

from reviews.tests.written_months import article_of, read_month


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition(":")[0])
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--records", action="store_true", help="the references after a sentence")
    parser.add_argument("--alone", action="store_true", help="how a sentence reads alone")
    asked = parser.parse_args()
    for file in asked.files:
        article = article_of(read_month(file))
        throwaway.say(f"\n##### {file.name}\n{article.title.text}")
        for paragraph in article.paragraphs:
            texts = []
            for sentence in paragraph.sentences:
                text = sentence.text
                if asked.records:
                    text += f" [{', '.join(one[-3:] for one in sentence.references)}]"
                if asked.alone and sentence.alone:
                    text += f" <<{sentence.alone}>>"
                texts.append(text)
            throwaway.say("\n" + textwrap.fill(" ".join(texts), 110))


if __name__ == "__main__":
    main()
