"""Days, years, sums and counts of a public line, as a sentence has them. Pure."""

import calendar
import re

from reviews.article.nouns import is_countable
from reviews.article.word_classes import MONTHS, classes_of, tagged

DAYS = frozenset(calendar.day_name)
IN_MONTH = re.compile(rf"\b(?P<noun>[a-z]{{3,}}) (?P<time>{'|'.join(sorted(MONTHS | DAYS))})$")
IN_YEAR = re.compile(r"\b(?P<noun>[a-z]{3,}) (?P<year>20\d\d(?:[-–/](?:20)?\d\d)?)$")
QUARTER = re.compile(
    r"(?: (?P<lead>by|for|from|in|of|since|until))? Q(?P<quarter>[1-4])(?: (?P<year>20\d\d))?(?![\w/–-])"
)
QUARTERS = ("first", "second", "third", "fourth")
HAPPENS = frozenset(
    """arrival assessment ceremony conference departure election event flood handover launch mission opening publication
    return summit visit workshop""".split()  # noqa: SIM905
)
DATED = frozenset(
    "by early every last next on for from late mid since through till until".split()  # noqa: SIM905
)
# What has a number of two parts that is no span of years: "law 2005-06".
NUMBERED = frozenset(
    """act article case decision decree directive law no order regulation resolution ruling""".split()  # noqa: SIM905
)
SPAN = re.compile(r"(?P<noun>\w+)?(?P<mark>\.? )(?P<from>20\d\d)[-/](?P<to>(?:20)?\d\d)(?![\w/–-])")
SHORT_SPAN = re.compile(
    r"(?P<noun>\b(?:Agenda|Compact|Framework|Plan|Policy|Programme|Strategy)) (?P<from>[2-4]\d)[-–/](?P<to>[2-4]\d)"
    r"(?![\w/.–-])"
)
DAY = re.compile(
    r"\b(?P<lead>by|on|of|until|from|since|before|after) (?P<day>[0-3]?\d)(?:/|\.(?=\d\d\b))(?P<month>[01]?\d)"
    r"(?:[./](?:20)?(?P<year>2\d))?(?:\.(?=[,;)]|$))?"
    r"(?![\w/%]|\.\d| ?(?:million|billion|per|km|ha|times|points|USD|EUR)\b)",
    re.I,
)
CURRENCY = r"USD|EUR|GBP|CHF|SEK|NOK|DKK|JPY|CAD|AUD|KES|US\$|€|£"
SIGNS = {"US$": "USD", "€": "EUR", "£": "GBP"}
AMOUNT = r"(?P<{0}>\d[\d.,]*)\s?(?P<{1}>M|m|mio|mln|Mio|million|bn|billion|K|k)?"
SUM = re.compile(
    rf"(?<![\w$€£])(?:(?P<before>{CURRENCY})\s?{AMOUNT.format('n1', 'u1')}"
    rf"|{AMOUNT.format('n2', 'u2')}\s?(?P<after>{CURRENCY}|euros?|dollars))(?![\w])"
)
UNITS = {"bn": "billion", "billion": "billion", "K": "", "k": ""}
IS_SUM = re.compile(rf"(?:(?:about|around|approximately|up to|some|ca\.?) )?(?:{CURRENCY}) \d")
MONEY = re.compile(
    r"\b(?:budgets?|contributions?|costs?|donations?|extension|funding|gap|grants?|loans?|project)\b"
)
COUNTED = re.compile(
    r"(?<![\w’'-])(?<![\w’'-] )(?P<noun>[a-zA-Z]+(?: [a-z]+){0,2})(?: - | ?: )"
    r"(?P<number>\d+(?:[.,]\d+)*)(?= ?(?:[;(\n]|\.? ?$|[,.] (?!\d)))"
)
OF_AGE = re.compile(r"(?<=\bfor )(?P<from>\d\d)[-–](?P<to>\d\d)(?:s|[ -]year[- ]olds)\b")
IS_AGE = re.compile(
    r"(?:ages?|aged)\b:? (?P<from>\d{1,2})(?: ?[-–] ?(?P<to>\d\d)|(?P<over> ?\+))(?: years)?", re.I
)
PHASE = re.compile(
    r"(?P<of>\w.*) (?P<phase>[Pp]hase|[Ss]tage|[Tt]ranche) (?P<number>\d|I{1,3}|IV|V)"
)
IS_PHASE = re.compile(r"[Pp]hase (?:\d|I{1,3}|IV|V)")
AREA = re.compile(r"(?<=[a-z] )(\d[\d.,]*) ?(ha|hectares|km2?|m2|sqm|kW|MW)$")


def in_figures(text: str) -> str:
    """Return "USD 1.2 million" of "1.2 M USD", "on 20 March" of "on 20/3", "85 families" of "families: 85"."""
    text = OF_AGE.sub(r"people aged \g<from> to \g<to>", text)
    text = COUNTED.sub(_counted, SUM.sub(_sum, DAY.sub(_day, text)))
    text = QUARTER.sub(_quarter, text)
    return SHORT_SPAN.sub(r"\g<noun> 20\g<from>–20\g<to>", SPAN.sub(_span, text))


def _quarter(found: re.Match[str]) -> str:
    year = f" of {found['year']}" if found["year"] else ""
    return f" {found['lead'] or 'in'} the {QUARTERS[int(found['quarter']) - 1]} quarter{year}"


def _sum(found: re.Match[str]) -> str:
    currency = found["before"] or found["after"]
    amount, unit = (found["n1"], found["u1"]) if found["before"] else (found["n2"], found["u2"])
    currency = {"euro": "EUR", "euros": "EUR", "dollars": "USD"}.get(currency, currency)
    amount, stop = amount.rstrip(".,"), amount[len(amount.rstrip(".,")) :]
    if unit in ("K", "k") and amount.isdigit():
        amount, unit = f"{int(amount) * 1000:,}", ""
    words = UNITS.get(unit, "million") if unit else ""
    return " ".join(filter(None, (SIGNS.get(currency, currency), amount, words))) + stop


def _day(found: re.Match[str]) -> str:
    day, month = int(found["day"]), int(found["month"])
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return found.group()
    year = f" 20{found['year']}" if found["year"] else ""
    return f"{found['lead']} {day} {calendar.month_name[month]}{year}"


def _span(found: re.Match[str]) -> str:
    first, last = found["from"], found["to"]
    is_number = (found["noun"] or "").lower() in NUMBERED
    if is_number or int(last[-2:]) <= int(first[-2:]):
        return found.group()
    return f"{found['noun'] or ''}{found['mark']}{first}–20{last[-2:]}"


def _counted(found: re.Match[str]) -> str:
    words = tagged(found["noun"])
    is_counted = words[-1].tag == "NN2" and words[0].tag in ("NN1", "NN2", "NP0", "AJ0", "VVN")
    noun = (
        found["noun"]
        if found["noun"][1:2].isupper()
        else found["noun"][:1].lower() + found["noun"][1:]
    )
    return f"{found['number']} {noun}" if is_counted else found.group()


def dated(item: str) -> str:
    """Return "quotas for 2026", "visit in May", "launch in the first quarter" of notes."""
    found = IN_MONTH.search(item)
    if found and found["noun"] not in DATED:
        preposition = "on" if found["time"] in DAYS else "in"
        return f"{item[: found.start('time')]}{preposition} {found['time']}"
    found = IN_YEAR.search(item)
    if not found or found["noun"] in DATED | NUMBERED or re.search(r"[A-Z]\w+ [A-Z]", item):
        return item
    classes = classes_of(found["noun"])[:1]
    if classes in (("VVN",), ("VVD",)) or found["noun"].rstrip("s") in HAPPENS:
        return f"{item[: found.start('year')]}in {found['year']}"
    if classes in (("NN1",), ("NN2",)):
        return f"{item[: found.start('year')]}for {found['year']}"
    return item


def phase_of(item: str) -> str:
    """Return "phase 4 of the KfW housing fund" of "housing fund KfW phase 4"; nothing of "KfW phase 4"."""
    found = PHASE.fullmatch(item)
    words = tagged(found["of"]) if found else ()
    if not found or not all(word.is_noun or word.tag == "AJ0" for word in words):
        return ""
    at = next((at for at, word in enumerate(words) if at and word.tag == "NP0"), len(words))
    ends_in_name = all(word.tag == "NP0" for word in words[at:])
    head = words[at - 1] if ends_in_name else words[-1]
    if head.tag != "NN1" or not is_countable(head.text):
        return ""
    named = found["of"][words[at].start :] + " " if ends_in_name and at < len(words) else ""
    kind = found["of"][: words[at].start].rstrip() if named else found["of"]
    kind = kind[:1].lower() + kind[1:] if named else kind
    return f"{found['phase'].lower()} {found['number']} of the {named}{kind}"


def aged(item: str) -> str:
    """Return "(ages 5 to 17)" of "ages 5-17", which says who was spoken of; nothing of other items."""
    found = IS_AGE.fullmatch(item)
    if not found:
        return ""
    return f"(ages {found['from']}{'+' if found['over'] else ' to ' + found['to']})"


def with_measure(item: str) -> str:
    """Return "market gardening (5 ha)" of "market gardening 5 ha"."""
    return AREA.sub(r"(\1 \2)", item)


def with_sum(before: str, item: str) -> str:
    """Return "funding of EUR 2 million" of a note and the sum after it; nothing where it is no sum."""
    if not IS_SUM.match(item):
        return ""
    return f"{before} of {item}" if MONEY.search(before) else f"{before}, {item}"
