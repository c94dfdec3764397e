"""What a region may say otherwise: a legal basis that holds or does not hold there, and flows that are narrower.

``access/bases.yaml``: ``<id>: {in_force: yes|no, from: <day>, because: …}``. On is only for a basis that the national table
calls switchable. ``access/narrower.yaml``: a list of ``{narrow: <flow>, because: …, <keys>}``. Every key must make the flow
narrower, so that nothing opens that the national table keeps shut.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta

from landing.core.consent.reader import LONGEST_OVERLAP, Parts, words_of
from landing.core.consent.table import Basis, Flow
from landing.core.due.marked import Entry

Pairs = list[tuple[Flow, Parts]]
_LISTS = ("who", "bonds", "topics", "purposes", "actions", "phases", "share_to")
_NARROW_KEYS = ("narrow", "because", *_LISTS, "needs_consent", "after_end_days", "lead_only", "valid_to")


def switch_bases(entries: Iterable[Entry], bases: Mapping[str, Basis]) -> dict[str, Basis]:
    """The legal bases with what a region says of them."""
    switched = dict(bases)
    for entry in entries:
        basis = bases.get(entry.key)
        if basis is None:
            entry.fault("not a legal basis", f"one of {', '.join(bases)}")
            continue
        parts = entry.mapping(("in_force", "from", "because"), ("in_force", "because"))
        if not parts or not {"in_force", "because"} <= parts.keys():
            continue
        on, because = parts["in_force"].flag(), parts["because"].text(300)
        if on is None or because is None:
            continue
        if not on:
            if "from" in parts:
                parts["from"].fault("a date beside in_force: no", "no date: it does not hold")
            switched[entry.key] = replace(basis, from_day=None, to_day=None, because=because)
        elif not basis.switchable:
            parts["in_force"].fault("yes", f"no: whether {entry.key} holds is the same in the whole country")
        elif "from" not in parts:
            parts["in_force"].fault("no from beside it", "the key from: the first day on which it holds")
        elif (start := parts["from"].day()) is not None:
            switched[entry.key] = replace(basis, from_day=start, because=because)
    return switched


def narrow_flows(items: Iterable[Entry], pairs: Pairs) -> Pairs:
    """The flows with what a region made narrower."""
    place = {flow.id: number for number, (flow, _) in enumerate(pairs)}
    narrowed, seen = list(pairs), set()
    for item in items:
        parts = item.mapping(_NARROW_KEYS, ("narrow", "because"))
        if not parts or not {"narrow", "because"} <= parts.keys():
            continue
        name, because = parts["narrow"].raw or "", parts["because"].text(300)
        if name not in place:
            parts["narrow"].wrong("the id of a flow")
        elif name in seen:
            parts["narrow"].fault(f"{name} is made narrower a second time", "once a flow")
        elif len(parts) == 2:
            parts["narrow"].fault("nothing is changed", "at least one key that makes it narrower")
        elif because is not None:
            seen.add(name)
            flow, own = narrowed[place[name]]
            narrowed[place[name]] = (replace(_narrower(flow, parts), because=because), own)
    return narrowed


def _narrower(flow: Flow, parts: Parts) -> Flow:
    changed: dict[str, object] = {}
    for key in _LISTS:
        if key in parts:
            national = getattr(flow, key)
            changed[key] = words_of(parts[key], national) if national else ()
            if not national:
                parts[key].fault("the national flow has none", "nothing here")
    for key in ("needs_consent", "lead_only"):
        if key in parts and (value := parts[key].flag()) is not None:
            if getattr(flow, key) and not value:
                parts[key].fault("no", "yes, because the national flow asks it: a region cannot be wider")
            changed[key] = getattr(flow, key) or value
    if "after_end_days" in parts and (days := parts["after_end_days"].whole(0, LONGEST_OVERLAP)) is not None:
        if days > flow.after_end_days:
            parts["after_end_days"].fault(str(days), f"at most {flow.after_end_days}: a region cannot be wider")
        changed["after_end_days"] = min(days, flow.after_end_days)
    if "valid_to" in parts and (end := parts["valid_to"].day()) is not None:
        latest = flow.valid_to
        if end <= flow.valid_from or (latest is not None and end > latest):
            earliest = flow.valid_from + timedelta(days=1)
            parts["valid_to"].fault(end.isoformat(), f"a date from {earliest}" + (f" to {latest}" if latest else ""))
        else:
            changed["valid_to"] = end
    return replace(flow, **changed)  # type: ignore[arg-type]  # the values fit their keys
