"""The floor of a page: what it asked, prepared on a bare connection of the driver and read into plain rows, and its line in
the access log.

No page can be quicker than its own statements; what lies above the floor is the product's own work.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection, connections

from landing.core import chain
from landing.people import access_log, access_sql
from landing.people.models import AccessHead, AccessLine, AccessSubject

Statement = tuple[str, Any]
"""SQL with the driver's marks, and its values."""


@contextmanager
def captured() -> Iterator[list[Statement]]:
    """Collect the questions (SELECT) that are asked meanwhile, with their values apart."""
    found: list[Statement] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        if sql.lstrip().upper().startswith("SELECT") and not many:
            found.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield found


class Floor:
    """A bare connection beside Django's own. Close it after use."""

    def __init__(self) -> None:
        self.bare: Any = _postgresql() if connection.vendor == "postgresql" else _sqlite()

    def prepared(self, statements: list[Statement]) -> Callable[[], int]:
        """A function that runs the statements anew and says how many rows came."""
        return self._postgresql(statements) if connection.vendor == "postgresql" else self._sqlite(statements)

    def _postgresql(self, statements: list[Statement]) -> Callable[[], int]:
        from psycopg import ClientCursor

        writer = ClientCursor(self.bare)
        texts = [writer.mogrify(sql, params) if params else sql for sql, params in statements]
        bare = self.bare

        def run() -> int:
            # One transaction, as the page has: what row security sets for the viewer holds for what follows.
            with bare.transaction():
                return sum(len(bare.execute(text, prepare=True).fetchall()) for text in texts)

        return run

    def _sqlite(self, statements: list[Statement]) -> Callable[[], int]:
        texts = [
            (sql.replace("%%", "%").replace("%s", "?") if params else sql, params or ()) for sql, params in statements
        ]
        bare = self.bare

        def run() -> int:
            return sum(len(bare.execute(text, values).fetchall()) for text, values in texts)

        return run

    def close(self) -> None:
        """Close the bare connection."""
        self.bare.close()


SHARD = 99
"""The chain of the log for lines of a measurement: no server writes there."""


class Line:
    """The same line as a page has just written, about the same persons, again and again in a chain of its own."""

    def __init__(self) -> None:
        # The line goes through Django's cursor on a connection apart: what that adds is nothing beside a write to disk.
        self.connection = connections.create_connection(DEFAULT_DB_ALIAS)
        access_sql.begin_shard(connection, SHARD, chain.beginning(settings.LOG_KEY, SHARD))
        self.end: tuple[int, str] = AccessHead.objects.values_list("seq", "mac").get(shard=SHARD)
        last = AccessLine.objects.order_by("-at", "-id").values_list("id", *access_sql.CONTENT).first()
        if last is None:
            raise LookupError("the page left no line")
        number, *self.content = last
        about = AccessSubject.objects.filter(line_id=number).values_list("person_id", flat=True)
        self.subjects: list[UUID] = sorted(cast("Any", about))

    def write(self) -> None:
        """Seal and add one line."""
        seq, prev = self.end
        at = access_log.now()
        mac = chain.seal(
            settings.LOG_KEY, shard=SHARD, seq=seq + 1, at=access_sql.stored_moment(at),
            content=access_log.plain(self.content), subjects=tuple([one.hex for one in self.subjects]), prev=prev,
        )  # fmt: skip
        values = (chain.line_id(SHARD, seq + 1), at, SHARD, seq + 1, *self.content, prev, mac)
        if not access_sql.append(self.connection, self.end, values, self.subjects):
            raise RuntimeError("somebody else writes in the chain of measurements")
        self.end = seq + 1, mac

    def close(self) -> None:
        """Close its connection."""
        self.connection.close()


def _postgresql() -> Any:
    import psycopg

    named = connection.get_connection_params()
    wanted = {key: named[key] for key in ("dbname", "user", "password", "host", "port", "options") if named.get(key)}
    return psycopg.connect(**wanted, autocommit=True)


def _sqlite() -> sqlite3.Connection:
    bare = sqlite3.connect(str(connection.settings_dict["NAME"]), isolation_level=None, cached_statements=512)
    bare.execute("PRAGMA cache_size=-65536")
    return bare
