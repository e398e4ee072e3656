"""Addresses of meetings, action points, drafts, suggestions, files and the calendar."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from engagements import calendar_feed
from engagements.views import action_points, drafts, files, meeting_form, meetings, suggestions


class ReferenceConverter(StringConverter):
    regex = r"\d{4}-\d{2}-\d{3,}"


register_converter(ReferenceConverter, "reference")

urlpatterns = [
    path("meetings/", meetings.meeting_list, name="meeting_list"),
    path(
        "meetings/download/<str:file_format>/", meetings.meeting_download, name="meeting_download"
    ),
    path("meetings/new/", meeting_form.meeting_create, name="meeting_create"),
    path("meetings/draft/", drafts.draft_save, name="draft_save"),
    path("meetings/draft/<uuid:token>/delete/", drafts.draft_delete, name="draft_delete"),
    path("suggest/who/", suggestions.suggest_who, name="suggest_who"),
    path("suggest/place/", suggestions.suggest_place, name="suggest_place"),
    path("suggest/recent/", suggestions.suggest_recent, name="suggest_recent"),
    path("meetings/<reference:ref>/", meetings.meeting_detail, name="meeting_detail"),
    path("meetings/<reference:ref>/edit/", meeting_form.meeting_edit, name="meeting_edit"),
    path("meetings/<reference:ref>/copy/", meeting_form.meeting_copy, name="meeting_copy"),
    path("meetings/<reference:ref>/undo/", meeting_form.meeting_undo, name="meeting_undo"),
    path("meetings/<reference:ref>/cancel/", meetings.meeting_cancel, name="meeting_cancel"),
    path("meetings/<reference:ref>/restore/", meetings.meeting_restore, name="meeting_restore"),
    path("meetings/<reference:ref>/delete/", meetings.meeting_delete, name="meeting_delete"),
    path("actions/", action_points.action_list, name="action_list"),
    *[
        path(
            f"actions/<int:pk>/{verb}/", action_points.change, {"verb": verb}, name=f"action_{verb}"
        )
        for verb in action_points.FORMS
    ],
    path("feeds/actions/<str:key>.ics", calendar_feed.action_feed, name="action_feed"),
    path("calendar/renew/", calendar_feed.feed_renew, name="feed_renew"),
    path("calendar/off/", calendar_feed.feed_revoke, name="feed_revoke"),
    path("meetings/<reference:ref>/files/", files.meeting_files, name="meeting_files"),
    path("files/<int:pk>/", files.attachment_download, name="attachment_download"),
    path("files/<int:pk>/thumbnail/", files.attachment_thumbnail, name="attachment_thumbnail"),
    path("files/<int:pk>/stop-waiting/", files.stop_waiting, name="stop_waiting"),
    path("files/send/", files.file_send, name="file_send"),
    path("files/sent/<uuid:token>/thumbnail/", files.sent_thumbnail, name="sent_thumbnail"),
    path("files/sent/<uuid:token>/take-out/", files.file_drop, name="file_drop"),
]
