"""What is due for one journey on one day: dues with their dates and states, the phase, the gates and what to ask.

Everything follows from the rulebook, the day and what is known; nothing is stored as "late". The records are plain, and
the reasons in words are made only when someone looks (``explain``).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, Protocol

from landing.core.due.conditions import FactValues
from landing.core.due.order import in_order_of_work
from landing.core.due.phases import PhaseDates, phase_dates
from landing.core.due.recurring import Earlier, began_on, left_behind, newest_event
from landing.core.due.rules import PHASES, Moment, Rule, Rulebook

DONE = "done"
SET_ASIDE = "set_aside"
OVERDUE = "overdue"
DUE_SOON = "due_soon"
OPEN = "open"
WAITING = "waiting_for_fact"
NOT_BEFORE = "not_before"
STATES = (DONE, SET_ASIDE, OVERDUE, DUE_SOON, OPEN, WAITING, NOT_BEFORE)


class HasDay(Protocol):
    """A decision with the day on which it was taken."""

    @property
    def on(self) -> date: ...


@dataclass(frozen=True, slots=True)
class Decision:
    """Who set a rule aside or passed a gate, when and why."""

    on: date
    by: str
    why: str


@dataclass(slots=True)
class Due:
    """One thing that must be in order.

    ``lapses_on`` is the first day on which the rule falls silent (an ``until`` date that lies ahead, its own ``lapses``
    term, or the end of the rule itself). With ``not_before``, ``due`` and ``latest_sensible`` the state on any later day
    follows: ``state_on``.
    """

    rule_id: str
    version: date
    state: str
    due: date | None
    latest_sensible: date | None
    not_before: date | None
    lapses_on: date | None
    anchor_fact: str | None
    anchor_date: date | None
    provisional: bool
    waits_for: tuple[str, ...]
    repeats: bool
    done_on: date | None
    term_version: date
    """``valid_from`` of the version whose term counts: the one that spoke on the anchor date."""
    earlier: Earlier | None = None
    """The deed that no longer counts since something happened again; ``done_on`` is empty then."""

    @property
    def settled(self) -> bool:
        """Nothing more is asked: done or set aside."""
        return self.state in (DONE, SET_ASIDE)

    @property
    def holds_gate_open(self) -> bool:
        """Whether a gate may open as far as this is concerned. What comes back counts while it is not late again."""
        return self.settled or (self.repeats and self.done_on is not None and self.state != OVERDUE)


@dataclass(frozen=True, slots=True)
class GateState:
    """A gate: open, or what keeps it closed. ``passed`` when someone with a mandate let it pass."""

    gate_id: str
    open: bool
    missing: tuple[str, ...]
    passed: Decision | None


class UnknownFact(NamedTuple):
    """A fact to ask for: how many rules wait for it, and whether it is time to ask."""

    fact: str
    decides: int
    ask_now: bool


@dataclass(slots=True)
class Reckoning:
    """The answer for one journey on one day; ``dues`` stand in the order in which they should be done."""

    today: date
    phases: PhaseDates
    dues: list[Due]
    gates: list[GateState]
    unknown_facts: list[UnknownFact]

    @property
    def phase(self) -> str:
        """The phase on ``today``."""
        return self.phases.on(self.today)

    def by_id(self) -> dict[str, Due]:
        """The dues by rule id."""
        return {due.rule_id: due for due in self.dues}


def reckon(
    rulebook: Rulebook,
    today: date,
    facts: FactValues,
    done: Mapping[str, date] | None = None,
    set_aside: Mapping[str, HasDay] | None = None,
    passed: Mapping[str, Decision] | None = None,
) -> Reckoning:
    """What is due on ``today``.

    ``facts`` by fact id (absent or ``None`` is unknown), ``done`` by rule id the day it was last done, ``set_aside`` by
    rule id and ``passed`` by gate id the decision. A deed from before the newest date of an event that recurs does not
    count for the rules which that event asks for. What is dated after ``today`` has not happened yet, so that an
    earlier day can be looked back on. Ids that the rulebook does not know are left alone.
    """
    done, set_aside = done or {}, set_aside or {}
    dues: list[Due] = []
    for rule in rulebook.speaking(today).rules:
        due = _due(rulebook, rule, today, facts, _past(done.get(rule.id), today), set_aside.get(rule.id))
        if due is not None:
            dues.append(due)
    dues.extend(_done_under_ended_rules(rulebook, today, facts, done))
    dues = in_order_of_work(rulebook, today, dues)
    phases = phase_dates(facts)
    return Reckoning(
        today,
        phases,
        dues,
        _gates(rulebook, today, dues, passed or {}),
        _unknown_facts(rulebook, phases.on(today), dues),
    )


def _past(day: date | None, today: date) -> date | None:
    return day if day is not None and day <= today else None


def _done_under_ended_rules(
    rulebook: Rulebook, today: date, facts: FactValues, done: Mapping[str, date]
) -> Iterable[Due]:
    for rule_id in sorted(done):
        if done[rule_id] <= today and rulebook.versions(rule_id) and rulebook.version_on(rule_id, today) is None:
            rule = rulebook.last_version(rule_id, today)
            yield _dated(rulebook, rule, facts, done[rule_id], DONE, _lapses_on(rulebook, rule, facts))


def _due(
    rulebook: Rulebook,
    rule: Rule,
    today: date,
    facts: FactValues,
    done_on: date | None,
    aside: HasDay | None,
) -> Due | None:
    holds = True if rule.when is None else rule.when.holds(facts)
    lapses_on = _lapses_on(rulebook, rule, facts)
    silent = holds is False or (lapses_on is not None and lapses_on <= today)
    earlier = None
    # A rule that is silent keeps showing that it was once done.
    event = None if silent or rule.id not in rulebook.recurring else newest_event(rulebook, rule, facts)
    if event is not None:
        if earlier := left_behind(event, DONE, done_on):
            done_on = None
        if aside is not None and (put_away := left_behind(event, SET_ASIDE, _past(aside.on, today))):
            aside = None
            earlier = put_away if earlier is None or put_away.on >= earlier.on else earlier
    if done_on is not None and (silent or rule.repeat is None):
        return _dated(rulebook, rule, facts, done_on, DONE, lapses_on)
    if silent:
        return None
    row = _dated(rulebook, rule, facts, done_on, WAITING, lapses_on)
    row.earlier = earlier
    if aside is not None and aside.on <= today and (done_on is None or aside.on >= done_on):
        row.state = SET_ASIDE
    elif holds is None:
        undecided: dict[str, None] = {}
        rule.when.undecided(facts, undecided)  # type: ignore[union-attr]
        row.waits_for = tuple(undecided)
    elif rule.not_before is not None and row.not_before is None:
        row.state, row.waits_for = NOT_BEFORE, rule.not_before.anchors
    elif row.due is None and row.anchor_fact is None and rule.due is not None:
        row.waits_for = rule.due.anchors
    else:
        row.state = state_on(row, today, rulebook.soon_days)
    return row


def state_on(row: Due, day: date, soon_days: int) -> str:
    """The state of an undone due whose facts are known, on a day on which it has not lapsed."""
    if row.not_before is not None and day < row.not_before:
        return NOT_BEFORE
    if row.due is None:
        return OPEN
    if row.due < day:
        return OVERDUE
    latest = row.latest_sensible or row.due
    return DUE_SOON if latest <= day or (row.due - day).days <= soon_days else OPEN


def _dated(
    rulebook: Rulebook, rule: Rule, facts: FactValues, done_on: date | None, state: str, lapses_on: date | None
) -> Due:
    """The due with all its dates filled in."""
    calendar = rulebook.calendar
    fact, anchor, due, provisional, version = None, None, None, False, rule
    if rule.repeat is not None and done_on is not None:
        due = rule.repeat.every.applied(done_on, rule.repeat.rounding, calendar)
    elif rule.due is not None:
        fact, anchor, version = _anchored(rulebook, rule, facts)
        moment = version.due
        if anchor is not None and moment is not None:
            provisional = fact != moment.anchors[0]
            due = moment.term.applied(anchor, moment.rounding, calendar)
    latest = due
    if due is not None and rule.lead_time is not None:
        latest = (-rule.lead_time).applied(due, "previous_working_day", calendar)
    not_before = None
    if rule.not_before is not None:
        _, from_day = first_known(rule.not_before.anchors, facts)
        if from_day is not None:
            not_before = rule.not_before.term.applied(from_day, rule.not_before.rounding, calendar)
    return Due(
        rule.id,
        rule.valid_from,
        state,
        due,
        latest,
        not_before,
        lapses_on,
        fact,
        anchor,
        provisional,
        (),
        rule.repeat is not None,
        done_on,
        version.valid_from,
    )


def first_known(anchors: tuple[str, ...], facts: FactValues) -> tuple[str | None, date | None]:
    """The first of the anchors that is known, with its date."""
    for fact in anchors:
        day = facts.get(fact)
        if day is not None:
            return fact, day
    return None, None


def term_of(rulebook: Rulebook, row: Due) -> Moment | None:
    """The term with which the due date was reckoned."""
    return rulebook.last_version(row.rule_id, row.term_version).due


def _anchored(rulebook: Rulebook, rule: Rule, facts: FactValues) -> tuple[str | None, date | None, Rule]:
    """The anchor, and the version whose term goes with it: a fact before a change keeps the term it had."""
    moment = rule.due
    fact, anchor = first_known(moment.anchors, facts)  # type: ignore[union-attr]
    if anchor is None or anchor >= rule.valid_from:
        return fact, anchor, rule
    older = rulebook.last_version(rule.id, anchor)
    if older is rule or older.due is None:
        return fact, anchor, older
    older_fact, older_anchor = first_known(older.due.anchors, facts)
    if older_anchor is None:
        return fact, anchor, older
    return older_fact, older_anchor, older


def _lapses_on(rulebook: Rulebook, rule: Rule, facts: FactValues) -> date | None:
    """The first day on which the rule is silent. What ended before its event began belongs to an earlier event."""
    end = rulebook.ends_on(rule)
    began = began_on(rulebook, rule, facts) if rule.id in rulebook.recurring else None
    for fact in rule.until:
        day = facts.get(fact)
        if day is not None and (began is None or day >= began) and (end is None or day < end):
            end = day
    if rule.lapses is not None and rule.due is not None:
        _, start = first_known(rule.due.anchors, facts)
        day = rule.lapses.from_day(start, rulebook.calendar) if start is not None else None
        if day is not None and (end is None or day < end):
            end = day
    return end


def _gates(rulebook: Rulebook, today: date, dues: list[Due], passed: Mapping[str, Decision]) -> list[GateState]:
    missing: dict[str, list[str]] = {gate: [] for gate in rulebook.gates}
    blocks = rulebook.speaking(today).blocks
    for due in dues:
        if due.rule_id in blocks and not due.holds_gate_open:
            for gate in blocks[due.rule_id]:
                missing[gate].append(due.rule_id)
    states = []
    for gate, ids in missing.items():
        decision = passed.get(gate)
        let_through = decision if decision is not None and decision.on <= today else None
        states.append(GateState(gate, not ids or let_through is not None, tuple(ids), let_through))
    return states


def _unknown_facts(rulebook: Rulebook, phase: str, dues: list[Due]) -> list[UnknownFact]:
    counts: dict[str, int] = {}
    for due in dues:
        for fact in due.waits_for:
            counts[fact] = counts.get(fact, 0) + 1
    reached = PHASES.index(phase)
    unknown = [
        UnknownFact(fact, count, PHASES.index(rulebook.facts[fact].ask_from) <= reached)
        for fact, count in counts.items()
    ]
    return sorted(unknown, key=lambda item: (not item.ask_now, -item.decides, item.fact))
