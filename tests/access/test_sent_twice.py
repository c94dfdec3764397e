"""A form that is sent twice, or twice at once, has one effect and gets one answer (T23), for every form of the product."""

from __future__ import annotations

import os
import threading
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, connections
from django.test import Client
from django.utils import timezone

from landing.people.access_log import NewLine, append
from landing.people.models import Consent, Likeness, Person, Shield, ShieldPass, Submission
from landing.plan.models import AwarenessTalk, CrisisCard, NeighbourhoodFind, Plan, SignPlan
from landing.rights.models import Hold
from tests.access import arguments
from tests.access.logged import logged
from tests.access.matrix import Address, Row, addresses_now, rows
from tests.cast import NOW, TODAY, Cast
from tests.exported import proven
from tests.house.test_doors import sent_once

TIMES = int(os.environ.get("LANDING_DUPLICATES", "20"))
# The second sending is a request of its own, and so a line of the access log.
NOT_COUNTED = {"Submission", "AccessLine", "AccessSubject", "AccessHead"}


def forms() -> list[str]:
    """The addresses where somebody logged in sends a form that is handled once."""
    return [
        address.name for address in addresses_now()
        if "POST" in address.policy.methods and address.policy.roles is not None and sent_once(address.pattern.callback)
    ]  # fmt: skip


def sender(row: Row) -> str:
    """Somebody of the cast who may send this form."""
    refused = row.post_refused | row.form_refused
    order = (
        "coordinator",
        "support_worker",
        "client",
        "administrator",
        "process_director",
        "privacy_officer",
        "peer_worker",
    )
    return next(who for who in order if who in (row.roles or ()) and who not in refused)


def client_of(cast: Cast, who: str) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(cast.accounts[who])
    return proven(client)


def everything() -> dict[str, Any]:
    """All rows of all tables of the product, so that no effect can hide."""
    return {
        model.__name__: sorted(
            model._default_manager.values_list("pk", *(f.attname for f in model._meta.local_fields)), key=repr
        )
        for model in apps.get_models()
        if model.__module__.startswith("landing.") and model.__name__ not in NOT_COUNTED
    }


def differs_from_its_version(model: Any, **texts: str) -> Callable[[Cast], Any]:
    """A thing of aziza says something else than its first version, so that bringing that back has an effect."""
    return lambda cast: model.objects.filter(person=cast.subject("aziza").person).update(**texts)


def may_read_card(cast: Cast) -> Any:
    """Aziza chose that her carer reads her card."""
    return Consent.objects.create(
        person=cast.subject("aziza").person, organisation=cast.home.organisations["care_provider"], topics=["crisis_card"],
        purpose="support", from_date=TODAY, to_date=TODAY + timedelta(days=30), how="self", given_at=NOW, recorded_by="x",
    )  # fmt: skip


# What must stand before it can be ended or undone.
def a_talk(cast: Cast) -> None:
    """A talk that the peer worker has just written down."""
    wrote = {"by_name": cast.home.workers["peer_worker"].name, "by_role": "peer_worker", "at": timezone.now()}
    AwarenessTalk.objects.update_or_create(
        key=cast.subject("aziza").plan["talk"], plan=Plan.objects.get(person=cast.subjects["aziza"].person),
        defaults={"on": TODAY, "with_name": "x", "words": "x"} | wrote,
    )  # fmt: skip


STANDING: dict[str, Callable[[Cast], Any]] = {
    "rights:end_hold": lambda cast: Hold.objects.filter(key=cast.holds["aziza"]).update(to_date=None),
    "rights:end_shield": lambda cast: ShieldPass.objects.create(
        shield=Shield.objects.create(person=cast.subjects["aziza"].person, kind="safety", why="x", set_at=NOW, set_by="x"),
        worker=cast.home.workers["coordinator"],
    ),
    "plan:my_find_not_been": lambda cast: NeighbourhoodFind.objects.filter(key=cast.subject("aziza").plan["find"]).update(
        been_on=TODAY
    ),
    "plan:my_find_back": lambda cast: NeighbourhoodFind.objects.filter(key=cast.subject("aziza").plan["find"]).update(
        gone_on=TODAY
    ),
    "plan:my_card_restore": differs_from_its_version(CrisisCard, helps="Anders"),
    "plan:my_relapse_back": differs_from_its_version(SignPlan, agreements="Anders"),
    "plan:relapse_back": differs_from_its_version(SignPlan, agreements="Anders"),
    "plan:sign_back": differs_from_its_version(SignPlan, agreements="Anders"),
    "plan:card_said": may_read_card,
    "plan:card_print": may_read_card,
    "plan:peer_talk_back": lambda cast: a_talk(cast),
    "plan:my_talk_remove": lambda cast: a_talk(cast),
    "rights:death_undo": lambda cast: Person.objects.filter(pk=cast.subjects["aziza"].person.pk).update(died_on=TODAY),
}  # fmt: skip


# Who sends what is hidden from everybody of the cast until ``STANDING`` says otherwise.
SENDERS = {"plan:card_said": "support_worker", "plan:card_print": "support_worker"}


def prepared(cast: Cast, name: str) -> tuple[Address, Row, str, dict[str, Any], str]:
    """A form ready to be sent: address, row, url, body with its token, and who sends it."""
    address = next(address for address in addresses_now() if address.name == name)
    row = rows()[name]
    assert row.form is not None, (
        f"say in matrix.yaml (form:) what somebody would send to {name}, so that it has an effect"
    )
    if name == "route:double":
        Likeness.objects.filter(pk=cast.likenesses["aziza"]).delete()  # else there is nothing left to offer
    if name == "route:likeness":
        pair = Likeness.objects.filter(first=cast.subjects["aziza"].person, second=cast.subjects["bram"].person)
        cast.likenesses["aziza"] = pair.get().pk
    if name in STANDING:
        STANDING[name](cast)
    if name == "rights:ask":  # a look about which nobody asked yet
        look = NewLine(action="read", page="desk:person", topic="route")
        cast.looks["aziza"] = append(look, [cast.subject("aziza").key])
    url = arguments.url(cast, address, "aziza")
    who = SENDERS.get(name) or sender(row)
    return address, row, url, arguments.body(cast, row.form, "aziza") | {"once": str(uuid.uuid4())}, who


def without_tokens(response: Any) -> tuple[int, str]:
    return response.status_code, response.headers.get("Location", "")


def test_there_are_forms_to_send() -> None:
    assert len(forms()) > 8


@pytest.mark.parametrize("name", forms())
def test_a_form_sent_twice_has_one_effect_and_one_answer(cast: Cast, name: str) -> None:
    _, _, url, body, who = prepared(cast, name)
    client = client_of(cast, who)
    before = everything()
    with logged():
        first = client.post(url, body)
        after_one = everything()
        second = client.post(url, body)
    assert first.status_code == 302, f"{name}: the form in matrix.yaml is not accepted ({first.status_code})"
    assert after_one != before, f"{name}: the form in matrix.yaml has no effect, so sending it twice proves nothing"
    assert everything() == after_one, f"{name}: the second sending had an effect of its own"
    assert without_tokens(second) == without_tokens(first)


def test_a_form_with_a_fault_may_be_mended_and_sent_again(cast: Cast) -> None:
    token = str(uuid.uuid4())
    client = client_of(cast, "coordinator")
    assert client.post("/clienten/nieuw/", {"given_name": "", "once": token}).status_code == 200
    assert client.post("/clienten/nieuw/", {"given_name": "Nieuwkomer", "once": token}).status_code == 302


def test_the_token_of_one_account_says_nothing_to_another(cast: Cast) -> None:
    token = str(uuid.uuid4())
    for who in ("coordinator", "neighbours.coordinator"):
        assert (
            client_of(cast, who).post("/clienten/nieuw/", {"given_name": "Nieuwkomer", "once": token}).status_code
            == 302
        )
    assert Submission.objects.filter(once=token).count() == 2


def test_without_a_token_a_second_sending_does_have_an_effect(cast: Cast) -> None:
    """The counterproof: it is the token that keeps the second sending out, and the count sees what it would do."""
    client = client_of(cast, "coordinator")
    body = {"given_name": "Nieuwkomer"}
    client.post("/clienten/nieuw/", body)
    after_one = everything()
    client.post("/clienten/nieuw/", body)
    assert everything() != after_one


def at_once(cast: Cast, who: str, url: str, body: dict[str, Any], times: int) -> list[Any]:
    """The same form from several browsers of one account at the same moment."""
    answers: list[Any] = []
    ready = threading.Barrier(times)
    clients = [client_of(cast, who) for _ in range(times)]

    def send(client: Client) -> None:
        ready.wait(30)
        try:
            answers.append(client.post(url, body))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return answers


TAKES_AWAY = {"route:double": 1, "login:worker_leave": 2}
"""Forms after which others have nothing or nobody left: the higher, the later."""


@pytest.mark.xdist_group("threads")
@pytest.mark.django_db(transaction=True)
def test_the_same_form_sent_at_the_same_moment_has_one_effect_and_one_answer(
    record_property: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    cast = Cast.build()
    sent, faults = 0, []
    with logged():
        # Nothing is rolled back between the forms here: what takes away something that others need comes last.
        for name in sorted(forms(), key=lambda name: (TAKES_AWAY.get(name, name.endswith("_remove")), name)):
            _, _, url, body, who = prepared(cast, name)
            history = len(everything()["RouteEvent"]) + len(everything()["PersonEvent"])
            answers = at_once(cast, who, url, body, 4)
            sent += len(answers)
            tables = everything()
            effects = len(tables["RouteEvent"]) + len(tables["PersonEvent"]) - history
            looks = {without_tokens(answer) for answer in answers}
            if len(answers) != 4 or len(looks) != 1 or {answer.status_code for answer in answers} != {302}:
                faults.append(f"{name}: answers {looks}")
            if Submission.objects.filter(once=body["once"]).count() != 1:
                faults.append(f"{name}: handled {Submission.objects.filter(once=body['once']).count()} times")
            if effects > 2 and name not in {"desk:new_client"}:
                faults.append(f"{name}: {effects} lines of history")
        for number in range(TIMES):
            body = {"given_name": f"Nieuwkomer {number}", "once": str(uuid.uuid4())}
            answers = at_once(cast, "coordinator", "/clienten/nieuw/", body, 4)
            sent += len(answers)
            if len({without_tokens(answer) for answer in answers}) != 1:
                faults.append(f"new person {number}: {[without_tokens(answer) for answer in answers]}")
    made = [row for row in everything()["Person"] if any("Nieuwkomer " in str(value) for value in row)]
    if len(made) != TIMES:
        faults.append(f"{len(made)} people made by {TIMES} forms sent four times")
    record_property("duplicates", sent)
    with capsys.disabled():
        print(f"\n  double submit on {connection.vendor}: {sent} sendings at the same moment", end="")
    assert not faults, "\n".join(faults)
