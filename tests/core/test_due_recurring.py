"""Something happens a second time: what was done for the first does not count for the second (docs/adr/0004)."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landing.core.due.answer import answer
from landing.core.due.explain import explain
from landing.core.due.load import load, load_once
from landing.core.due.reckon import Decision, Due, reckon
from landing.core.due.recurring import Earlier
from landing.core.due.rules import Rulebook
from tests.core.rulebooks import rule, rulebook_with

TODAY = date(2026, 11, 23)
FIRST, SECOND = date(2026, 3, 2), date(2026, 11, 12)
TALKED = date(2026, 3, 4)
ASIDE = Decision(date(2026, 3, 5), "coordinator", "De huurder heeft al betaald.")
ARREARS = "{from: arrears_reported, offset: 5 working days}"


def book(tmp_path: Path, *rules: str) -> Rulebook:
    return load(rulebook_with(tmp_path, "\n".join(rules)))


def found(rulebook: Rulebook, *, today: date = TODAY, done: Any = None, aside: Any = None, **facts: Any) -> list[Due]:
    return reckon(rulebook, today, facts, done, aside).dues


def only(rulebook: Rulebook, **more: Any) -> Due:
    (due,) = found(rulebook, **more)
    return due


def test_a_deed_from_before_the_newer_report_does_not_count_for_it(tmp_path: Path) -> None:
    rulebook = book(tmp_path, rule("talk", due=ARREARS))
    first = only(rulebook, done={"talk": TALKED}, arrears_reported=FIRST)
    assert (first.state, first.done_on, first.earlier) == ("done", TALKED, None)
    second = only(rulebook, done={"talk": TALKED}, arrears_reported=SECOND)
    assert (second.state, second.due, second.done_on) == ("overdue", date(2026, 11, 19), None)
    assert second.earlier == Earlier("done", TALKED, "arrears_reported", SECOND)
    again = only(rulebook, done={"talk": date(2026, 11, 20)}, arrears_reported=SECOND)
    assert (again.state, again.earlier) == ("done", None)


def test_a_deed_on_the_day_of_the_report_counts(tmp_path: Path) -> None:
    rulebook = book(tmp_path, rule("talk", due=ARREARS))
    assert only(rulebook, done={"talk": SECOND}, arrears_reported=SECOND).state == "done"
    assert only(rulebook, done={"talk": SECOND - timedelta(days=1)}, arrears_reported=SECOND).state == "overdue"


def test_what_was_set_aside_comes_back_too_and_the_last_decision_is_told(tmp_path: Path) -> None:
    rulebook = book(tmp_path, rule("talk", due=ARREARS))
    facts = {"arrears_reported": SECOND}
    assert only(rulebook, aside={"talk": ASIDE}, arrears_reported=FIRST).state == "set_aside"
    back = only(rulebook, aside={"talk": ASIDE}, **facts)
    assert (back.state, back.earlier) == ("overdue", Earlier("set_aside", ASIDE.on, "arrears_reported", SECOND))
    both = only(rulebook, done={"talk": TALKED}, aside={"talk": ASIDE}, **facts)
    assert both.earlier == Earlier("set_aside", ASIDE.on, "arrears_reported", SECOND)
    both = only(rulebook, done={"talk": ASIDE.on + timedelta(days=1)}, aside={"talk": ASIDE}, **facts)
    assert both.earlier is not None and both.earlier.state == "done"
    later = Decision(SECOND, "coordinator", "Al betaald.")
    assert only(rulebook, aside={"talk": later}, **facts).state == "set_aside"


def test_a_decision_that_lies_ahead_is_no_earlier_one(tmp_path: Path) -> None:
    rulebook = book(tmp_path, rule("talk", due="{from: arrears_reported, offset: 60 days}"))
    ahead = only(
        rulebook,
        aside={"talk": Decision(TODAY + timedelta(days=1), "x", "y")},
        arrears_reported=TODAY + timedelta(days=9),
    )
    assert (ahead.state, ahead.earlier) == ("open", None)


def test_a_date_that_happens_once_may_move_and_the_deed_keeps_counting(tmp_path: Path) -> None:
    rulebook = book(tmp_path, rule("key", due="{from: key_handover, offset: 0 days}"))
    assert only(rulebook, done={"key": TALKED}, key_handover=SECOND).state == "done"


def test_only_the_first_anchor_asks_again_a_stand_in_does_not(tmp_path: Path) -> None:
    rulebook = book(tmp_path, rule("one", due="{from: [move, arrears_reported], offset: 1 week}"))
    assert only(rulebook, done={"one": TALKED}, arrears_reported=SECOND).state == "done"
    assert rulebook.recurring == frozenset()


def test_what_is_known_ahead_may_be_done_some_time_before_its_date(tmp_path: Path) -> None:
    """The facts file says how long: two months for a change of carer."""
    rulebook = book(tmp_path, rule("farewell", due="{from: carer_change, offset: 0 days}"))
    change = date(2026, 12, 1)
    assert only(rulebook, done={"farewell": date(2026, 10, 1)}, carer_change=change).state == "done"
    early = only(rulebook, done={"farewell": date(2026, 9, 30)}, carer_change=change)
    assert early.earlier == Earlier("done", date(2026, 9, 30), "carer_change", change)


def test_what_ended_before_the_event_began_does_not_silence_its_rules(tmp_path: Path) -> None:
    rulebook = book(
        tmp_path, rule("rent", due="{from: admission_start, offset: 2 working days}", until="[admission_end]")
    )
    ended = date(2026, 4, 1)
    assert found(rulebook, admission_start=FIRST, admission_end=ended) == []
    second = only(rulebook, admission_start=SECOND, admission_end=ended, done={"rent": FIRST})
    assert (second.state, second.lapses_on) == ("overdue", None)
    assert found(rulebook, admission_start=SECOND, admission_end=SECOND) == []
    ahead = only(rulebook, admission_start=SECOND, admission_end=date(2026, 12, 1))
    assert ahead.lapses_on == date(2026, 12, 1)


def test_when_the_second_time_is_over_the_first_deed_is_seen_again(tmp_path: Path) -> None:
    rulebook = book(
        tmp_path, rule("rent", due="{from: admission_start, offset: 2 working days}", until="[admission_end]")
    )
    over = only(rulebook, admission_start=SECOND, admission_end=date(2026, 11, 20), done={"rent": FIRST})
    assert (over.state, over.done_on, over.earlier) == ("done", FIRST, None)


def test_a_rhythm_begins_anew_with_the_event(tmp_path: Path) -> None:
    rulebook = book(
        tmp_path,
        rule("visit", due="{from: admission_start, offset: 1 week}", repeat="{every: 1 week}", blocks="[flip]"),
    )
    done = {"visit": date(2026, 3, 30)}
    again = only(rulebook, admission_start=SECOND, done=done)
    assert (again.due, again.done_on, again.anchor_fact) == (date(2026, 11, 19), None, "admission_start")
    assert not again.holds_gate_open
    kept = only(rulebook, admission_start=SECOND, done={"visit": date(2026, 11, 20)})
    assert (kept.due, kept.state) == (date(2026, 11, 27), "due_soon")


def test_a_rule_about_something_else_can_be_asked_again_by_an_event(tmp_path: Path) -> None:
    keys = {"due": "{from: flip_planned, offset: -1 month}", "blocks": "[flip]"}
    rulebook = book(tmp_path, rule("no-arrears", again_after="[arrears_reported, nuisance_reported]", **keys))
    checked = {"no-arrears": date(2026, 11, 2)}
    flip = date(2026, 12, 14)
    assert only(rulebook, done=checked, flip_planned=flip, arrears_reported=FIRST).state == "done"
    reported = only(rulebook, done=checked, flip_planned=flip, arrears_reported=SECOND, nuisance_reported=FIRST)
    assert (reported.state, reported.due) == ("overdue", date(2026, 11, 13))
    assert reported.earlier is not None and reported.earlier.fact == "arrears_reported"
    gates = reckon(rulebook, TODAY, {"flip_planned": flip, "arrears_reported": SECOND}, checked).gates
    assert next(gate for gate in gates if gate.gate_id == "flip").missing == ("no-arrears",)


def test_a_rule_that_waits_says_that_it_was_done_before(tmp_path: Path) -> None:
    rulebook = book(tmp_path, rule("one", due=ARREARS, when="{fact: other_tenants_cause, is: yes}"))
    waiting = only(rulebook, done={"one": TALKED}, arrears_reported=SECOND)
    assert (waiting.state, waiting.waits_for) == ("waiting_for_fact", ("other_tenants_cause",))
    assert waiting.earlier is not None
    assert only(rulebook, done={"one": TALKED}, arrears_reported=SECOND, other_tenants_cause=False).state == "done"


def test_a_term_of_its_own_ends_a_rule_whose_moment_has_passed(tmp_path: Path) -> None:
    rulebook = book(tmp_path, rule("ask", due="{from: stay_start, offset: 3 working days}", lapses="6 months"))
    began = date(2026, 6, 15)
    late = only(rulebook, stay_start=began)
    assert (late.state, late.lapses_on) == ("overdue", date(2026, 12, 15))
    last = date(2026, 12, 14)
    assert only(rulebook, today=last, stay_start=began).state == "overdue"
    assert found(rulebook, today=date(2026, 12, 15), stay_start=began) == []
    done = {"ask": date(2026, 7, 1)}
    assert only(rulebook, today=date(2031, 1, 6), stay_start=began, done=done).state == "done"


@given(
    st.dates(date(2024, 1, 1), date(2027, 12, 31)), st.dates(date(2024, 1, 1), date(2027, 12, 31)), st.integers(0, 900)
)
def test_a_deed_for_an_event_counts_until_a_newer_date_and_again_when_that_is_taken_back(
    tmp_path_factory: pytest.TempPathFactory, first: date, deed: date, later: int
) -> None:
    if "one" not in _KEPT:
        _KEPT["one"] = book(tmp_path_factory.mktemp("recurring"), rule("talk", due=ARREARS))
    rulebook, newer, today = _KEPT["one"], first + timedelta(days=later), date(2031, 1, 6)
    before = only(rulebook, today=today, done={"talk": deed}, arrears_reported=first)
    after = only(rulebook, today=today, done={"talk": deed}, arrears_reported=newer)
    assert (before.state == "done") is (deed >= first)
    assert (after.state == "done") is (deed >= newer)
    assert (after.earlier is None) is (after.state == "done")
    assert only(rulebook, today=today, done={"talk": deed}, arrears_reported=first) == before


_KEPT: dict[str, Rulebook] = {}


# What people and machines read of it


def test_the_reason_says_when_it_was_done_and_what_came_after(tmp_path: Path) -> None:
    rulebook = book(tmp_path, rule("talk", due=ARREARS))
    facts = {"arrears_reported": SECOND}
    back = only(rulebook, done={"talk": TALKED}, **facts)
    told = next(one for one in explain(rulebook, back, facts) if one["code"] == "again")
    assert told["text"] == (
        "Dit is al eens gedaan, op 4 maart 2026. Maar daarna kwam een nieuwe datum: de melding van huurachterstand"
        " op 12 november 2026. Daarom komt deze stap terug."
    )
    assert (told["on"], told["fact"], told["date"]) == ("2026-03-04", "arrears_reported", "2026-11-12")
    aside = only(rulebook, aside={"talk": ASIDE}, **facts)
    told = next(one for one in explain(rulebook, aside, facts) if one["code"] == "again")
    assert str(told["text"]).startswith("Dit is al eens weggelegd, op 5 maart 2026.")


def test_the_answer_says_it_too() -> None:
    document = {
        "today": "2026-11-23",
        "facts": {"arrears_reported": "2026-11-12"},
        "done": {"talk-about-arrears": "2026-03-04"},
    }
    due = next(one for one in answer(document)["dues"] if one["id"] == "talk-about-arrears")
    assert due["state"] == "overdue"
    assert due["earlier"] == {
        "state": "done",
        "on": "2026-03-04",
        "fact": "arrears_reported",
        "fact_on": "2026-11-12",
    }
    assert "again" in {reason["code"] for reason in due["because"]}
    json.dumps(due)


def test_the_shipped_facts_of_trouble_all_recur() -> None:
    facts = load_once().facts
    happens_again = ("arrears_reported", "nuisance_reported", "eviction_threat", "eviction_done", "admission_start",
                     "admission_end", "premium_arrears_reported", "safety_concern", "shelter_change")  # fmt: skip
    assert [fact for fact in happens_again if facts[fact].recurs is None] == []
    once = ("stay_start", "key_handover", "move", "contract_signed", "flip_planned", "target_departure", "let_go")
    assert [fact for fact in once if facts[fact].recurs is not None] == []
