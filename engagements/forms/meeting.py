"""The meeting form: the same rules for the browser, the example month and imports."""

import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from django import forms
from django.db import transaction
from django.db.models import Count, Q
from django.forms import BoundField
from django.forms.utils import ErrorDict, ErrorList
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from countries.alphabet import sort_key
from engagements.forms.action_points import ActionPointFormSet
from engagements.forms.counterparts import (
    CounterpartFormSet,
    CounterpartRowForm,
    counterpart_initial,
    declared_kinds,
    kept_by,
    save_rows,
)
from engagements.forms.edit_conflict import row_count
from engagements.forms.fields import (
    PlaceField,
    RowsField,
    TypedDateFields,
    day_boxes,
    settle_day,
    text_area,
)
from engagements.forms.files import BOX, FileLimits, count_files, file_limits, read_tokens
from engagements.forms.name_questions import Question, apply_answers, question_of
from engagements.forms.typed_people import take_apart
from engagements.models import ActionPoint, FormFile, Meeting, MeetingKind, ThematicArea
from engagements.models.text_answers import BOXES, with_answers
from stakeholders.directory import DATABASE, Directory
from stakeholders.forms import text_input
from stakeholders.models import Location, Organisation
from toolkit.dates import near_day

RECENT = 3
LATELY = 500  # of the last year's meetings, whose thematic areas are offered first
SHOWN = {"kind": 4, "thematic_areas": 8, "staff": 6}


@dataclass(frozen=True)
class OfferedPlace:
    """A place to put in with one press; `key` says what it is offered for: "o12", or a day it was used."""

    name: str
    reason: str
    key: str
    organisation: str = ""


def places_used(user: User, today: date) -> list[OfferedPlace]:
    """Return the three places that `user` used last; two queries."""
    rows = Meeting.objects.visible_to(user).filter(created_by=user, location__is_active=True)
    used: dict[int, date] = {}
    for place, at in rows.order_by("-pk").values_list("location", "created_at")[:40]:
        used.setdefault(place, timezone.localdate(at))
    last = dict(list(used.items())[:RECENT])
    places = Location.objects.in_bulk(last) if last else {}
    return [
        OfferedPlace(str(places[pk]), _used(day, today), day.isoformat())
        for pk, day in last.items()
    ]


def _used(day: date, today: date) -> str:
    if (today - day).days < 2:
        return gettext("used today") if day == today else gettext("used yesterday")
    return gettext("used on %s") % near_day(day, today)


def seats_of(picked: Iterable[str]) -> list[OfferedPlace]:
    """Return the places where the organisations in "o12" or "p34.12" are; no query when there is none."""
    keys = [value.rpartition(".")[2].lstrip("o") for value in picked]
    pks = [int(key) for key in keys if key.isdecimal() and len(key) < 10]
    if not pks:
        return []
    found = Organisation.objects.select_related("location", "parent__location").in_bulk(pks)
    rows = [found[pk] for pk in dict.fromkeys(pks) if pk in found]
    return [
        OfferedPlace(str(place), gettext("where %s is") % row, f"o{row.pk}", str(row))
        for row in rows
        if (place := row.location or (row.parent and row.parent.location))
    ]


def is_call(kind: int | None) -> bool:
    calls = MeetingKind.objects.filter(described_as=MeetingKind.Description.CALL)
    return kind is not None and calls.filter(pk=kind).exists()


def uses_of_areas(today: date) -> dict[int, int]:
    """Return {primary key of a thematic area: how often it was ticked lately}; one query."""
    lately = Meeting.objects.filter(date__gt=today - timedelta(days=365)).newest_first()[:LATELY]
    ticked = Meeting.thematic_areas.through.objects.filter(meeting__in=lately.values("pk"))
    return dict(ticked.order_by().values_list("thematicarea").annotate(Count("pk")))


def first_and_rest(field: BoundField, uses: dict[int, int] | None = None) -> dict[str, bool | list]:
    """Return the choices of a box as {"first", "rest", "is_open"}: those ticked or used most come first."""
    choices = list(field)
    number = SHOWN[field.name]
    if field.field.widget.allow_multiple_selected:
        uses = uses or {}
        if field.name == "staff":
            choices.sort(key=lambda c: sort_key(str(c.choice_label)))
        choices.sort(key=lambda c: (not c.data["selected"], -uses.get(_key(c), 0)))
        number = max(number, sum(c.data["selected"] for c in choices))
    rest = choices[number:]
    return {
        "first": choices[:number],
        "rest": rest,
        "is_open": any(c.data["selected"] for c in rest),
    }


def _key(choice) -> int:
    value = choice.data["value"]
    return getattr(value, "value", value)


def first_name(rows: list[CounterpartRowForm]) -> str:
    """Return the name of the first person, else organisation, of the filled rows; empty without rows."""
    if not rows:
        return ""
    values = rows[0].cleaned_data
    text, organisation = values["organisation"]
    return str(values.get("person") or organisation or text)


def written_title(kind: MeetingKind, name: str, place: Location | str | None) -> str:
    """Return "Bilateral meeting with Mr. Albert Halilaj", for the name of whom it was with first."""
    if name:
        title = gettext("%(kind)s with %(name)s") % {"kind": kind, "name": name}
    elif place:
        title = gettext("%(kind)s, %(place)s") % {"kind": kind, "place": place}
    else:
        title = str(kind)
    return title if len(title) <= 200 else f"{title[:199].rstrip()}…"


class KindSelect(forms.RadioSelect):
    """Buttons of kinds; those of events say so, since only events have a name."""

    def create_option(self, name: str, value: Any, *args, **kwargs) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        kind = getattr(value, "instance", None)
        if kind and kind.described_as == MeetingKind.Description.PARTICIPATION:
            option["attrs"]["data-event"] = True
        return option


class MeetingForm(TypedDateFields, forms.ModelForm):
    """A meeting with its counterparts, action points and a file; `save` stores all or nothing."""

    VERSION = 3  # of the boxes' names: what was kept of an older form is read with care

    data: QueryDict
    fields: dict[str, Any]
    place = PlaceField(
        label=_("Where?"),
        required=False,
        max_length=200,
        widget=text_input(placeholder=_("Write a place")),
    )
    # Whom, or which day, the place was offered for; empty for one that was written.
    place_for = forms.CharField(widget=forms.HiddenInput, required=False, max_length=60)
    restricted = forms.BooleanField(
        label=_("Restricted: only those present and the head of office can read this meeting"),
        required=False,
    )
    token = forms.UUIDField(widget=forms.HiddenInput, required=False)
    based_on = forms.IntegerField(widget=forms.HiddenInput, required=False)
    # The tokens of photos and files, which are sent apart from the form: see engagements/forms/files.py.
    file_tokens = forms.Field(widget=forms.HiddenInput, required=False)
    # What the writer answered to remarks: see engagements/models/text_answers.py.
    answers = forms.Field(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Meeting
        fields = [
            "kind",
            "staff",
            "visitors",
            "thematic_areas",
            "event_name",
            "public_line",
            "internal_note",
            "title",
            "channel",
            "other_places",
        ]
        field_classes = {"staff": RowsField, "thematic_areas": RowsField}
        labels = {
            "kind": _("What was it?"),
            "staff": _("Who went from IOM?"),
            "visitors": _("Somebody from IOM without an account"),
            "event_name": _("Name of the event"),
            "public_line": _("What can be said publicly?"),
            "channel": _("How did you meet?"),
            "other_places": _("Other places of the same visit"),
        }
        help_texts = {
            "event_name": _("As on the invitation. Asked for events and trainings only."),
            "public_line": _(
                "A few words or one to three sentences. Do not name or describe people we assist."
            ),
            "visitors": _("A colleague from another office, a consultant: their names."),
            "other_places": _(
                "In words, such as “Has, Krumë”. The first place is the one that counts."
            ),
            "title": _("Written for you from the kind and who it was with; change it as you like."),
        }
        widgets = {
            "kind": KindSelect,
            "staff": forms.CheckboxSelectMultiple,
            "thematic_areas": forms.CheckboxSelectMultiple,
            "event_name": text_input(),
            "public_line": text_area(rows=4),
            "internal_note": text_area(rows=2),
            "title": text_input(),
            "visitors": text_input(),
            "channel": forms.RadioSelect,
            "other_places": text_input(),
        }

    def __init__(
        self,
        data: QueryDict | None = None,
        files: Any = None,
        *,
        user: User,
        today: date,
        instance: Meeting | None = None,
        initial: dict | None = None,
        draft: bool = False,
        directory: Directory = DATABASE,
    ) -> None:
        """`today` is the day of writing; `draft` asks for less: no counterpart, no title.

        `directory` is where names are looked up. An import passes one that remembers, for thousands of
        forms that are only checked, never shown: they start empty.
        """
        self.user, self.today, self.draft = user, today, draft
        self.refused_files: list[tuple[str, str]] = []
        rows = (
            counterpart_initial(instance) if instance else (initial or {}).get("counterparts", [])
        )
        start = self._initial_of(instance, rows) if instance else {}
        if instance is None and directory is DATABASE:
            start = self._defaults(initial or {}, is_shown=data is None)
        data = apply_answers(data)
        if data is not None:
            data = data.copy()
            settle_day(data, today)
            if directory is DATABASE:
                take_apart(data)
        start |= initial or {}
        if "when" in start:
            settle_day(start, today)
        super().__init__(data, files, instance=instance, initial=start)
        self._offer_days()
        self._fit_choices()
        self.fields["place"].keeps_text = directory is DATABASE
        if directory is not DATABASE:
            self.fields["place"].directory = directory
            self.fields["kind"].queryset = directory.choices(self.fields["kind"].queryset)
        declared = declared_kinds(data)
        kind: Any = CounterpartRowForm.base_fields["kind"]
        kinds = cache(lambda: list(iter(kind.choices)))
        colleagues = cache(lambda: [(user.pk, str(user)) for user in User.objects.colleagues()])
        if directory is DATABASE and not self.instance.pk:
            self.fields["staff"].choices = colleagues
        about = {
            "meeting": self.instance,
            "kept": kept_by(self.instance),
            "directory": directory,
            "declared": declared,
            "kinds": kinds,
        }
        self.counterparts = CounterpartFormSet(data, initial=rows, prefix="with", form_kwargs=about)
        points = instance.action_points.all() if instance else ActionPoint.objects.none()
        about_points = {
            "user": user,
            "counterparts": self.counterparts,
            "declared": declared,
            "kinds": kinds,
            "colleagues": colleagues,
        }
        self.action_points = ActionPointFormSet(
            data, queryset=points, prefix="promise", form_kwargs=about_points
        )

    def _defaults(self, initial: dict, is_shown: bool) -> dict:
        kind = MeetingKind.objects.current().first() if is_shown else None
        by_phone = is_call(initial.get("kind"))
        return {
            "when": self.today.isoformat(),
            "month": self.today.month,
            "year": self.today.year,
            "kind": kind.pk if kind else None,
            "staff": [self.user.pk],
            "channel": Meeting.Channel.PHONE if by_phone else Meeting.Channel.IN_PERSON,
            "token": uuid.uuid4(),
        }

    @cached_property
    def places_used(self) -> list[OfferedPlace]:
        return places_used(self.user, self.today)

    @cached_property
    def offered_places(self) -> list[OfferedPlace]:
        """At most three places: those of the counterparts in the rows, then those used last."""
        met = [row["picked"].value() for row in self.counterparts]
        offers = [*seats_of(filter(None, met)), *self.places_used]
        first: dict[str, OfferedPlace] = {}
        for offer in offers:
            first.setdefault(offer.name, offer)
        return list(first.values())[:RECENT]

    @property
    def kinds(self) -> dict[str, bool | list]:
        return first_and_rest(self["kind"])

    @property
    def areas(self) -> dict[str, bool | list]:
        return first_and_rest(self["thematic_areas"], uses_of_areas(self.today))

    @property
    def colleagues(self) -> dict[str, bool | list]:
        return first_and_rest(self["staff"])

    def _initial_of(self, meeting: Meeting, rows: list[dict]) -> dict:
        place = meeting.location or meeting.place_text
        start = {
            **day_boxes(meeting.date, self.today),
            "month": meeting.date.month,
            "year": meeting.date.year,
            "place": str(place),
            "place_for": next(
                (
                    seat.key
                    for seat in seats_of(row["picked"] for row in rows)
                    if seat.name == str(place)
                ),
                "",
            ),
            "restricted": meeting.is_restricted,
            "based_on": meeting.version,
            "token": uuid.uuid4(),
        }
        # A title that the form wrote is written again: it must not name somebody who was taken out.
        name = rows[0]["who"] if rows else ""
        if meeting.kind and meeting.title == written_title(meeting.kind, name, place):
            start["title"] = ""
        if meeting.is_month_only:
            start |= {"when": "month", "recent_day": "", "day": ""}
        if meeting.end_date:
            end = meeting.end_date
            start |= {"end_day": end.day, "end_month": end.month, "end_year": end.year}
        return start

    def _fit_choices(self) -> None:
        meeting = self.instance
        kinds, areas, staff = (
            MeetingKind.objects.current(),
            ThematicArea.objects.current(),
            User.objects.colleagues(),
        )
        if meeting.pk:
            kinds = MeetingKind.objects.filter(Q(is_active=True) | Q(pk=meeting.kind_id))
            had_areas = meeting.thematic_areas.values("pk")
            areas = ThematicArea.objects.filter(Q(is_active=True) | Q(pk__in=had_areas))
            wanted = Q(pk__in=staff.values("pk")) | Q(pk__in=meeting.staff.values("pk"))
            staff = User.objects.filter(wanted)
        self.fields["kind"].queryset = kinds
        self.fields["kind"].empty_label = None
        self.fields["thematic_areas"].queryset = areas
        self.fields["staff"].queryset = staff
        self.fields["title"].required = False

    def is_valid(self) -> bool:
        """Whether the form and all its rows are valid; every part is checked, so that all errors show at once."""
        parts = [super().is_valid(), self.counterparts.is_valid(), self.action_points.is_valid()]
        return all(parts) and self._says_enough()

    def _says_enough(self) -> bool:
        rows = self.counterparts.filled()
        if not (rows or self.cleaned_data.get("title") or self.draft):
            self.add_error("title", _("Add who it was with, or write a title."))
            return False
        if not self.instance.title:
            place = self.instance.location or self.instance.place_text
            self.instance.title = written_title(self.cleaned_data["kind"], first_name(rows), place)
        return True

    def clean_place(self) -> Location | None:
        """Give the place, or what was written for one, to the meeting; the value is a place of the list."""
        found = self.cleaned_data["place"]
        is_text = isinstance(found, str)
        self.instance.location = None if is_text else found
        self.instance.place_text = found if is_text else ""
        return self.instance.location

    def clean(self) -> dict[str, Any]:
        """Give the model the values of the boxes that are not its own, before it checks them."""
        super().clean()
        cleaned = self.cleaned_data
        if not (self.instance.location or self.instance.place_text):
            self.instance.place_text = cleaned.get("other_places", "")
            cleaned["other_places"] = ""
        self.instance.sensitivity = (
            Meeting.Sensitivity.RESTRICTED
            if cleaned.get("restricted")
            else Meeting.Sensitivity.INTERNAL
        )
        self._clean_when(cleaned)
        self._clean_end(cleaned)
        self._clean_present(cleaned)
        return cleaned

    def _clean_present(self, cleaned: dict) -> None:
        if not cleaned.get("restricted") or self.user.is_head_of_office:
            return
        if self.user not in (cleaned.get("staff") or []):
            self.add_error(
                "staff", _("Tick yourself too: only those present can read a restricted meeting.")
            )

    def clear_errors(self) -> None:
        """Forget the errors, so that what was typed is shown as it is: nothing is being saved."""
        for part in [self, *self.counterparts, *self.action_points]:
            part._errors = ErrorDict()
        rows: Any  # the stubs leave out where a set of forms keeps its errors
        for rows in (self.counterparts, self.action_points):
            rows._errors, rows._non_form_errors = [], ErrorList()

    @cached_property
    def questions(self) -> dict[str, Question]:
        """What must be asked about names, by the prefix of the row, whatever else is wrong."""
        if not self.is_bound:
            return {}
        day = self.instance.date or self.today
        asked = [question_of(row, day) for row in [*self.counterparts, *self.action_points]]
        return {question.prefix: question for question in asked if question}

    def row_errors(self) -> list[dict[str, str]]:
        """Return what is wrong in the rows, each with where it is put right."""
        found = []
        for row in [*self.counterparts, *self.action_points]:
            question = self.questions.get(row.prefix)
            for name, texts in row.errors.items():
                if question and question.field == name:
                    found.append({"target": question.box_id, "text": question.heading})
                    continue
                target = row[name].auto_id if name in row.fields else ""
                found += [{"target": target, "text": text} for text in texts]
        return found

    @property
    def _announced(self) -> dict[uuid.UUID, str]:
        return read_tokens(self.data.get(BOX, "")) if self.is_bound else {}

    def sent_files(self) -> list[FormFile]:
        """The photos and files that are here already, though the form is not saved yet."""
        tokens = self._announced
        return list(FormFile.objects.waiting(self.user).filter(token__in=tokens)) if tokens else []

    def files_taken(self) -> int:
        """Return how many photos and files the meeting has or awaits."""
        return count_files(self.instance) if self.instance.pk else 0

    def file_limits(self) -> FileLimits:
        return file_limits()

    def already_sent(self) -> Meeting | None:
        token = self.data.get("token")
        try:
            sent = Meeting.objects.filter(token=uuid.UUID(token), created_by=self.user)
        except (TypeError, ValueError):
            return None
        return sent.first()

    def saved_meanwhile(self) -> Meeting | None:
        """Return the meeting as somebody else saved it since this form was opened, or None.

        The row stays locked until the transaction around ends, so that two can't pass at once.
        """
        now = Meeting.objects.select_for_update().filter(pk=self.instance.pk).first()
        return now if now and now.version != self.cleaned_data.get("based_on") else None

    @transaction.atomic(savepoint=False)
    def save(self, commit: bool = True) -> Meeting:
        """Store the meeting and its rows, all or nothing: an error ends the transaction around too."""
        meeting, is_new = self.instance, not self.instance.pk
        if is_new:
            meeting.created_by = self.user
            meeting.token = self.cleaned_data.get("token") or uuid.uuid4()
        else:
            meeting.version += 1
        if meeting.status != Meeting.Status.CANCELLED:
            meeting.status = Meeting.Status.DRAFT if self.draft else Meeting.Status.LOGGED
        meeting.text_answers = with_answers(
            meeting.text_answers,
            str(self.cleaned_data.get("answers") or ""),
            meeting.texts(),
            by=str(self.user),
            at=timezone.now(),
        )
        super().save(commit=False).store()
        if is_new:
            for name in ("thematic_areas", "staff"):  # there is nothing to take out
                getattr(meeting, name).add(*self.cleaned_data.get(name) or ())
        else:
            self.save_m2m()
        save_rows(self.counterparts.filled(), meeting, self.cleaned_data.get("place"))
        self.action_points.save_for(meeting, self.cleaned_data.get("place"))
        FormFile.objects.announce(meeting, self.user, self._announced)
        return meeting


ROW_BUTTONS = {"add_counterpart": "with", "add_promise": "promise"}
MOST_ROWS = 60


def apply_button(data: Any) -> bool:
    """Change `data` by a button that adds a row, fills a box or answers; return whether there was one.

    Then nothing is stored.
    """
    found = bool({"drop_file", "leave", "show_reading"} & data.keys())
    for button, prefix in ROW_BUTTONS.items():
        if button in data:
            data[f"{prefix}-TOTAL_FORMS"] = str(min(row_count(data, prefix) + 1, MOST_ROWS))
            found = True
    if "use_place" in data:
        data["place"], data["place_for"], found = data["use_place"], "", True
    for box in BOXES:
        if f"use_{box}" in data:
            data[box], found = data[f"use_{box}"], True
    if "leave" in data:
        data["answers"] = f"{data.get('answers', '')} {data['leave']}".strip()
    if "use_day" in data:
        _put_day(data, data["use_day"])
        found = True
    return found


def _put_day(data: Any, text: str) -> None:
    """Put in the day, or month, that was offered for one that can't be; an empty text empties the box."""
    if re.fullmatch(r"\d{4}-\d{2}", text):
        data["when"], data["year"], data["month"] = "month", text[:4], str(int(text[5:]))
    else:
        data["when"], data["recent_day"], data["day"] = text or "day", "", ""
