"""An address that is filled in is the address that Django gives, whatever stands in it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest
from django.urls import NoReverseMatch, reverse, set_script_prefix

from landing.ui.addresses import address, addresses


@pytest.fixture
def below() -> Iterator[None]:
    """The product served below another address."""
    set_script_prefix("/regio/")
    yield
    set_script_prefix("/")


@pytest.mark.parametrize("name", ["desk:start", "desk:clients", "login:logout"])
def test_a_page_of_nobody(name: str) -> None:
    assert address(name) == reverse(name)


@pytest.mark.parametrize("name", ["desk:person", "route:facts", "route:contact"])
def test_a_page_of_a_person(name: str) -> None:
    for key in (uuid.uuid4(), uuid.uuid4()):
        assert address(name, key) == reverse(name, args=[key])


@pytest.mark.parametrize("name", ["route:step", "route:step_done"])
def test_a_page_of_a_step(name: str) -> None:
    key = uuid.uuid4()
    for rule in ("tell-key-team", "arrange-benefit"):
        assert address(name, key, rule) == reverse(name, args=[key, rule])


def test_two_keys_each_stand_in_their_own_place() -> None:
    one, other = uuid.uuid4(), uuid.uuid4()
    assert address("route:undo", one, other) == reverse("route:undo", args=[one, other])


def test_what_must_be_quoted_is_left_to_django() -> None:
    with pytest.raises(NoReverseMatch):
        address("route:step", uuid.uuid4(), "a/b c")
    with pytest.raises(NoReverseMatch):
        address("desk:person", "geen sleutel")
    with pytest.raises(NoReverseMatch):
        address("desk:clients", uuid.uuid4())


def test_a_list_of_steps_has_the_same_addresses() -> None:
    key = uuid.uuid4()
    own, done = addresses("desk:my_step"), addresses("route:step_done", key)
    for rule in ("tell-key-team", "arrange-benefit"):
        assert own(rule) == reverse("desk:my_step", args=[rule]) and done(rule) == reverse(
            "route:step_done", args=[key, rule]
        )
    for page in (own, done, addresses("route:step_done", "a/b c"), addresses("desk:clients")):
        with pytest.raises(NoReverseMatch):
            page("a/b c")


def test_the_prefix_of_the_server_is_no_part_of_what_is_kept(below: None) -> None:
    key = uuid.uuid4()
    assert address("desk:person", key) == reverse("desk:person", args=[key]) and address("desk:start").startswith(
        "/regio/"
    )
    assert addresses("desk:my_step")("tell-key-team").startswith("/regio/")
    set_script_prefix("/")
    assert address("desk:person", key) == reverse("desk:person", args=[key])
