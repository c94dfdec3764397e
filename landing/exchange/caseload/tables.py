"""Opening a caseload list safely: bytes or a path → a table with headings and rows, or a kind refusal."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from landing.exchange.caseload import headings as heading_rows
from landing.exchange.caseload.csv_text import read_csv
from landing.exchange.caseload.grid import (
    Cell,
    CellError,
    Formula,
    Grid,
    Limits,
    Note,
    Refusal,
    Skipped,
    column_letter,
    shown,
    thousands,
    too_many_rows,
)
from landing.exchange.caseload.workbook import SAVE_AS, read_workbook

__all__ = [
    "Cell",
    "CellError",
    "Formula",
    "Limits",
    "Note",
    "Refusal",
    "Skipped",
    "Table",
    "column_letter",
    "open_table",
]

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OTHER_KINDS = (
    (b"%PDF", "een PDF"),
    (b"\x89PNG", "een plaatje"),
    (b"\xff\xd8\xff", "een foto"),
    (b"GIF8", "een plaatje"),
    (b"{\\rtf", "een tekstdocument (RTF)"),
    (b"\x1f\x8b", "een ingepakt bestand"),
    (b"Rar!", "een ingepakt bestand"),
    (b"7z\xbc\xaf", "een ingepakt bestand"),
    (b"MZ\x90\x00", "een programma"),
    (b"\x7fELF", "een programma"),
    (b"SQLite format 3", "een database"),
)
SHOWN_TOP_ROWS = 15


@dataclass
class Table:
    """A list that was read: headings, rows of equal length, and where everything stood in the file.

    `row_numbers[i]` is the row in the file of `rows[i]`; `overflow` holds row number → number of cells beyond the
    last heading (a separator inside a text); `top` shows the first rows as they are, to choose another heading row.
    """

    kind: str
    headings: tuple[str, ...]
    rows: list[list[Cell]]
    row_numbers: list[int]
    heading_row_numbers: tuple[int, ...]
    sheet: str = ""
    sheet_names: tuple[str, ...] = ()
    encoding: str = ""
    delimiter: str = ""
    notes: list[Note] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    overflow: dict[int, int] = field(default_factory=dict)
    top: list[tuple[int, list[str]]] = field(default_factory=list)

    @property
    def first_data_row_number(self) -> int:
        """The row in the file of the first person; the row after the headings when there is nobody."""
        return self.row_numbers[0] if self.row_numbers else self.heading_row_numbers[-1] + 1

    def column(self, heading: str) -> list[Cell]:
        """All cells under a heading. Raises ValueError when there is no such heading."""
        index = self.headings.index(heading)
        return [row[index] for row in self.rows]


def open_table(
    source: bytes | Path,
    *,
    sheet: str | None = None,
    heading_row: int | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    limits: Limits | None = None,
) -> Table:
    """Read a caseload list. What it is, is seen from its contents, not from its name.

    `heading_row` is the row number in the file with the headings (found by itself when None). Raises `Refusal`.
    """
    limits = limits or Limits()
    grid = _read(_bytes_of(source, limits), limits, sheet, encoding, delimiter)
    if not grid.rows:
        raise Refusal(
            "empty",
            "Er staat niets op dit blad." if grid.kind == "xlsx" else "Dit bestand is leeg.",
            "Kies het bestand of het blad met de lijst.",
        )
    return _tabulate(grid, heading_row, limits)


def _bytes_of(source: bytes | Path, limits: Limits) -> bytes:
    size = len(source) if isinstance(source, bytes) else source.stat().st_size
    if size > limits.upload_bytes:
        raise Refusal(
            "size",
            f"Dit bestand is {size / 1024 / 1024:.1f} MB. Er kan {limits.upload_bytes // (1024 * 1024)} MB in.".replace(
                ".", ",", 1
            ),
            "Haal plaatjes en lege opgemaakte rijen weg, of splits de lijst in kleinere bestanden.",
        )
    return source if isinstance(source, bytes) else source.read_bytes()


def _read(data: bytes, limits: Limits, sheet: str | None, encoding: str | None, delimiter: str | None) -> Grid:
    if not data:
        raise Refusal("empty", "Dit bestand is leeg.", "Kies het bestand met de lijst.")
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return read_workbook(data, limits, sheet)
    if data.startswith(OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise Refusal(
                "password",
                "Dit bestand is beveiligd met een wachtwoord. We kunnen het niet lezen.",
                "Haal in Excel het wachtwoord weg (Bestand, Info, Werkmap beveiligen) en sla opnieuw op.",
            )
        raise Refusal("xls", "Dit is een oud Excel-bestand (.xls). Dat kunnen we niet lezen.", SAVE_AS)
    for start, name in OTHER_KINDS:
        if data.startswith(start):
            raise Refusal("kind", f"Dit is {name} en geen lijst.", "Kies een CSV-bestand of een Excel-werkmap (.xlsx).")
    opening = data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if opening.startswith((b"<!doctype html", b"<html", b"<table", b"<?xml", b"<meta")):
        raise Refusal("markup", "Dit bestand heet misschien .xls of .csv, maar het is een webpagina of XML.", SAVE_AS)
    return read_csv(data, limits, encoding, delimiter)


def _heading_index(grid: Grid, heading_row: int | None) -> int:
    if heading_row is None:
        return heading_rows.find_heading_index(grid)
    if heading_row not in grid.numbers:
        raise Refusal(
            "headings",
            f"Rij {heading_row} is leeg. Daar kunnen geen kolomkoppen staan.",
            "Kies een rij waarin boven elke kolom staat wat erin staat.",
        )
    return grid.numbers.index(heading_row)


def _tabulate(grid: Grid, heading_row: int | None, limits: Limits) -> Table:
    heading = _heading_index(grid, heading_row)
    above = heading_rows.group_index(grid, heading)
    own = [grid.rows[heading]] + ([grid.rows[above]] if above is not None else [])
    joined = heading_rows.join_headings(grid, heading, above)
    first_number = grid.numbers[heading] + 1
    top = [
        (number, [shown(cell) for cell in row])
        for number, row in list(zip(grid.numbers, grid.rows, strict=True))[:SHOWN_TOP_ROWS]
    ]
    merged = heading_rows.fill_merged(grid, first_number) if grid.merges else 0
    # A CSV row that is wider than its headings was cut wrongly; in a workbook it is a column without a heading.
    data_width = max((len(row) for row in grid.rows[heading + 1 :]), default=0)
    width = len(joined) if grid.kind == "csv" else max(len(joined), data_width)
    table = Table(
        grid.kind,
        heading_rows.unique_headings(joined, width),
        [],
        [],
        tuple(grid.numbers[i] for i in ((above, heading) if above is not None else (heading,))),
        grid.sheet,
        grid.sheet_names,
        grid.encoding,
        grid.delimiter,
        list(grid.notes),
        top=top,
    )
    table.skipped = [
        Skipped(number, "Deze rij staat boven de kolomkoppen.")
        for number in grid.numbers[: above if above is not None else heading]
    ] + heading_rows.gaps(grid.numbers, first_number)
    for number, row in zip(grid.numbers[heading + 1 :], grid.rows[heading + 1 :], strict=True):
        _take(table, number, row, tuple(own), width)
    table.skipped.sort(key=lambda skipped: skipped.row)
    if len(table.rows) > limits.rows:
        raise too_many_rows(len(table.rows), limits)
    _add_notes(table, merged)
    return table


def _take(table: Table, number: int, row: list[Cell], own: tuple[list[Cell], ...], width: int) -> None:
    reason = heading_rows.reason_to_skip(row, own, width)
    if reason:
        table.skipped.append(Skipped(number, reason))
        return
    if len(row) > width:
        table.overflow[number] = len(row) - width
    table.rows.append(row + [None] * (width - len(row)))
    table.row_numbers.append(number)


def _add_notes(table: Table, merged: int) -> None:
    if len(table.heading_row_numbers) == 2:
        first, second = table.heading_row_numbers
        table.notes.append(
            Note(
                "two_headings",
                f"De koppen staan in twee rijen ({first} en {second}). "
                "Ze zijn samengevoegd, met een dubbele punt ertussen.",
            )
        )
    if merged:
        table.notes.append(
            Note(
                "merged",
                f"Er zijn {merged} samengevoegde blokken cellen. De waarde geldt nu voor elke rij van zo’n blok.",
            )
        )
    left_out = [s for s in table.skipped if s.row > table.heading_row_numbers[-1]]
    if left_out:
        table.notes.append(
            Note(
                "skipped",
                f"{thousands(len(left_out))} rijen zijn overgeslagen, zoals lege rijen en totalen. "
                "De lijst hieronder zegt welke en waarom.",
            )
        )
    if not table.rows:
        table.notes.append(Note("nobody", "Onder de koppen staat niemand."))
