"""What the data manager may do in the admin; it looks at all apps, so it stands above them."""

from django.db import migrations

DATA_MANAGER = "data manager"
EDIT = ("view", "add", "change")
LOOK = ("view",)
GRANTED = (
    ("accounts", "user", EDIT),
    ("accounts", "exportrecord", LOOK),
    ("accounts", "emailrecord", LOOK),
    ("stakeholders", "location", EDIT),
    ("stakeholders", "organisationkind", EDIT),
    ("stakeholders", "organisation", EDIT),
    ("stakeholders", "person", EDIT),
    ("stakeholders", "appointment", EDIT),
    ("engagements", "thematicarea", EDIT),
    ("engagements", "meetingkind", EDIT),
    ("engagements", "meeting", EDIT),
    ("engagements", "counterpart", EDIT),
    ("engagements", "attendance", EDIT),
    ("engagements", "actionpoint", EDIT),
    ("engagements", "attachment", EDIT),
    ("reviews", "monthlyreview", EDIT),
)


def grant(apps, schema_editor):
    """Grant the permissions, made here when missing: Django makes its own only after all migrations."""
    group = apps.get_model("auth", "Group").objects.get(name=DATA_MANAGER)
    content_types = apps.get_model("contenttypes", "ContentType").objects
    permissions = apps.get_model("auth", "Permission").objects
    for app, model, actions in GRANTED:
        content_type, _ = content_types.get_or_create(app_label=app, model=model)
        for action in actions:
            permission, _ = permissions.get_or_create(
                content_type=content_type,
                codename=f"{action}_{model}",
                defaults={"name": f"Can {action} {model}"},
            )
            group.permissions.add(permission)


class Migration(migrations.Migration):
    initial = True
    dependencies = [
        ("accounts", "0001_users_and_roles"),
        ("stakeholders", "0001_directory"),
        ("engagements", "0001_meetings_and_action_points"),
        ("reviews", "0001_reviews_and_signatures"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
