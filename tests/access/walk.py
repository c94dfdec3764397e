"""Walks every address as one member of the cast, each request in a transaction that is thrown away again."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection, transaction
from django.http import QueryDict
from django.shortcuts import resolve_url
from django.test import Client

from landing.login.models import LetterCode, OneTimeLink
from landing.people.models import Bond, Consent, ConsentQuestion, Person, PersonEvent, Representation
from landing.plan.models import (
    AwarenessTalk,
    CardOffer,
    CardPrint,
    CheckIn,
    CrisisCard,
    Followed,
    Goal,
    NeighbourhoodFind,
    NetworkMember,
    Plan,
    PlanStep,
    PlanVersion,
    Proposal,
    SignPlan,
    SkillTraining,
    Strength,
    Viewpoint,
    Wish,
)
from landing.route.models import Fact, GatePass, Journey, RouteEvent, StepMark
from tests import exported
from tests.access import answers, arguments, looks
from tests.access.matrix import METHODS, Address, Row, addresses_now, expected, rows
from tests.cast import (
    JOINED_INTO,
    JUDGES,
    MAY_SEE,
    OPENED_BY,
    OVERSEES,
    SHOWN_IN_EMERGENCY,
    SHOWN_OF_A_PAIR,
    Cast,
    canary,
)

LOGGED_OUT = "anonymous"
# Nobody, somebody of this house and somebody of next door: enough where the answer does not depend on whom.
FEW = {"absent", "aziza", "cora"}
# Pages about looks, questions and openings: only some subjects of the cast have one.
LOGIN_PAGES = {"account_login"}
LOOKED_AT = {"rights:question", "rights:opening", "rights:person_log", "rights:emergency_seen"}


@dataclass
class Walk:
    """One member of the cast with a browser: counts what was asked, gathers what was wrong."""

    cast: Cast
    who: str
    asked: int = 0
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.client = Client(raise_request_exception=False)
        self.logged_in = self.who != LOGGED_OUT
        self.role = self.cast.viewer(self.who).role if self.logged_in else None
        if self.logged_in:
            self.client.force_login(self.cast.accounts[self.who])
            self.client.get("/over/")  # the first request of a session writes where it is used; the others are undone
            exported.ready(self.client, arguments.EXPORT, self.cast.viewer(self.who).worker)
        self.cookies = {name: morsel.value for name, morsel in self.client.cookies.items()}
        self.foreign = self.cast.foreign_to(self.who)
        self.may_see = MAY_SEE.get(self.who, frozenset()) | OVERSEES.get(self.who, frozenset())
        self.untouched = True
        self.looks = looks.Looks()
        self.places = looks.places()
        self.not_to_touch = {  # what was joined into a visible person may come back
            code for code in self.foreign if JOINED_INTO.get(code) not in self.may_see
        }
        self.statements = statements_of(self.cast, self.not_to_touch)
        self.state = self.state_now()

    def fault(self, where: str, what: str) -> None:
        self.faults.append(f"{self.who} · {where}: {what}")

    def ask(self, method: str, url: str, data: Any = None, **extra: Any) -> tuple[Any, bytes]:
        """One request, undone afterwards; returns the answer and its whole body."""
        self.asked += 1
        self.client.cookies = SimpleCookie(self.cookies)
        with transaction.atomic():
            if method in {"GET", "HEAD"}:
                response = getattr(self.client, method.lower())(url, data or {}, **extra)
            elif method == "POST":
                response = self.client.post(url, data or {}, **extra)
            else:
                response = getattr(self.client, method.lower())(url, **extra)
            body = answers.body_of(response)
            refused = method != "POST" or response.status_code == 405 or response.status_code >= 500
            self.untouched = refused or not self.touched()
            self.looks = looks.Looks.since(self.places)
            transaction.set_rollback(True)
        return response, body

    def touched(self) -> bool:
        """Whether anything of a foreign subject is other than it was."""
        return self.state_now() != self.state

    def state_now(self) -> list[Any]:
        """All that can be changed of the foreign subjects, as it stands."""
        found: list[Any] = []
        with connection.cursor() as cursor:
            for sql, given in self.statements:
                cursor.execute(sql, given)
                found.append(cursor.fetchall())
        return found

    def may_show(self, address: Address) -> list[bytes]:
        """Texts of people this viewer may not open, that this address may show all the same."""
        if address.name in {"rights:my_copy", "rights:my_copy_file"}:
            # The person's own file holds what was joined into it: that is the same person.
            own = [code for code, kept in JOINED_INTO.items() if self.role == "client" and kept in self.may_see]
            return [text.encode() for code in own for text in (f"Zqk{code}x", str(self.cast.subjects[code].key))]
        if address.name == "rights:emergency_page":
            opened = [code for code, opener in OPENED_BY.items() if opener == self.who]
            return [canary(code, what).encode() for code in opened for what in SHOWN_IN_EMERGENCY]
        if address.name not in {"route:likeness", "route:likenesses"}:
            return []
        return [canary(code, what).encode() for code in JUDGES.get(self.who, ()) for what in SHOWN_OF_A_PAIR]

    def check(
        self, where: str, response: Any, body: bytes, *, asked_for: str = "", may_be_kept: bool = False,
        allowed: Iterable[bytes] = (),
    ) -> None:  # fmt: skip
        """What must hold for every answer."""
        if response.status_code >= 500:
            raised = getattr(response, "exc_info", None)
            self.fault(where, f"answered {response.status_code} ({raised[0].__name__}: {raised[1]})" if raised else
                       f"answered {response.status_code}")  # fmt: skip
        content = answers.searchable(response, body)
        for text in allowed:
            content = content.replace(text, b"")
        found = answers.leaks(self.cast, content, self.foreign, asked_for)
        if found:
            self.fault(where, f"LEAK: shows {', '.join(sorted(found))}")
        for what in (*answers.header_faults(response, may_be_kept=may_be_kept), *answers.inline_faults(response, body)):
            self.fault(where, what)
        if not self.untouched:
            self.fault(where, "LEAK: changed something of a person who is not this viewer's")

    def sees(self, address: Address, target: str) -> bool:
        """Whether this target is the viewer's to see: the key and the parts belong to one visible subject."""
        if not self.logged_in:
            return False
        if arguments.is_rule_change(address):
            return self.who == "administrator" and target == "aziza"
        if address.name == "route:likeness" and self.who in JUDGES:
            return target in JUDGES[self.who]
        if address.name == "rights:emergency_page":
            return OPENED_BY.get(target) == self.who
        if address.name == "rights:ask":
            return self.role == "client" and target in self.may_see
        if address.name in LOOKED_AT and target not in OPENED_BY:
            return address.policy.about_a_person and target in self.may_see
        if arguments.is_run(address):  # a list belongs to the organisation where these two work
            return (self.who, target) in {("coordinator", "aziza"), ("neighbours.coordinator", "cora")}
        if arguments.is_worker(address):  # that of a lead municipality manages its region
            return self.who == "administrator" and target in {"aziza", "cora"}
        return target in self.may_see

    def everything(self) -> Walk:
        """All addresses × targets × methods."""
        for address in addresses_now():
            row = rows().get(address.name)
            if row is not None and address.policy is not None:
                self.address(address, row)
        return self

    def address(self, address: Address, row: Row) -> None:
        """One address for every target and method; an unknown key and a foreign key must look the same."""
        unknown: dict[str, Any] = {}
        about = arguments.is_about_somebody(address)
        for target in sorted(self.targets(address, row), key=lambda target: target != "absent"):
            url = arguments.url(self.cast, address, target)
            key = str(arguments.key_of(self.cast, target)) if address.policy.about_a_person else ""
            for method, form in self.attempts(row, target, about=about):
                where = f"{method}{' with a form' if form else ''} {address.name} for {target}"
                response, body = self.ask(method, url, form)
                wanted = expected(
                    row,
                    f"{method} with a form" if form else method,
                    self.role,
                    logged_in=self.logged_in,
                    about=about,
                    visible=self.sees(address, target),
                )
                if response.status_code not in wanted:
                    self.fault(where, f"answered {response.status_code} instead of {sorted(wanted)}")
                if wanted == {302} and not self.logged_in and row.roles is not None and not to_login(response):
                    self.fault(where, f"went to {response.headers.get('Location')!r} and not to the login page")
                self.check(
                    where, response, body, asked_for=key, may_be_kept=bool(row.may_be_kept),
                    allowed=self.may_show(address),
                )  # fmt: skip
                if self.logged_in:
                    for what in looks.faults(
                        self.cast, self.looks, who=self.who, address=address, row=row, target=target, method=method,
                        response=response, content=answers.searchable(response, body),
                    ):  # fmt: skip
                        self.fault(where, what)
                elif self.looks.lines and row.name not in LOGIN_PAGES:
                    self.fault(where, "LOG: a line of a stranger")
                if not about or self.sees(address, target):
                    continue
                appearance = answers.comparable(response, body, key or "no key")
                if not self.logged_in:
                    continue  # the login page is told to go back to the address that was asked for
                if target == "absent":
                    unknown[f"{method} {bool(form)}"] = appearance
                elif target in self.cast.subjects and appearance != unknown[f"{method} {bool(form)}"]:
                    self.fault(where, "looks different from a person who does not exist")

    def targets(self, address: Address, row: Row) -> set[str]:
        """Whom to ask for: everybody, unless the answer cannot depend on whom; ``MATRIX=all`` asks for everybody always.

        A page that is not for this role refuses before anybody is looked up: the few show that. PostgreSQL answers the same
        policy more slowly and is asked for one of each kind.
        """
        every = set(arguments.targets(address))
        if os.environ.get("MATRIX") == "all":
            return every
        if row.roles is not None and self.role not in row.roles:
            return every & FEW if every & FEW else every
        return every - {"bram", "fien", "hugo"} if connection.vendor == "postgresql" else every

    def attempts(self, row: Row, target: str, *, about: bool) -> Iterator[tuple[str, dict[str, Any] | None]]:
        """Every method, and sending what somebody would send who had the page open."""
        few = target in FEW
        for method in METHODS:
            # A method that the address does not know is refused before anybody is looked up, HEAD is GET without its body, and
            # an empty form is sent where there is no better one: three targets show these.
            if few or (method in row.methods and method != "HEAD" and not (method == "POST" and row.form)):
                yield method, None
        if row.form:
            own = target if about else min(self.may_see, default="aziza")
            yield "POST", arguments.body(self.cast, row.form, own)


def to_login(response: Any) -> bool:
    """Whether an answer sends the browser to the login page."""
    return urlsplit(response.headers.get("Location", "")).path == resolve_url(settings.LOGIN_URL)


def statements_of(cast: Cast, codes: set[str]) -> list[tuple[str, tuple[Any, ...]]]:
    """What asks all that can be changed of some subjects: made once, asked after every form of a walk."""
    people = [cast.subjects[code].person.pk for code in codes]
    journeys = [cast.subjects[code].journey.pk for code in codes]
    if not codes:
        return []

    def table(rows: Any, *columns: str) -> tuple[str, tuple[Any, ...]]:
        sql, given = rows.order_by("pk").values_list("pk", *columns).query.sql_with_params()
        return sql, given

    return [
        table(Person.objects.filter(pk__in=people), "version", "search_name", "joined_into_id", "origin_id"),
        table(
            Bond.objects.filter(person_id__in=people), "worker_id", "organisation_id", "from_date", "to_date", "phone"
        ),
        table(PersonEvent.objects.filter(person_id__in=people)),
        table(ConsentQuestion.objects.filter(person_id__in=people), "state"),
        table(Consent.objects.filter(person_id__in=people), "withdrawn_at", "to_date"),
        table(Representation.objects.filter(person_id__in=people), "to_date"),
        table(Journey.objects.filter(pk__in=journeys), "version", "person_id", "closed_on"),
        table(Fact.objects.filter(journey_id__in=journeys, current=True), "value", "on"),
        table(StepMark.objects.filter(journey_id__in=journeys), "current"),
        table(GatePass.objects.filter(journey_id__in=journeys), "current"),
        table(RouteEvent.objects.filter(journey_id__in=journeys)),
        table(LetterCode.objects.filter(person_id__in=people), "revoked_at", "used_at"),
        table(OneTimeLink.objects.filter(person_id__in=people), "revoked_at", "used_at"),
        table(Plan.objects.filter(person_id__in=people), "version", "paused_on"),
        table(PlanVersion.objects.filter(plan__person_id__in=people)),
        table(Goal.objects.filter(plan__person_id__in=people), "version", "state", "place"),
        table(PlanStep.objects.filter(goal__plan__person_id__in=people), "words", "done_on", "place"),
        table(Proposal.objects.filter(plan__person_id__in=people), "state"),
        table(Viewpoint.objects.filter(plan__person_id__in=people)),
        table(Strength.objects.filter(plan__person_id__in=people), "words"),
        table(Wish.objects.filter(plan__person_id__in=people), "version"),
        table(Followed.objects.filter(plan__person_id__in=people), "words", "to_date"),
        table(CheckIn.objects.filter(plan__person_id__in=people), "words"),
        table(AwarenessTalk.objects.filter(plan__person_id__in=people), "words", "on", "with_name"),
        table(NeighbourhoodFind.objects.filter(plan__person_id__in=people), "kind", "words", "been_on", "gone_on"),
        table(SkillTraining.objects.filter(plan__person_id__in=people), "version"),
        table(NetworkMember.objects.filter(person_id__in=people), "version", "to_date"),
        table(CrisisCard.objects.filter(person_id__in=people), "version"),
        table(CardOffer.objects.filter(person_id__in=people), "state"),
        table(CardPrint.objects.filter(card__person_id__in=people), "taken_back_on"),
        table(SignPlan.objects.filter(person_id__in=people), "version"),
    ]  # fmt: skip


@contextmanager
def listening() -> Iterator[set[str]]:
    """Notes which fields a view asks of the address or the form, so that no list of parameters can be forgotten."""
    asked: set[str] = set()
    names = ("__getitem__", "__contains__", "getlist")

    def noting(original: Any) -> Any:
        def method(self: QueryDict, key: str, *rest: Any, **more: Any) -> Any:
            if isinstance(key, str) and re.fullmatch(r"[\w.-]{1,60}", key):
                asked.add(key)
            return original(self, key, *rest, **more)

        return method

    for name in names:
        setattr(QueryDict, name, noting(getattr(QueryDict, name)))
    try:
        yield asked
    finally:
        for name in names:
            delattr(QueryDict, name)  # QueryDict inherits all three
