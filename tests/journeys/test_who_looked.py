"""Somebody sees who looked, asks about a look and reads the answer; and sees at once that a record was opened in an emergency."""

import pytest
from django.db.models import F

from landing.people.models import Bond, Person

pytestmark = pytest.mark.journey


def opens_own_person(visitor, name):
    """Find somebody in the own list and open the page."""
    visitor.opens("/clienten/")
    page = visitor.page
    page.goto(f"{visitor.url}/clienten/?zoek={name}")
    with page.expect_navigation():
        page.locator("tbody a").first.click()
    visitor.looks()


def test_a_client_sees_a_look_asks_about_it_and_reads_the_answer(visitor):
    person = Person.objects.get(account__username="client")
    visitor.becomes("begeleider")
    opens_own_person(visitor, person.surname.split()[-1])
    visitor.becomes("client")
    visitor.opens("/meer/")
    visitor.presses("Wie keek er naar mij?")
    visitor.sees("K. Begeleider (begeleider,")
    visitor.sees("keek vandaag naar je route.")
    visitor.sees("Waarom: begeleiding.")
    visitor.picture("wie-keek")
    page = visitor.page
    row = page.locator("ul.tasks li", has_text="keek vandaag naar je route")
    with page.expect_navigation():
        row.get_by_role("link").first.click()
    visitor.looks()
    page.get_by_label("Wat is je vraag?").fill("Waarom keek hij op zaterdag?")
    visitor.presses("Verstuur mijn vraag", "button")
    visitor.sees("Waarom keek hij op zaterdag?")
    visitor.sees("Je krijgt antwoord uiterlijk op")
    visitor.becomes("coordinator")
    visitor.sees("Er wacht een vraag op antwoord")
    visitor.presses("Naar de vragen")
    with page.expect_navigation():
        page.locator("tbody a").first.click()
    visitor.looks()
    visitor.picture("vraag-over-inzage")
    page.get_by_label("Antwoord aan de persoon").fill("Hij keek wanneer je afspraak is.")
    visitor.presses("Geef dit antwoord", "button")
    visitor.sees("Je antwoord staat nu bij de persoon.")
    visitor.becomes("client")
    visitor.opens("/mijn-gegevens/wie-keek/")
    visitor.sees("Antwoord van Roos Regelmaat")
    visitor.sees("Hij keek wanneer je afspraak is.")
    visitor.opens("/mijn-gegevens/wie-keek/papier/")


def test_a_client_sees_that_a_stranger_opened_the_record_in_an_emergency(visitor):
    person = Person.objects.get(account__username="client")
    # The carer handed over and is a stranger now.
    bonds = Bond.objects.filter(person=person, worker__account__username="begeleider")
    assert bonds.update(to_date=F("from_date")) > 0
    visitor.becomes("begeleider")
    visitor.opens("/noodtoegang/")
    visitor.sees("Alleen als het niet kan wachten")
    visitor.picture("noodtoegang")
    page = visitor.page
    page.get_by_label("Voornaam en achternaam").fill(f"{person.given_name} {person.infix} {person.surname}")
    page.get_by_label("Geboortedatum").fill(person.birth_date.strftime("%d-%m-%Y"))
    page.get_by_label("De persoon is in crisis").check()
    page.get_by_label("Wat is er aan de hand?").fill("Hij belde in paniek en zijn begeleider neemt niet op.")
    visitor.presses("Open in nood", "button")
    visitor.sees("Wie je kunt bellen")
    visitor.sees("Roos Regelmaat")
    visitor.picture("noodtoegang-open")
    visitor.becomes("coordinator")
    visitor.sees("opende in nood de gegevens van")
    visitor.presses("Gezien", "button")
    visitor.becomes("client")
    visitor.sees("Iemand keek in nood naar jou")
    visitor.presses("Kijk wie er keek")
    visitor.sees("in nood naar je gegevens voor nood")
    visitor.becomes("privacy")
    visitor.opens("/inzage/noodtoegang/")
    with page.expect_navigation():
        page.locator("tbody a").first.click()
    visitor.looks()
    page.get_by_label("Dit was terecht").check()
    page.get_by_label("Waarom?").fill("De begeleider was niet te bereiken.")
    visitor.presses("Bewaar het oordeel", "button")
    visitor.sees("Je oordeel is bewaard.")
    visitor.becomes("client")
    visitor.opens("/mijn-gegevens/wie-keek/")
    visitor.sees("Het was terecht.")
