"""A live change that no longer fits newer rules: left out, told, and mended, while every page goes on."""

from __future__ import annotations

import logging
import uuid
from typing import Any

import pytest
from django.core.checks import run_checks
from django.core.checks.registry import registry
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from landing.people.actions import NotPossible
from landing.route import rule_actions, rule_reads, rulebook
from landing.route.checks import every_live_change_fits_the_rules
from landing.route.models import RulebookChange
from tests.cast import Cast, override_text

RULE, OTHER = "tell-key-team", "first-visit-at-home"
SECRET = "Zqkgeheimxnaamzz"
GONE = f"- override: a-rule-that-was-removed\n  because: {SECRET}\n  who: client\n"
BROKEN = f"- override: {OTHER}\n  because: {SECRET}\n  who: {SECRET}\n"
pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client: Client, cast: Cast) -> Client:
    client.force_login(cast.accounts["administrator"])
    return client


def live(text: str, rule: str = RULE, minutes: int = 0) -> RulebookChange:
    """A change that was put live before the rules became newer."""
    now = timezone.now() + timezone.timedelta(minutes=minutes)
    return RulebookChange.objects.create(
        region_code="merwestreek", rule=rule, text=text, because="Proef", state=RulebookChange.State.LIVE,
        made_at=now, live_at=now,
    )  # fmt: skip


def title(rule: str = RULE) -> str:
    return rulebook.current("merwestreek").versions(rule)[-1].title


def test_the_others_still_hold_and_only_the_misfit_is_left_out(cast: Cast) -> None:
    first, misfit, last = (
        live(override_text(RULE, "x")),
        live(GONE, minutes=1),
        live(override_text(OTHER, "x"), OTHER, 2),
    )
    assert title() == title(OTHER) == "Anders genoemd in deze regio"
    assert set(rulebook.now("merwestreek").left_out) == {f"wijziging {misfit.key}"}
    assert {rulebook.change_name(first), rulebook.change_name(last)}.isdisjoint(rulebook.now("merwestreek").left_out)


def test_a_region_without_misfits_leaves_nothing_out(cast: Cast) -> None:
    live(override_text(RULE, "x"))
    assert rulebook.now("merwestreek").left_out == {}
    assert rulebook.now("verweg").left_out == {}


@pytest.mark.parametrize("name", ["route:rules", "desk:my_day", "desk:clients", "route:rule_changes"])
def test_pages_go_on(client: Client, cast: Cast, name: str) -> None:
    live(GONE)
    client.force_login(cast.accounts["administrator" if name == "route:rule_changes" else "coordinator"])
    assert client.get(reverse(name)).status_code == 200


def test_the_log_names_the_rule_once_and_nothing_that_was_typed(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    live(BROKEN, OTHER)
    with caplog.at_level(logging.WARNING, logger="landing.route.rulebook"):
        for _ in range(3):
            rulebook.current("merwestreek")
    (line,) = [record.getMessage() for record in caplog.records if record.name == "landing.route.rulebook"]
    assert OTHER in line and "merwestreek" in line and "line 3" in line
    assert SECRET not in caplog.text


def test_the_administrator_sees_which_change_is_not_used_and_why(administrator: Client, cast: Cast) -> None:
    misfit = live(GONE)
    fits = live(override_text(OTHER, "x"), OTHER, 1)
    shown = administrator.get(reverse("route:rule_changes")).content.decode()
    assert shown.count("Past niet meer, niet gebruikt") == 1
    assert "Eén wijziging past" in shown
    page = administrator.get(reverse("route:rule_change", args=[misfit.key])).content.decode()
    assert "Past niet meer, niet gebruikt" in page and "a-rule-that-was-removed" in page
    assert reverse("route:rule_change_withdraw", args=[misfit.key]) in page
    assert "Past niet meer" not in administrator.get(reverse("route:rule_change", args=[fits.key])).content.decode()


def test_without_misfits_the_list_has_no_warning(administrator: Client, cast: Cast) -> None:
    live(override_text(RULE, "x"))
    assert "niet gebruikt" not in administrator.get(reverse("route:rule_changes")).content.decode()


def test_each_of_two_misfits_can_be_withdrawn(administrator: Client, cast: Cast) -> None:
    misfits = [live(GONE), live(BROKEN, OTHER, 1)]
    for misfit in misfits:
        data: dict[str, Any] = {"once": str(uuid.uuid4()), "version": misfit.version}
        administrator.post(reverse("route:rule_change_withdraw", args=[misfit.key]), data)
        misfit.refresh_from_db()
        assert misfit.state == "withdrawn"
    assert rulebook.now("merwestreek").left_out == {}


def test_a_misfit_stands_in_nobodys_way(cast: Cast) -> None:
    live(GONE)
    viewer = cast.viewer("administrator")
    change = rule_actions.prepare(viewer=viewer, rule=RULE, text=override_text(RULE, "x"), because="Waarom.")
    assert rule_reads.after_change(viewer, change).versions(RULE)[-1].title == "Anders genoemd in deze regio"
    rule_actions.put_live(viewer=viewer, key=change.key, version=change.version)
    assert title() == "Anders genoemd in deze regio"


def test_a_misfit_that_was_withdrawn_cannot_go_live_again(cast: Cast) -> None:
    viewer, misfit = cast.viewer("administrator"), live(GONE)
    rule_actions.withdraw(viewer=viewer, key=misfit.key, version=misfit.version)
    misfit.refresh_from_db()
    with pytest.raises(NotPossible):
        rule_actions.put_live(viewer=viewer, key=misfit.key, version=misfit.version)


def test_the_check_at_start_up_names_the_rule_and_not_the_text(cast: Cast) -> None:
    assert every_live_change_fits_the_rules(None, databases=["default"]) == []
    live(BROKEN, OTHER)
    (told,) = every_live_change_fits_the_rules(None, databases=["default"])
    assert told.id == "route.W001" and f"'{OTHER}'" in told.msg
    assert SECRET not in str(told)
    assert every_live_change_fits_the_rules in registry.get_checks()
    assert "route.W001" not in {one.id for one in run_checks()}, "it asks the database only where that is asked for"
    assert "route.W001" in {one.id for one in run_checks(databases=["default"])}
