"""How long the article of a month takes to compose: `python bench/article.py [--records 500] [--runs 5]`."""

import argparse
import statistics
import time

import throwaway

from reviews.article import compose
from reviews.tests.months import make_month, sentences_of


def main():
    """Compose the same generated month several times and print the least and the middle time of the processor."""
    parser = argparse.ArgumentParser(description=__doc__.partition(":")[0])
    parser.add_argument("--records", type=int, default=500)
    parser.add_argument("--runs", type=int, default=5)
    asked = parser.parse_args()
    records = make_month(asked.records, 1, ["Ada Lovelace", "Qendra"])
    times = []
    for _run in range(asked.runs):
        begun = time.process_time()
        article = compose(records, 2024, 3, office="Albania", seat="Tirana", spellings={})
        times.append(1000 * (time.process_time() - begun))
    least, middle = min(times), statistics.median(times)
    size = f"{asked.records} records, {len(sentences_of(article))} sentences"
    throwaway.say(f"{size}: least {least:.0f} ms, middle {middle:.0f} ms")


if __name__ == "__main__":
    main()
