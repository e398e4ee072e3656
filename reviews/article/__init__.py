"""The month's article, by rules only: records in, sentences that each name their records out. Pure."""

from reviews.article.article import Article, LeftOut, Paragraph, Sentence
from reviews.article.compose import compose, describe_undated

__all__ = ["Article", "LeftOut", "Paragraph", "Sentence", "compose", "describe_undated"]
