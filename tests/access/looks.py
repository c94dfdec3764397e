"""What must stand in the access log after a request (T12). The test's own opinion: it reads the answer, not the product's policy."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import connection

from landing.people.models import AccessLine, AccessSubject
from tests.access import arguments
from tests.access.matrix import Address, Row
from tests.cast import CANARY, Cast, canaries_in, canary

# The texts of a list on its way in are not yet anybody's record; these pages tell that a list was looked at.
NO_RECORDS_YET = "exchange:"
FIND_BY_NAME = {"rights:emergency", "rights:find_log"}
OWN_NAME = {"client": "aziza", "neighbours.client": "cora", "strangers.client": "daan"}
# One answer about one person in several topics: a line for each.
SEVERAL_TOPICS = {"desk:my_whole_paper"}
FILLED = ("by_role", "page", "topic", "purpose", "basis", "origin", "action", "prev", "mac")


@dataclass
class Looks:
    """The lines that one request left, with the persons of each."""

    lines: list[AccessLine] = field(default_factory=list)
    persons: dict[int, set[UUID]] = field(default_factory=dict)

    @classmethod
    def since(cls, last: dict[int, int]) -> Looks:
        """Everything written after these places in the chains."""
        if places() == last:
            return cls()
        newest = reversed(AccessLine.objects.order_by("-id")[:20])
        lines = [line for line in newest if line.seq > last.get(line.shard, 0)]
        persons: dict[int, set[UUID]] = {line.pk: set() for line in lines}
        for line, person in AccessSubject.objects.filter(line_id__in=persons).values_list("line_id", "person_id"):
            persons[line].add(person)
        return cls(lines, persons)


def places() -> dict[int, int]:
    """The last place of every chain."""
    with connection.cursor() as cursor:  # asked thousands of times in a walk
        cursor.execute("SELECT shard, max(seq) FROM people_accessline GROUP BY shard")
        return dict(cursor.fetchall())


def faults(
    cast: Cast, looks: Looks, *, who: str, address: Address, row: Row, target: str, method: str, response: Any,
    content: bytes,
) -> list[str]:  # fmt: skip
    """What is wrong with the lines of one request of somebody of the cast."""
    status, found = response.status_code, []
    # The own name at the top of every page of a client is no look at anybody.
    content = content.replace(canary(OWN_NAME.get(who, "nobody"), "roep").encode(), b"")
    # Nobody was found: the form comes back with what was typed, and the line says that it was refused.
    found_nobody = address.name in FIND_BY_NAME and method == "POST" and status == 200
    shown = set() if found_nobody or address.name.startswith(NO_RECORDS_YET) else canaries_in(content)
    about = row.about_a_person or (
        arguments.is_about_somebody(address)
        and not arguments.is_rule_change(address)
        and not arguments.is_worker(address)
    )
    people_page = bool(shown) or about
    answered = status in {200, 403, 404, 409} or (status == 302 and row.about_a_person and method == "POST")
    if address.name in SEVERAL_TOPICS and status == 200 and looks.lines:
        return several_topics(cast, looks, who=who)
    if people_page and answered and len(looks.lines) != 1:
        return [f"LOG: {len(looks.lines)} lines instead of one (answer {status})"]
    if len(looks.lines) > 1:
        return [f"LOG: {len(looks.lines)} lines"]
    if not looks.lines:
        return [f"LOG: shows {sorted(shown)} without a line"] if shown else []
    line = looks.lines[0]
    account = cast.accounts[who]
    refused = found_nobody or status in {403, 404}
    asked = {arguments.key_of(cast, target)} if row.about_a_person else set()
    keys = {cast.subjects[code].key for code in shown}
    missing = (keys | asked) - looks.persons[line.pk]
    found += [f"LOG: {len(missing)} persons shown or asked for are not in the line"] if missing else []
    found += [f"LOG: the line is of account {line.account_id}"] if line.account_id != account.pk else []
    found += [f"LOG: the page is {line.page}"] if line.page != address.name else []
    if refused == line.allowed or refused != (line.action == "refused"):
        found.append(f"LOG: answered {status} and the line says {line.action}, allowed {line.allowed}")
    if refused and not line.reason:
        found.append("LOG: it does not say why it was refused")
    wanted = (
        FILLED if line.topic or about else tuple(name for name in FILLED if name not in {"topic", "purpose", "basis"})
    )
    if account_has_no_role(cast, who):
        wanted = tuple(name for name in wanted if name not in {"by_role", "purpose"})
    if who in WITHOUT_PURPOSE:
        wanted = tuple(name for name in wanted if name != "purpose")
    found += [f"LOG: {name} is empty" for name in wanted if not getattr(line, name)]
    found += [f"LOG: the origin is {line.origin}"] if line.origin != "127.0.0.0/24" else []
    if hasattr(account, "worker") and not account_has_no_role(cast, who):
        if (line.worker_id, line.organisation_id) != (account.worker.pk, account.worker.organisation_id):
            found.append("LOG: the worker or the organisation is another")
        found += ["LOG: no name"] if not line.by_name else []
    found += ["LOG: it holds a text of a record"] if CANARY.search(repr(raw(line)).encode()) else []
    return found


def several_topics(cast: Cast, looks: Looks, *, who: str) -> list[str]:
    """What is wrong with the lines of a page with several topics: each topic once, all of the same person, all prints."""
    own = {cast.subjects[OWN_NAME[who]].key} if who in OWN_NAME else set()
    topics = [line.topic for line in looks.lines]
    found = [] if len(set(topics)) == len(topics) > 1 and all(topics) else [f"LOG: the topics are {topics}"]
    for line in looks.lines:
        found += [] if looks.persons[line.pk] == own else [f"LOG: {line.topic} is not of the person self"]
        found += [] if (line.action, line.allowed) == ("print", True) else [f"LOG: {line.topic} says {line.action}"]
    return found


# Roles that are let to no person yet: their refused attempts serve no purpose that the product knows.
WITHOUT_PURPOSE = {
    "policy_officer", "close_one",
}  # fmt: skip


def account_has_no_role(cast: Cast, who: str) -> bool:
    """Whether somebody has no place of work that holds, nor a route."""
    return who in {"former_worker", "nobody"}


def raw(line: AccessLine) -> tuple[Any, ...]:
    """All that stands in the database of one line."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM people_accessline WHERE id = %s", [line.pk])
        return cursor.fetchone()
