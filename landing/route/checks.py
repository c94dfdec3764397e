"""Faults of a region's rules speak at start-up as numbered checks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Tags, Warning, register
from django.db import DatabaseError

from landing.route import rulebook
from landing.route.models import RulebookChange


@register(Tags.database)
def every_live_change_fits_the_rules(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """route.W001: a change that was put live no longer fits newer rules; it is not applied until somebody mends it.

    Reads the database, so it runs with ``check --database default`` and with ``migrate``.
    """
    if not databases:
        return []
    live = RulebookChange.objects.filter(state=RulebookChange.State.LIVE)
    try:
        found = list(live.order_by("region_code", "live_at"))
    except DatabaseError:  # the tables are not there yet
        return []
    return [
        Warning(
            f"The live change of rule '{change.rule}' in region '{change.region_code}' no longer fits the rules.",
            hint="It is not applied. The administrator sees why under Regels wijzigen, and can withdraw it.",
            id="route.W001",
        )
        for change in found
        if rulebook.change_name(change) in rulebook.now(change.region_code).left_out
    ]
