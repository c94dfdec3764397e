"""Finding the row with the headings, joining two heading rows, and leaving out rows that are no person."""

from __future__ import annotations

import re

from landing.exchange.caseload.grid import (
    Cell,
    CellError,
    Formula,
    Grid,
    Refusal,
    Skipped,
    column_letter,
    is_empty,
    shown,
)
from landing.exchange.caseload.recognition import never_reason, plain_words, recognise

SEARCHED_ROWS = 30
LONGEST_HEADING = 80
HAS_DATE = re.compile(r"\d{1,4}[-/. ]\d{1,2}[-/. ]\d{2,4}")
TOTALS = re.compile(r"^(sub|eind)?totaal\b|^(totalen|aantal|som|total|gemiddelde)\b", re.IGNORECASE)
FOOTER = re.compile(
    r"^(bron|pagina|afgedrukt|gegenereerd|uitgedraaid|printdatum|exportdatum|einde|vertrouwelijk|"
    r"peildatum|legenda|\*)",
    re.IGNORECASE,
)


def _filled(row: list[Cell]) -> list[Cell]:
    return [cell for cell in row if not is_empty(cell)]


def _looks_like_headings(row: list[Cell]) -> bool:
    """Only short texts without a date or a bare number: what a heading row holds."""
    cells = _filled(row)
    return bool(cells) and all(
        isinstance(cell, str)
        and not isinstance(cell, (Formula, CellError))
        and len(cell) <= LONGEST_HEADING
        and not HAS_DATE.search(cell)
        and not cell.strip().isdigit()
        for cell in cells
    )


def _known(row: list[Cell]) -> int:
    """How many different fields the cells of this row name."""
    found = set()
    for cell in row:
        if isinstance(cell, str) and not is_empty(cell) and len(cell) <= LONGEST_HEADING:
            match = recognise(cell)
            if match:
                found.add(match[0])
            elif never_reason(cell):
                found.add(plain_words(cell))
    return len(found)


def find_heading_index(grid: Grid) -> int:
    """The index in the grid of the (last) heading row. Raises `Refusal` when no row can be it."""
    searched = grid.rows[:SEARCHED_ROWS]
    widest = max((len(_filled(row)) for row in searched), default=0)
    best, best_score = -1, 0.0
    for index, row in enumerate(searched):
        if not _looks_like_headings(row):
            continue
        filled = len(_filled(row))
        if filled < min(2, widest):
            continue
        score = 3.0 * _known(row) + 2.0 * filled / widest - 0.01 * index
        if score > best_score:
            best, best_score = index, score
    if best < 0:
        raise Refusal(
            "headings",
            "We vinden geen rij met kolomkoppen, zoals ‘Naam’ en ‘Geboortedatum’.",
            "Zet boven elke kolom wat erin staat, of wijs zelf de rij met de koppen aan.",
        )
    after = best + 1
    if (
        after < len(searched)
        and grid.numbers[after] == grid.numbers[best] + 1
        and _looks_like_headings(searched[after])
        and _known(searched[after]) > 0
        and _complements(searched[best], searched[after])
    ):
        return after
    return best


def _complements(upper: list[Cell], lower: list[Cell]) -> bool:
    """Whether the lower row mostly stands under gaps of the upper one, or names fields the upper one does not."""
    gaps = {i for i in range(len(upper)) if is_empty(upper[i])} | set(range(len(upper), len(lower)))
    under = [i for i, cell in enumerate(lower) if not is_empty(cell)]
    return bool(gaps) and sum(i in gaps for i in under) * 2 >= len(under)


def group_index(grid: Grid, heading: int) -> int | None:
    """The index of a second heading row right above the heading row ("Verblijf" over "Sinds"), or None."""
    above = heading - 1
    if above < 0 or grid.numbers[above] != grid.numbers[heading] - 1:
        return None
    row = grid.rows[above]
    if len(_filled(row)) < 2 or not _looks_like_headings(row):
        return None
    return above


def join_headings(grid: Grid, heading: int, above: int | None) -> list[str]:
    """The headings as texts, joined with the group above them, every one different. Nothing there gives ""."""
    lower = grid.rows[heading]
    upper = grid.rows[above] if above is not None else []
    width = max(len(lower), len(upper))
    group, joined = "", []
    for index in range(width):
        own = _text(lower, index)
        over = _text(upper, index)
        group = over or group
        if own and group and plain_words(own) != plain_words(group):
            joined.append(f"{group}: {own}")
        else:
            joined.append(own or over)
    return joined


def _text(row: list[Cell], index: int) -> str:
    return " ".join(shown(row[index]).split()) if index < len(row) else ""


def unique_headings(headings: list[str], width: int) -> tuple[str, ...]:
    """Every column gets a name of its own: "Datum (2)" for a double one, "Kolom L (zonder kop)" for an empty one."""
    seen: dict[str, int] = {}
    names = []
    for index in range(width):
        name = (headings[index] if index < len(headings) else "") or f"Kolom {column_letter(index)} (zonder kop)"
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(names)


def reason_to_skip(row: list[Cell], heading_rows: tuple[list[Cell], ...], width: int) -> str | None:
    """Why this row is no person (total, repeated headings, footer); None when it must be read."""
    cells = _filled(row)
    if not cells:
        return "Deze rij is leeg."
    first = shown(cells[0]).strip()
    if (
        TOTALS.match(first)
        and len(cells) <= max(2, width // 2)
        and all(isinstance(cell, (int, float, Formula)) or shown(cell).strip().isdigit() for cell in cells[1:])
    ):
        return "Dit is een rij met een totaal."
    if len(cells) == 1 and width > 2 and FOOTER.match(first):
        return "Dit is een regel onder de lijst en geen persoon."
    if any(_same(row, heading) for heading in heading_rows):
        return "Hier staan de kolomkoppen nog een keer."
    return None


def _same(row: list[Cell], other: list[Cell]) -> bool:
    return len(_filled(row)) > 1 and [shown(c).strip() for c in row] == [shown(c).strip() for c in other]


def fill_merged(grid: Grid, first_data_number: int) -> int:
    """Give every cell of a tall merged block below the headings the value of the block; returns how many blocks.

    In a list a merged block over several rows means "the same for all of them"; the file keeps it only in the first.
    Blocks that span columns (section titles) are left as they are.
    """
    at = dict(zip(grid.numbers, grid.rows, strict=True))
    blocks = 0
    for top, left, bottom, right in grid.merges:
        if top < first_data_number or left != right or bottom <= top or top not in at:
            continue
        source = at[top]
        value = source[left - 1] if left <= len(source) else None
        if is_empty(value):
            continue
        blocks += 1
        for number in range(top + 1, min(bottom, grid.numbers[-1]) + 1):
            row = at.get(number)
            if row is not None:
                row.extend([None] * (left - len(row)))
                row[left - 1] = value
    return blocks


def gaps(numbers: list[int], first: int) -> list[Skipped]:
    """The empty rows between the rows that hold something, from the row number `first` on."""
    empty: list[Skipped] = []
    expected = first
    for number in numbers:
        if number < first:
            continue
        if number - expected > 50:
            empty.append(Skipped(expected, f"De rijen {expected} tot en met {number - 1} zijn leeg."))
        else:
            empty.extend(Skipped(row, "Deze rij is leeg.") for row in range(expected, number))
        expected = number + 1
    return empty
