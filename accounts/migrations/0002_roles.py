"""The four roles, as groups."""

from django.db import migrations

from accounts import roles


def make_roles(apps, schema_editor):
    """Make the groups that are missing."""
    for name in roles.ALL:
        apps.get_model("auth", "Group").objects.get_or_create(name=name)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_users"), ("auth", "0012_alter_user_first_name_max_length")]
    operations = [migrations.RunPython(make_roles, migrations.RunPython.noop)]
