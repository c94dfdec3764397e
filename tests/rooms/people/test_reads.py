"""Who may see whom, and on which day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from landing.people import reads
from landing.people.models import Bond, Worker
from landing.people.roles import ROLES, Reach, Role
from landing.people.viewer import stranger
from tests.cast import MAY_SEE, NO_SUCH_KEY, TODAY, Cast
from tests.cast import ROLES as CAST_ROLES

YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


def seen(cast: Cast, who: str, today: date = TODAY) -> set[str]:
    keys = set(reads.persons(cast.viewer(who, today=today)).values_list("key", flat=True))
    return {code for code, subject in cast.subjects.items() if subject.key in keys}


@pytest.mark.parametrize(
    "who", [*CAST_ROLES, "colleague", "former_worker", "nobody", "neighbours.coordinator", "strangers.coordinator"]
)
def test_each_of_the_cast_sees_whom_the_cast_says(cast: Cast, who: str) -> None:
    assert seen(cast, who) == MAY_SEE.get(who, frozenset())


def test_a_stranger_sees_nobody(cast: Cast) -> None:
    assert not reads.persons(stranger(TODAY)).exists()
    with pytest.raises(reads.NotVisible):
        reads.person(stranger(TODAY), cast.subject("aziza").key)


def test_a_bond_that_ends_today_gives_no_access_today_but_did_yesterday(cast: Cast) -> None:
    assert "eva" in seen(cast, "support_worker", YESTERDAY)
    assert "eva" not in seen(cast, "support_worker", TODAY)


def test_a_bond_that_begins_tomorrow_gives_access_tomorrow(cast: Cast) -> None:
    assert "fien" not in seen(cast, "support_worker", TODAY)
    assert "fien" in seen(cast, "support_worker", TOMORROW)


def test_a_worker_who_left_is_nobody_from_that_day_on(cast: Cast) -> None:
    account = cast.accounts["former_worker"].pk
    assert reads.viewer_of(account=account, worker=None, today=YESTERDAY).role is Role.SUPPORT_WORKER
    today = reads.viewer_of(account=account, worker=None, today=TODAY)
    assert today.role is None and today.account == account and not today.sees_people
    assert "aziza" in seen(cast, "former_worker", YESTERDAY)


def test_a_place_that_ended_cannot_be_chosen_by_its_number(cast: Cast) -> None:
    gone = cast.accounts["former_worker"].worker
    viewer = reads.viewer_of(account=cast.accounts["support_worker"].pk, worker=gone.pk, today=TODAY)
    assert viewer.worker == cast.home.workers["support_worker"].pk


def test_somebody_with_two_places_works_in_the_one_that_was_chosen(cast: Cast) -> None:
    account = cast.accounts["coordinator"]
    second = Worker.objects.create(account=account, organisation=cast.neighbours.organisations["care_provider"],
                                   role="support_worker", name="Coen Coördi", from_date=date(2025, 1, 1))  # fmt: skip
    viewer = reads.viewer_of(account=account.pk, worker=second.pk, today=TODAY)
    assert (viewer.role, viewer.organisation) == (Role.SUPPORT_WORKER, second.organisation_id)
    assert not reads.persons(viewer).exists()
    assert len(reads.places_of_work(viewer)) == 2


def test_a_client_is_the_person_and_sees_only_that_route(cast: Cast) -> None:
    viewer = cast.viewer("client")
    assert viewer.is_client and viewer.person == cast.subject("aziza").person.pk and viewer.region_code == "merwestreek"
    assert seen(cast, "client") == {"aziza"}


def test_an_account_whose_person_was_joined_into_another_is_nobody(cast: Cast) -> None:
    gijs = cast.subject("gijs").person
    gijs.account = cast.accounts["nobody"]
    gijs.save()
    assert reads.viewer_of(account=cast.accounts["nobody"].pk, worker=None, today=TODAY).role is None


@pytest.mark.parametrize("code", ["cora", "daan", "eva", "fien", "gijs"])
def test_a_foreign_key_and_an_unknown_key_raise_the_same(cast: Cast, code: str) -> None:
    viewer = cast.viewer("coordinator")
    with pytest.raises(reads.NotVisible) as foreign:
        reads.person(viewer, cast.subject(code).key)
    with pytest.raises(reads.NotVisible) as unknown:
        reads.person(viewer, NO_SUCH_KEY)
    assert str(foreign.value) == str(unknown.value)


def test_who_stands_around_is_told_only_of_whom_one_may_see(cast: Cast) -> None:
    own = reads.around(cast.viewer("coordinator"), cast.subject("aziza").person.pk)
    assert own[0].kind == Bond.Kind.COORDINATOR
    assert {line.kind for line in own} >= {
        "support_worker",
        "care_provider",
        "municipality",
        "peer_worker",
        "close_one",
    }
    with pytest.raises(reads.NotVisible):
        reads.around(cast.viewer("coordinator"), cast.subject("cora").person.pk)
    with pytest.raises(reads.NotVisible):
        reads.person_history(cast.viewer("coordinator"), cast.subject("cora").person.pk)


def test_who_stood_around_before_is_told_apart(cast: Cast) -> None:
    viewer = cast.viewer("neighbours.coordinator")
    eva = cast.subject("eva").person.pk
    assert {line.to_date for line in reads.around(viewer, eva, ended=True)} == {TODAY}
    assert all(line.to_date is None for line in reads.around(viewer, eva))


def test_colleagues_are_of_the_own_organisation_and_work_there_today(cast: Cast) -> None:
    names = {name for _, name, _ in reads.workers(cast.viewer("coordinator"))}
    assert names == {"Bo Begelei", "Coen Coördi", "Cas Collegas", "Pri Vacystra"}
    assert {name for _, name, _ in reads.workers(cast.viewer("coordinator"), Role.COORDINATOR)} == {"Coen Coördi"}


def test_municipalities_are_of_the_own_region(cast: Cast) -> None:
    assert {name for _, name in reads.municipalities(cast.home.region.pk)} == {
        "Gemeente Waterkant",
        "Gemeente Landzicht",
    }


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("Zoë d'Hârnoncourt-Österlé", "zoe dharnoncourt osterle"),
        ("Łukasz Đặng", "lukasz dang"),
        ("Straße Ærø", "strasse aero"),
        ("İbrahim Işık", "ibrahim isik"),
        ("van der  Laan", "van der laan"),
        ("O’Neill", "oneill"),
        ("J.P. Coen", "j p coen"),
        ("", ""),
        ("a\x00b\u200bc\td", "abc d"),
    ],
)
def test_names_are_found_without_accents_and_marks(name: str, folded: str) -> None:
    assert reads.fold(name) == folded
    assert reads.fold(folded) == folded, "folding twice changes nothing"


def test_the_name_shown_is_the_one_the_person_wants() -> None:
    assert reads.show_name("Aziza", "el", "Verzonnen") == "Aziza el Verzonnen"
    assert reads.show_name("Aziza", "el", "Verzonnen", "Zizi") == "Zizi"
    assert reads.show_name("Aziza", "", "") == "Aziza"


def test_every_role_has_a_rule_and_writing_needs_a_reach() -> None:
    assert set(ROLES) == set(Role)
    assert all(rule.reach is not Reach.NOBODY for rule in ROLES.values() if rule.writes or rule.imports or rule.merges)
    assert not any(
        rule.writes
        for role, rule in ROLES.items()
        if role in {Role.POLICY_OFFICER, Role.PEER_WORKER, Role.ADMINISTRATOR}
    )
