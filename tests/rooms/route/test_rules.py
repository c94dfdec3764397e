"""The rules are open to everyone: every rule with why, term, source and versions; the region's changes are marked."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from landing.core.due.load import load
from landing.route import rule_reads, rule_words, rulebook
from tests.cast import TODAY, Cast
from tests.statements import asked

OVERRIDDEN = "first-visit-at-home"
pytestmark = pytest.mark.django_db
BOOK = load()


def page(client: Client, name: str, *args: str, **query: str) -> str:
    answer = client.get(reverse(f"route:{name}", args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_passer_by_sees_every_rule_with_the_changes_of_the_region_marked(client: Client) -> None:
    shown = page(client, "rules")
    book = rulebook.current("merwestreek")
    for rule_id in book.rule_ids:
        assert f'href="{reverse("route:rule", args=[rule_id])}"' in shown
    assert shown.count("Aangepast door de regio</span>") == 6
    assert shown.count("Eigen regel van de regio</span>") == 2
    for gate in book.gates:
        assert f'id="poort-{gate}"' in shown
    for setting in book.settings.values():
        assert f'id="instelling-{setting.id}"' in shown
        for choice in setting.choices:
            assert rule_words.setting_value_text(choice.value).split()[0] in shown.lower()


@pytest.mark.parametrize(
    ("query", "inside", "outside"),
    [
        ({"q": "woningzoekende inschrijven"}, "register-as-house-seeker", OVERRIDDEN),
        ({"fase": "land"}, OVERRIDDEN, "register-as-house-seeker"),
        ({"wie": "income_officer"}, "bridge-double-rent", OVERRIDDEN),
        ({"leefgebied": "continuity"}, OVERRIDDEN, "bridge-double-rent"),
        ({"regio": "eigen"}, "tell-key-team", OVERRIDDEN),
        ({"regio": "anders"}, OVERRIDDEN, "tell-key-team"),
        ({"regio": "beide", "fase": "move"}, "tell-key-team", OVERRIDDEN),
    ],
)
def test_the_address_narrows_the_list(client: Client, query: dict[str, str], inside: str, outside: str) -> None:
    listed = page(client, "rules", **query).split('id="poorten"')[0]
    assert reverse("route:rule", args=[inside]) in listed
    assert reverse("route:rule", args=[outside]) not in listed


def test_what_nobody_wrote_gives_an_empty_list_with_a_way_out(client: Client) -> None:
    assert "Geen regel gevonden" in page(client, "rules", q="zqx")


def test_a_value_that_does_not_exist_narrows_nothing(client: Client) -> None:
    assert "Alle 2" in page(client, "rules", fase="nergens", wie="niemand", regio="x")


@pytest.mark.parametrize("rule_id", list(BOOK.rule_ids))
def test_every_rule_tells_itself_in_full(rule_id: str) -> None:
    for rule in BOOK.versions(rule_id):
        told = dict(rule_words.told(BOOK, rule, TODAY))
        assert told["Waarom"] == rule.why
        assert BOOK.documents[rule.source.document].title in told["Bron"]
        if rule.due is not None:
            assert told["Termijn"].endswith(".")


def test_a_rule_shows_all_that_is_to_know(client: Client) -> None:
    shown = page(client, "rule", OVERRIDDEN)
    rule = rulebook.current("merwestreek").versions(OVERRIDDEN)[-1]
    for text in (rule.title, rule.client, rule.why, rule.override_because, "Convenant zachte landing", "S-325",
                 "Eén werkdag na", "landelijk, vanaf 1 januari 2026".capitalize(), "Begeleider"):  # fmt: skip
        assert str(text) in shown


def test_a_rule_tells_what_brings_it_back_and_when_its_moment_has_passed(client: Client) -> None:
    shown = page(client, "rule", "no-open-arrears-before-flip")
    assert "Bij elke nieuwe datum van de melding van huurachterstand." in shown
    assert "Wat daarvoor is gedaan, telt dan niet meer." in shown
    assert "Eén jaar na de start van het verblijf" in page(client, "rule", "ask-what-would-have-helped")
    plain = page(client, "rule", "register-as-house-seeker")
    assert "Komt opnieuw terug" not in plain and "Vervalt na een tijd" not in plain
    told = dict(rule_words.told(BOOK, BOOK.versions("talk-about-arrears")[-1], TODAY))
    assert told["Komt opnieuw terug"] == "Bij elke nieuwe datum van de melding van huurachterstand."
    assert told["Vervalt na een tijd"] == rule_words.NOT_SAID


def test_conditions_are_told_as_a_tree(client: Client) -> None:
    rule = BOOK.versions("weekly-contact-after-move")[-1]
    assert rule.when is not None
    found = rule_words.clause(BOOK, rule.when)
    assert found.text == "Niets hiervan"
    assert "Housing First" in found.parts[0].text
    assert found.parts[0].text in page(client, "rule", rule.id)


def test_two_versions_side_by_side_name_what_differs(client: Client) -> None:
    old, new = (rule.valid_from.isoformat() for rule in BOOK.versions("review-pilot-flame"))
    shown = page(client, "rule_compare", "review-pilot-flame", van=old, naar=new)
    one, other = rule_reads.versions(BOOK, "review-pilot-flame")
    differing = [line for line in rule_reads.compared(one, other, TODAY) if line[3]]
    assert differing
    assert shown.count(">Anders</span>") == len(differing)
    same = page(client, "rule_compare", "review-pilot-flame", van=old, naar=old)
    assert "Deze versies zijn gelijk." in same
    assert ">Anders</span>" not in same


def test_the_national_rule_stands_beside_that_of_the_region(client: Client) -> None:
    shown = page(client, "rule_compare", OVERRIDDEN)
    assert "Twee werkdagen na" in shown
    assert "Eén werkdag na" in shown
    assert "De aanbieders beloofden" in shown


def test_a_rule_that_does_not_exist_is_not_found(client: Client) -> None:
    for name in ("rule", "rule_compare"):
        assert client.get(reverse(f"route:{name}", args=["no-such-rule"])).status_code == 404


def test_who_is_logged_in_sees_the_rules_of_the_own_region(client: Client, cast: Cast) -> None:
    client.force_login(cast.accounts["strangers.coordinator"])
    shown = page(client, "rules")
    assert "Eigen regel van de regio</span>" not in shown
    assert client.get(reverse("route:rule", args=["tell-key-team"])).status_code == 404


@pytest.mark.parametrize(("name", "args"), [("rules", []), ("rule", [OVERRIDDEN]), ("rule_compare", [OVERRIDDEN])])
def test_a_page_takes_few_questions(client: Client, cast: Cast, name: str, args: list[str]) -> None:
    client.force_login(cast.accounts["administrator"])
    with asked() as statements:
        page(client, name, *args)
    assert 2 <= len(statements) <= 12, statements
