"""Many journeys as columns: the same answers as one by one, over the real rulebook and over versions of a rule."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landing.core.due import bulk
from landing.core.due.load import NATIONAL, REGIONS, load
from landing.core.due.many_days import ManyWorkingDays, as_date, as_number
from landing.core.due.reckon import Decision, reckon
from landing.core.due.rules import Rulebook
from landing.core.periods import ROUNDINGS, Term, WorkingDays
from tests.core.rulebooks import rulebook_with

np = pytest.importorskip("numpy")

BOOKS = {
    "national": load(NATIONAL),
    "region": load(NATIONAL, REGIONS / "merwestreek" / "rulebook"),
}
FIRST = date(2024, 1, 1)


def journey(chance: random.Random, book: Rulebook) -> bulk.KnownOfOne:
    """A journey of which a random part is known, with dates near each other so that terms cross today."""
    share = chance.random()
    facts: dict[str, object] = {}
    for fact in book.facts.values():
        if chance.random() < share:
            if fact.kind == "date":
                facts[fact.id] = FIRST + timedelta(days=chance.randrange(2200))
            elif fact.kind == "yes_no":
                facts[fact.id] = chance.random() < 0.5
            else:
                facts[fact.id] = chance.choice(list(fact.choices))
    rules = list(book.rule_ids)

    def days() -> dict[str, date]:
        chosen = chance.sample(rules, min(len(rules), chance.randrange(60)))
        return {rule: FIRST + timedelta(days=chance.randrange(2200)) for rule in chosen}

    return bulk.KnownOfOne(facts, days(), days())


def expected(book: Rulebook, today: date, known: bulk.KnownOfOne) -> dict[str, tuple[object, ...]]:
    aside = {rule: Decision(day, "", "") for rule, day in known.set_aside.items()}
    found = reckon(book, today, known.facts, known.done, aside)
    return {
        due.rule_id: (
            due.state,
            due.due,
            due.latest_sensible,
            due.not_before,
            due.lapses_on,
            due.anchor_fact,
            frozenset(due.waits_for),
            due.holds_gate_open,
        )
        for due in found.dues
    }


def row(many: bulk.ManyDues, place: int) -> tuple[object, ...]:
    state = next(name for name, code in bulk.CODES.items() if code == many.state[place])
    bits = int(many.waits[place])
    anchor = int(many.anchor[place])
    return (
        state,
        as_date(many.due[place]),
        as_date(many.latest_sensible[place]),
        as_date(many.not_before[place]),
        as_date(many.lapses_on[place]),
        many.anchor_facts[anchor] if anchor >= 0 else None,
        frozenset(fact for bit, fact in enumerate(many.may_wait_for) if bits >> bit & 1),
        not bool(many.keeps_gate_closed[place]),
    )


def assert_same(book: Rulebook, today: date, journeys: list[bulk.KnownOfOne]) -> None:
    found = bulk.reckon_many(book, today, bulk.columns_of(book, journeys))
    gates = bulk.gates_open(book, found, len(journeys))
    for place, known in enumerate(journeys):
        rows = {rule: row(many, place) for rule, many in found.items() if many.state[place] != bulk.ABSENT}
        assert rows == expected(book, today, known)
        for gate in reckon(book, today, known.facts, known.done, _aside(known)).gates:
            assert gates[gate.gate_id][place] == gate.open


def _aside(known: bulk.KnownOfOne) -> dict[str, Decision]:
    return {rule: Decision(day, "", "") for rule, day in known.set_aside.items()}


@pytest.mark.parametrize("name", BOOKS)
@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 2**32), days=st.integers(0, 2200))
def test_columns_give_the_answers_of_one_by_one(name: str, seed: int, days: int) -> None:
    chance = random.Random(seed)
    book = BOOKS[name]
    assert_same(book, FIRST + timedelta(days=days), [journey(chance, book) for _ in range(25)])


VERSIONS = """
- {id: changing, VERSION_1, due: {from: [move, stay_start], offset: 2 weeks}, valid_from: 2025-01-01, valid_to: 2026-01-01}
- {id: changing, VERSION_2, valid_from: 2026-01-01, valid_to: 2027-01-01}
- {id: changing, VERSION_3, due: {from: [key_handover, move], offset: -3 working days}, repeat: {every: 1 month},
   until: [route_closed], valid_from: 2027-01-01, valid_to: 2028-01-01}
- {id: ended, VERSION_1, due: {from: stay_start, offset: 1 month}, lead_time: 1 week, fallback: Bel., valid_from: 2025-01-01,
   valid_to: 2026-06-01}
"""


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32), days=st.integers(0, 2200))
def test_columns_keep_the_term_of_the_version_that_spoke(tmp_path_factory, seed: int, days: int) -> None:
    book = _versions(tmp_path_factory)
    chance = random.Random(seed)
    assert_same(book, FIRST + timedelta(days=days), [journey(chance, book) for _ in range(40)])


RECURRING = """
- {id: talk, VERSION_1, due: {from: arrears_reported, offset: 3 working days}, valid_from: 2025-01-01, valid_to: 2027-01-01}
- {id: talk, VERSION_2, due: {from: [move, arrears_reported], offset: 1 week}, again_after: [eviction_threat],
   valid_from: 2027-01-01}
- {id: rhythm, VERSION_3, due: {from: admission_start, offset: 1 week}, repeat: {every: 2 weeks}, until: [admission_end, move],
   blocks: [flip], valid_from: 2025-01-01}
- {id: ahead, VERSION_4, when: {fact: has_debts, is: yes}, due: {from: carer_change, offset: 0 days}, until: [move],
   valid_from: 2025-01-01}
- {id: check, VERSION_5, again_after: [arrears_reported, care_decision_end], blocks: [close], valid_from: 2025-01-01}
- {id: passing, VERSION_6, due: {from: [move, stay_start], offset: 2 working days}, lapses: 8 months, until: [route_closed],
   valid_from: 2025-01-01}
- {id: both, VERSION_7, due: {from: nuisance_reported, offset: 1 week}, lapses: 3 weeks, until: [readmission],
   not_before: {from: admission_end, offset: 0 days}, valid_from: 2025-01-01}
- {id: ended, VERSION_8, due: {from: eviction_done, offset: 1 week}, lapses: 1 year, until: [readmission], valid_from: 2025-01-01,
   valid_to: 2026-06-01}
"""


@settings(max_examples=150, deadline=None)
@given(seed=st.integers(0, 2**32), days=st.integers(0, 2200))
def test_columns_know_what_happens_again_and_what_passes(tmp_path_factory, seed: int, days: int) -> None:
    if "recurring" not in _KEPT:
        _KEPT["recurring"] = load(rulebook_with(tmp_path_factory.mktemp("again"), RECURRING))
    book = _KEPT["recurring"]
    chance = random.Random(seed)
    assert_same(book, FIRST + timedelta(days=days), [journey(chance, book) for _ in range(40)])


_KEPT: dict[str, Rulebook] = {}


def _versions(tmp_path_factory: pytest.TempPathFactory) -> Rulebook:
    if "versions" not in _KEPT:
        _KEPT["versions"] = load(rulebook_with(tmp_path_factory.mktemp("book"), VERSIONS))
    return _KEPT["versions"]


@settings(max_examples=200, deadline=None)
@given(
    start=st.dates(date(1900, 1, 1), date(2200, 12, 31)),
    count=st.integers(-60, 60),
    unit=st.sampled_from(["day", "week", "month", "year", "working day"]),
    rounding=st.sampled_from(ROUNDINGS),
)
def test_a_term_over_a_column_ends_where_the_term_ends(start, count, unit, rounding) -> None:
    calendar = WorkingDays([date(2026, 10, 16), date(2026, 12, 24)])
    term = Term(count, unit)
    column = np.array([as_number(start), as_number(None)], np.int32)
    found = _MANY.applied(column, term, rounding)
    assert as_date(found[0]) == term.applied(start, rounding, calendar)
    assert as_date(found[1]) is None


_MANY = ManyWorkingDays(WorkingDays([date(2026, 10, 16), date(2026, 12, 24)]))


def test_a_date_outside_the_table_is_refused() -> None:
    book = BOOKS["national"]
    columns = bulk.columns_of(book, [bulk.KnownOfOne({"move": date(1850, 1, 1)}, {}, {})])
    with pytest.raises(ValueError, match="outside 1900-01-01"):
        bulk.reckon_many(book, FIRST, columns)


def test_without_columns_everything_is_unknown() -> None:
    book = BOOKS["national"]
    found = bulk.reckon_many(book, date(2026, 11, 23), bulk.Columns(2, {}, {}, {}))
    rows = {rule: row(many, 1) for rule, many in found.items() if many.state[1] != bulk.ABSENT}
    assert rows == expected(book, date(2026, 11, 23), bulk.KnownOfOne({}, {}, {}))
