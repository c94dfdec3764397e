"""Somebody reads English: from the page to log in, through the own route and the own plan; and a language from right to left."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from landing.ui import languages
from tests.journeys.conftest import Visitor

pytestmark = pytest.mark.journey


def test_somebody_reads_english_from_the_door_to_the_own_plan(visitor: Visitor) -> None:
    page = visitor.page
    visitor.opens("/inloggen/")
    visitor.presses("English", "button")
    expect(page.get_by_role("heading", level=1)).to_have_text("Log in")
    with page.expect_navigation():
        page.locator("button[name=account][value=client]").click()
    visitor.looks()
    expect(page.get_by_role("heading", level=1)).to_have_text("Today")
    visitor.picture("vandaag-engels")
    visitor.opens("/mijn-route/")
    expect(page.get_by_role("heading", level=1)).to_have_text("My route")
    visitor.picture("mijn-route-engels")
    visitor.opens("/berichten/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Messages")
    visitor.picture("berichten-engels")
    visitor.opens("/mijn-plan/")
    expect(page.get_by_role("heading", level=1)).to_have_text("My plan")
    visitor.picture("mijn-plan-engels")
    visitor.presses("Nederlands", "button")
    expect(page.get_by_role("heading", level=1)).to_have_text("Mijn plan")
    assert page.url.endswith("/mijn-plan/"), "the page stays the same"


def test_a_language_from_right_to_left_turns_the_page_round(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    there = (*languages.LANGUAGES, languages.Language("ar", "العربية", "rtl"))
    monkeypatch.setattr(languages, "LANGUAGES", there)
    visitor.becomes("client")
    visitor.presses("العربية", "button")
    page = visitor.page
    assert page.evaluate("getComputedStyle(document.body).direction") == "rtl"
    visitor.picture("mijn-route-rechts")
    for path in ("/mijn-plan/", "/mijn-mensen/", "/mijn-noodkaart/", "/mijn-gegevens/", "/mijn-toestemmingen/"):
        visitor.opens(path)
    heading, screen = page.locator("h1").bounding_box(), page.viewport_size
    assert heading and screen and heading["x"] + heading["width"] > screen["width"] / 2, "a line begins at the right"
