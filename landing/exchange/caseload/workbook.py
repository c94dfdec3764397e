"""Reading an XLSX workbook: the zip is judged before anything is parsed, and the parsing is done in a limited child."""

from __future__ import annotations

import io
import json
import struct
import subprocess
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path

from landing.exchange.caseload.grid import (
    Cell,
    CellError,
    Formula,
    Grid,
    Limits,
    Note,
    Refusal,
    too_many_columns,
    too_many_rows,
)

CHILD = Path(__file__).with_name("workbook_child.py")
UNREADABLE = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, RuntimeError)
PACKED_AS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # all that a workbook uses
SMALL_ENTRY = 64 * 1024
SAVE_AS = "Open het bestand in Excel of LibreOffice en kies Opslaan als: Excel-werkmap (.xlsx)."


def _refuse(code: str, message: str, mend: str = SAVE_AS) -> Refusal:
    return Refusal(code, message, mend)


def _judge_entries(entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(entries) > limits.zip_entries:
        raise _refuse("entries", f"In dit bestand zitten {len(entries)} onderdelen. Dat is geen gewone lijst.")
    total = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if total > limits.uncompressed_bytes:
        raise _refuse(
            "uncompressed",
            f"Uitgepakt is dit bestand {total // (1024 * 1024)} MB. "
            f"Er kan {limits.uncompressed_bytes // (1024 * 1024)} MB in.",
            "Bewaar alleen het blad met de lijst, of splits de lijst. Plaatjes en lege opgemaakte rijen kosten ruimte.",
        )
    stretched = any(
        entry.file_size > SMALL_ENTRY and entry.file_size > limits.ratio * max(entry.compress_size, 1)
        for entry in entries
    )
    if stretched or (total > SMALL_ENTRY and total > limits.ratio * max(packed, 1)):
        raise _refuse(
            "ratio",
            "Dit bestand wordt bij het uitpakken meer dan honderd keer zo groot. Dat is niet veilig om te openen.",
            "Kopieer de lijst naar een nieuwe, lege werkmap en sla die op als .xlsx.",
        )
    for entry in entries:
        name = entry.filename.replace("\\", "/")
        if name.startswith("/") or ".." in name.split("/") or ":" in name:
            raise _refuse("names", "In dit bestand staan onderdelen met een pad dat niet klopt. We openen het niet.")
        if entry.flag_bits & 0x1:
            raise _password()
        if entry.compress_type not in PACKED_AS:
            raise _damaged()


def _password() -> Refusal:
    return _refuse(
        "password",
        "Dit bestand is beveiligd met een wachtwoord. We kunnen het niet lezen.",
        "Haal in Excel het wachtwoord weg (Bestand, Info, Werkmap beveiligen) en sla het bestand opnieuw op.",
    )


def judge_zip(data: bytes, limits: Limits) -> list[Note]:
    """Look at the list of contents of the zip, without unpacking a cell. Raises `Refusal`; returns notes."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            _judge_entries(entries, limits)
            names = {entry.filename.lower() for entry in entries}
            if "xl/workbook.xml" not in names:
                raise _other_package(names)
            _judge_documents(archive, entries)
    except UNREADABLE as trouble:
        raise _damaged() from trouble
    if any("vbaproject" in name or name.startswith("xl/macrosheets/") for name in names):
        raise _refuse(
            "macros",
            "In dit bestand zitten macro’s. Uit veiligheid openen we het niet.",
            "Sla het in Excel op als gewone Excel-werkmap (.xlsx), zonder macro’s. De lijst blijft gelijk.",
        )
    if any(name.startswith("xl/externallinks/") for name in names):
        return [Note("links", "De lijst verwijst naar andere bestanden. Die verwijzingen volgen we niet.")]
    return []


def _judge_documents(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    """No part may bring a document type (entities that grow). The sizes were judged before, so reading is bounded."""
    for entry in entries:
        if entry.filename.lower().endswith((".xml", ".rels")):
            with archive.open(entry) as source:
                rest = b""
                while block := source.read(1 << 20):
                    block = (rest + block).replace(b"\0", b"")
                    if b"<!DOCTYPE" in block or b"<!ENTITY" in block:
                        raise _refuse(
                            "entities",
                            "Dit bestand bevat onderdelen die een gewone werkmap niet heeft. We openen het niet.",
                        )
                    rest = block[-16:]


def _other_package(names: set[str]) -> Refusal:
    if "xl/workbook.bin" in names:
        return _refuse("xlsb", "Dit is een binaire Excel-werkmap (.xlsb). Die kunnen we niet lezen.")
    if "mimetype" in names and "content.xml" in names:
        return _refuse("ods", "Dit is een LibreOffice-bestand (.ods). Dat kunnen we niet lezen.")
    if "word/document.xml" in names:
        return _refuse(
            "word",
            "Dit is een Word-document. De lijst moet in een tabel van Excel of in een CSV staan.",
            "Kopieer de tabel naar een lege Excel-werkmap en sla die op als .xlsx.",
        )
    return _refuse(
        "zip",
        "Dit is een zip-bestand en geen Excel-werkmap.",
        "Pak het zip-bestand eerst uit. Kies daarna het bestand met de lijst.",
    )


def _damaged() -> Refusal:
    return _refuse(
        "damaged",
        "Dit bestand is beschadigd of niet compleet. Er is niets ingelezen.",
        "Open het in Excel, laat het herstellen en sla het opnieuw op. Lukt dat niet? Maak de export opnieuw.",
    )


def _too_heavy() -> Refusal:
    return _refuse(
        "heavy",
        "Dit bestand kost te veel geheugen of tijd om te openen. We zijn gestopt; er is niets ingelezen.",
        "Kopieer alleen de lijst (waarden, zonder opmaak) naar een nieuwe werkmap, of sla haar op als CSV UTF-8.",
    )


def _cell(raw: object) -> Cell:
    if isinstance(raw, dict):
        if "d" in raw:
            return date.fromisoformat(raw["d"])
        return Formula(raw["f"]) if "f" in raw else CellError(raw["e"])
    return raw  # type: ignore[return-value]


def _trouble(message: dict[str, object], sheet: str, limits: Limits) -> Refusal:
    code = message["error"]
    if code == "rows":
        return too_many_rows(None, limits)
    if code == "columns":
        return too_many_columns(int(str(message["found"])), limits)
    if code == "sheet":
        names = ", ".join(str(name) for name in message["sheets"]) if isinstance(message["sheets"], list) else ""
        return _refuse("sheet", f"Het blad ‘{sheet}’ staat niet in dit bestand.", f"Kies een van deze bladen: {names}.")
    return _too_heavy() if code in ("memory", "text") else _damaged()


def _lines(path: str, sheet: str | None, limits: Limits) -> Iterator[object]:
    """The JSON lines of the child. Standard error is thrown away: it could hold what is written in a cell."""
    # The program and the script are ours, the file name is made here, and there is no shell.
    command = [
        sys.executable,
        "-I",
        "-W",
        "ignore",
        str(CHILD),
        path,
        (sheet or "").replace("\0", ""),
        json.dumps(asdict(limits)),
    ]
    try:
        done = subprocess.run(  # noqa: S603  (our own child, no shell; the file name is ours)
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=limits.wall_seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as trouble:
        raise _too_heavy() from trouble
    if done.returncode != 0:
        raise _too_heavy()
    for line in done.stdout.splitlines():
        yield json.loads(line)


def _head_notes(head: dict[str, object], tail: dict[str, object]) -> Iterator[Note]:
    names = [str(name) for name in head["sheets"]] if isinstance(head["sheets"], list) else []
    if len(names) > 1:
        yield Note(
            "sheets",
            f"Het bestand heeft {len(names)} bladen: {', '.join(names)}. Gelezen is ‘{head['sheet']}’. "
            "Staat de lijst op een ander blad? Kies dat blad.",
        )
    if not head["limited"]:
        yield Note(
            "unlimited",
            "Op dit systeem kunnen we geheugen en tijd bij het openen niet begrenzen. "
            "Open alleen bestanden van wie je kent.",
        )
    if tail["hidden_rows"]:
        yield Note(
            "hidden_rows",
            f"Er zijn {tail['hidden_rows']} verborgen rijen (bijvoorbeeld door een filter). Die lezen we ook.",
        )
    if tail["hidden_columns"]:
        yield Note("hidden_columns", "Er zijn verborgen kolommen. Die staan ook in het overzicht.")


def read_workbook(data: bytes, limits: Limits, sheet: str | None = None) -> Grid:
    """Read one sheet of a workbook into a grid; raises `Refusal` with what to do when it cannot be read safely."""
    notes = judge_zip(data, limits)
    head: dict[str, object] = {}
    tail: dict[str, object] = {}
    rows: list[list[Cell]] = []
    numbers: list[int] = []
    with tempfile.TemporaryDirectory(prefix="caseload") as folder:
        path = Path(folder) / "list.xlsx"
        path.write_bytes(data)
        for message in _lines(str(path), sheet, limits):
            if isinstance(message, list):
                numbers.append(message[0])
                rows.append([_cell(raw) for raw in message[1]])
            elif isinstance(message, dict) and "error" in message:
                raise _trouble(message, sheet or "", limits)
            elif isinstance(message, dict) and "merges" in message:
                tail = message
            elif isinstance(message, dict):
                head = message
    if not head or not tail:
        raise _damaged()
    notes.extend(_head_notes(head, tail))
    merges = [tuple(merge) for merge in tail["merges"]] if isinstance(tail["merges"], list) else []
    names = tuple(head["sheets"]) if isinstance(head["sheets"], list) else ()
    return Grid("xlsx", rows, numbers, merges=merges, sheet=str(head["sheet"]), sheet_names=names, notes=notes)
