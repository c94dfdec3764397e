"""The question "what is due, and which gates are open?" as one JSON document in and one out.

The shape of both documents is defined here once; the JSON Schemas and the check of the input follow from it.
"""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from landing.core.documents import (
    BadDocument,
    Day,
    DocumentFault,
    Flag,
    ListOf,
    MapOf,
    OneOf,
    OrNull,
    Record,
    Schema,
    Shape,
    Text,
    Whole,
    checked,
    shown,
    whole_schema,
)
from landing.core.due.explain import (
    explain,
    explain_gate,
    explain_impossible,
    explain_phase,
    explain_trial,
    explain_unknown,
    rule_of,
)
from landing.core.due.load import load, load_once, region_overlay
from landing.core.due.marked import RulebookFaults
from landing.core.due.reckon import DONE, SET_ASIDE, STATES, Decision, Due, Reckoning, reckon
from landing.core.due.rules import LIFE_CONDITIONS, PHASES, WHO, Fact, Rulebook
from landing.core.due.trial import KeyDateTrial, try_key_date

_DECISION = Record({"on": Day(), "by": Text(200), "why": Text(2000)}, needed=("on", "by", "why"))


@lru_cache(maxsize=8)
def shape_in(rulebook: Rulebook) -> Record:
    """What an input document looks like with a rulebook: its facts, rules and gates are the known words."""
    return Record(
        {
            "today": Day(),
            "facts": Record(
                {fact.id: OrNull(_value(fact)) for fact in rulebook.facts.values()},
                notes={fact.id: _RECURS for fact in rulebook.facts.values() if fact.recurs is not None},
                what="fact",
            ),
            "done": MapOf(Day(), frozenset(rulebook.rule_ids), "the id of a rule"),
            "set_aside": MapOf(_DECISION, frozenset(rulebook.rule_ids), "the id of a rule"),
            "passed": MapOf(_DECISION, frozenset(rulebook.gates), "the id of a gate"),
            "key_dates": ListOf(Day(), most=60),
            "rulebook": Text(4096, what="a folder"),
        },
        needed=("today", "facts"),
        notes={
            "facts": "what is known; an absent fact or null is unknown, not false",
            "done": "rule id: the day it was last done; before the newest date of an event that recurs it does not count",
            "set_aside": "rule id: who decided that it is not needed, when and why; counts as done does",
            "passed": "gate id: who let it pass, when and why",
            "key_dates": "key dates to try",
            "rulebook": "a folder with a rulebook; left out: the built-in one with the region's overlay",
        },
    )


def _value(fact: Fact) -> Shape:
    match fact.kind:
        case "date":
            return Day()
        case "yes_no":
            return Flag()
    return OneOf(tuple(fact.choices))


class _Reasons(Shape):
    """The reasons of an item: code, text and the values that the text is made of."""

    def schema(self) -> Schema:
        item = {
            "type": "object",
            "properties": {"code": {"type": "string"}, "text": {"type": "string"}},
            "required": ["code", "text"],
        }
        return {"type": "array", "items": item}


_RECURS = "the newest date of something that happens again: what was done for an earlier one comes back"
_EARLIER = Record(
    {"state": OneOf((DONE, SET_ASIDE)), "on": Day(), "fact": Text(), "fact_on": Day()},
    needed=("state", "on", "fact", "fact_on"),
    notes={"fact": "the fact whose date is newer than the deed", "fact_on": "that date"},
)
_SOURCE = Record(
    {"document": Text(), "heading": Text(), "items": ListOf(Text())}, needed=("document", "heading", "items")
)
_DUE = Record(
    {
        "id": Text(),
        "title": Text(),
        "life_condition": OneOf(LIFE_CONDITIONS),
        "phase": OneOf(PHASES),
        "who": OneOf(WHO),
        "due": OrNull(Day()),
        "latest_sensible": OrNull(Day()),
        "state": OneOf(STATES),
        "waits_for": ListOf(Text()),
        "earlier": OrNull(_EARLIER),
        "because": _Reasons(),
        "source": _SOURCE,
    },
    needed=("id", "title", "life_condition", "phase", "who", "due", "latest_sensible", "state", "waits_for", "earlier",
            "because", "source"),
    notes={"earlier": "the deed that no longer counts since something happened again; null when there is none"},
)  # fmt: skip
_IMPOSSIBLE = Record(
    {"id": Text(), "due": Day(), "earliest": Day(), "fallback": Text(), "because": _Reasons()},
    needed=("id", "due", "earliest", "fallback", "because"),
)
SHAPE_OUT = Record(
    {
        "today": Day(),
        "phase": OneOf(PHASES),
        "because": _Reasons(),
        "dues": ListOf(_DUE),
        "unknown_facts": ListOf(
            Record(
                {"fact": Text(), "question": Text(), "decides": Whole(), "ask_now": Flag(), "because": _Reasons()},
                needed=("fact", "question", "decides", "ask_now", "because"),
            )
        ),
        "gates": ListOf(
            Record(
                {"id": Text(), "open": Flag(), "missing": ListOf(Text()), "because": _Reasons(), "source": _SOURCE},
                needed=("id", "open", "missing", "because", "source"),
            )
        ),
        "key_date_checks": ListOf(
            Record(
                {
                    "date": Day(),
                    "order": ListOf(_DUE),
                    "impossible": ListOf(_IMPOSSIBLE),
                    "working_days_left": Whole(),
                    "because": _Reasons(),
                },
                needed=("date", "order", "impossible", "working_days_left", "because"),
            )
        ),
    },
    needed=("today", "phase", "because", "dues", "unknown_facts", "gates", "key_date_checks"),
)


def schema(which: str, rulebook: Rulebook) -> Schema:
    """The JSON Schema (2020-12) of the document that goes ``in`` or comes ``out``."""
    if which == "in":
        return whole_schema(shape_in(rulebook), "landing core due, input")
    return whole_schema(SHAPE_OUT, "landing core due, output")


def answer(document: Any, region: str | None = None) -> dict[str, Any]:
    """What is due for one journey, as ``SHAPE_OUT`` says.

    ``document`` is a parsed JSON document of ``shape_in``. Without ``rulebook`` in it the built-in rulebook speaks, with the
    overlay of ``region``. Raises ``BadDocument`` with every fault of the document, ``LookupError`` for an unknown region.
    """
    rulebook = _rulebook(document, region)
    checked(shape_in(rulebook), document)
    today = date.fromisoformat(document["today"])
    facts = {kind: _read(rulebook.facts[kind], value) for kind, value in document["facts"].items() if value is not None}
    done = {rule: date.fromisoformat(day) for rule, day in document.get("done", {}).items()}
    aside, passed = _decisions(document.get("set_aside", {})), _decisions(document.get("passed", {}))
    reckoning = reckon(rulebook, today, facts, done, aside, passed)
    trials = [
        try_key_date(
            rulebook, today, facts, date.fromisoformat(day), done=done, set_aside=aside, passed=passed, before=reckoning
        )
        for day in document.get("key_dates", [])
    ]
    undone = {due.rule_id for due in reckoning.dues if not due.settled}
    return {
        "today": document["today"],
        "phase": reckoning.phase,
        "because": explain_phase(reckoning),
        "dues": [_due(rulebook, due, facts, aside.get(due.rule_id), undone) for due in reckoning.dues],
        "unknown_facts": _unknown(rulebook, reckoning),
        "gates": [
            {
                "id": gate.gate_id,
                "open": gate.open,
                "missing": list(gate.missing),
                "because": explain_gate(rulebook, gate, today),
                "source": rulebook.gates[gate.gate_id].source.as_json(),
            }
            for gate in reckoning.gates
        ],
        "key_date_checks": [_trial(rulebook, today, facts, trial) for trial in trials],
    }


def _rulebook(document: Any, region: str | None) -> Rulebook:
    folder = document.get("rulebook") if isinstance(document, dict) else None
    if not isinstance(folder, str) or not folder:
        return load_once(overlay=region_overlay(region))
    if not _is_folder(folder):
        raise BadDocument([DocumentFault("$.rulebook", f"{shown(folder)} is not a folder that can be read")])
    try:
        return load(Path(folder))
    except RulebookFaults as faults:
        raise BadDocument([DocumentFault("$.rulebook", str(fault)) for fault in faults.faults]) from None


def _is_folder(name: str) -> bool:
    try:
        return Path(name).is_dir()
    except OSError:  # a name longer than the system knows, or a folder above it that may not be read
        return False


def _read(fact: Fact, value: Any) -> Any:
    return date.fromisoformat(value) if fact.kind == "date" else value


def _decisions(given: Mapping[str, Any]) -> dict[str, Decision]:
    return {key: Decision(date.fromisoformat(one["on"]), one["by"], one["why"]) for key, one in given.items()}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None


def _due(
    rulebook: Rulebook, due: Due, facts: Mapping[str, Any], aside: Decision | None, undone: set[str]
) -> dict[str, Any]:
    rule = rule_of(rulebook, due)
    return {
        "id": due.rule_id,
        "title": rule.title,
        "life_condition": rule.life_condition,
        "phase": rule.phase,
        "who": rule.who,
        "due": _iso(due.due),
        "latest_sensible": _iso(due.latest_sensible),
        "state": due.state,
        "waits_for": list(due.waits_for),
        "earlier": _earlier(due),
        "because": explain(rulebook, due, facts, aside, undone),
        "source": rule.source.as_json(),
    }


def _earlier(due: Due) -> dict[str, Any] | None:
    deed = due.earlier
    if deed is None:
        return None
    return {"state": deed.state, "on": _iso(deed.on), "fact": deed.fact, "fact_on": _iso(deed.fact_on)}


def _unknown(rulebook: Rulebook, reckoning: Reckoning) -> list[dict[str, Any]]:
    return [
        {
            "fact": unknown.fact,
            "question": rulebook.facts[unknown.fact].question,
            "decides": unknown.decides,
            "ask_now": unknown.ask_now,
            "because": explain_unknown(rulebook, unknown),
        }
        for unknown in reckoning.unknown_facts
    ]


def _trial(rulebook: Rulebook, today: date, facts: Mapping[str, Any], trial: KeyDateTrial) -> dict[str, Any]:
    undone = {due.rule_id for due in trial.order}
    return {
        "date": trial.day.isoformat(),
        "order": [_due(rulebook, due, facts, None, undone) for due in trial.order],
        "impossible": [
            {
                "id": item.rule_id,
                "due": item.due.isoformat(),
                "earliest": item.earliest.isoformat(),
                "fallback": item.fallback,
                "because": explain_impossible(rulebook, item, today),
            }
            for item in trial.impossible
        ],
        "working_days_left": trial.working_days_left,
        "because": explain_trial(trial),
    }
