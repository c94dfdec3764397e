"""Steps are ticked, set aside with a reason and taken back; a closed gate is passed only with mandate and reason."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from landing.people import reads as people
from landing.people.actions import NotPossible
from landing.route import actions, reads, rulebook
from landing.route.models import Due, GatePass, RouteEvent, StepMark
from tests.cast import TODAY, Cast

WHY = "De hulp begint een week later en dat is met iedereen besproken."


@pytest.fixture
def open_step(cast: Cast) -> str:
    """A step of staff that is still open on aziza's route."""
    own = {
        rule.id
        for rule in rulebook.current("merwestreek").rules
        if rule.who == "support_worker" and rule.repeat is None
    }
    open_ones = Due.objects.filter(journey=cast.subject("aziza").journey, rule__in=own)
    return open_ones.order_by("due_on").first().rule


@pytest.fixture
def clients_step(cast: Cast) -> str:
    """A step of the client that is still open on aziza's route."""
    own = {rule.id for rule in rulebook.current("merwestreek").rules if rule.who == "client"}
    return Due.objects.filter(journey=cast.subject("aziza").journey, rule__in=own).order_by("rule").first().rule


def mark(cast: Cast, who: str, rule: str, **more: object) -> actions.Written:
    return actions.mark_step(viewer=cast.viewer(who), person_key=cast.subject("aziza").key, rule=rule, **more)  # type: ignore[arg-type]


def take_back(cast: Cast, who: str, rule: str) -> actions.Written:
    return actions.take_back_step(viewer=cast.viewer(who), person_key=cast.subject("aziza").key, rule=rule)


def is_due(cast: Cast, rule: str) -> bool:
    return Due.objects.filter(journey=cast.subject("aziza").journey, rule=rule).exists()


def lines(cast: Cast) -> int:
    return RouteEvent.objects.filter(journey=cast.subject("aziza").journey).count()


def test_a_ticked_step_is_no_longer_due(cast: Cast, open_step: str) -> None:
    assert is_due(cast, open_step)
    mark(cast, "support_worker", open_step)
    assert not is_due(cast, open_step)
    assert reads.known(cast.subject("aziza").journey.pk).done[open_step] == TODAY


def test_ticking_twice_changes_nothing(cast: Cast, open_step: str) -> None:
    mark(cast, "support_worker", open_step)
    before = lines(cast)
    assert mark(cast, "coordinator", open_step).event is None
    assert lines(cast) == before
    assert StepMark.objects.filter(journey=cast.subject("aziza").journey, rule=open_step).count() == 1


def test_a_tick_on_another_day_replaces_the_first_and_keeps_it(cast: Cast, open_step: str) -> None:
    mark(cast, "support_worker", open_step)
    mark(cast, "support_worker", open_step, on=TODAY - timedelta(days=3))
    marks = StepMark.objects.filter(journey=cast.subject("aziza").journey, rule=open_step).order_by("id")
    assert [(found.on, found.current) for found in marks] == [(TODAY, False), (TODAY - timedelta(days=3), True)]


def test_a_step_cannot_be_done_tomorrow(cast: Cast, open_step: str) -> None:
    with pytest.raises(NotPossible):
        mark(cast, "support_worker", open_step, on=TODAY + timedelta(days=1))


@pytest.mark.parametrize("why", ["", "   ", "\n"])
def test_setting_aside_needs_a_reason(cast: Cast, open_step: str, why: str) -> None:
    with pytest.raises(NotPossible):
        mark(cast, "coordinator", open_step, kind="set_aside", why=why)
    assert is_due(cast, open_step)


def test_what_was_set_aside_is_not_due_and_says_who_and_why(cast: Cast, open_step: str) -> None:
    mark(cast, "coordinator", open_step, kind="set_aside", why=WHY)
    assert not is_due(cast, open_step)
    decision = reads.known(cast.subject("aziza").journey.pk).set_aside[open_step]
    assert (decision.why, decision.by, decision.on) == (WHY, "Coen Coördi", TODAY)


def test_a_step_that_no_rule_knows_is_refused(cast: Cast) -> None:
    with pytest.raises(NotPossible):
        mark(cast, "coordinator", "no-such-step")


def test_a_client_ticks_only_the_clients_own_steps(cast: Cast, open_step: str, clients_step: str) -> None:
    assert mark(cast, "client", clients_step).event
    with pytest.raises(PermissionDenied):
        mark(cast, "client", open_step)
    assert is_due(cast, open_step)


def test_a_client_cannot_set_a_step_aside(cast: Cast, clients_step: str) -> None:
    with pytest.raises(PermissionDenied):
        mark(cast, "client", clients_step, kind="set_aside", why=WHY)


def test_a_client_takes_back_only_what_the_client_ticked(cast: Cast, clients_step: str) -> None:
    mark(cast, "support_worker", clients_step)
    with pytest.raises(PermissionDenied):
        take_back(cast, "client", clients_step)
    take_back(cast, "support_worker", clients_step)
    mark(cast, "client", clients_step)
    assert take_back(cast, "client", clients_step).event


def test_taking_back_makes_a_step_due_again_and_twice_changes_nothing(cast: Cast, open_step: str) -> None:
    mark(cast, "support_worker", open_step)
    assert take_back(cast, "coordinator", open_step).event
    assert is_due(cast, open_step)
    assert take_back(cast, "coordinator", open_step).event is None


def test_undoing_a_tick_makes_the_step_due_again(cast: Cast, open_step: str) -> None:
    done = mark(cast, "support_worker", open_step)
    actions.undo(viewer=cast.viewer("support_worker"), person_key=cast.subject("aziza").key, event=done.event)
    assert is_due(cast, open_step)


def test_undoing_a_taking_back_brings_the_tick_back_as_it_was(cast: Cast, open_step: str) -> None:
    mark(cast, "coordinator", open_step, kind="set_aside", why=WHY)
    taken = take_back(cast, "coordinator", open_step)
    actions.undo(viewer=cast.viewer("coordinator"), person_key=cast.subject("aziza").key, event=taken.event)
    assert reads.known(cast.subject("aziza").journey.pk).set_aside[open_step].why == WHY


def test_undo_of_a_tick_is_refused_when_the_step_was_marked_again_since(cast: Cast, open_step: str) -> None:
    done = mark(cast, "support_worker", open_step)
    mark(cast, "coordinator", open_step, kind="set_aside", why=WHY)
    with pytest.raises(NotPossible):
        actions.undo(viewer=cast.viewer("support_worker"), person_key=cast.subject("aziza").key, event=done.event)


@pytest.mark.parametrize("who", ["peer_worker", "policy_officer", "nobody"])
def test_who_only_reads_ticks_nothing(cast: Cast, open_step: str, who: str) -> None:
    with pytest.raises(PermissionDenied):
        mark(cast, who, open_step)


def test_steps_of_a_foreign_route_cannot_be_ticked(cast: Cast, open_step: str) -> None:
    for code in ("bram", "cora", "daan", "eva", "fien", "gijs"):
        with pytest.raises(people.NotVisible):
            actions.mark_step(viewer=cast.viewer("support_worker"), person_key=cast.subject(code).key, rule=open_step)


def pass_leave(cast: Cast, who: str, why: str = WHY) -> actions.Written:
    return actions.pass_gate(viewer=cast.viewer(who), person_key=cast.subject("aziza").key, gate="leave", why=why)


def test_a_closed_gate_is_passed_with_a_reason_and_keeps_what_was_missing(cast: Cast) -> None:
    done = pass_leave(cast, "coordinator")
    passed = GatePass.objects.get(journey=cast.subject("aziza").journey, gate="leave", current=True)
    assert passed.why == WHY and passed.by_role == "coordinator" and passed.missing
    assert RouteEvent.objects.get(key=done.event).new["missing"] == passed.missing
    state = next(gate for gate in reads.reckon("merwestreek", TODAY, reads.known(cast.subject("aziza").journey.pk)).gates
                 if gate.gate_id == "leave")  # fmt: skip
    assert state.passed is not None and state.passed.why == WHY


@pytest.mark.parametrize("who", ["support_worker", "client"])
def test_who_writes_but_has_no_mandate_cannot_pass_a_gate(cast: Cast, who: str) -> None:
    with pytest.raises(PermissionDenied):
        pass_leave(cast, who)
    assert not GatePass.objects.filter(journey=cast.subject("aziza").journey, gate="leave").exists()


@pytest.mark.parametrize("why", ["", "mag wel", "          "])
def test_a_gate_is_not_passed_without_a_real_reason(cast: Cast, why: str) -> None:
    with pytest.raises(NotPossible):
        pass_leave(cast, "coordinator", why)


def test_passing_twice_changes_nothing(cast: Cast) -> None:
    pass_leave(cast, "coordinator")
    assert pass_leave(cast, "process_director").event is None


def test_a_gate_that_no_rule_knows_is_refused(cast: Cast) -> None:
    with pytest.raises(NotPossible):
        actions.pass_gate(
            viewer=cast.viewer("coordinator"), person_key=cast.subject("aziza").key, gate="cellar", why=WHY
        )


def test_passing_is_taken_back_by_whoever_has_the_mandate(cast: Cast) -> None:
    done = pass_leave(cast, "coordinator")
    key = cast.subject("aziza").key
    with pytest.raises(PermissionDenied):
        actions.close_gate(viewer=cast.viewer("support_worker"), person_key=key, gate="leave")
    with pytest.raises(PermissionDenied):
        actions.undo(viewer=cast.viewer("support_worker"), person_key=key, event=done.event)
    actions.undo(viewer=cast.viewer("coordinator"), person_key=key, event=done.event)
    assert not GatePass.objects.filter(journey=cast.subject("aziza").journey, gate="leave", current=True).exists()
    assert actions.close_gate(viewer=cast.viewer("coordinator"), person_key=key, gate="leave").event is None


def test_a_route_that_began_before_its_first_fact_is_in_the_phase_of_that_day(cast: Cast) -> None:
    starts = (date(2026, 1, 1), date(2026, 6, 1), None, None)
    assert [reads.phase_on(day, starts) for day in (date(2025, 12, 31), date(2026, 1, 1), date(2026, 6, 1))] == [
        "stay", "prepare", "move"
    ]  # fmt: skip


@pytest.mark.parametrize("phase", reads.PHASES)
def test_asking_the_database_for_a_phase_gives_the_same_answer(cast: Cast, phase: str) -> None:
    from landing.route.models import Journey

    for number, code in enumerate(("aziza", "bram", "cora", "daan", "eva")):
        starts = [TODAY - timedelta(days=30 - turn) if turn < number else None for turn in range(4)]
        Journey.objects.filter(pk=cast.subject(code).journey.pk).update(
            prepare_from=starts[0], move_from=starts[1], land_from=starts[2], pilot_flame_from=starts[3]
        )
    columns = ("prepare_from", "move_from", "land_from", "pilot_flame_from")
    for day in (TODAY, TODAY - timedelta(days=29), TODAY - timedelta(days=31)):
        asked = set(Journey.objects.filter(reads.in_phase(phase, day)).values_list("pk", flat=True))
        told = {row[0] for row in Journey.objects.values_list("pk", *columns) if reads.phase_on(day, row[1:]) == phase}
        assert asked == told
