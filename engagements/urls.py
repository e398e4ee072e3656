"""Addresses of meetings."""

from django.urls import path, register_converter

from engagements import views


class ReferenceConverter:
    """A public reference, year-month-number: 2024-03-005."""

    regex = r"\d{4}-\d{2}-\d{3,}"

    def to_python(self, value):
        """Return the reference as it stands in the address."""
        return value

    def to_url(self, value):
        """Return the reference as it stands in the record."""
        return value


register_converter(ReferenceConverter, "reference")

urlpatterns = [
    path("meetings/", views.meeting_list, name="meeting_list"),
    path("meetings/new/", views.meeting_create, name="meeting_create"),
    path("meetings/<reference:ref>/", views.meeting_detail, name="meeting_detail"),
    path("meetings/<reference:ref>/edit/", views.meeting_edit, name="meeting_edit"),
    path("meetings/<reference:ref>/cancel/", views.meeting_cancel, name="meeting_cancel"),
    path("meetings/<reference:ref>/restore/", views.meeting_restore, name="meeting_restore"),
    path("meetings/<reference:ref>/delete/", views.meeting_delete, name="meeting_delete"),
    path("files/<int:pk>/", views.attachment_download, name="attachment_download"),
]
