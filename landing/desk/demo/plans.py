"""The own plans of the people of the stories: goals, strengths, what they save for and how it went. Bulk people have none.

Days count from the day of the demo, as in ``stories``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from landing.desk.demo.cast import Member, uuid_from
from landing.desk.demo.history import at
from landing.people.roles import Role
from landing.plan.models import (
    AwarenessTalk,
    CheckIn,
    CheckInScore,
    Followed,
    Goal,
    GoodLifeWords,
    NeighbourhoodFind,
    Plan,
    PlanStep,
    PlanVersion,
    Proposal,
    SkillTraining,
    Strength,
    Viewpoint,
    Wish,
)


@dataclass(frozen=True, slots=True)
class TellStep:
    """A step: what, who does it, by which day, and on which day it was done."""

    words: str
    who: str = "me"
    helper: str = ""
    by: int | None = None
    done: int | None = None


@dataclass(frozen=True, slots=True)
class TellGoal:
    """A goal; seen and seen_by_carer: how the person and the carer look at it."""

    condition: str
    words: str
    steps: tuple[TellStep, ...] = ()
    wish: str = ""
    by: int | None = None
    reward: str = ""
    state: str = "going"
    seen: str = ""
    seen_by_carer: str = ""


@dataclass(frozen=True, slots=True)
class TellPlan:
    """A plan. strong: (kind, words, travels); good: quality to words; saving: (words, cost, saved) in euros; followed:
    (words, scale, rhythm, values of the person from old to new); told: day to what happened; estimate: of the carer.
    talk: (day, with whom, words); found: (kind, words, day of being there); learns: (kind, words, by whom, times, been, day done).
    """

    began: int
    goals: tuple[TellGoal, ...]
    strong: tuple[tuple[str, str, bool], ...] = ()
    good: tuple[tuple[str, str], ...] = ()
    saving: tuple[tuple[str, int, int], ...] = ()
    followed: tuple[tuple[str, str, str, tuple[int, ...]], ...] = ()
    every: int = 7
    told: tuple[tuple[int, str], ...] = ()
    estimate: int | None = None
    proposal: str = ""
    talk: tuple[int, str, str] | None = None
    found: tuple[tuple[str, str, int | None], ...] = ()
    learns: tuple[tuple[str, str, str, int | None, int, int | None], ...] = ()
    paused: str = ""
    written_by_carer: bool = False


# One thing on a line would make each plan three screens long.
# fmt: off
PLANS: dict[str, TellPlan] = {
    "key-in-two-weeks": TellPlan(
        began=-96,
        goals=(
            TellGoal("housing", "Ik wil mijn huis klaar hebben als ik de sleutel krijg.", (
                TellStep("Ik schrijf op wat ik nodig heb.", done=-6),
                TellStep("Ik ga naar de kringloop voor een bed.", "together", "mijn zus", by=5),
                TellStep("Ik kies een kleur voor de muur.", by=12),
            ), wish="Dan kan ik de eerste nacht goed slapen.", by=14, reward="Taart eten met mijn zus",
                seen="Ik heb er zin in. Ik vind het ook spannend.",
                seen_by_carer="Sam regelt veel zelf. De spullen zijn nog krap."),
            TellGoal("relations", "Ik wil mijn zus elke week zien.", (
                TellStep("Ik bel haar op zondag.", done=-20), TellStep("Ik vraag of zij komt eten.", by=20),
            ), reward="Samen naar de film"),
            TellGoal("health", "Ik wil minder wakker liggen.", (
                TellStep("Ik leg mijn telefoon buiten bed.", done=-30),
                TellStep("Ik vraag de dokter om raad.", "other", "Bram", by=9),
            ), seen="Het gaat beter dan in de zomer."),
            TellGoal("activities", "Ik wil weer zingen.", (TellStep("Ik ga kijken bij een koor.", done=-50),),
                     state="reached", reward="Een nieuw boek met liedjes"),
        ),
        strong=(("talent", "Ik kan goed koken voor veel mensen.", True), ("energy", "Zingen geeft mij kracht.", True),
                ("worked", "Elke dag wandelen hielp toen ik somber was.", False),
                ("around", "Mijn zus staat altijd voor mij klaar.", True)),
        good=(("taking_part", "Een eigen huis, en genoeg geld voor de week."), ("belonging", "Mijn zus en het koor."),
              ("being_oneself", "Dat niemand zegt hoe laat ik naar bed moet.")),
        saving=(("Een fiets", 180, 110), ("Een weekend naar zee", 240, 15)),
        followed=(("Hoe ik slaap", "face", "week", (2, 2, 1, 3, 3, 4, 4)),
                  ("Hoeveel rust ik in mijn hoofd heb", "ten", "whenever", (4, 4, 3, 5, 6, 6, 5))),
        told=((-28, "Ik kreeg ruzie om geld."), (-7, "Ik hoorde dat ik een huis krijg!")), estimate=3,
        proposal="Ik spreek met Bram af wie ik bel als het tegenzit.",
        talk=(-18, "Evi", "De eerste week is raar. Daarna went het. Zet de radio aan."),
        found=(("shop", "De markt op woensdag", -4), ("doctor", "Huisarts op de hoek", None),
               ("meet", "Buurthuis De Kade, koffie om tien uur", -4), ("travel", "Bus 4 naar mijn zus", -11),
               ("green", "Bankje bij het water", None)),
        learns=(("housing", "Woontraining", "Zorghuis De Dijk", 8, 5, None),
                ("other", "Gezond koken", "Buurthuis De Kade", 4, 4, -20)),
    ),
    "to-another-municipality": TellPlan(
        began=-120,
        goals=(TellGoal("relations", "Ik wil dicht bij mijn zus wonen.", (
            TellStep("Ik bekijk de school met de kinderen.", "together", "mijn zus", by=10),
            TellStep("Ik meld de kinderen aan bij een club.", by=30)), wish="Dan hebben de kinderen familie om zich heen."),
            TellGoal("income", "Ik wil dat mijn geld doorgaat.", (TellStep("Ik zoek mijn papieren bij elkaar.", done=-3),))),
        found=(("meet", "De speeltuin bij de school", None), ("faith", "De kerk van mijn zus", -15)),
        strong=(("talent", "Ik spreek drie talen.", True), ("around", "Mijn kinderen en mijn zus.", True)),
    ),
    "benefit-too-late": TellPlan(
        began=-60,
        goals=(TellGoal("income", "Ik wil op de eerste dag geld voor eten hebben.", (
            TellStep("Ik vraag mijn geld aan.", "together", "mijn begeleider", by=2),
            TellStep("Ik spaar twintig euro per week.", done=-8)), by=6),
            TellGoal("activities", "Ik wil werk in de bouw.", (TellStep("Ik maak een brief over mijzelf."),))),
        learns=(("money", "Omgaan met geld", "mijn begeleider", None, 3, None),),
        strong=(("talent", "Ik kan metselen en timmeren.", True),), saving=(("Goede werkschoenen", 90, 40),),
    ),
    "rent-debt-blocks": TellPlan(
        began=-45,
        goals=(TellGoal("income", "Ik wil van mijn oude huurschuld af.", (
            TellStep("Ik maak een lijst van mijn schulden.", done=-20),
            TellStep("Ik ga naar het gesprek.", "together", "mijn begeleider", by=7)),
            seen="Ik schaam me hier nog voor.", seen_by_carer="Hij komt elke afspraak na. Dat is knap."),),
        strong=(("worked", "Elke week samen naar mijn post kijken.", True),), written_by_carer=True,
    ),
    "relapse-and-return": TellPlan(
        began=-200,
        goals=(TellGoal("health", "Ik wil een dag tegelijk nuchter zijn.", (
            TellStep("Ik bel iemand als ik trek krijg.", done=-2), TellStep("Ik ga op dinsdag naar de groep.", by=4)),
            reward="Een middag vissen", seen="Het is moeilijk, maar ik ben er weer."),
            TellGoal("relations", "Ik wil mijn dochter weer bellen.", (), state="paused")),
        followed=(("Hoeveel trek ik heb", "ten", "day", (8, 7, 7, 5, 4, 3)),), every=3,
        told=((-9, "Ik sliep een nacht niet."),), strong=(("worked", "De groep op dinsdag hielp mij eerder.", False),),
    ),
    "housing-first-duo": TellPlan(
        began=-80, goals=(TellGoal("housing", "Ik wil dat mijn deur van mij is.", (
            TellStep("Ik spreek af wie er mag komen.", done=-10),)),),
        good=(("being_oneself", "Rust. Mijn hond. Mijn eigen tijd."),),
    ),
    "nuisance-from-outside": TellPlan(
        began=-70, goals=(TellGoal("housing", "Ik wil dat oude vrienden niet meer aanbellen.", (
            TellStep("Ik hang een briefje bij de bel.", done=-5),
            TellStep("Ik praat met de buurvrouw.", "together", "de wijkagent", by=3))),
            TellGoal("relations", "Ik wil mijn buren leren kennen.", ())),
        strong=(("talent", "Ik kan fietsen maken.", True),),
    ),
    "wish-unmet": TellPlan(
        began=-300, goals=(TellGoal("housing", "Ik wil wonen waar mijn moeder woonde.", (
            TellStep("Ik schrijf op waarom dat belangrijk is.", done=-40),), wish="Daar ken ik de straten."),),
        paused="Ik wil eerst weten of het kan.",
    ),
    "night-calls": TellPlan(
        began=-90, goals=(TellGoal("relations", "Ik wil 's nachts minder bellen.", (
            TellStep("Ik schrijf eerst op wat ik wil zeggen."), TellStep("Ik zet zachte muziek aan.", done=-4))),),
        followed=(("Hoe mijn nacht was", "face", "day", (1, 2, 2, 3, 2, 3)),), every=2,
    ),
    "recorded-as-emigrated": TellPlan(
        began=-30, goals=(TellGoal("income", "Ik wil weer in de computer van de gemeente staan.", (
            TellStep("Ik ga mee naar het loket.", "together", "mijn begeleider", by=5),)),), written_by_carer=True,
    ),
    "deadlock": TellPlan(
        began=-150, goals=(TellGoal("activities", "Ik wil overdag weg van de groep.", (
            TellStep("Ik ga twee ochtenden naar de tuin.", done=-12),)),),
        strong=(("energy", "Werken met planten.", True),),
    ),
}
# fmt: on


class Telling:
    """Writes the plan of one person; ``seed``: the same keys for the same person."""

    def __init__(self, seed: str, person: int, name: str, carer: Member, today: date) -> None:
        self.rng = Random(seed)  # noqa: S311  (invented people, no secrets)
        self.person, self.name, self.carer, self.today = person, name, carer, today

    def day(self, days: int | None) -> date | None:
        """A day of the plan as a date."""
        return None if days is None else self.today + timedelta(days=days)

    def moment(self, days: int, hour: int = 10, minute: int = 0) -> Any:
        """A moment on a day of the plan."""
        return at(self.today + timedelta(days=days), hour, minute)

    def by(self, *, carer: bool) -> dict[str, str]:
        """Who wrote it."""
        if carer:
            return {"by_name": self.carer.name, "by_role": self.carer.role.value}
        return {"by_name": self.name, "by_role": Role.CLIENT.value}

    def write(self, told: TellPlan) -> None:
        """All of one plan."""
        plan = Plan.objects.create(
            key=uuid_from(self.rng), person_id=self.person, started_at=self.moment(told.began),
            paused_on=self.day(-10) if told.paused else None, pause_why=told.paused, version=len(told.goals),
        )  # fmt: skip
        goals = [self.goal(plan, place, goal, told) for place, goal in enumerate(told.goals, 1)]
        self.versions(plan, told, goals)
        self.strengths(plan, told)
        self.follow(plan, told)
        self.prepare(plan, told)
        if told.proposal:
            Proposal.objects.create(
                key=uuid_from(self.rng), plan=plan, goal=None, kind="goal", condition="relations", words=told.proposal,
                why="Dan sta je er nooit alleen voor.", proposed_at=self.moment(-2, 15), **self.by(carer=True),
            )  # fmt: skip

    def prepare(self, plan: Plan, told: TellPlan) -> None:
        """The talk, the places in the neighbourhood, and what is learned."""
        if told.talk:
            day, name, words = told.talk
            AwarenessTalk.objects.create(key=uuid_from(self.rng), plan=plan, on=self.day(day), with_name=name, words=words,
                                         at=self.moment(day, 16), by_name=self.name, by_role=Role.CLIENT.value)  # fmt: skip
        NeighbourhoodFind.objects.bulk_create(
            NeighbourhoodFind(
                key=uuid_from(self.rng), plan=plan, kind=kind, words=words, been_on=self.day(been), place=place
            )
            for place, (kind, words, been) in enumerate(told.found, 1)
        )
        SkillTraining.objects.bulk_create(
            SkillTraining(key=uuid_from(self.rng), plan=plan, kind=kind, words=words, given_by=given_by, sessions=times,
                          sessions_done=been, from_date=self.day(told.began + 10), done_on=self.day(done))
            for kind, words, given_by, times, been, done in told.learns
        )  # fmt: skip

    def goal(self, plan: Plan, place: int, told: TellGoal, of: TellPlan) -> tuple[Goal, list[PlanStep]]:
        """One goal with its steps and how it is seen."""
        by = self.by(carer=of.written_by_carer)
        goal = Goal.objects.create(
            key=uuid_from(self.rng), plan=plan, condition=told.condition, words=told.words, wish=told.wish, state=told.state,
            by_date=self.day(told.by), reward=told.reward, place=place, added_by=by["by_name"],
            reached_on=self.day(-14) if told.state == "reached" else None, added_at=self.moment(of.began, 10, place),
        )  # fmt: skip
        steps = [
            PlanStep(
                key=uuid_from(self.rng), goal=goal, words=step.words, who=step.who, helper_name=step.helper,
                by_date=self.day(step.by), done_on=self.day(step.done), place=at_place,
            )
            for at_place, step in enumerate(told.steps, 1)
        ]  # fmt: skip
        PlanStep.objects.bulk_create(steps)
        sides = (("person", told.seen, of.written_by_carer), ("supporter", told.seen_by_carer, True))
        Viewpoint.objects.bulk_create(
            Viewpoint(key=uuid_from(self.rng), plan=plan, goal=goal, condition=told.condition, side=side, words=words,
                      at=self.moment(-9, 14), **self.by(carer=carer))
            for side, words, carer in sides if words
        )  # fmt: skip
        return goal, steps

    def versions(self, plan: Plan, told: TellPlan, goals: list[tuple[Goal, list[PlanStep]]]) -> None:
        """A version for each goal that came; the last is how the plan is now."""
        contents = [content(goal, steps) for goal, steps in goals]
        PlanVersion.objects.bulk_create(
            PlanVersion(
                plan=plan, number=number, deed="goal_new", at=self.moment(told.began + (number - 1) * 3),
                content={"goals": contents[:number], "paused_on": _plain(plan.paused_on if number == len(goals) else None),
                         "pause_why": plan.pause_why if number == len(goals) else ""},
                **self.by(carer=told.written_by_carer),
            )
            for number in range(1, len(goals) + 1)
        )  # fmt: skip

    def strengths(self, plan: Plan, told: TellPlan) -> None:
        """Strengths, a good life and what is saved for."""
        when = self.moment(told.began + 4, 11)
        Strength.objects.bulk_create(
            Strength(key=uuid_from(self.rng), plan=plan, kind=kind, words=words, travels=travels, place=place, added_at=when,
                     added_by=self.name)
            for place, (kind, words, travels) in enumerate(told.strong, 1)
        )  # fmt: skip
        GoodLifeWords.objects.bulk_create(
            GoodLifeWords(
                key=uuid_from(self.rng), plan=plan, quality=quality, words=words, at=when, **self.by(carer=False)
            )
            for quality, words in told.good
        )
        Wish.objects.bulk_create(
            Wish(key=uuid_from(self.rng), plan=plan, words=words, cost_cents=cost * 100, saved_cents=saved * 100, place=place,
                 added_at=when)
            for place, (words, cost, saved) in enumerate(told.saving, 1)
        )  # fmt: skip

    def follow(self, plan: Plan, told: TellPlan) -> None:
        """What is followed, and how it went."""
        if not told.followed:
            return
        times = max(len(values) for *_, values in told.followed)
        days = [-told.every * back for back in range(times - 1, -1, -1)]
        said = {
            day: CheckIn.objects.create(
                key=uuid_from(self.rng), plan=plan, on=self.day(day), at=self.moment(day, 9),
                words=dict(told.told).get(day, ""), **self.by(carer=False),
            )
            for day in days
        }  # fmt: skip
        for place, (words, scale, rhythm, values) in enumerate(told.followed, 1):
            row = Followed.objects.create(
                key=uuid_from(self.rng), plan=plan, words=words, scale=scale, rhythm=rhythm, place=place,
                from_date=self.day(days[0]),
            )  # fmt: skip
            CheckInScore.objects.bulk_create(
                CheckInScore(check_in=said[day], followed=row, value=value)
                for day, value in zip(days[-len(values) :], values, strict=True)
            )
            if told.estimate is not None and place == 1:
                thought = CheckIn.objects.create(
                    key=uuid_from(self.rng), plan=plan, side="supporter", on=self.day(-7), at=self.moment(-7, 16),
                    words="Ik zag minder wallen.", **self.by(carer=True),
                )  # fmt: skip
                CheckInScore.objects.create(check_in=thought, followed=row, value=told.estimate)


def _plain(day: date | None) -> str | None:
    return day.isoformat() if day else None


def content(goal: Goal, steps: list[PlanStep]) -> dict[str, Any]:
    """A goal as a version keeps it."""
    return {
        "key": str(goal.key), "condition": goal.condition, "wish": goal.wish, "words": goal.words, "state": goal.state,
        "by_date": _plain(goal.by_date), "reward": goal.reward, "reached_on": _plain(goal.reached_on), "place": goal.place,
        "steps": [
            {"key": str(step.key), "words": step.words, "who": step.who, "helper_name": step.helper_name,
             "by_date": _plain(step.by_date), "done_on": _plain(step.done_on), "place": step.place}
            for step in steps
        ],
    }  # fmt: skip
