"""All addresses. The site is closed by default: an open view says `login_not_required`."""

from django.contrib import admin
from django.urls import include, path

from iomtracker import offline, views
from iomtracker.data_quality import views as data_quality
from iomtracker.health import healthz

urlpatterns = [
    path("", views.home, name="home"),
    path("setup/<slug:code>/", views.setup_step, name="setup_step"),
    path("search/", views.search, name="search"),
    path("search/quick/", views.search_quick, name="search_quick"),
    path("quality/", data_quality.quality, name="quality"),
    path("people/<int:pk>/held/", views.person_held, name="person_held"),
    path(
        "people/<int:pk>/held/<str:file_format>/",
        views.person_held_download,
        name="person_held_download",
    ),
    path("people/<int:pk>/anonymise/", views.person_anonymise, name="person_anonymise"),
    path("help/", views.text_page, {"name": "help"}, name="help"),
    path("accessibility/", views.text_page, {"name": "accessibility"}, name="accessibility"),
    path("privacy/", views.text_page, {"name": "privacy"}, name="privacy"),
    path("healthz", healthz, name="healthz"),
    path("sw.js", offline.service_worker, name="service_worker"),
    path("offline/", offline.no_connection, name="offline"),
    path("offline/meetings/", offline.kept_meetings, name="offline_meetings"),
    path("manifest.webmanifest", offline.manifest, name="manifest"),
    path("account/settings/", views.settings_page, name="account_settings"),
    path("emails/stop/<str:key>/", views.emails_stop, name="emails_stop"),
    path("account/", include("allauth.account.urls")),
    path("", include("accounts.urls")),
    # The admin's own redirect looks records up without asking who reads; ours link straight to the page.
    path("admin/r/<path:rest>", views.nothing_here),
    path("admin/", admin.site.urls),
    path("", include("profiles.urls")),
    path("", include("engagements.urls")),
    path("", include("intake.urls")),
    path("", include("reviews.urls")),
    # After those of the apps, which have pages under /quality/ too.
    path("quality/<slug:code>/", data_quality.quality_queue, name="quality_queue"),
]
