"""Als het minder gaat and the signaleringsplan: two papers with two regimes, and two editors who lose nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.urls import reverse

from landing.people.actions import ChangedMeanwhile, NotPossible
from landing.people.append_only import lifted
from landing.people.models import Account, PersonEvent
from landing.people.reads import NotVisible
from landing.people.viewer import Viewer
from landing.plan import sign_actions as actions
from landing.plan import sign_reads as reads
from landing.plan.gate_actions import CARD_STEP, Ticked
from landing.plan.models import SignPhase, SignPlan, SignVersion
from landing.plan.reads import mine, whose
from landing.plan.sign_words import CLOSE_ONES, GENERAL, PHASES, Kind, Part, parts
from landing.route.models import StepMark
from tests.cast import TODAY, Cast
from tests.rooms.plan.visiting import MOST, browser, sent, statements, without_own_words

pytestmark = pytest.mark.django_db
RELAPSE, EARLY = Kind.RELAPSE, Kind.EARLY_SIGN


@pytest.fixture
def cast(cast: Cast) -> Cast:
    return without_own_words(cast)


def part(name: str) -> Part:
    return next(one for one in parts(own=False, name="Aziza") if one.name == name)


def write(cast: Cast, who: str, kind: str, name: str = "early", **more: Any) -> actions.Kept:
    values = more.pop("values", {"signs": "Slaapt slecht"})
    return actions.write(viewer=cast.viewer(who), person_key=cast.subject("aziza").key, kind=kind, part=part(name),
                         values=values, seen=more.pop("seen", {}), **more)  # fmt: skip


def page(cast: Cast, who: str, name: str) -> Any:
    args = [] if name.startswith("my_") else [cast.subject("aziza").key]
    return browser(cast, who).get(reverse(f"plan:{name}", args=args))


def test_all_five_phases_and_what_always_holds_are_filled_in_by_the_person(cast: Cast) -> None:
    visitor = browser(cast, "client")
    every = parts(own=True, name="")
    assert [one.name for one in every] == [*PHASES, GENERAL, CLOSE_ONES]
    for one in every:
        form = {field: f"{one.name} {field}" for field, _ in one.fields}
        answer = visitor.post(
            reverse("plan:my_relapse_part", args=[one.name]), sent(**form, seen="{}", verder="volgende")
        )
        assert answer.status_code == 302
    assert answer.headers["Location"] == reverse("plan:my_relapse_plan")
    shown = visitor.get(reverse("plan:my_relapse_plan")).content.decode()
    for one in every:
        assert all(f"{one.name} {field}" in shown for field, _ in one.fields), one.name
    viewer = cast.viewer("client")
    assert reads.plan(viewer, mine(viewer), RELAPSE).agreed_on == TODAY, (
        "what the person writes, the person agrees with"
    )


def test_nothing_must_be_filled_in_and_the_same_again_is_no_change(cast: Cast) -> None:
    assert not write(cast, "client", RELAPSE, values={"signs": " "}).changed
    assert not SignPlan.objects.exists()
    assert write(cast, "client", RELAPSE).changed and not write(cast, "client", RELAPSE).changed
    assert SignPlan.objects.get().version == 1


@pytest.mark.parametrize("name", ["early", "bestaat-niet"])
def test_only_parts_that_exist_have_a_page(cast: Cast, name: str) -> None:
    answer = browser(cast, "client").get(reverse("plan:my_relapse_part", args=[name]))
    assert answer.status_code == (200 if name in PHASES else 404)


# ── Two regimes ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_own_plan_has_the_regime_of_the_plan(cast: Cast) -> None:
    write(cast, "client", RELAPSE)
    for who in ("support_worker", "coordinator", "advocate"):
        assert "Slaapt slecht" in page(cast, who, "relapse_plan").content.decode(), who
    # The municipality reads the plan by law, and decides without what it tells of bad days.
    assert page(cast, "process_director", "plan").status_code == 200
    for who in ("process_director", "housing_officer", "income_officer", "peer_worker", "neighbours.coordinator"):
        assert page(cast, who, "relapse_plan").status_code == 404, who


def test_the_early_sign_plan_is_of_carers_and_the_person_reads_it(cast: Cast) -> None:
    write(cast, "support_worker", EARLY)
    for who in ("support_worker", "coordinator"):
        assert "Slaapt slecht" in page(cast, who, "sign_plan").content.decode(), who
    own = page(cast, "client", "my_sign_plan").content.decode()
    assert "Slaapt slecht" in own and "Verander dit" not in own
    with pytest.raises(PermissionDenied):
        write(cast, "client", EARLY, values={"signs": "x"})


@pytest.mark.parametrize("who", ["process_director", "income_officer", "housing_officer", "advocate", "peer_worker"])
def test_the_municipality_and_others_never_see_it(cast: Cast, who: str) -> None:
    write(cast, "support_worker", EARLY)
    assert page(cast, who, "sign_plan").status_code == 404
    with pytest.raises(NotVisible):
        whose(cast.viewer(who), cast.subject("aziza").key, "early_sign_plan")
    person = browser(cast, who).get(reverse("desk:person", args=[cast.subject("aziza").key])).content.decode()
    assert "Slaapt slecht" not in person and reverse("plan:sign_plan", args=[cast.subject("aziza").key]) not in person


def test_the_two_papers_do_not_mix(cast: Cast) -> None:
    write(cast, "client", RELAPSE, values={"signs": "Ik zeg af"})
    write(cast, "support_worker", EARLY, values={"signs": "Zegt twee keer af"})
    assert "Zegt twee keer af" not in page(cast, "client", "my_relapse_plan").content.decode()
    assert "Ik zeg af" not in page(cast, "support_worker", "sign_plan").content.decode()
    assert SignPhase.objects.count() == 2


def test_the_history_does_not_tell_what_stands_in_it(cast: Cast) -> None:
    write(cast, "support_worker", EARLY, values={"signs": "Geheim"})
    lines = list(PersonEvent.objects.filter(about="sign_plan").values_list("old", "new", "why"))
    assert len(lines) == 1 and "Geheim" not in str(lines)


# ── Close ones ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_close_ones_say_goes_in_only_with_the_day_the_person_agreed(cast: Cast) -> None:
    said = {"close_ones": "Ze wordt dan stil"}
    with pytest.raises(NotPossible, match="goed vond"):
        write(cast, "support_worker", EARLY, CLOSE_ONES, values=said)
    with pytest.raises(NotPossible, match="moet nog komen"):
        write(cast, "support_worker", EARLY, CLOSE_ONES, values=said, agreed_on=TODAY + timedelta(days=1))
    assert not SignPlan.objects.exists()
    address = reverse("plan:sign_part", args=[cast.subject("aziza").key, CLOSE_ONES])
    refused = browser(cast, "support_worker").post(address, sent(**said, seen="{}")).content.decode()
    assert "Schrijf op welke dag" in refused and "Ze wordt dan stil" in refused
    browser(cast, "support_worker").post(address, sent(**said, seen="{}", agreed_on="20-11-2026"))
    assert SignPlan.objects.get().close_ones_agreed_on == TODAY - timedelta(days=3)
    assert "Jij vond dit goed op vrijdag 20 november 2026" in page(cast, "client", "my_sign_plan").content.decode()
    write(cast, "support_worker", EARLY, CLOSE_ONES, values={"close_ones": ""})
    assert SignPlan.objects.get().close_ones_agreed_on is None, "with the words goes the agreement"


# ── Two editors, the gate, survival, the budget ─────────────────────────────────────────────────────────────────────


def test_of_two_editors_the_second_sees_both_texts_and_other_parts_do_not_collide(cast: Cast) -> None:
    write(cast, "support_worker", EARLY, values={"signs": "Een"})
    write(cast, "coordinator", EARLY, values={"signs": "Twee"}, seen={"signs": "Een"})
    with pytest.raises(ChangedMeanwhile) as conflict:
        write(cast, "support_worker", EARLY, values={"signs": "Drie"}, seen={"signs": "Een"})
    assert [(one.theirs, one.yours, one.by_name) for one in conflict.value.differences] == [
        ("Twee", "Drie", "Coen Coördi")
    ]
    write(cast, "support_worker", EARLY, "worse", values={"signs": "Anders"}, seen={"signs": ""})
    address = reverse("plan:sign_part", args=[cast.subject("aziza").key, "early"])
    answer = browser(cast, "support_worker").post(address, sent(signs="Drie", seen='{"signs": "Een"}'))
    assert answer.status_code == 409 and "Twee" in answer.content.decode() and "Drie" in answer.content.decode()
    assert (
        SignPhase.objects.get(phase="early").signs == "Twee" and SignPhase.objects.get(phase="worse").signs == "Anders"
    )


def test_two_windows_that_saw_an_empty_part_do_not_overwrite_each_other(cast: Cast) -> None:
    write(cast, "support_worker", EARLY, values={"signs": "Een"}, seen={"signs": ""})
    with pytest.raises(ChangedMeanwhile):
        write(cast, "coordinator", EARLY, values={"signs": "Twee"}, seen={"signs": ""})


def test_the_first_words_tick_the_step_of_the_gate(cast: Cast) -> None:
    marks = StepMark.objects.filter(journey=cast.subject("aziza").journey, rule=CARD_STEP, current=True)
    assert write(cast, "support_worker", EARLY).step is Ticked.NOW and marks.get().by_role == "support_worker"
    assert write(cast, "support_worker", EARLY, values={"signs": "Meer"}).step is Ticked.NOTHING and marks.count() == 1
    assert write(cast, "client", RELAPSE).step is Ticked.NOTHING, "the own plan is another paper"


def test_both_stay_whole_when_the_carer_leaves_and_the_login_is_deleted(cast: Cast) -> None:
    write(cast, "client", RELAPSE)
    write(cast, "support_worker", EARLY)
    before = list(SignPlan.objects.order_by("id").values()), list(SignPhase.objects.order_by("id").values())
    with lifted(connection):
        for who in ("support_worker", "client"):
            Account.objects.filter(pk=cast.accounts[who].pk).delete()
    assert (list(SignPlan.objects.order_by("id").values()), list(SignPhase.objects.order_by("id").values())) == before


def test_the_pages_ask_little(cast: Cast) -> None:
    for name in PHASES:
        write(cast, "client", RELAPSE, name)
        write(cast, "support_worker", EARLY, name)
    key = cast.subject("aziza").key
    client, staff = browser(cast, "client"), browser(cast, "support_worker")
    counts = {
        "own": statements(client, reverse("plan:my_relapse_plan")), "read": statements(client, reverse("plan:my_sign_plan")),
        "part": statements(client, reverse("plan:my_relapse_part", args=["early"])),
        "staff": statements(staff, reverse("plan:sign_plan", args=[key])),
        "staff part": statements(staff, reverse("plan:sign_part", args=[key, "early"])),
    }  # fmt: skip
    assert max(counts.values()) <= MOST, counts


# ── Versions ────────────────────────────────────────────────────────────────────────────────────────────────────────


def lines(cast: Cast, who: str, kind: str) -> list[tuple[int, str, tuple[str, ...], int | None]]:
    """Every version as a viewer reads it: number, role, parts that changed, and what it brought back."""
    viewer = cast.viewer(who)
    found = reads.plan(viewer, whose(viewer, cast.subject("aziza").key), kind)
    return [
        (one.number, one.by_role, one.changed, one.restores)
        for one in reads.versions(viewer, found, own=False, name="")
    ]


def back(cast: Cast, who: str, kind: str, number: int, seen: int) -> actions.Restored:
    return actions.restore(
        viewer=cast.viewer(who), person_key=cast.subject("aziza").key, kind=kind, number=number, seen=seen
    )


def test_every_change_is_a_version_with_what_changed_and_by_whom(cast: Cast) -> None:
    write(cast, "client", RELAPSE)
    write(cast, "support_worker", RELAPSE, "worse", values={"signs": "Zegt af"})
    assert not write(cast, "client", RELAPSE).changed, "the same again is no version"
    assert lines(cast, "client", RELAPSE) == [(2, "support_worker", ("Het gaat slecht",), None),
                                              (1, "client", ("Het gaat iets minder",), None)]  # fmt: skip
    own = page(cast, "client", "my_relapse_versions").content.decode()
    assert "Jij veranderde dit" in own and "Bo Begelei (begeleider) veranderde dit" in own
    assert own.count("Dit zei jij zelf.") == 1 and "Anders bij: Het gaat slecht." in own
    assert page(cast, "support_worker", "relapse_versions").content.decode().count("Op het woord van de persoon.") == 1


def test_an_older_version_is_shown_beside_what_stands_there_now(cast: Cast) -> None:
    write(cast, "client", RELAPSE)
    write(cast, "client", RELAPSE, values={"signs": "Eet niet"})
    shown = browser(cast, "client").get(reverse("plan:my_relapse_versions"), {"versie": "1"}).content.decode()
    assert "Zo was het plan" in shown and "Slaapt slecht" in shown and "Nu staat er:" in shown and "Eet niet" in shown
    assert browser(cast, "client").get(reverse("plan:my_relapse_versions"), {"versie": "9"}).status_code == 404


@pytest.mark.parametrize(("who", "kind"), [("client", RELAPSE), ("support_worker", RELAPSE), ("coordinator", EARLY)])
def test_bringing_one_back_is_a_version_itself_and_loses_nothing(cast: Cast, who: str, kind: str) -> None:
    first = "client" if kind == RELAPSE else "support_worker"
    write(cast, first, kind)
    write(cast, first, kind, "crisis", values={"signs": "Praat niet meer"})
    write(cast, first, kind, GENERAL, values={"risks": "Alleen zijn"})
    assert back(cast, who, kind, 1, 3) == actions.Restored(True)
    found = reads.plan(cast.viewer(first), whose(cast.viewer(first), cast.subject("aziza").key), kind)
    assert found.at("early")["signs"] == "Slaapt slecht" and not found.at("crisis").get("signs")
    assert found.at(GENERAL)["risks"] == "" and found.version == 4
    assert lines(cast, first, kind)[0][3] == 1 and back(cast, who, kind, 4, 4) == actions.Restored(False)
    back(cast, who, kind, 3, 4)
    again = reads.plan(cast.viewer(first), whose(cast.viewer(first), cast.subject("aziza").key), kind)
    assert again.at("crisis")["signs"] == "Praat niet meer" and again.at(GENERAL)["risks"] == "Alleen zijn"


def test_who_brings_back_what_was_changed_meanwhile_is_told_and_nothing_happens(cast: Cast) -> None:
    write(cast, "support_worker", EARLY)
    write(cast, "coordinator", EARLY, values={"signs": "Anders"})
    with pytest.raises(NotPossible, match="intussen"):
        back(cast, "support_worker", EARLY, 1, 1)
    address = reverse("plan:sign_back", args=[cast.subject("aziza").key, 1])
    answer = browser(cast, "support_worker").post(address, sent(seen="1"), follow=True)
    assert "Er is intussen iets veranderd." in answer.content.decode()
    assert SignPhase.objects.get().signs == "Anders" and SignVersion.objects.count() == 2
    browser(cast, "support_worker").post(address, sent(seen="2"))
    assert SignPhase.objects.get().signs == "Slaapt slecht" and SignVersion.objects.count() == 3


def test_what_close_ones_said_comes_back_only_by_the_persons_own_hand(cast: Cast) -> None:
    said = {"close_ones": "Ze wordt stil"}
    for kind in (RELAPSE, EARLY):
        write(cast, "support_worker", kind, CLOSE_ONES, values=said, agreed_on=TODAY - timedelta(days=3))
        write(cast, "support_worker", kind, CLOSE_ONES, values={"close_ones": ""})
        write(cast, "support_worker", kind)
        assert back(cast, "support_worker", kind, 1, 3) == actions.Restored(True, left_out=True)
        row = SignPlan.objects.get(kind=kind)
        assert (row.close_ones, row.close_ones_agreed_on) == ("", None)
        assert not row.phases.get().signs, "the rest did come back"
    back(cast, "client", RELAPSE, 1, 4)
    row = SignPlan.objects.get(kind=RELAPSE)
    assert (row.close_ones, row.close_ones_agreed_on) == ("Ze wordt stil", TODAY)
    address = reverse("plan:sign_versions", args=[cast.subject("aziza").key])
    assert "Wat naasten zeiden komt niet mee terug." in (
        browser(cast, "support_worker").get(address, {"versie": "1"}).content.decode()
    )


def test_the_versions_have_the_regime_of_the_plan_itself(cast: Cast) -> None:
    write(cast, "client", RELAPSE)
    write(cast, "support_worker", EARLY, values={"signs": "Zegt af"})
    for who in ("process_director", "housing_officer", "income_officer", "peer_worker"):
        for name in ("relapse_versions", "sign_versions"):
            assert page(cast, who, name).status_code == 404, (who, name)
    assert page(cast, "advocate", "relapse_versions").status_code == 200
    assert page(cast, "advocate", "sign_versions").status_code == 404
    own = browser(cast, "client").get(reverse("plan:my_sign_versions"), {"versie": "1"}).content.decode()
    assert "Zegt af" in own and "Zet dit terug" not in own
    for who, kind in (("client", EARLY), ("advocate", RELAPSE)):
        with pytest.raises(PermissionDenied):
            back(cast, who, kind, 1, 1)


def test_a_plan_from_before_versions_has_its_first_one() -> None:
    import importlib

    from django.apps import apps

    from landing.people.models import Person, Region

    region = Region.objects.create(code="oud", name="Oud")
    person = Person.objects.create(region=region, given_name="X", search_name="x", sort_name="x")
    plan = SignPlan.objects.create(person=person, kind=RELAPSE, risks="Drukte", changed_at="2026-01-02T10:00Z", version=3,
                                   changed_by="Y", close_ones="Stil", close_ones_agreed_on=TODAY)  # fmt: skip
    SignPhase.objects.create(sign_plan=plan, phase="early", signs="Moe")
    importlib.import_module("landing.plan.migrations.0005_first_sign_versions").first_versions(apps, None)
    viewer = Viewer(account=None, role=None, today=TODAY)
    found = reads.version(viewer, reads.stored(viewer, plan), 3)
    assert (found.at(GENERAL)["risks"], found.at("early")["signs"], found.agreed_on) == ("Drukte", "Moe", TODAY)
    assert reads.stored(viewer, plan).content() == found.content()


def test_the_pages_of_versions_ask_little(cast: Cast) -> None:
    for number in range(4):
        write(cast, "client", RELAPSE, values={"signs": f"Teken {number}"})
        write(cast, "support_worker", EARLY, values={"signs": f"Teken {number}"})
    key, once = cast.subject("aziza").key, {"versie": "1"}
    counts = {
        "own": statements(browser(cast, "client"), reverse("plan:my_relapse_versions"), once),
        "read": statements(browser(cast, "client"), reverse("plan:my_sign_versions"), once),
        "staff": statements(browser(cast, "support_worker"), reverse("plan:sign_versions", args=[key]), once),
    }
    assert max(counts.values()) <= MOST, counts
