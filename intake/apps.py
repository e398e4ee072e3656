"""The app for what comes in from foreign files."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """Registers, invitations and contacts: foreign files that become records."""

    name = "intake"
