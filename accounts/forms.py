"""Forms of accounts."""

from datetime import datetime
from typing import Any

from allauth.account.forms import LoginForm
from django import forms
from django.contrib.auth import password_validation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.invitations import Invitation
from accounts.models import User
from accounts.passwords import LengthValidator

ROLE_DESCRIPTIONS = {
    Invitation.Role.STAFF: _("Log meetings, change their own, hand in the month"),
    Invitation.Role.HEAD_OF_OFFICE: _("Reads and changes all, signs the month"),
    Invitation.Role.DATA_MANAGER: _("Directory, import, duplicates, colleagues"),
    Invitation.Role.VIEWER: _("Reads"),
}


NOBODY = "nobody"


class SignInForm(LoginForm):
    """Name and password, one after the other: the page has the link for a forgotten password below."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""
        self.fields["login"].error_messages["required"] = _("Write your sign-in name or email")
        self.fields["password"].error_messages["required"] = _("Write your password")

    def clean(self):
        """Say beside the password that it doesn't fit the name, whichever of the two is wrong."""
        try:
            return super().clean()
        except forms.ValidationError as error:
            self.add_error("password", error)
        return self.cleaned_data


class InvitationForm(forms.ModelForm):
    """Whom to invite, and for what."""

    role = forms.ChoiceField(
        label=_("What will they do?"),
        choices=Invitation.Role.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose what they will do"),
            "invalid_choice": _("Choose what they will do"),
        },
    )
    same = forms.ChoiceField(label=_("Is it the same person?"), widget=forms.RadioSelect)
    account: User | None = None  # whose address was written
    fields: dict[str, Any]
    waiting: Invitation | None = None  # sent to the address that was written

    class Meta:
        model = Invitation
        fields = ["name", "email", "role"]
        labels = {"email": _("Email at work")}
        help_texts = {"name": _("As it will stand in the record")}
        error_messages = {
            "name": {"required": _("Write the name")},
            "email": {
                "required": _("Write the email address"),
                "invalid": _("Write an email address such as name@example.org"),
            },
        }
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "off"}),
            "email": forms.EmailInput(attrs={"autocomplete": "off"}),
        }

    def __init__(self, *args, **kwargs) -> None:
        """Ask who is meant when somebody of that name is on record without an email."""
        super().__init__(*args, **kwargs)
        name = str(self["name"].value() or "") if self.is_bound else ""
        self.namesakes = {str(user.pk): user for user in User.objects.without_email_called(name)}
        if not self.namesakes:
            del self.fields["same"]
            return
        text = gettext("%s is on record without an email: add it to that account")
        choices = [(pk, text % _with_title(user)) for pk, user in self.namesakes.items()]
        field = self.fields["same"]
        field.choices = [*choices, (NOBODY, gettext("Somebody else of that name"))]
        field.error_messages["required"] = gettext("Choose whether it is the same person")

    def clean_name(self) -> str:
        """Return the name on one line."""
        return " ".join(self.cleaned_data["name"].split())

    def add_email(self) -> None:
        """Give the account that was chosen the address, so that the invitation opens it."""
        if user := self.namesakes.get(self.cleaned_data.get("same", "")):
            user.email = self.cleaned_data["email"]
            user.save(update_fields=["email"])

    def clean_email(self) -> str:
        """Refuse an address that has an account, or an invitation that is open."""
        email = User.objects.normalize_email(self.cleaned_data["email"])
        held = User.objects.filter(email__iexact=email).first()
        if held and not held.waits_for_password:
            self.account = held
            raise forms.ValidationError(self._account_text(held))
        others = Invitation.objects.open().for_email(email).exclude(pk=self.instance.pk)
        self.waiting = others.first()
        if self.waiting:
            raise forms.ValidationError(
                _("This address is invited already. Send it again or take it back beside this.")
            )
        return email

    @staticmethod
    def _account_text(user: User) -> str:
        names = ", ".join([str(user), *sorted(user.roles)])
        if user.is_active:
            return gettext("This address has an account already: %s.") % names
        return gettext("This address has an account that is closed: %s.") % names

    def repeats(self, user: User, since: datetime) -> bool:
        """Whether a second tap sent what the first one, after `since`, has stored already."""
        sent = self.waiting
        if sent is None or sent.invited_by_id != user.pk or sent.sent_at < since:
            return False
        written = (self.cleaned_data.get("name"), self.cleaned_data.get("role"))
        return written == (sent.name, sent.role)

    def described_roles(self) -> list[tuple]:
        """Return each role's radio button with what the role does."""
        described = zip(self["role"], Invitation.Role, strict=True)
        return [(button, ROLE_DESCRIPTIONS[role]) for button, role in described]


def _with_title(user: User) -> str:
    return f"{user}, {user.job_title}" if user.job_title else str(user)


class ChoosePasswordForm(forms.Form):
    """The one box of somebody who was invited."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Choose a password")},
    )

    def __init__(self, *args, user: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        validators = password_validation.get_default_password_validators()
        lengths = [validator for validator in validators if isinstance(validator, LengthValidator)]
        self.fields["password"].help_text = " ".join(rule.get_help_text() for rule in lengths)

    def clean_password(self) -> str:
        """Refuse a password that is short, common or like the name."""
        password = self.cleaned_data["password"]
        password_validation.validate_password(password, self.user)
        return password
