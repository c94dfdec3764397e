"""The database itself refuses to change or remove history, on both engines."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from landing.exchange import export_actions
from landing.exchange.models import ListExport
from landing.login.models import AccessEvent
from landing.people import access_log
from landing.people.append_only import ACCESS_LOG, HISTORY, REFUSAL, lifted
from landing.people.models import AccessClosing, PersonEvent
from landing.route.models import RouteEvent
from tests.cast import NOW, Cast

MODELS = {
    "people_personevent": PersonEvent, "route_routeevent": RouteEvent, "login_accessevent": AccessEvent,
    "exchange_listexport": ListExport,
}  # fmt: skip


@pytest.fixture(autouse=True)
def a_list_was_made(cast: Cast) -> None:
    """One line of a history that the cast has not."""
    export_actions.record(viewer=cast.viewer("coordinator"), rows=3, why="Voor het overleg.", narrowed=[])


def test_every_history_table_is_guarded() -> None:
    from django.apps import apps

    from landing.people.models import HistoryLine

    assert {m._meta.db_table for m in apps.get_models() if issubclass(m, HistoryLine)} == set(HISTORY) == set(MODELS)


@pytest.mark.parametrize("table", HISTORY)
def test_a_line_of_history_cannot_be_changed(cast: Cast, table: str) -> None:
    with pytest.raises(DatabaseError, match=REFUSAL), transaction.atomic():
        MODELS[table].objects.update(why="anders")
    assert not MODELS[table].objects.filter(why="anders").exists()


@pytest.mark.parametrize("table", HISTORY)
def test_a_line_of_history_cannot_be_removed(cast: Cast, table: str) -> None:
    before = MODELS[table].objects.count()
    with pytest.raises(DatabaseError, match=REFUSAL), transaction.atomic():
        MODELS[table].objects.all().delete()
    assert MODELS[table].objects.count() == before > 0


@pytest.mark.parametrize("table", HISTORY)
def test_plain_sql_is_refused_too(cast: Cast, table: str) -> None:
    for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET why = 'anders'"):
        with pytest.raises(DatabaseError, match=REFUSAL), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


@pytest.mark.parametrize("table", ACCESS_LOG)
def test_the_access_log_refuses_to_be_changed_or_emptied(cast: Cast, table: str) -> None:
    access_log.append(access_log.NewLine(action="read", page="desk:person"), [cast.subject("aziza").key])
    AccessClosing.objects.create(shard=3, seq=1, mac="x", at=NOW, lines=1, closed_at=NOW, seal="y")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        before = cursor.fetchone()[0]
    for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET at = at"):
        with pytest.raises(DatabaseError, match=REFUSAL), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        assert cursor.fetchone()[0] == before > 0


def test_a_person_with_history_cannot_be_swept_away(cast: Cast) -> None:
    # The history refuses, or a table that protects what it points at: which is asked first is the database's affair.
    with pytest.raises(DatabaseError), transaction.atomic():
        cast.subject("bram").person.delete()
    cast.subject("bram").person.refresh_from_db()


def test_the_guard_is_back_after_it_was_lifted(cast: Cast) -> None:
    with lifted(connection):
        RouteEvent.objects.filter(journey=cast.subject("daan").journey).delete()
    assert not RouteEvent.objects.filter(journey=cast.subject("daan").journey).exists()
    with pytest.raises(DatabaseError, match=REFUSAL), transaction.atomic():
        RouteEvent.objects.all().delete()


def test_the_guard_is_back_when_something_went_wrong_meanwhile(cast: Cast) -> None:
    with pytest.raises(ZeroDivisionError), lifted(connection):
        RouteEvent.objects.filter(journey=cast.subject("daan").journey).delete()
        raise ZeroDivisionError
    assert RouteEvent.objects.filter(journey=cast.subject("daan").journey).exists()
    with pytest.raises(DatabaseError, match=REFUSAL), transaction.atomic():
        RouteEvent.objects.all().delete()
