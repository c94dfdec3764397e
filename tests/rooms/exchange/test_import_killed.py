"""The process that reads in a list is killed in the middle of writing: nothing is half, and it can go on (T27).

The work plays in a database of its own, in processes of its own, as it does on a server.
"""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

import landing

ROWS = 6_000
# Everything a person would do on the pages; prints the key when the writing has been started in a process of its own.
UNTIL_WRITING = """
import pathlib, time
from landing.exchange import kept, reads, run_actions
from landing.exchange.models import ImportRun
from landing.people.middleware import today
from landing.people.models import Account, Organisation, Region, Worker
from landing.people.reads import viewer_of
region = Region.objects.create(code="merwestreek", name="Proefregio")
place = Organisation.objects.create(region=region, kind="care_provider", name="Zorghuis Proef")
account = Account.objects.create(username="proef", password="!")
Worker.objects.create(account=account, organisation=place, role="coordinator", name="Coen Proef", from_date="2024-01-01")
viewer = viewer_of(account=account.pk, worker=None, today=today())
file = pathlib.Path({file!r})
run = run_actions.start(viewer=viewer, name="lijst.csv", size=file.stat().st_size, chunks=iter([file.read_bytes()]))
def until(state):
    end = time.monotonic() + 120
    while run.state != state:
        assert time.monotonic() < end, run.state
        run.refresh_from_db()
until("mapping")
run_actions.map_columns(viewer=viewer, run=run, mapping=run.mapping)
until("checked")
run_actions.read_in(viewer=viewer, run=run, only_good=False)
print(run.key)
"""
GO_ON = """
import os, time
from landing.exchange import kept, run_actions, running
from landing.exchange.models import ImportRun
from landing.people.middleware import today
from landing.people.models import Account
from landing.people.reads import viewer_of
run = ImportRun.objects.get()
viewer = viewer_of(account=Account.objects.get().pk, worker=None, today=today())
assert run.state == "writing"
progress = kept.folder(run.key) / "progress.json"
os.utime(progress, (time.time() - 60, time.time() - 60))
assert running.is_broken_off(run)
running.is_small = lambda run: True
run_actions.go_on(viewer=viewer, run=run)
run.refresh_from_db()
print(run.state, run.result["new"])
"""


class Elsewhere:
    """A database and a folder of their own, with the product's commands on them."""

    def __init__(self, var: Path, url: str, ask: Callable[[str], Any]) -> None:
        self.var, self.ask = var, ask
        self.environment = {
            **os.environ, "LANDING_VAR": str(var), "DATABASE_URL": url, "LANDING_DEMO": "0",
            "DJANGO_SETTINGS_MODULE": "landing.config.settings",
        }  # fmt: skip

    def run(self, *arguments: str) -> str:
        command = [sys.executable, "-m", "landing.cli", *arguments]
        root = Path(landing.__file__).parents[1]
        # A file and no pipe: the process that is started beside holds on to it and would be waited for.
        with (self.var / "stderr.txt").open("w+") as told:
            done = subprocess.run(  # noqa: S603  (our own commands)
                command, env=self.environment, cwd=root, stdout=subprocess.PIPE, stderr=told, text=True, timeout=300,
                check=False,
            )  # fmt: skip
            told.seek(0)
            assert done.returncode == 0, told.read()[-2000:]
        return done.stdout

    def counts(self) -> dict[str, int]:
        tables = ("people_person", "people_bond", "people_personevent", "people_personreference", "route_journey",
                  "route_fact", "route_routeevent", "route_due")  # fmt: skip
        return {table: self.ask(f"SELECT count(*) FROM {table}") for table in tables}  # noqa: S608  (names from here)


@pytest.fixture
def elsewhere(tmp_path: Path, db: None) -> Iterator[Elsewhere]:
    """SQLite or PostgreSQL, the same as the rest of this test session."""
    if connection.vendor == "sqlite":
        file = tmp_path / "landing.sqlite3"

        def ask(query: str) -> Any:
            with sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=15) as reader:
                return reader.execute(query).fetchone()[0]

        yield Elsewhere(tmp_path, f"sqlite:///{file}", ask)
        return
    import psycopg

    given = settings.DATABASES["default"]
    name = f"landing_killed_{uuid.uuid4().hex[:8]}"
    place = {"host": given["HOST"], "port": given["PORT"] or 5432, "user": given["USER"], "password": given["PASSWORD"]}
    maintenance = psycopg.connect(**place, dbname="postgres", autocommit=True)
    maintenance.execute(f"CREATE DATABASE {name}")
    secret = f":{place['password']}" if place["password"] else ""
    url = f"postgresql://{place['user']}{secret}@{place['host']}:{place['port']}/{name}"

    def ask_there(query: str) -> Any:
        with psycopg.connect(**place, dbname=name) as reader:
            return reader.execute(query).fetchone()[0]  # type: ignore[arg-type,index]

    try:
        yield Elsewhere(tmp_path, url, ask_there)
    finally:
        maintenance.execute(f"DROP DATABASE {name} WITH (FORCE)")
        maintenance.close()


def written(path: Path) -> Path:
    """A list that is large enough to be read in beside the page."""
    rows = "".join(
        f"K{n};Proef{n % 700}, Kandidaat {chr(65 + n % 26)};{1 + n % 28:02d}-{1 + n % 12:02d}-{1950 + n % 50};"
        f"{'ja' if n % 2 else 'nee'};01-09-2025;15-01-2027;{'proef' * 12}\n"
        for n in range(ROWS)
    )
    headings = "Cliëntnummer;Naam;Geboortedatum;Schulden;Start verblijf;Streefdatum vertrek;Iets anders\n"
    path.write_text(headings + rows, "utf-8")
    return path


def phase(folder: Path) -> dict[str, Any]:
    import json

    try:
        return json.loads((folder / "progress.json").read_text())
    except (FileNotFoundError, ValueError):
        return {"phase": "", "pid": 0}


@pytest.mark.xdist_group("killed")
def test_killed_while_it_writes_nothing_is_half_and_it_can_go_on(elsewhere: Elsewhere, tmp_path: Path) -> None:
    elsewhere.run("manage", "migrate", "--verbosity", "0")
    file = written(tmp_path / "lijst.csv")
    before = elsewhere.counts()
    key = uuid.UUID(elsewhere.run("manage", "shell", "-v", "0", "-c", UNTIL_WRITING.format(file=str(file))).split()[-1])
    folder = elsewhere.var / "imports" / key.hex
    end = time.monotonic() + 120
    now = phase(folder)
    while now["phase"] != "Bekijken wat er te doen is":  # people and facts are written, dues are on their way
        assert time.monotonic() < end, now
        now = phase(folder)
    os.kill(now["pid"], signal.SIGKILL)
    assert elsewhere.ask("SELECT state FROM exchange_importrun") == "writing"
    assert elsewhere.counts() == before, "something of the list was written"
    assert elsewhere.run("manage", "shell", "-v", "0", "-c", GO_ON).split() == ["done", str(ROWS)]
    after = elsewhere.counts()
    assert after["people_person"] == after["route_journey"] == after["people_bond"] == ROWS
    assert after["route_fact"] == 3 * ROWS and after["route_due"] > ROWS
