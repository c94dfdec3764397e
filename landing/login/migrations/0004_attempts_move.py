from django.db import migrations


class Migration(migrations.Migration):
    """The counts of tries go to the room of people, with their rows: searching and exporting count there too."""

    dependencies = [("login", "0003_link_parts")]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.AlterModelTable("Attempts", "people_attempts")],
            state_operations=[migrations.DeleteModel("Attempts")],
        )
    ]
