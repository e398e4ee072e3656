"""The addresses of stakeholders; people's use numbers, not names."""

from django.urls import path

from profiles.views import brief, edit, merging, pages

urlpatterns = [
    path("stakeholders/", pages.stakeholder_list, name="stakeholder_list"),
    path("stakeholders/add/", edit.stakeholder_add, name="stakeholder_add"),
    path("organisations/<slug:slug>/", pages.organisation_detail, name="organisation_detail"),
    path("organisations/<slug:slug>/holder/", edit.holder_change, name="holder_change"),
    path("organisations/<slug:slug>/brief/", brief.organisation_brief, name="organisation_brief"),
    path(
        "organisations/<slug:slug>/brief/pdf/",
        brief.organisation_brief_pdf,
        name="organisation_brief_pdf",
    ),
    path("people/<int:pk>/", pages.person_detail, name="person_detail"),
    path("people/<int:pk>/brief/", brief.person_brief, name="person_brief"),
    path("people/<int:pk>/brief/pdf/", brief.person_brief_pdf, name="person_brief_pdf"),
    path("quality/duplicates/", merging.duplicate_list, name="duplicate_list"),
    path("quality/duplicates/different/", merging.duplicate_dismissed, name="duplicate_dismissed"),
    path(
        "quality/duplicates/<int:pk>/dismiss/", merging.duplicate_dismiss, name="duplicate_dismiss"
    ),
    path(
        "quality/duplicates/<int:pk>/take-back/",
        merging.duplicate_take_back,
        name="duplicate_take_back",
    ),
    path("merge/<slug:name>/<int:pk>/", merging.merge_pick, name="merge_pick"),
    path(
        "merge/<slug:name>/<int:duplicate_pk>/<int:kept_pk>/", merging.merge_pair, name="merge_pair"
    ),
    path("merges/", merging.merge_list, name="merge_list"),
    path("merges/<int:pk>/", merging.merge_detail, name="merge_detail"),
    path("merges/<int:pk>/undo/", merging.merge_undo, name="merge_undo"),
]
