"""The product as a server of its own for a measurement: started on a free port, watched, and stopped."""

from __future__ import annotations

import base64
import http.client
import os
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryFile
from time import monotonic
from typing import IO, Any
from urllib.parse import quote

from django.conf import settings
from django.db import connection

HOST = "127.0.0.1"
STARTS_WITHIN = 60.0
PROC = Path("/proc")
LOCK_TROUBLE = re.compile(r"lock timeout|deadlock detected|database (?:table )?is locked|could not obtain lock", re.I)
LIMITS = (
    "SEARCHES_AN_HOUR",
    "PAIRS_AN_HOUR",
    "EXPORTS_AN_HOUR",
    "EXPORTS_A_DAY",
    "OWN_FILES_AN_HOUR",
    "UPLOADS_AN_HOUR",
)


class NotServing(Exception):
    """The server did not start, or is gone; ``str()`` says what it said last."""


def surroundings() -> dict[str, str]:
    """The environment with which a process serves exactly what this one knows: the same database, keys and day.

    The limits are wide: in a day that is pressed into minutes an hour's searches come in seconds.
    """
    keys = ",".join(f"{name}={base64.b64encode(key).decode()}" for name, key in settings.FIELD_KEYS.items())
    return os.environ | {
        "DATABASE_URL": _database(), "LANDING_DEMO": "1", "LANDING_DEBUG": "0", "LANDING_VAR": str(settings.VAR),
        "LANDING_SECRET_KEY": settings.SECRET_KEY, "LANDING_LOG_KEY": settings.LOG_KEY.decode(),
        "LANDING_FIELD_KEYS": keys, "LANDING_TODAY": settings.FIXED_TODAY, "LANDING_HTTPS": "0",
        "LANDING_HOSTS": HOST, "DJANGO_SETTINGS_MODULE": "landing.config.settings",
    } | {f"LANDING_{limit}": "1000000" for limit in LIMITS}  # fmt: skip


def _database() -> str:
    named = connection.settings_dict
    if connection.vendor != "postgresql":
        return f"sqlite:///{named['NAME']}"
    who = quote(named["USER"], safe="") + (":" + quote(named["PASSWORD"], safe="") if named["PASSWORD"] else "")
    place = f"{named['HOST']}:{named['PORT']}".rstrip(":")
    return f"postgres://{who}@{place}/{quote(str(named['NAME']), safe='')}"


@dataclass(slots=True)
class Server:
    """A server that runs. ``log``: what it said."""

    process: subprocess.Popen[bytes]
    port: int
    log: IO[bytes]

    def said(self) -> list[str]:
        """The lines that it wrote so far."""
        self.log.seek(0)
        return self.log.read().decode(errors="replace").splitlines()


@contextmanager
def serving() -> Iterator[Server]:
    """Start ``landing serve`` as it is started for use, and stop it. Raises NotServing when it does not answer."""
    told, root = surroundings(), settings.REGIONS_FOLDER.parent
    command = [sys.executable, "-m", "landing.cli"]
    if not (Path(settings.VAR) / "static" / "staticfiles.json").exists():
        subprocess.run(  # noqa: S603  (our own command)
            [*command, "manage", "collectstatic", "-v0", "--no-input"], env=told, cwd=root, check=True,
        )  # fmt: skip
    port = _free_port()
    with TemporaryFile() as log:
        process = subprocess.Popen(  # noqa: S603  (our own command, started as it is started for use)
            [*command, "serve", "--bind", HOST, "--port", str(port)], env=told, cwd=root, stdout=subprocess.DEVNULL,
            stderr=log, start_new_session=True,
        )  # fmt: skip
        server = Server(process, port, log)
        try:
            _wait(server)
            yield server
        finally:
            process.terminate()
            try:
                process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, 9)  # the session is its own, so these are its processes only
                process.wait()


def _free_port() -> int:
    with socket.socket() as tried:
        tried.bind((HOST, 0))
        return int(tried.getsockname()[1])


def _wait(server: Server) -> None:
    begun = monotonic()
    while monotonic() - begun < STARTS_WITHIN:
        with suppress(OSError, http.client.HTTPException):
            asked = http.client.HTTPConnection(HOST, server.port, timeout=10)
            asked.request("GET", "/inloggen/")
            if asked.getresponse().status == 200:
                return
        with suppress(subprocess.TimeoutExpired):
            server.process.wait(timeout=0.1)
            break
    raise NotServing("The server does not answer.\n" + "\n".join(server.said()[-20:]))


# ── Watching it ──────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Sample:
    """How the server was at a moment (of ``monotonic``).

    rss: bytes in memory of all its processes together, pages that they share counted for each; connections: with the
    database; waiting: for what those of them waited that waited for a lock, as "UPDATE table".
    """

    at: float
    rss: int
    processes: int
    cpu_seconds: float
    connections: int = 0
    waiting: tuple[str, ...] = ()


@dataclass(slots=True)
class Watch:
    """Looks at a server every so many seconds, in a thread."""

    pid: int
    every: float = 1.0
    samples: list[Sample] = field(default_factory=list)
    _stop: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    def __enter__(self) -> Watch:
        self.samples.append(self.look())
        connection.close()  # what is counted from now on is the server's
        self._threads.append(threading.Thread(target=self._run, daemon=True))
        self._threads[0].start()
        return self

    def __exit__(self, *trouble: Any) -> None:
        self._stop.set()
        self._threads.pop().join()
        self.samples.append(self.look())

    def _run(self) -> None:
        while not self._stop.wait(self.every):
            self.samples.append(self.look())
        connection.close()  # of this thread

    def look(self) -> Sample:
        """How it is now."""
        own = family(self.pid)
        rss = sum(_kept(pid) for pid in own)
        return Sample(monotonic(), rss, len(own), sum(_worked(pid) for pid in own), *_connections())


def family(pid: int) -> list[int]:
    """A process and those that it started; empty where the system does not tell."""
    parents: dict[int, int] = {}
    for entry in PROC.glob("[0-9]*/stat"):
        with suppress(OSError, ValueError, IndexError):
            parents[int(entry.parent.name)] = int(_stat(entry)[1])
    found = [pid] if pid in parents else []
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return found


def _stat(entry: Path) -> list[str]:
    """The columns after the name, which may hold anything."""
    return entry.read_text().rpartition(")")[2].split()


def _kept(pid: int) -> int:
    with suppress(OSError, ValueError, IndexError):
        return int((PROC / str(pid) / "statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    return 0


def _worked(pid: int) -> float:
    with suppress(OSError, ValueError, IndexError):
        columns = _stat(PROC / str(pid) / "stat")
        return (int(columns[11]) + int(columns[12])) / os.sysconf("SC_CLK_TCK")
    return 0.0


def _connections() -> tuple[int, tuple[str, ...]]:
    """How many others are connected with this database, and for what some of them wait."""
    if connection.vendor != "postgresql":
        return 0, ()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(wait_event_type = 'Lock', false), query FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        there = cursor.fetchall()
    return len(there), tuple(_deed(query) for waits, query in there if waits)


def _deed(query: str) -> str:
    """What a statement does to which table; nothing of its values."""
    found = re.search(r'(UPDATE|INTO|FROM)\s+"?(\w+)', query)
    return " ".join(found.groups()) if found else "another statement"


def deadlocks() -> int:
    """How many deadlocks the database had to break so far."""
    if connection.vendor != "postgresql":
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        return int(cursor.fetchone()[0])
