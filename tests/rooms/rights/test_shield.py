"""Kept out of sight: in no list, search, count, export, pair or import of whoever is not named; as if unknown."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from landing.people.actions import NotPossible
from landing.people.models import Likeness, PersonReference, Shield, ShieldPass
from landing.people.reads import NotVisible
from landing.rights import shield_actions as actions
from tests.access.answers import comparable
from tests.cast import NO_SUCH_KEY, Cast, canaries_in
from tests.exported import exported

pytestmark = pytest.mark.django_db
NOT_NAMED = ("support_worker", "process_director", "peer_worker")


def browser(cast: Cast, who: str) -> Client:
    client = Client()
    client.force_login(cast.accounts[who])
    return client


@pytest.mark.parametrize("who", NOT_NAMED)
def test_who_is_not_named_finds_nothing_anywhere(cast: Cast, who: str) -> None:
    visitor, key = browser(cast, who), cast.subject("sjaan").key
    for address, question in (("desk:clients", {}), ("desk:clients", {"q": "zqksjaan"}), ("desk:my_day", {}),
                              ("desk:my_day", {"toon": "dag"}), ("desk:my_day", {"toon": "vragen"}),
                              ("desk:my_day", {"toon": "stil"})):  # fmt: skip
        content = visitor.get(reverse(address), question).content
        assert "sjaan" not in canaries_in(content) and str(key).encode() not in content, (address, question)
    assert "sjaan" not in canaries_in(exported(visitor).content)


@pytest.mark.parametrize("who", NOT_NAMED)
def test_the_address_itself_answers_as_for_nobody(cast: Cast, who: str) -> None:
    visitor, key = browser(cast, who), cast.subject("sjaan").key
    for name in ("desk:person", "people:bonds", "route:facts", "route:history", "route:key_date"):
        theirs, nobody = (visitor.get(reverse(name, args=[one])) for one in (key, NO_SUCH_KEY))
        assert comparable(theirs, theirs.content, str(key)) == comparable(nobody, nobody.content, str(NO_SUCH_KEY))
        assert theirs.status_code == 404


def test_counts_do_not_tell_that_somebody_is_there(cast: Cast) -> None:
    """Ending the shield raises the count by one: so it was left out before."""
    from landing.desk.reads import Filters, clients, day_counts
    from landing.route import rulebook

    viewer, book = cast.viewer("process_director"), rulebook.current("merwestreek")

    def counts() -> tuple[int, int, int]:
        day = day_counts(viewer, book, Filters())
        return len(clients(viewer, book, Filters()).rows), day["dues"], day["silent"]

    before = counts()
    Shield.objects.filter(person=cast.subject("sjaan").person).update(ended_at="2026-11-23T00:00Z")
    after = counts()
    assert after[0] == before[0] + 1 and after[1] > before[1] and after[2] == before[2] + 1


def test_a_pair_with_a_shielded_person_is_offered_only_to_who_is_named(cast: Cast) -> None:
    pair = Likeness.objects.get(second=cast.subject("sjaan").person)
    director, coordinator = browser(cast, "process_director"), browser(cast, "coordinator")
    assert director.get(reverse("route:likeness", args=[pair.pk])).status_code == 404
    assert "sjaan" not in canaries_in(director.get(reverse("route:likenesses")).content)
    assert coordinator.get(reverse("route:likeness", args=[pair.pk])).status_code == 200


def test_who_judges_for_the_region_cannot_join_a_shielded_record(cast: Cast) -> None:
    from landing.route.joining import join

    with pytest.raises(NotVisible):
        join(viewer=cast.viewer("process_director"), kept=cast.subject("bram").key, joined=cast.subject("sjaan").key)


def checked(number: str = "", name: str = "", birth: Any = None) -> Any:
    from landing.exchange.caseload.faults import CheckedRow

    values = {"external_id": number, "given_name": name, "surname": "", "birth_date": birth}
    return CheckedRow(2, {key: value for key, value in values.items() if value}, [])


def test_an_import_does_not_tell_that_a_shielded_person_is_known(cast: Cast) -> None:
    from landing.exchange.reads import ClosedRecord, Records

    person = cast.subject("sjaan").person
    reference = PersonReference.objects.get(person=person).reference
    director = cast.home.workers["coordinator"]
    ShieldPass.objects.filter(worker=director).delete()
    ShieldPass.objects.create(shield=Shield.objects.get(person=person), worker=cast.home.workers["support_worker"])
    records = Records(cast.viewer("coordinator"))
    with pytest.raises(ClosedRecord):
        records.find(checked(number=reference))
    full = checked(name=person.given_name, birth=person.birth_date)
    full.values |= {"infix": person.infix, "surname": person.surname}
    assert records.find(full) == (None, False)


def test_a_list_with_a_look_alike_does_not_count_the_shielded_one(cast: Cast) -> None:
    from landing.exchange.actions import write_caseload

    person = cast.subject("sjaan").person
    ShieldPass.objects.all().delete()
    ShieldPass.objects.create(shield=Shield.objects.get(person=person), worker=cast.home.workers["support_worker"])
    row = checked(number="N-777", name=person.given_name, birth=person.birth_date)
    row.values |= {"infix": person.infix, "surname": person.surname}
    done = write_caseload(viewer=cast.viewer("coordinator"), rows=[row])
    assert (done.new, done.offered) == (1, 0)
    assert Likeness.objects.filter(first=person).exists(), "who is named is offered the pair all the same"


def form(cast: Cast, *roles: str, **more: str) -> dict[str, Any]:
    return {"kind": "staff", "why": "Zus van een collega", "workers": [str(cast.home.workers[role].key) for role in roles],
            "once": str(uuid.uuid4()), **more}  # fmt: skip


def test_first_the_effect_is_shown_and_only_a_yes_does_it(cast: Cast) -> None:
    visitor, key = browser(cast, "coordinator"), cast.subject("bram").key
    address = reverse("rights:shield", args=[key])
    page = visitor.post(address, form(cast, "privacy_officer")).content.decode()
    assert "Klopt dit?" in page and "Jij staat er niet bij" in page
    assert not Shield.objects.filter(person=cast.subject("bram").person).exists()
    visitor.post(address, form(cast, "coordinator", sure="yes"))
    shield = Shield.objects.get(person=cast.subject("bram").person)
    assert list(ShieldPass.objects.filter(shield=shield).values_list("worker__role", flat=True)) == ["coordinator"]
    assert browser(cast, "process_director").get(reverse("desk:person", args=[key])).status_code == 404
    assert "Afgeschermd" in visitor.get(reverse("desk:person", args=[key])).content.decode()


def test_nobody_named_is_refused_and_what_was_typed_stays(cast: Cast) -> None:
    answer = browser(cast, "coordinator").post(reverse("rights:shield", args=[cast.subject("bram").key]), form(cast))
    assert "minstens één medewerker" in answer.content.decode() and "Zus van een collega" in answer.content.decode()
    with pytest.raises(NotPossible):
        actions.set_shield(viewer=cast.viewer("coordinator"), person_key=cast.subject("bram").key, kind="safety", why="x",
                           workers=[cast.neighbours.workers["coordinator"].key])  # fmt: skip


def test_the_list_is_changed_and_the_shield_ended(cast: Cast) -> None:
    visitor, person = browser(cast, "coordinator"), cast.subject("sjaan").person
    carer = browser(cast, "support_worker")
    visitor.post(reverse("rights:shield", args=[person.key]), form(cast, "coordinator", "support_worker", sure="yes"))
    assert carer.get(reverse("desk:person", args=[person.key])).status_code == 200
    visitor.post(reverse("rights:shield", args=[person.key]), form(cast, "coordinator", sure="yes"))
    assert carer.get(reverse("desk:person", args=[person.key])).status_code == 404
    end = reverse("rights:end_shield", args=[person.key])
    assert "beëindigen?" in visitor.post(end, {"once": str(uuid.uuid4())}).content.decode()
    visitor.post(end, {"once": str(uuid.uuid4()), "sure": "yes"})
    assert carer.get(reverse("desk:person", args=[person.key])).status_code == 200


def test_being_named_does_not_stand_in_for_a_bond(cast: Cast) -> None:
    colleague = cast.accounts["colleague"].worker
    ShieldPass.objects.create(shield=Shield.objects.get(person=cast.subject("sjaan").person), worker=colleague)
    assert browser(cast, "colleague").get(reverse("desk:person", args=[cast.subject("sjaan").key])).status_code == 404


def test_a_carer_sets_no_shield(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        actions.set_shield(viewer=cast.viewer("support_worker"), person_key=cast.subject("aziza").key, kind="safety",
                           why="x", workers=[])  # fmt: skip


def test_the_privacy_officer_shields_and_sees_no_page_of_the_person(cast: Cast) -> None:
    visitor, key = browser(cast, "privacy_officer"), cast.subject("bram").key
    visitor.post(reverse("rights:shield", args=[key]), form(cast, "privacy_officer", "coordinator", sure="yes"))
    assert Shield.objects.filter(person=cast.subject("bram").person, ended_at=None).exists()
    assert visitor.get(reverse("rights:person", args=[key])).status_code == 200
    assert visitor.get(reverse("desk:person", args=[key])).status_code == 403
