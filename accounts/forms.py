"""Forms of accounts."""

from allauth.account.forms import LoginForm


class SignInForm(LoginForm):
    """Name and password, one after the other: the page has the link for a forgotten password below."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""
