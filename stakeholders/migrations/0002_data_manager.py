"""What the data manager may do with these records in the admin."""

from django.db import migrations

from accounts.roles import grant_admin

MODELS = ["location", "organisationkind", "organisation", "person", "appointment"]


class Migration(migrations.Migration):
    dependencies = [
        ("stakeholders", "0001_places_organisations_people"),
        ("accounts", "0002_roles"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(grant_admin("stakeholders", MODELS), migrations.RunPython.noop)]
