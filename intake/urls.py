"""The addresses of imports: the data manager's; of invitations: those who log meetings."""

from django.urls import path

from intake.views import contacts, invitations, registers

urlpatterns = [
    path("import/", registers.import_list, name="import_list"),
    path("import/contacts/", contacts.contacts_import, name="contacts_import"),
    path("import/contacts/<int:pk>/", contacts.contacts_detail, name="contacts_detail"),
    path("import/contacts/<int:pk>/names/", contacts.contacts_names, name="contacts_names"),
    path("import/contacts/<int:pk>/store/", contacts.contacts_store, name="contacts_store"),
    path("import/contacts/<int:pk>/undo/", contacts.contacts_undo, name="contacts_undo"),
    path("import/contacts/<int:pk>/discard/", contacts.contacts_discard, name="contacts_discard"),
    path("import/<int:pk>/", registers.import_detail, name="import_detail"),
    path("import/<int:pk>/sheet/", registers.import_sheet, name="import_sheet"),
    path("import/<int:pk>/columns/", registers.import_columns, name="import_columns"),
    path("import/<int:pk>/check/", registers.import_check, name="import_check"),
    path("import/<int:pk>/names/", registers.import_names, name="import_names"),
    path("import/<int:pk>/rows/<int:number>/", registers.import_row, name="import_row"),
    path(
        "import/<int:pk>/left-out/<str:file_format>/",
        registers.import_left_out,
        name="import_left_out",
    ),
    path("import/<int:pk>/store/", registers.import_store, name="import_store"),
    path("import/<int:pk>/undo/", registers.import_undo, name="import_undo"),
    path("import/<int:pk>/discard/", registers.import_discard, name="import_discard"),
    path("meetings/import/", invitations.invitation_import, name="invitation_import"),
    path("meetings/import/choose/", invitations.invitation_choose, name="invitation_choose"),
    path("meetings/import/<int:number>/", invitations.invitation_answer, name="invitation_answer"),
    path("meetings/import/<int:number>/take/", invitations.invitation_take, name="invitation_take"),
]
