"""A public line as it was typed, read for a sentence: what kind of words it is, and what to remark on. Pure."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from reviews.article.case_data import case_findings
from reviews.article.grammar import QUOTES, clean, finish
from reviews.article.known_names import KnownNames, folded_words
from reviews.article.line_forms import Shape, shape
from reviews.article.line_mending import (
    in_small_letters,
    is_foreign,
    is_shouted,
    plain_text,
    without_addresses,
    without_bullets,
    without_first_person,
    without_repetition,
)
from reviews.article.word_classes import NOUNS, tagged

LONG = 400
MEETING_NOUNS = frozenset(
    [
        "meeting",
        "discussion",
        "exchange",
        "visit",
        "talk",
        "conversation",
        "dialogue",
        "session",
        "call",
        "cooperation",
        "collaboration",
        "welcome",
        "hospitality",
        "reception",
        "atmosphere",
        "view",
        "thank",
        "thanks",
        "pleasure",
        "time",
    ]
)
SEVERITY = (
    "case",
    "language",
    "capitals",
    "first-person",
    "repetition",
    "list",
    "address",
    "length",
    "praise",
    "few-words",
)


@dataclass(frozen=True)
class Remark:
    """What the writer of a line is asked; `suggestion` is the line as it could read, "" for none."""

    code: str
    finding: str
    suggestion: str = ""
    is_grave: bool = False


@dataclass(frozen=True)
class Line:
    """A line fit for a sentence.

    `form` is "nothing", "phrase" (work permits), "gerund" (exploring ...), "infinitive" (to set up ...),
    "past" (agreed to ..., without a subject) or "sentences". `text` stands in the middle of a sentence;
    `sentences` are whole ones, also those that follow a phrase. A withheld line is not printed.
    """

    form: str
    text: str = ""
    sentences: tuple[str, ...] = ()
    is_withheld: bool = False
    remarks: tuple[Remark, ...] = ()


def read_line(text: str, names: KnownNames, as_typed: tuple[str, ...] = ()) -> Line:
    """Return the public line as the composer uses it; `as_typed` are the remarks answered with "leave it"."""
    plain = plain_text(text)
    if not any(map(str.isalnum, plain)):
        return Line("nothing", remarks=_few_words() if text.strip() else ())
    remarks = []
    if "case" not in as_typed and (case := case_remark(plain, names)):
        remarks.append(case)
    if is_foreign(plain, names):
        return _foreign(plain, tuple(remarks), as_typed)
    body, mended = _mended(plain, names, as_typed)
    line = _line(body, names)
    suggestion = typed(line)
    remarks += [replace(one, suggestion=suggestion) for one in mended]
    remarks += _on_content(line, names, as_typed)
    if any(one.code == "praise" for one in remarks):
        line = Line("nothing")
    remarks.sort(key=lambda one: SEVERITY.index(one.code))
    is_withheld = any(one.is_grave for one in remarks)
    return replace(line, remarks=tuple(remarks), is_withheld=is_withheld)


def case_remark(text: str, names: KnownNames) -> Remark | None:
    """Return the question whether the text tells of a person assisted; for public and internal boxes."""
    found = case_findings(text, names)
    if not found:
        return None
    finding = _("Does this tell of a person we assist? Found: %(found)s") % {
        "found": ", ".join(f"“{one}”" for one in found)
    }
    return Remark("case", finding, _without(text, found), is_grave=True)


def typed(line: Line) -> str:
    """Return the line as its writer could have typed it."""
    parts = [finish(line.text)] if line.text and line.sentences else [line.text]
    return " ".join(filter(None, (*parts, *line.sentences)))


def _without(text: str, found: list[str]) -> str:
    """Return the parts of a line that hold nothing of what was found."""
    parts = re.split(r"\s*[;\n]\s*|(?<=[.!?])\s+|\s*\([^()]*\)", text)
    kept = [part for part in parts if part and not any(one in part for one in found)]
    return clean("; ".join(kept))


def _few_words() -> tuple[Remark, ...]:
    return (Remark("few-words", _("A few words are enough: what was it about?")),)


def _foreign(plain: str, remarks: tuple[Remark, ...], as_typed: tuple[str, ...]) -> Line:
    text = clean(plain)
    if "language" not in as_typed:
        remark = Remark("language", _("Not in English"), is_grave=True)
        return Line("nothing", is_withheld=True, remarks=(*remarks, remark))
    return Line("phrase", f"“{text.strip(QUOTES)}”", is_withheld=bool(remarks), remarks=remarks)


def _mended(text: str, names: KnownNames, as_typed: tuple[str, ...]) -> tuple[str, list[Remark]]:
    """Return the text without what an editor would take out, and what was found."""
    remarks: list[Remark] = []
    body = text

    def mend(code: str, finding: str, how: Callable[[str], str | None], *, grave: bool) -> None:
        nonlocal body
        if code in as_typed:
            return
        better = how(body)
        if better is not None and better != body:
            body = better
            remarks.append(Remark(code, finding, is_grave=grave))

    mend("list", _("A list: it is printed as one sentence"), without_bullets, grave=False)
    shouted = is_shouted(body)
    capitals = _("Written in capitals")
    mend("capitals", capitals, lambda one: in_small_letters(one, names), grave=shouted)
    mend("address", _("Holds an address or a link"), without_addresses, grave=False)
    if "first-person" not in as_typed:
        better, is_safe = without_first_person(body)
        if better != body or not is_safe:
            body = better
            finding = _("Speaks of “I” or “we”")
            remarks.append(Remark("first-person", finding, is_grave=not is_safe))
    again = _("It says again who was met")
    mend("repetition", again, lambda one: without_repetition(one, names), grave=False)
    return body, remarks


def _line(body: str, names: KnownNames) -> Line:
    made: Shape = shape(body, names)
    return Line(made.form, made.text, made.sentences)


def _on_content(line: Line, names: KnownNames, as_typed: tuple[str, ...]) -> list[Remark]:
    text = typed(line)
    if not any(map(str.isalpha, text)) and line.form != "nothing":
        return list(_few_words())
    if "praise" not in as_typed and line.form in ("phrase", "sentences") and _is_praise(text):
        return [Remark("praise", _("It says how it went, not what it was about"))]
    if "length" not in as_typed and len(text) > LONG:
        first = (finish(line.text) if line.text else "", *line.sentences)
        short = next(filter(None, first))[:LONG]
        return [Remark("length", _("Long: one or two sentences are enough"), short)]
    return []


def _is_praise(text: str) -> bool:
    """Say whether the words judge a meeting without a word on what it was about."""
    words = [word for word in tagged(text) if word.is_letters]
    if not words or len(words) > 12:
        return False
    nouns = [word for word in words if word.tag in NOUNS]
    if any(word.tag in ("NP0", "CRD", "UNC") for word in words):
        return False
    judged = any(word.tag in ("AJ0", "AJS", "AJC", "AV0", "VVN") for word in words)
    thanks = folded_words(text)[:1] in (("thanks",), ("thank",))
    topics = [one for one in nouns if one.text.lower().rstrip("s") not in MEETING_NOUNS]
    return not topics and (thanks or (judged and (bool(nouns) or len(words) <= 4)))
