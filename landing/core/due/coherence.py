"""What rules must be to each other: versions that follow on, and an order of work without circles."""

from collections.abc import Iterable

from landing.core.due.rule_reader import RawRule
from landing.core.due.rules import Rule


def check_coherence(pairs: list[tuple[RawRule, Rule]], known_ids: set[str | None]) -> list[Rule]:
    """The rules that fit together; the faults of the others are noted in their files.

    ``known_ids`` also names rules that exist but could not be read: to come after such a rule is no further fault.
    """
    bad: set[str] = set()
    _check_versions(pairs, bad)
    for raw, rule in pairs:
        for target in rule.after:
            if target not in known_ids:
                raw.parts["after"].fault(f"{target!r}", "the id of a rule")
                bad.add(rule.id)
    _check_circles(pairs, bad)
    return [rule for _, rule in pairs if rule.id not in bad]


def _check_versions(pairs: list[tuple[RawRule, Rule]], bad: set[str]) -> None:
    by_id: dict[str, list[tuple[RawRule, Rule]]] = {}
    for raw, rule in pairs:
        by_id.setdefault(rule.id, []).append((raw, rule))
    for rule_id, same in by_id.items():
        same.sort(key=lambda pair: pair[1].valid_from)
        for (_, earlier), (raw, later) in zip(same, same[1:], strict=False):
            entry = raw.parts["valid_from"]
            if earlier.valid_to is None or earlier.valid_to > later.valid_from:
                entry.fault(
                    f"{later.valid_from} falls in the version of {rule_id} from {earlier.valid_from}"
                    f" ({earlier.file}:{earlier.line})",
                    f"that version to end with valid_to: {later.valid_from}, or another id",
                )
                bad.add(rule_id)
            elif earlier.valid_to < later.valid_from:
                entry.fault(
                    f"{rule_id} has no version from {earlier.valid_to} to {later.valid_from}",
                    f"valid_from: {earlier.valid_to}, so that the versions follow on",
                )
                bad.add(rule_id)


def _check_circles(pairs: list[tuple[RawRule, Rule]], bad: set[str]) -> None:
    after: dict[str, set[str]] = {}
    for _, rule in pairs:
        after.setdefault(rule.id, set()).update(target for target in rule.after if target != rule.id)
    entries = {rule.id: raw.parts["after"] for raw, rule in pairs if rule.after}
    for circle in _circles(after):
        start = min(circle)
        way = circle[circle.index(start) :] + circle[: circle.index(start)]
        entries[start].fault(f"a circle: {' after '.join((*way, start))}", "an order of work that has a beginning")
        bad.update(circle)


def _circles(after: dict[str, set[str]]) -> Iterable[list[str]]:
    """Each circle that a depth-first walk closes, once."""
    state: dict[str, int] = {}
    for start in sorted(after):
        if start in state:
            continue
        path = [start]
        waiting = [iter(sorted(after[start]))]
        state[start] = 1
        while path:
            target = next(waiting[-1], None)
            if target is None:
                state[path.pop()] = 2
                waiting.pop()
            elif state.get(target) == 1:
                yield path[path.index(target) :]
            elif target in after and target not in state:
                state[target] = 1
                path.append(target)
                waiting.append(iter(sorted(after[target])))
