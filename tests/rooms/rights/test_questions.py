"""A question about a look: asked by the person, answered within a term by somebody who did not look, read by the person."""

from __future__ import annotations

from typing import Any

import pytest

from landing.people import reads as people
from landing.people.actions import NotPossible
from landing.people.models import AccessLine, PersonEvent
from landing.rights import actions, reads
from landing.rights.models import AccessQuestion
from tests.cast import TODAY, Cast, canary
from tests.rooms.rights.pages import client, text

PAGE = "/mijn-gegevens/wie-keek/"


@pytest.fixture
def look(cast: Cast) -> Any:
    """A fresh look of the coordinator at Aziza."""
    client(cast, "coordinator").get(f"/clienten/{cast.subject('aziza').key}/")
    return AccessLine.objects.get(page="desk:person", worker=cast.home.workers["coordinator"])


def ask(cast: Cast, line: AccessLine, words: str = "Waarom keek die?") -> AccessQuestion:
    return actions.ask(viewer=cast.viewer("client"), look=line.request_id, words=words)


def test_a_question_has_a_term_of_ten_working_days(cast: Cast, look: AccessLine) -> None:
    assert (ask(cast, look).due_on - TODAY).days == 14


def test_the_person_asks_on_the_page_and_reads_the_answer_there(cast: Cast, look: AccessLine) -> None:
    own, before = client(cast, "client"), PersonEvent.objects.count()
    page = own.get(PAGE)
    assert f"{PAGE}vraag/{look.request_id}/".encode() in page.content
    answer = own.post(f"{PAGE}vraag/{look.request_id}/", {"words": "Ik ken die niet."})
    assert answer.status_code == 302
    shown = text(own.get(PAGE))
    assert "Ik ken die niet." in shown and "Je krijgt antwoord uiterlijk op maandag 7 december 2026" in shown
    question = AccessQuestion.objects.get(line=look)
    actions.answer(viewer=cast.viewer("privacy_officer"), question=question.key, words="Dit is je coördinator.")
    shown = text(own.get(PAGE))
    assert "Antwoord van Pri Vacystra" in shown and "Dit is je coördinator." in shown
    assert PersonEvent.objects.count() == before, "who looked reads the history too"


def test_an_empty_question_is_told_kindly_and_keeps_nothing(cast: Cast, look: AccessLine) -> None:
    answer = client(cast, "client").post(f"{PAGE}vraag/{look.request_id}/", {"words": " "})
    assert answer.status_code == 200 and "Schrijf op wat je wilt vragen." in text(answer)
    assert not AccessQuestion.objects.filter(line=look).exists()


def test_asking_twice_is_asking_once(cast: Cast, look: AccessLine) -> None:
    assert ask(cast, look).pk == ask(cast, look, "Nog eens").pk


def test_who_looked_cannot_answer(cast: Cast, look: AccessLine) -> None:
    question = ask(cast, look)
    coordinator = cast.viewer("coordinator")
    assert question.key not in {one.key for one in reads.questions(coordinator)}
    with pytest.raises(people.NotVisible):
        actions.answer(viewer=coordinator, question=question.key, words="Ik was het zelf.")
    assert question.key in {one.key for one in reads.questions(cast.viewer("privacy_officer"))}


def test_the_coordinator_answers_about_somebody_else(cast: Cast) -> None:
    question = AccessQuestion.objects.get(key=cast.questions["aziza"])
    page = client(cast, "coordinator").get(f"/inzage/vragen/{question.key}/")
    assert canary("aziza", "inzage") in text(page) and "Bo Begelei" in text(page)
    sent = client(cast, "coordinator").post(f"/inzage/vragen/{question.key}/", {"words": "Dit is je begeleider."})
    assert sent.status_code == 302
    question.refresh_from_db()
    assert (question.answer, question.answered_by_name) == ("Dit is je begeleider.", "Coen Coördi")


def test_the_first_answer_stands(cast: Cast) -> None:
    key = cast.questions["aziza"]
    actions.answer(viewer=cast.viewer("privacy_officer"), question=key, words="Eerste")
    with pytest.raises(NotPossible, match="Pri Vacystra gaf intussen al antwoord"):
        actions.answer(viewer=cast.viewer("coordinator"), question=key, words="Tweede")
    assert AccessQuestion.objects.get(key=key).answer == "Eerste"


def test_nobody_asks_about_a_look_at_somebody_else(cast: Cast) -> None:
    answer = client(cast, "neighbours.client").post(f"{PAGE}vraag/{cast.looks['aziza']}/", {"words": "Wie?"})
    assert answer.status_code == 404
    assert AccessQuestion.objects.filter(person=cast.subject("cora").person).count() == 1


def test_mijn_dag_of_the_coordinator_tells_that_a_question_waits(cast: Cast) -> None:
    shown = text(client(cast, "coordinator").get("/mijn-dag/"))
    assert "wachten 2 vragen op antwoord" in shown
    assert "Vragen over inzage" not in text(client(cast, "support_worker").get("/mijn-dag/"))


def test_who_oversees_begins_at_the_questions(cast: Cast) -> None:
    answer = client(cast, "privacy_officer").get("/")
    assert answer.status_code == 302 and answer.url == "/inzage/vragen/"
