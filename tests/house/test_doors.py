"""Every view is guarded, every form is sent once, and the database is spoken to through the models."""

from __future__ import annotations

import ast
import re

from tests.access.matrix import addresses_now, rows
from tests.house.shelves import CODE, python_files, told

# Modules that speak SQL themselves, and why. Nothing in them may hold a value that somebody typed.
SPEAKS_SQL = {
    "landing/people/prepared.py": "asks what Django made of a question, with values apart (docs/adr/0007)",
    "landing/people/append_only.py": "triggers have no words in the models",
    "landing/people/row_security.py": "policies of the database have no words in the models",
    "landing/people/access_sql.py": "tables by month, and one statement that adds a sealed line only to the end of its chain",
    "landing/route/mass_write.py": "writes many rows at once, for tens of thousands of journeys",
    "landing/route/bulk.py": "compares the copy of what is due with what it must be, in one question",
    "landing/desk/management/bench/looking.py": "counts the rows of a generated log anew",
    "landing/desk/management/bench/serving.py": "asks PostgreSQL how many are connected and who waits",
    "landing/desk/demo/making.py": "makes the demo region of any size",
    "landing/rights/erasing.py": "packs the file anew, so that no byte of what was erased is left",
    "landing/desk/demo/emptying.py": "empties the demo region, history too",
}


def test_every_view_says_who_may_open_it() -> None:
    silent = [address.name for address in addresses_now() if address.policy is None]
    assert not silent, silent


def sent_once(view: object) -> bool:
    """Whether a view, or what it wraps, handles a form once."""
    while view is not None:
        code = getattr(view, "__code__", None)
        if code is not None and code.co_filename.endswith("people/once.py"):
            return True
        view = getattr(view, "__wrapped__", None)
    return False


def test_every_form_of_somebody_logged_in_is_handled_once() -> None:
    faults = []
    for address in addresses_now():
        row = rows().get(address.name)
        if "POST" not in address.policy.methods or address.policy.roles is None or (row and row.harmless_twice):
            continue
        if not sent_once(address.pattern.callback):
            faults.append(address.name)
    assert not faults, f"put @once under @open_to, or say harmless_twice in matrix.yaml: {faults}"


def test_who_says_harmless_twice_has_a_reason_and_no_once() -> None:
    views = {address.name: address.pattern.callback for address in addresses_now()}
    for name, row in rows().items():
        if row.harmless_twice:
            assert len(row.harmless_twice.split()) > 3, name
            assert not sent_once(views[name]), f"{name} is handled once: take harmless_twice out"


def test_no_view_waives_the_form_token() -> None:
    waived = [told(file) for file in python_files() if re.search(r"csrf_exempt|requires_csrf_token", file.read_text())]
    assert not waived, waived


def test_sql_is_spoken_only_in_named_modules() -> None:
    speaking = {
        told(file) for file in python_files()
        if re.search(r"\.cursor\(|\.raw\(|RawSQL|\.extra\(", file.read_text())
    }  # fmt: skip
    assert speaking <= set(SPEAKS_SQL), f"speak through the models: {sorted(speaking - set(SPEAKS_SQL))}"
    gone = {file for file in SPEAKS_SQL if not (CODE.parent / file).exists()}
    assert not gone, f"take these out: {gone}"


def test_no_answer_is_made_of_text_that_nobody_escapes() -> None:
    """mark_safe and |safe only in the ui room, where the components are; format_html everywhere."""
    unsafe = []
    for file in python_files():
        if told(file).startswith("landing/ui/"):
            continue
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == "mark_safe":
                unsafe.append(f"{told(file)}:{node.lineno}")
    assert not unsafe, unsafe


def test_the_clock_is_read_only_at_the_door() -> None:
    """The day is an argument: only middleware and commands ask what day it is (house.md, style 2)."""
    reading = []
    for file in python_files():
        if told(file) == "landing/people/middleware.py":
            continue
        for number, line in enumerate(file.read_text().splitlines(), 1):
            if (
                re.search(r"date\.today\(|datetime\.now\(|timezone\.localdate\(|time\.time\(", line)
                and "noqa" not in line
            ):
                reading.append(f"{told(file)}:{number}")
    allowed = [place for place in reading if "/management/" in place or "/demo/" in place]
    assert reading == allowed, sorted(set(reading) - set(allowed))
