"""A carer opens Mijn dag, sees what is due for whom and why, opens a person, tries a key date and ticks a step."""

import pytest

pytestmark = pytest.mark.journey


def test_a_carer_goes_from_mijn_dag_to_a_step_and_back_again(visitor):
    visitor.becomes("begeleider")
    visitor.sees("Mijn dag")
    visitor.picture("mijn-dag")
    visitor.opens("/mijn-dag/?toon=dag")
    visitor.opens("/mijn-dag/?toon=vragen")
    visitor.opens("/mijn-dag/?toon=stil")
    visitor.opens("/mijn-dag/")
    page = visitor.page
    title = page.locator("ul.tasks li a").first.inner_text()
    with page.expect_navigation():
        page.locator("ul.tasks li").first.get_by_role("button", name="Klaar").click()
    visitor.looks()
    visitor.sees("Klaar.")
    with page.expect_navigation():
        page.get_by_role("button", name="Ongedaan maken").first.click()
    visitor.looks()
    visitor.sees("Ongedaan gemaakt.")
    assert page.get_by_role("link", name=title).count() >= 1


def test_a_carer_tries_a_key_date_and_makes_it_the_real_one(visitor):
    visitor.becomes("begeleider")
    visitor.opens("/clienten/")
    visitor.picture("clienten")
    page = visitor.page
    with page.expect_navigation():
        page.locator("tbody a").first.click()
    visitor.looks()
    visitor.picture("persoon")
    visitor.presses("Stel, de sleutel komt op")
    page.get_by_label("Stel, de sleutel komt op").fill("7 december 2026")
    visitor.presses("Kijk wat er dan moet", "button")
    visitor.sees("Maandag 7 december 2026")
    visitor.sees("werkdagen")
    visitor.picture("sleuteldatum")
    visitor.presses("Dit wordt de sleuteldatum", "button")
    visitor.sees("De sleuteldatum staat vast.")
    visitor.presses("Hele geschiedenis")
    visitor.sees("7 december 2026")


def test_bad_input_keeps_what_was_typed_and_says_how_to_mend_it(visitor):
    visitor.becomes("begeleider")
    visitor.opens("/clienten/")
    page = visitor.page
    with page.expect_navigation():
        page.locator("tbody a").first.click()
    visitor.presses("Gegevens", exact=True)
    page.locator("#id_stay_start").fill("31-2-2026")
    visitor.presses("Opslaan", "button")
    assert page.locator("#id_stay_start").input_value() == "31-2-2026"
    assert page.locator("#id_stay_start").get_attribute("aria-invalid") == "true"


def test_searching_while_typing_finds_a_person_by_part_of_the_name(visitor):
    visitor.becomes("begeleider")
    visitor.opens("/clienten/")
    page = visitor.page
    name = page.locator("tbody a").last.inner_text()
    page.get_by_label("Zoek op naam").press_sequentially(name.split()[-1][:5].lower())
    page.wait_for_url("**zoek=*")
    assert name in page.locator("#rijen").inner_text()
    visitor.looks()


def test_the_way_to_a_step_needs_only_a_keyboard(visitor):
    visitor.becomes("begeleider")
    page = visitor.page
    first = page.locator("ul.tasks li a").first
    for _ in range(60):
        page.keyboard.press("Tab")
        if first.evaluate("link => link === document.activeElement"):
            break
    assert first.evaluate("link => link === document.activeElement"), "Tab never came to the first step"
    with page.expect_navigation():
        page.keyboard.press("Enter")
    visitor.looks()
    button = page.get_by_role("button", name="Klaar", exact=True)
    for _ in range(40):
        page.keyboard.press("Tab")
        if button.evaluate("one => one === document.activeElement"):
            break
    with page.expect_navigation():
        page.keyboard.press("Enter")
    visitor.sees("Klaar.")


def test_without_script_a_step_is_ticked_and_undone(without_script):
    page = without_script.page
    page.goto(without_script.url + "/inloggen/")
    page.locator("button[name=account][value=begeleider]").click()
    page.locator("ul.tasks li").first.get_by_role("button", name="Klaar").click()
    without_script.sees("Klaar.")
    page.get_by_role("button", name="Ongedaan maken").first.click()
    without_script.sees("Ongedaan gemaakt.")
