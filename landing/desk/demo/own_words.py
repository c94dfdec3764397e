"""The people around the persons of the stories, their crisis cards and their plans for when it goes less well.

Bulk people have none: these are words, and words that are made up by chance say nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from landing.desk.demo.cast import Cast, uuid_from
from landing.desk.demo.history import at
from landing.desk.demo.stories import STORIES, Story
from landing.people.models import Consent
from landing.plan.card_words import CONTACTS, TEXTS
from landing.plan.models import (
    CardContact,
    CardOffer,
    CardPrint,
    CardVersion,
    CrisisCard,
    NetworkMember,
    NetworkTie,
    SignPhase,
    SignPlan,
    SignVersion,
)

OF_PHASE = ("signs", "own_action", "others_do", "better_not")
"""What is told of each phase of a plan for when it goes less well, in order."""


@dataclass(frozen=True, slots=True)
class Near:
    """Somebody around a person. before: how close they were until ``moved`` days ago."""

    name: str
    kind: str
    closeness: int | None = None
    strength: str = ""
    gives: tuple[str, ...] = ()
    gets: tuple[str, ...] = ()
    role: str = ""
    phone: str = ""
    when: str = ""
    fallback: bool = False
    before: int | None = None
    moved: int = 0


@dataclass(frozen=True, slots=True)
class Words:
    """What one person wrote. card: by part; calls: (name, phone, what for); read_by: for what purposes carers may read it;
    relapse and signs: by phase the four texts; the carer's own paper is ``signs``."""

    near: tuple[Near, ...] = ()
    card: dict[str, str] = field(default_factory=dict)
    calls: tuple[tuple[str, str, str], ...] = ()
    papers: tuple[tuple[str, int, int], ...] = ()
    read_by: tuple[str, ...] = ()
    relapse: dict[str, tuple[str, str, str, str]] = field(default_factory=dict)
    signs: dict[str, tuple[str, str, str, str]] = field(default_factory=dict)
    offer: tuple[str, str, str] | None = None


CARERS = ("support", "coordination")
WROTE_DAYS = 24
STORY_WORDS: dict[str, Words] = {
    "key-in-two-weeks": Words(
        near=(
            Near("Noor", "family", 1, "strong", ("emotional", "practical"), ("company",), "mijn zus", "06 0000 0021", "altijd",
                 fallback=True),
            Near("Mama", "family", 2, "tense", ("advice",), ("company",), before=3, moved=40),
            Near("Oom Tarik", "family", 3, "weak"),
            Near("Lieke", "friend", 1, "strong", ("company",), ("emotional",), "van de muziek", "06 0000 0022", "’s avonds"),
            Near("Yusuf", "friend", 2, "normal", ("practical", "company"), ("practical",), before=3, moved=60),
            Near("Mevrouw Bakker", "neighbour", 2, "normal", ("practical",), ("company",), "buurvrouw van nu"),
            Near("Henk van 12", "neighbour", 3, "weak", role="nieuwe buurman"),
            Near("De kok van de club", "other", 3, "normal", ("company",)),
        ),
        card={
            "call_me": "Sam", "looks_like": "Ik praat niet meer en ik slaap overdag. Ik doe de gordijnen dicht.",
            "helps": "Rustig praten. Samen naar buiten lopen. Muziek.", "better_not": "Mij vasthouden. Veel vragen stellen.",
            "medication": "Staat in het rode doosje. Geen penicilline.", "practical": "De kat eten geven. Mijn werk bellen.",
            "agreements": "Ik bel eerst Noor, dan mijn begeleider.", "languages": "Nederlands en Arabisch",
        },
        calls=(("Noor", "06 0000 0021", "mijn zus, altijd"), ("K. Begeleider", "", "overdag"),
               ("Crisisdienst", "0800 0000", "als niemand opneemt")),
        papers=(("mijzelf", 1, 20), ("Noor", 2, 3)), read_by=CARERS,
        relapse={
            "well": ("Ik kook en ik zie Lieke elke week.", "Elke dag naar buiten.", "Mee eten.", "Te veel vragen."),
            "early": ("Ik zeg afspraken af.", "Noor bellen.", "Langskomen.", "Boos worden."),
            "worse": ("Ik slaap overdag.", "Mijn begeleider bellen.", "Samen wandelen.", "Mij alleen laten."),
            "crisis": ("Ik doe niet meer open.", "", "Noor heeft een sleutel.", "Mij vasthouden."),
            "after": ("Ik kook weer.", "Opschrijven wat hielp.", "Samen terugkijken.", ""),
        },
        signs={
            "early": ("Zegt twee keer achter elkaar af.", "Belt haar zus.", "Dezelfde dag bellen.", "Druk uitoefenen."),
            "worse": ("Gordijnen dicht, post blijft liggen.", "", "Elke dag langsgaan, afstemmen met de behandelaar.", ""),
        },
        offer=("helps", "Noor", "Samen een film kijken zonder te praten."),
    ),
    "to-another-municipality": Words(
        near=(Near("Selam", "family", 1, "strong", ("emotional",), ("practical",), "mijn nicht", "06 0000 0023", "altijd",
                   fallback=True),
              Near("Pastor Bedenk", "other", 2, "normal", ("advice",)), Near("Mihret", "friend", 2, "normal", ("company",))),
        card={"call_me": "Senait", "helps": "In mijn eigen taal praten. Bidden.", "languages": "Tigrinya (ትግርኛ) en Nederlands"},
        calls=(("Selam", "06 0000 0023", "altijd"),), read_by=CARERS,
    ),
    "rent-debt-blocks": Words(near=(Near("Ayoub", "friend", 2, "weak", ("company",)), Near("Mijn dochter", "family", 1, "tense"))),
    "relapse-and-return": Words(
        near=(Near("Derya", "family", 1, "strong", ("emotional", "practical"), (), "mijn moeder", "06 0000 0024", "overdag",
                   fallback=True),),
        card={"call_me": "Aylin", "looks_like": "Ik geef veel geld uit en ik slaap niet.", "helps": "Het licht uit. Rust.",
              "better_not": "Zeggen dat ik overdrijf."},
        calls=(("Derya", "06 0000 0024", "mijn moeder"),), read_by=("support",),
        relapse={"early": ("Ik slaap minder dan vier uur.", "De huisarts bellen.", "Vragen hoe ik slaap.", "")},
        signs={"early": ("Praat snel, slaapt kort.", "", "Medicatie bespreken met de behandelaar.", "Discussiëren.")},
    ),
    "night-calls": Words(
        near=(Near("Fatma", "neighbour", 2, "strong", ("practical", "company"), ("company",), phone="06 0000 0025"),),
        card={"call_me": "Gül", "looks_like": "Ik bel in de nacht.", "helps": "Even praten. Vijf minuten is genoeg."},
        calls=(("Fatma", "06 0000 0025", "tot tien uur"),),
    ),
}  # fmt: skip


def write(today: date, seed: int, cast: Cast) -> None:
    """Write what the persons of the stories wrote; they have the first numbers."""
    for number, story in enumerate(STORIES, start=1):
        if story.key in STORY_WORDS:
            rng = Random(f"{seed}:words:{story.key}")  # noqa: S311  (invented people, no secrets)
            _Writing(today, rng, number, story, cast).everything(STORY_WORDS[story.key])


class _Writing:
    """Writes for one person."""

    def __init__(self, today: date, rng: Random, person: int, story: Story, cast: Cast) -> None:
        self.today, self.rng, self.person, self.story, self.cast = today, rng, person, story, cast
        self.name = story.call_me or story.name[0]
        self.on = today - timedelta(days=WROTE_DAYS)

    def everything(self, words: Words) -> None:
        members = {one.name: self.member(one) for one in words.near}
        if words.card:
            self.card(words, members)
        for purpose in words.read_by:
            self.consent(purpose)
        if words.relapse:
            self.sign_plan(SignPlan.Kind.RELAPSE, words.relapse, self.name)
        if words.signs:
            self.sign_plan(SignPlan.Kind.EARLY_SIGN, words.signs, "K. Begeleider")

    def member(self, one: Near) -> NetworkMember:
        began = self.today - timedelta(days=120)
        made = NetworkMember.objects.create(
            key=uuid_from(self.rng), person_id=self.person, name=one.name, kind=one.kind, role=one.role, phone=one.phone,
            may_call=bool(one.phone), when_to_call=one.when, fallback=one.fallback, from_date=began, added_at=at(began, 10),
            added_by=self.name,
        )  # fmt: skip
        now = {"closeness": one.closeness, "strength": one.strength, "gives": list(one.gives), "gets": list(one.gets)}
        if one.before is not None:
            moved = self.today - timedelta(days=one.moved)
            NetworkTie.objects.create(member=made, from_date=began, to_date=moved, **(now | {"closeness": one.before}))
            began = moved
        NetworkTie.objects.create(member=made, from_date=began, **now)
        return made

    def card(self, words: Words, members: dict[str, NetworkMember]) -> None:
        texts = {name: words.card.get(name, "") for name in TEXTS}
        calls = [
            {
                "name": name,
                "phone": phone,
                "what_for": what,
                "member": str(members[name].key) if name in members else "",
            }
            for name, phone, what in words.calls
        ]
        row = CrisisCard.objects.create(
            key=uuid_from(self.rng),
            person_id=self.person,
            version=2,
            changed_at=at(self.on, 15),
            changed_by=self.name,
            **texts,
        )
        CardContact.objects.bulk_create(
            CardContact(key=uuid_from(self.rng), card=row, member=members.get(name), name=name, phone=phone, what_for=what,
                        place=place)
            for place, (name, phone, what) in enumerate(words.calls)
        )  # fmt: skip
        first = texts | dict.fromkeys(("practical", "agreements"), "")
        for version, day, content in ((1, 40, first), (2, WROTE_DAYS, texts)):
            CardVersion.objects.create(
                card=row, number=version, content=content | {CONTACTS: calls}, at=at(self.today - timedelta(days=day), 15),
                by_name=self.name, by_role="client",
            )  # fmt: skip
        for for_whom, version, day in words.papers:
            CardPrint.objects.create(
                key=uuid_from(self.rng), card=row, number=version, for_whom=for_whom, by_name=self.name,
                at=at(self.today - timedelta(days=day), 16),
            )  # fmt: skip
        if words.offer is not None:
            part, name, said = words.offer
            CardOffer.objects.create(
                key=uuid_from(self.rng), person_id=self.person, part=part, name=name, words=said, at=at(self.today, 7)
            )

    def consent(self, purpose: str) -> None:
        Consent.objects.create(
            key=uuid_from(self.rng), person_id=self.person, organisation_id=self.cast.houses[self.story.provider],
            topics=["crisis_card"], purpose=purpose, from_date=self.on, to_date=self.today + timedelta(days=300), how="self",
            words="Mogen je begeleiders je noodkaart lezen?", given_at=at(self.on, 16), recorded_by=self.name,
        )  # fmt: skip

    def sign_plan(self, kind: str, phases: dict[str, tuple[str, str, str, str]], by: str) -> None:
        row = SignPlan.objects.create(
            key=uuid_from(self.rng),
            person_id=self.person,
            kind=kind,
            version=2,
            changed_at=at(self.on, 14),
            changed_by=by,
        )
        SignPhase.objects.bulk_create(
            SignPhase(sign_plan=row, phase=phase, signs=signs, own_action=own, others_do=others, better_not=better_not)
            for phase, (signs, own, others, better_not) in phases.items()
        )
        parts = {phase: dict(zip(OF_PHASE, texts, strict=True)) for phase, texts in phases.items()}
        first = dict(list(parts.items())[:1])
        role = "client" if kind == SignPlan.Kind.RELAPSE else "support_worker"
        SignVersion.objects.bulk_create(
            SignVersion(
                sign_plan=row, number=number, content={"parts": content, "agreed_on": None},
                at=at(self.on - timedelta(days=back), 14), by_name=by, by_role=role,
            )
            for number, back, content in ((1, 21, first), (2, 0, parts))
        )  # fmt: skip
