"""How it goes: what the person chose, in a few taps, never nagging; a carer's estimate stands apart."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from landing.people.actions import NotPossible
from landing.people.reads import NotVisible
from landing.plan import checkin_actions as actions
from landing.plan import checkin_reads as reads
from landing.plan import goal_reads, goal_version_actions
from landing.plan.models import CheckIn, CheckInScore, Followed
from landing.ui.charts import Point, line_drawings
from tests.cast import TODAY, Cast
from tests.rooms.plan.pages import browser, send, text


def test_the_person_chooses_says_how_it_goes_and_sees_it_as_line_and_list(cast: Cast) -> None:
    visitor, subject = browser(cast, "client"), cast.subject("aziza")
    CheckIn.objects.update(on=TODAY - timedelta(days=7))
    key = subject.plan["followed"]
    assert "icon" in text(visitor, "my_check_in"), "a face beside the word"
    send(visitor, "my_check_in", **{f"v_{key}": "5", "said": "Ik kreeg bezoek."})
    page = text(visitor, "my_check_ins")
    assert (
        "<path" in page
        and "<table" in page
        and "Nu: heel goed. De keer ervoor: gaat wel." in page
        and "Ik kreeg bezoek." in page
    )
    send(visitor, "my_check_in", **{f"v_{key}": "4"})
    assert CheckInScore.objects.filter(followed__key=key, check_in__on=TODAY).get().value == 4, (
        "the same day: the newest counts"
    )
    assert CheckIn.objects.get(on=TODAY, plan__person=subject.person).words == "Ik kreeg bezoek."


def test_something_is_followed_changed_and_stopped_and_nothing_is_lost(cast: Cast) -> None:
    visitor = browser(cast, "client")
    send(visitor, "my_follow_new", words="Hoe ik eet", scale="ten", rhythm="day")
    row = Followed.objects.get(words="Hoe ik eet")
    send(visitor, "my_check_in", **{f"v_{row.key}": "0"})
    send(visitor, "my_follow", row.key, words="Hoe ik kook", rhythm="week")
    send(visitor, "my_follow_stop", row.key)
    row.refresh_from_db()
    assert (row.words, row.rhythm, row.to_date) == ("Hoe ik kook", "week", TODAY)
    assert CheckInScore.objects.get(followed=row).value == 0
    assert "Hoe ik kook" not in text(visitor, "my_check_ins")
    assert "Hoe mijn dag was" in text(visitor, "my_follow_new"), "there are suggestions"
    assert 'value="Hoe mijn dag was"' in text(visitor, "my_follow_new", voorbeeld="my-day")


def test_it_says_kindly_when_it_is_time_and_never_while_the_plan_rests(cast: Cast) -> None:
    client = cast.viewer("client")
    plan = goal_reads.my_plan(client)
    assert reads.due(client, plan) == [], "something was said today"
    CheckIn.objects.update(on=TODAY - timedelta(days=7))
    assert [one.key for one in reads.due(client, plan)] == [cast.subject("aziza").plan["followed"]]
    page = text(browser(cast, "client"), "my_plan")
    assert "Wil je even zeggen hoe het gaat?" in page and "Het hoeft niet." in page
    goal_version_actions.pause(viewer=client)
    assert reads.due(client, goal_reads.my_plan(client)) == []
    goal_version_actions.go_on(viewer=client)
    Followed.objects.update(rhythm="whenever")
    assert reads.due(client, goal_reads.my_plan(client)) == []


def test_an_estimate_stands_apart_and_is_never_the_persons_own(cast: Cast) -> None:
    visitor, subject = browser(cast, "support_worker"), cast.subject("aziza")
    key = subject.plan["followed"]
    send(visitor, "check_in_estimate", subject.key, **{"whose": "supporter", f"v_{key}": "2", "said": "Ik zie zorgen."})
    row = CheckIn.objects.get(words="Ik zie zorgen.")
    assert (row.side, row.by_role) == ("supporter", "support_worker")
    page = text(visitor, "check_ins", subject.key)
    assert "Schatting van de begeleiding" in page and "Ik zie zorgen." in page
    assert "Ik zie zorgen." not in text(browser(cast, "client"), "my_check_ins")
    course = reads.courses(None, reads.followed(goal_reads.my_plan(cast.viewer("client"))),
                           reads.check_ins(cast.viewer("client"), goal_reads.my_plan(cast.viewer("client"))), other=True)[0]  # fmt: skip
    assert [point.value for point in course.own] == [3] and [point.value for point in course.other] == [2]
    send(visitor, "check_in_estimate", subject.key, **{"whose": "person", f"v_{key}": "1", "on": "20-11-2026"})
    assert CheckIn.objects.get(on="2026-11-20").side == "person"
    late = send(visitor, "check_in_estimate", subject.key, **{"whose": "person", f"v_{key}": "1", "on": "20-12-2026"})
    assert "nog niet geweest" in late.content.decode()


def test_the_municipality_reads_the_plan_and_not_how_somebody_says_it_goes(cast: Cast) -> None:
    director, subject = cast.viewer("process_director"), cast.subject("aziza")
    plan = browser(cast, "process_director").get(reverse("plan:plan", args=[subject.key]))
    assert plan.status_code == 200
    assert reverse("plan:check_ins", args=[subject.key]) not in plan.content.decode()
    assert reverse("plan:check_ins", args=[subject.key]) in text(browser(cast, "support_worker"), "plan", subject.key)
    with pytest.raises(NotVisible):
        actions.say(viewer=director, person_key=subject.key, values={subject.plan["followed"]: 2})


def test_only_the_person_chooses_and_only_on_the_scale(cast: Cast) -> None:
    with pytest.raises(NotPossible):
        actions.follow(viewer=cast.viewer("support_worker"), words="x", scale="face", rhythm="day")
    key = cast.subject("aziza").plan["followed"]
    for value in (0, 6):
        with pytest.raises(NotPossible):
            actions.say(viewer=cast.viewer("client"), values={key: value})
    with pytest.raises(NotVisible):
        actions.say(viewer=cast.viewer("client"), values={cast.subject("cora").plan["followed"]: 3})


def test_a_line_stays_within_its_drawing() -> None:
    points = [
        Point(TODAY + timedelta(days=days), value, str(value), "iets" if days else "")
        for days, value in ((0, 0), (9, 10), (10, 5))
    ]
    for drawing in line_drawings(points, 0, 10, [(0, "0"), (10, "10")]):
        assert all(0 <= spot.x <= drawing.width and 0 < spot.y < drawing.height for spot in drawing.spots)
        assert [spot.number for spot in drawing.spots] == [0, 1, 2]
        assert drawing.spots[1].y < drawing.spots[2].y < drawing.spots[0].y
    for wrong in ([], [Point(TODAY, 11, "11")]):
        with pytest.raises(ValueError, match="a line needs points"):
            line_drawings(wrong, 0, 10, [])
