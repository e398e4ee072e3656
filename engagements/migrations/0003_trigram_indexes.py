"""Search by words inside text stays quick on PostgreSQL."""

from django.db import migrations

from toolkit.search import trigram_index


class Migration(migrations.Migration):
    dependencies = [("engagements", "0002_data_manager"), ("stakeholders", "0003_trigram_indexes")]
    operations = [
        trigram_index("engagements_meeting"),
        trigram_index("engagements_meeting", "search_note"),
    ]
