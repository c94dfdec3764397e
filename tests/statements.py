"""What a page asks of the database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext

# What begins and ends a transaction asks nothing. The last one is only there because a test is a transaction around the request.
AROUND = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE SAVEPOINT", "SELECT set_config('role', 'none', true)")


@contextmanager
def asked() -> Iterator[list[str]]:
    """The statements that are asked within, once it is left. Whoever visits first leaves out what is asked once a session."""
    found: list[str] = []
    with CaptureQueriesContext(connection) as queries:
        yield found
    found += [line["sql"] for line in queries.captured_queries if not line["sql"].startswith(AROUND)]
