"""Reads ``matrix.yaml`` (reviewed by people) beside the addresses and policies of the product (derived)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.urls import URLPattern

from landing.people.checks import addresses
from landing.people.roles import Role

FILE = Path(__file__).with_name("matrix.yaml")
SETS: dict[str, frozenset[str] | None] = {
    "everyone": None,
    "every role": frozenset(role.value for role in Role),
    "staff with people": frozenset(
        {
            "support_worker",
            "coordinator",
            "process_director",
            "peer_worker",
            "advocate",
            "housing_officer",
            "income_officer",
        }
    ),
    "staff who write": frozenset({"support_worker", "coordinator", "process_director"}),
    "who steers": frozenset({"coordinator", "process_director"}),
}
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")

ADD_A_ROW = """
'{name}' ({path}) has no row in tests/access/matrix.yaml. Read the view, then add:

{name}:
  who: <one sentence: who may open it>
  why: <one sentence: why these and no others>
  roles: <everyone | every role | staff with people | staff who write | who steers | [role, role]>
  methods: {methods}
  about_a_person: {about}
  # get: [200]          what an allowed GET answers, when it is not 200
  # post: [200, 302]    what an allowed POST answers, when it is not one of these
  # post_refused: []    roles that may open the page but not send it (403)
  # form_refused: []    roles that may send it empty but not with the form below (403)
  # hidden_for: []      roles that find nothing here of their own person: they may not read what it is about (404)
  # form: {{}}            a body that has an effect (for the double submit)
"""


@dataclass(frozen=True)
class Row:
    """What people decided about one address."""

    name: str
    who: str
    why: str
    roles: frozenset[str] | None
    methods: tuple[str, ...]
    about_a_person: bool
    get: frozenset[int]
    post: frozenset[int]
    post_refused: frozenset[str]
    form_refused: frozenset[str]
    form: dict[str, Any] | str | None
    harmless_twice: str
    may_be_kept: str
    hidden_for: frozenset[str]

    def answers(self, method: str, role: str | None) -> frozenset[int]:
        """What somebody who may open this address gets."""
        if not method.startswith("POST"):
            return self.get
        refused = self.post_refused | (self.form_refused if "form" in method else frozenset())
        return frozenset({403}) if role in refused else self.post


@dataclass(frozen=True)
class Address:
    """One address of the product as the code has it."""

    name: str
    path: str
    pattern: URLPattern

    @property
    def policy(self) -> Any:
        return getattr(self.pattern.callback, "policy", None)

    @property
    def allowed(self) -> tuple[str, ...]:
        return (*self.policy.methods, *(("HEAD",) if "GET" in self.policy.methods else ()))

    @property
    def arguments(self) -> tuple[str, ...]:
        return tuple(self.pattern.pattern.converters)


def addresses_now() -> list[Address]:
    """Every address that exists, in a fixed order."""
    return sorted((Address(*found) for found in addresses()), key=lambda address: address.name)


@cache
def rows() -> dict[str, Row]:
    """The reviewed rows by address name."""
    return {name: _row(name, found) for name, found in (yaml.safe_load(FILE.read_text()) or {}).items()}


def _row(name: str, found: dict[str, Any]) -> Row:
    unknown = set(found) - {
        "who", "why", "roles", "methods", "about_a_person", "get", "post", "post_refused", "form_refused", "form", "harmless_twice",
        "may_be_kept", "hidden_for",
    }  # fmt: skip
    assert not unknown, f"{name}: unknown words {sorted(unknown)} in matrix.yaml"
    roles = found["roles"]
    return Row(
        name=name, who=found["who"], why=found["why"], methods=tuple(found["methods"]),
        roles=SETS[roles] if isinstance(roles, str) else frozenset(roles),
        about_a_person=found["about_a_person"], get=frozenset(found.get("get", [200])),
        post=frozenset(found.get("post", [200, 302])), post_refused=frozenset(found.get("post_refused", [])),
        form_refused=frozenset(found.get("form_refused", [])), form=found.get("form"), harmless_twice=found.get("harmless_twice", ""), may_be_kept=found.get("may_be_kept", ""),
        hidden_for=frozenset(found.get("hidden_for", [])),
    )  # fmt: skip


def expected(row: Row, method: str, role: str | None, *, logged_in: bool, about: bool, visible: bool) -> frozenset[int]:
    """What an address must answer, from the reviewed row alone (that the policy agrees is a test of its own)."""
    methods = {*row.methods, *({"HEAD"} if "GET" in row.methods else set())}
    if method.split()[0] not in methods:
        return frozenset({405})
    if row.roles is not None:
        if not logged_in:
            return frozenset({302})
        if role not in row.roles:
            return frozenset({403})
    if about and (not visible or role in row.hidden_for):
        return frozenset({404})
    return row.answers(method, role)
