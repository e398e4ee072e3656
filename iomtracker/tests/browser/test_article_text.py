"""What the editor does to an article's text, without its page (static/js/article-text.js)."""

import pytest
from django.templatetags.static import static

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# The title, then paragraphs of sentences.
TEXT = [["T"], ["A.", "B."], ["C."], ["D.", "E."]]
RUN = """async ([address, text, name, args]) => {
    const kinds = ["title", "opening", "paragraph", "close"];
    const blocks = text.map((sentences, index) => ({ kind: kinds[index], sentences }));
    const result = (await import(address))[name](blocks, ...args);
    if (!result) return null;
    const { block, sentence } = result.at;
    return [result.blocks.map(({ sentences }) => sentences), [block, sentence]];
}"""
CALL = "async ([address, name, args]) => (await import(address))[name](...args)"


def place(block, sentence):
    return {"block": block, "sentence": sentence}


CHANGES = [
    ("moveSentence", [place(1, 1), -1], [[["T"], ["B.", "A."], ["C."], ["D.", "E."]], [1, 0]]),
    ("moveSentence", [place(1, 1), 1], [[["T"], ["A."], ["B.", "C."], ["D.", "E."]], [2, 0]]),
    ("moveSentence", [place(3, 0), -1], [[["T"], ["A.", "B."], ["C.", "D."], ["E."]], [2, 1]]),
    # The last sentence of a paragraph takes its place in the text along.
    ("moveSentence", [place(2, 0), -1], [[["T"], ["A.", "B.", "C."], ["D.", "E."]], [1, 2]]),
    ("moveSentence", [place(2, 0), 1], [[["T"], ["A.", "B."], ["C.", "D.", "E."]], [2, 0]]),
    ("moveSentence", [place(1, 0), -1], None),
    ("moveSentence", [place(3, 1), 1], None),
    ("moveSentence", [place(0, 0), 1], None),
    ("removeSentence", [place(1, 0)], [[["T"], ["B."], ["C."], ["D.", "E."]], [1, 0]]),
    ("removeSentence", [place(1, 1)], [[["T"], ["A."], ["C."], ["D.", "E."]], [2, 0]]),
    ("removeSentence", [place(2, 0)], [[["T"], ["A.", "B."], ["D.", "E."]], [2, 0]]),
    ("removeSentence", [place(3, 1)], [[["T"], ["A.", "B."], ["C."], ["D."]], [3, 0]]),
    ("removeSentence", [place(0, 0)], None),
    ("splitBefore", [place(1, 1)], [[["T"], ["A."], ["B."], ["C."], ["D.", "E."]], [2, 0]]),
    ("splitBefore", [place(1, 0)], None),
    ("moveBlock", [2, -1], [[["T"], ["C."], ["A.", "B."], ["D.", "E."]], [1, 0]]),
    ("moveBlock", [1, -1], None),
    ("joinWithNext", [1], [[["T"], ["A.", "B.", "C."], ["D.", "E."]], [1, 2]]),
    ("joinWithNext", [3], None),
    ("addBelow", [1], [[["T"], ["A.", "B."], [], ["C."], ["D.", "E."]], [2, 0]]),
    ("removeBlock", [3], [[["T"], ["A.", "B."], ["C."]], [2, 0]]),
    (
        "writeBlock",
        [1, "B. New one.\n \nA.", ["A.", "B."]],
        [[["T"], ["B.", "New one."], ["A."], ["C."], ["D.", "E."]], [1, 0]],
    ),
    # Known words at the end of a longer sentence are not a sentence.
    (
        "writeBlock",
        [2, "Then, C. D.", ["C.", "D."]],
        [[["T"], ["A.", "B."], ["Then, C.", "D."], ["D.", "E."]], [2, 0]],
    ),
    ("writeBlock", [2, " \n", []], [[["T"], ["A.", "B."], ["D.", "E."]], [2, 0]]),
    ("writeBlock", [0, "One\n\ntitle", []], [[["One", "title"], *TEXT[1:]], [0, 0]]),
    ("writeText", ["T", ["A. B.", "D."], ["A.", "B."]], [[["T"], ["A.", "B."], ["D."]], [0, 0]]),
]
PASTED = [
    ("One line\nof two.", [], "One line of two."),
    ("First.\n\n\n\nSecond.", [], "First.\n\nSecond."),
    ("•\tWork permits\n•\tVisas;\no\tA note!", [], "Work permits. Visas. A note!"),
    ("1. Work permits\n2) Visas", [], "Work permits. Visas."),
    ("Met on:\nvisas\npermits", ["visas", "permits"], "Met on: visas. permits."),
    ("- a line that only begins so", [], "- a line that only begins so"),
    ("<b>Bold</b> & **more**", [], "<b>Bold</b> & **more**"),
]


def test_the_changes_of_a_text(open_page):
    page = open_page()
    page.goto("/offline/")
    module = static("js/article-text.js")
    found = [page.evaluate(RUN, [module, TEXT, name, args]) for name, args, _ in CHANGES]
    assert found == [expected for *_, expected in CHANGES]
    pasted = [
        page.evaluate(CALL, [module, "pastedText", [text, items]]) for text, items, _ in PASTED
    ]
    assert pasted == [expected for *_, expected in PASTED]
    assert page.said == []
