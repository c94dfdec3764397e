"""Lists of open routes walk an index: what is due first, and who was spoken to longest ago (never comes first)."""

import landing.route.models
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0002_history_is_append_only'),
        ('route', '0002_history_is_append_only'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='journey',
            name='journey_by_next_due',
        ),
        migrations.RemoveIndex(
            model_name='journey',
            name='journey_by_last_contact',
        ),
        migrations.AddIndex(
            model_name='journey',
            index=models.Index(condition=models.Q(('closed_on__isnull', True)), fields=['next_due_on', 'id'], name='journey_by_next_due'),
        ),
        migrations.AddIndex(
            model_name='journey',
            index=landing.route.models.NoneFirst(models.OrderBy(models.F('last_contact_on'), nulls_first=True), models.F('id'), condition=models.Q(('closed_on__isnull', True)), name='journey_by_silence'),
        ),
    ]
