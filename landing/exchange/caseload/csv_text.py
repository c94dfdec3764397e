"""Reading a CSV file: which letters, which separator, which rows."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from itertools import islice

from landing.exchange.caseload.grid import Cell, Grid, Limits, Note, Refusal, is_empty, too_many_columns, too_many_rows
from landing.exchange.caseload.writing import unguarded

ENCODING_NAMES = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8 met BOM",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "cp1252": "Windows-1252",
    "cp850": "MS-DOS (CP850)",
}
DELIMITER_NAMES = {";": "puntkomma", ",": "komma", "\t": "tab", "|": "verticale streep"}
CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")
# Letters with an accent as CP850 writes them, read as if they were Windows-1252: é ë è ü ö ï between two letters.
DOS_BETWEEN_LETTERS = re.compile(r"[a-z][\x81\x82\x84\x88\x89\x8a\x8b\x94][a-z]", re.IGNORECASE)
WINDOWS_LETTERS = re.compile(r"[À-ÖØ-öø-ÿ]")
LARGEST_CELL = 100_000


def _binary() -> Refusal:
    return Refusal(
        "binary",
        "Dit bestand is geen tekst en ook geen Excel-werkmap. Er is niets ingelezen.",
        "Open het in Excel of LibreOffice en kies Opslaan als: CSV UTF-8 of Excel-werkmap (.xlsx).",
    )


def _guess(data: bytes) -> str:
    """The Python name of the encoding: byte order mark first, then strict UTF-8, then a Windows code page."""
    if data.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    sample = data[:4000]
    if len(sample) >= 8:
        half = len(sample) // 2
        if sample[1::2].count(0) > 0.7 * half and sample[0::2].count(0) < 0.1 * half:
            return "utf-16-le"
        if sample[0::2].count(0) > 0.7 * half and sample[1::2].count(0) < 0.1 * half:
            return "utf-16-be"
    try:
        data.decode("utf-8")
        return "utf-8"
    except UnicodeDecodeError:
        text = data.decode("latin-1")
        dos = len(DOS_BETWEEN_LETTERS.findall(text))
        return "cp850" if dos > len(WINDOWS_LETTERS.findall(text)) else "cp1252"


def _decoded(data: bytes, encoding: str) -> str:
    """The text; a byte that has no letter in this encoding becomes U+FFFD, which the check of names reports."""
    try:
        return data.decode(encoding, errors="replace")
    except LookupError:
        raise Refusal(
            "encoding",
            f"De tekenset {encoding} kennen we niet.",
            "Kies UTF-8, UTF-16 of Windows-1252.",
        ) from None


def _read_letters(data: bytes, encoding: str | None, notes: list[Note]) -> tuple[str, str]:
    chosen = encoding or _guess(data)
    text = _decoded(data, chosen).removeprefix("\ufeff")
    sample = text[:200_000]
    controls = len(CONTROL.findall(sample))
    if controls > max(3, len(sample) // 200):
        raise _binary()
    if controls or CONTROL.search(text):
        text, removed = CONTROL.subn("", text)
        notes.append(Note("control", f"Er stonden {removed} onzichtbare tekens in het bestand. Die zijn weggelaten."))
    name = ENCODING_NAMES.get(chosen, chosen)
    if chosen in ("cp1252", "cp850") and encoding is None:
        notes.append(
            Note(
                "encoding",
                f"Het bestand is gelezen als {name}. Deze tekenset mist letters zoals ł, ğ en ş: daar staat dan een "
                "vraagteken. Beter is opslaan als ‘CSV UTF-8’.",
            )
        )
    elif chosen.startswith("utf-16"):
        notes.append(Note("encoding", "Het bestand is gelezen als UTF-16."))
    return text, chosen


def _guess_delimiter(text: str) -> str:
    """The separator that cuts the first rows into the most equal number of cells; quotes are respected."""
    best, best_score = ";", (0.0, 0)
    sample = text[:60_000]
    for delimiter in DELIMITER_NAMES:
        try:
            widths = [len(r) for r in islice(csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter), 200)]
        except csv.Error:
            continue
        many = Counter(width for width in widths if width > 1)
        if not many:
            continue
        width, times = many.most_common(1)[0]
        score = (round(times / sum(1 for w in widths if w), 2), width)
        # A few odd rows must not make a narrow cut win from a wide one: weigh share and width together.
        if score[0] * min(score[1], 12) > best_score[0] * min(best_score[1], 12):
            best, best_score = delimiter, score
    return best


def _records(text: str, delimiter: str, limits: Limits) -> list[list[str]]:
    """All records, the empty ones too, so that the row numbers stay those of the file."""
    csv.field_size_limit(LARGEST_CELL)
    for strict in (True, False):
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict)
        records: list[list[str]] = []
        filled = 0
        try:
            for record in reader:
                records.append(record)
                filled += any(record)
                if filled > limits.rows + 100:
                    raise too_many_rows(sum(1 for more in reader if any(more)) + filled - 1, limits)
        except csv.Error:
            number = len(records) + 1
            if not strict:
                raise _open_quote(number) from None
            continue
        if not strict and any("\n" in cell or "\r" in cell for record in records for cell in record):
            raise _open_quote(number)
        return records
    return []


def _open_quote(number: int) -> Refusal:
    return Refusal(
        "quote",
        f'In rij {number} staat een aanhalingsteken (") dat niet goed sluit. '
        "Daardoor is niet zeker waar een cel begint en eindigt.",
        f"Zet in rij {number} het aanhalingsteken aan beide kanten van de tekst, of haal het weg. "
        "Opnieuw opslaan vanuit Excel lost het meestal op.",
    )


def read_csv(data: bytes, limits: Limits, encoding: str | None = None, delimiter: str | None = None) -> Grid:
    """Read a CSV file into a grid; raises `Refusal` with what to do when it cannot be read safely."""
    notes: list[Note] = []
    text, used_encoding = _read_letters(data, encoding, notes)
    told = re.match(r"\s*sep=(.)\r?\n", text, re.IGNORECASE)
    if told:
        text = text[told.end() :]  # a line for Excel only: Excel does not count it as a row either
        delimiter = delimiter or told.group(1)
    if not text.strip():
        raise Refusal("empty", "Dit bestand is leeg.", "Kies het bestand met de lijst.")
    used_delimiter = delimiter or _guess_delimiter(text)
    rows: list[list[Cell]] = []
    numbers: list[int] = []
    widest = 0
    for number, record in enumerate(_records(text, used_delimiter, limits), start=1):
        cells: list[Cell] = [unguarded(cell) if cell else None for cell in record]
        while cells and is_empty(cells[-1]):
            cells.pop()
        if cells:
            rows.append(cells)
            numbers.append(number)
            widest = max(widest, len(cells))
    if widest > limits.columns:
        raise too_many_columns(widest, limits)
    return Grid(
        "csv",
        rows,
        numbers,
        encoding=ENCODING_NAMES.get(used_encoding, used_encoding),
        delimiter=DELIMITER_NAMES.get(used_delimiter, used_delimiter),
        notes=notes,
    )
