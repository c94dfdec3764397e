"""The register of deletions: who was erased, when and why, outside the database, so that a restored backup forgets too.

One line of JSON a batch of one person, only ever added to. It names the person by the key that means nothing once the
record is gone, and holds nothing of what stood in it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from uuid import UUID

from django.conf import settings


class Unreadable(Exception):
    """A line of the register is not understood; ``str()`` says which one."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One erasure. person: the key; keys: that and of the records joined into it; kinds: {table: rows}; at: UTC."""

    batch: str
    at: str
    person: str
    keys: tuple[str, ...]
    why: str
    law: str
    kinds: Mapping[str, int]
    by: str


def file() -> Path:
    """Where the register stands."""
    return Path(settings.ERASURE_REGISTER) / "erasures.jsonl"


def write(entry: Entry) -> None:
    """Add one line and wait until the disk has it; it stands there before anything is erased."""
    path = file()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    line = json.dumps(asdict(entry), ensure_ascii=False, separators=(",", ":")) + "\n"
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(handle, line.encode())
        os.fsync(handle)
    finally:
        os.close(handle)


def entries() -> list[Entry]:
    """Every line, the oldest first. Raises Unreadable: a register that cannot be read must not be passed over."""
    if not file().exists():
        return []
    found = []
    for number, line in enumerate(file().read_text().splitlines(), 1):
        try:
            said = json.loads(line)
            UUID(said["person"])
            found.append(Entry(**(said | {"keys": tuple(said["keys"])})))
        except (ValueError, KeyError, TypeError):
            raise Unreadable(f"line {number} of {file()} is not understood") from None
    return found


def begin_anew() -> None:
    """Throw the register away: only where all persons are invented and are made again with the same keys (the demo)."""
    file().unlink(missing_ok=True)
