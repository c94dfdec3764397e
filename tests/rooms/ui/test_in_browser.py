"""The pattern pages in a real browser: accessibility, narrow screens, keyboard, printing, and life without script."""

import os

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# Playwright runs a loop in this thread; Django must not take the test's own queries for queries of that loop.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

PAGES = ["/patronen/", "/patronen/?fouten=1", "/patronen/client/", "/patronen/vraag/?fouten=1", "/bestaat-niet/"]
SMALL = """() => [...document.querySelectorAll('a, button, input, select, summary, textarea')]
  .filter(one => { const box = one.getBoundingClientRect(); return box.width > 1 && box.height > 1 && box.height < 24 })
  .filter(one => !one.closest('p, dd'))
  .map(one => one.outerHTML.slice(0, 90))"""


@pytest.fixture
def complaints(page: Page) -> list[str]:
    """What the browser complained about: script errors and refusals of the content security policy."""
    found: list[str] = []
    page.on("pageerror", lambda error: found.append(str(error)))
    page.on(
        "console",
        lambda message: found.append(message.text) if message.type == "error" and "404" not in message.text else None,
    )
    return found


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("width", [320, 360, 1280])
def test_a_page_fits_and_has_no_accessibility_finding(page: Page, live_server, complaints, address, width):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(live_server.url + address)
    findings = Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in findings] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(SMALL) == []
    assert complaints == []


def test_the_menu_opens_and_closes_with_the_keyboard_and_without_script(browser, live_server):
    page = browser.new_page(viewport={"width": 360, "height": 800}, java_script_enabled=False)
    page.goto(live_server.url + "/patronen/client/")
    link = page.get_by_role("link", name="Woningen")
    assert not link.is_visible()
    page.get_by_role("button", name="Menu").press("Enter")
    assert link.is_visible()
    page.keyboard.press("Escape")
    assert not link.is_visible()
    page.close()


def test_the_first_tab_stop_leads_to_the_content(page: Page, live_server):
    page.goto(live_server.url + "/patronen/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Ga naar de inhoud"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "inhoud"


@pytest.mark.parametrize("script", [True, False])
def test_the_error_summary_has_the_focus_with_and_without_script(browser, live_server, script):
    page = browser.new_page(java_script_enabled=script)
    page.goto(live_server.url + "/patronen/vraag/?fouten=1")
    assert page.locator("#fouten:focus").count() == 1
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.locator("#id_answer_0:target").count() == 1
    page.close()


def test_ctrl_k_jumps_to_the_search_box(page: Page, live_server):
    page.goto(live_server.url + "/patronen/")
    page.keyboard.press("Control+k")
    assert page.evaluate("document.activeElement.name") == "q"


def test_htmx_renews_only_the_list_and_the_address(page: Page, live_server):
    page.goto(live_server.url + "/patronen/")
    page.evaluate("document.querySelector('h1').dataset.kept = 'yes'")
    page.locator("#id_q").fill("sam")
    with page.expect_response(lambda answer: "q=sam" in answer.url):
        page.keyboard.press("Enter")
    page.wait_for_url("**/patronen/?q=sam*")
    assert page.evaluate("document.querySelector('h1').dataset.kept") == "yes"
    assert page.locator("#lijst").count() == 1


def test_a_client_page_prints_its_content_and_none_of_its_frame(page: Page, live_server):
    page.goto(live_server.url + "/patronen/client/")
    page.emulate_media(media="print")
    assert page.get_by_text("Haal je sleutel op.").is_visible()
    for frame in (".head", ".exit", ".foot", ".btns"):
        assert not page.locator(frame).first.is_visible()


def test_a_page_reads_well_from_top_to_bottom(page: Page, live_server):
    page.goto(live_server.url + "/patronen/client/")
    said = page.evaluate("document.querySelector('main').innerText")
    order = ["Mijn route", "Dit doe je nu", "Haal je sleutel op.", "Waar ben ik nu?", "Je bent hier", "Hoe gaat het?"]
    places = [said.index(words) for words in order]
    assert places == sorted(places)
