"""The guard of one page is taken out, and the matrix must notice: twenty pages a day, chosen by the date; ``MUTATIONS=all`` tries all.

Two kinds of guard. *scope*: the conditions by which the fetches of a page keep to who is the viewer's let everybody through, for that
one page. *roles*: the page is opened to everyone. A page whose guard can go without a fault being found here is a hole in the matrix.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from django.db.models import Q

from landing.exchange import reads as exchange
from landing.exchange.models import ImportRun
from landing.login import worker_reads
from landing.people import access_reads
from landing.people import reads as people
from landing.people.grounds import table_of
from landing.people.lens import Lens
from landing.people.models import Consent, ConsentQuestion, Organisation
from landing.plan import reads as plan
from landing.rights import consent_reads, request_reads
from landing.rights import reads as rights
from landing.route import reads as route
from tests.access import arguments, matrix
from tests.access.logged import logged
from tests.access.matrix import Address
from tests.access.test_questions_in_the_address import questions
from tests.access.test_who_may_open_what import test_the_guard_in_the_code_says_what_the_row_says as same_as_the_row
from tests.access.walk import Walk
from tests.cast import Cast
from tests.kept import made_anew

A_DAY = 20
LOOKERS = (
    "support_worker", "neighbours.coordinator", "coordinator", "client", "neighbours.client", "process_director",
    "housing_officer", "advocate", "administrator", "privacy_officer", "peer_worker",
)  # fmt: skip

REAL_DAY = date.today().toordinal()  # noqa: DTZ011  (only chooses which pages are tried)

# Pages that every role opens, or that refuse other roles once more in the deed: what the code says against what the row says finds
# these (T11), a request does not. The same holds for every deed in the person's own plan: it asks for a client once more.
REFUSED_DEEPER = {
    "desk:my_messages_new", "desk:start", "login:account", "login:again", "login:app_add", "login:app_picture", "login:factor_remove",
    "login:factor_rename", "login:factors", "login:kept", "login:kept_drop", "login:logout", "login:other_unlink",
    "login:others", "login:passkey_add", "login:password", "login:recovery", "login:session_end", "login:sessions_end",
    "login:stay", "people:choose_place", "plan:plan_take_back", "rights:consent_take_back", "rights:end_hold", "rights:representation_end",
    "route:rule_change", "route:rule_change_live", "route:rule_change_withdraw", "route:rule_changes", "route:split",
}  # fmt: skip

# Pages of the person's own plan, people and card: their scope is who is logged in, not a condition that could go.
OWN = "plan:my_"

# Pages that have no scope to take out, and why.
NO_SCOPE = {
    "desk:clients_export": "shows how many and nobody; the list itself is tried as desk:clients",
    "desk:clients_export_file": "what is ready stands in the own session; whom it holds is the list, tried as desk:clients",
    "desk:my_messages": "shows who is logged in; nobody is named in the address",
    "desk:my_messages_new": "changes of who is logged in up to when was read; nobody is named in the address",
    "desk:my_paper": "shows who is logged in; nobody is named in the address",
    "desk:my_route": "shows who is logged in; nobody is named in the address",
    "desk:my_step": "shows who is logged in; the rule in the address is nobody's",
    "desk:my_today": "shows who is logged in; nobody is named in the address",
    "desk:my_whole_paper": "shows who is logged in; nobody is named in the address",
    "desk:new_client": "makes a person and shows nobody",
    "exchange:import_start": "lists what the own organisation read in; the scope is of import_run",
    "rights:find_log": "finds nobody without the whole name and birth date",
    "rights:my_consents": "shows who is logged in; nobody is named in the address",
    "rights:my_copy": "shows who is logged in; nobody is named in the address",
    "rights:my_copy_file": "shows who is logged in; nobody is named in the address",
    "rights:my_data": "shows who is logged in; nobody is named in the address",
    "rights:my_request_new": "shows who is logged in; nobody is named in the address",
    "rights:who_looked": "shows who is logged in; nobody is named in the address",
    "rights:who_looked_export": "shows who is logged in; nobody is named in the address",
    "rights:who_looked_paper": "shows who is logged in; nobody is named in the address",
    "rights:ask": "the line in the address is looked up in the own log, which is signed for the person",
    "rights:emergency_page": "the opening is the viewer's own; its guard is the opener's name and four hours",
    "rights:emergency_seen": "answers nothing but a way back, and one of the own coordinator only",
    "plan:card_pdf": "is of a print that nobody of the cast made, so it is nobody's; the scope is that of card_print",
    "plan:peer_talk_back": "takes back a talk that nobody of the cast wrote; the scope is that of peer_talk",
    "plan:cards": "a list of whose card was shared with this house; its conditions are the consent and the bond, and one is left",
    "rights:my_consent_shorten": "a consent of another is refused by the deed too; taken out at my_consent",
    "rights:my_consent_withdraw": "a consent of another is refused by the deed too; taken out at my_consent",
    "rights:my_consent_question": "a question to another is refused by the deed too; taken out at my_consent",
    "rights:openings": "a list; its condition is that of opening",
    "rights:questions": "a list; its condition is that of question",
    "rights:request_copy": "a file for one request; its condition is that of request",
}


def everybody(*given: Any, **named: Any) -> Q:
    """A condition that keeps nobody out."""
    return Q()


def everything(*given: Any, **named: Any) -> Lens:
    """A lens that lets all topics through."""
    topics = frozenset(table_of("").topics)
    return Lens(topics, topics, takes_down=topics)


def any_run(viewer: Any, key: Any) -> ImportRun:
    return ImportRun.objects.get(key=key)


@contextmanager
def without_scope(patch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every condition that keeps a fetch to the viewer's own lets everybody through."""
    with patch.context() as hole:
        for module, name in (
            (people, "visible"), (people, "unshielded"), (people, "bond_holds"), (route, "found_by"), (rights, "_answerable"),
            (rights, "_reviewable"), (access_reads, "overseen"), (request_reads, "reached"), (request_reads, "_of_viewer"),
        ):  # fmt: skip
            hole.setattr(module, name, everybody)
        for module in (route, plan):
            hole.setattr(module, "lens_of", everything)
        hole.setattr(exchange, "run", any_run)
        hole.setattr(worker_reads, "organisations", lambda viewer: Organisation.objects.all())
        hole.setattr(consent_reads, "_consents", lambda person: Consent.objects.select_related("organisation"))
        hole.setattr(consent_reads, "_questions", lambda person: ConsentQuestion.objects.select_related("organisation"))
        made_anew()
        yield
    made_anew()


@contextmanager
def open_to_everyone(address: Address) -> Iterator[None]:
    """The page as if it asked for no role."""
    assert address.policy is not None
    roles = address.policy.roles
    object.__setattr__(address.policy, "roles", None)
    try:
        yield
    finally:
        object.__setattr__(address.policy, "roles", roles)


def chosen() -> list[tuple[str, str]]:
    """The guards to take out today, or all of them: (kind, name of the address)."""
    known = [address for address in matrix.addresses_now() if address.policy and address.name in matrix.rows()]
    pool = [("roles", address.name) for address in known if address.policy.roles is not None]
    pool += [
        ("scope", address.name) for address in known
        if (arguments.is_about_somebody(address) or address.policy.topic) and address.name not in NO_SCOPE
        and not arguments.is_rule_change(address) and not address.name.startswith(OWN)
    ]  # fmt: skip
    if os.environ.get("MUTATIONS") == "all":
        return pool
    day = int(os.environ.get("MUTATION_DAY", REAL_DAY))
    return random.Random(day).sample(pool, A_DAY)  # noqa: S311  (a choice of tests, no secret)


def noticed(cast: Cast, address: Address) -> str:
    """The first fault that the matrix finds at an address, or nothing."""
    row = matrix.rows()[address.name]
    for who in LOOKERS:
        with logged():
            walk = Walk(cast, who)
            walk.address(address, row)
            if not walk.faults and "GET" in row.methods and not address.arguments:
                questions(walk, address.name, f"/{address.path}")
        if walk.faults:
            return walk.faults[0]
    return ""


@pytest.mark.parametrize(("kind", "name"), chosen())
def test_a_page_without_its_guard_is_noticed(cast: Cast, monkeypatch: pytest.MonkeyPatch, kind: str, name: str) -> None:
    address = next(address for address in matrix.addresses_now() if address.name == name)
    if kind == "scope":
        with without_scope(monkeypatch):
            fault = noticed(cast, address)
        assert fault, f"{name} shows everybody to everybody, and nothing was noticed"
        return
    with open_to_everyone(address):
        with pytest.raises(AssertionError, match=f"{name}: the code opens it to"):
            same_as_the_row()
        fault = noticed(cast, address)
    own_deed = name.startswith(OWN) and "GET" not in matrix.rows()[name].methods
    if name not in REFUSED_DEEPER and not own_deed:
        assert fault, f"{name} is open to everyone, and no request noticed it"


def test_the_pages_without_a_scope_are_pages() -> None:
    assert set(NO_SCOPE) | REFUSED_DEEPER <= {address.name for address in matrix.addresses_now()}
