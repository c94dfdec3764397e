"""The cast, built once in a process and then put back as rows: hundreds of statements become one for each table.

What is kept is the difference that building made, read by the database as its own text, so that every value comes back
exactly. It is put back only into tables that are as they were before; in any other case the cast is built anew.
"""

from __future__ import annotations

import pickle
import shutil
import time
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from landing.exchange import kept as lists
from tests.cast import TODAY, Cast

# Some moments of the cast are the clock's own (a link that still works): kept no longer than any test could tell.
MOST_SECONDS = 300
_STARTED = time.time() - time.monotonic()

Rows = Counter[tuple[str, str]]  # the table and a row as text


@dataclass(frozen=True, slots=True)
class Kept:
    """What building made, on top of what."""

    at: float
    before: Rows
    inserts: list[tuple[str, list[Any] | None]]
    numbers: str
    cast: bytes
    files: dict[Path, bytes]


_kept: list[Kept] = []
_changed: list[str] = []


def kept_cast() -> Cast:
    """The fixed cast in the database, as ``Cast.build`` makes it."""
    if not _is_now():
        return Cast.build()
    with transaction.atomic():
        changed = _rows(_changed)
        for kept in _kept:
            if kept.before == changed and time.monotonic() - kept.at < MOST_SECONDS:
                return _put_back(kept)
        _kept[:] = [kept for kept in _kept if kept.before != changed]
        tables = _plain_tables()
        before = _rows(tables)
        cast = Cast.build()
        after = _rows(tables)
        came = after - before
        _changed.extend(sorted({table for table, _ in came} - set(_changed)))
        base = Counter({row: times for row, times in before.items() if row[0] in _changed})
        if not before - after:  # rows that stood there are as they were
            _kept.append(Kept(time.monotonic(), base, _inserts(came), _numbers(came), pickle.dumps(cast), _files(cast)))
        return cast


def _is_now() -> bool:
    """Whether clock and settings are those of every test: what is built under others holds other moments."""
    usual = settings.DEMO and TODAY.isoformat() == settings.FIXED_TODAY
    return usual and abs(time.time() - time.monotonic() - _STARTED) < 30


def _plain_tables() -> list[str]:
    """Every table that holds rows of its own; a partition is read through what it is a part of."""
    with connection.cursor() as cursor:
        found = connection.introspection.get_table_list(cursor)
    return sorted(table.name for table in found if table.type == "t")


def _rows(tables: list[str]) -> Rows:
    """Every row of these tables."""
    if not tables:
        return Counter()
    with connection.cursor() as cursor:
        each = (f"SELECT '{table}', {_as_text(table)} FROM {table} t" for table in tables)  # noqa: S608  (names of tables)
        cursor.execute(" UNION ALL ".join(each))
        return Counter(cursor.fetchall())


@cache
def _as_text(table: str) -> str:
    """How a row is read as text."""
    if connection.vendor == "postgresql":
        return "t::text"
    with connection.cursor() as cursor:
        columns = connection.introspection.get_table_description(cursor, table)
    return "||','||".join(f'quote("{column.name}")' for column in columns)


def _put_back(kept: Kept) -> Cast:
    with connection.cursor() as cursor:
        for sql, rows in kept.inserts:
            cursor.execute(sql, rows)
        if kept.numbers:
            cursor.execute(kept.numbers)
    for folder in {path.parent for path in kept.files}:
        shutil.rmtree(folder, ignore_errors=True)
    for path, content in kept.files.items():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.write_bytes(content)
    return pickle.loads(kept.cast)  # noqa: S301  (made above, in this process)


def _inserts(came: Rows) -> list[tuple[str, list[Any] | None]]:
    """A statement for each table that puts these rows in it."""
    by_table: dict[str, list[str]] = {}
    for table, row in came.elements():
        by_table.setdefault(table, []).append(row)
    if connection.vendor != "postgresql":
        return [
            (f"INSERT INTO {table} VALUES " + ",".join(f"({row})" for row in rows), None)  # noqa: S608  (a name of a table)
            for table, rows in by_table.items()
        ]
    read = "SELECT (r.one).* FROM (SELECT s::{table} AS one FROM unnest(%s::text[]) s OFFSET 0) r"
    return [(f"INSERT INTO {table} " + read.format(table=table), [rows]) for table, rows in by_table.items()]


def _numbers(came: Rows) -> str:
    """The statement after which the numbers that come next lie above those of these rows; empty where inserting does it."""
    if connection.vendor != "postgresql":
        return ""
    counted = []
    with connection.cursor() as cursor:
        for table in {table for table, _ in came}:
            for found in connection.introspection.get_sequences(cursor, table):
                cursor.execute(f"SELECT max({found['column']}) FROM {table}")  # noqa: S608  (a name of a table)
                counted.append(
                    f"setval('{found['name']}', greatest(nextval('{found['name']}'), {cursor.fetchone()[0]}))"
                )
    return "SELECT " + ", ".join(counted)


def _files(cast: Cast) -> dict[Path, bytes]:
    """What stands on the disk of the lists of the cast."""
    runs = (*cast.runs.values(), *cast.broken_runs.values())
    return {path: path.read_bytes() for run in runs for path in lists.folder(run).iterdir()}
