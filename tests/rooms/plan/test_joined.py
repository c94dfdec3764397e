"""Two records that are one person: nothing of the own plan is lost, and everything comes back when it was a mistake."""

from __future__ import annotations

from typing import Any

from landing.plan import checkin_actions, goal_actions, sign_actions
from landing.plan import goal_proposal_actions as proposals
from landing.plan.joining import OF_A_PLAN
from landing.plan.models import (
    CheckIn,
    CheckInScore,
    CrisisCard,
    Followed,
    Goal,
    NetworkMember,
    Plan,
    PlanVersion,
    SignPlan,
    SignVersion,
    Viewpoint,
)
from landing.plan.sign_words import parts
from landing.route import joining
from tests.cast import NOW, TODAY, Cast


def of_plan(person: Any) -> dict[str, set[int]]:
    """Every row of a person's plan, table by table."""
    return {name: set(model._default_manager.filter(plan__person=person).values_list("pk", flat=True))
            for name, model in OF_A_PLAN.items()}  # fmt: skip


def test_goals_and_words_are_added_to_the_kept_plan_and_come_back(cast: Cast) -> None:
    aziza, bram, viewer = cast.subject("aziza"), cast.subject("bram"), cast.viewer("coordinator")
    hers, his = of_plan(aziza.person), of_plan(bram.person)
    assert all(
        his[name]
        for name in (
            "goals",
            "viewpoints",
            "proposals",
            "strengths",
            "good_life",
            "wishes",
            "followed",
            "talks",
            "finds",
            "trainings",
        )
    )
    joined = joining.join(viewer=viewer, kept=aziza.key, joined=bram.key)
    both = of_plan(aziza.person)
    assert both == {name: hers[name] | his[name] for name in his}
    assert PlanVersion.objects.filter(plan__person=aziza.person).latest("number").deed == "joined"
    assert PlanVersion.objects.filter(plan__person=bram.person).count() == 2, "what it was before stays with the record"
    joining.split(viewer=viewer, person_key=aziza.key, joining_id=joined.pk)
    assert (of_plan(aziza.person), of_plan(bram.person)) == (hers, his)
    assert PlanVersion.objects.filter(plan__person=bram.person).latest("number").deed == "split"


def test_a_person_without_a_plan_gets_the_whole_one_with_its_versions(cast: Cast) -> None:
    aziza, bram, viewer = cast.subject("aziza"), cast.subject("bram"), cast.viewer("coordinator")
    Plan.objects.get(person=aziza.person).delete()
    plan = Plan.objects.get(person=bram.person)
    joined = joining.join(viewer=viewer, kept=aziza.key, joined=bram.key)
    assert Plan.objects.get(person=aziza.person).pk == plan.pk and plan.versions.count() == 2
    joining.split(viewer=viewer, person_key=aziza.key, joining_id=joined.pk)
    assert Plan.objects.get(person=bram.person).pk == plan.pk


def test_of_what_there_is_one_of_the_kept_one_stays_and_the_other_waits(cast: Cast) -> None:
    aziza, bram, viewer = cast.subject("aziza"), cast.subject("bram"), cast.viewer("coordinator")
    NetworkMember.objects.filter(person__in=[aziza.person, bram.person]).delete()
    cards, plans = {}, {}
    for subject in (aziza, bram):
        cards[subject.code], _ = CrisisCard.objects.get_or_create(
            person=subject.person, defaults={"changed_at": NOW, "changed_by": "x"}
        )
    SignPlan.objects.filter(person__in=[aziza.person, bram.person]).delete()
    for subject, kind in ((aziza, "relapse"), (bram, "relapse"), (bram, "early_sign")):
        plans[subject.code, kind] = SignPlan.objects.create(
            person=subject.person, kind=kind, changed_at=NOW, changed_by="x"
        )
    member = NetworkMember.objects.create(person=bram.person, name="Oom", from_date=TODAY, added_at=NOW, added_by="x")
    joined = joining.join(viewer=viewer, kept=aziza.key, joined=bram.key)
    assert CrisisCard.objects.get(person=aziza.person) == cards["aziza"]
    assert CrisisCard.objects.get(person=bram.person) == cards["bram"]
    assert set(SignPlan.objects.filter(person=aziza.person)) == {plans["aziza", "relapse"], plans["bram", "early_sign"]}
    assert NetworkMember.objects.get(person=aziza.person) == member
    joining.split(viewer=viewer, person_key=aziza.key, joining_id=joined.pk)
    assert set(SignPlan.objects.filter(person=bram.person)) == {plans["bram", "relapse"], plans["bram", "early_sign"]}
    assert NetworkMember.objects.get(person=bram.person) == member


def test_what_was_said_since_about_a_goal_goes_back_with_it(cast: Cast) -> None:
    aziza, bram, viewer = cast.subject("aziza"), cast.subject("bram"), cast.viewer("coordinator")
    joined = joining.join(viewer=viewer, kept=aziza.key, joined=bram.key)
    client = cast.viewer("client")
    proposals.see(viewer=client, words="Daarna gezegd.", goal_key=bram.plan["goal"])
    goal_actions.tick(viewer=client, step_key=bram.plan["step"], done=True)
    both = {Followed.objects.get(plan__person=aziza.person, words__contains="bram").key: 2,
            Followed.objects.get(plan__person=aziza.person, words__contains="aziza").key: 5}  # fmt: skip
    checkin_actions.say(viewer=client, values=both, words="Over beide.", on=TODAY.replace(day=1))
    joining.split(viewer=viewer, person_key=aziza.key, joining_id=joined.pk)
    assert Viewpoint.objects.get(words="Daarna gezegd.").plan.person == bram.person
    assert Goal.objects.get(key=bram.plan["goal"]).steps.get().done_on == TODAY, "what was changed stays changed"
    said = CheckIn.objects.filter(words="Over beide.")
    assert {row.plan.person for row in said} == {aziza.person, bram.person}
    assert all(score.followed.plan_id == score.check_in.plan_id for score in CheckInScore.objects.all())


def test_a_plan_for_bad_days_moves_with_its_versions_and_comes_back_with_what_was_added(cast: Cast) -> None:
    aziza, bram, viewer = cast.subject("aziza"), cast.subject("bram"), cast.viewer("coordinator")
    SignPlan.objects.filter(person=aziza.person).delete()
    his = set(SignVersion.objects.filter(sign_plan__person=bram.person).values_list("pk", flat=True))
    joined = joining.join(viewer=viewer, kept=aziza.key, joined=bram.key)
    assert set(SignVersion.objects.filter(sign_plan__person=aziza.person).values_list("pk", flat=True)) == his and his
    part = next(one for one in parts(own=False, name="") if one.name == "crisis")
    sign_actions.write(
        viewer=viewer, person_key=aziza.key, kind="early_sign", part=part, values={"signs": "Stil"}, seen={}
    )
    joining.split(viewer=viewer, person_key=aziza.key, joining_id=joined.pk)
    back = SignVersion.objects.filter(sign_plan__person=bram.person)
    assert back.count() == len(his) + 1 and back.latest("number").by_name == viewer.name
    assert not SignVersion.objects.filter(sign_plan__person=aziza.person).exists()
