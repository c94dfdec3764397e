"""What others propose and how they see it: never in the plan until the person says so, never mixed with the person's own."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from landing.people.actions import NotPossible
from landing.people.models import Consent
from landing.plan import goal_proposal_actions as actions
from landing.plan import goal_reads as reads
from landing.plan.models import Goal, PlanStep, PlanVersion, Proposal
from tests.cast import Cast
from tests.rooms.plan.pages import browser, send, text


def propose(cast: Cast, **more: Any) -> Proposal:
    said = {"kind": "goal", "words": "Elke week samen koken.", **more}
    return actions.propose(viewer=cast.viewer("support_worker"), person_key=cast.subject("aziza").key, **said)


def test_a_proposal_is_not_in_the_plan_until_the_person_says_yes(cast: Cast) -> None:
    made, visitor = propose(cast), browser(cast, "client")
    assert propose(cast).pk == made.pk, "the same is proposed once"
    assert not Goal.objects.filter(words="Elke week samen koken.").exists()
    assert "Elke week samen koken." in text(visitor, "my_plan")
    send(visitor, "my_proposal", made.key, words="Elke week samen koken.", antwoord="ja")
    assert Goal.objects.get(words="Elke week samen koken.").state == "going"
    made.refresh_from_db()
    assert made.state == "accepted" and PlanVersion.objects.latest("pk").by_role == "client"
    with pytest.raises(NotPossible):
        actions.accept(viewer=cast.viewer("client"), proposal_key=made.key)


def test_the_person_changes_the_words_or_says_no(cast: Cast) -> None:
    goal = cast.subject("aziza").plan["goal"]
    step = propose(cast, kind="step", goal_key=goal, words="Bel de woningbouw.")
    send(browser(cast, "client"), "my_proposal", step.key, words="Ik bel zelf.", answer="Liever zo.", antwoord="ja")
    assert PlanStep.objects.get(words="Ik bel zelf.").goal.key == goal
    step.refresh_from_db()
    assert (step.state, step.words, step.answer) == ("changed", "Bel de woningbouw.", "Liever zo.")
    other = propose(cast, kind="change", goal_key=goal, words="Een kleiner huis.")
    before = PlanVersion.objects.count()
    send(browser(cast, "client"), "my_proposal", other.key, words="Een kleiner huis.", antwoord="nee")
    other.refresh_from_db()
    assert other.state == "declined" and PlanVersion.objects.count() == before
    page = text(browser(cast, "support_worker"), "plan", cast.subject("aziza").key)
    assert "Liever zo." in page


def test_a_carer_takes_back_and_writes_down_what_the_person_answered(cast: Cast) -> None:
    visitor, key = browser(cast, "support_worker"), cast.subject("aziza").key
    made = propose(cast)
    assert send(visitor, "plan_answer", key, made.key, words=made.words, antwoord="ja").status_code == 200, (
        "said must be ticked"
    )
    send(visitor, "plan_answer", key, made.key, words=made.words, antwoord="ja", said="on")
    version = PlanVersion.objects.latest("pk")
    assert (version.deed, version.by_role) == ("accept", "support_worker")
    other = propose(cast, words="Iets anders.")
    send(visitor, "plan_take_back", key, other.key)
    other.refresh_from_db()
    assert other.state == "taken_back"
    with pytest.raises(NotPossible):
        actions.accept(viewer=cast.viewer("client"), proposal_key=other.key)


def test_both_views_stand_side_by_side_and_earlier_ones_stay(cast: Cast) -> None:
    subject, visitor = cast.subject("aziza"), browser(cast, "support_worker")
    goal = subject.plan["goal"]
    send(visitor, "plan_view", subject.key, doel=goal, whose="supporter", words="Ik maak me zorgen.")
    send(browser(cast, "client"), "my_goal_view", goal, view="Ik vind het goed gaan.")
    for page in (text(visitor, "plan", subject.key), text(browser(cast, "client"), "my_goal", goal)):
        assert "Ik maak me zorgen." in page and "Ik vind het goed gaan." in page
    seen = reads.views(reads.my_plan(cast.viewer("client")))
    assert len(seen.of("person", goal=Goal.objects.get(key=goal).pk)) == 2, "the earlier words stay"
    send(visitor, "plan_view", subject.key, bij="health", whose="person", words="Ik slaap slecht.")
    row = seen.rows and reads.views(reads.my_plan(cast.viewer("client"))).of("person", condition="health")[0]
    assert row and (row.words, row.by_role) == ("Ik slaap slecht.", "support_worker")


def test_the_person_neither_proposes_nor_does_a_carer_without_the_right_to_write(cast: Cast) -> None:
    key = cast.subject("aziza").key
    with pytest.raises(PermissionDenied):
        actions.propose(viewer=cast.viewer("client"), person_key=key, kind="goal", words="x")
    for who in ("advocate", "peer_worker"):
        with pytest.raises(PermissionDenied):
            actions.propose(viewer=cast.viewer(who), person_key=key, kind="goal", words="x")


def test_a_page_shows_no_plan_to_who_may_not_read_it(cast: Cast) -> None:
    subject = cast.subject("aziza")
    address = f"/clienten/{subject.key}/plan/"
    assert browser(cast, "housing_officer").get(address).status_code == 404
    assert "plan/" not in browser(cast, "housing_officer").get(f"/clienten/{subject.key}/").content.decode()
    assert f'href="{address}"' in browser(cast, "support_worker").get(f"/clienten/{subject.key}/").content.decode()
    assert "Zqkazizaxdoelzz" in browser(cast, "advocate").get(address).content.decode()
    Consent.objects.filter(person=subject.person).update(withdrawn_at="2026-11-20T10:00Z")
    assert browser(cast, "advocate").get(address).status_code == 404, "the consent is withdrawn"
