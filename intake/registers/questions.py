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
    options: list
    rows: int
    first_row: int

    @property
    def key(self) -> str:
        return answer_key(self.name)

    @property
    def box(self) -> str:
        """The name of its box in the form: the same for as long as the name is asked about."""
        return f"answer-{sha256(self.key.encode()).hexdigest()[:16]}"


def _asked(source: Import) -> dict[str, list]:
    """Return {answer key: [name, the keys of its rows, the first row's number]}."""
    asked: dict = {}
    for pk, number, remarks in source.rows.filter(state__in=OPEN).values_list(
        "pk", "number", "remarks"
    ):
        for remark in remarks:
            if remark["level"] == ASK:
                found = asked.setdefault(
                    answer_key(remark["text"]), [remark["text"], set(), number]
                )
                found[1].add(pk)
    return asked


def questions_of(source: Import) -> tuple:
    """Return (the first questions, how many there are)."""
    asked = _asked(source)
    directory = Remembered()
    first = list(asked.values())[:AT_A_TIME]
    return [
        Question(
            name,
            [_option(directory, key) for key in directory.options(name)],
            len(rows),
            number,
        )
        for name, rows, number in first
    ], len(asked)


def _option(directory: Remembered, key: str) -> tuple[str, ...]:
    row = directory.by_key[key]
    return key, str(row), str(row.kind) if isinstance(row, Organisation) else ""


def answer(source: Import, questions: list[Question], data: QueryDict | dict[str, str]) -> int:
    """Keep the answers that were given and let their rows be checked again; return how many there are.

    `data` has a question's `box`: a key that was offered, or "new". The box of a name that is no
    longer asked about is left alone: the same form was sent twice, or from an old page.
    """
    given = {}
    for question in questions:
        said = data.get(question.box, "")
        if said == NEW or said in [key for key, _name, _kind in question.options]:
            given[question.key] = said
    return _keep(source, given) if given else 0


@transaction.atomic
def _keep(source: Import, given: dict[str, str]) -> int:
    now = lock_if_open(source)
    if now is None:
        return 0
    asked = _asked(now)
    given = {key: said for key, said in given.items() if key in asked}
    source.answers = {**now.answers, **given}
    Import.objects.filter(pk=source.pk).update(answers=source.answers)
    rows = set().union(*(asked[key][1] for key in given))
    check_again(source, source.rows.filter(pk__in=rows))
    return len(given)
