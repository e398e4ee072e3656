"""Addresses of invitations: those of whoever invites, and the link of the invited."""

from django.urls import path

from accounts import views

urlpatterns = [
    path("colleagues/invite/", views.invite, name="colleague_invite"),
    path("colleagues/invitations/<int:pk>/", views.invitation_edit, name="colleague_edit"),
    path("colleagues/invitations/<int:pk>/send/", views.invitation_send, name="colleague_send"),
    path(
        "colleagues/invitations/<int:pk>/take-back/",
        views.invitation_take_back,
        name="colleague_take_back",
    ),
    path("welcome/<str:key>/", views.welcome, name="welcome"),
    path("welcome/<str:key>/ask/", views.welcome_ask, name="welcome_ask"),
]
