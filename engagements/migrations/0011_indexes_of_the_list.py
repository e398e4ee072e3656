from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [('engagements', '0010_indexes_of_lists')]

    operations = [
        migrations.RemoveIndex(model_name='meeting', name='meeting_status_date'),
        migrations.AddIndex(
            model_name='meeting',
            index=models.Index(fields=['status', '-date', 'sensitivity'], name='meeting_listed'),
        ),
        migrations.AddIndex(
            model_name='meeting',
            index=models.Index(fields=['status', 'kind', 'sensitivity'], name='meeting_kinds'),
        ),
    ]
