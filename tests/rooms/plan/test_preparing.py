"""Getting ready: what living alone means, talks, the new neighbourhood, and what somebody learns."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from landing.core.periods import Term
from landing.people.actions import NotPossible, add_person
from landing.people.models import Person, PersonEvent
from landing.people.reads import NotVisible
from landing.plan import peer_actions
from landing.plan import prepare_actions as actions
from landing.plan import prepare_words as words
from landing.plan.gate_actions import HOUSING_STEP, MONEY_STEP, NEIGHBOURHOOD_STEP, TALK_STEP, Ticked
from landing.plan.models import AwarenessTalk, NeighbourhoodFind, SkillTraining
from landing.plan.step_pages import PAGES
from landing.plan.suggestions import ContentFault
from landing.rights.erasing import tidy
from landing.rights.retention import terms
from landing.route.models import StepMark
from tests.cast import TODAY, Cast
from tests.rooms.plan.pages import browser, send, text
from tests.rooms.plan.test_outlives import MOST_STATEMENTS, carer_leaves, provider_changes, whole
from tests.statements import asked

YESTERDAY = TODAY - timedelta(days=1)


def part(cast: Cast, name: str) -> Any:
    """The talk, place or training of aziza."""
    model = {"talk": AwarenessTalk, "find": NeighbourhoodFind, "training": SkillTraining}[name]
    return model.objects.get(key=cast.subject("aziza").plan[name])


# ── Every field may stay empty ──────────────────────────────────────────────────────────────────────────────────────


def test_nothing_has_to_be_filled_in(cast: Cast) -> None:
    visitor = browser(cast, "client")
    for name in ("my_talk_new", "my_find_new", "my_training_new"):
        assert send(visitor, name).status_code == 302, name
    assert AwarenessTalk.objects.get(with_name="").on == TODAY, "the day is today when none is given"
    assert NeighbourhoodFind.objects.get(words="").kind == "other"
    assert SkillTraining.objects.get(words="").kind == "other"
    assert "Je schreef er niets bij. Dat mag." in text(visitor, "my_talks")
    assert "Iets anders leren" in text(visitor, "my_trainings")


def test_without_a_plan_the_pages_are_there_and_the_first_thing_makes_one(cast: Cast) -> None:
    from landing.plan.models import Plan

    Plan.objects.filter(person=cast.subject("aziza").person).delete()
    visitor = browser(cast, "client")
    for name in ("my_preparing", "my_alone", "my_talks", "my_neighbourhood", "my_neighbourhood_paper", "my_trainings"):
        text(visitor, name)
    assert "Lees eerst hoe het is." in text(visitor, "my_preparing")
    send(visitor, "my_find_new", kind="shop", words="De markt")
    assert "Ga hier eens kijken: De markt" in text(visitor, "my_preparing")


# ── Talks ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_several_talks_are_kept_changed_and_taken_away(cast: Cast) -> None:
    visitor = browser(cast, "client")
    send(visitor, "my_talk_new", with_name="Evi", words="Het went.", on=YESTERDAY.isoformat())
    send(visitor, "my_talk_new", with_name="Ans", words="Ga naar buiten.", on=TODAY.isoformat())
    page = text(visitor, "my_talks")
    assert page.index("Ga naar buiten.") < page.index("Het went.") < page.index("Zqkazizaxgesprekzz"), (
        "the newest first"
    )
    row = AwarenessTalk.objects.get(with_name="Ans")
    assert "Het komt niet terug." in text(visitor, "my_talk_remove", row.key)
    assert AwarenessTalk.objects.filter(key=row.key).exists(), "asking takes nothing away"
    send(visitor, "my_talk_remove", row.key)
    assert not AwarenessTalk.objects.filter(key=row.key).exists()


def test_a_day_that_is_still_to_come_is_not_written_down(cast: Cast) -> None:
    visitor, tomorrow = browser(cast, "client"), TODAY + timedelta(days=1)
    answer = send(visitor, "my_talk_new", with_name="Later", on=tomorrow.isoformat())
    assert answer.status_code == 200 and "Deze dag komt nog." in answer.content.decode()
    with pytest.raises(NotPossible):
        actions.add_talk(viewer=cast.viewer("client"), on=tomorrow)
    assert not AwarenessTalk.objects.filter(on=tomorrow).exists()


def test_the_same_talk_is_kept_once(cast: Cast) -> None:
    for _ in range(2):
        actions.add_talk(viewer=cast.viewer("client"), with_name="Evi", words="Het went.")
    assert AwarenessTalk.objects.filter(with_name="Evi").count() == 1


def marks(cast: Cast) -> Any:
    return StepMark.objects.filter(journey=cast.subject("aziza").journey, rule=TALK_STEP, current=True)


def test_the_step_of_the_route_is_ticked_by_who_may(cast: Cast) -> None:
    key = cast.subject("aziza").key
    assert actions.add_talk(viewer=cast.viewer("client"), words="Eerst ik.") is Ticked.OTHERS
    assert not marks(cast).exists(), "the step is not the client's to tick"
    came = actions.add_talk(viewer=cast.viewer("support_worker"), person_key=key, words="Dan samen.", on=YESTERDAY)
    assert came is Ticked.NOW and marks(cast).get().on == YESTERDAY
    again = actions.add_talk(viewer=cast.viewer("support_worker"), person_key=key, words="Nog een.")
    assert again is Ticked.NOTHING and marks(cast).get().on == YESTERDAY


def test_the_client_hears_who_can_tick_the_step(cast: Cast) -> None:
    visitor = browser(cast, "client")
    send(visitor, "my_talk_new", words="Het went.")
    assert "Vertel je begeleider wat je deed." in text(visitor, "my_talks")


def test_a_talk_of_somebody_whose_plan_may_not_be_written_is_refused(cast: Cast) -> None:
    staff = cast.viewer("support_worker")
    with pytest.raises(NotVisible):
        actions.add_talk(viewer=staff, person_key=cast.subject("eva").key, words="x")
    with pytest.raises((PermissionDenied, NotVisible)):
        actions.add_talk(viewer=cast.viewer("peer_worker"), person_key=cast.subject("aziza").key, words="x")
    assert not AwarenessTalk.objects.filter(words="x").exists()


# ── The neighbourhood ───────────────────────────────────────────────────────────────────────────────────────────────


def test_being_there_is_one_press_with_a_way_back(cast: Cast) -> None:
    visitor, key = browser(cast, "client"), cast.subject("aziza").plan["find"]
    send(visitor, "my_find_been", key)
    assert part(cast, "find").been_on == TODAY
    page = text(visitor, "my_neighbourhood")
    assert "Geweest op" in page and reverse("plan:my_find_not_been", args=[key]) in page and "Ongedaan maken" in page
    send(visitor, "my_find_not_been", key)
    assert part(cast, "find").been_on is None


def test_several_places_of_one_kind_stand_under_their_heading(cast: Cast) -> None:
    visitor = browser(cast, "client")
    for place in ("De markt", "De kringloop"):
        send(visitor, "my_find_new", kind="shop", words=place, been="on" if place == "De markt" else "")
    page = text(visitor, "my_neighbourhood")
    assert page.index('id="shop"') < page.index("De markt") < page.index("De kringloop") < page.index('id="doctor"')
    assert NeighbourhoodFind.objects.get(words="De markt").been_on == TODAY
    assert not actions.add_find(viewer=cast.viewer("client"), kind="shop", words="De markt"), "the same place once"
    paper = text(visitor, "my_neighbourhood_paper")
    assert "De markt (geweest)" in paper and "Nog zoeken" in paper


def test_a_place_that_was_taken_away_comes_back_for_a_week_and_is_then_gone(cast: Cast) -> None:
    visitor, key = browser(cast, "client"), cast.subject("aziza").plan["find"]
    send(visitor, "my_find_remove", key)
    page = text(visitor, "my_neighbourhood")
    assert "Zqkazizaxwinkelzz" not in page.split("Plekken die je weghaalde")[0]
    assert "Zqkazizaxwinkelzz" in page.split("Plekken die je weghaalde")[1]
    assert "Terugzetten kan tot en met zondag 29 november." in page and reverse("plan:my_find_back", args=[key]) in page
    assert "Zqkazizaxwinkelzz" not in text(visitor, "my_neighbourhood_paper")
    assert "Zqkazizaxwinkelzz" not in text(browser(cast, "support_worker"), "preparing", cast.subject("aziza").key)
    send(visitor, "my_find_back", key)
    assert "Zqkazizaxwinkelzz" in text(visitor, "my_neighbourhood")
    NeighbourhoodFind.objects.filter(key=key).update(gone_on=TODAY - timedelta(days=NeighbourhoodFind.GONE_DAYS - 1))
    assert actions.add_find(viewer=cast.viewer("client"), kind="green", words="Het park")
    assert "Terugzetten kan tot en met maandag 23 november." in text(visitor, "my_neighbourhood"), (
        "the last day is today"
    )
    NeighbourhoodFind.objects.filter(key=key).update(gone_on=TODAY - timedelta(days=NeighbourhoodFind.GONE_DAYS))
    assert "Zqkazizaxwinkelzz" not in text(visitor, "my_neighbourhood")
    assert send(visitor, "my_find_back", key).status_code == 404
    assert actions.add_find(viewer=cast.viewer("client"), kind="green", words="De vijver")
    assert not NeighbourhoodFind.objects.filter(key=key).exists()


def test_what_was_taken_away_goes_in_the_night_without_anybody_changing_the_list(cast: Cast) -> None:
    """The place goes on a known day, and retention.yaml names the same term as the page."""
    assert terms()["neighbourhood_gone"].term == Term.parse(f"{NeighbourhoodFind.GONE_DAYS} days")
    late, still = cast.subject("aziza").plan["find"], cast.subject("bram").plan["find"]
    NeighbourhoodFind.objects.filter(key=late).update(gone_on=TODAY - timedelta(days=NeighbourhoodFind.GONE_DAYS))
    NeighbourhoodFind.objects.filter(key=still).update(gone_on=TODAY - timedelta(days=NeighbourhoodFind.GONE_DAYS - 1))
    assert tidy(TODAY)["plan.NeighbourhoodFind"] == 1
    assert not NeighbourhoodFind.objects.filter(key=late).exists()
    assert NeighbourhoodFind.objects.filter(key=still).exists()


def step_marks(cast: Cast, rule: str) -> Any:
    return StepMark.objects.filter(journey=cast.subject("aziza").journey, rule=rule, current=True)


def test_the_first_place_where_the_person_was_ticks_the_step_for_who_may_with_a_way_back(cast: Cast) -> None:
    NeighbourhoodFind.objects.all().delete()
    visitor, key = browser(cast, "support_worker"), cast.subject("aziza").key
    send(visitor, "preparing_find", key, said="on", kind="shop", words="De markt")
    assert not step_marks(cast, NEIGHBOURHOOD_STEP).exists(), "to write down a place is not to have been there"
    answer = send(visitor, "preparing_find", key, said="on", kind="green", words="Het park", been="on")
    page = visitor.get(answer.headers["Location"]).content.decode()
    assert "De stap “Samen de nieuwe buurt verkennen” is nu klaar." in page
    undo = reverse("route:step_take_back", args=[key, NEIGHBOURHOOD_STEP])
    assert undo in page and step_marks(cast, NEIGHBOURHOOD_STEP).get().by_role == "support_worker"
    visitor.post(undo)
    assert not step_marks(cast, NEIGHBOURHOOD_STEP).exists()


def test_the_client_hears_once_that_the_step_can_be_ticked(cast: Cast) -> None:
    NeighbourhoodFind.objects.all().delete()
    visitor = browser(cast, "client")
    for words_, told in (("De markt", True), ("Het park", False)):
        answer = send(visitor, "my_find_new", kind="shop", words=words_, been="on")
        page = visitor.get(answer.headers["Location"]).content.decode()
        assert ("Vertel je begeleider wat je deed." in page) is told
    assert not step_marks(cast, NEIGHBOURHOOD_STEP).exists()


@pytest.mark.parametrize(("kind", "rule"), [("housing", HOUSING_STEP), ("money", MONEY_STEP)])
def test_enrolling_ticks_the_step_of_that_training(cast: Cast, kind: str, rule: str) -> None:
    key = cast.subject("aziza").key
    done = actions.add_training(viewer=cast.viewer("support_worker"), person_key=key, values={"kind": kind})
    assert (done.step, done.ticked) == (rule, Ticked.NOW) and step_marks(cast, rule).exists()
    again = actions.add_training(viewer=cast.viewer("client"), values={"kind": kind})
    assert again.ticked is Ticked.NOTHING, "it was done before"
    other = actions.add_training(viewer=cast.viewer("support_worker"), person_key=key, values={"kind": "other"})
    assert (other.changed, other.step, other.ticked) == (True, "", Ticked.NOTHING)


def test_a_training_about_money_that_still_has_to_begin_ticks_with_the_first_time(cast: Cast) -> None:
    staff, key = cast.viewer("support_worker"), cast.subject("aziza").key
    later = {"kind": "money", "words": "Later", "from_date": TODAY + timedelta(days=9)}
    assert actions.add_training(viewer=staff, person_key=key, values=later).ticked is Ticked.NOTHING
    row = SkillTraining.objects.get(words="Later")
    assert not step_marks(cast, MONEY_STEP).exists()
    first = actions.count(viewer=staff, person_key=key, training_key=row.key, seen=0, times=1)
    assert first.ticked is Ticked.NOW
    assert actions.count(viewer=staff, person_key=key, training_key=row.key, seen=1, times=2).step == ""


@pytest.mark.parametrize("rule", sorted(PAGES))
def test_a_step_leads_to_the_page_where_it_is_done_and_that_page_back(cast: Cast, rule: str) -> None:
    key = cast.subject("aziza").key
    for who, step, name, args in (
        ("client", reverse("desk:my_step", args=[rule]), PAGES[rule].own, []),
        ("support_worker", reverse("route:step", args=[key, rule]), PAGES[rule].staff, [key]),
    ):
        visitor, done_at = browser(cast, who), f"{reverse(name, args=args)}?stap={rule}"
        page = visitor.get(step).content.decode()
        assert f'href="{done_at}"' in page and "Zo doe je dat" in page, (who, rule)
        assert f'href="{step}"' in visitor.get(done_at).content.decode(), (who, rule)
        assert f'href="{step}"' not in visitor.get(f"{reverse(name, args=args)}?stap=x").content.decode()


def test_a_step_leads_to_no_page_that_the_viewer_may_not_read(cast: Cast) -> None:
    page = browser(cast, "process_director").get(
        reverse("route:step", args=[cast.subject("aziza").key, "make-sign-plan-or-crisis-card"])
    )
    assert page.status_code == 200 and "Zo doe je dat" not in page.content.decode()


def test_what_a_landlord_expects_is_read_on_its_own_page(cast: Cast) -> None:
    visitor = browser(cast, "client")
    assert reverse("plan:my_landlord") in text(visitor, "my_preparing")
    page = text(visitor, "my_landlord")
    assert len(words.landlord()) >= 5 and all(
        str(part.title) in page and str(part.ask) in page for part in words.landlord()
    )


# ── A peer worker ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_peer_worker_writes_the_talk_down_on_the_word_of_the_person_and_sees_nothing_of_the_plan(cast: Cast) -> None:
    visitor, key = browser(cast, "peer_worker"), cast.subject("aziza").key
    assert reverse("plan:peer_talk", args=[key]) in visitor.get(reverse("desk:person", args=[key])).content.decode()
    shown = text(visitor, "peer_talk", key)
    assert not {one for one in cast.subject("aziza").plan if f"Zqkazizax{one}zz" in shown} and "gesprekzz" not in shown
    form = {"on": YESTERDAY.isoformat(), "words": "Het went.", "again": "yes"}
    refused = send(visitor, "peer_talk", key, **form)
    assert refused.status_code == 200 and "Zet een vinkje als de persoon erbij is" in refused.content.decode()
    assert not AwarenessTalk.objects.filter(words="Het went.").exists()
    answer = send(visitor, "peer_talk", key, said="on", **form)
    row, peer = AwarenessTalk.objects.get(words="Het went."), cast.home.workers["peer_worker"].name
    assert (row.on, row.with_name, row.again, row.by_name, row.by_role) == (YESTERDAY, peer, True, peer, "peer_worker")
    page = visitor.get(answer.headers["Location"]).content.decode()
    assert "Het gesprek is bewaard." in page and "Het went." not in page
    assert reverse("plan:peer_talk_back", args=[key, row.key]) in page
    own = text(browser(cast, "client"), "my_talks")
    assert "Het went." in own and "Je wilt nog een gesprek." in own and f"{peer} schreef dit voor je op." in own
    assert "wil nog een gesprek." in text(browser(cast, "support_worker"), "preparing", key)
    for name in ("preparing", "plan", "check_ins", "relapse_plan"):
        assert visitor.get(reverse(f"plan:{name}", args=[key])).status_code == 404, name
    assert not marks(cast).exists(), "the step is for who may see it"


def test_a_peer_worker_takes_back_only_what_they_wrote_and_not_for_long(cast: Cast) -> None:
    peer, key = cast.viewer("peer_worker"), cast.subject("aziza").key
    talk = peer_actions.add_talk(viewer=peer, person_key=key, said=True, words="Verkeerd")
    assert peer_actions.add_talk(viewer=peer, person_key=key, said=True, words="Verkeerd") == talk, "the same talk once"
    AwarenessTalk.objects.filter(key=talk).update(at=timezone.now() - timedelta(hours=25))
    with pytest.raises(NotPossible, match="tot een dag erna"):
        peer_actions.take_talk_back(viewer=peer, person_key=key, talk_key=talk)
    AwarenessTalk.objects.filter(key=talk).update(at=timezone.now())
    with pytest.raises(NotVisible):
        peer_actions.take_talk_back(viewer=peer, person_key=key, talk_key=cast.subject("aziza").plan["talk"])
    peer_actions.take_talk_back(viewer=peer, person_key=key, talk_key=talk)
    assert not AwarenessTalk.objects.filter(key=talk).exists()
    visitor = browser(cast, "peer_worker")
    again = peer_actions.add_talk(viewer=peer, person_key=key, said=True, words="Nog eens")
    page = visitor.post(reverse("plan:peer_talk_back", args=[key, again]), follow=True).content.decode()
    assert "Het gesprek is weer weg." in page and not AwarenessTalk.objects.filter(key=again).exists()


@pytest.mark.parametrize("how", ["bond_ended", "nobody's", "frozen", "not_there", "future"])
def test_a_peer_worker_writes_nothing_without_a_bond_that_holds_or_the_person(cast: Cast, how: str) -> None:
    subject, said, on, fault = cast.subject("aziza"), True, None, (NotVisible, PermissionDenied)
    if how == "bond_ended":
        subject.bonds["peer_worker"].to_date = TODAY
        subject.bonds["peer_worker"].save()
    elif how == "nobody's":
        subject = cast.subject("bram")
    elif how == "frozen":
        Person.objects.filter(pk=subject.person.pk).update(frozen_on=TODAY)
    else:
        said, on, fault = how != "not_there", TODAY + timedelta(days=how == "future"), (NotPossible,)
    with pytest.raises(fault):
        peer_actions.add_talk(viewer=cast.viewer("peer_worker"), person_key=subject.key, said=said, on=on, words="x")
    assert not AwarenessTalk.objects.filter(words="x").exists()


@pytest.mark.parametrize("who", ["support_worker", "coordinator", "process_director", "advocate", "housing_officer"])
def test_the_page_of_a_peer_worker_is_for_nobody_else(cast: Cast, who: str) -> None:
    address = reverse("plan:peer_talk", args=[cast.subject("aziza").key])
    assert browser(cast, who).get(address).status_code == 403
    with pytest.raises(PermissionDenied):
        peer_actions.add_talk(viewer=cast.viewer(who), person_key=cast.subject("aziza").key, said=True, words="x")


# ── What somebody learns ────────────────────────────────────────────────────────────────────────────────────────────


def test_a_time_more_is_one_press_with_a_way_back(cast: Cast) -> None:
    visitor, key = browser(cast, "client"), cast.subject("aziza").plan["training"]
    assert "1 van 6 keer geweest" in text(visitor, "my_trainings")
    send(visitor, "my_training_been", key, seen=1)
    page = text(visitor, "my_trainings")
    assert "2 van 6 keer geweest" in page and reverse("plan:my_training_undo", args=[key, 2]) in page
    send(visitor, "my_training_undo", key, 2)
    assert part(cast, "training").sessions_done == 1


def test_a_count_of_a_page_that_is_old_changes_nothing(cast: Cast) -> None:
    visitor, key = browser(cast, "client"), cast.subject("aziza").plan["training"]
    send(visitor, "my_training_been", key, seen=1)
    assert not actions.count(viewer=cast.viewer("client"), training_key=key, seen=1, times=2), "the same press again"
    send(visitor, "my_training_been", key, seen=4)
    assert part(cast, "training").sessions_done == 2
    assert "Iemand anders veranderde dit net." in text(visitor, "my_trainings")
    for times in (-1, actions.MOST_TIMES + 1):
        with pytest.raises(NotPossible):
            actions.count(viewer=cast.viewer("client"), training_key=key, seen=2, times=times)


def test_a_training_is_done_stopped_and_goes_on(cast: Cast) -> None:
    visitor, key = browser(cast, "client"), cast.subject("aziza").plan["training"]
    for state, done, stopped, said in (
        ("done", TODAY, None, "Klaar op"), ("stopped", None, TODAY, "Gestopt op"), ("going", None, None, "1 van 6 keer"),
    ):  # fmt: skip
        send(visitor, "my_training_state", key, stand=state)
        row = part(cast, "training")
        assert (row.done_on, row.stopped_on) == (done, stopped)
        assert said in text(visitor, "my_trainings")
    assert send(visitor, "my_training_state", key, stand="weg").status_code == 404
    SkillTraining.objects.filter(key=key).update(sessions_done=6)
    assert "Dit is klaar" in text(visitor, "my_trainings") and "Ik was er weer" not in text(visitor, "my_trainings")
    send(visitor, "my_training_remove", key)
    assert not SkillTraining.objects.filter(key=key).exists()


# ── Two editors ─────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("page", "name", "theirs", "mine"),
    [
        ("my_talk", "talk", {"words": "Van een ander."}, {"words": "Van mij.", "mark": "oud"}),
        ("my_find", "find", {"words": "Van een ander."}, {"kind": "shop", "words": "Van mij.", "mark": "oud"}),
        ("my_training", "training", {"words": "Van een ander.", "version": 2},
         {"words": "Van mij.", "kind": "money", "version": 1}),
    ],
)  # fmt: skip
def test_the_second_of_two_editors_sees_both_texts_and_nothing_is_lost(
    cast: Cast, page: str, name: str, theirs: dict[str, Any], mine: dict[str, Any]
) -> None:
    row = part(cast, name)
    type(row).objects.filter(pk=row.pk).update(**theirs)
    visitor = browser(cast, "client")
    answer = send(visitor, page, row.key, **mine)
    shown = answer.content.decode()
    assert answer.status_code == 409 and "Van een ander." in shown and "Van mij." in shown
    assert part(cast, name).words == "Van een ander."
    field = "version" if name == "training" else "mark"
    basis = shown.split(f'name="{field}" value="')[1].split('"')[0]
    assert send(visitor, page, row.key, **{**mine, field: basis}).status_code == 302
    assert part(cast, name).words == "Van mij."


# ── Staff, others, and what stays ───────────────────────────────────────────────────────────────────────────────────


def test_a_carer_reads_all_and_writes_what_the_person_said(cast: Cast) -> None:
    visitor, key = browser(cast, "support_worker"), cast.subject("aziza").key
    page = text(visitor, "preparing", key)
    assert all(f"Zqkazizax{what}zz" in page for what in ("gesprek", "winkel", "cursus", "leraar"))
    for name, form in (
        ("preparing_talk", {"with_name": "Evi", "words": "Het went."}), ("preparing_find", {"kind": "green", "words": "Het park"}),
        ("preparing_training", {"kind": "housing", "words": "Woontraining", "sessions": "8"}),
    ):  # fmt: skip
        assert send(visitor, name, key, **form).status_code == 200, "only on the word of the person"
        assert send(visitor, name, key, said="on", **form).status_code == 302
    page = text(visitor, "preparing", key)
    assert all(said in page for said in ("Het went.", "Het park", "Woontraining", "0 van 8 keer geweest"))
    send(visitor, "preparing_been", key, cast.subject("aziza").plan["training"], seen=1)
    assert part(cast, "training").sessions_done == 2
    carer = cast.home.workers["support_worker"].name
    assert f"{carer} schreef dit voor je op." in text(browser(cast, "client"), "my_talks")
    lines = PersonEvent.objects.filter(about="preparing", person=cast.subject("aziza").person)
    assert {line.by_name for line in lines} == {carer}
    assert all("went" not in str((line.old, line.new, line.why)) for line in lines), "the history holds no own words"


CLIENT_PAGES = ("my_preparing", "my_alone", "my_landlord", "my_talks", "my_talk_new", "my_talk", "my_talk_remove", "my_neighbourhood",
                "my_neighbourhood_paper", "my_find_new", "my_find", "my_trainings", "my_training_new", "my_training",
                "my_training_remove")  # fmt: skip
STAFF_PAGES = ("preparing", "preparing_talk", "preparing_find", "preparing_training")
PART_OF = {"my_talk": "talk", "my_find": "find", "my_training": "training"}


def arguments_of(cast: Cast, name: str, who: str) -> list[Any]:
    part_name = PART_OF.get(name.removesuffix("_remove")) if name != "my_talk_new" else None
    return [cast.subject(who).plan[part_name]] if part_name else []


@pytest.mark.parametrize("name", [*PART_OF, "my_talk_remove", "my_training_remove"])
def test_a_thing_of_somebody_else_or_of_nobody_is_not_there(cast: Cast, name: str) -> None:
    visitor = browser(cast, "client")
    address = reverse(f"plan:{name}", args=arguments_of(cast, name, "bram"))
    assert visitor.get(address).status_code == 404 and visitor.post(address, {"words": "x"}).status_code == 404


@pytest.mark.parametrize(("name", "what"), [("my_find_been", "find"), ("my_find_remove", "find"), ("my_find_back", "find"),
                                            ("my_training_been", "training"), ("my_training_state", "training")])  # fmt: skip
def test_a_press_on_a_thing_of_somebody_else_changes_nothing(cast: Cast, name: str, what: str) -> None:
    before = whole(cast.subject("bram").person)
    answer = send(browser(cast, "client"), name, cast.subject("bram").plan[what], stand="done", seen=1)
    assert answer.status_code == 404 and whole(cast.subject("bram").person) == before


@pytest.mark.parametrize("name", STAFF_PAGES)
def test_a_foreign_and_an_unknown_person_are_not_there(cast: Cast, name: str) -> None:
    visitor = browser(cast, "support_worker")
    for key in (cast.subject("eva").key, "00000000-0000-4000-8000-000000000000"):
        assert visitor.get(reverse(f"plan:{name}", args=[key])).status_code == 404


def test_a_training_of_another_is_not_counted_under_a_person_one_may_write(cast: Cast) -> None:
    other = cast.subject("bram").plan["training"]
    answer = send(browser(cast, "support_worker"), "preparing_been", cast.subject("aziza").key, other, seen=1)
    assert answer.status_code == 404 and SkillTraining.objects.get(key=other).sessions_done == 1


def test_frozen_data_are_not_changed(cast: Cast) -> None:
    Person.objects.filter(pk=cast.subject("aziza").person.pk).update(frozen_on=TODAY)
    before = whole(cast.subject("aziza").person)
    visitor = browser(cast, "client")
    send(visitor, "my_talk_new", words="x")
    send(visitor, "my_find_been", cast.subject("aziza").plan["find"])
    assert whole(cast.subject("aziza").person) == before
    assert "Je gegevens staan nu stil." in text(visitor, "my_neighbourhood")


def test_without_a_route_staff_do_not_open_it_as_they_do_not_open_the_plan(cast: Cast) -> None:
    from landing.plan.models import Plan

    staff = cast.viewer("support_worker")
    person = add_person(viewer=staff, given_name="Nieuw")
    with pytest.raises(NotVisible):
        actions.add_talk(viewer=staff, person_key=person.key, words="Zonder route.")
    assert not Plan.objects.filter(person=person).exists()


@pytest.mark.parametrize("happens", [carer_leaves, provider_changes])
def test_what_a_carer_wrote_down_stays_when(cast: Cast, happens: Callable[[Cast], None]) -> None:
    subject, staff = cast.subject("aziza"), cast.viewer("support_worker")
    actions.add_talk(viewer=staff, person_key=subject.key, words="Het went.")
    actions.add_training(viewer=staff, person_key=subject.key, values={"words": "Woontraining"})
    before = whole(subject.person)
    happens(cast)
    assert whole(Person.objects.get(key=subject.key)) == before
    page = text(browser(cast, "client"), "my_talks")
    assert "Het went." in page and staff.name in page


@pytest.mark.parametrize("name", (*CLIENT_PAGES, *STAFF_PAGES))
def test_a_page_asks_few_questions_however_much_is_in_it(cast: Cast, name: str) -> None:
    viewer = cast.viewer("client")
    for number in range(15):
        actions.add_talk(viewer=viewer, words=str(number))
        actions.add_find(viewer=viewer, kind="shop", words=str(number))
        actions.add_training(viewer=viewer, values={"words": str(number)})
    is_client = name in CLIENT_PAGES
    visitor = browser(cast, "client" if is_client else "support_worker")
    args = arguments_of(cast, name, "aziza") if is_client else [cast.subject("aziza").key]
    address = reverse(f"plan:{name}", args=args)
    visitor.get(address)
    with asked() as statements:
        assert visitor.get(address).status_code == 200
    assert len(statements) <= MOST_STATEMENTS, f"{len(statements)}\n" + "\n".join(one[:150] for one in statements)


# ── The texts ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_texts_load_and_every_question_can_be_taken_along(cast: Cast) -> None:
    page = text(browser(cast, "client"), "my_alone")
    assert len(words.alone()) == 9
    for one in words.alone():
        assert str(one.title) in page and str(one.ask) in page
    assert list(words.look_for()) == list(words.KINDS) == NeighbourhoodFind.Kind.values
    assert list(words.TRAININGS) == SkillTraining.Kind.values
    assert [words.kind_in(said) for said in ("green", "", "niets")] == ["green", "", ""]


SOURCE = {"document": "NTW", "items": ["S-287"]}
ONE = {"id": "stil", "title": "Het is stil", "says": ["Dit is zo."], "helps": ["Doe dit."], "ask": "Hoe was het?"}


@pytest.mark.parametrize("fault", [
    {"id": "Met Spatie"}, {"says": []}, {"says": ["Geen punt"]}, {"says": ["Het " * 13 + "is."]}, {"helps": ["Een."] * 5},
    {"ask": "Geen vraag."}, {"title": "Een " * 13}, {"meer": "x"},
])  # fmt: skip
def test_a_fault_in_what_living_alone_means_is_told(fault: dict[str, Any]) -> None:
    assert words.read_parts({"source": SOURCE, "parts": [ONE]}, "alone")[0].ask == "Hoe was het?"
    with pytest.raises(ContentFault, match="alone.yaml"):
        words.read_parts({"source": SOURCE, "parts": [{**ONE, **fault}]}, "alone")


def test_a_fault_around_the_texts_is_told() -> None:
    for wrong in (
        {"parts": [ONE]},
        {"source": SOURCE, "parts": [ONE, ONE]},
        {"source": {"items": ["287"]}, "parts": [ONE]},
    ):
        with pytest.raises(ContentFault, match="alone.yaml"):
            words.read_parts(wrong, "alone")
    kinds = [{"kind": kind, "look_for": ["Waar is het?"]} for kind in NeighbourhoodFind.Kind.values]
    assert len(words.read_look_for({"source": SOURCE, "kinds": kinds})) == 8
    for missing in (kinds[1:], [*kinds[:-1], {"kind": "other", "look_for": ["Geen vraag."]}]):
        with pytest.raises(ContentFault, match="neighbourhood.yaml"):
            words.read_look_for({"source": SOURCE, "kinds": missing})


def test_sources_are_statements_of_the_inventory() -> None:
    import yaml

    from tests.house.test_coverage import NUMBERS

    for file in words.FOLDER.glob("*.yaml"):
        assert set(yaml.safe_load(file.read_text())["source"]["items"]) <= set(NUMBERS), file.name
