"""What is kept of an import outside the database: the file, the table, the faults and how far the work is.

Everything stands in one folder per run that only the product's own user may read, and is gone with `forget`.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from landing.exchange.caseload.checking import CheckResult
from landing.exchange.caseload.faults import Fault
from landing.exchange.caseload.grid import Cell, CellError, Formula, Note, Skipped
from landing.exchange.caseload.tables import Table

MOST_FAULTS = 5_000  # more than anybody reads on a page; the file to mend has them all
SILENT_SECONDS = 30


def root() -> Path:
    """Where the folders of all runs stand."""
    return Path(settings.VAR) / "imports"


def folder(run: UUID) -> Path:
    """The folder of one run."""
    return root() / run.hex


def keep_upload(run: UUID, chunks: Iterator[bytes]) -> None:
    """Write the file as it came, readable for the product only."""
    root().mkdir(mode=0o700, parents=True, exist_ok=True)
    folder(run).mkdir(mode=0o700)
    with _open(folder(run) / "list") as target:
        for chunk in chunks:
            target.write(chunk)


def upload(run: UUID) -> Path:
    """The file as it came. Raises FileNotFoundError when it was thrown away."""
    path = folder(run) / "list"
    if not path.exists():
        raise FileNotFoundError(run)
    return path


def is_kept(run: UUID) -> bool:
    """Whether the file is still there."""
    return (folder(run) / "list").exists()


def forget(run: UUID) -> None:
    """Throw away everything of a run."""
    shutil.rmtree(folder(run), ignore_errors=True)


def forget_old(seconds: float) -> list[UUID]:
    """Throw away the folders that are older; returns their runs."""
    gone = []
    for path in root().iterdir() if root().is_dir() else ():
        try:
            run = UUID(hex=path.name)
            old = _age(path) > seconds
        except (ValueError, FileNotFoundError):
            continue
        if old:
            forget(run)
            gone.append(run)
    return gone


def keep_table(run: UUID, table: Table) -> None:
    """Keep what was read from the file, so that a workbook is parsed once."""
    plain = {name: value for name, value in vars(table).items() if name not in {"rows", "notes", "skipped"}}
    plain["rows"] = [[_plain(cell) for cell in row] for row in table.rows]
    plain["notes"] = [[note.code, note.text_nl] for note in table.notes]
    plain["skipped"] = [[skipped.row, skipped.reason_nl] for skipped in table.skipped]
    _write(folder(run) / "table.json", plain)


def table(run: UUID) -> Table:
    """The table of a run. Raises FileNotFoundError when it was thrown away."""
    plain = _read(folder(run) / "table.json")
    return Table(
        plain["kind"],
        tuple(plain["headings"]),
        [[_cell(cell) for cell in row] for row in plain["rows"]],
        plain["row_numbers"],
        tuple(plain["heading_row_numbers"]),
        plain["sheet"],
        tuple(plain["sheet_names"]),
        plain["encoding"],
        plain["delimiter"],
        [Note(*note) for note in plain["notes"]],
        [Skipped(*skipped) for skipped in plain["skipped"]],
        {int(row): count for row, count in plain["overflow"].items()},
        [(row, cells) for row, cells in plain["top"]],
    )


def keep_check(run: UUID, result: CheckResult) -> None:
    """Keep the faults and remarks for the pages."""
    faults = [asdict(fault) for fault in result.faults[:MOST_FAULTS]]
    _write(folder(run) / "check.json", {"faults": faults, "remarks": result.remarks_nl})


def check(run: UUID) -> tuple[list[Fault], list[str]]:
    """The faults (at most MOST_FAULTS) and the remarks of a run. Raises FileNotFoundError when thrown away."""
    plain = _read(folder(run) / "check.json")
    return [Fault(**fault) for fault in plain["faults"]], plain["remarks"]


def keep_progress(run: UUID, phase: str, done: int, total: int) -> None:
    """Say how far the work is; also the sign that somebody is still working."""
    if folder(run).is_dir():
        _write(folder(run) / "progress.json", {"phase": phase, "done": done, "total": total, "pid": os.getpid()})


def progress(run: UUID) -> dict[str, Any]:
    """How far the work is: phase, done, total, and ``silent``: seconds since the last sign of life (None: no sign yet)."""
    path = folder(run) / "progress.json"
    try:
        return _read(path) | {"silent": _age(path)}
    except (FileNotFoundError, ValueError):
        return {"phase": "", "done": 0, "total": 0, "silent": None}


def _age(path: Path) -> float:
    """Seconds since something was written there."""
    return timezone.now().timestamp() - path.stat().st_mtime


def _open(path: Path) -> Any:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")


def _write(path: Path, plain: Any) -> None:
    """Whole or not at all: a reader never sees half a file."""
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    with _open(beside) as target:
        target.write(json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode())
    beside.replace(path)


def _read(path: Path) -> Any:
    return json.loads(path.read_bytes())


def _plain(cell: Cell) -> Any:
    if isinstance(cell, date):
        return {"d": cell.isoformat()}
    if isinstance(cell, Formula):
        return {"f": str(cell)}
    if isinstance(cell, CellError):
        return {"e": str(cell)}
    return cell


def _cell(plain: Any) -> Cell:
    if isinstance(plain, dict):
        kind, text = next(iter(plain.items()))
        return {"d": date.fromisoformat, "f": Formula, "e": CellError}[kind](text)  # type: ignore[operator,no-any-return]
    return plain  # type: ignore[no-any-return]
