"""PDF and pictures by typst: the one module that calls it.

Data goes in as JSON, so text is never read as markup.
"""

import json
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import typst
from anyascii import anyascii

DOCUMENTS = Path(__file__).parent / "documents"
STANDARD = "ua-1"  # PDF/UA-1: tagged, with a title and a language, for screen readers


def make_pdf(template: Path, data: dict[str, Any]) -> bytes:
    return _compile(template, data, format="pdf", pdf_standards=[STANDARD])


def make_png(svg: str, *, dots_per_inch: int = 300) -> bytes:
    """Return a drawing as a PNG picture; a unit of it is 1/96 of an inch. Its text has been `printable` before."""
    return _compile(DOCUMENTS / "picture.typ", {"svg": svg}, format="png", ppi=dots_per_inch)


def _compile(template: Path, data: dict[str, Any], **options: Any) -> bytes:
    return typst.compile(
        template,
        root=template.parent,
        font_paths=[DOCUMENTS / "fonts"],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(printable(data))},
        **options,
    )


def printable(data: Any) -> Any:
    """Return `data` with each text in letters that the fonts have; others are transliterated."""
    if isinstance(data, str):
        return "".join(map(_printable_letter, unicodedata.normalize("NFC", data)))
    if isinstance(data, dict):
        return {key: printable(value) for key, value in data.items()}
    return [printable(value) for value in data] if isinstance(data, list | tuple) else data


def _printable_letter(letter: str) -> str:
    if ord(letter) in covered():
        return letter
    return " " if letter.isspace() or not letter.isprintable() else anyascii(letter)


def letters_spelt_out(text: str) -> str:
    """Return the letters of a text that a PDF has to spell in Latin ones, each once, in order."""
    letters = dict.fromkeys(unicodedata.normalize("NFC", text))
    return "".join(one for one in letters if one.isprintable() and ord(one) not in covered())


@cache
def covered() -> set[int]:
    """Return the code points that the fonts show, as `documents/fonts/covered.txt` lists them."""
    ranges = (part.split("-") for part in (DOCUMENTS / "fonts/covered.txt").read_text().split())
    return {n for ends in ranges for n in range(int(ends[0], 16), int(ends[-1], 16) + 1)}
