"""Nothing in the house that only makes sense on the machine or in the session where it was written."""

from __future__ import annotations

import re
import subprocess

from tests.house.shelves import HOUSE, python_files, told

OWN = {"tests/house/test_clean_text.py"}
TEXT = {".py", ".md", ".yaml", ".yml", ".toml", ".html", ".css", ".js", ".sh", ".txt", ""}


def house_files() -> list[str]:
    """What belongs to the repository: tracked, or new and not ignored."""
    answer = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=HOUSE,
        capture_output=True,
        text=True,
        check=False,
    )
    if answer.returncode:  # an unpacked release has no history
        return [file.relative_to(HOUSE).as_posix() for folder in ("landing", "tests", "docs", "regions", "deploy")
                for file in (HOUSE / folder).rglob("*") if file.is_file()]  # fmt: skip
    return [name for name in answer.stdout.splitlines() if (HOUSE / name).is_file()]


def lines() -> list[tuple[str, int, str]]:
    found = []
    for name in house_files():
        file = HOUSE / name
        if name in OWN or file.suffix not in TEXT or file.name.endswith(".lock") or "/files/" in name:
            continue
        try:
            text = file.read_text()
        except UnicodeDecodeError:
            continue
        found += [(name, number, line) for number, line in enumerate(text.splitlines(), 1)]
    return found


def test_no_path_of_one_machine() -> None:
    machine = re.compile(r"(?<![\w.])/(?:work|root|home/\w+|Users/\w+|private/tmp|tmp)(?:/|\b)(?!\w)")
    found = [f"{name}:{number} {line.strip()[:100]}" for name, number, line in lines() if machine.search(line)]
    assert not found, "\n".join(found)


def test_every_noqa_has_a_reason() -> None:
    """``# noqa: CODE  (why)`` — or a comment of its own after it."""
    bare = []
    for file in python_files(migrations=True) + sorted((HOUSE / "tests").rglob("*.py")):
        if told(file) in OWN:
            continue
        for number, line in enumerate(file.read_text().splitlines(), 1):
            if re.search(r"#\s*noqa\b", line) and not re.search(r"#\s*noqa: [A-Z0-9, ]+\s+\(.{8,}\)", line):
                bare.append(f"{told(file)}:{number}")
    assert not bare, f"say why between brackets: {bare}"


def test_nothing_is_left_for_later() -> None:
    later = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
    found = [
        f"{name}:{number}" for name, number, line in lines() if later.search(line) and not name.startswith("docs/")
    ]
    assert not found, found


def test_no_test_waits_for_the_clock() -> None:
    waiting = re.compile(r"\btime\.sleep\(|wait_for_timeout\(")
    found = [f"{name}:{number}" for name, number, line in lines() if name.startswith("tests/") and waiting.search(line)]
    assert not found, f"wait for something to happen, not for time to pass: {found}"


def test_no_room_has_a_drawer_for_everything() -> None:
    drawers = [told(file) for file in python_files() if file.stem in {"utils", "helpers", "common", "misc"}]
    assert not drawers, drawers
