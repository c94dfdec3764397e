"""What a person asks of the own data: on the own screen, said to somebody, by who may speak; answered within the term."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from landing.people.actions import NotPossible
from landing.people.models import Bond, Objection, PersonEvent, Representation, Shield, ShieldPass
from landing.people.reads import NotVisible
from landing.rights import request_actions as actions
from landing.rights import request_reads as reads
from landing.rights.request_models import RightsRequest
from landing.rights.request_words import WISHES
from tests.cast import NOW, OVERSEES, TODAY, Cast

pytestmark = pytest.mark.django_db


def browser(cast: Cast, who: str) -> Client:
    client = Client()
    client.force_login(cast.accounts[who])
    return client


def sent(**data: Any) -> dict[str, Any]:
    return data | {"once": str(uuid.uuid4())}


def asked(cast: Cast, kind: str, who: str = "client", **more: Any) -> RightsRequest:
    return actions.ask(viewer=cast.viewer(who), kind=kind, **more)


@pytest.mark.parametrize("wish", WISHES, ids=lambda wish: wish.slug)
def test_each_wish_can_be_sent_from_its_own_page(cast: Cast, wish: Any) -> None:
    if wish.kind == "lifting":
        type(cast.subject("aziza").person).objects.filter(pk=cast.subject("aziza").person.pk).update(frozen_on=TODAY)
    visitor = browser(cast, "client")
    address = reverse("rights:my_request_new", args=[wish.slug])
    assert visitor.get(reverse("rights:my_data")).content.decode().count(address) == 1
    assert str(wish.title) in visitor.get(address).content.decode()
    answer = visitor.post(address, sent(words="Dit wil ik zeggen.", topic="housing", purpose="tenancy"), follow=True)
    made = RightsRequest.objects.get(kind=wish.kind, words="Dit wil ik zeggen.")
    assert made.person == cast.subject("aziza").person and made.how == "self"
    assert "23 december 2026" in answer.content.decode(), "the last day of the term is told"


def test_a_wish_that_does_not_exist_is_no_page(cast: Cast) -> None:
    assert browser(cast, "client").get(reverse("rights:my_request_new", args=["toveren"])).status_code == 404


@pytest.mark.parametrize("slug,data", [("verbeteren", {"words": " "}), ("bezwaar", {"topic": "", "purpose": "tenancy"}),
                                       ("bezwaar", {"topic": "maan", "purpose": "tenancy"}),
                                       ("praten", {"words": "a" * 2001})])  # fmt: skip
def test_what_is_missing_is_said_at_its_place_and_nothing_is_kept(cast: Cast, slug: str, data: dict[str, str]) -> None:
    before = RightsRequest.objects.count()
    answer = browser(cast, "client").post(reverse("rights:my_request_new", args=[slug]), sent(**data))
    assert answer.status_code == 200 and b'href="#id_' in answer.content, "the fault is told with a link to its place"
    assert RightsRequest.objects.count() == before
    if len(data.get("words", "").strip()) > 10:
        assert data["words"] in answer.content.decode(), "what was typed is kept"


@pytest.mark.parametrize("day,last", [(date(2026, 1, 31), date(2026, 2, 28)), (date(2026, 11, 23), date(2026, 12, 23)),
                                      (date(2028, 1, 30), date(2028, 2, 29)), (date(2026, 12, 15), date(2027, 1, 15))])  # fmt: skip
def test_the_term_is_one_calendar_month(day: date, last: date) -> None:
    assert reads.last_day(day) == last


def test_the_same_wish_twice_is_one_request(cast: Cast) -> None:
    one, other = asked(cast, "restriction"), asked(cast, "restriction")
    assert one == other


def test_who_speaks_for_the_person_is_written_down(cast: Cast) -> None:
    person = cast.subject("aziza").person
    speaker = Representation.objects.create(person=person, kind="mentor", name="Mies Mentor", proof="beschikking",
                                            from_date=date(2026, 1, 1), recorded_at=NOW, recorded_by="x")  # fmt: skip
    address = reverse("rights:request_for", args=[person.key])
    visitor = browser(cast, "support_worker")
    assert "Mies Mentor, mentor" in visitor.get(address).content.decode()
    visitor.post(address, sent(kind="erasure", speaker=str(speaker.key), words=""))
    made = RightsRequest.objects.get(kind="erasure")
    assert (made.how, made.representation, made.asked_by) == ("representative", speaker, "Bo Begelei")


def test_nobody_speaks_whose_time_is_over_or_for_somebody_else(cast: Cast) -> None:
    person = cast.subject("aziza").person
    ended = Representation.objects.create(person=person, kind="mentor", name="x", proof="x", from_date=date(2025, 1, 1),
                                          to_date=TODAY, recorded_at=NOW, recorded_by="x")  # fmt: skip
    other = Representation.objects.create(person=cast.subject("bram").person, kind="mentor", name="x", proof="x",
                                          from_date=date(2025, 1, 1), recorded_at=NOW, recorded_by="x")  # fmt: skip
    for speaker in (ended, other):
        with pytest.raises(NotPossible):
            actions.ask_for(viewer=cast.viewer("coordinator"), person_key=person.key, kind="erasure",
                            representation=speaker.key)  # fmt: skip


@pytest.mark.parametrize("kind", ["objection", "restriction", "lifting", "erasure", "human"])
def test_the_coordinator_does_not_answer_what_is_for_the_privacy_officer(cast: Cast, kind: str) -> None:
    person = cast.subject("aziza").person
    if kind == "lifting":
        person.frozen_on = TODAY
        person.save()
    made = asked(cast, kind, words="x", topic="housing", purpose="tenancy")
    with pytest.raises(NotVisible):
        actions.decide(viewer=cast.viewer("coordinator"), key=made.key, granted=True)
    assert browser(cast, "coordinator").get(reverse("rights:request", args=[made.key])).status_code == 404
    assert browser(cast, "privacy_officer").get(reverse("rights:request", args=[made.key])).status_code == 200


def test_only_the_two_roles_decide(cast: Cast) -> None:
    made = asked(cast, "correction", words="x")
    for who in ("support_worker", "process_director", "peer_worker", "client", "administrator"):
        with pytest.raises((PermissionDenied, NotVisible)):
            actions.decide(viewer=cast.viewer(who), key=made.key, granted=True)


def test_the_worklist_has_the_first_term_on_top_and_says_what_is_late(cast: Cast) -> None:
    late = asked(cast, "human", words="x")
    RightsRequest.objects.filter(pk=late.pk).update(due_on=date(2026, 11, 1))
    waiting, _ = reads.worklist(cast.viewer("privacy_officer"))
    assert waiting[0].key == late.key and waiting[0].late
    assert [line.due_on for line in waiting] == sorted(line.due_on for line in waiting)
    assert "Te laat" in browser(cast, "privacy_officer").get(reverse("rights:requests")).content.decode()


def test_a_granted_objection_holds_from_today(cast: Cast) -> None:
    made = asked(cast, "objection", topic="housing", purpose="tenancy")
    actions.decide(viewer=cast.viewer("privacy_officer"), key=made.key, granted=True)
    row = Objection.objects.get(person=cast.subject("aziza").person)
    assert (row.topic, row.purpose, row.from_date, row.to_date) == ("housing", "tenancy", TODAY, None)
    assert "Informatie over je woning" in browser(cast, "client").get(reverse("rights:my_data")).content.decode()


def test_a_granted_restriction_freezes_and_a_lifting_thaws(cast: Cast) -> None:
    person, officer = cast.subject("aziza").person, cast.viewer("privacy_officer")
    actions.decide(viewer=officer, key=asked(cast, "restriction").key, granted=True)
    person.refresh_from_db()
    assert person.frozen_on == TODAY
    assert (
        "niet te gebruiken"
        in browser(cast, "coordinator").get(reverse("desk:person", args=[person.key])).content.decode()
    )
    actions.decide(viewer=officer, key=asked(cast, "lifting").key, granted=True)
    person.refresh_from_db()
    assert person.frozen_on is None
    assert PersonEvent.objects.filter(person=person, about="frozen").count() == 2


def test_a_correction_opens_the_right_page_and_keeps_old_and_new(cast: Cast) -> None:
    person, visitor = cast.subject("aziza").person, browser(cast, "coordinator")
    made = asked(cast, "correction", words="Mijn achternaam is fout.")
    page = reverse("rights:request", args=[made.key])
    answer = visitor.post(page, sent(deed="answer", answer="yes", reason=""), follow=True).content.decode()
    change = reverse("people:change", args=[person.key])
    assert change in answer and reverse("route:facts", args=[person.key]) in answer
    visitor.post(change, sent(given_name="Aziza", surname="Goed", version=str(person.version)))
    line = PersonEvent.objects.filter(person=person, about="person").latest("id")
    assert line.old["surname"] == "Zqkazizaxachterzz" and line.new["surname"] == "Goed"
    visitor.post(page, sent(deed="done"))
    made.refresh_from_db()
    assert made.done_at is not None


def test_no_needs_a_reason_and_the_letter_says_how_to_complain(cast: Cast) -> None:
    made = asked(cast, "erasure")
    page, visitor = reverse("rights:request", args=[made.key]), browser(cast, "privacy_officer")
    assert "waarom het antwoord nee is" in visitor.post(page, sent(deed="answer", answer="no")).content.decode()
    made.refresh_from_db()
    assert made.is_open
    with pytest.raises(NotPossible):
        actions.decide(viewer=cast.viewer("privacy_officer"), key=made.key, granted=False, reason=" ")
    visitor.post(page, sent(deed="answer", answer="no", reason="De wet zegt: bewaren."))
    letter = visitor.get(reverse("rights:request_letter", args=[made.key])).content.decode()
    own = browser(cast, "client").get(reverse("rights:my_request", args=[made.key])).content.decode()
    for text in (letter, own):
        assert "De wet zegt: bewaren." in text and "autoriteitpersoonsgegevens.nl" in text and "rechter" in text


def test_longer_only_once_within_the_first_month_and_with_a_reason(cast: Cast) -> None:
    officer = cast.viewer("privacy_officer")
    made = asked(cast, "human", words="x")
    RightsRequest.objects.filter(pk=made.pk).update(
        asked_at=datetime(2026, 11, 23, 10, tzinfo=ZoneInfo("Europe/Amsterdam"))
    )
    actions.extend(viewer=officer, key=made.key, why="Het is veel.")
    made.refresh_from_db()
    assert made.due_on == date(2027, 2, 23)
    own = browser(cast, "client").get(reverse("rights:my_request", args=[made.key])).content.decode()
    assert "Het is veel." in own and "23 februari 2027" in own
    with pytest.raises(NotPossible):
        actions.extend(viewer=officer, key=made.key, why="Nog meer.")
    late = asked(cast, "copy")
    RightsRequest.objects.filter(pk=late.pk).update(due_on=date(2026, 11, 22))
    with pytest.raises(NotPossible, match="Verlengen kon"):
        actions.extend(viewer=officer, key=late.key, why="Te laat.")


def test_the_second_of_two_deciders_is_told(cast: Cast) -> None:
    made = asked(cast, "correction", words="x")
    actions.decide(viewer=cast.viewer("privacy_officer"), key=made.key, granted=True)
    with pytest.raises(NotPossible):
        actions.decide(viewer=cast.viewer("coordinator"), key=made.key, granted=False, reason="x")


def test_taking_back_is_possible_until_the_answer_and_an_erasure_until_it_is_done(cast: Cast) -> None:
    officer, client = cast.viewer("privacy_officer"), cast.viewer("client")
    one, other = asked(cast, "human", words="x"), asked(cast, "erasure")
    actions.decide(viewer=officer, key=one.key, granted=True)
    with pytest.raises(NotPossible):
        actions.take_back(viewer=client, key=one.key)
    actions.decide(viewer=officer, key=other.key, granted=True)
    browser(cast, "client").post(reverse("rights:my_request", args=[other.key]), sent())
    other.refresh_from_db()
    assert other.state == "taken_back"


def test_an_answer_that_the_person_read_is_told(cast: Cast) -> None:
    made = asked(cast, "human", words="x")
    actions.decide(viewer=cast.viewer("privacy_officer"), key=made.key, granted=True)
    browser(cast, "client").get(reverse("rights:my_request", args=[made.key]))
    made.refresh_from_db()
    assert made.told_at is not None


def test_a_copy_on_paper_exists_only_at_the_word_of_the_person(cast: Cast) -> None:
    visitor, correction = browser(cast, "coordinator"), cast.requests["aziza"]
    assert visitor.get(reverse("rights:request_copy", args=[correction])).status_code == 404
    made = asked(cast, "copy")
    page = visitor.get(reverse("rights:request_copy", args=[made.key]))
    assert page.status_code == 200 and "Zqkazizaxachterzz" in page.content.decode()
    actions.decide(viewer=cast.viewer("privacy_officer"), key=made.key, granted=False, reason="x")
    assert visitor.get(reverse("rights:request_copy", args=[made.key])).status_code == 404


def test_a_hold_keeps_a_granted_erasure_out(cast: Cast) -> None:
    officer, key = cast.viewer("privacy_officer"), cast.subject("aziza").key
    made = asked(cast, "erasure")
    standing = actions.hold(viewer=officer, person_key=key, why="Rechtszaak")
    with pytest.raises(NotPossible, match="bewaarplicht"):
        actions.decide(viewer=officer, key=made.key, granted=True)
    actions.end_hold(viewer=officer, person_key=key, hold_key=standing.key)
    assert actions.decide(viewer=officer, key=made.key, granted=True).state == "granted"
    with pytest.raises(PermissionDenied):
        actions.hold(viewer=cast.viewer("coordinator"), person_key=key, why="x")


def test_the_request_of_a_shielded_person_reaches_only_who_is_named(cast: Cast) -> None:
    person = cast.subject("sjaan").person
    made = RightsRequest.objects.create(person=person, kind="erasure", asked_at=NOW, asked_by="x", asked_role="client",
                                        due_on=TODAY)  # fmt: skip
    with pytest.raises(NotVisible):
        reads.request(cast.viewer("privacy_officer"), made.key)
    assert reads.request(cast.viewer("coordinator"), made.key) == made, "else nobody could answer"
    ShieldPass.objects.create(shield=Shield.objects.get(person=person), worker=cast.home.workers["privacy_officer"])
    assert reads.request(cast.viewer("privacy_officer"), made.key) == made


def test_what_was_asked_before_a_joining_is_not_lost(cast: Cast) -> None:
    made = RightsRequest.objects.create(person=cast.subject("gijs").person, kind="human", words="x", asked_at=NOW,
                                        asked_by="x", asked_role="client", due_on=TODAY)  # fmt: skip
    assert reads.request(cast.viewer("privacy_officer"), made.key) == made
    assert made in reads.own_requests(cast.viewer("client"))
    with pytest.raises(NotVisible):
        reads.request(cast.viewer("neighbours.privacy_officer"), made.key)


def test_with_nobody_around_any_more_the_lead_municipality_answers(cast: Cast) -> None:
    Bond.objects.filter(person=cast.subject("bram").person).update(to_date=TODAY)
    made = cast.requests["bram"]
    with pytest.raises(NotVisible):
        reads.request(cast.viewer("privacy_officer"), made)
    worker = cast.home.workers["privacy_officer"]
    worker.organisation = cast.home.organisations["municipality"]
    worker.save()
    assert reads.request(cast.viewer("privacy_officer"), made).key == made


@pytest.mark.parametrize("who", sorted(OVERSEES))
def test_each_officer_reaches_whom_the_cast_says(cast: Cast, who: str) -> None:
    from landing.people.models import Person

    rows = Person.objects.filter(reads.overseen(cast.viewer(who)), joined_into=None, region_id=cast.viewer(who).region)
    keys = set(rows.values_list("key", flat=True))
    assert {code for code, subject in cast.subjects.items() if subject.key in keys} == OVERSEES[who]
