"""Writes the access log: one sealed line for each request that touches a person, before its answer leaves.

The key stands outside the database (settings.LOG_KEY). A process remembers where the chain it writes in ended; the
database adds the line only if the chain still ends there, so nobody waits for a lock longer than for that one statement.
"""

from __future__ import annotations

import ipaddress
import os
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import Error, connection
from django.utils import timezone

from landing.core import chain
from landing.people import access_sql as sql
from landing.people import row_security
from landing.people.access_models import AccessHead
from landing.people.recorder import Recorder
from landing.people.roles import Reach, Role
from landing.people.viewer import Viewer

SHARDS = {"postgresql": 16}
MOST_TRIES = 40

# What somebody in this role looks for; the words stand in access_words.
PURPOSES = {
    Role.CLIENT: "own", Role.SUPPORT_WORKER: "support", Role.COORDINATOR: "coordination",
    Role.PROCESS_DIRECTOR: "direction", Role.PEER_WORKER: "peer_support", Role.PRIVACY_OFFICER: "oversight",
    Role.ADMINISTRATOR: "administration", Role.ADVOCATE: "client_support", Role.HOUSING_OFFICER: "tenancy",
    Role.INCOME_OFFICER: "income_support",
}  # fmt: skip
# By which right the rules of today let somebody look.
BASES = {Reach.SELF: "self", Reach.OWN_BOND: "bond", Reach.ORGANISATION: "bond"}


def now() -> datetime:
    """The moment of a line; a demonstration with a fixed day plays on that day, as the clock here says it."""
    if settings.DEMO and settings.FIXED_TODAY:
        day = date.fromisoformat(settings.FIXED_TODAY)
        return timezone.localtime().replace(year=day.year, month=day.month, day=day.day)
    return timezone.now()


class NotWritten(Exception):
    """The line could not be written, so nothing may be shown or changed."""


@dataclass(frozen=True, slots=True)
class NewLine:
    """What a line says; see AccessLine for the meaning of each part."""

    action: str
    page: str
    account: int | None = None
    worker: int | None = None
    by_name: str = ""
    by_role: str = ""
    organisation: int | None = None
    topic: str = ""
    purpose: str = ""
    basis: str = ""
    consent: UUID | None = None
    emergency: bool = False
    reason: str = ""
    allowed: bool = True
    origin: str = ""

    def values(self, request_id: UUID) -> tuple[Any, ...]:
        """As access_sql.CONTENT. Who works, works on behalf of the own organisation."""
        return (
            self.account, self.worker, self.by_name[:120], self.by_role, self.organisation, self.worker,
            self.organisation, self.action, self.page[:60], self.topic, self.purpose, self.basis, self.consent,
            self.emergency, self.reason[:40], self.allowed, self.origin, request_id,
        )  # fmt: skip


class _Memory(threading.local):
    """Where this thread's chain ended when it last wrote: (shard, seq, mac, at)."""

    head: tuple[int, int, str, datetime | None] | None = None


_memory = _Memory()


def forget() -> None:
    """Read the ends of the chains anew: they were changed by other means than ``append``."""
    _memory.head = None


def plain(values: Iterable[Any]) -> tuple[chain.Value, ...]:
    """Content as it is sealed: keys as 32 digits, yes and no as 1 and 0."""
    return tuple(
        value.hex if isinstance(value, UUID) else int(value) if isinstance(value, bool) else value for value in values
    )


def append(line: NewLine, persons: Iterable[UUID] = ()) -> UUID:
    """Write one line about some persons, in the caller's transaction if there is one; returns its request id.

    Raises NotWritten when the database refuses or the chain cannot be found; the caller's transaction must then be
    undone.
    """
    subjects, request_id = sorted(set(persons)), uuid4()
    try:
        for _ in range(MOST_TRIES):
            if _try(line.values(request_id), subjects):
                return request_id
    except Error as trouble:
        _memory.head = None
        raise NotWritten(type(trouble).__name__) from trouble
    raise NotWritten("the chain was never free")


@dataclass(frozen=True, slots=True)
class _Sealed:
    """A line as it is to be added: after what, its columns, whom it is about, and where the chain ends then."""

    before: tuple[int, str]
    values: tuple[Any, ...]
    subjects: list[UUID]
    end: tuple[int, int, str, datetime]


def _sealed(content: tuple[Any, ...], subjects: list[UUID], head: tuple[int, int, str, datetime | None]) -> _Sealed:
    shard, seq, prev, before = head
    at = now()
    if before is not None and at < before:  # a clock set back: the order of a chain is also that of its moments
        at = before
    mac = chain.seal(
        settings.LOG_KEY, shard=shard, seq=seq + 1, at=sql.stored_moment(at), content=plain(content),
        subjects=tuple(one.hex for one in subjects), prev=prev,
    )  # fmt: skip
    values = (chain.line_id(shard, seq + 1), at, shard, seq + 1, *content, prev, mac)
    return _Sealed((seq, prev), values, subjects, (shard, seq + 1, mac, at))


def _try(content: tuple[Any, ...], subjects: list[UUID]) -> bool:
    line = _sealed(content, subjects, _memory.head or _read_head())
    _memory.head = None
    if not sql.append(connection, line.before, line.values, line.subjects):
        return False
    _memory.head = line.end
    return True


class Ahead:
    """A line that the database is writing while its page is rendered; ``written`` says whether it is on disk.

    line, persons: what it says. Whatever is asked of the connection meanwhile waits for the line first.
    """

    def __init__(
        self, line: NewLine, persons: tuple[UUID, ...], end: tuple[int, int, str, datetime], sent: sql.OnItsWay
    ) -> None:
        self.line, self.persons, self._end, self._sent = line, persons, end, sent
        self._trouble: Error | None = None
        # Before the guard of the database, which begins a transaction: the connection must be free by then.
        connection.execute_wrappers.insert(0, self._first)

    def _first(self, execute: Callable[..., Any], *asked: Any) -> Any:
        self._arrive()
        return execute(*asked)

    def _arrive(self) -> None:
        if self._first not in connection.execute_wrappers:
            return
        connection.execute_wrappers.remove(self._first)
        try:
            if self._sent.arrived():
                _memory.head = self._end
        except Error as trouble:
            self._trouble = trouble

    def settle(self) -> None:
        """Wait for the line, whatever became of it."""
        self._arrive()

    def written(self) -> bool:
        """Wait for the line: False when the chain went on meanwhile. Raises NotWritten when the database refused it."""
        self._arrive()
        if self._trouble is not None:
            raise NotWritten(type(self._trouble).__name__) from self._trouble
        return self._sent.arrived()


def ahead(line: NewLine, persons: Iterable[UUID]) -> Ahead | None:
    """Let the database begin with a line, where that can be; what is None is written with ``append`` as ever."""
    head, about = _memory.head, tuple(persons)
    if head is None or not row_security.rests():
        return None
    made = _sealed(line.values(uuid4()), sorted(set(about)), head)
    try:
        sent = sql.append_ahead(connection, made.before, made.values, made.subjects)
    except Error:
        return None  # append meets the same trouble, and tells it
    if sent is None:
        return None
    _memory.head = None
    return Ahead(line, about, made.end, sent)


def _read_head() -> tuple[int, int, str, datetime | None]:
    """Where a chain ends now. Threads and processes spread over the shards by themselves."""
    shard = (os.getpid() * 5 + threading.get_native_id()) % SHARDS.get(connection.vendor, 1)
    heads = AccessHead.objects.filter(shard=shard).values_list("shard", "seq", "mac", "at")
    found = heads.first()
    if found is None:
        sql.begin_shard(connection, shard, chain.beginning(settings.LOG_KEY, shard))
        found = heads.first()
    if found is None:
        raise NotWritten("the chain has lines and no end")
    return found


def origin_of(meta: dict[str, Any]) -> str:
    """The network a request came from: the first 24 bits of an IPv4 address, 48 of an IPv6 address; "" if unknown.

    Behind ``settings.PROXIES`` proxies the address is the one that the outermost of them wrote down.
    """
    address = meta.get("REMOTE_ADDR", "")
    told = [part.strip() for part in meta.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    if settings.PROXIES and len(told) >= settings.PROXIES:
        address = told[-settings.PROXIES]
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    return str(ipaddress.ip_network(f"{found}/{24 if found.version == 4 else 48}", strict=False))


def line_of(viewer: Viewer, recorder: Recorder, *, page: str, action: str, topic: str, origin: str) -> NewLine:
    """The line for what a viewer did in a request; what the recorder says goes before what the page says.

    A client is known by the account alone: the log keeps no name of a person whose route it is.
    """
    role, topic = viewer.role, recorder.topic or topic
    purpose = PURPOSES.get(role, "") if role and topic else ""
    basis = ("oversight" if viewer.rule.oversees else BASES.get(viewer.rule.reach, "")) if topic else ""
    return NewLine(
        action=recorder.action or action, page=page, account=viewer.account or recorder.account, worker=viewer.worker,
        by_name="" if viewer.is_client else viewer.name, by_role=role or "", organisation=viewer.organisation, topic=topic,
        purpose=recorder.purpose or purpose, basis=recorder.basis or basis, consent=recorder.consent,
        emergency=recorder.emergency, reason=recorder.reason, origin=origin,
    )  # fmt: skip


def tell(viewer: Viewer, persons: Iterable[UUID], *, action: str, topic: str, page: str) -> None:
    """Say that persons were touched: to the request if there is one, else straight to the log (a command, a process).

    Raises NotWritten in the second case, so that what was done with it is undone.
    """
    if viewer.access is not None:
        viewer.access.saw(persons, action=action, topic=topic)
        return
    append(line_of(viewer, Recorder(), page=page, action=action, topic=topic, origin=""), persons)
