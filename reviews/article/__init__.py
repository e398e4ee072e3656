"""The month's article, by rules only: meetings in, sentences that each name their meetings out. Pure."""

from reviews.article.compose import compose, describe_undated
from reviews.article.paragraphs import Article, LeftOut, Paragraph, Sentence

__all__ = ["Article", "LeftOut", "Paragraph", "Sentence", "compose", "describe_undated"]
