"""Looking at every row of a table with a mapping: values to write, and every fault at its row and column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from landing.exchange.caseload.faults import CheckedRow, Fault
from landing.exchange.caseload.fields import BY_ID
from landing.exchange.caseload.grid import Cell, Formula, Progress, column_letter, is_empty
from landing.exchange.caseload.mapping import columns_of, faults_of, words_of
from landing.exchange.caseload.places import Known
from landing.exchange.caseload.reading import FORMULA_STARTS, read_cell
from landing.exchange.caseload.repeats import find_repeats
from landing.exchange.caseload.row_checks import (
    Column,
    Columns,
    add_error,
    add_fault,
    check_name,
    check_order,
    check_recognition,
    split_whole_name,
)
from landing.exchange.caseload.tables import Table
from landing.exchange.caseload.trouble import Reading

PROGRESS_EVERY = 500


class UnfitMapping(ValueError):
    """The mapping cannot be used; `faults_nl` says what must change."""

    def __init__(self, faults_nl: list[str]) -> None:
        super().__init__(" ".join(faults_nl))
        self.faults_nl = faults_nl


@dataclass
class CheckResult:
    """All rows after the check, in the order of the file, and remarks that concern whole columns."""

    rows: list[CheckedRow]
    remarks_nl: list[str] = field(default_factory=list)

    @property
    def good_rows(self) -> list[CheckedRow]:
        """The rows that can be written: no errors and no exact repeat of an earlier row."""
        return [row for row in self.rows if row.is_good and row.repeats is None]

    @property
    def bad_rows(self) -> list[CheckedRow]:
        """The rows with an error."""
        return [row for row in self.rows if not row.is_good]

    @property
    def faults(self) -> list[Fault]:
        """Every fault, by row and then by column as in the file."""
        return [fault for row in self.rows for fault in row.faults]

    def counts(self) -> dict[str, int]:
        """Fault code → how often."""
        return dict(Counter(fault.code for fault in self.faults))


def check_table(
    table: Table,
    mapping: dict[str, object],
    *,
    today: date,
    known: Mapping[str, Iterable[str]] | None = None,
    progress: Progress | None = None,
) -> CheckResult:
    """Check every row. `known` gives the allowed names per field id (municipality, carer …).

    A field without a list is not compared. Destination municipalities have a list of their own, or none.
    Raises `UnfitMapping` when the mapping cannot be used. `progress` hears (rows done, rows in all).
    """
    unfit = faults_of(mapping)
    columns = _columns(table, mapping, today, known or {})
    if not unfit and not columns.keys() & {"full_name", "surname"}:
        unfit = ["De kolom met de naam uit de koppeling staat niet in dit bestand."]
    if unfit:
        raise UnfitMapping(unfit)
    rows = []
    total = len(table.rows)
    for done, (number, cells) in enumerate(zip(table.row_numbers, table.rows, strict=True), start=1):
        rows.append(_check_row(number, cells, columns, table))
        if progress and (done % PROGRESS_EVERY == 0 or done == total):
            progress(done, total)
    find_repeats(rows, columns)
    for row in rows:
        row.faults.sort(key=lambda fault: (len(fault.letter), fault.letter))
    return CheckResult(rows, _remarks(table, mapping, columns))


def _columns(table: Table, mapping: dict[str, object], today: date, known: Mapping[str, Iterable[str]]) -> Columns:
    periods, allowed = mapping.get("periods"), mapping.get("not_a_bsn")
    chosen = columns_of(mapping)
    found: Columns = {}
    for index, heading in enumerate(table.headings):
        target = BY_ID.get(chosen.get(heading, ""))
        if target is None:
            continue
        names = known.get(target.id)
        reading = Reading(
            target,
            today,
            words_of(mapping, target.id),
            Known(names) if names is not None else None,
            isinstance(periods, dict) and periods.get(target.id) == "last_day",
            isinstance(allowed, list) and target.id in allowed,
        )
        found[target.id] = Column(index, heading, column_letter(index), reading)
    return found


def _check_row(number: int, cells: list[Cell], at: Columns, table: Table) -> CheckedRow:
    row = CheckedRow(number, cells=cells)
    for field_id, column in at.items():
        cell = cells[column.index]
        if is_empty(cell):
            continue
        value, troubles = read_cell(cell, column.reading)
        if value is not None:
            row.values[field_id] = value
        for trouble in troubles:
            add_fault(row, column, trouble)
    if number in table.overflow:
        message = "Deze rij heeft meer vakken dan er kolomkoppen zijn. De waarden kunnen verschoven zijn."
        mend = "Vaak staat er een scheidingsteken in een tekst. Zet die tekst tussen aanhalingstekens."
        add_error(row, None, "overflow", message, mend)
    split_whole_name(row, at)
    check_name(row, at)
    check_recognition(row, at)
    check_order(row, at)
    return row


def _remarks(table: Table, mapping: dict[str, object], at: Columns) -> list[str]:
    """Remarks on whole columns: what stays out, what the mapping expects and is not there, and free text."""
    remarks = []
    for heading in columns_of(mapping):
        if heading not in table.headings:
            remarks.append(
                f"De kolom ‘{heading}’ uit de koppeling staat niet in dit bestand. Die gegevens blijven zoals ze zijn."
            )
    left_out = [h for h in table.headings if h not in {column.heading for column in at.values()}]
    if left_out:
        remarks.append(f"Niet ingelezen: {', '.join(f'‘{h}’' for h in left_out)}.")
    chosen = {column.index for column in at.values()}
    formulas = sum(_like_formula(cell) for row in table.rows for index, cell in enumerate(row) if index not in chosen)
    if formulas:
        remarks.append(
            f"In kolommen die we niet inlezen staan {formulas} cellen met een formule of iets dat daarop lijkt. "
            "Er wordt niets uitgerekend."
        )
    for column in at.values():
        if column.reading.target.kind == "free_text":
            remarks.append(
                f"‘{column.heading}’ is vrije tekst en komt mee. Lees de teksten eerst door: "
                "neem niets over wat niet nodig is."
            )
    return remarks


def _like_formula(cell: Cell) -> bool:
    return isinstance(cell, Formula) or (isinstance(cell, str) and cell.lstrip().startswith(FORMULA_STARTS))
