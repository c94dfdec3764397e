"""Strengths, a good life and saving."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from landing.plan import strength_actions as actions
from landing.plan import strength_reads as reads
from landing.plan.models import GoodLifeWords, Strength, Wish
from tests.cast import Cast
from tests.rooms.plan.pages import browser, send, text


def test_a_strength_is_written_changed_travels_and_goes(cast: Cast) -> None:
    visitor = browser(cast, "client")
    send(visitor, "my_strength_new", words="Ik kan zingen.", kind="talent", travels="on")
    row = Strength.objects.get(words="Ik kan zingen.")
    assert row.travels and "Mag mee naar wie het overneemt" in text(visitor, "my_strengths")
    assert "Mag mee bij overdracht" in text(browser(cast, "support_worker"), "plan", cast.subject("aziza").key)
    assert not actions.add_strength(viewer=cast.viewer("client"), words="Ik kan zingen.", kind="talent")
    send(visitor, "my_strength", row.key, seen="Ik kan zingen.", words="Ik kan dansen.", kind="energy")
    assert "Daar krijg ik energie van" in text(visitor, "my_strengths")
    answer = send(visitor, "my_strength", row.key, seen="Ik kan zingen.", words="Ik kan koken.")
    assert (
        answer.status_code == 409
        and "Ik kan dansen." in answer.content.decode()
        and "Ik kan koken." in answer.content.decode()
    )
    send(visitor, "my_strength_remove", row.key)
    assert not Strength.objects.filter(key=row.key).exists()


def test_what_was_said_before_about_a_good_life_stays(cast: Cast) -> None:
    visitor = browser(cast, "client")
    send(visitor, "my_good_life_tell", belonging="Het koor.", seen_belonging="Zqkazizaxgoedzz")
    page = text(visitor, "my_good_life")
    assert "Het koor." in page and "Zqkazizaxgoedzz" in page and "Eerder zei je" in page
    assert GoodLifeWords.objects.filter(plan__person=cast.subject("aziza").person).count() == 2, "only what is new"
    answer = send(visitor, "my_good_life_tell", belonging="Mijn kat.", seen_belonging="Zqkazizaxgoedzz")
    assert (
        answer.status_code == 409 and "Het koor." in answer.content.decode() and "Mijn kat." in answer.content.decode()
    )


@pytest.mark.parametrize(("typed", "cents"), [("180", 18000), ("12,50", 1250), ("€ 1.234,5", 123450), ("", None)])
def test_euros_are_kept_in_cents(cast: Cast, typed: str, cents: int | None) -> None:
    send(browser(cast, "client"), "my_saving_new", words="Iets moois", cost_cents=typed)
    assert Wish.objects.get(words="Iets moois").cost_cents == cents


def test_saving_goes_up_and_down_but_never_below_nothing(cast: Cast) -> None:
    visitor, key = browser(cast, "client"), cast.subject("aziza").plan["saving"]
    for cents, way, saved in (("30", "more", 3000), ("10", "less", 2000), ("99", "less", 0), ("60", "more", 6000)):
        send(visitor, "my_saving_put_by", key, cents=cents, way=way)
        assert Wish.objects.get(key=key).saved_cents == saved
    page = text(visitor, "my_savings")
    assert "Je hebt € 60 van € 50." in page and "Je hebt genoeg!" in page
    assert send(visitor, "my_saving_put_by", key, cents="veel").status_code == 200
    send(visitor, "my_saving_reached", key, gelukt="ja")
    assert Wish.objects.get(key=key).reached_on and "Toch nog niet" in text(visitor, "my_savings")
    send(visitor, "my_saving_reached", key, gelukt="nee")
    answer = send(visitor, "my_saving", key, version=1, words="Oud formulier")
    assert answer.status_code == 409 and "Oud formulier" in answer.content.decode()


def test_only_the_person_writes_here(cast: Cast) -> None:
    for deed in (lambda who: actions.add_strength(viewer=who, words="x"), lambda who: actions.add_wish(viewer=who, values={}),
                 lambda who: actions.tell_good_life(viewer=who, said={}, seen={})):  # fmt: skip
        with pytest.raises(PermissionDenied):
            deed(cast.viewer("support_worker"))


@pytest.mark.parametrize(("cents", "words"), [(0, "€ 0"), (5, "€ 0,05"), (123456, "€ 1.234,56"), (30000, "€ 300")])
def test_an_amount_reads_the_dutch_way(cents: int, words: str) -> None:
    assert reads.euro(cents) == words
