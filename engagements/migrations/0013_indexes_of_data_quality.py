from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [('engagements', '0012_kinds_of_listed_meetings')]

    operations = [
        migrations.RemoveIndex(model_name='meeting', name='meeting_end'),
        migrations.AddIndex(
            model_name='meeting',
            index=models.Index(
                fields=['end_date', 'date'],
                condition=models.Q(('end_date__isnull', False)),
                name='meeting_end',
            ),
        ),
        migrations.AddIndex(
            model_name='meeting',
            index=models.Index(
                fields=['status', 'sensitivity', 'id'],
                condition=models.Q(('place_text', ''), _negated=True),
                name='meeting_place_in_words',
            ),
        ),
    ]
