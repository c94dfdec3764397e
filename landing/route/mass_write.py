"""Writes many rows at once: COPY and one UPDATE a column set on PostgreSQL, prepared statements on SQLite.

Only for rows that were worked out by the machine (the copy of what is due, the demo region). What people write goes
through ``actions``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import DateField, DateTimeField, Field, JSONField, Model, UUIDField


def insert_rows(model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Insert rows of plain values in the order of ``columns`` (field names); returns how many.

    Values: str, int, bool, date, aware datetime, UUID, None, and for JSON fields what JSON can hold.
    """
    fields = _fields(model, columns)
    table = connection.ops.quote_name(model._meta.db_table)
    names = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    prepared = _prepared(fields, rows)
    count = 0
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in prepared:
                    copy.write_row(row)
                    count += 1
            return count
        kept = list(prepared)
        marks = ", ".join(["%s"] * len(fields))
        cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", kept)  # noqa: S608  (names from models)
    return len(kept)


def update_rows(model: type[Model], columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> int:
    """Update rows by primary key: each row is the key, then the new values in the order of ``columns``."""
    if not rows:
        return 0
    key: Any = model._meta.pk
    fields = _fields(model, columns)
    quote = connection.ops.quote_name
    table, pk = quote(model._meta.db_table), quote(key.column)
    prepared = list(_prepared([key, *fields], rows))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sets = ", ".join(f"{quote(field.column)} = v.c{at}" for at, field in enumerate(fields, 1))
            types = ", ".join(f"%s::{_array_type(field)}[]" for field in (key, *fields))
            names = ", ".join(f"c{at}" for at in range(len(fields) + 1))
            cursor.execute(
                f"UPDATE {table} SET {sets} FROM unnest({types}) AS v({names}) WHERE {table}.{pk} = v.c0",  # noqa: S608  (names from models)
                [list(values) for values in zip(*prepared, strict=True)],
            )
        else:
            sets = ", ".join(f"{quote(field.column)} = %s" for field in fields)
            cursor.executemany(
                f"UPDATE {table} SET {sets} WHERE {pk} = %s",  # noqa: S608  (names from models)
                [(*row[1:], row[0]) for row in prepared],
            )
    return len(rows)


def delete_rows(model: type[Model], keys: Sequence[int]) -> int:
    """Delete rows that nothing refers to, by primary key."""
    for start in range(0, len(keys), 10_000):
        part = keys[start : start + 10_000]
        model._default_manager.filter(pk__in=part)._raw_delete(using=connection.alias)
    return len(keys)


def fresh_statistics(models: Sequence[type[Model]], *, tidy: bool = False) -> None:
    """Let PostgreSQL count anew what stands in these tables, after very many rows were written.

    Without figures it takes a table for empty and searches it in a way that is hundreds of times slower; by itself it
    counts a while later, and never where that was switched off. tidy: clear dead rows too (VACUUM), which is possible
    only outside a transaction and left out inside one.
    """
    if connection.vendor != "postgresql":
        return
    tables = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in models)
    with connection.cursor() as cursor:
        cursor.execute(f"{'VACUUM (ANALYZE)' if tidy and not connection.in_atomic_block else 'ANALYZE'} {tables}")


def _fields(model: type[Model], columns: Sequence[str]) -> list[Any]:
    """The model's fields by name; each has a column."""
    return [model._meta.get_field(name) for name in columns]


def _array_type(field: Any) -> str:
    """The column's type without a length, as a cast needs it."""
    return str((field.rel_db_type(connection) if field.primary_key else field.db_type(connection)) or "text").split(
        "("
    )[0]


def _prepared(fields: Sequence[Any], rows: Iterable[Sequence[Any]]) -> Iterable[Sequence[Any]]:
    """Rows as the driver takes them; only columns that need it are converted."""
    converters = [(at, converter) for at, field in enumerate(fields) if (converter := _converter(field))]
    if not converters:
        yield from rows
        return
    for row in rows:
        values = list(row)
        for at, converter in converters:
            if values[at] is not None:
                values[at] = converter(values[at])
        yield values


def _converter(field: Field[Any, Any]) -> Callable[[Any], Any] | None:
    if isinstance(field, JSONField):
        return json.dumps
    if connection.vendor == "postgresql":
        return None
    if isinstance(field, UUIDField):
        return lambda value: value.hex
    if isinstance(field, DateTimeField):
        return connection.ops.adapt_datetimefield_value
    if isinstance(field, DateField):
        return date.isoformat
    return None
