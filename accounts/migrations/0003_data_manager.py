"""The data manager keeps the users and their roles."""

from django.db import migrations

from accounts.roles import grant_admin


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_roles"), ("contenttypes", "0002_remove_content_type_name")]
    operations = [migrations.RunPython(grant_admin("accounts", ["user"]), migrations.RunPython.noop)]
