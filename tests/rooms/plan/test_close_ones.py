"""What close ones do with a one-time link: never an account, never more than the person chose, and the person sees it."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from landing.login.models import OneTimeLink
from landing.login.purpose_actions import PURPOSES
from landing.people.models import AccessLine, AccessSubject, Account, PersonEvent
from landing.plan import card_actions, sign_actions
from landing.plan.close_reads import CONTENT, SHARED, TOPICS, chapters
from landing.plan.models import CardOffer, CrisisCard, NetworkMember
from landing.plan.sign_words import Kind, parts
from tests.cast import Cast
from tests.rooms.plan.visiting import browser, sent, without_own_words

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(cast: Cast) -> Cast:
    return without_own_words(cast)


def made(cast: Cast, purpose: str, *ticked: str, who: str = "client") -> str:
    """Make a link and give its address."""
    maker = browser(cast, who)
    address = reverse("login:my_links") if who == "client" else reverse("login:links", args=[cast.subject("aziza").key])
    assert maker.post(address, sent(purpose=purpose, parts=list(ticked))).status_code == 302
    return str(next(one["address"] for one in maker.get(address).context["links"] if one["address"])).removeprefix(
        "http://testserver"
    )


def fill(cast: Cast) -> None:
    """The person has a card and a plan."""
    viewer, key = cast.viewer("client"), cast.subject("aziza").key
    card_actions.write(
        viewer=viewer, person_key=key, values={"helps": "Muziek helpt", "medication": "Rood doosje"}, seen={}
    )
    sign_actions.write(viewer=viewer, person_key=key, kind=Kind.RELAPSE, part=parts(own=True, name="")[1],
                       values={"signs": "Ik zeg af"}, seen={})  # fmt: skip


@pytest.mark.parametrize("who", ["client", "support_worker"])
def test_somebody_puts_themselves_among_my_people(cast: Cast, who: str) -> None:
    address, accounts = made(cast, "my_people", who=who), Account.objects.count()
    visitor = Client()
    assert "Wil je bij de mensen van" in visitor.get(address).content.decode()
    done = visitor.post(
        address, {"name": "Noor", "kind": "family", "phone": "06 00 00 00 00", "when_to_call": "overdag"}
    )
    assert "Je staat nu bij de mensen van" in done.content.decode()
    row = NetworkMember.objects.get()
    assert (row.name, row.kind, row.may_call, row.when_to_call) == ("Noor", "family", True, "overdag")
    assert "Noor (met een link van" in row.added_by and not row.fallback
    assert Account.objects.count() == accounts and "_auth_user_id" not in visitor.session
    assert visitor.post(address, {"name": "Noor"}).status_code == 404 and NetworkMember.objects.count() == 1
    assert PersonEvent.objects.filter(about="network", by_name__contains="met een link van").count() == 1


def test_a_sentence_for_the_card_is_a_proposal_and_the_card_is_not_shown(cast: Cast) -> None:
    fill(cast)
    address = made(cast, "crisis_card")
    visitor = Client()
    assert "Muziek" not in visitor.get(address).content.decode()
    done = visitor.post(address, {"name": "Noor", "part": "helps", "words": "Thee drinken"}).content.decode()
    assert "leest je voorstel" in done and "Muziek" not in done
    assert CrisisCard.objects.get().helps == "Muziek helpt", "not before the person says yes"
    offer = CardOffer.objects.get()
    assert "Thee drinken" in browser(cast, "client").get(reverse("plan:my_card")).content.decode()
    browser(cast, "client").post(reverse("plan:my_card_offer", args=[offer.key]), sent(antwoord="ja"))
    assert CrisisCard.objects.get().helps == "Muziek helpt\nThee drinken"


@pytest.mark.parametrize(
    ("form", "told"),
    [({"name": "Noor", "part": "helps"}, "Schrijf op wat je op de kaart wilt zetten."),
     ({"name": "Noor", "part": "contacts"}, "Vul je telefoonnummer in."), ({"part": "helps", "words": "x"}, "Vul je naam in."),
     ({"name": "Noor", "part": "medication", "words": "x"}, "Dit antwoord kan niet")],
)  # fmt: skip
def test_what_is_missing_is_told_and_uses_nothing(cast: Cast, form: dict[str, str], told: str) -> None:
    address = made(cast, "crisis_card")
    assert told in Client().post(address, form).content.decode() and not CardOffer.objects.exists()
    assert Client().get(address).status_code == 200


def test_only_what_was_ticked_is_read_once_logged_and_told(cast: Cast) -> None:
    fill(cast)
    address = made(cast, "read_shared", "card")
    visitor = Client()
    assert "Muziek" not in visitor.get(address).content.decode(), "looking shows nothing"
    shown = visitor.post(address, {"name": "Noor"})
    page = shown.content.decode()
    assert "Muziek helpt" in page and "Rood doosje" in page and "Ik zeg af" not in page and "Coen Coördi" not in page
    assert shown.headers["Referrer-Policy"] == "no-referrer" and "no-store" in shown.headers["Cache-Control"]
    line = AccessLine.objects.order_by("id").last()
    assert line is not None and (line.topic, line.basis, line.account_id) == ("shared", "link", None)
    assert list(AccessSubject.objects.filter(line_id=line.pk).values_list("person_id", flat=True)) == [
        cast.subject("aziza").key
    ]
    told = browser(cast, "client").get(reverse("rights:who_looked")).content.decode()
    assert "wat je met een link liet lezen" in told and "jij liet het zelf lezen" in told
    assert PersonEvent.objects.filter(about="shared", by_name__startswith="Noor (met een link van").count() == 1
    assert visitor.post(address, {"name": "Noor"}).status_code == 404 and visitor.get(address).status_code == 404


def test_every_part_that_can_be_ticked_is_shown_when_it_is(cast: Cast) -> None:
    fill(cast)
    page = Client().post(made(cast, "read_shared", *SHARED), {"name": "Noor"}).content.decode()
    assert "Muziek helpt" in page and "Ik zeg af" in page and "Coen Coördi" in page
    assert set(TOPICS) == set(SHARED)


def test_of_somebody_who_asked_to_stop_using_the_data_nothing_is_read(cast: Cast) -> None:
    fill(cast)
    address = made(cast, "read_shared", "card")
    person = cast.subject("aziza").person
    person.frozen_on = cast.viewer("client").today
    person.save(update_fields=["frozen_on"])
    assert "Muziek" not in Client().post(address, {"name": "Noor"}).content.decode()


def test_nothing_ticked_is_no_link_and_unknown_ticks_are_left_out(cast: Cast) -> None:
    before, visitor = OneTimeLink.objects.count(), browser(cast, "client")
    for ticked in ([], ["bsn"]):
        answer = visitor.post(reverse("login:my_links"), sent(purpose="read_shared", parts=ticked))
        assert answer.status_code == 400 and "Kies eerst wat iemand mag lezen." in answer.content.decode()
    assert OneTimeLink.objects.count() == before
    made(cast, "read_shared", "card", "bsn")
    assert OneTimeLink.objects.latest("id").parts == ["card"]


def test_only_the_person_lets_somebody_read_or_work_on_the_card(cast: Cast) -> None:
    staff, before = browser(cast, "support_worker"), OneTimeLink.objects.count()
    address = reverse("login:links", args=[cast.subject("aziza").key])
    for purpose in ("read_shared", "crisis_card"):
        assert PURPOSES[purpose].client_only
        assert staff.post(address, sent(purpose=purpose, parts=["card"])).status_code == 400
        assert str(PURPOSES[purpose].title) not in staff.get(address).content.decode()
    assert OneTimeLink.objects.count() == before


def test_a_link_ends_and_can_be_withdrawn(cast: Cast) -> None:
    fill(cast)
    address = made(cast, "read_shared", "card")
    with time_machine.travel(timezone.now() + timedelta(hours=72, minutes=1)):
        assert Client().post(address, {"name": "Noor"}).status_code == 404
    other = made(cast, "read_shared", "card")
    browser(cast, "client").post(reverse("login:my_link_revoke", args=[OneTimeLink.objects.latest("id").key]), sent())
    answer = Client().post(other, {"name": "Noor"})
    assert answer.status_code == 404 and "Muziek" not in answer.content.decode()


def test_every_purpose_has_words_for_the_person_and_for_who_opens_it() -> None:
    for key, purpose in PURPOSES.items():
        assert purpose.own and purpose.title and purpose.button, key
        for words in (purpose.question, purpose.told, purpose.thanks):
            assert words.format(name="Aziza"), key


def test_the_page_for_close_ones_is_for_everybody_and_whole() -> None:
    page = Client().get(reverse("plan:close_ones"))
    assert page.status_code == 200 and len(chapters()) == len(list(CONTENT.glob("*.yaml"))) >= 5
    for one in chapters():
        assert str(one.title) in page.content.decode() and one.paragraphs and one.points
