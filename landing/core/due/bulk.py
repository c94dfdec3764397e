"""``reckon`` for many journeys at once, as columns: every rule is tested once for all of them.

The results are those of ``reckon``, rule by rule and journey by journey; the order of work and the reasons are left to
whoever looks at one journey. numpy is needed for this module alone (the extra ``planning``); import it when it is called.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from landing.core.due.conditions import (
    AllOf,
    AnyOf,
    Before,
    Condition,
    FactTest,
    FirstOfMonth,
    In,
    Is,
    Known,
    NoneOf,
    OnOrAfter,
)
from landing.core.due.many_days import NO_DAY, Days, ManyWorkingDays, Mask, as_number, known, many_working_days
from landing.core.due.reckon import DONE, DUE_SOON, NOT_BEFORE, OPEN, OVERDUE, SET_ASIDE, STATES, WAITING
from landing.core.due.rules import Moment, Rule, Rulebook
from landing.core.periods import EARLIEST, LATEST

ABSENT = 0
CODES: Mapping[str, int] = {state: number for number, state in enumerate(STATES, 1)}
"""State to the number by which it stands in a column; 0 says that the rule is not in the list."""
_FALSE, _UNKNOWN, _TRUE = 0, 1, 2
# In this coding the Kleene connectives are minimum (all), maximum (any) and 2 - maximum (none).
_NOTHING_CHOSEN = -1

Codes = npt.NDArray[np.int8]
Flags = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Columns:
    """What is known of ``count`` journeys. A fact, rule or decision without a column is unknown for all of them.

    Dates, ``done`` and ``set_aside`` are days since 1970-01-01 (``many_days``); yes or no is 1 or 0 and a choice is its
    place among ``Fact.choices``, both with -1 for unknown.
    """

    count: int
    facts: Mapping[str, npt.NDArray[Any]]
    done: Mapping[str, Days]
    set_aside: Mapping[str, Days]


class KnownOfOne(NamedTuple):
    """What is known of one journey, as ``reckon`` takes it; only the day of a decision counts."""

    facts: Mapping[str, Any]
    done: Mapping[str, date]
    set_aside: Mapping[str, date]


@dataclass(frozen=True, slots=True)
class ManyDues:
    """One rule for all journeys. ``anchor`` counts in ``anchor_facts`` (-1: none); bit *n* of ``waits`` stands for
    ``may_wait_for[n]``. Where ``state`` is 0 the other columns hold nothing."""

    rule: Rule
    state: npt.NDArray[np.uint8]
    due: Days
    latest_sensible: Days
    not_before: Days
    lapses_on: Days
    anchor: Codes
    anchor_facts: tuple[str, ...]
    waits: Flags
    may_wait_for: tuple[str, ...]
    keeps_gate_closed: Mask


def columns_of(rulebook: Rulebook, journeys: Sequence[KnownOfOne]) -> Columns:
    """Columns from records. Facts that the rulebook does not know are left out."""
    count = len(journeys)
    facts: dict[str, npt.NDArray[Any]] = {}
    for fact in rulebook.facts.values():
        if fact.kind == "date":
            facts[fact.id] = np.fromiter((as_number(one.facts.get(fact.id)) for one in journeys), np.int32, count)
        else:
            codes: dict[Any, int] = {choice: place for place, choice in enumerate(fact.choices)}
            codes = codes or {True: 1, False: 0}
            values = (codes.get(one.facts.get(fact.id), _NOTHING_CHOSEN) for one in journeys)
            facts[fact.id] = np.fromiter(values, np.int8, count)
    done = _day_columns(count, [one.done for one in journeys])
    return Columns(count, facts, done, _day_columns(count, [one.set_aside for one in journeys]))


def _day_columns(count: int, given: Sequence[Mapping[str, date]]) -> dict[str, Days]:
    columns: dict[str, Days] = {}
    for place, days in enumerate(given):
        for rule_id, day in days.items():
            if rule_id not in columns:
                columns[rule_id] = np.full(count, NO_DAY, np.int32)
            columns[rule_id][place] = as_number(day)
    return columns


def reckon_many(rulebook: Rulebook, today: date, columns: Columns) -> dict[str, ManyDues]:
    """Every rule for all journeys. Raises ``ValueError`` for a date outside ``EARLIEST`` to ``LATEST``.

    Takes about 30 bytes a rule and a journey; ``each_rule`` gives the same one rule at a time.
    """
    return {found.rule.id: found for found in each_rule(rulebook, today, columns)}


def each_rule(rulebook: Rulebook, today: date, columns: Columns) -> Iterator[ManyDues]:
    """The rules one by one: those that speak on ``today``, and those that ended but were done."""
    work = _Many(rulebook, today, columns)
    for rule in rulebook.speaking(today).rules:
        yield work.dues(rule)
    for rule_id in sorted(columns.done):
        if rulebook.versions(rule_id) and rulebook.version_on(rule_id, today) is None:
            yield work.done_under_ended(rulebook.last_version(rule_id, today))


def gates_open(rulebook: Rulebook, found: Mapping[str, ManyDues], count: int) -> dict[str, Mask]:
    """For each gate whether nothing keeps it closed. That someone let it pass all the same is not counted."""
    closed = {gate: np.zeros(count, np.bool_) for gate in rulebook.gates}
    for dues in found.values():
        for gate in dues.rule.blocks:
            closed[gate] |= dues.keeps_gate_closed
    return {gate: ~mask for gate, mask in closed.items()}


class _Dated(NamedTuple):
    due: Days
    latest: Days
    not_before: Days
    anchor: Codes
    anchor_facts: tuple[str, ...]


class _Many:
    """The columns of one call, and the tests on them."""

    def __init__(self, rulebook: Rulebook, today: date, columns: Columns) -> None:
        self.book, self.columns = rulebook, columns
        self.today = np.int32(as_number(today))
        self.calendar: ManyWorkingDays = many_working_days(rulebook.calendar)
        self.no_days = np.full(columns.count, NO_DAY, np.int32)
        self.no_codes = np.full(columns.count, _NOTHING_CHOSEN, np.int8)
        dates = [
            columns.facts[fact.id]
            for fact in rulebook.facts.values()
            if fact.kind == "date" and fact.id in columns.facts
        ]
        for days in (*dates, *columns.done.values(), *columns.set_aside.values()):
            there = days[known(days)]
            if there.size and (there.min() < as_number(EARLIEST) or there.max() > as_number(LATEST)):
                raise ValueError(f"a date outside {EARLIEST} to {LATEST}")

    def dues(self, rule: Rule) -> ManyDues:
        """As ``reckon._due``, for all journeys."""
        holds = self._holds(rule.when) if rule.when is not None else np.full(self.columns.count, _TRUE, np.int8)
        counts_from = self._counts_from(rule)
        lapses = self._lapses_on(rule)
        silent = (holds == _FALSE) | known(self._past(lapses))
        done = self._counting(self.columns.done.get(rule.id), counts_from, silent)
        aside = self._counting(self.columns.set_aside.get(rule.id), counts_from, silent)
        was_done = known(done)
        dated = self._dated(rule, done)
        may_wait_for = self._may_wait_for(rule)
        waits = np.zeros(self.columns.count, np.uint64)
        state = np.zeros(self.columns.count, np.uint8)

        settled = was_done if rule.repeat is None else was_done & silent
        state[settled] = CODES[DONE]
        left = ~settled & ~silent
        put_aside = left & known(aside) & (~was_done | (aside >= done))
        state[put_aside] = CODES[SET_ASIDE]
        left &= ~put_aside
        undecided = left & (holds == _UNKNOWN)
        if rule.when is not None and undecided.any():
            state[undecided] = CODES[WAITING]
            self._undecided(rule.when, undecided, may_wait_for, waits)
        left &= ~undecided
        if rule.not_before is not None:
            blind = left & ~known(dated.not_before)
            state[blind] = CODES[NOT_BEFORE]
            waits[blind] = _bits(rule.not_before.anchors, may_wait_for)
            left &= ~blind
        if rule.due is not None:
            blind = left & ~known(dated.due) & (dated.anchor < 0)
            state[blind] = CODES[WAITING]
            waits[blind] = _bits(rule.due.anchors, may_wait_for)
            left &= ~blind
        state[left] = self._state_on(dated)[left]
        return self._result(rule, state, dated, lapses, waits, may_wait_for, was_done)

    def done_under_ended(self, rule: Rule) -> ManyDues:
        """A rule that no longer speaks, for those who did it."""
        done = self._past(self.columns.done.get(rule.id))
        was_done = known(done)
        state = np.where(was_done, np.uint8(CODES[DONE]), np.uint8(ABSENT)).astype(np.uint8)
        waits = np.zeros(self.columns.count, np.uint64)
        return self._result(rule, state, self._dated(rule, done), self._lapses_on(rule), waits, (), was_done)

    def _counts_from(self, rule: Rule) -> Days | None:
        """As ``recurring.newest_event``: from which day deeds count; ``None`` for a rule that nothing asks for again."""
        if rule.id not in self.book.recurring:
            return None
        counts_from = self.no_days
        for fact in rule.asked_by:
            early = self.book.facts[fact].recurs
            if early is not None:
                counts_from = np.maximum(counts_from, self.calendar.applied(self._days(fact), -early, "none"))
        return counts_from

    def _counting(self, days: Days | None, counts_from: Days | None, silent: Mask) -> Days:
        """The deeds of the past that count: not those that a newer event left behind, unless the rule is silent."""
        past = self._past(days)
        if days is None or counts_from is None:
            return past
        return np.where(silent | (past >= counts_from), past, np.int32(NO_DAY))

    def _result(
        self,
        rule: Rule,
        state: npt.NDArray[np.uint8],
        dated: _Dated,
        lapses: Days,
        waits: Flags,
        may: tuple[str, ...],
        was_done: Mask,
    ) -> ManyDues:
        absent = state == ABSENT
        for days in (dated.due, dated.latest, dated.not_before):
            days[absent] = NO_DAY
        dated.anchor[absent] = _NOTHING_CHOSEN
        lapses[absent] = NO_DAY
        closed = (state > 0) & (state != CODES[DONE]) & (state != CODES[SET_ASIDE])
        if rule.repeat is not None:
            closed &= ~was_done | (state == CODES[OVERDUE])
        return ManyDues(
            rule, state, dated.due, dated.latest, dated.not_before, lapses, dated.anchor, dated.anchor_facts, waits, may, closed
        )  # fmt: skip

    def _days(self, fact: str) -> Days:
        return self.columns.facts.get(fact, self.no_days)

    def _past(self, days: Days | None) -> Days:
        if days is None:
            return self.no_days
        return np.where(days <= self.today, days, np.int32(NO_DAY))

    def _first_known(self, anchors: Sequence[str]) -> tuple[Codes, Days]:
        """For each journey the place of the first known anchor, and its day."""
        place, day = self.no_codes.copy(), self.no_days.copy()
        for number, fact in reversed(list(enumerate(anchors))):
            days = self._days(fact)
            there = known(days)
            place[there] = number
            day[there] = days[there]
        return place, day

    def _dated(self, rule: Rule, done: Days) -> _Dated:
        """As ``reckon._dated``."""
        anchor, due = self.no_codes.copy(), self.no_days.copy()
        facts: tuple[str, ...] = ()
        if rule.due is not None:
            anchor, due, facts = self._anchored(rule, rule.due)
        if rule.repeat is not None:
            again = known(done)
            due = np.where(again, self.calendar.applied(done, rule.repeat.every, rule.repeat.rounding), due)
            anchor[again] = _NOTHING_CHOSEN
        latest = due.copy()
        if rule.lead_time is not None:
            latest = self.calendar.applied(due, -rule.lead_time, "previous_working_day")
        not_before = self.no_days.copy()
        if rule.not_before is not None:
            _, start = self._first_known(rule.not_before.anchors)
            not_before = self.calendar.applied(start, rule.not_before.term, rule.not_before.rounding)
        return _Dated(due, latest, not_before, anchor, facts)

    def _anchored(self, rule: Rule, moment: Moment) -> tuple[Codes, Days, tuple[str, ...]]:
        """As ``reckon._anchored``: a day before a change of the rule keeps the term it had."""
        place, day = self._first_known(moment.anchors)
        facts = list(moment.anchors)
        due = self.calendar.applied(day, moment.term, moment.rounding)
        versions = self.book.versions(rule.id)
        older = [version for version in versions if version.valid_from < rule.valid_from]
        for number, version in enumerate(older):
            spoke = known(day) & (day < as_number(versions[number + 1].valid_from))
            if number:
                spoke &= day >= as_number(version.valid_from)
            if version.due is None:
                due = np.where(spoke, np.int32(NO_DAY), due)
                continue
            facts += [fact for fact in version.due.anchors if fact not in facts]
            old_place, old_day = self._first_known(version.due.anchors)
            found = spoke & known(old_day)
            start = np.where(found, old_day, day)
            due = np.where(spoke, self.calendar.applied(start, version.due.term, version.due.rounding), due)
            places = np.array([facts.index(fact) for fact in version.due.anchors], np.int8)
            place = np.where(found, places[old_place], place)
        return place, due, tuple(facts)

    def _lapses_on(self, rule: Rule) -> Days:
        """As ``reckon._lapses_on``."""
        never = np.int32(np.iinfo(np.int32).max)
        end = self.book.ends_on(rule)
        lapses = np.full(self.columns.count, never if end is None else as_number(end), np.int32)
        ends = [self._days(fact) for fact in rule.until]
        anchor = rule.first_anchor
        if anchor is not None and self.book.facts[anchor].recurs is not None:
            began = self._days(anchor)
            ends = [np.where(days >= began, days, np.int32(NO_DAY)) for days in ends]
        if rule.lapses is not None and rule.due is not None:
            _, start = self._first_known(rule.due.anchors)
            ends.append(self.calendar.applied(start, rule.lapses, "none"))
        for days in ends:
            lapses = np.where(known(days) & (days < lapses), days, lapses)
        return np.where(lapses == never, np.int32(NO_DAY), lapses)

    def _state_on(self, dated: _Dated) -> npt.NDArray[np.uint8]:
        """As ``reckon.state_on``, for what is not done and whose facts are known."""
        soon = (dated.latest <= self.today) | (dated.due <= self.today + self.book.soon_days)
        conditions = [
            dated.not_before > self.today,
            ~known(dated.due),
            dated.due < self.today,
            soon,
        ]
        choices = [CODES[NOT_BEFORE], CODES[OPEN], CODES[OVERDUE], CODES[DUE_SOON]]
        return np.select(conditions, choices, CODES[OPEN]).astype(np.uint8)

    def _may_wait_for(self, rule: Rule) -> tuple[str, ...]:
        facts = dict.fromkeys(test.fact for test in rule.when.tests()) if rule.when is not None else {}
        for moment in (rule.not_before, rule.due):
            facts |= dict.fromkeys(moment.anchors) if moment is not None else {}
        return tuple(facts)

    def _holds(self, condition: Condition) -> Codes:
        if isinstance(condition, AllOf):
            return np.minimum.reduce([self._holds(part) for part in condition.parts])
        if isinstance(condition, AnyOf):
            return np.maximum.reduce([self._holds(part) for part in condition.parts])
        if isinstance(condition, NoneOf):
            return np.int8(_TRUE) - np.maximum.reduce([self._holds(part) for part in condition.parts])
        assert isinstance(condition, FactTest)
        return self._test(condition)

    def _test(self, test: FactTest) -> Codes:
        fact = self.book.facts[test.fact]
        if fact.kind == "date":
            values: npt.NDArray[Any] = self._days(fact.id)
            there = known(values)
        else:
            values = self.columns.facts.get(fact.id, self.no_codes)
            there = values != _NOTHING_CHOSEN
        places = list(fact.choices)
        match test:
            case Known():
                return np.where(there == test.known, np.int8(_TRUE), np.int8(_FALSE))
            case Is():
                fits = values == (places.index(test.value) if isinstance(test.value, str) else int(test.value))
            case In():
                fits = np.isin(values, [places.index(value) for value in test.values])
            case OnOrAfter():
                fits = values >= as_number(test.day)
            case Before():
                fits = values < as_number(test.day)
            case FirstOfMonth():
                dates = np.where(there, values, 0).astype("datetime64[D]")
                fits = (dates == dates.astype("datetime64[M]").astype("datetime64[D]")) == test.first
            case _:
                raise TypeError(f"no column test for {type(test).__name__}")
        return np.where(there, np.where(fits, np.int8(_TRUE), np.int8(_FALSE)), np.int8(_UNKNOWN))

    def _undecided(self, condition: Condition, mask: Mask, may_wait_for: tuple[str, ...], waits: Flags) -> None:
        """Set the bits of the facts that keep the condition undecided where the mask says it is."""
        if isinstance(condition, FactTest):
            waits[mask] |= _bits((condition.fact,), may_wait_for)
        elif isinstance(condition, AllOf | AnyOf | NoneOf):
            for part in condition.parts:
                inner = mask & (self._holds(part) == _UNKNOWN)
                if inner.any():
                    self._undecided(part, inner, may_wait_for, waits)


def _bits(facts: Sequence[str], may_wait_for: tuple[str, ...]) -> np.uint64:
    return np.uint64(sum(1 << may_wait_for.index(fact) for fact in facts))
