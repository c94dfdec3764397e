"""Documentation is executed: links lead somewhere, commands exist, decisions are numbered."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from landing.cli import COMMANDS
from tests.house.shelves import HOUSE

PAGES = sorted([*HOUSE.glob("*.md"), *(HOUSE / "docs").rglob("*.md")])


@pytest.mark.parametrize("document", PAGES, ids=lambda document: document.relative_to(HOUSE).as_posix())
def test_links_lead_somewhere(document: Path) -> None:
    text = re.sub(r"```.*?```", "", document.read_text(), flags=re.DOTALL)
    broken = []
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", target) or target.startswith("#"):
            continue
        path, _, anchor = target.partition("#")
        file = (document.parent / path).resolve()
        if not file.exists():
            broken.append(target)
        elif anchor and file.suffix == ".md" and anchor not in anchors(file):
            broken.append(target)
    assert not broken, broken


def anchors(page: Path) -> set[str]:
    """The anchors that headings get."""
    headings = re.findall(r"^#+\s+(.*)$", page.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def commands_told() -> list[str]:
    """What the README files tell people to type."""
    told = []
    for page in (HOUSE / "README.md", HOUSE / "LEESMIJ.md", HOUSE / "CONTRIBUTING.md"):
        if page.exists():
            blocks = "\n".join(re.findall(r"```(?:sh|bash|console)?\n(.*?)```", page.read_text(), re.DOTALL))
            inline = re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", page.read_text(), flags=re.DOTALL))
            told += [*blocks.splitlines(), *inline]
    return [re.sub(r"\s+#.*$", "", line).strip().removeprefix("$ ") for line in told if line.strip()]


def test_commands_in_the_readme_exist() -> None:
    wrong, checked = [], 0
    for line in commands_told():
        words = shlex.split(line) if line.count('"') % 2 == 0 and line.count("'") % 2 == 0 else line.split()
        words = [word for word in words if not re.match(r"[A-Z_]+=", word)]
        if not words:
            continue
        first = words[0]
        if first.startswith("./") and not (HOUSE / first).exists():
            wrong.append(line)
        if Path(first).name == "landing" and len(words) > 1:
            checked += 1
            if words[1] not in COMMANDS:
                wrong.append(line)
        checked += first.startswith("./")
    assert not wrong, wrong
    assert checked > 2, "no command was found in the readme"


def test_scripts_can_be_run() -> None:
    for name in ("run", "test", ".ci/run"):
        file = HOUSE / name
        assert file.exists() and file.stat().st_mode & 0o111, f"{name} cannot be run"
        assert file.read_text().startswith("#!/bin/sh"), f"{name} is not POSIX sh"


@pytest.mark.parametrize(
    "name", ["README.md", "CHANGELOG.md", "LICENSE", "SECURITY.md", "CONTRIBUTING.md", "publiccode.yml"]
)
def test_the_house_has(name: str) -> None:
    file = HOUSE / name
    assert file.exists() and len(file.read_text()) > 200, f"{name} is missing or empty"


def test_the_changelog_says_something_of_this_version() -> None:
    version = re.search(r'^version = "([^"]+)"', (HOUSE / "pyproject.toml").read_text(), re.MULTILINE)
    text = (HOUSE / "CHANGELOG.md").read_text()
    assert version and (
        version.group(1) in text or re.search(r"^## .*(Unreleased|Nog niet)", text, re.MULTILINE | re.IGNORECASE)
    )


def test_decisions_are_numbered_once_and_dated() -> None:
    pages = sorted((HOUSE / "docs" / "adr").glob("*.md"))
    numbers = [page.name[:4] for page in pages]
    assert len(numbers) == len(set(numbers)) and all(number.isdigit() for number in numbers), numbers
    undated = [page.name for page in pages if not re.search(r"\b20\d\d-\d\d-\d\d\b", page.read_text())]
    assert not undated, undated
