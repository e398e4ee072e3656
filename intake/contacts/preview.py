"""Cards of a file of contacts as the preview shows them."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.contacts.read_file import MOST_CARDS
from intake.models import ImportRow
from intake.registers.forms import FileForm
from intake.registers.preview import COLOURS
from intake.safe_reading import Unreadable
from stakeholders.models import Person


@dataclass
class CardLine:
    """One card for the page; `person` is the record that it was matched to or became."""

    row: ImportRow
    colour: str
    name: str
    title: str
    organisation: dict[str, Any] | None
    person: Person | None
    is_new: bool
    why: str
    contact: str
    adds: str
    left_out: str


def lines_of(rows: list[ImportRow]) -> list[CardLine]:
    pks = {row.outcome["person"] for row in rows if row.outcome and row.outcome.get("person")}
    people = Person.objects.in_bulk(pks)
    return [_line(row, people) for row in rows]


def _line(row: ImportRow, people: dict[int, Person]) -> CardLine:
    outcome = row.outcome or {}
    cells = [*row.cells, *[""] * 7][:7]  # what the record has is no longer kept here
    name, title, organisation, _department, email, phone, left_out = cells
    person = people.get(outcome.get("person") or 0)
    company = {"name": organisation, "pk": 0} if organisation else None
    return CardLine(
        row,
        COLOURS.get(row.state, ""),
        name or str(person or ""),
        title,
        outcome.get("organisation") or company,
        person,
        is_new=bool(name) and row.state == ImportRow.State.READY and not outcome.get("why"),
        why=outcome.get("why", ""),
        contact=", ".join(filter(None, [email, phone])),
        adds=_adds(outcome),
        left_out=", ".join(left_out_names()[code] for code in left_out.split()),
    )


def _adds(outcome: dict[str, Any]) -> str:
    names = {"email": _("e-mail address"), "phone": _("phone number")}
    added = [names[name] for name in outcome.get("adds", {})]
    return ", ".join([*added, *([_("post")] if outcome.get("post") and outcome.get("why") else [])])


def left_out_names() -> dict[str, str]:
    return {
        "birthday": _("birthdays and other days"),
        "address": _("addresses"),
        "picture": _("pictures and keys"),
        "notes": _("notes"),
        "family": _("family and others"),
        "person": _("personal details"),
        "chat": _("chat names"),
        "home-mail": _("private e-mail"),
        "other-phone": _("private, mobile and fax numbers"),
        "more-mail": _("a second e-mail address"),
        "more-phone": _("a second phone number"),
    }


class ContactsForm(FileForm):
    endings = {"vcf", "vcard", "csv"}
    refused = gettext_lazy("Contacts can be vCard (vcf) or CSV files.")

    file = forms.FileField(
        label=gettext_lazy("Contacts"),
        max_length=255,
        widget=forms.FileInput({"class": "input", "accept": ".vcf,.vcard,.csv"}),
        help_text=gettext_lazy("A vCard (.vcf), or a CSV that Outlook or Google exported."),
        error_messages={"empty": gettext_lazy("This file is empty.")},
    )


def reason(problem: Unreadable) -> str:
    return {
        "empty": _("This file is empty."),
        "nul": _("This file is not a text file, so it has no contacts in it."),
        "damaged": _("This file is damaged and can’t be read. Export it again."),
        "contacts": _("There are no contacts in this file."),
        "headings": _(
            "The first row has no column names of Outlook or Google, such as First Name."
            " Export it again, in English."
        ),
        "cards": _("This file has more than %s contacts. Split it and import the parts.") % f"{MOST_CARDS:,}",
    }[problem.code]  # fmt: skip
