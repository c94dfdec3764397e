"""The person's own front in a browser: today, messages, larger letters, read aloud with a voice of the test, and paper."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pypdf import PdfReader

from landing.people.models import OwnScreen
from tests.journeys.conftest import OWN_SCRIPTS, Visitor
from tests.journeys.test_plan import press, tab_to

pytestmark = pytest.mark.journey

VOICES = [{"lang": "nl-NL", "localService": True, "name": "Op het apparaat"}]
FAR = [{"lang": "nl-NL", "localService": False, "name": "Ver weg"}]
# A voice that speaks nothing: it writes down what it is given, and the test says when a piece is over.
FAKE = """
(() => {
  const said = [];
  let now = null;
  window.spoken = said;
  window.over = () => { const done = now; now = null; if (done && done.onend) done.onend({}); };
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
  Object.defineProperty(window, "speechSynthesis", { value: {
    getVoices: () => %s,
    speak: (one) => { now = one; said.push([one.text, one.lang, one.rate, one.voice.name]); },
    cancel: () => { now = null; said.push(["(stil)"]); },
  } });
})();
"""


def with_voices(visitor: Visitor, voices: list[dict[str, Any]]) -> None:
    visitor.page.add_init_script(FAKE % json.dumps(voices))


def texts(visitor: Visitor) -> list[str]:
    """What was given to the voice, without the silences."""
    return [one[0] for one in visitor.page.evaluate("spoken") if len(one) > 1]


def read_all(visitor: Visitor) -> list[str]:
    """Let the voice go to the end of the page."""
    for _ in range(400):
        if visitor.page.locator("[data-read] button").first.get_attribute("aria-pressed") == "false":
            break
        visitor.page.evaluate("over()")
    return texts(visitor)


def test_a_day_of_the_client(visitor, weigh):
    visitor.becomes("client")
    visitor.sees("Dit kun je nu doen")
    visitor.picture("vandaag")
    total, script, requests = weigh(visitor.page)
    assert script <= OWN_SCRIPTS and requests <= 5 and total <= 60_000
    visitor.sees("Dit wacht op jou")
    visitor.presses("Berichten", nth=-1) if visitor.page.viewport_size["width"] > 900 else visitor.opens("/berichten/")
    visitor.picture("berichten")
    visitor.sees("Nieuw")
    visitor.presses("Nog niet gelezen", "button")
    visitor.sees("Deze berichten zijn weer nieuw.")
    visitor.opens("/berichten/?toon=nieuw")
    visitor.sees("Lees het voorstel")
    visitor.opens("/berichten/?toon=nieuw")
    visitor.sees("Je hebt alles gelezen")
    visitor.opens("/berichten/")
    visitor.presses("Oudere berichten")
    visitor.presses("Nieuwste berichten")
    visitor.opens("/meer/")
    visitor.presses("Alles op papier")
    visitor.picture("papier-kiezen")


def test_the_menu_says_how_many_are_new_and_stays_calm(visitor):
    visitor.becomes("client")
    items = visitor.page.locator("#menu li").all_inner_texts() or visitor.page.locator("#menu li").all_text_contents()
    assert [item.split()[0] for item in visitor.page.locator("#menu li").all_text_contents()] == [
        "Vandaag", "Mijn", "Mijn", "Berichten", "Meer",
    ]  # fmt: skip
    assert len(items) == 5
    if visitor.page.viewport_size["width"] < 600:
        visitor.page.get_by_role("button", name="Menu", exact=True).click()
        visitor.looks()
        assert visitor.page.locator("#menu .n").inner_text().split()[0].isdigit()


def test_all_of_it_without_script(without_script):
    page = without_script.page
    page.goto(without_script.url + "/inloggen/")
    page.locator("button[name=account][value=client]").click()
    without_script.sees("Vandaag")
    assert not page.get_by_role("button", name="Lees voor").is_visible(), "there is no voice without script"
    page.get_by_role("link", name="Grotere letters").click()
    page.get_by_role("button", name="Heel groot").click()
    assert page.locator("html").get_attribute("class") == "letters-largest"
    page.get_by_role("link", name="Terug", exact=True).click()
    without_script.sees("Vandaag")
    page.get_by_role("link", name="nieuwe berichten").click()
    page.get_by_role("button", name="Nog niet gelezen").click()
    without_script.sees("Deze berichten zijn weer nieuw.")
    page.goto(without_script.url + "/mijn-papier/")
    page.get_by_label("Mijn route", exact=True).uncheck()
    page.get_by_role("button", name="Maak mijn papier").click()
    without_script.sees("Druk op Ctrl en P.")
    assert not page.get_by_role("button", name="Print dit").is_visible()
    assert page.locator("article[aria-label='Mijn route']").count() == 0
    assert OwnScreen.objects.get().letters == "largest"


def test_letters_by_keyboard_in_two_presses_and_nothing_is_wider_than_the_screen(visitor):
    visitor.becomes("client")
    visitor.page.set_viewport_size({"width": 320, "height": 800})
    press(visitor, "Grotere letters")
    press(visitor, "Heel groot")
    visitor.picture("grotere-letters")
    press(visitor, "Sterke kleuren")
    size = visitor.page.evaluate("parseFloat(getComputedStyle(document.querySelector('main p')).fontSize)")
    assert size >= 28
    for address in ("/vandaag/", "/berichten/", "/meer/", "/mijn-route/", "/mijn-plan/", "/mijn-mensen/", "/mijn-noodkaart/",
                    "/mijn-papier/", "/mijn-gegevens/", "/mijn-toestemmingen/", "/mijn-plan/hoe-gaat-het/"):  # fmt: skip
        visitor.opens(address)


def test_the_page_is_read_in_order_and_nothing_that_is_hidden(visitor):
    with_voices(visitor, VOICES)
    visitor.becomes("client")
    visitor.opens("/mijn-route/")
    # What only reading software says is not on the screen, so it is not looked for.
    visitor.page.evaluate("document.querySelectorAll('main .sr').forEach((one) => { one.hidden = true })")
    shown = visitor.page.locator("main").inner_text()
    button = visitor.page.get_by_role("button", name="Lees voor")
    button.click()
    assert button.get_attribute("aria-pressed") == "true"
    visitor.looks()
    assert visitor.page.locator(".is-read").inner_text() == "Mijn route"
    said = read_all(visitor)
    assert said[:2] == ["Mijn route", "Dit is jouw weg naar een eigen huis."]
    plain = " ".join(shown.split())
    at = 0
    for one in said:
        found = plain.find(one, at)
        assert found >= 0, f"not on the screen, or not in this order: {one!r} after {plain[max(0, at - 60) : at]!r}"
        at = found
    folded = [
        text for text in visitor.page.locator("details li").all_text_contents() if text.split(".")[0] not in plain
    ]
    assert folded and not any(text.split(".")[0] in one for text in folded for one in said), (
        "what is folded is not read"
    )
    assert visitor.page.locator(".is-read").count() == 0 and button.get_attribute("aria-pressed") == "false"
    assert {tuple(one[1:]) for one in visitor.page.evaluate("spoken") if len(one) > 1} == {
        ("nl-NL", 1, "Op het apparaat")
    }


def test_pause_slower_and_stop_by_keyboard_and_silence_when_one_leaves(visitor):
    with_voices(visitor, VOICES)
    visitor.becomes("client")
    page = visitor.page
    tab_to(page, "Lees voor")
    page.keyboard.press("Enter")
    page.evaluate("over()")
    assert len(texts(visitor)) == 2
    page.keyboard.press("Enter")  # a pause
    assert page.evaluate("spoken").pop() == ["(stil)"] and page.locator(".is-read").count() == 0
    page.keyboard.press("Enter")  # the same piece again
    assert texts(visitor)[-1] == texts(visitor)[-2]
    tab_to(page, "Langzamer")
    page.keyboard.press("Enter")
    assert page.evaluate("spoken.at(-1)[2]") == 0.7
    tab_to(page, "Stop")
    page.keyboard.press("Enter")
    count = len(texts(visitor))
    page.evaluate("over()")
    assert len(texts(visitor)) == count, "nothing more after stop"
    assert not page.get_by_role("button", name="Stop").is_visible()
    page.keyboard.press("Enter")  # the focus went back to the button that begins
    assert texts(visitor)[-1] == "Vandaag"
    page.keyboard.press("Escape")
    assert page.get_by_role("button", name="Lees voor").get_attribute("aria-pressed") == "false"
    page.keyboard.press("Enter")
    page.evaluate("window.dispatchEvent(new PageTransitionEvent('pagehide'))")
    assert page.evaluate("spoken").pop() == ["(stil)"]


def test_the_voice_is_of_the_language_of_the_page_and_of_what_stands_in_another(visitor):
    english = {"lang": "en-GB", "localService": True, "name": "On the device"}
    with_voices(visitor, [*VOICES, english])
    visitor.becomes("client")
    visitor.presses("English", "button")
    visitor.page.evaluate("""() => {
      const line = document.createElement("p");
      line.append("This is ours. ", Object.assign(document.createElement("span"), { lang: "nl", textContent: "Dit is van de regio." }));
      document.querySelector("main h1").after(line);
    }""")
    visitor.page.get_by_role("button", name="Read aloud").click()
    read_all(visitor)
    said = [(one[0], one[1]) for one in visitor.page.evaluate("spoken") if len(one) > 1]
    assert said[:3] == [("Today", "en-GB"), ("This is ours.", "en-GB"), ("Dit is van de regio.", "nl-NL")]
    assert {lang for _text, lang in said[3:]} == {"en-GB"}


def test_a_language_without_a_voice_of_its_own_says_so(visitor):
    with_voices(visitor, VOICES)
    visitor.becomes("client")
    visitor.presses("English", "button")
    visitor.page.get_by_role("button", name="Read aloud").click()
    assert texts(visitor) == []
    visitor.sees("This device has no voice in this language.")


def test_a_voice_that_would_send_the_text_away_is_not_used(visitor):
    with_voices(visitor, FAR)
    visitor.becomes("client")
    visitor.page.get_by_role("button", name="Lees voor").click()
    visitor.looks()
    assert texts(visitor) == []
    visitor.sees("Dit apparaat heeft geen stem in deze taal.")


def test_without_a_voice_in_the_browser_there_is_no_button(visitor):
    visitor.page.add_init_script("delete window.speechSynthesis; delete window.SpeechSynthesisUtterance;"
                                 "Object.defineProperty(window, 'speechSynthesis', { value: undefined });")  # fmt: skip
    visitor.becomes("client")
    assert not visitor.page.get_by_role("button", name="Lees voor").is_visible()
    assert visitor.page.locator("[data-read]").is_hidden()


def test_everything_on_paper_is_pages_of_a4_with_a_sheet_for_each_part(visitor, tmp_path):
    visitor.becomes("client")
    visitor.opens("/mijn-papier/")
    visitor.page.get_by_label("Mijn route", exact=True).uncheck()
    visitor.presses("Maak mijn papier", "button")
    visitor.page.evaluate("window.print = () => { window.printed = true }")
    visitor.page.get_by_role("button", name="Print dit").click()
    assert visitor.page.evaluate("window.printed")
    visitor.page.emulate_media(media="print")
    for what in ("button", "form", "nav", ".back", "header"):
        assert visitor.page.locator(f"{what}:visible").count() == 0, what
    file = tmp_path / "papier.pdf"
    visitor.page.pdf(path=file, prefer_css_page_size=True)
    pages = PdfReader(file).pages
    assert {(round(float(one.mediabox.width)), round(float(one.mediabox.height))) for one in pages} <= {
        (595, 842),
        (596, 843),
    }
    told = [one.extract_text().strip().splitlines() for one in pages]
    assert [lines[0].strip() for lines in told] == [str(number) for number in range(1, len(pages) + 1)], (
        "each page its number"
    )
    begins = [lines[1].strip() for lines in told if len(lines) > 2]
    assert len(begins) == len(pages), "no page is empty"
    titles = visitor.page.locator("article.sheet h1").all_inner_texts()
    assert len(titles) == 12 and set(titles) <= set(begins), "each part begins a page"
