"""What is due: states, dates, versions, gates and order, on small rulebooks made for the purpose."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landing.core.due import rules
from landing.core.due.conditions import AllOf, AnyOf, Condition, Is, Known, NoneOf
from landing.core.due.explain import explain
from landing.core.due.load import load
from landing.core.due.reckon import Decision, Due, Reckoning, reckon, state_on
from landing.core.due.rules import Rulebook
from landing.core.due.trial import try_key_date
from tests.core.rulebooks import rule, rulebook_with

TODAY = date(2026, 11, 23)  # a Monday
ASIDE = Decision(date(2026, 11, 10), "coordinator", "Niet nodig.")


def book(tmp_path: Path, *rules: str) -> Rulebook:
    return load(rulebook_with(tmp_path, "\n".join(rules)))


def ask(
    rulebook: Rulebook, *, today: date = TODAY, done: Any = None, aside: Any = None, passed: Any = None, **facts: Any
):
    return reckon(rulebook, today, facts, done, aside, passed)


def only(found: Reckoning) -> Due:
    (due,) = found.dues
    return due


def ids(found: Reckoning) -> list[str]:
    return [due.rule_id for due in found.dues]


# Three-valued logic

FACTS = ("has_debts", "in_treatment", "under_21", "has_internet")


def _trees() -> st.SearchStrategy[Condition]:
    leaves = st.one_of(
        st.builds(Is, st.sampled_from(FACTS), st.booleans()), st.builds(Known, st.sampled_from(FACTS), st.booleans())
    )
    return st.recursive(
        leaves,
        lambda inner: st.builds(
            lambda kind, parts: kind(tuple(parts)),
            st.sampled_from([AllOf, AnyOf, NoneOf]),
            st.lists(inner, min_size=1, max_size=3),
        ),
        max_leaves=8,
    )


def _without_known(tree: Condition) -> bool:
    return not any(isinstance(test, Known) for test in tree.tests())


@given(_trees(), st.fixed_dictionaries({}, optional={fact: st.booleans() for fact in FACTS}))
def test_what_is_certain_stays_so_whatever_the_unknown_facts_turn_out_to_be(
    tree: Condition, facts: dict[str, bool]
) -> None:
    value = tree.holds(facts)
    undecided: dict[str, None] = {}
    if value is None:
        tree.undecided(facts, undecided)
        assert undecided and not set(undecided) & set(facts)
    open_facts = [fact for fact in FACTS if fact not in facts]
    outcomes = {
        tree.holds({**facts, **dict(zip(open_facts, values, strict=True))})
        for values in itertools.product((True, False), repeat=len(open_facts))
    }
    assert None not in outcomes
    if value is not None and _without_known(tree):
        assert outcomes == {value}


# States and dates


@pytest.mark.parametrize(
    ("anchor", "state"),
    [
        (TODAY - timedelta(days=8), "overdue"),
        (TODAY - timedelta(days=7), "due_soon"),
        (TODAY + timedelta(days=7), "due_soon"),
        (TODAY + timedelta(days=8), "open"),
    ],
)
def test_a_state_follows_from_the_due_date(tmp_path: Path, anchor: date, state: str) -> None:
    rulebook = book(tmp_path, rule("one", due="{from: move, offset: 1 week, rounding: none}"))
    due = only(ask(rulebook, move=anchor))
    assert (due.state, due.due, due.latest_sensible) == (state, anchor + timedelta(days=7), anchor + timedelta(days=7))
    assert (due.anchor_fact, due.anchor_date, due.provisional) == ("move", anchor, False)


def test_the_lead_time_makes_a_far_date_soon(tmp_path: Path) -> None:
    rulebook = book(
        tmp_path, rule("one", due="{from: move, offset: 0 days}", lead_time="20 working days", fallback="Bel.")
    )
    due = only(ask(rulebook, move=date(2026, 12, 21)))
    assert (due.state, due.latest_sensible) == ("due_soon", TODAY)
    assert only(ask(rulebook, move=date(2026, 12, 22))).state == "open"


def test_the_first_known_anchor_counts_and_a_later_one_is_provisional(tmp_path: Path) -> None:
    rulebook = book(tmp_path, rule("one", due="{from: [key_handover, target_departure], offset: -1 week}"))
    waiting = only(ask(rulebook))
    assert (waiting.state, waiting.waits_for, waiting.due) == (
        "waiting_for_fact",
        ("key_handover", "target_departure"),
        None,
    )
    second = only(ask(rulebook, target_departure=date(2027, 2, 1)))
    assert (second.anchor_fact, second.provisional, second.due) == ("target_departure", True, date(2027, 1, 25))
    first = only(ask(rulebook, target_departure=date(2027, 2, 1), key_handover=date(2027, 3, 1)))
    assert (first.anchor_fact, first.provisional, first.due) == ("key_handover", False, date(2027, 2, 22))


def test_not_before_holds_the_step_back_even_when_it_would_be_late(tmp_path: Path) -> None:
    rulebook = book(
        tmp_path,
        rule(
            "one",
            due="{from: stay_start, offset: 1 week}",
            not_before="{from: contract_signed, offset: 3 working days}",
        ),
    )
    started = date(2026, 1, 5)
    unknown = only(ask(rulebook, stay_start=started))
    assert (unknown.state, unknown.waits_for) == ("not_before", ("contract_signed",))
    ahead = only(ask(rulebook, stay_start=started, contract_signed=TODAY))
    assert (ahead.state, ahead.not_before, ahead.waits_for) == ("not_before", date(2026, 11, 26), ())
    assert only(ask(rulebook, today=date(2026, 11, 26), stay_start=started, contract_signed=TODAY)).state == "overdue"


def test_a_rule_waits_for_the_facts_that_keep_it_undecided(tmp_path: Path) -> None:
    rulebook = book(
        tmp_path,
        rule("one", when="{all: [{fact: stay_kind, is: bw}, {fact: has_debts, is: yes}, {fact: move, known: no}]}"),
    )
    assert only(ask(rulebook)).waits_for == ("stay_kind", "has_debts")
    assert only(ask(rulebook, stay_kind="bw")).waits_for == ("has_debts",)
    assert ids(ask(rulebook, stay_kind="mo")) == []
    assert ids(ask(rulebook, stay_kind="bw", has_debts=True, move=TODAY)) == []
    assert only(ask(rulebook, stay_kind="bw", has_debts=True)).state == "open"


def test_until_silences_a_rule_unless_it_was_done(tmp_path: Path) -> None:
    rulebook = book(tmp_path, rule("one", until="[contract_signed, move]"))
    ahead = only(ask(rulebook, contract_signed=TODAY + timedelta(days=1), move=TODAY + timedelta(days=9)))
    assert (ahead.state, ahead.lapses_on) == ("open", TODAY + timedelta(days=1))
    assert ids(ask(rulebook, contract_signed=TODAY)) == []
    assert ids(ask(rulebook, contract_signed=TODAY, aside={"one": ASIDE})) == []
    assert only(ask(rulebook, contract_signed=TODAY, done={"one": date(2026, 5, 1)})).state == "done"


def test_what_is_dated_after_today_has_not_happened_yet(tmp_path: Path) -> None:
    rulebook = book(tmp_path, rule("one", blocks="[leave]"))
    tomorrow = TODAY + timedelta(days=1)
    found = ask(
        rulebook,
        done={"one": tomorrow},
        aside={"one": Decision(tomorrow, "x", "y")},
        passed={"leave": Decision(tomorrow, "x", "y")},
        move=tomorrow,
        offer_accepted=tomorrow,
    )
    assert (only(found).state, found.phase) == ("open", "stay")
    assert not next(gate for gate in found.gates if gate.gate_id == "leave").open


# Coming back


def test_what_repeats_comes_back_after_it_was_last_done(tmp_path: Path) -> None:
    rulebook = book(
        tmp_path, rule("one", due="{from: move, offset: 3 days}", repeat="{every: 1 week}", until="[route_closed]")
    )
    first = only(ask(rulebook, move=date(2026, 11, 20)))
    assert (first.due, first.state, first.done_on) == (date(2026, 11, 23), "due_soon", None)
    again = only(ask(rulebook, move=date(2026, 11, 20), done={"one": date(2026, 11, 22)}))
    assert (again.due, again.state, again.done_on) == (
        date(2026, 11, 30),
        "due_soon",
        date(2026, 11, 22),
    )  # off a Sunday
    late = only(ask(rulebook, move=date(2026, 9, 1), done={"one": date(2026, 11, 13)}))
    assert (late.due, late.state) == (date(2026, 11, 20), "overdue")
    closed = only(ask(rulebook, move=date(2026, 9, 1), done={"one": date(2026, 11, 13)}, route_closed=TODAY))
    assert closed.state == "done"


@pytest.mark.parametrize(
    ("done_on", "is_open"), [(None, False), (date(2026, 11, 20), True), (date(2026, 10, 1), False)]
)
def test_a_gate_trusts_a_repeated_check_until_it_is_late_again(
    tmp_path: Path, done_on: date | None, is_open: bool
) -> None:
    rulebook = book(tmp_path, rule("one", repeat="{every: 1 month}", blocks="[flip]"))
    found = ask(rulebook, done={"one": done_on} if done_on else {})
    assert next(gate for gate in found.gates if gate.gate_id == "flip").open is is_open


def test_a_repeat_done_after_it_was_set_aside_goes_on(tmp_path: Path) -> None:
    rulebook = book(tmp_path, rule("one", repeat="{every: 1 month}"))
    assert only(ask(rulebook, aside={"one": ASIDE}, done={"one": date(2026, 11, 9)})).state == "set_aside"
    assert only(ask(rulebook, aside={"one": ASIDE}, done={"one": date(2026, 11, 11)})).state == "open"


# Versions

OLD_AND_NEW = (
    rule("one", due="{from: move, offset: 2 weeks}", valid_from="2026-01-01", valid_to="2026-07-01"),
    rule("one", due="{from: move, offset: 4 weeks}", valid_from="2026-07-01", valid_to="2027-07-01"),
)


@pytest.mark.parametrize(
    ("moved", "weeks"),
    [
        (date(2026, 6, 30), 2),
        (date(2026, 7, 1), 4),
        (date(2025, 3, 3), 2),  # before the first version: that one
        (date(2027, 8, 2), 4),  # after the end of the version that speaks today
    ],
)
def test_a_fact_before_a_change_keeps_the_term_it_had(tmp_path: Path, moved: date, weeks: int) -> None:
    rulebook = book(tmp_path, *OLD_AND_NEW)
    due = only(ask(rulebook, move=moved))
    assert due.due == moved + timedelta(weeks=weeks)
    codes = [reason["code"] for reason in explain(rulebook, due, {"move": moved})]
    assert ("older_version" in codes) is (weeks == 2)


def test_a_rule_without_a_version_today_is_absent_unless_done(tmp_path: Path) -> None:
    rulebook = book(tmp_path, *OLD_AND_NEW)
    after, before = date(2027, 7, 1), date(2025, 12, 31)
    assert ids(ask(rulebook, today=after, move=TODAY)) == ids(ask(rulebook, today=before, move=TODAY)) == []
    done = only(ask(rulebook, today=after, move=TODAY, done={"one": date(2026, 12, 1)}))
    assert (done.state, done.version) == ("done", date(2026, 7, 1))
    assert only(ask(rulebook, move=TODAY)).lapses_on == after


def test_a_term_that_did_not_exist_then_gives_no_date(tmp_path: Path) -> None:
    rulebook = book(
        tmp_path,
        rule("one", valid_to="2026-07-01"),
        rule("one", due="{from: move, offset: 1 week}", valid_from="2026-07-01"),
    )
    assert only(ask(rulebook, move=date(2026, 6, 1))).due is None
    assert only(ask(rulebook, move=date(2026, 6, 1))).state == "open"
    assert only(ask(rulebook, move=date(2026, 7, 1))).due == date(2026, 7, 8)


# Later days


@given(
    st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    st.integers(0, 500),
    st.booleans(),
)
def test_the_state_on_a_later_day_follows_from_the_row(
    tmp_path_factory: pytest.TempPathFactory, move: date, key: date, later: int, lead: bool
) -> None:
    if "later" not in _KEPT:
        keys = {"due": "{from: move, offset: 3 weeks}", "not_before": "{from: key_handover, offset: -2 weeks}"}
        lines = [rule("one", **keys), rule("two", **keys, lead_time="9 working days", fallback="Bel.")]
        _KEPT["later"] = book(tmp_path_factory.mktemp("later"), *lines)
    rulebook = _KEPT["later"]
    place = "two" if lead else "one"
    day = TODAY + timedelta(days=later)
    now = ask(rulebook, move=move, key_handover=key).by_id()[place]
    then = ask(rulebook, today=day, move=move, key_handover=key).by_id()[place]
    assert state_on(now, day, rulebook.soon_days) == then.state


_KEPT: dict[str, Rulebook] = {}


# Phases


@pytest.mark.parametrize(
    ("facts", "phase", "start"),
    [
        ({}, "stay", None),
        ({"target_departure": date(2027, 5, 23)}, "prepare", date(2026, 11, 23)),
        ({"target_departure": date(2027, 5, 24)}, "stay", date(2026, 11, 24)),
        ({"offer_received": TODAY}, "prepare", TODAY),
        ({"preparation_start": date(2026, 6, 1), "offer_received": TODAY}, "prepare", date(2026, 6, 1)),
        ({"contract_signed": TODAY, "offer_accepted": TODAY + timedelta(days=1)}, "move", TODAY),
        ({"move": TODAY}, "land", TODAY),
        ({"move": TODAY, "pilot_flame_start": TODAY + timedelta(days=1)}, "land", TODAY),
        ({"move": date(2026, 1, 5), "pilot_flame_start": TODAY}, "pilot_flame", TODAY),
    ],
)
def test_the_phase_follows_from_the_facts(
    tmp_path: Path, facts: dict[str, date], phase: str, start: date | None
) -> None:
    found = ask(book(tmp_path, rule("one")), **facts)
    dates = found.phases
    starts = {
        "prepare": dates.prepare_from,
        "move": dates.move_from,
        "land": dates.land_from,
        "pilot_flame": dates.pilot_flame_from,
        "stay": dates.prepare_from,
    }
    assert (found.phase, starts[phase]) == (phase, start)


# Order, gates, questions


def test_the_order_is_by_urgency_and_what_comes_first_is_as_urgent_as_what_follows(tmp_path: Path) -> None:
    due = "{from: move, offset: %s, rounding: none}"
    rulebook = book(
        tmp_path,
        rule("far", due=due % "90 days"),
        rule("waiting", when="{fact: has_debts, is: yes}"),
        rule("undated"),
        rule("done"),
        rule("late", due=due % "-30 days", after="[needed]"),
        rule("later-late", due=due % "-10 days"),
        rule("needed", due=due % "120 days", after="[root, done]"),
        rule("root", due=due % "150 days"),
        rule("soon", due=due % "5 days"),
        rule("blocked", not_before="{from: key_handover, offset: 0 days}"),
    )
    found = ask(rulebook, move=TODAY, done={"done": TODAY})
    assert ids(found) == [
        "root",
        "needed",
        "late",
        "later-late",
        "soon",
        "far",
        "undated",
        "blocked",
        "waiting",
        "done",
    ]


def test_a_gate_names_what_is_undone_and_forgives_what_is_set_aside_or_does_not_hold(tmp_path: Path) -> None:
    rulebook = book(
        tmp_path,
        rule("undone", blocks="[leave]"),
        rule("waiting", blocks="[leave]", when="{fact: has_debts, is: yes}"),
        rule("aside", blocks="[leave]"),
        rule("done", blocks="[leave, flip]"),
        rule("not-mine", blocks="[leave]", when="{fact: under_21, is: yes}"),
    )
    found = ask(rulebook, under_21=False, aside={"aside": ASIDE}, done={"done": TODAY})
    gates = {gate.gate_id: gate for gate in found.gates}
    assert (gates["leave"].open, set(gates["leave"].missing)) == (False, {"undone", "waiting"})
    assert gates["flip"].open and gates["close"].open
    through = ask(rulebook, under_21=False, passed={"leave": ASIDE}).gates
    leave = next(gate for gate in through if gate.gate_id == "leave")
    assert leave.open and leave.passed == ASIDE and "undone" in leave.missing


def test_the_question_that_decides_most_and_fits_the_phase_comes_first(tmp_path: Path) -> None:
    debts = "{fact: has_debts, is: yes}"
    rulebook = book(
        tmp_path,
        *(rule(f"debt-{number}", when=debts) for number in "ab"),
        *(rule(f"moved-{number}", due="{from: move, offset: 1 day}") for number in "abc"),
        rule("age", when="{fact: under_21, is: yes}"),
    )
    asked = [tuple(one) for one in ask(rulebook).unknown_facts]
    assert asked == [("has_debts", 2, True), ("under_21", 1, True), ("move", 3, False)]


# Trying a key date


def test_a_key_date_sets_the_key_and_a_move_that_cannot_come_before_it(tmp_path: Path) -> None:
    key, move = "{from: key_handover, offset: 0 days}", "{from: move, offset: 0 days}"
    rulebook = book(tmp_path, rule("key", due=key), rule("moving", due=move))
    day = date(2026, 12, 7)
    for known, expected in (({}, day), ({"move": TODAY}, day), ({"move": date(2027, 1, 4)}, date(2027, 1, 4))):
        rows = try_key_date(rulebook, TODAY, known, day).reckoning.by_id()
        assert (rows["key"].due, rows["moving"].due) == (day, expected)


def test_a_key_date_tells_what_no_longer_fits_what_shifts_and_in_what_order_to_work(tmp_path: Path) -> None:
    before = "{from: [key_handover, target_departure], offset: -1 week}"
    rulebook = book(
        tmp_path,
        rule("slow", due=before, lead_time="10 working days", fallback="Vraag om spoed.", after="[first]"),
        rule("quick", due=before, lead_time="2 working days", fallback="Bel."),
        rule("first", due="{from: stay_start, offset: 3 years}"),
        rule("done", due=before, lead_time="10 weeks", fallback="Bel."),
        rule("old-and-late", due="{from: stay_start, offset: 1 week}", lead_time="1 week", fallback="Bel."),
        rule("unsure", due=before, lead_time="9 weeks", fallback="Bel.", when="{fact: has_debts, is: yes}"),
    )
    facts = {"stay_start": date(2026, 1, 5), "target_departure": date(2027, 3, 1)}
    trial = try_key_date(rulebook, TODAY, facts, date(2026, 12, 7), done={"done": TODAY})
    assert [(item.rule_id, item.due, item.earliest, item.fallback) for item in trial.impossible] == [
        ("slow", date(2026, 11, 30), date(2026, 12, 7), "Vraag om spoed.")
    ]
    order = [due.rule_id for due in trial.order]
    assert order.index("first") < order.index("slow")
    assert "done" not in order and "unsure" not in order
    assert trial.working_days_left == 9
    slow = next(shift for shift in trial.shifts if shift.rule_id == "slow")
    assert (slow.due_before, slow.due_after) == (date(2027, 2, 22), date(2026, 11, 30))
    assert "first" not in {shift.rule_id for shift in trial.shifts}


def test_a_rulebook_that_several_threads_ask_for_the_first_time_is_whole_for_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While one thread works out the order of work, another that asks gets all of it and never a part."""
    made = book(tmp_path, rule("one"), rule("two", after="[one]"), rule("three", after="[two]"))
    static_order, seen = rules.TopologicalSorter.static_order, []

    def halfway(self: Any) -> Any:
        monkeypatch.setattr(rules.TopologicalSorter, "static_order", static_order)
        for rule_id in static_order(self):
            yield rule_id
            seen.append(dict(made.depths))  # what another thread would be given at this moment

    monkeypatch.setattr(rules.TopologicalSorter, "static_order", halfway)
    assert made.depths == {"one": 0, "two": 1, "three": 2}
    assert seen == [made.depths] * 3
