"""The copy of what is due keeps only what can be done now and has a day; what waits is a number with the journey."""

import django.db.models.deletion
from django.db import migrations, models


def empty_the_copy(apps, schema_editor):
    """What stands there has the old form; ``landing dues refresh`` (and every change of a route) makes it anew."""
    apps.get_model("route", "Due").objects.all().delete()
    apps.get_model("route", "Journey").objects.update(rulebook="")


class Migration(migrations.Migration):

    dependencies = [
        ('route', '0003_lists_walk_indexes'),
    ]

    operations = [
        migrations.RunPython(empty_the_copy, migrations.RunPython.noop),
        migrations.RemoveIndex(
            model_name='due',
            name='due_open_by_date',
        ),
        migrations.RemoveIndex(
            model_name='due',
            name='due_open_by_journey',
        ),
        migrations.RemoveField(
            model_name='due',
            name='anchor',
        ),
        migrations.RemoveField(
            model_name='due',
            name='anchor_on',
        ),
        migrations.RemoveField(
            model_name='due',
            name='not_before_on',
        ),
        migrations.RemoveField(
            model_name='due',
            name='status',
        ),
        migrations.RemoveField(
            model_name='due',
            name='waits_for',
        ),
        migrations.AddField(
            model_name='journey',
            name='asks',
            field=models.TextField(blank=True, editable=False),
        ),
        migrations.AlterField(
            model_name='due',
            name='journey',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='route.journey'),
        ),
        migrations.AddIndex(
            model_name='due',
            index=models.Index(fields=['due_on', 'id'], name='due_by_date'),
        ),
        migrations.AddIndex(
            model_name='due',
            index=models.Index(fields=['journey', 'due_on'], name='due_by_journey'),
        ),
    ]
