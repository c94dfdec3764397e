"""The raw material of a list: cells with their row numbers as in the file, and what can be said about them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date


class Formula(str):
    """The text of a spreadsheet formula, such as `=A1+B1`. It is shown and never computed."""


class CellError(str):
    """An error value that the spreadsheet program left in a cell, such as `#VERW!` or `#REF!`."""


Cell = str | int | float | bool | date | Formula | CellError | None
Progress = Callable[[int, int], None]


class Refusal(Exception):
    """The file as a whole cannot be read.

    `message_nl` says what is the matter, `mend_nl` what to do about it, `code` is for programs and tests.
    None of them repeats what is written in a cell of the file.
    """

    def __init__(self, code: str, message_nl: str, mend_nl: str) -> None:
        super().__init__(f"{message_nl} {mend_nl}")
        self.code = code
        self.message_nl = message_nl
        self.mend_nl = mend_nl


@dataclass(frozen=True)
class Note:
    """Something that was noticed while reading and that does not stop the import."""

    code: str
    text_nl: str


@dataclass(frozen=True)
class Skipped:
    """A row of the file that is not read as a person, with the reason. `row` counts as the spreadsheet does."""

    row: int
    reason_nl: str


@dataclass(frozen=True)
class Limits:
    """How large a file may be. Bytes, rows with data, filled columns; megabytes and seconds for the child process."""

    upload_bytes: int = 10 * 1024 * 1024
    rows: int = 25_000
    columns: int = 100
    zip_entries: int = 1_000
    uncompressed_bytes: int = 50 * 1024 * 1024
    ratio: int = 100
    memory_megabytes: int = 512
    processor_seconds: int = 30
    wall_seconds: int = 90
    text_characters: int = 30_000_000


@dataclass
class Grid:
    """All rows of one sheet that hold something; `numbers[i]` is the row number in the file of `rows[i]`."""

    kind: str
    rows: list[list[Cell]]
    numbers: list[int]
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    sheet: str = ""
    sheet_names: tuple[str, ...] = ()
    encoding: str = ""
    delimiter: str = ""
    notes: list[Note] = field(default_factory=list)


def column_letter(index: int) -> str:
    """The letter a spreadsheet gives to a column; `index` counts from 0 (0 → A, 26 → AA)."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def is_empty(cell: Cell) -> bool:
    """Whether there is nothing to see in the cell (nothing, or only spaces)."""
    return cell is None or (isinstance(cell, str) and not cell.strip(" \t\r\n\u00a0\u200b\ufeff"))


def shown(cell: Cell) -> str:
    """The cell as a Dutch reader would see it on paper; dates as dd-mm-jjjj."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "ja" if cell else "nee"
    if isinstance(cell, date):
        return f"{cell.day:02d}-{cell.month:02d}-{cell.year:04d}"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell)


def thousands(number: int) -> str:
    """A whole number with Dutch thousands points: 25000 → 25.000."""
    return f"{number:,}".replace(",", ".")


def too_many_rows(found: int | None, limits: Limits) -> Refusal:
    """The refusal for a list that is too long; `found` is None when counting was stopped."""
    count = f"{thousands(found)} rijen" if found else f"meer dan {thousands(limits.rows)} rijen"
    return Refusal(
        "rows",
        f"Deze lijst heeft {count}. Er kunnen {thousands(limits.rows)} rijen tegelijk in.",
        "Splits de lijst in kleinere bestanden, bijvoorbeeld per gemeente, en lees ze na elkaar in.",
    )


def too_many_columns(last: int, limits: Limits) -> Refusal:
    """The refusal for a list that is too wide; `last` is the number of the last filled column, from 1."""
    return Refusal(
        "columns",
        f"Deze lijst heeft {thousands(last)} kolommen (tot en met kolom {column_letter(last - 1)}). "
        f"Er kunnen er {limits.columns} in.",
        "Verwijder de kolommen die niet nodig zijn. Kijk ook of er ver naar rechts nog een losse aantekening staat.",
    )
