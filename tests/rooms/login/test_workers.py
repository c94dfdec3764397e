"""Medewerkers: invited neutrally, looked at yearly, gone without moving anybody."""

from __future__ import annotations

import re
import smtplib
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from landing.login import worker_reads
from landing.login.models import AccessEvent, Invitation, LoginSession, RightsCheck
from landing.people.models import Account, Bond, Worker
from tests.cast import TODAY, Cast
from tests.rooms.login.conftest import PASSWORD, come_in, is_in
from tests.statements import asked


def administrator(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.accounts["administrator"])
    return client


def invited(cast: Cast, how: str) -> tuple[Client, Worker, Any]:
    """A new worker with an address, invited."""
    client, place = administrator(cast), cast.home.organisations["care_provider"]
    form = {"name": "Nieuwe Collega", "username": "nieuwe.collega", "role": "support_worker", "organisation": place.pk,
            "email": "nieuw@voorbeeld.nl"}  # fmt: skip
    assert client.post("/medewerkers/nieuw/", form).status_code == 302
    worker = Worker.objects.get(name="Nieuwe Collega")
    return client, worker, client.post(f"/medewerkers/{worker.key}/uitnodigen/", {"hoe": how})


def test_a_mail_says_nothing_and_its_link_is_used_by_pressing_once(cast: Cast) -> None:
    invited(cast, "mail")
    (sent,) = mail.outbox
    assert sent.subject == "Er staat een uitnodiging voor u klaar"
    for word in ("Nieuwe", "Collega", "nieuwe.collega", "Dijk", "begeleid", "Zorghuis"):
        assert word not in sent.subject + sent.body
    path = re.search(r"http://testserver(/uitnodiging/\S+)", sent.body)
    assert path
    visitor = Client()
    for _ in range(3):
        assert visitor.get(path.group(1)).status_code == 200, "a mail program looks too"
    visitor.post(path.group(1))
    visitor.post("/inloggen/brief/kies/", {"new_password": PASSWORD, "again": PASSWORD})
    assert is_in(visitor) and visitor.get("/mijn-dag/").status_code == 200
    assert Client().get(path.group(1)).status_code == 404
    assert Invitation.objects.get().used_at is not None


def test_an_invitation_on_paper_comes_in_like_a_letter(cast: Cast) -> None:
    client, worker, answer = invited(cast, "papier")
    code = client.get(answer.headers["Location"]).context["code"]
    visitor = Client()
    visitor.post("/inloggen/brief/", {"code": code})
    visitor.post("/inloggen/brief/kies/", {"new_password": PASSWORD, "again": PASSWORD})
    assert is_in(visitor) and not mail.outbox
    assert set(AccessEvent.objects.filter(worker=worker).values_list("about", flat=True)) == {
        "worker",
        "invited",
        "invitation",
    }


def test_a_mail_that_cannot_be_sent_leaves_no_invitation(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: Any, **__: Any) -> None:
        raise smtplib.SMTPServerDisconnected

    monkeypatch.setattr("landing.login.worker_actions.send_mail", fails)
    _, _, answer = invited(cast, "mail")
    assert "kon niet worden verstuurd" in answer.content.decode() and not Invitation.objects.exists()


def test_leaving_ends_access_at_once_and_moves_nobody(with_password: Cast) -> None:
    cast, gone = with_password, with_password.home.workers["support_worker"]
    browser = come_in(cast, "support_worker")
    assert browser.get("/mijn-dag/").status_code == 200
    before = list(Bond.objects.order_by("pk").values())
    administrator(cast).post(f"/medewerkers/{gone.key}/weg/", {"on": TODAY.strftime("%d-%m-%Y")})
    assert list(Bond.objects.order_by("pk").values()) == before
    assert browser.get("/mijn-dag/").status_code == 302 and not is_in(come_in(cast, "support_worker"))
    assert not LoginSession.objects.filter(account=gone.account).exists()
    coordinator = Client()
    coordinator.force_login(cast.accounts["coordinator"])
    rows = coordinator.get("/overnemen/").context["rows"]
    assert {(row.key, row.worker) for row in rows} >= {(cast.subject("aziza").key, gone.name)}
    assert {row.key for row in rows} <= {cast.subject(code).key for code in ("aziza", "bram", "sjaan")}
    assert administrator(cast).get("/overnemen/").status_code == 403


def test_leaving_later_keeps_access_until_then(with_password: Cast) -> None:
    gone = with_password.home.workers["support_worker"]
    browser = come_in(with_password, "support_worker")
    day = (TODAY + timedelta(days=3)).strftime("%d-%m-%Y")
    administrator(with_password).post(f"/medewerkers/{gone.key}/weg/", {"on": day})
    assert browser.get("/mijn-dag/").status_code == 200
    assert Account.objects.get(pk=gone.account_id).is_active


def test_whoever_has_another_place_or_a_route_keeps_the_login(with_password: Cast) -> None:
    gone = with_password.home.workers["support_worker"]
    client = administrator(with_password)
    client.post(f"/medewerkers/{gone.key}/rol/", {"role": "coordinator", "organisation": gone.organisation_id})
    client.post(f"/medewerkers/{gone.key}/weg/", {"on": TODAY.strftime("%d-%m-%Y")})
    browser = come_in(with_password, "support_worker")
    assert is_in(browser) and browser.get("/inlezen/").status_code == 200


def test_the_yearly_look_is_overdue_until_somebody_says_why(cast: Cast) -> None:
    worker, client = cast.home.workers["coordinator"], administrator(cast)
    late = worker_reads.overdue(cast.viewer("administrator"))
    assert late > 0 and f"Van {late} rollen" in client.get("/medewerkers/").content.decode()
    assert client.post(f"/medewerkers/{worker.key}/nodig/", {"reason": ""}).status_code == 200
    client.post(f"/medewerkers/{worker.key}/nodig/", {"reason": "Nagevraagd bij de teamleider."})
    check = RightsCheck.objects.get()
    assert (check.worker_id, check.checked_on, check.checked_by_name) == (worker.pk, TODAY, "Bea Beheerd")
    assert worker_reads.overdue(cast.viewer("administrator")) == late - 1


def test_an_administrator_of_another_organisation_sees_only_the_own_workers(cast: Cast) -> None:
    lead = {row.organisation for row in worker_reads.page(cast.viewer("administrator"), 0)[0]}
    own = {row.organisation for row in worker_reads.page(cast.viewer("neighbours.administrator"), 0)[0]}
    assert own == {"Gemeente Landzicht"} and {"Gemeente Landzicht", "Zorghuis De Dijk"} <= lead
    assert "Gemeente Bergeinde" not in lead


def test_the_file_for_the_check_holds_no_formula_and_everybody_of_the_list(cast: Cast) -> None:
    Worker.objects.filter(pk=cast.home.workers["coordinator"].pk).update(name="=1+1")
    answer = administrator(cast).get("/medewerkers/uitvoer/")
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert any(line.startswith("'=1+1;") for line in lines)
    assert len(lines) == 1 + worker_reads.rows(cast.viewer("administrator")).count()


@pytest.mark.parametrize(
    "query", ["?zoek=Coen", "?volgorde=ingelogd", "?volgorde=controle", "?wie=weg", "?wie=te-laat&volgorde=rol"]
)
def test_the_list_is_searched_and_sorted_within_its_budget(cast: Cast, query: str) -> None:
    client = administrator(cast)
    client.get("/medewerkers/")
    with asked() as statements:
        assert client.get(f"/medewerkers/{query}").status_code == 200
    assert len(statements) <= 12


def test_a_worker_who_came_with_a_list_gets_a_login_name_first(cast: Cast) -> None:
    worker = Worker.objects.create(
        organisation=cast.home.organisations["care_provider"],
        role="support_worker",
        name="Uit Een Lijst",
        from_date=TODAY,
    )
    client = administrator(cast)
    assert "heeft nog geen inlog" in client.get(f"/medewerkers/{worker.key}/").content.decode()
    form = {"name": worker.name, "phone": "", "email": ""}
    assert client.post(f"/medewerkers/{worker.key}/wijzigen/", form).status_code == 200
    taken = client.post(f"/medewerkers/{worker.key}/wijzigen/", form | {"username": "CAST.client"})
    assert "bestaat al" in taken.content.decode()
    assert client.post(f"/medewerkers/{worker.key}/wijzigen/", form | {"username": "uit.lijst"}).status_code == 302
    answer = client.post(f"/medewerkers/{worker.key}/uitnodigen/", {"hoe": "papier"})
    assert client.get(answer.headers["Location"]).context["code"]
