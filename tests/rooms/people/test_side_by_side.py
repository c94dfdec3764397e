"""Processes that are split off are apart: none of them asks over a connection of another."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from django.db import connection

from landing.people.side_by_side import BrokenOff, side_by_side


def session() -> int:
    """Which session of the server answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


@pytest.fixture
def within_a_loop(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """A thread with a connection, in which a loop began later, as when a browser is driven; gives the session.

    From then on Django keeps other connections for this thread, and what is split off finds the earlier one.
    """
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no sessions: a file is opened anew by each process")
    earlier, own = asyncio._get_running_loop(), session()
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    loop = asyncio.new_event_loop()
    asyncio._set_running_loop(loop)
    try:
        yield own
    finally:
        asyncio._set_running_loop(earlier)
        loop.close()


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_came_along_is_not_used(within_a_loop: int) -> None:
    found = side_by_side([session]) + side_by_side([session, session])
    assert len({within_a_loop, *found}) == 4


@pytest.mark.django_db(transaction=True)
def test_what_fails_in_another_process_is_told() -> None:
    def fails() -> int:
        raise LookupError("nergens")

    with pytest.raises(BrokenOff, match="LookupError: nergens"):
        side_by_side([fails])
