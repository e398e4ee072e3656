"""The home page of an office without meetings: what is to be set up, and who can do it.

Whether a line is done is computed from what is stored; `SetupStep` keeps only that somebody looked
at a line, or put it off, where nothing stored would tell.
"""

from dataclasses import dataclass, replace
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import roles
from accounts.models import Invitation, SetupStep, User
from countries.pack import Body, PackError, read_pack
from engagements.models import MeetingKind, ThematicArea
from stakeholders.models import Location, Organisation

SEARCHES_SHOWN = 3
Code = SetupStep.Code


@dataclass(frozen=True)
class Line:
    """One line of the checklist; without an address, the reader can't do it."""

    title: str
    text: str
    done: str = ""  # what stands in the fold of what is done; empty while the line is open
    address: str = ""
    button: str = ""
    is_post: bool = False
    not_now: str = ""  # where to put it off
    change: str = ""  # where it can be changed once it is done


@dataclass(frozen=True)
class FirstDay:
    """What an office without meetings shows to one reader."""

    lines: list[Line]
    searches: list[str]
    has_places: bool

    @property
    def open_lines(self) -> list[Line]:
        return [line for line in self.lines if not line.done]

    @property
    def done_lines(self) -> list[Line]:
        """The lines that are done or put off."""
        return [line for line in self.lines if line.done]

    @property
    def is_untouched(self) -> bool:
        return not self.done_lines


def sets_up(user: User) -> bool:
    """Whether the user sees the checklist: who keeps accounts and lists, and who signs."""
    return user.is_staff or user.is_head_of_office


def first_day(user: User, today: date) -> FirstDay:
    """Return what the reader sees as long as there is no meeting for them."""
    current = Organisation.objects.current()
    if not sets_up(user):
        return FirstDay([], searches(current) if user.is_colleague else [], True)
    answers = dict(SetupStep.objects.values_list("code", "is_put_off"))
    lines = [
        office_line(answers),
        directory_line(answers, user, current.count()),
        colleagues_line(user),
        signer_line(user, today),
        lists_line(answers, user),
        meeting_line(user),
    ]
    return FirstDay(lines, [], Location.objects.exists())


def searches(organisations) -> list[str]:
    """Return names to try in the search box: one organisation each of the first kinds."""
    names: dict[int, str] = {}
    for kind, name in organisations.order_by("kind__position", "sort_key").values_list(
        "kind", "name"
    ):
        names.setdefault(kind, name)
        if len(names) == SEARCHES_SHOWN:
            break
    return list(names.values())


def office_line(answers: dict[str, bool]) -> Line:
    """Name and time are settings of the server, so that they can only be looked at."""
    names = {
        "office": settings.OFFICE_NAME,
        "country": settings.COUNTRY.name_en,
        "zone": settings.TIME_ZONE.replace("_", " "),
    }
    text = _(
        "“IOM %(office)s”, %(country)s, time zone %(zone)s. The names of places follow the country. "
        "Whoever runs the server changes them."
    )
    done = _("Name and country: IOM %(office)s, %(country)s, time zone %(zone)s") % names
    return Line(
        _("Check the name and the country"),
        text % names,
        done=done if Code.OFFICE in answers else "",
        address=_answer(Code.OFFICE),
        button=_("They are right"),
        is_post=True,
    )


def directory_line(answers: dict[str, bool], user: User, organisations: int) -> Line:
    """Done with the first organisation, however it came in."""
    words = ngettext("%d organisation", "%d organisations", organisations) % organisations
    done = _("Directory: %s") % words if organisations else ""
    if not done and Code.DIRECTORY in answers:
        done = _("Directory: not now")
    line = Line(
        _("Load the directory"),
        _by_data_manager(user),
        done=done,
        not_now=_answer(Code.DIRECTORY) if user.is_staff else "",
        change=reverse("import_list" if user.is_data_manager else "stakeholder_list"),
    )
    return line if line.text or done else _with_pack(line, user)


def _with_pack(line: Line, user: User) -> Line:
    """Return the line with what the country pack holds, and the button that loads it; or with the import."""
    try:
        bodies, problem = read_pack(settings.COUNTRY.folder).directory, ""
    except PackError as error:
        bodies, problem = (), _("The country pack can’t be used. %s") % error
    if not bodies:
        text = _(
            "Bring in contacts or a register, or let the directory grow: "
            "whom you write in the form is kept."
        )
        address = reverse("import_list") if user.is_data_manager else ""
        words = f"{problem} {text}".strip()
        return replace(line, text=words, address=address, button=_("Bring in"))
    address = _answer(Code.DIRECTORY)
    return replace(line, text=_held(bodies), address=address, button=_("Load"), is_post=True)


def _held(bodies: tuple[Body, ...]) -> str:
    """Return what the directory of the country pack holds, in a sentence or two."""
    seats = sum(bool(body.seats) for body in bodies)
    unverified = sum(bool(body.unverified) for body in bodies)
    text = ngettext(
        "The country pack of %(country)s holds %(bodies)d organisation, %(seats)d of them with a seat "
        "that is vacant until somebody is named.",
        "The country pack of %(country)s holds %(bodies)d organisations, %(seats)d of them with a seat "
        "that is vacant until somebody is named.",
        len(bodies),
    )
    counts = {"country": settings.COUNTRY.name_en, "bodies": len(bodies), "seats": seats}
    to_confirm = ngettext(
        "%d needs confirming and stands in the data-quality list.",
        "%d need confirming and stand in the data-quality list.",
        unverified,
    )
    return " ".join([text % counts, *([to_confirm % unverified] if unverified else [])])


def colleagues_line(user: User) -> Line:
    """Done as soon as somebody else has an account or an invitation."""
    others = User.objects.in_office().exclude(pk=user.pk).count()
    waiting = Invitation.objects.open().count()
    have = ngettext("%d other account", "%d other accounts", others) % others
    wait = ngettext("%d invitation waits", "%d invitations wait", waiting) % waiting
    words = [text for number, text in ((others, have), (waiting, wait)) if number]
    done = _("Colleagues: %s") % ", ".join(words) if words else ""
    return Line(
        _("Invite colleagues"),
        _by_data_manager(user) or _("They get a link by email and choose their own password."),
        done=done,
        address=reverse("colleague_invite") if user.is_staff else "",
        button=_("Invite"),
        change=reverse("colleague_invite") if user.is_staff else "",
    )


def signer_line(user: User, today: date) -> Line:
    """Done when a head of office has an account; an invited one can be reminded."""
    title = _("Say who signs")
    head = User.objects.heads_of_office().first()
    if head:
        change = reverse("admin:accounts_user_changelist") if user.is_staff else ""
        return Line(title, "", done=_("Signs the month: %s") % head, change=change)
    asked = Invitation.objects.open().filter(role=roles.HEAD_OF_OFFICE).first()
    if asked is None:
        text = _("The head of office signs the month in review. Nobody has that role yet.")
        address = f"{reverse('colleague_invite')}?role=head+of+office"
        return Line(title, text, address=address, button=_("Choose"))
    text = (
        _("%(name)s is invited as head of office. The link was sent on %(sent)s and ended.")
        if asked.has_ended(today)
        else _(
            "%(name)s is invited as head of office and has not signed in yet. "
            "The link was sent on %(sent)s and works until %(last)s."
        )
    )
    days = {
        "sent": date_format(asked.sent_on, "j F Y"),
        "last": date_format(asked.last_day, "j F Y"),
    }
    address = reverse("colleague_send", args=[asked.pk])
    words = text % {"name": asked, **days}
    return Line(title, words, address=address, button=_("Send again"), is_post=True)


def lists_line(answers: dict[str, bool], user: User) -> Line:
    """Done once somebody went to look, or put it off."""
    areas = ThematicArea.objects.current().count()
    kinds = MeetingKind.objects.current().count()
    text = _(
        "%(areas)s and %(kinds)s are set. Take out what you don’t use; it can be done later."
    ) % {
        "areas": ngettext("%d area", "%d areas", areas) % areas,
        "kinds": ngettext("%d kind", "%d kinds", kinds) % kinds,
    }
    done = ""
    if Code.LISTS in answers:
        is_put_off = answers[Code.LISTS]
        done = _("Areas and kinds: not now") if is_put_off else _("Areas and kinds looked at")
    return Line(
        _("Look at thematic areas and kinds of meeting"),
        _by_data_manager(user) or text,
        done=done,
        address=_answer(Code.LISTS) if user.is_staff else "",
        button=_("Look"),
        is_post=True,
        not_now=_answer(Code.LISTS) if user.is_staff else "",
        change=reverse("admin:engagements_thematicarea_changelist") if user.is_staff else "",
    )


def meeting_line(user: User) -> Line:
    """The last line: with it the checklist goes."""
    if user.is_colleague:
        text = _("What it was, when and with whom are enough. A minute on a phone.")
        address = reverse("meeting_create")
    else:
        text = _("Staff and the head of office do that, from their home page.")
        address = ""
    return Line(_("Log the first meeting"), text, address=address, button=_("Log a meeting"))


def put_off(user: User) -> list[Line]:
    """Return what the office put off and has not done since, for the settings page of who can do it."""
    if not user.is_data_manager:
        return []
    answers = dict(SetupStep.objects.filter(is_put_off=True).values_list("code", "is_put_off"))
    organisations = Organisation.objects.current().count() if Code.DIRECTORY in answers else 0
    lines = {
        Code.DIRECTORY: directory_line({}, user, organisations),
        Code.LISTS: lists_line({}, user),
    }
    return [line for code, line in lines.items() if code in answers and not line.done]


def _answer(code: Code) -> str:
    return reverse("setup_step", args=[code])


def _by_data_manager(user: User) -> str:
    """Return who does it instead of the reader; empty when the reader does it."""
    if user.is_staff:
        return ""
    names = ", ".join(map(str, User.objects.data_managers()))
    return _("The data manager does this: %s.") % names if names else _("A data manager does this.")
