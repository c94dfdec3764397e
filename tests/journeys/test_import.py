"""A coordinator reads in a list as it comes out of another system; the lead municipality finds who stood in two lists."""

from pathlib import Path

import pytest

from landing.people.models import Person

pytestmark = pytest.mark.journey
FILES = Path(__file__).parents[1] / "rooms" / "exchange" / "files"
PROVIDER, MUNICIPALITY = FILES / "caseload_provider.csv", FILES / "caseload_municipality.xlsx"


def answer_all(page):
    """Leave empty what the list does not make clear, and take the last day of a period."""
    for select in page.locator("select[name^=word_]").all():
        if select.input_value() == "?":
            select.select_option("-")
    for radio in page.locator("input[type=radio][value=last_day]").all():
        radio.check()


def test_a_coordinator_reads_in_the_good_rows_and_takes_the_others_along(visitor, tmp_path):
    page = visitor.page
    visitor.becomes("coordinator")
    before = Person.objects.count()
    visitor.opens("/inlezen/")
    visitor.picture("inlezen")
    page.get_by_label("Bestand").set_input_files(PROVIDER)
    visitor.presses("Open de lijst", "button")
    visitor.sees("Dit weten we niet zeker")
    visitor.picture("inlezen-kolommen")
    visitor.presses("Kijk de rijen na", "button")
    visitor.sees("Kies wat")  # two words have no meaning yet; nothing else was lost
    answer_all(page)
    visitor.presses("Kijk de rijen na", "button")
    visitor.sees("Er zijn nog fouten")
    visitor.picture("inlezen-nakijken")
    visitor.presses("Fouten 3")
    visitor.sees("Deze dag bestaat niet in de kalender.")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Neem de rijen met fouten mee").click()
    waiting.value.save_as(tmp_path / "herstellen.csv")
    mend = (tmp_path / "herstellen.csv").read_text("utf-8-sig")
    assert "Wat is er mis" in mend
    assert "31-02-2026" in mend
    visitor.presses("Lees alleen de goede rijen in", "button")
    visitor.sees("De lijst is ingelezen")
    assert Person.objects.count() > before + 150
    visitor.presses("Naar de cliënten")


def test_the_lead_municipality_lays_who_stood_in_two_lists_side_by_side(visitor):
    page = visitor.page
    for account, file in (("coordinator", PROVIDER), ("procesregisseur", MUNICIPALITY)):
        visitor.becomes(account)
        visitor.opens("/inlezen/")
        page.get_by_label("Bestand").set_input_files(file)
        visitor.presses("Open de lijst", "button")
        answer_all(page)
        visitor.presses("Kijk de rijen na", "button")
        visitor.presses("Lees alleen de goede rijen in" if file == PROVIDER else "Lees in", "button")
    visitor.presses("Bekijk de dubbelen")
    visitor.picture("dubbelen")
    with page.expect_navigation():
        page.locator("tbody a").first.click()
    visitor.looks()
    visitor.sees("Je kijkt hier voor de hele regio")
    visitor.presses("Zelfde persoon: houd dossier 1", "button")
    visitor.sees("Samengevoegd.")


def test_a_list_comes_in_by_keyboard_and_without_script(without_script):
    page = without_script.page
    page.goto(without_script.url + "/inloggen/")
    page.locator("button[name=account][value=coordinator]").click()
    page.goto(without_script.url + "/inlezen/")
    page.get_by_label("Bestand").set_input_files(
        {
            "name": "lijst.csv",
            "mimeType": "text/csv",
            "buffer": "Cliëntnummer;Naam;Geboortedatum\nT1;Toets, Tonnie;01-02-1980\n".encode(),
        }
    )
    for button in ("Open de lijst", "Kijk de rijen na", "Lees in"):
        page.get_by_role("button", name=button).focus()
        with page.expect_navigation():
            page.keyboard.press("Enter")
    without_script.sees("De lijst is ingelezen")
    assert Person.objects.filter(surname="Toets").count() == 1
