"""Cards of a file of contacts, each with what it was matched to, what it becomes, and what is wrong with it."""

from collections import defaultdict

from django.utils.translation import gettext as _

from intake.contacts.read_file import Card
from intake.models import Import, ImportRow, ImportRowQuerySet
from intake.registers.rows import ASK, ERROR, WARNING, Remark
from stakeholders.directory import Remembered, answer_key, likely_kind
from stakeholders.forms import AddPersonForm
from stakeholders.models import Appointment, OrganisationKind, Person
from stakeholders.vocabulary import split_honorific
from toolkit.text import fold, likeness

State = ImportRow.State
# The cells of a card, under the headings by which the same file can be read again.
COLUMNS = ("Name", "Job Title", "Company", "Department", "E-mail Address", "Business Phone")
ALIKE = 60  # how alike names must be for one address to mean one person
FIELDS = {
    "name": "Name",
    "title": "Job Title",
    "organisation": "Company",
    "department": "Department",
    "email": "E-mail Address",
    "phone": "Business Phone",
}


def rows_of(source: Import, cards: list[Card]) -> list[ImportRow]:
    return [
        ImportRow(
            source=source,
            number=card.number,
            lead=card.number,
            cells=[*_texts(card), " ".join(card.left_out)],
        )
        for card in cards
    ]


def card_of(row: ImportRow) -> Card:
    *texts, left_out = row.cells
    return Card(row.number, *texts, tuple(left_out.split()))


def _texts(card: Card) -> tuple[str, ...]:
    return card.name, card.title, card.organisation, card.department, card.email, card.phone


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


def _is_new(outcome) -> bool:
    return outcome["organisation"] is not None and outcome["organisation"]["pk"] is None


def _says_more(card: Card, first: Card, name: str) -> bool:
    return name != "name" and fold(getattr(card, name)) not in ("", fold(getattr(first, name)))


def _duplicate_text(card: Card, first: Card) -> str:
    if card.email and first.email and fold(card.email) != fold(first.email):
        text = _(
            "Card %s has the same name with another address. Keep one of the two, or add this person by hand."
        )
    else:
        text = _(
            "Card %s is of the same person, and this one says more. Import that one, then this one from the"
            " file of what was left out."
        )
    return text % first.number


class Checker:
    def __init__(self, source: Import) -> None:
        self.source, self.directory = source, Remembered(source.answers)
        self.by_email = defaultdict(list)
        for row in self.directory.by_key.values():
            if isinstance(row, Person) and row.email:
                self.by_email[row.email.lower()].append(row)
        self.held = defaultdict(set)
        open_posts = Appointment.objects.filter(ended=None)
        for person, organisation, title in open_posts.values_list(
            "person", "organisation", "title"
        ):
            self.held[person, organisation].add(fold(title))
        self.kinds = dict(OrganisationKind.objects.filter(is_active=True).values_list("code", "pk"))
        self.seen, self.taken = {}, {}

    def check(self, row: ImportRow) -> None:
        card, self.remarks = card_of(row), []
        outcome: dict = {"name": card.name, "person": None, "why": "",
                   "organisation": None, "title": card.title, "post": False, "adds": {}}  # fmt: skip
        row.lead, row.outcome = row.number, outcome
        if not (card.name or card.organisation):
            self._remark(ERROR, card, "Name", _("This card has no name."))
        elif self._is_duplicate(row, card, self.seen, answer_key(card.name)):
            return
        else:
            self._obey_forms(card)
            person = self._person(card, outcome) if card.name else None
            if self._is_duplicate(row, card, self.taken, person and person.pk):
                return
            self._organisation(card, outcome)
            self._what_is_new(card, outcome, person)
        row.remarks = [remark._asdict() for remark in self.remarks]
        row.state = self._state(outcome)

    def _state(self, outcome: dict):
        levels = {remark.level for remark in self.remarks}
        if ERROR in levels:
            return State.WRONG
        if ASK in levels:
            return State.ASKED
        is_new = (outcome["name"] and not outcome["person"]) or _is_new(outcome)
        return State.READY if is_new or outcome["adds"] or outcome["post"] else State.HERE

    def _remark(self, level: str, card: Card, column: str, text) -> None:
        remark = Remark(level, card.number, column, text)
        if remark not in self.remarks:
            self.remarks.append(remark)

    def _is_duplicate(self, row: ImportRow, card: Card, cards: dict, key) -> bool:
        """Whether an earlier one of `cards` is of the same person and says all that this one says; then mark it so.

        One that says more is an error: only the first is stored.
        """
        first = cards.setdefault(key, card) if key else card
        if first is card:
            return False
        more = [column for name, column in FIELDS.items() if _says_more(card, first, name)]
        if more:
            self._remark(ERROR, card, more[0], _duplicate_text(card, first))
            return False
        row.state, row.lead, row.remarks = State.DUPLICATE, first.number, []
        return True

    def _obey_forms(self, card: Card) -> None:
        if not card.name:
            self._too_long(card)
            return
        sent = {
            "name": card.name,
            "email": card.email,
            "phone": card.phone,
            "source": self.source.name[:200],
        }
        form = AddPersonForm(sent)
        for name, texts in form.errors.items():
            for text in texts:
                self._remark(ERROR, card, FIELDS.get(name, "Name"), text)
        self._too_long(card)

    def _too_long(self, card: Card) -> None:
        for column, text in (("Job Title", card.title), ("Company", card.organisation)):
            if len(text) > 200:
                self._remark(ERROR, card, column, _("Use 200 characters or fewer."))

    def _person(self, card: Card, outcome: dict) -> Person | None:
        """Return the person of a card, written into `outcome`; None for a new one, or when it must be asked."""
        name, is_answered = answer_key(card.name), answer_key(card.name) in self.directory.answers
        by_email = self.by_email.get(card.email.lower(), []) if card.email else []
        same = [one for one in by_email if self._alike(card, one)]
        if len(same) == 1 and not is_answered:
            return self._matched(outcome, same[0], _("same e-mail address"))
        found = self.directory.people(card.name)
        if len(found) == 1 and (is_answered or not self._differs(card, found[0])):
            return self._matched(outcome, found[0], self.directory.why(card.name, found[0]))
        alike = [] if is_answered or found else self.directory.alike(card.name)
        if found or any(key[0] == "p" for key in alike):
            self._remark(ASK, card, "Name", split_honorific(card.name)[1])
        elif by_email and name:
            text = _("%s has the same e-mail address. This is taken for another person.")
            self._remark(WARNING, card, "E-mail Address", text % by_email[0])
        return None

    @staticmethod
    def _matched(outcome: dict, person: Person, why: str) -> Person:
        outcome["person"], outcome["why"] = person.pk, why
        return person

    @staticmethod
    def _alike(card: Card, person: Person) -> bool:
        return any(likeness(card.name, name) >= ALIKE for name in person.folded_names())

    @staticmethod
    def _differs(card: Card, person: Person) -> bool:
        """Whether somebody of the name has another address: that may be a namesake."""
        return bool(card.email and person.email and card.email.lower() != person.email.lower())

    def _organisation(self, card: Card, outcome: dict) -> None:
        """Write the organisation of a card into `outcome`, the unit when it is known here."""
        if not card.organisation or (card.name and not card.title):
            return
        unit = f"{card.department}, {card.organisation}" if card.department else ""
        found = self.directory.organisations(unit) if unit else []
        text = unit if len(found) == 1 else card.organisation
        found = found if len(found) == 1 else self.directory.organisations(card.organisation)
        is_answered = answer_key(card.organisation) in self.directory.answers
        if len(found) == 1:
            why = self.directory.why(text, found[0])
            outcome["organisation"] = {"pk": found[0].pk, "name": str(found[0]), "why": why}
            return
        alike = [] if is_answered or found else self.directory.alike(text)
        if found or any(key[0] == "o" for key in alike):
            self._remark(ASK, card, "Company", text)
            return
        if text in self.directory.taken:
            self._remark(ERROR, card, "Company", _("This organisation is no longer in use."))
        kind = self.kinds.get(likely_kind(text)) or self.kinds.get("other")
        if kind is None:
            self._remark(
                ERROR, card, "Company", _("There is no kind of organisation “other” to give it.")
            )
        outcome["organisation"] = {"pk": None, "name": text, "why": "", "kind": kind}

    def _what_is_new(self, card: Card, outcome: dict, person) -> None:
        organisation = outcome["organisation"]
        if person:
            given = {"email": card.email, "phone": card.phone}
            outcome["adds"] = {
                name: text for name, text in given.items() if text and not getattr(person, name)
            }
        if card.name and card.organisation and not card.title:
            text = _("No post is given, so %s is not noted with this person.")
            self._remark(WARNING, card, "Job Title", text % card.organisation)
        if card.title and not card.organisation:
            self._remark(
                WARNING, card, "Job Title", _("No organisation is given, so the post is left out.")
            )
        if not card.name and (card.email or card.phone):
            text = _("No person is named, so the address and number are left out.")
            self._remark(WARNING, card, "Name", text)
        if not (card.name and card.title and organisation):
            return
        held = self.held[person and person.pk, organisation["pk"]] if organisation["pk"] else set()
        outcome["post"] = not held
        if held and fold(card.title) not in held:
            text = _("Holds another post there in the record, so “%s” is left out.")
            self._remark(WARNING, card, "Job Title", text % card.title)
