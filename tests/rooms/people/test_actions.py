"""Writes about who is who: history with each, one coordinator, access that ends the same day, versions."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from landing.people import actions, reads
from landing.people.actions import ChangedMeanwhile, NotPossible
from landing.people.models import Bond, Likeness, Person, PersonEvent, PersonReference
from tests.cast import TODAY, Cast


def history(cast: Cast, code: str) -> list[PersonEvent]:
    return list(PersonEvent.objects.filter(person=cast.subject(code).person).order_by("id"))


def coordinator_of(cast: Cast, code: str) -> Bond:
    return Bond.objects.get(person=cast.subject(code).person, kind="coordinator", to_date__isnull=True)


def test_a_new_person_is_of_the_organisation_and_of_the_carer_who_added(cast: Cast) -> None:
    viewer = cast.viewer("support_worker")
    made = actions.add_person(viewer=viewer, given_name="Zoë", infix="van", surname="Élan", reference="V-12")
    assert set(Bond.objects.filter(person=made).values_list("kind", flat=True)) == {"care_provider", "support_worker"}
    assert (made.search_name, made.sort_name) == ("zoe van elan", "elan zoe van")
    assert reads.person(viewer, made.key).pk == made.pk
    assert reads.person(cast.viewer("coordinator"), made.key).pk == made.pk
    with pytest.raises(reads.NotVisible):
        reads.person(cast.viewer("colleague"), made.key)
    assert PersonReference.objects.get(person=made).reference == "V-12"
    assert PersonEvent.objects.get(person=made).new == {"added": True}


@pytest.mark.parametrize("who", ["client", "peer_worker", "policy_officer", "administrator", "close_one", "nobody"])
def test_who_does_not_carry_routes_cannot_add_a_person(cast: Cast, who: str) -> None:
    with pytest.raises(PermissionDenied):
        actions.add_person(viewer=cast.viewer(who), given_name="Zoë")
    assert not Person.objects.filter(given_name="Zoë").exists()


def test_a_change_of_name_keeps_what_was_and_moves_the_search(cast: Cast) -> None:
    aziza = cast.subject("aziza")
    actions.change_person(viewer=cast.viewer("coordinator"), key=aziza.key, version=1, values={"surname": "Anders"})
    person = Person.objects.get(pk=aziza.person.pk)
    assert (person.surname, person.version) == ("Anders", 2)
    assert "anders" in person.search_name and person.sort_name.startswith("anders")
    line = history(cast, "aziza")[-1]
    assert line.new == {"surname": "Anders"} and line.old == {"surname": aziza.person.surname}
    assert (line.by_role, line.by_name) == ("coordinator", "Coen Coördi")


def test_a_change_on_an_old_version_shows_both_texts_and_writes_nothing(cast: Cast) -> None:
    aziza = cast.subject("aziza")
    actions.change_person(viewer=cast.viewer("coordinator"), key=aziza.key, version=1, values={"surname": "Eerste"})
    with pytest.raises(ChangedMeanwhile) as conflict:
        actions.change_person(
            viewer=cast.viewer("support_worker"), key=aziza.key, version=1, values={"surname": "Tweede"}
        )
    (line,) = conflict.value.differences
    assert (line.label, line.theirs, line.yours, line.by_name) == ("Achternaam", "Eerste", "Tweede", "Coen Coördi")
    assert Person.objects.get(pk=aziza.person.pk).surname == "Eerste"


def test_the_same_value_on_an_old_version_is_no_conflict(cast: Cast) -> None:
    aziza = cast.subject("aziza")
    actions.change_person(viewer=cast.viewer("coordinator"), key=aziza.key, version=1, values={"surname": "Zelfde"})
    before = len(history(cast, "aziza"))
    actions.change_person(viewer=cast.viewer("support_worker"), key=aziza.key, version=1, values={"surname": "Zelfde"})
    assert len(history(cast, "aziza")) == before


def test_fields_that_are_not_the_persons_cannot_be_changed_along(cast: Cast) -> None:
    aziza = cast.subject("aziza")
    actions.change_person(
        viewer=cast.viewer("coordinator"), key=aziza.key, version=1,
        values={"region_id": cast.strangers.region.pk, "account_id": cast.accounts["nobody"].pk, "joined_into_id": 1},
    )  # fmt: skip
    person = Person.objects.get(pk=aziza.person.pk)
    assert (person.region_id, person.account_id, person.joined_into_id) == (
        cast.home.region.pk, cast.accounts["client"].pk, None
    )  # fmt: skip


def test_a_foreign_person_cannot_be_changed(cast: Cast) -> None:
    for code in ("cora", "daan", "eva", "fien", "gijs"):
        with pytest.raises(reads.NotVisible):
            actions.change_person(
                viewer=cast.viewer("coordinator"), key=cast.subject(code).key, version=1, values={"surname": "X"}
            )


def test_there_is_always_one_coordinator(cast: Cast) -> None:
    old = coordinator_of(cast, "aziza")
    other = cast.accounts["colleague"].worker
    actions.add_bond(
        viewer=cast.viewer("coordinator"), person_key=cast.subject("aziza").key, kind="coordinator", worker_id=other.pk
    )
    assert coordinator_of(cast, "aziza").worker_id == other.pk
    old.refresh_from_db()
    assert old.to_date == TODAY


def test_naming_the_same_coordinator_again_changes_nothing(cast: Cast) -> None:
    old, before = coordinator_of(cast, "aziza"), len(history(cast, "aziza"))
    same = actions.add_bond(
        viewer=cast.viewer("coordinator"),
        person_key=cast.subject("aziza").key,
        kind="coordinator",
        worker_id=old.worker_id,
    )
    assert same.pk == old.pk and len(history(cast, "aziza")) == before


def test_adding_the_same_bond_twice_gives_one(cast: Cast) -> None:
    aziza = cast.subject("aziza")
    made = [
        actions.add_bond(viewer=cast.viewer("coordinator"), person_key=aziza.key, kind="buddy", name="Mika")
        for _ in range(2)
    ]
    assert made[0].pk == made[1].pk


def test_a_worker_or_organisation_of_another_region_cannot_be_put_around_a_person(cast: Cast) -> None:
    aziza, viewer = cast.subject("aziza"), cast.viewer("coordinator")
    with pytest.raises(NotPossible):
        actions.add_bond(viewer=viewer, person_key=aziza.key, kind="support_worker",
                         worker_id=cast.strangers.workers["support_worker"].pk)  # fmt: skip
    with pytest.raises(NotPossible):
        actions.add_bond(viewer=viewer, person_key=aziza.key, kind="care_provider",
                         organisation_id=cast.strangers.organisations["care_provider"].pk)  # fmt: skip


def test_ending_a_bond_closes_access_the_same_day(cast: Cast) -> None:
    aziza = cast.subject("aziza")
    assert reads.persons(cast.viewer("support_worker")).filter(key=aziza.key).exists()
    bond = aziza.bonds["support_worker"]
    actions.end_bond(viewer=cast.viewer("coordinator"), person_key=aziza.key, bond_key=bond.key)
    assert not reads.persons(cast.viewer("support_worker")).filter(key=aziza.key).exists()
    assert history(cast, "aziza")[-1].new["to"] == TODAY.isoformat()


def test_ending_a_bond_twice_writes_one_line(cast: Cast) -> None:
    aziza, viewer = cast.subject("aziza"), cast.viewer("coordinator")
    for _ in range(2):
        actions.end_bond(viewer=viewer, person_key=aziza.key, bond_key=aziza.bonds["support_worker"].key)
    assert [line.about for line in history(cast, "aziza")].count("bond:support_worker") == 1


def test_a_bond_that_has_not_begun_ends_on_its_own_first_day(cast: Cast) -> None:
    aziza, viewer = cast.subject("aziza"), cast.viewer("coordinator")
    later = actions.add_bond(
        viewer=viewer, person_key=aziza.key, kind="buddy", name="Mika", from_date=TODAY + timedelta(days=5)
    )
    actions.end_bond(viewer=viewer, person_key=aziza.key, bond_key=later.key)
    later.refresh_from_db()
    assert later.to_date == later.from_date


def test_the_last_organisation_around_a_person_cannot_leave(cast: Cast) -> None:
    aziza = cast.subject("aziza")
    actions.end_bond(
        viewer=cast.viewer("process_director"), person_key=aziza.key, bond_key=aziza.bonds["care_provider"].key
    )
    with pytest.raises(NotPossible):
        actions.end_bond(
            viewer=cast.viewer("process_director"), person_key=aziza.key, bond_key=aziza.bonds["municipality"].key
        )


def test_a_bond_of_another_person_cannot_be_ended_through_ones_own(cast: Cast) -> None:
    with pytest.raises(reads.NotVisible):
        actions.end_bond(
            viewer=cast.viewer("coordinator"), person_key=cast.subject("aziza").key,
            bond_key=cast.subject("cora").bonds["support_worker"].key,
        )  # fmt: skip


@pytest.mark.parametrize("who", ["peer_worker", "policy_officer", "nobody"])
def test_who_only_reads_cannot_change_bonds(cast: Cast, who: str) -> None:
    aziza = cast.subject("aziza")
    with pytest.raises(PermissionDenied):
        actions.add_bond(viewer=cast.viewer(who), person_key=aziza.key, kind="buddy", name="Mika")
    with pytest.raises(PermissionDenied):
        actions.end_bond(viewer=cast.viewer(who), person_key=aziza.key, bond_key=aziza.bonds["close_one"].key)


def test_only_who_sees_both_can_judge_a_likeness(cast: Cast) -> None:
    mine, mixed = cast.likenesses["aziza"], cast.likenesses["daan"]
    actions.judge_likeness(viewer=cast.viewer("coordinator"), likeness_id=mine, verdict="different")
    assert Likeness.objects.get(pk=mine).verdict == "different"
    for pk in (mixed, 987_654_321):
        with pytest.raises(reads.NotVisible):
            actions.judge_likeness(viewer=cast.viewer("coordinator"), likeness_id=pk, verdict="different")
    with pytest.raises(PermissionDenied):
        actions.judge_likeness(viewer=cast.viewer("support_worker"), likeness_id=mine, verdict="different")


def test_only_a_municipality_or_provider_can_bring_people_in(cast: Cast) -> None:
    with pytest.raises(NotPossible):
        actions.bind_organisation(person_id=cast.subject("aziza").person.pk, from_date=date(2026, 1, 1),
                                  organisation_id=cast.home.organisations["housing_association"].pk)  # fmt: skip
