"""The person sees who looked: plain sentences, equal looks of a day joined, a period, paper and a file."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.test import override_settings

from landing.people import access_log, access_reads
from landing.people import reads as people
from landing.people.access_log import NewLine
from landing.people.models import AccessLine, Person
from landing.rights import reads
from tests.cast import Cast, canary
from tests.rooms.rights.pages import client, text
from tests.statements import asked

PAGE = "/mijn-gegevens/wie-keek/"


def look(cast: Cast, who: str, code: str = "aziza", **more: Any) -> UUID:
    worker = cast.accounts[who].worker
    given: dict[str, Any] = {"action": "read", "topic": "route", "purpose": "support", "basis": "bond"} | more
    line = NewLine(
        page="desk:person", account=worker.account_id, worker=worker.pk, by_name=worker.name, by_role=worker.role,
        organisation=worker.organisation_id, origin="203.0.113.0/24", **given,
    )  # fmt: skip
    return access_log.append(line, [cast.subject(code).key])


def test_looks_of_one_day_are_one_sentence_that_says_who_what_and_why(cast: Cast) -> None:
    carer = client(cast, "support_worker")
    for _ in range(2):
        carer.get(f"/clienten/{cast.subject('aziza').key}/")
    shown = text(client(cast, "client").get(PAGE))
    # The cast itself had somebody look once.
    assert "Bo Begelei (begeleider, Zorghuis De Dijk) keek vandaag 3 keer naar je route." in shown
    assert "Waarom: begeleiding." in shown


@pytest.mark.parametrize("query", ["", "?zelf=1"])
def test_paper_and_file_open_by_the_links_of_the_page(cast: Cast, query: str) -> None:
    browser = client(cast, "client")
    shown = browser.get(PAGE + query).content.decode()
    for place in ("papier", "uitvoer"):
        (link,) = re.findall(rf'href="([^"]*/{place}/[^"]*)"', shown)
        assert browser.get(link).status_code == 200, link


def test_every_kind_of_deed_has_words(cast: Cast) -> None:
    kinds = [action for action in AccessLine.Action.values if action not in {"login", "logout", "verify", "erase"}]
    for action in kinds:
        look(cast, "colleague", action=action, allowed=action != "refused")
    shown = text(client(cast, "client").get(PAGE))
    # Once to be seen, and once more in the words of the link for who hears the page.
    assert shown.count("Cas Collegas (begeleider, Zorghuis De Dijk)") == 2 * len(kinds)
    assert "{" not in shown
    assert "maar dat mocht niet" in shown


def test_a_refused_attempt_is_seen_by_the_person(cast: Cast) -> None:
    assert client(cast, "colleague").get(f"/clienten/{cast.subject('aziza').key}/").status_code == 404
    shown = text(client(cast, "client").get(PAGE))
    assert (
        "Cas Collegas (begeleider, Zorghuis De Dijk) wilde vandaag kijken naar je route, maar dat mocht niet." in shown
    )


def test_a_list_names_everybody_who_stood_in_it(cast: Cast) -> None:
    client(cast, "coordinator").get("/clienten/?wie=alles")
    assert "zag vandaag een lijst met je naam" in text(client(cast, "client").get(PAGE))
    lines = access_reads.looks(
        cast.viewer("privacy_officer"), cast.subject("bram").key, since=datetime(2026, 11, 1, tzinfo=UTC),
        until=datetime(2026, 12, 1, tzinfo=UTC),
    )  # fmt: skip
    assert "Coen Coördi" in {line.name for line in lines}


def test_own_looks_are_left_out_unless_they_are_asked_for(cast: Cast) -> None:
    own = client(cast, "client")
    own.get("/mijn-route/")
    assert "Jij keek" not in text(own.get(PAGE))
    assert "Jij keek vandaag naar je route." in text(own.get(f"{PAGE}?zelf=1"))


@override_settings(FIXED_TODAY="")
def test_a_period_is_two_days_and_all_between(cast: Cast) -> None:
    for day in (1, 5, 9):
        with time_machine.travel(datetime(2026, 12, day, 12, tzinfo=UTC), tick=False):
            look(cast, "colleague", topic=("route", "facts", "around")[(day - 1) // 4])
    with time_machine.travel(datetime(2026, 12, 20, 12, tzinfo=UTC), tick=False):
        own = client(cast, "client")
        shown = text(own.get(f"{PAGE}?van=2-12-2026&tot=5-12-2026"))
        assert "op zaterdag 5 december 2026 naar je gegevens" in shown
        assert "naar je route" not in shown and "naar de mensen om je heen" not in shown
        assert "keek er niemand" in text(own.get(f"{PAGE}?van=6-12-2026&tot=8-12-2026"))


@pytest.mark.parametrize(
    "period", ["van=31-2-2026&tot=x", "van=9-6-2026&tot=1-6-2026", "voor=gisteren", "van=1-1-0001"]
)
def test_a_period_that_cannot_be_read_is_told_or_left(cast: Cast, period: str) -> None:
    assert client(cast, "client").get(f"{PAGE}?{period}").status_code == 200


def test_more_than_a_page_goes_on_at_a_whole_day(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access_reads, "MOST_LINES", 6)
    with override_settings(FIXED_TODAY=""):
        for day in range(1, 11):
            with time_machine.travel(datetime(2026, 12, day, 12, tzinfo=UTC), tick=False):
                look(cast, "colleague")
                look(cast, "coordinator")
        with time_machine.travel(datetime(2026, 12, 20, 12, tzinfo=UTC), tick=False):
            own, seen, url, pages = client(cast, "client"), [], f"{PAGE}?van=1-12-2026&tot=12-12-2026", 0
            while url:
                response = own.get(url)
                pages += 1
                seen += [(line.day, line.text) for line in response.context["lines"]]
                mark = response.context["next"]
                url = f"{PAGE}?van=1-12-2026&tot=12-12-2026&voor={mark}" if mark else ""
    assert pages > 2
    assert len(seen) == len(set(seen)) == 20


def test_a_day_that_is_more_than_a_page_is_shown_whole(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access_reads, "MOST_LINES", 3)
    for action in ("read", "list", "search", "write", "print", "export"):
        look(cast, "colleague", action=action)
    page = client(cast, "client").get(PAGE)
    assert len([line for line in page.context["lines"] if "Cas Collegas" in line.text]) == 6


def test_what_was_joined_into_the_record_counts_too(cast: Cast) -> None:
    other, kept = cast.subject("gijs").person, cast.subject("aziza").person
    assert Person.objects.get(pk=other.pk).joined_into_id == kept.pk
    look(cast, "colleague", "gijs", topic="identity")
    assert "naar je naam en geboortedatum" in text(client(cast, "client").get(PAGE))


def test_nobody_else_is_shown_who_looked(cast: Cast) -> None:
    period = {"since": datetime(2026, 1, 1, tzinfo=UTC), "until": datetime(2027, 1, 1, tzinfo=UTC)}
    for who in ("support_worker", "coordinator", "process_director", "administrator", "neighbours.client",
                "neighbours.privacy_officer"):  # fmt: skip
        with pytest.raises(people.NotVisible):
            access_reads.looks(cast.viewer(who), cast.subject("aziza").key, **period)
    assert access_reads.looks(cast.viewer("privacy_officer"), cast.subject("aziza").key, **period)


def test_who_oversees_reads_it_line_by_line_and_that_is_a_line_too(cast: Cast) -> None:
    look(cast, "colleague")
    officer = client(cast, "privacy_officer")
    found = officer.post(
        "/inzage/persoon/",
        {"name": f"{canary('aziza', 'voor')} {canary('aziza', 'achter')}", "born": "04-03-1901"},
    )  # fmt: skip
    assert found.status_code == 302
    shown = text(officer.get(found.url))
    assert "Cas Collegas (begeleider, Zorghuis De Dijk)" in shown and "203.0.113.0/24" in shown
    told = text(client(cast, "client").get(PAGE))
    assert "Pri Vacystra (privacyfunctionaris, Zorghuis De Dijk)" in told
    assert "kijken of alles eerlijk gaat" in told


@pytest.mark.parametrize("name", ["Zqkaziza", "Zqkcoraxvoorzz Zqkcoraxachterzz", ""])
def test_there_is_no_browsing_in_the_log(cast: Cast, name: str) -> None:
    answer = client(cast, "privacy_officer").post("/inzage/persoon/", {"name": name, "born": "04-03-1901"})
    assert answer.status_code == 200
    if name:
        assert "niemand met precies deze naam" in text(answer)
        assert AccessLine.objects.filter(page="rights:find_log", allowed=False).count() == 1


def test_paper_and_file_are_lines_of_their_own_kind(cast: Cast) -> None:
    own = client(cast, "client")
    look(cast, "colleague")
    assert "Cas Collegas" in text(own.get(f"{PAGE}papier/"))
    file = own.get(f"{PAGE}uitvoer/")
    rows = file.content.decode("utf-8-sig").splitlines()
    assert rows[0].startswith("Dag;Tijd;Wie;Rol;Organisatie;Wat;")
    assert any("Cas Collegas" in row and "begeleiding" in row and "203.0.113.0/24" in row for row in rows)
    assert set(AccessLine.objects.filter(page__startswith="rights:who_looked_").values_list("action", flat=True)) == {
        "print", "export",
    }  # fmt: skip


def test_the_pages_hold_no_text_of_the_record(cast: Cast) -> None:
    client(cast, "support_worker").get(f"/clienten/{cast.subject('aziza').key}/gegevens/")
    shown = client(cast, "client").get(f"{PAGE}uitvoer/").content.decode()
    assert "Zqk" not in shown


def test_looking_costs_a_fixed_number_of_questions(cast: Cast) -> None:
    for _ in range(30):
        look(cast, "colleague")
    own = client(cast, "client")
    own.get(PAGE)
    with asked() as statements:
        own.get(PAGE)
    assert 2 <= len(statements) <= 12


def test_a_period_before_any_look_asks_for_whole_days(cast: Cast) -> None:
    today = cast.viewer("client").today
    period = reads.Period(today - timedelta(days=1), today)
    assert (period.until - period.since) == timedelta(days=2)
