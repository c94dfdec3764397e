"""The plan outlives every carer, provider, municipality and account; and its pages ask few questions of the database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from landing.people.append_only import lifted
from landing.people.models import Bond, Organisation, Person, Worker
from landing.plan import goal_actions, goal_reads, suggestions
from landing.plan.models import Plan
from tests.cast import TODAY, Cast
from tests.rooms.plan.pages import browser, text
from tests.statements import asked

MOST_STATEMENTS = 12


def whole(person: Any) -> list[Any]:
    """Every row of this room that is of a person's plan."""
    from landing.plan.joining import OF_A_PLAN

    rows: list[Any] = list(Plan.objects.filter(person=person).values())
    for model in OF_A_PLAN.values():
        rows += model._default_manager.filter(plan__person=person).order_by("pk").values()
    return rows


def deleted(account: Any) -> None:
    """An account goes for good; its name stays in the history, which only a lawful deletion may touch."""
    with lifted(connection):
        account.delete()


def carer_leaves(cast: Cast) -> None:
    carer = cast.home.workers["support_worker"]
    Bond.objects.filter(worker=carer, from_date__lte=TODAY).update(to_date=TODAY)
    Worker.objects.filter(pk=carer.pk).update(to_date=TODAY)
    deleted(carer.account)


def provider_changes(cast: Cast) -> None:
    person, home, there = cast.subject("aziza").person, cast.home, cast.neighbours
    Bond.objects.filter(person=person, organisation=home.organisations["care_provider"]).update(to_date=TODAY)
    Bond.objects.filter(person=person, worker__organisation=home.organisations["care_provider"]).update(to_date=TODAY)
    Bond.objects.create(
        person=person, kind="care_provider", organisation=there.organisations["care_provider"], from_date=TODAY
    )
    Bond.objects.create(person=person, kind="support_worker", worker=there.workers["support_worker"], from_date=TODAY)


def municipality_changes(cast: Cast) -> None:
    person = cast.subject("aziza").person
    there = cast.neighbours.organisations["municipality"]
    Person.objects.filter(pk=person.pk).update(origin=there)
    Bond.objects.filter(person=person, kind="municipality").update(organisation=there)


def account_goes(cast: Cast) -> None:
    deleted(cast.accounts["client"])


@pytest.mark.parametrize("happens", [carer_leaves, provider_changes, municipality_changes, account_goes])
def test_the_plan_stays_whole_when(cast: Cast, happens: Callable[[Cast], None]) -> None:
    subject = cast.subject("aziza")
    goal_actions.tick(
        viewer=cast.viewer("support_worker"), person_key=subject.key, step_key=subject.plan["step"], done=True
    )
    before = whole(subject.person)
    assert len(before) > 8
    happens(cast)
    assert whole(Person.objects.get(key=subject.key)) == before


def test_a_new_carer_reads_on_where_the_other_left(cast: Cast) -> None:
    provider_changes(cast)
    subject = cast.subject("aziza")
    assert "Zqkazizaxdoelzz" in text(browser(cast, "neighbours.support_worker"), "plan", subject.key)
    assert browser(cast, "support_worker").get(reverse("plan:plan", args=[subject.key])).status_code == 404
    goal_actions.add_goal(
        viewer=cast.viewer("neighbours.support_worker"), person_key=subject.key, values={"words": "Verder."}
    )


def test_no_table_of_the_room_points_at_an_account_a_worker_or_an_organisation() -> None:
    from django.apps import apps

    from landing.people.models import Account

    forbidden = {Account, Worker, Organisation}
    pointing = [f"{model.__name__}.{field.name}" for model in apps.get_app_config("plan").get_models()
                for field in model._meta.local_fields if field.related_model in forbidden]  # fmt: skip
    assert not pointing


def fill(cast: Cast) -> None:
    """A plan with more in it than anybody has."""
    viewer = cast.viewer("client")
    for number in range(12):
        goal_actions.add_goal(
            viewer=viewer, values={"words": f"Doel {number}", "condition": "health"}, steps=["a", "b", "c"]
        )


CLIENT_PAGES = ("my_plan", "my_goal", "my_goal_change", "my_plan_step", "my_plan_changes", "my_plan_version", "my_strengths",
                "my_good_life", "my_savings", "my_check_ins", "my_check_in", "my_proposal", "my_ideas", "my_plan_paper")  # fmt: skip
PART_OF = {
    "my_goal": "goal",
    "my_goal_change": "goal",
    "my_plan_step": "step",
    "my_proposal": "proposal",
    "plan_said_step": "goal",
}
STAFF_PAGES = ("plan", "plan_changes", "check_ins", "plan_view", "plan_propose", "plan_said_step")


@pytest.mark.parametrize("name", (*CLIENT_PAGES, *STAFF_PAGES))
def test_a_page_asks_few_questions_however_much_is_in_the_plan(cast: Cast, name: str) -> None:
    fill(cast)
    subject = cast.subject("aziza")
    visitor = browser(cast, "client" if name in CLIENT_PAGES else "support_worker")
    args: list[Any] = [] if name in CLIENT_PAGES else [subject.key]
    if name in PART_OF:
        args.append(subject.plan[PART_OF[name]])
    if name == "my_plan_version":
        args.append(2)
    address = reverse(f"plan:{name}", args=args)
    visitor.get(address)
    with asked() as statements:
        assert visitor.get(address).status_code == 200
    assert len(statements) <= MOST_STATEMENTS, f"{len(statements)}\n" + "\n".join(one[:150] for one in statements)


def test_the_suggestions_load_and_a_fault_is_told() -> None:
    assert {idea.condition for idea in suggestions.ideas()} == {
        "health",
        "housing",
        "income",
        "activities",
        "relations",
    }
    assert all(4 <= len(ideas) <= 8 for _, _, ideas in suggestions.by_condition())
    good = {"id": "goed-doel", "words": "Ik wil iets.", "steps": ["Ik doe het."]}
    file = {
        "condition": "health",
        "suggestions": [{**good, "id": name} for name in ("een-a", "een-b", "een-c", "een-d")],
    }
    assert len(suggestions.read_ideas("health", file)) == 4
    long = "Ik wil " + "heel " * 12 + "veel."
    for wrong in (
        {**file, "condition": "wonen"}, {**file, "suggestions": file["suggestions"][:3]},
        *({**file, "suggestions": [*file["suggestions"][:3], {**good, **fault}]} for fault in (
            {"id": "Met Spatie"}, {"words": long}, {"words": "Geen punt"}, {"steps": []}, {"steps": ["Een. Twee."]},
            {"source": {"document": "NTW", "items": ["197"]}}, {"meer": "x"},
        )),
    ):  # fmt: skip
        with pytest.raises(suggestions.ContentFault, match="health.yaml"):
            suggestions.read_ideas("health", wrong)
    with pytest.raises(suggestions.ContentFault):
        suggestions.read_following({"following": [{"id": "x", "words": "x", "scale": "smile"}]})


def test_sources_of_suggestions_are_statements_of_the_inventory() -> None:
    from tests.house.test_coverage import NUMBERS

    assert {item for idea in suggestions.ideas() for item in idea.items} <= set(NUMBERS)


def test_the_step_to_do_now_is_the_one_with_the_earliest_day(cast: Cast) -> None:
    viewer = cast.viewer("client")
    goal = goal_actions.add_goal(viewer=viewer, values={"words": "Met haast."})
    for days in (9, 2, 5):
        day = TODAY + timedelta(days=days)
        goal_actions.add_step(viewer=viewer, goal_key=goal.key, values={"words": str(days), "by_date": day})
    found = goal_reads.my_plan(viewer).next_step
    assert found is not None and found[1].words == "2"
