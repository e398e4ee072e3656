"""What is answered to the findings in a text, on the page of signing and in the editor. Pure: texts in, texts out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext as _

from reviews.article.compare import (
    CHANGED,
    KEEP,
    REMOVE,
    REWORD,
    TAKE,
    Differing,
    Finding,
    digest_of,
    without_place,
)
from reviews.article.matching import made_whole, settle, settle_on
from reviews.article.written import (
    TITLE_KEY,
    Answer,
    Digests,
    Kept,
    TakenOut,
    WrittenSentence,
    WrittenText,
)

LONGEST_REASON = 500
LATEST = 200  # answers that are kept
WRITE, LEAVE, RECORD, PUT = "write", "leave", "record", "put"


class ReasonMissing(ValueError):
    """A sentence is to stay although its meeting is gone, and nobody says why."""


def read_answers(fields: Mapping[str, str], findings: Sequence[Finding]) -> dict[str, str]:
    """Return {name of a finding: choice} of what a form brings: `ask-NAME`, with `why-NAME` beside it."""
    sent = ((one, fields.get(f"ask-{one.name}", "")) for one in findings)
    return {one.name: choice for one, choice in sent if choice in one.choices}


def answer_all(
    text: WrittenText,
    findings: Sequence[Finding],
    fields: Mapping[str, str],
    *,
    by: str,
    at: datetime,
    digests: Digests,
) -> tuple[WrittenText, list[Finding]]:
    """Return the text with all answers that a form brings, and the findings that still lack a reason."""
    choices, without_reason = read_answers(fields, findings), []
    for finding in findings:
        choice = choices.get(finding.name, "")
        why = " ".join(fields.get(f"why-{finding.name}", "").split())[:LONGEST_REASON]
        try:
            text = answer(text, finding, choice, why, by=by, at=at, digests=digests)
        except ReasonMissing:
            without_reason.append(finding)
    return text, without_reason


def answer(
    text: WrittenText,
    finding: Finding,
    choice: str,
    why: str = "",
    *,
    by: str,
    at: datetime,
    digests: Digests,
) -> WrittenText:
    """Return the text with one answer; the same text for a choice that the finding does not offer.

    `digests` are those of the meetings of the month. Raises ReasonMissing.
    """
    if choice not in finding.choices or choice == REWORD:
        return text
    if choice == KEEP and finding.needs_reason and not why:
        raise ReasonMissing
    acts: dict[str, Callable[[WrittenSentence], tuple[WrittenSentence, ...]]] = {
        TAKE: lambda sentence: _taken(text, sentence, finding, digests),
        KEEP: lambda sentence: (_kept(sentence, finding, why, by, at),),
        REMOVE: lambda sentence: (),
    }
    done = Answer(finding.reference, finding.title, choice, why, by, at)
    changed = _replaced(text, finding.key, acts[choice], done)
    if choice == KEEP or changed is text:
        return changed
    whole = settle(text, changed)
    if choice == TAKE and _has_another_day(text, finding):
        whole = settle_on(whole, finding.reference)
    changed = _with_settled(changed, whole)
    if choice == TAKE:
        return changed
    return _with_taken_out(text, changed, finding, digests, by, at)


def _with_settled(before: WrittenText, text: WrittenText) -> WrittenText:
    """Return a text whose last answer keeps the sentences that became whole by it, as they were."""
    then = {one.key: one for one in before.body}
    settled = tuple(then[one.key] for one in text.body if then[one.key] != one)
    if not settled:
        return text
    last = replace(text.answers[-1], settled=settled)
    return replace(text, answers=(*text.answers[:-1], last))


def _has_another_day(text: WrittenText, finding: Finding) -> bool:
    """Whether a meeting that changed is on another day than a sentence on it was composed with."""
    said = (one.composed + one.alone for one in text.sentences if one.key == finding.key)
    return finding.what == CHANGED and not any(finding.where in words for words in said)


def _kept(
    sentence: WrittenSentence, finding: Finding, why: str, by: str, at: datetime
) -> WrittenSentence:
    others = tuple(one for one in sentence.kept if one.reference != finding.reference)
    return replace(sentence, kept=(*others, Kept(finding.reference, finding.state, why, by, at)))


def _taken(
    text: WrittenText, sentence: WrittenSentence, finding: Finding, digests: Digests
) -> tuple[WrittenSentence, ...]:
    """Return what is composed now as sentences of the text, the first in the place of the old one."""
    told = _told_before(text, sentence.key)
    keys = {one.key for one in text.sentences} - {sentence.key}
    taken: list[WrittenSentence] = []
    for composed in finding.sentences:
        words = composed.text
        if not set(composed.leans_on) <= told:
            words = composed.alone or words
        key = sentence.key if not taken else _free_key(digest_of(composed.text), keys)
        keys.add(key)
        is_alone = words != composed.text
        taken.append(
            WrittenSentence(
                key=key,
                text=words,
                references=tuple(composed.references),
                composed=words,
                basis={ref: digests[ref] for ref in composed.references if ref in digests},
                is_moved=sentence.is_moved,
                is_summary=sentence.is_summary,
                alone="" if is_alone else composed.alone,
                leans_on=() if is_alone else tuple(composed.leans_on),
            )
        )
        told |= set(composed.references)
    return tuple(taken)


def _told_before(text: WrittenText, key: str) -> set[str]:
    told: set[str] = set()
    for sentence in text.body:
        if sentence.key == key:
            break
        told.update(sentence.references)
    return told


def _free_key(key: str, keys: set[str]) -> str:
    number, free = 1, key
    while free in keys:
        number += 1
        free = f"{key}-{number}"
    return free


def _replaced(
    text: WrittenText,
    key: str,
    act: Callable[[WrittenSentence], tuple[WrittenSentence, ...]],
    done: Answer,
) -> WrittenText:
    """Return the text in which `act` put others in the place of a sentence, with the answer `done` on record."""
    if key == TITLE_KEY:
        instead = act(text.title)
        title = instead[0] if instead else replace(text.title, text="", composed="")
        done = replace(done, before=text.title, after=(TITLE_KEY,), paragraph=-1)
        return _noted(replace(text, title=title), done)
    for place, paragraph in enumerate(text.paragraphs):
        for index, sentence in enumerate(paragraph):
            if sentence.key == key:
                instead = act(sentence)
                after = tuple(one.key for one in instead)
                done = replace(
                    done,
                    before=sentence,
                    paragraph=place,
                    index=index,
                    after=after,
                    was_alone=len(paragraph) == 1,
                )
                whole = (*paragraph[:index], *instead, *paragraph[index + 1 :])
                paragraphs = (*text.paragraphs[:place], whole, *text.paragraphs[place + 1 :])
                kept = tuple(filter(None, paragraphs))
                return _noted(replace(text, paragraphs=kept), done)
    return text


def _noted(text: WrittenText, done: Answer) -> WrittenText:
    return replace(text, answers=(*text.answers, done)[-LATEST:])


def _with_taken_out(
    before: WrittenText,
    text: WrittenText,
    finding: Finding,
    digests: Digests,
    by: str,
    at: datetime,
) -> WrittenText:
    """Return the text with the meetings on record that no sentence tells of any more, as taken out."""
    told, known = text.told, {one.reference for one in text.taken_out}
    out = tuple(
        TakenOut(reference, "taken out", digests[reference], by, at, finding.text)
        for reference in digests
        if reference in before.told - told - known
    )
    return replace(text, taken_out=(*text.taken_out, *out))


def after_rewording(
    before: WrittenText, text: WrittenText, findings: Sequence[Finding], *, by: str, at: datetime
) -> WrittenText:
    """Return an edited text in which a change of words answers what was found in the sentence `before`."""
    words = {sentence.key: sentence.text for sentence in before.sentences}
    asked: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.reference and (finding.is_gone or finding.what == CHANGED):
            asked.setdefault(finding.key, []).append(finding)

    def reworded(sentence: WrittenSentence) -> WrittenSentence:
        if words.get(sentence.key, sentence.text) != sentence.text:
            for finding in asked.get(sentence.key, ()):
                if finding.reference in sentence.references:
                    sentence = _kept(sentence, finding, _("reworded"), by, at)
        return sentence

    paragraphs = tuple(tuple(map(reworded, paragraph)) for paragraph in text.paragraphs)
    return replace(text, title=reworded(text.title), paragraphs=paragraphs)


def give_record(
    text: WrittenText,
    finding: Finding,
    reference: str,
    *,
    by: str,
    at: datetime,
    digests: Digests,
) -> WrittenText:
    """Return the text in which a sentence without a record has one; "" says that it needs none."""
    if reference and reference not in digests:
        return text

    def given(sentence: WrittenSentence) -> tuple[WrittenSentence, ...]:
        basis = {reference: digests[reference]} if reference else {}
        references = (reference,) if reference else ()
        return (replace(sentence, references=references, basis=basis, is_own=not reference),)

    done = Answer(reference, finding.title, RECORD, "", by, at)
    return _replaced(text, finding.key, given, done)


def settle_figure(
    text: WrittenText, differing: Differing, choice: str, *, by: str, at: datetime
) -> WrittenText:
    """Return the text with a figure or a place as the records have it (WRITE), or left on purpose (LEAVE)."""

    def settled(sentence: WrittenSentence) -> tuple[WrittenSentence, ...]:
        if choice == LEAVE:
            kept = Kept("", differing.state, "", by, at)
            return (replace(sentence, kept=(*sentence.kept, kept)),)
        words = in_text_of(sentence.text, differing)
        return (replace(sentence, text=words, by=by, at=at),)

    title = _("%(where)s: “%(words)s”") % {"where": differing.where, "words": differing.phrase}
    return _replaced(text, differing.key, settled, Answer("", title, choice, "", by, at))


def in_text_of(words: str, differing: Differing) -> str:
    """Return a sentence with the records' figure, or without the place, where it can be taken out."""
    if differing.is_place:
        return without_place(words, differing.said) or words
    instead = differing.now + differing.phrase[len(differing.said) :]
    return words.replace(differing.phrase, instead, 1)


def note_put_in(
    before: WrittenText, text: WrittenText, reference: str, *, by: str, at: datetime
) -> WrittenText:
    """Return a text into which a meeting was put, with a note of it that can be undone."""
    known = {sentence.key for sentence in before.sentences}
    new = tuple(sentence.key for sentence in text.body if sentence.key not in known)
    title = _("%(reference)s was not in the text") % {"reference": reference}
    return _noted(text, Answer(reference, title, PUT, "", by, at, after=new)) if new else text


def undo(text: WrittenText, name: str) -> WrittenText:
    """Return the text as it was before the answer of this name; the same where there is none."""
    done = next((one for one in text.answers if one.name == name), None)
    if done is None:
        return text
    answers = tuple(one for one in text.answers if one is not done)
    text = _unsettled(replace(text, answers=answers), done)
    if done.before is None:
        return _without(text, done)
    if done.before.key == TITLE_KEY:
        return replace(text, title=done.before)
    return _with_before(text, done, done.before)


def _unsettled(text: WrittenText, done: Answer) -> WrittenText:
    """Return the text with the sentences that an answer made whole as they were, where nobody touched them since."""
    was = {made_whole(one): one for one in done.settled}
    paragraphs = tuple(tuple(was.get(s, s) for s in paragraph) for paragraph in text.paragraphs)
    return replace(text, paragraphs=paragraphs)


def _without(text: WrittenText, done: Answer) -> WrittenText:
    """Return the text without what was put in."""
    paragraphs = tuple(tuple(s for s in p if s.key not in done.after) for p in text.paragraphs)
    return replace(text, paragraphs=tuple(filter(None, paragraphs)))


def _with_before(text: WrittenText, done: Answer, before: WrittenSentence) -> WrittenText:
    paragraphs = [list(paragraph) for paragraph in text.paragraphs]
    for paragraph in paragraphs:
        for index, sentence in enumerate(paragraph):
            if sentence.key in done.after:
                left = [s for s in paragraph[index:] if s.key not in done.after]
                paragraph[index:] = [before, *left]
                return _told_again(text, paragraphs, before)
    if done.after:  # it was edited or taken out since: what it became is not ours to undo
        return text
    if done.was_alone or done.paragraph >= len(paragraphs):
        paragraphs.insert(done.paragraph, [before])
    else:
        paragraphs[done.paragraph].insert(done.index, before)
    return _told_again(text, paragraphs, before)


def _told_again(
    text: WrittenText, paragraphs: Sequence[Sequence[WrittenSentence]], before: WrittenSentence
) -> WrittenText:
    out = tuple(one for one in text.taken_out if one.reference not in before.references)
    return replace(text, paragraphs=tuple(map(tuple, paragraphs)), taken_out=out)
