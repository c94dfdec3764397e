"""Finding people who stand in one list more than once."""

from __future__ import annotations

from landing.exchange.caseload.faults import CheckedRow
from landing.exchange.caseload.grid import shown
from landing.exchange.caseload.likeness import name_key
from landing.exchange.caseload.row_checks import Columns, add_error, add_warning


def find_repeats(rows: list[CheckedRow], at: Columns) -> None:
    """Mark exact repeats, numbers that stand twice, and people who stand twice without a number to tell them apart.

    The first of them keeps its place; the fault stands at the later one and names the row of the first.
    """
    by_cells: dict[tuple[str, ...], CheckedRow] = {}
    by_number: dict[str, CheckedRow] = {}
    by_person: dict[tuple[str, object], CheckedRow] = {}
    for row in rows:
        first = by_cells.setdefault(tuple(shown(cell).strip() for cell in row.cells), row)
        if first is not row:
            row.repeats = first.number
            message = f"Deze rij is precies gelijk aan rij {first.number}. We nemen haar één keer mee."
            add_warning(row, None, "repeat", message, f"Verwijder rij {row.number} uit de lijst.")
        elif not _number_stands_twice(row, at, by_number):
            _check_person(row, at, by_person)


def _number_stands_twice(row: CheckedRow, at: Columns, by_number: dict[str, CheckedRow]) -> bool:
    number = row.values.get("external_id")
    if number is None:
        return False
    first = by_number.setdefault(str(number).casefold(), row)
    if first is row:
        return False
    message = f"Dit cliëntnummer staat ook in rij {first.number}, met andere gegevens."
    mend = "Laat één van de twee rijen staan, of verbeter het nummer."
    add_error(row, at["external_id"], "double_number", message, mend)
    return True


def _check_person(row: CheckedRow, at: Columns, by_person: dict[tuple[str, object], CheckedRow]) -> None:
    born, surname = row.values.get("birth_date"), row.values.get("surname")
    if born is None or not surname:
        return
    first = by_person.setdefault((name_key(row.values.get("given_name"), surname), born), row)
    if first is row:
        return
    column = at.get("full_name") or at.get("surname")
    message = f"In rij {first.number} staat iemand met dezelfde naam en geboortedatum"
    mend = "Is het dezelfde persoon? Laat dan één rij staan."
    if "external_id" in row.values and "external_id" in first.values:
        add_warning(row, column, "double_person", f"{message}, maar met een ander cliëntnummer.", mend)
    else:
        numbers = "Zijn het twee mensen? Geef allebei een cliëntnummer."
        add_error(row, column, "double_person", f"{message}.", f"{mend} {numbers}")
