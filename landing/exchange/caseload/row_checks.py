"""Checks that look at more than one cell: the name, the order of dates, and whether a person can be found again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from landing.exchange.caseload.dates import dutch
from landing.exchange.caseload.faults import ERROR, WARNING, CheckedRow, Fault
from landing.exchange.caseload.grid import shown
from landing.exchange.caseload.names import split_name
from landing.exchange.caseload.trouble import Reading, Trouble

LONGEST_SHOWN = 80
WRITE_NAME = "Schrijf de naam als ‘Achternaam, Voornaam tussenvoegsel’."


@dataclass(frozen=True)
class Column:
    """A column that fills a field. `index` counts from 0, `letter` is that of the spreadsheet."""

    index: int
    heading: str
    letter: str
    reading: Reading


Columns = dict[str, Column]


def add_fault(row: CheckedRow, column: Column | None, trouble: Trouble) -> None:
    """Put a trouble at its place: the cell of this row in that column, or the whole row when there is no column."""
    text = shown(row.cells[column.index]) if column else ""
    found = text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN] + "…"
    row.faults.append(
        Fault(
            row.number,
            column.heading if column else "",
            column.letter if column else "",
            found,
            trouble.message_nl,
            trouble.mend_nl,
            trouble.severity,
            trouble.code,
            column.reading.target.id if column else "",
            trouble.proposal,
        )
    )


def add_error(row: CheckedRow, column: Column | None, code: str, message_nl: str, mend_nl: str) -> None:
    """A fault that keeps the row out."""
    add_fault(row, column, Trouble(code, ERROR, message_nl, mend_nl))


def add_warning(row: CheckedRow, column: Column | None, code: str, message_nl: str, mend_nl: str) -> None:
    """A fault with which the row comes in."""
    add_fault(row, column, Trouble(code, WARNING, message_nl, mend_nl))


def has_error(row: CheckedRow, *field_ids: str) -> bool:
    """Whether one of these fields already has an error in this row, so that it is not reported twice."""
    return any(fault.field_id in field_ids and fault.severity == ERROR for fault in row.faults)


def split_whole_name(row: CheckedRow, at: Columns) -> None:
    """Replace the full name by its parts. A part with a column of its own stays as it is there."""
    if "full_name" not in row.values:
        return
    column = at["full_name"]
    name = split_name(str(row.values.pop("full_name")))
    if not name.given_name or not name.surname:
        add_warning(row, column, "name_parts", "We zien hier maar één deel van de naam.", WRITE_NAME)
    elif not name.certain:
        read = f"We lezen als voornaam ‘{name.given_name}’ en als achternaam ‘{name.surname}’."
        add_warning(row, column, "name_split", read, f"Klopt dat niet? {WRITE_NAME}")
    for part in ("given_name", "infix", "surname", "preferred_name"):
        value = getattr(name, part)
        if value:
            row.values.setdefault(part, value)


def check_name(row: CheckedRow, at: Columns) -> None:
    """Nobody comes in without a surname; a name in one column may be one word."""
    column = at.get("full_name") or at.get("surname")
    if row.values.get("surname") or has_error(row, "full_name", "surname"):
        return
    if row.values.get("given_name"):
        add_error(row, column, "no_surname", "Er staat geen achternaam.", "Vul de achternaam in.")
        return
    mend = "Vul de naam in. Is dit geen persoon? Verwijder de rij."
    add_error(row, column, "no_name", "In deze rij staat geen naam.", mend)


def check_recognition(row: CheckedRow, at: Columns) -> None:
    """Importing twice is only safe when the person can be found again: by number, or by name and date of birth."""
    number, born = row.values.get("external_id"), row.values.get("birth_date")
    if number is None and born is None:
        if not has_error(row, "external_id", "birth_date"):
            message = "Er is geen cliëntnummer en geen geboortedatum. Later herkennen we deze persoon dan niet."
            column = at.get("birth_date") or at.get("external_id")
            add_error(row, column, "not_recognisable", message, "Vul een van de twee in.")
        return
    if number is None and "external_id" in at and not has_error(row, "external_id"):
        message = "Het cliëntnummer is leeg. We herkennen deze persoon later aan naam en geboortedatum."
        add_warning(row, at["external_id"], "no_external_id", message, "Vul het nummer in als het er is.")
    if born is None and "birth_date" in at and not has_error(row, "birth_date"):
        message = "De geboortedatum is leeg. We kunnen minder goed zien of deze persoon er al is."
        add_warning(row, at["birth_date"], "no_birth_date", message, "Vul de geboortedatum in als die bekend is.")


def check_order(row: CheckedRow, at: Columns) -> None:
    """Birth, start of the stay and target date must follow each other; a target in the past is worth a look."""
    born, start, target = (row.values.get(name) for name in ("birth_date", "stay_start", "target_departure"))
    if isinstance(born, date) and isinstance(start, date) and start < born:
        message = f"Het verblijf begint vóór de geboorte ({dutch(born)})."
        add_error(row, at["stay_start"], "start_before_birth", message, "Verbeter een van de twee datums.")
    if not isinstance(target, date):
        return
    column = at["target_departure"]
    if isinstance(start, date) and target < start:
        message = f"De streefdatum ligt vóór de start van het verblijf ({dutch(start)})."
        mend = "Verbeter een van de twee datums, of maak de streefdatum leeg."
        add_error(row, column, "target_before_start", message, mend)
    elif target < column.reading.today:
        mend = "Zet er een nieuwe streefdatum, of maak de cel leeg."
        add_warning(row, column, "target_past", "De streefdatum is al voorbij.", mend)
