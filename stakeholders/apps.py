from django.apps import AppConfig


class StakeholdersConfig(AppConfig):
    """Whom and where the office deals with."""

    name = "stakeholders"
