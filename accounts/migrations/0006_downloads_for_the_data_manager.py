"""The data manager reads the record of downloads, and nobody changes it."""

from django.db import migrations

from accounts.roles import grant_admin


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_feed_version_drawn"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [
        migrations.RunPython(
            grant_admin("accounts", ["exportrecord"], actions=["view"]), migrations.RunPython.noop
        )
    ]
