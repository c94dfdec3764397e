"""Each plan for when it goes less well that was there already gets its first version: as it is now."""

from __future__ import annotations

from typing import Any

from django.db import migrations

GENERAL = ("risks", "call_first", "medication", "practical", "agreements")
OF_PHASE = ("signs", "own_action", "others_do", "better_not")


def first_versions(apps: Any, schema_editor: Any) -> None:
    plans, phases = apps.get_model("plan", "SignPlan"), apps.get_model("plan", "SignPhase")
    versions = apps.get_model("plan", "SignVersion")
    for row in plans.objects.order_by("pk").iterator():
        parts = {"algemeen": {name: getattr(row, name) for name in GENERAL}, "naasten": {"close_ones": row.close_ones}}
        for phase, *words in phases.objects.filter(sign_plan=row).values_list("phase", *OF_PHASE):
            parts[phase] = dict(zip(OF_PHASE, words, strict=True))
        agreed = row.close_ones_agreed_on
        if not row.version:
            row.version = 1
            row.save(update_fields=["version"])
        versions.objects.create(
            sign_plan=row, number=row.version, at=row.changed_at, by_name=row.changed_by, by_role="",
            content={"parts": parts, "agreed_on": agreed.isoformat() if agreed else None},
        )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("plan", "0004_sign_versions")]
    operations = [migrations.RunPython(first_versions, migrations.RunPython.noop)]
