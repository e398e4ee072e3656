from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    """What goes out: months, their figures and texts."""

    name = "reviews"
