"""The files to take away: the bad rows to mend, and empty lists (templates) to fill in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import IO

from landing.exchange.caseload.faults import CheckedRow, Fault
from landing.exchange.caseload.fields import FIELDS
from landing.exchange.caseload.grid import Cell
from landing.exchange.caseload.tables import Table
from landing.exchange.caseload.writing import csv_chunks, write_workbook

ADDED = ("Rij in het bestand", "Wat is er mis", "Hoe herstel je dit")
TEMPLATE_FIELDS = tuple(field for field in FIELDS if field.by_default and field.id != "full_name")
HELP_COLUMNS = ("Kolom", "Wat staat erin", "Moet ingevuld")


def _place(fault: Fault) -> str:
    return f"{fault.heading} (kolom {fault.letter}): " if fault.letter else ""


def _rows_to_mend(rows: Iterable[CheckedRow], kept: Sequence[int]) -> Iterator[list[Cell]]:
    for row in rows:
        wrong = " | ".join(_place(fault) + fault.message_nl for fault in row.faults)
        mend = " | ".join(dict.fromkeys(fault.mend_nl for fault in row.faults))
        yield [*(row.cells[index] for index in kept), row.number, wrong, mend]


def _own_columns(table: Table) -> list[int]:
    return [index for index, heading in enumerate(table.headings) if heading not in ADDED]


def rows_to_mend_csv(table: Table, rows: Iterable[CheckedRow]) -> Iterator[bytes]:
    """The rows as they were, with what is wrong and how to mend it; the headings stay, so the mapping fits again."""
    kept = _own_columns(table)
    return csv_chunks([*(table.headings[index] for index in kept), *ADDED], _rows_to_mend(rows, kept))


def rows_to_mend_workbook(target: IO[bytes], table: Table, rows: Iterable[CheckedRow]) -> None:
    """The same as `rows_to_mend_csv`, as a workbook written to a binary stream."""
    kept = _own_columns(table)
    write_workbook(
        target, [("Herstellen", [*(table.headings[index] for index in kept), *ADDED], _rows_to_mend(rows, kept))]
    )


def template_csv() -> bytes:
    """An empty list with headings that are recognised without a question."""
    return b"".join(csv_chunks([field.label for field in TEMPLATE_FIELDS], ()))


def template_workbook(target: IO[bytes], municipalities: Sequence[str] = ()) -> None:
    """An empty list with a sheet of explanation and lists to pick from, written to a binary stream."""
    lists: list[tuple[str, list[str]]] = [("Ja of nee", ["ja", "nee", "onbekend"])]
    lists += [(field.label, list(field.choices.values())) for field in TEMPLATE_FIELDS if field.choices]
    if municipalities:
        lists.append(("Gemeenten", list(municipalities)))
    longest = max(len(words) for _, words in lists)
    choice_rows = [[words[i] if i < len(words) else None for _, words in lists] for i in range(longest)]
    help_rows = [[field.label, field.help, "ja" if field.required else "nee"] for field in TEMPLATE_FIELDS]
    write_workbook(
        target,
        [
            ("Lijst", [field.label for field in TEMPLATE_FIELDS], ()),
            ("Uitleg", HELP_COLUMNS, help_rows),
            ("Keuzes", [name for name, _ in lists], choice_rows),
        ],
        _picks(lists),
    )


def _picks(lists: list[tuple[str, list[str]]]) -> list[tuple[str, int, str]]:
    picks = []
    for number, field in enumerate(TEMPLATE_FIELDS, start=1):
        wanted = {"yes_no": "Ja of nee", "municipality": "Gemeenten", "choice": field.label}.get(field.kind)
        for column, (name, words) in enumerate(lists):
            if name == wanted:
                letter = chr(65 + column)
                picks.append(("Lijst", number, f"Keuzes!${letter}$2:${letter}${len(words) + 1}"))
    return picks
