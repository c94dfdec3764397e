"""Erased from the bytes on the disk and from a restored backup: a real file, real processes (T32)."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.shelves import HOUSE
from tests.rooms.rights.many import how_many, texts_in

MAKE = """
import sys
import django; django.setup()
from django.conf import settings
settings.FIXED_TODAY = "2026-11-23"
from tests.cast import Cast
from tests.rooms.rights.conftest import fill
from tests.rooms.rights.many import many
from tests.rooms.rights.test_erasing import granted
cast = Cast.build()
fill(cast, cast.subject("aziza"))
from landing.exchange import kept
from landing.exchange.models import ImportRun
# A list that was read in is gone after a day, with its files.
for run in ImportRun.objects.all():
    kept.forget(run.key)
ImportRun.objects.all().delete()
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
for subject in many(cast, int(sys.argv[1])):
    session = SessionStore()
    session[SESSION_KEY] = str(subject.person.account_id)
    session.save()
print(granted(cast).key)
"""
PERSONS = how_many(3, 200)


class House:
    """An installation of its own, with its own folder and SQLite file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.env = {
            name: value for name, value in os.environ.items() if not name.startswith(("LANDING_", "DATABASE_URL"))
        }
        self.env |= {
            "LANDING_VAR": str(folder),
            "DJANGO_SETTINGS_MODULE": "landing.config.settings",
            "PYTHONPATH": str(HOUSE),
        }
        self.database = folder / "landing.sqlite3"

    def landing(self, *words: str, fails: bool = False) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "landing.cli", *words], cwd=HOUSE, env=self.env, capture_output=True, text=True,
        )  # fmt: skip
        assert (done.returncode != 0) == fails, done.stdout + done.stderr
        return done.stdout + done.stderr

    def make(self, more: int = 0) -> str:
        self.landing("manage", "migrate", "-v", "0")
        done = subprocess.run(
            [sys.executable, "-c", MAKE, str(more)], cwd=HOUSE, env=self.env, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.split()[-1]

    def every_file(self) -> bytes:
        """The database with its log of changes, and whatever else stands in the folder: files, the register, keys."""
        return b"\n".join(file.read_bytes() for file in sorted(self.folder.rglob("*")) if file.is_file())


@pytest.mark.skipif("postgres" in os.environ.get("DATABASE_URL", ""), reason="plays on a SQLite file of its own, once")
def test_gone_from_every_file_and_from_a_restored_backup(tmp_path: Path) -> None:
    """One on request, then all the others who asked for it and share a house in one night; who stays is untouched."""
    house = House(tmp_path / "var")
    request = house.make(PERSONS)
    before = set(texts_in(house.every_file()))
    gone = {code for code in before if code.startswith("m")} | {"aziza", "gijs"}
    assert len(gone) == PERSONS + 2
    backup = tmp_path / "backup.sqlite3"
    with sqlite3.connect(house.database) as source, sqlite3.connect(backup) as target:
        source.backup(target)

    house.landing("erase", "request", request, "--do")
    left = house.every_file().lower()
    assert b"qkaziza" not in left, "bytes of the erased person are left in a file"
    assert set(texts_in(left)) == before - {"aziza", "gijs"}
    said = house.landing("erase", "due", "--do")
    assert f"Erased: {PERSONS}." in said and not texts_in(said.encode())
    assert set(texts_in(house.every_file())) == before - gone
    with sqlite3.connect(house.database) as database:
        assert database.execute("SELECT count(*) FROM django_session").fetchone() == (0,)

    for file in house.folder.glob("landing.sqlite3-*"):
        file.unlink()
    house.database.write_bytes(backup.read_bytes())
    assert set(texts_in(house.every_file())) == before, "the backup holds them"
    assert "landing erase replay" in house.landing("manage", "prepare", fails=True)
    assert "Erased again" in house.landing("erase", "replay")
    assert set(texts_in(house.every_file())) == before - gone
    house.landing("erase", "check")
    with sqlite3.connect(house.database) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    lines = (house.folder / "register" / "erasures.jsonl").read_text().splitlines()
    assert [json.loads(line)["why"] for line in lines] == ["request"] * (PERSONS + 1)
