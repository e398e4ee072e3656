"""All addresses. The site is closed by default: an open view says `login_not_required`."""

from django.contrib import admin
from django.urls import include, path

from iomtracker import views
from iomtracker.health import healthz

urlpatterns = [
    path("", views.home, name="home"),
    path("healthz", healthz, name="healthz"),
    path("account/", include("allauth.account.urls")),
    path("admin/", admin.site.urls),
    path("", include("stakeholders.urls")),
    path("", include("engagements.urls")),
    path("", include("reviews.urls")),
]
