"""What if the key came on this day? Which work fits, in what order, and what no longer does."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from landing.core.due.conditions import FactValues
from landing.core.due.order import in_order_of_work
from landing.core.due.reckon import (
    NOT_BEFORE,
    WAITING,
    Decision,
    Due,
    HasDay,
    Reckoning,
    reckon,
)
from landing.core.due.rules import Rulebook

KEY = "key_handover"
MOVE = "move"
_UP_TO_THE_MOVE = ("stay", "prepare", "move")


@dataclass(frozen=True, slots=True)
class Impossible:
    """A due whose lead time no longer fits: started today it would be in order on ``earliest``, after ``due``."""

    rule_id: str
    due: date
    earliest: date
    fallback: str


@dataclass(frozen=True, slots=True)
class Shift:
    """What the date changes for one rule. A state of ``None`` means that the rule is not in the list."""

    rule_id: str
    state_before: str | None
    state_after: str | None
    due_before: date | None
    due_after: date | None


@dataclass(slots=True)
class KeyDateTrial:
    """The outcome of one date: the work in order, what no longer fits and what changes against the facts as they are."""

    day: date
    order: list[Due]
    impossible: list[Impossible]
    shifts: list[Shift]
    working_days_left: int
    reckoning: Reckoning


def facts_with_key(facts: FactValues, day: date) -> dict[str, object]:
    """The facts when the key comes on ``day``. The move cannot come before the key."""
    changed = {**facts, KEY: day}
    move = facts.get(MOVE)
    if move is None or move < day:
        changed[MOVE] = day
    return changed


def try_key_date(
    rulebook: Rulebook,
    today: date,
    facts: FactValues,
    day: date,
    *,
    done: Mapping[str, date] | None = None,
    set_aside: Mapping[str, HasDay] | None = None,
    passed: Mapping[str, Decision] | None = None,
    before: Reckoning | None = None,
) -> KeyDateTrial:
    """Try a key date. ``before`` is the reckoning of the facts as they are; it is made when left out.

    ``working_days_left`` counts the working days strictly between ``today`` and ``day``.
    """
    before = before or reckon(rulebook, today, facts, done, set_aside, passed)
    after = reckon(rulebook, today, facts_with_key(facts, day), done, set_aside, passed)
    return KeyDateTrial(
        day,
        _work(rulebook, today, day, after),
        _impossible(rulebook, today, after),
        _shifts(before, after),
        rulebook.calendar.between(today, day),
        after,
    )


def _certain(due: Due) -> bool:
    return not due.settled and due.state != WAITING


def _work(rulebook: Rulebook, today: date, day: date, after: Reckoning) -> list[Due]:
    """The undone work up to the move: what has a date in those phases, what must start before the key, and what must
    come before any of it."""
    rows = {due.rule_id: due for due in after.dues if _certain(due)}
    chosen: dict[str, Due] = {}
    waiting = [due for due in rows.values() if _belongs(rulebook, due, day)]
    while waiting:
        due = waiting.pop()
        if due.rule_id not in chosen:
            chosen[due.rule_id] = due
            rule = rulebook.version_on(due.rule_id, today)
            waiting.extend(rows[target] for target in (rule.after if rule else ()) if target in rows)
    return in_order_of_work(rulebook, today, list(chosen.values()), by_date_alone=True)


def _belongs(rulebook: Rulebook, due: Due, day: date) -> bool:
    if due.due is None or due.latest_sensible is None:
        return False
    phase = rulebook.last_version(due.rule_id, due.version).phase
    return phase in _UP_TO_THE_MOVE or due.latest_sensible <= day


def _impossible(rulebook: Rulebook, today: date, after: Reckoning) -> list[Impossible]:
    found = []
    for due in after.dues:
        rule = rulebook.version_on(due.rule_id, today)
        if rule is None or rule.lead_time is None or rule.fallback is None or due.due is None:
            continue
        if not _certain(due) or due.anchor_fact not in (KEY, MOVE):
            continue
        start = today if due.not_before is None or due.state != NOT_BEFORE else max(today, due.not_before)
        earliest = rule.lead_time.from_day(start, rulebook.calendar)
        if earliest > due.due:
            found.append(Impossible(due.rule_id, due.due, earliest, rule.fallback))
    return sorted(found, key=lambda item: (item.due, item.rule_id))


def _shifts(before: Reckoning, after: Reckoning) -> list[Shift]:
    old, new = before.by_id(), after.by_id()
    shifts = []
    for rule_id in [*new, *(rule_id for rule_id in old if rule_id not in new)]:
        was, now = old.get(rule_id), new.get(rule_id)
        shift = Shift(
            rule_id,
            was.state if was else None,
            now.state if now else None,
            was.due if was else None,
            now.due if now else None,
        )
        if (shift.state_before, shift.due_before) != (shift.state_after, shift.due_after):
            shifts.append(shift)
    return shifts
