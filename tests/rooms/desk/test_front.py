"""Vandaag and Berichten: what waits for the person, what happened, what is new, and nothing of anybody else."""

from __future__ import annotations

import re
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import translation

from landing.core.due.explain import rule_of
from landing.desk import client_reads, message_reads, today_reads
from landing.desk.message_words import SAID
from landing.people import access_log, screen_actions
from landing.people.append_only import lifted
from landing.people.models import Account, Consent, ConsentQuestion, OwnScreen, PersonEvent
from landing.plan import goal_actions, goal_proposal_actions
from landing.plan.models import CardOffer, CheckIn, Followed, Goal, PlanStep, PlanVersion, Proposal, SignPlan, Viewpoint
from landing.rights.models import AccessQuestion, BreakGlass
from landing.rights.request_models import RightsRequest
from landing.route import actions as route_actions
from landing.route.models import Fact, RouteEvent, StepMark
from tests.cast import NOW, TODAY, Cast, canaries_in, canary
from tests.rooms.desk.test_languages import left_in_dutch, said_in, typed_texts
from tests.statements import asked

MOST = 12


@pytest.fixture
def own(cast: Cast) -> Client:
    """The browser of the client at home."""
    browser = Client()
    browser.force_login(cast.accounts["client"])
    return browser


def page(browser: Client, name: str, **query: str) -> str:
    answer = browser.get(reverse(f"desk:{name}"), query)
    assert answer.status_code == 200, (name, answer.status_code)
    return str(answer.content.decode())


def statements(browser: Client, address: str) -> int:
    browser.get(address)
    with asked() as found:
        assert browser.get(address).status_code == 200
    return len(found)


def quiet(cast: Cast) -> None:
    """Nothing happened to the client yet, and nothing waits."""
    person = cast.subject("aziza").person
    for model in (Proposal, PlanVersion, Viewpoint, Followed):
        model.objects.filter(plan__person=person).delete()
    for model in (CardOffer, SignPlan, ConsentQuestion, Consent, BreakGlass, AccessQuestion, RightsRequest):
        model.objects.filter(person=person).delete()
    PlanStep.objects.filter(goal__plan__person=person).delete()
    with lifted(connection):
        RouteEvent.objects.filter(journey=cast.subject("aziza").journey).delete()
        PersonEvent.objects.filter(person=person).delete()


def told(cast: Cast, **more: Any) -> list[str]:
    return [one.text for one in message_reads.messages(cast.viewer("client"), **more).lines]


# ── Vandaag ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_client_begins_with_today(own: Client) -> None:
    assert own.get("/").headers["Location"] == "/vandaag/"


def test_today_says_what_waits_and_where_to_answer(cast: Cast, own: Client) -> None:
    shown = page(own, "my_today")
    subject = cast.subject("aziza")
    assert (
        canary("aziza", "voorstel") in shown and reverse("plan:my_proposal", args=[subject.plan["proposal"]]) in shown
    )
    assert f"{canary('aziza', 'naaste')} wil iets op je noodkaart zetten." in shown
    question = ConsentQuestion.objects.filter(person=subject.person, state="open", until__gt=TODAY).first()
    assert question is not None and reverse("rights:my_consent_question", args=[question.key]) in shown
    assert canary("aziza", "stap") in shown, "the next step of the own plan"
    assert canaries_in(shown.encode()) == {"aziza"}


def test_a_check_in_is_due_by_the_rhythm_the_person_chose(cast: Cast) -> None:
    thing = Followed.objects.get(plan__person=cast.subject("aziza").person)
    assert today_reads.of_today(cast.viewer("client"), []).check_in == []
    CheckIn.objects.filter(plan=thing.plan).update(on=TODAY - timedelta(days=7))
    assert today_reads.of_today(cast.viewer("client"), []).check_in == [thing.words]
    goal_version_pause(thing, TODAY)
    found = today_reads.of_today(cast.viewer("client"), [])
    assert found.check_in == [] and found.plan_step is None, "nothing is asked while the plan rests"


def goal_version_pause(thing: Followed, day: Any) -> None:
    thing.plan.paused_on = day
    thing.plan.save(update_fields=["paused_on"])


def test_the_next_step_of_the_plan_is_the_earliest_day_and_else_the_first_place(cast: Cast) -> None:
    goal = Goal.objects.get(key=cast.subject("aziza").plan["goal"])
    PlanStep.objects.filter(goal=goal).delete()
    for place, words in enumerate(("Eerste", "Tweede", "Derde")):
        PlanStep.objects.create(goal=goal, words=words, place=place)
    assert step(cast) == "Eerste"
    PlanStep.objects.filter(words="Derde").update(by_date=TODAY + timedelta(days=3))
    assert step(cast) == "Derde"
    PlanStep.objects.filter(words="Derde").update(done_on=TODAY)
    assert step(cast) == "Eerste"


def step(cast: Cast) -> str:
    found = today_reads.of_today(cast.viewer("client"), []).plan_step
    return found.title if found else ""


def test_a_day_that_comes_near_is_told_with_how_many_days(cast: Cast, own: Client) -> None:
    journey = cast.subject("aziza").journey
    Fact.objects.filter(journey=journey, kind="key_handover").delete()
    day = TODAY + timedelta(days=1)
    Fact.objects.create(journey=journey, kind="key_handover", on=day, recorded_at=NOW, recorded_by="Bram")
    shown = page(own, "my_today")
    assert "Je krijgt de sleutel." in shown and "Dat is morgen." in shown
    Fact.objects.filter(journey=journey, kind="key_handover").update(on=TODAY - timedelta(days=1))
    assert "Je krijgt de sleutel." not in page(own, "my_today")


def test_when_nothing_waits_the_page_is_calm(cast: Cast, own: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    quiet(cast)
    for name in ("step_now", "next_questions"):
        monkeypatch.setattr(today_reads.client_reads, name, lambda *given: None)
    shown = page(own, "my_today")
    assert "Je hoeft nu niets te doen" in shown and "Er wacht niets op jou." in shown
    assert "Dit wacht op jou" not in shown and "Dit kun je nu doen" not in shown


def test_without_a_route_today_says_so_and_the_rest_is_there(cast: Cast, own: Client) -> None:
    journey = cast.subject("aziza").journey
    journey.closed_on = TODAY
    journey.save(update_fields=["closed_on"])
    shown = page(own, "my_today")
    assert "Er staat hier nu geen route voor jou." in shown and canary("aziza", "stap") in shown


def test_a_deed_on_today_comes_back_to_today(cast: Cast, own: Client) -> None:
    plan_step = cast.subject("aziza").plan["step"]
    form = {"once": str(uuid.uuid4()), "klaar": "ja", "van": "vandaag"}
    answer = own.post(reverse("plan:my_plan_step_tick", args=[plan_step]), form)
    assert answer.headers["Location"] == "/vandaag/" and PlanStep.objects.get(key=plan_step).done_on == TODAY
    found = today_reads.of_today(cast.viewer("client"), []).step
    assert found is not None
    done = own.post(reverse("desk:my_step_done", args=[found.rule]), {"once": str(uuid.uuid4()), "van": "vandaag"})
    assert done.headers["Location"] == "/vandaag/" and StepMark.objects.filter(rule=found.rule, current=True).exists()


def test_who_opened_the_record_in_need_stands_on_top(cast: Cast, own: Client) -> None:
    BreakGlass.objects.filter(person=cast.subject("aziza").person).update(opened_at=NOW)
    assert "Iemand keek in nood naar jou" in page(own, "my_today")
    BreakGlass.objects.update(opened_at=NOW - timedelta(days=60))
    assert "Iemand keek in nood naar jou" not in page(own, "my_today")


@pytest.mark.parametrize("name", ["my_today", "my_messages", "my_more", "my_papers", "my_route"])
def test_a_page_of_the_front_asks_at_most_twelve_questions(own: Client, name: str) -> None:
    assert 2 <= statements(own, reverse(f"desk:{name}")) <= MOST


# ── Berichten ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_others_did_is_told_and_what_the_person_did_is_not(cast: Cast) -> None:
    quiet(cast)
    carer, key = cast.viewer("support_worker"), cast.subject("aziza").key
    rule = client_rule(cast, "support_worker")
    route_actions.mark_step(viewer=carer, person_key=key, rule=rule)
    goal_proposal_actions.propose(viewer=carer, person_key=key, kind="step", words="Bel de buren.",
                                  goal_key=cast.subject("aziza").plan["goal"])  # fmt: skip
    route_actions.mark_step(viewer=cast.viewer("client"), person_key=key, rule=client_rule(cast, "client"))
    goal_actions.add_goal(viewer=cast.viewer("client"), values={"words": "Mijn eigen doel"})
    found = message_reads.messages(cast.viewer("client")).lines
    assert len(found) == 2
    by_url = {one.url: one for one in found}
    proposal = next(one for url, one in by_url.items() if "voorstel" in url)
    assert "stelt een kleine stap voor." in proposal.text and proposal.own_words == "Bel de buren."
    changed = by_url[reverse("desk:my_step", args=[rule])]
    assert "veranderde iets op je route." in changed.text and changed.more.startswith("Het gaat over: ")


def client_rule(cast: Cast, who: str) -> str:
    """An open step with words for the client that this role does."""
    own = client_reads.own_route(cast.viewer("client"))
    assert own is not None
    return next(row.rule_id for row in own.reckoning.dues if rule_of(own.book, row).who == who
                and rule_of(own.book, row).client and row.state in ("overdue", "due_soon", "open"))  # fmt: skip


def test_the_changes_of_one_day_are_one_message_with_what_they_were_about(cast: Cast) -> None:
    quiet(cast)
    carer, subject = cast.viewer("support_worker"), cast.subject("aziza")
    rules = [client_rule(cast, "support_worker")]
    route_actions.mark_step(viewer=carer, person_key=subject.key, rule=rules[0])
    rules.append(client_rule(cast, "support_worker"))
    route_actions.mark_step(viewer=carer, person_key=subject.key, rule=rules[1], why="Dit is voor collega's.")
    (one,) = message_reads.messages(cast.viewer("client")).lines
    assert "veranderde 2 dingen op je route." in one.text and len(one.items) == 2
    assert "collega" not in repr(one), "what staff wrote to each other is not told"


def everything_happened(cast: Cast) -> None:
    """One of every kind of message there is."""
    person = cast.subject("aziza").person
    PersonEvent.objects.create(person=person, at=NOW, by_name="Coen", by_role="coordinator", about="bond:coordinator",
                               old=None, new={"name": ""})  # fmt: skip
    SignPlan.objects.filter(person=person).update(version=1)
    goal = Goal.objects.get(key=cast.subject("aziza").plan["goal"])
    PlanVersion.objects.create(plan=goal.plan, number=90, content={"goals": [], "paused_on": None, "pause_why": ""}, deed="goal_new", at=NOW, by_name="Kim",
                               by_role="support_worker")  # fmt: skip
    for kind in ("change", "step"):
        Proposal.objects.create(plan=goal.plan, goal=goal, kind=kind, words="Iets", proposed_at=NOW, by_name="Kim",
                                by_role="support_worker")  # fmt: skip
    asked = RightsRequest.objects.filter(person=person).first()
    assert asked is not None
    RightsRequest.objects.filter(pk=asked.pk).update(
        state="granted", decided_at=NOW, decided_by="Piet", extended_at=NOW
    )
    AccessQuestion.objects.filter(person=person).update(answered_at=NOW, answered_by_name="Piet", answer="Ja.")
    BreakGlass.objects.filter(person=person).update(reviewed_at=NOW, verdict="right", reviewed_by_name="Piet")
    rows = message_reads._rows(cast.viewer("client"), message_reads.LONG_AGO, message_reads.FAR_AHEAD, 200)
    assert {row[0] for row in rows} == set(SAID), "a kind of message that the cast does not show"


def test_every_kind_of_thing_has_words_and_a_page_that_opens(cast: Cast, own: Client) -> None:
    everything_happened(cast)
    found = message_reads.messages(cast.viewer("client"))
    for one in found.lines:
        assert one.text.endswith("."), one.text
        assert own.get(one.url.partition("#")[0]).status_code == 200, one.url


def test_every_kind_of_thing_is_told_in_english_with_nothing_of_ours_in_dutch(cast: Cast, own: Client) -> None:
    everything_happened(cast)
    Account.objects.filter(pk=cast.accounts["client"].pk).update(language="en")
    typed = typed_texts()
    with translation.override("en"):
        lines = message_reads.messages(cast.viewer("client")).lines
        told = [(str(one.text), str(one.more), str(one.link), *map(str, one.items)) for one in lines]
    left = [text for line in told for text in line if left_in_dutch(text, typed)]
    assert len(told) >= len(SAID) and not left, left
    assert any(text.startswith("Somebody looked at your data") for text, *_ in told)
    shown = page(own, "my_today") + page(own, "my_messages")
    assert [text for text in said_in(shown) if left_in_dutch(text, typed)] == []
    assert '<span class="sr"> new</span>' in shown, "the menu too"


def test_a_proposal_or_question_that_was_taken_back_is_not_told(cast: Cast) -> None:
    quiet(cast)
    carer, key = cast.viewer("support_worker"), cast.subject("aziza").key
    made = goal_proposal_actions.propose(viewer=carer, person_key=key, kind="goal", words="Samen koken.")
    assert len(told(cast)) == 1
    goal_proposal_actions.take_back(viewer=carer, person_key=key, proposal_key=made.key)
    assert told(cast) == []


def test_a_consent_that_ends_is_told_thirty_days_before(cast: Cast) -> None:
    quiet(cast)
    row = Consent.objects.create(
        person=cast.subject("aziza").person, receiver_name="Tandarts", topics=["health"], purpose="treatment", how="self",
        from_date=TODAY - timedelta(days=90), to_date=TODAY + timedelta(days=31), given_at=NOW, recorded_by="x",
    )  # fmt: skip
    assert told(cast) == []
    Consent.objects.filter(pk=row.pk).update(to_date=TODAY + timedelta(days=30))
    assert "Je toestemming voor Tandarts stopt op woensdag 23 december 2026." in told(cast)
    Consent.objects.filter(pk=row.pk).update(from_date=TODAY - timedelta(days=1), to_date=TODAY + timedelta(days=20))
    assert told(cast) == [], "what was given for less than thirty days is still known"


def test_an_opening_in_the_night_is_called_so(cast: Cast) -> None:
    BreakGlass.objects.filter(person=cast.subject("aziza").person).update(
        opened_at=datetime(2026, 11, 20, 2, tzinfo=UTC)
    )
    assert "Iemand keek in de nacht in nood naar jou." in told(cast)


def test_opening_the_list_reads_it_and_that_can_be_undone(cast: Cast, own: Client) -> None:
    assert message_reads.new(cast.viewer("client")) > 0
    assert re.search(r'class="n">\d+', page(own, "my_today")), "the menu says how many"
    shown = page(own, "my_messages")
    assert "Nog niet gelezen" in shown and 'badge is-info">Nieuw' in shown
    assert 'class="n">' not in shown, "they are read now, also in the menu of this page"
    assert message_reads.new(cast.viewer("client")) == 0
    assert "Je hebt alles gelezen" in page(own, "my_messages", toon="nieuw")
    answer = own.post(reverse("desk:my_messages_new"), {"once": str(uuid.uuid4())})
    assert answer.status_code == 302 and message_reads.new(cast.viewer("client")) > 0
    again = own.post(reverse("desk:my_messages_new"), {"once": str(uuid.uuid4())}, follow=True)
    assert "Er was niets om terug te zetten." in again.content.decode()


def test_what_was_only_fetched_beforehand_is_not_read(cast: Cast, own: Client) -> None:
    count = message_reads.new(cast.viewer("client"))
    own.head(reverse("desk:my_messages"))
    own.get(reverse("desk:my_messages"), headers={"sec-purpose": "prefetch;prerender"})
    assert message_reads.new(cast.viewer("client")) == count > 0


def test_nothing_is_read_when_the_log_cannot_be_written(
    cast: Cast, own: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    page(own, "my_today")
    count = message_reads.new(cast.viewer("client"))

    def refuse(*given: Any, **named: Any) -> None:
        raise access_log.NotWritten("full")

    monkeypatch.setattr(access_log, "append", refuse)
    assert own.get(reverse("desk:my_messages")).status_code == 503
    assert message_reads.new(cast.viewer("client")) == count > 0


def many(cast: Cast, count: int) -> None:
    quiet(cast)
    plan = Goal.objects.get(key=cast.subject("aziza").plan["goal"]).plan
    Proposal.objects.bulk_create(
        Proposal(plan=plan, kind="goal", words=f"Nummer {number}", proposed_at=NOW - timedelta(hours=number), by_name="Kim",
                 by_role="support_worker")
        for number in range(count)
    )  # fmt: skip


def test_only_who_saw_the_last_new_message_has_read_them_all(cast: Cast, own: Client) -> None:
    many(cast, 25)
    first = page(own, "my_messages")
    assert first.count("Lees het voorstel") == 20 and "Nog niet gelezen" not in first
    assert message_reads.new(cast.viewer("client")) == 25, "five were not shown yet"
    link = re.search(r'href="(\?[^"]*voor=[^"]*)"[^>]*>Oudere berichten', first)
    assert link is not None
    late = Proposal.objects.create(
        plan=Goal.objects.get(key=cast.subject("aziza").plan["goal"]).plan, kind="goal", words="Net gekomen",
        proposed_at=NOW + timedelta(minutes=5), by_name="Kim", by_role="support_worker",
    )  # fmt: skip
    second = own.get(reverse("desk:my_messages") + link.group(1).replace("&amp;", "&")).content.decode()
    assert second.count("Lees het voorstel") == 5 and "Nog niet gelezen" in second
    assert message_reads.new(cast.viewer("client")) == 1, "what came meanwhile is still new"
    assert late.words in page(own, "my_messages", toon="nieuw")


def test_what_came_at_one_moment_is_not_torn_over_two_pages(cast: Cast) -> None:
    many(cast, 30)
    Proposal.objects.filter(plan__person=cast.subject("aziza").person).update(proposed_at=NOW)
    found = message_reads.messages(cast.viewer("client"))
    assert len(found.lines) == 30 and found.next is None


def test_more_than_a_hundred_new_ones_are_not_counted(cast: Cast) -> None:
    many(cast, 120)
    assert message_reads.new_words(cast.viewer("client")) == "99+"


@pytest.mark.parametrize("nonsense", ["x", "-1", "9" * 40, "²", ""])
def test_a_page_that_cannot_be_is_the_first(own: Client, nonsense: str) -> None:
    assert "Berichten" in page(own, "my_messages", voor=nonsense, vanaf=nonsense, toon=nonsense)


def test_messages_are_of_the_person_alone(cast: Cast, own: Client) -> None:
    assert canaries_in(page(own, "my_messages").encode()) == {"aziza"}
    assert message_reads.messages(cast.viewer("support_worker")).lines == []
    assert message_reads.new(cast.viewer("nobody")) == 0
    for who in ("support_worker", "coordinator"):
        with pytest.raises(PermissionDenied):
            screen_actions.mark_read(viewer=cast.viewer(who), until=NOW)


def test_reading_goes_never_back_by_itself(cast: Cast) -> None:
    screen_actions.mark_read(viewer=cast.viewer("client"), until=NOW)
    assert not screen_actions.mark_read(viewer=cast.viewer("client"), until=NOW - timedelta(days=1))
    assert OwnScreen.objects.get(person=cast.subject("aziza").person).read_until == NOW


# ── Grotere letters ──────────────────────────────────────────────────────────────────────────────────────────────────


def html_class(browser: Client, address: str) -> str:
    found = re.search(r"<html[^>]*>", browser.get(address).content.decode())
    assert found is not None
    return found.group(0)


def test_the_choice_is_kept_with_the_person_on_every_device(cast: Cast, own: Client) -> None:
    assert "class=" not in html_class(own, "/vandaag/")
    own.post("/letters/", {"letters": "largest"})
    own.post("/letters/", {"contrast": "ja"})
    other = Client()
    other.force_login(Account.objects.get(pk=cast.accounts["client"].pk))
    for address in ("/vandaag/", "/mijn-plan/", "/mijn-gegevens/", "/letters/"):
        assert 'class="letters-largest more-contrast"' in html_class(other, address), address
    own.post("/letters/", {"letters": "normal"})
    assert 'class="more-contrast"' in html_class(other, "/vandaag/")
    assert "letters" not in own.cookies, "a device that is shared keeps nothing of who logged in"


def test_before_logging_in_a_cookie_keeps_it_and_the_own_choice_goes_before(cast: Cast) -> None:
    browser = Client()
    answer = browser.post("/letters/", {"letters": "large", "terug": "/over/"})
    assert answer.headers["Location"] == "/letters/?terug=%2Fover%2F"
    kept = browser.cookies["letters"]
    assert kept.value == "large" and kept["httponly"] and kept["samesite"] == "Lax"
    assert 'class="letters-large"' in html_class(browser, "/inloggen/")
    browser.force_login(cast.accounts["client"])
    assert 'class="letters-large"' in html_class(browser, "/vandaag/"), "nothing was chosen there yet"
    screen_actions.choose(viewer=cast.viewer("client"), letters="normal", more_contrast=False)
    assert "class=" not in html_class(browser, "/vandaag/")


def test_staff_pages_stay_as_they_are(cast: Cast) -> None:
    browser = Client()
    browser.post("/letters/", {"letters": "largest"})
    browser.force_login(cast.accounts["support_worker"])
    assert "class=" not in html_class(browser, "/mijn-dag/")


@pytest.mark.parametrize("cookie", ["huge", "-contrast", "<b>", ""])
def test_a_cookie_that_is_not_ours_says_nothing(db: None, cookie: str) -> None:
    browser = Client()
    browser.cookies["letters"] = cookie
    assert "class=" not in html_class(browser, "/inloggen/")


@pytest.mark.parametrize(
    "elsewhere", ["https://kwaad.example/", "//kwaad.example/", "javascript:alert(1)", "/\\kwaad.example"]
)
def test_going_back_stays_in_the_house(own: Client, elsewhere: str) -> None:
    answer = own.post("/letters/", {"letters": "large", "terug": elsewhere})
    assert answer.headers["Location"] == "/letters/?terug=%2F"
    came = own.get("/letters/", headers={"referer": elsewhere}).content.decode()
    assert "kwaad" not in came


def test_a_choice_that_does_not_exist_changes_nothing(cast: Cast, own: Client) -> None:
    own.post("/letters/", {"letters": "huge"})
    assert OwnScreen.objects.get(person=cast.subject("aziza").person).letters == "normal"
    with pytest.raises(PermissionDenied):
        screen_actions.choose(viewer=cast.viewer("client"), letters="huge", more_contrast=False)
