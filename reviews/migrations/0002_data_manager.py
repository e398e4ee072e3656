"""What the data manager may do with these records in the admin."""

from django.db import migrations

from accounts.roles import grant_admin

MODELS = ["monthlyreview"]


class Migration(migrations.Migration):
    dependencies = [
        ("reviews", "0001_monthly_reviews"),
        ("accounts", "0002_roles"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(grant_admin("reviews", MODELS), migrations.RunPython.noop)]
