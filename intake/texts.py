"""Bytes of a CSV file in, text out: which encoding, which separator. Pure."""

import csv
import io

from charset_normalizer import from_bytes

SEPARATORS = (",", ";", "\t", "|")
MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
SAMPLE = 200_000
# What an office in Albania or its neighbours saves without saying so, the likeliest first.
LIKELY = ("cp1252", "cp1250", "iso8859_2", "mac_roman", "cp852", "cp1253")


def text_of_csv(raw):
    """Return (text, whether encodings were mixed); (None, False) when the bytes are no text."""
    for mark, encoding in MARKS:
        if raw.startswith(mark):
            return raw.decode(encoding, errors="replace"), False
    if b"\0" in raw:
        encoding = _wide(raw)
        return (raw.decode(encoding, errors="replace"), False) if encoding else (None, False)
    try:
        return raw.decode("utf-8"), False
    except UnicodeDecodeError:
        return _other(raw)


def _wide(raw):
    """Return the UTF-16 that text with a NUL in every other place is in, or an empty text."""
    head = raw[:4000]
    for encoding, place in (("utf-16-le", 1), ("utf-16-be", 0)):
        zeros = head[place::2].count(0)
        if zeros > len(head) * 0.4 and head[1 - place :: 2].count(0) == 0:
            return encoding
    return ""


def _other(raw):
    """Decode what is not UTF-8, or not all of it: line by line when most lines with accents are."""
    lines = raw.splitlines(keepends=True)
    accented = [line for line in lines if any(byte > 127 for byte in line)]
    whole = sum(_is_utf8(line) for line in accented)
    if whole * 4 >= len(accented):
        return "".join(_line(line) for line in lines), True
    sample = b"".join(accented)[:SAMPLE]
    best = from_bytes(sample, cp_isolation=list(LIKELY)).best()
    encoding = best.encoding if best else LIKELY[0]
    return raw.decode(encoding, errors="replace"), False


def _is_utf8(line):
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _line(line):
    return line.decode("utf-8") if _is_utf8(line) else line.decode("cp1252", errors="replace")


def separator_of(text):
    """Return the separator by which the first lines have the same number of columns, most of them."""
    head = text[:SAMPLE]
    return max(SEPARATORS, key=lambda mark: _fit(head, mark))


def _fit(head, mark):
    """Return (how many of the first rows are as wide as most, how wide): the greater the better."""
    rows = []
    for row in csv.reader(io.StringIO(head, newline=""), delimiter=mark):
        if any(row):
            rows.append(len(row))
        if len(rows) == 50:
            break
    widths = [width for width in rows if width > 1]
    if not widths:
        return 0, 0
    usual = max(set(widths), key=widths.count)
    return widths.count(usual), usual
