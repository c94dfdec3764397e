"""Small rulebooks for tests: the real facts, settings, gates and sources with the rules of the test."""

from __future__ import annotations

import shutil
from pathlib import Path

from landing.core.due.load import NATIONAL

REST = (
    "title: Iets doen, why: Het is nodig., life_condition: housing, phase: stay, who: support_worker, done_by: tick, "
    "source: {document: NTW, heading: Kop, items: [S-001]}, last_checked: 2026-11-23"
)
"""The keys that every rule has and that a test seldom cares about."""


def rule(rule_id: str, *, valid_from: str = "2026-01-01", **keys: str) -> str:
    """One rule as a line of YAML."""
    extra = "".join(f", {key}: {value}" for key, value in keys.items())
    return f"- {{id: {rule_id}, {REST}, valid_from: {valid_from}{extra}}}"


def rulebook_with(folder: Path, rules: str, *, file: str = "route/stay/rules.yaml") -> Path:
    """A rulebook folder with these rules. ``VERSION_1`` and the like stand for the keys of ``REST``."""
    shutil.copytree(NATIONAL, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("route", "amounts"))
    for number in range(1, 10):
        rules = rules.replace(f"VERSION_{number}", REST)
    write(folder, file, rules)
    return folder


def write(folder: Path, file: str, text: str) -> None:
    """Write one file of a rulebook folder."""
    path = folder / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
