"""What changed since, by whom, and bringing it back."""

from __future__ import annotations

from typing import Any

import pytest

from landing.people.reads import NotVisible
from landing.plan import goal_actions as actions
from landing.plan import goal_reads as reads
from landing.plan import goal_story as story
from landing.plan import goal_version_actions as versions
from landing.plan.goal_changes import changes
from landing.plan.models import Goal, Plan, PlanVersion, Viewpoint
from landing.plan.words import DEEDS
from tests.cast import Cast
from tests.rooms.plan.pages import browser, send, text


@pytest.fixture
def told(cast: Cast) -> Any:
    """The client with a plan of four changes, one of them by the carer on her word."""
    Plan.objects.all().delete()
    viewer = cast.viewer("client")
    goal = actions.add_goal(viewer=viewer, values={"words": "Ik wil een tuin."})
    step = actions.add_step(viewer=viewer, goal_key=goal.key, values={"words": "Ik koop zaad."})
    actions.tick(viewer=viewer, step_key=step.key, done=True)
    actions.add_goal(
        viewer=cast.viewer("support_worker"), person_key=cast.subject("aziza").key, values={"words": "Ik wil een kat."}
    )
    return viewer


def test_every_change_is_told_in_a_sentence_with_who_did_it(told: Any, cast: Cast) -> None:
    lines = story.lines(reads.versions(told, reads.my_plan(told)), to_person=True)
    assert [line.text for line in lines] == [
        "Bo Begelei (begeleider) schreef een doel op. Dit zei jij zelf.", "Jij vinkte een stap af.",
        "Jij schreef een stap op.", "Jij schreef een doel op.",
    ]  # fmt: skip
    assert [line.changes for line in lines] == [
        ["Nieuw doel: “Ik wil een kat”."], ["Stap klaar: “Ik koop zaad”."], ["Nieuwe stap: “Ik koop zaad”."],
        ["Nieuw doel: “Ik wil een tuin”."],
    ]  # fmt: skip
    page = text(browser(cast, "support_worker"), "plan_changes", cast.subject("aziza").key)
    assert "Op het woord van de persoon." in page and "Nieuw doel: “Ik wil een kat”." in page


def test_everything_since_a_version_is_told_at_once(told: Any, cast: Cast) -> None:
    found = reads.versions(told, reads.my_plan(told))
    since = story.since(found, found[-1])
    assert since.changes == ["Nieuwe stap: “Ik koop zaad”.", "Nieuw doel: “Ik wil een kat”."]
    assert since.by == ["Bo Begelei (begeleider)", "jij"]
    assert "Sinds ik het laatst iets deed" in text(browser(cast, "client"), "my_plan_changes")
    latest = (
        text(browser(cast, "client"), "my_plan_changes", vanaf="laatst")
        .split("Alles bij elkaar")[1]
        .split('class="line"')[0]
    )
    assert "Ik wil een kat" in latest and "Ik koop zaad" not in latest, "only what came after the own last change"
    page = text(browser(cast, "client"), "my_plan_changes", vanaf="1")
    assert "Alles bij elkaar" in page and "Bo Begelei" in page


def test_an_earlier_plan_comes_back_and_that_is_a_version_too(told: Any, cast: Cast) -> None:
    Viewpoint.objects.create(plan=Plan.objects.get(), goal=Goal.objects.get(words="Ik wil een kat."), side="person", words="Graag!",
                             at=Plan.objects.get().started_at, by_name="x", by_role="client")  # fmt: skip
    visitor = browser(cast, "client")
    page = text(visitor, "my_plan_version", 2)
    assert "Wil je dit terug?" in page and "Losgelaten: “Ik wil een kat”." in page and "Stap weer open" in page
    send(visitor, "my_plan_version", 2)
    plan = reads.my_plan(told)
    assert [(goal.words, goal.state, goal.done) for goal in plan.goals] == [
        ("Ik wil een tuin.", "going", 0), ("Ik wil een kat.", "let_go", 0),
    ]  # fmt: skip
    last = PlanVersion.objects.latest("number")
    assert (last.number, last.deed, last.restores) == (5, "restore", 2)
    assert Viewpoint.objects.filter(words="Graag!").exists(), "what was said about a later goal stays"
    versions.restore(viewer=told, number=4)
    assert [goal.state for goal in reads.my_plan(told).goals] == ["going", "going"], "and back again"
    assert reads.my_plan(told).goals[0].done == 1


def test_a_version_that_is_not_there_is_not_found(told: Any) -> None:
    with pytest.raises(NotVisible):
        versions.restore(viewer=told, number=99)
    with pytest.raises(NotVisible):
        reads.version(told, reads.my_plan(told), 99)


def test_the_sentences_speak_of_every_field() -> None:
    step = {"key": "s", "words": "Bel.", "who": "me", "helper_name": "", "by_date": None, "done_on": None, "place": 1}
    goal = {"key": "g", "condition": "", "wish": "", "words": "Doel.", "state": "going", "by_date": None, "reward": "",
            "reached_on": None, "place": 1, "steps": [step]}  # fmt: skip
    whole = {"goals": [goal], "paused_on": None, "pause_why": ""}
    new = {
        "words": "Anders.",
        "wish": "Rust.",
        "condition": "health",
        "by_date": "2026-12-01",
        "reward": "Taart",
        "state": "paused",
    }
    for field, value in new.items():
        assert len(changes(whole, {**whole, "goals": [{**goal, field: value}]})) == 1, field
    for field, value in {
        "words": "Mail.",
        "who": "other",
        "helper_name": "Oom",
        "by_date": "2026-12-01",
        "done_on": "2026-12-01",
    }.items():
        assert len(changes(whole, {**whole, "goals": [{**goal, "steps": [{**step, field: value}]}]})) == 1, field
    assert changes(whole, {**whole, "goals": [{**goal, "steps": []}]}) == ["Weg: de stap “Bel”."]
    assert changes(whole, {**whole, "goals": []}) == ["Weg: het doel “Doel”."]
    assert changes(whole, {**whole, "paused_on": "2026-12-01"}) == ["Het plan staat op pauze."]
    other = {**goal, "key": "h"}
    assert changes({**whole, "goals": [goal, other]}, {**whole, "goals": [other, goal]}) == ["De volgorde is anders."]
    assert changes(whole, whole) == []


def test_every_deed_that_is_kept_has_words() -> None:
    import re
    from pathlib import Path

    code = "\n".join(file.read_text() for file in Path(versions.__file__).parent.glob("*.py"))
    kept = (
        set(re.findall(r'keep(?:_version)?\([^)]*?"(\w+)"', code))
        | set(actions.STATE_DEEDS.values())
        | {"step_done", "step_open"}
    )
    assert {"goal_new", "restore", "joined"} <= kept <= set(DEEDS), kept - set(DEEDS)
