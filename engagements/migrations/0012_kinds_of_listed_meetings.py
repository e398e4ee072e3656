from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [('engagements', '0011_indexes_of_the_list')]

    operations = [
        migrations.RemoveIndex(model_name='meeting', name='meeting_kinds'),
        migrations.RemoveIndex(model_name='meeting', name='meeting_listed'),
        migrations.AddIndex(
            model_name='meeting',
            index=models.Index(
                fields=['status', 'kind', 'sensitivity', 'date'], name='meeting_kinds'
            ),
        ),
        migrations.AddIndex(
            model_name='meeting',
            index=models.Index(
                fields=['status', '-date', 'sensitivity', 'kind'], name='meeting_listed'
            ),
        ),
    ]
