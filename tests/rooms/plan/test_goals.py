"""Goals and steps: the person's own, small, in any order, with nothing that must be filled in and nothing lost."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from landing.people.actions import ChangedMeanwhile, NotPossible
from landing.people.models import Person
from landing.people.reads import NotVisible
from landing.plan import goal_actions as actions
from landing.plan import goal_reads as reads
from landing.plan import goal_version_actions as versions
from landing.plan.models import Goal, Plan, PlanStep, PlanVersion, Viewpoint
from tests.cast import TODAY, Cast
from tests.rooms.plan.pages import browser, send, text

CLIENTS_OWN = ("words", "wish", "condition", "by_date", "reward")


@pytest.fixture
def fresh(cast: Cast) -> Any:
    """The client, who has no plan yet."""
    Plan.objects.all().delete()
    return cast.viewer("client")


def goal(viewer: Any, words: str = "Ik wil een tuin.", **more: Any) -> Goal:
    return actions.add_goal(viewer=viewer, values={"words": words, **more})


def titles(viewer: Any) -> list[str]:
    plan = reads.mine(viewer)
    return [one.words for one in plan.goals] if plan else []


def test_a_plan_begins_with_one_press_or_with_the_first_goal(fresh: Any, cast: Cast) -> None:
    visitor = browser(cast, "client")
    assert "Wat wil je graag?" in text(visitor, "my_plan")
    send(visitor, "my_plan_start")
    assert versions.start(viewer=fresh) is False, "it begins once"
    assert Plan.objects.get().version == 1
    Plan.objects.all().delete()
    send(visitor, "my_plan", words="Ik wil een hond.")
    assert titles(fresh) == ["Ik wil een hond."]


def test_every_form_of_the_person_may_be_sent_empty(cast: Cast) -> None:
    """No answer says that something is missing; where it stands for something, it is kept."""
    visitor, own = browser(cast, "client"), cast.subject("aziza").plan
    forms: list[tuple[str, tuple[Any, ...]]] = [
        ("my_plan", ()), ("my_goal_new", ()), ("my_goal_reached", (own["goal"],)), ("my_goal_view", (own["goal"],)),
        ("my_plan_step_new", (own["goal"],)), ("my_plan_pause", ()), ("my_strength_new", ()), ("my_saving_new", ()),
        ("my_saving_put_by", (own["saving"],)), ("my_check_in", ()), ("my_follow_new", ()),
        ("my_follow", (own["followed"],)), ("my_proposal", (own["proposal"],)),
    ]  # fmt: skip
    for name, args in forms:
        assert send(visitor, name, *args).status_code == 302, name
    based_on: list[tuple[str, tuple[Any, ...], dict[str, Any]]] = [
        ("my_goal_change", (own["goal"],), {"version": Goal.objects.get(key=own["goal"]).version}),
        ("my_plan_step", (own["step"],), {"mark": reads.my_plan(cast.viewer("client")).goal_of(own["step"])[1].mark}),
        ("my_saving", (own["saving"],), {"version": 1}),
        ("my_strength", (own["strength"],), {"seen": "Zqkazizaxsterkzz"}),
        ("my_good_life_tell", (), {"seen_belonging": "Zqkazizaxgoedzz"}),
    ]  # fmt: skip
    for name, args, form in based_on:
        assert send(visitor, name, *args, **form).status_code == 302, name
    assert Goal.objects.get(key=own["goal"]).words == "" and PlanStep.objects.get(key=own["step"]).words == ""
    assert "Doel zonder woorden" in text(visitor, "my_plan")


def test_a_goal_has_steps_that_are_ticked_and_opened_again(fresh: Any) -> None:
    made = goal(fresh)
    step = actions.add_step(viewer=fresh, goal_key=made.key, values={"words": "Ik koop zaad."})
    assert actions.tick(viewer=fresh, step_key=step.key, done=True)
    assert not actions.tick(viewer=fresh, step_key=step.key, done=True), "twice is once"
    assert reads.my_plan(fresh).goal(made.key).done == 1
    assert actions.tick(viewer=fresh, step_key=step.key, done=False)
    assert [one.deed for one in reads.versions(fresh, reads.my_plan(fresh))] == [
        "step_open", "step_done", "step_new", "goal_new"
    ]  # fmt: skip


def test_order_is_changed_with_two_buttons_within_a_heading(fresh: Any) -> None:
    one, two, other = goal(fresh, "een"), goal(fresh, "twee"), goal(fresh, "elders", condition="health")
    assert actions.move_goal(viewer=fresh, goal_key=two.key, up=True)
    assert [title for title in titles(fresh) if title != "elders"] == ["twee", "een"]
    assert not actions.move_goal(viewer=fresh, goal_key=two.key, up=True), "it is the first already"
    assert not actions.move_goal(viewer=fresh, goal_key=other.key, up=True), "no neighbour under its heading"
    first, second = (actions.add_step(viewer=fresh, goal_key=one.key, values={"words": text}) for text in "ab")
    assert actions.move_step(viewer=fresh, step_key=first.key, up=False)
    assert [step.key for step in reads.my_plan(fresh).goal(one.key).steps] == [second.key, first.key]


def test_a_goal_rests_is_let_go_and_taken_up_again(fresh: Any, cast: Cast) -> None:
    made, visitor = goal(fresh), browser(cast, "client")
    for state in ("paused", "let_go", "going"):
        send(visitor, "my_goal_state", made.key, stand=state)
        assert Goal.objects.get().state == state
    assert send(visitor, "my_goal_state", made.key, stand="reached").status_code == 404, "that has a page of its own"


def test_the_whole_plan_rests_and_goes_on(fresh: Any, cast: Cast) -> None:
    goal(fresh)
    visitor = browser(cast, "client")
    send(visitor, "my_plan_pause", why="Te druk.")
    page = text(visitor, "my_plan")
    assert "Je plan staat op pauze" in page and "Te druk." in page
    send(visitor, "my_plan_go_on")
    assert Plan.objects.get().paused_on is None


def test_it_worked_with_the_small_reward_that_the_person_chose(fresh: Any, cast: Cast) -> None:
    made, visitor = goal(fresh), browser(cast, "client")
    send(visitor, "my_goal_reached", made.key, reward="Taart eten")
    row = Goal.objects.get()
    assert (row.state, row.reward, row.reached_on) == ("reached", "Taart eten", TODAY)
    assert "Taart eten" in text(visitor, "my_goal", made.key)


def test_a_carer_does_not_say_that_a_goal_is_reached(cast: Cast) -> None:
    subject, carer = cast.subject("aziza"), cast.viewer("support_worker")
    who: dict[str, Any] = {"viewer": carer, "person_key": subject.key, "goal_key": subject.plan["goal"]}
    with pytest.raises(PermissionDenied):
        actions.reach(**who)
    visitor = browser(cast, "support_worker")
    page = send(visitor, "plan_said_state", subject.key, subject.plan["goal"], said="on", state="reached")
    assert page.status_code == 200 and "Alleen de persoon zegt" in page.content.decode()
    send(visitor, "plan_said_state", subject.key, subject.plan["goal"], said="on", state="reached", words="Ik heb het!")
    assert Goal.objects.get(key=subject.plan["goal"]).state == "reached"
    told = Viewpoint.objects.get(words="Ik heb het!")
    assert (told.side, told.by_role) == ("person", "support_worker"), "the person's words, and who wrote them down"


def test_a_step_that_is_taken_away_comes_back_with_undo(fresh: Any, cast: Cast) -> None:
    made = goal(fresh)
    step = actions.add_step(viewer=fresh, goal_key=made.key, values={"words": "Ik koop zaad.", "helper_name": "Oom"})
    visitor = browser(cast, "client")
    page = visitor.post(f"/mijn-plan/stap/{step.key}/weg/", {"once": str(uuid.uuid4())}, follow=True).content.decode()
    undo = f"/mijn-plan/ongedaan/{Plan.objects.get().version}/"
    assert undo in page and not PlanStep.objects.exists()
    visitor.post(undo)
    back = PlanStep.objects.get()
    assert (back.key, back.words, back.helper_name) == (step.key, "Ik koop zaad.", "Oom")
    with pytest.raises(NotPossible):
        versions.undo(viewer=fresh, number=3)


@pytest.mark.parametrize("what", ["goal", "step"])
def test_of_two_who_edit_the_second_sees_both_texts_and_nothing_is_lost(cast: Cast, what: str) -> None:
    subject, client = cast.subject("aziza"), cast.viewer("client")
    plan = reads.my_plan(client)
    visitor = browser(cast, "client")
    if what == "goal":
        name, key, based_on = (
            "my_goal_change",
            subject.plan["goal"],
            {"version": plan.goal(subject.plan["goal"]).version},
        )
        actions.change_goal(viewer=cast.viewer("support_worker"), person_key=subject.key, goal_key=key,
                            version=based_on["version"], values={"words": "Tekst van een ander"})  # fmt: skip
    else:
        name, key, based_on = "my_plan_step", subject.plan["step"], {"mark": plan.goal_of(subject.plan["step"])[1].mark}
        actions.change_step(viewer=cast.viewer("support_worker"), person_key=subject.key, step_key=key,
                            mark=based_on["mark"], values={"words": "Tekst van een ander"})  # fmt: skip
    before = PlanVersion.objects.count()
    answer = send(visitor, name, key, words="Mijn eigen tekst", **based_on)
    page = answer.content.decode()
    assert answer.status_code == 409 and "Tekst van een ander" in page and "Mijn eigen tekst" in page
    assert PlanVersion.objects.count() == before, "nothing was written"
    now = reads.my_plan(client)
    again = {"version": now.goal(key).version} if what == "goal" else {"mark": now.goal_of(key)[1].mark}
    assert next(iter(again.values())) in (answer.context["version"] if what == "goal" else answer.context["mark"],)
    assert send(visitor, name, key, words="Mijn eigen tekst", **again).status_code == 302, "sending again is a choice"
    assert (
        "Mijn eigen tekst" in titles(client)
        or PlanStep.objects.get(key=subject.plan["step"]).words == "Mijn eigen tekst"
    )


def test_another_step_that_was_ticked_is_no_conflict(fresh: Any) -> None:
    made = goal(fresh)
    one, two = (actions.add_step(viewer=fresh, goal_key=made.key, values={"words": text}) for text in "ab")
    mark = reads.my_plan(fresh).goal_of(one.key)[1].mark
    actions.tick(viewer=fresh, step_key=two.key, done=True)
    actions.tick(viewer=fresh, step_key=one.key, done=True)
    assert actions.change_step(viewer=fresh, step_key=one.key, mark=mark, values={"words": "nieuw"})
    with pytest.raises(ChangedMeanwhile):
        actions.change_step(viewer=fresh, step_key=one.key, mark=mark, values={"words": "nog nieuwer"})


def test_what_was_typed_is_kept_when_something_is_wrong(cast: Cast) -> None:
    page = send(browser(cast, "client"), "my_goal_new", words="Ik wil een boot.", by_date="ooit").content.decode()
    assert "Ik wil een boot." in page and "ooit" in page and "dag, maand en jaar" in page


def test_a_suggestion_is_filled_in_only_when_it_is_picked(fresh: Any, cast: Cast) -> None:
    visitor = browser(cast, "client")
    assert "Ik wil beter slapen." in text(visitor, "my_ideas")
    assert "Ik wil beter slapen." not in text(visitor, "my_goal_new")
    page = text(visitor, "my_goal_new", voorbeeld="sleep-better")
    assert (
        "Ik wil beter slapen." in page and "checked" not in page.split("Welke stappen")[1].split("Meer opschrijven")[0]
    )
    assert titles(fresh) == []
    send(visitor, "my_goal_new", voorbeeld="sleep-better", words="Ik wil slapen als een roos.",
         steps=["Ik leg mijn telefoon buiten bed."])  # fmt: skip
    assert (
        titles(fresh) == ["Ik wil slapen als een roos."]
        and PlanStep.objects.get().words == "Ik leg mijn telefoon buiten bed."
    )


def test_somebody_elses_goal_is_not_there(cast: Cast) -> None:
    foreign = cast.subject("cora").plan
    with pytest.raises(NotVisible):
        actions.change_goal(viewer=cast.viewer("client"), goal_key=foreign["goal"], version=1, values={"words": "x"})
    with pytest.raises(NotVisible):
        actions.tick(viewer=cast.viewer("client"), step_key=foreign["step"], done=True)
    with pytest.raises(PermissionDenied):
        actions.add_goal(viewer=cast.viewer("client"), person_key=cast.subject("cora").key, values={})


def test_frozen_data_are_read_and_not_written(cast: Cast) -> None:
    Person.objects.filter(pk=cast.subject("aziza").person.pk).update(frozen_on=TODAY)
    visitor = browser(cast, "client")
    assert "Zqkazizaxdoelzz" in text(visitor, "my_plan")
    answer = visitor.post("/mijn-plan/doel/", {"words": "Nieuw", "once": str(uuid.uuid4())}, follow=True)
    assert "staan nu stil" in answer.content.decode() and not Goal.objects.filter(words="Nieuw").exists()
    with pytest.raises((NotVisible, PermissionDenied)):
        goal_of = {"viewer": cast.viewer("support_worker"), "person_key": cast.subject("aziza").key}
        actions.add_goal(values={"words": "Nieuw"}, **goal_of)
