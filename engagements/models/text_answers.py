"""What the writer of a meeting answered to remarks on its texts, such as "leave it as typed".

They are kept with the meeting as {"public_line:capitals": {"text", "by", "at"}}: the box and the code of
the remark. "text" is the digest of the text that was answered about: of another text nothing was said.
"""

import hashlib
import re
from datetime import datetime

BOXES = ("event_name", "public_line", "title", "internal_note")
# Said of a title: what it names is not the public name of the event.
NOT_THE_NAME = "title:event-name"
TOKEN = re.compile(r"(([a-z_]{1,20}):[a-z-]{1,30}):([0-9a-f]{16})(?!\S)")

Answers = dict[str, dict[str, str]]


def text_digest(text: str) -> str:
    plain = text.replace("\r\n", "\n").strip()
    return hashlib.sha256(plain.encode("utf-8", "replace")).hexdigest()[:16]


def answer_token(box: str, code: str, text: str) -> str:
    """Return what a form sends as an answer to the remark `code` on `text`."""
    return f"{box}:{code}:{text_digest(text)}"


def answered(tokens: str, texts: dict[str, str]) -> list[str]:
    """Return the keys of the answers in `tokens` that are about the `texts` as they are."""
    digests = {box: text_digest(text) for box, text in texts.items()}
    found = TOKEN.findall(tokens)
    return list(dict.fromkeys(key for key, box, digest in found if digests.get(box) == digest))


def holding(answers: Answers, texts: dict[str, str]) -> Answers:
    """Return the answers that are about the `texts` as they are."""
    digests = {box: text_digest(text) for box, text in texts.items()}
    return {
        key: one
        for key, one in answers.items()
        if digests.get(key.partition(":")[0]) == one.get("text")
    }


def with_answers(
    answers: Answers, tokens: str, texts: dict[str, str], *, by: str, at: datetime
) -> Answers:
    """Return those of `answers` that hold, and what the `tokens` answer; who said it first stays."""
    kept = holding(answers, texts)
    for key in answered(tokens, texts):
        text = text_digest(texts[key.partition(":")[0]])
        kept.setdefault(key, {"text": text, "by": by, "at": at.isoformat()})
    return kept
