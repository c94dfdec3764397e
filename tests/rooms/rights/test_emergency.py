"""Opening in an emergency (T36): exactly one person, a few facts, four hours, told at once, reviewed in time."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from landing.people import reads as people
from landing.people.actions import NotPossible
from landing.people.models import AccessLine, AccessSubject, Person
from landing.rights import actions, reads
from landing.rights.models import BreakGlass
from tests.access import answers
from tests.access.test_sent_twice import everything
from tests.cast import CANARY, SHOWN_IN_EMERGENCY, TODAY, Cast, canary
from tests.rooms.rights.pages import client, text

WORDS = "Ze belde in paniek en haar begeleider neemt niet op."


def form(code: str, **more: str) -> dict[str, str]:
    return {
        "name": f"{canary(code, 'voor')} {canary(code, 'achter')}", "born": f"04-03-{1901 + 'abcde'.index(code[0])}",
        "reason": "crisis", "words": WORDS,
    } | more  # fmt: skip


def open_it(cast: Cast, who: str = "neighbours.coordinator", code: str = "aziza") -> BreakGlass:
    person = cast.subject(code).person
    return actions.open_in_emergency(
        viewer=cast.viewer(who), name=f"{person.given_name} {person.surname}", born=person.birth_date, reason="crisis",
        words=WORDS,
    )  # fmt: skip


def test_the_page_warns_before(cast: Cast) -> None:
    shown = text(client(cast, "coordinator").get("/noodtoegang/"))
    assert "Alleen als het niet kan wachten" in shown
    assert "De coördinator en de persoon krijgen meteen bericht" in shown


def test_only_a_few_facts_are_shown(cast: Cast) -> None:
    stranger = client(cast, "neighbours.coordinator")
    sent = stranger.post("/noodtoegang/", form("aziza"))
    assert sent.status_code == 302
    page = stranger.get(sent.url)
    found = {match.group().decode().lower() for match in CANARY.finditer(answers.searchable(page, page.content))}
    allowed = {canary("aziza", what).lower() for what in SHOWN_IN_EMERGENCY}
    assert found and found <= allowed
    assert "Coen Coördi" in text(page)
    assert stranger.get(f"/clienten/{cast.subject('aziza').key}/").status_code == 404, "nothing else is open"


def test_it_ends_after_four_hours(cast: Cast) -> None:
    opening = open_it(cast)
    stranger = client(cast, "neighbours.coordinator")
    assert stranger.get(f"/noodtoegang/{opening.key}/").status_code == 200
    assert opening.ends_at - opening.opened_at == timedelta(hours=4)
    BreakGlass.objects.filter(pk=opening.pk).update(ends_at=opening.opened_at - timedelta(seconds=1))
    assert stranger.get(f"/noodtoegang/{opening.key}/").status_code == 404


def test_it_is_for_who_opened_it_only(cast: Cast) -> None:
    opening = open_it(cast)
    for who in ("neighbours.support_worker", "coordinator", "strangers.coordinator"):
        assert client(cast, who).get(f"/noodtoegang/{opening.key}/").status_code == 404


def test_every_look_is_a_line_with_emergency_and_reason(cast: Cast) -> None:
    stranger = client(cast, "neighbours.coordinator")
    stranger.get(stranger.post("/noodtoegang/", form("aziza")).url)
    lines = AccessLine.objects.filter(worker=cast.neighbours.workers["coordinator"])
    assert [(one.action, one.emergency, one.reason, one.basis, one.purpose) for one in lines.order_by("seq")] == [
        ("emergency", True, "crisis", "emergency", "emergency")
    ] * 2
    assert AccessSubject.objects.filter(line__in=lines, person_id=cast.subject("aziza").key).count() == 2
    assert WORDS not in repr(list(lines.values())), "the words of the emergency stay out of the log"


def test_the_coordinator_and_the_person_are_told_at_once(cast: Cast) -> None:
    opening = open_it(cast)
    shown = text(client(cast, "coordinator").get("/mijn-dag/"))
    told = "Coen Coördi Landzicht (Zorghuis De Kade) opende in nood de gegevens van " + canary("aziza", "roep")
    assert told in shown
    own = client(cast, "client")
    route, looked = text(own.get("/mijn-route/")), text(own.get("/mijn-gegevens/wie-keek/"))
    assert "Iemand opende je gegevens in nood" in route and "Coen Coördi Landzicht" in route
    assert "Iemand opende je gegevens in nood" in looked and "Coen Coördi Landzicht (Zorghuis De Kade)" in looked
    sent = client(cast, "coordinator").post(f"/noodtoegang/{opening.key}/gezien/")
    assert sent.status_code == 302
    assert told not in text(client(cast, "coordinator").get("/mijn-dag/"))


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "Zqkaziza"}, {"name": "Zqkazizaxvoorzz"}, {"name": "%"}, {"born": "05-03-1901"},
        {"name": f"{canary('bram', 'voor')} {canary('aziza', 'achter')}"},
    ],
)  # fmt: skip
def test_without_the_exact_name_and_birth_date_there_is_nobody(cast: Cast, wrong: dict[str, str]) -> None:
    before = BreakGlass.objects.count()
    answer = client(cast, "neighbours.coordinator").post("/noodtoegang/", form("aziza", **wrong))
    assert answer.status_code == 200
    assert "niemand met precies deze naam en geboortedatum" in text(answer)
    assert canary("aziza", "roep") not in text(answer)
    assert BreakGlass.objects.count() == before
    assert AccessLine.objects.filter(page="rights:emergency", allowed=False, reason="not_found").count() == 1


def test_somebody_who_is_not_there_and_somebody_of_another_region_look_the_same(cast: Cast) -> None:
    stranger = client(cast, "neighbours.coordinator")
    answers_given = [
        answers.comparable(answer, answer.content.replace(name.encode(), b"<name>"), "no key")
        for name in (f"{canary('daan', 'voor')} {canary('daan', 'achter')}", "Zqkniemand Zqkniemand")
        for answer in [stranger.post("/noodtoegang/", form("daan", name=name))]
    ]
    assert answers_given[0] == answers_given[1]


def test_after_five_wrong_tries_on_a_day_it_is_closed(cast: Cast) -> None:
    stranger = client(cast, "neighbours.coordinator")
    for _ in range(5):
        stranger.post("/noodtoegang/", form("aziza", name="Iemand Anders"))
    answer = stranger.post("/noodtoegang/", form("aziza"))
    assert answer.status_code == 200 and "te vaak iemand niet gevonden" in text(answer)
    assert client(cast, "neighbours.process_director").post("/noodtoegang/", form("aziza")).status_code == 302


def test_who_has_a_bond_is_sent_to_the_list(cast: Cast) -> None:
    answer = client(cast, "support_worker").post("/noodtoegang/", form("aziza"))
    assert "al een rol rond deze persoon" in text(answer)


@pytest.mark.parametrize(("field", "said"), [("reason", "Kies waarom"), ("words", "Schrijf in een zin")])
def test_without_a_reason_nothing_opens(cast: Cast, field: str, said: str) -> None:
    answer = client(cast, "neighbours.coordinator").post("/noodtoegang/", form("aziza", **{field: ""}))
    assert answer.status_code == 200 and said in text(answer)


def test_it_changes_nothing_of_the_person(cast: Cast) -> None:
    kept = {name: rows for name, rows in everything().items()
            if name in {"Person", "Bond", "Journey", "Fact", "StepMark", "RouteEvent"}}  # fmt: skip
    stranger = client(cast, "neighbours.coordinator")
    stranger.get(stranger.post("/noodtoegang/", form("aziza")).url)
    assert {name: rows for name, rows in everything().items() if name in kept} == kept


def test_it_is_reviewed_within_five_working_days_and_the_person_reads_the_verdict(cast: Cast) -> None:
    opening = open_it(cast)
    assert (opening.review_due_on - TODAY).days == 7
    officer = client(cast, "privacy_officer")
    assert "Coen Coördi Landzicht" in text(officer.get("/inzage/noodtoegang/"))
    assert WORDS in text(officer.get(f"/inzage/noodtoegang/{opening.key}/"))
    sent = officer.post(
        f"/inzage/noodtoegang/{opening.key}/", {"verdict": "wrong", "words": "De begeleider was wel te bereiken."}
    )
    assert sent.status_code == 302
    opening.refresh_from_db()
    assert (opening.verdict, opening.reviewed_by_name) == ("wrong", "Pri Vacystra")
    assert "Het had niet gemogen." in text(client(cast, "client").get("/mijn-gegevens/wie-keek/"))


def test_the_first_verdict_stands_and_only_who_oversees_gives_one(cast: Cast) -> None:
    opening = open_it(cast)
    with pytest.raises(people.NotVisible):
        actions.review(
            viewer=cast.viewer("neighbours.privacy_officer"), opening=opening.key, verdict="right", words="x"
        )
    actions.review(viewer=cast.viewer("privacy_officer"), opening=opening.key, verdict="right", words="Nodig.")
    with pytest.raises(NotPossible, match="intussen al beoordeeld"):
        actions.review(viewer=cast.viewer("privacy_officer"), opening=opening.key, verdict="wrong", words="Toch niet.")


def test_more_than_three_in_a_month_is_flagged(cast: Cast) -> None:
    officer = cast.viewer("privacy_officer")
    for number in range(4):
        flagged = {one.opening.by_name: one.this_month for one in reads.openings(officer)}
        assert flagged.get("Coen Coördi Landzicht", 0) == number
        open_it(cast)
    assert "Vaak" in text(client(cast, "privacy_officer").get("/inzage/noodtoegang/"))


def test_a_client_or_somebody_without_a_place_opens_nothing(cast: Cast) -> None:
    for who in ("client", "peer_worker", "administrator", "privacy_officer", "nobody"):
        assert client(cast, who).post("/noodtoegang/", form("aziza")).status_code == 403


def test_the_name_may_be_written_in_any_way(cast: Cast) -> None:
    person: Any = Person.objects.get(pk=cast.subject("aziza").person.pk)
    for name in (
        f"{person.given_name} {person.infix} {person.surname}",
        f"  {person.given_name.upper()}   {person.surname.lower()} ",
        f"{person.call_me} {person.surname}",
    ):
        answer = client(cast, "neighbours.coordinator").post("/noodtoegang/", form("aziza", name=name))
        assert answer.status_code == 302, name
