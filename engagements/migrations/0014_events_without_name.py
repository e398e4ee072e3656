from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [('engagements', '0013_indexes_of_data_quality')]

    operations = [
        migrations.AddIndex(
            model_name='meeting',
            index=models.Index(
                fields=['kind', 'status', 'sensitivity'],
                condition=models.Q(('event_name', '')),
                name='meeting_event_without_name',
            ),
        ),
    ]
