"""What should be done first.

Dues stand by urgency (late, soon, open with a date, open without, not yet, waiting, settled), then by the last sensible
day to start, the due date, the depth in the order of work and the id. What must come before something urgent is as
urgent as that: a due never stands before another undone due that its rule comes ``after``.
"""

from datetime import date
from typing import TYPE_CHECKING

from landing.core.due.rules import Rulebook

if TYPE_CHECKING:
    from landing.core.due.reckon import Due

_LAST = date.max.toordinal()
_OPEN_WITHOUT_DATE = 3
_GROUP = {
    "overdue": 0,
    "due_soon": 1,
    "open": 2,
    "not_before": 4,
    "waiting_for_fact": 5,
    "set_aside": 6,
    "done": 7,
}


def _urgency(due: "Due", by_date_alone: bool) -> tuple[int, int, int]:
    group = 0 if by_date_alone else _GROUP[due.state]
    if due.due is None:
        return (_OPEN_WITHOUT_DATE if group == _GROUP["open"] else group), _LAST, _LAST
    return group, (due.latest_sensible or due.due).toordinal(), due.due.toordinal()


def in_order_of_work(rulebook: Rulebook, today: date, dues: "list[Due]", *, by_date_alone: bool = False) -> "list[Due]":
    """The dues in the order in which they should be done; ``by_date_alone`` leaves the states out of it."""
    depths = rulebook.depths
    after = rulebook.speaking(today).after
    urgency = {due.rule_id: _urgency(due, by_date_alone) for due in dues}
    undone = {due.rule_id for due in dues if not due.settled}
    followers = [rule_id for rule_id in undone if rule_id in after]
    for rule_id in sorted(followers, key=lambda rule_id: -depths[rule_id]):
        own = urgency[rule_id]
        for target in after[rule_id]:
            if target in undone and own < urgency[target]:
                urgency[target] = own
    return sorted(dues, key=lambda due: (urgency[due.rule_id], depths[due.rule_id], due.rule_id))
