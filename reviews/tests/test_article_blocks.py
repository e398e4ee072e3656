"""The article's Markdown as blocks, and as plain text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.documents.content import Block, Run, plain_text, read_article


def test_headings_paragraphs_and_emphasis():
    blocks = read_article("# Title\n\nOne *two* **three**\nfour\n\n## Next")
    assert blocks == (
        Block("heading", (Run("Title"),), 1),
        Block(
            "text",
            (
                Run("One "),
                Run("two", is_italic=True),
                Run(" "),
                Run("three", is_bold=True),
                Run(" "),
                Run("four"),
            ),
        ),
        Block("heading", (Run("Next"),), 2),
    )


def test_lists_have_their_depth_and_numbers():
    blocks = read_article("- a\n  - b\n\n3. c\n4. d\n\n   more of d\n\nText\n\n1. e")
    assert [(b.kind, b.level, b.number, b.text) for b in blocks] == [
        ("bullet", 1, 0, "a"),
        ("bullet", 2, 0, "b"),
        ("number", 1, 3, "c"),
        ("number", 1, 4, "d"),
        ("text", 1, 0, "more of d"),
        ("text", 1, 0, "Text"),
        ("number", 1, 1, "e"),
    ]


def test_headings_never_skip_a_level_and_nothing_is_deeper_than_three():
    blocks = read_article("### a\n\n##### b\n\n###### c\n\n###### d\n\n# e")
    assert [(b.level, b.text) for b in blocks] == [(1, "a"), (2, "b"), (3, "c"), (3, "d"), (1, "e")]
    assert [b.level for b in read_article("- a\n  - b\n    - c\n      - d")] == [1, 2, 3, 3]


@pytest.mark.parametrize(
    ("markdown", "run"),
    [
        ("[a](https://example.org/x)", Run("a", link="https://example.org/x")),
        ("[a](mailto:a@example.org)", Run("a", link="mailto:a@example.org")),
        ("[a](/meetings/)", Run("a")),
        ("[a](ftp://example.org)", Run("a")),
        ("[a](javascript:alert(1))", Run("[a](javascript:alert(1))")),
        ("<script>x</script>", Run("<script>x</script>")),
        ("`code`", Run("code")),
    ],
)
def test_links_are_plain_and_nothing_else_is_fetched_or_run(markdown, run):
    (block,) = read_article(markdown)
    assert block.text == run.text
    assert {r.link for r in block.runs} == {run.link}


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        (r"2024\. A \*star\* and \_line\_", "2024. A *star* and _line_"),
        ("# T\n\nOne\n\n- a\n- b\n  - c\n\nTwo", "T\n\nOne\n\n- a\n- b\n  - c\n\nTwo"),
        ("1. a\n2. b", "1. a\n2. b"),
        ("See [this](https://example.org).", "See this (https://example.org)."),
        ("<https://example.org>", "https://example.org"),
        ("<a@example.org>", "a@example.org"),
        ("a  \nb", "a\nb"),
        ("> said\n\n---\n\n    x = 1", "said\n\nx = 1"),
        ("", ""),
        ("  \n\n&nbsp;", ""),
    ],
)
def test_plain_text(markdown, text):
    assert plain_text(read_article(markdown)) == text


@given(st.text(alphabet="ab *_[]()\\#>-1.`\n<&", max_size=80))
def test_any_text_can_be_read(markdown):
    blocks = read_article(markdown)
    assert all(block.text.strip() for block in blocks)
    assert plain_text(blocks).count("\x00") == 0


@pytest.mark.parametrize("sign", ["*", "[", "> ", "- ", "`", "![", "#", "a*b_", "\\"])
def test_many_signs_are_read_in_time(sign):
    assert isinstance(read_article(sign * 10_000), tuple)
