"""The one writer for cells that leave the system: no cell may become a formula (security.md D14, T28)."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import IO

from landing.exchange.caseload.grid import Cell, shown

DANGEROUS = frozenset("=+-@|%\t\r\n＝＋－＠｜％")
LARGEST_CELL = 32_767  # what a cell of a spreadsheet can hold
# Spreadsheets skip these before they look for a formula: spaces of every kind, control characters, byte order marks.
SKIPPED_FIRST = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x20\x7f-\xa0\u00ad\u1680\u2000-\u200f\u2028-\u202f\u205f-\u2064\u3000\ufeff\ufffd'\"]*"
)
ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
GUARD = "'"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CHUNK_ROWS = 500


def is_dangerous(text: str) -> bool:
    """Whether a spreadsheet could read the text as a formula, also after spaces, quotes or a byte order mark."""
    if not text:
        return False
    start = SKIPPED_FIRST.match(text)
    at = start.end() if start else 0
    return text[0] in "\t\r\n" or (at < len(text) and text[at] in DANGEROUS)


def guarded(text: str) -> str:
    """The text for a CSV cell: an apostrophe in front when it could be a formula, otherwise unchanged."""
    return GUARD + text if is_dangerous(text) else text


def unguarded(text: str) -> str:
    """The opposite of `guarded`, so that a file we wrote reads back as it was. 't Veen keeps its apostrophe."""
    return text[1:] if text[0] == GUARD and is_dangerous(text[1:]) else text


def _text(value: Cell) -> str:
    return ILLEGAL.sub("\ufffd", shown(value))


def csv_chunks(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """A CSV file in pieces: UTF-8 with byte order mark, semicolons, CRLF: opens well in a Dutch spreadsheet program."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    buffer.write("\ufeff")
    writer.writerow([guarded(_text(name)) for name in headings])
    for count, row in enumerate(rows, start=1):
        writer.writerow([guarded(_text(value)) if not _is_number(value) else _number(value) for value in row])
        if count % CHUNK_ROWS == 0:
            yield buffer.getvalue().encode("utf-8")
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode("utf-8")


def _is_number(value: Cell) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _number(value: Cell) -> str:
    return shown(value).replace(".", ",")


def write_workbook(
    target: IO[bytes],
    sheets: Sequence[tuple[str, Sequence[str], Iterable[Sequence[Cell]]]],
    choices: Sequence[tuple[str, int, str]] = (),
) -> None:
    """Write sheets (title, headings, rows) to a binary stream, row by row; text stays text, dates stay dates.

    `choices` gives lists to pick from: (title of the sheet, column number from 1, range such as "Keuzes!$A$2:$A$9").
    """
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    book = Workbook(write_only=True)
    for title, headings, rows in sheets:
        sheet = book.create_sheet(title)
        sheet.freeze_panes = "A2"
        for number, name in enumerate(headings, start=1):
            sheet.column_dimensions[get_column_letter(number)].width = min(60, max(14, len(name) + 4))
        sheet.append([_workbook_cell(sheet, name, Font(bold=True)) for name in headings])
        for row in rows:
            sheet.append([_workbook_cell(sheet, value) for value in row])
        for wanted, column, cells in choices:
            if wanted == title:
                letter = get_column_letter(column)
                rule = DataValidation(type="list", formula1=f"={cells}", allow_blank=True, showErrorMessage=False)
                rule.add(f"{letter}2:{letter}20000")
                sheet.data_validations.append(rule)
    book.save(target)


def _workbook_cell(sheet: object, value: Cell, font: object = None) -> object:
    from openpyxl.cell import WriteOnlyCell

    if isinstance(value, date):
        cell = WriteOnlyCell(sheet, value=value)
        cell.number_format = "dd-mm-yyyy"
        return cell
    if value is None or _is_number(value):
        return WriteOnlyCell(sheet, value=value)
    text = _text(value)
    cell = WriteOnlyCell(sheet, value="")
    cell._value = text if len(text) <= LARGEST_CELL else text[: LARGEST_CELL - 1] + "…"
    cell.data_type = "s"  # the library makes a formula of a leading "=" unless told that it is text
    if is_dangerous(text):
        cell.quotePrefix = True  # stays text when somebody edits the cell
    if font is not None:
        cell.font = font
    return cell
