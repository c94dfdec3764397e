"""A folder of YAML files, read with an eye for faults: files that are one mapping, and files that are one list."""

import os
from collections.abc import Iterator
from pathlib import Path

from landing.core.due.marked import Entry, MarkedFile, RulebookFault


def displayed(path: Path) -> str:
    """The path as a reader of a fault can open it: relative to where the command was given, when it lies below."""
    here = os.getcwd() + os.sep
    text = os.path.abspath(path)
    return text.removeprefix(here)


class Folder:
    """The files of one folder. ``left_out``: names of files that ``listed`` passes by."""

    left_out: frozenset[str] = frozenset()

    def __init__(self, root: Path, faults: list[RulebookFault]) -> None:
        self.root = root
        self.faults = faults

    def file(self, path: Path) -> MarkedFile:
        """A file, whose faults come with those of the folder."""
        return MarkedFile(path, displayed(path), self.faults)

    def below(self, name: str) -> list[Path]:
        """All YAML files below a sub-folder, sorted by path."""
        return sorted(path for ending in ("*.yaml", "*.yml") for path in (self.root / name).rglob(ending))

    def keyed(self, name: str, wanted: bool) -> Iterator[Entry]:
        """The entries of a file that is one mapping."""
        path = self.root / name
        if not path.is_file():
            if wanted and self.root.is_dir():
                self.file(path).fault(1, "no such file", "wanted: this file")
            return
        root = self.file(path).root()
        if root is not None:
            yield from (root.mapping() or {}).values()

    def listed(self, name: str) -> Iterator[tuple[Path, Entry]]:
        """The items of all files below a sub-folder, or of one file; every file is one list."""
        one = self.root / name
        for path in [one] if one.is_file() else self.below(name):
            if path.name in self.left_out:
                continue
            root = self.file(path).root()
            if root is not None:
                for item in root.items():
                    yield path, item
