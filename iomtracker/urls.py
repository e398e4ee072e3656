"""All addresses. The site is closed by default: an open view says `login_not_required`."""

from django.contrib import admin
from django.urls import include, path

from iomtracker import views
from iomtracker.health import healthz

urlpatterns = [
    path("", views.home, name="home"),
    path("healthz", healthz, name="healthz"),
    path("account/", include("allauth.account.urls")),
    # The admin's own redirect looks records up without asking who reads; ours link straight to the page.
    path("admin/r/<path:rest>", views.nothing_here),
    path("admin/", admin.site.urls),
    path("", include("stakeholders.urls")),
    path("", include("engagements.urls")),
    path("", include("reviews.urls")),
]
