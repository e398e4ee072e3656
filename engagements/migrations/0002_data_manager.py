"""What the data manager may do with these records in the admin."""

from django.db import migrations

from accounts.roles import grant_admin

MODELS = ["thematicarea", "meetingkind", "meeting", "counterpart", "attendance", "actionpoint", "attachment"]


class Migration(migrations.Migration):
    dependencies = [
        ("engagements", "0001_meetings"),
        ("accounts", "0002_roles"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(grant_admin("engagements", MODELS), migrations.RunPython.noop)]
