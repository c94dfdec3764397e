"""What can be wrong in one place of a list, and a row that was looked at."""

from __future__ import annotations

from dataclasses import dataclass, field

from landing.exchange.caseload.grid import Cell

ERROR, WARNING = "error", "warning"


@dataclass(frozen=True)
class Fault:
    """One fault at one place. `row` and `letter` are those of the spreadsheet; "" when it concerns the whole row.

    `found` is what stands there, `message_nl` what is wrong, `mend_nl` how to mend it, `proposal` what was perhaps
    meant. An error keeps the row out; with a warning the row comes in, with what the message says.
    """

    row: int
    heading: str
    letter: str
    found: str
    message_nl: str
    mend_nl: str
    severity: str
    code: str
    field_id: str = ""
    proposal: str = ""


@dataclass
class CheckedRow:
    """A row with its values (field id → str, date, bool; an absent or unknown value is not in it) and its faults.

    A full name is already split: the values hold given_name, infix and surname.
    `repeats` is the row number of an exactly equal earlier row; such a row needs no writing.
    """

    number: int
    values: dict[str, object] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    repeats: int | None = None
    cells: list[Cell] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        """Whether the row has no errors (warnings are allowed)."""
        return not any(fault.severity == ERROR for fault in self.faults)
