"""One person with a row in every table, for the golden copy and for erasing."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.cast import TODAY, Cast, Subject

NOW = datetime(2026, 11, 20, 10, 30, tzinfo=ZoneInfo("Europe/Amsterdam"))
BSN = "999990019"


def fill(cast: Cast, subject: Subject, bsn: str = BSN) -> None:
    """Give a subject of the cast a row in every table of a person that the cast leaves empty."""
    from landing.people import models as people
    from landing.people import sealing
    from landing.people.bsn import row_of
    from landing.rights.request_models import Hold, RightsRequest

    person, code = subject.person, subject.code
    house = cast.home.organisations["care_provider"]
    said = f"Zqk{code}x{{}}zz"
    people.CitizenNumber.objects.create(
        person=person, region=person.region, sealed=sealing.seal(bsn, row_of(person)), mark=sealing.mark(bsn),
        entered_at=NOW, entered_by="Coen Coördi", entered_role="coordinator",
    )  # fmt: skip
    speaker = people.Representation.objects.create(
        person=person, kind="mentor", name=said.format("mentor"), phone=said.format("mentortel"),
        proof="beschikking van de rechtbank", from_date=date(2026, 1, 1), recorded_at=NOW, recorded_by="Coen Coördi",
    )  # fmt: skip
    question = people.ConsentQuestion.objects.create(
        person=person, organisation=house, topics=["housing"], purpose="housing_allocation", until=date(2027, 6, 1),
        why=said.format("vraag"), state="given", asked_at=NOW, asked_by="Coen Coördi", asked_role="coordinator",
        answered_at=NOW,
    )  # fmt: skip
    people.Consent.objects.create(
        person=person, organisation=house, topics=["housing"], purpose="housing_allocation",
        from_date=date(2026, 11, 1), to_date=date(2027, 6, 1), question=question, representation=speaker,
        how="representative", words=said.format("toestemming"), given_at=NOW, recorded_by="Coen Coördi",
    )  # fmt: skip
    people.Objection.objects.create(
        person=person, topic="health", purpose="steering", from_date=date(2026, 11, 2)
    )  # fmt: skip
    people.OwnScreen.objects.create(person=person, letters="large", more_contrast=True, read_until=NOW)
    shield = people.Shield.objects.create(
        person=person, kind="staff", why=said.format("scherm"), set_at=NOW, set_by="Coen Coördi", ended_at=NOW,
        ended_by="Coen Coördi",
    )  # fmt: skip
    people.ShieldPass.objects.create(shield=shield, worker=cast.home.workers["coordinator"])
    RightsRequest.objects.create(
        person=person, kind="correction", words=said.format("verzoek"), asked_at=NOW, asked_by=said.format("roep"),
        asked_role="client", due_on=date(2026, 12, 20),
    )  # fmt: skip
    Hold.objects.create(
        person=person, why=said.format("bewaar"), from_date=date(2025, 1, 1), to_date=date(2026, 1, 1), set_at=NOW,
        set_by="Pri Vacystra",
    )  # fmt: skip
    people.Submission.objects.create(
        account=cast.accounts["coordinator"], once=person.key, path=f"/clienten/{person.key}/stap/", location="/"
    )


def fill_plan(person: Any, code: str) -> None:
    """A row in every table of the own plan that the cast leaves empty."""
    from landing.plan import models as plan

    said = f"Zqk{code}x{{}}zz"
    by = {"at": NOW, "by_name": said.format("roep")}
    added = {"from_date": date(2026, 9, 1), "added_at": NOW, "added_by": said.format("roep")}
    member = plan.NetworkMember.objects.filter(person=person).first() or plan.NetworkMember.objects.create(
        person=person, name=said.format("oom"), kind="family", role="oom", **added
    )
    if not member.ties.exists():
        plan.NetworkTie.objects.create(member=member, closeness=1, strength="strong", from_date=date(2026, 9, 1))
    changed = {"changed_at": NOW, "changed_by": said.format("roep")}
    card, _ = plan.CrisisCard.objects.get_or_create(person=person, defaults={"helps": said.format("helpt"), **changed})
    if not card.contacts.exists():
        plan.CardContact.objects.create(card=card, name=said.format("eerste"), what_for="praten")
    if not card.versions.exists():
        plan.CardVersion.objects.create(card=card, number=1, content={"helps": "praten"}, by_role="client", **by)
    if not card.prints.exists():
        plan.CardPrint.objects.create(card=card, number=1, for_whom=said.format("kaart"), **by)
    signs, _ = plan.SignPlan.objects.get_or_create(person=person, kind="relapse", defaults=changed)
    if not signs.phases.exists():
        plan.SignPhase.objects.create(sign_plan=signs, phase="early", signs=said.format("merkt"))


@pytest.fixture
def filled(cast: Cast) -> Cast:
    """The cast, with aziza in every table."""
    fill(cast, cast.subject("aziza"))
    fill_plan(cast.subject("aziza").person, "aziza")
    return cast


@pytest.fixture
def later() -> Any:
    """A day some days on."""
    return lambda days: TODAY + timedelta(days=days)
