"""History and the access log are never changed and never removed: the database itself refuses, on both engines."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction

HISTORY = ("people_personevent", "route_routeevent", "login_accessevent", "exchange_listexport")
ACCESS_LOG = ("people_accessline", "people_accesssubject", "people_accessclosing")
TABLES = (*HISTORY, *ACCESS_LOG)
REFUSAL = "history is append-only"


def guard_sql(vendor: str, table: str) -> list[str]:
    """The statements that make a table refuse UPDATE and DELETE on one database engine."""
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER {table}_no_{deed.lower()} BEFORE {deed} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            for deed in ("UPDATE", "DELETE")
        ]
    return [
        f"CREATE OR REPLACE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$",
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_refuse()",
    ]


def unguard_sql(vendor: str, table: str) -> list[str]:
    """The statements that take the refusal away again."""
    if vendor == "sqlite":
        return [f"DROP TRIGGER IF EXISTS {table}_no_{deed}" for deed in ("update", "delete")]
    return [f"DROP TRIGGER IF EXISTS {table}_no_change ON {table}"]


def run(connection: Any, statements: list[str]) -> None:
    """Run statements that take no values."""
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@contextmanager
def lifted(connection: Any, tables: tuple[str, ...] = TABLES) -> Iterator[None]:
    """Take the refusal away for a moment, in one transaction: only for a demo reset and a lawful erasure."""
    with transaction.atomic(using=connection.alias):
        for table in tables:
            run(connection, unguard_sql(connection.vendor, table))
        yield
        for table in tables:
            run(connection, guard_sql(connection.vendor, table))
