"""What core.due answers for many journeys, as rows of the copy: by columns where numpy is there, else one by one.

Both ways give the same rows and the same summary as ``dues.refresh`` gives one journey.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import QuerySet

from landing.core.due.phases import phase_dates
from landing.core.due.reckon import WAITING, Decision
from landing.core.due.reckon import reckon as core_reckon
from landing.core.due.rules import Rule, Rulebook
from landing.route import dues
from landing.route.models import Fact, StepMark
from landing.route.reads import fact_value

if TYPE_CHECKING:
    from landing.core.due.bulk import ManyDues

SUMMARY = (
    "prepare_from", "move_from", "land_from", "pilot_flame_from", "next_due_on", "next_due_rule", "recompute_on",
    "asks", "rulebook",
)  # fmt: skip


class Row(NamedTuple):
    """One undone due: the rule, the columns of ``dues.COLUMNS``, and both as one line of text to compare by."""

    rule: str
    columns: tuple[Any, ...]
    line: str


@dataclass(slots=True)
class Answer:
    """The undone dues of one journey, and what is kept with the journey in the order of SUMMARY."""

    journey: int
    rows: list[Row]
    summary: tuple[Any, ...]


@dataclass(slots=True)
class Known:
    """What core.due needs to know of one journey; gates play no part in the copy."""

    facts: dict[str, Any] = field(default_factory=dict)
    done: dict[str, date] = field(default_factory=dict)
    set_aside: dict[str, date] = field(default_factory=dict)


def known_of(ids: Sequence[int], only: Sequence[Rule] | None = None) -> dict[int, Known]:
    """Facts and marks of journeys, two queries for all of them; ``only``: no more than these rules look at."""
    known = {pk: Known() for pk in ids}
    facts, marks = _told(only)
    for row in facts.filter(journey__in=ids):
        _add_fact(known, row)
    for row in marks.filter(journey__in=ids):
        _add_mark(known, row)
    return known


def known_in_region(
    region_code: str, ids: Sequence[int], *, only: Sequence[Rule] | None = None, size: int = 2_000
) -> Iterator[dict[int, Known]]:
    """The same for very many journeys of one region, ``size`` at a time: two queries, however many there are.

    ids: in ascending order. What is written meanwhile may be half there, unless the caller holds the journeys.
    """
    facts, marks = (
        rows.filter(journey__person__region__code=region_code).order_by("journey_id") for rows in _told(only)
    )
    next_facts, next_marks = _InOrder(facts), _InOrder(marks)
    for start in range(0, len(ids), size):
        known = {pk: Known() for pk in ids[start : start + size]}
        last = ids[min(start + size, len(ids)) - 1]
        for row in next_facts.until(last):
            _add_fact(known, row)
        for row in next_marks.until(last):
            _add_mark(known, row)
        yield known


class _InOrder:
    """Rows that begin with a journey, in the order of the journeys, read a part at a time."""

    def __init__(self, rows: QuerySet[Any, Any]) -> None:
        self._rows = rows.iterator(chunk_size=20_000)
        self._next: Any = next(self._rows, None)

    def until(self, journey: int) -> Iterator[Any]:
        """The rows up to and with a journey."""
        while self._next is not None and self._next[0] <= journey:
            yield self._next
            self._next = next(self._rows, None)


def _told(only: Sequence[Rule] | None) -> tuple[QuerySet[Any, Any], QuerySet[Any, Any]]:
    """The facts and marks that hold now, as plain rows that begin with the journey."""
    facts = Fact.objects.filter(current=True).values_list("journey_id", "kind", "on", "value")
    marks = StepMark.objects.filter(current=True).values_list("journey_id", "rule", "kind", "on")
    if only is not None:
        facts = facts.filter(kind__in={fact for rule in only for fact in facts_of(rule)})
        marks = marks.filter(rule__in={rule.id for rule in only})
    return facts, marks


def _add_fact(known: dict[int, Known], row: Any) -> None:
    pk, kind, on, value = row
    if pk in known:  # not of a journey of the region that was not asked for
        known[pk].facts[kind] = fact_value(kind, on, value)


def _add_mark(known: dict[int, Known], row: Any) -> None:
    pk, rule, kind, on = row
    if pk in known:
        (known[pk].done if kind == StepMark.Kind.DONE else known[pk].set_aside)[rule] = on


def facts_of(rule: Rule) -> Iterator[str]:
    """The facts that decide whether a rule holds and when it is due."""
    yield from rule.until
    yield from rule.asked_by
    for moment in (rule.due, rule.not_before):
        yield from moment.anchors if moment is not None else ()
    if rule.when is not None:
        yield from (test.fact for test in rule.when.tests())


def answers(book: Rulebook, today: date, known: dict[int, Known], *, whole: bool = False) -> Iterator[Answer]:
    """The answer for each journey, in the order given; ``whole``: also what waits or cannot be done yet.

    The columns of a row are ``dues.COLUMNS``; of a whole answer WHOLE.
    """
    try:
        return iter(by_columns(book, today, known, whole=whole))
    except (ImportError, ValueError):
        # No numpy here, or a date that no column can hold: slower, and right all the same.
        return one_by_one(book, today, known, whole=whole)


WHOLE = ("status", "due_on")
NOW = "now"


def row(rule: str, columns: tuple[Any, ...]) -> Row:
    """A row with its line; the database makes the same line of what is stored."""
    return Row(rule, columns, f"{rule}|{'|'.join(['' if value is None else str(value) for value in columns])}")


def one_by_one(book: Rulebook, today: date, known: dict[int, Known], *, whole: bool = False) -> Iterator[Answer]:
    """Each journey reckoned by itself."""
    for pk, what in known.items():
        aside = {rule: Decision(on, "", "") for rule, on in what.set_aside.items()}
        reckoning = core_reckon(book, today, what.facts, what.done, aside)
        if whole:
            rows = [
                row(found.rule_id, (NOW if found.state in dues.STATES else found.state, found.due))
                for found in reckoning.dues if not found.settled
            ]  # fmt: skip
        else:
            rows = [
                row(found.rule_id, dues.row_of(book, today, found)) for found in reckoning.dues if dues.is_kept(found)
            ]
        first = dues.next_due(reckoning)
        due = (first.due, first.rule_id) if first else (None, "")
        yield Answer(pk, rows, _summary(book, what, *due, dues.next_change(reckoning), dues.asks(reckoning)))


def _summary(
    book: Rulebook, what: Known, due: date | None, rule: str, change: date | None, asks: str
) -> tuple[Any, ...]:
    starts = phase_dates(what.facts)
    return (
        starts.prepare_from, starts.move_from, starts.land_from, starts.pilot_flame_from, due, rule, change, asks,
        book.fingerprint[:64],
    )  # fmt: skip


def by_columns(book: Rulebook, today: date, known: dict[int, Known], *, whole: bool = False) -> list[Answer]:
    """Every rule tested once for all journeys. Raises ImportError without numpy, ValueError for a date out of range."""
    import numpy as np

    from landing.core.due import bulk, many_days

    journeys = [bulk.KnownOfOne(what.facts, what.done, what.set_aside) for what in known.values()]
    columns = bulk.columns_of(book, journeys)
    rows: list[list[Row]] = [[] for _ in journeys]
    # The first day and its rule as one number each, so that the smallest of them is both at once.
    ids = sorted(book.rule_ids)
    first = np.full(len(journeys), _NEVER * len(ids), np.int64)
    change = np.full(len(journeys), _NEVER, np.int64)
    today_number = many_days.as_number(today)
    can_be_done = [bulk.CODES[state] for state in dues.STATES]
    names = {code: NOW if state in dues.STATES else state for state, code in bulk.CODES.items()}
    days = _Days(many_days.as_date)
    waiting: dict[str, Any] = {}
    for found in bulk.each_rule(book, today, columns):
        left = found.state > bulk.CODES["set_aside"]
        now = np.isin(found.state, can_be_done)
        number = found.due.astype(np.int64) * len(ids) + ids.index(found.rule.id)
        np.minimum(first, number, out=first, where=now & many_days.known(found.due))
        for day in (found.not_before, found.lapses_on):
            np.minimum(change, day, out=change, where=left & (day > today_number))
        _count_waits(waiting, found, bulk.CODES[WAITING])
        made: dict[Any, Row]
        parts: tuple[Any, ...]
        if whole:
            places, parts = left.nonzero()[0], (found.state, found.due)
            made = _MadeWhole(found.rule, days, names)
        else:
            dated = many_days.known(found.due) | many_days.known(found.latest_sensible)
            places, parts = (now & dated).nonzero()[0], (found.due, found.latest_sensible, found.lapses_on)
            made = _Made(found.rule, days)
        keys = zip(*(column[places].tolist() for column in parts), strict=True)
        for place, key in zip(places.tolist(), keys, strict=True):
            rows[place].append(made[key])
    asks = _asks(waiting, len(journeys))
    last = _NEVER * len(ids)
    return [
        Answer(
            pk, rows[at],
            _summary(
                book, what, *((None, "") if due == last else (days[due // len(ids)][0], ids[due % len(ids)])),
                None if turn == _NEVER else days[turn][0], asks[at],
            ),
        )
        for at, ((pk, what), due, turn) in enumerate(zip(known.items(), first.tolist(), change.tolist(), strict=True))
    ]  # fmt: skip


_NEVER = 2**31


def _count_waits(waiting: dict[str, Any], found: ManyDues, code: int) -> None:
    """Add to the numbers per fact (one for each journey) the journeys where this rule waits for it."""
    waits = found.state == code
    if not waits.any():
        return
    for bit, fact in enumerate(found.may_wait_for):
        one = waits & ((found.waits >> bit & 1) == 1)
        waiting[fact] = waiting[fact] + one if fact in waiting else one.astype("int16")


def _asks(waiting: dict[str, Any], journeys: int) -> list[str]:
    """The numbers as one text for each journey (as ``dues.asks_text``)."""
    found: list[list[str]] = [[] for _ in range(journeys)]
    for fact in sorted(waiting):
        numbers = waiting[fact]
        for place in numbers.nonzero()[0].tolist():
            found[place].append(f"{fact}:{numbers[place]}")
    return [",".join(parts) for parts in found]


class _Days(dict[int, tuple[date | None, str]]):
    """The number of a day to the day and its text, each made once."""

    def __init__(self, as_date: Callable[[int], date | None]) -> None:
        super().__init__()
        self.as_date = as_date

    def __missing__(self, number: int) -> tuple[date | None, str]:
        day = self.as_date(number)
        self[number] = found = (day, day.isoformat() if day else "")
        return found


class _Made(dict[tuple[int, ...], Row]):
    """Rows of one rule by the numbers of their three days. Thousands of journeys share a row; each is made once."""

    def __init__(self, rule: Rule, days: _Days) -> None:
        super().__init__()
        self.rule, self.days = rule, days

    def __missing__(self, key: tuple[int, ...]) -> Row:
        (due_on, t1), (latest_on, t2), (lapses_on, t3) = (self.days[number] for number in key)
        who = self.rule.who
        line = f"{self.rule.id}|{who}|{t1}|{t2}|{t3}"
        self[key] = made = Row(self.rule.id, (who, due_on, latest_on, lapses_on), line)
        return made


class _MadeWhole(dict[tuple[int, int], Row]):
    """Rows of a whole answer (WHOLE) of one rule by the numbers of their state and day."""

    def __init__(self, rule: Rule, days: _Days, names: dict[int, str]) -> None:
        super().__init__()
        self.rule, self.days, self.names = rule, days, names

    def __missing__(self, key: tuple[int, int]) -> Row:
        status, (due_on, text) = self.names[key[0]], self.days[key[1]]
        self[key] = made = Row(self.rule.id, (status, due_on), f"{self.rule.id}|{status}|{text}")
        return made
