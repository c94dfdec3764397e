"""Takes the old demo region away, all of it, and only where that is safe."""

from __future__ import annotations

from django.apps import apps
from django.conf import settings
from django.core.management.color import no_style
from django.db import connection

from landing.desk.demo.region import REGIONS
from landing.people.models import Region


class NotTheDemo(Exception):
    """This installation is not a demo; ``str()`` says what was found and what to do."""


def require_demo() -> None:
    """Refuse unless demo mode is on and the database holds no region but those of the demo."""
    if not settings.DEMO:
        raise NotTheDemo(
            "This is not a demo installation, so nothing was touched. A demo reset removes every person in the "
            "database; it works only with LANDING_DEMO=1."
        )
    other = sorted(Region.objects.exclude(code__in=[code for code, _ in REGIONS]).values_list("code", flat=True))
    if other:
        raise NotTheDemo(
            f"The database holds a region that is not of the demo ({', '.join(other)}), so nothing was touched. "
            "Use another database for the demo."
        )


def product_tables() -> list[str]:
    """The tables that hold the product's data, those that refer before those that are referred to."""
    models = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.startswith("landing.") or model._meta.label == "sessions.Session"
    ]
    return [model._meta.db_table for model in reversed(models) if model._meta.managed and not model._meta.proxy]


def empty() -> None:
    """Remove everything and begin numbering anew. Call inside ``append_only.lifted``."""
    settle()
    with connection.cursor() as cursor:
        for statement in connection.ops.sql_flush(no_style(), product_tables(), reset_sequences=True):
            cursor.execute(statement)


def settle() -> None:
    """Check now what PostgreSQL would check at the end of the transaction: it empties no table with checks waiting."""
    if connection.vendor == "postgresql":
        connection.check_constraints()
