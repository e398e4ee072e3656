"""Cards of a file of contacts, each with what it was matched to, what it becomes, and what is wrong with it."""

from collections import defaultdict
from typing import Any

from django.utils.translation import gettext as _

from intake.contacts.read_file import Card
from intake.models import Import, ImportRow, ImportRowQuerySet
from intake.registers.rows import ASK, ERROR, WARNING, Remark
from stakeholders.directory import Remembered, answer_key, likely_kind
from stakeholders.forms import AddPersonForm
from stakeholders.honorifics import split_honorific
from stakeholders.models import Appointment, OrganisationKind, Person
from toolkit.spelling import fold, likeness

State = ImportRow.State
ALIKE = 60  # how alike names must be for one address to mean one person
# The cells of a card, under the headings by which the same file can be read again.
FIELDS = {
    "name": "Name", "title": "Job Title", "organisation": "Company", "department": "Department",
    "email": "E-mail Address", "phone": "Business Phone",
}  # fmt: skip


def rows_of(source: Import, cards: list[Card]) -> list[ImportRow]:
    rows = []
    for card in cards:
        cells = [*(getattr(card, name) for name in FIELDS), " ".join(card.left_out)]
        rows.append(ImportRow(source=source, number=card.number, lead=card.number, cells=cells))
    return rows


def check(source: Import, rows: list[ImportRow] | None = None) -> None:
    checker = Checker(source)
    rows = list(source.rows.order_by("number")) if rows is None else rows
    for row in rows:
        checker.check(row)
    replace_rows(rows, source.rows.all())
    source.status, source.result = Import.Status.CHECKED, forecast(rows)
    source.save(update_fields=["status", "result"])


def replace_rows(rows: list[ImportRow], before: ImportRowQuerySet) -> None:
    """Store rows in the place of those `before`: many times quicker than changing each."""
    before.delete()
    ImportRow.objects.bulk_create(rows, batch_size=500)


def forecast(rows: list[ImportRow]) -> dict[str, int]:
    ready = [row.outcome for row in rows if row.state == State.READY]
    new = {fold(outcome["organisation"]["name"]) for outcome in ready if _is_new(outcome)}
    return {
        "person": sum(bool(one["name"]) and not one["person"] for one in ready),
        "organisation": len(new),
        "appointment": sum(one["post"] for one in ready),
        "changed": sum(bool(one["person"]) for one in ready),
    }


def _is_new(outcome: dict[str, Any]) -> bool:
    return outcome["organisation"] is not None and outcome["organisation"]["pk"] is None


def _duplicate_text(card: Card, first: Card) -> str:
    if card.email and first.email and fold(card.email) != fold(first.email):
        text = _(
            "Card %s has the same name with another address. Keep one of the two, or add this person by hand."
        )
    else:
        text = _(
            "Card %s is of the same person, and this one has more in it. Import that one, then this one from"
            " the file of what was left out."
        )
    return text % first.number


class Checker:
    def __init__(self, source: Import) -> None:
        self.source, self.directory = source, Remembered(source.answers)
        self.by_email: defaultdict[str, list[Person]] = defaultdict(list)
        for person in self.directory.people_read:
            if person.email:
                self.by_email[person.email.lower()].append(person)
        self.held: defaultdict[tuple[int, int], set[str]] = defaultdict(set)
        posts = Appointment.objects.filter(ended=None)
        for person_id, organisation, title in posts.values_list("person", "organisation", "title"):
            self.held[person_id, organisation].add(fold(title))
        self.kinds = dict(OrganisationKind.objects.filter(is_active=True).values_list("code", "pk"))
        self.by_name: dict[str, Card] = {}
        self.by_person: dict[int, Card] = {}

    def check(self, row: ImportRow) -> None:
        *texts, left_out = row.cells
        card = Card(
            row.number, left_out=tuple(left_out.split()), **dict(zip(FIELDS, texts, strict=True))
        )
        self.number, self.remarks = row.number, list[Remark]()
        outcome: dict[str, Any] = {"name": card.name, "person": None, "why": "",
                   "organisation": None, "title": card.title, "post": False, "adds": {}}  # fmt: skip
        row.lead, row.outcome = row.number, outcome
        if not (card.name or card.organisation):
            self._remark(ERROR, "Name", _("This card has no name."))
        elif self._is_duplicate(row, card, self.by_name, answer_key(card.name)):
            return
        else:
            self._check_by_form(card)
            person = self._person(card, outcome) if card.name else None
            if self._is_duplicate(row, card, self.by_person, person.pk if person else None):
                return
            self._organisation(card, outcome)
            self._what_is_new(card, outcome, person)
        row.remarks = [remark._asdict() for remark in self.remarks]
        row.state = self._state(outcome)

    def _state(self, outcome: dict[str, Any]) -> ImportRow.State:
        levels = {remark.level for remark in self.remarks}
        if ERROR in levels:
            return State.WRONG
        if ASK in levels:
            return State.ASKED
        is_new = (outcome["name"] and not outcome["person"]) or _is_new(outcome)
        return State.READY if is_new or outcome["adds"] or outcome["post"] else State.HERE

    def _remark(self, level: str, column: str, text: str) -> None:
        remark = Remark(level, self.number, column, text)
        if remark not in self.remarks:
            self.remarks.append(remark)

    def _is_duplicate(self, row: ImportRow, card: Card, cards: dict, key: str | int | None) -> bool:
        """Whether an earlier one of `cards` is of the same person and has all that this one has; then mark it so.

        One that has more is an error: only the first is stored.
        """
        first = cards.setdefault(key, card) if key else card
        if first is card:
            return False
        more = [
            column
            for name, column in FIELDS.items()
            if name != "name" and fold(getattr(card, name)) not in ("", fold(getattr(first, name)))
        ]
        if more:
            self._remark(ERROR, more[0], _duplicate_text(card, first))
            return False
        row.state, row.lead, row.remarks = State.DUPLICATE, first.number, []
        return True

    def _check_by_form(self, card: Card) -> None:
        if card.name:
            sent = {name: getattr(card, name) for name in ("name", "email", "phone")}
            form = AddPersonForm({**sent, "source": self.source.name[:200]})
            for name, texts in form.errors.items():
                for text in texts:
                    self._remark(ERROR, FIELDS.get(name, "Name"), str(text))
        for column, text in (("Job Title", card.title), ("Company", card.organisation)):
            if len(text) > 200:
                self._remark(ERROR, column, _("Use 200 characters or fewer."))

    def _person(self, card: Card, outcome: dict[str, Any]) -> Person | None:
        """Return the person of a card, written into `outcome`; None for a new one, or when it must be asked."""
        name, is_answered = answer_key(card.name), answer_key(card.name) in self.directory.answers
        by_email = self.by_email.get(card.email.lower(), []) if card.email else []
        same = [
            one
            for one in by_email
            if any(likeness(card.name, folded) >= ALIKE for folded in one.folded_names())
        ]
        if len(same) == 1 and not is_answered:
            outcome |= {"person": same[0].pk, "why": _("same e-mail address")}
            return same[0]
        found = self.directory.people(card.name)
        # Somebody of the name with another address may be a namesake.
        emails = {card.email.lower(), *(one.email.lower() for one in found)} - {""}
        if len(found) == 1 and (is_answered or len(emails) < 2):
            outcome |= {"person": found[0].pk, "why": self.directory.why(card.name, found[0])}
            return found[0]
        alike = [] if is_answered or found else self.directory.alike(card.name)
        if found or any(key[0] == "p" for key in alike):
            self._remark(ASK, "Name", split_honorific(card.name)[1])
        elif by_email and name:
            text = _("%s has the same e-mail address. This is taken for another person.")
            self._remark(WARNING, "E-mail Address", text % by_email[0])
        return None

    def _organisation(self, card: Card, outcome: dict[str, Any]) -> None:
        """Write the organisation of a card into `outcome`, the unit when it is known here."""
        if not card.organisation or (card.name and not card.title):
            return
        text = f"{card.department}, {card.organisation}" if card.department else card.organisation
        found = self.directory.organisations(text)
        if len(found) != 1:
            text = card.organisation
            found = self.directory.organisations(text)
        is_answered = answer_key(card.organisation) in self.directory.answers
        if len(found) == 1:
            why = self.directory.why(text, found[0])
            outcome["organisation"] = {"pk": found[0].pk, "name": str(found[0]), "why": why}
            return
        alike = [] if is_answered or found else self.directory.alike(text)
        if found or any(key[0] == "o" for key in alike):
            self._remark(ASK, "Company", text)
            return
        if text in self.directory.taken:
            self._remark(ERROR, "Company", _("This organisation is no longer in use."))
        kind = self.kinds.get(likely_kind(text)) or self.kinds.get("other")
        if kind is None:
            refusal = _("There is no kind of organisation “other” to give it.")
            self._remark(ERROR, "Company", refusal)
        outcome["organisation"] = {"pk": None, "name": text, "why": "", "kind": kind}

    def _what_is_new(self, card: Card, outcome: dict[str, Any], person: Person | None) -> None:
        organisation = outcome["organisation"]
        if person:
            given = {"email": card.email, "phone": card.phone}
            outcome["adds"] = {
                name: text for name, text in given.items() if text and not getattr(person, name)
            }
        if card.name and card.organisation and not card.title:
            text = _("No post is given, so %s is not recorded with this person.")
            self._remark(WARNING, "Job Title", text % card.organisation)
        if card.title and not card.organisation:
            text = _("No organisation is given, so the post is left out.")
            self._remark(WARNING, "Job Title", text)
        if not card.name and (card.email or card.phone):
            text = _("No person is named, so the address and number are left out.")
            self._remark(WARNING, "Name", text)
        if not (card.name and card.title and organisation):
            return
        held = self.held[person.pk, organisation["pk"]] if person and organisation["pk"] else set()
        outcome["post"] = not held
        if held and fold(card.title) not in held:
            text = _("Has another post there in the record, so “%s” is left out.")
            self._remark(WARNING, "Job Title", text % card.title)
