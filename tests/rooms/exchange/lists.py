"""Building lists for the tests of the import: workbooks, zips and the two sample exports."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path

from openpyxl import Workbook

FILES = Path(__file__).parent / "files"
PROVIDER = FILES / "caseload_provider.csv"
MUNICIPALITY = FILES / "caseload_municipality.xlsx"
TODAY = date(2026, 11, 23)
MUNICIPALITIES = [
    "Merwestad",
    "Sint Joris",
    "Oudewaarde",
    "Lindehoek",
    "Nieuw-Rivier",
    "'t Veen",
    "Hoge Dijk",
    "Wilgenburg",
]
KNOWN = {"municipality": MUNICIPALITIES, "destination_municipality": MUNICIPALITIES}


def workbook(*rows, sheets=(), prepare=None):
    """A workbook as bytes with these rows on the first sheet, and more sheets as (title, rows)."""
    book = Workbook()
    first = book.active
    first.title = "Lijst"
    for row in rows:
        first.append(row)
    for title, more in sheets:
        sheet = book.create_sheet(title)
        for row in more:
            sheet.append(row)
    if prepare:
        prepare(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def zipped(members, method=zipfile.ZIP_DEFLATED):
    """A zip as bytes from (name, contents) pairs."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, contents in members:
            archive.writestr(name, contents)
    return out.getvalue()


def replaced(data, changes):
    """The same zip with some members changed, added (bytes) or made from the old contents (a function)."""
    members = []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            change = changes.get(name)
            old = archive.read(name)
            members.append((name, change(old) if callable(change) else old if change is None else change))
        members += [(name, made) for name, made in changes.items() if name not in archive.namelist()]
    return zipped(members)
