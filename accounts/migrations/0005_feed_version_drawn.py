"""A calendar address given up can never come back: its number is drawn, not counted."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_downloads_shortcuts_feed")]
    operations = [
        migrations.AlterField(
            model_name="user",
            name="feed_version",
            field=models.PositiveIntegerField(
                default=0,
                editable=False,
                help_text="Drawn anew with every calendar address given out, so only the last works; 0 is none.",
            ),
        ),
    ]
