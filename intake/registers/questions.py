"""The names of a register that may mean somebody known: asked once each, answered for all their rows."""

from dataclasses import dataclass
from hashlib import sha256

from django.db import transaction
from django.http import QueryDict

from intake.models import Import, ImportRow
from intake.registers.rows import ASK
from intake.registers.steps import check_again, lock_if_open
from stakeholders.directory import NEW, Remembered, answer_key
from stakeholders.models import Organisation

AT_A_TIME = 20
OPEN = (ImportRow.State.ASKED, ImportRow.State.WRONG)


@dataclass(frozen=True)
class Question:
    """A name, whom it may mean as (key, name, kind or empty), and in how many rows it stands."""

    name: str
    options: list[tuple[str, str, str]]
    rows: int
    first_row: int

    @property
    def key(self) -> str:
        return answer_key(self.name)

    @property
    def box(self) -> str:
        """The name of its field in the form: the same for as long as the name is asked about."""
        return f"answer-{sha256(self.key.encode()).hexdigest()[:16]}"


def _asked(source: Import) -> dict[str, tuple[str, set[int], int]]:
    """Return {answer key: (name, the keys of its rows, the first row's number)}."""
    asked: dict[str, tuple[str, set[int], int]] = {}
    rows = source.rows.filter(state__in=OPEN)
    for pk, number, remarks in rows.values_list("pk", "number", "remarks"):
        for text in (remark["text"] for remark in remarks if remark["level"] == ASK):
            asked.setdefault(answer_key(text), (text, set(), number))[1].add(pk)
    return asked


def questions_of(source: Import) -> tuple[list[Question], int]:
    asked, directory = _asked(source), Remembered()
    questions = []
    for name, rows, number in list(asked.values())[:AT_A_TIME]:
        found = [(key, directory.by_key[key]) for key in directory.options(name)]
        options = [
            (key, str(row), str(row.kind) if isinstance(row, Organisation) else "")
            for key, row in found
        ]
        questions.append(Question(name, options, len(rows), number))
    return questions, len(asked)


@transaction.atomic
def answer(source: Import, questions: list[Question], data: QueryDict | dict[str, str]) -> int:
    """Keep answers beside those that others gave, and let their rows be checked again; return how many.

    `data` has in a question's `box` a key that was offered, or "new". The box of a name that is no
    longer asked about is passed over: the same form was sent twice, or from an old page.
    """
    now = lock_if_open(source)
    asked = _asked(now) if now else {}
    given = {}
    for question in questions:
        chosen = data.get(question.box, "")
        keys = [NEW, *(key for key, _name, _kind in question.options)]
        if chosen in keys and question.key in asked:
            given[question.key] = chosen
    if now is None or not given:
        return 0
    source.answers = {**now.answers, **given}
    Import.objects.filter(pk=source.pk).update(answers=source.answers)
    rows = set().union(*(asked[key][1] for key in given))
    check_again(source, source.rows.filter(pk__in=rows))
    return len(given)
