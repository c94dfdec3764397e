"""Taking a list of clients out of the product: with a reason, and seen by the privacy officer."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.journey
WHY = "Voor het overleg met de gemeente."


def test_a_coordinator_takes_a_list_along_and_the_privacy_officer_reads_why(visitor):
    visitor.becomes("coordinator")
    visitor.opens("/clienten/?wie=alles&fase=stay")
    visitor.presses("Download deze lijst")
    visitor.presses("Maak de lijst", "button")
    visitor.sees("Schrijf in een zin waarvoor je de lijst nodig hebt")
    visitor.page.get_by_label("Waarvoor heb je deze lijst nodig?").fill(WHY)
    visitor.presses("Maak de lijst", "button")
    visitor.sees("Je lijst staat klaar")
    visitor.picture("lijst-downloaden")
    with visitor.page.expect_download() as taken:
        visitor.page.get_by_role("link", name="Haal de lijst op").click()
    assert taken.value.suggested_filename.startswith("clienten-")
    visitor.becomes("privacy")
    visitor.opens("/inzage/lijsten/")
    visitor.sees(WHY)
    visitor.picture("lijsten-als-bestand")
