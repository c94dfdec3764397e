"""Kept questions: the SQL of a question is made once for each shape it can have, and asked again with other values.

Making SQL costs Django more than asking it. A question that every page asks is therefore built once from the same
conditions as any other, people.reads.visible included, with *marks* where the values of the day will stand. What was
made is kept with the place of every mark. The scoping stands nowhere a second time (docs/adr/0007).

What belongs to the shape and what is a value is told by the type of what is given: whole numbers, days, moments, UUIDs
and ``Text`` are values; None, true and false, plain words, roles and ``Many`` are shape, and so is how many there
are of something. So a new field of the viewer is shape by itself, unless it is a number or a day. Whatever is neither is refused.

A question proves itself before it is kept: it is made twice, with different marks. The texts must be the same, and
every parameter that differs must be one mark, or a day at a fixed distance of it. A builder that looks at the value of
a mark is refused by the mark itself.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from functools import lru_cache
from typing import Any, NoReturn
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.db.models.query import ValuesListIterable

from landing.people.prepared import asked, spelled_out

MOST_SHAPES = 500
LARGEST = 2**63 - 1


class CannotKeep(Exception):
    """A question that cannot be kept, because a value does something else in it than stand in its own place."""


class Text(str):
    """A text that is a value: a part of a name, a key. A plain ``str`` is part of the shape of a question."""

    __slots__ = ()


class Many(int):
    """A number that is part of the shape: how many rows are asked for."""

    __slots__ = ()


# ── Taking apart what a question is given ────────────────────────────────────────────────────────────────────────────

# bool before int and datetime before date: the first is a kind of the second.
_VALUES: tuple[type, ...] = (Text, datetime, date, UUID)
# Words of the viewer that differ from person to person and that no condition needs.
_NAMES = frozenset({"name", "organisation_name"})


@lru_cache(maxsize=64)
def _fields_of(kind: Hashable) -> tuple[tuple[str, bool], ...]:
    # What does not tell two of a kind apart, such as the notebook of the access log, is no part of a question.
    return tuple((one.name, one.name in _NAMES) for one in fields(kind) if one.compare)  # type: ignore[arg-type]


_seen = threading.local()


def _take_apart(given: Any, values: list[Any]) -> Any:
    """The shape of what is given; its values are added to ``values`` in order."""
    kind: Any = type(given)
    if given is None or kind is bool or kind is str or isinstance(given, (Enum, frozenset, Many)):
        return given
    if kind is int:
        values.append(given)
        return int
    if isinstance(given, _VALUES):
        values.append(given)
        return kind
    if kind is tuple:
        return (tuple, *[_take_apart(one, values) for one in given])
    if is_dataclass(given) and kind.__dataclass_params__.frozen:
        # One page asks with the same viewer and the same filters again and again.
        held = _seen.__dict__.get(kind.__qualname__)
        if held is None or held[0] is not given:
            own: list[Any] = []
            held = _seen.__dict__[kind.__qualname__] = (given, _fields_apart(given, kind, own), own)
        values += held[2]
        return held[1]
    raise CannotKeep(f"{kind.__name__} is neither a value nor a shape")


def _fields_apart(given: Any, kind: Hashable, values: list[Any]) -> tuple[Any, ...]:
    shape: list[Any] = [kind]
    for name, is_name in _fields_of(kind):
        part = getattr(given, name)
        shape.append(_take_apart(Text(part) if is_name else part, values))
    return tuple(shape)


def _put_together(shape: Any, marks: Iterator[Any]) -> Any:
    """What was taken apart, with marks where its values were."""
    if isinstance(shape, type):
        return next(marks)
    if not isinstance(shape, tuple):
        return shape
    kind, *parts = shape
    made = [_put_together(part, marks) for part in parts]
    if kind is tuple:
        return tuple(made)
    return kind(**{name: part for (name, _), part in zip(_fields_of(kind), made, strict=True)})


# ── Marks ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _looked_at(*given: Any) -> NoReturn:
    raise CannotKeep("a kept question may not look at its values: what it must know belongs to its shape")


def _is(self: Any, other: Any) -> Any:
    """Marks are compared with nothing of their own kind; that a day is no text, as Django asks, is always so."""
    if isinstance(other, (int, float)) if isinstance(self, int) else isinstance(other, date):
        _looked_at()
    return NotImplemented


class _Number(int):
    """The mark of a whole number."""

    __eq__ = __ne__ = _is  # type: ignore[assignment]
    __bool__ = __lt__ = __le__ = __gt__ = __ge__ = _looked_at  # type: ignore[assignment]
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = _looked_at  # type: ignore[assignment]
    __hash__ = int.__hash__


class _Day(date):
    """The mark of a day; a day at some distance of it is a mark too."""

    __eq__ = __ne__ = _is  # type: ignore[assignment]
    __lt__ = __le__ = __gt__ = __ge__ = _looked_at  # type: ignore[assignment]
    weekday = isoweekday = replace = _looked_at  # type: ignore[assignment]
    __hash__ = date.__hash__


def _mark(kind: type, place: int, turn: int) -> Any:
    """A value that is given nowhere else: another one for each place and each of the two turns."""
    if kind is int:
        return _Number((1_100_000_003, 1_700_000_011)[turn] + (1_009, 2_003)[turn] * place)
    if kind is date:
        # The two lie apart by as many days as no other place: so a distance from one is never taken for another.
        return _Day.fromordinal(900_000 + 1_000 * place + turn * (300_001 + 7 * place))
    if kind is datetime:
        return datetime(2500 + 200 * turn, 1, 1, tzinfo=UTC) + timedelta(days=place, seconds=turn)
    if kind is UUID:
        return UUID(int=(7 << 100) + (place << 50) + (turn << 20) + 5)
    return Text(f"{'qx'[turn]}\\%_zz{place}{'jk'[turn]}")


def _bare(value: Any) -> Any:
    """A mark as the number or day it is, which may be looked at."""
    if isinstance(value, _Number):
        return int(value)
    return date.fromordinal(value.toordinal()) if isinstance(value, _Day) else value


# ── Making and keeping ───────────────────────────────────────────────────────────────────────────────────────────────


def _plain(value: Any) -> Any:
    """A value as a parameter of this database."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    if isinstance(value, UUID):
        return value if connection.features.has_native_uuid_field else value.hex
    return str(value) if isinstance(value, Text) else value


def _inside(value: Any) -> str:
    return f"%{connection.ops.prep_for_like_query(value)}%"


@dataclass(frozen=True, slots=True)
class _Place:
    """One parameter that is a value: where it stands, which value it is, and what is done to it first."""

    at: int
    value: int
    change: Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class _Kept:
    """What was made of one shape. sql is None when the question can find nobody, whatever the values."""

    sql: str | None
    parameters: tuple[Any, ...] = ()
    places: tuple[_Place, ...] = ()
    converters: tuple[tuple[int, list[Any], Any], ...] = ()
    columns: tuple[str, ...] = ()

    def ask(self, values: list[Any], by_value: bool) -> list[Any]:
        if self.sql is None:
            return []
        filled = list(self.parameters)
        for place in self.places:
            filled[place.at] = place.change(values[place.value])
        rows = asked(self.sql, filled, by_value=by_value)
        return [self._converted(row) for row in rows] if self.converters else rows

    def _converted(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        cells = list(row)
        for at, converters, expression in self.converters:
            for converter in converters:
                cells[at] = converter(cells[at], expression, connection)
        return tuple(cells)


class KeptQuestion:
    """A function that builds a QuerySet of plain rows (``values_list``), asked without building it every time."""

    def __init__(self, build: Callable[..., QuerySet[Any, Any]], *, by_value: bool = False) -> None:
        self.build, self.by_value = build, by_value
        self.__doc__ = build.__doc__
        self._made: dict[tuple[str, Any], _Kept] = {}
        self._lock = threading.Lock()

    def rows(self, *given: Any) -> list[Any]:
        """The rows as tuples, in the order of the columns of the QuerySet."""
        return self._found(given)[0]

    def records(self, *given: Any) -> list[dict[str, Any]]:
        """The rows as dictionaries by the names of their columns."""
        rows, columns = self._found(given)
        return [dict(zip(columns, row, strict=True)) for row in rows]

    def plain(self, *given: Any) -> list[Any]:
        """The same rows, asked in the ordinary way: what a kept answer must be equal to."""
        return list(self.build(*given))

    def _found(self, given: tuple[Any, ...]) -> tuple[list[Any], tuple[str, ...]]:
        values: list[Any] = []
        shape = _take_apart(given, values)
        kept = self._made.get((connection.vendor, shape)) or self._make(shape, values)
        if any(type(value) is int and not -LARGEST <= value <= LARGEST for value in values):
            # Django knows what to do with a number that no column can hold; the database would stop.
            return self.plain(*given), kept.columns
        return kept.ask(values, self.by_value), kept.columns

    def _make(self, shape: Any, values: list[Any]) -> _Kept:
        made = _made_of(self.build, shape, [_kind_of(value) for value in values])
        with self._lock:
            while len(self._made) >= MOST_SHAPES:
                self._made.pop(next(iter(self._made)))
            self._made[connection.vendor, shape] = made
        return made


def _kind_of(value: Any) -> type:
    return next(kind for kind in (Text, datetime, date, UUID, int) if isinstance(value, kind))


def _made_of(build: Callable[..., QuerySet[Any, Any]], shape: Any, kinds: list[type]) -> _Kept:
    """Make a question twice with different marks, and keep what both agree on."""
    turns = [[_mark(kind, place, turn) for place, kind in enumerate(kinds)] for turn in (0, 1)]
    (sql, first, rows), (other_sql, second, _) = (_compiled(build, _put_together(shape, iter(turn))) for turn in turns)
    if sql != other_sql or len(first) != len(second):
        raise CannotKeep("the text of the question depends on its values")
    if sql is None:
        return _Kept(None)
    marks = [(_bare(one), _bare(other)) for one, other in zip(*turns, strict=True)]
    places = tuple(
        _place(at, pair, marks) for at, pair in enumerate(zip(first, second, strict=True))
        if pair[0] != pair[1]
    )  # fmt: skip
    filled = {place.at for place in places}
    sql, parameters, moved = spelled_out(sql, first, filled)
    compiler, columns = rows
    converters = compiler.get_converters([column[0] for column in compiler.select[: compiler.col_count]])
    return _Kept(
        sql, tuple(parameters), tuple(_Place(moved[place.at], place.value, place.change) for place in places),
        tuple((at, found, expression) for at, (found, expression) in converters.items()), columns,
    )  # fmt: skip


def _compiled(build: Callable[..., QuerySet[Any, Any]], given: tuple[Any, ...]) -> tuple[str | None, list[Any], Any]:
    rows: Any = build(*given)
    if rows._iterable_class is not ValuesListIterable:
        raise CannotKeep("a kept question asks for plain rows: end it with values_list")
    compiler = rows.query.get_compiler(connection=connection)
    try:
        sql, parameters = compiler.as_sql()
    except EmptyResultSet:
        return None, [], (compiler, tuple(rows._fields))
    return sql, [_bare(parameter) for parameter in parameters], (compiler, tuple(rows._fields))


def _place(at: int, pair: tuple[Any, Any], marks: list[tuple[Any, Any]]) -> _Place:
    """Which mark a parameter is in both turns; raises CannotKeep when it is none or could be two."""
    found = [
        _Place(at, value, change) for value, both in enumerate(marks) for change in _changes(pair, both)
        if (change(both[0]), change(both[1])) == pair
    ]  # fmt: skip
    if len(found) != 1:
        raise CannotKeep(f"parameter {at + 1} of the question is none of its values, or more than one")
    return found[0]


def _changes(pair: tuple[Any, Any], marks: tuple[Any, Any]) -> list[Callable[[Any], Any]]:
    """What may have been done to a mark on its way to the parameter."""
    mark = marks[0]
    if isinstance(mark, Text):
        return [_plain, _inside]
    if not isinstance(mark, date) or isinstance(mark, datetime):
        return [_plain]
    try:
        days = date.fromisoformat(str(pair[0])).toordinal() - mark.toordinal()
    except ValueError:
        return []
    return [_plain] if not days else [lambda day: _plain(day + timedelta(days=days))]


def kept(build: Callable[..., QuerySet[Any, Any]]) -> KeptQuestion:
    """Keep the question that a function builds: ``@kept`` above a function that ends in ``values_list``."""
    return KeptQuestion(build)


def kept_by_value(build: Callable[..., QuerySet[Any, Any]]) -> KeptQuestion:
    """The same for a question that walks through all that a viewer may see: a large organisation asks for another way
    than a small one, so PostgreSQL keeps no plan for both (prepared.asked)."""
    return KeptQuestion(build, by_value=True)
