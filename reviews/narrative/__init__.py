"""The month's article, by rules only: records in, sentences that each name their records out. Pure."""

from reviews.narrative.article import Article, LeftOut, Paragraph, Sentence
from reviews.narrative.composing import compose

__all__ = ["Article", "LeftOut", "Paragraph", "Sentence", "compose"]
