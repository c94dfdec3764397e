"""The own plan and the card for who has the least: a phone on a line that crawls, and somebody with two keys only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from landing.plan.models import CrisisCard, Goal, PlanStep, SignPhase
from tests.journeys.conftest import Visitor, _watched
from tests.journeys.test_plan import tab_to

pytestmark = pytest.mark.journey

CRAWL = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 25_000}
"""A worn-out phone at the edge of the network: 400 ms for each question, 50 kB a second down and 25 kB up."""
PATIENCE = 4_000
"""The most milliseconds until somebody can read a page and act on that line."""


@pytest.fixture
def far_away(region: None, live_server: Any, browser: Browser) -> Iterator[Visitor]:
    """A visitor with a narrow phone on a slow line, whose browser keeps nothing."""
    page = browser.new_page(viewport={"width": 360, "height": 740})
    protocol = page.context.new_cdp_session(page)
    protocol.send("Network.enable")
    protocol.send("Network.setCacheDisabled", {"cacheDisabled": True})
    protocol.send("Network.emulateNetworkConditions", CRAWL)
    yield _watched(Visitor(page, live_server.url))
    page.close()


def patient(visitor: Visitor) -> None:
    """The page that stands there could be read and used in time."""
    took = visitor.page.evaluate(
        "() => { const one = performance.getEntriesByType('navigation')[0]; return one.domInteractive - one.startTime }"
    )
    assert 400 < took < PATIENCE, f"{visitor.page.url}: {took} ms"
    visitor.looks()


def follow(visitor: Visitor, words: str, role: str = "link") -> None:
    """Press something and wait for the page as long as that takes."""
    with visitor.page.expect_navigation():
        visitor.page.get_by_role(role, name=words).first.click()  # type: ignore[arg-type]
    patient(visitor)


def test_the_whole_plan_and_the_whole_card_on_a_line_that_crawls(far_away: Visitor) -> None:
    far_away.becomes("client")
    page = far_away.page
    far_away.opens("/mijn-plan/")
    patient(far_away)
    far_away.opens("/mijn-plan/doel/")
    page.get_by_label("Wat wil je graag?").fill("Ik wil leren fietsen.")
    follow(far_away, "Bewaar mijn doel", "button")
    follow(far_away, "Open dit doel Ik wil leren fietsen.")
    follow(far_away, "Nieuwe stap")
    page.get_by_label("Wat ga je doen?").fill("Ik vraag een fiets.")
    follow(far_away, "Bewaar mijn stap", "button")
    follow(far_away, "Klaar Ik vraag een fiets.", "button")
    far_away.sees("Goed gedaan. Deze stap is klaar.")
    assert PlanStep.objects.get(words="Ik vraag een fiets.").done_on is not None
    far_away.opens("/mijn-noodkaart/vraag/call_me/")
    patient(far_away)
    questions = 0
    while "/vraag/" in page.url:
        box = page.locator("textarea").first
        if box.count():
            box.fill(f"Antwoord {questions}")
        last = page.get_by_role("button", name="Bewaar en ga verder").count() == 0
        follow(far_away, "Bewaar" if last else "Bewaar en ga verder", "button")
        questions += 1
    assert questions == 9 and "Antwoord" in CrisisCard.objects.get(person__call_me="Sam").helps
    far_away.opens("/mijn-plan/als-het-minder-gaat/")
    follow(far_away, "Verander dit")
    page.get_by_label("Hoe merk je dat?").fill("Ik zing.")
    follow(far_away, "Bewaar en ga verder", "button")
    assert SignPhase.objects.filter(sign_plan__kind="relapse", signs="Ik zing.").exists()


def test_pressing_twice_on_a_slow_line_has_one_effect(far_away: Visitor) -> None:
    far_away.becomes("client")
    page = far_away.page
    far_away.opens("/mijn-plan/doel/")
    page.get_by_label("Wat wil je graag?").fill("Ik wil één hond.")
    page.get_by_role("button", name="Bewaar mijn doel").dblclick(no_wait_after=True)
    page.wait_for_url(f"{far_away.url}/mijn-plan/")
    far_away.sees("Ik wil één hond.")
    assert Goal.objects.filter(words="Ik wil één hond.").count() == 1


def enter(visitor: Visitor, words: str) -> None:
    """Go with Tab to what says these words, and press Enter: nothing else, as with a switch that scans."""
    tab_to(visitor.page, words)
    with visitor.page.expect_navigation():
        visitor.page.keyboard.press("Enter")
    visitor.looks()


def test_a_goal_a_step_and_the_undo_with_tab_and_enter_only(visitor: Visitor) -> None:
    visitor.becomes("client")
    visitor.opens("/mijn-plan/")
    enter(visitor, "Kijk naar voorbeelden")
    enter(visitor, "Ik wil mijn buren leren kennen.")
    enter(visitor, "Bewaar mijn doel")
    visitor.sees("Je doel staat in je plan.")
    enter(visitor, "Open dit doel Ik wil mijn buren leren kennen.")
    enter(visitor, "Nieuwe stap")
    enter(visitor, "Bewaar mijn stap")
    enter(visitor, "Klaar Stap zonder woorden")
    visitor.sees("Goed gedaan. Deze stap is klaar.")
    enter(visitor, "Stap zonder woorden")
    enter(visitor, "Haal deze stap weg")
    steps = PlanStep.objects.filter(goal__words="Ik wil mijn buren leren kennen.")
    assert not steps.exists()
    enter(visitor, "Ongedaan maken")
    assert steps.get().done_on is not None


def test_the_card_from_question_to_question_and_back_with_tab_and_enter_only(visitor: Visitor) -> None:
    visitor.becomes("client")
    visitor.opens("/mijn-noodkaart/")
    enter(visitor, "Ja, zet het erop")
    changed = CrisisCard.objects.get(person__call_me="Sam").version
    enter(visitor, "Verder invullen")
    enter(visitor, "Bewaar en ga verder")
    visitor.opens("/mijn-noodkaart/")
    enter(visitor, "Wat er eerder op je kaart stond")
    enter(visitor, f"Bekijk versie {changed - 1}")
    enter(visitor, "Zet dit terug")
    visitor.sees("Je kaart is weer zoals toen.")
    enter(visitor, "Maak een kaart van papier")
    visitor.sees("Een kaart van papier")
    visitor.opens("/mijn-plan/als-het-minder-gaat/")
    enter(visitor, "Wat is er veranderd?")
    enter(visitor, "Bekijk versie 1")
    enter(visitor, "Zet dit terug")
    visitor.sees("Het plan is weer zoals toen.")
