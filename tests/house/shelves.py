"""Reads the code of the house as text, for walls that an import cannot show."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HOUSE = Path(__file__).parents[2]
CODE = HOUSE / "landing"
ROOMS = ("ui", "people", "route", "exchange", "plan", "rights", "login", "desk")


def python_files(*, migrations: bool = False) -> list[Path]:
    """The Python files of the product."""
    return [file for file in sorted(CODE.rglob("*.py")) if migrations or "migrations" not in file.parts]


def templates() -> list[Path]:
    """The templates of the product, compiled ones (docs/adr/0008) too."""
    return sorted([*CODE.rglob("templates/**/*.html"), *CODE.rglob("jinja2/**/*.html")])


def told(file: Path) -> str:
    """A file's place as it is told in a message."""
    return file.relative_to(HOUSE).as_posix()


@dataclass(frozen=True)
class Import:
    """One name that a file takes from another room."""

    file: str
    line: int
    room: str
    shelf: str
    from_room: str
    from_shelf: str
    name: str


def imports_between_rooms() -> Iterator[Import]:
    """Every import of one room from another, with the shelves of both."""
    for file in python_files():
        room, *inside = file.relative_to(CODE).with_suffix("").parts
        if room not in ROOMS:
            continue
        for node in ast.walk(ast.parse(file.read_text())):
            if not isinstance(node, ast.ImportFrom) or not node.module or not node.module.startswith("landing."):
                continue
            _, other, *shelf = node.module.split(".")
            if other == room or other not in ROOMS:
                continue
            for alias in node.names:
                taken = shelf[0] if shelf else alias.name
                yield Import(told(file), node.lineno, room, "/".join(inside), other, taken, alias.name)
