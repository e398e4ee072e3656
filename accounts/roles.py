"""The four roles (groups) and the one way in which migrations grant them permissions."""

VIEWER = "viewer"
STAFF = "staff"
HEAD_OF_OFFICE = "head of office"
DATA_MANAGER = "data manager"
ALL = (VIEWER, STAFF, HEAD_OF_OFFICE, DATA_MANAGER)


def grant_admin(app_label, model_names, actions=("view", "add", "change")):
    """Return a migration function that lets the data manager do `actions` to these models in the admin.

    Permissions are made here when missing: Django makes its own only after all migrations.
    """

    def forwards(apps, schema_editor):
        group = apps.get_model("auth", "Group").objects.get(name=DATA_MANAGER)
        content_types = apps.get_model("contenttypes", "ContentType").objects
        permissions = apps.get_model("auth", "Permission").objects
        for model in model_names:
            content_type, _ = content_types.get_or_create(app_label=app_label, model=model)
            for action in actions:
                permission, _ = permissions.get_or_create(
                    content_type=content_type,
                    codename=f"{action}_{model}",
                    defaults={"name": f"Can {action} {model}"},
                )
                group.permissions.add(permission)

    return forwards
