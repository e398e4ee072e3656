from django.db import migrations

from toolkit.sqlite.trigrams import index_words


class Migration(migrations.Migration):
    dependencies = [("stakeholders", "0006_article_before_names")]
    operations = [
        index_words(
            {
                "stakeholders_organisation": ("search",),
                "stakeholders_person": ("search",),
                "stakeholders_appointment": ("search",),
                "stakeholders_location": ("search",),
            }
        )
    ]
