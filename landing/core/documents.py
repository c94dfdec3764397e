"""The contract of every question to the core: one JSON document in, one JSON document out.

A ``Shape`` is the one definition of a document. From it follow the JSON Schema (2020-12) that ``--schema`` prints and the
check of a document, which finds *every* fault and names its JSON path, what was found and what is wanted.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from landing.core.periods import EARLIEST, LATEST, read_day

Schema = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"
_PLAIN_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class DocumentFault:
    """One thing wrong in a document."""

    path: str
    problem: str

    def __str__(self) -> str:
        return f"{self.path}: {self.problem}"


class BadDocument(ValueError):
    """Everything wrong with a document, in the order of the document."""

    def __init__(self, faults: Iterable[DocumentFault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))


def below(path: str, key: str) -> str:
    """The JSON path of a key: ``$.facts.move``, or ``$["a key"]`` when the key is no plain word."""
    return f"{path}.{key}" if _PLAIN_KEY.fullmatch(key) else f"{path}[{shown(key)}]"


def shown(value: object) -> str:
    """What was found, on one line, shortened, in printable ASCII."""
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list):
        return "a list"
    text = str(value) if isinstance(value, Decimal) else json.dumps(value, ensure_ascii=True)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 4] + "..." + ('"' if text[0] == '"' else "")


class Shape:
    """What a value must look like. ``wanted`` says it in words, after "is not"."""

    wanted = "a value"

    def schema(self) -> Schema:
        """The JSON Schema of the shape."""
        raise NotImplementedError

    def fits(self, value: object) -> bool:
        """Whether a value that holds no other values fits."""
        raise NotImplementedError

    def check(self, value: object, path: str, faults: list[DocumentFault]) -> None:
        """Add a fault for everything in the value that does not fit."""
        if not self.fits(value):
            faults.append(DocumentFault(path, f"{shown(value)} is not {self.wanted}"))


@dataclass(frozen=True)
class Text(Shape):
    """A string that is not empty, without control characters or halves of characters."""

    longest: int = 2000
    pattern: str | None = None
    what: str = "a text"

    @property
    def wanted(self) -> str:  # type: ignore[override]
        return f"{self.what} of 1 to {self.longest} characters"

    def schema(self) -> Schema:
        schema: Schema = {"type": "string", "minLength": 1, "maxLength": self.longest}
        return {**schema, "pattern": f"^{self.pattern}$"} if self.pattern else schema

    def fits(self, value: object) -> bool:
        if not isinstance(value, str) or not 1 <= len(value) <= self.longest:
            return False
        if any("\ud800" <= letter <= "\udfff" for letter in value):
            return False
        return self.pattern is None or re.fullmatch(self.pattern, value, re.ASCII) is not None


@dataclass(frozen=True)
class Day(Shape):
    """A date ``YYYY-MM-DD``."""

    wanted = f"a date YYYY-MM-DD between {EARLIEST} and {LATEST}"

    def schema(self) -> Schema:
        return {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}

    def fits(self, value: object) -> bool:
        return isinstance(value, str) and read_day(value) is not None


@dataclass(frozen=True)
class Flag(Shape):
    """``true`` or ``false``."""

    wanted = "true or false"

    def schema(self) -> Schema:
        return {"type": "boolean"}

    def fits(self, value: object) -> bool:
        return isinstance(value, bool)


@dataclass(frozen=True)
class Whole(Shape):
    """A whole number within bounds."""

    least: int = 0
    most: int = 1_000_000_000

    @property
    def wanted(self) -> str:  # type: ignore[override]
        return f"a whole number from {self.least} to {self.most}"

    def schema(self) -> Schema:
        return {"type": "integer", "minimum": self.least, "maximum": self.most}

    def fits(self, value: object) -> bool:
        return isinstance(value, int) and not isinstance(value, bool) and self.least <= value <= self.most


@dataclass(frozen=True)
class Number(Shape):
    """A finite number within bounds; read as ``int`` or ``Decimal``."""

    least: int = 0
    most: int = 1_000_000_000

    @property
    def wanted(self) -> str:  # type: ignore[override]
        return f"a number from {self.least} to {self.most}"

    def schema(self) -> Schema:
        return {"type": "number", "minimum": self.least, "maximum": self.most}

    def fits(self, value: object) -> bool:
        return isinstance(value, int | Decimal) and not isinstance(value, bool) and self.least <= value <= self.most


@dataclass(frozen=True)
class Euro(Shape):
    """An amount of money: a number or a string with at most two decimals; ``cents`` reads it."""

    least: int = 0
    most: int = 100_000_000
    pattern = r"-?[0-9]{1,9}(\.[0-9]{1,2})?"

    @property
    def wanted(self) -> str:  # type: ignore[override]
        return f"an amount in euro from {self.least} to {self.most} with at most two decimals"

    def schema(self) -> Schema:
        number = {"type": "number", "minimum": self.least, "maximum": self.most, "multipleOf": 0.01}
        return {"anyOf": [number, {"type": "string", "pattern": f"^{self.pattern}$"}]}

    def fits(self, value: object) -> bool:
        if isinstance(value, bool) or not isinstance(value, int | Decimal | str):
            return False
        text = value if isinstance(value, str) else format(Decimal(value), "f") if abs(Decimal(value)) < 10**10 else ""
        if not re.fullmatch(self.pattern, text, re.ASCII):
            return False
        return self.least <= Decimal(text) <= self.most


def cents(value: int | Decimal | str) -> int:
    """An amount that fits ``Euro``, in cents."""
    return int(Decimal(value) * 100)


@dataclass(frozen=True)
class OneOf(Shape):
    """One of some words."""

    words: tuple[str, ...]
    what: str = "one of"

    @property
    def wanted(self) -> str:  # type: ignore[override]
        return f"{self.what} {', '.join(self.words)}"

    def schema(self) -> Schema:
        return {"type": "string", "enum": list(self.words)}

    def fits(self, value: object) -> bool:
        return isinstance(value, str) and value in self.words


@dataclass(frozen=True)
class OrNull(Shape):
    """A value or ``null``."""

    shape: Shape

    @property
    def wanted(self) -> str:  # type: ignore[override]
        return f"{self.shape.wanted}, or null"

    def schema(self) -> Schema:
        return {"anyOf": [self.shape.schema(), {"type": "null"}]}

    def check(self, value: object, path: str, faults: list[DocumentFault]) -> None:
        if value is not None:
            self.shape.check(value, path, faults)


@dataclass(frozen=True)
class ListOf(Shape):
    """A list of values of one shape."""

    shape: Shape
    most: int = 100_000
    least: int = 0

    def schema(self) -> Schema:
        return {"type": "array", "items": self.shape.schema(), "minItems": self.least, "maxItems": self.most}

    def check(self, value: object, path: str, faults: list[DocumentFault]) -> None:
        if not isinstance(value, list):
            faults.append(DocumentFault(path, f"{shown(value)} is not a list"))
        elif not self.least <= len(value) <= self.most:
            bounds = f"{self.least} to {self.most} items"
            faults.append(DocumentFault(path, f"a list of {len(value)} items is not a list of {bounds}"))
        else:
            for number, item in enumerate(value):
                self.shape.check(item, f"{path}[{number}]", faults)


@dataclass(frozen=True)
class Record(Shape):
    """An object with named values. Unknown keys are faults."""

    fields: Mapping[str, Shape]
    needed: tuple[str, ...] = ()
    notes: Mapping[str, str] | None = None
    what: str = "key"

    def schema(self) -> Schema:
        properties = {name: shape.schema() for name, shape in self.fields.items()}
        for name, note in (self.notes or {}).items():
            properties[name] = {**properties[name], "description": note}
        schema: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
        return {**schema, "required": list(self.needed)} if self.needed else schema

    def check(self, value: object, path: str, faults: list[DocumentFault]) -> None:
        if not isinstance(value, dict):
            faults.append(DocumentFault(path, f"{shown(value)} is not an object"))
            return
        _check_doubles(value, path, faults)
        for key, item in value.items():
            shape = self.fields.get(key)
            if shape is None:
                known = ", ".join(self.fields) or "none"
                faults.append(DocumentFault(below(path, key), f"unknown {self.what}; wanted one of {known}"))
            else:
                shape.check(item, below(path, key), faults)
        for key in self.needed:
            if key not in value:
                faults.append(DocumentFault(below(path, key), f"missing; wanted {self.fields[key].wanted}"))


@dataclass(frozen=True)
class MapOf(Shape):
    """An object with free keys, all values of one shape."""

    shape: Shape
    keys: frozenset[str] | None = None
    what: str = "key"

    def schema(self) -> Schema:
        schema: Schema = {"type": "object", "additionalProperties": self.shape.schema()}
        return {**schema, "propertyNames": {"enum": sorted(self.keys)}} if self.keys is not None else schema

    def check(self, value: object, path: str, faults: list[DocumentFault]) -> None:
        if not isinstance(value, dict):
            faults.append(DocumentFault(path, f"{shown(value)} is not an object"))
            return
        _check_doubles(value, path, faults)
        for key, item in value.items():
            if self.keys is not None and key not in self.keys:
                faults.append(DocumentFault(below(path, key), f"{shown(key)} is not {self.what}"))
            else:
                self.shape.check(item, below(path, key), faults)


def whole_schema(shape: Shape, title: str) -> Schema:
    """The schema of a whole document."""
    return {"$schema": DIALECT, "title": title, **shape.schema()}


def checked(shape: Shape, document: object) -> None:
    """Raise ``BadDocument`` with every fault when the document does not fit."""
    faults: list[DocumentFault] = []
    shape.check(document, "$", faults)
    if faults:
        raise BadDocument(faults)


class _WithDoubles(dict[str, Any]):
    """An object in which keys stood more than once; the first of each is kept."""

    doubles: list[str]


def _object(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    plain = dict(pairs)
    if len(plain) == len(pairs):
        return plain
    marked = _WithDoubles()
    marked.doubles = []
    for key, value in pairs:
        if key in marked:
            marked.doubles.append(key)
        else:
            marked[key] = value
    return marked


def _check_doubles(value: dict[str, Any], path: str, faults: list[DocumentFault]) -> None:
    if isinstance(value, _WithDoubles):
        for key in dict.fromkeys(value.doubles):
            faults.append(DocumentFault(below(path, key), "the key stands here more than once; wanted once"))


class _NoNumber(ValueError):
    """NaN or an infinity, which are not JSON."""


def _no_number(text: str) -> Any:
    raise _NoNumber(text)


def parse(raw: bytes) -> Any:
    """The document in some bytes. Raises ``BadDocument`` for what is not one JSON document in UTF-8.

    Numbers with a fraction become ``Decimal``; a key that stands twice is told by the check of its object.
    """
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _not_json(f"byte {error.start} is not UTF-8") from None
    try:
        return json.loads(text, object_pairs_hook=_object, parse_float=Decimal, parse_constant=_no_number)
    except _NoNumber as error:
        raise _not_json(f"{error} is not a number in JSON") from None
    except json.JSONDecodeError as error:
        found = shown(text[error.pos : error.pos + 12]) if error.pos < len(text) else "the end"
        raise _not_json(f"line {error.lineno}, column {error.colno}: found {found} ({error.msg})") from None
    except RecursionError:
        raise _not_json("nested too deep") from None
    except (ValueError, ArithmeticError):
        raise _not_json("a number with too many digits") from None


def _not_json(problem: str) -> BadDocument:
    return BadDocument([DocumentFault("$", f"{problem}; wanted one JSON document in UTF-8")])


def dump(document: object, pretty: bool = False) -> str:
    """The document as JSON text with a newline at the end: the same document always gives the same bytes."""
    if pretty:
        return json.dumps(document, ensure_ascii=False, allow_nan=False, indent=2) + "\n"
    return json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":")) + "\n"
