"""The text of a month as paragraphs of sentences; what was Markdown is kept as plain text.

Its sentences are matched to their meetings when the text is next read: until then `unmatched` holds
the digests of the meetings that it was written on.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from markdown_it import MarkdownIt

from reviews.article.sentences import split_sentences

READ = MarkdownIt("commonmark", {"html": False}).disable("image")
ROWS = 100


def plain_text(children):
    """Return the words of a line of Markdown; where a link leads follows its words."""
    words, address, at = "", "", 0
    for token in children:
        if token.type == "link_open":
            address, at = str(token.attrGet("href") or ""), len(words)
        elif token.type == "link_close":
            if address.removeprefix("mailto:") != words[at:]:
                words += f" ({address})"
        elif token.type in ("softbreak", "hardbreak"):
            words += " "
        else:
            words += token.content
    return " ".join(words.split())


def text_of(markdown, basis):
    title, paragraphs, number = "", [], 0
    tokens = READ.parse(markdown)
    for before, token in zip([None, *tokens], tokens, strict=False):
        if token.type == "inline":
            words = plain_text(token.children or [])
        elif token.type in ("fence", "code_block"):
            words = " ".join(token.content.split())
        else:
            continue
        if before is not None and before.type == "heading_open" and not title and not paragraphs:
            title = words
            continue
        sentences = []
        for sentence in split_sentences(words):
            number += 1
            sentences.append({"key": f"m{number}", "text": sentence})
        if sentences:
            paragraphs.append(sentences)
    return {
        "title": {"key": "title", "text": title},
        "paragraphs": paragraphs,
        "unmatched": basis or {},
    }


def keep_texts(apps, schema_editor):
    for name in ("MonthlyReview", "HistoricalMonthlyReview"):
        rows = apps.get_model("reviews", name)._base_manager.using(schema_editor.connection.alias)
        found = rows.exclude(narrative="").only("narrative", "basis")
        for row in found.iterator(chunk_size=ROWS):
            # What is signed refuses to be saved, and stays what was signed.
            rows.filter(pk=row.pk).update(text=text_of(row.narrative, row.basis))


def give_back_markdown(apps, schema_editor):
    """Write the text as plain paragraphs under its title; signs that Markdown reads are left as they are."""
    for name in ("MonthlyReview", "HistoricalMonthlyReview"):
        rows = apps.get_model("reviews", name)._base_manager.using(schema_editor.connection.alias)
        for row in rows.filter(text__isnull=False).only("text").iterator(chunk_size=ROWS):
            text = row.text
            paragraphs = [" ".join(one["text"] for one in p) for p in text["paragraphs"]]
            title = text["title"]["text"]
            narrative = "\n\n".join([*([f"# {title}"] if title else []), *paragraphs])
            basis = text.get("unmatched") or {}
            for sentence in [text["title"], *(s for p in text["paragraphs"] for s in p)]:
                basis |= sentence.get("basis") or {}
            rows.filter(pk=row.pk).update(narrative=narrative, basis=basis)


TEXT = {"blank": True, "default": None, "editable": False, "null": True, "verbose_name": "text"}


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("reviews", "0001_reviews_and_signatures"),
    ]

    operations = [
        migrations.AddField("monthlyreview", "text", models.JSONField(**TEXT)),
        migrations.AddField("historicalmonthlyreview", "text", models.JSONField(**TEXT)),
        migrations.RunPython(keep_texts, give_back_markdown),
        migrations.RemoveField("monthlyreview", "narrative"),
        migrations.RemoveField("monthlyreview", "basis"),
        migrations.RemoveField("historicalmonthlyreview", "narrative"),
        migrations.RemoveField("historicalmonthlyreview", "basis"),
        migrations.CreateModel(
            name="ArticleDraft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.DateField(verbose_name="month")),
                ("fields", models.JSONField(verbose_name="boxes")),
                ("began_at", models.DateTimeField(auto_now_add=True, verbose_name="begun")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="saved")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="article_drafts",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="written by",
                    ),
                ),
            ],
            options={
                "verbose_name": "unsaved text of a month",
                "verbose_name_plural": "unsaved texts of months",
                "ordering": ["-updated_at", "-pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="articledraft",
            constraint=models.UniqueConstraint(
                fields=("user", "month"), name="article_draft_once"
            ),
        ),
    ]
