"""The fixed cast: a few people, each with a reason to exist. All names are invented.

Home is Zorghuis De Dijk and Gemeente Waterkant in the demo region. Around them stand another provider with its
own municipality in the same region, and a second region with the same set of people. Every person whose route it
is (a *subject*) carries a canary of its own in every text that belongs to it, so that a leak can be seen in any
answer: ``zqk`` + code + ``x`` + field + ``zz``.
"""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests import cast_plan

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Europe/Amsterdam"))
NO_SUCH_KEY = uuid.UUID("00000000-0000-4000-8000-00000000dead")
CANARY = re.compile(rb"zqk([a-z]+?)x[a-z]+?zz", re.IGNORECASE)


def canary(code: str, what: str) -> str:
    """A text that can only come from one field of one subject."""
    return f"Zqk{code}x{what}zz"


def canaries_in(content: bytes) -> set[str]:
    """The codes of the subjects whose texts stand in an answer."""
    return {found.decode().lower() for found in CANARY.findall(content)}


def override_text(rule: str, because: str) -> str:
    """A change of a rule, as a region would write it."""
    return (
        f"- override: {rule}\n  because: {because}\n  title: Anders genoemd in deze regio\n  last_checked: 2026-11-23\n"
        "  source: {document: REGIO, heading: Proef, items: []}\n"
    )


@dataclass
class Subject:
    """A person whose route it is, with what tests need to point at."""

    code: str
    person: Any
    journey: Any
    bonds: dict[str, Any] = field(default_factory=dict)
    events: dict[str, uuid.UUID] = field(default_factory=dict)
    # Questions for consent (open, talk), consents (holds, ends, withdrawn), and who may speak for the person.
    questions: dict[str, Any] = field(default_factory=dict)
    consents: dict[str, Any] = field(default_factory=dict)
    representation: Any = None
    # Somebody around the person, a copy of the crisis card on paper, and what a close one offers for the card.
    member: Any = None
    print: Any = None
    offer: Any = None
    # Of the own plan: the key of one thing of each kind, by the name of the argument in an address.
    plan: dict[str, uuid.UUID] = field(default_factory=dict)

    @property
    def key(self) -> uuid.UUID:
        return self.person.key


@dataclass
class House:
    """One provider and one municipality, with somebody in every role."""

    code: str
    region: Any
    organisations: dict[str, Any]
    workers: dict[str, Any]


# Where each role works, and in what words it is called on screen.
WORKPLACE = {
    "support_worker": "care_provider",
    "coordinator": "care_provider",
    "process_director": "municipality",
    "policy_officer": "municipality",
    "housing_officer": "housing_association",
    "advocate": "advocacy",
    "peer_worker": "peer_organisation",
    "income_officer": "income_service",
    "close_one": "other",
    "administrator": "municipality",
    "privacy_officer": "care_provider",
}
NAMES = {
    "support_worker": "Bo Begelei", "coordinator": "Coen Coördi", "process_director": "Pien Procesz",
    "policy_officer": "Bas Beleidt", "housing_officer": "Wout Woonma", "advocate": "Oda Onafhan",
    "peer_worker": "Evi Ervarra", "income_officer": "Ine Inkomst", "close_one": "Nel Naastig", "administrator": "Bea Beheerd",
    "privacy_officer": "Pri Vacystra",
}  # fmt: skip
FACTS: dict[str, str] = {
    "stay_start": "2025-09-01", "stay_kind": "bw", "route_kind": "contingent", "benefit_kind": "participation_act",
    "target_departure": "2027-01-15", "has_debts": "yes", "household": "alone", "offer_accepted": "2026-11-10",
    "contract_signed": "2026-11-16", "key_handover": "2026-12-01", "moves_to_other_municipality": "no",
}  # fmt: skip


@dataclass
class Cast:
    """Everybody. ``viewers()`` gives those who look; ``subjects`` those who are looked at, by code."""

    home: House
    neighbours: House
    strangers: House
    subjects: dict[str, Subject]
    accounts: dict[str, Any]
    # Rules that hold for everybody. On every route of the cast the first is done, the second set aside by staff and
    # the third done by the client.
    rule: str = ""
    aside_rule: str = ""
    client_rule: str = ""
    # By subject: a pair that may be one person, and a record that was joined into the subject's (0: there is none).
    likenesses: dict[str, int] = field(default_factory=dict)
    joinings: dict[str, int] = field(default_factory=dict)
    # By house: a change of the rules, prepared and not yet live.
    changes: dict[str, uuid.UUID] = field(default_factory=dict)
    # By house: a list of its provider that was looked at and not read in, and one on which the work broke off.
    runs: dict[str, uuid.UUID] = field(default_factory=dict)
    broken_runs: dict[str, uuid.UUID] = field(default_factory=dict)
    # By subject: something asked about the own data, that waits for an answer.
    requests: dict[str, uuid.UUID] = field(default_factory=dict)
    # By subject: why the record must be kept for now.
    holds: dict[str, uuid.UUID] = field(default_factory=dict)
    # By subject: a letter with a code and a one-time link that still work.
    letters: dict[str, uuid.UUID] = field(default_factory=dict)
    links: dict[str, uuid.UUID] = field(default_factory=dict)
    # By subject: a look at them by somebody, their question about it, and an opening in an emergency by a stranger.
    looks: dict[str, uuid.UUID] = field(default_factory=dict)
    questions: dict[str, uuid.UUID] = field(default_factory=dict)
    openings: dict[str, uuid.UUID] = field(default_factory=dict)

    @classmethod
    def build(cls) -> Cast:
        """Make the cast in the database; a little under a second of work."""
        return _Stage().play()

    def add(self, code: str, *, client: str) -> Subject:
        """One more person at home, with a login: everybody there is there for this person too."""
        stage = _Stage()
        stage.accounts, stage.subjects = self.accounts, self.subjects
        return stage.subject(code, self.home, client=client, peer=True)

    def viewer(self, who: str, *, today: date = TODAY) -> Any:
        """The viewer behind an account, such as ``coordinator`` or ``neighbours.support_worker``."""
        from landing.people.reads import viewer_of

        return viewer_of(account=self.accounts[who].pk, worker=None, today=today)

    def subject(self, code: str) -> Subject:
        return self.subjects[code]

    def foreign_to(self, who: str) -> set[str]:
        """The codes of the subjects that somebody of the cast may not see: written out, not asked of the product."""
        return set(self.subjects) - MAY_SEE.get(who, frozenset()) - OVERSEES.get(who, frozenset())


# A joined record stays part of the person it was joined into: splitting may bring it back.
JOINED_INTO = {"gijs": "aziza", "hugo": "cora"}
# Why each subject exists. This table is the test's own opinion: it must not be derived from people.visible.
SUBJECTS = {
    "aziza": "the one everybody at home is there for",
    "bram": "same provider and municipality, but another support worker",
    "cora": "another provider and municipality in the same region",
    "daan": "another region",
    "eva": "was at home until today: every bond of home ends on this very day",
    "fien": "comes to home tomorrow: bonds that do not hold yet",
    "gijs": "a record that was joined into aziza's: no longer to be found",
    "hugo": "the same, joined into cora's",
    "sjaan": "at home and shielded: bonds of everybody, and only the coordinator is named",
}
# Who opened whom in an emergency; only they may look, and only for some hours.
OPENED_BY = {"aziza": "neighbours.support_worker", "bram": "neighbours.support_worker", "cora": "support_worker",
             "daan": "support_worker"}  # fmt: skip
# What is shown then: the name, who can be called, and to who helps the crisis card.
SHOWN_IN_EMERGENCY = ("voor", "achter", "roep", "naaste", "tel", "kaart", "bellen", "nummerkaart")
MAY_SEE: dict[str, frozenset[str]] = {
    "client": frozenset({"aziza"}),
    "support_worker": frozenset({"aziza"}),
    "peer_worker": frozenset({"aziza"}),
    "advocate": frozenset({"aziza"}),
    # Before the move a housing association knows only who agreed; aziza is moving.
    "housing_officer": frozenset({"aziza"}),
    "income_officer": frozenset({"aziza"}),
    "coordinator": frozenset({"aziza", "bram", "sjaan"}),
    "process_director": frozenset({"aziza", "bram"}),
    "neighbours.client": frozenset({"cora"}),
    "neighbours.support_worker": frozenset({"cora", "eva"}),
    "neighbours.coordinator": frozenset({"cora", "eva", "fien"}),
    "neighbours.process_director": frozenset({"cora", "eva", "fien"}),
    "strangers.client": frozenset({"daan"}),
    "strangers.support_worker": frozenset({"daan"}),
    "strangers.coordinator": frozenset({"daan"}),
    "strangers.process_director": frozenset({"daan"}),
    "colleague": frozenset({"bram"}),
    # No place of work that holds: nobody.
    "former_worker": frozenset(),
    "nobody": frozenset(),
}
# Whose requests, holds and shield an officer handles: no page about the life of a person opens to this role.
OVERSEES: dict[str, frozenset[str]] = {
    "privacy_officer": frozenset({"aziza", "bram"}),
    "neighbours.privacy_officer": frozenset({"cora", "eva", "fien"}),
    "strangers.privacy_officer": frozenset({"daan"}),
}
# Who lays pairs of records side by side for a whole region (ADR 5), of whom, and what may be shown of them there.
JUDGES: dict[str, frozenset[str]] = {"process_director": frozenset({"aziza", "bram", "cora", "eva", "fien"})}
SHOWN_OF_A_PAIR = ("voor", "achter", "lijkt")
ROLES = ("client", *WORKPLACE)


class _Stage:
    """Builds the cast with few queries: the tests of actions do not depend on actions working."""

    def __init__(self) -> None:
        from landing.people import models as people
        from landing.route import models as route

        self.people, self.route = people, route
        self.accounts: dict[str, Any] = {}
        self.subjects: dict[str, Subject] = {}

    def play(self) -> Cast:
        home = self.house("merwestreek", "home", "Waterkant", "De Dijk")
        neighbours = self.house("merwestreek", "neighbours", "Landzicht", "De Kade")
        strangers = self.house("verweg", "strangers", "Bergeinde", "De Heuvel")
        self.colleagues(home)
        self.subject("aziza", home, client="client", peer=True)
        self.subject("bram", home, carer=self.accounts["colleague"].worker)
        self.subject("cora", neighbours, client="neighbours.client")
        self.subject("daan", strangers, client="strangers.client", peer=True)
        eva = self.subject("eva", home, start=TODAY - timedelta(days=400), end=TODAY, peer=True)
        self.bonds(eva, neighbours, neighbours.workers["support_worker"], TODAY - timedelta(days=9), None)
        fien = self.subject("fien", home, start=TODAY + timedelta(days=1), peer=True)
        self.bonds(fien, neighbours, neighbours.workers["coordinator"], TODAY - timedelta(days=9), None)
        sjaan = self.subject("sjaan", home, peer=True)
        self.shield(sjaan, home.workers["coordinator"])
        joinings = self.join(self.subject("gijs", home), "aziza") | self.join(self.subject("hugo", neighbours), "cora")
        self.access_line(home)
        lists = {"home": (home, "aziza"), "neighbours": (neighbours, "cora"), "strangers": (strangers, "daan")}
        return Cast(
            home, neighbours, strangers, self.subjects, self.accounts, *self.rules("merwestreek"),
            likenesses=self.pairs(), joinings=joinings, changes=self.rule_changes(home, strangers),
            runs={name: self.list_of(*whose, broken=False) for name, whose in lists.items()},
            broken_runs={name: self.list_of(*whose, broken=True) for name, whose in lists.items()},
            requests={code: self.request_of(found) for code, found in self.subjects.items() if code not in JOINED_INTO},
            holds={code: self.hold_of(found) for code, found in self.subjects.items() if code not in JOINED_INTO},
            letters=self.one_time("LetterCode"), links=self.one_time("OneTimeLink", purpose="fallback"),
            **self.looks(),
        )  # fmt: skip

    # Who works where

    def house(self, region_code: str, code: str, town: str, provider: str) -> House:
        people = self.people
        region, _ = people.Region.objects.get_or_create(code=region_code, defaults={"name": f"Regio {region_code}"})
        names = {
            "municipality": f"Gemeente {town}", "care_provider": f"Zorghuis {provider}",
            "housing_association": f"Woonstichting {town}", "advocacy": f"Naast Je {town}",
            "income_service": f"Werkplein {town}", "peer_organisation": f"Zelf Ervaren {town}",
            "neighbourhood_team": f"Wijkteam {town}", "other": f"Naasten {town}",
        }  # fmt: skip
        organisations = {
            kind: people.Organisation.objects.create(
                region=region,
                kind=kind,
                name=name,
                is_lead_municipality=kind == "municipality" and code != "neighbours",
            )
            for kind, name in names.items()
        }
        made = House(code, region, organisations, {})
        for role, workplace in WORKPLACE.items():
            account = self.account(role if code == "home" else f"{code}.{role}")
            made.workers[role] = people.Worker.objects.create(
                account=account, organisation=organisations[workplace], role=role,
                name=NAMES[role] if code == "home" else f"{NAMES[role]} {town}", from_date=date(2024, 1, 1),
            )  # fmt: skip
            account.worker = made.workers[role]
        return made

    def account(self, name: str) -> Any:
        # Tests log in by force; a password that cannot be used costs no hashing.
        made = self.people.Account.objects.create(username=f"cast.{name}", password="!")
        self.accounts[name] = made
        return made

    def colleagues(self, home: House) -> None:
        """Somebody beside, somebody who left, and an account that never had a place."""
        for name, full, ended in (
            ("colleague", "Cas Collegas", None),
            ("former_worker", "Fer Vertrok", TODAY),
        ):
            account = self.account(name)
            account.worker = self.people.Worker.objects.create(
                account=account, organisation=home.organisations["care_provider"], role="support_worker", name=full,
                from_date=date(2024, 1, 1), to_date=ended,
            )  # fmt: skip
        self.account("nobody")

    # Whose route it is

    def subject(
        self, code: str, house: House, *, client: str = "", carer: Any = None, peer: bool = False,
        start: date = date(2025, 9, 1), end: date | None = None,
    ) -> Subject:  # fmt: skip
        from landing.people.actions import name_keys

        people = self.people
        given, surname, called = canary(code, "voor"), canary(code, "achter"), canary(code, "roep")
        person = people.Person.objects.create(
            key=uuid.uuid5(uuid.NAMESPACE_URL, f"cast:{code}"), region=house.region, given_name=given, infix="van",
            surname=surname, call_me=called, birth_date=date(1901 + self.years(code), 3, 4),
            origin=house.organisations["municipality"], account=self.account(client) if client else None,
            **name_keys(given, "van", surname, called),
        )  # fmt: skip
        made = self.subjects[code] = Subject(code, person, None)
        people.PersonReference.objects.create(
            person=person, organisation=house.organisations["care_provider"], reference=canary(code, "nummer")
        )
        self.bonds(made, house, carer or house.workers["support_worker"], start, end, peer=peer)
        if code == "aziza":
            # Who is still there to look at what has ended: the former worker had a bond of his own.
            self.bond(made, "support_worker", worker=self.accounts["former_worker"].worker, start=start, name="before")
        self.route_of(made, house, carer or house.workers["support_worker"])
        self.consents_of(made, house, carer or house.workers["support_worker"])
        self.own_words(made)
        made.plan = cast_plan.make(person, code, carer or house.workers["support_worker"], NOW, canary)
        return made

    def years(self, code: str) -> int:
        """By whom of the cast a birth date is known; more people share the years."""
        return list(SUBJECTS).index(code) if code in SUBJECTS else len(self.subjects) % 100

    def bond(
        self, subject: Subject, kind: str, *, start: date, end: date | None = None, name: str = "", **who: Any
    ) -> None:
        subject.bonds[name or kind] = self.people.Bond.objects.create(
            person=subject.person, kind=kind, from_date=start, to_date=end, **who
        )

    def bonds(
        self, subject: Subject, house: House, carer: Any, start: date, end: date | None, *, peer: bool = False
    ) -> None:
        other = "" if not subject.bonds else f"{house.code}."
        common = {"start": start, "end": end}
        self.bond(subject, "care_provider", organisation=house.organisations["care_provider"],
                  name=f"{other}care_provider", **common)  # fmt: skip
        self.bond(subject, "municipality", organisation=house.organisations["municipality"],
                  name=f"{other}municipality", **common)  # fmt: skip
        self.bond(subject, "support_worker", worker=carer, name=f"{other}support_worker", **common)
        if not other:
            self.bond(subject, "coordinator", worker=house.workers["coordinator"], **common)
        if peer:
            for role in ("peer_worker", "advocate", "housing_officer", "income_officer"):
                self.bond(subject, role, worker=house.workers[role], name=f"{other}{role}", **common)
        named = self.people.Bond.objects.create(
            person=subject.person, kind="close_one", from_date=start, to_date=end,
        )  # fmt: skip
        named.name, named.phone = canary(subject.code, "naaste"), canary(subject.code, "tel")
        named.save()
        subject.bonds[f"{other}close_one"] = named

    def shield(self, subject: Subject, named: Any) -> None:
        """Keep somebody out of sight of everybody but one worker."""
        shield = self.people.Shield.objects.create(
            person=subject.person, kind="safety", why=canary(subject.code, "scherm"), set_at=NOW, set_by=named.name
        )
        self.people.ShieldPass.objects.create(shield=shield, worker=named)

    def consents_of(self, subject: Subject, house: House, carer: Any) -> None:
        """What the person was asked and said, with somebody who may speak for them and a handover that was done."""
        people, code, person = self.people, subject.code, subject.person
        housing, advocacy = house.organisations["housing_association"], house.organisations["advocacy"]
        subject.representation = people.Representation.objects.create(
            person=person, kind="guardian", name=canary(code, "curator"), phone=canary(code, "belt"),
            proof=canary(code, "stuk"), from_date=date(2026, 1, 1), recorded_at=NOW, recorded_by=carer.name,
        )  # fmt: skip
        asked = {"person": person, "asked_at": NOW - timedelta(days=20), "asked_by": carer.name,
                 "asked_role": "support_worker", "why": canary(code, "vraagt")}  # fmt: skip
        questions = (
            people.ConsentQuestion(organisation=housing, topics=["identity", "contact", "housing"],
                                   purpose="housing_allocation", until=date(2027, 8, 1), **asked),
            people.ConsentQuestion(receiver_name=canary(code, "huisarts"), topics=["health"], purpose="treatment",
                                   until=date(2027, 5, 1), state="talk", answered_at=NOW, **asked),
        )  # fmt: skip
        for name, question in zip(("open", "talk"), people.ConsentQuestion.objects.bulk_create(questions), strict=True):
            subject.questions[name] = question
        said = {"person": person, "from_date": date(2026, 6, 1), "given_at": NOW - timedelta(days=170),
                "recorded_by": carer.name, "words": canary(code, "tekst")}  # fmt: skip
        consents = (
            people.Consent(organisation=advocacy, topics=["identity", "plan"], purpose="client_support",
                           to_date=date(2027, 6, 1), **said),
            people.Consent(receiver_name=canary(code, "tandarts"), topics=["health"], purpose="treatment", how="paper",
                           witness=canary(code, "getuige"), to_date=TODAY + timedelta(days=12), **said),
            people.Consent(organisation=housing, topics=["identity"], purpose="tenancy", how="representative",
                           representation=subject.representation, to_date=date(2027, 6, 1), withdrawn_at=NOW, **said),
        )  # fmt: skip
        for name, consent in zip(
            ("holds", "ends", "withdrawn"), people.Consent.objects.bulk_create(consents), strict=True
        ):
            subject.consents[name] = consent
        event = people.PersonEvent.objects.create(
            person=person, at=NOW, account_id=carer.account_id, by_name=carer.name, by_role="support_worker",
            about="handover", old=None, new={"receiver": canary(code, "ontvangt"), "by_law": [], "article": "",
                                             "by_consent": ["identity"], "behind": []},
        )  # fmt: skip
        subject.events["handover"] = event.key

    def own_words(self, subject: Subject) -> None:
        """Somebody around the person, the crisis card with what hangs on it, and the two plans for when it goes less well."""
        from landing.plan import models as plan

        code, person = subject.code, subject.person
        wrote = {"changed_at": NOW, "changed_by": canary(code, "schreef")}
        subject.member = plan.NetworkMember.objects.create(
            person=person, name=canary(code, "kent"), role=canary(code, "zus"), phone=canary(code, "nummer"), may_call=True,
            from_date=TODAY - timedelta(days=90), added_at=NOW, added_by=canary(code, "schreef"),
        )  # fmt: skip
        plan.NetworkTie.objects.create(member=subject.member, closeness=1, from_date=TODAY - timedelta(days=90))
        card = plan.CrisisCard.objects.create(
            person=person, helps=canary(code, "kaart"), version=1, changed_at=NOW, changed_by=canary(code, "roep")
        )
        contact = {"name": canary(code, "bellen"), "phone": canary(code, "nummerkaart"), "what_for": "", "member": ""}
        plan.CardContact.objects.create(card=card, name=contact["name"], phone=contact["phone"])
        content = {"helps": canary(code, "kaart"), "contacts": [contact]}
        by = {"by_name": canary(code, "roep")}
        plan.CardVersion.objects.create(card=card, number=1, content=content, at=NOW, by_role="client", **by)
        subject.print = plan.CardPrint.objects.create(
            card=card, number=1, for_whom=canary(code, "papier"), at=NOW, **by
        )
        subject.offer = plan.CardOffer.objects.create(
            person=person, part="helps", name=canary(code, "naaste"), words=canary(code, "voorstel"), at=NOW
        )
        for kind in plan.SignPlan.Kind:
            made = plan.SignPlan.objects.create(
                person=person, kind=kind, agreements=canary(code, "afspraak"), version=1, **wrote
            )
            plan.SignPhase.objects.create(sign_plan=made, phase="early", signs=canary(code, "teken"))
            parts = {"algemeen": {"agreements": canary(code, "afspraak")}, "early": {"signs": canary(code, "teken")}}
            plan.SignVersion.objects.create(
                sign_plan=made, number=1, content={"parts": parts, "agreed_on": None}, at=NOW, by_name=canary(code, "schreef"),
                by_role="client",
            )  # fmt: skip

    def join(self, joined: Subject, kept: str) -> dict[str, int]:
        """A record joined into another, as it is left behind."""
        keep = self.subjects[kept].person
        joined.person.joined_into = keep
        joined.person.save(update_fields=["joined_into"])
        moved = {"bonds": [], "references": [], "account": None, "journeys": [], "facts": [], "marks": []}
        made = self.people.Joining.objects.create(kept=keep, joined=joined.person, moved=moved, joined_at=NOW)
        return {kept: made.pk}

    def pairs(self) -> dict[str, int]:
        """Pairs that may be one person: both visible to one house, or one of each side (visible to nobody)."""
        made = {}
        for first, second in (("aziza", "bram"), ("cora", "eva"), ("bram", "daan"), ("cora", "fien"), ("bram", "gijs"),
                              ("bram", "sjaan")):  # fmt: skip
            pair = self.people.Likeness.objects.create(
                first=self.subjects[first].person, second=self.subjects[second].person,
                reasons=[canary(first, "lijkt"), canary(second, "lijkt")],
            )  # fmt: skip
            made[second] = pair.pk
            made.setdefault(first, pair.pk)
        return made

    def request_of(self, subject: Subject) -> uuid.UUID:
        """A correction that somebody asked for and that waits for an answer."""
        from landing.rights.request_models import RightsRequest

        return RightsRequest.objects.create(
            key=uuid.uuid5(uuid.NAMESPACE_URL, f"cast:request:{subject.code}"), person=subject.person, kind="correction",
            words=canary(subject.code, "klopt"), asked_at=NOW, asked_by=canary(subject.code, "roep"), asked_role="client",
            due_on=date(2026, 12, 23),
        ).key  # fmt: skip

    def hold_of(self, subject: Subject) -> uuid.UUID:
        """A reason to keep a record that is over since long: it holds nothing any more."""
        from landing.rights.request_models import Hold

        return Hold.objects.create(
            key=uuid.uuid5(uuid.NAMESPACE_URL, f"cast:hold:{subject.code}"), person=subject.person,
            why=canary(subject.code, "houvast"), from_date=date(2025, 1, 1), to_date=date(2025, 2, 1), set_at=NOW,
            set_by="Pri Vacystra",
        ).key  # fmt: skip

    def one_time(self, model: str, **more: str) -> dict[str, uuid.UUID]:
        """A letter or a link of every subject, made by its carer; nobody knows the secret."""
        from landing.login import models as login

        now, made = datetime.now(NOW.tzinfo), {}
        for code, subject in self.subjects.items():
            made[code] = uuid.uuid5(uuid.NAMESPACE_URL, f"cast:{model}:{code}")
            getattr(login, model).objects.create(
                key=made[code], person=subject.person, digest=f"{model}:{code}", made_by_name=canary(code, "maakte"),
                made_by=self.accounts["support_worker"], made_at=now, expires_at=now + timedelta(days=2), **more,
            )  # fmt: skip
        return made

    def looks(self) -> dict[str, dict[str, uuid.UUID]]:
        """A look at each subject, a question about it, and an opening in an emergency."""
        from landing.people.access_log import NewLine, append, now
        from landing.rights.models import AccessQuestion, BreakGlass

        made: dict[str, dict[str, uuid.UUID]] = {"looks": {}, "questions": {}, "openings": {}}
        for code, opener in OPENED_BY.items():
            subject, worker = self.subjects[code], self.accounts[opener].worker
            bond = subject.bonds["support_worker"]
            made["looks"][code] = append(
                NewLine(action="read", page="desk:person", account=bond.worker.account_id, worker=bond.worker_id,
                        by_name=bond.worker.name, by_role="support_worker", organisation=bond.worker.organisation_id,
                        topic="route", purpose="support", basis="bond", origin="127.0.0.0/24"),
                [subject.key],
            )  # fmt: skip
            line = self.people.AccessLine.objects.get(request_id=made["looks"][code])
            made["questions"][code] = AccessQuestion.objects.create(
                person=subject.person, line=line, line_at=line.at, look=line.request_id, about_account_id=line.account_id,
                words=canary(code, "inzage"), asked_at=NOW, due_on=TODAY + timedelta(days=9),
            ).key  # fmt: skip
            made["openings"][code] = BreakGlass.objects.create(
                person=subject.person, account=worker.account, worker=worker, organisation=worker.organisation,
                by_name=worker.name, by_role="support_worker", reason="crisis", words=canary(code, "nood"),
                opened_at=now(), ends_at=now() + timedelta(hours=4),
                review_due_on=TODAY + timedelta(days=7),
            ).key  # fmt: skip
        return made

    def access_line(self, house: House) -> None:
        """A line of history of somebody's access."""
        from landing.login.models import AccessEvent

        worker = house.workers["coordinator"]
        AccessEvent.objects.create(at=NOW, by_name="Bea Beheerd", about="worker", worker=worker, subject=worker.account)

    def rule_changes(self, *houses: House) -> dict[str, uuid.UUID]:
        """A draft of a change in each region, that fits the rules."""
        made = {}
        for house in houses:
            rule = self.rules(house.region.code)[0]
            text = override_text(rule, canary("daan", "omdat") if house.code == "strangers" else "Proef")
            change = self.route.RulebookChange.objects.create(
                region_code=house.region.code, rule=rule, text=text, because="Verzonnen reden", made_at=NOW,
                made_by=house.workers["administrator"].account,
            )  # fmt: skip
            made[house.code] = change.key
        return made

    def list_of(self, house: House, code: str, *, broken: bool) -> uuid.UUID:
        """A list of a house's provider, with a row about a person who looks like one of its own."""
        from landing.exchange import kept
        from landing.exchange.caseload.checking import check_table
        from landing.exchange.caseload.mapping import propose
        from landing.exchange.caseload.tables import open_table
        from landing.exchange.models import ImportRun

        key = uuid.uuid5(uuid.NAMESPACE_URL, f"cast:list:{house.code}:{broken}")
        content = f"Cliëntnummer;Naam;Geboortedatum\n{canary(code, 'nr')};Proef, {canary(code, 'lijst')};01-02-1980\n"
        kept.forget(key)
        kept.keep_upload(key, iter([content.encode()]))
        table = open_table(content.encode())
        mapping = propose(table).mapping
        result = check_table(table, mapping, today=TODAY)
        kept.keep_table(key, table)
        kept.keep_check(key, result)
        counts = {"rows": 1, "good": 1, "bad": 0, "repeats": 0, "new": 1, "known": 0, "errors": 0, "warnings": 0,
                  "by_place": []}  # fmt: skip
        worker, since = house.workers["coordinator"], datetime.now(NOW.tzinfo) - timedelta(hours=1)
        ImportRun.objects.create(
            key=key, organisation=house.organisations["care_provider"], account=worker.account, worker=worker,
            by_name=worker.name, file_name=canary(code, "bestand") + ".csv", size=len(content), made_at=since,
            since=since, state="checking" if broken else "checked", mapping=mapping, counts=counts,
        )  # fmt: skip
        return key

    def route_of(self, subject: Subject, house: House, carer: Any) -> None:
        from landing.route import dues

        route = self.route
        subject.journey = journey = route.Journey.objects.create(
            person=subject.person, destination=house.organisations["municipality"], started_on=date(2025, 9, 1)
        )
        by = canary(subject.code, "door")
        route.Fact.objects.bulk_create(
            route.Fact(
                journey=journey, kind=kind, recorded_at=NOW, recorded_by=by,
                on=date.fromisoformat(value) if value[:2] == "20" else None, value="" if value[:2] == "20" else value,
            )
            for kind, value in FACTS.items()
        )  # fmt: skip
        done, aside, clients = self.rules(house.region.code)
        marks = ((done, "done", "support_worker"), (aside, "set_aside", "support_worker"), (clients, "done", "client"))
        route.StepMark.objects.bulk_create(
            route.StepMark(
                journey=journey, rule=rule, kind=kind, on=TODAY - timedelta(days=30), why=canary(subject.code, "reden"),
                by_name=by, by_role=role, recorded_at=NOW,
            )
            for rule, kind, role in marks
        )  # fmt: skip
        route.GatePass.objects.create(
            journey=journey, gate="let_go", on=TODAY - timedelta(days=2), why=canary(subject.code, "poort"), by_name=by,
            by_role="coordinator", missing=[], recorded_at=NOW,
        )  # fmt: skip
        self.history(subject, carer, done)
        dues.refresh(route.Journey.objects.select_related("person__region").get(pk=journey.pk), TODAY)
        journey.refresh_from_db()

    def history(self, subject: Subject, carer: Any, rule: str) -> None:
        by = canary(subject.code, "schrijver")
        line = {"at": NOW, "account_id": carer.account_id, "by_name": by, "by_role": "support_worker",
                "why": canary(subject.code, "waarom")}  # fmt: skip
        changes = {
            "step": ("step:" + rule, None,
                     {"kind": "done", "on": (TODAY - timedelta(days=30)).isoformat(), "why": canary(subject.code, "reden")}),
            "fact": ("fact:household", {"household": None}, {"household": "alone"}),
        }  # fmt: skip
        for name, (about, old, new) in changes.items():
            event = self.route.RouteEvent.objects.create(journey=subject.journey, about=about, old=old, new=new, **line)
            subject.events[name] = event.key
        if subject.person.account_id:
            line |= {"account_id": subject.person.account_id, "by_role": "client"}
        own = self.route.RouteEvent.objects.create(
            journey=subject.journey, about="fact:has_debts", old={"has_debts": None}, new={"has_debts": "yes"}, **line
        )
        subject.events["client"] = own.key
        self.people.PersonEvent.objects.create(
            person=subject.person, about="person", old={"surname": canary(subject.code, "oud")},
            new={"surname": canary(subject.code, "achter")}, **line,
        )  # fmt: skip

    @staticmethod
    def rules(region_code: str) -> tuple[str, str, str]:
        """Three rules that hold for everybody: two of the support worker, about the home alone, and one of the client."""
        from landing.route import rulebook

        book = rulebook.current(region_code)
        always = [rule for rule in book.rules if rule.valid_from <= TODAY and rule.when is None and rule.repeat is None]
        staff = [rule.id for rule in always if rule.who == "support_worker" and book.topics_of(rule) == {"housing"}]
        return staff[0], staff[1], next(rule.id for rule in always if rule.who == "client" and rule.client)
