"""Search by words inside text stays quick on PostgreSQL."""

from django.db import migrations

from toolkit.search import trigram_index


class Migration(migrations.Migration):
    dependencies = [("stakeholders", "0002_data_manager")]
    operations = [
        trigram_index("stakeholders_location"),
        trigram_index("stakeholders_organisation"),
        trigram_index("stakeholders_person"),
    ]
