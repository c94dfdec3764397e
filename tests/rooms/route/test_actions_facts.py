"""Facts of a route: recorded by whoever may, never written over unseen, undone by their opposite."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from landing.people import reads as people
from landing.people.actions import ChangedMeanwhile, NotPossible
from landing.route import actions, reads
from landing.route.models import Due, Fact, Journey, RouteEvent
from tests.cast import TODAY, Cast

KEY_DAY = date(2026, 12, 8)


def known(cast: Cast, code: str = "aziza") -> reads.Known:
    return reads.known(cast.subject(code).journey.pk)


def record(cast: Cast, who: str, changes: dict[str, Any], **more: Any) -> actions.Written:
    return actions.record_facts(viewer=cast.viewer(who), person_key=cast.subject("aziza").key, changes=changes, **more)


def history(cast: Cast) -> list[RouteEvent]:
    return list(RouteEvent.objects.filter(journey=cast.subject("aziza").journey).order_by("id"))


def test_a_date_is_kept_with_who_recorded_it_and_the_one_before_stays(cast: Cast) -> None:
    record(cast, "support_worker", {"key_handover": KEY_DAY})
    assert known(cast).facts["key_handover"] == KEY_DAY
    rows = Fact.objects.filter(journey=cast.subject("aziza").journey, kind="key_handover").order_by("id")
    assert [row.current for row in rows] == [False, True]
    assert rows[1].recorded_by == "Bo Begelei"
    line = history(cast)[-1]
    assert (line.about, line.old, line.new) == (
        "fact:key_handover", {"key_handover": "2026-12-01"}, {"key_handover": "2026-12-08"}
    )  # fmt: skip


def test_recording_what_is_known_already_changes_nothing(cast: Cast) -> None:
    before = len(history(cast))
    assert record(cast, "coordinator", {"household": "alone"}).event is None
    assert len(history(cast)) == before


def test_a_fact_can_become_unknown_again(cast: Cast) -> None:
    record(cast, "coordinator", {"household": None})
    assert "household" not in known(cast).facts


def test_a_yes_and_a_no_come_back_as_they_went_in(cast: Cast) -> None:
    record(cast, "coordinator", {"has_debts": False, "in_treatment": True})
    assert (known(cast).facts["has_debts"], known(cast).facts["in_treatment"]) == (False, True)


def test_a_fact_that_no_rule_knows_is_refused(cast: Cast) -> None:
    with pytest.raises(NotPossible):
        record(cast, "coordinator", {"shoe_size": "44"})


def test_somebody_elses_newer_value_is_shown_beside_ones_own_and_nothing_is_written(cast: Cast) -> None:
    seen = known(cast).ids
    record(cast, "coordinator", {"key_handover": KEY_DAY})
    version = Journey.objects.get(pk=cast.subject("aziza").journey.pk).version
    with pytest.raises(ChangedMeanwhile) as conflict:
        record(cast, "support_worker", {"key_handover": date(2026, 12, 15), "household": "partner"}, seen=seen)
    (line,) = conflict.value.differences
    assert line.field == "key_handover" and line.by_name == "Coen Coördi"
    assert "8 december" in line.theirs and "15 december" in line.yours
    assert known(cast).facts["household"] == "alone", "nothing of a refused form may be kept"
    assert Journey.objects.get(pk=cast.subject("aziza").journey.pk).version == version


def test_a_fact_that_was_made_unknown_meanwhile_is_a_conflict_too(cast: Cast) -> None:
    seen = known(cast).ids
    record(cast, "coordinator", {"household": None})
    with pytest.raises(ChangedMeanwhile):
        record(cast, "support_worker", {"household": "partner"}, seen=seen)


def test_a_fact_that_was_unknown_and_is_known_meanwhile_is_a_conflict(cast: Cast) -> None:
    record(cast, "coordinator", {"in_treatment": True})
    with pytest.raises(ChangedMeanwhile):
        record(cast, "support_worker", {"in_treatment": False}, seen={"in_treatment": 0})


def test_the_same_newer_value_is_no_conflict(cast: Cast) -> None:
    seen = known(cast).ids
    record(cast, "coordinator", {"key_handover": KEY_DAY})
    assert record(cast, "support_worker", {"key_handover": KEY_DAY}, seen=seen).event is None


def test_a_client_answers_what_is_asked_of_clients_and_nothing_else(cast: Cast) -> None:
    record(cast, "client", {"has_debts": False})
    assert history(cast)[-1].by_role == "client"
    with pytest.raises(PermissionDenied):
        record(cast, "client", {"route_closed": TODAY})
    assert Journey.objects.get(pk=cast.subject("aziza").journey.pk).closed_on is None


@pytest.mark.parametrize("who", ["peer_worker", "policy_officer", "housing_officer", "administrator", "nobody"])
def test_who_only_reads_records_nothing(cast: Cast, who: str) -> None:
    with pytest.raises(PermissionDenied):
        record(cast, who, {"household": "partner"})


@pytest.mark.parametrize("code", ["bram", "cora", "daan", "eva", "fien", "gijs"])
def test_a_foreign_route_cannot_be_written(cast: Cast, code: str) -> None:
    with pytest.raises(people.NotVisible):
        actions.record_fact(
            viewer=cast.viewer("support_worker"), person_key=cast.subject(code).key, kind="household", value="partner"
        )


def test_what_is_due_is_reckoned_anew_with_each_fact(cast: Cast) -> None:
    journey = cast.subject("aziza").journey
    before = dict(Due.objects.filter(journey=journey).values_list("rule", "due_on"))
    record(cast, "coordinator", {"key_handover": date(2027, 3, 1), "contract_signed": date(2027, 2, 1)})
    after = dict(Due.objects.filter(journey=journey).values_list("rule", "due_on"))
    assert before != after
    reckoned = reads.reckon("merwestreek", TODAY, known(cast))
    assert {due.rule_id: due.due for due in reckoned.dues if due.rule_id in after} == after


def test_the_last_contact_and_the_closing_stand_with_the_journey(cast: Cast) -> None:
    record(cast, "coordinator", {"last_contact": TODAY})
    assert Journey.objects.get(pk=cast.subject("aziza").journey.pk).last_contact_on == TODAY
    record(cast, "coordinator", {"route_closed": TODAY})
    assert Journey.objects.get(pk=cast.subject("aziza").journey.pk).closed_on == TODAY


def test_undo_puts_back_what_was_and_is_a_line_of_history_itself(cast: Cast) -> None:
    done = record(cast, "coordinator", {"key_handover": KEY_DAY, "has_debts": False, "household": None})
    undone = actions.undo(viewer=cast.viewer("support_worker"), person_key=cast.subject("aziza").key, event=done.event)
    facts = known(cast).facts
    assert (facts["key_handover"], facts["has_debts"], facts["household"]) == (date(2026, 12, 1), True, "alone")
    assert history(cast)[-1].undoes == done.event and history(cast)[-1].key == undone.event


def test_undoing_twice_changes_nothing_the_second_time(cast: Cast) -> None:
    done = record(cast, "coordinator", {"key_handover": KEY_DAY})
    undo = {"viewer": cast.viewer("coordinator"), "person_key": cast.subject("aziza").key, "event": done.event}
    assert actions.undo(**undo).event is not None
    assert actions.undo(**undo).event is None


def test_an_undo_can_be_undone(cast: Cast) -> None:
    viewer, key = cast.viewer("coordinator"), cast.subject("aziza").key
    done = record(cast, "coordinator", {"key_handover": KEY_DAY})
    undone = actions.undo(viewer=viewer, person_key=key, event=done.event)
    actions.undo(viewer=viewer, person_key=key, event=undone.event)
    assert known(cast).facts["key_handover"] == KEY_DAY


def test_undo_is_refused_when_the_same_was_changed_again_since(cast: Cast) -> None:
    done = record(cast, "coordinator", {"key_handover": KEY_DAY})
    record(cast, "support_worker", {"key_handover": KEY_DAY + timedelta(days=1)})
    with pytest.raises(NotPossible):
        actions.undo(viewer=cast.viewer("coordinator"), person_key=cast.subject("aziza").key, event=done.event)
    assert known(cast).facts["key_handover"] == KEY_DAY + timedelta(days=1)


def test_a_client_undoes_only_what_the_client_wrote(cast: Cast) -> None:
    theirs = record(cast, "coordinator", {"has_debts": False})
    with pytest.raises(PermissionDenied):
        actions.undo(viewer=cast.viewer("client"), person_key=cast.subject("aziza").key, event=theirs.event)
    own = record(cast, "client", {"in_treatment": True})
    assert actions.undo(viewer=cast.viewer("client"), person_key=cast.subject("aziza").key, event=own.event).event


def test_a_line_of_another_route_cannot_be_undone_through_ones_own(cast: Cast) -> None:
    with pytest.raises(people.NotVisible):
        actions.undo(
            viewer=cast.viewer("coordinator"),
            person_key=cast.subject("aziza").key,
            event=cast.subject("cora").events["step"],
        )


def test_there_is_one_open_route_a_person(cast: Cast) -> None:
    viewer, key = cast.viewer("coordinator"), cast.subject("aziza").key
    with pytest.raises(NotPossible):
        actions.start_journey(viewer=viewer, person_key=key)
    record(cast, "coordinator", {"route_closed": TODAY})
    again = actions.start_journey(viewer=viewer, person_key=key, facts={"stay_kind": "mo"})
    assert reads.journey(viewer, key).pk == again.pk
    assert reads.known(again.pk).facts == {"stay_kind": "mo"}


def test_values_go_in_and_come_out_of_history_the_same() -> None:
    for value in (True, False, date(2026, 1, 2), "alone", None):
        assert actions.from_plain(actions.plain(value)) == value
