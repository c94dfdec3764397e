"""YAML read as nodes that remember their line, so that every fault names file and line.

Only plain values are read; nothing in a file can make the reader build an object. Keys stay the text that stands in the
file: YAML would make ``on:`` a truth value and ``2026-12-07:`` a date.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from landing.core.periods import EARLIEST, LATEST, Term, read_day

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_YES = frozenset({"yes", "true"})
_NO = frozenset({"no", "false"})
_ID = re.compile(r"[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
MAX_ID = 64
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, order=True)
class RulebookFault:
    """One thing wrong in a file: where, what was found and what is wanted."""

    file: str
    line: int
    found: str
    wanted: str

    def __str__(self) -> str:
        return _CONTROL.sub(" ", f"{self.file}:{self.line}: {self.found}; {self.wanted}")


class RulebookFaults(ValueError):
    """Everything wrong with a rulebook, sorted by file and line."""

    def __init__(self, faults: Iterable[RulebookFault]) -> None:
        self.faults = tuple(sorted(set(faults)))
        super().__init__("\n".join(map(str, self.faults)))


class MarkedFile:
    """Reads one YAML file and gathers its faults in a list that files share."""

    def __init__(self, path: Path, name: str, faults: list[RulebookFault]) -> None:
        self.path = path
        self.name = name
        self.faults = faults

    def root(self) -> "Entry | None":
        """The top of the file, or ``None`` when it is empty or cannot be read (the latter is a fault)."""
        try:
            text = self.text()
        except (OSError, UnicodeDecodeError) as error:
            self.fault(1, f"cannot be read as UTF-8 text ({type(error).__name__})", "wanted: a YAML file in UTF-8")
            return None
        try:
            node = yaml.compose(text, Loader=_LOADER)
        except (yaml.YAMLError, RecursionError) as error:
            mark = getattr(error, "problem_mark", None)
            problem = getattr(error, "problem", None) or type(error).__name__
            self.fault(mark.line + 1 if mark else 1, f"not valid YAML: {problem}", "wanted: YAML")
            return None
        return None if node is None else Entry(self, "the file", node, 1)

    def text(self) -> str:
        """What stands in the file. Raises ``OSError`` or ``UnicodeDecodeError``."""
        return self.path.read_bytes().decode("utf-8")

    def fault(self, line: int, found: str, wanted: str) -> None:
        """Note a fault."""
        self.faults.append(RulebookFault(self.name, line, found, wanted))


class MarkedText(MarkedFile):
    """As ``MarkedFile``, for a text that stands in no file; aliases are refused, as a few of them can mean millions."""

    def __init__(self, text: str, name: str, faults: list[RulebookFault]) -> None:
        super().__init__(Path(name), name, faults)
        self._text = text

    def text(self) -> str:
        return self._text

    def root(self) -> "Entry | None":
        with suppress(yaml.YAMLError):  # what is no YAML is told by the reading below
            for token in yaml.scan(self._text, Loader=_LOADER):
                if isinstance(token, yaml.AliasToken):
                    self.fault(token.start_mark.line + 1, f"an alias (*{token.value})", "wanted: the value itself")
                    return None
        return super().root()


@dataclass(frozen=True, slots=True)
class Entry:
    """A value with the line of its own key, from which faults about it are told.

    Every reading method returns ``None`` (or nothing) after noting a fault, so that one run finds all faults.
    """

    file: MarkedFile
    key: str
    node: Node
    line: int

    def fault(self, found: str, wanted: str) -> None:
        """Note a fault at the line of this key."""
        self.file.fault(self.line, f"{self.key}: {found}", f"wanted: {wanted}")

    def wrong(self, wanted: str) -> None:
        """Note that the value is not what is wanted."""
        self.fault(shown(self.node), wanted)

    @property
    def raw(self) -> str | None:
        """The text as it stands in the file; ``None`` when the value is a list or a mapping."""
        return self.node.value if isinstance(self.node, ScalarNode) else None

    def mapping(self, known: Sequence[str] | None = None, needed: Sequence[str] = ()) -> "dict[str, Entry] | None":
        """The entries of a mapping; unknown, double and missing keys are faults. ``known=None`` allows any key."""
        if not isinstance(self.node, MappingNode):
            self.wrong("a mapping (key: value)" + (f" with {', '.join(needed)}" if needed else ""))
            return None
        entries: dict[str, Entry] = {}
        for key_node, value in self.node.value:
            line = key_node.start_mark.line + 1
            key = key_node.value
            if not isinstance(key_node, ScalarNode):
                self.file.fault(line, f"{self.key}: a key that is {shown(key_node)}", "wanted: a plain key")
            elif key in entries:
                self.file.fault(line, f"{key}: stands here a second time", "wanted: every key once")
            elif known is not None and key not in known:
                self.file.fault(line, f"{key}: unknown key", f"wanted: one of {', '.join(known)}")
            else:
                entries[key] = Entry(self.file, key, value, line)
        for key in needed:
            if key not in entries:
                self.fault(f"no {key}", f"the key {key}")
        return entries

    def items(self) -> "list[Entry]":
        """The items of a list, each with its own line; a fault and no items when it is no list."""
        if not isinstance(self.node, SequenceNode):
            self.wrong("a list")
            return []
        return [Entry(self.file, self.key, node, node.start_mark.line + 1) for node in self.node.value]

    def one_or_more(self) -> "list[Entry]":
        """A list, or one value as a list of one."""
        return [self] if isinstance(self.node, ScalarNode) else self.items()

    def text(self, longest: int = 1000) -> str | None:
        """A text that is not empty."""
        raw = self.raw
        if raw is None or not raw.strip() or self.node.tag == "tag:yaml.org,2002:null":
            self.wrong("a text")
            return None
        if len(raw) > longest:
            self.fault(f"{len(raw)} characters", f"at most {longest} characters")
            return None
        return raw.strip()

    def identifier(self) -> str | None:
        """An id: lower-case English words with hyphens or underscores."""
        raw = self.raw
        if raw is None or not _ID.fullmatch(raw) or len(raw) > MAX_ID:
            self.wrong("an id such as register-as-house-seeker (lower case, at most 64 characters)")
            return None
        return raw

    def choice(self, allowed: Iterable[str], what: str = "one of") -> str | None:
        """One of the allowed words."""
        words = list(allowed)
        raw = self.raw
        if raw is None or raw not in words:
            self.wrong(f"{what} {', '.join(words)}")
            return None
        return raw

    def flag(self) -> bool | None:
        """``yes`` or ``no``."""
        raw = (self.raw or "").lower()
        if raw in _YES or raw in _NO:
            return raw in _YES
        self.wrong("yes or no")
        return None

    def day(self) -> date | None:
        """A date ``YYYY-MM-DD`` that exists."""
        raw = self.raw
        day = read_day(raw) if raw is not None else None
        if day is None:
            self.wrong(f"a date YYYY-MM-DD between {EARLIEST} and {LATEST}")
        return day

    def whole(self, least: int = 0, most: int = 100_000) -> int | None:
        """A whole number within bounds."""
        raw = self.raw or ""
        if re.fullmatch(r"-?[0-9]{1,9}", raw) and least <= int(raw) <= most:
            return int(raw)
        self.wrong(f"a whole number from {least} to {most}")
        return None

    def term(self) -> Term | None:
        """A term such as ``10 working days``."""
        raw = self.raw
        if raw is not None:
            try:
                return Term.parse(raw)
            except ValueError:
                pass
        self.wrong('a term such as "10 working days", "-6 months", "1 year" or "0 days"')
        return None


def shown(node: Node) -> str:
    """A short text of what stands in the file."""
    if isinstance(node, ScalarNode):
        text = str(node.value)
        return repr(text if len(text) <= 60 else text[:57] + "...") if text else "nothing"
    return "a list" if isinstance(node, SequenceNode) else "a mapping"


def each(entries: Iterable[Entry], read: Callable[[Entry], _T | None]) -> tuple[_T, ...]:
    """The values of the entries that could be read."""
    return tuple(value for value in map(read, entries) if value is not None)
