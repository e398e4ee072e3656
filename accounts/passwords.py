"""How long a password must be, said with the length that was written."""

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class LengthValidator(MinimumLengthValidator):
    """Asks for `min_length` characters."""

    def validate(self, password: str, user=None) -> None:
        """Raise ValidationError with both lengths when the password is too short."""
        if len(password) < self.min_length:
            text = _("This has %(length)d characters; %(min_length)d are needed.")
            lengths = {"length": len(password), "min_length": self.min_length}
            raise ValidationError(text, code="password_too_short", params=lengths)

    def get_help_text(self) -> str:
        """Say how to choose one."""
        text = _("%d characters or more. Three or four words that you can remember are good.")
        return text % self.min_length
