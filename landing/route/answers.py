"""What core.due answers for many journeys, as rows of the copy: by columns where numpy is there, else one by one.

Both ways give the same rows and the same summary as ``dues.refresh`` gives one journey.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from landing.core.due.phases import phase_dates
from landing.core.due.reckon import Decision
from landing.core.due.reckon import reckon as core_reckon
from landing.core.due.rules import Rule, Rulebook
from landing.route import dues
from landing.route.models import Fact, StepMark
from landing.route.reads import fact_value

if TYPE_CHECKING:
    from landing.core.due.bulk import ManyDues

SUMMARY = (
    "prepare_from", "move_from", "land_from", "pilot_flame_from", "next_due_on", "next_due_rule", "recompute_on",
    "rulebook",
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
    facts = Fact.objects.filter(journey__in=ids, current=True)
    marks = StepMark.objects.filter(journey__in=ids, current=True)
    if only is not None:
        facts = facts.filter(kind__in={fact for rule in only for fact in facts_of(rule)})
        marks = marks.filter(rule__in={rule.id for rule in only})
    for pk, kind, on, value in facts.values_list("journey_id", "kind", "on", "value"):
        known[pk].facts[kind] = fact_value(kind, on, value)
    for pk, rule, kind, on in marks.values_list("journey_id", "rule", "kind", "on"):
        (known[pk].done if kind == StepMark.Kind.DONE else known[pk].set_aside)[rule] = on
    return known


def facts_of(rule: Rule) -> Iterator[str]:
    """The facts that decide whether a rule holds and when it is due."""
    yield from rule.until
    for moment in (rule.due, rule.not_before):
        yield from moment.anchors if moment is not None else ()
    if rule.when is not None:
        yield from (test.fact for test in rule.when.tests())


def answers(book: Rulebook, today: date, known: dict[int, Known]) -> Iterator[Answer]:
    """The answer for each journey, in the order given."""
    try:
        return iter(by_columns(book, today, known))
    except (ImportError, ValueError):
        # No numpy here, or a date that no column can hold: slower, and right all the same.
        return one_by_one(book, today, known)


def row(rule: str, columns: tuple[Any, ...]) -> Row:
    """A row with its line; the database makes the same line of what is stored."""
    return Row(rule, columns, f"{rule}|{'|'.join(['' if value is None else str(value) for value in columns])}")


def one_by_one(book: Rulebook, today: date, known: dict[int, Known]) -> Iterator[Answer]:
    """Each journey reckoned by itself."""
    for pk, what in known.items():
        aside = {rule: Decision(on, "", "") for rule, on in what.set_aside.items()}
        reckoning = core_reckon(book, today, what.facts, what.done, aside)
        rows = [
            row(found.rule_id, dues.row_of(book, today, found))
            for found in reckoning.dues
            if found.state in dues.STATUS
        ]
        first = dues.next_due(reckoning)
        due = (first.due, first.rule_id) if first else (None, "")
        yield Answer(pk, rows, _summary(book, what, *due, dues.next_change(reckoning)))


def _summary(book: Rulebook, what: Known, due: date | None, rule: str, change: date | None) -> tuple[Any, ...]:
    starts = phase_dates(what.facts)
    return (
        starts.prepare_from, starts.move_from, starts.land_from, starts.pilot_flame_from, due, rule, change,
        book.fingerprint[:64],
    )  # fmt: skip


def by_columns(book: Rulebook, today: date, known: dict[int, Known]) -> list[Answer]:
    """Every rule tested once for all journeys. Raises ImportError without numpy, ValueError for a date out of range."""
    from landing.core.due import bulk, many_days

    journeys = [bulk.KnownOfOne(what.facts, what.done, what.set_aside) for what in known.values()]
    columns = bulk.columns_of(book, journeys)
    rows: list[list[Row]] = [[] for _ in journeys]
    first: list[tuple[int, str]] = [(_NEVER, "")] * len(journeys)
    change = [_NEVER] * len(journeys)
    today_number = many_days.as_number(today)
    undone = {bulk.CODES[state]: int(status) for state, status in dues.STATUS.items()}
    for found in bulk.each_rule(book, today, columns):
        anchor_days = _anchor_days(found, columns.facts)
        made = _maker(found, undone, many_days.as_date)
        rule = found.rule.id
        places = (found.state > bulk.CODES["set_aside"]).nonzero()[0]
        values = zip(
            places.tolist(), found.state[places].tolist(), found.due[places].tolist(),
            found.latest_sensible[places].tolist(), found.not_before[places].tolist(),
            found.lapses_on[places].tolist(), found.anchor[places].tolist(), anchor_days[places].tolist(),
            found.waits[places].tolist(), strict=True,
        )  # fmt: skip
        cache: dict[tuple[int, ...], Row] = {}
        for place, *key_parts in values:
            key = tuple(key_parts)
            kept = cache.get(key)
            if kept is None:
                kept = cache[key] = made(key)
            rows[place].append(kept)
            if kept.columns[0] == dues.Due.Status.OPEN and key[1] != many_days.NO_DAY:
                first[place] = min(first[place], (key[1], rule))
            for day in (key[3], key[4]):
                if today_number < day < change[place]:
                    change[place] = day
    return [
        Answer(pk, rows[at], _summary(book, what, _day(first[at][0], many_days.as_date), first[at][1],
                                      _day(change[at], many_days.as_date)))
        for at, (pk, what) in enumerate(known.items())
    ]  # fmt: skip


_NEVER = 2**31


def _day(number: int, as_date: Callable[[int], date | None]) -> date | None:
    return None if number == _NEVER else as_date(number)


def _anchor_days(found: ManyDues, facts: Any) -> Any:
    """For each journey the day of its anchor; unknown where it has none."""
    from landing.core.due import many_days

    days = found.due.copy()
    days[:] = many_days.NO_DAY
    for number, fact in enumerate(found.anchor_facts):
        if fact in facts:
            mask = found.anchor == number
            days[mask] = facts[fact][mask]
    return days


def _maker(
    found: ManyDues, undone: dict[int, int], as_date: Callable[[int], date | None]
) -> Callable[[tuple[int, ...]], Row]:
    """Makes a row of the numbers in the columns: state, the four days, anchor with its day, and what it waits for."""
    rule, facts = found.rule, found.may_wait_for
    anchors = [moment.anchors for moment in (rule.not_before, rule.due) if moment is not None]

    def make(key: tuple[int, ...]) -> Row:
        state, due, latest, not_before, lapses, anchor, anchor_on, waits = key
        names = tuple(fact for bit, fact in enumerate(facts) if waits >> bit & 1)
        names = next((given for given in anchors if set(given) == set(names)), names)
        days = [as_date(day) for day in (due, latest, not_before, lapses)]
        fact = found.anchor_facts[anchor] if anchor >= 0 else ""
        return row(rule.id, (undone[state], rule.who, *days, fact, as_date(anchor_on), ",".join(names)[:300]))

    return make
