"""On paper before a witness who is somebody else; by a representative while the mandate holds and about what it covers."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from landing.people.actions import NotPossible
from landing.people.models import Consent, ConsentQuestion, PersonEvent, Representation
from landing.rights import consent_actions as actions
from landing.rights import consent_mandate_actions as mandates
from tests.cast import TODAY, Cast, canary


@pytest.fixture
def browser(cast: Cast) -> Client:
    browser = Client()
    browser.force_login(cast.accounts["support_worker"])
    return browser


def address(cast: Cast, name: str = "consent_record") -> str:
    subject = cast.subjects["aziza"]
    return reverse(f"rights:{name}", args=[subject.key, subject.questions["open"].key])


def paper(**changed: Any) -> dict[str, Any]:
    return {"how": "paper", "witness": "Wim Getuige", "answer": "yes", "topics": ["identity"], "given_on": "20-11-2026",
            **changed}  # fmt: skip


def kept(cast: Cast) -> list[Consent]:
    return list(Consent.objects.filter(question=cast.subjects["aziza"].questions["open"]))


def test_the_sheet_holds_the_question_boxes_and_room_for_two_signatures(cast: Cast, browser: Client) -> None:
    page = browser.get(address(cast, "consent_paper")).content.decode()
    for text in ("iets over jou weten?", "Je woning.", "Dit zien ze ook niet:", "Zeg je nee?", "Jouw handtekening",
                 "Handtekening van de getuige", "Ik weet het nog niet. Ik wil praten."):  # fmt: skip
        assert text in page, text
    assert page.count("☐") == 7


def test_what_was_ticked_on_paper_is_kept_with_the_witness(cast: Cast, browser: Client) -> None:
    browser.post(address(cast), paper(topics=["identity", "housing"]))
    (consent,) = kept(cast)
    assert (consent.how, consent.witness, consent.topics) == ("paper", "Wim Getuige", ["identity", "housing"])
    assert (consent.from_date, consent.to_date) == (date(2026, 11, 20), date(2027, 8, 1))
    assert consent.recorded_by == cast.home.workers["support_worker"].name


@pytest.mark.parametrize("witness", ["Bo Begelei", " bo  begelei ", "BO BEGELÉI"])
def test_who_records_is_not_the_witness(cast: Cast, browser: Client, witness: str) -> None:
    page = browser.post(address(cast), paper(witness=witness)).content.decode()
    assert "De getuige is iemand anders dan wie dit vastlegt" in page
    assert kept(cast) == []


def test_the_person_is_not_the_witness(cast: Cast, browser: Client) -> None:
    page = browser.post(address(cast), paper(witness=canary("aziza", "roep"))).content.decode()
    assert "iemand anders dan de persoon zelf" in page


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"witness": ""}, "Vul in wie erbij was als getuige."),
        ({"topics": []}, "Kies wat is aangevinkt"),
        ({"answer": "no"}, "Het antwoord is nee, maar hier staan vinkjes"),
        ({"given_on": "24-11-2026"}, "ligt in de toekomst"),
        ({"given_on": "1-10-2026"}, "voor de dag waarop dit is gevraagd"),
        ({"until": "2-8-2027"}, "niet later dan gevraagd"),
        ({"how": "representative"}, "Kies wie namens de persoon antwoordde."),
    ],
)
def test_a_fault_on_paper_is_told_and_nothing_is_kept(
    cast: Cast, browser: Client, changed: dict[str, Any], words: str
) -> None:
    answer = browser.post(address(cast), paper(**changed))
    assert words in answer.content.decode()
    assert kept(cast) == []


def test_no_on_paper_is_kept_as_no(cast: Cast, browser: Client) -> None:
    browser.post(address(cast), paper(answer="no", topics=[]))
    assert ConsentQuestion.objects.get(pk=cast.subjects["aziza"].questions["open"].pk).state == "declined"
    event = PersonEvent.objects.order_by("-id").first()
    assert event is not None
    assert (event.about, event.new["witness"]) == ("consent:declined", "Wim Getuige")


def test_an_answer_that_came_meanwhile_is_not_written_over(cast: Cast, browser: Client) -> None:
    subject = cast.subjects["aziza"]
    actions.decline(viewer=cast.viewer("client"), question_key=subject.questions["open"].key)
    page = browser.post(address(cast), paper(), follow=True).content.decode()
    assert "Op deze vraag is intussen nee gezegd. Er is niets veranderd." in page
    assert kept(cast) == []


def by_speaker(cast: Cast, speaker: Representation, **changed: Any) -> Consent | None:
    subject = cast.subjects["aziza"]
    given = {"topics": ["identity"], "given_on": date(2026, 11, 20)} | changed
    return actions.record_answer(
        viewer=cast.viewer("support_worker"), person_key=subject.key, question_key=subject.questions["open"].key,
        representation=speaker.key, **given,
    )  # fmt: skip


def test_a_representative_answers_while_the_mandate_holds(cast: Cast, browser: Client) -> None:
    speaker = cast.subjects["aziza"].representation
    body = paper(how="representative", witness="", representation=str(speaker.key))
    browser.post(address(cast), body)
    (consent,) = kept(cast)
    assert (consent.how, consent.representation_id, consent.witness) == ("representative", speaker.pk, "")


@pytest.mark.parametrize(
    "period", [{"to_date": date(2026, 11, 20)}, {"from_date": date(2026, 11, 21)}], ids=["ended", "not yet"]
)
def test_outside_the_period_of_the_mandate_nobody_speaks(cast: Cast, period: dict[str, date]) -> None:
    speaker = cast.subjects["aziza"].representation
    Representation.objects.filter(pk=speaker.pk).update(**period)
    with pytest.raises(NotPossible, match="op die dag niet namens"):
        by_speaker(cast, speaker)


def test_the_representative_of_somebody_else_does_not_speak(cast: Cast) -> None:
    with pytest.raises(NotPossible):
        by_speaker(cast, cast.subjects["cora"].representation)


@pytest.mark.parametrize(("kind", "topics"), [("fiduciary", ["housing"]), ("mentor", ["identity"])])
def test_a_fiduciary_speaks_about_money_only(cast: Cast, kind: str, topics: list[str]) -> None:
    speaker = cast.subjects["aziza"].representation
    Representation.objects.filter(pk=speaker.pk).update(kind=kind)
    if kind == "fiduciary":
        with pytest.raises(NotPossible, match="mag hierover niet beslissen: wonen"):
            by_speaker(cast, speaker, topics=topics)
    else:
        assert by_speaker(cast, speaker, topics=topics) is not None


def test_a_representative_is_kept_with_the_proof_and_ended_once(cast: Cast, browser: Client) -> None:
    subject = cast.subjects["aziza"]
    path = reverse("rights:representations", args=[subject.key])
    body = {"kind": "mentor", "name": "Mia Mentor", "from_date": "3-3-2026"}
    assert "Vul iets in bij “Waaruit blijkt het?”" in browser.post(path, body).content.decode()
    browser.post(path, body | {"proof": "Beschikking van 3 maart, gezien door Bo"})
    made = Representation.objects.get(name="Mia Mentor")
    staff: dict[str, Any] = {"viewer": cast.viewer("support_worker"), "person_key": subject.key}
    assert mandates.end_representation(**staff, representation_key=made.key) is True
    assert mandates.end_representation(**staff, representation_key=made.key) is False
    made.refresh_from_db()
    assert made.to_date == TODAY
    mine = Client()
    mine.force_login(cast.accounts["client"])
    assert "Mia Mentor beslist niet meer voor jou." in mine.get(reverse("rights:my_consents")).content.decode()


def test_the_last_day_of_a_mandate_lies_after_the_first(cast: Cast, browser: Client) -> None:
    path = reverse("rights:representations", args=[cast.subjects["aziza"].key])
    body = {"kind": "mentor", "name": "Mia", "proof": "Stuk", "from_date": "3-3-2026", "to_date": "3-3-2026"}
    assert "Deze dag ligt voor de eerste dag" in browser.post(path, body).content.decode()
    assert not Representation.objects.filter(name="Mia").exists()
