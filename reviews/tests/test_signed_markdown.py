"""The text of a month as HTML: nothing that was typed does anything."""

import pytest

from reviews.article.signed_markdown import to_html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Plain\n\nTwo", "<p>Plain</p>\n<p>Two</p>\n"),
        ("# Title", "<h3>Title</h3>\n"),
        ("### Deep", "<h4>Deep</h4>\n"),
        ("**a** and *b*", "<p><strong>a</strong> and <em>b</em></p>\n"),
        ("- one\n- two", "<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n"),
        ("Kukës & Tirana", "<p>Kukës &amp; Tirana</p>\n"),
    ],
)
def test_plain_editing(text, html):
    assert to_html(text) == html


@pytest.mark.parametrize("address", ["https://iom.int/a?b=c", "http://iom.int", "mailto:a@iom.int"])
def test_whole_links_are_kept(address):
    html = to_html(f"[x]({address})")
    assert html == f'<p><a href="{address}">x</a></p>\n'


def test_a_picture_is_fetched_from_nowhere():
    html = to_html("![x](https://evil.example/pixel.png)")
    assert ("<img" in html, "src" in html) == (False, False)
    assert "<img" not in to_html("![x](javascript:alert(1))")


@pytest.mark.parametrize(
    "text",
    [
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](vbscript:x)",
        "[x](/months/2024-03/submit/)",
        "[x](//evil.example)",
        "<javascript:alert(1)>",
        "[x][y]\n\n[y]: javascript:alert(1)",
    ],
)
def test_other_links_lead_nowhere(text):
    assert "href" not in to_html(text)


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        '<a href="https://x" onclick="alert(1)">x</a>',
        "<style>p{}</style>",
        '<div style="color:red">x</div>',
        "`<script>`",
    ],
)
def test_raw_html_and_pictures_are_text(text):
    html = to_html(text)
    for tag in ("<script", "<img", "<a", "<style", "<div"):
        assert tag not in html
    assert html.count("<") == html.count("<p>") + html.count("</p>") + 2 * html.count("<code>")
