"""Erased from the bytes of PostgreSQL's own files: what a VACUUM leaves there, and that writing the tables anew leaves nothing."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection

from tests.cast import Cast
from tests.rooms.rights.many import how_many, many, texts_in

PERSONS = how_many(3, 200)
pytestmark = pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite's file is looked into elsewhere")


def bytes_on_disk() -> bytes:
    """The files of every table of the product, long texts and indexes included, as they stand on the disk."""
    tables = [model._meta.db_table for model in apps.get_models() if model.__module__.startswith("landing.")]
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
        cursor.execute(
            "WITH kept AS (SELECT oid, reltoastrelid FROM pg_class WHERE relname = ANY(%s)) "
            "SELECT pg_read_binary_file(pg_relation_filepath(c.oid)) FROM pg_class c WHERE c.relkind IN ('r', 't', 'i') "
            "AND pg_relation_filepath(c.oid) IS NOT NULL AND (c.oid IN (SELECT oid FROM kept UNION SELECT reltoastrelid "
            "FROM kept) OR c.oid IN (SELECT indexrelid FROM pg_index WHERE indrelid IN (SELECT oid FROM kept)))",
            [tables],
        )
        return b"\n".join(bytes(row) for (row,) in cursor.fetchall())


@pytest.fixture
def superuser(transactional_db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        if not cursor.fetchone()[0]:
            pytest.skip("only a superuser may read the server's own files")


def test_after_writing_the_tables_anew_no_byte_is_left(
    superuser: None, committed_cast: Cast, settings: Any, tmp_path: Any
) -> None:
    settings.ERASURE_REGISTER = tmp_path / "register"
    gone = {subject.code for subject in many(committed_cast, PERSONS)}
    assert gone <= set(texts_in(bytes_on_disk()))
    said = io.StringIO()
    call_command("erase", "due", "--do", stdout=said, stderr=said)
    assert f"Erased: {PERSONS}." in said.getvalue()
    assert gone <= set(texts_in(bytes_on_disk())), "this is why there is --pack; say so in docs/howto/erase.md"
    call_command("erase", "due", "--do", "--pack", stdout=said, stderr=said)
    left = set(texts_in(bytes_on_disk()))
    assert not gone & left
    assert "bram" in left
