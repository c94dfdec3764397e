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

MAKE = """
import django; django.setup()
from django.conf import settings
settings.FIXED_TODAY = "2026-11-23"
from tests.cast import Cast
from tests.rooms.rights.conftest import fill
from tests.rooms.rights.test_erasing import granted
cast = Cast.build()
fill(cast, cast.subject("aziza"))
from landing.exchange.models import ImportRun
ImportRun.objects.all().delete()
print(granted(cast).key)
"""


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

    def make(self) -> str:
        self.landing("manage", "migrate", "-v", "0")
        done = subprocess.run([sys.executable, "-c", MAKE], cwd=HOUSE, env=self.env, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout.split()[-1]

    def bytes_on_disk(self) -> bytes:
        return b"".join(file.read_bytes() for file in sorted(self.folder.glob("landing.sqlite3*")))


@pytest.mark.skipif("postgres" in os.environ.get("DATABASE_URL", ""), reason="plays on a SQLite file of its own, once")
def test_gone_from_the_file_and_from_a_restored_backup(tmp_path: Path) -> None:
    house = House(tmp_path / "var")
    request = house.make()
    assert b"Zqkaziza" in house.bytes_on_disk()
    backup = tmp_path / "backup.sqlite3"
    with sqlite3.connect(house.database) as source, sqlite3.connect(backup) as target:
        source.backup(target)

    house.landing("erase", "request", request, "--do")
    left = house.bytes_on_disk()
    assert b"qkaziza" not in left.lower(), "bytes of the erased person are left in the file"
    assert b"qkbram" in left.lower()

    for file in house.folder.glob("landing.sqlite3-*"):
        file.unlink()
    house.database.write_bytes(backup.read_bytes())
    assert b"Zqkaziza" in house.bytes_on_disk()
    assert "landing erase replay" in house.landing("manage", "prepare", fails=True)
    assert "Erased again" in house.landing("erase", "replay")
    assert b"qkaziza" not in house.bytes_on_disk().lower()
    house.landing("erase", "check")
    with sqlite3.connect(house.database) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    lines = (house.folder / "register" / "erasures.jsonl").read_text().splitlines()
    assert [json.loads(line)["why"] for line in lines] == ["request"]
