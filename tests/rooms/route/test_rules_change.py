"""A changed rule is tried on the running routes, put live, and withdrawn; by the administrator of the region alone."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import Client
from django.urls import reverse

from landing.core.due.marked import RulebookFaults
from landing.core.periods import Term
from landing.people.actions import NotPossible
from landing.route import bulk, rule_actions, rule_reads, rulebook
from landing.route.models import Due, RulebookChange
from tests.cast import TODAY, Cast, canaries_in
from tests.statements import asked

RULE = "tell-key-team"  # due eight working days before the key; the cast's key comes on 1 December
TEXT = (
    "- override: tell-key-team\n  because: Het sleutelteam kan sneller.\n"
    "  due: {from: [key_handover, move], offset: -3 working days}\n"
)
FIELDS = {
    "because": "Het sleutelteam kan sneller.", "title": "De sleuteldatum melden bij het sleutelteam van de regio",
    "who": "support_worker", "count": "3", "unit": "working day", "direction": "before", "anchor": "key_handover",
    "lead_count": "1", "lead_unit": "working day", "text": "",
    "fallback": "Bel het sleutelteam. Bij spoed komt in elk geval het noodpakket.",
}  # fmt: skip
pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client: Client, cast: Cast) -> Client:
    client.force_login(cast.accounts["administrator"])
    return client


def prepared(cast: Cast, text: str = TEXT, rule: str = RULE) -> RulebookChange:
    return rule_actions.prepare(viewer=cast.viewer("administrator"), rule=rule, text=text, because="Waarom.")


def made(cast: Cast) -> list[RulebookChange]:
    """The changes that the test itself made."""
    return list(RulebookChange.objects.exclude(key__in=cast.changes.values()))


def post(client: Client, name: str, key: Any, **data: Any) -> Any:
    return client.post(reverse(f"route:{name}", args=[key]), {"once": str(uuid.uuid4()), **data}, follow=True)


def stored(rule: str = RULE) -> dict[int, Any]:
    return dict(Due.objects.filter(rule=rule).values_list("journey_id", "due_on"))


def test_the_form_writes_only_what_differs(administrator: Client, cast: Cast) -> None:
    answer = post(administrator, "rule_change_new", RULE, **FIELDS)
    (change,) = made(cast)
    assert answer.redirect_chain == [(reverse("route:rule_change", args=[change.key]), 302)]
    assert change.state == "draft"
    assert "offset: -3 working days" in change.text
    assert not any(word in change.text for word in ("title:", "who:", "lead_time:", "fallback:"))
    due = rule_reads.tried_text(cast.viewer("administrator"), "nog", change.text).versions(RULE)[-1].due
    assert due is not None and (due.term, due.anchors) == (Term(-3, "working day"), ("key_handover", "move"))


def test_the_same_form_sent_twice_makes_one_change(administrator: Client, cast: Cast) -> None:
    once = {"once": str(uuid.uuid4())}
    for _ in range(2):
        post(administrator, "rule_change_new", RULE, **(FIELDS | once))
    assert len(made(cast)) == 1


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"because": ""}, "because"),
        ({"count": "8"}, None),
        ({"fallback": "", "lead_count": "2"}, "fallback"),
        ({"anchor": ""}, "anchor"),
        ({"title": "x" * 71}, "title"),
        ({"text": "- override: tell-key-team\n  because: Zomaar.\n  who: nobody\n"}, "text"),
        ({"count": "15000", "unit": "year"}, "count"),
    ],
)
def test_a_fault_is_told_at_its_field_and_nothing_is_kept(
    administrator: Client, cast: Cast, given: dict[str, str], field: str | None
) -> None:
    answer = post(administrator, "rule_change_new", RULE, **(FIELDS | given))
    assert answer.status_code == 200
    assert set(answer.context["form"].errors) == {field or "__all__"}
    assert made(cast) == []


def test_the_text_of_the_fields_can_be_shown_and_written_on(administrator: Client, cast: Cast) -> None:
    answer = post(administrator, "rule_change_new", RULE, **(FIELDS | {"show": "1"}))
    assert "override: tell-key-team" in answer.context["form"]["text"].value()
    assert made(cast) == []


def test_the_preview_counts_and_lists_without_names(administrator: Client, cast: Cast) -> None:
    before = stored()
    change = prepared(cast)
    answer = administrator.get(reverse("route:rule_change", args=[change.key]))
    here = {subject.journey.pk for code, subject in cast.subjects.items() if code != "daan"} & before.keys()
    assert here
    assert answer.context["totals"] == {"appears": 0, "vanishes": 0, "shifts": len(here)}
    assert len(answer.context["lines"]) == len(here)
    assert canaries_in(answer.content) == set()
    assert "Gemeente Waterkant" in answer.content.decode()
    assert stored() == before  # trying writes nothing


def test_going_live_does_what_the_preview_said_and_withdrawing_undoes_it(administrator: Client, cast: Cast) -> None:
    viewer = cast.viewer("administrator")
    before, change = stored(), prepared(cast)
    said = bulk.what_if("merwestreek", rule_reads.after_change(viewer, change), TODAY)
    post(administrator, "rule_change_live", change.key, version=change.version)
    change.refresh_from_db()
    assert change.state == "live"
    assert stored() == before | {effect.journey: effect.after for effect in said.effects}
    assert stored() != before
    assert rulebook.current("merwestreek").versions(RULE)[-1].override_because == "Het sleutelteam kan sneller."
    undo = f"{reverse('route:rule_change_withdraw', args=[change.key])}?versie={change.version}"
    administrator.post(undo)
    change.refresh_from_db()
    assert change.state == "withdrawn"
    assert stored() == before


def test_a_stale_page_changes_nothing(administrator: Client, cast: Cast) -> None:
    change = prepared(cast)
    viewer = cast.viewer("administrator")
    rule_actions.withdraw(viewer=viewer, key=change.key, version=change.version)
    with pytest.raises(NotPossible):
        rule_actions.put_live(viewer=viewer, key=change.key, version=change.version)
    assert rule_actions.withdraw(viewer=viewer, key=change.key, version=1) is None
    change.refresh_from_db()
    assert change.state == "withdrawn"


def test_what_does_not_fit_the_other_rules_cannot_be_prepared(cast: Cast) -> None:
    with pytest.raises(RulebookFaults):
        prepared(cast, "- override: no-such-rule\n  because: Zomaar.\n  who: client\n")
    assert made(cast) == []


def test_only_the_administrator_of_the_region_may(cast: Cast, client: Client) -> None:
    change = prepared(cast)
    for who in ("coordinator", "client", "policy_officer"):
        with pytest.raises(PermissionDenied):
            rule_actions.put_live(viewer=cast.viewer(who), key=change.key, version=1)
        with pytest.raises(PermissionDenied):
            rule_reads.change(cast.viewer(who), change.key)
    with pytest.raises(Http404):
        rule_actions.put_live(viewer=cast.viewer("strangers.administrator"), key=change.key, version=1)
    client.force_login(cast.accounts["coordinator"])
    assert client.get(reverse("route:rule_changes")).status_code == 403
    change.refresh_from_db()
    assert change.state == "draft"


def test_the_pages_take_few_questions(administrator: Client, cast: Cast) -> None:
    change = prepared(cast)
    for name, args in (("rule_changes", []), ("rule_change_new", [RULE]), ("rule_change", [change.key])):
        with asked() as statements:
            assert administrator.get(reverse(f"route:{name}", args=args)).status_code == 200
        assert 2 <= len(statements) <= 13, (name, statements)
