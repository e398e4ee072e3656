"""A public line as it was typed, read for a sentence: what kind of words it is, and what to remark on. Pure."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from reviews.article.abbreviations import unknown_letters
from reviews.article.case_data import case_findings
from reviews.article.clauses import MEETINGS
from reviews.article.grammar import QUOTES, clean, finish
from reviews.article.known_names import KnownNames, folded_words
from reviews.article.line_doubts import (
    TO_CONFIRM,
    as_possible,
    in_certain_small_letters,
    respelt,
    with_capital_posts,
    with_our_posts,
    without_lone_queries,
    without_next_meeting,
    without_relative_days,
    without_slashes,
)
from reviews.article.line_forms import read_items, split_sentences
from reviews.article.line_joins import put_together
from reviews.article.line_mending import (
    is_foreign,
    plain_text,
    without_addresses,
    without_bullets,
    without_first_person,
    without_praise,
    without_repetition,
)
from reviews.article.private_matters import (
    before_private,
    forbidden,
    private_matters,
    without_private,
)
from reviews.article.topics import (
    ARTICLE,
    WORDS,
    Judged,
    Unsure,
    judged,
    without_asides,
    without_bracketed_remarks,
)
from reviews.article.word_classes import tagged
from reviews.article.word_letters import unknown_words

# What only English notes hold: "migr's", "nxt", "4 returnees", "@ Suame", "ref. path".
SHORTHAND = re.compile(
    r"\b[b-df-hj-np-tv-xz]{3,}\b|[a-z]['’](?:s|ees?|d|t)\b|\b[24] [a-z]|(?:^| )@ |\bw/", re.I
)
LONG = 400
NO_NAMES = KnownNames()
# What leads from a matter to the person: "hospital bill of the minor N.H."; and a matter that is the person.
LED_TO_PERSON = r"(?:of|for|with|on|about|to|from|by|regarding)"
ABOUT_PERSON = re.compile(r"\b(?:case|cases|file|dossier|story|situation|follow-up)$", re.I)
PLACEHOLDER = re.compile(
    r"n\.?/?a\.?|tb[acd]|none|nil|nothing(?: new)?|ok|test|see (?:the )?(?:attached|below|minutes|note|notes|report)"
    r"|(?:the )?(?:next|further) steps|(?:the )?way forward|idem|ditto|(?:the )?same|as (?:above|before|usual)"
    r"|(?:(?:various|different|several|many|a lot of|all) )?(?:topics|issues|matters)"
    r"(?: of (?:mutual|common) (?:interest|concern))?"
    r"|x+|to be (?:added|completed|confirmed|continued|filled in)",
    re.I,
)
# Answers after which no item of a line is doubted.
LEFT_AS_TYPED = frozenset(
    ["capitals", "case", "few-words", "first-person", "praise", "private", "repetition"]
)
SEVERITY = (
    "case",
    "private",
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

# What is left out of a line with a word to its writer; what the record says anyhow goes without one.
ASIDES = {
    "greeting": _("A greeting is not what it was about"),
    "heads": _("Who came, and how many, is noted under whom it was with"),
    "plan": _("What is still to come, and by when, is for colleagues"),
    "remark": _("A remark for colleagues is not printed"),
    "mark": _("It is marked as sensitive: may it be published?"),
}


@dataclass(frozen=True)
class Remark:
    """What the writer of a line is asked; `suggestion` is the line as it could read, "" for none."""

    code: str
    finding: str
    suggestion: str = ""
    is_grave: bool = False
    is_of_letters: bool = False


@dataclass(frozen=True)
class Line:
    """A line fit for a sentence.

    `form` is "nothing", "phrase" (work permits), "gerund" (exploring ...), "infinitive" (to set up ...),
    "past" (agreed to ..., without a subject) or "sentences". `text` stands in the middle of a sentence;
    `sentences` are whole ones, also those that follow a phrase. A withheld line is not printed, nor are the
    items `left_out`, which are asked about.
    """

    form: str
    text: str = ""
    sentences: tuple[str, ...] = ()
    is_withheld: bool = False
    remarks: tuple[Remark, ...] = ()
    left_out: tuple[str, ...] = ()


def read_line(text: str, names: KnownNames, as_typed: tuple[str, ...] = ()) -> Line:
    """Return the public line as the composer uses it; `as_typed` are the remarks answered with "leave it"."""
    plain = plain_text(text)
    if not any(map(str.isalpha, plain)) or _is_empty(plain, names):
        return Line("nothing", remarks=_few_words(names) if text.strip() else ())
    remarks = []
    if "case" not in as_typed and (case := case_remark(plain, names)):
        remarks.append(case)
    if is_foreign(TO_CONFIRM.sub("", plain), names):
        if "private" not in as_typed:
            remarks += [Remark("private", x.question, "", True) for x in forbidden(plain, names)]
        return _foreign(plain, tuple(remarks), as_typed)
    body, mended = _mended(plain, names, (*as_typed, "private") if remarks else as_typed)
    private = [x.finding for x in mended if x.code == "private" and not x.is_grave]
    items = [(form, with_capital_posts(text)) for form, text in read_items(body, names)]
    found = Judged(items, [], items)
    if not (remarks or LEFT_AS_TYPED & set(as_typed)):
        found = judged(items, body, names)
    line = Line(*put_together(found.kept))
    unsure, guesses = found.unsure, [one for one in found.unsure if one.is_guess]
    suggestion = best = typed(line)
    if guesses:
        best = typed(Line(*put_together(found.readable)))
        is_sure = not _guesses(best, names)
        suggestion = best if is_sure else suggestion
    told = [one.suggestion for one in unsure if not one.is_guess]
    better = typed(replace(line, sentences=(*line.sentences, *told))) if all(told) else suggestion
    if "few-words" not in as_typed:
        is_nothing = line.form == "nothing"
        remarks += _on_guesses(
            guesses, suggestion if guesses and is_sure else "", names, is_nothing
        )
        remarks += [
            Remark("few-words", one.question, suggestion if guesses else better, is_nothing)
            for one in unsure
            if not one.is_guess
        ]
    remarks += [
        one
        if one.is_grave and one.code in ("first-person", "private")
        else replace(one, suggestion=suggestion)
        for one in mended
    ]
    remarks += _on_content(suggestion, as_typed)
    if "few-words" not in as_typed and not any(one.is_grave for one in remarks):
        remarks += _letters(typed(line), names)
    if line.form == "nothing" and not remarks:
        remarks += _few_words(names)
    remarks.sort(key=lambda one: SEVERITY.index(one.code))
    remarks = _with_safe_suggestions(remarks, names, as_typed)
    is_withheld = any(one.is_grave for one in remarks)
    left_out = (*private, *(one.text for one in unsure))
    return replace(line, remarks=tuple(remarks), is_withheld=is_withheld, left_out=left_out)


def _with_safe_suggestions(
    remarks: list[Remark], names: KnownNames, as_typed: tuple[str, ...]
) -> list[Remark]:
    """Return the remarks without suggestions that say again what may be private."""
    grave = next((x for x in remarks if x.is_grave and x.code in ("case", "private")), None)
    safe = []
    for one in remarks:
        is_own = grave is None or one.code in ("case", "private")
        better = one.suggestion if is_own else grave.suggestion if grave else ""
        is_safe = not better or _is_safe(better, names, as_typed)
        safe.append(replace(one, suggestion=better if is_safe else ""))
    return safe


def _is_safe(text: str, names: KnownNames, as_typed: tuple[str, ...]) -> bool:
    is_of_person = "case" not in as_typed and bool(case_findings(text, names))
    return not is_of_person and ("private" in as_typed or not any(private_matters(text, names)))


def _guesses(text: str, names: KnownNames) -> bool:
    """Say whether something of a text would only be guessed if its writer had typed it."""
    body, _remarks = _mended(plain_text(text), names, ())
    found = judged(read_items(body, names), body, names)
    return bool(found.unsure)


def _on_guesses(
    guesses: list[Unsure], best: str, names: KnownNames, is_nothing: bool
) -> list[Remark]:
    """Return the questions about what could be read in another way, `best` being how it could be typed."""
    remarks, plain = [], []
    for one in guesses:
        letters = _letters(one.text, names)
        words = [
            Remark("few-words", _("Is “%(word)s” spelt right?") % {"word": word})
            for word in unknown_words(one.text, names)
        ]
        remarks += letters or words
        quoted = ARTICLE.sub("", one.text)
        plain += [] if letters or words else [quoted]
    if plain:
        finding = (
            _("Did you mean this? “%(words)s” can be read in more than one way")
            if best
            else _(
                "“%(words)s” can be read in more than one way: say in a few plain words what was discussed"
            )
        )
        remarks.append(Remark("few-words", finding % {"words": ", ".join(plain)}, best))
    return [replace(one, is_grave=is_nothing) for one in remarks]


def _letters(text: str, names: KnownNames) -> list[Remark]:
    finding = _("What does “%(letters)s” stand for?")
    unknown = dict.fromkeys(unknown_letters(text, names))
    return [Remark("few-words", finding % {"letters": one}, is_of_letters=True) for one in unknown]


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
    """Return what a line says before it comes to the person: "hospital bill" of "hospital bill of ..."."""
    before = text[: min(text.find(one) for one in found)]
    parts = re.split(r"\s*[;:\n]\s*|\s+[-–—+]\s+|(?<=[.!?])\s+|\s*\(|,\s+", before)
    last = re.sub(rf"\s+{LED_TO_PERSON}\b[^,;:]*$", "", parts[-1]) if parts else ""
    # "housing, return of the family of four": "return" alone adds nothing.
    is_whole = " " in last or len(parts) == 1
    is_cut = last != parts[-1] and is_whole and not ABOUT_PERSON.search(last)
    kept = [*parts[:-1], last] if is_cut else parts[:-1]
    rest = clean(", ".join(filter(None, kept)))
    is_fit = rest and tagged(rest)[-1].is_noun and not any(private_matters(rest, NO_NAMES))
    return rest if is_fit else ""


def _is_empty(plain: str, names: KnownNames) -> bool:
    """Say whether the words stand for nothing ("n/a", "see report") or for the kind alone ("Meeting")."""
    if PLACEHOLDER.fullmatch(plain.strip(" .!?-–")):
        return True
    words = folded_words(plain)
    if set(words) & MEETINGS and set(words) <= MEETINGS | WORDS["alone"]:
        return True
    return bool(words) and set(words) <= {*names.kind, "meeting", "visit", "call", "i"}


def _few_words(names: KnownNames) -> tuple[Remark, ...]:
    """Return the question what a meeting was about; a courtesy call needs no matter."""
    if "courtesy" in names.kind:
        return ()
    return (Remark("few-words", _("A few words are enough: what was it about?")),)


def _foreign(plain: str, remarks: tuple[Remark, ...], as_typed: tuple[str, ...]) -> Line:
    text = clean(plain)
    if "language" not in as_typed:
        is_cut_short = plain.isascii() and SHORTHAND.search(plain)
        finding = (
            _("Words cut short: please write them out") if is_cut_short else _("Not in English")
        )
        remark = Remark("language", finding, is_grave=True)
        return Line("nothing", is_withheld=True, remarks=(*remarks, remark))
    return Line("phrase", f"“{text.strip(QUOTES)}”", is_withheld=bool(remarks), remarks=remarks)


def _mended(text: str, names: KnownNames, as_typed: tuple[str, ...]) -> tuple[str, list[Remark]]:
    """Return the text without what an editor would take out, and what was found."""
    remarks: list[Remark] = []
    body = with_our_posts(text)

    def mend(code: str, finding: str, how: Callable[[str], str | None], *, grave: bool) -> None:
        nonlocal body
        if code in as_typed:
            return
        better = how(body)
        if better is not None and better != body:
            body = better
            remarks.append(Remark(code, _(finding), is_grave=grave))

    mend(
        "list", gettext_noop("A list: it is printed as one sentence"), without_bullets, grave=False
    )
    small, is_certain = in_certain_small_letters(body, names)
    capitals = gettext_noop("Written in capitals")
    mend("capitals", capitals, lambda _one: small, grave=not is_certain)
    mend("address", gettext_noop("Holds an address or a link"), without_addresses, grave=False)
    bracketed = ASIDES["remark"]
    mend("few-words", bracketed, lambda one: without_bracketed_remarks(one, names), grave=False)
    if "private" not in as_typed:
        body, private = _without_private(body, names)
        remarks += private
    if "first-person" not in as_typed:
        better, is_safe = without_first_person(body)
        if better != body or not is_safe:
            body = better
            finding = _("Speaks of “I” or “we”")
            remarks.append(Remark("first-person", finding, is_grave=not is_safe))
    again = gettext_noop("It says again who was met, or where")
    mend("repetition", again, lambda one: without_repetition(one, names), grave=False)
    praise = gettext_noop("It says how it went, not what it was about")
    mend("praise", praise, lambda one: without_praise(one, names), grave=False)
    body = without_slashes(body)
    if "few-words" not in as_typed:
        body, asides = without_asides(body, names)
        told = [one for one in asides if one in ASIDES]
        remarks += [Remark("few-words", ASIDES[one], is_grave=one == "mark") for one in told]
    unsure: tuple[tuple[str, Callable[[str], str]], ...] = (
        (gettext_noop("It tells of the next meeting"), without_next_meeting),
        (gettext_noop("A word with a question mark is left out"), without_lone_queries),
        (
            gettext_noop("What is not certain is printed as possible"),
            lambda one: as_possible(one, names),
        ),
        (gettext_noop("The days were counted from the meeting"), without_relative_days),
    )
    for found, how in unsure:
        mend("few-words", found, how, grave=False)
    mend("few-words", _spelling(body, names), lambda one: respelt(one, names), grave=False)
    return body, remarks


def _without_private(text: str, names: KnownNames) -> tuple[str, list[Remark]]:
    """Return the text before what is private, or without what is a remark alone, and the question about it."""
    private = tuple(private_matters(text, names))
    if not private:
        return text, []
    rest = without_private(text, private)
    kept = before_private(text, private)
    if all(one.is_remark for one in private):
        kept = rest or kept
    return kept or text, [Remark("private", private[0].question, rest, is_grave=not kept)]


def _spelling(text: str, names: KnownNames) -> str:
    """Return the question about the words that would be spelt differently."""
    pairs = zip(text.split(), respelt(text, names).split(), strict=True)
    slips = [f"“{typed.strip('.,;:()')}”" for typed, better in pairs if typed != better]
    return _("Spelt right? %(words)s") % {"words": ", ".join(slips)}


def _on_content(text: str, as_typed: tuple[str, ...]) -> list[Remark]:
    if "length" not in as_typed and len(text) > LONG:
        finding = _("Long: one or two sentences are enough")
        return [Remark("length", finding, split_sentences(text)[0][:LONG])]
    return []
