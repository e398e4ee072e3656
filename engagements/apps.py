from django.apps import AppConfig


class EngagementsConfig(AppConfig):
    """What happened: meetings, what was promised, files."""

    name = "engagements"
