from django.db import migrations

from toolkit.sqlite.trigrams import index_words


class Migration(migrations.Migration):
    dependencies = [("engagements", "0008_indexes_of_figures")]
    operations = [
        index_words(
            {
                "engagements_meeting": ("search", "search_note"),
                "engagements_actionpoint": ("search",),
            }
        )
    ]
