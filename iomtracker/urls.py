"""All addresses. The site is closed by default: an open view says `login_not_required`."""

from django.contrib import admin
from django.urls import include, path

from iomtracker.health import healthz
from iomtracker.views import account, home, offline, pages, personal, quality, search

urlpatterns = [
    path("", home.home, name="home"),
    path("search/", search.search, name="search"),
    path("search/quick/", search.search_quick, name="search_quick"),
    path("quality/", quality.quality, name="quality"),
    path("people/<int:pk>/held/", personal.person_held, name="person_held"),
    path(
        "people/<int:pk>/held/<str:file_format>/",
        personal.person_held_download,
        name="person_held_download",
    ),
    path("people/<int:pk>/anonymise/", personal.person_anonymise, name="person_anonymise"),
    path("help/", pages.help_page, name="help"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("privacy/", pages.privacy, name="privacy"),
    path("healthz", healthz, name="healthz"),
    path("sw.js", offline.service_worker, name="service_worker"),
    path("account/settings/", account.settings_page, name="account_settings"),
    path("emails/stop/<str:key>/", account.emails_stop, name="emails_stop"),
    path("account/", include("allauth.account.urls")),
    # The admin's own redirect looks records up without asking who reads; ours link straight to the page.
    path("admin/r/<path:rest>", pages.nothing_here),
    path("admin/", admin.site.urls),
    path("", include("stakeholders.urls")),
    path("", include("engagements.urls")),
    path("", include("intake.urls")),
    path("", include("reviews.urls")),
    # After those of the apps, which have pages under /quality/ too.
    path("quality/<slug:code>/", quality.quality_queue, name="quality_queue"),
]
