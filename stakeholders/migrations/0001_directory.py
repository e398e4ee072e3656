"""Places, organisations, people and their appointments; merging and likely duplicates."""

import django.db.models.deletion
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models

INDEXED = (
    ("stakeholders_location", "search"),
    ("stakeholders_organisation", "search"),
    ("stakeholders_person", "search"),
    ("stakeholders_appointment", "search"),
)


def index_searched_text(apps, schema_editor):
    """Let PostgreSQL find words inside text quickly; its extension is one that a database's owner may create."""
    if schema_editor.connection.vendor != "postgresql":
        return
    schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    for table, column in INDEXED:
        name = f"{table}_{column}_trgm"
        schema_editor.execute(f"CREATE INDEX {name} ON {table} USING gin ({column} gin_trgm_ops)")


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ("stakeholders", "0001_places_organisations_people"),
        ("stakeholders", "0002_data_manager"),
        ("stakeholders", "0003_trigram_indexes"),
        ("stakeholders", "0004_find_posts_by_title"),
        ("stakeholders", "0005_merging"),
        ("stakeholders", "0006_likely_pairs"),
    ]

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='OrganisationKind',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(unique=True, verbose_name='code')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('name_plural', models.CharField(max_length=80, verbose_name='plural')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('is_active', models.BooleanField(default=True, verbose_name='in use')),
            ],
            options={
                'verbose_name': 'kind of organisation',
                'verbose_name_plural': 'kinds of organisation',
                'ordering': ['position', 'name'],
            },
        ),
        migrations.CreateModel(
            name='Location',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('search', models.TextField(default='', editable=False, verbose_name='searched text')),
                ('name', models.CharField(max_length=120, verbose_name='name in English')),
                ('name_sq', models.CharField(blank=True, max_length=120, verbose_name='name in Albanian')),
                ('other_names', models.TextField(blank=True, help_text='One a line.', verbose_name='other spellings')),
                ('slug', models.SlugField(max_length=130, unique=True, verbose_name='address')),
                ('level', models.CharField(choices=[('country', 'Country'), ('county', 'County'), ('municipality', 'Municipality'), ('crossing', 'Border crossing point'), ('place', 'Other place')], max_length=20, verbose_name='level')),
                ('pcode', models.CharField(blank=True, max_length=20, verbose_name='P-code')),
                ('latitude', models.DecimalField(blank=True, decimal_places=5, max_digits=7, null=True, verbose_name='latitude')),
                ('longitude', models.DecimalField(blank=True, decimal_places=5, max_digits=8, null=True, verbose_name='longitude')),
                ('position_is_approximate', models.BooleanField(default=False, verbose_name='position is approximate')),
                ('is_active', models.BooleanField(default=True, verbose_name='in use')),
                ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='stakeholders.location', verbose_name='merged into')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='stakeholders.location', verbose_name='is in')),
            ],
            options={
                'verbose_name': 'place',
                'verbose_name_plural': 'places',
                'ordering': ['name', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='HistoricalLocation',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='name in English')),
                ('name_sq', models.CharField(blank=True, max_length=120, verbose_name='name in Albanian')),
                ('other_names', models.TextField(blank=True, help_text='One a line.', verbose_name='other spellings')),
                ('slug', models.SlugField(max_length=130, verbose_name='address')),
                ('level', models.CharField(choices=[('country', 'Country'), ('county', 'County'), ('municipality', 'Municipality'), ('crossing', 'Border crossing point'), ('place', 'Other place')], max_length=20, verbose_name='level')),
                ('pcode', models.CharField(blank=True, max_length=20, verbose_name='P-code')),
                ('latitude', models.DecimalField(blank=True, decimal_places=5, max_digits=7, null=True, verbose_name='latitude')),
                ('longitude', models.DecimalField(blank=True, decimal_places=5, max_digits=8, null=True, verbose_name='longitude')),
                ('position_is_approximate', models.BooleanField(default=False, verbose_name='position is approximate')),
                ('is_active', models.BooleanField(default=True, verbose_name='in use')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('merged_into', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='stakeholders.location', verbose_name='merged into')),
                ('parent', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='stakeholders.location', verbose_name='is in')),
            ],
            options={
                'verbose_name': 'historical place',
                'verbose_name_plural': 'historical places',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='MergeRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('model', models.CharField(max_length=100, verbose_name='kind of record')),
                ('duplicate_pk', models.BigIntegerField(verbose_name='merged one')),
                ('kept_pk', models.BigIntegerField(verbose_name='kept one')),
                ('steps', models.JSONField(default=list, verbose_name='steps')),
                ('merged_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='merged')),
                ('undone_at', models.DateTimeField(blank=True, null=True, verbose_name='undone')),
                ('left', models.JSONField(blank=True, default=list, verbose_name='not put back')),
                ('merged_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='merges', to=settings.AUTH_USER_MODEL, verbose_name='merged by')),
                ('undone_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='undone_merges', to=settings.AUTH_USER_MODEL, verbose_name='undone by')),
            ],
            options={
                'verbose_name': 'merge',
                'verbose_name_plural': 'merges',
                'ordering': ['-merged_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='NameKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('organisation', 'Organisations'), ('person', 'People')], max_length=12)),
                ('row', models.BigIntegerField()),
                ('key', models.CharField(max_length=40)),
            ],
            options={
                'indexes': [models.Index(fields=['row', 'kind', 'key'], name='name_key_row')],
                'constraints': [models.UniqueConstraint(fields=('kind', 'key', 'row'), name='name_key_once')],
            },
        ),
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('search', models.TextField(default='', editable=False, verbose_name='searched text')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('short_name', models.CharField(blank=True, max_length=40, verbose_name='short name')),
                ('other_names', models.TextField(blank=True, help_text='One a line.', verbose_name='also written')),
                ('slug', models.SlugField(editable=False, max_length=130, unique=True, verbose_name='address')),
                ('website', models.URLField(blank=True, verbose_name='website')),
                ('notes', models.TextField(blank=True, max_length=5000, verbose_name='notes')),
                ('contact_every', models.PositiveSmallIntegerField(blank=True, help_text='Days between meetings to aim for.', null=True, verbose_name='meet every')),
                ('is_active', models.BooleanField(default=True, verbose_name='in use')),
                ('focal_point', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='focal_for', to=settings.AUTH_USER_MODEL, verbose_name='focal point at IOM')),
                ('location', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='organisations', to='stakeholders.location', verbose_name='place')),
                ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='stakeholders.organisation', verbose_name='merged into')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='units', to='stakeholders.organisation', verbose_name='is a unit of')),
                ('kind', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='organisations', to='stakeholders.organisationkind', verbose_name='kind')),
            ],
            options={
                'verbose_name': 'organisation',
                'verbose_name_plural': 'organisations',
                'ordering': ['name', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='HistoricalOrganisation',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('short_name', models.CharField(blank=True, max_length=40, verbose_name='short name')),
                ('other_names', models.TextField(blank=True, help_text='One a line.', verbose_name='also written')),
                ('slug', models.SlugField(editable=False, max_length=130, verbose_name='address')),
                ('website', models.URLField(blank=True, verbose_name='website')),
                ('notes', models.TextField(blank=True, max_length=5000, verbose_name='notes')),
                ('contact_every', models.PositiveSmallIntegerField(blank=True, help_text='Days between meetings to aim for.', null=True, verbose_name='meet every')),
                ('is_active', models.BooleanField(default=True, verbose_name='in use')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('focal_point', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='focal point at IOM')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('location', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='stakeholders.location', verbose_name='place')),
                ('merged_into', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='stakeholders.organisation', verbose_name='merged into')),
                ('parent', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='stakeholders.organisation', verbose_name='is a unit of')),
                ('kind', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='stakeholders.organisationkind', verbose_name='kind')),
            ],
            options={
                'verbose_name': 'historical organisation',
                'verbose_name_plural': 'historical organisations',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('search', models.TextField(default='', editable=False, verbose_name='searched text')),
                ('honorific', models.CharField(blank=True, help_text='For example H.E. Mr.', max_length=40, verbose_name='honorific')),
                ('full_name', models.CharField(max_length=200, verbose_name='full name')),
                ('other_names', models.TextField(blank=True, help_text='One a line.', verbose_name='also written')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='work email')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='work phone')),
                ('notes', models.TextField(blank=True, max_length=5000, verbose_name='notes')),
                ('source', models.CharField(blank=True, max_length=200, verbose_name='source of the data')),
                ('last_confirmed', models.DateField(blank=True, null=True, verbose_name='last confirmed')),
                ('anonymised_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='anonymised')),
                ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='stakeholders.person', verbose_name='merged into')),
            ],
            options={
                'verbose_name': 'person',
                'verbose_name_plural': 'people',
                'ordering': ['full_name', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='HistoricalPerson',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('honorific', models.CharField(blank=True, help_text='For example H.E. Mr.', max_length=40, verbose_name='honorific')),
                ('full_name', models.CharField(max_length=200, verbose_name='full name')),
                ('other_names', models.TextField(blank=True, help_text='One a line.', verbose_name='also written')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='work email')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='work phone')),
                ('notes', models.TextField(blank=True, max_length=5000, verbose_name='notes')),
                ('source', models.CharField(blank=True, max_length=200, verbose_name='source of the data')),
                ('last_confirmed', models.DateField(blank=True, null=True, verbose_name='last confirmed')),
                ('anonymised_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='anonymised')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('merged_into', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='stakeholders.person', verbose_name='merged into')),
            ],
            options={
                'verbose_name': 'historical person',
                'verbose_name_plural': 'historical people',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalAppointment',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('started', models.DateField(blank=True, null=True, verbose_name='from')),
                ('ended', models.DateField(blank=True, null=True, verbose_name='to')),
                ('is_acting', models.BooleanField(default=False, verbose_name='acting')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='stakeholders.organisation', verbose_name='organisation')),
                ('person', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='stakeholders.person', verbose_name='person')),
            ],
            options={
                'verbose_name': 'historical appointment',
                'verbose_name_plural': 'historical appointments',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Appointment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('search', models.TextField(default='', editable=False, verbose_name='searched text')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('started', models.DateField(blank=True, null=True, verbose_name='from')),
                ('ended', models.DateField(blank=True, null=True, verbose_name='to')),
                ('is_acting', models.BooleanField(default=False, verbose_name='acting')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to='stakeholders.organisation', verbose_name='organisation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to='stakeholders.person', verbose_name='person')),
            ],
            options={
                'verbose_name': 'appointment',
                'verbose_name_plural': 'appointments',
                'ordering': [models.OrderBy(models.F('ended'), descending=True, nulls_first=True), models.OrderBy(models.F('started'), descending=True, nulls_last=True), 'pk'],
            },
        ),
        migrations.CreateModel(
            name='LikelyPair',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('organisation', 'Organisations'), ('person', 'People')], max_length=12, verbose_name='kind')),
                ('a', models.BigIntegerField(verbose_name='older record')),
                ('b', models.BigIntegerField(verbose_name='newer record')),
                ('score', models.PositiveSmallIntegerField(verbose_name='likeness')),
                ('reasons', models.JSONField(default=list, verbose_name='reasons')),
                ('dismissed_at', models.DateTimeField(blank=True, null=True, verbose_name='marked as different')),
                ('dismissed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='dismissed_pairs', to=settings.AUTH_USER_MODEL, verbose_name='marked as different by')),
            ],
            options={
                'verbose_name': 'likely duplicate',
                'verbose_name_plural': 'likely duplicates',
                'ordering': ['-score', '-pk'],
                'indexes': [models.Index(fields=['kind', '-score', '-id'], name='likely_pair_best'), models.Index(fields=['kind', 'b'], name='likely_pair_b')],
                'constraints': [models.UniqueConstraint(fields=('kind', 'a', 'b'), name='likely_pair_once'), models.CheckConstraint(condition=models.Q(('a__lt', models.F('b'))), name='likely_pair_older_first'), models.CheckConstraint(condition=models.Q(models.Q(('dismissed_at__isnull', True), ('dismissed_by__isnull', True)), models.Q(('dismissed_at__isnull', False), ('dismissed_by__isnull', False)), _connector='OR'), name='likely_pair_dismissed_by_somebody')],
            },
        ),
        migrations.AddIndex(
            model_name='location',
            index=models.Index(fields=['level', 'name'], name='location_level_name'),
        ),
        migrations.AddConstraint(
            model_name='location',
            constraint=models.UniqueConstraint(condition=models.Q(('pcode', ''), _negated=True), fields=('pcode',), name='location_pcode_once', violation_error_message='Another place has this P-code.'),
        ),
        migrations.AddConstraint(
            model_name='location',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('latitude__isnull', True), ('longitude__isnull', True)), models.Q(('latitude__isnull', False), ('latitude__range', (-90, 90)), ('longitude__isnull', False), ('longitude__range', (-180, 180))), _connector='OR'), name='location_position_whole', violation_error_message='Enter both latitude and longitude, within the globe, or neither.'),
        ),
        migrations.AddConstraint(
            model_name='location',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into', models.F('id')), _negated=True), name='location_not_merged_into_self'),
        ),
        migrations.AddConstraint(
            model_name='location',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('level', 'country'), ('parent__isnull', True)), models.Q(models.Q(('level', 'country'), _negated=True), ('parent__isnull', False)), _connector='OR'), name='location_parent_by_level', violation_error_message='Say what this place is in; only a country is in nothing.'),
        ),
        migrations.AddIndex(
            model_name='mergerecord',
            index=models.Index(fields=['model', 'duplicate_pk', 'kept_pk'], name='merge_record_pair'),
        ),
        migrations.AddIndex(
            model_name='organisation',
            index=models.Index(fields=['name', 'id'], name='organisation_name_id'),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.UniqueConstraint(condition=models.Q(('merged_into__isnull', True), ('parent__isnull', True)), fields=('name',), name='organisation_name_once', violation_error_message='An organisation of this name is already here.'),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.UniqueConstraint(condition=models.Q(('merged_into__isnull', True), ('parent__isnull', False)), fields=('parent', 'name'), name='organisation_unit_once', violation_error_message='A unit of this name is already here.'),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.CheckConstraint(condition=models.Q(('contact_every__isnull', True), ('contact_every__gte', 1), _connector='OR'), name='organisation_rhythm_positive', violation_error_message='Enter a number of days, 1 or more, or leave this empty.'),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('parent', models.F('id')), _negated=True), models.Q(('merged_into', models.F('id')), _negated=True)), name='organisation_not_own_parent', violation_error_message='An organisation can’t be a unit of itself.'),
        ),
        migrations.AddIndex(
            model_name='person',
            index=models.Index(fields=['full_name', 'id'], name='person_name_id'),
        ),
        migrations.AddConstraint(
            model_name='person',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into', models.F('id')), _negated=True), name='person_not_merged_into_self'),
        ),
        migrations.AddConstraint(
            model_name='appointment',
            constraint=models.CheckConstraint(condition=models.Q(('started__isnull', True), ('ended__isnull', True), ('ended__gte', models.F('started')), _connector='OR'), name='appointment_ends_after_start', violation_error_message='The last day can’t be before the first.'),
        ),
        migrations.AddConstraint(
            model_name='appointment',
            constraint=models.UniqueConstraint(condition=models.Q(('ended__isnull', True)), fields=('person', 'organisation', 'title'), name='appointment_open_once', violation_error_message='This person already holds this post.'),
        ),
        migrations.RunPython(index_searched_text, migrations.RunPython.noop),
    ]
