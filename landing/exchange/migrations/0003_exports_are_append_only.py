from typing import Any

from django.db import migrations

from landing.people import append_only

TABLE = "exchange_listexport"


def guard(apps: Any, schema_editor: Any) -> None:
    append_only.run(schema_editor.connection, append_only.guard_sql(schema_editor.connection.vendor, TABLE))


def unguard(apps: Any, schema_editor: Any) -> None:
    append_only.run(schema_editor.connection, append_only.unguard_sql(schema_editor.connection.vendor, TABLE))


class Migration(migrations.Migration):
    dependencies = [("exchange", "0002_list_export")]
    operations = [migrations.RunPython(guard, unguard)]
