from django.apps import AppConfig


class IomtrackerConfig(AppConfig):
    """The project itself: its pages, its commands."""

    name = "iomtracker"
