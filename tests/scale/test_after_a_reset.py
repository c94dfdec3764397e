"""A reset of the demo region leaves the database as strict and as well informed as it was."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from landing.desk.demo import making
from landing.route.mass_write import fresh_statistics
from landing.route.models import Due, Journey
from tests.cast import TODAY

pytestmark = [
    pytest.mark.scale,
    pytest.mark.django_db,
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="SQLite checks keys as it writes and counts no rows beforehand"
    ),
]


def keys() -> list[tuple[str, str, str, bool]]:
    """Every foreign key: table, name, meaning, and whether all rows were checked."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), convalidated FROM pg_constraint "
            "WHERE contype = 'f' ORDER BY 1, 2"
        )
        return cursor.fetchall()


def counted(table: str) -> float:
    """How many rows the database believes there are; -1 when it never counted."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = %s", [table])
        return cursor.fetchone()[0]


def test_every_foreign_key_is_back_and_checked() -> None:
    before = keys()
    assert len(before) > 20
    making.reset(today=TODAY, people=30)
    assert keys() == before
    assert all(checked for *_, checked in before)


def test_a_row_that_refers_to_nothing_is_refused_after_a_reset() -> None:
    making.reset(today=TODAY, people=30)
    with pytest.raises(IntegrityError), transaction.atomic():
        Due.objects.create(journey_id=999_999, rule="x", who="client")
        connection.check_constraints()


def test_the_database_knows_how_much_there_is() -> None:
    making.reset(today=TODAY, people=30)
    assert counted("route_due") == Due.objects.count() > 0
    assert counted("route_journey") == Journey.objects.count()


def test_counting_anew_is_possible_inside_a_transaction() -> None:
    fresh_statistics([Due, Journey], tidy=True)
    assert counted("route_due") == 0
