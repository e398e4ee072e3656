"""The month's article, by rules only: meetings in, sentences that each name their meetings out. Pure."""

from reviews.article.article import Article, LeftOut, Paragraph, Sentence
from reviews.article.compose import compose, describe_undated

__all__ = ["Article", "LeftOut", "Paragraph", "Sentence", "compose", "describe_undated"]
