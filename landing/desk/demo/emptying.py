"""Takes the old demo region away, all of it, and only where that is safe."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import apps
from django.conf import settings
from django.core.management.color import no_style
from django.db import connection
from django.db.models import Model

from landing.desk.demo.region import REGIONS
from landing.people.models import Region
from landing.rights.register import begin_anew


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
        if model.__module__.startswith(("landing.", "allauth.")) or model._meta.label == "sessions.Session"
    ]
    return [model._meta.db_table for model in reversed(models) if model._meta.managed and not model._meta.proxy]


def empty() -> None:
    """Remove everything and begin numbering anew. Call inside ``append_only.lifted``."""
    settle()
    begin_anew()
    with connection.cursor() as cursor:
        for statement in connection.ops.sql_flush(no_style(), product_tables(), reset_sequences=True):
            cursor.execute(statement)


def product_models() -> list[type[Model]]:
    """The models of those tables."""
    wanted = set(product_tables())
    return [model for model in apps.get_models(include_auto_created=True) if model._meta.db_table in wanted]


@contextmanager
def unlinked() -> Iterator[None]:
    """Take the foreign keys of the product's tables away while they are filled, and put them back.

    PostgreSQL checks each key of each row by itself, which takes longer than writing the rows: fourteen million times
    for a whole country. Putting a key back checks all rows at once. Call inside a transaction, on empty tables.
    """
    if connection.vendor != "postgresql":
        yield
        return
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, k.conname, pg_get_constraintdef(k.oid) FROM pg_constraint k JOIN pg_class c "
            "ON c.oid = k.conrelid WHERE k.contype = 'f' AND c.oid = ANY(%s::regclass[]) ORDER BY 1, 2",
            [[quote(table) for table in product_tables()]],
        )
        keys = [(quote(table), quote(name), meaning) for table, name, meaning in cursor.fetchall()]
        for table, name, _ in keys:
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    yield
    with connection.cursor() as cursor:
        for table, name, meaning in keys:
            cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {meaning}")


def settle() -> None:
    """Check now what PostgreSQL would check at the end of the transaction: it empties no table with checks waiting."""
    if connection.vendor == "postgresql":
        connection.check_constraints()
