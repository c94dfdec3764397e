"""A question that is asked again and again: on PostgreSQL planned once for each connection.

It goes over Django's own connection, so in the same transaction, and through Django's cursor, so that whatever counts
or logs statements sees it. On SQLite, and with LANDING_PREPARED=0, it is an ordinary statement.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections

MOST_REMEMBERED = 100
_PARAMETER = re.compile(r"%%|%s")


def preparing() -> bool:
    """Whether this connection keeps statements (settings.DATABASES, from LANDING_PREPARED)."""
    return connection.vendor == "postgresql" and bool(connection.settings_dict["OPTIONS"].get("prepare_threshold"))


def asked(sql: str, parameters: Sequence[Any], *, by_value: bool = False) -> list[tuple[Any, ...]]:
    """The rows of a question.

    by_value: the best way to find the rows depends on the values. The plan is then kept for these very values, from the
    second time that they are asked on this connection; otherwise one plan serves all values.
    """
    with connection.cursor() as cursor:
        if not preparing():
            cursor.execute(sql, parameters)
        elif by_value:
            text = _written(cursor.connection, sql, parameters)
            cursor.cursor = _kinds()[0](cursor.connection, keep=_asked_before(connections[DEFAULT_DB_ALIAS], text))
            cursor.execute(text)
        else:
            cursor.cursor, parameters = _prepared(cursor.cursor, parameters)
            cursor.execute(sql, parameters)
        return cursor.fetchall()


def _written(connected: Any, sql: str, parameters: Sequence[Any]) -> str:
    """A question with its values in their places, quoted by the driver."""
    from psycopg import ClientCursor

    return ClientCursor(connected).mogrify(sql, parameters)


def _asked_before(wrapper: Any, text: str) -> bool:
    """Whether a question was asked on this connection a short while ago with the same values."""
    held: dict[str, None] = wrapper.__dict__.setdefault("landing_asked", {})
    before = text in held
    held.pop(text, None)
    held[text] = None
    if len(held) > MOST_REMEMBERED:
        held.pop(next(iter(held)))
    return before


def spelled_out(sql: str, parameters: Sequence[Any], values: Collection[int]) -> tuple[str, list[Any], dict[int, int]]:
    """A question in which only ``values`` (places in ``parameters``) are still parameters; what never changes is text.

    A plan that is kept is made without knowing the parameters. With what never changes in the text, PostgreSQL can
    still use what it counted about it, and indexes with a condition. Returns the text, the parameters, and where each
    value stands now. Nothing changes where statements are not kept.
    """
    if not preparing():
        return sql, list(parameters), {at: at for at in values}
    from psycopg.sql import Literal

    connection.ensure_connection()
    kept: list[int] = []
    places = iter(range(len(parameters)))

    def written(found: re.Match[str]) -> str:
        if found[0] == "%%":
            return "%%"
        at = next(places)
        if at in values:
            kept.append(at)
            return "%s"
        return Literal(parameters[at]).as_string(connection.connection).replace("%", "%%")

    text = _PARAMETER.sub(written, sql)
    return text, [None] * len(kept), {at: place for place, at in enumerate(kept)}


@lru_cache(maxsize=1)
def _kinds() -> tuple[Any, Any]:
    """The cursor that prepares, and the type of a whole number; psycopg is there only with PostgreSQL."""
    from psycopg import ClientCursor, Cursor
    from psycopg.types.numeric import Int8

    class Written:
        """A question with its values in their places, made only for whoever asks for ``query``: Django's log does."""

        def __init__(self, *asked: Any) -> None:
            self.asked = asked

        @property
        def query(self) -> bytes:
            connected, text, parameters = self.asked
            return ClientCursor(connected).mogrify(text, parameters).encode()

    class Preparing(Cursor[Any]):
        """Asks the database to keep the plan of what it executes."""

        def __init__(self, connected: Any, *, keep: bool = True) -> None:
            super().__init__(connected)
            self.keep = keep

        def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
            found = super().execute(query, params, prepare=self.keep, **options)
            self._query = Written(self.connection, query, params)  # type: ignore[assignment]
            return found

    return Preparing, Int8


def _prepared(cursor: Any, parameters: Sequence[Any]) -> tuple[Any, list[Any]]:
    """A cursor that keeps the plan, on the same connection, and parameters that always have the same type.

    Without this psycopg chooses the type of a number by its size, and the database would keep a plan for each size.
    """
    cursor_of, number = _kinds()
    return cursor_of(cursor.connection), [number(one) if type(one) is int else one for one in parameters]
