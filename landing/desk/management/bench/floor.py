"""The floor of a page: the statements it asked, prepared on a bare connection of the driver, read into plain rows.

No page can be quicker than its own statements; what lies above the floor is the product's own work.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

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


def _postgresql() -> Any:
    import psycopg

    named = connection.get_connection_params()
    wanted = {key: named[key] for key in ("dbname", "user", "password", "host", "port") if named.get(key)}
    return psycopg.connect(**wanted, autocommit=True)


def _sqlite() -> sqlite3.Connection:
    bare = sqlite3.connect(str(connection.settings_dict["NAME"]), isolation_level=None, cached_statements=512)
    bare.execute("PRAGMA cache_size=-65536")
    return bare
