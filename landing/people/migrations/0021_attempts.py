from django.db import migrations, models


class Migration(migrations.Migration):
    """The counts of tries as they came from the room of logins; the table itself was renamed there."""

    dependencies = [("people", "0020_citizen_number"), ("login", "0004_attempts_move")]
    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="Attempts",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("who", models.CharField(max_length=64, unique=True)),
                        ("since", models.DateTimeField()),
                        ("count", models.PositiveIntegerField(default=0)),
                    ],
                )
            ]
        )
    ]
