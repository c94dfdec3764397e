"""The child process that parses one XLSX workbook under limits. Run as a file, never imported by the product.

Arguments: file name, sheet name ("" = choose), JSON of the limits. Writes JSON lines to standard output:
one `head`, rows, one `tail`; or one `error`. It limits itself before it loads the parser: a small workbook can hold
a parser for half a minute at 700 MB (security.md D13, fact 8).
"""

from __future__ import annotations

import datetime
import json
import re
import sys
import zipfile
from typing import Any

MERGE = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*\bref="([A-Z]{1,3}\d{1,7}):([A-Z]{1,3}\d{1,7})"')
HIDDEN_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]*\bhidden="(?:1|true)"')
HIDDEN_COLUMN = re.compile(rb'<(?:\w+:)?col\b[^>]*\bhidden="(?:1|true)"')
MOST_MERGES = 20_000
OWN_SHEETS = {"Lijst", "Uitleg", "Keuzes"}  # those of mending.template_workbook


def limit_self(limits: dict[str, int]) -> bool:
    """Set the limits of this process; True when the system has them (POSIX)."""
    try:
        import resource
    except ImportError:
        return False
    memory = limits["memory_megabytes"] * 1024 * 1024
    seconds = limits["processor_seconds"]
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    return True


def say(message: object) -> None:
    sys.stdout.write(json.dumps(message, ensure_ascii=True, separators=(",", ":")) + "\n")


def position(reference: bytes) -> tuple[int, int]:
    """`B12` → (12, 2)."""
    letters = reference.rstrip(b"0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + letter - 64
    return int(reference[len(letters) :]), column


def scan(archive: zipfile.ZipFile, path: str) -> tuple[list[tuple[int, ...]], int, int]:
    """Merged cells, hidden rows and hidden columns of one sheet, read from its bytes; refuses a document type."""
    merges: list[tuple[int, ...]] = []
    hidden_rows, hidden_columns, rest = 0, 0, b""
    with archive.open(path) as source:
        while block := source.read(1 << 20):
            block = rest + block
            cut = block.rfind(b">") + 1
            block, rest = block[:cut], block[cut:][-65_536:]
            hidden_rows += len(HIDDEN_ROW.findall(block))
            hidden_columns += len(HIDDEN_COLUMN.findall(block))
            for first, last in MERGE.findall(block):
                if len(merges) < MOST_MERGES:
                    merges.append(position(first) + position(last))
    return merges, hidden_rows, hidden_columns


def plain(cell: Any) -> object:
    """One cell as JSON: text, number, true/false, or an object for a date, formula or error value."""
    value = cell.value
    if value is None or value == "":
        return None
    kind = cell.data_type
    if kind == "f":
        return {"f": value if isinstance(value, str) else "=" + str(getattr(value, "text", None) or "...").lstrip("=")}
    if kind == "e":
        return {"e": str(value)}
    if isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, datetime.datetime):
        return {"d": value.date().isoformat()}
    if isinstance(value, datetime.date):
        return {"d": value.isoformat()}
    return str(value)


def chosen_sheet(workbook: Any, archive: zipfile.ZipFile, wanted: str) -> Any:
    """The wanted sheet; without a wish the visible sheet with the most bytes. None when it is not there.

    Our own empty list is known by its sheets: there the explanation can be longer than what was filled in.
    """
    if wanted:
        return next((sheet for sheet in workbook.worksheets if sheet.title == wanted), None)
    visible = [s for s in workbook.worksheets if s.sheet_state == "visible"] or workbook.worksheets
    by_title = {sheet.title: sheet for sheet in visible}
    if by_title.keys() >= OWN_SHEETS:
        return by_title["Lijst"]
    return max(visible, key=lambda s: archive.getinfo(s._worksheet_path).file_size, default=None)


def rows_of(sheet: Any, limits: dict[str, int]) -> dict[str, object] | None:
    """Say every row that holds something; return what went wrong, or None."""
    sheet.reset_dimensions()  # the stated size may be a lie of a million rows by 16,384 columns
    filled, characters = 0, 0
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        row = [plain(cell) for cell in cells]
        while row and (row[-1] is None or (isinstance(row[-1], str) and not row[-1].strip())):
            row.pop()
        if not row:
            continue
        filled += 1
        if len(row) > limits["columns"]:
            return {"error": "columns", "found": len(row)}
        if filled > limits["rows"] + 100:
            return {"error": "rows"}
        characters += sum(len(value) for value in row if isinstance(value, str))
        if characters > limits["text_characters"]:
            return {"error": "text"}
        say([number, row])
    return None


def main() -> None:
    name, wanted, limits = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])
    limited = limit_self(limits)
    for unneeded in ("numpy", "pandas", "lxml", "PIL"):  # large libraries that the parser would load if they are there
        sys.modules[unneeded] = None  # type: ignore[assignment]
    try:
        import openpyxl

        with zipfile.ZipFile(name) as archive:
            workbook = openpyxl.load_workbook(name, read_only=True, data_only=False, keep_links=False)
            sheet = chosen_sheet(workbook, archive, wanted)
            names = [s.title for s in workbook.worksheets if s.sheet_state == "visible"]
            if sheet is None:
                say({"error": "sheet", "sheets": names})
                return
            merges, hidden_rows, hidden_columns = scan(archive, sheet._worksheet_path)
            say({"sheet": sheet.title, "sheets": names, "limited": limited})
            trouble = rows_of(sheet, limits)
        say(trouble or {"merges": merges, "hidden_rows": hidden_rows, "hidden_columns": hidden_columns})
    except MemoryError:
        say({"error": "memory"})
    except Exception as trouble:  # whatever the parser trips over, the parent hears only its kind, never the contents
        say({"error": "damaged", "kind": type(trouble).__name__})


if __name__ == "__main__":
    main()
