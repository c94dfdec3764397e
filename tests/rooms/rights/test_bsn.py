"""The citizen service number: checked, sealed, masked, found again, and seen by few."""

from __future__ import annotations

import base64
import io
import secrets
import uuid
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from landing.people import bsn, sealing
from landing.people.models import CitizenNumber, Likeness, PersonEvent
from landing.rights import person_actions as actions
from tests.cast import Cast
from tests.exported import exported

ONE, OTHER = "999990019", "999990020"
MAY = ("coordinator", "process_director")


def browser(cast: Cast, who: str) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(cast.accounts[who])
    return client


def enter(cast: Cast, code: str = "aziza", number: str = ONE, who: str = "coordinator") -> None:
    actions.enter_number(viewer=cast.viewer(who), person_key=cast.subject(code).key, number=number)


@pytest.mark.parametrize("number,good", [
    (ONE, True), (OTHER, True), ("999960003", True), ("999990018", False), ("000000000", False), ("99999001", False),
    ("9999900190", False), ("abcdefghi", False), ("", False), ("٩٩٩٩٩٠٠١٩", False),
])  # fmt: skip
def test_the_eleven_test(number: str, good: bool) -> None:
    assert bsn.is_bsn(bsn.plain_number(number)) is good


def test_of_all_numbers_one_in_eleven_passes() -> None:
    passed = sum(bsn.is_bsn(f"9999{number:05d}") for number in range(11_000))
    assert passed == 1000


def test_a_number_of_eight_gets_its_zero_and_spaces_are_forgiven() -> None:
    assert bsn.plain_number("9999 90.019") == ONE
    assert bsn.plain_number("12345672") == "012345672"


@pytest.mark.django_db
def test_what_is_kept_tells_nothing_and_opens_for_this_row_only(cast: Cast) -> None:
    enter(cast)
    row = CitizenNumber.objects.get()
    assert ONE not in f"{row.sealed}{row.mark}"
    assert bsn.opened(row) == ONE
    with pytest.raises(sealing.CannotOpen):
        sealing.unseal(row.sealed, bsn.row_of(cast.subject("bram").person))
    flipped = row.sealed[:-6] + ("A" if row.sealed[-6] != "A" else "B") + row.sealed[-5:]
    with pytest.raises(sealing.CannotOpen):
        sealing.unseal(flipped, bsn.row_of(cast.subject("aziza").person))


def test_the_same_text_is_sealed_otherwise_each_time_and_marked_the_same() -> None:
    assert sealing.seal(ONE, "x") != sealing.seal(ONE, "x")
    assert sealing.mark(ONE) == sealing.mark(ONE) != sealing.mark(OTHER)


@pytest.mark.django_db
@pytest.mark.parametrize("who", MAY)
def test_who_may_sees_it_masked_and_whole_only_for_a_reason(cast: Cast, who: str) -> None:
    enter(cast)
    visitor, key = browser(cast, who), cast.subject("aziza").key
    page = visitor.get(reverse("rights:bsn", args=[key])).content.decode()
    assert "••••••019" in page and ONE not in page
    show = reverse("rights:bsn_show", args=[key])
    assert ONE not in visitor.post(show, {"why": ""}).content.decode()
    assert ONE in visitor.post(show, {"why": "Aanvraag bijstand"}).content.decode()
    assert PersonEvent.objects.filter(about="bsn_shown", why="Aanvraag bijstand").count() == 1
    assert visitor.get(show).status_code == 405


@pytest.mark.django_db
@pytest.mark.parametrize(
    "who", ["peer_worker", "housing_officer", "advocate", "income_officer", "privacy_officer", "client"]
)
def test_others_have_no_such_page(cast: Cast, who: str) -> None:
    enter(cast)
    for name in ("rights:bsn", "rights:bsn_show"):
        assert (
            browser(cast, who).post(reverse(name, args=[cast.subject("aziza").key]), {"why": "zomaar"}).status_code
            == 403
        )


@pytest.mark.django_db
def test_a_role_at_another_kind_of_organisation_may_not(cast: Cast) -> None:
    worker = cast.home.workers["coordinator"]
    worker.organisation.kind = "advocacy"
    worker.organisation.save()
    assert browser(cast, "coordinator").get(reverse("rights:bsn", args=[cast.subject("aziza").key])).status_code == 403
    with pytest.raises(PermissionDenied):
        enter(cast)


@pytest.mark.django_db
def test_a_wrong_number_is_told_and_nothing_changes(cast: Cast) -> None:
    enter(cast)
    answer = browser(cast, "coordinator").post(
        reverse("rights:bsn", args=[cast.subject("aziza").key]), {"number": "123456789", "once": str(uuid.uuid4())}
    )
    assert "geen burgerservicenummer" in answer.content.decode()
    assert bsn.opened(CitizenNumber.objects.get()) == ONE


@pytest.mark.django_db
def test_it_can_be_changed_and_taken_away_and_history_holds_no_digit(cast: Cast) -> None:
    enter(cast)
    enter(cast, number=OTHER)
    enter(cast, number="")
    assert not CitizenNumber.objects.exists()
    lines = PersonEvent.objects.filter(person=cast.subject("aziza").person, about="bsn")
    assert lines.count() == 3
    assert not any(number in f"{line.old}{line.new}{line.why}" for line in lines for number in (ONE, OTHER))


@pytest.mark.django_db
def test_the_same_number_at_two_records_is_a_certain_pair(cast: Cast) -> None:
    enter(cast)
    enter(cast, code="bram")
    pair = Likeness.objects.get(first=cast.subject("aziza").person, second=cast.subject("bram").person)
    assert pair.certain and "hetzelfde burgerservicenummer" in pair.reasons
    enter(cast, code="daan", who="strangers.coordinator")
    assert not Likeness.objects.filter(second=cast.subject("daan").person, first=cast.subject("aziza").person).exists()


@pytest.mark.django_db
def test_it_stands_in_no_list_search_export_page_or_log(cast: Cast, caplog: Any) -> None:
    enter(cast)
    visitor, person = browser(cast, "coordinator"), cast.subject("aziza").person
    pages = [("desk:clients", {}, []), ("desk:clients", {"q": ONE}, []), ("desk:my_day", {}, []), ("desk:person", {}, [person.key]), ("route:history", {}, [person.key]),
             ("rights:person", {}, [person.key])]  # fmt: skip
    for name, question, args in pages:
        content = visitor.get(reverse(name, args=args), question).content.decode()
        # What was typed in the search box comes back in the box, and nowhere else.
        assert content.count(ONE) == len(question), name
    assert ONE not in exported(visitor).content.decode()
    visitor.post(reverse("rights:bsn", args=[person.key]), {"number": OTHER, "once": "x"})
    assert ONE not in caplog.text and OTHER not in caplog.text


@pytest.mark.django_db
def test_an_error_page_holds_no_number(cast: Cast, monkeypatch: Any, caplog: Any) -> None:
    def broken(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("kapot")

    monkeypatch.setattr(sealing, "seal", broken)
    answer = browser(cast, "coordinator").post(
        reverse("rights:bsn", args=[cast.subject("aziza").key]), {"number": ONE, "once": str(uuid.uuid4())}
    )
    assert answer.status_code == 500
    assert ONE not in answer.content.decode() and ONE not in caplog.text


@pytest.mark.django_db
def test_keys_are_changed_and_the_old_one_may_go(cast: Cast, settings: Any) -> None:
    enter(cast)
    enter(cast, code="bram", number=OTHER)
    settings.FIELD_KEYS = settings.FIELD_KEYS | {"k2": secrets.token_bytes(32)}
    enter(cast, code="sjaan", number=ONE)
    assert Likeness.objects.filter(
        first=cast.subject("aziza").person, second=cast.subject("sjaan").person, certain=True
    )
    said = io.StringIO()
    call_command("keys", "rotate", stdout=said)
    assert "2" in said.getvalue()
    settings.FIELD_KEYS = {"k2": settings.FIELD_KEYS["k2"]}
    assert {bsn.opened(row) for row in CitizenNumber.objects.all()} == {ONE, OTHER}
    assert set(CitizenNumber.objects.values_list("mark", flat=True)) == {sealing.mark(ONE), sealing.mark(OTHER)}
    call_command("keys", "rotate", stdout=said)
    assert "0" in said.getvalue()


@pytest.mark.django_db
def test_without_its_key_the_number_stays_closed_and_the_page_says_so(cast: Cast, settings: Any) -> None:
    enter(cast)
    settings.FIELD_KEYS = {"k9": secrets.token_bytes(32)}
    visitor, key = browser(cast, "coordinator"), cast.subject("aziza").key
    assert "•••••••••" in visitor.get(reverse("rights:bsn", args=[key])).content.decode()
    shown = visitor.post(reverse("rights:bsn_show", args=[key]), {"why": "Aanvraag"}).content.decode()
    assert "sleutel" in shown and "beheerder" in shown


@pytest.mark.parametrize(
    "text", ["k1", "k1=", "k1=kort", "=AAAA", "K 1=" + base64.b64encode(bytes(32)).decode(), "k1=" + "A" * 40]
)
def test_keys_that_are_no_keys_stop_the_start(text: str) -> None:
    from landing.config.environment import Environment

    with pytest.raises(SystemExit, match="LANDING_FIELD_KEYS"):
        Environment(field_keys=text).keys_of_fields()


def test_with_https_keys_must_be_given() -> None:
    from landing.config.environment import Environment

    with pytest.raises(SystemExit, match="LANDING_FIELD_KEYS"):
        Environment(field_keys="", https=True).keys_of_fields()
