"""The own plan of every subject of the cast, with a canary in each of its texts."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any


def key_of(code: str, what: str) -> uuid.UUID:
    """The key of a thing of a subject's plan: the same in every test."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"cast:plan:{what}:{code}")


def make(person: Any, code: str, carer: Any, now: datetime, canary: Any) -> dict[str, uuid.UUID]:
    """One plan with one of everything; returns the keys by the name of the argument in an address."""
    from landing.plan import models as plan

    def said(what: str) -> str:
        return str(canary(code, what))

    keys = {
        what: key_of(code, what)
        for what in ("goal", "step", "proposal", "strength", "saving", "followed", "talk", "find", "training")
    }
    own = {"by_name": said("roep"), "by_role": "client"}
    theirs = {"by_name": carer.name, "by_role": "support_worker"}
    made = plan.Plan.objects.create(person=person, started_at=now - timedelta(days=30), version=2)
    goal = plan.Goal.objects.create(
        key=keys["goal"], plan=made, condition="housing", words=said("doel"), wish=said("wens"), reward=said("beloning"),
        added_at=now, added_by=said("roep"),
    )  # fmt: skip
    step = plan.PlanStep.objects.create(key=keys["step"], goal=goal, words=said("stap"), helper_name=said("hulp"))
    for side, by in (("person", own), ("supporter", theirs)):
        plan.Viewpoint.objects.create(
            plan=made, goal=goal, condition="housing", side=side, words=said("kijk"), at=now, **by
        )
    plan.Proposal.objects.create(
        key=keys["proposal"],
        plan=made,
        kind="goal",
        words=said("voorstel"),
        why=said("daarom"),
        proposed_at=now,
        **theirs,
    )
    content = {
        "goals": [{"key": str(goal.key), "condition": "housing", "wish": goal.wish, "words": goal.words, "state": "going",
                   "by_date": None, "reward": goal.reward, "reached_on": None, "place": 0,
                   "steps": [{"key": str(step.key), "words": step.words, "who": "", "helper_name": step.helper_name,
                              "by_date": None, "done_on": None, "place": 0}]}],
        "paused_on": None, "pause_why": "",
    }  # fmt: skip
    empty = {"goals": [], "paused_on": None, "pause_why": ""}
    plan.PlanVersion.objects.bulk_create(
        plan.PlanVersion(plan=made, number=number, deed="goal_new", at=now, content=what, **own)
        for number, what in ((1, empty), (2, content))
    )
    plan.Strength.objects.create(
        key=keys["strength"],
        plan=made,
        kind="talent",
        words=said("sterk"),
        travels=True,
        added_at=now,
        added_by=said("roep"),
    )
    plan.GoodLifeWords.objects.create(plan=made, quality="belonging", words=said("goed"), at=now, **own)
    plan.Wish.objects.create(key=keys["saving"], plan=made, words=said("sparen"), cost_cents=5000, added_at=now)
    followed = plan.Followed.objects.create(
        key=keys["followed"], plan=made, words=said("volgt"), rhythm="week", from_date=now.date()
    )
    check_in = plan.CheckIn.objects.create(plan=made, on=now.date(), words=said("gebeurde"), at=now, **own)
    plan.CheckInScore.objects.create(check_in=check_in, followed=followed, value=3)
    plan.AwarenessTalk.objects.create(
        key=keys["talk"], plan=made, on=now.date() - timedelta(days=3), with_name=said("ervaren"), words=said("gesprek"),
        at=now, by_name=said("roep"),
    )  # fmt: skip
    plan.NeighbourhoodFind.objects.create(key=keys["find"], plan=made, kind="shop", words=said("winkel"), place=1)
    plan.SkillTraining.objects.create(
        key=keys["training"], plan=made, kind="money", words=said("cursus"), given_by=said("leraar"), sessions=6,
        sessions_done=1,
    )  # fmt: skip
    return keys
