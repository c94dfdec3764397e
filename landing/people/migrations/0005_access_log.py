from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.utils import timezone

from landing.people import access_sql, append_only

def make(apps: Any, schema_editor: Any) -> None:
    connection = schema_editor.connection
    if connection.vendor == "postgresql":
        append_only.run(connection, list(access_sql.POSTGRES_TABLES))
        today = timezone.now().date()
        access_sql.make_months(connection, [access_sql.first_of_month(today, ahead) for ahead in range(-1, 13)])
    else:
        for name in ("AccessLine", "AccessSubject"):
            schema_editor.create_model(apps.get_model("people", name))
        append_only.run(connection, list(access_sql.SQLITE_APPEND))


def remove(apps: Any, schema_editor: Any) -> None:
    append_only.run(schema_editor.connection, ["DROP VIEW IF EXISTS people_accessappend"])
    append_only.run(schema_editor.connection, [f"DROP TABLE {access_sql.SUBJECTS}", f"DROP TABLE {access_sql.LINES}"])


def guard(apps: Any, schema_editor: Any) -> None:
    for table in append_only.ACCESS_LOG:
        append_only.run(schema_editor.connection, append_only.guard_sql(schema_editor.connection.vendor, table))


def unguard(apps: Any, schema_editor: Any) -> None:
    for table in append_only.ACCESS_LOG:
        append_only.run(schema_editor.connection, append_only.unguard_sql(schema_editor.connection.vendor, table))


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0003_worker_phone'),
    ]

    operations = [
        migrations.CreateModel(
            name='AccessHead',
            fields=[
                ('shard', models.SmallIntegerField(primary_key=True, serialize=False)),
                ('seq', models.BigIntegerField()),
                ('mac', models.CharField(max_length=64)),
                ('at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.AlterField(
            model_name='worker',
            name='role',
            field=models.CharField(choices=[('client', 'cliënt'), ('support_worker', 'begeleider'), ('coordinator', 'coördinator'), ('process_director', 'procesregisseur'), ('policy_officer', 'beleidsmedewerker'), ('housing_officer', 'woonconsulent corporatie'), ('advocate', 'onafhankelijk cliëntondersteuner'), ('peer_worker', 'ervaringsdeskundige'), ('income_officer', 'werk & inkomen'), ('close_one', 'naaste'), ('administrator', 'beheerder'), ('privacy_officer', 'privacyfunctionaris')], max_length=20),
        ),
        migrations.CreateModel(
            name='AccessClosing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('shard', models.SmallIntegerField()),
                ('seq', models.BigIntegerField()),
                ('mac', models.CharField(max_length=64)),
                ('at', models.DateTimeField()),
                ('lines', models.BigIntegerField()),
                ('closed_at', models.DateTimeField()),
                ('seal', models.CharField(max_length=64)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('shard', 'seq'), name='access_closing_once')],
            },
        ),
        # On PostgreSQL these two are kept by month, which the models have no words for.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name='AccessLine',
                    fields=[
                        ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                        ('at', models.DateTimeField()),
                        ('shard', models.SmallIntegerField()),
                        ('seq', models.BigIntegerField()),
                        ('by_name', models.CharField(max_length=120)),
                        ('by_role', models.CharField(max_length=20)),
                        ('action', models.CharField(choices=[('read', 'bekeken'), ('list', 'in een lijst gezien'), ('search', 'gezocht'), ('write', 'gewijzigd'), ('print', 'afgedrukt'), ('export', 'uitgevoerd'), ('share', 'gedeeld'), ('merge', 'samengevoegd'), ('split', 'gesplitst'), ('login', 'ingelogd'), ('logout', 'uitgelogd'), ('refused', 'geweigerd'), ('emergency', 'noodtoegang'), ('verify', 'logboek nagerekend'), ('erase', 'oude regels verwijderd')], max_length=10)),
                        ('page', models.CharField(max_length=60)),
                        ('topic', models.CharField(max_length=20)),
                        ('purpose', models.CharField(max_length=20)),
                        ('basis', models.CharField(max_length=20)),
                        ('consent', models.UUIDField(null=True)),
                        ('emergency', models.BooleanField()),
                        ('reason', models.CharField(max_length=40)),
                        ('allowed', models.BooleanField()),
                        ('origin', models.CharField(max_length=50)),
                        ('request_id', models.UUIDField()),
                        ('prev', models.CharField(max_length=64)),
                        ('mac', models.CharField(max_length=64)),
                        ('account', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('organisation', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='people.organisation')),
                        ('responsible', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='people.worker')),
                        ('responsible_organisation', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='people.organisation')),
                        ('worker', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='people.worker')),
                    ],
                ),
                migrations.CreateModel(
                    name='AccessSubject',
                    fields=[
                        ('pk', models.CompositePrimaryKey('line', 'person', blank=True, editable=False, primary_key=True, serialize=False)),
                        ('at', models.DateTimeField()),
                        ('line', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='people.accessline')),
                        ('person', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='people.person', to_field='key')),
                    ],
                ),
                migrations.AddIndex(
                    model_name='accessline',
                    index=models.Index(fields=['account', 'at'], name='access_line_by_account'),
                ),
                migrations.AddIndex(
                    model_name='accesssubject',
                    index=models.Index(fields=['person', '-at', 'line'], name='access_subject_by_person'),
                ),
            ],
        ),
        migrations.RunPython(make, remove),
        migrations.RunPython(guard, unguard),
    ]
