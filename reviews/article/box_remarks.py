"""What to remark on in the boxes of a meeting, and which public lines of a month wait for an answer. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from engagements.event_names import name_in_title
from engagements.models.text_answers import NOT_THE_NAME, Answers, answer_token, holding
from reviews.article.case_data import case_findings
from reviews.article.known_names import KnownNames, known_names
from reviews.article.lines import Remark, case_remark, read_line
from reviews.month.meetings import MeetingFacts

CASE, FEW_WORDS, LANGUAGE = "case", "few-words", "language"


@dataclass(frozen=True)
class BoxRemark:
    """One remark on the text of a box, the gravest there is, with the answers to it.

    `found` quotes what it is about. `suggestion` is a text for the box `target`; `leave` is what the form
    sends for "leave it as typed", "" where nothing is asked.
    """

    box: str
    code: str
    title: str
    text: str = ""
    found: tuple[str, ...] = ()
    suggestion: str = ""
    target: str = ""
    leave: str = ""
    is_grave: bool = False

    @property
    def use_label(self) -> str:
        return _("Yes, it may be printed") if self.code == "event-name" else _("Use this")

    @property
    def leave_label(self) -> str:
        labels = {
            CASE: _("It is nobody’s data"),
            "private": _("It may be printed"),
            LANGUAGE: _("Print it as it is"),
            "event-name": _("No, it is internal"),
        }
        return labels.get(self.code, _("Leave it as typed"))


def box_remarks(
    texts: dict[str, str], answers: Answers, names: KnownNames, meeting: MeetingFacts | None
) -> dict[str, BoxRemark]:
    """Return {box: the gravest remark on its text}; `answers` are those given so far."""
    held = holding(answers, texts)
    found = {}
    for box, text in texts.items():
        remark = _remark(box, text, set(held), names, meeting) or _who_said(box, held)
        if remark:
            found[box] = remark
    return found


def _remark(
    box: str, text: str, held: set[str], names: KnownNames, meeting: MeetingFacts | None
) -> BoxRemark | None:
    if not text.strip():
        return None
    if box == "public_line":
        return _of_line(text, held, names)
    case = None if f"{box}:{CASE}" in held else case_remark(text, names)
    if case:
        return _made(box, text, case, names)
    if box == "title" and meeting and meeting.is_participation and not meeting.event_name:
        return None if NOT_THE_NAME in held else _of_title(text, meeting)
    return None


def _of_line(text: str, held: set[str], names: KnownNames) -> BoxRemark | None:
    codes = tuple(key.partition(":")[2] for key in held if key.startswith("public_line:"))
    line = read_line(text, names, as_typed=codes)
    if line.remarks:
        is_to_write = line.form == "nothing" and not line.is_withheld
        return _made("public_line", text, line.remarks[0], names, is_to_write=is_to_write)
    if f"public_line:{CASE}" in held or line.form not in ("phrase", "gerund", "infinitive"):
        return None
    about = _(
        "They join the sentence as what the meeting was about. For anything else, write a full sentence."
    )
    return BoxRemark("public_line", FEW_WORDS, _("A few words are enough."), about)


def _who_said(box: str, held: Answers) -> BoxRemark | None:
    """Return a note of who said that a text is nobody's data; it asks for nothing."""
    answer = held.get(f"{box}:{CASE}")
    if answer is None:
        return None
    values = {"who": answer["by"], "day": date_format(_day(answer["at"]), "j F Y")}
    return BoxRemark(box, "answered", _("Nobody’s data, said %(who)s, %(day)s.") % values)


def _day(at: str) -> date:
    return localtime(datetime.fromisoformat(at)).date()


def _made(
    box: str, text: str, remark: Remark, names: KnownNames, *, is_to_write: bool = False
) -> BoxRemark:
    """Return a remark for its box; a line that `is_to_write` says nothing yet, so nothing is left as typed."""
    title, about = remark.finding, ""
    found: tuple[str, ...] = ()
    if remark.code == CASE:
        title = _("Does this tell of a person we assist?")
        about = _(
            "Their data do not belong in the tracker, in no box. Take out what looks like them:"
        )
        found = tuple(case_findings(text, names))
    elif remark.code == LANGUAGE:
        about = _(
            "Write it in English, or say that it is a name or a title that is printed as it is."
            " Nothing is translated for you."
        )
    elif remark.is_of_letters:
        about = _("Write it in full, or leave it where every reader knows it.")
    elif remark.code == "address":
        about = _("An address is not printed. Add it under Photos and files.")
    suggestion = remark.suggestion if remark.suggestion.strip() != text.strip() else ""
    leave = "" if is_to_write and not suggestion else answer_token(box, remark.code, text)
    return BoxRemark(box, remark.code, title, about, found, suggestion, box, leave, remark.is_grave)


def _of_title(title: str, meeting: MeetingFacts) -> BoxRemark | None:
    name = name_in_title(title, meeting.kind)
    if not name:
        return None
    return BoxRemark(
        box="title",
        code="event-name",
        title=_("Is “%(name)s” the public name of the event?") % {"name": name},
        text=_("A title is for colleagues and is never printed. The name of an event may be."),
        suggestion=name,
        target="event_name",
        leave=answer_token("title", "event-name", title),
    )


def typed_parts(meeting: MeetingFacts, names: KnownNames) -> list[str]:
    """Return the texts that the writer typed, as the composer prints them."""
    line = read_line(meeting.public_line, names, as_typed=meeting.as_typed)
    return [text for text in (meeting.event_name, line.text, *line.sentences) if text]


@dataclass(frozen=True)
class UnansweredLine:
    """A public line that is not printed, or not all of it, since a remark on it is not answered."""

    reference: str
    remark: Remark


def unanswered_lines(meetings: Iterable[MeetingFacts]) -> Iterator[UnansweredLine]:
    """Yield the public lines of a month that wait for an answer of their writer, in order."""
    rows = tuple(meetings)
    names = known_names(rows)
    for meeting in rows:
        line = read_line(meeting.public_line, names.of(meeting), as_typed=meeting.as_typed)
        if line.is_withheld or line.left_out:
            grave = (remark for remark in line.remarks if remark.is_grave)
            yield UnansweredLine(meeting.reference, next(grave, line.remarks[0]))
