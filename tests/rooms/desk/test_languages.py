"""A person reads the own pages in another language: chosen once, kept, and with nothing of ours left in Dutch."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import models
from django.test import Client
from django.urls import reverse
from django.utils import translation

from landing.core.dutch import capital
from landing.desk.paper_reads import PARTS
from landing.people import language, language_actions
from landing.people.models import Account, Consent, PersonEvent
from landing.plan import card_paper, card_reads
from landing.rights import consent_actions
from landing.ui import dates, languages
from tests.cast import TODAY, Cast

MY_ROUTE = reverse("desk:my_route")
CHOOSE = reverse("people:choose_language")
NOT_THERE = "/bestaat-niet/"


def browser_of(cast: Cast, who: str) -> Client:
    browser = Client()
    browser.force_login(cast.accounts[who])
    return browser


def page(browser: Client, path: str) -> str:
    response = browser.get(path, follow=True)
    assert response.status_code == 200, path
    return response.content.decode()


def choose(browser: Client, code: str, path: str = MY_ROUTE) -> Any:
    return browser.post(CHOOSE, {"language": code, "next": path})


def test_a_client_chooses_a_language_and_stays_on_the_page(cast: Cast) -> None:
    browser = browser_of(cast, "client")
    assert '<html lang="nl">' in page(browser, MY_ROUTE)
    answer = choose(browser, "en")
    assert answer.status_code == 302 and answer["Location"] == MY_ROUTE
    shown = page(browser, MY_ROUTE)
    assert '<html lang="en">' in shown and "<h1>My route</h1>" in shown and "Mijn route" not in shown


def test_the_choice_is_with_the_account_and_in_the_history_once(cast: Cast) -> None:
    choose(browser_of(cast, "client"), "en")
    choose(browser_of(cast, "client"), "en")
    assert Account.objects.get(pk=cast.accounts["client"].pk).language == "en"
    lines = PersonEvent.objects.filter(about="language").values_list("old", "new")
    assert list(lines) == [(None, "en")]
    assert '<html lang="en">' in page(browser_of(cast, "client"), MY_ROUTE), "another device shows it too"


def test_each_language_is_named_in_itself_and_the_one_of_now_is_said(cast: Cast) -> None:
    browser = browser_of(cast, "client")
    choose(browser, "en")
    shown = page(browser, MY_ROUTE)
    buttons = re.findall(r'<button type="submit" name="language"[^>]*>[^<]*</button>', shown)
    assert len(buttons) == len(languages.LANGUAGES)
    assert 'lang="nl">Nederlands<' in buttons[0] and 'lang="en" aria-current="true">English<' in buttons[1]


def test_a_stranger_chooses_for_the_browser_and_takes_it_along(cast: Cast) -> None:
    browser = Client()
    login = reverse("account_login")
    assert "<h1>Inloggen</h1>" in page(browser, login)
    choose(browser, "en", login)
    kept = browser.cookies[language.COOKIE]
    assert kept.value == "en" and kept["httponly"] and kept["samesite"] == "Lax"
    assert "<h1>Log in</h1>" in page(browser, login)
    browser.force_login(cast.accounts["client"])
    assert "<h1>My route</h1>" in page(browser, MY_ROUTE), "no choice with the account: that of the browser"


def test_who_works_here_reads_dutch_whatever_was_chosen_before(cast: Cast) -> None:
    browser = Client()
    choose(browser, "en")
    browser.force_login(cast.accounts["support_worker"])
    shown = page(browser, reverse("desk:my_day"))
    assert '<html lang="nl">' in shown and 'name="language"' not in shown
    assert choose(browser, "en").status_code == 302
    assert Account.objects.get(pk=cast.accounts["support_worker"].pk).language == ""


def test_the_rules_are_dutch_for_everybody_and_say_so(db: None) -> None:
    browser = Client()
    choose(browser, "en")
    shown = page(browser, reverse("route:rules"))
    assert '<html lang="nl">' in shown and "Regels" in shown


@pytest.mark.parametrize("code", ["", "xx", "nl-be", "../en"])
def test_a_language_that_is_not_there_is_not_chosen(cast: Cast, code: str) -> None:
    assert choose(browser_of(cast, "client"), code).status_code == 404
    assert Account.objects.get(pk=cast.accounts["client"].pk).language == ""


def test_one_is_not_sent_to_another_site(cast: Cast) -> None:
    answer = choose(browser_of(cast, "client"), "en", "https://elsewhere.example/")
    assert answer["Location"] == reverse("desk:start")


def test_nobody_chooses_for_staff_in_the_accounts(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        language_actions.choose(viewer=cast.viewer("support_worker"), language="en")
    assert not PersonEvent.objects.filter(about="language").exists()


def test_a_form_that_comes_back_offers_no_other_language(cast: Cast) -> None:
    """What was typed would be lost."""
    browser = browser_of(cast, "client")
    path = reverse("plan:my_goal_new")
    assert 'name="language"' in page(browser, path)
    assert 'name="language"' not in browser.post(path, {"words": ""}).content.decode()


def test_a_page_that_is_not_there_does_not_repeat_the_address(cast: Cast) -> None:
    """It is in the language of the reader, and the same for whatever was asked for."""
    browser = browser_of(cast, "client")
    choose(browser, "en")
    shown = browser.get("/bestaat-niet/").content.decode()
    assert "This page is not there" in shown and "bestaat-niet" not in shown


def test_days_times_and_distances_are_english() -> None:
    with translation.override("en"):
        assert dates.long_date(TODAY) == f"{TODAY:%A} {TODAY.day} {TODAY:%B} {TODAY.year}"
        assert dates.relative_days(TODAY, TODAY) == "today"
        assert dates.relative_days(TODAY.replace(day=TODAY.day - 3), TODAY) == "3 days late"
        assert dates.relative_days(TODAY.replace(day=TODAY.day - 1), TODAY, deadline=False) == "yesterday"
    assert dates.relative_days(TODAY, TODAY) == "vandaag"


def test_a_consent_is_kept_in_dutch_with_the_language_in_which_it_was_read(cast: Cast) -> None:
    viewer = cast.viewer("client")
    question = consent_actions.ConsentQuestion.objects.filter(person_id=viewer.person, state="open").first()
    assert question is not None
    with translation.override("en"):
        consent_actions.give(viewer=viewer, question_key=question.key, topics=question.topics[:1], until=question.until)
    kept = Consent.objects.get(question=question).words
    assert "Zeg je nee?" in kept and kept.endswith("De vraag is gelezen in: English.")


def test_the_card_on_paper_is_dutch_with_the_other_language_beside_it(cast: Cast) -> None:
    viewer = cast.viewer("client")
    card = card_reads.Card(version=1, texts={"call_me": "Aziza", "helps": "Thee"}, contacts=[])
    dutch = card_paper._content(card, 1, viewer.today, "Aziza")
    with translation.override("en"):
        english = card_paper._content(card, 1, viewer.today, "Aziza")
    labels = [part["label"] for side in ("front", "back") for part in english[side] if "label" in part]
    assert english["title"] == dutch["title"] and labels == ["Dit helpt / This helps:"]
    assert [part.get("label") for part in dutch["front"] + dutch["back"] if "label" in part] == ["Dit helpt:"]


def test_a_text_of_a_region_without_a_translation_says_that_it_is_dutch() -> None:
    with translation.override("en"):
        text = languages.in_own_language("Een zin die alleen in deze regio staat.")
        assert html.unescape(text.__html__()) == f'<span lang="nl" dir="ltr">{text!s}</span>'  # type: ignore[attr-defined]
        assert languages.in_own_language("Vraag huurtoeslag aan") == "Apply for rent allowance (huurtoeslag)"
    assert type(languages.in_own_language("Een zin die alleen in deze regio staat.")) is str


# ── A language that begins at the right ──────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def arabic(monkeypatch: pytest.MonkeyPatch) -> None:
    """A language from right to left, without texts of its own yet: what is not there, is Dutch."""
    there = (*languages.LANGUAGES, languages.Language("ar", "العربية", "rtl"))
    monkeypatch.setattr(languages, "LANGUAGES", there)


def test_a_page_turns_round_with_the_language(cast: Cast, arabic: None) -> None:
    browser = browser_of(cast, "client")
    assert choose(browser, "ar").status_code == 302
    shown = page(browser, MY_ROUTE)
    assert '<html lang="ar" dir="rtl">' in shown and "العربية" in shown


# ── Every page, in English ───────────────────────────────────────────────────────────────────────────────────────────

DUTCH_WORDS = frozenset(
    "aan alle als bij dat de deze die dit doe een en er geen haar heb hebt heeft het hier hoe iemand iets ik je jij jou jouw kan "
    "kies klaar kun kunt maar mag meer met mijn moet naar nee niet niets nog om ook op over schrijf terug tot uit van vanaf voor "
    "vul waar wanneer wat we weer welke wie wil wilt wordt ze zeg zelf zien zijn zo".split()
)
ENGLISH_TOO = frozenset({"over", "me", "die", "we", "as", "van", "op", "en"})
"""Words of both languages: alone they show nothing."""
NOT_OURS = re.compile(
    r'<div class="strip">.*?</form></div></div>|<(script|svg)\b.*?</\1>|<(\w+)[^>]*\slang="nl"[^>]*>.*?</\2>', re.DOTALL
)
# What stays Dutch, and why: (what it says).
LEFT = {
    "a browser is named when somebody logs in, and kept in those words": re.compile(r"^(Een browser|\w[\w ]* op \w+)$"),
}
ELSEWHERE = re.compile(
    r"^/(regels|snel-weg|uitloggen|patronen)|\.(css|js|svg)$|kopie/bestand|uitvoer|/kaart\.pdf|^/static"
)


@pytest.fixture
def region(transactional_db: None) -> None:
    call_command("demo", "reset", "--people", "12", stdout=io.StringIO(), stderr=io.StringIO())


def typed_texts() -> list[str]:
    """Everything that stands in the database: what somebody typed is never translated."""

    def texts(value: Any) -> Iterator[str]:
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict | list):
            for part in value.values() if isinstance(value, dict) else value:
                yield from texts(part)

    found: set[str] = set()
    for label in ("people", "plan", "rights", "route", "login"):
        for model in apps.get_app_config(label).get_models():
            fields = [
                f.name
                for f in model._meta.fields
                if isinstance(f, models.CharField | models.TextField | models.JSONField)
            ]
            for row in model._default_manager.values_list(*fields) if fields else ():
                for value in row:
                    for text in texts(value):
                        found |= {text.strip(), *(line.strip() for line in text.splitlines())}
                        found.add(text.strip().rstrip("."))
                        found.add(capital(text.strip()))
    return sorted((text for text in found if len(text) > 2), key=len, reverse=True)


def said_in(shown: str) -> list[str]:
    """The texts of a page, and the names of what has no words."""
    shown = NOT_OURS.sub("\n", shown)
    named = re.findall(r'(?:aria-label|title|placeholder|alt)="([^"]*)"', shown)
    return [html.unescape(text).strip() for text in (*re.split(r"<[^>]*>", shown), *named) if text.strip()]


def left_in_dutch(text: str, typed: list[str]) -> bool:
    words = set(re.findall(r"[a-zà-ÿ]+", text.lower())) & DUTCH_WORDS
    if not words or words <= ENGLISH_TOO or any(sign.search(text) for sign in LEFT.values()):
        return False
    for own in typed:
        if own in text:
            text = text.replace(own, " ")
    return bool((set(re.findall(r"[a-zà-ÿ]+", text.lower())) & DUTCH_WORDS) - ENGLISH_TOO)


def links_of(shown: str) -> list[str]:
    return [html.unescape(link) for link in re.findall(r'href="(/[^"#]*)"', shown) if not ELSEWHERE.search(link)]


def test_every_page_of_a_client_is_english_and_nothing_of_ours_is_left_in_dutch(region: None) -> None:
    account = Account.objects.get(username="client")
    Account.objects.filter(pk=account.pk).update(language="en")
    browser = Client()
    browser.force_login(account)
    typed = typed_texts()
    every_part = "&".join(f"deel={part.name}" for part in PARTS)
    whole_paper = f"{reverse('desk:my_whole_paper')}?kies=ja&{every_part}"
    waiting, seen, faults = [MY_ROUTE, whole_paper, "/voor-naasten/", NOT_THERE], set(), []
    while waiting:
        path = waiting.pop(0)
        if path in seen:
            continue
        seen.add(path)
        answer = browser.get(path, follow=True)
        assert answer.status_code == (404 if path == NOT_THERE else 200), path
        if "text/html" not in answer.get("Content-Type", ""):
            continue
        shown = answer.content.decode()
        assert '<html lang="en">' in shown, path
        faults += [f"{path}: {text}" for text in said_in(shown) if left_in_dutch(text, typed)]
        waiting += links_of(shown)
    assert len(seen) > 150, "the pages are found by their links"
    front = {reverse(f"desk:{name}") for name in ("my_today", "my_messages", "my_more", "letters", "my_papers")}
    assert front <= seen, "the front of the person is among them"
    assert not faults, "\n".join(sorted(set(faults))[:60])


def test_the_pages_before_logging_in_are_english_too(region: None) -> None:
    browser = Client()
    choose(browser, "en", reverse("account_login"))
    for path in (
        reverse("account_login"),
        reverse("login:letter_use"),
        reverse("login:link", args=["x"]),
        "/voor-naasten/",
    ):
        shown = browser.get(path).content.decode()
        assert '<html lang="en">' in shown
        assert [text for text in said_in(shown) if left_in_dutch(text, [])] == [], path


def test_a_sentence_of_ours_in_dutch_is_found() -> None:
    assert left_in_dutch("Dit is nog niet klaar.", [])
    assert not left_in_dutch("For your goal: Ik wil weer zingen.", ["Ik wil weer zingen"])
    assert not left_in_dutch("Go over the bridge.", [])
    assert said_in('<p lang="nl">Dat blijft zo.</p><nav aria-label="Menu"></nav>') == ["Menu"]
