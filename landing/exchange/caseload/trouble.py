"""What one reader of cells gets and gives: settings of the column in, a value with its troubles out."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from landing.exchange.caseload.fields import Field
from landing.exchange.caseload.places import Known


@dataclass(frozen=True)
class Trouble:
    """A fault without its place; the check adds row and column."""

    code: str
    severity: str
    message_nl: str
    mend_nl: str
    proposal: str = ""


@dataclass
class Reading:
    """Everything that reading the cells of one column needs to know; made once per column."""

    target: Field
    today: date
    words: dict[str, str] = field(default_factory=dict)
    known: Known | None = None
    period_last_day: bool = False
    bsn_allowed: bool = False


Read = tuple[object, list[Trouble]]
