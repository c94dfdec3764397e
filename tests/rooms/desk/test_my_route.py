"""Mijn route: the client sees the whole own route, does own steps only, answers questions, and nobody else's texts."""

from __future__ import annotations

import gzip
import html
import re
import uuid
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.test import Client
from django.urls import reverse

from landing.core.due.explain import rule_of
from landing.desk import client_reads, client_words
from landing.people.models import Bond
from landing.route import dues, reads, rulebook
from landing.route.models import Fact, Journey, RouteEvent, StepMark
from tests.cast import NOW, TODAY, Cast, canaries_in
from tests.statements import asked

PAGES = ("desk:my_route", "desk:my_question", "desk:my_answers", "desk:my_paper")


@pytest.fixture
def client_of(cast: Cast) -> Client:
    """The browser of the client at home."""
    browser = Client()
    browser.force_login(cast.accounts["client"])
    return browser


def text_of(response: Any) -> str:
    """What stands on the page, without markup."""
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


def own(cast: Cast) -> client_reads.OwnRoute:
    found = client_reads.own_route(cast.viewer("client"))
    assert found is not None
    return found


def own_step(cast: Cast) -> str:
    """A step of the client that is not done or set aside, and holds."""
    found = own(cast)
    return next(
        row.rule_id for row in found.reckoning.dues
        if rule_of(found.book, row).who == "client" and row.state in ("overdue", "due_soon", "open")
    )  # fmt: skip


def step_of_other(cast: Cast) -> str:
    found = own(cast)
    return next(
        row.rule_id for row in found.reckoning.dues
        if rule_of(found.book, row).who == "support_worker" and rule_of(found.book, row).client and not row.settled
    )  # fmt: skip


def post(browser: Client, name: str, *args: Any, **data: Any) -> Any:
    return browser.post(reverse(name, args=args), {"once": str(uuid.uuid4()), **data})


def unknown_person(cast: Cast) -> None:
    """Nothing is known of aziza any more: the most steps that a page can have to name."""
    journey = cast.subject("aziza").journey
    Fact.objects.filter(journey=journey).update(current=False)
    StepMark.objects.filter(journey=journey).update(current=False)
    dues.refresh(Journey.objects.select_related("person__region").get(pk=journey.pk), TODAY)


# ── What the pages are ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", PAGES)
def test_a_page_shows_the_own_person_only_and_has_one_h1(client_of: Client, name: str) -> None:
    response = client_of.get(reverse(name))
    assert response.status_code == 200
    assert canaries_in(response.content) <= {"aziza"}
    assert response.content.count(b"<h1") == 1


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_one_small_script_and_no_style_of_its_own(client_of: Client, name: str) -> None:
    content = client_of.get(reverse(name)).content.decode()
    # It reads aloud, prints and says when one is logged out (docs/adr/0017); nothing waits for it.
    assert re.findall(r"<script[^>]*>", content) == [f'<script src="{static("ui/own.js")}" defer>']
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|hx-", content)


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("knows", [True, False])
def test_a_page_is_small(cast: Cast, client_of: Client, name: str, knows: bool) -> None:
    if not knows:
        unknown_person(cast)
    client_of.get(reverse(name))
    with asked() as statements:
        response = client_of.get(reverse(name))
    content = response.content.decode()
    assert len(statements) <= 12, [one[:90] for one in statements]
    assert len(re.findall(r"<[a-z]", content)) <= 600
    sheets = re.findall(r'(?:<link rel="stylesheet" href|<script src)="([^"]+)"', content)
    files = [Path(finders.find(sheet.removeprefix(f"/{settings.STATIC_URL.strip('/')}/"))) for sheet in sheets]
    assert len(files) + 1 <= 4
    assert "<img" not in content
    everything = [response.content, *(file.read_bytes() for file in files)]
    assert sum(len(gzip.compress(part)) for part in everything) <= 30_000


@pytest.mark.parametrize("who", ["support_worker", "coordinator", "policy_officer", "administrator"])
def test_the_pages_are_for_clients(cast: Cast, who: str) -> None:
    browser = Client()
    browser.force_login(cast.accounts[who])
    for name in PAGES:
        assert browser.get(reverse(name)).status_code == 403
    assert Client().get(reverse("desk:my_route")).status_code == 302


# ── Everything is there (S-099) ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("knows", [True, False])
@pytest.mark.parametrize("name", ["desk:my_route", "desk:my_paper"])
def test_every_step_with_words_for_the_client_stands_on_the_page(
    cast: Cast, client_of: Client, name: str, knows: bool
) -> None:
    if not knows:
        unknown_person(cast)
    found = own(cast)
    titles = {rule_of(found.book, row).client for row in found.reckoning.dues} - {None}
    assert len(titles) > 50
    text = text_of(client_of.get(reverse(name)))
    assert [title for title in titles if title not in text] == []


def test_each_step_stands_in_exactly_one_list(cast: Cast) -> None:
    found = own(cast)
    lists = [step.rule for part in client_reads.parts(found)
             for group in (part.near, part.later, part.maybe, part.done, part.aside) for step in group]  # fmt: skip
    with_words = [row.rule_id for row in found.reckoning.dues if rule_of(found.book, row).client]
    assert sorted(lists) == sorted(with_words)


def test_paper_folds_nothing(client_of: Client) -> None:
    assert b"<details" in client_of.get(reverse("desk:my_route")).content
    assert b"<details" not in client_of.get(reverse("desk:my_paper")).content


def test_paper_has_the_phone_numbers_of_today(cast: Cast, client_of: Client) -> None:
    bond = cast.subject("aziza").bonds["support_worker"]
    Bond.objects.filter(pk=bond.pk).update(phone="06 0000 1234")
    assert "06 0000 1234" in text_of(client_of.get(reverse("desk:my_paper")))
    help_link = client_of.get(reverse("desk:my_route")).content
    assert b'href="tel:0600001234"' in help_link
    Bond.objects.filter(pk=bond.pk).update(from_date=TODAY + timedelta(days=1))
    assert "06 0000 1234" not in text_of(client_of.get(reverse("desk:my_paper")))


def test_the_stations_say_where_one_is_and_how_far(cast: Cast, client_of: Client) -> None:
    text = text_of(client_of.get(reverse("desk:my_route")))
    parts = client_reads.parts(own(cast))
    assert [part.station for part in parts] == ["done", "here", "next"]
    assert "De verhuizing : Je bent hier. " in text
    for part in parts:
        assert f"{len(part.done)} van {part.count} klaar." in text


def test_a_closed_gate_names_what_is_missing_in_the_words_of_the_client(cast: Cast, client_of: Client) -> None:
    found = own(cast)
    leave = next(state for state in found.reckoning.gates if state.gate_id == "leave")
    rows = found.reckoning.by_id()
    titles = [rule_of(found.book, rows[rule]).client for rule in leave.missing
              if found.certain(rows[rule], rule_of(found.book, rows[rule]))]  # fmt: skip
    assert any(titles)
    page = client_of.get(reverse("desk:my_route")).content.decode()
    gate = page.split("Je kunt verhuizen als dit klaar is:")[1].split("</details>")[0]
    assert [title for title in titles if title and html.escape(title) not in gate] == []


# ── The one step now ────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_step_now_is_the_clients_own_and_nothing_before_it_is_undone(cast: Cast, client_of: Client) -> None:
    found = own(cast)
    step = client_reads.step_now(found)
    assert step is not None
    rule = found.book.version_on(step.rule, TODAY)
    rows = found.reckoning.by_id()
    assert rule is not None
    assert rule.who == "client"
    assert not [
        other
        for other in rule.after
        if other in rows and not rows[other].settled and rows[other].state != "waiting_for_fact"
    ]
    card = client_of.get(reverse("desk:my_route")).content.decode().split("Dit doe je nu")[1].split("</section>")[0]
    assert html.escape(step.title) in card
    assert reverse("desk:my_step_done", args=[step.rule]) in card


def test_nothing_to_do_is_said_and_what_others_do(cast: Cast, client_of: Client) -> None:
    found = own(cast)
    for row in found.reckoning.dues:
        if rule_of(found.book, row).who == "client" and not row.settled:
            StepMark.objects.update_or_create(
                journey=found.journey, rule=row.rule_id, current=True,
                defaults={"kind": "done", "on": TODAY, "by_name": "x", "by_role": "client", "recorded_at": NOW},
            )  # fmt: skip
    text = text_of(client_of.get(reverse("desk:my_route")))
    assert "Je hoeft nu niets te doen." in text
    assert client_reads.others_now(own(cast))[0].title in text
    assert "Dit heb ik gedaan" not in text


def test_done_is_written_in_the_clients_name_and_can_be_undone(cast: Cast, client_of: Client) -> None:
    rule = own_step(cast)
    response = post(client_of, "desk:my_step_done", rule)
    assert response.status_code == 302
    mark = StepMark.objects.get(journey=cast.subject("aziza").journey, rule=rule, current=True)
    assert (mark.kind, mark.on, mark.by_role) == ("done", TODAY, "client")
    page = client_of.get(reverse("desk:my_route")).content.decode()
    undo = re.search(r'action="(/mijn-route/ongedaan/[0-9a-f-]+/)"', page)
    assert undo
    client_of.post(undo[1])
    assert not StepMark.objects.filter(journey=mark.journey, rule=rule, current=True).exists()


def test_pressing_twice_ticks_once(cast: Cast, client_of: Client) -> None:
    rule, token = own_step(cast), str(uuid.uuid4())
    for _ in range(2):
        post(client_of, "desk:my_step_done", rule, once=token)
    assert StepMark.objects.filter(journey=cast.subject("aziza").journey, rule=rule).count() == 1
    assert RouteEvent.objects.filter(journey=cast.subject("aziza").journey, about=f"step:{rule}").count() == 1


def test_a_client_takes_back_an_own_tick_and_not_that_of_another(cast: Cast, client_of: Client) -> None:
    rule = own_step(cast)
    post(client_of, "desk:my_step_done", rule)
    page = client_of.get(reverse("desk:my_step", args=[rule])).content.decode()
    found = client_reads.step_page(cast.viewer("client"), own(cast), rule)
    assert found is not None
    assert found.mine
    assert "Toch nog niet klaar" in page
    post(client_of, "desk:my_step_back", rule)
    marks = StepMark.objects.filter(journey=cast.subject("aziza").journey, rule=rule)
    assert not marks.filter(current=True).exists()
    marks.model.objects.create(
        journey=cast.subject("aziza").journey, rule=rule, kind="done", on=TODAY, by_name="Bo Begelei",
        by_role="support_worker", recorded_at=NOW,
    )  # fmt: skip
    text = text_of(client_of.get(reverse("desk:my_step", args=[rule])))
    assert "Toch nog niet klaar" not in text
    assert post(client_of, "desk:my_step_back", rule).status_code == 403
    assert marks.filter(current=True).count() == 1


def test_a_client_cannot_tick_the_step_of_another(cast: Cast, client_of: Client) -> None:
    rule = step_of_other(cast)
    assert "Dit heb ik gedaan" not in text_of(client_of.get(reverse("desk:my_step", args=[rule])))
    assert post(client_of, "desk:my_step_done", rule).status_code == 403
    assert not StepMark.objects.filter(journey=cast.subject("aziza").journey, rule=rule, current=True).exists()


def test_a_client_cannot_undo_what_another_wrote(cast: Cast, client_of: Client) -> None:
    mine, foreign = cast.subject("aziza").events["step"], cast.subject("bram").events["step"]
    assert post(client_of, "desk:my_undo", mine).status_code == 403
    assert post(client_of, "desk:my_undo", foreign).status_code == 404


def test_a_step_page_says_what_why_when_and_who(cast: Cast, client_of: Client) -> None:
    found = own(cast)
    for rule_id in (own_step(cast), step_of_other(cast)):
        rule = found.book.version_on(rule_id, TODAY)
        assert rule is not None
        text = text_of(client_of.get(reverse("desk:my_step", args=[rule_id])))
        assert rule.client and rule.client in text
        assert rule.client_why and rule.client_why in text
        assert client_words.who_words(rule.who).removesuffix(".") in text.lower()
    assert client_of.get(reverse("desk:my_step", args=["there-is-no-such-rule"])).status_code == 404


# ── Questions ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_most_decisive_question_comes_first_and_the_answer_is_kept(cast: Cast, client_of: Client) -> None:
    unknown_person(cast)
    first = client_reads.next_questions(own(cast), [])[0]
    unknown = {line.fact: line.decides for line in own(cast).reckoning.unknown_facts if line.ask_now}
    asked = [fact for fact in unknown if own(cast).book.facts[fact].client_question]
    assert unknown[first.id] == max(unknown[fact] for fact in asked)
    text = text_of(client_of.get(reverse("desk:my_question")))
    assert first.client_question and first.client_question in text
    for words in ("Weet ik niet", "Wil ik niet zeggen", "Dan weten we welke stappen voor jou gelden.", "zien dit ook."):
        assert words in text
    answers = {"date": "2-11-2026", "yes_no": "yes", "choice": next(iter(first.choices), "")}
    answer = answers[first.kind]
    response = post(client_of, "desk:my_question", vraag=first.id, **{first.id: answer, f"seen_{first.id}": "0"})
    assert response.url == reverse("desk:my_question")
    assert first.id in own(cast).known.facts
    assert first.id not in [fact.id for fact in client_reads.next_questions(own(cast), [])]


@pytest.mark.parametrize("answer", ["weet-niet", "zeg-niet"])
def test_a_question_may_be_skipped_and_comes_back_at_the_end(cast: Cast, client_of: Client, answer: str) -> None:
    unknown_person(cast)
    before = RouteEvent.objects.count()
    queue = client_reads.next_questions(own(cast), [])
    assert len(queue) > 3
    for fact in queue:
        page = text_of(client_of.get(reverse("desk:my_question")))
        assert fact.client_question and fact.client_question in page
        data = {"skip": answer} if fact.kind == "date" else {fact.id: answer}
        assert post(client_of, "desk:my_question", vraag=fact.id, **data).status_code == 302
    page = text_of(client_of.get(reverse("desk:my_question")))
    assert "Dank je. Dit was alles." in page
    assert all(str(fact.client_question) in page for fact in queue)
    assert own(cast).known.facts == {}
    assert RouteEvent.objects.count() == before


def test_a_wrong_date_stays_in_the_box_and_says_how_to_mend(cast: Cast, client_of: Client) -> None:
    response = post(client_of, "desk:my_question", vraag="move", move="31-02-2026")
    assert response.status_code == 200
    assert 'value="31-02-2026"' in response.content.decode()
    assert "Schrijf de datum als dag, maand en jaar." in text_of(response)
    assert "move" not in own(cast).known.facts


def test_a_date_may_be_skipped_with_something_else_in_the_box(cast: Cast, client_of: Client) -> None:
    response = post(client_of, "desk:my_question", vraag="move", move="straks", skip="weet-niet")
    assert response.status_code == 302
    assert "move" not in own(cast).known.facts
    assert client_of.session["skipped_questions"] == ["move"]


def test_no_answer_is_a_fault_with_a_way_on(cast: Cast, client_of: Client) -> None:
    assert "Vul een datum in." in text_of(post(client_of, "desk:my_question", vraag="move"))
    assert "Weet je het niet?" in text_of(post(client_of, "desk:my_question", vraag="has_internet"))
    assert "Dit antwoord kan niet" in text_of(
        post(client_of, "desk:my_question", vraag="has_internet", has_internet="x")
    )


def test_an_answer_is_changed_and_withdrawn(cast: Cast, client_of: Client) -> None:
    assert own(cast).known.facts["has_debts"] is True
    page = client_of.get(reverse("desk:my_question"), {"wat": "has_debts"}).content.decode()
    assert re.search(r'value="yes"[^>]*checked', page)
    seen = own(cast).known.ids["has_debts"]
    response = post(
        client_of, "desk:my_question", vraag="has_debts", wat="has_debts", has_debts="no", seen_has_debts=seen
    )
    assert response.url == reverse("desk:my_answers")
    assert own(cast).known.facts["has_debts"] is False
    seen = own(cast).known.ids["has_debts"]
    post(client_of, "desk:my_question", vraag="has_debts", wat="has_debts", has_debts="zeg-niet", seen_has_debts=seen)
    assert "has_debts" not in own(cast).known.facts


def test_a_newer_answer_of_another_is_shown_and_nothing_is_written(cast: Cast, client_of: Client) -> None:
    old = own(cast).known.ids["household"]
    journey = cast.subject("aziza").journey
    Fact.objects.filter(pk=old).update(current=False)
    newer = Fact.objects.create(journey=journey, kind="household", value="partner", recorded_at=NOW, recorded_by="Bo")
    response = post(client_of, "desk:my_question", vraag="household", household="children", seen_household=old)
    assert response.status_code == 409
    assert "Iemand anders vulde dit net ook in" in text_of(response)
    assert f'name="seen_household" value="{newer.pk}"' in response.content.decode()
    assert own(cast).known.facts["household"] == "partner"


def test_a_question_for_staff_is_not_asked_of_a_client(cast: Cast, client_of: Client) -> None:
    book = rulebook.current("merwestreek")
    staff_only = next(fact.id for fact in book.facts.values() if not fact.client_question)
    assert client_of.get(reverse("desk:my_question"), {"wat": staff_only}).status_code == 404
    assert post(client_of, "desk:my_question", vraag=staff_only, **{staff_only: "yes"}).status_code == 404
    assert staff_only not in own(cast).known.facts


def test_the_answers_say_what_is_known_and_by_whom(cast: Cast, client_of: Client) -> None:
    response = client_of.get(reverse("desk:my_answers"))
    text = text_of(response)
    assert "Heb je schulden? Ja" in text
    assert "Dinsdag 1 december 2026" in text
    assert f'href="{reverse("desk:my_question")}?wat=key_handover"' in response.content.decode()


# ── Without a route ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_without_a_route_there_is_a_kind_page_with_whom_to_ask(cast: Cast, client_of: Client) -> None:
    Journey.objects.filter(pk=cast.subject("aziza").journey.pk).update(closed_on=date(2026, 11, 1))
    for name in PAGES:
        text = text_of(client_of.get(reverse(name)))
        assert "Er staat hier nu geen route voor jou." in text
        assert "Bo Begelei" in text
    assert reads.own_journey(cast.viewer("client")) is None
    assert post(client_of, "desk:my_step_done", "sign-lease").url == reverse("desk:my_route")
