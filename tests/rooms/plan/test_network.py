"""Mijn mensen: a name is enough, what changed can be seen, and it stays whole whoever leaves."""

from __future__ import annotations

import random
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.urls import reverse

from landing.people.actions import ChangedMeanwhile, add_person
from landing.people.append_only import lifted
from landing.people.models import Account, PersonEvent
from landing.people.reads import NotVisible
from landing.plan import network_actions as actions
from landing.plan import network_reads as reads
from landing.plan.gate_actions import FALLBACK_STEP, Ticked
from landing.plan.models import NetworkMember, NetworkTie
from landing.plan.network_drawing import HEIGHT, SECTORS, WIDTH, Box, Somebody, draw, short
from landing.plan.reads import mine, whose
from landing.route.models import StepMark
from tests.cast import TODAY, Cast
from tests.rooms.plan.visiting import MOST, browser, sent, statements, without_own_words

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(cast: Cast) -> Cast:
    return without_own_words(cast)


def add(cast: Cast, who: str = "client", on: int = 0, **values: Any) -> uuid.UUID:
    viewer = cast.viewer(who, today=TODAY + timedelta(days=on))
    return actions.add(viewer=viewer, person_key=cast.subject("aziza").key, values={"name": "Noor", **values}).key


def values_of(cast: Cast, key: uuid.UUID, **changed: Any) -> dict[str, Any]:
    viewer = cast.viewer("client")
    one = reads.member(viewer, mine(viewer), key)
    return {name: getattr(one, name) for name in actions.LABELS} | changed


# ── Filling in ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_name_is_enough_and_no_name_is_told_kindly(cast: Cast) -> None:
    visitor = browser(cast, "client")
    answer = visitor.post(reverse("plan:my_people_add"), sent(name="Noor"), follow=True)
    assert "Noor staat erbij." in answer.content.decode()
    row = NetworkMember.objects.get()
    assert (row.name, row.kind, row.from_date, row.fallback) == ("Noor", "", TODAY, False)
    assert NetworkTie.objects.get().closeness is None
    refused = visitor.post(reverse("plan:my_people_add"), sent(name=" ", kind="friend")).content.decode()
    assert "Een voornaam is genoeg." in refused and NetworkMember.objects.count() == 1


def test_twice_the_same_form_is_one_person(cast: Cast) -> None:
    visitor, form = browser(cast, "client"), sent(name="Noor")
    for _ in range(2):
        assert visitor.post(reverse("plan:my_people_add"), form).status_code == 302
    assert NetworkMember.objects.count() == 1


def test_everything_that_is_filled_in_is_shown_in_the_list(cast: Cast) -> None:
    key = add(cast)
    form = sent(name="Noor", kind="family", role="zus", closeness="1", strength="strong", gives=["emotional", "practical"],
                gets=["company"], phone="06 00 00 00 00", may_call="on", when_to_call="overdag", fallback="on", version="1")  # fmt: skip
    page = browser(cast, "client").post(reverse("plan:my_member", args=[key]), form, follow=True).content.decode()
    for text in ("zus", "Dichtbij", "Contact: sterk", "Geeft: praktische hulp, steun", "Krijgt: gezelligheid",
                 "Bellen mag: overdag", "06 00 00 00 00", "Altijd op terugvallen"):  # fmt: skip
        assert text in page, text


def test_who_stands_around_by_a_bond_is_shown_beside_them_with_who_coordinates(cast: Cast) -> None:
    page = browser(cast, "client").get(reverse("plan:my_people")).content.decode()
    assert "Coen Coördi" in page and "Regelt alles samen met jou." in page and "Bo Begelei" in page


def test_gone_and_back_on_the_same_day_is_as_before(cast: Cast) -> None:
    key = add(cast, on=-10, closeness=1)
    viewer, person = cast.viewer("client"), cast.subject("aziza").key
    assert actions.end(viewer=viewer, person_key=person, member_key=key)
    assert not actions.end(viewer=viewer, person_key=person, member_key=key)
    assert reads.members(viewer, mine(viewer)) == []
    assert actions.take_end_back(viewer=viewer, person_key=person, member_key=key)
    assert not actions.take_end_back(viewer=viewer, person_key=person, member_key=key)
    (one,) = reads.members(viewer, mine(viewer))
    assert (one.closeness, one.from_date) == (1, TODAY - timedelta(days=10)) and NetworkTie.objects.count() == 1


def test_back_after_a_while_leaves_the_time_between_empty(cast: Cast) -> None:
    key = add(cast, on=-30, closeness=2)
    person = cast.subject("aziza").key
    actions.end(viewer=cast.viewer("client", today=TODAY - timedelta(days=20)), person_key=person, member_key=key)
    actions.take_end_back(viewer=cast.viewer("client"), person_key=person, member_key=key)
    ties = list(NetworkTie.objects.order_by("id").values_list("from_date", "to_date", "closeness"))
    assert ties == [(TODAY - timedelta(days=30), TODAY - timedelta(days=20), 2), (TODAY, None, 2)]


# ── What changed ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_two_days_are_compared(cast: Cast) -> None:
    person, early = cast.subject("aziza").key, cast.viewer("client", today=TODAY - timedelta(days=60))
    sister, friend = add(cast, on=-60, name="Zus", closeness=3), add(cast, on=-60, name="Vriend")
    later = cast.viewer("client", today=TODAY - timedelta(days=5))
    actions.change(viewer=later, person_key=person, member_key=sister, version=1,
                   values=values_of(cast, sister, closeness=1, strength="strong", gives=["practical"]))  # fmt: skip
    actions.end(viewer=later, person_key=person, member_key=friend)
    add(cast, on=-5, name="Buur")
    viewer = cast.viewer("client")
    of = mine(viewer)
    found = reads.compare(reads.members(viewer, of, early.today), reads.members(viewer, of))
    assert [(one.name, one.text) for one in found] == [
        ("Buur", "is erbij gekomen."),
        ("Vriend", "hoort er niet meer bij."),
        ("Zus", "staat dichterbij: dichtbij. Eerst: ver."),
        ("Zus", "Het contact is nu sterk. Eerst: niet ingevuld."),
        ("Zus", "geeft nu: praktische hulp. Eerst: niets."),
    ]
    page = browser(cast, "client").get(reverse("plan:my_people"), {"van": "24-09-2026"}).content.decode()
    assert "Zus: staat dichterbij" in page and "Vriend: hoort er niet meer bij." in page
    page = browser(cast, "client").get(reverse("plan:my_people"), {"van": "24-12-2026"}).content.decode()
    assert "Deze dag moet nog komen." in page


def test_twice_on_one_day_is_one_tie(cast: Cast) -> None:
    key, person, viewer = add(cast, on=-3), cast.subject("aziza").key, cast.viewer("client")
    for version, closeness in ((1, 1), (2, 2)):
        actions.change(viewer=viewer, person_key=person, member_key=key, version=version,
                       values=values_of(cast, key, closeness=closeness))  # fmt: skip
    assert list(NetworkTie.objects.order_by("id").values_list("closeness", "to_date")) == [(None, TODAY), (2, None)]


def test_of_two_editors_the_second_sees_both_texts_and_nothing_is_lost(cast: Cast) -> None:
    key, person = add(cast), cast.subject("aziza").key
    staff, client = cast.viewer("support_worker"), cast.viewer("client")
    mine_now = values_of(cast, key, role="beste vriendin")
    actions.change(
        viewer=staff, person_key=person, member_key=key, version=1, values=values_of(cast, key, role="vriendin")
    )
    with pytest.raises(ChangedMeanwhile) as conflict:
        actions.change(viewer=client, person_key=person, member_key=key, version=1, values=mine_now)
    assert [(one.theirs, one.yours) for one in conflict.value.differences] == [("vriendin", "beste vriendin")]
    answer = browser(cast, "client").post(
        reverse("plan:my_member", args=[key]), sent(name="Noor", role="anders", version="1")
    )
    assert answer.status_code == 409 and "vriendin" in answer.content.decode() and "anders" in answer.content.decode()
    assert NetworkMember.objects.get().role == "vriendin"


# ── Who may ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_staff_who_may_read_relations_see_and_write_them(cast: Cast) -> None:
    add(cast, name="Noor")
    key = cast.subject("aziza").key
    for who in ("support_worker", "coordinator", "process_director"):
        assert "Noor" in browser(cast, who).get(reverse("plan:people", args=[key])).content.decode(), who
    visitor = browser(cast, "support_worker")
    visitor.post(reverse("plan:people_add", args=[key]), sent(name="Buurman"))
    assert NetworkMember.objects.get(name="Buurman").added_by == "Bo Begelei"


@pytest.mark.parametrize(
    "who", ["housing_officer", "income_officer", "peer_worker", "advocate", "neighbours.coordinator"]
)
def test_who_may_not_read_relations_finds_what_nobody_finds(cast: Cast, who: str) -> None:
    add(cast)
    answer = browser(cast, who).get(reverse("plan:people", args=[cast.subject("aziza").key]))
    assert answer.status_code == 404
    with pytest.raises(NotVisible):
        whose(cast.viewer(who), cast.subject("aziza").key, "relations")


def test_somebody_of_another_person_is_not_found(cast: Cast) -> None:
    key = actions.add(
        viewer=cast.viewer("neighbours.client"), person_key=cast.subject("cora").key, values={"name": "X"}
    ).key
    assert browser(cast, "client").get(reverse("plan:my_member", args=[key])).status_code == 404
    with pytest.raises(NotVisible):
        actions.end(viewer=cast.viewer("client"), person_key=cast.subject("aziza").key, member_key=key)


def test_nobody_writes_of_who_asked_to_stop_using_the_data(cast: Cast) -> None:
    person = cast.subject("aziza").person
    person.frozen_on = TODAY
    person.save(update_fields=["frozen_on"])
    with pytest.raises(PermissionDenied):
        add(cast)


def test_the_history_says_that_it_changed_and_not_what(cast: Cast) -> None:
    add(cast, name="Geheim")
    line = PersonEvent.objects.get(about="network")
    assert line.by_name == cast.viewer("client").name and "Geheim" not in str((line.old, line.new, line.why))


# ── The step of the route ───────────────────────────────────────────────────────────────────────────────────────────


def test_the_first_who_can_be_relied_on_ticks_the_step_of_the_gate(cast: Cast) -> None:
    key, person, viewer = add(cast), cast.subject("aziza").key, cast.viewer("client")
    marks = StepMark.objects.filter(journey=cast.subject("aziza").journey, rule=FALLBACK_STEP, current=True)
    assert not marks.exists()
    kept = actions.change(viewer=viewer, person_key=person, member_key=key, version=1,
                          values=values_of(cast, key, fallback=True))  # fmt: skip
    assert kept.step is Ticked.NOW and marks.get().by_role == "client"
    second = actions.add(viewer=viewer, person_key=person, values={"name": "Nog een", "fallback": True})
    assert second.step is Ticked.NOTHING and marks.count() == 1


def test_without_a_route_it_is_kept_all_the_same(cast: Cast) -> None:
    staff = cast.viewer("support_worker")
    person = add_person(viewer=staff, given_name="Nieuw")
    kept = actions.add(viewer=staff, person_key=person.key, values={"name": "Noor", "fallback": True})
    assert kept.step is Ticked.NOTHING and len(reads.members(staff, whose(staff, person.key))) == 1
    assert "Noor" in browser(cast, "support_worker").get(reverse("plan:people", args=[person.key])).content.decode()


# ── Survival, and the budget ────────────────────────────────────────────────────────────────────────────────────────


def test_it_stays_whole_when_the_carer_leaves_and_the_login_is_deleted(cast: Cast) -> None:
    for who in ("support_worker", "client"):
        add(cast, who, name=f"Door {who}", closeness=1)
    before = list(NetworkMember.objects.order_by("id").values()), list(NetworkTie.objects.order_by("id").values())
    with lifted(connection):
        for who in ("support_worker", "client"):
            Account.objects.filter(pk=cast.accounts[who].pk).delete()
    cast.subject("aziza").bonds["support_worker"].delete()
    assert (
        list(NetworkMember.objects.order_by("id").values()),
        list(NetworkTie.objects.order_by("id").values()),
    ) == before


def test_a_page_asks_little_whoever_many_there_are(cast: Cast) -> None:
    counts = {}
    for many in (1, 20):
        for number in range(many):
            add(cast, name=f"Mens {number}", closeness=number % 3 + 1)
        for who, address in (("client", reverse("plan:my_people")),
                             ("support_worker", reverse("plan:people", args=[cast.subject("aziza").key]))):  # fmt: skip
            counts[who, many] = statements(browser(cast, who), address, {"van": "01-11-2026"})
    assert max(counts.values()) <= MOST and counts["client", 1] == counts["client", 20], counts


# ── The drawing ─────────────────────────────────────────────────────────────────────────────────────────────────────


def inside(box: Box) -> bool:
    return box.left >= 0 and box.left + box.width <= WIDTH and box.top >= 0 and box.top + 18 <= HEIGHT


NAMES = ["Jan", "Fatima", "Abdelkarim", "Mevrouw de Vries", "Opa Piet", "Ö", "Christina Maria van der Berg", "Wim"]


@pytest.mark.parametrize("seed", range(40))
def test_twenty_five_people_find_a_place_and_no_two_names_overlap(seed: int) -> None:
    by = random.Random(seed)
    people = [Somebody(by.choice(NAMES), by.choice(SECTORS), by.randint(1, 3), by.choice(["strong", "weak", "tense"]),
                       by.choice(["", "H", "GS", "HGRS"])) for _ in range(25)]  # fmt: skip
    drawn = draw(people)
    assert len(drawn.boxes) == 25 and not drawn.left_out
    assert all(inside(box) for box in drawn.boxes)
    assert not [1 for i, one in enumerate(drawn.boxes) for other in drawn.boxes[:i] if one.meets(other)]
    assert draw(people) == drawn


def test_a_few_people_each_have_a_direction_of_their_own() -> None:
    people = [Somebody(name, sector, closeness) for sector in SECTORS
              for closeness, name in enumerate(("Noor", "Mama R.", "Oom Tarik"), start=1)]  # fmt: skip
    boxes = draw(people).boxes
    assert min(one.turn(other) for i, one in enumerate(boxes) for other in boxes[:i]) > 8


def test_who_does_not_fit_is_counted_and_not_drawn_elsewhere() -> None:
    drawn = draw([Somebody(f"Neef nummer {number}", "family", 1) for number in range(30)])
    assert len(drawn.boxes) + drawn.left_out["family"] == 30 and len(drawn.boxes) >= 4
    for box in drawn.boxes:
        assert box.x < WIDTH / 2 and box.y < HEIGHT / 2


def test_a_long_name_is_cut_where_one_still_knows_who_it_is() -> None:
    assert short("Christina Maria van der Berg") == "Christina"
    assert short("Mevrouw de Vries") == "Mevrouw de V…"
    assert short("Wolfeschlegelsteinhausen") == "Wolfeschlege…"
    assert short("  Opa   Piet ") == "Opa Piet"
